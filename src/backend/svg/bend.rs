//! Curves as browsers stroke them well.

use crate::scene::{Path, Point, Segment, halve_cubic};

/// `path` with every cubic that turns by more than 60 degrees halved.
///
/// Skia (in Chromium) approximates each side of a stroked cubic on its own and, where a long one bends more tightly
/// than half the stroke's width, may lose the corner on its inner side: it drew the inside of a peak two pixels too
/// high. It draws the halves as they are.
pub(super) fn halve_bends(path: &Path) -> Path {
    let mut segments = Vec::with_capacity(path.segments.len());
    let mut position = None;
    for segment in &path.segments {
        match (*segment, position) {
            (Segment::Cubic(b, c, d), Some(a)) if bends([a, b, c, d]) => {
                let halves = halve_cubic([a, b, c, d]);
                segments.extend(halves.map(|[_, b, c, d]| Segment::Cubic(b, c, d)));
            }
            _ => segments.push(*segment),
        }
        position = match *segment {
            Segment::Move(to)
            | Segment::Line(to)
            | Segment::Quad(_, to)
            | Segment::Cubic(_, _, to) => Some(to),
            Segment::Close => None,
        };
    }
    Path { segments }
}

/// Whether the directions at the ends of a cubic are more than 60 degrees apart.
fn bends([a, b, c, d]: [Point; 4]) -> bool {
    let (u, v) = (
        Point::new(b.x - a.x, b.y - a.y),
        Point::new(d.x - c.x, d.y - c.y),
    );
    u.x * v.x + u.y * v.y < 0.5 * libm::hypot(u.x, u.y) * libm::hypot(v.x, v.y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_strong_bends_are_halved() {
        let point = Point::new;
        let start = Segment::Move(point(0.0, 0.0));
        let gentle = Segment::Cubic(point(4.0, 0.0), point(7.0, 1.0), point(8.0, 2.0));
        let strong = Segment::Cubic(point(4.0, 0.0), point(8.0, 4.0), point(8.0, 8.0));
        let halves = [
            Segment::Cubic(point(2.0, 0.0), point(4.0, 1.0), point(5.5, 2.5)),
            Segment::Cubic(point(7.0, 4.0), point(8.0, 6.0), point(8.0, 8.0)),
        ];
        let path = |segments: &[Segment]| Path {
            segments: segments.to_vec(),
        };
        assert_eq!(halve_bends(&path(&[start, gentle])), path(&[start, gentle]));
        assert_eq!(
            halve_bends(&path(&[start, strong])),
            path(&[start, halves[0], halves[1]])
        );
    }
}
