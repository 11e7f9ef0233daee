//! Where everything goes, measured from the text: margins follow from the labels, the frame takes what is left.

use crate::backend::recorder::PixelGrid;
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{self, Evaluation};
use crate::model::{Canvas, Figure, LegendPosition, Range};
use crate::scene::{Point, Rect};
use crate::text::Typeset;

use super::axis::{self, AxisTicks};
use super::labels::{Labels, Setter};
use super::legend::Legend;
use super::placement;
use super::series::Plot;

/// CSS pixels per point.
pub(super) const PT: f64 = 4.0 / 3.0;
/// Width of the lines of frame, ticks and grid.
pub(super) const LINE: f64 = 0.8 * PT;
/// Length of a tick, from the middle of the frame's line.
pub(super) const TICK: f64 = 3.5 * PT;
/// Between a tick and its label, in em of the label: the lowest label beside the frame and the first one below it
/// meet at the corner, in large text too if the gap grows with it.
const TICK_GAP: f64 = 0.35;
/// Between tick labels and the label below them, or the note.
const LABEL_GAP: f64 = 4.0 * PT;
/// Between tick labels and the label beside them: letters stand closer to the side of their line than to its top.
const SIDE_GAP: f64 = 5.0 * PT;
const TITLE_GAP: f64 = 6.0 * PT;
/// Between the outermost ink and the edge of the canvas: a tenth of an inch.
pub(super) const PADDING: f64 = 9.6;
/// The least side of the frame: below it labels give way.
const LEAST_SIDE: f64 = 16.0;

/// A label and where it goes.
pub(super) struct Placed {
    /// The label.
    pub label: Typeset,
    /// Start of its baseline.
    pub origin: Point,
    /// Turned a quarter counter-clockwise.
    pub upward: bool,
}

/// Where everything goes, in CSS pixels.
pub(super) struct Layout {
    /// Where data goes; its frame lies on device pixels.
    pub plot: Plot,
    /// Ticks of the x axis, in data coordinates.
    pub x_ticks: Vec<f64>,
    /// Ticks of the y axis, in data coordinates.
    pub y_ticks: Vec<f64>,
    /// All text but the legend's.
    pub texts: Vec<Placed>,
    /// The title as a reader would say it.
    pub title: Option<String>,
    /// The legend and its box.
    pub legend: Option<(Legend, Rect)>,
    /// What does not fit.
    pub warnings: Vec<Diagnostic>,
}

/// What lies around the frame.
struct Surroundings {
    /// From the frame's lines to the near side of the tick labels.
    tick: f64,
    labels: Labels,
    x: AxisTicks,
    y: AxisTicks,
    /// The x axis' note stands on a line of its own.
    note_below: bool,
    /// The least gap between the frame and a legend outside.
    gap: f64,
    /// Width of a legend outside.
    legend: f64,
}

/// Distances between the frame's lines and the edges of the canvas.
#[derive(Clone, Copy)]
struct Margins {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

/// Lays a figure out.
///
/// # Errors
///
/// Labels that cannot be set, each with its key.
pub(super) fn layout(
    figure: &Figure,
    evaluation: &Evaluation,
    setter: &Setter<'_>,
) -> Result<Layout, Vec<Diagnostic>> {
    let labels = Labels::set(figure, setter)?;
    let legend = setter.legend(figure)?;
    let outside = legend
        .as_ref()
        .filter(|_| figure.legend == LegendPosition::OutsideRight);
    let around = Surroundings::fit(figure, evaluation, setter, labels, outside)?;
    let (width, height) = (figure.canvas.width(), figure.canvas.height());
    let margins = around.margins(width, height, evaluation);
    let room = margins.shrunk(width, height);
    let plot = Plot {
        frame: room.frame(figure.canvas),
        x: evaluation.x,
        y: evaluation.y,
    };
    let mut warnings = around.warnings(width, height);
    warnings.extend(cramped(margins, room));
    let legend = legend.map(|legend| {
        let (place, warning) = placement::place(figure, evaluation, &legend, &plot);
        warnings.extend(warning);
        (legend, place)
    });
    Ok(Layout {
        plot,
        x_ticks: around.x.positions.clone(),
        y_ticks: around.y.positions.clone(),
        title: around
            .labels
            .title
            .as_ref()
            .map(|title| title.words.clone()),
        texts: around.place(&plot, width, height),
        legend,
        warnings,
    })
}

impl Margins {
    /// The same as far as they leave the frame its least sides.
    fn shrunk(self, width: f64, height: f64) -> Self {
        let (left, right) = shrink(self.left, self.right, width);
        let (top, bottom) = shrink(self.top, self.bottom, height);
        Self {
            left,
            top,
            right,
            bottom,
        }
    }

