//! What the histograms show, and whether they agree with their curves.

use super::number::{capitalized, counts, plural};
use crate::evaluate::{Evaluation, Histogram};
use crate::model::{Figure, Quantity};
use crate::statistics::GoodnessOfFit;

/// A fit that is worse by chance in one figure of a hundred is worth a word.
const UNUSUAL: f64 = 0.01;

/// How the histograms fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fit {
    /// There are too few samples to tell.
    Unknown,
    /// As random samples do.
    Usual,
    /// So many of them do not.
    Unusual(usize),
}

/// What there is to say about the histograms of a figure.
pub(super) struct Samples {
    is_cumulative: bool,
    histograms: usize,
    /// How many samples each is of, in words.
    samples: String,
    /// How many bins each has, in words.
    bins: String,
    fit: Fit,
}

impl Samples {
    /// `None` in a figure without histograms.
    pub(super) fn new(figure: &Figure, evaluation: &Evaluation) -> Option<Self> {
        let histograms: Vec<&Histogram> = evaluation.histograms.iter().flatten().collect();
        let numbers = histograms.iter().map(|histogram| histogram.samples());
        let bins = histograms
            .iter()
            .map(|histogram| histogram.counts.len() as u64);
        (!histograms.is_empty()).then(|| Self {
            is_cumulative: figure.quantity == Quantity::Cdf,
            histograms: histograms.len(),
            samples: plural(&counts(numbers), "sample"),
            bins: plural(&counts(bins), "bin"),
            fit: fit(figure, evaluation),
        })
    }

    /// A sentence, which says the numbers of bins too if there is time for `details`.
    pub(super) fn sentence(&self, details: bool) -> String {
        let one = self.histograms == 1;
        let kind = match (self.is_cumulative, one) {
            (false, true) => "a histogram",
            (false, false) => "histograms",
            (true, true) => "a cumulative histogram",
            (true, false) => "cumulative histograms",
        };
        let (each, there_is) = match one {
            true => ("", "There is"),
            false => (" each", "There are"),
        };
        let bins = match details {
            true => format!(", in {}", self.bins),
            false => String::new(),
        };
        let comma = if details { "," } else { "" };
        let what = format!("{kind} of {}{each}{bins}", self.samples);
        let capital = capitalized(&what);
        match (self.fit, one) {
            (Fit::Usual, true) => format!("{capital}{comma} agrees with the curve."),
            (Fit::Usual, false) => format!("{capital}{comma} agree with the curves."),
            (Fit::Unusual(_), true) => {
                format!("{capital}{comma} strays unusually far from the curve.")
            }
            (Fit::Unusual(1), _) => {
                format!("{there_is} {what}; one strays unusually far from its curve.")
            }
            (Fit::Unusual(many), _) => {
                format!("{there_is} {what}; {many} stray unusually far from their curves.")
            }
            (Fit::Unknown, _) => format!("{there_is} {what}, too few to compare with a curve."),
        }
    }
}

/// Whether the histograms are as random samples of their Gaussians make them. Among many, one is unusual at a lower
/// p-value (Bonferroni's correction).
fn fit(figure: &Figure, evaluation: &Evaluation) -> Fit {
    let curves = figure.curves.iter().zip(&evaluation.histograms);
    let p_values: Vec<f64> = curves
        .filter_map(|(curve, histogram)| GoodnessOfFit::new(curve.gaussian, histogram.as_ref()?))
        .map(|fit| fit.p_value)
        .collect();
    let limit = UNUSUAL / p_values.len() as f64;
    match p_values.iter().filter(|p| **p < limit).count() {
        _ if p_values.is_empty() => Fit::Unknown,
        0 => Fit::Usual,
        many => Fit::Unusual(many),
    }
}
