//! Figures of several files: for light and dark pages, for screens of several densities.

use std::fs;

use gaussfig::compare::{State, compare_png};

use crate::{STANDARD, Sandbox, is_png};

/// A figure for all pages and two kinds of screens.
fn all() -> String {
    format!(
        "[figure]\nwidth = 400\nheight = 200\ntheme = 'auto'\nscale = [1, 2]\n[legend]\nposition = 'none'\n{STANDARD}"
    )
}

const FILES: [&str; 5] = [
    "out/a-dark.png",
    "out/a-dark@2x.png",
    "out/a.png",
    "out/a.svg",
    "out/a@2x.png",
];

/// Width and height of a PNG file.
fn size(png: &[u8]) -> [u32; 2] {
    assert!(is_png(png));
    [16, 20].map(|at| u32::from_be_bytes(png[at..at + 4].try_into().unwrap()))
}

#[test]
fn each_file_has_its_name_and_its_size() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", all());
    let run = sandbox.run("render");
    assert_eq!(
        run.stdout,
        "out/a.png\nout/a-dark.png\nout/a@2x.png\nout/a-dark@2x.png\nout/a.svg\n"
    );
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(sandbox.outputs(), FILES);
    for name in ["out/a.png", "out/a-dark.png"] {
        assert_eq!(size(&sandbox.read(name)), [400, 200]);
    }
    for name in ["out/a@2x.png", "out/a-dark@2x.png"] {
        assert_eq!(size(&sandbox.read(name)), [800, 400]);
    }
}

#[test]
fn each_file_is_what_a_config_for_it_alone_draws() {
    // Curves are fitted to the pixels of the largest, so those of smaller ones are nearer to them than they would be alone.
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", all());
    assert_eq!(sandbox.run("render a.toml --no-recipe").code, 0);
    for (file, theme, scale) in [
        ("a.png", "light", 1),
        ("a-dark.png", "dark", 1),
        ("a@2x.png", "light", 2),
        ("a-dark@2x.png", "dark", 2),
    ] {
        let one = all()
            .replace("auto", theme)
            .replace("[1, 2]", &scale.to_string());
        sandbox.write("one.toml", one);
        assert_eq!(sandbox.run("render one.toml --no-recipe").code, 0);
        let comparison = compare_png(
            &sandbox.read("out/one.png"),
            &sandbox.read(format!("out/{file}")),
        )
        .unwrap();
        match scale {
            1 => assert!(comparison.share() < 2e-3, "{file}: {comparison:?}"),
            _ => assert_eq!(comparison.state, State::Same, "{file}"),
        }
    }
}

#[test]
fn options_choose_among_the_files() {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", all());
    let run = sandbox.run("render a.toml --format svg");
    assert_eq!(run.stdout, "out/a.svg\n");
    let run = sandbox.run("render a.toml --format png --scale 3");
    assert_eq!(run.stdout, "out/a.png\nout/a-dark.png\n");
    assert_eq!(size(&sandbox.read("out/a.png")), [1200, 600]);
    // Standard output is one file.
    let run = sandbox.run_with("render - --format png", all());
    assert_eq!((run.code, size(&run.bytes)), (0, [400, 200]));
}

#[test]
fn check_knows_all_files_of_a_figure_and_no_others() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", all());
    assert_eq!(sandbox.run("render").code, 0);
    assert_eq!(sandbox.run("check").code, 0);
    fs::remove_file(sandbox.path("out/a-dark@2x.png")).unwrap();
    let light = sandbox.read("out/a@2x.png");
    sandbox.write("out/a-dark.png", light);
    let run = sandbox.run("check");
    assert_eq!(
        run.stdout,
        "changed: out/a-dark.png\nmissing: out/a-dark@2x.png\n"
    );
    assert_eq!(run.code, 1);
    assert_eq!(sandbox.run("render").code, 0);
    sandbox.write("configs/a.toml", all().replace("auto", "light"));
    let run = sandbox.run("check --format png");
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(lines.contains(&"orphan: out/a-dark.png"), "{lines:?}");
    assert!(lines.contains(&"orphan: out/a-dark@2x.png"), "{lines:?}");
    // Of a config with an error nobody knows which files it asks for.
    sandbox.write("configs/a.toml", "[figure]\ntheme = 'autumn'\n");
    let run = sandbox.run("check");
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
}

#[test]
fn a_change_of_dark_pages_alone_is_drawn_where_it_is_seen() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", all());
    assert_eq!(sandbox.run("render --format svg").code, 0);
    let svg = String::from_utf8(sandbox.read("out/a.svg")).unwrap();
    let (before, rest) = svg.split_once("{stroke:light-dark(").unwrap();
    let (light, rest) = rest.split_once(',').unwrap();
    let (_, rest) = rest.split_once(')').unwrap();
    let edited = format!("{before}{{stroke:light-dark({light},#ff0000){rest}");
    sandbox.write("out/a.svg", edited);
    let run = sandbox.run("check --format svg --diff-dir diff");
    assert_eq!(run.stdout, "changed: out/a.svg\n");
    assert!(is_png(&sandbox.read("diff/a.svg.diff.png")));
}

#[test]
fn the_recipe_of_every_file_draws_all_of_them() {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", all());
    assert_eq!(sandbox.run("render a.toml").code, 0);
    for file in FILES {
        let recipe = sandbox.run(&format!("recipe {file}")).stdout;
        sandbox.write("again/a.toml", recipe);
        let run = sandbox.run("check again");
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{file}");
    }
}

#[test]
fn two_configs_that_would_write_one_file_are_refused() {
    for (one, other, name) in [
        (all(), STANDARD.to_owned(), "a-dark"),
        (all(), STANDARD.to_owned(), "a@2x"),
        (all(), all(), "a-dark"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write("configs/a.toml", &one);
        sandbox.write(format!("configs/{name}.toml"), &other);
        let run = sandbox.run("render");
        run.fails(2, "error: several configs would be drawn to the same files");
        assert!(
            run.stderr.contains("one is configs/a.toml"),
            "{}",
            run.stderr
        );
        assert_eq!(sandbox.outputs(), [""; 0]);
        // As SVGs they are no longer the same.
        assert_eq!(sandbox.run("render --format svg").code, 0);
    }
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    sandbox.write("configs/a-dark.toml", STANDARD);
    assert_eq!(sandbox.run("render").code, 0);
}

#[test]
fn a_style_says_it_for_many_figures() {
    let sandbox = Sandbox::new();
    sandbox.write("blog.toml", "[figure]\ntheme = 'auto'\nscale = [1, 2]\n");
    sandbox.write(
        "configs/a.toml",
        format!("style = '../blog.toml'\n{STANDARD}"),
    );
    assert_eq!(sandbox.run("render").code, 0);
    assert_eq!(sandbox.outputs(), FILES);
}
