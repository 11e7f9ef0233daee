//! The composed scene: where everything lies.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests may fail loudly

mod common;

use common::{
    HISTOGRAMS, PUBLISHED, assert_no_labels_overlap, assert_nothing_is_clipped, bounds, compose,
    configs, curves, figure, fills, frame, ink, points, scene, strokes, text, texts,
};
use gaussfig::scene::{Cap, Item, Rect, Scene, Segment};

/// The clip of the plot, and what is in it.
fn clip(scene: &Scene) -> (Rect, &[Item]) {
    let clips = scene.items.iter().find_map(|item| match item {
        Item::Clip { rect, items } => Some((*rect, items.as_slice())),
        _ => None,
    });
    clips.unwrap()
}

#[test]
fn the_labels_of_every_config_are_on_the_canvas_and_apart() {
    for (name, config) in configs() {
        let scene = scene(&config);
        assert_nothing_is_clipped(&name, &scene);
        assert_no_labels_overlap(&name, &scene);
    }
}

#[test]
fn the_frame_of_the_published_figure_is_where_it_was_measured() {
    let scene = scene(PUBLISHED);
    let frame = frame(&scene);
    let pixels = |length: f64| length * 3.125;
    // Centres of the lines in pixel indices, thus half a pixel less than positions.
    for (is, should) in [
        (frame.left, 204.0),
        (frame.right, 2529.0),
        (frame.top, 29.0),
        (frame.bottom, 953.0),
    ] {
        let off = (pixels(is) - 0.5 - should).abs();
        assert!(off <= 3.0, "{} is not {should}", pixels(is) - 0.5);
    }
}

#[test]
fn axis_aligned_strokes_cover_whole_device_pixels() {
    for (name, config) in configs() {
        let scene = scene(&config);
        let crisp = strokes(&scene).into_iter().filter(|stroke| stroke.crisp);
        for stroke in crisp {
            let width = stroke.width * scene.scale;
            assert!(
                (width - width.round()).abs() < 1e-9,
                "{name}: width {width}"
            );
            let around = points(&stroke.path);
            for pair in around.windows(2) {
                let across = if pair[0].x == pair[1].x {
                    pair[0].x
                } else {
                    pair[0].y
                };
                let edge = across * scene.scale - 0.5 * width;
                assert!((edge - edge.round()).abs() < 1e-9, "{name}: edge {edge}");
            }
        }
    }
}

#[test]
fn clips_lie_on_whole_device_pixels_inside_the_frame() {
    let scene = scene(PUBLISHED);
    let frame = frame(&scene);
    let (clip, _) = clip(&scene);
    for side in [clip.left, clip.top, clip.right, clip.bottom] {
        let pixels = side * scene.scale;
        assert!((pixels - pixels.round()).abs() < 1e-9);
    }
    assert!(frame.left < clip.left && clip.right < frame.right);
    assert!(frame.top < clip.top && clip.bottom < frame.bottom);
}

#[test]
fn the_peak_of_every_gaussian_is_reached() {
    let narrow = include_str!("../configs/narrow.toml");
    for (config, peak) in [
        (narrow, 199.471_140_200_716_35),
        ("[[gaussian]]\nmu = 0\nsigma = 1e-7", 3_989_422.804_014_327),
        (
            "[[gaussian]]\nmu = 1e16\nsigma = 100",
            0.003_989_422_804_014_327,
        ),
    ] {
        let (figure, scene) = (figure(config), scene(config));
        let y = gaussfig::evaluate::evaluate(&figure).unwrap().y;
        let frame = frame(&scene);
        let tops = curves(&scene)
            .into_iter()
            .map(|curve| bounds(&points(&curve.path)).top);
        let top = tops.fold(f64::INFINITY, f64::min);
        let per_pixel = y.length() / frame.height();
        let reached = y.start() + (frame.bottom - top) * per_pixel;
        assert!(
            (reached - peak).abs() < 0.02 * per_pixel,
            "{reached} is not {peak}"
        );
    }
}

