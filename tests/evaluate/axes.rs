//! Ranges and ticks.

use gaussfig::evaluate::{TickSet, evaluate, ticks};
use gaussfig::model::{Bins, Canvas, Figure, Quantity, Range, Ticks};

use crate::support::{Random, figure, histogram, positive, range};

fn x_range(figure: &Figure) -> [f64; 2] {
    let x = evaluate(figure).unwrap().x;
    [x.start(), x.end()]
}

fn y_range(figure: &Figure) -> [f64; 2] {
    let y = evaluate(figure).unwrap().y;
    [y.start(), y.end()]
}

fn error_key(figure: &Figure) -> Option<String> {
    evaluate(figure).unwrap_err()[0].key.clone()
}

fn labels(spec: &Ticks, start: f64, end: f64) -> (Vec<String>, Option<String>) {
    let TickSet { labels, note, .. } = ticks(spec, Range::new(start, end).unwrap(), 8);
    (labels, note)
}

fn published() -> Figure {
    let mut figure = figure(&[(-4.0, 2.0), (-1.0, 0.5), (0.0, 1.0), (3.0, 0.8)]);
    figure.x.range = range(-10.0, 10.0);
    figure
}

#[test]
fn the_x_range_covers_four_deviations_and_ends_at_ticks() {
    assert_eq!(x_range(&figure(&[(0.0, 1.0)])), [-4.0, 4.0]);
    assert_eq!(x_range(&figure(&[(-4.0, 2.0), (3.0, 0.8)])), [-12.5, 7.5]);
    assert_eq!(x_range(&figure(&[(5.0, 1e-9)])), [4.999999996, 5.000000004]);
    let mut small = figure(&[(-4.0, 2.0), (3.0, 0.8)]);
    small.canvas = Canvas::new(positive(240.0), positive(160.0), positive(1.0)).unwrap();
    assert_eq!(x_range(&small), [-15.0, 10.0]);
    let mut stepped = figure(&[(0.0, 1.0)]);
    stepped.x.ticks = Ticks::Step(positive(3.0));
    assert_eq!(x_range(&stepped), [-6.0, 6.0]);
}

#[test]
fn the_y_range_has_a_margin_of_a_twentieth() {
    let peak = 0.797_884_560_802_865_4;
    let [start, end] = y_range(&published());
    assert!((start + 0.05 * peak).abs() < 1e-15 && (end - 1.05 * peak).abs() < 1e-15);
}

#[test]
fn a_histogram_stands_on_zero() {
    let mut figure = published();
    figure.histogram = histogram(Bins::Count(20));
    let [start, end] = y_range(&figure);
    assert_eq!(start, 0.0);
    assert!((end - 1.05 * 0.797_884_560_802_865_4).abs() < 1e-15);
}

#[test]
fn a_high_bar_raises_the_y_range() {
    let mut figure = published();
    figure.histogram = histogram(Bins::Width(positive(1e-3)));
    let evaluation = evaluate(&figure).unwrap();
    let bars = evaluation
        .histograms
        .iter()
        .flatten()
        .flat_map(|h| h.heights.iter().flatten());
    let highest = bars.copied().fold(0.0, f64::max);
    assert!(highest > 1.0 && (evaluation.y.end() - 1.05 * highest).abs() < 1e-12);
}

#[test]
fn level_curves_have_a_range_too() {
    for quantity in [Quantity::Pdf, Quantity::LogPdf, Quantity::Cdf] {
        let mut figure = Figure {
            quantity,
            ..figure(&[(0.0, 1.0)])
        };
        figure.x.range = range(100.0, 101.0);
        assert!(evaluate(&figure).is_ok());
    }
}

#[test]
fn gaussians_that_no_axis_can_show_are_errors() {
    assert_eq!(
        error_key(&figure(&[(0.0, 1.0), (1e16, 0.1)])).as_deref(),
        Some("gaussian.1.mu")
    );
    assert_eq!(
        error_key(&figure(&[(1e308, 1e308)])).as_deref(),
        Some("gaussian.0.mu")
    );
    assert_eq!(
        error_key(&figure(&[(1e308, 1.0), (-1e308, 1e306)])).as_deref(),
        Some("gaussian.0.mu")
    );
    assert_eq!(
        error_key(&figure(&[(1e308, 1e306), (-1e308, 1e306)])).as_deref(),
        Some("x.range")
    );
    assert_eq!(
        error_key(&figure(&[(0.0, 1e-310)])).as_deref(),
        Some("gaussian.0.sigma")
    );
}

#[test]
fn ticks_that_do_not_fit_the_range_are_errors() {
    let mut figure = published();
    figure.x.ticks = Ticks::Step(positive(0.01));
    figure.y.ticks = Ticks::At(vec![0.0, 0.9]);
    let errors = evaluate(&figure).unwrap_err();
    let keys: Vec<_> = errors.iter().map(|error| error.key.as_deref()).collect();
    assert_eq!(keys, [Some("x.ticks"), Some("y.ticks")]);
}

