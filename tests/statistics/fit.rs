//! Goodness of fit: uniform p-values where samples are drawn from their Gaussian, small ones where they are not.

use gaussfig::evaluate::Evaluation;
use gaussfig::model::Figure;
use gaussfig::statistics::{FigureStatistics, GoodnessOfFit};

use crate::evaluated;

fn fit(figure: &Figure, evaluation: &Evaluation) -> Option<GoodnessOfFit> {
    let first = FigureStatistics::new(figure, evaluation)
        .gaussians
        .into_iter()
        .next();
    first.unwrap().sample.unwrap().goodness_of_fit
}

fn fit_of(bins: &str, samples: u32, seed: u32) -> Option<GoodnessOfFit> {
    let (figure, evaluation) = evaluated(&format!(
        "[histogram]\nbins = {bins}\nsamples = {samples}\nseed = {seed}\n[[gaussian]]\nmu = 2\nsigma = 3\n"
    ));
    fit(&figure, &evaluation)
}

/// The Kolmogorov-Smirnov distance of numbers from the uniform distribution, times the root of how many they are.
fn distance(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let n = numbers.len() as f64;
    let distances = (0..).zip(&numbers).map(|(i, p)| {
        let below = f64::from(i) / n;
        (p - below).abs().max((p - below - 1.0 / n).abs())
    });
    distances.fold(0.0, f64::max) * n.sqrt()
}

#[test]
fn p_values_are_uniform_over_seeds() {
    for (bins, samples) in [
        ("20", 1000),
        ("{ width = 0.7 }", 1000),
        ("\"sturges\"", 300),
        ("{ edges = [-1.0, 0.0, 1.0, 2.5, 4.0] }", 500),
    ] {
        let p_values: Vec<f64> = (0..400)
            .map(|seed| fit_of(bins, samples, seed).unwrap().p_value)
            .collect();
        let distance = distance(p_values);
        // Exceeded once in a hundred times.
        assert!(distance < 1.63, "{bins} {distance}");
    }
}

#[test]
fn a_histogram_of_another_gaussian_does_not_fit() {
    for bins in ["20", "{ edges = [-6.0, -2.0, 0.0, 2.0, 4.0, 6.0, 10.0] }"] {
        let toml = format!(
            "[x]\nrange = [-10, 14]\n[histogram]\nbins = {bins}\n[[gaussian]]\nmu = 2\nsigma = 3\n"
        );
        let (figure, evaluation) = evaluated(&toml);
        let (other, _) = evaluated(&toml.replace("sigma = 3", "sigma = 2.4"));
        assert!(fit(&figure, &evaluation).unwrap().p_value > 0.001);
        // The bins of the one, the Gaussian of the other.
        assert!(fit(&other, &evaluation).unwrap().p_value < 1e-6);
    }
}

#[test]
fn cells_are_bins_put_together_until_five_samples_are_expected() {
    let fit = fit_of("{ edges = [-40.0, -30.0, 2.0, 2.001, 40.0] }", 1000, 1).unwrap();
    assert_eq!((fit.cells, fit.degrees_of_freedom), (2, 1));
    // Without the extremes: three between them in three bins.
    assert_eq!(fit_of("3", 5, 1), None);
    for samples in [1, 2, 3] {
        assert_eq!(fit_of("20", samples, 1), None);
        assert_eq!(fit_of("{ edges = [0.0, 1.0] }", samples, 1), None);
    }
}

#[test]
fn ten_thousand_bins_and_a_million_samples_fit() {
    let fit = fit_of("10000", 1_000_000, 1).unwrap();
    assert!(fit.cells > 5000, "{fit:?}");
    assert!((0.001..0.999).contains(&fit.p_value), "{fit:?}");
}

#[test]
fn samples_that_are_all_the_same_double_have_no_cells() {
    let (figure, evaluation) =
        evaluated("[x]\nrange = [0, 1e17]\n[histogram]\n[[gaussian]]\nmu = 1e16\nsigma = 0.01\n");
    assert_eq!(fit(&figure, &evaluation), None);
}
