//! Shapes to fill, on the grid of the rasteriser.

use std::cmp::Ordering;

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

    fn of(points: &[[i32; 2]]) -> Self {
        let extremes = |axis: usize| {
            let values = points.iter().map(|point| point[axis]);
            (values.clone().min().unwrap_or(0), values.max().unwrap_or(0))
        };
        let ((left, right), (top, bottom)) = (extremes(0), extremes(1));
        Self {
            left,
            top,
            right,
            bottom,
        }
    }
}

/// A closed polygon; coordinates in steps.
#[derive(Debug, Clone)]
pub(super) struct Polygon {
    pub(super) points: Vec<[i32; 2]>,
    pub(super) bounds: Bounds,
}

impl Polygon {
    /// What `window` (in pixels, its sides on pixel borders) shows of a polygon, or `None` if it shows nothing.
    pub(super) fn new(points: &[Point], window: &Rect) -> Option<Self> {
        if super::flatten::outside(points, window) {
            return None;
        }
        let mut placed = Vec::with_capacity(points.len() + 4);
        let mut place = |x: f64, y: f64| {
            let x = x.clamp(window.left, window.right);
            let y = y.clamp(window.top, window.bottom);
            // Nothing is negative here, where this does what `round` does.
            let point = [x, y].map(|at| (at * f64::from(STEPS) + 0.5) as i32);
            if placed.last() != Some(&point) {
                placed.push(point);
            }
        };
        for (&a, &b) in points.iter().zip(points.iter().cycle().skip(1)) {
            place(a.x, a.y);
            if !(window.contains(a) && window.contains(b)) {
                for t in crossings(a, b, window) {
                    place(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y));
                }
            }
        }
        let bounds = Bounds::of(&placed);
        let visible = bounds.left < bounds.right && bounds.top < bounds.bottom;
        visible.then_some(Self {
            points: placed,
            bounds,
        })
    }

    /// The edges, each from its beginning to its end.
    pub(super) fn edges(&self) -> impl Iterator<Item = [[i32; 2]; 2]> {
        let ends = self.points.iter().skip(1).chain(self.points.first());
        self.points.iter().zip(ends).map(|(&a, &b)| [a, b])
    }
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

/// Polygons that are filled together, by the non-zero rule.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub(super) polygons: Vec<Polygon>,
    pub(super) bounds: Bounds,
    pub(super) color: Color,
}

impl Shape {
    /// What `window` shows of some polygons, or `None` if it shows nothing.
    pub(super) fn new(outlines: &[Vec<Point>], color: Color, window: &Rect) -> Option<Self> {
        let polygons: Vec<Polygon> = outlines
            .iter()
            .filter_map(|points| Polygon::new(points, window))
            .collect();
        let bounds = polygons.iter().map(|polygon| polygon.bounds);
        let bounds = bounds.reduce(Bounds::around)?;
        Some(Self {
            polygons,
            bounds,
            color,
        })
    }
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
        let polygon = Polygon::new(&points, &window).unwrap();
        let bounds = [0, 8, 20, 16].map(|side| side * STEPS);
        let [left, top, right, bottom] = bounds;
        assert_eq!(
            polygon.bounds,
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
}
