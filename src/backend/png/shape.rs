//! Shapes to fill, on the grid of the rasteriser.

use std::cmp::Ordering;
use std::ops::Range;

use crate::scene::{Color, Point, Rect};

/// Steps of the grid in one pixel.
pub(super) const STEPS: i32 = 256;

/// A rectangle of whole steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
}

impl Bounds {
    /// The smallest one around two.
    pub(super) fn around(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    pub(super) fn height(&self) -> Height {
        Height {
            top: self.top,
            bottom: self.bottom,
        }
    }

    /// The smallest one around some points, of which there is at least one.
    fn of(points: &[Corner]) -> Self {
        let (mut low, mut high) = ([i32::MAX; 2], [i32::MIN; 2]);
        for [x, y] in points {
            low = [low[0].min(*x), low[1].min(*y)];
            high = [high[0].max(*x), high[1].max(*y)];
        }
        Self {
            left: low[0],
            top: low[1],
            right: high[0],
            bottom: high[1],
        }
    }
}

/// From where to where something lies, in steps from the top.
#[derive(Debug, Clone, Copy)]
pub(super) struct Height {
    pub(super) top: i32,
    pub(super) bottom: i32,
}

impl Height {
    /// The rows of pixels that it lies in.
    #[inline(always)]
    pub(super) fn rows(&self) -> Range<u32> {
        // Nothing is negative here, where this is a shift.
        let row = |y: i32| y as u32 / STEPS as u32;
        row(self.top)..row(self.bottom - 1) + 1
    }

    /// Those of some rows that it lies in.
    #[inline(always)]
    pub(super) fn within(&self, rows: &Range<u32>) -> Range<u32> {
        let Range { start, end } = self.rows();
        rows.start.max(start)..rows.end.min(end)
    }

    /// The same of at most [`u64::BITS`] rows, a bit for each.
    #[inline(always)]
    pub(super) fn among(&self, rows: &Range<u32>) -> u64 {
        let Range { start, end } = self.within(rows);
        match start < end {
            true => u64::MAX >> (u64::BITS - (end - start)) << (start - rows.start),
            false => 0,
        }
    }

    /// Whether some of it lies in these rows of pixels.
    #[inline(always)]
    pub(super) fn meets(&self, rows: &Range<u32>) -> bool {
        self.top < rows.end as i32 * STEPS && (rows.start as i32) * STEPS < self.bottom
    }
}

/// A closed polygon of a shape. Figures have hundreds of thousands of them, which are gone through for each part.
#[derive(Debug, Clone)]
pub(super) struct Polygon {
    /// Its corners among those of the shape, the first one once more at the end.
    corners: Range<u32>,
    pub(super) height: Height,
    /// The columns of pixels that it lies in.
    pub(super) columns: Range<u16>,
}

/// Polygons that are filled together, by the non-zero rule.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    /// In steps.
    corners: Vec<Corner>,
    pub(super) polygons: Vec<Polygon>,
    /// Around all polygons.
    pub(super) bounds: Option<Bounds>,
    pub(super) color: Color,
}

/// A point on the grid.
pub(super) type Corner = [i32; 2];

impl Shape {
    /// One without polygons.
    pub(super) fn new(color: Color) -> Self {
        Self {
            corners: Vec::new(),
            polygons: Vec::new(),
            bounds: None,
            color,
        }
    }

    /// One that so many corners and polygons are about to be added to.
    pub(super) fn with_capacity(color: Color, corners: usize, polygons: usize) -> Self {
        Self {
            corners: Vec::with_capacity(corners),
            polygons: Vec::with_capacity(polygons),
            ..Self::new(color)
        }
    }

    /// Gives back memory that it does not need.
    pub(super) fn shrink(&mut self) {
        self.corners.shrink_to_fit();
        self.polygons.shrink_to_fit();
    }

    /// Adds what `window` (in pixels, its sides on pixel borders) shows of a polygon.
    pub(super) fn add(&mut self, points: &[Point], window: &Rect) {
        if super::flatten::outside(points, window) {
            return;
        }
        let start = self.corners.len();
        self.corners.reserve(points.len() + 1);
        if points.iter().all(|point| window.contains(*point)) {
            points.iter().for_each(|point| self.place(start, *point));
        } else {
            self.clip(start, points, window);
        }
        let bounds = Bounds::of(&self.corners[start..]);
        if bounds.left >= bounds.right || bounds.top >= bounds.bottom {
            self.corners.truncate(start);
            return;
        }
        self.corners.push(self.corners[start]);
        // A scene of more corners is not drawn.
        let corners = start as u32..self.corners.len() as u32;
        // Nothing is negative here, where this is a shift.
        let column = |x: i32| x as u32 / STEPS as u32;
        let columns = column(bounds.left) as u16..column(bounds.right + STEPS - 1) as u16;
        self.polygons.push(Polygon {
            corners,
            height: bounds.height(),
            columns,
        });
        self.bounds = Some(self.bounds.map_or(bounds, |all| all.around(bounds)));
    }

    /// Adds the corners of what `window` shows of a polygon, the first of which has the number `start`.
    fn clip(&mut self, start: usize, points: &[Point], window: &Rect) {
        let ends = points.iter().skip(1).chain(points.first());
        for (&a, &b) in points.iter().zip(ends) {
            self.place(start, clamped(a, window));
            for t in crossings(a, b, window) {
                self.place(start, clamped(a.lerp(b, t), window));
            }
        }
    }

