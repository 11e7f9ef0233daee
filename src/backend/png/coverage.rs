//! How much of each pixel a shape covers.
//!
//! The exact area under each edge is added up in the pixels that the edge runs through, as FreeType and font-rs do: what a row's
//! numbers add up to, from the left to a pixel, is the part of that pixel that lies inside, as often as it lies inside. So
//! a shape costs what its edges are long, however large it is, and polygons that meet leave no seam.
//!
//! Where a shape covers a pixel more than once the sum says too much, and so rows in which that happens are added up anew
//! from those parts of the edges that lie between inside and outside by the non-zero rule.
//!
//! All numbers are integers, and those of a row depend on nothing but the edges.

use std::ops::Range;

use super::bits::{Members, WORD, add, members};
use super::covered::Covered;
use super::edge::{Edge, rounded};
use super::overlap::Overlap;
use super::shape::{Corner, Polygon, STEPS, Shape, edges};

/// A pixel that is covered once: its area in halves of squared steps.
const FULL: i32 = 2 * STEPS * STEPS;

/// Levels of coverage above none: few enough that rows repeat each other, which makes files smaller by a third than those of
/// 255 levels are, and enough that nobody sees it.
pub(super) const LEVELS: u32 = 16;

/// What a row may add up to beyond [`FULL`] or below nothing. What lies twice over so little does not show.
const SLACK: i32 = FULL / 32;

/// What some rows add up to, one shape after the other.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    /// The rows, and where they begin and end in steps.
    rows: Range<u32>,
    band: Range<i32>,
    sums: Vec<Sums>,
    /// Which of the rows have edges.
    touched: u64,
    overlap: Overlap,
}

/// What one row adds up to. Between two shapes all is zero.
#[derive(Debug, Default)]
struct Sums {
    blocks: Vec<Block>,
    /// Which of them are in use, a bit for each.
    used: Vec<u64>,
}

/// A word of pixels.
#[derive(Debug, Clone)]
struct Block {
    /// By how much the cover of a pixel differs from that of its left neighbour.
    steps: [i32; WORD],
    /// Which of these are in use, a bit for each.
    used: u64,
}

impl Block {
    const NONE: Self = Self {
        steps: [0; WORD],
        used: 0,
    };
}

impl Coverage {
    /// Makes place for rows of this width, at most [`WORD`] of them.
    pub(super) fn resize(&mut self, rows: u32, width: usize) {
        self.sums.resize_with(rows as usize, Sums::default);
        for sums in &mut self.sums {
            sums.resize(width);
        }
    }

    /// Goes on to these rows.
    pub(super) fn begin(&mut self, rows: Range<u32>) {
        self.band = rows.start as i32 * STEPS..rows.end as i32 * STEPS;
        self.rows = rows;
    }

    /// Adds a polygon of a shape in some of the rows that it lies in, a bit for each.
    #[inline(never)]
    pub(super) fn add(&mut self, corners: &[Corner], rows: u64) {
        // Between the first of them and the last one.
        let row = |number: u32| self.band.start + number as i32 * STEPS;
        let within = row(rows.trailing_zeros())..row(u64::BITS - rows.leading_zeros());
        for [a, b] in edges(corners) {
            self.add_edge(a, b, rows, &within);
        }
        self.touched |= rows;
    }

    #[inline(always)]
    fn add_edge(&mut self, a: Corner, b: Corner, rows: u64, within: &Range<i32>) {
        let [top, bottom] = [a[1].min(b[1]), a[1].max(b[1])];
        let (mut y, end) = (top.max(within.start), bottom.min(within.end));
        if y >= end {
            return;
        }
        let edge = Edge::new(a, b);
        let mut from = edge.x(y);
        // Nothing is negative here, where this is a shift.
        let mut row = y as u32 / STEPS as u32 - self.rows.start;
        let mut rows = rows >> row;
        while y < end {
            let next = end.min((y | (STEPS - 1)) + 1);
            let to = edge.x(next);
            if rows & 1 != 0 {
                self.sums[row as usize].add_edge(from, to, (next - y) * edge.sign);
            }
            (from, y) = (to, next);
            (row, rows) = (row + 1, rows >> 1);
        }
    }

