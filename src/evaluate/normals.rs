//! Standard normal numbers, many at once.

use std::sync::LazyLock;

use rand_distr::{Distribution, StandardNormal};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Infallible, Rng, TryRng};

/// Words that are asked together whether each is a number by itself: so few that five of six groups make do without
/// [`Normals::mend`].
const GROUP: usize = 16;
/// Where the ziggurat's table ends (`ZIG_NORM_R` in `rand_distr`).
pub(super) const TABLE_END: f64 = 3.654_152_885_361_009;
/// The exponent of numbers from 2 to 4.
const TWO: u64 = 0x4000_0000_0000_0000;

/// Standard normal numbers, the same on every machine: those of [`StandardNormal`] from this generator.
///
/// That is a ziggurat (Doornik, An improved ziggurat method to generate normal random samples, 2005): a word of random bits
/// names a layer and a place across it, and 99 of 100 words are a number by these alone. Here that is done for a group of words;
/// `StandardNormal` itself has the others.
///
/// Beyond the table's end numbers are logarithms, which `StandardNormal` takes from the platform, whose last bits differ (plotters
/// turns on the feature `std` of `num-traits` for all crates); here they are taken from `libm`.
/// What remains the platform's is whether a number is accepted, where two sides of a comparison agree to within the
/// error of its `exp` or `ln`: about once in 10^17 numbers.
pub(super) struct Normals {
    generator: Xoshiro256PlusPlus,
    layers: &'static [Layer; 256],
}

/// Half of a layer's width, and half of what of that lies under the curve for sure: half the width of the layer above.
type Layer = [f64; 2];

/// The layers from the lowest, as `StandardNormal` gives them away: to words that name places half as far out, it answers
/// with half of these.
static LAYERS: LazyLock<[Layer; 256]> = LazyLock::new(|| {
    let half = 3.5_f64.to_bits() << 12;
    let mut layers = [[0.0; 2]; 256];
    for (number, layer) in layers.iter_mut().enumerate() {
        let number: f64 = StandardNormal.sample(&mut Always(half | number as u64));
        layer[0] = 2.0 * number;
    }
    for lower in 0..255 {
        layers[lower][1] = layers[lower + 1][0];
    }
    layers
});

impl Normals {
    pub(super) fn new(generator: Xoshiro256PlusPlus) -> Self {
        Self {
            generator,
            layers: &LAYERS,
        }
    }

    /// Puts the next numbers to the beginning, and says how many: at least one, and as many as is quickly done. Some may change places
    /// with others.
    #[inline]
    pub(super) fn fill(&mut self, numbers: &mut [f64]) -> usize {
        let mut filled = 0;
        while let Some(group) = numbers[filled..].first_chunk_mut() {
            filled += self.group(group);
        }
        if filled > 0 {
            return filled;
        }
        numbers.fill_with(|| self.word_by_word(&[]).sample());
        numbers.len()
    }

    /// The next number, if this were the word before the generator's next.
    pub(super) fn after(&mut self, word: u64) -> f64 {
        self.word_by_word(&[word]).sample()
    }

    /// Puts the numbers of the next [`GROUP`] words to the beginning, and says how many they are.
    #[inline]
    fn group(&mut self, numbers: &mut [f64; GROUP]) -> usize {
        let (mut words, mut signs) = ([0; GROUP], [0; GROUP]);
        // A copy, as that stays in the processor's registers.
        let mut generator = self.generator.clone();
        let mut all = u64::MAX;
        for i in 0..GROUP {
            let word = generator.next_u64();
            let [width, sure] = self.layers[(word & 0xff) as usize];
            let place = f64::from_bits(word >> 12 | TWO) - 3.0;
            let number = place * width;
            // Negative if the number is less than what is sure.
            let sign = number.abs().to_bits().wrapping_sub(sure.to_bits());
            (words[i], numbers[i], signs[i]) = (word, number, sign);
            all &= sign;
        }
        self.generator = generator;
        if all >> 63 == 1 {
            return GROUP;
        }
        self.mend(&words, &signs, numbers)
    }

