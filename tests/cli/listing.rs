//! What `render` shows on a terminal, with the tool `script` of util-linux for one.

use std::process::Stdio;

use crate::{STANDARD, Sandbox};

/// What a terminal is shown by a run, if there is the tool for one.
fn shown(sandbox: &Sandbox, arguments: &str, environment: &[(&str, &str)]) -> Option<String> {
    let mut command = std::process::Command::new("script");
    let run = format!("{} {arguments}", env!("CARGO_BIN_EXE_gaussfig"));
    command
        .current_dir(sandbox.path(""))
        .args(["--quiet", "--command", &run, "/dev/null"])
        .stdin(Stdio::null());
    // What else is asked for colours; runners of CI are taken for those who want them.
    for name in ["CI", "CLICOLOR", "CLICOLOR_FORCE", "NO_COLOR"] {
        command.env_remove(name);
    }
    command
        .env("TERM", "xterm")
        .envs(environment.iter().copied());
    match command.output() {
        Ok(output) => Some(String::from_utf8(output.stdout).unwrap().replace('\r', "")),
        Err(_) => {
            println!("note: there is no `script`: nothing was shown on a terminal");
            None
        }
    }
}

#[test]
fn a_terminal_is_shown_a_list_and_a_pipe_gets_paths() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    sandbox.write("configs/bcd.toml", STANDARD);
    let Some(text) = shown(&sandbox, "render", &[("NO_COLOR", "1")]) else {
        return;
    };
    let lines: Vec<Vec<&str>> = text
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    let paths: Vec<&str> = lines.iter().map(|line| line[0]).take(4).collect();
    assert_eq!(
        paths,
        ["out/a.png", "out/a.svg", "out/bcd.png", "out/bcd.svg"]
    );
    // Path, size and its unit; of the first file of a figure, a time and its unit.
    let lengths: Vec<usize> = lines.iter().map(Vec::len).collect();
    assert_eq!(lengths, [5, 3, 5, 3, 9], "{text}");
    let size = format!("{:.1}", sandbox.read("out/a.png").len() as f64 / 1e3);
    assert_eq!(lines[0][1..3], [&size, "kB"]);
    assert_eq!(lines[4][..5], ["2", "figures,", "4", "files,", lines[4][4]]);
    let again = shown(&sandbox, "render", &[]).unwrap();
    assert_eq!(again.matches("unchanged").count(), 4);
    let piped = sandbox.run("render");
    assert_eq!(
        piped.stdout,
        "out/a.png\nout/a.svg\nout/bcd.png\nout/bcd.svg\n"
    );
}

#[test]
fn colours_are_for_those_who_want_them() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    for (environment, is_colored) in [
        (("TERM", "xterm"), true),
        (("NO_COLOR", "1"), false),
        (("TERM", "dumb"), false),
    ] {
        if let Some(text) = shown(&sandbox, "render", &[environment]) {
            assert_eq!(
                text.contains('\u{1b}'),
                is_colored,
                "{environment:?}: {text}"
            );
        }
    }
}
