//! Rows of a picture that was kept as it was drawn.

use super::bits::add;
use super::drawn::{Drawn, Rows};
use super::filter::{NONE, RUN, Stored, UP};
use super::paint::Pixel;
use super::raster::words;

/// Rows of palette indices, as a PNG stores them.
pub(super) struct Indexed<'a> {
    rows: Rows<'a>,
    /// The index of each colour number.
    indices: Vec<u8>,
    /// The row above; before the first one, background.
    row: Vec<u8>,
}

impl<'a> Indexed<'a> {
    /// Those of `drawn`, so many pixels wide, whose colours have these indices.
    pub(super) fn new(drawn: &'a Drawn, indices: Vec<u8>, width: usize) -> Self {
        let background = indices.first().copied().unwrap_or(0);
        Self {
            rows: drawn.rows(),
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
        let runs = self.rows.next_runs();
        let refers = !first && runs.len() <= width.div_ceil(RUN) / 4;
        stored.bytes.push(if refers { UP } else { NONE });
        stored.add_zeros(width);
        stored.add_others(start..if refers { start + 1 } else { end });
        for run in runs {
            let columns = run.columns();
            let colors = self.rows.next_pixels(columns.len());
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

/// Rows of colours.
pub(super) struct Colored<'a> {
    drawn: &'a Drawn,
    rows: Rows<'a>,
    pub(super) row: Vec<Pixel>,
    /// The row above; of the first one, background.
    pub(super) above: Vec<Pixel>,
    /// Which runs may differ, a bit for each.
    pub(super) differing: Vec<u64>,
}

impl<'a> Colored<'a> {
    /// Those of `drawn`, so many pixels wide, of which none is there yet.
    pub(super) fn new(drawn: &'a Drawn, width: usize) -> Self {
        let background = drawn.colors.first().map_or(0, |(color, _)| *color);
        Self {
            drawn,
            rows: drawn.rows(),
            row: vec![background; width],
            above: vec![background; width],
            differing: vec![0; words(width)],
        }
    }

    /// Goes on to the next row.
    pub(super) fn advance(&mut self) {
        self.above.copy_from_slice(&self.row);
        self.differing.fill(0);
        for run in self.rows.next_runs() {
            let columns = run.columns();
            add(&mut self.differing, columns.start / RUN);
            let colors = self.rows.next_pixels(columns.len());
            for (pixel, color) in self.row[columns].iter_mut().zip(colors) {
                *pixel = self.drawn.colors[usize::from(*color)].0;
            }
        }
    }
}
