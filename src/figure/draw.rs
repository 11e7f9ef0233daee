//! Draws a laid-out figure with plotters, from back to front.

use std::cell::RefCell;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::coord::cartesian::{Cartesian2d, MeshLine};
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Drawable, PathElement, PointCollection, Rectangle};
use plotters::style::ShapeStyle;
use plotters_backend::{BackendCoord, DrawingErrorKind};

use crate::backend::recorder::{PixelGrid, Recorder, rgba};
use crate::color::theme::{self, Colors};
use crate::evaluate::Evaluation;
use crate::model::{Dash, Figure, Layering, Scheme};
use crate::scene::{Color, Glyph, Item, Rect};
use crate::text::{TextError, Typeset, Typesetter};

use super::axis::Linear;
use super::layout::{LINE, Layout, PT, TICK};
use super::series::{SmoothCurve, SteppedArea, bars, fitted_pattern};

type DrawError = DrawingAreaErrorKind<TextError>;
type Canvas<'a> = DrawingArea<Recorder<'a>, Shift>;
type Chart<'a> = DrawingArea<Recorder<'a>, Cartesian2d<Linear, Linear>>;

/// What all steps draw from and with.
struct Drawing<'a> {
    figure: &'a Figure,
    evaluation: &'a Evaluation,
    layout: &'a Layout,
    scheme: Scheme,
    colors: &'static Colors,
    grid: PixelGrid,
}

/// The glyphs and items of a figure in a set of colours, on which nothing else depends.
///
/// # Errors
///
/// What plotters says; no step of ours fails.
pub(super) fn draw(
    figure: &Figure,
    evaluation: &Evaluation,
    layout: &Layout,
    typesetter: &Typesetter,
    scheme: Scheme,
) -> Result<(Vec<Glyph>, Vec<Item>), DrawError> {
    let drawing = Drawing {
        figure,
        evaluation,
        layout,
        scheme,
        colors: theme::colors(scheme),
        grid: PixelGrid::new(figure.canvas.scale()),
    };
    let size = [figure.canvas.width(), figure.canvas.height()];
    let recorder = Recorder::new(size, drawing.grid, typesetter);
    let recorder = Rc::new(RefCell::new(recorder));
    {
        let canvas = Canvas::from(&recorder);
        let chart = drawing.chart(&canvas);
        drawing.mesh(&chart)?;
        recorder.borrow_mut().begin_clip(drawing.inside());
        drawing.series(&chart)?;
        recorder.borrow_mut().end_clip();
        drawing.frame(&canvas)?;
        drawing.ticks(&canvas)?;
        drawing.text(&canvas)?;
        drawing.legend(&canvas)?;
    }
    let recorder = Rc::try_unwrap(recorder).map_err(|_| DrawError::SharingError)?;
    Ok(recorder.into_inner().finish())
}

