//! Figures carry their config, and are drawn again from it.

use std::fs;
use std::path::Path;

use gaussfig::backend::{png, svg};

use crate::{STANDARD, Sandbox};

/// The recipe of a file, read by the library.
fn recipe(sandbox: &Sandbox, path: &str) -> Option<String> {
    let bytes = sandbox.read(path);
    if path.ends_with(".png") {
        png::recipe(&bytes)
    } else {
        svg::recipe(std::str::from_utf8(&bytes).unwrap())
    }
}

/// A sandbox with all figures of the repository, drawn.
fn drawn() -> Sandbox {
    let sandbox = Sandbox::new();
    for directory in ["configs", "src/cli/selftest", "tests/lint"] {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                let text = fs::read_to_string(&path).unwrap();
                let path = Path::new("configs").join(path.strip_prefix("src/cli").unwrap_or(&path));
                sandbox.write(path, text);
            }
        }
    }
    // The font that `gaussfig selftest` has in memory.
    let font = "KaTeX_Typewriter-Regular.ttf";
    let bytes = ratex_katex_fonts::ttf_bytes(font).unwrap();
    sandbox.write(Path::new("configs/selftest").join(font), &bytes);
    sandbox.write(Path::new("again").join(font), bytes);
    let run = sandbox.run("render --scale 0.5");
    assert_eq!(run.code, 0, "{}", run.stderr);
    sandbox
}

#[test]
fn every_figure_is_drawn_again_from_its_recipe() {
    let sandbox = drawn();
    let files = sandbox.outputs();
    assert!(files.len() > 80);
    let flat = |file: &str| file.replace(['/', '.'], "-");
    for file in &files {
        let Some(recipe) = recipe(&sandbox, file) else {
            // Its config says so.
            assert!(file.contains("/small."), "{file}");
            continue;
        };
        sandbox.write(format!("again/{}.toml", flat(file)), recipe);
    }
    let run = sandbox.run("render again --out-dir once-more");
    assert_eq!(run.code, 0, "{}", run.stderr);
    for file in files.iter().filter(|file| !file.contains("/small.")) {
        let extension = file.rsplit('.').next().unwrap();
        let dark = if file.contains("-dark.") { "-dark" } else { "" };
        let again = format!("once-more/{}{dark}.{extension}", flat(file));
        assert!(sandbox.read(&again) == sandbox.read(file), "{file}");
    }
}

#[test]
fn how_a_config_is_written_does_not_change_its_files() {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", "gaussian = [{ sigma = 0x1, mu = 0 }]\n");
    sandbox.write(
        "b.toml",
        format!("# A comment.\nlegend.position = 'best'\n[figure]\nwidth = 8e2\n{STANDARD}"),
    );
    assert_eq!(sandbox.run("render a.toml b.toml").code, 0);
    assert!(sandbox.read("out/a.png") == sandbox.read("out/b.png"));
    assert!(sandbox.read("out/a.svg") == sandbox.read("out/b.svg"));
    assert_eq!(recipe(&sandbox, "out/a.png").unwrap(), STANDARD);
}

#[test]
fn the_command_prints_what_the_file_carries() {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", format!("title = '$a < b$ & \"ü\"'\n\n{STANDARD}"));
    assert_eq!(sandbox.run("render a.toml --scale 3").code, 0);
    for file in ["out/a.png", "out/a.svg"] {
        let run = sandbox.run(&format!("recipe {file}"));
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(Some(&run.stdout), recipe(&sandbox, file).as_ref());
        assert!(run.stdout.contains("scale = 3.0"));
        let format = &file[file.len() - 3..];
        let again = sandbox.run_with(&format!("render - --format {format}"), &run.stdout);
        assert!(again.bytes == sandbox.read(file));
    }
}

#[test]
fn a_figure_without_a_recipe_shows_the_same() {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", STANDARD);
    sandbox.write("b.toml", format!("recipe = false\n{STANDARD}"));
    assert_eq!(sandbox.run("render a.toml b.toml").code, 0);
    let run = sandbox.run("render a.toml --no-recipe --out-dir without");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let svg = String::from_utf8(sandbox.read("out/a.svg")).unwrap();
    let (before, rest) = svg.split_once("<metadata").unwrap();
    let after = rest.split_once("</metadata>\n").unwrap().1;
    let without = sandbox.read("without/a.svg");
    assert_eq!(
        String::from_utf8(without.clone()).unwrap(),
        format!("{before}{after}")
    );
    assert!(sandbox.read("out/b.svg") == without);
    assert!(sandbox.read("out/b.png") == sandbox.read("without/a.png"));
    for file in ["out/b.png", "out/b.svg", "a.toml"] {
        let run = sandbox.run(&format!("recipe {file}"));
        let words = if file == "a.toml" {
            "is no PNG or SVG file"
        } else {
            "carries no recipe"
        };
        run.fails(2, &format!("error: {words}\n"));
    }
    sandbox
        .run("recipe missing.png")
        .fails(3, "error: cannot be read");
}
