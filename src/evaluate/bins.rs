//! The edges of histogram bins.
//!
//! The rules are those of `numpy.histogram_bin_edges`, whose documentation gives the formulas; n is the number of
//! samples, σ their standard deviation (with divisor n), IQR their interquartile range:
//!
//! - Sturges: ⌈log₂ n + 1⌉ bins (Sturges, The choice of a class interval, 1926).
//! - Scott: width σ (24 √π / n)^(1/3) (Scott, On optimal and data-based histograms, 1979).
//! - Freedman and Diaconis: width 2 IQR / n^(1/3) (On the histogram as a density estimator: L₂ theory, 1981).
//! - Square root: ⌈√n⌉ bins.
//! - Rice: ⌈2 n^(1/3)⌉ bins (Lane, Online statistics education).
//! - Doane: ⌈1 + log₂ n + log₂(1 + |g₁| / σ_g)⌉ bins with the skewness g₁ and σ_g² = 6 (n - 2) / ((n + 1)(n + 3))
//!   (Doane, Aesthetic frequency classification, 1976).

use super::moments::Moments;
use super::quartiles::interquartile_range;
use super::sample::{Samples, Tally};
use crate::diagnostic::Diagnostic;
use crate::model::{BinRule, Bins};

/// The most bins of a histogram.
pub const MAX_BINS: u32 = 10_000;

/// The edges of the bins, at least two, increasing.
///
/// # Errors
///
/// If the samples are not all finite numbers.
pub(crate) fn edges(
    samples: &Samples,
    bins: &Bins,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Vec<f64>, Diagnostic> {
    if let Bins::Edges(edges) = bins {
        return Ok(edges.clone());
    }
    let extremes = samples.tally(&Extremes::NONE);
    if !(extremes.greatest - extremes.least).is_finite() {
        let key = format!("gaussian.{}.sigma", samples.stream);
        return Err(
            Diagnostic::error("sigma is so great that samples are infinite")
                .about(key)
                .hint("choose a smaller sigma, or leave out [histogram]"),
        );
    }
    if extremes.least == extremes.greatest {
        return Ok(around(extremes.least, samples.gaussian.sigma()));
    }
    let mut warn = |bins: f64, hint: String| {
        let number = samples.stream + 1;
        let message = format!("{bins:.0} bins for Gaussian {number} are more than {MAX_BINS}");
        warnings.push(
            Diagnostic::warning(message)
                .about("histogram.bins")
                .hint(hint),
        );
    };
    let mut edges = match bins {
        Bins::Width(width) => multiples(extremes, width.get(), &mut warn),
        Bins::Count(count) => uniform(extremes, capped(f64::from(*count), &mut warn)),
        Bins::Rule(rule) => uniform(
            extremes,
            capped(number(*rule, samples, extremes), &mut warn),
        ),
        Bins::Edges(edges) => edges.clone(),
    };
    // Doubles near μ may be farther apart than the bins are wide.
    edges.dedup();
    Ok(edges)
}

/// One bin about a value that all samples have: as wide as σ, or as doubles allow.
fn around(value: f64, sigma: f64) -> Vec<f64> {
    let half = 0.5 * sigma;
    vec![
        (value - half).min(value.next_down()),
        (value + half).max(value.next_up()),
    ]
}

/// `bins` bins of equal width between the extremes.
fn uniform(Extremes { least, greatest }: Extremes, bins: u32) -> Vec<f64> {
    let width = (greatest - least) / f64::from(bins);
    let mut edges: Vec<f64> = (0..bins).map(|i| least + f64::from(i) * width).collect();
    edges.push(greatest);
    edges
}

/// Bins between multiples of `width`, or of a multiple of it where that were too many.
fn multiples(
    Extremes { least, greatest }: Extremes,
    width: f64,
    warn: &mut impl FnMut(f64, String),
) -> Vec<f64> {
    // The ends may add a bin each.
    let most = f64::from(MAX_BINS - 2);
    let bins = (greatest - least) / width;
    let wider = width * (bins / most).ceil().max(1.0);
    if bins > most {
        warn(bins, format!("they are drawn {wider} wide"));
    }
    let first = (least / wider).floor();
    let mut edges = vec![first * wider];
    for i in 1..=MAX_BINS {
        let edge = (first + f64::from(i)) * wider;
        edges.push(edge);
        if edge >= greatest {
            break;
        }
    }
    edges
}

fn capped(bins: f64, warn: &mut impl FnMut(f64, String)) -> u32 {
    if bins > f64::from(MAX_BINS) {
        warn(bins, format!("there are {MAX_BINS} now"));
    }
    bins.clamp(1.0, f64::from(MAX_BINS)) as u32
}

/// How many bins a rule asks for.
fn number(rule: BinRule, samples: &Samples, Extremes { least, greatest }: Extremes) -> f64 {
    let n = samples.number as f64;
    let sigma = samples.gaussian.sigma();
    let of_width = |width: f64| (greatest - least) / width;
    let bins = match rule {
        BinRule::Sturges => libm::log2(n) + 1.0,
        BinRule::Sqrt => n.sqrt(),
        BinRule::Rice => 2.0 * libm::cbrt(n),
        BinRule::Scott => {
            let deviation = samples.tally(&Moments::NONE).standard_deviation() * sigma;
            of_width(deviation * libm::cbrt(24.0 * std::f64::consts::PI.sqrt() / n))
        }
        BinRule::FreedmanDiaconis => of_width(2.0 * interquartile_range(samples) / libm::cbrt(n)),
        BinRule::Doane if n < 3.0 => 1.0,
        BinRule::Doane => {
            let error = (6.0 * (n - 2.0) / ((n + 1.0) * (n + 3.0))).sqrt();
            let skewness = samples.tally(&Moments::NONE).skewness();
            1.0 + libm::log2(n) + libm::log2(1.0 + skewness.abs() / error)
        }
    };
    if bins.is_finite() { bins.ceil() } else { 1.0 }
}

/// The least and the greatest sample.
#[derive(Debug, Clone, Copy)]
struct Extremes {
    least: f64,
    greatest: f64,
}

impl Extremes {
    const NONE: Self = Self {
        least: f64::INFINITY,
        greatest: f64::NEG_INFINITY,
    };
}

impl Tally for Extremes {
    #[inline]
    fn add(&mut self, _: f64, value: f64) {
        self.least = self.least.min(value);
        self.greatest = self.greatest.max(value);
    }

    fn merge(&mut self, other: Self) {
        self.least = self.least.min(other.least);
        self.greatest = self.greatest.max(other.greatest);
    }
}
