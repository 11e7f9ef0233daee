//! Order statistics: samples of known rank.

use super::binomial::Share;
use super::random::Random;
use crate::diagnostic::Diagnostic;
use crate::evaluate::bins::Facts;
use crate::evaluate::extremes::Extremes;
use crate::evaluate::moments::Moments;
use crate::evaluate::quartiles;
use crate::evaluate::sample::{Samples, generator};
use crate::gaussian::Gaussian;
use crate::model::MAX_SAMPLES;

/// The block whose generator this method has. Blocks of samples have lesser numbers.
const BLOCK: u64 = MAX_SAMPLES;

/// Samples of which a few are known by their rank, and of the others only between which of these they lie.
pub(crate) struct OrderStatistics<'a> {
    pub(super) samples: Samples<'a>,
    /// For what is not known yet.
    pub(super) random: Random,
    /// By rank; the least and the greatest sample among them.
    pub(super) known: Vec<Known>,
}

/// A sample whose rank is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// Counted from 1.
    pub(super) rank: u64,
    /// The probabilities of a lesser and of a greater sample.
    place: Share,
    /// As a standard normal number.
    pub(super) epsilon: f64,
}

impl Known {
    /// What all samples lie above or below of.
    fn bound(rank: u64, part: f64, epsilon: f64) -> Self {
        let rest = 1.0 - part;
        Self {
            rank,
            place: Share { part, rest },
            epsilon,
        }
    }
}

impl<'a> OrderStatistics<'a> {
    /// Draws the least and the greatest sample. They are the same whatever is drawn after them.
    pub(crate) fn draw(samples: &Samples<'a>) -> Self {
        // A config has no other numbers.
        let number = samples.number.clamp(1, MAX_SAMPLES);
        let mut statistics = Self {
            samples: Samples { number, ..*samples },
            random: Random(generator(samples.seed, samples.stream, BLOCK)),
            known: Vec::new(),
        };
        statistics.sample(number);
        statistics.sample(1);
        statistics
    }

    /// The sample of a rank, drawn if it is not yet known.
    ///
    /// Between two known samples, all others are independent. So the next one known is that of its rank among them,
    /// found in probabilities, where they are uniform (David and Nagaraja, Order statistics, 2003, 2.5).
    fn sample(&mut self, rank: u64) -> f64 {
        let next = self.known.partition_point(|known| known.rank < rank);
        let above = match self.known.get(next) {
            Some(known) if known.rank == rank => return self.samples.value(known.epsilon),
            Some(above) => *above,
            None => Known::bound(self.samples.number + 1, 1.0, f64::INFINITY),
        };
        let below = match self.known[..next].last() {
            Some(below) => *below,
            None => Known::bound(0, 0.0, f64::NEG_INFINITY),
        };
        let within = (self.random).order_statistic(rank - below.rank - 1, above.rank - rank - 1);
        let width = above.place.part - below.place.part;
        let place = Share {
            part: below.place.part + width * within.part,
            rest: above.place.rest + width * within.rest,
        };
        let epsilon = quantile(place).max(below.epsilon).min(above.epsilon);
        let known = Known {
            rank,
            place,
            epsilon,
        };
        self.known.insert(next, known);
        self.samples.value(epsilon)
    }
}

impl Facts for OrderStatistics<'_> {
    fn extremes(&mut self) -> Extremes {
        Extremes {
            least: self.sample(1),
            greatest: self.sample(self.samples.number),
        }
    }

    fn interquartile_range(&mut self) -> f64 {
        let number = self.samples.number;
        let samples = quartiles::ranks(number).map(|rank| self.sample(rank + 1));
        quartiles::distance(number, samples)
    }

    fn moments(&mut self) -> Result<Moments, Diagnostic> {
        Err(
            Diagnostic::error("this rule needs every sample, of which \"counts\" draws a few")
                .about("histogram.bins"),
        )
    }
}

/// The standard normal number at a place, exact relative to itself at both ends.
fn quantile(place: Share) -> f64 {
    if place.part < place.rest {
        Gaussian::STANDARD.inverse_cdf(place.part)
    } else {
        -Gaussian::STANDARD.inverse_cdf(place.rest)
    }
}
