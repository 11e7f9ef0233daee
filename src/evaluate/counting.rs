//! Counts of samples between edges.

use super::sample::Tally;

/// Counts of each bin, which are added to in turns, as one alone would wait for the value before.
const TURNS: usize = 4;

/// Counts samples between edges.
#[derive(Clone)]
pub(super) struct Counting {
    /// The last one is moved to the next double, as the last bin contains it.
    edges: Vec<f64>,
    /// Of the values to the left of the first edge, of each bin, and to the right of the last edge.
    counts: Vec<[u64; TURNS]>,
    guessing: Guessing,
    /// Whether the edge guessed for a value is always one of its bin.
    even: bool,
}

/// Guesses edges, as if all bins were equally wide.
#[derive(Clone, Copy)]
struct Guessing {
    first: f64,
    /// Bins per unit.
    rate: f64,
}

impl Guessing {
    fn new(edges: &[f64]) -> Self {
        let (first, last) = match *edges {
            [first, .., last] => (first, last),
            _ => (0.0, 0.0),
        };
        let bins = edges.len().saturating_sub(1);
        Self {
            first,
            rate: bins as f64 / (last - first),
        }
    }

    /// The number of the edge next to a value; a great one for values far from all edges.
    ///
    /// For such a sum, doubles are integers, whose last bits come last. This takes less than a conversion, which asks what
    /// number it is.
    #[inline(always)]
    fn edge(self, value: f64) -> usize {
        const INTEGERS: f64 = (1_u64 << 52) as f64 * 1.5;
        let edge = (value - self.first) * self.rate;
        let edge = (edge + INTEGERS).to_bits().wrapping_sub(INTEGERS.to_bits());
        usize::try_from(edge).unwrap_or(usize::MAX)
    }

    /// Whether the guess for any value is an edge of its bin. It is if that is so for the ends of each bin, as guesses do not
    /// decrease from value to value.
    fn is_even(self, edges: &[f64]) -> bool {
        let fits = |value: f64, bin: usize| self.edge(value).wrapping_sub(bin) <= 1;
        let within =
            |(bin, ends): (usize, &[f64])| fits(ends[0], bin) && fits(ends[1].next_down(), bin);
        let beyond = |last: &f64| fits(*last, edges.len() - 1);
        edges.last().is_some_and(beyond) && edges.windows(2).enumerate().all(within)
    }
}

impl Counting {
    pub(super) fn new(edges: &[f64]) -> Self {
        let guessing = Guessing::new(edges);
        let mut edges = edges.to_vec();
        if let Some(last) = edges.last_mut() {
            *last = last.next_up();
        }
        Self {
            counts: vec![[0; TURNS]; edges.len() + 1],
            even: guessing.is_even(&edges),
            guessing,
            edges,
        }
    }

    /// The number of values to the left of all bins, in each bin, and to the right of all.
    pub(super) fn counts(&self) -> impl DoubleEndedIterator<Item = u64> {
        self.counts.iter().map(|counts| counts.iter().sum())
    }

    /// Counts a value to the left or to the right of the edge next to it.
    #[inline(always)]
    fn count(&mut self, value: f64, turn: usize) {
        let edge = self.guessing.edge(value);
        let bin = match self.edges.get(edge) {
            Some(right) => edge + usize::from(value >= *right),
            None if value < self.guessing.first => 0,
            None => self.edges.len(),
        };
        if let Some(counts) = self.counts.get_mut(bin) {
            counts[turn] += 1;
        }
    }

    /// Counts values wherever they belong.
    fn search(&mut self, values: impl Iterator<Item = f64>) {
        for value in values {
            let bin = self.edges.partition_point(|edge| *edge <= value);
            if let Some(counts) = self.counts.get_mut(bin) {
                counts[0] += 1;
            }
        }
    }
}

impl Tally for Counting {
    fn add(&mut self, _: &[f64], values: impl Iterator<Item = f64>) {
        if !self.even {
            return self.search(values);
        }
        for (number, value) in values.enumerate() {
            self.count(value, number % TURNS);
        }
    }

    fn merge(&mut self, other: Self) {
        for (counts, others) in self.counts.iter_mut().zip(other.counts) {
            for (count, more) in counts.iter_mut().zip(others) {
                *count += more;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By the definition of [`super::super::Histogram`], value by value.
    fn naive(edges: &[f64], values: &[f64]) -> Vec<u64> {
        let count = |holds: &dyn Fn(f64) -> bool| {
            values.iter().filter(|value| holds(**value)).count() as u64
        };
        let last = edges.len() - 1;
        let inside = (0..last).map(|bin| {
            let [left, right] = [edges[bin], edges[bin + 1]];
            count(&|z| left <= z && (z < right || (z == right && bin + 1 == last)))
        });
        let below = count(&|z| z < edges[0]);
        let above = count(&|z| z > edges[last]);
        [below].into_iter().chain(inside).chain([above]).collect()
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
            let far = [1e9, 1e17, 1e200, f64::MAX, f64::INFINITY];
            let far = far.into_iter().flat_map(|z| [-z, z]);
            let values: Vec<f64> = near.chain(between).chain(far).collect();
            for values in [&values[..], &values[..3], &[]] {
                let mut counting = Counting::new(edges);
                counting.add(&[], values.iter().copied());
                let found: Vec<u64> = counting.counts().collect();
                assert_eq!(found, naive(edges, values), "{edges:?}");
            }
        }
    }

    #[test]
    fn edges_of_equally_wide_bins_are_guessed() {
        let ranges = [(-5.4, 11.3), (1e6, 1.0), (-1e-300, 3e-300), (-1e307, 1e308)];
        for (first, width) in ranges {
            for bins in [1, 2, 3, 20, 999, 10_000] {
                let edge = |i: u32| first + f64::from(i) * (width / f64::from(bins));
                let edges: Vec<f64> = (0..=bins).map(edge).collect();
                assert!(Counting::new(&edges).even, "{first} {width} {bins}");
            }
        }
        for edges in [&[][..], &[1.0], &[0.0, 1.0, 4.0]] {
            assert!(!Counting::new(edges).even, "{edges:?}");
        }
    }
}
