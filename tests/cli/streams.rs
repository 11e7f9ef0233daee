//! Standard streams that are closed or full: what cannot be said is an error, and never goes elsewhere.

use std::fs::File;
use std::io::pipe;
use std::process::{Command, Stdio};

use crate::{BROKEN, NARROW, Run, STANDARD, Sandbox, is_png, run};

/// One line for each way to write to standard output.
const COMMANDS: [&str; 6] = [
    "render configs",
    "check stale --out-dir out",
    "data configs/a.toml",
    "stats configs/a.toml",
    "render - --format png",
    "render - --format svg",
];

/// A sandbox with a figure, its config, and a config under the same name that has another.
fn drawn() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    sandbox.write("stale/a.toml", NARROW);
    assert_eq!(sandbox.run("render").code, 0);
    sandbox
}

/// Runs a command with a standard output of its own.
fn told_to(sandbox: &Sandbox, arguments: &str, stdout: Stdio) -> Run {
    let mut command = sandbox.command();
    command.args(arguments.split_whitespace()).stdout(stdout);
    run(command.stdin(File::open(sandbox.path("configs/a.toml")).unwrap()))
}

/// Runs the program as `sh` does after these redirections, with what `configs/a.toml` has on standard input.
fn redirected(sandbox: &Sandbox, arguments: &str, redirections: &str) -> Run {
    let mut command = Command::new("sh");
    let script = format!("exec \"$0\" {arguments} {redirections}");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_gaussfig")]);
    command.stdin(File::open(sandbox.path("configs/a.toml")).unwrap());
    run(command.current_dir(sandbox.path("")))
}

#[test]
fn a_pipe_that_nobody_reads_is_an_error() {
    let sandbox = drawn();
    for arguments in COMMANDS {
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let run = told_to(&sandbox, arguments, writer.into());
        let message = "error: cannot be written: Broken pipe (os error 32)\n--> <stdout>\n";
        assert!(
            run.stderr.starts_with(message),
            "{arguments}: {}",
            run.stderr
        );
        assert_eq!(run.code, 3, "{arguments}");
    }
    assert_eq!(sandbox.outputs(), ["out/a.png", "out/a.svg"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_an_error() {
    let sandbox = drawn();
    for arguments in COMMANDS {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let run = told_to(&sandbox, arguments, full.into());
        let message =
            "error: cannot be written: No space left on device (os error 28)\n--> <stdout>\n";
        assert!(
            run.stderr.starts_with(message),
            "{arguments}: {}",
            run.stderr
        );
        assert_eq!(run.code, 3, "{arguments}");
    }
}

#[test]
fn a_closed_standard_output_swallows_what_is_said_and_nothing_else_gets_it() {
    // The first file that is opened would have the number of standard output, if nothing took its place.
    let sandbox = drawn();
    let files = || ["out/a.png", "out/a.svg"].map(|name| sandbox.read(name));
    let old = files();
    for arguments in COMMANDS {
        let run = redirected(&sandbox, arguments, ">&-");
        assert_eq!(run.bytes, b"");
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        assert_eq!(run.code, i32::from(arguments.starts_with("check")));
        assert!(files() == old, "{arguments}");
    }
    let run = redirected(&sandbox, "render stale", "<&- >&- 2>&-");
    assert_eq!((run.code, &*run.stdout, &*run.stderr), (0, "", ""));
    assert_eq!(sandbox.run("check stale").code, 0);
    assert_eq!(sandbox.outputs(), ["out/a.png", "out/a.svg"]);
}

#[test]
fn a_closed_standard_error_changes_no_exit_code_and_no_output() {
    let sandbox = drawn();
    sandbox.write("configs/b.toml", BROKEN);
    for closed in ["2>&-", "2>/dev/full"] {
        let run = redirected(&sandbox, "render", closed);
        assert_eq!((run.code, &*run.stdout), (2, "out/a.png\nout/a.svg\n"));
        assert_eq!(redirected(&sandbox, "check stale", closed).code, 1);
        assert_eq!(redirected(&sandbox, "stats missing.toml", closed).code, 3);
        assert!(is_png(
            &redirected(&sandbox, "render - --format png", closed).bytes
        ));
    }
}

#[test]
fn a_closed_standard_input_is_an_empty_config() {
    let run = redirected(&drawn(), "render - --format svg", "<&-");
    assert!(run.stderr.contains("--> <stdin>"), "{}", run.stderr);
    assert_eq!((run.code, &*run.stdout), (2, ""));
}
