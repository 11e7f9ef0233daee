//! Exit codes and messages of what goes wrong before anything is drawn.

use std::fs;

use crate::{BROKEN, STANDARD, Sandbox};

#[test]
fn help_has_examples_and_defaults() {
    let sandbox = Sandbox::new();
    let help = sandbox.run("render --help");
    assert_eq!(help.code, 0);
    assert!(help.stdout.contains("Examples:\n  gaussfig render "));
    assert!(help.stdout.contains("[default: configs]"));
    assert!(help.stdout.contains("[default: out]"));
    assert!(
        sandbox
            .run("--help")
            .stdout
            .contains("Exit codes:\n  0  success\n")
    );
}

#[test]
fn the_version_is_the_packages() {
    let run = Sandbox::new().run("--version");
    assert_eq!(
        run.stdout,
        format!("gaussfig {}\n", env!("CARGO_PKG_VERSION"))
    );
    assert_eq!(run.code, 0);
}

#[test]
fn bad_usage_exits_with_2() {
    let sandbox = Sandbox::new();
    for arguments in [
        "",
        "paint",
        "render --colour",
        "render --format gif",
        "render --scale 0",
        "render --scale nan",
    ] {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, 2, "{arguments}");
        assert_eq!(run.stdout, "", "{arguments}");
        assert_ne!(run.stderr, "", "{arguments}");
    }
}

#[test]
fn standard_input_needs_a_format_and_comes_alone() {
    let sandbox = Sandbox::new();
    let run = sandbox.run_with("render -", "");
    run.fails(2, "error: the format of standard output is not given\n");
    let run = sandbox.run_with("render - a.toml --format png", "");
    run.fails(2, "error: standard input must be the only config\n");
}

#[test]
fn a_missing_path_exits_with_3_and_does_not_stop_the_others() {
    let sandbox = Sandbox::new();
    let run = sandbox.run("render");
    assert!(run.stderr.starts_with("error: cannot be read: "));
    assert!(
        run.stderr
            .contains("\n--> configs\n = help: name a .toml file, a directory")
    );
    assert_eq!(run.code, 3);
    sandbox.write("a.toml", STANDARD);
    let run = sandbox.run("render nowhere a.toml --format png");
    assert_eq!(run.stdout, "out/a.png\n");
    assert_eq!(run.code, 3);
}

#[test]
fn of_several_exit_codes_the_highest_counts() {
    let sandbox = Sandbox::new();
    sandbox.write("bad.toml", BROKEN);
    assert_eq!(sandbox.run("render nowhere bad.toml").code, 3);
    assert_eq!(sandbox.run("render bad.toml nowhere").code, 3);
}

#[test]
fn a_directory_without_configs_exits_with_2() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("empty")).unwrap();
    let run = sandbox.run("render empty");
    assert_eq!(
        run.stderr,
        "error: there is no .toml file in this directory\n--> empty\n\n"
    );
    assert_eq!(run.code, 2);
}

#[test]
fn a_config_that_is_not_utf8_is_refused_at_its_first_bad_byte() {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", b"# ok\ntitle = \"caf\xe9 au lait\"\n");
    let run = sandbox.run("render a.toml");
    assert_eq!(
        run.stderr,
        "error: a config must be UTF-8 text\n --> a.toml:2:13\n  |\n2 | title = \"caf\u{fffd} au lait\"\n  |             ^\n\n"
    );
    assert_eq!(run.code, 2);
}

#[test]
fn a_huge_config_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", vec![b'\n'; (1 << 20) + 1]);
    let run = sandbox.run("render a.toml");
    assert_eq!(
        run.stderr,
        "error: a config has at most 1048576 bytes\n--> a.toml\n\n"
    );
    assert_eq!(run.code, 2);
}

#[test]
fn a_font_is_relative_to_its_config_and_exits_with_3_if_it_is_missing() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "configs/a.toml",
        format!("[figure]\nfont = ['fonts/none.ttf']\n{STANDARD}"),
    );
    sandbox.write("fonts/none.ttf", "beside the config's directory, not in it");
    let run = sandbox.run("render");
    assert!(
        run.stderr
            .starts_with("error: cannot read font \"fonts/none.ttf\": ")
    );
    assert!(run.stderr.contains("a.toml:2:9\n"));
    assert_eq!(run.code, 3);
}

#[test]
fn the_schema_goes_to_standard_output() {
    let run = Sandbox::new().run("schema");
    assert_eq!((run.code, &*run.stderr), (0, ""));
    assert_eq!(run.stdout, gaussfig::config::SCHEMA.replace('\\', "/"));
}
