//! Colours over pixels.

use std::ops::Range;

use super::coverage::{LEVELS, Run};
use crate::scene::Color;

/// Pixels that are blended at once, where that many are covered equally.
const BLOCK: usize = 16;

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
        Blend::new(self, self.alpha).pixel([0; CHANNELS])
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
            match alpha {
                0 => continue,
                255 => pixels.fill(self.color),
                alpha => Blend::new(self, alpha).over(pixels),
            }
            changed(columns);
        }
    }
}

/// A colour of some opacity over pixels.
struct Blend<const CHANNELS: usize> {
    /// Of each channel what it adds, times 255.
    add: [u16; CHANNELS],
    /// What is kept of what is there, of 255.
    keep: u16,
}

impl<const CHANNELS: usize> Blend<CHANNELS> {
    fn new(paint: &Paint<CHANNELS>, alpha: i32) -> Self {
        let alpha = alpha as u16;
        Self {
            add: paint.color.map(|channel| u16::from(channel) * alpha),
            keep: 255 - alpha,
        }
    }

    fn pixel(&self, pixel: Pixel<CHANNELS>) -> Pixel<CHANNELS> {
        std::array::from_fn(|channel| blended(self.add[channel], self.keep, pixel[channel]))
    }

    fn over(&self, pixels: &mut [Pixel<CHANNELS>]) {
        let (blocks, rest) = pixels.as_chunks_mut::<BLOCK>();
        if !blocks.is_empty() {
            // Numbers in a row are what a compiler makes instructions for several at once of.
            let add = [self.add; BLOCK];
            for block in blocks {
                let pairs = block.as_flattened_mut().iter_mut().zip(add.as_flattened());
                for (channel, add) in pairs {
                    *channel = blended(*add, self.keep, *channel);
                }
            }
        }
        for pixel in rest {
            *pixel = self.pixel(*pixel);
        }
    }
}

/// (add + keep · below) / 255, rounded.
fn blended(add: u16, keep: u16, below: u8) -> u8 {
    let sum = add + keep * u16::from(below) + 128;
    ((sum + (sum >> 8)) >> 8) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blending_rounds_to_the_nearest_level() {
        for below in 0..=255_u8 {
            for alpha in 0..=255_u16 {
                let color = below.wrapping_mul(31).wrapping_add(7);
                let add = u16::from(color) * alpha;
                let exact = (f64::from(add) + f64::from(255 - alpha) * f64::from(below)) / 255.0;
                assert_eq!(f64::from(blended(add, 255 - alpha, below)), exact.round());
            }
        }
    }

    #[test]
    fn long_runs_are_blended_like_single_pixels() {
        let paint = Paint::<3>::new(Color::hex(0x084a57).fade(0.3));
        let blend = Blend::new(&paint, paint.alpha);
        let mut pixels: Vec<[u8; 3]> = (0..100).map(|i| [i, 2 * i, 255 - i]).collect();
        let expected: Vec<[u8; 3]> = pixels.iter().map(|pixel| blend.pixel(*pixel)).collect();
        blend.over(&mut pixels);
        assert_eq!(pixels, expected);
    }
}
