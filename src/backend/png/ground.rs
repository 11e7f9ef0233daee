//! What lies on nothing else, and is the same in many rows: rectangles of whole pixels, such as the lines of a grid.

use std::ops::Range;

use super::paint::{Paint, Pixel};

/// Rows that are remembered at most.
const MOST_LOOKS: usize = 8;

/// A rectangle of whole pixels.
#[derive(Debug)]
struct Slab {
    rows: Range<u32>,
    columns: Range<usize>,
    paint: Paint,
}

/// The background and what lies on it, row by row. It is painted where it changes, and not in every row.
#[derive(Debug)]
pub(super) struct Ground {
    /// A row of background.
    pub(super) blank: Vec<Pixel>,
    /// From the lowest on.
    slabs: Vec<Slab>,
    /// The row that it is at, and those below that are the same.
    rows: Range<u32>,
    pub(super) pixels: Vec<Pixel>,
    /// What it looked like before. Between two lines of a grid it does again.
    looks: Vec<Vec<Pixel>>,
    /// How many of them are forgotten.
    forgotten: u32,
    /// The number of what it looks like. Others are different, or may be.
    pub(super) look: Option<u32>,
}

impl Default for Ground {
    fn default() -> Self {
        Self {
            blank: Vec::new(),
            slabs: Vec::new(),
            rows: 0..0,
            pixels: Vec::new(),
            looks: Vec::new(),
            forgotten: 0,
            look: None,
        }
    }
}

impl Ground {
    /// Begins above all rows, so many pixels wide, with nothing on it yet. The background is always the same.
    pub(super) fn begin(&mut self, background: Pixel, width: usize) {
        self.blank.resize(width, background);
        self.slabs.clear();
        self.rows = 0..0;
        self.clear();
        self.look = Some(self.known());
    }

    /// Becomes background.
    fn clear(&mut self) {
        self.pixels.clear();
        self.pixels.extend_from_slice(&self.blank);
    }

    /// Paints these rows and columns of pixels.
    pub(super) fn lay(&mut self, [rows, columns]: [Range<u32>; 2], paint: Paint) {
        let columns = columns.start as usize..columns.end as usize;
        self.slabs.push(Slab {
            rows,
            columns,
            paint,
        });
    }

    /// Goes on to a row.
    pub(super) fn go_to(&mut self, row: u32) {
        if self.rows.contains(&row) {
            return;
        }
        self.clear();
        self.rows = row..u32::MAX;
        for slab in &self.slabs {
            if slab.rows.contains(&row) {
                slab.paint.cover(&mut self.pixels[slab.columns.clone()]);
            }
            let changes = [slab.rows.start, slab.rows.end];
            let next = changes.into_iter().find(|change| row < *change);
            self.rows.end = self.rows.end.min(next.unwrap_or(u32::MAX));
        }
        self.look = Some(self.known());
    }

    /// The number of what it looks like now.
    fn known(&mut self) -> u32 {
        let known = self.looks.iter().position(|look| *look == self.pixels);
        let place = known.unwrap_or_else(|| {
            if self.looks.len() == MOST_LOOKS {
                self.looks.clear();
                self.forgotten += MOST_LOOKS as u32;
            }
            self.looks.push(self.pixels.clone());
            self.looks.len() - 1
        });
        self.forgotten + place as u32
    }
}

#[cfg(test)]
mod tests {
    use super::super::encode;
    use crate::scene::{Cap, Color, Item, Path, Point, Scene, Segment, Stroke};

    /// A curve, and rectangles below it, above it and beside it, each in so many parts.
    fn scene(parts: u32) -> Scene {
        let point = |x: u32, y: u32| Point::new(x.into(), y.into());
        let rectangle = |[left, top, right, bottom]: [u32; 4], color: Color| {
            let width = (right - left) / parts;
            let part = |number: u32| {
                let (left, right) = (left + number * width, left + (number + 1) * width);
                [
                    Segment::Move(point(left, top)),
                    Segment::Line(point(left, bottom)),
                    Segment::Line(point(right, bottom)),
                    Segment::Line(point(right, top)),
                    Segment::Close,
                ]
            };
            let segments = (0..parts).flat_map(part).collect();
            let path = Path { segments };
            Item::Fill { path, color }
        };
        let curve = Item::Stroke(Stroke {
            path: Path {
                segments: vec![
                    Segment::Move(point(3, 90)),
                    Segment::Cubic(point(60, 90), point(70, 10), point(150, 10)),
                ],
            },
            color: Color::hex(0x00ac_3631),
            width: 4.3,
            cap: Cap::Round,
            dash: Vec::new(),
            crisp: false,
        });
        let gray = Color::hex(0x00b0_b0b0).fade(0.2);
        Scene {
            width: 160.0,
            height: 100.0,
            scale: 1.0,
            background: Some(Color::hex(0x00ff_ffff)),
            title: String::new(),
            description: String::new(),
            recipe: String::new(),
            glyphs: Vec::new(),
            items: vec![
                rectangle([40, 5, 44, 95], gray),
                rectangle([0, 50, 160, 52], gray),
                curve,
                rectangle([60, 40, 100, 70], Color::hex(0x0008_4a57).fade(0.5)),
                rectangle([120, 60, 140, 80], Color::hex(0x0053_7b2a)),
                rectangle([130, 70, 158, 100], gray),
            ],
            dark: Vec::new(),
        }
    }

    #[test]
    fn rectangles_look_the_same_on_the_ground_and_off_it() {
        // In two parts they are shapes like all others.
        assert_eq!(encode(&scene(1)).unwrap(), encode(&scene(2)).unwrap());
    }
}
