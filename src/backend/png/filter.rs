//! From pixels as they are drawn to rows as a PNG stores them.

use std::ops::Range;

use super::bits::members;
use super::deflate::WINDOW;
use super::paint::Pixel;

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

/// Appends a row of RGB, or of premultiplied RGBA: its kind, and RGB or RGBA. `above` is the row above, if the row may refer to
/// it, and which runs may differ from it, a bit for each.
pub(super) fn filter<const CHANNELS: usize>(
    source: &[Pixel<CHANNELS>],
    above: Option<(&[Pixel<CHANNELS>], impl Iterator<Item = u64>)>,
    stored: &mut Stored,
) {
    let (start, ranges) = (stored.bytes.len(), stored.others.len());
    let end = start + 1 + source.len() * CHANNELS;
    stored.bytes.push(UP);
    stored.add_zeros(end - start - 1);
    stored.add_others(start..start + 1);
    if above.is_some_and(|(above, differing)| subtract(source, above, differing, stored, start + 1))
    {
        return;
    }
    stored.others.truncate(ranges);
    stored.add_others(start..end);
    let Some((kind, target)) = stored.bytes[start..].split_first_mut() else {
        return;
    };
    let target = target.as_chunks_mut().0;
    *kind = NONE;
    if CHANNELS == 3 {
        target.copy_from_slice(source);
        return;
    }
    for (target, source) in target.iter_mut().zip(source) {
        *target = straight(*source);
    }
}

/// Writes the differences from the row above, from the byte `start` on, and returns true; or returns false where they would take
/// more space than the row itself, which is as soon as more than a quarter of its runs differ. (Of a figure of 100 kB that saves
/// 1 kB.)
fn subtract<const CHANNELS: usize>(
    source: &[Pixel<CHANNELS>],
    above: &[Pixel<CHANNELS>],
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
        let target = &mut stored.bytes[range];
        if CHANNELS == 3 {
            subtract_bytes(source.as_flattened(), above.as_flattened(), target);
            continue;
        }
        let targets = target.as_chunks_mut::<CHANNELS>().0.iter_mut();
        for ((target, source), above) in targets.zip(source).zip(above) {
            // There are zeros where nothing differs.
            if source != above {
                subtract_bytes(&straight(*source), &straight(*above), target);
            }
        }
    }
    true
}

/// Writes how bytes differ from those `before`, eight at once where there are so many.
#[inline(always)]
fn subtract_bytes(now: &[u8], before: &[u8], target: &mut [u8]) {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let (words, rest) = target.as_chunks_mut();
    let pairs = now.as_chunks().0.iter().zip(before.as_chunks().0);
    for (target, (now, before)) in words.iter_mut().zip(pairs) {
        let [now, before] = [now, before].map(|bytes| u64::from_ne_bytes(*bytes));
        // The highest bit of each byte lends what the others lack, and is put right in the end.
        let lower = (now | HIGH) - (before & !HIGH);
        *target = (lower ^ ((now ^ !before) & HIGH)).to_ne_bytes();
    }
    let start = now.len() - rest.len();
    let pairs = now[start..].iter().zip(&before[start..]);
    for (target, (now, before)) in rest.iter_mut().zip(pairs) {
        *target = now.wrapping_sub(*before);
    }
}

/// Premultiplied RGBA to RGBA; RGB stays.
#[inline(always)]
pub(super) fn straight<const CHANNELS: usize>(pixel: Pixel<CHANNELS>) -> Pixel<CHANNELS> {
    let alpha = pixel.get(3).map_or(255, |alpha| u32::from(*alpha));
    // Most are the one or the other.
    if alpha == 0 || alpha == 255 {
        return pixel;
    }
    let mut color = pixel;
    for channel in color.iter_mut().take(3) {
        *channel = ((u32::from(*channel) * 255 + alpha / 2) / alpha).min(255) as u8;
    }
    color
}
