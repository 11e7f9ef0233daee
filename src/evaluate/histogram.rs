//! Histograms of samples.

use super::bins::{self, edges};
use super::counting::Counting;
use super::counts::OrderStatistics;
use super::sample::Samples;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{self, Bins, Method, Quantity};

/// How the samples of one Gaussian fall into bins.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// n + 1 edges of n bins, increasing. A bin contains its left edge; the last one contains both.
    pub edges: Vec<f64>,
    /// The least and the greatest sample, which the edges follow from; `None` where the config gives the edges.
    pub extremes: Option<[f64; 2]>,
    /// Samples in each bin.
    pub counts: Vec<u64>,
    /// Samples to the left of the first bin.
    pub below: u64,
    /// Samples to the right of the last bin.
    pub above: u64,
    /// What the figure shows of each bin. For a density, its count over the number of samples and its width, or the
    /// natural logarithm of that, `None` where the count is zero. For the distribution function, the share of the
    /// samples in this bin and left of it.
    pub heights: Vec<Option<f64>>,
}

impl Histogram {
    /// Number of samples, those outside of the bins included.
    pub fn samples(&self) -> u64 {
        self.counts.iter().sum::<u64>() + self.below + self.above
    }

    /// Of each bin, its count over the number of samples and its width.
    pub fn densities(&self) -> impl Iterator<Item = f64> {
        let samples = self.samples() as f64;
        let bins = self.edges.windows(2).zip(&self.counts);
        // Not over their product, which may be beyond the doubles.
        bins.map(move |(edges, &count)| count as f64 / samples / (edges[1] - edges[0]))
    }
}

/// How often [`histogram`] draws `number` samples.
pub(crate) fn passes(settings: &model::Histogram, number: u64) -> u64 {
    match settings.method {
        Method::Draw => bins::passes(&settings.bins, number) + 1,
        Method::Counts => 0,
    }
}

/// The histogram of `samples` in at most `most` bins, and what is to be said about it.
///
/// # Errors
///
/// If the samples are not all finite numbers, or the bins follow from more than the method draws.
pub(crate) fn histogram(
    samples: &Samples,
    settings: &model::Histogram,
    quantity: Quantity,
    most: u32,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Histogram, Diagnostic> {
    let mut histogram = match settings.method {
        Method::Draw => draw(samples, &settings.bins, most, warnings)?,
        Method::Counts => count(samples, &settings.bins, most, warnings)?,
    };
    histogram.heights = heights(&histogram, quantity);
    let outside = histogram.below + histogram.above;
    if outside > 0 {
        let (number, samples) = (samples.stream + 1, samples.number);
        let message = format!(
            "{outside} of {samples} samples of Gaussian {number} lie outside of the histogram"
        );
        warnings.push(
            Diagnostic::warning(Code::SamplesOutsideBins, message)
                .about("histogram.bins")
                .hint("let the edges begin lower or end higher"),
        );
    }
    Ok(histogram)
}

/// The histogram of samples drawn one by one, without heights.
fn draw(
    samples: &Samples,
    bins: &Bins,
    most: u32,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Histogram, Diagnostic> {
    let (edges, extremes) = edges(samples, &mut { *samples }, bins, most, warnings)?;
    let counting = samples.tally(&Counting::new(&edges));
    let mut counts = counting.counts();
    Ok(Histogram {
        below: counts.next().unwrap_or(0),
        above: counts.next_back().unwrap_or(0),
        counts: counts.collect(),
        edges,
        extremes: extremes.map(|of| [of.least, of.greatest]),
        heights: Vec::new(),
    })
}

/// The histogram of samples of which only counts are drawn, without heights.
fn count(
    samples: &Samples,
    bins: &Bins,
    most: u32,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Histogram, Diagnostic> {
    let mut statistics = OrderStatistics::draw(samples);
    let (edges, extremes) = edges(samples, &mut statistics, bins, most, warnings)?;
    let mut counts = statistics.count(&edges).into_iter();
    Ok(Histogram {
        below: counts.next().unwrap_or(0),
        above: counts.next_back().unwrap_or(0),
        counts: counts.collect(),
        edges,
        extremes: extremes.map(|of| [of.least, of.greatest]),
        heights: Vec::new(),
    })
}

fn heights(histogram: &Histogram, quantity: Quantity) -> Vec<Option<f64>> {
    let samples = histogram.samples() as f64;
    let mut before = histogram.below;
    let bins = histogram.densities().zip(&histogram.counts);
    bins.map(|(density, &count)| {
        before += count;
        match quantity {
            Quantity::Pdf => Some(density),
            Quantity::LogPdf => (count > 0).then(|| libm::log(density)),
            Quantity::Cdf => Some(before as f64 / samples),
        }
    })
    .collect()
}
