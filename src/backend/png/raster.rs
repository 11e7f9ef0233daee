//! From shapes to pixels.

use std::sync::OnceLock;

use tiny_skia::{FillRule, Paint, Path, PathBuilder, PixmapMut, Rect, Shader, Transform};

use super::deflate::WINDOW;
use super::shape::{Bounds, COLUMNS, Polygon, STEPS, Shape};
use super::{filter, place};
use crate::scene::{Color, MAX_SIDE, Scene};

/// A picture that can be drawn in parts.
#[derive(Debug)]
pub(super) struct Canvas<'a> {
    scene: &'a Scene,
    width: u32,
    height: u32,
    background: Option<tiny_skia::Color>,
    /// What the first thread that draws makes of the scene, while the others are on their way.
    shapes: OnceLock<Vec<Shape>>,
}

/// Memory that one band after the other is drawn in.
#[derive(Debug, Default)]
pub(super) struct Band {
    /// Of a picture that is drawn in several columns, one of them.
    tile: Vec<u8>,
    /// Premultiplied RGBA.
    pixels: Vec<u8>,
    /// The last row of the band before.
    above: Vec<u8>,
    /// As in the file, with the end of the band before.
    stored: Vec<u8>,
}

impl<'s> Canvas<'s> {
    /// For what `scene` shows.
    pub(super) fn new(scene: &'s Scene) -> Self {
        let pixels = |length: f64| (length * scene.scale).round().clamp(0.0, MAX_SIDE) as u32;
        Self {
            scene,
            width: pixels(scene.width),
            height: pixels(scene.height),
            background: scene.background.and_then(convert),
            shapes: OnceLock::new(),
        }
    }

    /// Pixels in a row.
    pub(super) fn width(&self) -> u32 {
        self.width
    }

    /// Rows of pixels.
    pub(super) fn height(&self) -> u32 {
        self.height
    }

    /// Whether every pixel is opaque, so that its alpha need not be stored.
    pub(super) fn is_opaque(&self) -> bool {
        self.background.is_some_and(|color| color.is_opaque())
    }

    /// Draws `rows` rows of the picture, from row `top` on, as the file stores them: for each a byte that says how, and 3 bytes
    /// a pixel, or 4 with alpha. The first row refers to the last one that was drawn in `band` only if the band `continues`.
    /// Returns them behind the last ones of the band that it continues, and their number of bytes.
    pub(super) fn draw<'a>(
        &self,
        top: u32,
        rows: u32,
        continues: bool,
        band: &'a mut Band,
    ) -> (&'a [u8], usize) {
        let Band {
            tile,
            pixels,
            above,
            stored,
        } = band;
        let length = self.width as usize * 4;
        pixels.resize(length * rows as usize, 0);
        for left in (0..self.width).step_by(COLUMNS as usize) {
            let columns = COLUMNS.min(self.width - left);
            if columns == self.width {
                self.draw_tile([left, top], [columns, rows], pixels);
                break;
            }
            tile.resize(columns as usize * rows as usize * 4, 0);
            self.draw_tile([left, top], [columns, rows], tile);
            let [left, columns] = [left, columns].map(|pixels| pixels as usize * 4);
            let rows = pixels.chunks_exact_mut(length);
            for (row, part) in rows.zip(tile.chunks_exact(columns)) {
                if let Some(target) = row.get_mut(left..left + columns) {
                    target.copy_from_slice(part);
                }
            }
        }
        let channels = if self.is_opaque() { 3 } else { 4 };
        let stride = 1 + self.width as usize * channels;
        let kept = if continues { WINDOW } else { 0 };
        stored.drain(..stored.len().saturating_sub(kept));
        let kept = stored.len();
        stored.resize(kept + stride * rows as usize, 0);
        let mut previous = continues.then_some(above.as_slice());
        let targets = stored[kept..].chunks_exact_mut(stride);
        for (row, target) in pixels.chunks_exact(length).zip(targets) {
            filter::filter(row, previous, channels, target);
            previous = Some(row);
        }
        let last = pixels.rchunks_exact(length).next().unwrap_or_default();
        above.clear();
        above.extend_from_slice(last);
        (stored, stored.len() - kept)
    }

    /// Draws the part of the picture at `[left, top]` of size `[columns, rows]` as premultiplied RGBA.
    fn draw_tile(&self, [left, top]: [u32; 2], [columns, rows]: [u32; 2], pixels: &mut [u8]) {
        let Some(mut pixmap) = PixmapMut::from_bytes(pixels, columns, rows) else {
            return; // there are no pixels
        };
        pixmap.fill(self.background.unwrap_or(tiny_skia::Color::TRANSPARENT));
        let steps = |pixels: u32| pixels as i32 * STEPS as i32;
        let tile = Bounds {
            left: steps(left),
            top: steps(top),
            right: steps(left + columns),
            bottom: steps(top + rows),
        };
        let place = || place::shapes(self.scene, self.width.into(), self.height.into());
        let shapes = self.shapes.get_or_init(place).iter();
        for shape in shapes.filter(|shape| shape.bounds.meets(&tile)) {
            let Some(color) = convert(shape.color) else {
                continue;
            };
            let paint = Paint {
                shader: Shader::SolidColor(color),
                anti_alias: !shape.is_rectangles,
                ..Paint::default()
            };
            if shape.is_rectangles {
                for rect in shape.polygons.iter().filter_map(|one| rect(one, &tile)) {
                    pixmap.fill_rect(rect, &paint, Transform::identity(), None);
                }
            } else if let Some(path) = path(shape, &tile) {
                let rule = FillRule::Winding;
                pixmap.fill_path(&path, &paint, rule, Transform::identity(), None);
            }
        }
    }
}

