//! Colours over pixels.

use std::ops::Range;

use super::coverage::{LEVELS, Run};
use crate::scene::Color;

/// Pixels that are looked at together, where that many are covered equally.
const BLOCK: usize = 8;
/// Every other byte of a word.
const LANES: u64 = 0x00ff_00ff_00ff_00ff;
/// A half of 256 for each of them.
const HALVES: u64 = 0x0080_0080_0080_0080;

/// 8-bit channels of pixels, RGB or premultiplied RGBA.
pub(super) type Pixel<const CHANNELS: usize> = [u8; CHANNELS];

/// What paints one shape.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint<const CHANNELS: usize> {
    /// Opaque.
    color: Pixel<CHANNELS>,
    /// Its opacity, 0 to 255.
    alpha: i32,
}

impl<const CHANNELS: usize> Paint<CHANNELS> {
    /// A colour whose opacity is no number is invisible.
    pub(super) fn new(color: Color) -> Self {
        let [red, green, blue] = color.rgb;
        let channels = [red, green, blue, 255];
        Self {
            color: std::array::from_fn(|channel| channels[channel]),
            alpha: (color.alpha.clamp(0.0, 1.0) * 255.0).round() as i32,
        }
    }

    /// What it makes of a transparent pixel, or of a black one.
    pub(super) fn alone(&self) -> Pixel<CHANNELS> {
        let mut pixels = [[0; CHANNELS]];
        self.over(self.alpha as u64, &mut pixels);
        pixels[0]
    }

    /// Paints all of some pixels.
    pub(super) fn cover(&self, pixels: &mut [Pixel<CHANNELS>]) {
        self.put(self.alpha, pixels);
    }

    /// Paints the runs of a row, up to the end of its `pixels`, and says which were changed.
    pub(super) fn paint(
        &self,
        runs: &[Run],
        pixels: &mut [Pixel<CHANNELS>],
        mut changed: impl FnMut(Range<usize>),
    ) {
        let ends = runs.iter().skip(1).map(|run| run.from);
        for (run, end) in runs.iter().zip(ends) {
            let alpha = (run.level * self.alpha * 2 + LEVELS) / (2 * LEVELS);
            let columns = run.from..end.min(pixels.len());
            let Some(pixels) = pixels.get_mut(columns.clone()) else {
                continue; // beyond the border nothing is covered
            };
            if alpha != 0 {
                self.put(alpha, pixels);
                changed(columns);
            }
        }
    }

    #[inline(always)]
    fn put(&self, alpha: i32, pixels: &mut [Pixel<CHANNELS>]) {
        match alpha {
            0 => {}
            255 => self.fill(pixels),
            alpha => self.over(alpha as u64, pixels),
        }
    }

    /// Makes pixels its colour, several at once.
    #[inline(always)]
    fn fill(&self, pixels: &mut [Pixel<CHANNELS>]) {
        let (blocks, rest) = pixels.as_chunks_mut::<BLOCK>();
        blocks.fill([self.color; BLOCK]);
        rest.fill(self.color);
    }

    /// Paints pixels with this opacity.
    #[inline(always)]
    fn over(&self, alpha: u64, pixels: &mut [Pixel<CHANNELS>]) {
        let color = word(self.color);
        let over = |below: Pixel<CHANNELS>| pixel(blended(word(below), color, alpha));
        if pixels.len() < BLOCK {
            for pixel in pixels {
                *pixel = over(*pixel);
            }
            return;
        }
        // What lies below a long run is mostly the same all along.
        let mut one = [pixels[0], over(pixels[0])];
        let mut same = |below| {
            if below != one[0] {
                one = [below, over(below)];
            }
            one[1]
        };
        let (blocks, rest) = pixels.as_chunks_mut::<BLOCK>();
        let mut many = [blocks[0], blocks[0].map(&mut same)];
        for block in blocks {
            if *block != many[0] {
                many = [*block, block.map(&mut same)];
            }
            *block = many[1];
        }
        for pixel in rest {
            *pixel = same(*pixel);
        }
    }
}

/// The channels of a pixel from the lowest byte on.
#[inline(always)]
pub(super) fn word<const CHANNELS: usize>(pixel: Pixel<CHANNELS>) -> u64 {
    let mut bytes = [0; 8];
    bytes[..CHANNELS].copy_from_slice(&pixel);
    u64::from_le_bytes(bytes)
}

/// The pixel whose channels these are.
#[inline(always)]
fn pixel<const CHANNELS: usize>(word: u64) -> Pixel<CHANNELS> {
    let mut pixel = [0; CHANNELS];
    pixel.copy_from_slice(&word.to_le_bytes()[..CHANNELS]);
    pixel
}

/// (alpha · color + (255 - alpha) · below) / 255, rounded, of each byte.
#[inline(always)]
fn blended(below: u64, color: u64, alpha: u64) -> u64 {
    // Every other byte has room for what it becomes meanwhile.
    let lanes = |shift: u32| {
        let (below, color) = (below >> shift & LANES, color >> shift & LANES);
        let sum = alpha * color + (255 - alpha) * below + HALVES;
        (sum + (sum >> 8 & LANES)) >> 8 & LANES
    };
    lanes(0) | lanes(8) << 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blending_rounds_to_the_nearest_level() {
        for below in 0..=255_u8 {
            for alpha in 0..=255_u8 {
                // Different bytes side by side.
                let below: [u8; 8] = std::array::from_fn(|i| below.wrapping_add(i as u8 * 36));
                let color = below.map(|below| below.wrapping_mul(31).wrapping_add(7));
                let exact = |i: usize| {
                    let [color, below, alpha] = [color[i], below[i], alpha].map(f64::from);
                    ((alpha * color + (255.0 - alpha) * below) / 255.0).round() as u8
                };
                let expected: [u8; 8] = std::array::from_fn(exact);
                let [below, color] = [below, color].map(u64::from_le_bytes);
                let above = blended(below, color, alpha.into());
                assert_eq!(above.to_le_bytes(), expected);
            }
        }
    }

    #[test]
    fn long_runs_are_blended_like_single_pixels() {
        let paint = Paint::<3>::new(Color::hex(0x084a57).fade(0.3));
        let pixels: Vec<[u8; 3]> = (0..100).map(|i| [i, 2 * i, 255 - i]).collect();
        let mut alone = pixels.clone();
        for pixel in &mut alone {
            paint.over(77, std::slice::from_mut(pixel));
        }
        let mut together = pixels;
        paint.over(77, &mut together);
        assert_eq!(together, alone);
    }
}
