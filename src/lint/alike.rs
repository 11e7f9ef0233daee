//! Curves that cannot be told apart in the picture.

use super::MOST_WARNINGS;
use crate::color::{ALIKE, Light, Oklab, theme};
use crate::diagnostic::{Code, Diagnostic, several};
use crate::model::{Dash, Figure};
use crate::scene::{Color, Item, Point, Rect, Scene, Stroke};

/// In CSS pixels; what rounding and flattening are far below.
const UNSEEN: f64 = 0.1;

/// The curves of which nothing tells that they are two, each group of them once.
pub(super) fn indistinguishable(figure: &Figure, scene: &Scene) -> Vec<Diagnostic> {
    let ground = theme::ground(figure, figure.theme.schemes()[0]);
    let seen = seen(figure, scene);
    let groups = groups(&seen, ground);
    let several = groups.iter().filter(|group| group.curves.len() > 1);
    several
        .take(MOST_WARNINGS)
        .map(|group| warning(figure, &group.curves))
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
    /// Where that is seen.
    frame: Rect,
    /// What is seen of it: the point in the middle of its points, thus mostly at the mean, and the height of the highest one.
    middle: Point,
    top: f64,
    style: Style,
}

/// How a line is drawn.
#[derive(Clone, Copy, PartialEq)]
struct Style {
    width: f64,
    color: Color,
    dash: Dash,
}

/// The curves of which something is seen.
pub(super) fn seen(figure: &Figure, scene: &Scene) -> Vec<Seen> {
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
    let mut parts: Vec<[Point; 2]> = Vec::new();
    let look = |(index, (frame, stroke)): (usize, (&Rect, &Stroke))| {
        let line = stroke.path.polyline();
        // Half of a line whose middle runs along the frame is seen.
        let frame = frame.grown(0.5 * stroke.width);
        parts.clear();
        parts.extend(visible(&line, &frame));
        let tops = parts.iter().map(|[from, to]| from.y.min(to.y));
        let top = tops.min_by(f64::total_cmp)?;
        Some(Seen {
            index,
            line,
            frame,
            middle: parts[parts.len() / 2][0],
            top,
            style: Style {
                width: stroke.width,
                color: stroke.color,
                dash: figure.curves[index].dash,
            },
        })
    };
    strokes
        .take(figure.curves.len())
        .enumerate()
        .filter_map(look)
        .collect()
}

/// The ends of each part of a line within the frame.
fn visible(line: &[Point], frame: &Rect) -> impl Iterator<Item = [Point; 2]> {
    line.windows(2)
        .filter_map(|part| frame.part_of_line(part[0], part[1]))
}

/// Curves that look alike.
struct Group<'a> {
    first: &'a Seen,
    /// Their positions in the list.
    curves: Vec<usize>,
}

/// How some curves are drawn.
struct Look {
    style: Style,
    /// What its colour looks like.
    color: Oklab,
    /// The groups whose first curves are drawn like this.
    groups: Vec<usize>,
}

/// The curves, each with those before it that it looks like, on this ground.
///
/// A figure may have half a million pairs, but mostly has few styles.
fn groups(seen: &[Seen], ground: Color) -> Vec<Group<'_>> {
    let mut looks: Vec<Look> = Vec::new();
    let mut groups: Vec<Group> = Vec::new();
    for curve in seen {
        let known = looks.iter().position(|look| look.style == curve.style);
        let number = known.unwrap_or_else(|| {
            looks.push(Look::new(curve.style, ground));
            looks.len() - 1
        });
        let own = &looks[number];
        let alike = looks.iter().filter_map(|look| {
            let distance = look.hiding_distance(own)?;
            let lies_on = |group: &&usize| groups[**group].first.lies_on(curve, distance);
            look.groups.iter().find(lies_on)
        });
        match alike.min().copied() {
            Some(group) => groups[group].curves.push(curve.index),
            None => {
                looks[number].groups.push(groups.len());
                groups.push(Group {
                    first: curve,
                    curves: vec![curve.index],
                });
            }
        }
    }
    groups
}

impl Look {
    fn new(style: Style, ground: Color) -> Self {
        Self {
            style,
            color: Oklab::of(Light::over(style.color, ground)),
            groups: Vec::new(),
        }
    }

    /// How far apart two lines may be and still look like one. `None` if nothing is near enough.
    fn hiding_distance(&self, other: &Self) -> Option<f64> {
        let distance = self.style.hiding_distance(&other.style)?;
        (self.color.distance(other.color) <= ALIKE).then_some(distance)
    }
}

impl Style {
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
}

impl Seen {
    /// Whether all that is seen of either line is that near to the other one.
    fn lies_on(&self, other: &Self, distance: f64) -> bool {
        // From what is decided soonest.
        (self.top - other.top).abs() <= 2.0 * distance
            && self.is_near(other, distance)
            && other.is_near(self, distance)
    }

    /// Whether all that is seen of this line is that near to the other one.
    fn is_near(&self, other: &Self, distance: f64) -> bool {
        let near = |point: Point| {
            let first = other.line.partition_point(|end| end.x < point.x - distance);
            let parts = other
                .line
                .get(first.saturating_sub(1)..)
                .unwrap_or_default();
            parts
                .windows(2)
                .take_while(|part| part[0].x <= point.x + distance)
                .any(|part| is_near(point, [part[0], part[1]], distance))
        };
        // Where one curve is far from another, it mostly is in the middle.
        near(self.middle)
            && visible(&self.line, &self.frame).all(|[from, to]| near(from) && near(to))
    }
}

/// Whether a point is that near to a line.
fn is_near(point: Point, [from, to]: [Point; 2], distance: f64) -> bool {
    let beside = from.y.max(to.y) < point.y - distance || point.y + distance < from.y.min(to.y);
    !beside && square_to_line(point, from, to) <= distance * distance
}

/// The square of the distance from a point to a line.
fn square_to_line(point: Point, from: Point, to: Point) -> f64 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let along = (point.x - from.x) * dx + (point.y - from.y) * dy;
    let length = dx * dx + dy * dy;
    let share = if length > 0.0 {
        (along / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let nearest = from.lerp(to, share);
    let (x, y) = (point.x - nearest.x, point.y - nearest.y);
    x * x + y * y
}