#[test]
fn two_hundred_ticks_are_not_too_many() {
    let mut figure = figure(&[(0.0, 1.0)]);
    figure.x.range = range(0.0, 199.0);
    figure.x.ticks = Ticks::Step(positive(1.0));
    assert!(evaluate(&figure).is_ok());
    figure.x.range = range(0.0, 200.0);
    assert!(evaluate(&figure).is_err());
}

#[test]
fn labels_share_their_decimals() {
    let (texts, note) = labels(&Ticks::Step(positive(2.5)), -10.0, 10.0);
    assert_eq!(
        texts,
        [
            "−10.0", "−7.5", "−5.0", "−2.5", "0.0", "2.5", "5.0", "7.5", "10.0"
        ]
    );
    assert_eq!(note, None);
    assert_eq!(
        labels(&Ticks::Step(positive(0.4)), -0.04, 0.84).0,
        ["0.0", "0.4", "0.8"]
    );
    assert_eq!(
        labels(&Ticks::Step(positive(20.0)), -20.0, 100.0).0,
        ["−20", "0", "20", "40", "60", "80", "100"]
    );
    assert_eq!(
        labels(&Ticks::At(vec![0.0, 0.25, 1.0]), 0.0, 1.0).0,
        ["0.00", "0.25", "1.00"]
    );
}

#[test]
fn large_and_small_labels_have_a_common_factor() {
    let (texts, note) = labels(&Ticks::Auto, -4e-7, 4e-7);
    assert_eq!(texts, ["−4", "−3", "−2", "−1", "0", "1", "2", "3", "4"]);
    assert_eq!(note.as_deref(), Some("$\\times 10^{-7}$"));
    let (texts, note) = labels(&Ticks::Step(positive(500_000.0)), 0.0, 1e6);
    assert_eq!(
        (texts, note.as_deref()),
        (
            vec!["0.0".into(), "0.5".into(), "1.0".into()],
            Some("$\\times 10^{6}$")
        )
    );
}

#[test]
fn labels_near_a_large_number_have_a_common_summand() {
    let (texts, note) = labels(&Ticks::Auto, 1e16 - 8.0, 1e16 + 8.0);
    assert_eq!(texts, ["−8", "−6", "−4", "−2", "0", "2", "4", "6", "8"]);
    assert_eq!(note.as_deref(), Some("$+\\,10^{16}$"));
    let (texts, note) = labels(&Ticks::Auto, 5.0 - 4e-9, 5.0 + 4e-9);
    assert_eq!(texts, ["−4", "−2", "0", "2", "4"]);
    assert_eq!(note.as_deref(), Some("$\\times 10^{-9}+\\,5$"));
    let (_, note) = labels(&Ticks::Auto, -2_000_003.0, -1_999_997.0);
    assert_eq!(note.as_deref(), Some("$-\\,2 \\times 10^{6}$"));
    let (texts, note) = labels(&Ticks::Step(positive(0.5)), 1_234_567.0, 1_234_568.0);
    assert_eq!(texts, ["7.0", "7.5", "8.0"]);
    assert_eq!(note.as_deref(), Some("$+\\,1.23456 \\times 10^{6}$"));
    let (texts, _) = labels(&Ticks::Step(positive(0.5)), -1_234_568.0, -1_234_567.0);
    assert_eq!(texts, ["−8.0", "−7.5", "−7.0"]);
}

#[test]
fn listed_labels_differ_even_if_far_apart() {
    let (texts, _) = labels(&Ticks::At(vec![1e-300, 0.5, 1e16]), 0.0, 1e16);
    assert_eq!(texts, ["$10^{-300}$", "$0.5$", "$10^{16}$"]);
}

#[test]
fn ticks_of_random_ranges_are_multiples_inside_with_distinct_labels() {
    let mut random = Random::new(3);
    for _ in 0..2000 {
        let start = random.power(-12.0, 12.0) * random.uniform(-1.0, 1.0);
        let length = start.abs() * random.power(-13.0, 3.0);
        let Some(range) = Range::new(start, start + length) else {
            continue;
        };
        let most = 2 + random.below(9);
        let TickSet {
            positions, labels, ..
        } = ticks(&Ticks::Auto, range, most);
        assert!(positions.len() <= most + 1 && positions.len() == labels.len());
        assert!(
            positions.iter().all(|&position| range.contains(position)),
            "{range:?}"
        );
        let mut different = labels.clone();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), labels.len(), "{range:?} {labels:?}");
        assert!(
            labels.iter().all(|label| label.chars().count() <= 9),
            "{range:?} {labels:?}"
        );
    }
}
