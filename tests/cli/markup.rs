//! `gaussfig markup`: what is pasted finds the figure, and keeps its place.

use std::fs;

use crate::{BROKEN, STANDARD, Sandbox};

#[test]
fn the_markup_names_files_that_are_there() {
    let sandbox = Sandbox::new();
    let keys = "[figure]\ntheme = 'auto'\nscale = [1, 2]\n";
    sandbox.write("configs/posts/two.toml", format!("{keys}{STANDARD}"));
    // Whether the config was found through a directory or is given by itself.
    for arguments in [
        "render",
        "render configs/posts",
        "render configs/posts/two.toml",
    ] {
        let _ = fs::remove_dir_all(sandbox.path("out"));
        assert_eq!(sandbox.run(arguments).code, 0);
        let run = sandbox.run("markup configs/posts/two.toml");
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        let words = run.stdout.split(['"', ' ', ',']);
        let files: Vec<&str> = words.filter(|word| word.starts_with("out/")).collect();
        assert_eq!(files.len(), 6, "{}", run.stdout);
        for file in files {
            assert!(sandbox.path(file).is_file(), "{arguments}: {file}");
        }
    }
}

#[test]
fn a_figure_that_is_not_drawn_yet_has_its_markup_and_the_command() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    let run = sandbox.run("markup configs/a.toml --for hugo --out-dir static/figures");
    assert_eq!(run.code, 0);
    assert!(
        run.stdout.contains("srcset=\"/figures/a.svg\""),
        "{}",
        run.stdout
    );
    let command = run.stderr.trim().lines().last().unwrap().trim();
    assert_eq!(command, "gaussfig render --out-dir static/figures");
    let arguments = command.strip_prefix("gaussfig ").unwrap();
    assert_eq!(sandbox.run(arguments).code, 0);
    assert!(sandbox.path("static/figures/a.svg").is_file());
    let run = sandbox.run("markup configs/a.toml --for hugo --out-dir static/figures");
    assert_eq!(run.stderr, "");
}

#[test]
fn a_bad_config_has_no_markup() {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", BROKEN);
    let run = sandbox.run("markup a.toml");
    run.fails(2, "error: sigma must be greater than zero");
    assert_eq!(run.stdout, "");
    sandbox
        .run("markup b.toml")
        .fails(3, "error: cannot be read");
}
