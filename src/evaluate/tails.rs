//! Normal numbers beyond the ziggurat's table, without the others.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::Rng;

use super::normals::Normals;

/// Words beyond one for each number. A number takes 1.02 words on average, and 65 536 of them take these many more with a
/// probability below 10^-400.
const SPARE: u64 = 4096;

/// Whether `holds` of those of the next `number` normal numbers, at most 65 536, that are beyond the table. If one is among
/// them of which it does not hold, the answer is `false`; it may be so if none is.
///
/// This takes less than half the time of all numbers: one beyond the table begins with a word that tells, and only such
/// words are looked at. Each is taken for a beginning, even if it belongs to the number before, or comes after the last one.
pub(super) fn all_tails(
    generator: &Xoshiro256PlusPlus,
    number: u64,
    holds: impl Fn(f64) -> bool,
) -> bool {
    let mut generator = generator.clone();
    (0..number + SPARE).all(|_| {
        let word = generator.next_u64();
        !may_begin_tail(word) || holds(beginning(word, &generator))
    })
}

/// Whether a number beyond the table may begin with this word: it names the lowest layer, and a place in the outer eighth
/// of its halves. The table ends at the outer fifteenth.
#[inline]
fn may_begin_tail(word: u64) -> bool {
    word.wrapping_add(1 << 60) & 0xe000_0000_0000_00ff == 0
}

/// The number that begins with this word.
#[inline(never)]
fn beginning(word: u64, generator: &Xoshiro256PlusPlus) -> f64 {
    Normals::new(generator.clone()).after(word)
}

#[cfg(test)]
mod tests {
    use super::super::normals::TABLE_END;
    use super::*;
    use rand_xoshiro::rand_core::SeedableRng;

    /// The greatest of the next numbers by their absolute value.
    fn farthest(generator: &Xoshiro256PlusPlus, number: usize) -> f64 {
        let mut normals = Normals::new(generator.clone());
        let mut epsilon = 0.0;
        let numbers = (0..number).map(|_| {
            normals.fill(std::slice::from_mut(&mut epsilon));
            epsilon.abs()
        });
        numbers.fold(0.0, f64::max)
    }

    #[test]
    fn no_tail_is_missed() {
        let mut tails = 0;
        for seed in 0..8000 {
            let generator = Xoshiro256PlusPlus::seed_from_u64(seed);
            let farthest = farthest(&generator, 1000);
            if farthest <= TABLE_END {
                continue;
            }
            tails += 1;
            let nearer = |epsilon: f64| epsilon.abs() < farthest;
            assert!(!all_tails(&generator, 1000, nearer), "{seed}");
        }
        assert!(tails > 1000, "{tails}");
    }
}
