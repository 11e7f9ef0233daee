//! Path data and other lists of numbers.

use crate::scene::{Path, Point, Segment};

/// No position lies farther out, in CSS pixels or in units of glyphs.
const LIMIT: f64 = 1e9;

/// What one number is.
pub(super) fn number(text: &str) -> Option<f64> {
    match *numbers(text, 1)? {
        [number] => Some(number),
        _ => None,
    }
}

/// Numbers with spaces or commas between them, so many at most.
pub(super) fn numbers(text: &str, most: usize) -> Option<Vec<f64>> {
    let mut cursor = Cursor {
        rest: text.as_bytes(),
    };
    let mut numbers = Vec::new();
    cursor.skip_space();
    while !cursor.rest.is_empty() {
        if numbers.len() == most {
            return None;
        }
        numbers.push(cursor.number()?);
    }
    Some(numbers)
}

/// The path that some path data describe, or its first so many segments: all commands of
/// [SVG 1.1, section 8.3](https://www.w3.org/TR/SVG11/paths.html#PathData) but arcs. `None` if they are not right.
pub(super) fn path(text: &str, most: usize) -> Option<Path> {
    let mut pen = Pen {
        segments: Vec::new(),
        start: ORIGIN,
        position: ORIGIN,
        control: None,
    };
    let mut cursor = Cursor {
        rest: text.as_bytes(),
    };
    cursor.skip_space();
    let mut command = None;
    while let Some(&byte) = cursor.rest.first().filter(|_| pen.segments.len() < most) {
        let next = match byte {
            byte if byte.is_ascii_alphabetic() => {
                cursor.advance();
                cursor.skip_space();
                byte
            }
            // Further numbers repeat the command; those of a move are lines.
            _ => match command? {
                b'M' => b'L',
                b'm' => b'l',
                b'Z' | b'z' => return None,
                other => other,
            },
        };
        if pen.segments.is_empty() && !matches!(next, b'M' | b'm') {
            return None;
        }
        pen.draw(next, &mut cursor)?;
        command = Some(next);
    }
    Some(Path {
        segments: pen.segments,
    })
}

const ORIGIN: Point = Point::new(0.0, 0.0);

/// Where a path has come to.
struct Pen {
    segments: Vec<Segment>,
    start: Point,
    position: Point,
    /// The last control point, if the last segment was a curve: quadratic by `q`, cubic by `c`.
    control: Option<(u8, Point)>,
}

impl Pen {
    /// Follows one command with the numbers it needs.
    fn draw(&mut self, command: u8, cursor: &mut Cursor<'_>) -> Option<()> {
        let base = if command.is_ascii_lowercase() {
            self.position
        } else {
            ORIGIN
        };
        let mut point = || cursor.point(base);
        let (segment, control) = match command.to_ascii_lowercase() {
            b'm' => (Segment::Move(point()?), None),
            b'l' => (Segment::Line(point()?), None),
            b'h' => {
                let x = inside(base.x + cursor.number()?)?;
                (Segment::Line(Point::new(x, self.position.y)), None)
            }
            b'v' => {
                let y = inside(base.y + cursor.number()?)?;
                (Segment::Line(Point::new(self.position.x, y)), None)
            }
            b'q' => quad(point()?, point()?),
            b't' => quad(self.mirrored(b'q'), point()?),
            b'c' => cubic(point()?, point()?, point()?),
            b's' => cubic(self.mirrored(b'c'), point()?, point()?),
            b'z' => (Segment::Close, None),
            _ => return None,
        };
        match segment {
            Segment::Move(to) => (self.start, self.position) = (to, to),
            Segment::Line(to) | Segment::Quad(_, to) | Segment::Cubic(_, _, to) => {
                self.position = to
            }
            Segment::Close => self.position = self.start,
        }
        self.control = control;
        self.segments.push(segment);
        Some(())
    }

    /// The control point that makes the next curve go on smoothly from one of the same kind.
    fn mirrored(&self, kind: u8) -> Point {
        let Point { x, y } = self.position;
        match self.control {
            Some((last, control)) if last == kind => {
                Point::new(2.0 * x - control.x, 2.0 * y - control.y)
            }
            _ => self.position,
        }
    }
}

