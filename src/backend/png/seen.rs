//! What is seen of shapes that lie over each other.
//!
//! Of a thousand curves most is hidden by others. So the uppermost shape is looked at first, and each pixel gets as much of its colour
//! as light gets through what lies above; what no light gets to is not drawn. Each row is looked at by itself, so how many
//! of them are drawn at once makes no difference.

use std::ops::Range;

use super::bits::{WORD, masks, one};
use super::covered::{Levels, Word};
use super::paint::{Paint, Pixel, channels};
use super::shape::Polygon;

/// What gets to the uppermost shape: as much as leaves room for a colour of 8 bits.
const LIGHT: u32 = 1 << 24;
/// What is hidden gets less. All that is hidden below a pixel changes it by a sixteenth of a level at most.
const LEAST: u32 = LIGHT >> 12;

/// What is seen in some rows, found from the uppermost layer down.
#[derive(Debug, Default)]
pub(super) struct Seen {
    rows: Range<u32>,
    /// Words of a row.
    words: usize,
    /// Row by row.
    lights: Vec<Light>,
    /// Pixels that too little light gets through, a bit for each.
    dark: Vec<u64>,
}

/// How a pixel looks so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Light {
    /// Its red and, above that, its green, and its blue, times [`LIGHT`].
    color: (u64, u32),
    /// What gets through.
    left: u32,
}

impl Light {
    /// Nothing lies above it.
    const ALL: Self = Self {
        color: (0, 0),
        left: LIGHT,
    };

    /// Goes through a colour of this opacity, 0 to 255.
    #[inline(always)]
    fn pass(&mut self, (red_green, blue): (u64, u32), alpha: u32) {
        let taken = self.left * alpha / 255;
        self.color.0 += red_green * u64::from(taken);
        self.color.1 += blue * taken;
        self.left -= taken;
    }

    /// What is seen of a pixel that all that is left gets to.
    #[inline(always)]
    fn fall(&self, pixel: Pixel) -> Pixel {
        let (red_green, blue) = self.color;
        let opaque = (LIGHT - self.left) * 255;
        let above = [red_green as u32, (red_green >> 32) as u32, blue, opaque];
        let below = channels(pixel);
        let sum = |i: usize| above[i] + self.left * u32::from(below[i]);
        let mixed = |i| ((sum(i) + LIGHT / 2) / LIGHT) as u8;
        // (The closure of `array::from_fn` would be called instead of inlined.)
        Pixel::from_le_bytes([mixed(0), mixed(1), mixed(2), mixed(3)])
    }
}

impl Seen {
    /// Goes on to these rows, of which nothing was seen yet.
    pub(super) fn begin(&mut self, rows: &Range<u32>, width: usize) {
        self.rows = rows.clone();
        self.words = width.div_ceil(WORD);
        self.lights
            .resize(rows.len() * self.words * WORD, Light::ALL);
        self.dark.clear();
        self.dark.resize(rows.len() * self.words, 0);
    }

    /// In which rows some of a polygon may be seen, a bit for each.
    pub(super) fn rows_of(&self, polygon: &Polygon) -> u64 {
        let rows = polygon.height.within(&self.rows);
        let columns = polygon.columns.start.into()..polygon.columns.end.into();
        match one(&columns) {
            Some((word, mask)) => self.rows_where(rows, |dark| dark[word] & mask != mask),
            None => self.rows_where(rows, |dark| {
                masks(&columns).any(|(word, mask)| dark[word] & mask != mask)
            }),
        }
    }

    /// Those of some rows of whose dark pixels `seen` says so, a bit for each.
    #[inline(always)]
    fn rows_where(&self, rows: Range<u32>, seen: impl Fn(&[u64]) -> bool) -> u64 {
        rows.fold(0, |all, row| {
            let place = row - self.rows.start;
            let dark = &self.dark[place as usize * self.words..][..self.words];
            all | u64::from(seen(dark)) << place
        })
    }