impl Drawing<'_> {
    /// The drawing area in which coordinates are data.
    fn chart<'a>(&self, canvas: &Canvas<'a>) -> Chart<'a> {
        let plot = &self.layout.plot;
        let (left, top) = self.at(plot.frame.left, plot.frame.top);
        let (right, bottom) = self.at(plot.frame.right, plot.frame.bottom);
        let x = Linear {
            range: plot.x,
            ticks: self.layout.x_ticks.clone(),
        };
        let y = Linear {
            range: plot.y,
            ticks: self.layout.y_ticks.clone(),
        };
        let area = canvas
            .clone()
            .shrink((left, top), (right - left, bottom - top));
        area.apply_coord_spec(Cartesian2d::new(x, y, (left..right, bottom..top)))
    }

    /// A position in CSS pixels as plotters takes it.
    fn at(&self, x: f64, y: f64) -> BackendCoord {
        (self.grid.units(x), self.grid.units(y))
    }

    fn pen(&self, color: Color, width: f64) -> ShapeStyle {
        ShapeStyle {
            color: rgba(color),
            filled: false,
            stroke_width: self.grid.units(width).unsigned_abs(),
        }
    }

    /// What lies within the lines of the frame.
    fn inside(&self) -> Rect {
        let frame = self.layout.plot.frame;
        let half = 0.5 * self.grid.width(LINE);
        Rect {
            left: self.grid.border(frame.left + half),
            top: self.grid.border(frame.top + half),
            right: self.grid.border(frame.right - half),
            bottom: self.grid.border(frame.bottom - half),
        }
    }

    /// Lines across the plot at the ticks.
    fn mesh(&self, chart: &Chart<'_>) -> Result<(), DrawError> {
        let style = self.pen(self.colors.grid, LINE);
        let draw = |recorder: &mut Recorder<'_>, line: MeshLine<'_, Linear, Linear>| {
            let wanted = match line {
                MeshLine::XMesh(..) => self.figure.x.grid,
                MeshLine::YMesh(..) => self.figure.y.grid,
            };
            match wanted {
                true => line.draw(recorder, &style),
                false => Ok(()),
            }
        };
        chart.draw_mesh(draw, usize::MAX, usize::MAX)
    }

    fn series(&self, chart: &Chart<'_>) -> Result<(), DrawError> {
        let layering = self
            .figure
            .histogram
            .as_ref()
            .map(|histogram| histogram.layering);
        let all = 0..self.figure.curves.len();
        if layering == Some(Layering::Below) {
            all.clone()
                .try_for_each(|index| self.histogram(chart, index))?;
        }
        for index in all {
            if layering == Some(Layering::Interleaved) {
                self.histogram(chart, index)?;
            }
            self.curve(chart, index)?;
        }
        Ok(())
    }

    fn color(&self, index: usize) -> Color {
        theme::curve_color(self.figure, self.scheme, index)
    }

    fn histogram(&self, chart: &Chart<'_>, index: usize) -> Result<(), DrawError> {
        let (Some(style), Some(histogram)) =
            (&self.figure.histogram, &self.evaluation.histograms[index])
        else {
            return Ok(());
        };
        let plot = &self.layout.plot;
        let bars = bars(histogram, self.figure.quantity, plot.x, plot.y);
        chart.draw(&SteppedArea::new(
            &bars,
            self.color(index).fade(style.opacity),
        ))
    }

    fn curve(&self, chart: &Chart<'_>, index: usize) -> Result<(), DrawError> {
        let style = &self.figure.curves[index];
        let plot = &self.layout.plot;
        chart.draw(&SmoothCurve {
            curve: &self.evaluation.curves[index],
            corners: [
                (plot.x.start(), plot.y.start()),
                (plot.x.end(), plot.y.end()),
            ],
            color: self.color(index),
            width: style.width.get() * PT,
            dash: style.dash,
        })
    }

    fn frame(&self, canvas: &Canvas<'_>) -> Result<(), DrawError> {
        let frame = self.layout.plot.frame;
        let corners = [
            self.at(frame.left, frame.top),
            self.at(frame.right, frame.bottom),
        ];
        canvas.draw(&Rectangle::new(corners, self.pen(self.colors.ink, LINE)))
    }

    fn ticks(&self, canvas: &Canvas<'_>) -> Result<(), DrawError> {
        let plot = &self.layout.plot;
        let (left, bottom) = (plot.frame.left, plot.frame.bottom);
        let across = self.layout.x_ticks.iter().map(|&tick| {
            let x = plot.x(tick);
            [self.at(x, bottom), self.at(x, bottom + TICK)]
        });
        let beside = self.layout.y_ticks.iter().map(|&tick| {
            let y = plot.y(tick);
            [self.at(left - TICK, y), self.at(left, y)]
        });
        let style = self.pen(self.colors.ink, LINE);
        across
            .chain(beside)
            .try_for_each(|ends| canvas.draw(&PathElement::new(ends, style)))
    }

    fn text(&self, canvas: &Canvas<'_>) -> Result<(), DrawError> {
        self.layout.texts.iter().try_for_each(|text| {
            canvas.draw(&Label {
                label: &text.label,
                at: self.at(text.origin.x, text.origin.y),
                upward: text.upward,
                color: self.colors.ink,
            })
        })
    }

    fn legend(&self, canvas: &Canvas<'_>) -> Result<(), DrawError> {
        let Some((legend, place)) = &self.layout.legend else {
            return Ok(());
        };
        let bottom = self.figure.canvas.height();
        let rows = legend.entries.iter().zip(legend.rows(*place));
        // Plotters moves what lies beyond the canvas to its edge, where rows would pile up.
        for (entry, row) in rows.take_while(|(_, row)| row.label.y < bottom) {
            canvas.draw(&Swatch {
                ends: row.swatch.map(|end| self.at(end.x, end.y)),
                color: self.color(entry.gaussian),
                width: entry.width,
                dash: entry.dash,
            })?;
            canvas.draw(&Label {
                label: &entry.label,
                at: self.at(row.label.x, row.label.y),
                upward: false,
                color: self.colors.ink,
            })?;
        }
        Ok(())
    }
}

/// A label that is set already.
struct Label<'a> {
    label: &'a Typeset,
    /// Start of the baseline.
    at: BackendCoord,
    upward: bool,
    color: Color,
}

impl<'a> PointCollection<'a, BackendCoord> for &'a Label<'_> {
    type Point = &'a BackendCoord;
    type IntoIter = std::iter::Once<&'a BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once(&self.at)
    }
}

impl Drawable<Recorder<'_>> for Label<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        at: I,
        recorder: &mut Recorder<'_>,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<TextError>> {
        for at in at {
            let origin = recorder.point(at);
            recorder.label(self.label, origin, self.upward, self.color);
        }
        Ok(())
    }
}

/// A piece of a curve's line in the legend.
struct Swatch {
    ends: [BackendCoord; 2],
    color: Color,
    /// In CSS pixels.
    width: f64,
    dash: Dash,
}

impl<'a> PointCollection<'a, BackendCoord> for &'a Swatch {
    type Point = &'a BackendCoord;
    type IntoIter = &'a [BackendCoord; 2];

    fn point_iter(self) -> Self::IntoIter {
        &self.ends
    }
}

impl Drawable<Recorder<'_>> for Swatch {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut ends: I,
        recorder: &mut Recorder<'_>,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<TextError>> {
        if let (Some(from), Some(to)) = (ends.next(), ends.next()) {
            let ends = [recorder.point(from), recorder.point(to)];
            let dash = fitted_pattern(self.dash, self.width, ends[1].x - ends[0].x);
            recorder.stroke(&ends, false, self.color, self.width, dash);
        }
        Ok(())
    }
}
