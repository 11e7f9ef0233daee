//! What the README says is so.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests may fail loudly

mod common;

use common::figure;
use gaussfig::diagnostic::Code;
use gaussfig::model::Figure;
use gaussfig::recipe::Recipe;

const README: &str = include_str!("../README.md");

/// The code blocks of a language.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    let block = |rest: &'static str| rest.split("```").next().unwrap();
    README.split(&fence).skip(1).map(block).collect()
}

#[test]
fn the_reference_states_the_defaults() {
    let reference = blocks("toml")[1];
    let defaults = figure("[[gaussian]]\nmu = -4.0\nsigma = 2.0");
    // A recipe leaves out only what is the default whatever else there is.
    let drawn = |figure| Figure {
        recipe: Recipe::default(),
        ..figure
    };
    assert_eq!(drawn(figure(reference)), drawn(defaults));
}

#[test]
fn the_histogram_reference_states_the_defaults() {
    let reference = figure(blocks("toml")[2]);
    let defaults = figure("[histogram]\n[[gaussian]]\nmu = 0.0\nsigma = 1.0");
    assert_eq!(reference.histogram, defaults.histogram);
    assert_eq!(defaults.curves[0].samples, 1000);
    assert_eq!(reference.curves[0].samples, 5000);
}

#[test]
fn the_example_of_a_style_is_one() {
    let load = |path: &str| match path {
        "../blog.toml" => Ok(blocks("toml")[3].into()),
        "../fonts/serif.ttf" => Ok(b"serif".into()),
        path => panic!("reads {path}"),
    };
    let config =
        "style = \"../blog.toml\"\nfigure.width = 500.0\n[[gaussian]]\nmu = 0.0\nsigma = 1.0";
    let figure = gaussfig::config::parse(config, &load).unwrap();
    assert_eq!((figure.canvas.width(), figure.x.grid), (500.0, false));
    assert_eq!(figure.text.fonts[0].path, "../fonts/serif.ttf");
}

#[test]
fn the_example_of_a_mistake_is_what_the_program_says() {
    let config = "[[gaussian]]\nmu = 0.0\nsigma = 0.0\n";
    let error = gaussfig::render_svg(config).unwrap_err().to_string();
    let shown = blocks("text")[0];
    let head = |text: &str| text.lines().next().unwrap().to_owned();
    assert_eq!(head(&error), head(shown));
    let caret = |text: &str| text.lines().any(|line| line.ends_with("        ^^^"));
    assert!(caret(&error) && caret(shown), "{error}");
}

#[test]
fn every_warning_is_listed() {
    let rows = README.lines().filter_map(|line| line.strip_prefix("| `"));
    let mut listed: Vec<&str> = rows.filter_map(|row| row.split("` |").next()).collect();
    let mut names: Vec<&str> = Code::ALL.into_iter().map(Code::name).collect();
    listed.sort_unstable();
    names.sort_unstable();
    assert_eq!(listed, names);
}

#[test]
fn the_pictures_exist() {
    let links = README.split("](out/").skip(1);
    let names: Vec<&str> = links.filter_map(|rest| rest.split(')').next()).collect();
    assert!(names.iter().filter(|name| name.ends_with(".png")).count() >= 2);
    for name in names.into_iter().filter(|name| !name.is_empty()) {
        let path = format!("{}/out/{name}", env!("CARGO_MANIFEST_DIR"));
        assert!(std::path::Path::new(&path).exists(), "{path}");
    }
}