    /// Lets `take` have what is `covered` of each row of a shape, after all its polygons were added; of those not in these rows,
    /// `polygons` may lack some. Forgets them.
    pub(super) fn take<'a, C: Covered>(
        &mut self,
        shape: &Shape,
        polygons: impl Iterator<Item = &'a Polygon> + Clone,
        covered: &mut C,
        mut take: impl FnMut(u32, &mut C),
    ) {
        let mut begun = false;
        for row in Members(std::mem::take(&mut self.touched)) {
            let sums = &mut self.sums[row];
            if sums.collect(covered) {
                if !begun {
                    let meets = |polygon: &&Polygon| polygon.height.meets(&self.rows);
                    let outlines = polygons.clone().filter(meets);
                    let outlines = outlines.map(|polygon| shape.corners(polygon));
                    self.overlap.begin(&self.band, outlines);
                    begun = true;
                }
                let top = self.band.start + row as i32 * STEPS;
                let add = |from, to, down| sums.add_edge(from, to, down);
                self.overlap.find(top..top + STEPS, add);
                sums.collect(covered);
            }
            let row = self.rows.start + row as u32;
            take(row, covered);
        }
    }
}

impl Sums {
    fn resize(&mut self, width: usize) {
        let blocks = blocks(width);
        self.blocks.resize(blocks, Block::NONE);
        self.used.resize(blocks.div_ceil(WORD), 0);
    }

    /// Adds the row up, and says whether a pixel of it is covered more than once.
    fn collect(&mut self, covered: &mut impl Covered) -> bool {
        covered.clear();
        let (mut cover, mut low, mut high) = (0_i32, 0, 0);
        for block in members(self.used.iter_mut().map(std::mem::take)) {
            let Block { steps, used } = &mut self.blocks[block];
            covered.go_on(block, std::mem::take(used), |column| {
                cover = cover.wrapping_add(std::mem::take(&mut steps[column]));
                (low, high) = (low.min(cover), high.max(cover));
                level(cover)
            });
        }
        // Polygons may turn either way, but all the same one.
        !(low >= -SLACK && high <= FULL + SLACK || high <= SLACK && low >= -FULL - SLACK)
    }

    /// Adds an edge that goes so far `down` inside the row, from x `a` to `b`: that much lies to its right.
    #[inline(always)]
    fn add_edge(&mut self, a: i32, b: i32, down: i32) {
        let (left, right) = (a.min(b), a.max(b));
        let [first, last] = [column(left), column(right)];
        if first == last {
            self.add_in(first, down, left + right - 2 * first * STEPS);
        } else {
            self.add_flat(left, right, down);
        }
    }

    /// The same for one that runs through several columns.
    fn add_flat(&mut self, left: i32, right: i32, down: i32) {
        let [first, last] = [column(left), column(right)];
        let per_step = (i64::from(down) << 32) / i64::from(right - left);
        let (mut x, mut done) = (left, 0);
        for column in first..last {
            let next = (column + 1) * STEPS;
            let until = rounded(i64::from(next - left) * per_step);
            self.add_in(column, until - done, x + next - 2 * column * STEPS);
            (x, done) = (next, until);
        }
        self.add_in(last, down - done, x + right - 2 * last * STEPS);
    }

    /// The same inside of a column, `twice` half of the steps from its left side.
    #[inline(always)]
    fn add_in(&mut self, column: i32, down: i32, twice: i32) {
        // What wraps around lies inside thousands of times, and is sliced.
        let (here, right) = (down * (2 * STEPS - twice), down * twice);
        let (block, place) = (column as usize / WORD, column as usize % WORD);
        if place == WORD - 1 {
            self.add_step(column as usize, here);
            self.add_step(column as usize + 1, right);
        } else if let Some(Block { steps, used }) = self.blocks.get_mut(block) {
            steps[place] = steps[place].wrapping_add(here);
            steps[place + 1] = steps[place + 1].wrapping_add(right);
            *used |= 3 << place;
            add(&mut self.used, block);
        }
    }

