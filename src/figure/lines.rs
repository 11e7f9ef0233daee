//! Curves as chains of straight lines: for what must know where they are, and not how they look.

use crate::scene::{Path, Point, Rect, Segment};

/// Lines that stand for one cubic.
const FLATNESS: usize = 16;

/// A curve on the canvas.
pub(super) struct Line {
    points: Vec<Point>,
    width: f64,
}

impl Line {
    /// A path that is stroked `width` CSS pixels wide.
    pub(super) fn new(path: &Path, width: f64) -> Self {
        let points = flatten(path);
        Self { points, width }
    }

    /// The area of the stroke inside a rectangle, in square CSS pixels; nearly, at the rectangle's border.
    pub(super) fn area_inside(&self, place: Rect) -> f64 {
        self.length_inside(place) * self.width
    }

    /// Whether the stroke, which ends at the frame, reaches into a rectangle.
    pub(super) fn reaches(&self, place: Rect, frame: Rect) -> bool {
        let half = 0.5 * self.width;
        let around = |rect: Rect| Rect {
            left: rect.left - half,
            top: rect.top - half,
            right: rect.right + half,
            bottom: rect.bottom + half,
        };
        common(place, frame)
            .and_then(|visible| common(around(visible), frame))
            .is_some_and(|near| self.length_inside(near) > 0.0)
    }

    fn length_inside(&self, place: Rect) -> f64 {
        let lengths = self.points.windows(2);
        lengths.map(|line| inside(line[0], line[1], place)).sum()
    }
}

/// What two rectangles have in common.
pub(super) fn common(a: Rect, b: Rect) -> Option<Rect> {
    let common = Rect {
        left: a.left.max(b.left),
        top: a.top.max(b.top),
        right: a.right.min(b.right),
        bottom: a.bottom.min(b.bottom),
    };
    (common.left < common.right && common.top < common.bottom).then_some(common)
}

/// Length of the part of a line inside a rectangle (Liang and Barsky, ACM Transactions on Graphics 3(1), 1984).
fn inside(from: Point, to: Point, rect: Rect) -> f64 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    let borders = [
        (-dx, from.x - rect.left),
        (dx, rect.right - from.x),
        (-dy, from.y - rect.top),
        (dy, rect.bottom - from.y),
    ];
    for (speed, distance) in borders {
        if speed == 0.0 && distance < 0.0 {
            return 0.0;
        } else if speed < 0.0 {
            enter = enter.max(distance / speed);
        } else if speed > 0.0 {
            leave = leave.min(distance / speed);
        }
    }
    (leave - enter).max(0.0) * libm::hypot(dx, dy)
}

fn flatten(path: &Path) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    for segment in &path.segments {
        match (*segment, points.last().copied()) {
            (Segment::Cubic(a, b, end), Some(start)) => points.extend((1..=FLATNESS).map(|step| {
                let t = step as f64 / FLATNESS as f64;
                cubic(start, a, b, end, t)
            })),
            (Segment::Quad(_, end) | Segment::Cubic(_, _, end), _)
            | (Segment::Move(end) | Segment::Line(end), _) => points.push(end),
            (Segment::Close, _) => {}
        }
    }
    points
}

fn cubic(p0: Point, p1: Point, p2: Point, p3: Point, t: f64) -> Point {
    let s = 1.0 - t;
    let (a, b, c, d) = (s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t);
    Point::new(
        a * p0.x + b * p1.x + c * p2.x + d * p3.x,
        a * p0.y + b * p1.y + c * p2.y + d * p3.y,
    )
}
