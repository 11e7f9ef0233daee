//! The polygons that outlines of lines consist of. All turn counter-clockwise on the screen.

use std::f64::consts::PI;

use super::flatten::TOLERANCE;
use crate::scene::Point;

/// A straight part of a line.
pub(super) struct Segment {
    pub(super) a: Point,
    pub(super) b: Point,
    /// From `a` to `b`, of length 1.
    pub(super) direction: Point,
    pub(super) length: f64,
}

impl Segment {
    /// Between two points that are this far apart.
    pub(super) fn new(a: Point, b: Point, length: f64) -> Self {
        let direction = Point::new((b.x - a.x) / length, (b.y - a.y) / length);
        Self {
            a,
            b,
            direction,
            length,
        }
    }

    /// Across the segment, to its right as seen on the screen.
    pub(super) fn normal(&self, length: f64) -> Point {
        Point::new(-self.direction.y * length, self.direction.x * length)
    }
}

/// A polygon along a line, as the points of its two long sides. A point in the middle of an end goes with the right one.
#[derive(Default)]
pub(super) struct Strip {
    right: Vec<Point>,
    left: Vec<Point>,
}

impl Strip {
    pub(super) fn len(&self) -> usize {
        self.left.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.left.is_empty()
    }

    /// Begins it at a join or a cap, which meets it in the middle.
    pub(super) fn begin(&mut self, middle: Point, across: Point) {
        self.right.push(middle);
        self.push(middle, across);
    }

    pub(super) fn push(&mut self, middle: Point, across: Point) {
        self.right.push(moved(middle, across, 1.0));
        self.left.push(moved(middle, across, -1.0));
    }

    /// Ends it at a join or a cap.
    pub(super) fn end(&mut self, middle: Point, across: Point) {
        self.push(middle, across);
        self.right.push(middle);
    }

    /// Lets `take` have it, and begins the next one where this one stops.
    pub(super) fn split(&mut self, take: &mut dyn FnMut(&[Point])) {
        let last = [&self.right, &self.left].map(|side| side.last().copied());
        self.finish(take);
        self.right.extend(last[0]);
        self.left.extend(last[1]);
    }

    /// Lets `take` have it, and forgets it.
    pub(super) fn finish(&mut self, take: &mut dyn FnMut(&[Point])) {
        self.right.extend(self.left.iter().rev());
        take(&self.right);
        self.right.clear();
        self.left.clear();
    }
}

pub(super) fn moved(point: Point, direction: Point, distance: f64) -> Point {
    Point::new(
        point.x + direction.x * distance,
        point.y + direction.y * distance,
    )
}

/// A regular polygon within [`TOLERANCE`] of a circle, turning the same way as a [`Strip`].
pub(super) fn disc(center: Point, radius: f64) -> Vec<Point> {
    arc(center, Point::new(radius, 0.0), -2.0 * PI, radius).collect()
}

/// A round cap at an `end` of a segment: beyond its end if `half`, half the width, is positive, before its beginning if it is
/// negative.
pub(super) fn half_disc(end: Point, segment: &Segment, half: f64) -> Vec<Point> {
    let from = segment.normal(half);
    let mut polygon = vec![end];
    polygon.extend(arc(end, from, -PI, half.abs()));
    polygon.push(moved(end, from, -1.0));
    polygon
}

/// What makes the outer side of a join round: a sector between the ends of the two segments.
pub(super) fn round_join(before: &Segment, after: &Segment, half: f64) -> Vec<Point> {
    let (u, v) = (before.direction, after.direction);
    let turn = libm::atan2(u.x * v.y - u.y * v.x, u.x * v.x + u.y * v.y);
    let outer = if turn > 0.0 { -half } else { half };
    let mut polygon = vec![after.a];
    polygon.extend(arc(after.a, before.normal(outer), turn, half));
    polygon.push(moved(after.a, after.normal(outer), 1.0));
    if turn > 0.0 {
        polygon.reverse();
    }
    polygon
}

/// Points of the circle of this `radius`, from `center` + `from` on through the angle `turn`, without the last: close
/// enough that the chords between them lie within [`TOLERANCE`] of a circle of up to 500 pixels.
fn arc(center: Point, from: Point, turn: f64, radius: f64) -> impl Iterator<Item = Point> {
    let half_step = libm::acos((1.0 - TOLERANCE / radius).max(0.9));
    let steps = (turn.abs() / (2.0 * half_step)).ceil().clamp(1.0, 512.0);
    (0..steps as u32).map(move |i| {
        let angle = turn * f64::from(i) / steps;
        let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
        let spoke = Point::new(
            from.x * cosine - from.y * sine,
            from.x * sine + from.y * cosine,
        );
        moved(center, spoke, 1.0)
    })
}

/// The rectangle around an axis-aligned segment that reaches beyond its ends by `reach`, moved to pixel borders and at
/// least one pixel wide and high.
pub(super) fn bar(a: Point, b: Point, half: f64, reach: [f64; 2]) -> Vec<Point> {
    let extent = |a: f64, b: f64, along: bool| {
        let [at_a, at_b] = if along { reach } else { [half; 2] };
        let (low, high) = if a <= b {
            (a - at_a, b + at_b)
        } else {
            (b - at_b, a + at_a)
        };
        (low.round(), high.round().max(low.round() + 1.0))
    };
    let horizontal = (a.x - b.x).abs() >= (a.y - b.y).abs();
    let (left, right) = extent(a.x, b.x, horizontal);
    let (top, bottom) = extent(a.y, b.y, !horizontal);
    vec![
        Point::new(left, top),
        Point::new(right, top),
        Point::new(right, bottom),
        Point::new(left, bottom),
    ]
}
