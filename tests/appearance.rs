//! The composed scene: what curves, histograms, legend and words look like.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests may fail loudly

mod common;

use common::{curves, fills, frame, ink, points, scene, strokes, text};
use gaussfig::scene::{Cap, Color, Scene, Segment, Stroke};

const STANDARD: &str = "[[gaussian]]\nmu = 0\nsigma = 1\n";
/// CSS pixels per point.
const POINT: f64 = 96.0 / 72.0;

/// The swatches of the legend: level strokes as wide as no line of the frame.
fn swatches(scene: &Scene) -> Vec<&Stroke> {
    let mut all = strokes(scene);
    all.retain(|stroke| stroke.crisp && stroke.width > 2.0);
    all
}

#[test]
fn a_curve_and_its_swatch_have_the_color_width_and_dash_of_their_gaussian() {
    let scene = scene(&format!(
        "{STANDARD}{STANDARD}color = \"#102030\"\nwidth = 6\ndash = \"dotted\"\n{STANDARD}"
    ));
    let (curves, swatches) = (curves(&scene), swatches(&scene));
    let [_, second, third] = curves[..] else {
        panic!("three curves, not {}", curves.len());
    };
    assert_eq!(second.color, Color::hex(0x102030));
    assert_eq!(second.width, 6.0 * POINT);
    assert_eq!(second.dash, [6.0 * POINT, 1.65 * (6.0 * POINT)]);
    assert!((third.width - 0.92 * 6.0 * POINT).abs() < 1e-12);
    // The palette goes by the place in the list.
    assert_eq!(third.color, Color::hex(0xac3631));
    assert_eq!(swatches.len(), 3);
    for (curve, swatch) in curves.iter().zip(swatches) {
        assert_eq!(curve.color, swatch.color);
        // On whole pixels.
        assert!((curve.width - swatch.width).abs() <= 0.5 / scene.scale);
        assert_eq!(curve.dash.len(), swatch.dash.len());
    }
}

#[test]
fn themes_have_palettes_of_their_own() {
    let color = |theme: &str| {
        let scene = scene(&format!("[figure]\ntheme = \"{theme}\"\n{STANDARD}"));
        curves(&scene)[0].color
    };
    assert_eq!(color("light"), Color::hex(0x084a57));
    assert_eq!(color("dark"), Color::hex(0x26c5d5));
}

#[test]
fn a_dashed_swatch_ends_as_it_begins() {
    for dash in ["dashed", "dotted", "dashdot"] {
        let scene = scene(&format!("{STANDARD}dash = \"{dash}\"\n"));
        let swatch = swatches(&scene)[0];
        let ends = points(&swatch.path);
        let period: f64 = swatch.dash.iter().sum();
        let rest = (ends[1].x - ends[0].x) % period;
        assert_eq!(swatch.cap, Cap::Butt);
        assert!((rest - swatch.dash[0]).abs() < 0.5, "{dash}: {rest}");
    }
}

#[test]
fn the_best_place_among_equals_is_the_upper_right_corner() {
    // A narrow peak in the middle leaves all corners free.
    let place = |position: &str| {
        let scene = scene(&format!(
            "[x]\nrange = [-50, 50]\n[legend]\nposition = \"{position}\"\n{STANDARD}label = \"here\"\n"
        ));
        ink(&scene, text(&scene, "here"))
    };
    assert_eq!(place("best"), place("upper right"));
}

#[test]
fn sizes_of_text_are_those_of_the_config() {
    let sizes = |figure: &str| {
        let scene = scene(&format!(
            "title = \"Title\"\n[figure]\n{figure}\n{STANDARD}label = \"here\"\n"
        ));
        ["Title", "here", "0"].map(|words| text(&scene, words).glyphs[0].size / POINT)
    };
    let near = |a: [f64; 3], b: [f64; 3]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12);
    assert!(near(sizes(""), [14.0, 12.0, 10.0]));
    let all = "label_size = 20\nlegend_size = 7\ntext_size = 8.5";
    assert!(near(sizes(all), [20.0, 7.0, 8.5]));
}

#[test]
fn math_is_set_in_the_face_that_the_config_names() {
    let outline = |math: &str| {
        let scene = scene(&format!(
            "title = \"$7$\"\n[figure]\nmath = \"{math}\"\n{STANDARD}"
        ));
        scene.glyphs[text(&scene, "7").glyphs[0].glyph]
            .outline
            .clone()
    };
    assert_ne!(outline("text"), outline("tex"));
}

#[test]
fn empty_bins_are_gaps_under_a_logarithm_and_level_under_a_density() {
    let outlines = |quantity: &str| {
        let scene = scene(&format!(
            "quantity = \"{quantity}\"\n[histogram]\nsamples = 50\nbins = {{ width = 0.1 }}\n{STANDARD}"
        ));
        let path = fills(&scene)[0].clone();
        let moves = path
            .segments
            .iter()
            .filter(|segment| matches!(segment, Segment::Move(_)));
        let lowest = points(&path)
            .iter()
            .map(|point| point.y)
            .fold(0.0, f64::max);
        assert!(
            (lowest - frame(&scene).bottom).abs() <= 1.0 / scene.scale,
            "bars stand on the axis"
        );
        moves.count()
    };
    assert_eq!(outlines("pdf"), 1);
    assert!(outlines("log-pdf") > 1);
}

#[test]
fn bars_are_as_opaque_as_the_config_says() {
    let scene = scene(&format!(
        "[histogram]\nopacity = 0.25\n{STANDARD}color = \"#10203080\"\n"
    ));
    let alpha = common::items(&scene)
        .into_iter()
        .find_map(|item| match item {
            gaussfig::scene::Item::Fill { color, .. } => Some(color.alpha),
            _ => None,
        });
    assert!((alpha.unwrap() - 0.25 * 128.0 / 255.0).abs() < 1e-6);
}
