//! Where a shape lies over itself: the parts of its edges that lie between inside and outside, by the non-zero rule.

use std::ops::Range;

use super::edge::Edge;
use super::shape::{Corner, STEPS, edges};

/// Of so few edges it is found out where they begin, end and cross. More are looked at in the middle of slices of the row, of which
/// there are fewer where edges are very many.
const FEW: usize = 16;
const SLICES: i32 = 16;
const MANY: usize = 64;
const FEW_SLICES: i32 = 4;

/// Edges of some rows, and memory to find those parts of them.
#[derive(Debug, Default)]
pub(super) struct Overlap {
    edges: Vec<Edge>,
    /// Those of one row.
    inside: Vec<Edge>,
    /// Where the slices of the row begin and end.
    heights: Vec<i32>,
    /// The edges of a slice, from left to right.
    crossed: Vec<Crossed>,
}

/// An edge from the upper border of a slice to the lower one.
#[derive(Debug, Clone, Copy)]
struct Crossed {
    from: i32,
    to: i32,
    sign: i32,
}

impl Overlap {
    /// Goes on to the edges that lie between some steps. These are the `outlines` of all polygons of a shape there.
    pub(super) fn begin<'a>(
        &mut self,
        steps: &Range<i32>,
        outlines: impl Iterator<Item = &'a [Corner]>,
    ) {
        let inside =
            |[a, b]: &[Corner; 2]| a[1].min(b[1]) < steps.end && steps.start < a[1].max(b[1]);
        let edges = outlines.flat_map(edges).filter(inside);
        self.edges.clear();
        self.edges.extend(edges.map(|[a, b]| Edge::new(a, b)));
    }

    /// Lets `take` have the parts that lie in a row of so many steps among these, as where each begins, where it ends, and how far
    /// it goes down meanwhile.
    pub(super) fn find(&mut self, row: Range<i32>, mut take: impl FnMut(i32, i32, i32)) {
        let edges = self.edges.iter();
        let inside = edges.filter(|edge| edge.top < row.end && row.start < edge.bottom);
        self.inside.clear();
        self.inside.extend(inside.copied());
        self.heights.clear();
        let few = self.inside.len() <= FEW;
        if few {
            let ends = self.inside.iter().flat_map(|edge| [edge.top, edge.bottom]);
            self.heights.extend(ends.filter(|y| row.contains(y)));
            self.heights.extend([row.start, row.end]);
            self.heights.sort_unstable();
            self.heights.dedup();
        } else {
            let many = self.inside.len() > MANY;
            let slices = if many { FEW_SLICES } else { SLICES };
            let heights = (0..=slices).map(|slice| row.start + slice * STEPS / slices);
            self.heights.extend(heights);
        }
        for i in 1..self.heights.len() {
            self.slice(self.heights[i - 1]..self.heights[i], few, &mut take);
        }
    }

    /// The same for a slice, all along which the edges run, if they are few.
    fn slice(&mut self, slice: Range<i32>, few: bool, take: &mut impl FnMut(i32, i32, i32)) {
        let Range { start, end } = slice;
        let middle = i32::midpoint(start, end);
        let ends = if few { [start, end] } else { [middle; 2] };
        let edges = self.inside.iter();
        let edges = edges.filter(|edge| (edge.top..edge.bottom).contains(&middle));
        self.crossed.clear();
        self.crossed.extend(edges.map(|edge| Crossed {
            from: edge.x(ends[0]),
            to: edge.x(ends[1]),
            sign: edge.sign,
        }));
        self.crossed
            .sort_unstable_by_key(|edge| edge.from + edge.to);
        let cross = |two: &[Crossed]| two[0].from > two[1].from || two[0].to > two[1].to;
        let high = end - start > STEPS / SLICES;
        if high && self.crossed.windows(2).any(cross) {
            self.slice(start..middle, few, take);
            self.slice(middle..end, few, take);
            return;
        }
        let mut winding = 0;
        for Crossed { from, to, sign } in &self.crossed {
            let before = winding;
            winding += sign;
            if before == 0 {
                take(*from, *to, end - start);
            } else if winding == 0 {
                take(*from, *to, start - end);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts in the first row.
    fn found(outlines: &[&[Corner]]) -> Vec<[i32; 3]> {
        let mut parts = Vec::new();
        let mut overlap = Overlap::default();
        overlap.begin(&(-STEPS..2 * STEPS), outlines.iter().copied());
        overlap.find(0..STEPS, |from, to, down| parts.push([from, to, down]));
        parts
    }

    /// The area between them, in squared steps.
    fn area(parts: &[[i32; 3]]) -> f64 {
        let halves = parts.iter().map(|[from, to, down]| -(from + to) * down);
        f64::from(halves.sum::<i32>()) / 2.0
    }

    #[test]
    fn only_edges_with_the_outside_beside_them_are_borders() {
        let leaning = |x: i32| {
            [
                [x, -50],
                [x - 10, 300],
                [x + 990, 300],
                [x + 1000, -50],
                [x, -50],
            ]
        };
        let (one, other) = (leaning(1000), leaning(1700));
        let border = |x: f64, down: i32| {
            let at = |y: f64| (x - (y + 50.0) / 35.0).round() as i32;
            [at(0.0), at(256.0), down]
        };
        let expected = [border(1000.0, STEPS), border(2700.0, -STEPS)];
        assert_eq!(found(&[&one, &other]), expected);
        assert_eq!(found(&[&one, &other, &one]), expected);
    }

    #[test]
    fn edges_that_end_or_cross_inside_the_row_are_followed_to_there() {
        // Both lie over each other; the second begins in the middle.
        let one = [[0, 0], [0, 256], [600, 256], [600, 0], [0, 0]];
        let other = [[500, 128], [500, 256], [900, 256], [900, 128], [500, 128]];
        assert_eq!(area(&found(&[&one, &other])), 600.0 * 256.0 + 300.0 * 128.0);
        // A bow tie: it turns both ways.
        let bow = [[100, 0], [612, 256], [612, 0], [100, 256], [100, 0]];
        let error = area(&found(&[&bow])) - 256.0 * 256.0;
        assert!(error.abs() < 256.0 * 256.0 / 64.0, "{error}");
    }

    #[test]
    fn so_many_edges_are_looked_at_in_slices() {
        for number in [FEW, MANY] {
            let bar = |i: i32| {
                let (left, right) = (40 * i, 40 * i + 60);
                [
                    [left, -9],
                    [left, 999],
                    [right, 999],
                    [right, -9],
                    [left, -9],
                ]
            };
            let bars: Vec<_> = (0..number as i32).map(bar).collect();
            let parts = found(&bars.iter().map(|bar| &bar[..]).collect::<Vec<_>>());
            let width = 40 * (number as i32 - 1) + 60;
            assert_eq!(area(&parts), f64::from(width * STEPS));
            assert!(parts.len() as i32 <= 2 * SLICES);
        }
    }
}
