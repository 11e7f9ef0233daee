//! The real make and ninja, with the files of docs/build-systems.md and with what `--depfile` writes.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use crate::depfile::{files, modified, sources, with_font};
use crate::{NARROW, STANDARD, Sandbox};

const DOCUMENT: &str = include_str!("../../docs/build-systems.md");

/// The code block of a language.
fn block(language: &str) -> &'static str {
    let fence = format!("```{language}\n");
    let rest = DOCUMENT.split_once(&fence).unwrap().1;
    rest.split_once("```").unwrap().0
}

/// Writes a file later than all figures, by the file system's own clock.
fn edit(sandbox: &Sandbox, path: &str, content: &[u8]) {
    let newest = sandbox
        .outputs()
        .iter()
        .map(|path| modified(sandbox, path))
        .max();
    while {
        sandbox.write(path, content);
        Some(modified(sandbox, path)) <= newest
    } {}
}

fn touch(sandbox: &Sandbox, path: &str) {
    edit(sandbox, path, &sandbox.read(path));
}

/// A build tool in a directory, with the program in its path. `None` with a note where there is no such tool.
fn tool(sandbox: &Sandbox, name: &str, arguments: &[&str]) -> Option<Command> {
    let version = Command::new(name)
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    if version.is_err() {
        let line = format!("note: there is no `{name}`: building figures with it was not tested\n");
        std::io::stderr().write_all(line.as_bytes()).unwrap();
        return None;
    }
    let mut command = Command::new(name);
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_gaussfig"));
    let mut path = vec![program.parent().unwrap().to_owned()];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()));
    command.args(arguments).current_dir(sandbox.path("."));
    command.env("PATH", std::env::join_paths(path).unwrap());
    command.env_remove("MAKEFLAGS");
    Some(command)
}

/// The files that a run of the tool has drawn.
fn drawn(command: &mut Command) -> Vec<String> {
    let output = command.output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{stdout}{stderr}");
    let files = stdout.lines().filter(|line| line.starts_with("out/"));
    let mut files: Vec<_> = files.map(str::to_owned).collect();
    files.sort();
    files
}

/// Holds that the tool draws what has changed, and nothing else. Figure c is in this directory.
fn assert_draws_what_has_changed(sandbox: &Sandbox, directory: &str, command: &mut Command) {
    let c = format!("{directory}/c");
    let all = ["a", "b", &c].map(files).concat();
    assert_eq!(drawn(command), all);
    let mut assert_draws = |files: &[String], why: &str| {
        assert_eq!(drawn(command), files, "{why}");
        assert_eq!(drawn(command), [""; 0], "again, after {why}");
    };
    assert_draws(&[], "nothing");
    touch(sandbox, "configs/b.toml");
    assert_draws(&files("b"), "a config");
    touch(sandbox, &format!("configs/{c}.toml"));
    assert_draws(&files(&c), "a config in a directory");
    touch(sandbox, "configs/fonts/serif.ttf");
    assert_draws(&files("a"), "a font");
    edit(sandbox, "blog.toml", b"[figure]\nwidth = 400\n");
    assert_draws(&files(&c), "a style");
    let before = sandbox.read("out/b.png");
    edit(
        sandbox,
        "configs/b.toml",
        format!("# narrow\n{NARROW}").as_bytes(),
    );
    assert_draws(&files("b"), "a comment");
    assert_eq!(sandbox.read("out/b.png"), before);
    fs::remove_file(sandbox.path("configs/fonts/serif.ttf")).unwrap();
    edit(sandbox, "configs/a.toml", STANDARD.as_bytes());
    assert_draws(&files("a"), "a font is gone");
    fs::remove_file(sandbox.path("out/b.svg")).unwrap();
    assert_draws(&files("b"), "a figure is gone");
    assert_eq!(
        sandbox
            .outputs()
            .iter()
            .filter(|path| !path.ends_with(".d"))
            .count(),
        6
    );
}

#[test]
fn make_draws_exactly_what_has_changed() {
    let sandbox = sources("posts");
    sandbox.write("Makefile", block("make"));
    if let Some(mut make) = tool(&sandbox, "make", &["--jobs=2"]) {
        assert_draws_what_has_changed(&sandbox, "posts", &mut make);
    }
}

#[test]
fn ninja_draws_exactly_what_has_changed_with_its_database_and_without() {
    let [with, without] = [
        block("ninja").to_owned(),
        block("ninja").replace("  deps = gcc\n", ""),
    ];
    assert_ne!(with, without);
    for file in [with, without] {
        let sandbox = sources("my posts");
        sandbox.write("build.ninja", file);
        if let Some(mut ninja) = tool(&sandbox, "ninja", &[]) {
            assert_draws_what_has_changed(&sandbox, "my posts", &mut ninja);
        }
    }
}

/// Names of configs that both tools read as they are meant. Ninja reads `&` and quotes only from 1.13 on.
const NAMES: [&str; 9] = [
    "a b",
    "a#b",
    "a$b",
    "a:b",
    r"a\b",
    r"a\ b",
    "$(a) {b}",
    "é, ü~!@+-_]",
    " #$:",
];

fn with_odd_names() -> Sandbox {
    let sandbox = Sandbox::new();
    for name in NAMES {
        sandbox.write(
            format!("configs/{name}.toml"),
            with_font(&format!("../fonts/5% {name}.ttf")),
        );
        sandbox.write(format!("fonts/5% {name}.ttf"), dejavu::serif::regular());
    }
    let run = sandbox.run("render --format svg --depfile all.d");
    assert_eq!((run.code, &*run.stderr), (0, ""));
    sandbox
}

#[test]
fn make_reads_odd_names_as_they_are() {
    let sandbox = with_odd_names();
    // What it would draw, and from what; each on a line of its own.
    sandbox.write(
        "Makefile",
        "all:\n\t@:\n%.svg: ; $(info $@|$^)\ninclude all.d\n",
    );
    let targets = NAMES.map(|name| format!("out/{name}.svg"));
    let mut arguments = vec!["--silent", "--always-make"];
    arguments.extend(targets.each_ref().map(String::as_str));
    let Some(mut make) = tool(&sandbox, "make", &arguments) else {
        return;
    };
    let line =
        |name: &str| format!("out/{name}.svg|configs/{name}.toml configs/../fonts/5% {name}.ttf\n");
    let output = make.output().unwrap();
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        NAMES.map(line).concat()
    );
}

#[test]
fn ninja_reads_odd_names_as_they_are() {
    let sandbox = with_odd_names();
    let rule = "rule figures\n  command = touch stamp; cp all.d read.d\n  depfile = read.d\n  deps = gcc\n";
    sandbox.write("build.ninja", format!("{rule}build stamp: figures\n"));
    let Some(mut ninja) = tool(&sandbox, "ninja", &[]) else {
        return;
    };
    assert!(ninja.output().unwrap().status.success());
    let output = tool(&sandbox, "ninja", &["-t", "deps"])
        .unwrap()
        .output()
        .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let mut read: Vec<_> = stdout
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .collect();
    let mut expected: Vec<_> = NAMES
        .iter()
        .flat_map(|name| {
            [
                format!("configs/{name}.toml"),
                format!("fonts/5% {name}.ttf"),
            ]
        })
        .collect();
    read.sort_unstable();
    expected.sort();
    assert_eq!(read, expected);
}
