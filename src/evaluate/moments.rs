//! Moments of samples, the same in whatever order they come.

use super::sample::Tally;

/// One in the fixed-point numbers that are added up: |ε|³ < 2^11 still fits into 64 bits.
const ONE: f64 = (1_u64 << 48) as f64;

/// Sums of the powers of ε. They are sums of integers, so they do not depend on the order of the samples, and with 2^53
/// samples they do not overflow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moments {
    number: u64,
    /// Of the first, second and third powers, in units of 1 / [`ONE`].
    sums: [i128; 3],
}

impl Moments {
    /// Of no samples.
    pub(crate) const NONE: Self = Self {
        number: 0,
        sums: [0; 3],
    };

    /// Standard deviation of ε, with the number of samples as divisor.
    pub(crate) fn standard_deviation(&self) -> f64 {
        let [mean, square, _] = self.means();
        (square - mean * mean).max(0.0).sqrt()
    }

    /// Third central moment over the third power of the standard deviation.
    pub(crate) fn skewness(&self) -> f64 {
        let [mean, square, cube] = self.means();
        let deviation = self.standard_deviation();
        (cube - 3.0 * mean * square + 2.0 * mean * mean * mean)
            / (deviation * deviation * deviation)
    }

    fn means(&self) -> [f64; 3] {
        self.sums.map(|sum| sum as f64 / ONE / self.number as f64)
    }
}

impl Tally for Moments {
    fn add(&mut self, epsilons: &[f64], _: impl Iterator<Item = f64>) {
        self.number += epsilons.len() as u64;
        for &epsilon in epsilons {
            let powers = [epsilon, epsilon * epsilon, epsilon * epsilon * epsilon];
            for (sum, power) in self.sums.iter_mut().zip(powers) {
                *sum += i128::from((power * ONE) as i64);
            }
        }
    }

    fn merge(&mut self, other: Self) {
        self.number += other.number;
        for (sum, more) in self.sums.iter_mut().zip(other.sums) {
            *sum += more;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64]) -> Moments {
        let mut moments = Moments::NONE;
        moments.add(values, std::iter::empty());
        moments
    }

    #[test]
    fn moments_are_those_of_the_definition() {
        // The deviations from the mean are -1.5, -1.5, 0 and 3.
        let moments = of(&[-0.5, -0.5, 1.0, 4.0]);
        assert!((moments.standard_deviation() - 3.375_f64.sqrt()).abs() < 1e-13);
        let third = (2.0 * -3.375 + 27.0) / 4.0;
        assert!((moments.skewness() - third / (3.375 * 3.375_f64.sqrt())).abs() < 1e-13);
    }

    #[test]
    fn moments_do_not_depend_on_the_order() {
        let (mut first, second) = (of(&[0.1, 1e-9, -7.9]), of(&[3.3, -0.7]));
        let whole = of(&[-0.7, -7.9, 3.3, 0.1, 1e-9]);
        first.merge(second);
        assert_eq!((first.number, first.sums), (whole.number, whole.sums));
    }
}
