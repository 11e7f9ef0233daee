//! A part of a picture as it was drawn: what differs from row to row, in numbered colours.

use std::ops::Range;

use super::bits::members;
use super::filter::RUN;
use super::paint::Pixel;
use super::raster::Row;
use crate::scene::MAX_SIDE;

/// Colours of a part at most. A figure has some hundreds.
const MOST_COLORS: usize = 1 << 10;
/// Pixels that few parts have more of. As memory grows it is moved, and what is touched for the first time costs more than what is
/// done there.
const USUAL: usize = 1 << 15;
/// Pixels at the ends of a run that are left out at once, if they are like those above.
const STEP: usize = 4;
/// Places in the table of colours, which is never more than a quarter full.
const SLOTS: usize = 1 << 12;

/// Pixels that differ from those above them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    from: u16,
    to: u16,
}

const _: () = assert!(MAX_SIDE <= u16::MAX as f64);

impl Run {
    pub(super) fn columns(self) -> Range<usize> {
        self.from.into()..self.to.into()
    }
}

/// Some rows of a picture.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// How many runs each row has.
    counts: Vec<u16>,
    /// From the top left.
    pub(super) runs: Vec<Run>,
    /// The colour numbers of the runs' pixels, one run after the other.
    pub(super) pixels: Vec<u16>,
    /// The colours by their numbers, the background first, and how often each follows another one.
    pub(super) colors: Vec<(Pixel, u64)>,
}

impl Drawn {
    /// All rows, to be read from the first one on.
    pub(super) fn rows(&self) -> Rows<'_> {
        Rows {
            counts: &self.counts,
            runs: &self.runs,
            pixels: &self.pixels,
        }
    }
}

/// The rows of a part that are still to be read.
pub(super) struct Rows<'a> {
    counts: &'a [u16],
    runs: &'a [Run],
    pixels: &'a [u16],
}

impl<'a> Rows<'a> {
    /// Goes on to the next row, whose runs these are.
    pub(super) fn next_runs(&mut self) -> &'a [Run] {
        let (count, counts) = self.counts.split_first().unwrap_or((&0, &[]));
        let (runs, rest) = self.runs.split_at(usize::from(*count));
        (self.counts, self.runs) = (counts, rest);
        runs
    }

    /// The colour numbers of the next run, of so many pixels.
    #[inline(always)]
    pub(super) fn next_pixels(&mut self, count: usize) -> &'a [u16] {
        let (pixels, rest) = self.pixels.split_at(count);
        self.pixels = rest;
        pixels
    }
}

/// Numbers for colours.
#[derive(Debug)]
pub(super) struct Numbers {
    /// One more than the number of a colour, near where its hash says; 0 where there is none.
    slots: Box<[u16; SLOTS]>,
}

impl Default for Numbers {
    fn default() -> Self {
        Self {
            slots: Box::new([0; SLOTS]),
        }
    }
}

impl Numbers {
    /// No rows yet, of a picture of which all is background that is not drawn.
    pub(super) fn begin(&mut self, background: Pixel) -> Drawn {
        self.slots.fill(0);
        let mut drawn = Drawn {
            counts: Vec::new(),
            runs: Vec::with_capacity(USUAL / 8),
            pixels: Vec::with_capacity(USUAL),
            colors: Vec::with_capacity(MOST_COLORS / 4),
        };
        self.number(background, &mut drawn.colors);
        drawn
    }

    /// Adds a row of the picture, where it differs from the row above. Returns false if there are too many colours.
    pub(super) fn add_row(&mut self, row: &Row, above: &Row, drawn: &mut Drawn) -> bool {
        let (width, runs) = (row.pixels.len(), drawn.runs.len());
        for place in members(row.differing(above)) {
            let columns = place * RUN..width.min((place + 1) * RUN);
            let (run, before) = (&row.pixels[columns.clone()], &above.pixels[columns.clone()]);
            let range = differing(run, before);
            if range.is_empty() {
                continue;
            }
            let run = &run[range.clone()];
            let [from, to] = [range.start, range.end].map(|at| (columns.start + at) as u16);
            drawn.runs.push(Run { from, to });
            let (mut last, mut color) = (run[0], self.number(run[0], &mut drawn.colors));
            drawn.pixels.extend(run.iter().map(|&pixel| {
                if pixel != last {
                    (last, color) = (pixel, self.number(pixel, &mut drawn.colors));
                }
                color
            }));
            if drawn.colors.len() == MOST_COLORS {
                return false;
            }
        }
        drawn.counts.push((drawn.runs.len() - runs) as u16);
        true
    }

    /// The number of a colour, a new one if it has none and there are not too many; of one more pixel.
    #[inline(always)]
    fn number(&mut self, color: Pixel, colors: &mut Vec<(Pixel, u64)>) -> u16 {
        let mut slot = (color.wrapping_mul(0x9e37_79b1) >> 20) as usize % SLOTS;
        loop {
            match usize::from(self.slots[slot]) {
                0 if colors.len() == MOST_COLORS => return 0,
                0 => {
                    colors.push((color, 1));
                    self.slots[slot] = colors.len() as u16;
                    return colors.len() as u16 - 1;
                }
                number if colors[number - 1].0 == color => {
                    colors[number - 1].1 += 1;
                    return number as u16 - 1;
                }
                _ => slot = (slot + 1) % SLOTS,
            }
        }
    }
}

/// The pixels that differ, and some others; none if they are the same.
#[inline(always)]
fn differing(run: &[Pixel], above: &[Pixel]) -> Range<usize> {
    let (steps, rest) = run.as_chunks::<STEP>();
    let (steps_above, rest_above) = above.as_chunks();
    let pairs = steps.iter().zip(steps_above);
    let same = |(step, above): &(&[Pixel; STEP], &[Pixel; STEP])| step == above;
    let start = pairs.clone().take_while(same).count();
    if rest != rest_above {
        return start * STEP..run.len();
    }
    match steps.len() - start {
        0 => 0..0,
        _ => start * STEP..(steps.len() - pairs.rev().take_while(same).count()) * STEP,
    }
}
