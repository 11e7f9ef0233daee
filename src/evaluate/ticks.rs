//! Where an axis has ticks, and what they say.

use super::decimal::{Decimal, grouped};
use crate::model::{Range, Ticks};

/// The most ticks of an axis.
pub const MAX_TICKS: usize = 200;

/// The ticks of an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct TickSet {
    /// Increasing, inside the range.
    pub positions: Vec<f64>,
    /// One a position, all different: text with math between dollar signs.
    pub labels: Vec<String>,
    /// What every label is to be multiplied by, and what is to be added to it then: math such as `$\times 10^{-7}$`,
    /// `$+\,10^{16}$` or `$\times 10^{-9}+5$`, shown once at the end of the axis.
    pub note: Option<String>,
}

/// The ticks that `spec` asks for in `range`; where it leaves them open, so many that there are at most `most`
/// intervals between them. Steps that make more than [`MAX_TICKS`] ticks make none.
pub fn ticks(spec: &Ticks, range: Range, most: usize) -> TickSet {
    match spec {
        Ticks::At(positions) => listed(positions),
        Ticks::Step(step) => stepped(step.get(), range),
        Ticks::Auto => stepped(nice_step(range.length(), most), range),
    }
}

/// The least of 1, 2, 2.5 and 5 times powers of ten that divides `length` into at most `most` intervals.
pub fn nice_step(length: f64, most: usize) -> f64 {
    let least = length / most.max(1) as f64 * (1.0 - 1e-9);
    let exponent = libm::floor(libm::log10(least)) as i32;
    for (factor, digits) in [("1", 0), ("2", 0), ("2.5", 0), ("5", 0), ("1", 1), ("2", 1)] {
        // Parsing rounds correctly, unlike any product of doubles.
        let step = format!("{factor}e{}", exponent + digits)
            .parse()
            .unwrap_or(f64::MAX);
        if (least..=f64::MAX).contains(&step) {
            return step;
        }
    }
    f64::MAX
}

/// The numbers k of the multiples k · `step` inside `range`; `None` if there are more than [`MAX_TICKS`].
pub(crate) fn multiples(step: f64, range: Range) -> Option<std::ops::RangeInclusive<i64>> {
    // A multiple that lies outside by rounding only counts as inside.
    let slack = 1e-9_f64.min(1e-6 * range.length() / step);
    let first = (range.start() / step - slack).ceil();
    let last = (range.end() / step + slack).floor();
    let exact = first.abs().max(last.abs()) < 9e15;
    (exact && last - first < MAX_TICKS as f64).then_some(first as i64..=last as i64)
}

fn stepped(step: f64, range: Range) -> TickSet {
    let Some(multiples) = multiples(step, range) else {
        return TickSet {
            positions: Vec::new(),
            labels: Vec::new(),
            note: None,
        };
    };
    let unit = Decimal::of(step);
    let positions = multiples
        .clone()
        .map(|k| (k as f64 * step).clamp(range.start(), range.end()));
    let (labels, note) = grouped(&multiples.map(|k| unit.times(k)).collect::<Vec<_>>());
    TickSet {
        positions: positions.collect(),
        labels,
        note,
    }
}

fn listed(positions: &[f64]) -> TickSet {
    let (labels, note) = grouped(
        &positions
            .iter()
            .copied()
            .map(Decimal::of)
            .collect::<Vec<_>>(),
    );
    TickSet {
        positions: positions.to_vec(),
        labels,
        note,
    }
}
