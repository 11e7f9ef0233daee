//! Paths as polylines in device pixels.

use crate::scene::{Path, Point, Rect, Segment, Text, halve_cubic, point_of_cubic};

/// How far a chord may lie from its curve, in device pixels.
pub(super) const TOLERANCE: f64 = 0.01;
/// The same for the outline of an area: a third of the least difference of what it covers of a pixel.
pub(super) const OUTLINE_TOLERANCE: f64 = 0.02;

/// How far a chord that cannot be seen may lie from its curve, in lengths of the curve. Such chords matter only to the
/// phase of dashes, whose lengths they get wrong by less than 0.03 %.
pub(super) const HIDDEN_TOLERANCE: f64 = 0.01;

/// Coordinates further out are moved here, so that no later computation overflows.
const LIMIT: f64 = 1e9;

/// Curves that take more steps are halved, as they may bend in some places only, or be seen there.
const FEW_STEPS: f64 = 16.0;

/// Points that few subpaths have more of.
const USUAL: usize = 64;

/// How often a curve is halved at most; at [`LIMIT`] this many are needed for [`TOLERANCE`].
const DEPTH: u32 = 20;

/// One subpath.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Polyline {
    /// At least two.
    pub(super) points: Vec<Point>,
    /// Whether the last point is joined to the first.
    pub(super) closed: bool,
}

impl Polyline {
    /// Both ends of each straight part.
    pub(super) fn edges(&self) -> impl Iterator<Item = (Point, Point)> {
        let closing = self.points.first().filter(|_| self.closed);
        let ends = self.points.iter().skip(1).chain(closing);
        self.points.iter().copied().zip(ends.copied())
    }

    /// Whether every part of it is horizontal or vertical.
    pub(super) fn is_axis_aligned(&self) -> bool {
        self.edges()
            .all(|(a, b)| (a.x - b.x).abs().min((a.y - b.y).abs()) < TOLERANCE)
    }
}

/// An affine map from a path's coordinates to device pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Transform {
    /// Where (0, 0) comes to lie.
    pub(super) origin: Point,
    /// What a unit to the right becomes.
    pub(super) x: Point,
    /// What a unit down becomes.
    pub(super) y: Point,
}

impl Transform {
    /// Multiplies by `factor`.
    pub(super) const fn scale(factor: f64) -> Self {
        Self {
            origin: Point::new(0.0, 0.0),
            x: Point::new(factor, 0.0),
            y: Point::new(0.0, factor),
        }
    }

    /// From a text's own coordinates.
    pub(super) fn text(text: &Text, scale: f64) -> Self {
        let (x, y) = match text.upward {
            true => (Point::new(0.0, -scale), Point::new(scale, 0.0)),
            false => (Point::new(scale, 0.0), Point::new(0.0, scale)),
        };
        let origin = Self::scale(scale).apply(text.origin);
        Self { origin, x, y }
    }

    /// From the em of a glyph that is placed in these coordinates; em count upwards.
    pub(super) fn glyph(&self, origin: Point, size: f64) -> Self {
        Self {
            origin: self.apply(origin),
            x: Point::new(self.x.x * size, self.x.y * size),
            y: Point::new(-self.y.x * size, -self.y.y * size),
        }
    }

    fn is_finite(&self) -> bool {
        let finite = |point: Point| point.x.is_finite() && point.y.is_finite();
        finite(self.origin) && finite(self.x) && finite(self.y)
    }

    /// Where `point` comes to lie, moved to [`LIMIT`] from further out.
    pub(super) fn place(&self, point: Point) -> Point {
        let Point { x, y } = self.apply(point);
        Point::new(x.clamp(-LIMIT, LIMIT), y.clamp(-LIMIT, LIMIT))
    }

    /// Where `point` comes to lie.
    fn apply(&self, point: Point) -> Point {
        Point::new(
            self.origin.x + point.x * self.x.x + point.y * self.y.x,
            self.origin.y + point.x * self.x.y + point.y * self.y.y,
        )
    }
}

