//! What the samples of one Gaussian are on the whole.

use super::bins::Facts;
use super::counts::OrderStatistics;
use super::extremes::Extremes;
use super::progress::Progress;
use super::sample::{Samples, Tally};
use crate::gaussian::Gaussian;
use crate::model::{Curve, Figure, Method};
use crate::parallel::Threads;

/// Extremes and moments of samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Summary {
    /// The least sample.
    pub(crate) least: f64,
    /// The greatest sample.
    pub(crate) greatest: f64,
    /// Their mean, if they were drawn and are finite.
    pub(crate) mean: Option<f64>,
    /// Their standard deviation with divisor n − 1, if they were drawn, are finite, and at least two.
    pub(crate) standard_deviation: Option<f64>,
}

/// How often samples that are drawn are drawn for their summary.
const PASSES: u64 = 2;

/// The samples of each Gaussian of the figure; `None` in one without histograms.
pub(crate) fn summaries(figure: &Figure, progress: &Progress) -> Vec<Option<Summary>> {
    let Some(settings) = &figure.histogram else {
        return vec![None; figure.curves.len()];
    };
    if settings.method == Method::Draw {
        let numbers = figure.curves.iter().map(|curve| curve.samples);
        progress.plan(numbers.fold(0, |sum, number| sum.saturating_add(number * PASSES)));
    }
    let summary = |(stream, curve): (u64, &Curve)| {
        let samples = Samples {
            gaussian: curve.gaussian,
            stream,
            seed: settings.seed,
            number: curve.samples,
            threads: Threads::All,
            progress,
        };
        Some(match settings.method {
            Method::Draw => drawn(&samples),
            Method::Counts => counted(&samples),
        })
    };
    (0..).zip(&figure.curves).map(summary).collect()
}

/// What is known of samples of which only counts are drawn.
fn counted(samples: &Samples) -> Summary {
    let Extremes { least, greatest } = OrderStatistics::draw(samples).extremes();
    Summary {
        least,
        greatest,
        mean: None,
        standard_deviation: None,
    }
}

/// Draws the samples twice: for their mean, and for their deviations from it. These are of the doubles that the samples are,
/// and added up as integers, so that they do not depend on the order.
fn drawn(samples: &Samples) -> Summary {
    let n = samples.number as f64;
    let unit = Unit::of(samples);
    let total = samples.tally(&Total {
        unit,
        least: f64::INFINITY,
        greatest: f64::NEG_INFINITY,
        deviations: 0,
    });
    let Total {
        least, greatest, ..
    } = total;
    let finite = least.is_finite() && greatest.is_finite();
    let deviation = total.deviations as f64 / unit.scale / n;
    let (mu, sigma) = (samples.gaussian.mu(), samples.gaussian.sigma());
    let standard_deviation = (finite && samples.number > 1).then(|| {
        let squares = samples.tally(&Squares {
            unit,
            mean: deviation,
            sum: 0,
        });
        sigma * (squares.sum as f64 / unit.scale / (n - 1.0)).sqrt()
    });
    Summary {
        least,
        greatest,
        // No less than the least for its rounding.
        mean: finite.then(|| (mu + sigma * deviation).clamp(least, greatest)),
        standard_deviation,
    }
}

/// How deviations from μ become integers.
#[derive(Debug, Clone, Copy)]
struct Unit {
    gaussian: Gaussian,
    /// Halves, where the difference of a sample and μ could be beyond the largest double.
    part: f64,
    /// Units per σ: so many that n numbers of less than 2^12 still fit into 127 bits. At most 2^53 samples leave 2^60.
    scale: f64,
}

impl Unit {
    fn of(samples: &Samples) -> Self {
        let gaussian = samples.gaussian;
        let large = gaussian.mu().abs().max(gaussian.sigma()) > 1e300;
        let bits = u64::BITS - samples.number.leading_zeros();
        Self {
            gaussian,
            part: if large { 0.5 } else { 1.0 },
            scale: libm::scalbn(1.0, 114 - bits as i32),
        }
    }

    /// (z − μ) / σ. No sample is farther from μ than 2^5 σ, as no ε is, and rounding to a double beside μ at most doubles the
    /// distance.
    fn deviation(&self, z: f64) -> f64 {
        let difference = z * self.part - self.gaussian.mu() * self.part;
        difference / self.gaussian.sigma() / self.part
    }
}

/// The extremes, and the sum of the deviations from μ.
#[derive(Clone)]
struct Total {
    unit: Unit,
    least: f64,
    greatest: f64,
    deviations: i128,
}

