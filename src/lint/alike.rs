//! Curves that cannot be told apart in the picture.

use super::MOST_WARNINGS;
use crate::color::{ALIKE, Light, Oklab, theme};
use crate::diagnostic::{Code, Diagnostic, several};
use crate::model::{Dash, Figure};
use crate::scene::{Item, Point, Rect, Scene, Stroke};

/// In CSS pixels; what rounding and flattening are far below.
const UNSEEN: f64 = 0.1;

/// The curves of which nothing tells that they are two, each group of them once.
pub(super) fn indistinguishable(figure: &Figure, scene: &Scene) -> Vec<Diagnostic> {
    let groups = groups(&seen(figure, scene));
    groups
        .iter()
        .filter(|group| group.len() > 1)
        .take(MOST_WARNINGS)
        .map(|group| warning(figure, group))
        .collect()
}

fn warning(figure: &Figure, group: &[usize]) -> Diagnostic {
    let gaussians = group.iter().map(|index| figure.curves[*index].gaussian);
    let names: Vec<String> = group
        .iter()
        .map(|index| format!("Gaussian {}", index + 1))
        .collect();
    let message = format!("the curves of {} cannot be told apart", several(&names));
    let same = gaussians
        .clone()
        .zip(gaussians.skip(1))
        .all(|(one, next)| one == next);
    let hint = match same {
        true => "they have the same numbers: leave all but one out, or mend the numbers",
        false => "give each another `color`",
    };
    Diagnostic::warning(Code::IndistinguishableCurves, message)
        .about(format!("gaussian.{}.color", group[1]))
        .hint(hint)
}

/// What is seen of one curve.
pub(super) struct Seen {
    /// Its position in the list.
    pub(super) index: usize,
    /// The middle of its line, from left to right, in CSS pixels.
    line: Vec<Point>,
    /// Points of the line within the frame.
    visible: Vec<Point>,
    /// The height of the highest one.
    top: f64,
    width: f64,
    color: Oklab,
    dash: Dash,
}

/// The curves of which something is seen.
pub(super) fn seen(figure: &Figure, scene: &Scene) -> Vec<Seen> {
    let ground = theme::ground(figure, figure.theme.schemes()[0]);
    let clips = scene.items.iter().filter_map(|item| match item {
        Item::Clip { rect, items } => Some((rect, items)),
        _ => None,
    });
    let strokes = clips.flat_map(|(frame, items)| {
        items.iter().filter_map(move |item| match item {
            Item::Stroke(stroke) => Some((frame, stroke)),
            _ => None,
        })
    });
    let look = |(index, (frame, stroke)): (usize, (&Rect, &Stroke))| {
        let line = stroke.path.polyline();
        // Half of a line whose middle runs along the frame is seen.
        let visible = visible(&line, frame.grown(0.5 * stroke.width));
        let top = visible.iter().map(|point| point.y).min_by(f64::total_cmp)?;
        Some(Seen {
            index,
            line,
            visible,
            top,
            width: stroke.width,
            color: Oklab::of(Light::over(stroke.color, ground)),
            dash: figure.curves[index].dash,
        })
    };
    strokes
        .take(figure.curves.len())
        .enumerate()
        .filter_map(look)
        .collect()
}

/// The ends of all parts of a line within the frame. The first one is that in the middle of the list, thus mostly at the
/// mean: where one curve is far from another, it is far there.
fn visible(line: &[Point], frame: Rect) -> Vec<Point> {
    let parts = line
        .windows(2)
        .filter_map(|part| frame.part_of_line(part[0], part[1]));
    let mut points: Vec<Point> = parts.flatten().collect();
    points.dedup();
    let middle = points.len() / 2;
    if middle > 0 {
        points.swap(0, middle);
    }
    points
}

/// The curves by their positions in the list, each with those before it that it looks like.
fn groups(seen: &[Seen]) -> Vec<Vec<usize>> {
    let mut groups: Vec<(&Seen, Vec<usize>)> = Vec::new();
    for curve in seen {
        match groups.iter_mut().find(|(first, _)| first.looks_like(curve)) {
            Some((_, group)) => group.push(curve.index),
            None => groups.push((curve, vec![curve.index])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

impl Seen {
    fn looks_like(&self, other: &Self) -> bool {
        let Some(distance) = self.hiding_distance(other) else {
            return false;
        };
        // From what is decided soonest: a figure may have half a million pairs.
        (self.top - other.top).abs() <= 2.0 * distance
            && self.color.distance(other.color) <= ALIKE
            && self.is_near(other, distance)
            && other.is_near(self, distance)
    }

    /// How far apart two lines of one colour may be and still look like one. `None` if nothing is near enough.
    fn hiding_distance(&self, other: &Self) -> Option<f64> {
        match (self.dash, other.dash) {
            // Side by side they look like a wider line.
            (one, two) if one == two => Some(0.5 * (self.width + other.width)),
            // Dashes on a solid line are seen if they are wider or stand out at its side.
            (Dash::Solid, _) => Some(0.5 * (self.width - other.width)),
            (_, Dash::Solid) => Some(0.5 * (other.width - self.width)),
            _ => None,
        }
        .filter(|distance| *distance >= 0.0)
        .map(|distance| distance + UNSEEN)
    }

    /// Whether all that is seen of this line is that near to the other one.
    fn is_near(&self, other: &Self, distance: f64) -> bool {
        let near = |point: &Point| {
            let first = other.line.partition_point(|end| end.x < point.x - distance);
            let parts = other
                .line
                .get(first.saturating_sub(1)..)
                .unwrap_or_default();
            parts
                .windows(2)
                .take_while(|part| part[0].x <= point.x + distance)
                .any(|part| distance_to_line(*point, part[0], part[1]) <= distance)
        };
        self.visible.iter().all(near)
    }
}

fn distance_to_line(point: Point, from: Point, to: Point) -> f64 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let along = (point.x - from.x) * dx + (point.y - from.y) * dy;
    let length = dx * dx + dy * dy;
    let share = if length > 0.0 {
        (along / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let nearest = from.lerp(to, share);
    libm::hypot(point.x - nearest.x, point.y - nearest.y)
}
