//! `gaussfig render`: what is drawn, and where to.

use crate::{BROKEN, NARROW, STANDARD, Sandbox, is_png, is_svg};

#[test]
fn configs_are_drawn_to_out_by_default() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    let run = sandbox.run("render");
    assert_eq!(run.stdout, "out/a.png\nout/a.svg\n");
    assert_eq!(run.stderr, "");
    assert_eq!(run.code, 0);
    assert!(is_png(&sandbox.read("out/a.png")));
    assert!(is_svg(&sandbox.read("out/a.svg")));
}

#[test]
fn a_config_keeps_its_place_below_a_directory_and_none_by_itself() {
    let sandbox = Sandbox::new();
    sandbox.write("posts/a/b.toml", STANDARD);
    assert_eq!(
        sandbox.run("render posts --format png").stdout,
        "out/a/b.png\n"
    );
    assert_eq!(
        sandbox.run("render posts/a --format png").stdout,
        "out/b.png\n"
    );
    assert_eq!(
        sandbox.run("render posts/a/b.toml --format svg").stdout,
        "out/b.svg\n"
    );
    assert_eq!(sandbox.outputs(), ["out/a/b.png", "out/b.png", "out/b.svg"]);
}

#[test]
fn a_directory_is_drawn_in_sorted_order_and_paths_in_theirs() {
    let sandbox = Sandbox::new();
    for name in [
        "configs/b.toml",
        "configs/a/z.toml",
        "configs/c/d/e.toml",
        "x.toml",
    ] {
        sandbox.write(name, STANDARD);
    }
    sandbox.write("configs/notes.txt", "not a config");
    let run = sandbox.run("render x.toml configs --format png");
    assert_eq!(
        run.stdout,
        "out/x.png\nout/a/z.png\nout/b.png\nout/c/d/e.png\n"
    );
}

#[test]
fn a_dot_in_a_name_stays() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/v1.2.toml", STANDARD);
    assert_eq!(sandbox.run("render --format png").stdout, "out/v1.2.png\n");
}

#[test]
fn one_bad_config_does_not_stop_the_others() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    sandbox.write("configs/b.toml", BROKEN);
    sandbox.write("configs/c.toml", NARROW);
    let run = sandbox.run("render --format svg");
    assert_eq!(run.stdout, "out/a.svg\nout/c.svg\n");
    assert_eq!(
        run.stderr.replace('\\', "/"),
        "error: sigma must be greater than zero\n --> configs/b.toml:3:9\n  |\n3 | sigma = 0.0\n  |         ^^^\n\n"
    );
    assert_eq!(run.code, 2);
    assert_eq!(sandbox.outputs(), ["out/a.svg", "out/c.svg"]);
}

#[test]
fn the_figures_of_a_config_that_has_become_bad_stay() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    assert_eq!(sandbox.run("render").code, 0);
    let old = sandbox.read("out/a.svg");
    sandbox.write("configs/a.toml", BROKEN);
    assert_eq!(sandbox.run("render").code, 2);
    assert_eq!(sandbox.read("out/a.svg"), old);
}

#[test]
fn two_configs_of_one_figure_stop_everything() {
    let sandbox = Sandbox::new();
    sandbox.write("one/a.toml", STANDARD);
    sandbox.write("two/a.toml", NARROW);
    sandbox.write("two/b.toml", NARROW);
    let run = sandbox.run("render one two");
    assert_eq!(run.code, 2);
    assert_eq!(run.stdout, "");
    assert!(
        run.stderr
            .starts_with("error: several configs would be drawn to the same files\n--> a\n")
    );
    assert!(
        run.stderr
            .replace('\\', "/")
            .contains("one is one/a.toml\n = help: one is two/a.toml\n")
    );
    assert_eq!(sandbox.outputs(), [] as [&str; 0]);
}

#[test]
fn a_config_named_twice_is_drawn_once() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    let run = sandbox.run("render configs configs/a.toml --format png");
    assert_eq!(run.stdout, "out/a.png\n");
    assert_eq!(run.code, 0);
}

#[test]
fn format_and_scale_override_the_config() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "a.toml",
        format!("[figure]\nwidth = 300\nheight = 200\nscale = 1\nformats = ['svg']\n{STANDARD}"),
    );
    let run = sandbox.run("render a.toml --format png --scale 2.5 --out-dir pictures");
    assert_eq!(run.stdout, "pictures/a.png\n");
    // The size stands at a fixed place of a PNG file.
    let size = sandbox.read("pictures/a.png")[16..24].to_vec();
    assert_eq!(size, [0, 0, 2, 238, 0, 0, 1, 244]);
}

#[test]
fn a_scale_too_large_for_the_figure_is_an_error_of_its_config() {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", STANDARD);
    let run = sandbox.run("render a.toml --scale 41");
    run.fails(
        2,
        "error: a PNG cannot have 32800 x 14186 pixels\n--> a.toml\n",
    );
}

#[test]
fn standard_input_is_drawn_to_standard_output() {
    let sandbox = Sandbox::new();
    let png = sandbox.run_with("render - --format png", STANDARD);
    assert!(is_png(&png.bytes));
    assert_eq!(png.code, 0);
    let svg = sandbox.run_with("render - --format svg", STANDARD);
    assert!(is_svg(&svg.bytes));
    sandbox.write("a.toml", STANDARD);
    assert_eq!(sandbox.run("render a.toml").code, 0);
    assert_eq!(sandbox.read("out/a.png"), png.bytes);
    assert_eq!(sandbox.read("out/a.svg"), svg.bytes);
}

#[test]
fn a_bad_config_on_standard_input_gives_no_output() {
    let run = Sandbox::new().run_with("render - --format svg", BROKEN);
    assert_eq!(run.bytes, b"");
    assert!(run.stderr.contains("--> <stdin>:3:9\n"));
    assert_eq!(run.code, 2);
}
