//! Sets of small numbers, a bit for each.

/// Numbers in a word.
pub(super) const WORD: usize = u64::BITS as usize;

/// Adds a number.
#[inline(always)]
pub(super) fn add(words: &mut [u64], number: usize) {
    words[number / WORD] |= 1 << (number % WORD);
}

/// The numbers in a set, in order.
#[inline(always)]
pub(super) fn members(words: impl Iterator<Item = u64>) -> impl Iterator<Item = usize> {
    Set {
        words,
        number: 0,
        members: Members(0),
    }
}

/// The numbers in some words, in order. `flat_map` has them, too, but is inlined only where nothing but speed counts.
struct Set<I> {
    words: I,
    /// Of words so far.
    number: usize,
    /// Those that are left of the last one.
    members: Members,
}

impl<I: Iterator<Item = u64>> Iterator for Set<I> {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        loop {
            if let Some(member) = self.members.next() {
                return Some((self.number - 1) * WORD + member);
            }
            self.members = Members(self.words.next()?);
            self.number += 1;
        }
    }
}

/// The numbers in a word, in order.
pub(super) struct Members(pub(super) u64);

impl Iterator for Members {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        let first = self.0.trailing_zeros() as usize;
        self.0 &= self.0.wrapping_sub(1);
        (first < WORD).then_some(first)
    }
}