/// The part of a rectangle that lies in `tile`, in pixels from its corner.
fn rect(polygon: &Polygon, tile: &Bounds) -> Option<Rect> {
    let pixels = |steps: i32| steps as f32 / STEPS as f32;
    let Bounds {
        left,
        top,
        right,
        bottom,
    } = polygon.bounds;
    Rect::from_ltrb(
        pixels(left.max(tile.left) - tile.left),
        pixels(top.max(tile.top) - tile.top),
        pixels(right.min(tile.right) - tile.left),
        pixels(bottom.min(tile.bottom) - tile.top),
    )
}

/// The part of a shape that lies in `tile`, in pixels from its corner. Edges never cross the border of a tile, so
/// moving the points outside to the border changes nothing inside. All numbers are exact in `f32`.
fn path(shape: &Shape, tile: &Bounds) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for polygon in shape
        .polygons
        .iter()
        .filter(|polygon| polygon.bounds.meets(tile))
    {
        let mut points = polygon.points.iter().map(|&[x, y]| {
            let x = x.clamp(tile.left, tile.right) - tile.left;
            let y = y.clamp(tile.top, tile.bottom) - tile.top;
            (x as f32 / STEPS as f32, y as f32 / STEPS as f32)
        });
        let Some(start) = points.next() else {
            continue;
        };
        builder.move_to(start.0, start.1);
        let mut last = start;
        // Of points side by side only the ends count: nothing lies between horizontal edges.
        let mut skipped = false;
        for point in points {
            if point.1 == last.1 {
                skipped = true;
            } else {
                if skipped {
                    builder.line_to(last.0, last.1);
                }
                builder.line_to(point.0, point.1);
                skipped = false;
            }
            last = point;
        }
        if skipped {
            builder.line_to(last.0, last.1);
        }
    }
    builder.finish()
}

/// `None` if the opacity is not a number.
fn convert(color: Color) -> Option<tiny_skia::Color> {
    let [red, green, blue] = color.rgb.map(|channel| f32::from(channel) / 255.0);
    tiny_skia::Color::from_rgba(red, green, blue, color.alpha.clamp(0.0, 1.0) as f32)
}