    /// Adds to what one pixel differs by.
    fn add_step(&mut self, column: usize, step: i32) {
        let block = column / WORD;
        if let Some(Block { steps, used }) = self.blocks.get_mut(block) {
            let place = &mut steps[column % WORD];
            *place = place.wrapping_add(step);
            add(std::slice::from_mut(used), column % WORD);
            add(&mut self.used, block);
        }
    }
}

/// Blocks of a row of this width.
pub(super) fn blocks(width: usize) -> usize {
    // An edge at the right border adds to two columns beyond it.
    (width + 2).div_ceil(WORD)
}

/// Where something that is so many steps from the left lies. Nothing is negative here, where this is a shift.
#[inline(always)]
fn column(x: i32) -> i32 {
    (x as u32 / STEPS as u32) as i32
}

/// Of a pixel that adds up to this.
#[inline(always)]
fn level(cover: i32) -> u32 {
    // Without a sign this is a shift.
    const LEVEL: u32 = FULL as u32 / LEVELS;
    (cover.unsigned_abs().min(FULL as u32) + LEVEL / 2) / LEVEL
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::{Color, Point, Rect};

    const SIDE: u32 = 70;

    /// The cover of each pixel as a share.
    fn covered(outlines: &[Vec<(f64, f64)>], band: u32) -> Vec<f64> {
        let window = Rect {
            left: 0.0,
            top: 0.0,
            right: SIDE.into(),
            bottom: SIDE.into(),
        };
        let mut shape = Shape::new(Color::hex(0));
        for points in outlines {
            let points: Vec<_> = points.iter().map(|&(x, y)| Point::new(x, y)).collect();
            shape.add(&points, &window);
        }
        let mut coverage = Coverage::default();
        coverage.resize(band, SIDE as usize);
        let mut shares = vec![0.0; (SIDE * SIDE) as usize];
        for top in (0..SIDE).step_by(band as usize) {
            let rows = top..SIDE.min(top + band);
            coverage.begin(rows.clone());
            for polygon in &shape.polygons {
                let rows = polygon.height.among(&rows);
                if rows != 0 {
                    coverage.add(shape.corners(polygon), rows);
                }
            }
            let mut runs = Vec::new();
            coverage.take(&shape, shape.polygons.iter(), &mut runs, |y, runs| {
                for (i, run) in runs.iter().enumerate() {
                    let end = runs.get(i + 1).map_or(run.from, |next| next.from);
                    for x in run.from..end.min(SIDE) {
                        shares[(y * SIDE + x) as usize] = f64::from(run.level) / f64::from(LEVELS);
                    }
                }
            });
        }
        shares
    }

    /// The same by samples, 16 x 16 a pixel, of which a point inside has a winding number other than zero.
    fn sampled(outlines: &[Vec<(f64, f64)>]) -> Vec<f64> {
        const SAMPLES: u32 = 16;
        let inside = |x: f64, y: f64| {
            let winding = |points: &Vec<(f64, f64)>| -> i32 {
                let edges = points.iter().zip(points.iter().cycle().skip(1));
                let crossed = edges.map(|(&(ax, ay), &(bx, by))| {
                    let right = ax + (y - ay) / (by - ay) * (bx - ax) < x;
                    i32::from(ay <= y && y < by && right) - i32::from(by <= y && y < ay && right)
                });
                crossed.sum()
            };
            outlines.iter().map(winding).sum::<i32>() != 0
        };
        let share = |at: u32| {
            let middle =
                |i: u32, corner: u32| f64::from(corner) + (f64::from(i) + 0.5) / f64::from(SAMPLES);
            let samples = (0..SAMPLES * SAMPLES).filter(|i| {
                inside(
                    middle(i % SAMPLES, at % SIDE),
                    middle(i / SAMPLES, at / SIDE),
                )
            });
            samples.count() as f64 / f64::from(SAMPLES * SAMPLES)
        };
        (0..SIDE * SIDE).map(share).collect()
    }

    fn star(corners: u32, step: u32, radius: f64) -> Vec<(f64, f64)> {
        let corner = |i: u32| {
            let angle = std::f64::consts::TAU * f64::from(i * step) / f64::from(corners) + 0.1;
            let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
            (34.3 + radius * cosine, 35.6 + radius * sine)
        };
        (0..corners).map(corner).collect()
    }

    fn square(left: f64, top: f64, side: f64) -> Vec<(f64, f64)> {
        let (right, bottom) = (left + side, top + side);
        vec![(left, top), (left, bottom), (right, bottom), (right, top)]
    }

    fn reversed(mut points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
        points.reverse();
        points
    }

    /// The largest and the mean difference between what is covered and what samples say.
    fn differences(outlines: &[Vec<(f64, f64)>]) -> [f64; 2] {
        let (ours, exact) = (covered(outlines, 16), sampled(outlines));
        let each = || ours.iter().zip(&exact).map(|(a, b)| (a - b).abs());
        [
            each().fold(0.0, f64::max),
            each().sum::<f64>() / ours.len() as f64,
        ]
    }

    #[test]
    fn the_area_of_simple_polygons_is_exact_to_half_a_level() {
        let thin = vec![(3.1, 5.2), (65.7, 20.9), (65.7, 21.2), (3.1, 5.4)];
        let flat = vec![(1.0, 30.3), (60.0, 31.1), (69.0, 40.9)];
        let hole = vec![square(5.3, 5.6, 50.0), reversed(square(11.2, 9.9, 31.7))];
        for outlines in [vec![star(5, 1, 30.0)], vec![thin], vec![flat], hole] {
            let [largest, _] = differences(&outlines);
            // The samples are off, too, by up to a row of 16.
            assert!(largest < 0.5 / 16.0 + 0.07, "{largest}: {outlines:?}");
        }
    }

    #[test]
    fn a_pixel_is_covered_once_however_often_it_lies_inside() {
        let bow = vec![(10.0, 10.0), (60.0, 55.0), (60.0, 12.0), (11.0, 58.0)];
        let twice = vec![square(7.5, 8.5, 30.0), square(20.3, 19.8, 40.0)];
        let same = vec![star(6, 1, 20.2), star(6, 1, 20.2)];
        for outlines in [vec![star(5, 2, 30.0)], vec![bow], twice, same] {
            for outlines in [
                outlines.clone(),
                outlines.into_iter().map(reversed).collect(),
            ] {
                let [largest, mean] = differences(&outlines);
                assert!(
                    largest < 0.2 && mean < 0.003,
                    "{largest} {mean}: {outlines:?}"
                );
            }
        }
    }

    #[test]
    fn polygons_that_meet_leave_no_seam() {
        let corners = star(7, 1, 33.0);
        let middle = (30.17, 40.71);
        let fan = corners.iter().zip(corners.iter().cycle().skip(1));
        let fan: Vec<_> = fan.map(|(&a, &b)| vec![middle, a, b]).collect();
        assert_eq!(covered(&fan, 16), covered(&[corners], 16));
    }

    #[test]
    fn bands_of_any_height_cover_the_same() {
        let outlines = [star(5, 2, 33.0), star(7, 1, 60.0)];
        let whole = covered(&outlines, WORD as u32);
        assert!(
            [1, 3, 16]
                .iter()
                .all(|band| covered(&outlines, *band) == whole)
        );
    }

    #[test]
    fn a_pixel_may_lie_inside_twenty_thousand_times() {
        let outlines = vec![square(10.0, 10.0, 7.5); 20_000];
        assert_eq!(covered(&outlines, SIDE), covered(&outlines[..1], SIDE));
    }
}
