//! The steps of the GitHub Action, run with bash as a runner does.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use yaml_rust2::Yaml;

use crate::{NARROW, PROGRAM, STANDARD, path_with, repository, write, write_script, yaml};

const ACTION: &str = ".github/actions/gaussfig/action.yml";

/// Instead of cargo: notes its words and where it stands, and installs the program at the variable PROGRAM.
const CARGO: &str = r#"#!/bin/sh
echo "$PWD" "$@" >> "$RUNNER_TEMP/cargo.log"
while [ "$1" != --root ]; do shift; done
mkdir -p "$2/bin" && ln -s "$PROGRAM" "$2/bin/gaussfig"
"#;

/// Instead of gaussfig: notes its words, a line each, behind a mark.
const NOTES: &str = r#"#!/bin/sh
if [ "$1" != --version ]; then printf '<%s>\n' "$@" >> "$RUNNER_TEMP/words.log"; fi
"#;

/// A job that uses the action, of a workflow on a runner whose directories have spaces in their names.
struct Job {
    directory: TempDir,
    /// What the step says under `with`.
    inputs: Vec<(&'static str, String)>,
    program: PathBuf,
}

/// What came of the action.
struct Outcome {
    /// Of the step that failed, or 0.
    code: i32,
    /// What all steps printed.
    log: String,
    /// What steps gave to others, as `ID.outputs.NAME`.
    outputs: Vec<(String, String)>,
}

impl Outcome {
    fn output(&self, name: &str) -> &str {
        let mut outputs = self.outputs.iter();
        &outputs.find(|(known, _)| known == name).unwrap().1
    }
}

impl Job {
    fn new() -> Self {
        let job = Self {
            directory: tempfile::tempdir().unwrap(),
            inputs: Vec::new(),
            program: PROGRAM.into(),
        };
        fs::create_dir_all(job.temporary()).unwrap();
        fs::create_dir_all(job.path("")).unwrap();
        write_script(&job.directory.path().join("bin/cargo"), CARGO);
        job
    }

    /// One whose gaussfig only notes how it is called.
    fn noting() -> Self {
        let mut job = Self::new();
        job.program = job.directory.path().join("notes");
        write_script(&job.program, NOTES);
        job
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.inputs.push((name, value.into()));
        self
    }

    /// A path of the user's checkout.
    fn path(&self, path: &str) -> PathBuf {
        self.directory.path().join("my work").join(path)
    }

    fn temporary(&self) -> PathBuf {
        self.directory.path().join("temporary files")
    }

    /// A file that stands for a program, or nothing.
    fn noted(&self, log: &str) -> String {
        fs::read_to_string(self.temporary().join(log)).unwrap_or_default()
    }

    /// Draws the figures of the checkout.
    fn render(&self) {
        let mut command = Command::new(PROGRAM);
        let run = command.arg("render").current_dir(self.path(""));
        assert!(run.output().unwrap().status.success());
    }

    /// Runs the steps that are scripts, one after the other until one fails. Those that use other actions need a runner.
    fn run(&self) -> Outcome {
        let action = yaml(ACTION);
        let mut outcome = Outcome {
            code: 0,
            log: String::new(),
            outputs: Vec::new(),
        };
        for step in action["runs"]["steps"].as_vec().unwrap() {
            if outcome.code == 0 && !step["run"].is_badvalue() {
                self.step(step, &action["inputs"], &mut outcome);
            }
        }
        outcome
    }

