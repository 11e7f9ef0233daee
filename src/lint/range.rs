//! What the ranges of the axes leave out.

use super::named;
use crate::diagnostic::{Code, Diagnostic, rounded, several};
use crate::evaluate::{Evaluation, covering_range, extended, nice_step};
use crate::model::{Figure, Quantity, Range};

/// The most of a Gaussian that may lie outside of the x range, see [`Code::MassOutsideRange`].
const MOST_OUTSIDE: f64 = 0.01;
/// Share of its length that a range which is suggested reaches beyond a peak, as automatic ranges do.
const MARGIN: f64 = 0.05;
/// A range which is suggested ends at a multiple of a round number, of which it has at most so many.
const ROUND_PARTS: usize = 50;

/// Gaussians of which more than a little lies outside of the x range.
pub(super) fn mass_outside(figure: &Figure, evaluation: &Evaluation) -> Option<Diagnostic> {
    let x = evaluation.x;
    let outside: Vec<String> = named(figure)
        .filter_map(|(name, curve)| {
            let mass = curve.gaussian.cdf(x.start()) + curve.gaussian.sf(x.end());
            (mass > MOST_OUTSIDE).then(|| format!("{:.1} % of {name}", 100.0 * mass))
        })
        .collect();
    let lie = match outside.len() {
        0 => return None,
        1 => "lies",
        _ => "lie",
    };
    let message = format!("{} {lie} outside of the x range", several(&outside));
    let hint = match covering_range(figure) {
        Ok(range) => format!(
            "[x] {} shows mu - 4 sigma to mu + 4 sigma of all",
            written(range)
        ),
        Err(_) => "let the range begin lower or end higher".to_owned(),
    };
    let warning = Diagnostic::warning(Code::MassOutsideRange, message);
    Some(warning.about("x.range").hint(hint))
}

/// Peaks above the y range, at means within the x range.
pub(super) fn peak_above(figure: &Figure, evaluation: &Evaluation) -> Option<Diagnostic> {
    let (x, y) = (evaluation.x, evaluation.y);
    let mut highest = y.end();
    let mut above = Vec::new();
    for (name, curve) in named(figure) {
        let gaussian = curve.gaussian;
        let peak = match figure.quantity {
            Quantity::Pdf => gaussian.pdf(gaussian.mu()),
            Quantity::LogPdf => gaussian.ln_pdf(gaussian.mu()),
            Quantity::Cdf => return None,
        };
        if x.contains(gaussian.mu()) && peak > y.end() {
            above.push(format!("{name} ({})", rounded(peak)));
            highest = highest.max(peak);
        }
    }
    let are = match above.len() {
        0 => return None,
        1 => "peak is",
        _ => "peaks are",
    };
    let message = format!("the {are} above the y range: {}", several(&above));
    let hint = match reaching(y, highest) {
        Some(range) => format!("[y] {} shows all of it", written(range)),
        None => "let the range end higher".to_owned(),
    };
    let warning = Diagnostic::warning(Code::PeakAboveRange, message);
    Some(warning.about("y.range").hint(hint))
}

/// The range continued beyond `highest` to a round number.
fn reaching(range: Range, highest: f64) -> Option<Range> {
    let end = highest + MARGIN * (highest - range.start());
    let long = Range::new(range.start(), end)?;
    let round = extended(nice_step(long.length(), ROUND_PARTS), long)?;
    Range::new(range.start(), round.end())
}

/// As in a config.
fn written(range: Range) -> String {
    format!("range = [{:?}, {:?}]", range.start(), range.end())
}
