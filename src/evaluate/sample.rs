//! Samples of a Gaussian, drawn in parallel; [`crate::evaluate`] says from which generators.

use chacha20::ChaCha8Rng;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

use super::normals::Normals;
use super::progress::Progress;
use crate::gaussian::Gaussian;
use crate::parallel::{Threads, share};

/// Samples in a block.
const BLOCK: u64 = 65_536;
/// Samples that are drawn and then looked at together.
const BATCH: usize = 512;
/// With this few blocks, starting threads costs more than it saves.
const FEW_BLOCKS: u64 = 4;

/// The samples of one Gaussian of a figure, drawn anew whenever they are looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Samples<'a> {
    /// What they are drawn from.
    pub(crate) gaussian: Gaussian,
    /// Its position in the figure.
    pub(crate) stream: u64,
    /// The figure's.
    pub(crate) seed: u64,
    /// How many.
    pub(crate) number: u64,
    /// How many threads may draw them, which changes nothing but the time.
    pub(crate) threads: Threads,
    /// Told of every sample drawn.
    pub(crate) progress: &'a Progress,
}

/// Something that is known of samples, whatever their order.
pub(crate) trait Tally: Send {
    /// Takes more samples: the ε of each and its value.
    fn add(&mut self, epsilons: &[f64], values: impl Iterator<Item = f64>);
    /// Whether the samples of the next `number` normal numbers from `generator` surely change nothing, so that they need not
    /// be drawn.
    fn knows(&self, _generator: &Xoshiro256PlusPlus, _number: u64) -> bool {
        false
    }
    /// Takes all that `other` has taken.
    fn merge(&mut self, other: Self);
}

impl Samples<'_> {
    /// The sample that a standard normal number ε becomes. It grows with ε, if not strictly.
    #[inline]
    pub(super) fn value(&self, epsilon: f64) -> f64 {
        epsilon * self.gaussian.sigma() + self.gaussian.mu()
    }

    /// Shows every sample to one of several tallies that begin as `empty`, and merges these.
    pub(crate) fn tally<T: Tally + Clone + Sync>(&self, empty: &T) -> T {
        let blocks = self.number.div_ceil(BLOCK);
        let threads = if blocks > FEW_BLOCKS {
            self.threads
        } else {
            Threads::Only(1)
        };
        let new = || empty.clone();
        let tallies = share(threads, blocks, new, |tally, block| {
            self.tally_block(block, tally);
        });
        tallies.into_iter().fold(empty.clone(), |mut total, tally| {
            total.merge(tally);
            total
        })
    }

    fn tally_block(&self, block: u64, tally: &mut impl Tally) {
        let generator = generator(self.seed, self.stream, block);
        let number = BLOCK.min(self.number - block * BLOCK);
        if !tally.knows(&generator, number) {
            self.draw(Normals::new(generator), number, tally);
        }
        self.progress.advance(number);
    }

    /// Shows the next `number` normal numbers to `tally`.
    fn draw(&self, mut normals: Normals, number: u64, tally: &mut impl Tally) {
        let mut epsilons = [0.0; BATCH];
        let mut left = number as usize;
        while left > 0 {
            let most = BATCH.min(left);
            let batch = normals.fill(&mut epsilons[..most]);
            left -= batch;
            let epsilons = &epsilons[..batch];
            tally.add(
                epsilons,
                epsilons.iter().map(|epsilon| self.value(*epsilon)),
            );
        }
    }
}

