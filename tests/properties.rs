//! What holds of every config that is right, on configs made at random.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests may fail loudly

#[allow(dead_code)] // each test binary uses its own part
#[path = "common/checks.rs"]
mod checks;
mod common;

use common::{assert_nothing_is_clipped, compose, points, strokes};
use gaussfig::diagnostic::{Code, Diagnostic};
use gaussfig::scene::{Item, Scene};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

/// The same configs in every run; more of them with `FUZZ_ROUNDS` in the environment.
fn runs() -> ProptestConfig {
    let rounds = std::env::var("FUZZ_ROUNDS").map_or(100, |rounds| rounds.parse().unwrap());
    ProptestConfig {
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::with_cases(rounds)
    }
}

proptest! {
    #![proptest_config(runs())]

    #[test]
    fn every_right_config_is_drawn_the_same_twice(config in config()) {
        let (scene, _) = compose(&config);
        let (again, _) = compose(&config);
        prop_assert_eq!(checks::assert_svg(&scene), checks::assert_svg(&again));
        prop_assert!(checks::assert_png(&scene) == checks::assert_png(&again));
    }

    #[test]
    fn nothing_lies_outside_of_the_canvas_without_a_warning(config in config()) {
        let (scene, warnings) = compose(&config);
        assert_lines_are_inside(&scene);
        if !warnings.iter().any(is_about_room) {
            assert_nothing_is_clipped(&config, &scene);
        }
    }

    #[test]
    fn every_figure_is_told_of_in_sentences_that_are_not_too_long(config in config()) {
        let (scene, _) = compose(&config);
        assert_sayable(&scene.title, 300);
        assert_sayable(&scene.description, 1500);
    }
}

/// Fails unless a text can be read aloud in one go.
fn assert_sayable(text: &str, most: usize) {
    assert!(text.chars().count() < most, "{text}");
    assert!(text.ends_with('.'), "{text}");
    let odd = |c: char| c.is_control() || c == '\u{2212}';
    assert!(!text.contains(odd) && !text.contains("  "), "{text}");
}

/// Whether a warning says that something does not fit.
fn is_about_room(warning: &Diagnostic) -> bool {
    let room = [Code::LabelTooLong, Code::LegendTooLarge, Code::NoRoom];
    warning.code.is_some_and(|code| room.contains(&code))
}

/// Fails unless frame, ticks and swatches, and the clip of what may be anywhere, lie on the canvas.
fn assert_lines_are_inside(scene: &Scene) {
    // Lines of the frame cover whole pixels, so of a figure of a few pixels half a line may be outside.
    let slack = 1.0 / scene.scale;
    let inside = |x: f64, y: f64| {
        (-slack..=scene.width + slack).contains(&x) && (-slack..=scene.height + slack).contains(&y)
    };
    for stroke in strokes(scene).iter().filter(|stroke| stroke.crisp) {
        for point in points(&stroke.path) {
            assert!(inside(point.x, point.y), "{point:?}");
        }
    }
    for item in &scene.items {
        if let Item::Clip { rect, .. } = item {
            assert!(
                inside(rect.left, rect.top) && inside(rect.right, rect.bottom),
                "{rect:?}"
            );
        }
    }
}

/// A config that is right. Its numbers of the random variable are of one size, from 10^-100 to 10^100.
fn config() -> impl Strategy<Value = String> {
    (-100..=100).prop_flat_map(|exponent: i32| {
        let parts = (
            figure(),
            axis("x", exponent),
            axis("y", -exponent),
            option::of(histogram(exponent)),
            vec(gaussian(exponent), 1..6),
        );
        parts.prop_map(|(figure, x, y, histogram, gaussians)| {
            let histogram = histogram.unwrap_or_default();
            format!("{figure}{x}{y}{histogram}{}", gaussians.concat())
        })
    })
}

