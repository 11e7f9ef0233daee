//! Curves that cannot be told apart in the picture, and curves that can.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests may fail loudly

mod common;

use common::{compose, configs, curves, figure, points};
use gaussfig::lint;

/// What is said about curves that look alike.
fn alike(toml: &str) -> Vec<String> {
    let (scene, _) = compose(toml);
    let warnings = lint::picture(&figure(toml), &scene).into_iter();
    warnings.map(|warning| warning.message).collect()
}

/// Two Gaussians, N(0, 1) and another one, both in one colour, with further keys for each.
fn two(first: &str, mu: f64, sigma: f64, second: &str) -> String {
    format!(
        "[[gaussian]]\nmu = 0\nsigma = 1\ncolor = 'teal'\n{first}\n\
         [[gaussian]]\nmu = {mu:?}\nsigma = {sigma:?}\ncolor = 'teal'\n{second}\n"
    )
}

const BOTH: [&str; 1] = ["the curves of Gaussian 1 and Gaussian 2 cannot be told apart"];
const NONE: [&str; 0] = [];

#[test]
fn curves_of_one_colour_and_place_cannot_be_told_apart() {
    assert_eq!(alike(&two("", 0.0, 1.0, "")), BOTH);
    for quantity in ["pdf", "log-pdf", "cdf"] {
        let config = format!("quantity = '{quantity}'\n{}", two("", 0.001, 1.001, ""));
        assert_eq!(alike(&config), BOTH, "{quantity}");
        let config = format!("quantity = '{quantity}'\n{}", two("", 0.5, 1.0, ""));
        assert_eq!(alike(&config), NONE, "{quantity}");
        let config = format!("quantity = '{quantity}'\n{}", two("", 0.0, 1.2, ""));
        assert_eq!(alike(&config), NONE, "{quantity}");
    }
}

#[test]
fn what_decides_is_whether_anything_shows_between_the_lines() {
    // The farthest that two lines of equal shape are apart is their shift, on the steepest part of a steep curve.
    let at = |pixels: f64| {
        let config = |mu: f64| {
            let range = "[x]\nrange = [-50, 50]\n[y]\nrange = [0, 0.42]\n";
            format!("{range}{}", two("width = 4", mu, 1.0, "width = 2"))
        };
        let (scene, _) = compose(&config(0.0));
        let path = points(&curves(&scene)[0].path);
        let width = path.last().unwrap().x - path[0].x;
        alike(&config(pixels * 100.0 / width))
    };
    // Half of 4 + 2 points are 4 pixels.
    assert_eq!(at(3.5), BOTH);
    assert_eq!(at(4.5), NONE);
}

#[test]
fn a_narrow_peak_in_a_wide_curve_is_seen_from_both_sides() {
    let narrow = "[y]\nrange = [0, 0.5]\n";
    assert_eq!(alike(&format!("{narrow}{}", two("", 0.0, 0.001, ""))), NONE);
    let swapped = two("", 0.0, 0.001, "").replace("sigma = 1\n", "sigma = 1e-4\n");
    assert_eq!(
        alike(&format!("quantity = 'cdf'\nx.range = [-4, 4]\n{swapped}")),
        BOTH,
        "two steps"
    );
}

#[test]
fn only_the_visible_part_counts() {
    let config = |range: &str| format!("[x]\nrange = [{range}]\n{}", two("", 0.0, 1.0, ""));
    let other =
        |range: &str| config(range).replace("mu = 0.0\nsigma = 1.0", "mu = 0.3\nsigma = 1.0");
    assert_eq!(alike(&other("-2, 2")), NONE);
    assert_eq!(
        alike(&format!("[y]\nrange = [0, 0.42]\n{}", other("20, 22"))),
        BOTH,
        "both are flat"
    );
    // Neither is seen at all.
    assert_eq!(
        alike(&format!("[y]\nrange = [2, 3]\n{}", config("-2, 2"))),
        NONE
    );
}

#[test]
fn colours_tell_apart_if_they_differ_enough_on_their_background() {
    let colors = |one: &str, other: &str| {
        let config = two("", 0.0, 1.0, "").replacen("'teal'", one, 1);
        alike(&config.replace("'teal'", other))
    };
    assert_eq!(colors("'#084a57'", "'#0a4c5a'"), BOTH);
    assert_eq!(colors("'#ff0000'", "'#f50000'"), BOTH);
    assert_eq!(colors("'#ac3631'", "'#f29c27'"), NONE);
    assert_eq!(colors("'#ff0000'", "'#ff000080'"), NONE);
    assert_eq!(
        colors("'#ff000005'", "'#0000ff05'"),
        BOTH,
        "both are nearly white"
    );
}

#[test]
fn the_palettes_tell_apart() {
    let gaussians = |number| "[[gaussian]]\nmu = 0\nsigma = 1\n".repeat(number);
    for theme in ["light", "dark"] {
        let head = format!("[figure]\ntheme = '{theme}'\n[legend]\nposition = 'none'\n");
        assert_eq!(alike(&format!("{head}{}", gaussians(8))), NONE);
        let nine = alike(&format!("{head}{}", gaussians(9)));
        assert_eq!(
            nine,
            ["the curves of Gaussian 1 and Gaussian 9 cannot be told apart"]
        );
    }
}

#[test]
fn dashes_tell_apart_unless_a_solid_line_hides_them() {
    let with = |first: &str, second: &str| alike(&two(first, 0.0, 1.0, second));
    assert_eq!(with("dash = 'dashed'", "dash = 'dotted'"), NONE);
    assert_eq!(with("dash = 'dashed'", "dash = 'dashed'"), BOTH);
    assert_eq!(with("width = 4", "width = 4\ndash = 'dashed'"), BOTH);
    assert_eq!(with("width = 4", "width = 2\ndash = 'dotted'"), BOTH);
    assert_eq!(with("width = 2\ndash = 'dotted'", "width = 4"), BOTH);
    assert_eq!(with("width = 4", "width = 5\ndash = 'dashed'"), NONE);
    let beside = two("width = 4", 0.1, 1.0, "width = 4\ndash = 'dashed'");
    assert_eq!(alike(&beside), NONE);
}

#[test]
fn of_many_groups_the_first_are_named_and_of_many_curves_the_number() {
    let same = "[[gaussian]]\nmu = 0\nsigma = 1\ncolor = 'teal'\n".repeat(1000);
    assert_eq!(
        alike(&format!("[legend]\nposition = 'none'\n{same}")),
        ["the curves of Gaussian 1, Gaussian 2, Gaussian 3 and 997 more cannot be told apart"]
    );
    let mut pairs = String::from("[legend]\nposition = 'none'\n");
    for index in 0..1000 {
        let mu = 100 * (index % 50);
        pairs += &format!("[[gaussian]]\nmu = {mu}\nsigma = 1\ncolor = 'teal'\n");
    }
    assert_eq!(alike(&pairs).len(), 10);
}

#[test]
fn no_curves_of_the_configs_are_alike() {
    for (name, config) in configs() {
        assert_eq!(alike(&config), NONE, "{name}");
    }
}
