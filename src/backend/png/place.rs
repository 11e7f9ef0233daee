//! From the items of a scene to shapes in device pixels, in the order in which they are painted.

use super::flatten::{Polyline, Transform, flatten};
use super::shape::Shape;
use super::stroke::Pen;
use crate::scene::{Color, Item, Path, PlacedGlyph, Point, Rect, Scene, Stroke, Text};

/// The most dashes of a picture, each of which takes about 100 bytes. Only lines that are longer by far than a figure is
/// wide, or a thousand hairlines, have that many.
pub(super) const MAX_DASHES: usize = 1 << 20;

/// What `scene` shows on a canvas of this many pixels.
pub(super) fn shapes(scene: &Scene, width: f64, height: f64) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let mut placer = Placer {
        scene,
        dashes: MAX_DASHES / dashed(&scene.items).max(1),
        shapes: &mut shapes,
    };
    placer.items(&scene.items, &window(width, height));
    shapes
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
    /// Adds what `window` (in device pixels) shows of `items`.
    fn items(&mut self, items: &[Item], window: &Rect) {
        for item in items {
            match item {
                Item::Fill { path, color } => {
                    self.fill(path, &Transform::scale(self.scene.scale), *color, window);
                }
                Item::Stroke(stroke) => self.stroke(stroke, window),
                Item::Text(text) => self.text(text, window),
                Item::Clip { rect, items } => {
                    if let Some(window) = clipped(rect, self.scene.scale, window) {
                        self.items(items, &window);
                    }
                }
            }
        }
    }

    fn fill(&mut self, path: &Path, transform: &Transform, color: Color, window: &Rect) {
        let lines = flatten(path, transform, window);
        let outlines: Vec<Vec<Point>> = lines.into_iter().map(|line| line.points).collect();
        self.shapes.extend(Shape::new(&outlines, color, window));
    }

    fn stroke(&mut self, stroke: &Stroke, window: &Rect) {
        let scale = self.scene.scale;
        let dash = stroke.dash.iter().map(|length| length * scale).collect();
        let (width, color) = visible(stroke.width * scale, stroke.color);
        let Some(mut pen) = Pen::new(width, stroke.cap, dash) else {
            return;
        };
        let view = pen.view(window);
        let lines = flatten(&stroke.path, &Transform::scale(scale), &view);
        pen.limit_dashes(&lines, &view, self.dashes);
        let crisp = stroke.crisp && lines.iter().all(Polyline::is_axis_aligned);
        let mut outlines = Vec::new();
        for line in &lines {
            match crisp {
                true => pen.crisp_outline(line, &view, &mut outlines),
                false => pen.outline(line, &view, &mut outlines),
            }
        }
        self.shapes.extend(Shape::new(&outlines, color, window));
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