#[test]
fn a_tiny_sigma_and_a_huge_mu_have_short_distinct_tick_labels() {
    for config in [
        "[[gaussian]]\nmu = 0\nsigma = 1e-7",
        "[[gaussian]]\nmu = 1e16\nsigma = 100",
        "[[gaussian]]\nmu = 5\nsigma = 1e-9",
        "[[gaussian]]\nmu = -3e200\nsigma = 1e190",
    ] {
        let scene = scene(config);
        assert_nothing_is_clipped(config, &scene);
        assert_no_labels_overlap(config, &scene);
        let frame = frame(&scene);
        let mut ticks: Vec<&str> = texts(&scene)
            .into_iter()
            .filter(|text| text.origin.y > frame.bottom && text.origin.y < frame.bottom + 30.0)
            .map(|text| text.words.as_str())
            .collect();
        let count = ticks.len();
        assert!(count >= 3, "{config}: {ticks:?}");
        ticks.sort_unstable();
        ticks.dedup();
        assert_eq!(ticks.len(), count, "{config}: {ticks:?}");
        assert!(
            ticks.iter().all(|label| label.chars().count() <= 10),
            "{ticks:?}"
        );
    }
}

#[test]
fn a_curve_that_leaves_the_y_range_keeps_its_shape() {
    let with_y = |range: &str| {
        format!("[x]\nrange = [-4, 4]\n[y]\nticks = []\n{range}\n[[gaussian]]\nmu = 0\nsigma = 1\n")
    };
    let cut = scene(&with_y("range = [0, 0.2]"));
    let frame = frame(&cut);
    let path = &curves(&cut)[0].path;
    let peak = bounds(&points(path)).top;
    // The peak, twice as high as the axis, is drawn where it belongs, above the frame, and the clip hides it.
    let expected = frame.bottom - 0.398_942_280_401_432_7 / 0.2 * frame.height();
    assert!((peak - expected).abs() < 0.02, "{peak} is not {expected}");
}

#[test]
fn tick_labels_of_any_size_stay_apart_at_the_corner_of_the_frame() {
    for size in [5, 10, 20, 40] {
        let scene = scene(&format!(
            "[figure]\ntext_size = {size}\nheight = 600\n[x]\nticks = [-4]\n[y]\nticks = [0]\nrange = [0, 0.5]\n[[gaussian]]\nmu = 0\nsigma = 1\n"
        ));
        assert_no_labels_overlap(&format!("text_size = {size}"), &scene);
    }
}

#[test]
fn a_histogram_is_one_outline_without_seams_under_its_curve() {
    let scene = scene(HISTOGRAMS);
    let outlines = fills(&scene);
    assert_eq!(outlines.len(), 4);
    for path in outlines {
        let moves = path
            .segments
            .iter()
            .filter(|s| matches!(s, Segment::Move(_)));
        assert_eq!(moves.count(), 1, "empty bins stay on the axis");
        for point in points(path) {
            let pixels = point.x * scene.scale;
            assert!(
                (pixels - pixels.round()).abs() < 1e-9,
                "blurred edge at {pixels}"
            );
        }
    }
    let order = histograms_in_order(&scene);
    assert_eq!(order, [true, false, true, false, true, false, true, false]);
}

/// Of each item in the plot, whether it is a histogram.
fn histograms_in_order(scene: &Scene) -> Vec<bool> {
    let (_, items) = clip(scene);
    let is_histogram = |item: &Item| matches!(item, Item::Fill { .. });
    items.iter().map(is_histogram).collect()
}

#[test]
fn layering_below_puts_all_histograms_first() {
    let config = HISTOGRAMS.replace("seed = 1", "seed = 1\nlayering = \"below\"");
    let order = histograms_in_order(&scene(&config));
    assert_eq!(order, [true, true, true, true, false, false, false, false]);
}

#[test]
fn a_solid_curve_projects_and_a_dashed_one_does_not() {
    let scene = scene(
        "[[gaussian]]\nmu = 0\nsigma = 1\n[[gaussian]]\nmu = 1\nsigma = 1\ndash = \"dashed\"",
    );
    let [solid, dashed] = curves(&scene)[..] else {
        panic!("two curves")
    };
    assert_eq!((solid.cap, solid.dash.len()), (Cap::Square, 0));
    assert_eq!((dashed.cap, dashed.dash.len()), (Cap::Butt, 2));
}

