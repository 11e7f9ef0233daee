//! Edges of polygons, and where they run.

use super::shape::Corner;

/// A line from its upper end to its lower one, in steps.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) top: i32,
    pub(super) bottom: i32,
    /// Where its upper end is.
    start: i32,
    /// How far it goes to the right per step down, in units of 2^-32.
    slope: i64,
    /// 1 if the polygon goes down it, -1 if up.
    pub(super) sign: i32,
}

impl Edge {
    #[inline(always)]
    pub(super) fn new(a: Corner, b: Corner) -> Self {
        let (sign, [start, top], [end, bottom]) = if a[1] < b[1] { (1, a, b) } else { (-1, b, a) };
        let slope = match i64::from(end - start) {
            0 => 0,
            across => (across << 32)
                .checked_div((bottom - top).into())
                .unwrap_or(0),
        };
        Self {
            top,
            bottom,
            start,
            slope,
            sign,
        }
    }

    /// Where it is at this height.
    #[inline(always)]
    pub(super) fn x(&self, y: i32) -> i32 {
        self.start + rounded(i64::from(y - self.top) * self.slope)
    }
}

/// From units of 2^-32.
#[inline(always)]
pub(super) fn rounded(number: i64) -> i32 {
    ((number + (1 << 31)) >> 32) as i32
}
