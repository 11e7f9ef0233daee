//! The hooks for pre-commit, run by it where it is installed. It would build the program anew, so here they run the one that is
//! tested; all else is as `.pre-commit-hooks.yaml` says.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use tempfile::TempDir;
use yaml_rust2::{Yaml, YamlEmitter};

use crate::{NARROW, PROGRAM, STANDARD, path_with, write, yaml};

const HOOKS: &str = ".pre-commit-hooks.yaml";
const CHECK: &str = "gaussfig-check";
const RENDER: &str = "gaussfig-render";

/// The hook of this name as one that takes the program from the search path.
fn hook(id: &str) -> String {
    let hooks = yaml(HOOKS);
    let mut hooks = hooks.as_vec().unwrap().iter();
    let hook = hooks.find(|hook| hook["id"].as_str() == Some(id)).unwrap();
    let mut hook = hook.as_hash().unwrap().clone();
    let language = hook.get_mut(&Yaml::String("language".into())).unwrap();
    assert_eq!(language.as_str(), Some("rust"));
    *language = Yaml::String("system".into());
    let mut text = String::new();
    YamlEmitter::new(&mut text)
        .dump(&Yaml::Array(vec![Yaml::Hash(hook)]))
        .unwrap();
    text.trim_start_matches("---\n").to_owned()
}

/// A repository of a user of the hooks.
struct Blog(TempDir);

impl Blog {
    /// One with these hooks, each with what its user adds to it, and nothing committed; `None` where there is no pre-commit.
    fn new(hooks: &[(&str, &str)]) -> Option<Self> {
        let found = Command::new("pre-commit").arg("--version").output();
        if let Err(error) = found {
            eprintln!("skipped: there is no pre-commit: {error}");
            return None;
        }
        let blog = Self(tempfile::tempdir().unwrap());
        blog.git(&["init", "--quiet"]);
        let mut config = "repos:\n- repo: local\n  hooks:\n".to_owned();
        for (id, more) in hooks {
            let hook = hook(id) + "\n" + more;
            config.extend(hook.lines().map(|line| format!("  {line}\n")));
        }
        blog.write(".pre-commit-config.yaml", &config);
        assert!(blog.run("pre-commit", &["install"]).status.success());
        Some(blog)
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, content: &str) {
        write(&self.path(path), content);
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        let programs = PathBuf::from(PROGRAM);
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.path(""));
        command
            .env_clear()
            .env("PATH", path_with(programs.parent().unwrap()))
            .env("HOME", self.path("../"))
            .env("PRE_COMMIT_HOME", self.path(".git/pre-commit"))
            .env("TMPDIR", self.temporary());
        for person in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{person}_NAME"), "Ada");
            command.env(format!("GIT_{person}_EMAIL"), "ada@example.org");
        }
        command.output().unwrap()
    }

    /// Where the hooks make their temporary files.
    fn temporary(&self) -> PathBuf {
        let path = self.path(".git/temporary files");
        fs::create_dir_all(&path).unwrap();
        path
    }

    fn git(&self, arguments: &[&str]) {
        let output = self.run("git", arguments);
        assert!(output.status.success(), "{output:?}");
    }

    fn render(&self) {
        self.render_with(&[]);
    }

    fn render_with(&self, arguments: &[&str]) {
        let output = self.run(PROGRAM, &[&["render"], arguments].concat());
        assert!(output.status.success(), "{output:?}");
    }

    /// Commits what is added: whether that was done, and what the hooks said.
    fn commit(&self) -> (bool, String) {
        let output = self.run("git", &["commit", "--message", "Work"]);
        let left = fs::read_dir(self.temporary()).unwrap().count();
        assert_eq!(left, 0, "temporary files are left");
        let said = String::from_utf8(output.stderr).unwrap();
        (output.status.success(), said)
    }

    fn commits(&self) {
        let (done, said) = self.commit();
        assert!(done, "{said}");
    }

    /// Holds that nothing is committed, as the figure of configs/a.toml is not what that says, and what the hook said.
    fn refuses(&self) -> String {
        let (done, said) = self.commit();
        let mending = "gaussfig render\n";
        let adding = "what is compared is what the commit will hold: git add what mends it\n";
        let all = ["out/a.svg", mending, adding];
        assert!(
            !done && all.iter().all(|part| said.contains(part)),
            "{said}"
        );
        said
    }
}

/// A repository that holds a config and its figure.
fn blog() -> Option<Blog> {
    let blog = Blog::new(&[(CHECK, "")])?;
    blog.write("configs/a.toml", STANDARD);
    blog.render();
    blog.git(&["add", "."]);
    blog.commits();
    Some(blog)
}

#[test]
fn a_stale_figure_is_not_committed_until_it_is_drawn_and_added() {
    let Some(blog) = blog() else { return };
    blog.write("configs/a.toml", NARROW);
    blog.git(&["add", "configs"]);
    blog.refuses();
    blog.render();
    // It is right in the working tree, and would be wrong in the commit.
    blog.refuses();
    blog.git(&["add", "out"]);
    blog.commits();
}

#[test]
fn a_figure_that_nobody_has_added_is_missing() {
    let Some(blog) = Blog::new(&[(CHECK, "")]) else {
        return;
    };
    blog.write("configs/a.toml", STANDARD);
    blog.render();
    blog.git(&["add", "configs"]);
    let said = blog.refuses();
    assert!(said.contains("missing"), "{said}");
    blog.git(&["add", "out"]);
    blog.commits();
}

#[test]
fn what_is_not_added_does_not_matter() {
    let Some(blog) = blog() else { return };
    blog.write("configs/b.toml", "not even TOML");
    blog.write("configs/a.toml", &format!("{STANDARD}color = \"red\"\n"));
    blog.git(&["add", "configs/a.toml"]);
    blog.render_with(&["configs/a.toml"]);
    blog.git(&["add", "out"]);
    blog.write("configs/a.toml", NARROW);
    blog.commits();
}

#[test]
fn a_commit_of_other_files_does_not_run_it() {
    let Some(blog) = blog() else { return };
    blog.write("notes.md", "# Notes\n");
    blog.git(&["add", "notes.md"]);
    let (done, said) = blog.commit();
    assert!(done && said.contains("(no files to check)"), "{said}");
}

#[test]
fn other_directories_are_the_users_choice() {
    let more = "  args: [my posts, --out-dir, static]\n  files: '^(my posts|static)/'\n";
    let Some(blog) = Blog::new(&[(CHECK, more)]) else {
        return;
    };
    blog.write("my posts/a/b.toml", STANDARD);
    blog.git(&["add", "."]);
    let (done, said) = blog.commit();
    let mending = "gaussfig render --out-dir static -- 'my posts'\n";
    assert!(!done && said.contains(mending), "{said}");
    blog.render_with(&["--out-dir", "static", "my posts"]);
    blog.git(&["add", "."]);
    blog.commits();
}

#[test]
fn the_other_hook_draws_what_the_first_misses() {
    let Some(blog) = Blog::new(&[(CHECK, ""), (RENDER, "")]) else {
        return;
    };
    blog.write("configs/a.toml", STANDARD);
    blog.git(&["add", "."]);
    blog.refuses();
    blog.git(&["add", "."]);
    blog.commits();
}
