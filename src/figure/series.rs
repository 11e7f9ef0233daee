//! What a Gaussian looks like in the plot: its curve and its histogram, as elements that plotters draws.

use plotters::element::{Drawable, PointCollection};
use plotters_backend::{BackendCoord, DrawingErrorKind};

use crate::backend::recorder::{PixelGrid, Recorder, polygon};
use crate::evaluate::{Curve, Histogram};
use crate::model::{Dash, Quantity, Range};
use crate::scene::{Cap, Color, Item, Path, Point, Rect, Segment, Stroke};
use crate::text::TextError;

/// Where data lies on the canvas.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plot {
    /// The middle of the frame's lines, in CSS pixels.
    pub frame: Rect,
    /// What its width spans.
    pub x: Range,
    /// What its height spans.
    pub y: Range,
}

impl Plot {
    /// Horizontal position of a value of x.
    pub(super) fn x(&self, x: f64) -> f64 {
        self.frame.left + (x - self.x.start()) / self.x.length() * self.frame.width()
    }

    /// Vertical position of a value of y.
    pub(super) fn y(&self, y: f64) -> f64 {
        self.frame.bottom - (y - self.y.start()) / self.y.length() * self.frame.height()
    }

    /// A curve on the canvas.
    pub(super) fn path(&self, curve: &Curve) -> Path {
        path(curve, self.frame)
    }

    /// A bar on the canvas.
    pub(super) fn bar(&self, bar: &Bar) -> Rect {
        Rect {
            left: self.x(bar.left),
            top: self.y(bar.top),
            right: self.x(bar.right),
            bottom: self.y(bar.base),
        }
    }
}

/// One bar of a histogram in data coordinates, cut at the ranges of the axes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bar {
    /// Left edge.
    pub left: f64,
    /// Right edge.
    pub right: f64,
    /// Where it stands.
    pub base: f64,
    /// How high it reaches.
    pub top: f64,
}

/// The bars of a histogram, those without a height (the logarithm of an empty bin) left out. They stand on zero, bars
/// of logarithms on the lower end of the axis. A distribution function stays at one after its last sample.
pub(super) fn bars(histogram: &Histogram, quantity: Quantity, x: Range, y: Range) -> Vec<Bar> {
    let within = |value: f64, range: Range| value.clamp(range.start(), range.end());
    let base = match quantity {
        Quantity::Pdf | Quantity::Cdf => within(0.0, y),
        Quantity::LogPdf => y.start(),
    };
    let bar = |left: f64, right: f64, height: f64| Bar {
        left: within(left, x),
        right: within(right, x),
        base,
        top: within(height, y),
    };
    let last = histogram.edges.last().copied();
    let rest = last.filter(|_| quantity == Quantity::Cdf && histogram.above == 0);
    histogram
        .edges
        .windows(2)
        .zip(&histogram.heights)
        .filter_map(|(edges, height)| Some(bar(edges[0], edges[1], (*height)?)))
        .chain(rest.map(|last| bar(last, x.end(), 1.0)))
        .collect()
}

/// A histogram: one stepped outline for each run of adjacent bars, filled, so that no seam shows between bars.
pub(super) struct SteppedArea {
    corners: Vec<(f64, f64)>,
    /// Number of corners of each outline.
    lengths: Vec<usize>,
    color: Color,
}

impl SteppedArea {
    /// The outlines of `bars`, to be filled with `color`.
    pub(super) fn new(bars: &[Bar], color: Color) -> Self {
        let mut corners = Vec::new();
        let mut lengths = Vec::new();
        for run in bars.chunk_by(|bar, next| bar.right == next.left) {
            let before = corners.len();
            if let (Some(first), Some(last)) = (run.first(), run.last()) {
                corners.push((first.left, first.base));
                corners.extend(
                    run.iter()
                        .flat_map(|bar| [(bar.left, bar.top), (bar.right, bar.top)]),
                );
                corners.push((last.right, last.base));
            }
            lengths.push(corners.len() - before);
        }
        Self {
            corners,
            lengths,
            color,
        }
    }
}

impl<'a> PointCollection<'a, (f64, f64)> for &'a SteppedArea {
    type Point = &'a (f64, f64);
    type IntoIter = &'a [(f64, f64)];

    fn point_iter(self) -> Self::IntoIter {
        &self.corners
    }
}