/// The subpaths of `path` as polylines, exact to `tolerance` inside `view`. Where a coordinate or the transform is
/// not finite, there are none.
pub(super) fn flatten(
    path: &Path,
    transform: &Transform,
    view: &Rect,
    tolerance: f64,
) -> Vec<Polyline> {
    if !path.is_finite() || !transform.is_finite() {
        return Vec::new();
    }
    let map = |point| transform.place(point);
    let mut lines = Vec::new();
    let mut line = Line::new(view, tolerance);
    for segment in &path.segments {
        if let Segment::Move(to) = *segment {
            lines.extend(line.take(false));
            line.points.push(map(to));
        }
        let (Some(&start), Some(&from)) = (line.points.first(), line.points.last()) else {
            continue; // there is nothing to draw from
        };
        match *segment {
            Segment::Move(_) => {}
            Segment::Line(to) => line.points.push(map(to)),
            Segment::Quad(control, to) => {
                let [control, to] = [control, to].map(map);
                line.follow([from, third(from, control), third(to, control), to], DEPTH);
            }
            Segment::Cubic(first, second, to) => {
                line.follow([from, map(first), map(second), map(to)], DEPTH);
            }
            Segment::Close => {
                lines.extend(line.take(true));
                line.points.push(start);
            }
        }
    }
    lines.extend(line.take(false));
    lines
}

/// The control point of the cubic that equals a quadratic: two thirds of the way from an end to its control point.
pub(super) fn third(end: Point, control: Point) -> Point {
    end.lerp(control, 2.0 / 3.0)
}

/// A subpath on its way to a polyline.
struct Line<'a> {
    points: Vec<Point>,
    view: &'a Rect,
    tolerance: f64,
}

impl<'a> Line<'a> {
    fn new(view: &'a Rect, tolerance: f64) -> Self {
        Self {
            points: Vec::with_capacity(USUAL),
            view,
            tolerance,
        }
    }

    /// What there is of it, unless it is a single point, which draws nothing. The next one follows.
    fn take(&mut self, closed: bool) -> Option<Polyline> {
        if self.points.len() < 2 {
            self.points.clear();
            return None;
        }
        let points = std::mem::replace(&mut self.points, Vec::with_capacity(USUAL));
        Some(Polyline { points, closed })
    }

    /// Appends points of a cubic Bézier, without its first.
    ///
    /// Of `n` equal steps of its parameter, a chord is at most 1/8n² of what of B'' is across it away from its curve, and B'' is a
    /// mean of 6 times the second differences of the control points.
    fn follow(&mut self, curve: [Point; 4], depth: u32) {
        let [a, b, c, d] = curve;
        let bend = second_difference(a, b, c).max(second_difference(b, c, d));
        let hidden = || {
            let length = distance(a, b) + distance(b, c) + distance(c, d);
            0.75 * bend <= HIDDEN_TOLERANCE * length && outside(&curve, self.view)
        };
        let steps = (0.75 * bend.min(across(curve)) / self.tolerance)
            .sqrt()
            .ceil();
        if depth == 0 || steps <= 1.0 || hidden() {
            self.points.push(d);
        } else if steps <= FEW_STEPS {
            let between = 1..steps as u32;
            let point = |i| point_of_cubic(curve, f64::from(i) / steps);
            self.points.extend(between.map(point));
            self.points.push(d);
        } else {
            for half in halve_cubic(curve) {
                self.follow(half, depth - 1);
            }
        }
    }
}

/// How much the larger second difference of a cubic's control points is across any of its chords, at most: what makes a curve faster
/// or slower does not bend it.
fn across([a, b, c, d]: [Point; 4]) -> f64 {
    let along = |from: Point, to: Point| Point::new(to.x - from.x, to.y - from.y);
    let (legs, chord) = ([along(a, b), along(b, c), along(c, d)], along(a, d));
    let length = norm(chord.x, chord.y);
    let dot = |v: Point| (v.x * chord.x + v.y * chord.y) / length;
    let cross = |v: Point| ((v.x * chord.y - v.y * chord.x) / length).abs();
    // All chords lean over from the whole one by no more than a leg does.
    let tangent = |leg: Point| match dot(leg) > 0.0 {
        true => cross(leg) / dot(leg),
        false => f64::INFINITY,
    };
    let lean = legs.map(tangent).into_iter().fold(0.0, f64::max);
    let bends = [along(legs[0], legs[1]), along(legs[1], legs[2])];
    let across = |v: Point| cross(v) + dot(v).abs() * lean;
    across(bends[0]).max(across(bends[1]))
}

