//! What RaTeX draws without a font: bars and paths, as filled shapes in em, y down.

use ratex_types::path_command::PathCommand;

use crate::scene::{Path, Point, Segment};

/// Width of lines that RaTeX asks to be stroked, in em.
const STROKE: f64 = 0.05;
/// Dashes of a dashed bar and the gaps between them, in bar thicknesses.
const DASH: f64 = 4.0;
/// No bar has more dashes.
const MAX_DASHES: f64 = 1000.0;
/// Straight pieces that a stroked curve is made of.
const PIECES: u32 = 16;

/// A filled rectangle from its upper left corner, or the dashes along it.
pub(super) fn bar(corner: Point, width: f64, height: f64, dashed: bool) -> Path {
    let mut path = Path::default();
    let dash = if dashed {
        (DASH * height).max(width / MAX_DASHES)
    } else {
        width
    };
    let mut start = 0.0;
    while start < width {
        let end = (start + dash).min(width);
        let [left, right] = [corner.x + start, corner.x + end];
        let [top, bottom] = [corner.y, corner.y + height];
        polygon(
            &mut path,
            &[(left, top), (right, top), (right, bottom), (left, bottom)],
        );
        start += 2.0 * dash;
    }
    path
}

/// A path moved to `origin`, filled or stroked.
pub(super) fn path(origin: Point, commands: &[PathCommand], fill: bool) -> Path {
    let at = |x: f64, y: f64| Point::new(origin.x + x, origin.y + y);
    let segments = commands.iter().map(|command| match *command {
        PathCommand::MoveTo { x, y } => Segment::Move(at(x, y)),
        PathCommand::LineTo { x, y } => Segment::Line(at(x, y)),
        PathCommand::QuadTo { x1, y1, x, y } => Segment::Quad(at(x1, y1), at(x, y)),
        PathCommand::CubicTo {
            x1,
            y1,
            x2,
            y2,
            x,
            y,
        } => Segment::Cubic(at(x1, y1), at(x2, y2), at(x, y)),
        PathCommand::Close => Segment::Close,
    });
    if fill {
        let first = (!matches!(commands.first(), Some(PathCommand::MoveTo { .. })))
            .then_some(Segment::Move(origin));
        return Path {
            segments: first.into_iter().chain(segments).collect(),
        };
    }
    stroke(segments, origin)
}

/// A line of width [`STROKE`] along a path: a rectangle for each straight piece.
fn stroke(segments: impl Iterator<Item = Segment>, origin: Point) -> Path {
    let mut outline = Path::default();
    let (mut start, mut from) = (origin, origin);
    for segment in segments {
        let end = match segment {
            Segment::Move(to) => {
                (start, from) = (to, to);
                continue;
            }
            Segment::Line(to) | Segment::Quad(_, to) | Segment::Cubic(_, _, to) => to,
            Segment::Close => start,
        };
        let pieces = match segment {
            Segment::Quad(..) | Segment::Cubic(..) => PIECES,
            _ => 1,
        };
        let begin = from;
        for piece in 1..=pieces {
            let to = point_on(begin, segment, end, f64::from(piece) / f64::from(pieces));
            line(&mut outline, from, to);
            from = to;
        }
    }
    outline
}

/// The point of a segment at parameter `t`.
fn point_on(from: Point, segment: Segment, end: Point, t: f64) -> Point {
    let quad = |a: Point, b: Point, c| a.lerp(b, t).lerp(b.lerp(c, t), t);
    match segment {
        Segment::Quad(control, _) => quad(from, control, end),
        Segment::Cubic(first, second, _) => {
            quad(from, first, second).lerp(quad(first, second, end), t)
        }
        Segment::Move(_) | Segment::Line(_) | Segment::Close => from.lerp(end, t),
    }
}

/// All rectangles turn the same way, so that they merge under the non-zero rule.
fn line(outline: &mut Path, a: Point, b: Point) {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length = (dx * dx + dy * dy).sqrt();
    if length > 0.0 {
        let (nx, ny) = (-dy / length * STROKE / 2.0, dx / length * STROKE / 2.0);
        let corners = [
            (a.x - nx, a.y - ny),
            (b.x - nx, b.y - ny),
            (b.x + nx, b.y + ny),
            (a.x + nx, a.y + ny),
        ];
        polygon(outline, &corners);
    }
}

fn polygon(path: &mut Path, corners: &[(f64, f64)]) {
    let step = |(index, (x, y)): (usize, &(f64, f64))| {
        let to = Point::new(*x, *y);
        if index == 0 {
            Segment::Move(to)
        } else {
            Segment::Line(to)
        }
    };
    path.segments.extend(corners.iter().enumerate().map(step));
    path.segments.push(Segment::Close);
}
