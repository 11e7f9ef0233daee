//! Sets of small numbers, a bit for each.

/// Numbers in a word.
pub(super) const WORD: usize = u64::BITS as usize;

/// Adds a number.
pub(super) fn add(words: &mut [u64], number: usize) {
    words[number / WORD] |= 1 << (number % WORD);
}

/// The numbers in a set, in order.
pub(super) fn members(words: impl Iterator<Item = u64>) -> impl Iterator<Item = usize> {
    let bits = |(index, mut word): (usize, u64)| {
        std::iter::from_fn(move || {
            let bit = (word != 0).then(|| index * WORD + word.trailing_zeros() as usize);
            word &= word.wrapping_sub(1);
            bit
        })
    };
    words.enumerate().flat_map(bits)
}