    /// The frame within them, its lines on device pixels.
    fn frame(self, canvas: Canvas) -> Rect {
        let grid = PixelGrid::new(canvas.scale());
        let line = grid.width(LINE);
        Rect {
            left: grid.middle_before(self.left, line),
            top: grid.middle_before(self.top, line),
            right: grid.middle_after(canvas.width() - self.right, line),
            bottom: grid.middle_after(canvas.height() - self.bottom, line),
        }
    }
}

impl Surroundings {
    /// Sets the tick labels around the frame, as many as fit.
    fn fit(
        figure: &Figure,
        evaluation: &Evaluation,
        setter: &Setter<'_>,
        labels: Labels,
        outside: Option<&Legend>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let about = |key: &'static str| move |error: Diagnostic| vec![error.about(key)];
        let (width, height) = (figure.canvas.width(), figure.canvas.height());
        let line = setter.tick("0").map_err(about("x.ticks"))?;
        let mut around = Self {
            tick: TICK + TICK_GAP * figure.text.text_size.get() * PT,
            labels,
            x: AxisTicks::default(),
            y: AxisTicks::default(),
            note_below: false,
            gap: outside.map_or(0.0, Legend::inset),
            legend: outside.map_or(0.0, Legend::width),
        };

        // The height that y labels share depends on the x labels' line only, so y comes first.
        around.x.labels = vec![line.clone()];
        let margins = around.margins(width, height, evaluation);
        around.y = axis::fit(
            &figure.y,
            evaluation.y,
            evaluate::y_intervals(height),
            height - margins.top - margins.bottom,
            &|label| setter.tick(label),
            &|label| label.ascent + label.descent,
        )
        .map_err(about("y.ticks"))?;

        let margins = around.margins(width, height, evaluation);
        let length = width - margins.left - margins.right;
        around.x = axis::fit(
            &figure.x,
            evaluation.x,
            evaluate::x_intervals(width),
            length,
            &|label| setter.tick(label),
            &|label| label.width + 0.5 * line.ascent,
        )
        .map_err(about("x.ticks"))?;
        around.note_below = around.notes_collide(length);
        Ok(around)
    }

    /// From the frame's lines to the far side of the tick labels.
    fn below(&self) -> f64 {
        match self.x.labels.is_empty() {
            true => 0.0,
            false => self.tick + self.x.ascent() + self.x.descent(),
        }
    }

    fn beside(&self) -> f64 {
        match self.y.labels.is_empty() {
            true => 0.0,
            false => self.tick + self.y.width(),
        }
    }

    /// The margins that all labels need. Tick labels reach beyond the ends of their axis by what the frame's size,
    /// thus the margins, say: a few rounds settle it.
    fn margins(&self, width: f64, height: f64, evaluation: &Evaluation) -> Margins {
        let row = |label: &Option<Typeset>, gap: f64| {
            label
                .as_ref()
                .map_or(0.0, |label| gap + label.ascent + label.descent)
        };
        let rows = [&self.x.note, &self.labels.x].map(|label| row(label, LABEL_GAP));
        let lines = match self.note_below {
            true => rows[0] + rows[1],
            false => rows[0].max(rows[1]),
        };
        let least = Margins {
            left: PADDING + self.beside() + row(&self.labels.y, SIDE_GAP),
            top: PADDING + row(&self.labels.title, TITLE_GAP) + row(&self.y.note, LABEL_GAP),
            right: PADDING + self.legend + self.gap,
            bottom: PADDING + self.below() + lines,
        };
        let mut margins = least;
        for _ in 0..4 {
            let across = width - margins.left - margins.right;
            let down = height - margins.top - margins.bottom;
            let share = |at: f64, range: Range| (at - range.start()) / range.length();
            let (mut left, mut right, mut top) = (0.0_f64, 0.0_f64, 0.0_f64);
            for (label, &at) in self.x.labels.iter().zip(&self.x.positions) {
                let position = share(at, evaluation.x) * across;
                left = left.max(0.5 * label.width - position);
                right = right.max(0.5 * label.width - (across - position));
            }
            for (label, &at) in self.y.labels.iter().zip(&self.y.positions) {
                let position = share(at, evaluation.y) * down;
                top = top.max(0.5 * label.ascent - (down - position));
            }
            margins.left = least.left.max(PADDING + left);
            // A long legend reaches down to the tick labels.
            margins.right = PADDING + self.legend + right.max(self.gap);
            margins.top = least.top.max(PADDING + top);
        }
        margins
    }