impl Drawable<Recorder<'_>> for SteppedArea {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        corners: I,
        recorder: &mut Recorder<'_>,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<TextError>> {
        let corners: Vec<Point> = corners.map(|corner| recorder.point(corner)).collect();
        let corners = on_borders(&corners, recorder.grid());
        let mut rest = corners.as_slice();
        let mut segments = Vec::new();
        for &length in &self.lengths {
            let (outline, others) = rest.split_at(length.min(rest.len()));
            segments.extend(polygon(outline.iter().copied(), true).segments);
            rest = others;
        }
        recorder.push(Item::Fill {
            path: Path { segments },
            color: self.color,
        });
        Ok(())
    }
}

/// Edges on borders between device pixels, unless bars are so narrow that this would falsify their widths.
fn on_borders(corners: &[Point], grid: PixelGrid) -> Vec<Point> {
    let narrowest = corners
        .windows(2)
        .map(|pair| pair[1].x - pair[0].x)
        .filter(|&width| width > 0.0)
        .fold(f64::INFINITY, f64::min);
    let wide = narrowest >= 3.0 * grid.pixel();
    let place = |corner: &Point| {
        let x = if wide {
            grid.border(corner.x)
        } else {
            corner.x
        };
        Point::new(x, grid.border(corner.y))
    };
    corners.iter().map(place).collect()
}

/// The control points of `curve` on the canvas.
fn path(curve: &Curve, frame: Rect) -> Path {
    let mut points = curve.points.iter().map(|&(x, y)| {
        Point::new(
            frame.left + x * frame.width(),
            frame.bottom - y * frame.height(),
        )
    });
    let mut segments: Vec<Segment> = points.next().map(Segment::Move).into_iter().collect();
    while let (Some(a), Some(b), Some(end)) = (points.next(), points.next(), points.next()) {
        segments.push(Segment::Cubic(a, b, end));
    }
    Path { segments }
}

/// A density curve: cubic Béziers, stroked.
pub(super) struct SmoothCurve<'a> {
    /// The curve.
    pub(super) curve: &'a Curve,
    /// The lower ends of the axes' ranges, and the upper ends.
    pub(super) corners: [(f64, f64); 2],
    /// The line's colour.
    pub(super) color: Color,
    /// The line's width in CSS pixels.
    pub(super) width: f64,
    /// The line's pattern.
    pub(super) dash: Dash,
}

/// Plotters maps the corners of the plot, the curve is placed between them: control points off the canvas would be
/// truncated to it one coordinate at a time, which bends the curve.
impl<'a> PointCollection<'a, (f64, f64)> for &'a SmoothCurve<'_> {
    type Point = &'a (f64, f64);
    type IntoIter = &'a [(f64, f64); 2];

    fn point_iter(self) -> Self::IntoIter {
        &self.corners
    }
}

impl Drawable<Recorder<'_>> for SmoothCurve<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut corners: I,
        recorder: &mut Recorder<'_>,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<TextError>> {
        if let (Some(low), Some(high)) = (corners.next(), corners.next()) {
            let (low, high) = (recorder.point(low), recorder.point(high));
            let frame = Rect {
                left: low.x,
                top: high.y,
                right: high.x,
                bottom: low.y,
            };
            let path = path(self.curve, frame);
            recorder.push(Item::Stroke(line(path, self.color, self.width, self.dash)));
        }
        Ok(())
    }
}

/// The line of a curve: a solid one projects half its width beyond its ends.
fn line(path: Path, color: Color, width: f64, dash: Dash) -> Stroke {
    Stroke {
        path,
        color,
        width,
        cap: match dash {
            Dash::Solid => Cap::Square,
            Dash::Dashed | Dash::Dotted | Dash::DashDot => Cap::Butt,
        },
        dash: pattern(dash, width),
        crisp: false,
    }
}

/// Dashes and gaps of a line in CSS pixels; in line widths they are matplotlib's.
fn pattern(dash: Dash, width: f64) -> Vec<f64> {
    let widths: &[f64] = match dash {
        Dash::Solid => &[],
        Dash::Dashed => &[3.7, 1.6],
        Dash::Dotted => &[1.0, 1.65],
        Dash::DashDot => &[6.4, 1.6, 1.0, 1.6],
    };
    widths.iter().map(|length| length * width).collect()
}

/// The pattern squeezed or stretched so that a line of `length` CSS pixels ends as it begins, with a whole dash.
pub(super) fn fitted_pattern(dash: Dash, width: f64, length: f64) -> Vec<f64> {
    let mut pattern = pattern(dash, width);
    if let Some(&first) = pattern.first() {
        let period: f64 = pattern.iter().sum();
        let periods = ((length - first) / period).round().max(1.0);
        let factor = length / (periods * period + first);
        pattern.iter_mut().for_each(|piece| *piece *= factor);
    }
    pattern
}
