//! Histograms: bins, counts and what is shown of them.

use gaussfig::evaluate::{Histogram, Progress, evaluate, evaluate_with};
use gaussfig::model::{BinRule, Bins, Figure, Method, Quantity};

use crate::support::{figure, histogram, positive, range};

/// The histogram of the first of these Gaussians, and the warnings.
fn evaluated(figure: &Figure) -> (Histogram, Vec<String>) {
    let evaluation = evaluate(figure).unwrap();
    let warnings = evaluation.warnings.iter();
    let messages = warnings.map(|warning| warning.message.clone()).collect();
    (evaluation.histograms[0].clone().unwrap(), messages)
}

/// The standard normal distribution with these bins.
fn standard(bins: Bins, samples: u64) -> Figure {
    let mut figure = figure(&[(0.0, 1.0)]);
    figure.histogram = histogram(bins);
    figure.curves[0].samples = samples;
    figure
}

fn increasing(edges: &[f64]) -> bool {
    edges.windows(2).all(|w| w[0] < w[1])
}

#[test]
fn every_sample_is_counted() {
    for samples in [1, 2, 10, 1000, 300_000] {
        for bins in [
            Bins::Count(7),
            Bins::Width(positive(0.3)),
            Bins::Rule(BinRule::Doane),
        ] {
            let (histogram, _) = evaluated(&standard(bins, samples));
            assert_eq!(histogram.counts.iter().sum::<u64>(), samples);
            assert!(increasing(&histogram.edges));
        }
    }
}

#[test]
fn densities_times_widths_sum_to_the_share_counted() {
    let edges = vec![-1.0, -0.5, 0.25, 2.0];
    let (histogram, warnings) = evaluated(&standard(Bins::Edges(edges), 1000));
    let area = histogram.edges.windows(2).zip(&histogram.heights);
    let area: f64 = area
        .map(|(w, height)| (w[1] - w[0]) * height.unwrap())
        .sum();
    let inside = histogram.counts.iter().sum::<u64>();
    assert!((area - inside as f64 / 1000.0).abs() < 1e-15);
    assert_eq!(inside + histogram.below + histogram.above, 1000);
    let outside = histogram.below + histogram.above;
    assert_eq!(
        warnings,
        [format!(
            "{outside} of 1000 samples of Gaussian 1 lie outside of the histogram"
        )]
    );
}

#[test]
fn wide_bins_have_densities() {
    let mut figure = standard(Bins::Count(20), 1000);
    figure.curves = self::figure(&[(0.0, 1e307)]).curves;
    let (histogram, _) = evaluated(&figure);
    let highest = histogram.heights.iter().flatten().copied();
    let highest = highest.fold(0.0, f64::max) * 1e307;
    assert!((0.3..0.5).contains(&highest), "{highest}");
}

#[test]
fn counts_are_those_of_the_distribution() {
    let (histogram, _) = evaluated(&standard(
        Bins::Edges(vec![-2.0, -1.0, 0.0, 1.0, 2.0]),
        1_000_000,
    ));
    for (count, share) in histogram
        .counts
        .iter()
        .zip([0.135_905, 0.341_345, 0.341_345, 0.135_905])
    {
        let deviation = (share * (1.0 - share) * 1e6_f64).sqrt();
        assert!((*count as f64 - share * 1e6).abs() < 4.0 * deviation);
    }
}

#[test]
fn bins_of_a_width_lie_at_its_multiples() {
    let (histogram, _) = evaluated(&standard(Bins::Width(positive(0.25)), 1000));
    assert!(histogram.edges.iter().all(|edge| edge % 0.25 == 0.0));
    let ends = [histogram.counts[0], *histogram.counts.last().unwrap()];
    assert!(ends.iter().all(|&count| count > 0));
}

#[test]
fn rules_have_numpys_numbers_of_bins() {
    // ⌈log₂ 1000 + 1⌉, ⌈√1000⌉, ⌈2 · 10⌉; the others follow from the samples, whose range is about 6.5.
    let numbers = [
        (BinRule::Sturges, 11),
        (BinRule::Sqrt, 32),
        (BinRule::Rice, 20),
    ];
    for (rule, number) in numbers {
        assert_eq!(
            evaluated(&standard(Bins::Rule(rule), 1000)).0.counts.len(),
            number
        );
    }
    for (rule, width) in [(BinRule::Scott, 0.349), (BinRule::FreedmanDiaconis, 0.27)] {
        let edges = evaluated(&standard(Bins::Rule(rule), 1000)).0.edges;
        assert!(
            (edges[1] - edges[0] - width).abs() < 0.04,
            "{rule:?} {}",
            edges[1] - edges[0]
        );
    }
    let doane = evaluated(&standard(Bins::Rule(BinRule::Doane), 1000))
        .0
        .counts
        .len();
    assert!((11..=13).contains(&doane), "{doane}");
}

