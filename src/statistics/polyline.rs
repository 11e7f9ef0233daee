//! Curves as points of the exact function.

use crate::evaluate::{Curve, TOLERANCE};
use crate::gaussian::Gaussian;
use crate::model::{Canvas, Quantity, Range};

/// Where lines are compared with the function, as shares of their extent.
const PROBES: [f64; 7] = [0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875];
/// Share of the tolerance that a line may deviate where it is compared, as it may deviate a little more beside.
const LIMIT: f64 = 0.9;
/// Beyond so many heights of the plot from it a curve is not followed.
const BEYOND: f64 = 2.0;
/// Units in the last place that values inside the plot are off at most, all together.
const ROUNDING: f64 = 4.0;

/// The function that a curve shows, and the plot it is shown in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Graph {
    pub(super) gaussian: Gaussian,
    pub(super) quantity: Quantity,
    pub(super) x: Range,
    pub(super) y: Range,
    pub(super) canvas: Canvas,
}

/// A point of the function: x and y in the figure's units.
type Point = (f64, f64);

impl Graph {
    /// Points of the function from one end of the x range to the other, x increasing, among them the peak if it is in the
    /// range. Inside the plot, the lines between them deviate from the function by at most [`TOLERANCE`] device pixels, or
    /// as little as doubles allow.
    pub(super) fn polyline(&self, curve: &Curve) -> Vec<Point> {
        let knots = self.knots(curve);
        let mut points: Vec<Point> = knots.first().copied().into_iter().collect();
        for pair in knots.windows(2) {
            self.follow(pair[0], pair[1], &mut points);
        }
        points
    }

    /// The points between the curve's cubics, which are short where the function bends, and the mean.
    fn knots(&self, curve: &Curve) -> Vec<Point> {
        let ends = [self.x.start(), self.gaussian.mu(), self.x.end()];
        let between = curve.points.iter().step_by(3);
        let mut all: Vec<f64> = between
            .map(|&(share, _)| self.x.start() + share * self.x.length())
            .chain(ends)
            .filter(|&x| self.x.contains(x))
            .collect();
        all.sort_unstable_by(f64::total_cmp);
        all.dedup();
        all.into_iter().map(|x| self.point(x)).collect()
    }

    fn point(&self, x: f64) -> Point {
        (x, self.quantity.of(self.gaussian, x))
    }

    /// Appends the points that it takes from `start`, which is there already, to `end`. At most twenty times does it go into
    /// halves: then they are less than the tolerance wide.
    fn follow(&self, start: Point, end: Point, points: &mut Vec<Point>) {
        let middle = start.0 + 0.5 * (end.0 - start.0);
        if start.0 < middle && middle < end.0 && !self.is_straight(start, end) {
            let middle = self.point(middle);
            self.follow(start, middle, points);
            self.follow(middle, end, points);
        } else {
            points.push(end);
        }
    }

    /// Whether a straight line will do.
    fn is_straight(&self, start: Point, end: Point) -> bool {
        let height = self.canvas.height() * self.canvas.scale();
        let (first, last) = (self.pixels(start), self.pixels(end));
        let (low, high) = (first.1.min(last.1), first.1.max(last.1));
        if high < -BEYOND * height || low > (1.0 + BEYOND) * height {
            return true;
        }
        let rounding = ROUNDING * f64::EPSILON * self.y.start().abs().max(self.y.end().abs());
        let tolerance = LIMIT * TOLERANCE + rounding / self.y.length() * height;
        PROBES.iter().all(|share| {
            let x = start.0 + share * (end.0 - start.0);
            distance(self.pixels(self.point(x)), first, last) <= tolerance
        })
    }

    /// Device pixels from the lower left corner of the plot, as if it were as large as the canvas. Infinite values are as
    /// far out as it takes.
    fn pixels(&self, (x, y): Point) -> Point {
        let scale = self.canvas.scale();
        let across = (x - self.x.start()) / self.x.length();
        let up = (y - self.y.start()) / self.y.length();
        (
            across * self.canvas.width() * scale,
            (up * self.canvas.height() * scale).clamp(-1e15, 1e15),
        )
    }
}

/// Distance of a point from the line through two others, or from both where they are the same.
fn distance(point: Point, start: Point, end: Point) -> f64 {
    let (dx, dy) = (end.0 - start.0, end.1 - start.1);
    let (px, py) = (point.0 - start.0, point.1 - start.1);
    let length = libm::hypot(dx, dy);
    if length == 0.0 {
        libm::hypot(px, py)
    } else {
        (dx * py - dy * px).abs() / length
    }
}
