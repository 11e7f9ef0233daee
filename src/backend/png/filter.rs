//! From pixels as they are drawn to rows as a PNG stores them.

use std::ops::Range;

use super::bits::members;
use super::deflate::WINDOW;
use super::paint::{Pixel, channels};

/// Pixels that are compared with those above at once.
pub(super) const RUN: usize = 32;

/// Bytes of earlier bands that are kept at most. To move them takes time, and so does memory that is touched for the first time.
const STORED: usize = 2 * WINDOW;

/// The kinds of a PNG row: pixels as they are, or as differences from the row above (PNG specification, section 9).
pub(super) const NONE: u8 = 0;
pub(super) const UP: u8 = 2;

/// Rows as the file stores them.
#[derive(Debug, Default)]
pub(super) struct Stored {
    pub(super) bytes: Vec<u8>,
    /// Ranges of them, in order, outside of which all are zeros.
    pub(super) others: Vec<Range<usize>>,
}

impl Stored {
    /// Makes place for the rows of a band, and keeps what these may refer to if they continue those before.
    pub(super) fn begin(&mut self, continues: bool) {
        if !continues {
            self.keep(0);
        } else if self.bytes.len() > STORED {
            self.keep(WINDOW);
        }
        self.others.clear();
    }

    /// Forgets all but the last `count` bytes.
    fn keep(&mut self, count: usize) {
        let count = count.min(self.bytes.len());
        let last = self.bytes.len() - count;
        self.bytes.copy_within(last.., 0);
        self.bytes.truncate(count);
    }

    /// Adds so many zeros.
    pub(super) fn add_zeros(&mut self, mut count: usize) {
        const ZEROS: [u8; 4096] = [0; 4096];
        while count > 0 {
            let some = count.min(ZEROS.len());
            self.bytes.extend_from_slice(&ZEROS[..some]);
            count -= some;
        }
    }

    #[inline(always)]
    pub(super) fn add_others(&mut self, range: Range<usize>) {
        match self
            .others
            .last_mut()
            .filter(|last| last.end == range.start)
        {
            Some(last) => last.end = range.end,
            None => self.others.push(range),
        }
    }
}

/// Appends a row of pixels of so many channels: its kind, and RGB or RGBA. `above` is the row above, if the row may refer to it,
/// and which runs may differ from it, a bit for each.
pub(super) fn filter<const CHANNELS: usize>(
    source: &[Pixel],
    above: Option<(&[Pixel], impl Iterator<Item = u64>)>,
    stored: &mut Stored,
) {
    let (start, ranges) = (stored.bytes.len(), stored.others.len());
    let end = start + 1 + source.len() * CHANNELS;
    stored.bytes.push(UP);
    stored.add_zeros(end - start - 1);
    stored.add_others(start..start + 1);
    let subtracted = |(above, differing): (&[Pixel], _)| {
        subtract::<CHANNELS>([source, above], differing, stored, start + 1)
    };
    if above.is_some_and(subtracted) {
        return;
    }
    stored.others.truncate(ranges);
    stored.add_others(start..end);
    if let Some((kind, target)) = stored.bytes[start..].split_first_mut() {
        *kind = NONE;
        store::<CHANNELS>(source.iter().map(|pixel| straight(*pixel)), target);
    }
}

/// Writes the differences from the row above, from the byte `start` on, and returns true; or returns false where they would take
/// more space than the row itself, which is as soon as more than a quarter of its runs differ. (Of a figure of 100 kB that saves
/// 1 kB.)
fn subtract<const CHANNELS: usize>(
    [source, above]: [&[Pixel]; 2],
    differing: impl Iterator<Item = u64>,
    stored: &mut Stored,
    start: usize,
) -> bool {
    let mut allowed = source.len().div_ceil(RUN) / 4;
    for number in members(differing) {
        let columns = number * RUN..source.len().min((number + 1) * RUN);
        let (source, above) = (&source[columns.clone()], &above[columns]);
        // Most of a figure repeats the row above, and there nothing has to be done.
        if source == above {
            continue;
        }
        if allowed == 0 {
            return false;
        }
        allowed -= 1;
        let start = start + number * RUN * CHANNELS;
        let range = start..start + source.len() * CHANNELS;
        stored.add_others(range.clone());
        let pairs = source.iter().zip(above);
        let differences = pairs.map(|(now, before)| difference(straight(*now), straight(*before)));
        store::<CHANNELS>(differences, &mut stored.bytes[range]);
    }
    true
}

/// Writes pixels with so many of their channels.
#[inline(always)]
fn store<const CHANNELS: usize>(pixels: impl Iterator<Item = Pixel>, target: &mut [u8]) {
    for (target, pixel) in target.as_chunks_mut::<CHANNELS>().0.iter_mut().zip(pixels) {
        target.copy_from_slice(&channels(pixel)[..CHANNELS]);
    }
}

/// How the channels of a pixel differ from those of the one `before`.
#[inline(always)]
fn difference(now: Pixel, before: Pixel) -> Pixel {
    const HIGH: Pixel = 0x8080_8080;
    // The highest bit of each byte lends what the others lack, and is put right in the end.
    let lower = (now | HIGH) - (before & !HIGH);
    lower ^ ((now ^ !before) & HIGH)
}

/// Without premultiplication.
#[inline(always)]
pub(super) fn straight(pixel: Pixel) -> Pixel {
    let [red, green, blue, alpha] = channels(pixel);
    // Most are the one or the other.
    if alpha == 0 || alpha == 255 {
        return pixel;
    }
    let alpha = u32::from(alpha);
    let whole = |channel: u8| ((u32::from(channel) * 255 + alpha / 2) / alpha).min(255) as u8;
    Pixel::from_le_bytes([whole(red), whole(green), whole(blue), alpha as u8])
}
