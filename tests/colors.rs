//! What is said about colours that some readers, or all, cannot see well.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests may fail loudly

mod common;

use common::{compose, figure};
use gaussfig::diagnostic::{Code, Diagnostic};
use gaussfig::lint;

fn said(toml: &str) -> Vec<Diagnostic> {
    let (scene, _) = compose(toml);
    lint::colors(&figure(toml), &scene)
}

/// Codes and the keys that they are about.
fn keys(toml: &str) -> Vec<(Code, String)> {
    let said = said(toml).into_iter();
    said.map(|warning| (warning.code.unwrap(), warning.key.unwrap()))
        .collect()
}

/// Gaussians side by side, each with further keys.
fn gaussians(lines: &[&str]) -> String {
    let gaussian = |(index, lines): (usize, &&str)| {
        format!("[[gaussian]]\nmu = {}\nsigma = 1\n{lines}\n", 3 * index)
    };
    lines.iter().enumerate().map(gaussian).collect()
}

fn low(key: &str) -> (Code, String) {
    (Code::LowContrast, key.to_owned())
}

fn similar(key: &str) -> (Code, String) {
    (Code::SimilarColors, key.to_owned())
}

/// What a hint says of a key.
fn suggested(warning: &Diagnostic, key: &str) -> String {
    let start = format!("{key} = ");
    let mut hints = warning.hints.iter();
    let rest = hints.find_map(|hint| hint.strip_prefix(&start)).unwrap();
    let value = rest.split('"').nth(1).unwrap();
    format!("{key} = '{value}'")
}

const RED: &str = "color = '#ac3631'";
const GREEN: &str = "color = '#537b2a'";

#[test]
fn nothing_is_said_of_colours_that_nobody_has_chosen() {
    for theme in ["light", "dark", "auto"] {
        let config = format!("figure.theme = '{theme}'\n{}", gaussians(&[""; 40]));
        assert_eq!(keys(&config), [], "{theme}");
    }
}

#[test]
fn a_pale_line_is_told_with_a_colour_that_would_do() {
    for (theme, color) in [("light", "yellow"), ("light", "#f29c27"), ("dark", "navy")] {
        let config = |lines: &str| format!("figure.theme = '{theme}'\n{}", gaussians(&[lines]));
        let pale = said(&config(&format!("color = '{color}'")));
        assert_eq!(pale[0].key.as_deref(), Some("gaussian.0.color"));
        assert_eq!(keys(&config(&suggested(&pale[0], "color"))), []);
    }
}

#[test]
fn opacity_makes_a_line_pale() {
    let teal = |alpha: &str| keys(&gaussians(&[&format!("color = 'rgb(8 74 87 / {alpha})'")]));
    assert_eq!(teal("90%"), []);
    assert_eq!(teal("30%"), [low("gaussian.0.color")]);
    let pale = said(&gaussians(&["color = '#084a574d'"]));
    assert_eq!(suggested(&pale[0], "color"), "color = '#084a57'");
}

#[test]
fn a_background_is_told_where_text_or_the_palette_is_hard_to_see() {
    let on = |theme: &str, background: &str| {
        let head = format!("[figure]\ntheme = '{theme}'\nbackground = '{background}'\n");
        keys(&format!("{head}{}", gaussians(&["", ""])))
    };
    let told = [low("figure.background")];
    assert_eq!(on("light", "white"), []);
    assert_eq!(on("light", "ivory"), []);
    assert_eq!(on("light", "#333"), told);
    assert_eq!(on("dark", "white"), told);
    assert_eq!(on("dark", "black"), []);
    assert_eq!(on("auto", "white"), told);
    // Black text is fine on this blue, the first line is not.
    assert_eq!(on("light", "#4080ff"), told);
    for theme in ["light", "dark", "auto"] {
        assert_eq!(on(theme, "transparent"), []);
    }
}

#[test]
fn on_dark_pages_a_line_of_ones_own_has_a_twin_that_is_seen() {
    for color in ["black", "navy", "#084a57", "darkred"] {
        let config = gaussians(&[&format!("color = '{color}'")]);
        assert_eq!(keys(&format!("figure.theme = 'auto'\n{config}")), []);
        assert_eq!(
            keys(&format!("figure.theme = 'dark'\n{config}")),
            [low("gaussian.0.color")]
        );
    }
}

#[test]
fn colours_that_some_readers_take_for_each_other_are_told() {
    let told = said(&gaussians(&[RED, GREEN]));
    let message = "the curves of Gaussian 1 and Gaussian 2 look alike to readers with deuteranopia";
    assert_eq!(told[0].message, message);
    for key in ["color", "dash"] {
        let mended = format!(
            "{}\n{}",
            if key == "dash" { GREEN } else { "" },
            suggested(&told[0], key)
        );
        assert_eq!(keys(&gaussians(&[RED, &mended])), [], "{mended}");
    }
    assert_eq!(keys(&gaussians(&[RED, "color = '#3d7fc4'"])), []);
    assert_eq!(
        keys(&gaussians(&[RED, &format!("{GREEN}\ndash = 'dotted'")])),
        []
    );
}

#[test]
fn the_value_that_the_config_has_chosen_is_told() {
    let second = similar("gaussian.1.color");
    assert_eq!(keys(&gaussians(&[RED, GREEN])), [second]);
    // The palette's red is the third.
    assert_eq!(
        keys(&gaussians(&["", "", "", GREEN])),
        [similar("gaussian.3.color")]
    );
    assert_eq!(
        keys(&gaussians(&[GREEN, "", ""])),
        [similar("gaussian.0.color")]
    );
    let solid = "dash = 'solid'";
    assert_eq!(
        keys(&gaussians(&["", "", "", solid])),
        [similar("gaussian.3.dash")]
    );
}

#[test]
fn a_pair_gets_one_warning_at_most() {
    let twice = gaussians(&[RED, RED]);
    assert_eq!(keys(&twice), []);
    let twice = twice.replace("mu = 3", "mu = 0");
    let (scene, _) = compose(&twice);
    assert_eq!(lint::picture(&figure(&twice), &scene).len(), 1);
    assert_eq!(keys(&twice), []);
}

#[test]
fn what_is_outside_of_the_frame_is_not_told() {
    let config = gaussians(&[RED, GREEN]).replace("mu = 3", "mu = 90");
    let range = "[y]\nrange = [0.1, 0.5]\n[x]\nrange = [-4, 4]\n";
    assert_eq!(keys(&format!("{range}{config}")), []);
}

#[test]
fn colours_whose_twins_for_dark_pages_are_one_are_told() {
    let config = gaussians(&["color = 'black'", "color = '#202020'"]);
    assert_eq!(keys(&config), []);
    let told = said(&format!("figure.theme = 'auto'\n{config}"));
    let message = "the curves of Gaussian 1 and Gaussian 2 look alike on dark pages";
    assert_eq!(told[0].message, message);
}

#[test]
fn of_a_thousand_curves_ten_are_told() {
    let colors: Vec<String> = (0..1000)
        .map(|index| format!("color = '#{:06x}'", index * 16_001 % 0xff_ffff))
        .collect();
    let lines: Vec<&str> = colors.iter().map(String::as_str).collect();
    let told = keys(&gaussians(&lines));
    let count = |code| told.iter().filter(|(other, _)| *other == code).count();
    assert_eq!(count(Code::LowContrast), 10);
    assert_eq!(count(Code::SimilarColors), 10);
}