/// The keys of the figure as a whole, and `[figure]` and `[legend]`.
fn figure() -> impl Strategy<Value = String> {
    let size = (20.0..600.0, 20.0..400.0, 0.1..2.0);
    let text = (
        label(),
        one_of(&["text", "tex"]),
        [1.0..30.0, 1.0..30.0, 1.0..30.0],
    );
    let colors = (
        one_of(&["light", "dark"]),
        one_of(&["white", "transparent", "#10203040"]),
    );
    let quantity = one_of(&["pdf", "log-pdf", "cdf"]);
    let position = one_of(&[
        "best",
        "upper right",
        "lower left",
        "center",
        "outside right",
        "none",
    ]);
    (quantity, size, text, colors, position).prop_map(
        |(quantity, (width, height, scale), (title, math, sizes), (theme, background), position)| {
            let [text, label, legend] = sizes;
            format!(
                "quantity = \"{quantity}\"\ntitle = {title}\n[figure]\nwidth = {width}\nheight = {height}\n\
                 scale = {scale}\ntheme = \"{theme}\"\nbackground = \"{background}\"\nmath = \"{math}\"\n\
                 text_size = {text}\nlabel_size = {label}\nlegend_size = {legend}\n\
                 [legend]\nposition = \"{position}\"\n"
            )
        },
    )
}

/// `[x]` or `[y]`.
fn axis(name: &'static str, exponent: i32) -> impl Strategy<Value = String> {
    let range = (-20.0..20.0, 0.01..40.0, 1..60).prop_map(move |(start, length, ticks)| {
        let [end, step] = [start + length, length / f64::from(ticks)];
        format!("range = [{start}e{exponent}, {end}e{exponent}]\nticks = {step}e{exponent}\n")
    });
    (label(), any::<bool>(), option::of(range)).prop_map(move |(label, grid, range)| {
        let range = range.unwrap_or_default();
        format!("[{name}]\nlabel = {label}\ngrid = {grid}\n{range}")
    })
}

/// `[histogram]`
fn histogram(exponent: i32) -> impl Strategy<Value = String> {
    let bins = prop_oneof![
        (1..50).prop_map(|count: i32| count.to_string()),
        one_of(&["sturges", "fd", "sqrt", "rice"]).prop_map(|rule| format!("\"{rule}\"")),
        (0.05..5.0).prop_map(move |width| format!("{{ width = {width}e{exponent} }}")),
        (-9.0..9.0, 0.1..9.0).prop_map(move |(start, width)| {
            let edges = [start, start + width, start + 3.0 * width];
            let edges = edges.map(|edge: f64| format!("{edge}e{exponent}"));
            format!("{{ edges = [{}] }}", edges.join(", "))
        }),
    ];
    let look = (0.0..=1.0, one_of(&["interleaved", "below"]));
    let draw = (1..2000, 0..i64::MAX, one_of(&["draw", "counts"]));
    (bins, look, draw).prop_map(|(bins, (opacity, layering), (samples, seed, method))| {
        format!(
            "[histogram]\nbins = {bins}\nopacity = {opacity}\nlayering = \"{layering}\"\n\
             samples = {samples}\nseed = {seed}\nmethod = \"{method}\"\n"
        )
    })
}

/// `[[gaussian]]`
fn gaussian(exponent: i32) -> impl Strategy<Value = String> {
    let numbers = (-20.0..20.0, 0.01..5.0, 0.1..20.0);
    let dash = one_of(&["solid", "dashed", "dotted", "dashdot"]);
    let color = one_of(&["#084a57", "red", "hsl(190 83% 19% / 50%)"]);
    (numbers, label(), dash, color).prop_map(move |((mu, sigma, width), label, dash, color)| {
        format!(
            "[[gaussian]]\nmu = {mu}e{exponent}\nsigma = {sigma}e{exponent}\nlabel = {label}\n\
                 color = \"{color}\"\nwidth = {width}\ndash = \"{dash}\"\n"
        )
    })
}

/// A label as TOML: up to three pieces.
fn label() -> impl Strategy<Value = String> {
    let pieces = one_of(&[
        "x",
        "Größe",
        "שלום",
        "عدد 12",
        "e\u{301}\u{323}",
        "a\\$b",
        "10 %",
        " ",
        "fi",
        r"$\mu = -4.0$",
        r"$\frac{1}{\sqrt{2\pi}\sigma}$",
        r"$\mathcal{N}(z \mid \mu, \sigma)$",
        r"$\hat{x}_i^2$",
        r"$\begin{pmatrix}a & b\\c & d\end{pmatrix}$",
        r"$\sum_{i=1}^n \left(x_i\right)$",
    ]);
    vec(pieces, 0..4).prop_map(|pieces| toml::Value::from(pieces.concat()).to_string())
}

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    select(words)
}
