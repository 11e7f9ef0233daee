//! What differs, pixel by pixel.

use super::{Bounds, Comparison, INVISIBLE, State};

/// The differences of the rows that were looked at.
#[derive(Debug, Default)]
pub(super) struct Differences {
    bounds: Option<Bounds>,
    pixels: u64,
    largest: u8,
}

impl Differences {
    /// Adds those of row `y`.
    pub(super) fn add(&mut self, y: u32, expected: &[[u8; 4]], actual: &[[u8; 4]]) {
        // Most rows are the same.
        if expected == actual {
            return;
        }
        for (x, (&one, &other)) in (0..).zip(expected.iter().zip(actual)) {
            let difference = difference(one, other);
            if difference > 0 {
                self.pixels += 1;
                self.largest = self.largest.max(difference);
                self.include(x, y);
            }
        }
    }

    fn include(&mut self, x: u32, y: u32) {
        let bounds = self.bounds.get_or_insert(Bounds {
            left: x,
            top: y,
            right: x,
            bottom: y,
        });
        bounds.left = bounds.left.min(x);
        bounds.right = bounds.right.max(x + 1);
        bounds.bottom = y + 1;
    }

    /// What they are together, of pictures of these sizes.
    pub(super) fn comparison(&self, [expected, actual]: [[u32; 2]; 2]) -> Comparison {
        let state = match self.largest {
            _ if expected != actual => State::Resized,
            0 => State::Same,
            1..=INVISIBLE => State::Invisible,
            _ => State::Changed,
        };
        Comparison {
            state,
            expected,
            actual,
            bounds: self.bounds,
            pixels: self.pixels,
            largest: self.largest,
        }
    }
}

/// The largest difference of a channel of two pixels as seen on black or on white, in levels, rounded up. On any other
/// background it is between the two.
pub(super) fn difference(one: [u8; 4], other: [u8; 4]) -> u8 {
    let channels = |[red, green, blue, alpha]: [u8; 4]| {
        [red, green, blue].map(|channel| i32::from(channel) * i32::from(alpha))
    };
    let clearer = 255 * (i32::from(one[3]) - i32::from(other[3]));
    let differences = channels(one).into_iter().zip(channels(other));
    let largest = differences.map(|(one, other)| {
        let on_black = one - other;
        on_black.abs().max((on_black - clearer).abs())
    });
    largest.max().unwrap_or(0).unsigned_abs().div_ceil(255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_counts() {
        for (one, other, expected) in [
            ([1, 2, 3, 255], [1, 2, 3, 255], 0),
            ([1, 2, 3, 255], [1, 4, 2, 255], 2),
            ([0, 0, 0, 255], [255, 255, 255, 255], 255),
            ([9, 99, 0, 0], [0, 0, 255, 0], 0),
            ([255, 255, 255, 0], [255, 255, 255, 255], 255),
            ([0, 0, 0, 0], [0, 0, 0, 255], 255),
            ([0, 0, 0, 128], [0, 0, 0, 126], 2),
            ([200, 0, 0, 128], [100, 0, 0, 128], 51),
            ([200, 0, 0, 1], [100, 0, 0, 1], 1),
        ] {
            assert_eq!(difference(one, other), expected, "{one:?} {other:?}");
            assert_eq!(difference(other, one), expected, "{one:?} {other:?}");
        }
    }
}
