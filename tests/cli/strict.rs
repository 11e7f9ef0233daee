//! `--strict`, and `allow` in configs.

use crate::{STANDARD, Sandbox};

/// A figure with a warning, and without an error.
const CUT: &str = "[[gaussian]]\nmu = 0.0\nsigma = 1.0\n[x]\nrange = [0, 4]\n";

#[test]
fn a_warning_alone_is_no_failure() {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", CUT);
    let run = sandbox.run("render a.toml --format svg");
    assert!(run.stderr.starts_with("warning[mass-outside-range]: "));
    assert_eq!(run.stdout, "out/a.svg\n");
    assert_eq!(run.code, 0);
}

#[test]
fn with_strict_a_warning_is_an_error_of_its_figure_alone() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", CUT);
    sandbox.write("configs/b.toml", STANDARD);
    let run = sandbox.run("render --strict --format svg");
    assert!(run.stderr.starts_with("error[mass-outside-range]: "));
    assert!(
        run.stderr
            .contains("or allow it, above the first table: allow = [\"mass-outside-range\"]\n")
    );
    assert!(!run.stderr.contains("warning"));
    assert_eq!(run.stdout, "out/b.svg\n");
    assert_eq!(run.code, 2);
    assert_eq!(sandbox.outputs(), ["out/b.svg"]);
}

#[test]
fn a_strict_check_and_standard_output_refuse_warnings_too() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", CUT);
    assert_eq!(sandbox.run("render").code, 0);
    assert_eq!(sandbox.run("check").code, 0);
    let run = sandbox.run("check --strict");
    assert!(run.stderr.starts_with("error[mass-outside-range]: "));
    assert_eq!((&*run.stdout, run.code), ("", 2));
    let run = sandbox.run_with("render - --strict --format svg", CUT);
    assert_eq!((&*run.bytes, run.code), (&b""[..], 2));
}

#[test]
fn an_allowed_warning_is_silent_also_with_strict() {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", format!("allow = ['mass-outside-range']\n{CUT}"));
    for command in [
        "render a.toml",
        "render a.toml --strict",
        "check a.toml --strict",
    ] {
        let run = sandbox.run(command);
        assert_eq!((&*run.stderr, run.code), ("", 0), "{command}");
    }
    sandbox.write("a.toml", format!("allow = ['no-room']\n{CUT}"));
    assert_eq!(sandbox.run("render a.toml --strict").code, 2);
}

#[test]
fn an_allowed_warning_is_silent_in_data_and_statistics_too() {
    let config = format!("{STANDARD}[histogram]\nbins = {{ edges = [-1, 0, 1] }}\n");
    for command in ["data -", "stats -"] {
        let run = Sandbox::new().run_with(command, &config);
        assert!(
            run.stderr.starts_with("warning[samples-outside-bins]: "),
            "{command}"
        );
        let allowing = format!("allow = ['samples-outside-bins']\n{config}");
        assert_eq!(
            Sandbox::new().run_with(command, &allowing).stderr,
            "",
            "{command}"
        );
    }
}
