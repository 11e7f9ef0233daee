//! Where an axis has ticks, and what they say.

use std::ops::RangeInclusive;

use super::decimal::{Decimal, grouped};
use crate::model::{MAX_TICKS, Range, Ticks};

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

impl TickSet {
    /// Ticks at these numbers as far as doubles can tell them apart, inside `range`.
    fn new(numbers: impl Iterator<Item = Decimal>, range: Range) -> Self {
        let exact = |number: &Decimal| {
            let position = number.value();
            range.contains(position) && Decimal::of(position) == number.shortened()
        };
        let numbers: Vec<Decimal> = numbers.filter(exact).collect();
        let (labels, note) = grouped(&numbers);
        Self {
            positions: numbers.iter().map(|number| number.value()).collect(),
            labels,
            note,
        }
    }
}

/// The ticks that `spec` asks for in `range`; where it leaves them open, so many that there are at most `most`
/// intervals between them. Steps that make more than [`MAX_TICKS`] ticks make none.
pub fn ticks(spec: &Ticks, range: Range, most: usize) -> TickSet {
    match spec {
        Ticks::At(positions) => TickSet::new(positions.iter().copied().map(Decimal::of), range),
        Ticks::Step(step) => stepped(step.get(), range),
        Ticks::Auto => {
            let ticks = stepped(nice_step(range.length(), most), range);
            // Few doubles lie in the range: its multiples of a smaller step are no doubles.
            let few = ticks.positions.len() < 2 && most > 1;
            if few {
                self::ticks(spec, range, most / 2)
            } else {
                ticks
            }
        }
    }
}

/// The ticks at the multiples of `step`.
fn stepped(step: f64, range: Range) -> TickSet {
    let multiples = multiples(step, range).into_iter().flatten();
    TickSet::new(multiples.map(|k| Decimal::of(step).times(k)), range)
}

/// The least of 1, 2, 2.5 and 5 times powers of ten that divides `length` into at most `most` intervals.
pub(crate) fn nice_step(length: f64, most: usize) -> f64 {
    let least = length.min(f64::MAX) / most.max(1) as f64 * (1.0 - 1e-9);
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
pub(crate) fn multiples(step: f64, range: Range) -> Option<RangeInclusive<i64>> {
    let slack = slack(step, range);
    let first = (range.start() / step - slack).ceil();
    let last = (range.end() / step + slack).floor();
    (last - first < MAX_TICKS as f64).then_some(first as i64..=last as i64)
}

/// The range that `range` grows to until it ends at multiples of `step`.
pub(crate) fn extended(step: f64, range: Range) -> Option<Range> {
    let slack = slack(step, range);
    let multiple = |k: f64| Decimal::of(step).times(k as i64).value();
    let first = multiple((range.start() / step + slack).floor());
    let last = multiple((range.end() / step - slack).ceil());
    Range::new(first, last)
}

/// By how many steps a multiple may lie on the wrong side of an end of the range and still count as that end, because
/// of rounding.
fn slack(step: f64, range: Range) -> f64 {
    let most = range.start().abs().max(range.end().abs()) / step;
    (1e-9 + 2.0 * f64::EPSILON * most).min(1e-6 * range.length() / step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_nice() {
        let cases = [
            (20.0, 9, 2.5),
            (8.0, 8, 1.0),
            (8.0, 9, 1.0),
            (0.88, 2, 0.5),
            (1e-300, 1, 1e-300),
            (3e22, 10, 5e21),
        ];
        for (length, most, step) in cases {
            assert_eq!(nice_step(length, most), step, "{length} {most}");
        }
        for length in [5e-324, 1e-310, f64::MAX] {
            assert!(nice_step(length, 1) >= length);
        }
    }
}
