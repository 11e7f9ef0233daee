//! Bins that cannot show what they are for.

use super::named;
use crate::diagnostic::{Code, Diagnostic, rounded, several};
use crate::evaluate::{Evaluation, Histogram};
use crate::gaussian::Gaussian;
use crate::model::{Bins, Curve, Figure, MAX_BINS};

/// How many bins a standard deviation has where bins are suggested.
const BINS_PER_SIGMA: f64 = 2.0;

/// Bins so many σ wide are wider than σ: a thousandth is left to the rounding of edges.
const WIDE: f64 = 1.001;

/// Gaussians with bins wider than σ about their means.
pub(super) fn wider_than_sigma(figure: &Figure, evaluation: &Evaluation) -> Option<Diagnostic> {
    let mut bins = 1.0_f64;
    let mut sigma = f64::INFINITY;
    let mut wide = Vec::new();
    for (name, curve, histogram) in histograms(figure, evaluation) {
        let ratio = widest_bin(curve.gaussian, histogram) / curve.gaussian.sigma();
        // The only bin of a single sample is one σ wide, whatever is asked for.
        if ratio > WIDE && curve.samples > 1 {
            wide.push(format!("{name} ({} sigma)", rounded(ratio)));
            bins = bins.max((extent(histogram) / curve.gaussian.sigma() * BINS_PER_SIGMA).ceil());
            sigma = sigma.min(curve.gaussian.sigma());
        }
    }
    if wide.is_empty() {
        return None;
    }
    let message = format!("bins are wider than sigma: {}", several(&wide));
    let hint = match figure.histogram.as_ref()?.bins {
        Bins::Edges(_) => format!(
            "let the edges within mu - sigma to mu + sigma be at most {} apart",
            rounded(sigma / BINS_PER_SIGMA)
        ),
        Bins::Count(_) | Bins::Rule(_) | Bins::Width(_) => {
            let bins = bins.min(f64::from(MAX_BINS));
            format!("[histogram] bins = {bins} makes them half as wide as sigma")
        }
    };
    let warning = Diagnostic::warning(Code::BinsWiderThanSigma, message);
    Some(warning.about("histogram.bins").hint(hint))
}

/// Gaussians with fewer samples than bins.
pub(super) fn more_than_samples(figure: &Figure, evaluation: &Evaluation) -> Option<Diagnostic> {
    let few: Vec<String> = histograms(figure, evaluation)
        .filter_map(|(name, curve, histogram)| {
            let (samples, bins) = (curve.samples, histogram.counts.len());
            (samples < bins as u64).then(|| format!("{name} ({samples} samples, {bins} bins)"))
        })
        .collect();
    if few.is_empty() {
        return None;
    }
    let message = format!("there are fewer samples than bins: {}", several(&few));
    let warning = Diagnostic::warning(Code::FewerSamplesThanBins, message);
    let hint =
        "[histogram] bins = \"sturges\" makes as many as the samples can fill, or raise `samples`";
    Some(warning.about("histogram.bins").hint(hint))
}

/// The Gaussians that have a histogram.
fn histograms<'a>(
    figure: &'a Figure,
    evaluation: &'a Evaluation,
) -> impl Iterator<Item = (String, &'a Curve, &'a Histogram)> {
    let all = named(figure).zip(&evaluation.histograms);
    all.filter_map(|((name, curve), histogram)| Some((name, curve, histogram.as_ref()?)))
}

/// The width of the widest bin that has a part of μ ± σ and can be divided; 0 if there is none.
fn widest_bin(gaussian: Gaussian, histogram: &Histogram) -> f64 {
    let (low, high) = (
        gaussian.mu() - gaussian.sigma(),
        gaussian.mu() + gaussian.sigma(),
    );
    let bins = histogram.edges.windows(2).map(|bin| (bin[0], bin[1]));
    bins.filter(|&(left, right)| left < high && low < right)
        // Where doubles are as far apart as the bin is wide, none could be narrower.
        .filter(|&(left, right)| left.next_up().next_up() < right)
        .map(|(left, right)| right - left)
        .fold(0.0, f64::max)
}

/// From the first to the last edge.
fn extent(histogram: &Histogram) -> f64 {
    match histogram.edges.as_slice() {
        [first, .., last] => last - first,
        _ => 0.0,
    }
}
