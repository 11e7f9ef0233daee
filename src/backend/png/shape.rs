//! Shapes to fill, on the grid of the rasteriser.
//!
//! tiny-skia rounds to 1/256 pixel and steps along an edge from its end, so where an edge is cut decides about single
//! levels of grey. Here all edges are cut at the same lines, whatever the band they are drawn in, and then rounded:
//! the bands of a picture fit together as if it were drawn at once.

use crate::scene::{Color, Point, Rect};

/// Steps of the grid in one pixel.
pub(super) const STEPS: f64 = 256.0;

/// Edges are cut at multiples of this many pixel rows; a band begins at one of them.
pub(super) const ROWS: u32 = 16;

/// Edges are cut at multiples of this many pixel columns; tiny-skia cannot draw more than 8191 at once.
pub(super) const COLUMNS: u32 = 4096;

/// A rectangle of whole steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
}

impl Bounds {
    /// Whether the two have an area in common.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
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

    fn on_pixels(&self) -> bool {
        let sides = [self.left, self.top, self.right, self.bottom];
        sides.iter().all(|side| side % STEPS as i32 == 0)
    }
}

/// A closed polygon; coordinates in steps.
#[derive(Debug, Clone)]
pub(super) struct Polygon {
    pub(super) points: Vec<[i32; 2]>,
    pub(super) bounds: Bounds,
    /// Whether it covers its bounds, and these lie on pixel borders.
    is_rectangle: bool,
}

impl Polygon {
    /// What `window` (in pixels, its sides on pixel borders) shows of a polygon, or `None` if it shows nothing.
    pub(super) fn new(points: &[Point], window: &Rect) -> Option<Self> {
        if super::flatten::outside(points, window) {
            return None;
        }
        let mut cuts = Vec::new();
        let mut placed = Vec::with_capacity(points.len() + points.len() / 2);
        for (&a, &b) in points.iter().zip(points.iter().cycle().skip(1)) {
            cuts.push(0.0);
            // A cut does not move an upright edge: the bars of histograms have millions, each across many rows.
            if a.x != b.x && a.y != b.y {
                cut(a.x, b.x, window.left, window.right, COLUMNS, &mut cuts);
                cut(a.y, b.y, window.top, window.bottom, ROWS, &mut cuts);
            }
            // Few edges cross more than one line.
            if cuts.len() > 2 {
                cuts.sort_unstable_by(f64::total_cmp);
            }
            for t in cuts.drain(..) {
                let x = (a.x + t * (b.x - a.x)).clamp(window.left, window.right);
                let y = (a.y + t * (b.y - a.y)).clamp(window.top, window.bottom);
                // Nothing is negative here, where this does what `round` does.
                let point = [x, y].map(|at| (at * STEPS + 0.5) as i32);
                if placed.last() != Some(&point) {
                    placed.push(point);
                }
            }
        }
        let bounds = Bounds::of(&placed);
        let visible = bounds.left < bounds.right && bounds.top < bounds.bottom;
        visible.then_some(Self {
            points: placed,
            bounds,
            is_rectangle: is_rectangle(points) && bounds.on_pixels(),
        })
    }
}

/// Whether the sides of a polygon are those of an upright rectangle.
fn is_rectangle(points: &[Point]) -> bool {
    let [a, b, c, d] = points else {
        return false;
    };
    (a.y == b.y && b.x == c.x && c.y == d.y && d.x == a.x)
        || (a.x == b.x && b.y == c.y && c.x == d.x && d.y == a.y)
}

/// Appends where, as shares of the way from `a` to `b`, an edge crosses `low`, `high` and the multiples of `step`
/// between them.
fn cut(a: f64, b: f64, low: f64, high: f64, step: u32, cuts: &mut Vec<f64>) {
    let (least, greatest) = (a.min(b), a.max(b));
    // Nothing is negative between `low` and `high`, where `as` does what `floor` does.
    let step = f64::from(step);
    let cell = |at: f64| (at.clamp(low, high) / step) as u32;
    // Most edges cross no line.
    if cell(least) == cell(greatest) && low <= least && greatest <= high {
        return;
    }
    let mut cross = |line: f64| {
        if least < line && line < greatest {
            cuts.push((line - a) / (b - a));
        }
    };
    cross(low);
    cross(high);
    let mut line = f64::from(cell(least)) * step;
    while line < greatest.min(high) {
        if low < line {
            cross(line);
        }
        line += step;
    }
}

/// Polygons that are filled together, by the non-zero rule.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub(super) polygons: Vec<Polygon>,
    pub(super) bounds: Bounds,
    pub(super) color: Color,
    /// Whether the polygons are rectangles of whole pixels that can be filled one by one.
    pub(super) is_rectangles: bool,
}

impl Shape {
    /// What `window` shows of some polygons, or `None` if it shows nothing.
    pub(super) fn new(outlines: &[Vec<Point>], color: Color, window: &Rect) -> Option<Self> {
        let polygons: Vec<Polygon> = outlines
            .iter()
            .filter_map(|points| Polygon::new(points, window))
            .collect();
        let bounds = polygons
            .iter()
            .map(|polygon| polygon.bounds)
            .reduce(|a, b| Bounds {
                left: a.left.min(b.left),
                top: a.top.min(b.top),
                right: a.right.max(b.right),
                bottom: a.bottom.max(b.bottom),
            })?;
        let once = polygons.len() == 1 || color.alpha >= 1.0;
        Some(Self {
            is_rectangles: once && polygons.iter().all(|polygon| polygon.is_rectangle),
            polygons,
            bounds,
            color,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Rect = Rect {
        left: 0.0,
        top: 0.0,
        right: 100.0,
        bottom: 100.0,
    };

    /// The outline of a rectangle 10 pixels wide and high.
    fn square(left: f64, top: f64) -> Vec<Point> {
        [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
            .map(|(x, y)| Point::new(left + x, top + y))
            .to_vec()
    }

    #[test]
    fn only_what_paints_no_pixel_twice_or_in_part_counts_as_rectangles() {
        let opaque = Color::hex(0x084a57);
        let of = |outlines: &[Vec<Point>], color| {
            Shape::new(outlines, color, &WINDOW).is_some_and(|shape| shape.is_rectangles)
        };
        let [one, two] = [square(7.0, 9.0), square(12.0, 11.0)];
        assert!(of(&[one.clone(), two.clone()], opaque));
        assert!(of(std::slice::from_ref(&one), opaque.fade(0.2)));
        assert!(!of(&[one.clone(), two], opaque.fade(0.2)));
        assert!(!of(&[one.clone(), square(30.5, 30.0)], opaque));
        assert!(!of(&[one[..3].to_vec()], opaque));
    }

    #[test]
    fn edges_are_cut_at_the_window_and_at_every_multiple_of_the_step_in_it() {
        let cuts = |a: f64, b: f64| {
            let mut cuts = Vec::new();
            cut(a, b, 8.0, 56.0, 16, &mut cuts);
            let mut lines: Vec<f64> = cuts.iter().map(|t| a + t * (b - a)).collect();
            lines.sort_by(f64::total_cmp);
            lines
        };
        assert_eq!(cuts(0.0, 64.0), [8.0, 16.0, 32.0, 48.0, 56.0]);
        assert_eq!(cuts(40.0, 24.0), [32.0]);
        for (a, b) in [(17.0, 31.0), (16.0, 32.0), (-4.0, 4.0), (60.0, 90.0)] {
            assert!(cuts(a, b).is_empty(), "{a} {b}");
        }
    }
}
