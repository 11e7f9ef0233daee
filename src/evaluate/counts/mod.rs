//! Bin counts drawn without drawing every sample; [`crate::evaluate`] says how.

mod binomial;
mod order;
mod random;

pub(crate) use order::OrderStatistics;

use super::key::{key, value};
use crate::gaussian::Gaussian;
use binomial::Share;
use random::Random;

impl OrderStatistics<'_> {
    /// Draws how many samples lie left of the first of these edges, in each bin between them, and right of the last. A bin
    /// contains its left edge; the last one contains both.
    pub(super) fn count(self, edges: &[f64]) -> Vec<u64> {
        let thresholds = self.thresholds(edges);
        let cell = |epsilon| thresholds.partition_point(|&threshold| threshold <= epsilon);
        let mut counts = vec![0; edges.len() + 1];
        for known in &self.known {
            counts[cell(known.epsilon)] += 1;
        }
        let mut random = self.random;
        for gap in self.known.windows(2) {
            let (below, above) = (gap[0], gap[1]);
            let (first, last) = (cell(below.epsilon), cell(above.epsilon));
            let mut ends = vec![below.epsilon];
            ends.extend(&thresholds[first..last]);
            ends.push(above.epsilon);
            let masses = ends
                .windows(2)
                .map(|ends| Gaussian::STANDARD.mass(ends[0], ends[1]));
            let masses: Vec<f64> = masses.collect();
            let others = above.rank - below.rank - 1;
            spread(&mut random, others, &masses, &mut counts[first..=last]);
        }
        counts
    }

    /// For each edge the least ε whose sample is not left of it; for the last edge, whose sample is right of it. From the ε
    /// of the least sample to that of the greatest; infinity if there is none.
    ///
    /// Samples are rounded. Between these numbers lie just those that are rounded into a bin, even one that is no wider
    /// than doubles are apart.
    fn thresholds(&self, edges: &[f64]) -> Vec<f64> {
        let passes = |index: usize, epsilon: f64| {
            let value = self.samples.value(epsilon);
            value > edges[index] || value == edges[index] && index + 1 < edges.len()
        };
        let [mut start, end] = match self.known[..] {
            [least, .., greatest] => [least, greatest].map(|known| known.epsilon),
            [only] => [only.epsilon; 2],
            [] => return Vec::new(),
        };
        let edges = 0..edges.len();
        edges
            .map(|index| {
                start = first(start, end, |epsilon| passes(index, epsilon));
                start
            })
            .collect()
    }
}

/// The first double from `start` to `end` that passes, if all after it do; infinity if there is none.
fn first(start: f64, end: f64, passes: impl Fn(f64) -> bool) -> f64 {
    if passes(start) {
        return start;
    }
    if !passes(end) {
        return f64::INFINITY;
    }
    let (mut fails, mut found) = (key(start), key(end));
    while found - fails > 1 {
        let middle = fails + (found - fails) / 2;
        if passes(value(middle)) {
            found = middle;
        } else {
            fails = middle;
        }
    }
    value(found)
}

/// Adds `number` samples to the counts of bins with these probabilities, which need not sum to one.
///
/// A binomial number says how many fall into the first half of the bins, and so on in each half. Both halves' probabilities
/// are sums, so a small one is as exact as a great one; taking one bin after the other, the last would have what
/// differences leave.
fn spread(random: &mut Random, number: u64, masses: &[f64], counts: &mut [u64]) {
    if number == 0 {
        return;
    }
    if let [count] = counts {
        *count += number;
        return;
    }
    let half = counts.len() / 2;
    let (left, right) = masses.split_at(half);
    let [part, rest] = [left, right].map(|masses| masses.iter().sum());
    let before = random.binomial(number, Share::of(part, rest));
    let (first, second) = counts.split_at_mut(half);
    spread(random, before, left, first);
    spread(random, number - before, right, second);
}
