//! The composed scene: where everything lies.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests may fail loudly

mod common;

use common::{
    HISTOGRAMS, PUBLISHED, bounds, compose, configs, curves, figure, fills, frame, ink, overlap,
    points, scene, strokes, text, texts,
};
use gaussfig::scene::{Cap, Item, Point, Rect, Scene, Segment};

/// The clip of the plot, and what is in it.
fn clip(scene: &Scene) -> (Rect, &[Item]) {
    let clips = scene.items.iter().find_map(|item| match item {
        Item::Clip { rect, items } => Some((*rect, items.as_slice())),
        _ => None,
    });
    clips.unwrap()
}

fn assert_nothing_is_clipped(name: &str, scene: &Scene) {
    for text in texts(scene) {
        let ink = ink(scene, text);
        let inside = ink.left >= 0.0
            && ink.top >= 0.0
            && ink.right <= scene.width
            && ink.bottom <= scene.height;
        assert!(
            inside,
            "{name}: {:?} leaves the canvas: {ink:?}",
            text.words
        );
    }
}

fn assert_no_labels_overlap(name: &str, scene: &Scene) {
    let all = texts(scene);
    for (index, a) in all.iter().enumerate() {
        for b in &all[index + 1..] {
            let meet = overlap(ink(scene, a), ink(scene, b));
            assert!(!meet, "{name}: {:?} overlaps {:?}", a.words, b.words);
        }
    }
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
fn the_default_legend_covers_no_curve() {
    let scene = scene("[[gaussian]]\nmu = 0\nsigma = 1");
    let label = ink(&scene, text(&scene, "μ = 0.0, σ = 1.0"));
    for curve in curves(&scene) {
        for point in samples(&curve.path.segments) {
            let inside = point.x > label.left
                && point.x < label.right
                && point.y > label.top
                && point.y < label.bottom;
            assert!(!inside, "{point:?} in {label:?}");
        }
    }
}

/// Points along cubics.
fn samples(segments: &[Segment]) -> Vec<Point> {
    let mut start = Point::new(0.0, 0.0);
    let mut all = Vec::new();
    for segment in segments {
        match *segment {
            Segment::Move(end) | Segment::Line(end) => start = end,
            Segment::Cubic(a, b, end) => {
                for step in 0..=50 {
                    let t = f64::from(step) / 50.0;
                    let s = 1.0 - t;
                    let mix = |p0: f64, p1: f64, p2: f64, p3: f64| {
                        s * s * s * p0
                            + 3.0 * s * s * t * p1
                            + 3.0 * s * t * t * p2
                            + t * t * t * p3
                    };
                    all.push(Point::new(
                        mix(start.x, a.x, b.x, end.x),
                        mix(start.y, a.y, b.y, end.y),
                    ));
                }
                start = end;
            }
            _ => panic!("curves are cubics"),
        }
    }
    all
}

#[test]
fn the_best_legend_gives_way_to_a_curve_on_the_right() {
    let left = scene("[x]\nrange = [-10, 10]\n[[gaussian]]\nmu = 7\nsigma = 1");
    let right = scene("[x]\nrange = [-10, 10]\n[[gaussian]]\nmu = -7\nsigma = 1");
    let middle = |scene: &Scene, words: &str| {
        let (label, frame) = (ink(scene, text(scene, words)), frame(scene));
        (label.left - frame.left) / frame.width()
    };
    assert!(middle(&left, "μ = 7.0, σ = 1.0") < 0.5);
    assert!(middle(&right, "μ = −7.0, σ = 1.0") > 0.5);
}

#[test]
fn every_legend_position_is_where_it_says() {
    let legend = |position: &str| {
        let scene = scene(&format!(
            "[legend]\nposition = \"{position}\"\n[[gaussian]]\nmu = 0\nsigma = 1\nlabel = \"here\""
        ));
        let label = ink(&scene, text(&scene, "here"));
        let frame = frame(&scene);
        let x = (0.5 * (label.left + label.right) - frame.left) / frame.width();
        let y = (0.5 * (label.top + label.bottom) - frame.top) / frame.height();
        (x, y)
    };
    let third = |share: f64| match share {
        s if s < 1.0 / 3.0 => 0,
        s if s < 2.0 / 3.0 => 1,
        s if s < 1.0 => 2,
        _ => 3,
    };
    for (position, column, row) in [
        ("upper left", 0, 0),
        ("upper center", 1, 0),
        ("upper right", 2, 0),
        ("center left", 0, 1),
        ("center", 1, 1),
        ("center right", 2, 1),
        ("lower left", 0, 2),
        ("lower center", 1, 2),
        ("lower right", 2, 2),
        ("outside right", 3, 0),
    ] {
        let (x, y) = legend(position);
        assert_eq!((third(x), third(y)), (column, row), "{position}: {x} {y}");
    }
}

#[test]
fn a_legend_that_does_not_fit_starts_on_the_canvas_and_its_rows_stay_apart() {
    let gaussians = "[[gaussian]]\nmu = 0\nsigma = 1\n".repeat(40);
    for position in ["best", "lower left", "center", "outside right"] {
        let (scene, _) = compose(&format!("[legend]\nposition = \"{position}\"\n{gaussians}"));
        let words = "μ = 0.0, σ = 1.0";
        let rows: Vec<_> = texts(&scene)
            .into_iter()
            .filter(|text| text.words == words)
            .map(|text| ink(&scene, text))
            .collect();
        assert!(rows.len() >= 10, "{position}: {} rows", rows.len());
        assert!(rows[0].top > 0.0, "{position}: {:?}", rows[0]);
        assert!(
            rows.windows(2).all(|pair| pair[0].bottom < pair[1].top),
            "{position}"
        );
    }
    let long = "long ".repeat(80);
    let (scene, _) = compose(&format!(
        "[[gaussian]]\nmu = 0\nsigma = 1\nlabel = \"{long}\""
    ));
    let swatch = strokes(&scene)
        .into_iter()
        .rev()
        .find(|stroke| stroke.width > 3.0);
    let ends = bounds(&points(&swatch.unwrap().path));
    assert!(ends.left > 0.0 && ends.width() > 20.0, "{ends:?}");
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
fn swatches_of_thick_lines_keep_to_their_rows() {
    let scene = scene("[[gaussian]]\nmu = 0\nsigma = 1\nwidth = 60");
    let label = ink(&scene, text(&scene, "μ = 0.0, σ = 1.0"));
    let swatch = *strokes(&scene).last().unwrap();
    let ends = bounds(&points(&swatch.path));
    assert!(
        swatch.width <= 16.0 && ends.right < label.left,
        "{swatch:?} {label:?}"
    );
}

#[test]
fn a_long_legend_outside_stays_clear_of_the_tick_labels() {
    let gaussians = "[[gaussian]]\nmu = 0\nsigma = 10000\n".repeat(12);
    let scene = scene(&format!(
        "[figure]\ntext_size = 20\n[x]\nrange = [0, 100000]\n[legend]\nposition = \"outside right\"\n{gaussians}"
    ));
    assert_nothing_is_clipped("outside", &scene);
    let last = ink(&scene, text(&scene, "100000"));
    let swatches = strokes(&scene).into_iter().filter(|stroke| stroke.crisp);
    for swatch in swatches.filter(|stroke| stroke.width > 1.5) {
        let ends = bounds(&points(&swatch.path));
        assert!(ends.left > last.right, "{ends:?} {last:?}");
    }
}

#[test]
fn a_legend_of_none_and_empty_labels_leave_nothing() {
    let none =
        scene("[legend]\nposition = \"none\"\n[[gaussian]]\nmu = 0\nsigma = 1\nlabel = \"a\"");
    assert!(texts(&none).iter().all(|text| text.words != "a"));
    let empty = scene("[[gaussian]]\nmu = 0\nsigma = 1\nlabel = \"\"");
    let swatches = strokes(&empty)
        .into_iter()
        .filter(|stroke| stroke.width > 3.0);
    assert_eq!(swatches.count(), 1, "the curve alone");
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

#[test]
fn the_description_lists_the_gaussians_unless_the_author_has_other_words() {
    let described = |config: &str| compose(config).0.description;
    let two = "[[gaussian]]\nmu = -1.5\nsigma = 2\n[[gaussian]]\nmu = 0\nsigma = 1e-7\n";
    assert_eq!(
        described(two),
        "Density of 2 Gaussians: mean −1.5, standard deviation 2; mean 0, standard deviation 1e−7."
    );
    assert_eq!(
        described(&format!("alt = \"Two bells\"\n{two}")),
        "Two bells"
    );
    let many = "[[gaussian]]\nmu = 1\nsigma = 1\n".repeat(11);
    assert!(described(&many).ends_with("standard deviation 1; and 3 more."));
}
