//! The legend: where it stands, and what it leaves free.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests may fail loudly

mod common;

use common::{
    assert_nothing_is_clipped, bounds, compose, curves, frame, ink, points, scene, strokes, text,
    texts,
};
use gaussfig::scene::{Point, Scene, Segment};

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

#[test]
fn a_legend_that_covers_a_curve_is_warned_about_and_no_other() {
    let (mut covering, mut free) = (0, 0);
    for position in [
        "best",
        "upper left",
        "center",
        "lower right",
        "outside right",
    ] {
        for step in 0..40 {
            let mu = -9.5 + 0.5 * f64::from(step);
            let (scene, warnings) = compose(&format!(
                "[x]\nrange = [-10, 10]\n[legend]\nposition = \"{position}\"\n[[gaussian]]\nmu = {mu}\nsigma = 0.7\nlabel = \"Hier\""
            ));
            let (label, frame) = (ink(&scene, text(&scene, "Hier")), frame(&scene));
            let [curve] = curves(&scene)[..] else {
                panic!("one curve")
            };
            let points = samples(&curve.path.segments);
            let hits = |margin: f64| {
                points.iter().any(|point| {
                    let inside =
                        |at: f64, low: f64, high: f64| low - margin < at && at < high + margin;
                    inside(
                        point.x,
                        label.left.max(frame.left),
                        label.right.min(frame.right),
                    ) && inside(point.y, label.top, label.bottom)
                })
            };
            // The swatch left of the label is 45 pixels away at most.
            match warnings.is_empty() {
                true => assert!(!hits(0.0), "{position} {mu}"),
                false => assert!(hits(50.0), "{position} {mu}"),
            }
            covering += usize::from(!warnings.is_empty());
            free += usize::from(warnings.is_empty());
            assert!(warnings.is_empty() || !["best", "outside right"].contains(&position));
        }
    }
    assert!(covering > 20 && free > 100, "{covering} {free}");
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
        // Some of them cover the curve, which is warned about.
        let (scene, _) = compose(&format!(
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
