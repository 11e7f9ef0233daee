//! What a figure shows, as numbers: its ranges, curves, histograms and ticks.
//!
//! # Curves
//!
//! Each is a chain of cubic Béziers that is nowhere farther than [`TOLERANCE`] device pixels from the exact function, of as
//! few cubics as that takes, with a knot at the peak. Each begins and ends on the exact curve in its direction there, and is
//! found by least squares. Curves of one width share their cubics, as do both sides of a density.
//!
//! # Samples
//!
//! A sample is ε · σ + μ with ε from `rand_distr::StandardNormal`. Samples come in blocks of 65 536. Each block of each
//! Gaussian has a xoshiro256++ generator of its own (crate `rand_xoshiro`), whose seed is 32 bytes of a ChaCha8 key stream
//! (crate `chacha20`): the key is that of the figure's seed by `seed_from_u64`, the stream's number is the Gaussian's
//! position in the list from 0 on, and the place in the stream is 32 bytes times the block's number. So the samples of one
//! Gaussian depend neither on the others nor on the number of threads. They are not kept but drawn anew whenever they are
//! needed: a histogram takes memory for its bins only. Where only extremes are, most blocks are not even drawn, as the words of
//! their generators tell which of them may have samples that far out.
//!
//! # Bins
//!
//! The rules are those of [`numpy.histogram_bin_edges`][numpy]; n is the number of samples, s their standard deviation with
//! divisor n, IQR their interquartile range. There are at most
//! [`MAX_BINS`](crate::model::MAX_BINS), and in all histograms of a figure together
//! [`MAX_ALL_BINS`](crate::model::MAX_ALL_BINS).
//!
//! - Sturges: ⌈log₂ n + 1⌉ bins (Sturges, The choice of a class interval, 1926).
//! - Scott: bins of width s (24 √π / n)^(1/3) (Scott, On optimal and data-based histograms, 1979).
//! - Freedman and Diaconis: bins of width 2 IQR / n^(1/3) (On the histogram as a density estimator: L₂ theory, 1981).
//! - Square root: ⌈√n⌉ bins.
//! - Rice: ⌈2 n^(1/3)⌉ bins (Terrell and Scott, Oversmoothed nonparametric density estimates, 1985).
//! - Doane: ⌈1 + log₂ n + log₂(1 + |g| / σ_g)⌉ bins with the skewness g and σ_g² = 6 (n − 2) / ((n + 1)(n + 3))
//!   (Doane, Aesthetic frequency classifications, 1976).
//!
//! # Counts without samples
//!
//! With [`Method::Counts`](crate::model::Method::Counts) no samples are drawn but those that edges follow from: the least
//! and the greatest one, and for the rule of Freedman and Diaconis those about the quartiles. Among n samples, the one of
//! rank r has a probability of lesser ones from the distribution Beta(r, n + 1 − r). Those between two known samples are
//! again independent, so a further one follows in the same way (David and Nagaraja, Order statistics, 2003). How many of
//! the others between two known samples fall into each bin is multinomial: binomial numbers split them between the halves
//! of the bins, down to single bins. A bin is taken as the ε whose samples, once rounded, lie in it.
//!
//! Both distributions are log-concave and drawn by rejection under Devroye's bound, which is proven for all of them
//! (Non-uniform random variate generation, 1986; A simple generator for discrete log-concave distributions, 1987), with
//! probabilities as computed by Loader, exact to the last bits for every n up to 2^53 (Fast and accurate computation of
//! binomial probabilities, 2000). So but for the rounding of doubles the counts have the distribution that drawing n
//! samples and counting them gives, in a time that does not depend on n. The generator is that of the Gaussian's block
//! 2^53, which is no sample's. The rules of Scott and Doane are refused: they take moments, which follow from nothing less
//! than all samples.
//!
//! [numpy]: https://numpy.org/doc/stable/reference/generated/numpy.histogram_bin_edges.html

mod bins;
mod counting;
mod counts;
mod curve;
mod decimal;
mod extremes;
mod fit;
mod histogram;
mod key;
mod moments;
mod normals;
mod progress;
mod quartiles;
mod range;
mod sample;
mod shape;
mod summary;
mod tails;
mod ticks;

pub use curve::{Curve, TOLERANCE};
pub use histogram::Histogram;
pub use progress::Progress;
pub(crate) use range::{covering_range, x_intervals, y_intervals};
pub(crate) use summary::{Summary, summaries};
pub use ticks::{TickSet, ticks};
pub(crate) use ticks::{extended, nice_step};

use crate::diagnostic::Diagnostic;
use crate::model::{Axis, Figure, MAX_TICKS, Range, Ticks, most_bins};
use crate::parallel::Threads;
use sample::Samples;

/// The numbers behind a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// What the x axis shows.
    pub x: Range,
    /// What the y axis shows.
    pub y: Range,
    /// One for each of the figure's curves.
    pub curves: Vec<Curve>,
    /// One for each of the figure's curves, `None` in a figure without histograms.
    pub histograms: Vec<Option<Histogram>>,
    /// What is to be said about the figure.
    pub warnings: Vec<Diagnostic>,
}

/// Computes what `figure` shows.
///
/// # Errors
///
/// If a range that follows from the data is beyond the doubles, or ticks do not fit the ranges. The diagnostics name the
/// key of the config that they are about.
pub fn evaluate(figure: &Figure) -> Result<Evaluation, Vec<Diagnostic>> {
    evaluate_with(figure, &Progress::default())
}

