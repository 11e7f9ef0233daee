//! The ranges of the axes where the config leaves them to the data.

use super::ticks::{extended, nice_step};
use crate::diagnostic::Diagnostic;
use crate::model::{Figure, Quantity, Range, Ticks};

/// Standard deviations of every Gaussian that the x axis shows on either side of its mean.
const DEVIATIONS: f64 = 4.0;
/// Share of the data's extent that the y axis shows beyond it.
const MARGIN: f64 = 0.05;
/// Automatic ticks of the x axis are at least about so many CSS pixels apart.
const X_TICK_DISTANCE: f64 = 90.0;
/// The same for the y axis.
const Y_TICK_DISTANCE: f64 = 70.0;

/// How many intervals automatic ticks make at most along the x axis of a figure `width` CSS pixels wide. Four at least:
/// a range that ends at ticks farther apart would be mostly empty.
pub(crate) fn x_intervals(width: f64) -> usize {
    (width / X_TICK_DISTANCE).clamp(4.0, 10.0) as usize
}

/// The same along the y axis of a figure `height` CSS pixels high.
pub(crate) fn y_intervals(height: f64) -> usize {
    (height / Y_TICK_DISTANCE).clamp(2.0, 10.0) as usize
}

const SET_X_RANGE: &str = "set the range of the x axis: [x] range = [start, end]";
const SET_Y_RANGE: &str = "set the range of the y axis: [y] range = [start, end]";

/// The config's x range, or one that covers every Gaussian.
pub(crate) fn x_range(figure: &Figure) -> Result<Range, Vec<Diagnostic>> {
    figure.x.range.map_or_else(|| covering_range(figure), Ok)
}

/// An x range that covers every Gaussian and ends at ticks.
pub(crate) fn covering_range(figure: &Figure) -> Result<Range, Vec<Diagnostic>> {
    let (mut start, mut end) = (f64::INFINITY, f64::NEG_INFINITY);
    let mut errors = Vec::new();
    for (index, curve) in figure.curves.iter().enumerate() {
        let (mu, sigma) = (curve.gaussian.mu(), curve.gaussian.sigma());
        let (low, high) = (mu - DEVIATIONS * sigma, mu + DEVIATIONS * sigma);
        if Range::new(low, high).is_none() {
            errors.push(unrepresentable(index, mu, sigma));
        }
        (start, end) = (start.min(low), end.max(high));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let most = x_intervals(figure.canvas.width());
    let step = match figure.x.ticks {
        Ticks::Step(step) => step.get(),
        Ticks::Auto | Ticks::At(_) => nice_step(end - start, most),
    };
    Range::new(start, end)
        .and_then(|range| extended(step, range))
        .ok_or_else(|| {
            let error = Diagnostic::error("the Gaussians are farther apart than an axis can show");
            vec![error.about("x.range").hint(SET_X_RANGE)]
        })
}

fn unrepresentable(index: usize, mu: f64, sigma: f64) -> Diagnostic {
    let error = if mu.abs() < f64::MAX / 8.0 && sigma < f64::MAX / 8.0 {
        Diagnostic::error(
            "sigma is so small beside mu that mu - 4 sigma and mu + 4 sigma are the same number",
        )
    } else {
        Diagnostic::error("mu - 4 sigma to mu + 4 sigma is beyond the largest number")
    };
    error
        .about(format!("gaussian.{index}.mu"))
        .hint(SET_X_RANGE)
}

/// The config's y range, or one that covers the curves within `x` and the histograms' `heights`.
pub(crate) fn y_range(
    figure: &Figure,
    x: Range,
    heights: impl Iterator<Item = f64>,
) -> Result<Range, Diagnostic> {
    if let Some(range) = figure.y.range {
        return Ok(range);
    }
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for (index, curve) in figure.curves.iter().enumerate() {
        let gaussian = curve.gaussian;
        for z in [x.start(), gaussian.mu().clamp(x.start(), x.end()), x.end()] {
            let value = figure.quantity.of(gaussian, z);
            if !value.is_finite() {
                return Err(
                    Diagnostic::error("the curve is higher or lower than any number")
                        .about(format!("gaussian.{index}.sigma"))
                        .hint(SET_Y_RANGE),
                );
            }
            (low, high) = (low.min(value), high.max(value));
        }
    }
    for height in heights {
        (low, high) = (low.min(height), high.max(height));
    }
    let from_zero = figure.histogram.is_some() && figure.quantity != Quantity::LogPdf;
    padded(low, high, from_zero).ok_or_else(|| {
        Diagnostic::error("the curves are higher than an axis can show")
            .about("y.range")
            .hint(SET_Y_RANGE)
    })
}

/// The range from `low` to `high` with a margin at both ends, or from zero with one at the top.
fn padded(low: f64, high: f64, from_zero: bool) -> Option<Range> {
    let low = if from_zero { 0.0 } else { low };
    let length = high - low;
    // Where the values differ by no more than rounding, as if the extent were that from zero.
    let flat = length <= 1e-13 * high.abs().max(low.abs());
    let length = match (flat, high == 0.0) {
        (false, _) => length,
        (true, false) => high.abs(),
        (true, true) => 1.0,
    };
    let margin = MARGIN * length;
    let start = if from_zero { 0.0 } else { low - margin };
    Range::new(start, high + margin)
}
