//! `gaussfig init`: a config to begin with.

use crate::{STANDARD, Sandbox};

#[test]
fn the_starter_is_drawn_by_the_command_that_is_printed() {
    let sandbox = Sandbox::new();
    let run = sandbox.run("init");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stdout, "configs/figure.toml\n");
    assert_eq!(run.stderr, "to draw it, run\n\n    gaussfig render\n\n");
    let run = sandbox.run("render --strict");
    assert_eq!((run.code, &*run.stderr), (0, ""));
    assert_eq!(run.stdout, "out/figure.png\nout/figure.svg\n");
    let run = sandbox.run("init posts/a.toml");
    assert!(
        run.stderr
            .contains("\n    gaussfig render -- posts/a.toml\n")
    );
    assert_eq!(sandbox.run("render -- posts/a.toml").code, 0);
    assert_eq!(sandbox.read("out/a.png"), sandbox.read("out/figure.png"));
}

#[test]
fn a_file_that_is_there_stays() {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", STANDARD);
    sandbox.write("b.toml/keep", "");
    for file in ["a.toml", "b.toml"] {
        sandbox
            .run(&format!("init {file}"))
            .fails(3, "error: is there already\n");
    }
    assert_eq!(sandbox.read("a.toml"), STANDARD.as_bytes());
    sandbox
        .run("init a.toml/c.toml")
        .fails(3, "error: cannot be written: ");
}
