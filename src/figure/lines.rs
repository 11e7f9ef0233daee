//! Curves as chains of straight lines: for what must know where they are, and not how they look.

use crate::scene::{Path, Point, Rect};

/// A curve on the canvas.
pub(super) struct Line {
    points: Vec<Point>,
    width: f64,
}

impl Line {
    /// A path that is stroked `width` CSS pixels wide.
    pub(super) fn new(path: &Path, width: f64) -> Self {
        let points = path.polyline();
        Self { points, width }
    }

    /// The area of the stroke inside a rectangle, in square CSS pixels; nearly, at the rectangle's border.
    pub(super) fn area_inside(&self, place: Rect) -> f64 {
        self.length_inside(place) * self.width
    }

    /// Whether the stroke, which ends at the frame, reaches into a rectangle.
    pub(super) fn reaches(&self, place: Rect, frame: Rect) -> bool {
        common(place, frame)
            .and_then(|visible| common(visible.grown(0.5 * self.width), frame))
            .is_some_and(|near| self.length_inside(near) > 0.0)
    }

    fn length_inside(&self, place: Rect) -> f64 {
        // The curve runs from left to right.
        let first = self.points.partition_point(|point| point.x < place.left);
        let last = self.points.partition_point(|point| point.x <= place.right);
        let beside = first.saturating_sub(1)..(last + 1).min(self.points.len());
        let parts = self.points.get(beside).unwrap_or_default().windows(2);
        // Most lines are on one side of the place, which is soon seen.
        let near = |line: &&[Point]| {
            let (from, to) = (line[0], line[1]);
            from.x.max(to.x) >= place.left
                && from.x.min(to.x) <= place.right
                && from.y.max(to.y) >= place.top
                && from.y.min(to.y) <= place.bottom
        };
        parts
            .filter(near)
            .filter_map(|line| place.part_of_line(line[0], line[1]))
            .map(|[from, to]| {
                // Nothing inside of a canvas is so long that it overflows.
                let (x, y) = (to.x - from.x, to.y - from.y);
                (x * x + y * y).sqrt()
            })
            .sum()
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