    /// Adds a row of a layer below all others so far.
    pub(super) fn add(&mut self, row: u32, levels: &Levels, paint: Paint) {
        let place = (row - self.rows.start) as usize * self.words;
        let (lights, _) = self.lights.as_chunks_mut::<WORD>();
        let lights = &mut lights[place..][..self.words];
        let dark = &mut self.dark[place..][..self.words];
        let [red, green, blue, _] = channels(paint.color);
        let color = (u64::from(green) << 32 | u64::from(red), u32::from(blue));
        let (first, words) = levels.words();
        let below = lights.iter_mut().zip(dark).skip(first);
        for (Word { bits, levels }, (lights, dark)) in words.iter().zip(below) {
            let mut seen = bits & !*dark;
            while seen != 0 {
                let bit = seen.trailing_zeros() as usize % WORD;
                seen &= seen - 1;
                lights[bit].pass(color, paint.alpha(levels[bit].into()));
                *dark |= u64::from(lights[bit].left < LEAST) << bit;
            }
        }
    }

    /// Lets what light is left fall on the pixels of a row, and `changed` have the columns of those that are not as they were.
    /// Then nothing of the row is seen yet.
    pub(super) fn fall(&mut self, row: u32, pixels: &mut [Pixel], mut changed: impl FnMut(usize)) {
        let place = (row - self.rows.start) as usize * self.words;
        let lights = &mut self.lights[place * WORD..][..pixels.len()];
        for (column, (pixel, light)) in pixels.iter_mut().zip(lights).enumerate() {
            if light.left < LIGHT {
                *pixel = light.fall(*pixel);
                *light = Light::ALL;
                changed(column);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use super::super::coverage::LEVELS;
    use super::super::covered::Covered;
    use super::super::paint::channels;
    use super::super::place::window;
    use super::super::raster::{Brush, Canvas};
    use super::super::shape::Shape;
    use crate::scene::{Cap, Color, Item, Path, Point, Scene, Segment, Stroke};

    const SIDE: u32 = 150;

    /// So many dashed curves, one over the other.
    fn scene(number: u32, alpha: f64, cap: Cap) -> Scene {
        let curve = |i: u32| {
            let y = f64::from(i * 37 % SIDE);
            let points = [[-5.0, 140.0], [60.0, y], [90.0, 150.0 - y], [155.0, 140.0]];
            let [start, first, second, end] = points.map(|[x, y]| Point::new(x, y));
            let segments = vec![Segment::Move(start), Segment::Cubic(first, second, end)];
            Item::Stroke(Stroke {
                path: Path { segments },
                color: Color::hex(i.wrapping_mul(0x009e_3779) & 0x00ff_ffff).fade(alpha),
                width: 1.0 + f64::from(i % 5),
                cap,
                dash: vec![f64::from(2 + i % 7), 2.0],
                crisp: false,
            })
        };
        Scene {
            width: SIDE.into(),
            height: SIDE.into(),
            scale: 1.0,
            background: Some(Color::hex(0x00ff_ffff)),
            title: String::new(),
            description: String::new(),
            recipe: String::new(),
            glyphs: Vec::new(),
            items: (0..number).map(curve).collect(),
            dark: Vec::new(),
        }
    }

    /// Its pixels, drawn in parts of so many rows.
    fn drawn(scene: &Scene, few: usize, part: u32) -> Vec<u8> {
        let mut canvas = Canvas::new(scene);
        canvas.few = few;
        let (mut brush, mut pixels) = (Brush::default(), Vec::new());
        for top in (0..SIDE).step_by(part as usize) {
            canvas.draw(top..SIDE.min(top + part), &mut brush, |_, [row, _]| {
                pixels.extend(row.pixels.iter().flat_map(|pixel| channels(*pixel)));
                true
            });
        }
        pixels
    }

    /// From each of these columns on, so much is covered.
    fn levels(runs: &[(usize, u32)]) -> Levels {
        let mut levels = Levels::default();
        levels.resize(200_usize.div_ceil(WORD));
        for runs in runs.chunk_by(|a, b| a.0 / WORD == b.0 / WORD) {
            let columns = runs.iter().map(|run| 1 << (run.0 % WORD)).sum();
            let mut next = runs.iter().map(|run| run.1);
            levels.go_on(runs[0].0 / WORD, columns, |_| next.next().unwrap());
        }
        levels
    }

    #[test]
    fn crowded_pictures_look_like_others() {
        for alpha in [1.0, 0.7, 0.2] {
            let scene = scene(500, alpha, Cap::Butt);
            let [all, seen] = [usize::MAX, 0].map(|few| drawn(&scene, few, SIDE));
            // Each layer that is painted from below is rounded.
            let differences = all.iter().zip(&seen).map(|(a, b)| a.abs_diff(*b));
            let largest = differences.max().unwrap();
            assert!(largest <= 2, "{alpha}: {largest}");
        }
    }

    #[test]
    fn colors_are_mixed_exactly_but_for_the_last_rounding() {
        const WIDTH: usize = 200;
        let paint = |i: u32| {
            let color = Color::hex(i.wrapping_mul(0x009e_3779) & 0x00ff_ffff);
            Paint::new(color.fade(f64::from(i % 4 + 1) / 4.0))
        };
        // Upwards, from where few levels are left of the first ones.
        let runs = |i: u32| {
            let run = |k: u32| {
                let level = (i * 5 + k * 3) % (LEVELS + 1);
                let from = (k * 20 + i * 7 % 20) as usize;
                (from, if k == 9 { 0 } else { level })
            };
            (0..10).map(run).collect::<Vec<_>>()
        };
        let below = Pixel::from_le_bytes([40, 20, 0, 100]);
        let mut exact = vec![channels(below).map(f64::from); WIDTH];
        let mut seen = Seen::default();
        for _ in 0..2 {
            seen.begin(&(3..5), WIDTH);
            for i in (0..100).rev() {
                seen.add(4, &levels(&runs(i)), paint(i));
            }
            let (mut pixels, mut changed) = (vec![below; WIDTH], Vec::new());
            seen.fall(4, &mut pixels, |column| changed.push(column));
            for i in 0..100 {
                for ends in runs(i).windows(2) {
                    let share = f64::from(paint(i).alpha(ends[0].1)) / 255.0;
                    for pixel in &mut exact[ends[0].0..ends[1].0] {
                        for (below, color) in pixel.iter_mut().zip(channels(paint(i).color)) {
                            *below += (f64::from(color) - *below) * share;
                        }
                    }
                }
            }
            assert!((7..190).all(|column| changed.contains(&column)));
            assert_eq!(channels(pixels[199]), channels(below));
            for (pixel, exact) in pixels.iter().zip(&mut exact) {
                for (ours, exact) in channels(*pixel).into_iter().zip(*exact) {
                    // A half, and what is hidden.
                    assert!((f64::from(ours) - exact).abs() <= 0.5 + 0.07);
                }
                *exact = channels(below).map(f64::from);
            }
        }
    }

    #[test]
    fn hidden_polygons_are_left_out() {
        let mut seen = Seen::default();
        seen.begin(&(8..16), 200);
        // Rows 9 to 11.
        let shape = |columns: Range<f64>| {
            let window = window(200.0, 100.0);
            let mut shape = Shape::new(Color::hex(0));
            let [left, right] = [columns.start + 0.2, columns.end - 0.2];
            let corners = [(left, 9.4), (left, 12.0), (right, 12.0), (right, 9.1)];
            shape.add(&corners.map(|(x, y)| Point::new(x, y)), &window);
            shape
        };
        let rows_of = |seen: &Seen, columns| seen.rows_of(&shape(columns).polygons[0]);
        assert_eq!(rows_of(&seen, 3.0..198.0), 0b1110);
        let runs = [
            (0, LEVELS),
            (130, LEVELS / 2),
            (131, 0),
            (150, LEVELS),
            (200, 0),
        ];
        for row in [10, 11] {
            seen.add(row, &levels(&runs), Paint::new(Color::hex(0)));
        }
        for (columns, rows) in [
            (3.0..130.0, 0b0010),
            (3.0..131.0, 0b1110),
            (150.0..200.0, 0b0010),
        ] {
            assert_eq!(rows_of(&seen, columns), rows);
        }
        // A half of a half of a half, and so on.
        for _ in 0..12 {
            seen.add(10, &levels(&runs), Paint::new(Color::hex(0)));
        }
        assert_eq!(rows_of(&seen, 3.0..131.0), 0b1010);
    }

    #[test]
    fn parts_of_any_height_show_the_same() {
        // Caps that overlap: such rows are added up otherwise.
        let scene = scene(500, 0.9, Cap::Round);
        let whole = drawn(&scene, 0, SIDE);
        for part in [1, 7, 16, 40] {
            assert!(drawn(&scene, 0, part) == whole, "{part} rows");
        }
    }
}
