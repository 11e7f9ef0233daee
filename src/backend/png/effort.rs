//! What a scene takes to draw, reckoned before it is drawn.
//!
//! A figure is bounded by its config. What was read from a file is not: a line of a few bytes can have a million dashes, or
//! cross the canvas a million times.

use super::flatten::{
    HIDDEN_TOLERANCE, TOLERANCE, Transform, distance, outside, second_difference, third,
};
use super::place::{MAX_DASHES, clipped, window};
use crate::scene::{
    Cap, Item, MAX_SIDE, Path, Point, Rect, Scene, Segment, Stroke, Text, halve_cubic,
};

/// Pixels of a picture.
const MAX_PIXELS: f64 = 268_435_456.0; // 2^28
/// Corners of polygons, each of which takes about 8 bytes.
const MAX_CORNERS: f64 = 67_108_864.0; // 2^26
/// Pixels along all edges of polygons.
const MAX_EDGES: f64 = 2_147_483_648.0; // 2^31
/// Pixels that are painted, as often as they are painted.
const MAX_PAINTED: f64 = 68_719_476_736.0; // 2^36

/// Curves of so many chords are not looked at more closely, though a part of them may lie outside.
const FEW: f64 = 32.0;
/// What a polygon takes by itself, in corners.
const POLYGON: f64 = 16.0;

/// Whether drawing a scene takes no more memory and time than a few of the largest figures.
pub(crate) fn is_affordable(scene: &Scene) -> bool {
    let [width, height] = [scene.width, scene.height].map(|side| (side * scene.scale).round());
    let fits = width.max(height) <= MAX_SIDE && width * height <= MAX_PIXELS;
    let mut effort = Effort::new(scene);
    fits && effort.items(&scene.items, &window(width, height)).is_some()
}

/// What the items so far take. Its methods give nothing as soon as that is too much.
struct Effort<'a> {
    scene: &'a Scene,
    corners: f64,
    edges: f64,
    painted: f64,
    /// How many dashes there may still be, before patterns are stretched.
    dashes: f64,
}

impl<'a> Effort<'a> {
    fn new(scene: &'a Scene) -> Self {
        Self {
            scene,
            corners: 0.0,
            edges: 0.0,
            painted: 0.0,
            dashes: MAX_DASHES as f64,
        }
    }

    fn items(&mut self, items: &[Item], window: &Rect) -> Option<()> {
        let scale = self.scene.scale;
        items.iter().try_for_each(|item| match item {
            Item::Fill { path, .. } => self.fill(path, &Transform::scale(scale), window),
            Item::Stroke(stroke) => self.stroke(stroke, window),
            Item::Text(text) => self.text(text, window),
            Item::Clip { rect, items } => match clipped(rect, scale, window) {
                Some(window) => self.items(items, &window),
                None => Some(()),
            },
        })
    }

    fn text(&mut self, text: &Text, window: &Rect) -> Option<()> {
        let place = Transform::text(text, self.scene.scale);
        for placed in &text.glyphs {
            self.add(1.0, 0.0)?;
            if let Some(glyph) = self.scene.glyphs.get(placed.glyph) {
                let transform = place.glyph(placed.origin, placed.size);
                self.fill(&glyph.outline, &transform, window)?;
            }
        }
        text.shapes
            .iter()
            .try_for_each(|shape| self.fill(shape, &place, window))
    }

    fn fill(&mut self, path: &Path, transform: &Transform, window: &Rect) -> Option<()> {
        self.paint(path, transform, window);
        cubics(path, transform).try_for_each(|cubic| {
            let (chords, length) = seen(cubic, window);
            self.add(chords, length)
        })
    }

    fn stroke(&mut self, stroke: &Stroke, window: &Rect) -> Option<()> {
        let scale = self.scene.scale;
        let width = (stroke.width * scale).clamp(1.0, MAX_SIDE);
        let view = window.grown(width + 2.0); // as the pen's
        let round = (23.0 * width.sqrt()).min(512.0); // corners of a join or a cap
        let cap = if stroke.cap == Cap::Round {
            2.0 * round
        } else {
            0.0
        };
        let period = scale * stroke.dash.iter().sum::<f64>();
        let dashes = stroke.dash.len() as f64 / period.max(1.0);
        let transform = Transform::scale(scale);
        self.paint(&stroke.path, &transform, &view);
        cubics(&stroke.path, &transform).try_for_each(|cubic| {
            let (chords, length) = seen(cubic, &view);
            let dashes = (dashes * length).min(self.dashes);
            self.dashes -= dashes;
            let pieces = 1.0 + dashes;
            let corners = 4.0 * chords + round + pieces * (POLYGON + cap);
            self.add(corners, 2.0 * length + 4.0 * width * (chords + pieces))
        })
    }

    fn add(&mut self, corners: f64, edges: f64) -> Option<()> {
        self.corners += corners;
        self.edges += edges;
        let affordable =
            self.corners <= MAX_CORNERS && self.edges <= MAX_EDGES && self.painted <= MAX_PAINTED;
        affordable.then_some(())
    }