impl Tally for Total {
    fn add(&mut self, _: &[f64], values: impl Iterator<Item = f64>) {
        for z in values {
            self.least = self.least.min(z);
            self.greatest = self.greatest.max(z);
            // It wraps only where samples are infinite, and then nobody looks at it.
            let deviation = self.unit.deviation(z) * self.unit.scale;
            self.deviations = self.deviations.wrapping_add(deviation as i128);
        }
    }

    fn merge(&mut self, other: Self) {
        self.least = self.least.min(other.least);
        self.greatest = self.greatest.max(other.greatest);
        self.deviations = self.deviations.wrapping_add(other.deviations);
    }
}

/// The sum of the squared deviations from the mean.
#[derive(Clone)]
struct Squares {
    unit: Unit,
    /// Deviation of the mean from μ.
    mean: f64,
    sum: u128,
}

impl Tally for Squares {
    fn add(&mut self, _: &[f64], values: impl Iterator<Item = f64>) {
        for z in values {
            let deviation = self.unit.deviation(z) - self.mean;
            self.sum += (deviation * deviation * self.unit.scale) as u128;
        }
    }

    fn merge(&mut self, other: Self) {
        self.sum += other.sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::quartiles::Values;

    fn samples(mu: f64, sigma: f64, number: u64) -> Samples<'static> {
        Samples {
            gaussian: Gaussian::new(mu, sigma).unwrap(),
            stream: 2,
            seed: 7,
            number,
            threads: Threads::Only(1),
            progress: Box::leak(Box::default()),
        }
    }

    #[test]
    fn moments_are_those_of_the_definition() {
        for (mu, sigma) in [(0.0, 1.0), (-4.0, 2.0), (1e3, 1e-3), (3e-200, 5e-201)] {
            for number in [2, 3, 1000, 300_000] {
                let samples = samples(mu, sigma, number);
                let summary = drawn(&samples);
                let z = samples.tally(&Values::default()).0;
                let n = z.len() as f64;
                // In units of σ about μ, where the sums lose little.
                let t: Vec<f64> = z.iter().map(|z| (z - mu) / sigma).collect();
                let mean = t.iter().sum::<f64>() / n;
                let squares: f64 = t.iter().map(|t| (t - mean) * (t - mean)).sum();
                let error = (summary.mean.unwrap() - mu) / sigma - mean;
                let rounding = (mu / sigma).abs() * f64::EPSILON;
                assert!(error.abs() < 1e-13 + rounding, "{mu} {sigma} {number}");
                let deviation = sigma * (squares / (n - 1.0)).sqrt();
                let ratio = summary.standard_deviation.unwrap() / deviation;
                assert!((ratio - 1.0).abs() < 1e-12, "{mu} {sigma} {number} {ratio}");
                assert_eq!(summary.least, z.iter().copied().fold(f64::MAX, f64::min));
                assert_eq!(summary.greatest, z.iter().copied().fold(f64::MIN, f64::max));
            }
        }
    }

    #[test]
    fn samples_that_round_to_one_double_do_not_deviate() {
        let summary = drawn(&samples(1e16, 0.1, 1000));
        assert_eq!(summary.mean, Some(1e16));
        assert_eq!(summary.standard_deviation, Some(0.0));
    }

    #[test]
    fn one_sample_has_a_mean_but_no_deviation() {
        let summary = drawn(&samples(1.0, 2.0, 1));
        assert_eq!(summary.mean, Some(summary.least));
        assert_eq!(summary.standard_deviation, None);
    }

    #[test]
    fn rounded_samples_deviate_as_their_doubles_do() {
        // Doubles at 2^53 are 2 apart: rounding adds their distance squared over 12 to the variance (Sheppard's correction).
        let summary = drawn(&samples(9_007_199_254_740_992.0, 4.0, 200_000));
        // Below 2^53 they are 1 apart.
        let variance: f64 = 16.0 + 0.5 * (1.0 + 4.0) / 12.0;
        let ratio = summary.standard_deviation.unwrap() / variance.sqrt();
        assert!((ratio - 1.0).abs() < 0.005, "{ratio}");
    }

    #[test]
    fn the_largest_numbers_have_moments_and_infinite_ones_none() {
        let large = drawn(&samples(-1.2e308, 1e307, 1000));
        assert!((large.standard_deviation.unwrap() / 1e307 - 1.0).abs() < 0.1);
        assert!((large.mean.unwrap() / -1.2e308 - 1.0).abs() < 0.01);
        let infinite = drawn(&samples(0.0, 1.7e308, 1000));
        assert_eq!(infinite.greatest, f64::INFINITY);
        assert_eq!((infinite.mean, infinite.standard_deviation), (None, None));
    }
}
