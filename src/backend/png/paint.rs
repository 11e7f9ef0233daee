//! Colours over pixels.

use std::ops::Range;

use super::coverage::LEVELS;
use super::covered::Run;
use crate::scene::Color;

/// Pixels that are looked at together, where that many are covered equally.
const BLOCK: usize = 8;
/// Every other byte of a pixel.
const LANES: u32 = 0x00ff_00ff;
/// A half of 256 for each of them.
const HALVES: u32 = 0x0080_0080;

/// Premultiplied RGBA, red in the lowest byte.
pub(super) type Pixel = u32;

/// Red, green, blue and alpha.
#[inline(always)]
pub(super) fn channels(pixel: Pixel) -> [u8; 4] {
    pixel.to_le_bytes()
}

/// What paints one shape.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    /// Opaque.
    pub(super) color: Pixel,
    /// Its opacity, 0 to 255.
    alpha: u32,
}

impl Paint {
    /// A colour whose opacity is no number is invisible.
    pub(super) fn new(color: Color) -> Self {
        let [red, green, blue] = color.rgb;
        Self {
            color: Pixel::from_le_bytes([red, green, blue, 255]),
            alpha: (color.alpha.clamp(0.0, 1.0) * 255.0).round() as u32,
        }
    }

    /// What it makes of a transparent pixel.
    pub(super) fn alone(&self) -> Pixel {
        blended(0, self.color, self.alpha)
    }

    /// Paints all of some pixels.
    pub(super) fn cover(&self, pixels: &mut [Pixel]) {
        self.put(self.alpha, pixels);
    }

    /// Paints the runs of a row, up to the end of its `pixels`, and says which were changed, all together where they lie side by
    /// side.
    pub(super) fn paint(
        &self,
        runs: &[Run],
        pixels: &mut [Pixel],
        mut changed: impl FnMut(Range<usize>),
    ) {
        let ends = runs.iter().skip(1).map(|run| run.from as usize);
        let mut side = 0..0;
        for (run, end) in runs.iter().zip(ends) {
            let alpha = self.alpha(run.level);
            let columns = run.from as usize..end.min(pixels.len());
            let pixels = pixels.get_mut(columns.clone());
            // Most are one pixel, of any level: no guess is faster than to blend it.
            let Some((first, rest)) = pixels.and_then(<[Pixel]>::split_first_mut) else {
                continue; // beyond the border nothing is covered
            };
            *first = blended(*first, self.color, alpha);
            if alpha == 0 {
                continue;
            }
            if !rest.is_empty() {
                self.put(alpha, rest);
            }
            if side.end != columns.start {
                changed(side);
                side = columns.clone();
            }
            side.end = columns.end;
        }
        changed(side);
    }

    /// Its opacity where so much is covered, 0 to 255.
    #[inline(always)]
    pub(super) fn alpha(&self, level: u32) -> u32 {
        (level * self.alpha * 2 + LEVELS) / (2 * LEVELS)
    }

    #[inline(always)]
    fn put(&self, alpha: u32, pixels: &mut [Pixel]) {
        match alpha {
            0 => {}
            255 => pixels.fill(self.color),
            alpha => self.over(alpha, pixels),
        }
    }

    /// Paints pixels with this opacity.
    #[inline(always)]
    fn over(&self, alpha: u32, pixels: &mut [Pixel]) {
        let over = |below: Pixel| blended(below, self.color, alpha);
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

/// (alpha · color + (255 - alpha) · below) / 255, rounded, of each byte.
#[inline(always)]
fn blended(below: Pixel, color: Pixel, alpha: u32) -> Pixel {
    // Every other byte has room for what it becomes meanwhile.
    let lanes = |shift: u32| {
        let (below, color) = (below >> shift & LANES, color >> shift & LANES);
        // All bytes at once: what one borrows from the next it gives back.
        let change = color.wrapping_sub(below).wrapping_mul(alpha);
        let sum = (255 * below).wrapping_add(change) + HALVES;
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
                let below: [u8; 4] = std::array::from_fn(|i| below.wrapping_add(i as u8 * 77));
                let color = below.map(|below| below.wrapping_mul(31).wrapping_add(7));
                let exact = |i: usize| {
                    let [color, below, alpha] = [color[i], below[i], alpha].map(f64::from);
                    ((alpha * color + (255.0 - alpha) * below) / 255.0).round() as u8
                };
                let expected: [u8; 4] = std::array::from_fn(exact);
                let [below, color] = [below, color].map(Pixel::from_le_bytes);
                let above = blended(below, color, alpha.into());
                assert_eq!(above.to_le_bytes(), expected);
            }
        }
    }

    #[test]
    fn long_runs_are_blended_like_single_pixels() {
        let paint = Paint::new(Color::hex(0x084a57).fade(0.3));
        let pixel = |i: u8| Pixel::from_le_bytes([i, 2 * i, 255 - i, 255]);
        let pixels: Vec<Pixel> = (0..100).map(pixel).collect();
        let mut alone = pixels.clone();
        for pixel in &mut alone {
            paint.over(77, std::slice::from_mut(pixel));
        }
        let mut together = pixels;
        paint.over(77, &mut together);
        assert_eq!(together, alone);
    }
}