    /// Draws the numbers again whose `signs` are not negative.
    #[inline(never)]
    fn mend(
        &mut self,
        words: &[u64; GROUP],
        signs: &[u64; GROUP],
        numbers: &mut [f64; GROUP],
    ) -> usize {
        let bits = |bits: u32, sign: &u64| bits << 1 | (!sign >> 63) as u32;
        let mut refused = signs.iter().rev().fold(0, bits);
        let mut used = 0_u32;
        while refused != 0 {
            let word = refused.trailing_zeros() as usize;
            let mut rest = self.word_by_word(&words[word..]);
            numbers[word] = rest.sample();
            let end = GROUP - rest.words.len();
            let taken = (1_u64 << end) - (1 << word);
            refused &= !taken as u32;
            used |= taken as u32 & !(1 << word);
        }
        let mut number = GROUP;
        while used != 0 {
            let last = used.ilog2();
            used ^= 1 << last;
            number -= 1;
            numbers[last as usize] = numbers[number];
        }
        number
    }

    fn word_by_word<'a>(&'a mut self, words: &'a [u64]) -> WordByWord<'a> {
        WordByWord {
            words,
            generator: &mut self.generator,
            last: [0; 2],
        }
    }
}

/// A generator that always says the same.
struct Always(u64);

impl TryRng for Always {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.0 as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.0)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill(self.0 as u8);
        Ok(())
    }
}

/// A generator of whose words some are drawn already. Remembers the last two.
struct WordByWord<'a> {
    words: &'a [u64],
    generator: &'a mut Xoshiro256PlusPlus,
    last: [u64; 2],
}

impl WordByWord<'_> {
    /// The next number.
    fn sample(&mut self) -> f64 {
        let number: f64 = StandardNormal.sample(self);
        if number.abs() <= TABLE_END {
            return number;
        }
        // The table's end less ln(x) over it, x from the last word but one as `rand::distr::Open01` does it.
        let bits = 0x3ff0_0000_0000_0000 | (self.last[0] >> 12);
        let open = f64::from_bits(bits) - (1.0 - f64::EPSILON / 2.0);
        (TABLE_END - libm::log(open) / TABLE_END).copysign(number)
    }
}

impl TryRng for WordByWord<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|word| word as u32)
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let word = match self.words.split_off_first() {
            Some(word) => *word,
            None => self.generator.next_u64(),
        };
        self.last = [self.last[1], word];
        Ok(word)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for bytes in bytes.chunks_mut(8) {
            let word = self.try_next_u64()?.to_le_bytes();
            bytes.copy_from_slice(&word[..bytes.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_xoshiro::rand_core::SeedableRng;

    fn normals() -> Normals {
        Normals::new(Xoshiro256PlusPlus::seed_from_u64(1))
    }

    /// Of any number of numbers, so that groups end anywhere.
    #[test]
    fn numbers_are_those_of_standard_normal() {
        let mut normals = normals();
        let mut generator = normals.generator.clone();
        let mut seen = 0;
        for number in (0..100).cycle().take(40_000) {
            let mut ours = vec![0.0; number];
            let number = normals.fill(&mut ours);
            ours.truncate(number);
            let mut theirs: Vec<f64> = StandardNormal
                .sample_iter(&mut generator)
                .take(number)
                .collect();
            ours.sort_by(f64::total_cmp);
            theirs.sort_by(f64::total_cmp);
            for (ours, theirs) in ours.into_iter().zip(theirs) {
                // Beyond the table by another logarithm.
                let error = if ours.abs() > TABLE_END { 1e-15 } else { 0.0 };
                assert!(
                    (ours - theirs).abs() <= error * ours.abs(),
                    "{ours} {theirs}"
                );
            }
            assert_eq!(normals.generator, generator);
            seen += number;
        }
        assert!(seen > 1_000_000);
    }

    /// Wherever the table ends, the tail by Marsaglia's method from the same words with `libm` alone.
    #[test]
    fn numbers_beyond_the_table_are_those_of_libm() {
        let mut normals = normals();
        let mut tails = 0;
        while tails < 1000 {
            let mut words = normals.generator.clone();
            let mut epsilon = 0.0;
            normals.fill(std::slice::from_mut(&mut epsilon));
            if epsilon.abs() <= TABLE_END {
                continue;
            }
            tails += 1;
            // Layer 0 is the tail's; each word for another layer was refused, and had a second one drawn for that.
            while words.next_u64() & 0xff != 0 {
                words.next_u64();
            }
            let mut open = || (((words.next_u64() >> 12) as f64) + 0.5) / (1_u64 << 52) as f64;
            let tail = loop {
                let (x, y) = (-libm::log(open()) / TABLE_END, -libm::log(open()));
                if 2.0 * y >= x * x {
                    break TABLE_END + x;
                }
            };
            assert_eq!(epsilon.abs(), tail);
        }
    }
}
