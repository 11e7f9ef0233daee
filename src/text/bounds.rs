//! Tight bounds of paths.

use crate::scene::{Path, Point, Rect, Segment};

/// The least rectangle around a path's curves (not around their control points); `None` for an empty path.
pub(super) fn of_path(path: &Path) -> Option<Rect> {
    let mut bounds = None;
    let (mut start, mut at) = (Point::new(0.0, 0.0), Point::new(0.0, 0.0));
    for segment in &path.segments {
        match *segment {
            Segment::Move(to) => start = to,
            Segment::Line(to) => bounds = cover(cover(bounds, at), to),
            Segment::Quad(control, to) => bounds = cover_quad(bounds, [at, control, to]),
            Segment::Cubic(first, second, to) => {
                bounds = cover_cubic(bounds, [at, first, second, to]);
            }
            Segment::Close => {}
        }
        at = match *segment {
            Segment::Move(to)
            | Segment::Line(to)
            | Segment::Quad(_, to)
            | Segment::Cubic(_, _, to) => to,
            Segment::Close => start,
        };
    }
    bounds
}

/// The least rectangle around both.
pub(super) fn union(a: Option<Rect>, b: Option<Rect>) -> Option<Rect> {
    let (Some(a), Some(b)) = (a, b) else {
        return a.or(b);
    };
    Some(Rect {
        left: a.left.min(b.left),
        top: a.top.min(b.top),
        right: a.right.max(b.right),
        bottom: a.bottom.max(b.bottom),
    })
}

/// The rectangle moved.
pub(super) fn shift(rect: Rect, x: f64, y: f64) -> Rect {
    Rect {
        left: rect.left + x,
        top: rect.top + y,
        right: rect.right + x,
        bottom: rect.bottom + y,
    }
}

/// The rectangle enlarged about the origin.
pub(super) fn scale(rect: Rect, factor: f64) -> Rect {
    Rect {
        left: rect.left * factor,
        top: rect.top * factor,
        right: rect.right * factor,
        bottom: rect.bottom * factor,
    }
}

fn cover(bounds: Option<Rect>, point: Point) -> Option<Rect> {
    let Point { x, y } = point;
    let rect = Rect {
        left: x,
        top: y,
        right: x,
        bottom: y,
    };
    union(bounds, Some(rect))
}

/// Zeros of a Bézier's derivative lie where a coordinate is extreme.
fn cover_quad(mut bounds: Option<Rect>, points: [Point; 3]) -> Option<Rect> {
    let [p0, p1, p2] = points;
    for end in [p0, p2] {
        bounds = cover(bounds, end);
    }
    for axis in [|p: Point| p.x, |p: Point| p.y] {
        let [a, b, c] = points.map(axis);
        let t = (a - b) / (a - 2.0 * b + c);
        if inside(t) {
            let s = 1.0 - t;
            let at = |p: fn(Point) -> f64| s * s * p(p0) + 2.0 * s * t * p(p1) + t * t * p(p2);
            bounds = cover(bounds, Point::new(at(|p| p.x), at(|p| p.y)));
        }
    }
    bounds
}

fn cover_cubic(mut bounds: Option<Rect>, points: [Point; 4]) -> Option<Rect> {
    let [p0, p1, p2, p3] = points;
    for end in [p0, p3] {
        bounds = cover(bounds, end);
    }
    for axis in [|p: Point| p.x, |p: Point| p.y] {
        let [a, b, c, d] = points.map(axis);
        let derivative = [d - a + 3.0 * (b - c), 2.0 * (a - 2.0 * b + c), b - a];
        for t in quadratic_roots(derivative)
            .into_iter()
            .filter(|t| inside(*t))
        {
            let s = 1.0 - t;
            let at = |p: fn(Point) -> f64| {
                s * s * (s * p(p0) + 3.0 * t * p(p1)) + t * t * (3.0 * s * p(p2) + t * p(p3))
            };
            bounds = cover(bounds, Point::new(at(|p| p.x), at(|p| p.y)));
        }
    }
    bounds
}

/// Real roots of a t² + b t + c, NaN or infinite where there are fewer.
fn quadratic_roots([a, b, c]: [f64; 3]) -> [f64; 2] {
    // The form without cancellation: both roots from the sum of terms of equal sign.
    let q = -0.5 * (b + (b * b - 4.0 * a * c).sqrt().copysign(b));
    [q / a, c / q]
}

fn inside(t: f64) -> bool {
    t > 0.0 && t < 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(segments: &[Segment]) -> Path {
        Path {
            segments: segments.to_vec(),
        }
    }

    #[test]
    fn a_lone_move_has_no_extent() {
        assert_eq!(of_path(&path(&[Segment::Move(Point::new(3.0, 4.0))])), None);
    }

    #[test]
    fn a_quadratic_is_bounded_by_its_apex_not_its_control_point() {
        let arc = Segment::Quad(Point::new(1.0, 2.0), Point::new(2.0, 0.0));
        let bounds = of_path(&path(&[Segment::Move(Point::new(0.0, 0.0)), arc])).unwrap();
        assert_eq!(
            (bounds.left, bounds.right, bounds.top, bounds.bottom),
            (0.0, 2.0, 0.0, 1.0)
        );
    }

    #[test]
    fn a_cubic_is_bounded_like_a_dense_polyline_on_it() {
        let controls =
            [(0.0, 0.0), (3.0, 5.0), (-2.0, 4.0), (1.0, -1.0)].map(|(x, y)| Point::new(x, y));
        let [a, b, c, d] = controls;
        let bounds = of_path(&path(&[Segment::Move(a), Segment::Cubic(b, c, d)])).unwrap();
        let mut polyline = None;
        for step in 0..=100_000 {
            let t = f64::from(step) / 100_000.0;
            let [ab, bc, cd] = [a.lerp(b, t), b.lerp(c, t), c.lerp(d, t)];
            polyline = cover(polyline, ab.lerp(bc, t).lerp(bc.lerp(cd, t), t));
        }
        let polyline = polyline.unwrap();
        let pairs = [
            (bounds.left, polyline.left),
            (bounds.right, polyline.right),
            (bounds.top, polyline.top),
            (bounds.bottom, polyline.bottom),
        ];
        assert!(pairs.iter().all(|(a, b)| (a - b).abs() < 1e-8), "{pairs:?}");
    }
}
