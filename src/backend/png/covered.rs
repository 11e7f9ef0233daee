//! What a shape covers of a row of pixels, as it is added up from left to right.

use std::ops::Range;

use super::bits::{Members, WORD};

/// Takes what is covered.
pub(super) trait Covered {
    /// Forgets what there is.
    fn clear(&mut self);

    /// Goes on to a word of pixels: at these columns, a bit for each, what is covered becomes what `level` says, 0 to
    /// [`LEVELS`](super::coverage::LEVELS). Both words and columns come from left to right, and nothing is covered from the last
    /// column on.
    fn go_on(&mut self, word: usize, columns: u64, level: impl FnMut(usize) -> u32);
}

/// A run of pixels, up to the next one of its row, that are covered equally.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// Its first column.
    pub(super) from: u32,
    /// How much of each is covered.
    pub(super) level: u32,
}

impl Covered for Vec<Run> {
    fn clear(&mut self) {
        Self::clear(self);
    }

    #[inline(always)]
    fn go_on(&mut self, word: usize, columns: u64, mut level: impl FnMut(usize) -> u32) {
        let mut last = self.last().map(|run| run.level);
        for column in Members(columns) {
            let level = level(column);
            if last != Some(level) {
                let from = (word * WORD + column) as u32;
                self.push(Run { from, level });
                last = Some(level);
            }
        }
    }
}

/// How much each pixel is covered.
#[derive(Debug, Default)]
pub(super) struct Levels {
    words: Vec<Word>,
    /// Those in which something may be covered.
    range: Range<usize>,
    /// What is covered after these.
    last: u8,
}

/// A word of pixels.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Which are covered at all, a bit for each.
    pub(super) bits: u64,
    /// How much each of them is.
    pub(super) levels: [u8; WORD],
}

impl Word {
    const NONE: Self = Self {
        bits: 0,
        levels: [0; WORD],
    };
}

impl Levels {
    /// Makes place for so many words.
    pub(super) fn resize(&mut self, words: usize) {
        self.words.resize(words, Word::NONE);
    }

    /// The words in which something may be covered, after the number of the first of them.
    pub(super) fn words(&self) -> (usize, &[Word]) {
        (self.range.start, &self.words[self.range.clone()])
    }
}

impl Covered for Levels {
    fn clear(&mut self) {
        self.range = 0..0;
        self.last = 0;
    }

    #[inline(always)]
    fn go_on(&mut self, word: usize, mut columns: u64, mut level: impl FnMut(usize) -> u32) {
        if self.range.is_empty() {
            self.range = word..word;
        }
        for between in &mut self.words[self.range.end..word] {
            let bits = if self.last > 0 { u64::MAX } else { 0 };
            let levels = [self.last; WORD];
            *between = Word { bits, levels };
        }
        self.range.end = word + 1;
        let Word { bits, levels } = &mut self.words[word];
        *bits = 0;
        let (mut from, mut covered) = (0, self.last);
        while columns != 0 {
            let column = columns.trailing_zeros() as usize % WORD;
            columns &= columns - 1;
            levels[from] = covered;
            if covered > 0 {
                *bits |= (1 << column) - (1 << from);
                // Most are alone.
                if column > from + 1 {
                    levels[from + 1..column].fill(covered);
                }
            }
            (from, covered) = (column, level(column) as u8);
        }
        if covered > 0 {
            *bits |= u64::MAX << from;
            levels[from..].fill(covered);
        }
        self.last = covered;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [(usize, u32); 9] = [
        (3, 5),
        (4, 5),
        (6, 16),
        (62, 7),
        (63, 0),
        (64, 1),
        (120, 16),
        (300, 2),
        (301, 0),
    ];

    /// Goes on to those columns.
    fn follow(covered: &mut impl Covered) {
        for steps in STEPS.chunk_by(|a, b| a.0 / WORD == b.0 / WORD) {
            let word = steps[0].0 / WORD;
            let columns = steps.iter().map(|step| 1 << (step.0 % WORD)).sum();
            let mut next = steps.iter();
            covered.go_on(word, columns, |column| {
                let step = next.next().unwrap();
                assert_eq!(step.0, word * WORD + column);
                step.1
            });
        }
    }

    #[test]
    fn runs_are_as_long_as_they_can_be() {
        let mut runs = Vec::new();
        for _ in 0..2 {
            Covered::clear(&mut runs);
            follow(&mut runs);
            let steps = STEPS.iter().filter(|step| step.0 != 4);
            let expected = steps.map(|&(column, level)| (column as u32, level));
            assert!(runs.iter().map(|run| (run.from, run.level)).eq(expected));
        }
    }

    #[test]
    fn every_pixel_has_the_level_of_the_last_step_before_it() {
        let mut levels = Levels::default();
        levels.resize(6);
        // What is forgotten does not show.
        levels.go_on(0, 1, |_| 9);
        levels.go_on(5, 1, |_| 0);
        for _ in 0..2 {
            levels.clear();
            follow(&mut levels);
            let mut found = [0; 6 * WORD];
            let (first, words) = levels.words();
            for (word, Word { bits, levels }) in (first..).zip(words) {
                for bit in Members(*bits) {
                    found[word * WORD + bit] = u32::from(levels[bit]);
                }
            }
            let mut expected = [0; 6 * WORD];
            for ends in STEPS.windows(2) {
                expected[ends[0].0..ends[1].0].fill(ends[0].1);
            }
            assert_eq!(found, expected);
        }
    }
}
