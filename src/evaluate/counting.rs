//! Counts of samples between edges.

use super::sample::Tally;

/// Counts of each bin, which are added to in turns, as one alone would wait for the value before.
const TURNS: usize = 4;

/// Counts samples between edges.
#[derive(Clone)]
pub(super) struct Counting {
    bins: Vec<Bin>,
    first: f64,
    last: f64,
    /// Bins per unit, if all were equally wide.
    rate: f64,
    pub(super) below: u64,
    pub(super) above: u64,
}

/// A bin while samples are counted.
#[derive(Clone)]
struct Bin {
    left: f64,
    right: f64,
    counts: [u64; TURNS],
}

impl Counting {
    pub(super) fn new(edges: &[f64]) -> Self {
        let bins = edges.windows(2).map(|edges| Bin {
            left: edges[0],
            right: edges[1],
            counts: [0; TURNS],
        });
        let bins: Vec<Bin> = bins.collect();
        let first = edges.first().map_or(0.0, |first| *first);
        let last = edges.last().map_or(0.0, |last| *last);
        Self {
            first,
            last,
            rate: bins.len() as f64 / (last - first),
            bins,
            below: 0,
            above: 0,
        }
    }

    /// The number of values in each bin.
    pub(super) fn inside(&self) -> Vec<u64> {
        self.bins
            .iter()
            .map(|bin| bin.counts.iter().sum())
            .collect()
    }

    /// The bin of a value, if all were equally wide.
    #[inline]
    fn guess(&self, value: f64) -> u32 {
        rounded((value - self.first) * self.rate - 0.5)
    }

    /// Counts a value, in the bin `guess` if the edges agree.
    #[inline]
    fn count(&mut self, value: f64, guess: u32, turn: usize) {
        match self.bins.get_mut(guess as usize) {
            Some(bin) if bin.left <= value && value < bin.right => bin.counts[turn] += 1,
            _ => self.search(value),
        }
    }

    /// Counts a value where the edges say that it belongs.
    #[cold]
    fn search(&mut self, value: f64) {
        if value < self.first {
            self.below += 1;
        } else if value > self.last {
            self.above += 1;
        } else {
            let bin = self.bins.partition_point(|bin| bin.right <= value);
            // The last bin contains its right edge.
            let bin = bin.min(self.bins.len().saturating_sub(1));
            if let Some(bin) = self.bins.get_mut(bin) {
                bin.counts[0] += 1;
            }
        }
    }
}

impl Tally for Counting {
    fn add(&mut self, _: &[f64], values: &[f64]) {
        let (groups, rest) = values.as_chunks::<TURNS>();
        for values in groups {
            let guesses = values.map(|value| self.guess(value));
            for (turn, (value, guess)) in values.iter().zip(guesses).enumerate() {
                self.count(*value, guess, turn);
            }
        }
        for value in rest {
            self.count(*value, self.guess(*value), 0);
        }
    }

    fn merge(&mut self, other: Self) {
        self.below += other.below;
        self.above += other.above;
        for (bin, other) in self.bins.iter_mut().zip(other.bins) {
            for (count, more) in bin.counts.iter_mut().zip(other.counts) {
                *count += more;
            }
        }
    }
}

/// The nearest integer to a number from 0 to 2^31, or any to another: for such a sum, doubles are integers, whose last
/// bits come last. Takes less than a conversion, which asks what number it is.
#[inline]
fn rounded(number: f64) -> u32 {
    const INTEGERS: f64 = (1_u64 << 52) as f64 * 1.5;
    (number + INTEGERS).to_bits() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By the definition of [`super::super::Histogram`], value by value.
    fn naive(edges: &[f64], values: &[f64]) -> (u64, Vec<u64>, u64) {
        let count = |holds: &dyn Fn(f64) -> bool| {
            values.iter().filter(|value| holds(**value)).count() as u64
        };
        let last = edges.len() - 1;
        let inside = (0..last).map(|bin| {
            let [left, right] = [edges[bin], edges[bin + 1]];
            count(&|z| left <= z && (z < right || (z == right && bin + 1 == last)))
        });
        let inside = inside.collect();
        (
            count(&|z| z < edges[0]),
            inside,
            count(&|z| z > edges[last]),
        )
    }

    #[test]
    fn values_are_counted_where_the_edges_say() {
        let uniform: Vec<f64> = (0..=25).map(|i| -1.0 + 0.1 * f64::from(i)).collect();
        let tiny = f64::from_bits(1);
        let edges: [&[f64]; 7] = [
            &uniform,
            &[-3.0, -2.9, 0.0, 1e-9, 4.0],
            &[0.0, 1.0],
            &[-tiny, 0.0, tiny],
            &[f64::MIN, 0.0, f64::MAX],
            &[1e300, 1.5e300, 1.7e308],
            &[1e9, f64::next_up(1e9), 1e9 + 1.0],
        ];
        for edges in edges {
            let near = edges.iter().flat_map(|z| [z.next_down(), *z, z.next_up()]);
            let between = edges.windows(2).flat_map(|edges| {
                [0.1, 0.5, 0.7].map(|part| edges[0] * (1.0 - part) + edges[1] * part)
            });
            let values: Vec<f64> = near.chain(between).filter(|z| z.is_finite()).collect();
            for values in [&values[..], &values[..3], &[]] {
                let mut counting = Counting::new(edges);
                counting.add(&[], values);
                let found = (counting.below, counting.inside(), counting.above);
                assert_eq!(found, naive(edges, values), "{edges:?}");
            }
        }
    }
}