    /// Runs a script as <https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax> has it for `shell: bash`.
    fn step(&self, step: &Yaml, inputs: &Yaml, outcome: &mut Outcome) {
        assert_eq!(step["shell"].as_str(), Some("bash"));
        let script = self.temporary().join("step.sh");
        let given = self.temporary().join("output");
        write(&script, step["run"].as_str().unwrap());
        write(&given, "");
        let mut command = Command::new("bash");
        command
            .args(["--noprofile", "--norc", "-eo", "pipefail"])
            .arg(&script)
            .current_dir(self.path(""))
            .env_clear()
            .env("PATH", path_with(&self.directory.path().join("bin")))
            .env("GITHUB_ACTION_PATH", repository(ACTION).parent().unwrap())
            .env("GITHUB_OUTPUT", &given)
            .env("RUNNER_TEMP", self.temporary())
            .env("RUNNER_OS", "Linux")
            .env("RUNNER_ARCH", "X64")
            .env("PROGRAM", &self.program);
        for (name, value) in step["env"].as_hash().unwrap() {
            let value = self.value(value.as_str().unwrap(), inputs, outcome);
            command.env(name.as_str().unwrap(), value);
        }
        let output = command.output().unwrap();
        outcome.code = output.status.code().unwrap();
        outcome.log += &String::from_utf8(output.stdout).unwrap();
        outcome.log += &String::from_utf8(output.stderr).unwrap();
        for line in fs::read_to_string(given).unwrap().lines() {
            let (name, value) = line.split_once('=').unwrap();
            let id = step["id"].as_str().unwrap();
            let output = (format!("{id}.outputs.{name}"), value.to_owned());
            outcome.outputs.push(output);
        }
    }