#[test]
fn too_many_bins_are_capped_and_said() {
    let (histogram, warnings) = evaluated(&standard(Bins::Width(positive(1e-6)), 1000));
    assert!(histogram.counts.len() <= 10_000 && increasing(&histogram.edges));
    assert!(warnings[0].ends_with("are more than 10000"), "{warnings:?}");
    let width = histogram.edges[1] - histogram.edges[0];
    assert!(
        (width - 0.001).abs() < 1e-12,
        "round, as the hint says it: {width}"
    );
}

#[test]
fn samples_that_are_all_equal_have_one_bin() {
    let mut figure = standard(Bins::Count(20), 1000);
    figure.curves = self::figure(&[(1e16, 0.1)]).curves;
    figure.x.range = range(1e16 - 100.0, 1e16 + 100.0);
    let (histogram, _) = evaluated(&figure);
    assert_eq!(histogram.counts, [1000]);
    assert_eq!(histogram.edges, [1e16_f64.next_down(), 1e16_f64.next_up()]);
}

#[test]
fn a_single_sample_has_a_bin_as_wide_as_sigma() {
    let (histogram, _) = evaluated(&standard(Bins::Count(20), 1));
    assert_eq!(histogram.counts, [1]);
    assert!((histogram.edges[1] - histogram.edges[0] - 1.0).abs() < 1e-15);
}

#[test]
fn bins_are_no_narrower_than_doubles_are_apart() {
    let mut figure = standard(Bins::Count(100), 1000);
    figure.curves = self::figure(&[(1e16, 2.0)]).curves;
    let (histogram, _) = evaluated(&figure);
    assert!(increasing(&histogram.edges) && histogram.counts.len() < 20);
    assert_eq!(histogram.samples(), 1000);
}

#[test]
fn another_gaussian_leaves_the_samples_of_the_others() {
    let mut figure = standard(Bins::Count(20), 1000);
    let alone = evaluated(&figure).0;
    figure.curves.extend(self::figure(&[(3.0, 0.8)]).curves);
    assert_eq!(evaluated(&figure).0, alone);
    let other = evaluate(&figure).unwrap().histograms[1].clone().unwrap();
    assert_ne!(other.counts, alone.counts);
}

#[test]
fn seeds_make_other_samples() {
    let mut figure = standard(Bins::Count(20), 1000);
    let first = evaluated(&figure).0;
    if let Some(histogram) = &mut figure.histogram {
        histogram.seed = u64::MAX;
    }
    assert_ne!(evaluated(&figure).0, first);
}

#[test]
fn logarithms_leave_out_empty_bins() {
    let mut figure = standard(Bins::Edges(vec![-1.0, 0.0, 1.0, 50.0, 60.0]), 1000);
    let densities = evaluated(&figure).0;
    figure.quantity = Quantity::LogPdf;
    let logarithms = evaluated(&figure).0;
    assert_eq!(logarithms.heights[3], None);
    assert_eq!(logarithms.heights[0], densities.heights[0].map(libm::log));
}

#[test]
fn a_distribution_function_ends_at_the_share_not_above() {
    let mut figure = standard(Bins::Edges(vec![-1.0, 0.0, 1.0]), 1000);
    figure.quantity = Quantity::Cdf;
    let (histogram, _) = evaluated(&figure);
    let share = |count: u64| Some(count as f64 / 1000.0);
    assert_eq!(
        histogram.heights,
        [
            share(histogram.below + histogram.counts[0]),
            share(1000 - histogram.above)
        ]
    );
}

#[test]
fn infinite_samples_are_an_error() {
    let mut figure = standard(Bins::Count(20), 1000);
    figure.curves = self::figure(&[(0.0, 1.7e308)]).curves;
    figure.x.range = range(-1.0, 1.0);
    assert_eq!(
        evaluate(&figure).unwrap_err()[0].key.as_deref(),
        Some("gaussian.0.sigma")
    );
}

#[test]
fn as_many_samples_are_drawn_as_were_planned() {
    use BinRule::{Doane, FreedmanDiaconis, Rice, Scott, Sqrt, Sturges};
    let rules = [Doane, FreedmanDiaconis, Rice, Scott, Sqrt, Sturges].map(Bins::Rule);
    let others = [
        Bins::Count(7),
        Bins::Width(positive(0.3)),
        Bins::Edges(vec![0.0, 1.0]),
    ];
    for bins in rules.into_iter().chain(others) {
        let mut figure = figure(&[(0.0, 1.0), (0.0, 2.0)]);
        figure.histogram = histogram(bins);
        figure.curves[1].samples = 70_000;
        let progress = Progress::default();
        evaluate_with(&figure, &progress).unwrap();
        let what = &figure.histogram;
        assert_eq!(progress.drawn(), progress.planned(), "{what:?}");
        assert!(progress.drawn() >= 71_000);
    }
}

#[test]
fn counts_draw_no_samples() {
    let mut figure = standard(Bins::Count(20), 1 << 53);
    figure.histogram.as_mut().unwrap().method = Method::Counts;
    let progress = Progress::default();
    evaluate_with(&figure, &progress).unwrap();
    assert_eq!((progress.drawn(), progress.planned()), (0, 0));
}
