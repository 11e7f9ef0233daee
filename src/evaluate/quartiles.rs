//! Quartiles of samples in bounded memory.

use super::key::{key, value};
use super::sample::{Samples, Tally};

/// Bits of a sample that one pass over the samples determines, at most: each thread counts all their values four times.
const DIGIT: u32 = 13;
/// Passes that determine all bits.
const PASSES: u32 = u64::BITS.div_ceil(DIGIT);
/// Values of a digit.
const RADIX: usize = 1 << DIGIT;
/// So few samples take less memory themselves than the counts of their digits.
const FEW: u64 = 1 << 15;

/// How often the quartiles of `number` samples take them.
pub(super) fn passes(number: u64) -> u64 {
    if number <= FEW { 1 } else { u64::from(PASSES) }
}

/// The interquartile range of drawn samples.
pub(super) fn interquartile_range(samples: &Samples) -> f64 {
    let find = if samples.number <= FEW { sort } else { select };
    distance(samples.number, find(samples, ranks(samples.number)))
}

/// The ranks, counted from 0, of the samples about the first and about the third quartile of `number` samples.
pub(super) fn ranks(number: u64) -> [u64; 4] {
    let last = number - 1;
    let [first, third] = quarters(number).map(|quarters| quarters / 4);
    [first, (first + 1).min(last), third, (third + 1).min(last)]
}

/// The distance between the first and the third quartile of `number` samples, given those of the [`ranks`]. Quartiles are
/// interpolated linearly between samples as `numpy.percentile` does.
pub(super) fn distance(number: u64, [a, b, c, d]: [f64; 4]) -> f64 {
    let between = |low: f64, high: f64, quarters: u64| low + (high - low) * (quarters as f64 / 4.0);
    let [first, third] = quarters(number).map(|quarters| quarters % 4);
    between(c, d, third) - between(a, b, first)
}

/// The places of the first and the third quartile among the ranks, in quarters.
fn quarters(number: u64) -> [u64; 2] {
    [number - 1, 3 * (number - 1)]
}

/// The samples of these ranks, counted from 0.
fn sort(samples: &Samples, ranks: [u64; 4]) -> [f64; 4] {
    let mut values = samples.tally(&Values::default()).0;
    values.sort_unstable_by(f64::total_cmp);
    ranks.map(|rank| values[rank as usize])
}

/// All samples.
#[derive(Clone, Default)]
pub(super) struct Values(pub(super) Vec<f64>);

impl Tally for Values {
    fn add(&mut self, _: &[f64], values: impl Iterator<Item = f64>) {
        self.0.extend(values);
    }

    fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

/// The samples of these ranks, counted from 0, in memory that does not grow with their number.
///
/// Samples are ordered as their doubles' bits are, and [`PASSES`] over them find the bits of the samples of given ranks,
/// [`DIGIT`] at a time.
fn select(samples: &Samples, ranks: [u64; 4]) -> [f64; 4] {
    let mut searches = ranks.map(|rank| Search { prefix: 0, rank });
    for digit in (0..PASSES).rev() {
        let counts = samples.tally(&Digits {
            digit,
            prefixes: searches.map(|search| search.prefix),
            counts: vec![0; RADIX * searches.len()],
        });
        for (search, counts) in searches.iter_mut().zip(counts.counts.chunks(RADIX)) {
            search.narrow(counts);
        }
    }
    searches.map(|search| value(search.prefix))
}

/// What is known of the sample of some rank.
#[derive(Clone, Copy)]
struct Search {
    /// The leading digits of its key.
    prefix: u64,
    /// Its rank among the samples whose keys begin so.
    rank: u64,
}

impl Search {
    /// Learns the next digit from the counts of the samples whose keys begin with the prefix.
    fn narrow(&mut self, counts: &[u64]) {
        for (digit, &count) in (0..).zip(counts) {
            if self.rank < count {
                self.prefix = self.prefix << DIGIT | digit;
                return;
            }
            self.rank -= count;
        }
    }
}

/// Counts samples by a digit of their keys, for each prefix of keys.
#[derive(Clone)]
struct Digits {
    /// Counted from the last one.
    digit: u32,
    prefixes: [u64; 4],
    counts: Vec<u64>,
}

impl Tally for Digits {
    fn add(&mut self, _: &[f64], values: impl Iterator<Item = f64>) {
        for value in values {
            let digits = key(value) >> (self.digit * DIGIT);
            for (prefix, counts) in self.prefixes.iter().zip(self.counts.chunks_mut(RADIX)) {
                if digits >> DIGIT == *prefix
                    && let Some(count) = counts.get_mut(digits as usize % RADIX)
                {
                    *count += 1;
                }
            }
        }
    }

    fn merge(&mut self, other: Self) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::Progress;
    use crate::gaussian::Gaussian;
    use crate::parallel::Threads;

    #[test]
    fn selected_samples_are_those_of_the_sorted_list() {
        let gaussian = Gaussian::new(0.1, 2.0).unwrap();
        for number in [1, 2, 3, 4, 5, 1000] {
            let samples = Samples {
                gaussian,
                stream: 0,
                seed: 1,
                number,
                threads: Threads::Only(1),
                progress: &Progress::default(),
            };
            let ranks = [0, (number - 1) / 4, (number - 1) / 2, number - 1];
            assert_eq!(select(&samples, ranks), sort(&samples, ranks));
        }
    }

    #[test]
    fn quartiles_lie_between_samples() {
        let gaussian = Gaussian::new(0.0, 1.0).unwrap();
        let samples = Samples {
            gaussian,
            stream: 0,
            seed: 1,
            number: 4,
            threads: Threads::Only(1),
            progress: &Progress::default(),
        };
        let mut z = samples.tally(&Values::default()).0;
        z.sort_by(f64::total_cmp);
        let expected = (z[2] + 0.25 * (z[3] - z[2])) - (z[0] + 0.75 * (z[1] - z[0]));
        assert!((interquartile_range(&samples) - expected).abs() < 1e-15);
    }
}
