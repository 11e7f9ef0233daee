//! What is seen of shapes that lie over each other.
//!
//! Of a thousand curves most is hidden by others. So the uppermost shape is looked at first, and what no light gets to is not drawn;
//! then what was seen is painted from the lowest shape up, as ever. Each row is looked at by itself, so how many of them are drawn
//! at once makes no difference.

use std::ops::Range;

use super::bits::WORD;
use super::coverage::Run;
use super::paint::Paint;
use super::shape::{Polygon, STEPS};

/// What gets to the uppermost shape.
const LIGHT: u16 = u16::MAX;
/// What is hidden gets less. All that is hidden below a pixel changes it by a sixteenth of a level at most.
const LEAST: u16 = LIGHT >> 12;

/// Runs of a row that are remembered, about. A row of a thousand dashed curves has half as many.
const MOST_RUNS: usize = 1 << 13;

/// What is seen in some rows, found from the uppermost layer down.
#[derive(Debug, Default)]
pub(super) struct Seen {
    rows: Range<u32>,
    width: usize,
    /// Words of a row.
    words: usize,
    /// How much light gets through what was seen so far, row by row.
    light: Vec<u16>,
    /// Which pixels too little gets through, a bit for each.
    dark: Vec<u64>,
    /// From the uppermost one down.
    parts: Vec<Part>,
    runs: Vec<Run>,
    /// How many of them each row has.
    counts: Vec<usize>,
    /// Rows that are not looked at any further, a bit for each, and the layer below which they are not.
    rest: Vec<(u64, u32)>,
}

/// A row of a layer.
#[derive(Debug)]
struct Part {
    row: u32,
    paint: Paint,
    runs: Range<usize>,
}

impl Seen {
    /// Goes on to these rows, of which nothing was seen yet. Without a `look` nothing will be.
    pub(super) fn begin(&mut self, rows: &Range<u32>, width: usize, look: bool) {
        self.parts.clear();
        self.runs.clear();
        self.rest.clear();
        if !look {
            self.rest.push((u64::MAX, u32::MAX));
            return;
        }
        self.rows = rows.clone();
        self.width = width;
        self.words = width.div_ceil(WORD);
        self.light.clear();
        self.light.resize(rows.len() * width, LIGHT);
        self.dark.clear();
        self.dark.resize(rows.len() * self.words, 0);
        self.counts.clear();
        self.counts.resize(rows.len(), 0);
    }

    /// In which rows some of a polygon may be seen, a bit for each.
    pub(super) fn rows_of(&self, polygon: &Polygon) -> u64 {
        let [first, last] = [polygon.height.top, polygon.height.bottom - 1].map(|y| y / STEPS);
        let rows = self.rows.start.max(first as u32)..self.rows.end.min(last as u32 + 1);
        let columns = polygon.columns.start.into()..polygon.columns.end.into();
        let seen = rows.fold(0, |seen, row| {
            let place = row - self.rows.start;
            seen | u64::from(!self.hides(place as usize, &columns)) << place
        });
        seen & !self.left(0)
    }

    /// Whether no light gets to these columns of a row.
    #[inline(always)]
    fn hides(&self, place: usize, columns: &Range<usize>) -> bool {
        let words = &self.dark[place * self.words..(place + 1) * self.words];
        masks(columns).all(|(word, mask)| words[word] & mask == mask)
    }

    /// Adds a row of a layer below all others so far.
    pub(super) fn add(&mut self, row: u32, runs: &[Run], paint: Paint, layer: u32) {
        let place = (row - self.rows.start) as usize;
        let start = self.runs.len();
        self.runs.extend_from_slice(runs);
        let end = self.runs.len();
        self.parts.push(Part {
            row,
            paint,
            runs: start..end,
        });
        self.darken(place, runs, paint);
        self.counts[place] += runs.len();
        if self.counts[place] > MOST_RUNS {
            self.rest.push((1 << place, layer));
        }
    }

    /// Takes away the light that does not get through some runs.
    fn darken(&mut self, place: usize, runs: &[Run], paint: Paint) {
        let light = &mut self.light[place * self.width..(place + 1) * self.width];
        let dark = &mut self.dark[place * self.words..(place + 1) * self.words];
        for ends in runs.windows(2) {
            let columns = ends[0].from as usize..light.len().min(ends[1].from as usize);
            match paint.alpha(ends[0].level) {
                0 => {}
                255 => masks(&columns).for_each(|(word, mask)| dark[word] |= mask),
                alpha => {
                    for column in columns {
                        let through = u32::from(light[column]) * (255 - alpha);
                        // Never less than it is.
                        light[column] = through.div_ceil(255) as u16;
                        let hidden = u64::from(light[column] < LEAST);
                        dark[column / WORD] |= hidden << (column % WORD);
                    }
                }
            }
        }
    }

    /// Rows that a layer has still to be painted in, all of them before what was seen, a bit for each.
    pub(super) fn left(&self, layer: u32) -> u64 {
        let rest = self.rest.iter().filter(|(_, below)| layer < *below);
        rest.fold(0, |rows, (row, _)| rows | row)
    }

    /// What was seen, from the lowest layer up.
    pub(super) fn parts(&self) -> impl Iterator<Item = (u32, &[Run], Paint)> {
        let parts = self.parts.iter().rev();
        parts.map(|part| (part.row, &self.runs[part.runs.clone()], part.paint))
    }
}

/// The words that some bits lie in, and which of theirs those are.
#[inline(always)]
fn masks(bits: &Range<usize>) -> impl Iterator<Item = (usize, u64)> {
    let (first, end) = (bits.start / WORD, bits.end.div_ceil(WORD));
    let from = u64::MAX << (bits.start % WORD);
    let to = u64::MAX >> ((WORD - bits.end % WORD) % WORD);
    (first..end).map(move |word| {
        let from = if word == first { from } else { u64::MAX };
        let to = if word + 1 == end { to } else { u64::MAX };
        (word, from & to)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    use super::super::coverage::LEVELS;
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

    /// How many bytes differ, and by how much at most.
    fn difference(one: &[u8], other: &[u8]) -> (usize, u8) {
        let pairs = one.iter().zip(other);
        let differences = pairs.map(|(a, b)| a.abs_diff(*b)).filter(|by| *by > 0);
        (
            differences.clone().count(),
            differences.max().unwrap_or_default(),
        )
    }

    #[test]
    fn what_is_hidden_makes_a_difference_of_one_level_at_most() {
        for alpha in [1.0, 0.7, 0.2] {
            let scene = scene(500, alpha, Cap::Butt);
            let [all, seen] = [usize::MAX, 0].map(|few| drawn(&scene, few, SIDE));
            let (number, most) = difference(&all, &seen);
            // Where hundreds of curves begin and end.
            assert!(
                most <= 1 && number < all.len() / 100,
                "{alpha}: {number}, {most}"
            );
        }
    }

    #[test]
    fn hidden_polygons_are_left_out() {
        let mut seen = Seen::default();
        seen.begin(&(8..16), 200, true);
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
        let runs = runs.map(|(from, level)| Run { from, level });
        for row in [10, 11] {
            seen.add(row, &runs, Paint::new(Color::hex(0)), 0);
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
            seen.add(10, &runs, Paint::new(Color::hex(0)), 0);
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

    #[test]
    fn more_runs_than_are_remembered_are_painted_all_the_same() {
        // Too faint to hide anything.
        let scene = scene(1500, 0.004, Cap::Butt);
        let all = drawn(&scene, usize::MAX, SIDE);
        assert!(drawn(&scene, 0, SIDE) == all);
    }
}