/// The same, while `progress` says how far it is.
///
/// # Errors
///
/// As [`evaluate`].
pub fn evaluate_with(figure: &Figure, progress: &Progress) -> Result<Evaluation, Vec<Diagnostic>> {
    evaluate_on(Threads::All, figure, progress)
}

/// The same on this many threads at most.
///
/// # Errors
///
/// As [`evaluate`].
pub(crate) fn evaluate_on(
    threads: Threads,
    figure: &Figure,
    progress: &Progress,
) -> Result<Evaluation, Vec<Diagnostic>> {
    let mut warnings = Vec::new();
    let x = range::x_range(figure)?;
    let histograms = histograms(figure, threads, progress, &mut warnings)?;
    let heights = histograms
        .iter()
        .flatten()
        .flat_map(|histogram| histogram.heights.iter().flatten().copied());
    let y = range::y_range(figure, x, heights).map_err(|error| vec![error])?;
    let wrong: Vec<_> = [("x", &figure.x, x), ("y", &figure.y, y)]
        .into_iter()
        .filter_map(|(key, axis, range)| check_ticks(key, axis, range))
        .collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(Evaluation {
        x,
        y,
        curves: curves(figure, x, y)?,
        histograms,
        warnings,
    })
}

fn curves(figure: &Figure, x: Range, y: Range) -> Result<Vec<Curve>, Vec<Diagnostic>> {
    let frame = curve::Frame::new(x, y, figure.canvas);
    let mut templates = curve::Templates::new(figure.curves.len());
    let curve = |curve: &crate::model::Curve| {
        curve::curve(curve.gaussian, figure.quantity, &frame, &mut templates)
    };
    figure
        .curves
        .iter()
        .map(curve)
        .collect::<Option<_>>()
        .ok_or_else(|| {
            let error = Diagnostic::error("the y range is too small beside the curves");
            vec![error.about("y.range").hint("choose a larger range")]
        })
}

/// How many samples are drawn for a figure, each as often as it is drawn.
fn planned(figure: &Figure) -> u64 {
    let Some(settings) = &figure.histogram else {
        return 0;
    };
    let numbers = figure.curves.iter().map(|curve| curve.samples);
    numbers.fold(0, |sum, number| {
        sum.saturating_add(number * histogram::passes(settings, number))
    })
}

fn histograms(
    figure: &Figure,
    threads: Threads,
    progress: &Progress,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Vec<Option<Histogram>>, Vec<Diagnostic>> {
    progress.plan(planned(figure));
    let most = most_bins(figure.curves.len());
    let mut histograms = Vec::new();
    let mut errors = Vec::new();
    for (stream, curve) in (0..).zip(&figure.curves) {
        let Some(settings) = &figure.histogram else {
            histograms.push(None);
            continue;
        };
        let samples = Samples {
            gaussian: curve.gaussian,
            stream,
            seed: settings.seed,
            number: curve.samples,
            threads,
            progress,
        };
        match histogram::histogram(&samples, settings, figure.quantity, most, warnings) {
            Ok(histogram) => histograms.push(Some(histogram)),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        Ok(histograms)
    } else {
        Err(errors)
    }
}

/// Whether the ticks that the config asks for fit the range.
fn check_ticks(key: &str, axis: &Axis, range: Range) -> Option<Diagnostic> {
    let error = match &axis.ticks {
        Ticks::Step(step) if ticks::multiples(step.get(), range).is_none() => {
            let most = nice_step(range.length(), MAX_TICKS / 2);
            Diagnostic::error(format!("more than {MAX_TICKS} ticks"))
                .hint(format!("a step of {most:?} would do"))
        }
        Ticks::At(positions) => {
            let outside = positions
                .iter()
                .find(|position| !range.contains(**position))?;
            let (start, end) = (range.start(), range.end());
            Diagnostic::error(format!("the tick {outside:?} is outside of the range")).hint(
                format!(
                    "the range is [{start:?}, {end:?}]; [{key}] range = [start, end] changes it"
                ),
            )
        }
        Ticks::Auto | Ticks::Step(_) => return None,
    };
    Some(error.about(format!("{key}.ticks")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn histograms_do_not_depend_on_the_number_of_threads() {
        let rules = ["doane", "fd", "rice", "scott", "sqrt", "sturges"];
        let rules = rules.map(|rule| format!("'{rule}'"));
        let others = ["20", "{ width = 0.3 }", "{ edges = [-1, 0, 1] }"].map(str::to_owned);
        for bins in rules.into_iter().chain(others) {
            let toml = format!(
                "[histogram]\nsamples = 330_000\nbins = {bins}\n[[gaussian]]\nmu = 0.1\nsigma = 2\n"
            );
            let figure = crate::config::parse(&toml, &|_| unreachable!()).unwrap();
            let histograms = [1, 2, 3, 8].map(|threads| {
                let evaluation =
                    evaluate_on(Threads::Only(threads), &figure, &Progress::default()).unwrap();
                evaluation.histograms
            });
            assert_eq!(histograms[0][0].as_ref().unwrap().samples(), 330_000);
            for other in &histograms[1..] {
                assert!(*other == histograms[0], "{bins}");
            }
        }
    }
}