pub(super) fn second_difference(a: Point, b: Point, c: Point) -> f64 {
    norm(a.x - 2.0 * b.x + c.x, a.y - 2.0 * b.y + c.y)
}

/// Whether the points all lie beyond the same side of `view`.
pub(super) fn outside(points: &[Point], view: &Rect) -> bool {
    points.iter().all(|point| point.x < view.left)
        || points.iter().all(|point| point.x > view.right)
        || points.iter().all(|point| point.y < view.top)
        || points.iter().all(|point| point.y > view.bottom)
}

/// The length of the line between two points.
pub(super) fn distance(a: Point, b: Point) -> f64 {
    norm(b.x - a.x, b.y - a.y)
}

/// Coordinates are at most [`LIMIT`], so nothing overflows and `hypot`, which takes ten times as long, is not needed.
fn norm(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEW: Rect = Rect {
        left: -1e4,
        top: -1e4,
        right: 1e4,
        bottom: 1e4,
    };

    fn chords(curve: [Point; 4]) -> Vec<Point> {
        let mut line = Line::new(&VIEW, TOLERANCE);
        line.points.push(curve[0]);
        line.follow(curve, DEPTH);
        line.points
    }

    fn cubic(points: [[f64; 2]; 4]) -> [Point; 4] {
        points.map(|[x, y]| Point::new(x, y))
    }

    /// How far a point is from the nearest of some chords.
    fn nearest(point: Point, chords: &[Point]) -> f64 {
        let from = |ends: &[Point]| {
            let (dx, dy) = (ends[1].x - ends[0].x, ends[1].y - ends[0].y);
            let along = (point.x - ends[0].x) * dx + (point.y - ends[0].y) * dy;
            let share = (along / (dx * dx + dy * dy)).clamp(0.0, 1.0);
            distance(point, ends[0].lerp(ends[1], share))
        };
        let distances = chords.windows(2).map(from);
        distances.fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn curves_of_any_kind_are_near_their_chords() {
        // A flank, an arc, slow ends, a turn back, a loop, a cusp, an S, ends that meet, control points at an end.
        let curves = [
            [[0.0, 600.0], [20.0, 590.0], [60.0, 100.0], [80.0, 0.0]],
            [[0.0, 0.0], [0.0, 55.2], [44.8, 100.0], [100.0, 100.0]],
            [[0.0, 0.0], [3.0, 0.1], [97.0, 4.0], [100.0, 5.0]],
            [[0.0, 0.0], [150.0, 5.0], [-50.0, 10.0], [100.0, 20.0]],
            [[0.0, 0.0], [200.0, 100.0], [-100.0, 100.0], [100.0, 0.0]],
            [[0.0, 0.0], [100.0, 100.0], [0.0, 100.0], [100.0, 0.0]],
            [[0.0, 0.0], [80.0, 0.0], [20.0, 100.0], [100.0, 100.0]],
            [[0.0, 0.0], [90.0, 50.0], [-90.0, 50.0], [0.0, 0.0]],
            [[0.0, 0.0], [0.0, 0.0], [90.0, 50.0], [90.0, 50.0]],
        ];
        for points in curves {
            let curve = cubic(points);
            let chords = chords(curve);
            for i in 0..=1000 {
                let point = point_of_cubic(curve, f64::from(i) / 1000.0);
                let away = nearest(point, &chords);
                assert!(away <= TOLERANCE, "{points:?}: {away} at {i}");
            }
        }
    }

    #[test]
    fn a_straight_line_is_one_chord_however_fast_it_is_followed() {
        let slow = cubic([[0.0, 0.0], [1.0, 2.0], [2.0, 4.0], [300.0, 600.0]]);
        assert_eq!(chords(slow), [slow[0], slow[3]]);
        // Back and forth it is not.
        let back = cubic([[0.0, 0.0], [500.0, 0.0], [500.0, 0.0], [100.0, 0.0]]);
        assert!(chords(back).len() > 10);
    }
}