/// The generator of one block of one Gaussian.
pub(super) fn generator(seed: u64, stream: u64, block: u64) -> Xoshiro256PlusPlus {
    let mut key = ChaCha8Rng::seed_from_u64(seed);
    key.set_stream(stream);
    // In 32-bit words, of which a seed takes eight.
    key.set_word_pos(u128::from(block) * 8);
    let mut bytes = [0; 32];
    key.fill_bytes(&mut bytes);
    Xoshiro256PlusPlus::from_seed(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::extremes::Extremes;
    use super::*;

    /// Every ε, so that tests can look at them.
    #[derive(Clone, Default)]
    struct All(Vec<f64>);

    impl Tally for All {
        fn add(&mut self, epsilons: &[f64], _: impl Iterator<Item = f64>) {
            self.0.extend(epsilons);
        }

        fn merge(&mut self, other: Self) {
            self.0.extend(other.0);
        }
    }

    fn samples(stream: u64, seed: u64, number: u64) -> Samples<'static> {
        let gaussian = Gaussian::new(0.0, 1.0).unwrap();
        Samples {
            gaussian,
            stream,
            seed,
            number,
            threads: Threads::Only(1),
            progress: Box::leak(Box::default()),
        }
    }

    /// In the order of the stream, but for neighbours.
    fn drawn(stream: u64, seed: u64, number: u64) -> Vec<f64> {
        samples(stream, seed, number).tally(&All::default()).0
    }

    fn sorted(samples: Samples<'_>) -> Vec<f64> {
        let mut all = samples.tally(&All::default()).0;
        all.sort_by(f64::total_cmp);
        all
    }

    #[test]
    fn samples_do_not_depend_on_the_number_of_threads() {
        let samples = samples(0, 1, 5 * BLOCK + 1);
        let alone = sorted(samples);
        assert_eq!(alone.len() as u64, samples.number);
        for threads in [2, 3, 8] {
            let together = sorted(Samples {
                threads: Threads::Only(threads),
                ..samples
            });
            assert!(together == alone, "{threads} threads");
        }
    }

    #[test]
    fn extremes_are_those_of_all_samples() {
        for (stream, number) in [(0, 20 * BLOCK + 1), (1, 6 * BLOCK), (2, 10)] {
            let samples = samples(stream, 1, number);
            let all = sorted(samples);
            for threads in [1, 3] {
                let samples = Samples {
                    threads: Threads::Only(threads),
                    ..samples
                };
                let Extremes { least, greatest } = samples.tally(&Extremes::NONE);
                assert_eq!([least, greatest], [all[0], all[all.len() - 1]]);
                assert_eq!(samples.progress.drawn() % number, 0);
            }
        }
    }

    #[test]
    fn more_samples_keep_the_first_ones() {
        let few = drawn(0, 1, 10);
        let many = drawn(0, 1, 2 * BLOCK);
        assert!(few.iter().all(|epsilon| many[..20].contains(epsilon)));
    }

    /// The Kolmogorov-Smirnov distance between sorted numbers and a distribution function.
    fn distance(sorted: &[f64], exact: impl Fn(f64) -> f64) -> f64 {
        let share = |count: usize| count as f64 / sorted.len() as f64;
        let distances = sorted.iter().enumerate().map(|(i, z)| {
            let exact = exact(*z);
            (exact - share(i)).abs().max((exact - share(i + 1)).abs())
        });
        distances.fold(0.0, f64::max)
    }

    /// The probability of a greater distance of `number` numbers (Stephens, EDF statistics for goodness of fit, 1974).
    fn p_value(distance: f64, number: usize) -> f64 {
        let root = (number as f64).sqrt();
        let scaled = (root + 0.12 + 0.11 / root) * distance;
        let term = |k: i32| {
            let k = f64::from(k);
            libm::exp(-2.0 * k * k * scaled * scaled)
        };
        let sum: f64 = (1..=50).map(|k| term(2 * k - 1) - term(2 * k)).sum();
        (2.0 * sum).min(1.0)
    }

    #[test]
    fn samples_of_any_seed_are_normal() {
        let normal = Gaussian::new(0.0, 1.0).unwrap();
        let number = 500;
        let mut p_values: Vec<f64> = (0..1000)
            .map(|seed| sorted(samples(seed % 3, seed, number)))
            .map(|sorted| p_value(distance(&sorted, |z| normal.cdf(z)), sorted.len()))
            .collect();
        p_values.sort_by(f64::total_cmp);
        let p = p_value(distance(&p_values, |p| p), p_values.len());
        assert!(p > 0.01, "{p}");
    }

    #[test]
    fn many_samples_are_normal() {
        let normal = Gaussian::new(0.0, 1.0).unwrap();
        let sorted = sorted(samples(3, 1, 300_000));
        let p = p_value(distance(&sorted, |z| normal.cdf(z)), sorted.len());
        assert!(p > 0.01, "{p}");
    }

    /// Fails unless correlations, in their standard deviations, are standard normal numbers as far as one can see.
    fn assert_small(scores: &[f64]) {
        let greatest = scores.iter().fold(0.0, |most: f64, z| most.max(z.abs()));
        assert!(greatest < 4.5, "{greatest}");
        let number = scores.len() as f64;
        let squares: f64 = scores.iter().map(|z| z * z).sum();
        assert!(
            (squares - number).abs() < 4.0 * (2.0 * number).sqrt(),
            "{squares} of {number}"
        );
    }

    fn correlation(one: &[f64], other: &[f64]) -> f64 {
        let products = one.iter().zip(other).map(|(a, b)| a * b);
        let number = one.len().min(other.len()) as f64;
        products.sum::<f64>() / number.sqrt()
    }

    #[test]
    fn streams_are_not_correlated() {
        let streams: Vec<_> = (0..20).map(|stream| drawn(stream, 1, 20_000)).collect();
        let pairs = (0..20).flat_map(|i| (0..i).map(move |j| (i, j)));
        let scores: Vec<f64> = pairs
            .map(|(i, j)| correlation(&streams[i], &streams[j]))
            .collect();
        assert_eq!(scores.len(), 190);
        assert_small(&scores);
        let shifted = streams
            .iter()
            .flat_map(|stream| (1..=10).map(move |lag| correlation(stream, &stream[lag..])));
        assert_small(&shifted.collect::<Vec<_>>());
    }

    #[test]
    fn blocks_and_seeds_are_not_correlated() {
        let seeds: Vec<_> = (0..20).map(|seed| drawn(0, seed, 20_000)).collect();
        let neighbours = seeds.windows(2).map(|w| correlation(&w[0], &w[1]));
        let blocks = drawn(0, 1, 20 * BLOCK);
        let blocks: Vec<_> = blocks.chunks(BLOCK as usize).collect();
        let blocks = blocks.windows(2).map(|w| correlation(w[0], w[1]));
        assert_small(&neighbours.chain(blocks).collect::<Vec<_>>());
    }

    /// Pearson's statistic of pairs in 16 x 16 cells of equal probability, of 255 degrees of freedom.
    fn cells(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
        let normal = Gaussian::new(0.0, 1.0).unwrap();
        let row = |z: f64| (normal.cdf(z) * 16.0) as usize;
        let mut counts = [0; 256];
        pairs.for_each(|(a, b)| counts[row(a) * 16 + row(b)] += 1);
        let expected = f64::from(counts.iter().sum::<i32>()) / 256.0;
        let squares =
            counts.map(|count| (f64::from(count) - expected) * (f64::from(count) - expected));
        squares.iter().sum::<f64>() / expected
    }

    #[test]
    fn samples_say_nothing_of_the_next_ones_nor_of_other_streams() {
        let (one, other) = (drawn(0, 1, 100_000), drawn(1, 1, 100_000));
        let next = one.iter().copied().zip(one[1..].iter().copied());
        let beside = one.iter().copied().zip(other.iter().copied());
        for statistic in [cells(next), cells(beside)] {
            // Three standard deviations.
            assert!(
                (statistic - 255.0).abs() < 3.0 * 510.0_f64.sqrt(),
                "{statistic}"
            );
        }
    }
}
