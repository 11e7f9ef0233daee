//! Rows of a picture with a palette, as a PNG stores them.

use super::drawn::{Drawn, Run};
use super::filter::{NONE, RUN, Stored, UP};

/// The rows of a part, one after the other.
pub(super) struct Rows<'a> {
    /// What is left.
    counts: &'a [u16],
    runs: &'a [Run],
    pixels: &'a [u16],
    /// The index of each colour number.
    indices: Vec<u8>,
    /// The row above; before the first one, background.
    row: Vec<u8>,
}

impl<'a> Rows<'a> {
    /// Those of `drawn`, so many pixels wide, whose colours have these indices.
    pub(super) fn new(drawn: &'a Drawn, indices: Vec<u8>, width: usize) -> Self {
        let background = indices.first().copied().unwrap_or(0);
        Self {
            counts: &drawn.counts,
            runs: &drawn.runs,
            pixels: &drawn.pixels,
            indices,
            row: vec![background; width],
        }
    }

    /// Appends the next row to what is stored. It refers to the row above, unless it is the `first` or would take more
    /// space then, which is as soon as more than a quarter of its runs differ.
    pub(super) fn store(&mut self, first: bool, stored: &mut Stored) {
        let width = self.row.len();
        let start = stored.bytes.len();
        let end = start + 1 + width;
        let (count, counts) = self.counts.split_first().unwrap_or((&0, &[]));
        let (runs, rest) = self.runs.split_at(usize::from(*count));
        (self.counts, self.runs) = (counts, rest);
        let refers = !first && runs.len() <= width.div_ceil(RUN) / 4;
        stored.bytes.push(if refers { UP } else { NONE });
        stored.add_zeros(width);
        stored.add_others(start..if refers { start + 1 } else { end });
        for run in runs {
            let columns = run.columns();
            let (colors, rest) = self.pixels.split_at(columns.len());
            self.pixels = rest;
            let range = start + 1 + columns.start..start + 1 + columns.end;
            let row = &mut self.row[columns];
            let targets = stored.bytes[range.clone()].iter_mut();
            for ((target, above), color) in targets.zip(row).zip(colors) {
                let index = self.indices[usize::from(*color)];
                *target = index.wrapping_sub(*above);
                *above = index;
            }
            if refers {
                stored.add_others(range);
            }
        }
        if !refers {
            stored.bytes[start + 1..].copy_from_slice(&self.row);
        }
    }
}
