//! Sets of small numbers, a bit for each.

use std::ops::Range;

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

/// The word that some bits lie in, as most do, and which of its those are; `None` if it is not one alone.
#[inline(always)]
pub(super) fn one(bits: &Range<usize>) -> Option<(usize, u64)> {
    let (word, last) = (bits.start / WORD, bits.end - 1);
    let mask = || u64::MAX >> (WORD - bits.len()) << (bits.start % WORD);
    (word == last / WORD).then(|| (word, mask()))
}

/// The words that some bits lie in, and which of theirs those are.
#[inline(always)]
pub(super) fn masks(bits: &Range<usize>) -> impl Iterator<Item = (usize, u64)> {
    let (first, end) = (bits.start / WORD, bits.end.div_ceil(WORD));
    let from = u64::MAX << (bits.start % WORD);
    let to = u64::MAX >> ((WORD - bits.end % WORD) % WORD);
    (first..end).map(move |word| {
        let from = if word == first { from } else { u64::MAX };
        let to = if word + 1 == end { to } else { u64::MAX };
        (word, from & to)
    })
}
