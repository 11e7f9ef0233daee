//! A linear axis for plotters, and the tick labels that fit along it.

use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};

use crate::diagnostic::Diagnostic;
use crate::evaluate::{TickSet, ticks};
use crate::model::{self, Range, Ticks};
use crate::text::Typeset;

/// Maps a range of numbers linearly, rounding to the nearest backend unit; its key points are the ticks.
pub(super) struct Linear {
    /// What the axis spans.
    pub range: Range,
    /// Where its ticks are.
    pub ticks: Vec<f64>,
}

impl Ranged for Linear {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (start, end): (i32, i32)) -> i32 {
        let share = (value - self.range.start()) / self.range.length();
        let length = f64::from(end) - f64::from(start);
        // `as` saturates: what lies further away is off the canvas either way.
        (f64::from(start) + share * length).round() as i32
    }

    /// All ticks, whatever the hint: the figure has chosen them to fit.
    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.ticks.clone()
    }

    fn range(&self) -> std::ops::Range<f64> {
        self.range.start()..self.range.end()
    }
}

/// The ticks of an axis with their labels set.
#[derive(Default)]
pub(super) struct AxisTicks {
    /// Where they are, in data coordinates.
    pub positions: Vec<f64>,
    /// The label of each.
    pub labels: Vec<Typeset>,
    /// What all labels leave out, such as a common power of ten.
    pub note: Option<Typeset>,
    /// The longest extent of a label along the axis exceeds the distance of its ticks.
    pub crowded: bool,
}

impl AxisTicks {
    /// The widest label; 0 without ticks.
    pub(super) fn width(&self) -> f64 {
        self.greatest(|label| label.width)
    }

    /// How far labels reach above the baseline; 0 without ticks.
    pub(super) fn ascent(&self) -> f64 {
        self.greatest(|label| label.ascent)
    }

    /// How far labels reach below the baseline; 0 without ticks.
    pub(super) fn descent(&self) -> f64 {
        self.greatest(|label| label.descent)
    }

    fn greatest(&self, extent: impl Fn(&Typeset) -> f64) -> f64 {
        self.labels.iter().map(extent).fold(0.0, f64::max)
    }
}

/// Sets the labels of an axis of `length` CSS pixels: with automatic ticks as many as `most` intervals, fewer where
/// the labels would touch. `extent` is a label's size along the axis, gap included.
pub(super) fn fit(
    axis: &model::Axis,
    range: Range,
    most: usize,
    length: f64,
    typeset: &dyn Fn(&str) -> Result<Typeset, Diagnostic>,
    extent: &dyn Fn(&Typeset) -> f64,
) -> Result<AxisTicks, Diagnostic> {
    let mut most = most.max(1);
    loop {
        let set = set(
            ticks(&axis.ticks, range, most),
            range,
            length,
            typeset,
            extent,
        )?;
        if !set.crowded || most == 1 || axis.ticks != Ticks::Auto {
            return Ok(set);
        }
        most -= 1;
    }
}

fn set(
    set: TickSet,
    range: Range,
    length: f64,
    typeset: &dyn Fn(&str) -> Result<Typeset, Diagnostic>,
    extent: &dyn Fn(&Typeset) -> f64,
) -> Result<AxisTicks, Diagnostic> {
    let labels: Vec<Typeset> = set
        .labels
        .iter()
        .map(|label| typeset(label))
        .collect::<Result<_, _>>()?;
    let note = set.note.as_deref().map(typeset).transpose()?;
    let per_unit = length / range.length();
    let crowded = labels
        .windows(2)
        .zip(set.positions.windows(2))
        .any(|(pair, at)| 0.5 * (extent(&pair[0]) + extent(&pair[1])) > (at[1] - at[0]) * per_unit);
    Ok(AxisTicks {
        positions: set.positions,
        labels,
        note,
        crowded,
    })
}
