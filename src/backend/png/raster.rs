//! From shapes to pixels.

use std::ops::Range;

use super::bits::{WORD, add, members};
use super::coverage::Coverage;
use super::drawn::{Drawn, Numbers};
use super::filter::{RUN, Stored, filter};
use super::paint::{Paint, Pixel};
use super::place::Places;
use super::shape::{Bounds, STEPS, Shape};
use crate::scene::{MAX_SIDE, Scene};

/// A picture that can be drawn in parts.
#[derive(Debug)]
pub(super) struct Canvas<'a> {
    scene: &'a Scene,
    width: u32,
    height: u32,
    places: Places<'a>,
}

/// Memory that one band after the other is drawn in.
#[derive(Debug, Default)]
pub(super) struct Band<const CHANNELS: usize> {
    coverage: Coverage,
    /// The last row of the band before, and the rows of this one.
    pixels: Vec<Pixel<CHANNELS>>,
    /// Which runs of them are not all background, a bit for each.
    painted: Vec<u64>,
    /// As in the file, with the bands before, as far as a repetition may reach.
    stored: Stored,
}

impl<'s> Canvas<'s> {
    /// For what `scene` shows.
    pub(super) fn new(scene: &'s Scene) -> Self {
        let pixels = |length: f64| (length * scene.scale).round().clamp(0.0, MAX_SIDE) as u32;
        let [width, height] = [scene.width, scene.height].map(pixels);
        Self {
            scene,
            width,
            height,
            places: Places::new(scene, width.into(), height.into()),
        }
    }

    /// Makes shapes of the scene, together with all other threads that do this. Drawing makes those that are missing.
    pub(super) fn prepare(&self) {
        self.places.place();
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
        self.scene
            .background
            .is_some_and(|color| color.alpha >= 1.0)
    }

    /// The shapes that some rows may show, in the order in which they are painted.
    pub(super) fn shapes(&self, rows: &Range<u32>) -> Vec<&Shape> {
        let shapes = self.places.shapes();
        shapes
            .filter(|shape| !shown(&shape.bounds, rows).is_empty())
            .collect()
    }

    /// Draws some rows of `shapes`.
    pub(super) fn draw<const CHANNELS: usize>(
        &self,
        rows: Range<u32>,
        shapes: &[&Shape],
        band: &mut Band<CHANNELS>,
    ) {
        let width = self.width as usize;
        band.clear(width, rows.len(), self.background());
        band.coverage.reset(self.width, &rows);
        for shape in shapes {
            band.paint(shape, &rows, width);
        }
    }

    /// What pixels are that nothing is painted on.
    pub(super) fn background<const CHANNELS: usize>(&self) -> Pixel<CHANNELS> {
        let paint = self.scene.background.map(Paint::new);
        paint.map_or([0; CHANNELS], |paint| paint.alone())
    }
}

/// Which of these rows show something of what lies in `bounds`.
fn shown(bounds: &Bounds, rows: &Range<u32>) -> Range<u32> {
    let [top, bottom] = [bounds.top, bounds.bottom + STEPS - 1].map(|y| (y / STEPS) as u32);
    top.max(rows.start)..bottom.min(rows.end)
}

/// Words of bits for the runs of a row.
fn words(width: usize) -> usize {
    width.div_ceil(RUN).div_ceil(WORD)
}

impl<const CHANNELS: usize> Band<CHANNELS> {
    /// Keeps the last row for the next one to refer to, and makes place for so many rows of background.
    fn clear(&mut self, width: usize, rows: usize, background: Pixel<CHANNELS>) {
        let words = words(width);
        let blank = [background; RUN];
        if let Some(last) = self.pixels.len().checked_sub(width) {
            self.pixels.copy_within(last.., 0);
            let last = self.painted.len() - words;
            self.painted.copy_within(last.., 0);
        }
        let pixels = self.pixels.chunks_mut(width);
        let painted = self.painted.chunks_mut(words);
        for (row, painted) in pixels.zip(painted).skip(1) {
            for run in members(painted.iter().copied()) {
                let start = run * RUN;
                let run = &mut row[start..width.min(start + RUN)];
                run.copy_from_slice(&blank[..run.len()]);
            }
            painted.fill(0);
        }
        self.pixels.resize((rows + 1) * width, background);
        self.painted.resize((rows + 1) * words, 0);
    }

    /// Paints what these rows show of a shape.
    fn paint(&mut self, shape: &Shape, band: &Range<u32>, width: usize) {
        let rows = shown(&shape.bounds, band);
        if rows.is_empty() {
            return;
        }
        for polygon in &shape.polygons {
            if !shown(&polygon.bounds, band).is_empty() {
                self.coverage.add(polygon);
            }
        }
        let paint = Paint::new(shape.color);
        let index = (rows.start - band.start) as usize + 1;
        let pixels = self.pixels.chunks_exact_mut(width);
        let painted = self.painted.chunks_exact_mut(words(width));
        for (row, (pixels, painted)) in rows.zip(pixels.zip(painted).skip(index)) {
            let runs = self.coverage.take(row, &shape.polygons);
            paint.paint(runs, pixels, |columns| {
                // Most are single pixels.
                for run in columns.start / RUN..=(columns.end - 1) / RUN {
                    add(painted, run);
                }
            });
        }
    }

    /// The rows as the file stores them: for each a byte that says how, and 3 bytes a pixel, or 4 with alpha. The first row refers to
    /// the last one that was drawn before only if it `continues`. Returns them behind those of the bands that it continues, of which
    /// there are enough to repeat or all, and their number of bytes.
    pub(super) fn store(&mut self, width: usize, continues: bool) -> (&Stored, usize) {
        let stored = &mut self.stored;
        stored.begin(continues);
        let start = stored.bytes.len();
        let pixels = self.pixels.chunks_exact(width);
        let rows = pixels.zip(self.painted.chunks_exact(words(width)));
        let pairs = rows.clone().zip(rows.skip(1));
        for (number, ((above, painted_above), (row, painted))) in pairs.enumerate() {
            let either = painted_above.iter().zip(painted).map(|(a, b)| a | b);
            let above = (continues || number > 0).then_some((above, either));
            filter(row, above, stored);
        }
        (stored, stored.bytes.len() - start)
    }

    /// Adds the rows, of which the first is `top`, to `drawn`. Returns false if they have too many colours.
    pub(super) fn number(
        &self,
        top: u32,
        width: usize,
        continues: bool,
        numbers: &mut Numbers,
        drawn: &mut Drawn<CHANNELS>,
    ) -> bool {
        let pixels = self.pixels.chunks_exact(width);
        let rows = pixels.zip(self.painted.chunks_exact(words(width)));
        let mut pairs = (top..).zip(rows.clone().zip(rows.skip(1)));
        pairs.all(|(row, ((above, painted_above), (pixels, painted)))| {
            let first = row == top && !continues;
            let above = (!first).then_some(above);
            let differing = painted_above.iter().zip(painted);
            let differing = differing.map(|(a, b)| if first { *b } else { a | b });
            numbers.add_row(row, pixels, above, differing, drawn)
        })
    }
}