    /// Adds a corner to the polygon that begins at `start`.
    #[inline(always)]
    fn place(&mut self, start: usize, Point { x, y }: Point) {
        // Nothing is negative here, where this does what `round` does.
        let step = |at: f64| (at * f64::from(STEPS) + 0.5) as i32;
        let corner = [step(x), step(y)];
        if self.corners[start..].last() != Some(&corner) {
            self.corners.push(corner);
        }
    }

    /// The corners of a polygon, the first one once more at the end.
    pub(super) fn corners(&self, polygon: &Polygon) -> &[Corner] {
        &self.corners[polygon.corners.start as usize..polygon.corners.end as usize]
    }

    /// The rows and columns of pixels that it covers wholly, if it is a rectangle and covers no others.
    pub(super) fn whole_pixels(&self) -> Option<[Range<u32>; 2]> {
        let ([polygon], Some(bounds)) = (&self.polygons[..], self.bounds) else {
            return None;
        };
        let Bounds {
            left,
            top,
            right,
            bottom,
        } = bounds;
        let [a, b, c, d, _] = *self.corners(polygon) else {
            return None;
        };
        let sides = [left, top, right, bottom];
        let whole = sides.iter().all(|side| side % STEPS == 0);
        let around = [[left, top], [left, bottom], [right, bottom], [right, top]];
        let at_corners = around.iter().all(|corner| [a, b, c, d].contains(corner));
        let along_sides = [[a, b], [b, c], [c, d]]
            .iter()
            .all(|[from, to]| from[0] == to[0] || from[1] == to[1]);
        let [left, top, right, bottom] = sides.map(|side| (side / STEPS) as u32);
        (whole && at_corners && along_sides).then_some([top..bottom, left..right])
    }

    /// Whether some of it may lie in these rows and columns of pixels.
    pub(super) fn meets_pixels(&self, [rows, columns]: &[Range<u32>; 2]) -> bool {
        self.bounds.is_some_and(|bounds| {
            let [left, right] = [columns.start, columns.end].map(|column| column as i32 * STEPS);
            bounds.height().meets(rows) && bounds.left < right && left < bounds.right
        })
    }

    /// Whether some of it lies in these rows of pixels.
    pub(super) fn meets(&self, rows: &Range<u32>) -> bool {
        self.bounds
            .is_some_and(|bounds| bounds.height().meets(rows))
    }
}

/// The point of `window` that is nearest.
fn clamped(point: Point, window: &Rect) -> Point {
    Point::new(
        point.x.clamp(window.left, window.right),
        point.y.clamp(window.top, window.bottom),
    )
}

/// The edges between corners, each from its beginning to its end.
pub(super) fn edges(corners: &[Corner]) -> impl Iterator<Item = [Corner; 2]> {
    corners.windows(2).map(|ends| [ends[0], ends[1]])
}

/// Where, as shares of the way from `a` to `b`, an edge crosses the lines along the sides of `window`: beyond them it is moved
/// onto them.
fn crossings(a: Point, b: Point, window: &Rect) -> impl Iterator<Item = f64> {
    let share = |from: f64, to: f64, line: f64| {
        let crosses = from.min(to) < line && line < from.max(to);
        crosses.then(|| (line - from) / (to - from))
    };
    let mut shares = [
        share(a.x, b.x, window.left),
        share(a.x, b.x, window.right),
        share(a.y, b.y, window.top),
        share(a.y, b.y, window.bottom),
    ];
    shares.sort_unstable_by(|one, other| one.partial_cmp(other).unwrap_or(Ordering::Equal));
    shares.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polygon_is_cut_off_at_the_window() {
        let window = Rect {
            left: 0.0,
            top: 8.0,
            right: 20.0,
            bottom: 16.0,
        };
        let points = [(-10.0, 0.0), (30.0, 0.0), (30.0, 20.0), (-10.0, 20.0)];
        let points = points.map(|(x, y)| Point::new(x, y));
        let mut shape = Shape::new(Color::hex(0));
        shape.add(&points, &window);
        let bounds = [0, 8, 20, 16].map(|side| side * STEPS);
        let [left, top, right, bottom] = bounds;
        assert_eq!(
            shape.bounds.unwrap(),
            Bounds {
                left,
                top,
                right,
                bottom
            }
        );
        let edge = |a: (f64, f64), b: (f64, f64)| {
            let points = [a, b].map(|(x, y)| Point::new(x, y));
            crossings(points[0], points[1], &window).collect::<Vec<_>>()
        };
        assert_eq!(edge((-10.0, 4.0), (30.0, 20.0)), [0.25, 0.25, 0.75, 0.75]);
        assert!(edge((20.0, 8.0), (0.0, 16.0)).is_empty());
    }

    #[test]
    fn whole_pixels_are_those_of_a_rectangle_along_their_borders() {
        let window = Rect {
            left: 0.0,
            top: 0.0,
            right: 20.0,
            bottom: 20.0,
        };
        let pixels = |points: [(f64, f64); 4]| {
            let mut shape = Shape::new(Color::hex(0));
            shape.add(&points.map(|(x, y)| Point::new(x, y)), &window);
            shape.whole_pixels()
        };
        let whole = [(2.0, 3.0), (2.0, 7.0), (5.0, 7.0), (5.0, 3.0)];
        assert_eq!(pixels(whole), Some([3..7, 2..5]));
        let bow = [(2.0, 3.0), (5.0, 7.0), (2.0, 7.0), (5.0, 3.0)];
        let slanted = [(2.0, 3.0), (2.0, 7.0), (5.0, 7.0), (4.0, 3.0)];
        let between = [(2.0, 3.0), (2.0, 7.5), (5.0, 7.5), (5.0, 3.0)];
        for points in [bow, slanted, between] {
            assert_eq!(pixels(points), None);
        }
    }
}