    /// Adds the pixels around what `view` may show of a path.
    fn paint(&mut self, path: &Path, transform: &Transform, view: &Rect) {
        let side = |of: fn(&Point) -> f64, from: f64, to: f64| {
            let ends = cubics(path, transform)
                .flatten()
                .map(|point| of(&point).clamp(from, to));
            let (low, high) = ends.fold((to, from), |(low, high), at| (at.min(low), at.max(high)));
            (high - low).max(0.0) + 1.0
        };
        let columns = side(|point| point.x, view.left, view.right);
        let rows = side(|point| point.y, view.top, view.bottom);
        self.painted += columns * rows;
    }
}

/// The segments of a path in device pixels, all as cubic Béziers. A move is one of no length.
fn cubics(path: &Path, transform: &Transform) -> impl Iterator<Item = [Point; 4]> {
    let [mut start, mut from] = [Point::new(0.0, 0.0); 2];
    let quad = |from, control, to| [from, third(from, control), third(to, control), to];
    path.segments.iter().map(move |segment| {
        let place = |point| transform.place(point);
        let cubic = match *segment {
            Segment::Move(to) => {
                start = place(to);
                [start; 4]
            }
            Segment::Line(to) => quad(from, from.middle(place(to)), place(to)),
            Segment::Quad(control, to) => quad(from, place(control), place(to)),
            Segment::Cubic(first, second, to) => [from, place(first), place(second), place(to)],
            Segment::Close => quad(from, from.middle(start), start),
        };
        from = cubic[3];
        cubic
    })
}

/// How many chords a curve becomes, and how long its part in `view` is at most. Follows the curve as [`flatten`] does, in longer
/// steps.
fn seen(cubic: [Point; 4], view: &Rect) -> (f64, f64) {
    let [a, b, c, d] = cubic;
    let bend = 0.75 * second_difference(a, b, c).max(second_difference(b, c, d));
    let legs = distance(a, b) + distance(b, c) + distance(c, d);
    if outside(&cubic, view) {
        return (chords(bend, TOLERANCE.max(HIDDEN_TOLERANCE * legs)), 0.0);
    }
    let inside = || cubic.iter().all(|point| view.contains(*point));
    let chords = chords(bend, TOLERANCE);
    if inside() {
        return (chords, legs);
    }
    if chords <= FEW {
        let straight = view.grown(bend).part_of_line(a, d);
        let length = straight.map_or(0.0, |[from, to]| distance(from, to));
        return (chords, length + 2.0 * bend);
    }
    let halves = halve_cubic(cubic).map(|half| seen(half, view));
    (halves[0].0 + halves[1].0, halves[0].1 + halves[1].1)
}

/// How many chords lie no farther from a curve than `tolerance`, which the whole curve does by `bend`.
fn chords(mut bend: f64, tolerance: f64) -> f64 {
    let mut chords = 1.0;
    while bend > tolerance {
        bend /= 4.0;
        chords *= 2.0;
    }
    chords
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::{config, evaluate, figure};

    /// So many Gaussians, each with these further lines.
    fn gaussians(number: usize, rest: &str) -> String {
        let one = |i: usize| {
            let (mu, sigma) = (0.01 * i as f64, 1.0 + 0.001 * i as f64);
            format!("[[gaussian]]\nmu = {mu}\nsigma = {sigma}\n{rest}\n")
        };
        (0..number).map(one).collect()
    }

    fn size(width: u32, height: u32) -> String {
        format!("[figure]\nwidth = {width}\nheight = {height}\nscale = 1\n")
    }

    #[test]
    fn the_largest_figures_are_affordable() {
        let bins = |bins: u32| {
            format!("[histogram]\nmethod = 'counts'\nsamples = 1_000_000\nbins = {bins}\n")
        };
        let narrow = "[x]\nrange = [0.0, 1.0]\n";
        let glyphs = "label = '$i_{i_{i_{i}}}$ and words and words'";
        for toml in [
            size(800, 346) + &bins(131) + &gaussians(1000, ""),
            size(8000, 8000) + &bins(10_000) + &gaussians(13, ""),
            size(5000, 5000) + &gaussians(1000, "label = ''\nwidth = 4\ndash = 'dotted'"),
            size(4000, 4000) + narrow + &gaussians(1000, "label = ''\nwidth = 390"),
            size(1040, 32_767) + &gaussians(1000, glyphs),
        ] {
            let figure = config::parse(&toml, &|_| Ok(Vec::new())).unwrap();
            let evaluation = evaluate::evaluate(&figure).unwrap();
            let (scene, _) = figure::compose(&figure, &evaluation).unwrap();
            let mut effort = Effort::new(&scene);
            let done = effort.items(&scene.items, &window(scene.width, scene.height));
            let shares = [
                effort.corners / MAX_CORNERS,
                effort.edges / MAX_EDGES,
                effort.painted / MAX_PAINTED,
            ];
            assert!(done.is_some(), "{shares:?}: {toml:.100}");
        }
    }
}
