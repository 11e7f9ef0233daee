//! Where the legend stands, and what is wrong with that.

use crate::diagnostic::{Code, Diagnostic, several};
use crate::evaluate::Evaluation;
use crate::model::{Figure, LegendPosition, Place};
use crate::scene::Rect;

use super::layout::{PADDING, PT, within};
use super::legend::{Legend, Obstacles};
use super::lines::Line;
use super::series::{Plot, bars};

/// The legend's box; and what does not fit into it or lies under it.
pub(super) fn place(
    figure: &Figure,
    evaluation: &Evaluation,
    legend: &Legend,
    plot: &Plot,
) -> (Rect, Option<Diagnostic>) {
    let ground = Ground {
        figure,
        evaluation,
        legend,
        plot,
        lines: lines(figure, evaluation, plot),
    };
    let place = match figure.legend {
        LegendPosition::Inside(place) => ground.inside(place),
        LegendPosition::OutsideRight => legend.outside(plot.frame, figure.canvas.width() - PADDING),
        LegendPosition::Best | LegendPosition::None => ground.inside(ground.best()),
    };
    // A legend that is too large covers curves for that reason.
    let warning = too_large(figure, place, plot.frame).or_else(|| ground.covers(place));
    (place, warning)
}

/// A legend and what it may cover.
struct Ground<'a> {
    figure: &'a Figure,
    evaluation: &'a Evaluation,
    legend: &'a Legend,
    plot: &'a Plot,
    /// The curves on the canvas.
    lines: Vec<Line>,
}

impl Ground<'_> {
    /// The legend's box at a place inside the frame, moved so that of a legend that is too large at least the first rows
    /// can be read from their start.
    fn inside(&self, place: Place) -> Rect {
        let legend = self.legend.inside(self.plot.frame, place);
        let (width, height) = (legend.width(), legend.height());
        let left = within(legend.left, width, self.figure.canvas.width());
        let top = within(legend.top, height, self.figure.canvas.height());
        Rect {
            left,
            top,
            right: left + width,
            bottom: top + height,
        }
    }

    fn best(&self) -> Place {
        let plot = self.plot;
        let histograms = self.evaluation.histograms.iter().flatten();
        let bars = histograms
            .flat_map(|histogram| bars(histogram, self.figure.quantity, plot.x, plot.y))
            .map(|bar| plot.bar(&bar));
        let obstacles = Obstacles {
            lines: &self.lines,
            bars: bars.collect(),
        };
        obstacles.best(self.legend, plot.frame)
    }

    /// The Gaussians whose curves run through the swatches and labels of the legend.
    fn covered(&self, place: Rect) -> Vec<String> {
        let content = self.legend.content(place);
        let lines = (1..).zip(&self.lines);
        lines
            .filter(|(_, line)| line.reaches(content, self.plot.frame))
            .map(|(number, _)| format!("Gaussian {number}"))
            .collect()
    }

    fn covers(&self, place: Rect) -> Option<Diagnostic> {
        let covered = self.covered(place);
        let curves = match covered.len() {
            0 => return None,
            1 => "curve",
            _ => "curves",
        };
        let message = format!("the legend covers the {curves} of {}", several(&covered));
        // The best place is so by area: it may cover a little of a curve where others cover bars alone.
        let free = std::iter::once(self.best())
            .chain(Place::ALL)
            .find(|&place| self.covered(self.inside(place)).is_empty())
            .map_or("outside right", Place::name);
        let warning = Diagnostic::warning(Code::LegendCoversCurve, message);
        let hint = format!("[legend] position = \"{free}\" covers no curve");
        Some(warning.about("legend.position").hint(hint))
    }
}

fn lines(figure: &Figure, evaluation: &Evaluation, plot: &Plot) -> Vec<Line> {
    let curves = evaluation.curves.iter().zip(&figure.curves);
    curves
        .map(|(curve, style)| Line::new(&plot.path(curve), style.width.get() * PT))
        .collect()
}

fn too_large(figure: &Figure, place: Rect, frame: Rect) -> Option<Diagnostic> {
    let outside = figure.legend == LegendPosition::OutsideRight;
    let (fits, area) = if outside {
        (place.bottom <= figure.canvas.height(), "beside the frame")
    } else {
        let fits = place.width() <= frame.width() && place.height() <= frame.height();
        (fits, "inside the frame")
    };
    let message = format!("the legend does not fit {area}");
    let warning = Diagnostic::warning(Code::LegendTooLarge, message)
        .about("legend.position")
        .hint("shorten the labels, lower `figure.legend_size` or raise the figure's size");
    match (fits, outside) {
        (true, _) => None,
        (false, true) => Some(warning),
        (false, false) => Some(warning.hint("or write: [legend] position = \"outside right\"")),
    }
}