/// A segment, and what its last control point is for the next one.
type Curve = (Segment, Option<(u8, Point)>);

fn quad(control: Point, to: Point) -> Curve {
    (Segment::Quad(control, to), Some((b'q', control)))
}

fn cubic(first: Point, second: Point, to: Point) -> Curve {
    (Segment::Cubic(first, second, to), Some((b'c', second)))
}

/// The number, unless it is out of bounds.
fn inside(value: f64) -> Option<f64> {
    (-LIMIT..=LIMIT).contains(&value).then_some(value)
}

/// What is still to be read.
struct Cursor<'a> {
    rest: &'a [u8],
}

impl Cursor<'_> {
    fn advance(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_ascii_start();
    }

    fn digits(&mut self) -> usize {
        let count = self
            .rest
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        self.rest = self.rest.get(count..).unwrap_or_default();
        count
    }

    fn any_of(&mut self, bytes: &[u8]) -> bool {
        let found = self.rest.first().is_some_and(|byte| bytes.contains(byte));
        if found {
            self.advance();
        }
        found
    }

    /// A number, and the space or the comma after it.
    fn number(&mut self) -> Option<f64> {
        let whole = self.rest;
        self.any_of(b"+-");
        let mut digits = self.digits();
        if self.any_of(b".") {
            digits += self.digits();
        }
        if digits == 0 {
            return None;
        }
        if self.any_of(b"eE") {
            self.any_of(b"+-");
            self.digits();
        }
        let length = whole.len() - self.rest.len();
        let text = str::from_utf8(whole.get(..length)?).ok()?;
        self.skip_space();
        if self.any_of(b",") {
            self.skip_space();
            // Another number must follow.
            self.rest
                .first()
                .filter(|byte| !byte.is_ascii_alphabetic())?;
        }
        inside(text.parse().ok()?)
    }

    /// Two numbers, relative to a point.
    fn point(&mut self, base: Point) -> Option<Point> {
        let (x, y) = (self.number()?, self.number()?);
        Some(Point::new(inside(base.x + x)?, inside(base.y + y)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(x: f64, y: f64) -> Point {
        Point::new(x, y)
    }

    #[test]
    fn commands_follow_on_as_svg_says() {
        let read = path(
            "m1-2.5.5 3e0z l1 1H4v-.5Q9,9 8 8t1,0T0 0s1 1 2 2C0 0 1 1 2 2s1 0 2 0",
            99,
        );
        let expected = [
            Segment::Move(p(1.0, -2.5)),
            Segment::Line(p(1.5, 0.5)),
            Segment::Close,
            Segment::Line(p(2.0, -1.5)),
            Segment::Line(p(4.0, -1.5)),
            Segment::Line(p(4.0, -2.0)),
            Segment::Quad(p(9.0, 9.0), p(8.0, 8.0)),
            Segment::Quad(p(7.0, 7.0), p(9.0, 8.0)),
            Segment::Quad(p(11.0, 9.0), p(0.0, 0.0)),
            Segment::Cubic(p(0.0, 0.0), p(1.0, 1.0), p(2.0, 2.0)),
            Segment::Cubic(p(0.0, 0.0), p(1.0, 1.0), p(2.0, 2.0)),
            Segment::Cubic(p(3.0, 3.0), p(3.0, 2.0), p(4.0, 2.0)),
        ];
        assert_eq!(read.unwrap().segments, expected);
        assert_eq!(path("  ", 0), Some(Path::default()));
    }

    #[test]
    fn data_that_are_not_right_are_no_path() {
        for text in [
            "l1 1",
            "m1",
            "m1,",
            "m1,,1",
            "m1 1,",
            "m1 1 z1 1",
            "m1 1a1 1 0 0 0 1 1",
            "m.-1",
            "m1 1e",
            "mNaN 0",
            "m2e9 0",
            "m1e9 0l1 0",
            "m0 0h1e9h1",
            "é",
        ] {
            assert_eq!(path(text, 3), None, "{text}");
        }
    }
}