    /// Whether the x axis' note, at the right end of its label's line, would touch the label.
    fn notes_collide(&self, length: f64) -> bool {
        match (&self.labels.x, &self.x.note) {
            (Some(label), Some(note)) => {
                0.5 * label.width + note.width + label.ascent > 0.5 * length
            }
            _ => false,
        }
    }

    /// Everything but the legend, placed around the frame.
    fn place(self, plot: &Plot, width: f64, height: f64) -> Vec<Placed> {
        let frame = plot.frame;
        let mut texts = Vec::new();
        let mut put = |label: Typeset, x: f64, y: f64, upward: bool| {
            texts.push(Placed {
                label,
                origin: Point::new(x, y),
                upward,
            });
        };
        let (below, beside) = (self.below(), self.beside());
        let middle = 0.5 * (frame.left + frame.right);

        let baseline = frame.bottom + self.tick + self.x.ascent();
        for (label, at) in self.x.labels.into_iter().zip(self.x.positions) {
            let x = plot.x(at) - 0.5 * label.width;
            put(label, x, baseline, false);
        }
        for (label, at) in self.y.labels.into_iter().zip(self.y.positions) {
            let x = frame.left - self.tick - label.width;
            let y = plot.y(at) + 0.5 * label.ascent;
            put(label, x, y, false);
        }

        let mut line = frame.bottom + below;
        if let Some(note) = self.x.note {
            let (x, y) = (frame.right - note.width, line + LABEL_GAP + note.ascent);
            if self.note_below {
                line = y + note.descent;
            }
            put(note, x, y, false);
        }
        if let Some(label) = self.labels.x {
            let x = within(middle - 0.5 * label.width, label.width, width);
            let y = line + LABEL_GAP + label.ascent;
            put(label, x, y, false);
        }
        if let Some(label) = self.labels.y {
            let x = frame.left - beside - SIDE_GAP - label.descent;
            let center = 0.5 * (frame.top + frame.bottom);
            let y = within(center - 0.5 * label.width, label.width, height) + label.width;
            put(label, x, y, true);
        }

        let mut line = frame.top;
        if let Some(note) = self.y.note {
            let y = line - LABEL_GAP - note.descent;
            line = y - note.ascent;
            put(note, frame.left, y, false);
        }
        if let Some(label) = self.labels.title {
            let x = within(middle - 0.5 * label.width, label.width, width);
            let y = line - TITLE_GAP - label.descent;
            put(label, x, y, false);
        }
        texts
    }

    fn warnings(&self, width: f64, height: f64) -> Vec<Diagnostic> {
        let long = |label: &Option<Typeset>, room: f64, name: &str, key: &str, side: &str| {
            let too_long = label
                .as_ref()
                .is_some_and(|label| label.width > room - 2.0 * PADDING);
            too_long.then(|| {
                let message = format!("the {name} is longer than the figure");
                Diagnostic::warning(Code::LabelTooLong, message)
                    .about(key)
                    .hint(format!(
                        "shorten it, lower `figure.label_size` or raise `figure.{side}`"
                    ))
            })
        };
        let crowded = |ticks: &AxisTicks, axis: &str| {
            ticks.crowded.then(|| {
                let message = format!("the tick labels of the {axis} axis overlap");
                Diagnostic::warning(Code::TickLabelsOverlap, message)
                    .about(format!("{axis}.ticks"))
                    .hint("choose fewer ticks, or lower `figure.text_size`")
            })
        };
        [
            long(&self.labels.title, width, "title", "title", "width"),
            long(
                &self.labels.x,
                width,
                "label of the x axis",
                "x.label",
                "width",
            ),
            long(
                &self.labels.y,
                height,
                "label of the y axis",
                "y.label",
                "height",
            ),
            crowded(&self.x, "x"),
            crowded(&self.y, "y"),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// The nearest position at which something of `size` lies inside the padding of the canvas, if it can.
pub(super) fn within(position: f64, size: f64, canvas: f64) -> f64 {
    position.min(canvas - PADDING - size).max(PADDING)
}

/// Margins that leave the frame its least side, or half the canvas if that is smaller.
fn shrink(before: f64, after: f64, canvas: f64) -> (f64, f64) {
    let room = canvas - LEAST_SIDE.min(0.5 * canvas);
    let factor = (room / (before + after)).min(1.0);
    (before * factor, after * factor)
}

/// The warning that the margins had to shrink.
fn cramped(margins: Margins, room: Margins) -> Option<Diagnostic> {
    ((room.left, room.top) != (margins.left, margins.top)).then(|| {
        Diagnostic::warning(Code::NoRoom, "the labels leave no room for the plot")
            .about("figure")
            .hint("raise `figure.width` and `figure.height`, or shorten the labels")
    })
}