    /// The value of an expression: an input, or what an earlier step gave.
    fn value(&self, text: &str, inputs: &Yaml, outcome: &Outcome) -> String {
        let expression = text.strip_prefix("${{ ").unwrap();
        let expression = expression.strip_suffix(" }}").unwrap();
        if let Some(output) = expression.strip_prefix("steps.") {
            return outcome.output(output).to_owned();
        }
        let name = expression.strip_prefix("inputs.").unwrap();
        let given = self.inputs.iter().find(|(known, _)| *known == name);
        let default = || inputs[name]["default"].as_str().unwrap().to_owned();
        given.map_or_else(default, |(_, value)| value.clone())
    }
}

/// Names of the files below a directory.
fn names(directory: &str) -> Vec<String> {
    let entries = fs::read_dir(Path::new(directory)).unwrap();
    let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
    entries.map(|entry| name(entry.unwrap())).collect()
}

#[test]
fn figures_that_are_what_their_configs_say_pass() {
    let job = Job::new();
    write(&job.path("configs/a.toml"), STANDARD);
    job.render();
    let outcome = job.run();
    assert_eq!(outcome.code, 0, "{}", outcome.log);
    assert!(names(outcome.output("check.outputs.differences")).is_empty());
    assert!(!outcome.log.contains("::"), "{}", outcome.log);
}

#[test]
fn a_stale_figure_fails_and_leaves_pictures_where_the_upload_takes_them() {
    let job = Job::new();
    write(&job.path("configs/a.toml"), STANDARD);
    job.render();
    write(&job.path("configs/a.toml"), NARROW);
    let outcome = job.run();
    assert_eq!(outcome.code, 1, "{}", outcome.log);
    let annotation = "::error file=configs/a.toml,line=";
    assert!(outcome.log.contains(annotation), "{}", outcome.log);
    assert!(outcome.log.contains("gaussfig render"), "{}", outcome.log);

    let action = yaml(ACTION);
    let upload = action["runs"]["steps"].as_vec().unwrap().last().unwrap();
    let condition = "failure() && steps.check.outcome == 'failure'";
    assert_eq!(upload["if"].as_str(), Some(condition));
    let path = upload["with"]["path"].as_str().unwrap();
    let pictures = names(&job.value(path, &action["inputs"], &outcome));
    let picture = |name: &String| name.ends_with(".png");
    assert!(pictures.iter().any(picture), "{pictures:?}");
}

#[test]
fn inputs_are_words_of_the_command_whatever_they_say() {
    let hostile = "it's my \"$(touch pwned)\" `touch pwned` $HOME; touch pwned #";
    let job = Job::noting()
        .with("paths", format!("my posts\n\n{hostile}\n--strict\n"))
        .with("out-dir", hostile)
        .with("arguments", "--scale\n3\n--format=svg")
        .with("no-user-files", "true");
    let outcome = job.run();
    assert_eq!(outcome.code, 0, "{}", outcome.log);
    let differences = outcome.output("check.outputs.differences");
    let expected = format!(
        "<check>\n<--message-format=github>\n<--diff-dir={differences}>\n<--out-dir={hostile}>\n<--no-user-files>\n\
         <--scale>\n<3>\n<--format=svg>\n<-->\n<my posts>\n<{hostile}>\n<--strict>\n"
    );
    assert_eq!(job.noted("words.log"), expected);
    assert!(names(job.path("").to_str().unwrap()).is_empty());
}

#[test]
fn by_default_the_directories_are_those_of_the_program_and_fonts_are_read() {
    let job = Job::noting();
    let outcome = job.run();
    let differences = outcome.output("check.outputs.differences");
    let expected = format!(
        "<check>\n<--message-format=github>\n<--diff-dir={differences}>\n<--out-dir=out>\n<-->\n<configs>\n"
    );
    assert_eq!(job.noted("words.log"), expected);
}

#[test]
fn a_choice_that_is_neither_true_nor_false_is_no_choice() {
    for choice in ["yes", "", "true\nfalse"] {
        let job = Job::noting().with("no-user-files", choice);
        let outcome = job.run();
        assert_eq!(outcome.code, 2, "{choice}");
        let error = "::error title=gaussfig::The input no-user-files must be true or false\n";
        assert!(outcome.log.ends_with(error), "{}", outcome.log);
        assert_eq!(job.noted("words.log"), "", "{choice}");
    }
}

#[test]
fn the_source_that_the_action_came_with_is_built_once() {
    let job = Job::noting();
    let first = job.run();
    let root = first.output("wanted.outputs.root");
    let source = repository("").canonicalize().unwrap();
    let expected = format!(
        "{} install --locked --force --root {root} --target-dir {}/gaussfig-target --path .\n",
        source.display(),
        job.temporary().display()
    );
    assert_eq!(job.noted("cargo.log"), expected);
    // A cache brings this back.
    let second = job.run();
    assert_eq!(second.output("wanted.outputs.root"), root);
    assert_eq!(job.noted("cargo.log"), expected);
}

#[test]
fn a_program_from_a_cache_that_does_not_run_here_is_built_anew() {
    let job = Job::noting();
    let root = job.run().output("wanted.outputs.root").to_owned();
    let program = Path::new(&root).join("bin/gaussfig");
    fs::remove_file(&program).unwrap();
    write_script(&program, "#!/nonexistent/interpreter\n");
    let once = job.noted("cargo.log");
    // The stand-in for cargo does not replace files, as cargo with --force does.
    assert_ne!(job.run().code, 0);
    assert_eq!(job.noted("cargo.log"), once.repeat(2));
}

#[test]
fn a_release_is_taken_from_the_registry_and_cached_by_itself() {
    let job = Job::noting().with("version", "1.2.3-rc.4");
    let outcome = job.run();
    let words = job.noted("cargo.log");
    assert!(
        words.ends_with(" gaussfig --version=1.2.3-rc.4\n"),
        "{words}"
    );
    let key = "gaussfig-Linux--X64-1.2.3-rc.4";
    assert_eq!(outcome.output("wanted.outputs.key"), key);
    let source = Job::noting().run();
    assert_ne!(source.output("wanted.outputs.key"), key);
}

#[test]
fn a_version_forges_no_output_and_runs_nothing() {
    for version in ["1\nroot=/", "$(touch pwned)", "1 --git=x", "::error::"] {
        let outcome = Job::noting().with("version", version).run();
        assert_eq!(outcome.code, 2, "{version}");
        assert!(outcome.outputs.is_empty(), "{:?}", outcome.outputs);
        let error = "::error title=gaussfig::The input version must be one such as 0.1.0\n";
        assert_eq!(outcome.log, error);
    }
}

#[test]
fn no_script_holds_an_expression() {
    let action = yaml(ACTION);
    let steps = action["runs"]["steps"].as_vec().unwrap();
    let scripts = steps.iter().filter_map(|step| step["run"].as_str());
    assert_eq!(scripts.clone().count(), 3);
    assert!(scripts.clone().all(|script| !script.contains("${{")));
}

#[test]
fn what_the_action_uses_is_named_by_its_hash() {
    let action = yaml(ACTION);
    let steps = action["runs"]["steps"].as_vec().unwrap();
    let used: Vec<&str> = steps
        .iter()
        .filter_map(|step| step["uses"].as_str())
        .collect();
    assert_eq!(used.len(), 3);
    for used in used {
        let (_, hash) = used.split_once('@').unwrap();
        let hexadecimal = hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(hexadecimal && hash.len() == 40, "{used}");
    }
}
