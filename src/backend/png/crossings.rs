//! Where edges of shapes run through rows of pixels.

use std::ops::Range;

use super::shape::{Bounds, Corner, STEPS, edges};

/// Crossings that are kept at once, about 20 bytes each, but for those of a single row. Rows with more of them are drawn in
/// bands.
const MOST: usize = 1 << 16;

/// Rows whose crossings are kept at once at most.
const ROWS: u32 = 32;
/// Crossings that few bands of a figure have more of.
const USUAL: usize = 1 << 12;

/// The part of an edge that lies in one row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Crossing {
    /// Where it begins and ends, in steps from the left.
    pub(super) from: i32,
    pub(super) to: i32,
    /// How far it goes down, in steps; negative where the polygon goes up.
    pub(super) down: i32,
    /// Of its polygon.
    pub(super) layer: u32,
    /// One more than the index of the next one in its row; 0 if there is none.
    next: u32,
}

/// A polygon that is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) corners: &'a [Corner],
    pub(super) bounds: Bounds,
    /// The number of what it is a part of.
    pub(super) layer: u32,
}

/// The crossings of some rows.
#[derive(Debug)]
pub(super) struct Crossings {
    /// How many rows are likely to have few enough.
    height: u32,
    /// The first of the rows.
    top: u32,
    crossings: Vec<Crossing>,
    /// One more than the index of the first crossing of each row, and of its last one; 0 if there is none.
    ends: Vec<[u32; 2]>,
}

impl Default for Crossings {
    fn default() -> Self {
        Self {
            height: ROWS,
            top: 0,
            crossings: Vec::with_capacity(USUAL),
            ends: Vec::new(),
        }
    }
}

impl Crossings {
    /// Goes on to `rows`, or to the first of them if they have too many crossings, and returns those. The polygons
    /// are ordered by their layers.
    pub(super) fn collect(&mut self, mut rows: Range<u32>, polygons: &[Shown]) -> Range<u32> {
        rows.end = rows.end.min(rows.start + self.height);
        while !self.try_collect(&rows, polygons) {
            self.height = rows.len() as u32 / 2;
            rows.end = rows.start + self.height;
        }
        if self.crossings.len() < MOST / 4 {
            self.height = ROWS.min(2 * self.height);
        }
        rows
    }

    /// Returns false if there are too many.
    fn try_collect(&mut self, rows: &Range<u32>, polygons: &[Shown]) -> bool {
        self.top = rows.start;
        self.crossings.clear();
        self.ends.clear();
        self.ends.resize(rows.len(), [0; 2]);
        let band = [rows.start, rows.end].map(|row| row as i32 * STEPS);
        let most = if rows.len() > 1 { MOST } else { usize::MAX };
        for polygon in polygons.iter().filter(|shown| shown.bounds.meets(rows)) {
            for edge in edges(polygon.corners) {
                self.add(edge, band, polygon.layer);
                // A single polygon may have a million edges.
                if self.crossings.len() > most {
                    return false;
                }
            }
        }
        true
    }

    fn add(&mut self, [a, b]: [Corner; 2], [start, end]: [i32; 2], layer: u32) {
        let [top, bottom] = [a[1].min(b[1]), a[1].max(b[1])];
        let (mut y, end) = (top.max(start), bottom.min(end));
        if y >= end {
            return;
        }
        let edge = Edge::new(a, b);
        let mut from = edge.x(y);
        // Nothing is negative here, where this is a shift.
        let mut row = (y as u32 / STEPS as u32) - self.top;
        while y < end {
            let next = end.min((y / STEPS + 1) * STEPS);
            let to = edge.x(next);
            let crossing = Crossing {
                from,
                to,
                down: (next - y) * edge.sign,
                layer,
                next: 0,
            };
            self.push(row as usize, crossing);
            (from, y) = (to, next);
            row += 1;
        }
    }

    #[inline(always)]
    fn push(&mut self, row: usize, crossing: Crossing) {
        self.crossings.push(crossing);
        let number = self.crossings.len() as u32;
        let [first, last] = &mut self.ends[row];
        match *last {
            0 => *first = number,
            last => self.crossings[last as usize - 1].next = number,
        }
        *last = number;
    }

    /// Those of a row, one shape after the other.
    pub(super) fn row(&self, row: u32) -> impl Iterator<Item = &Crossing> {
        let mut next = self.ends[(row - self.top) as usize][0];
        std::iter::from_fn(move || {
            let crossing = self.crossings.get((next as usize).checked_sub(1)?)?;
            next = crossing.next;
            Some(crossing)
        })
    }
}

/// A line from its upper end to its lower one, in steps.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polygon_of_many_edges_takes_no_more_memory_than_others() {
        let bottom = ROWS as i32 * STEPS;
        let corner = |i: i32| [i % 1000, if i % 2 == 0 { 0 } else { bottom }];
        let corners: Vec<Corner> = (0..20_001).map(corner).collect();
        let bounds = Bounds {
            left: 0,
            top: 0,
            right: 1000,
            bottom,
        };
        let polygon = Shown {
            corners: &corners,
            bounds,
            layer: 0,
        };
        let mut crossings = Crossings::default();
        let rows = crossings.collect(0..ROWS, &[polygon]);
        assert_eq!(rows, 0..2);
        assert_eq!(crossings.row(1).count(), 20_000);
        assert!(crossings.crossings.capacity() <= 2 * (MOST + ROWS as usize));
    }
}
