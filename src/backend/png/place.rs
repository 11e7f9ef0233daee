//! From the items of a scene to shapes in device pixels, in the order in which they are painted.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::flatten::{OUTLINE_TOLERANCE, Polyline, TOLERANCE, Transform, flatten};
use super::shape::Shape;
use super::stroke::Pen;
use crate::scene::{Color, Item, Path, PlacedGlyph, Point, Rect, Scene, Stroke, Text};

/// The most dashes of a picture, each of which takes about 100 bytes. Only lines that are longer by far than a figure is
/// wide, or a thousand hairlines, have that many.
pub(super) const MAX_DASHES: usize = 1 << 20;

/// Corners of most dashes, but for those along them.
const DASH_CORNERS: usize = 8;

/// Corners and polygons that memory is got for before they are known.
const MAX_ROOM: usize = 1 << 14;

/// What a scene shows on a canvas, placed by all threads that draw it: each item by the first of them that comes to it.
#[derive(Debug)]
pub(super) struct Places<'a> {
    scene: &'a Scene,
    /// How many dashes each line may have.
    dashes: usize,
    items: Vec<Place<'a>>,
    /// The first item that no thread has come to.
    next: AtomicUsize,
}

/// An item that is no clip.
#[derive(Debug)]
struct Place<'a> {
    item: &'a Item,
    /// What is seen of it, in device pixels.
    window: Rect,
    shapes: OnceLock<Vec<Shape>>,
}

impl<'a> Places<'a> {
    /// Nothing is placed yet on a canvas of this many pixels.
    pub(super) fn new(scene: &'a Scene, width: f64, height: f64) -> Self {
        let mut items = Vec::new();
        collect(
            &scene.items,
            scene.scale,
            &window(width, height),
            &mut items,
        );
        Self {
            scene,
            dashes: MAX_DASHES / dashed(&scene.items).max(1),
            items,
            next: AtomicUsize::new(0),
        }
    }

    /// How many items there are.
    pub(super) fn items(&self) -> usize {
        self.items.len()
    }

    /// Places items, until each of them is or another thread does it.
    pub(super) fn place(&self) {
        while let Some(place) = self.items.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            self.shapes_of(place);
        }
    }

    /// The shapes of all items, in the order in which they are painted.
    pub(super) fn shapes(&self) -> impl Iterator<Item = &Shape> {
        self.items.iter().flat_map(|place| self.shapes_of(place))
    }

    fn shapes_of<'p>(&self, place: &'p Place<'_>) -> &'p [Shape] {
        place.shapes.get_or_init(|| {
            let mut shapes = Vec::new();
            let mut placer = Placer {
                scene: self.scene,
                dashes: self.dashes,
                shapes: &mut shapes,
            };
            placer.item(place.item, &place.window);
            shapes
        })
    }
}

/// Adds the items that are no clips, and what `window` (in device pixels) shows of them.
fn collect<'a>(items: &'a [Item], scale: f64, window: &Rect, places: &mut Vec<Place<'a>>) {
    for item in items {
        if let Item::Clip { rect, items } = item {
            if let Some(window) = clipped(rect, scale, window) {
                collect(items, scale, &window, places);
            }
            continue;
        }
        places.push(Place {
            item,
            window: *window,
            shapes: OnceLock::new(),
        });
    }
}

/// What a canvas of this many pixels shows.
pub(super) const fn window(width: f64, height: f64) -> Rect {
    Rect {
        left: 0.0,
        top: 0.0,
        right: width,
        bottom: height,
    }
}

/// The part of `window` that `rect` (in CSS pixels) leaves, or `None` if that is nothing.
pub(super) fn clipped(rect: &Rect, scale: f64, window: &Rect) -> Option<Rect> {
    let pixel = |length: f64| (length * scale).round();
    let window = Rect {
        left: pixel(rect.left).max(window.left),
        top: pixel(rect.top).max(window.top),
        right: pixel(rect.right).min(window.right),
        bottom: pixel(rect.bottom).min(window.bottom),
    };
    (window.left < window.right && window.top < window.bottom).then_some(window)
}

struct Placer<'a> {
    scene: &'a Scene,
    /// How many dashes each line may have.
    dashes: usize,
    shapes: &'a mut Vec<Shape>,
}

impl Placer<'_> {
    /// Adds what `window` (in device pixels) shows of an item.
    fn item(&mut self, item: &Item, window: &Rect) {
        match item {
            Item::Fill { path, color } => {
                self.fill(path, &Transform::scale(self.scene.scale), *color, window);
            }
            Item::Stroke(stroke) => self.stroke(stroke, window),
            Item::Text(text) => self.text(text, window),
            Item::Clip { .. } => {} // its items are placed by themselves
        }
    }

    fn fill(&mut self, path: &Path, transform: &Transform, color: Color, window: &Rect) {
        let mut shape = Shape::new(color);
        for line in flatten(path, transform, window, OUTLINE_TOLERANCE) {
            shape.add(&line.points, window);
        }
        self.push(shape);
    }

    fn push(&mut self, shape: Shape) {
        if !shape.polygons.is_empty() {
            self.shapes.push(shape);
        }
    }

    fn stroke(&mut self, stroke: &Stroke, window: &Rect) {
        let scale = self.scene.scale;
        let dash = stroke.dash.iter().map(|length| length * scale).collect();
        let (width, color) = visible(stroke.width * scale, stroke.color);
        let Some(mut pen) = Pen::new(width, stroke.cap, dash) else {
            return;
        };
        let view = pen.view(window);
        let lines = flatten(&stroke.path, &Transform::scale(scale), &view, TOLERANCE);
        let dashes = pen.limit_dashes(&lines, &view, self.dashes) as usize;
        let crisp = stroke.crisp && lines.iter().all(Polyline::is_axis_aligned);
        let points: usize = lines.iter().map(|line| line.points.len()).sum();
        let corners = (2 * points + DASH_CORNERS * dashes).min(MAX_ROOM);
        let mut shape = Shape::with_capacity(color, corners, (1 + dashes).min(MAX_ROOM));
        let mut add = |polygon: &[Point]| shape.add(polygon, window);
        for line in &lines {
            match crisp {
                true => pen.crisp_outline(line, &view, &mut add),
                false => pen.outline(line, &view, &mut add),
            }
        }
        shape.shrink();
        self.push(shape);
    }

    fn text(&mut self, text: &Text, window: &Rect) {
        let place = Transform::text(text, self.scene.scale);
        for &PlacedGlyph {
            glyph,
            origin,
            size,
        } in &text.glyphs
        {
            if let Some(glyph) = self.scene.glyphs.get(glyph) {
                self.fill(
                    &glyph.outline,
                    &place.glyph(origin, size),
                    text.color,
                    window,
                );
            }
        }
        for shape in &text.shapes {
            self.fill(shape, &place, text.color, window);
        }
    }
}

/// How many lines are dashed.
fn dashed(items: &[Item]) -> usize {
    let count = |item: &Item| match item {
        Item::Stroke(stroke) => usize::from(!stroke.dash.is_empty()),
        Item::Clip { items, .. } => dashed(items),
        Item::Fill { .. } | Item::Text(_) => 0,
    };
    items.iter().map(count).sum()
}

/// A line thinner than a device pixel is drawn one pixel wide in as much fainter a colour: coverage has few levels, between which
/// it would come and go.
fn visible(width: f64, color: Color) -> (f64, Color) {
    if width > 0.0 && width < 1.0 {
        (1.0, color.fade(width))
    } else {
        (width, color)
    }
}
