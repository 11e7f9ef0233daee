//! `gaussfig completions`: shells read the scripts, and bash completes with its own.

use std::process::Command;

use crate::{Sandbox, run};

/// Bash with the script, asked for the completions of these words, of which the last is being typed.
const BASH: &str = r#"
. ./gaussfig.bash
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_gaussfig gaussfig "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
echo "${COMPREPLY[@]}"
"#;

/// Whether a program is here; a note if not.
fn is_here(program: &str) -> bool {
    let here = Command::new(program).arg("--version").output().is_ok();
    if !here {
        eprintln!("skipped: there is no {program}");
    }
    here
}

/// A directory with the script of a shell in it.
fn sandbox(shell: &str, name: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let script = sandbox.run(&format!("completions {shell}"));
    assert_eq!((script.code, &*script.stderr), (0, ""), "{shell}");
    for word in ["render", "out-dir", "completions"] {
        assert!(script.stdout.contains(word), "{shell}: no {word}");
    }
    sandbox.write(name, script.bytes);
    sandbox
}

/// What a shell prints for a text; nothing if it is not here. Holds that it has nothing to complain about.
fn told(sandbox: &Sandbox, shell: &str, arguments: &[&str]) -> Option<String> {
    if !is_here(shell) {
        return None;
    }
    let mut command = Command::new(shell);
    let run = run(command.args(arguments).current_dir(sandbox.path("")));
    assert_eq!((run.code, &*run.stderr), (0, ""), "{shell}");
    Some(run.stdout)
}

#[test]
fn bash_completes_subcommands_options_and_values() {
    let sandbox = sandbox("bash", "gaussfig.bash");
    let complete = |words: &[&str]| {
        let arguments = [&["--norc", "-c", BASH, "bash", "gaussfig"], words].concat();
        told(&sandbox, "bash", &arguments)
    };
    let Some(subcommand) = complete(&["che"]) else {
        return;
    };
    assert_eq!(subcommand, "check\n");
    assert_eq!(complete(&["render", "--form"]).unwrap(), "--format\n");
    assert_eq!(complete(&["render", "--format", ""]).unwrap(), "png svg\n");
    assert_eq!(complete(&["completions", "z"]).unwrap(), "zsh\n");
}

#[test]
fn zsh_reads_its_script() {
    let sandbox = sandbox("zsh", "_gaussfig");
    let load = "fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -d $PWD/dump; \
                autoload +X _gaussfig; print $_comps[gaussfig]";
    if let Some(completer) = told(&sandbox, "zsh", &["-f", "-c", load]) {
        assert_eq!(completer, "_gaussfig\n");
    }
}

#[test]
fn fish_completes_subcommands_and_options() {
    let sandbox = sandbox("fish", "gaussfig.fish");
    let complete = |line: &str| {
        let ask = format!("source ./gaussfig.fish; complete --do-complete '{line}'");
        told(&sandbox, "fish", &["--no-config", "-c", &ask])
    };
    let Some(subcommand) = complete("gaussfig che") else {
        return;
    };
    assert_eq!(
        subcommand,
        "check\tCompare the files on disk with their configs\n"
    );
    let option = complete("gaussfig render --form").unwrap();
    assert!(option.starts_with("--format\t"), "{option}");
}

#[test]
fn powershell_and_elvish_have_scripts_and_other_shells_are_refused() {
    for shell in ["powershell", "elvish"] {
        sandbox(shell, shell);
    }
    let run = Sandbox::new().run("completions tcsh");
    assert_eq!((run.code, &*run.stdout), (2, ""));
}
