//! The statistics of the published figure, against quadrature and plain sums.

use gaussfig::Gaussian;
use gaussfig::statistics::{FigureStatistics, GaussianStatistics};

use crate::common::HISTOGRAMS;
use crate::evaluated;

/// μ and σ as in the published figure.
const GAUSSIANS: [(f64, f64); 4] = [(-4.0, 2.0), (-1.0, 0.5), (0.0, 1.0), (3.0, 0.8)];

/// The density by its definition.
fn density((mu, sigma): (f64, f64), z: f64) -> f64 {
    let t = (z - mu) / sigma;
    libm::exp(-0.5 * t * t) / (sigma * (2.0 * std::f64::consts::PI).sqrt())
}

/// Integral by Simpson's rule.
fn integral(from: f64, to: f64, function: impl Fn(f64) -> f64) -> f64 {
    const HALVES: u32 = 20_000;
    let step = (to - from) / f64::from(HALVES);
    let at = |i: u32| function(from + f64::from(i) * step);
    let inner: f64 = (1..HALVES)
        .map(|i| if i % 2 == 1 { 4.0 } else { 2.0 } * at(i))
        .sum();
    (at(0) + inner + at(HALVES)) * step / 3.0
}

/// Where a function changes its sign, by bisection of each of many small intervals.
fn zeros(from: f64, to: f64, function: impl Fn(f64) -> f64) -> Vec<f64> {
    let step = 0.01;
    let number = ((to - from) / step) as u32;
    let intervals = (0..number).map(|i| from + f64::from(i) * step);
    intervals
        .filter(|start| (function(*start) > 0.0) != (function(start + step) > 0.0))
        .map(|start| {
            let (mut low, mut high) = (start, start + step);
            for _ in 0..60 {
                let middle = 0.5 * (low + high);
                if (function(low) > 0.0) == (function(middle) > 0.0) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            low
        })
        .collect()
}

fn assert_near(what: &str, value: f64, expected: f64, error: f64) {
    assert!(
        (value - expected).abs() <= error * expected.abs(),
        "{what}: {value} is not {expected}"
    );
}

#[test]
fn peaks_and_masses_are_those_of_the_density() {
    let (figure, evaluation) = evaluated(HISTOGRAMS);
    let statistics: Vec<_> = FigureStatistics::new(&figure, &evaluation).gaussians;
    assert_eq!(statistics.len(), 4);
    for (statistics, gaussian) in statistics.iter().zip(GAUSSIANS) {
        let (mu, sigma) = gaussian;
        assert_eq!((statistics.mu, statistics.sigma), gaussian);
        assert_eq!(statistics.peak_position, mu);
        assert_near(
            "height",
            statistics.peak_height,
            density(gaussian, mu),
            1e-15,
        );
        let density = |z| density(gaussian, z);
        assert_near(
            "inside",
            statistics.mass_inside,
            integral(-10.0, 10.0, density),
            1e-13,
        );
        let far = 12.0 * sigma;
        let outside = integral(-10.0 - far, -10.0, density) + integral(10.0, 10.0 + far, density);
        assert_near("outside", statistics.mass_outside, outside, 1e-9);
    }
}

#[test]
fn pairs_are_those_of_bisection_and_quadrature() {
    let (figure, evaluation) = evaluated(HISTOGRAMS);
    let pairs: Vec<_> = FigureStatistics::new(&figure, &evaluation).pairs.collect();
    assert_eq!(
        pairs
            .iter()
            .map(|p| (p.first, p.second))
            .collect::<Vec<_>>(),
        [(1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)]
    );
    for pair in pairs {
        let [p, q] = [pair.first, pair.second].map(|number| GAUSSIANS[number - 1]);
        let (f, g) = (|z| density(p, z), |z| density(q, z));
        let crossings = zeros(-20.0, 20.0, |z| f(z) - g(z));
        assert_eq!(pair.crossings.len(), crossings.len());
        for (z, expected) in pair.crossings.iter().zip(&crossings) {
            assert_near("crossing", *z, *expected, 1e-12);
        }
        // In parts that end where the least of both has a corner.
        let ends = [&[-20.0][..], &crossings, &[20.0]].concat();
        let least = |z: f64| f(z).min(g(z));
        let overlap: f64 = ends.windows(2).map(|w| integral(w[0], w[1], least)).sum();
        assert_near("overlap", pair.overlap, overlap, 1e-11);
        // With logarithms of the densities, not of their ratio, which vanish far out.
        let ln = |(mu, sigma): (f64, f64), z: f64| {
            -0.5 * ((z - mu) / sigma) * ((z - mu) / sigma) - libm::log(sigma)
        };
        let divergence = integral(-25.0, 25.0, |z| f(z) * (ln(p, z) - ln(q, z)));
        assert_near("divergence", pair.kl_divergence, divergence, 1e-10);
        let reverse = integral(-25.0, 25.0, |z| g(z) * (ln(q, z) - ln(p, z)));
        assert_near("reverse", pair.reverse_kl_divergence, reverse, 1e-10);
    }
}

/// χ² of the bins between the extremes, pooled, by the density; and the number of cells.
fn chi_square(gaussian: (f64, f64), edges: &[f64], counts: &[u64]) -> (f64, usize) {
    let last = counts.len() - 1;
    let inner = |i: usize| counts[i] - u64::from(i == 0) - u64::from(i == last);
    let n: u64 = (0..=last).map(inner).sum();
    let mass = |from, to| integral(from, to, |z| density(gaussian, z));
    let whole = mass(edges[0], edges[last + 1]);
    let mut cells: Vec<(f64, f64)> = vec![(0.0, 0.0)];
    for i in 0..=last {
        let expected = n as f64 * mass(edges[i], edges[i + 1]) / whole;
        let cell = cells.last_mut().unwrap();
        *cell = (cell.0 + inner(i) as f64, cell.1 + expected);
        if cell.1 >= 5.0 {
            cells.push((0.0, 0.0));
        }
    }
    let rest = cells.pop().unwrap();
    let cell = cells.last_mut().unwrap();
    *cell = (cell.0 + rest.0, cell.1 + rest.1);
    let misfit = |(observed, expected): &(f64, f64)| {
        (observed - expected) * (observed - expected) / expected
    };
    (cells.iter().map(misfit).sum(), cells.len())
}

/// Probability that a chi-square variable is greater, from its density; the normalization is an integral, too.
fn p_value(chi_square: f64, degrees_of_freedom: usize) -> f64 {
    let exponent = degrees_of_freedom as f64 / 2.0 - 1.0;
    let density = |x: f64| libm::pow(x, exponent) * libm::exp(-0.5 * x);
    integral(chi_square, 300.0, density) / integral(0.0, 300.0, density)
}

#[test]
fn samples_are_summed_up_and_their_fit_is_that_of_plain_sums() {
    let (figure, evaluation) = evaluated(HISTOGRAMS);
    let statistics: Vec<GaussianStatistics<'_>> =
        FigureStatistics::new(&figure, &evaluation).gaussians;
    for ((statistics, histogram), gaussian) in statistics
        .iter()
        .zip(evaluation.histograms.iter().flatten())
        .zip(GAUSSIANS)
    {
        let sample = statistics.sample.as_ref().unwrap();
        assert_eq!(sample.size, 1000);
        let (edges, counts) = (&histogram.edges, &histogram.counts);
        assert_eq!(sample.least, edges[0]);
        assert_eq!(sample.greatest, edges[20]);
        // Samples in the middle of their bins would deviate from their mean nearly as much: by Sheppard's correction.
        let middles = edges.windows(2).map(|w| 0.5 * (w[0] + w[1]));
        let weighted: Vec<(f64, f64)> = middles.zip(counts.iter().map(|&n| n as f64)).collect();
        let mean = weighted.iter().map(|(z, n)| z * n).sum::<f64>() / 1000.0;
        let squares: f64 = weighted
            .iter()
            .map(|(z, n)| n * (z - mean) * (z - mean))
            .sum();
        let width = edges[1] - edges[0];
        let deviation = (squares / 999.0 - width * width / 12.0).sqrt();
        assert!((sample.mean.unwrap() - mean).abs() < 0.05 * width);
        assert!((sample.standard_deviation.unwrap() - deviation).abs() < 0.05 * width);

        let fit = sample.goodness_of_fit.unwrap();
        let (expected, cells) = chi_square(gaussian, edges, counts);
        assert_eq!((fit.cells, fit.degrees_of_freedom), (cells, cells - 1));
        assert_near("χ²", fit.chi_square, expected, 1e-10);
        assert_near("p", fit.p_value, p_value(expected, cells - 1), 1e-6);
    }
}

#[test]
fn the_statistics_are_those_of_the_densities_whatever_the_figure_shows() {
    let of = |quantity: &str| {
        let toml = format!("quantity = \"{quantity}\"\n{HISTOGRAMS}").replace("ticks = 0.4\n", "");
        let (figure, evaluation) = evaluated(&toml);
        let statistics = FigureStatistics::new(&figure, &evaluation);
        assert_eq!(statistics.quantity, quantity);
        let gaussians: Vec<String> = statistics
            .gaussians
            .iter()
            .map(|g| format!("{g:?}"))
            .collect();
        (gaussians, statistics.pairs.collect::<Vec<_>>())
    };
    assert_eq!(of("pdf"), of("log-pdf"));
    assert_eq!(of("pdf"), of("cdf"));
}

#[test]
fn a_figure_without_histograms_has_no_samples() {
    let (figure, evaluation) = evaluated("[[gaussian]]\nmu = 0\nsigma = 1\n");
    let mut statistics = FigureStatistics::new(&figure, &evaluation);
    assert_eq!(statistics.gaussians[0].sample, None);
    assert_eq!(statistics.pairs.next(), None);
}

#[test]
fn masses_inside_and_outside_are_exact_far_out() {
    let (figure, evaluation) =
        evaluated("[x]\nrange = [20.0, 21.0]\n[[gaussian]]\nmu = 0\nsigma = 1\n");
    let statistics = FigureStatistics::new(&figure, &evaluation)
        .gaussians
        .into_iter()
        .next();
    let statistics = statistics.unwrap();
    let standard = Gaussian::new(0.0, 1.0).unwrap();
    assert_near(
        "inside",
        statistics.mass_inside,
        standard.sf(20.0) - standard.sf(21.0),
        1e-14,
    );
    assert_eq!(statistics.mass_outside, 1.0);
}
