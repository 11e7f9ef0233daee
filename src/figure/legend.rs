//! The legend: its size, its rows, and the place where it covers the least.

use crate::model::{Dash, Place};
use crate::scene::{Point, Rect};
use crate::text::Typeset;

use super::lines::{Line, common};

// In em of the legend's text.
const SWATCH: f64 = 2.0;
const SWATCH_GAP: f64 = 0.8;
/// The middle of the swatch above the baseline.
const SWATCH_RISE: f64 = 0.35;
const ROW_GAP: f64 = 0.525;
/// Between the legend's content and the border of its box.
const PADDING: f64 = 0.4;
/// Between the box and the frame.
const INSET: f64 = 0.5;

/// One Gaussian in the legend.
pub(super) struct Entry {
    /// Its position in the list.
    pub gaussian: usize,
    /// Its label.
    pub label: Typeset,
    /// Line width of its swatch in CSS pixels.
    pub width: f64,
    /// Pattern of its swatch.
    pub dash: Dash,
}

/// A legend that is not placed yet. Lengths in CSS pixels.
pub(super) struct Legend {
    /// Its rows from top to bottom.
    pub entries: Vec<Entry>,
    em: f64,
}

/// Where a row of the legend goes.
pub(super) struct Row {
    /// Ends of the swatch.
    pub swatch: [Point; 2],
    /// Start of the label's baseline.
    pub label: Point,
}

impl Legend {
    /// A legend in text of `em` CSS pixels; `None` without entries.
    pub(super) fn new(entries: Vec<Entry>, em: f64) -> Option<Self> {
        (!entries.is_empty()).then_some(Self { entries, em })
    }

    /// How far one row is above the next, in text of `em` CSS pixels.
    pub(super) fn pitch(label: &Typeset, em: f64) -> f64 {
        label.ascent + label.descent + ROW_GAP * em
    }

    /// Width of the box that must stay free, padding included.
    pub(super) fn width(&self) -> f64 {
        // To the end of the ink: what the last glyph leaves free after it would shift a box that is aligned at the right.
        let end = |label: &Typeset| label.ink.map_or(label.width, |ink| ink.right);
        let labels = self.entries.iter().map(|entry| end(&entry.label));
        labels.fold(0.0, f64::max) + (SWATCH + SWATCH_GAP + 2.0 * PADDING) * self.em
    }

    /// Height of the box that must stay free, padding included.
    pub(super) fn height(&self) -> f64 {
        let rows = self
            .entries
            .iter()
            .map(|entry| entry.label.ascent + entry.label.descent);
        let gaps = (self.entries.len() - 1) as f64 * ROW_GAP;
        rows.sum::<f64>() + (gaps + 2.0 * PADDING) * self.em
    }

    /// Between the box and what it stands beside.
    pub(super) fn inset(&self) -> f64 {
        INSET * self.em
    }

    /// The box at a place inside `frame`.
    pub(super) fn inside(&self, frame: Rect, place: Place) -> Rect {
        use Place::*;
        let inset = self.inset();
        let (width, height) = (self.width(), self.height());
        let left = match place {
            UpperLeft | LowerLeft | CenterLeft => frame.left + inset,
            UpperCenter | LowerCenter | Center => 0.5 * (frame.left + frame.right - width),
            UpperRight | LowerRight | CenterRight => frame.right - inset - width,
        };
        let top = match place {
            UpperLeft | UpperCenter | UpperRight => frame.top + inset,
            CenterLeft | Center | CenterRight => 0.5 * (frame.top + frame.bottom - height),
            LowerLeft | LowerCenter | LowerRight => frame.bottom - inset - height,
        };
        boxed(left, top, width, height)
    }

    /// The box right of `frame`, its first row at the frame's top, that ends at `right` if there is room for it.
    pub(super) fn outside(&self, frame: Rect, right: f64) -> Rect {
        let left = (right - self.width()).max(frame.right + self.inset());
        let top = frame.top - PADDING * self.em;
        boxed(left, top, self.width(), self.height())
    }

    /// The part of a box that has swatches and labels in it.
    pub(super) fn content(&self, place: Rect) -> Rect {
        place.grown(-PADDING * self.em)
    }

    /// The rows in a box.
    pub(super) fn rows(&self, place: Rect) -> Vec<Row> {
        let left = place.left + PADDING * self.em;
        let mut top = place.top + PADDING * self.em;
        let row = |entry: &Entry| {
            let baseline = top + entry.label.ascent;
            let middle = baseline - SWATCH_RISE * self.em;
            // A solid line projects as the curve's does; a dashed one ends in the middle of nowhere already.
            let cap = match entry.dash {
                Dash::Solid => 0.5 * entry.width,
                Dash::Dashed | Dash::Dotted | Dash::DashDot => 0.0,
            };
            top = baseline + entry.label.descent + ROW_GAP * self.em;
            Row {
                swatch: [
                    Point::new(left - cap, middle),
                    Point::new(left + SWATCH * self.em + cap, middle),
                ],
                label: Point::new(left + (SWATCH + SWATCH_GAP) * self.em, baseline),
            }
        };
        self.entries.iter().map(row).collect()
    }
}

fn boxed(left: f64, top: f64, width: f64, height: f64) -> Rect {
    Rect {
        left,
        top,
        right: left + width,
        bottom: top + height,
    }
}

/// What a legend may cover: curves and bars.
pub(super) struct Obstacles<'a> {
    /// On the canvas.
    pub lines: &'a [Line],
    /// On the canvas.
    pub bars: Vec<Rect>,
}

impl Obstacles<'_> {
    /// The place where the legend covers the least area of curves and bars; the first of [`Place::ALL`] among equals.
    pub(super) fn best(&self, legend: &Legend, frame: Rect) -> Place {
        let mut best = (Place::UpperRight, f64::INFINITY);
        for place in Place::ALL {
            // In square CSS pixels.
            let covered = self.covered(legend.inside(frame, place), best.1);
            // Less than a hundredth of a square pixel is no reason to leave the customary corner.
            if covered < best.1 - 0.01 {
                best = (place, covered);
            }
        }
        best.0
    }

    /// How much of them lies in a place, or some of it that is more than `most`.
    fn covered(&self, place: Rect, most: f64) -> f64 {
        let lines = self.lines.iter().map(|line| line.area_inside(place));
        let bars = self.bars.iter().filter_map(|bar| common(*bar, place));
        let areas = lines.chain(bars.map(|part| part.width() * part.height()));
        let mut covered = 0.0;
        for area in areas {
            covered += area;
            if covered > most {
                break;
            }
        }
        covered
    }
}