#[test]
fn what_does_not_fit_is_warned_about_by_key() {
    let long = "long ".repeat(80);
    let gaussian = "[[gaussian]]\nmu = 0\nsigma = 1\n";
    for (config, key) in [
        (format!("title = \"{long}\"\n{gaussian}"), "title"),
        (format!("[x]\nlabel = \"{long}\"\n{gaussian}"), "x.label"),
        (format!("[y]\nlabel = \"{long}\"\n{gaussian}"), "y.label"),
        (format!("{gaussian}label = \"{long}\""), "legend.position"),
        (
            format!("[x]\nrange = [-4, 4]\nticks = 0.05\n{gaussian}"),
            "x.ticks",
        ),
        (
            format!("[figure]\nwidth = 40\nheight = 30\n[legend]\nposition = \"none\"\n{gaussian}"),
            "figure",
        ),
    ] {
        let (_, warnings) = compose(&config);
        let keys: Vec<_> = warnings.iter().filter_map(|w| w.key.as_deref()).collect();
        assert!(keys.contains(&key), "{config}: {keys:?}");
        assert!(warnings.iter().all(|warning| !warning.hints.is_empty()));
    }
}

#[test]
fn a_long_label_that_fits_moves_away_from_the_edge() {
    let label = "a label as long as the figure is wide, moved to stay on it";
    let config = format!(
        "[figure]\nwidth = 600\n[x]\nlabel = \"{label}\"\n[legend]\nposition = \"outside right\"\n[[gaussian]]\nmu = 0\nsigma = 1\n"
    );
    let scene = scene(&config);
    let label = ink(&scene, text(&scene, label));
    let frame = frame(&scene);
    assert!(label.left >= 9.0 && label.right <= 591.0, "{label:?}");
    assert!(frame.right < 500.0);
}

#[test]
fn the_background_is_the_themes_unless_it_is_said() {
    let gaussian = "[[gaussian]]\nmu = 0\nsigma = 1\n";
    let background = |figure: &str| scene(&format!("[figure]\n{figure}\n{gaussian}")).background;
    assert_eq!(background("").unwrap().rgb, [255, 255, 255]);
    assert!(background("theme = \"dark\"").unwrap().rgb[0] < 60);
    assert_eq!(background("background = \"transparent\""), None);
    assert_eq!(
        background("background = \"#102030\"").unwrap().rgb,
        [16, 32, 48]
    );
}

#[test]
fn a_grid_line_crosses_the_plot_at_each_tick_unless_turned_off() {
    let lines = |x: bool, y: bool| {
        let scene = scene(&format!(
            "[x]\nrange = [-2, 2]\nticks = [-1, 1]\ngrid = {x}\n[y]\nrange = [0, 1]\nticks = [0.5]\ngrid = {y}\n[[gaussian]]\nmu = 0\nsigma = 1\n"
        ));
        let faint = strokes(&scene)
            .into_iter()
            .filter(|stroke| stroke.color.alpha < 0.5);
        faint.count()
    };
    assert_eq!(
        [
            lines(true, true),
            lines(true, false),
            lines(false, true),
            lines(false, false)
        ],
        [3, 2, 1, 0]
    );
}

#[test]
fn the_canvas_is_as_large_as_the_config_says() {
    let Scene {
        width,
        height,
        scale,
        ..
    } = scene(PUBLISHED);
    assert_eq!((width * scale).round(), 2605.0);
    assert_eq!((height * scale).round(), 1128.0);
}

#[test]
fn an_empirical_distribution_function_stays_at_one_to_the_end_of_the_axis() {
    let scene =
        scene("quantity = \"cdf\"\n[histogram]\nsamples = 50\n[[gaussian]]\nmu = 0\nsigma = 1\n");
    let outline = bounds(&points(fills(&scene)[0]));
    assert!((outline.right - frame(&scene).right).abs() <= 1.0 / scene.scale);
}
