//! The least and the greatest sample.

use rand_xoshiro::Xoshiro256PlusPlus;

use super::normals::TABLE_END;
use super::sample::Tally;
use super::tails::all_tails;

/// Comparisons of samples that do not wait for each other.
const LANES: usize = 8;

/// The least and the greatest sample.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extremes {
    pub(crate) least: f64,
    pub(crate) greatest: f64,
}

impl Extremes {
    /// Of no samples.
    pub(super) const NONE: Self = Self {
        least: f64::INFINITY,
        greatest: f64::NEG_INFINITY,
    };
}

/// Those of ε, which are less work: they become those of the samples, as samples grow with ε.
impl Tally for Extremes {
    fn add(&mut self, epsilons: &[f64], _: impl Iterator<Item = f64>) {
        // In lanes, as each comparison alone would wait for the one before.
        let (mut least, mut greatest) = ([self.least; LANES], [self.greatest; LANES]);
        for epsilons in epsilons.chunks(LANES) {
            for ((least, greatest), &value) in least.iter_mut().zip(&mut greatest).zip(epsilons) {
                // Of numbers alone, which is less than `f64::min` does.
                *least = if value < *least { value } else { *least };
                *greatest = if value > *greatest { value } else { *greatest };
            }
        }
        self.least = least.into_iter().fold(self.least, f64::min);
        self.greatest = greatest.into_iter().fold(self.greatest, f64::max);
    }

    /// If both are beyond the table, and no number beyond the table is beyond them. That is so for all but a few blocks of
    /// many, as the n-th one has a new extreme with probability 2 / n.
    fn knows(&self, generator: &Xoshiro256PlusPlus, number: u64) -> bool {
        let within = |epsilon: f64| self.least <= epsilon && epsilon <= self.greatest;
        within(-TABLE_END) && within(TABLE_END) && all_tails(generator, number, within)
    }

    fn merge(&mut self, other: Self) {
        self.least = self.least.min(other.least);
        self.greatest = self.greatest.max(other.greatest);
    }
}

#[cfg(test)]
mod tests {
    use super::super::normals::Normals;
    use super::*;
    use rand_xoshiro::rand_core::SeedableRng;

    /// The next `number` numbers.
    fn numbers(generator: &Xoshiro256PlusPlus, number: usize) -> Vec<f64> {
        let mut normals = Normals::new(generator.clone());
        let mut numbers = vec![0.0; number];
        let mut filled = 0;
        while filled < number {
            filled += normals.fill(&mut numbers[filled..]);
        }
        numbers
    }

    #[test]
    fn numbers_that_change_extremes_are_not_known() {
        let number = 20_000;
        let mut extremes = Extremes::NONE;
        let (mut known, mut changes) = (0, 0);
        for seed in 0..100 {
            let generator = Xoshiro256PlusPlus::seed_from_u64(seed);
            let mut after = extremes;
            after.add(&numbers(&generator, number), std::iter::empty());
            let changed = after.least < extremes.least || after.greatest > extremes.greatest;
            let knows = extremes.knows(&generator, number as u64);
            assert!(!(knows && changed), "{seed}");
            known += u32::from(knows);
            changes += u32::from(changed);
            extremes = after;
        }
        assert!(changes > 3, "{changes}");
        assert!(known > 80, "{known}");
    }
}
