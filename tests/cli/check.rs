//! `gaussfig check`: what is missing or different, and how to mend it.

use std::fs;

use crate::{BROKEN, NARROW, STANDARD, Sandbox, run};

#[test]
fn what_was_just_rendered_is_up_to_date() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    assert_eq!(sandbox.run("render").code, 0);
    let run = sandbox.run("check");
    assert_eq!(run.stdout, "");
    assert_eq!(run.stderr, "");
    assert_eq!(run.code, 0);
}

#[test]
fn missing_and_different_files_are_listed_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    sandbox.write("configs/b.toml", STANDARD);
    assert_eq!(sandbox.run("render").code, 0);
    sandbox.write("configs/a.toml", NARROW);
    fs::remove_file(sandbox.path("out/b.svg")).unwrap();
    let old = sandbox.read("out/a.png");
    let run = sandbox.run("check");
    assert_eq!(
        run.stdout,
        "changed: out/a.png\nchanged: out/a.svg\nmissing: out/b.svg\n"
    );
    assert!(
        run.stderr
            .ends_with("to mend this, run\n\n    gaussfig render\n\n")
    );
    assert_eq!(run.code, 1);
    assert_eq!(sandbox.read("out/a.png"), old);
    assert_eq!(sandbox.outputs(), ["out/a.png", "out/a.svg", "out/b.png"]);
}

#[test]
fn a_file_of_equal_length_can_be_different() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    assert_eq!(sandbox.run("render --format svg").code, 0);
    let mut bytes = sandbox.read("out/a.svg");
    *bytes.last_mut().unwrap() ^= 1;
    sandbox.write("out/a.svg", bytes);
    let run = sandbox.run("check --format svg");
    assert_eq!(run.stdout, "changed: out/a.svg\n");
    assert_eq!(run.code, 1);
}

#[test]
fn the_printed_command_mends_it() {
    let sandbox = Sandbox::new();
    sandbox.write("my posts/it's/a.toml", STANDARD);
    let arguments = [
        "--out-dir",
        "my pictures",
        "--format",
        "png",
        "--scale",
        "1.5",
        "my posts",
    ];
    let check = || run(sandbox.command().arg("check").args(arguments));
    let stale = check();
    assert_eq!(stale.code, 1);
    let command = "gaussfig render --out-dir 'my pictures' --format png --scale 1.5 -- 'my posts'";
    assert!(
        stale.stderr.contains(&format!("\n    {command}\n")),
        "{}",
        stale.stderr
    );
    let mending = command
        .strip_prefix("gaussfig ")
        .unwrap()
        .split('\'')
        .map(str::trim);
    let words = mending.flat_map(|part| match part {
        "my pictures" | "my posts" => vec![part],
        part => part.split_whitespace().collect(),
    });
    assert_eq!(run(sandbox.command().args(words)).code, 0);
    assert_eq!(check().code, 0);
}

#[test]
fn a_bad_config_outweighs_a_missing_file() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    sandbox.write("configs/b.toml", BROKEN);
    let run = sandbox.run("check --format png");
    assert_eq!(run.stdout, "missing: out/a.png\n");
    assert!(run.stderr.contains("sigma must be greater than zero"));
    assert_eq!(run.code, 2);
}

#[test]
fn standard_input_cannot_be_checked() {
    let run = Sandbox::new().run_with("check -", "");
    run.fails(2, "error: standard input has no files to compare with\n");
}
