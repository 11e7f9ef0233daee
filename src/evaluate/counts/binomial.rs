//! The binomial distribution and that of order statistics, exact for every n up to 2^53 in a time that does not depend on
//! it.

use super::random::Random;

/// A probability and what it lacks to 1, as the difference would lose a small one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    pub(super) part: f64,
    pub(super) rest: f64,
}

impl Share {
    /// Of a part in itself and a rest. Where both are nothing, all is rest.
    pub(super) fn of(part: f64, rest: f64) -> Self {
        let whole = part + rest;
        if whole > 0.0 {
            Self {
                part: part / whole,
                rest: rest / whole,
            }
        } else {
            Self {
                part: 0.0,
                rest: 1.0,
            }
        }
    }
}

impl Random {
    /// How many of `number` samples, at most 2^53, fall to the part, each with the probability `share`.
    pub(super) fn binomial(&mut self, number: u64, share: Share) -> u64 {
        if number == 0 || share.part == 0.0 {
            return 0;
        }
        if share.rest == 0.0 {
            return number;
        }
        let number = number as f64;
        let mode = ((number + 1.0) * share.part).floor().min(number);
        // The mode plus y may not be a double where the two are.
        let other = number - mode;
        let at_mode = ln_probability(mode, other, share);
        let y = self.discrete_log_concave(libm::exp(at_mode), |y| {
            if -y > mode || y > other {
                f64::NEG_INFINITY
            } else {
                ln_probability(mode + y, other - y, share) - at_mode
            }
        });
        (mode + y) as u64
    }

    /// Where among uniform numbers between 0 and 1 that one lies that `below` of them are less and `above` of them greater
    /// than: a number of the distribution Beta(below + 1, above + 1).
    ///
    /// Its density is the binomial probability that `below` of the others are less, times the number of them all.
    pub(super) fn order_statistic(&mut self, below: u64, above: u64) -> Share {
        let [below, above] = [below, above].map(|number| number as f64);
        // The only one of its kind may lie anywhere.
        let others = (below + above).max(1.0);
        let mode = Share {
            part: below / others,
            rest: if below > 0.0 { above / others } else { 1.0 },
        };
        let at_mode = ln_probability(below, above, mode);
        let at = |y: f64| Share {
            part: mode.part + y,
            rest: mode.rest - y,
        };
        let peak = (below + above + 1.0) * libm::exp(at_mode);
        let y = self.log_concave(peak, |y| {
            let share = at(y);
            if share.part > 0.0 && share.rest > 0.0 {
                ln_probability(below, above, share) - at_mode
            } else {
                f64::NEG_INFINITY
            }
        });
        at(y)
    }
}

/// The logarithm of the binomial probability that `part` of `part` + `rest` samples fall to the part.
///
/// Loader, Fast and accurate computation of binomial probabilities, 2000: differences of ln Γ would lose all digits of
/// great numbers.
fn ln_probability(part: f64, rest: f64, share: Share) -> f64 {
    if part == 0.0 {
        return rest * ln_complement(share.rest, share.part);
    }
    if rest == 0.0 {
        return part * ln_complement(share.part, share.rest);
    }
    let number = part + rest;
    stirling(number)
        - stirling(part)
        - stirling(rest)
        - deviance(part, number * share.part)
        - deviance(rest, number * share.rest)
        + 0.5 * libm::log(number / (std::f64::consts::TAU * part * rest))
}

/// ln `p`, where 1 − p is `complement`.
fn ln_complement(p: f64, complement: f64) -> f64 {
    if complement < 0.5 {
        libm::log1p(-complement)
    } else {
        libm::log(p)
    }
}

/// What Stirling's formula lacks: ln n! − ln(√(2πn) (n/e)^n) for whole n of at least 1.
fn stirling(n: f64) -> f64 {
    #[rustfmt::skip]
    const FIRST: [f64; 15] = [
        0.081_061_466_795_327_26, 0.041_340_695_955_409_3, 0.027_677_925_684_998_34, 0.020_790_672_103_765_093,
        0.016_644_691_189_821_193, 0.013_876_128_823_070_748, 0.011_896_709_945_891_77, 0.010_411_265_261_972_096,
        0.009_255_462_182_712_733, 0.008_330_563_433_362_87, 0.007_573_675_487_951_841, 0.006_942_840_107_209_53,
        0.006_408_994_188_004_207, 0.005_951_370_112_758_847_5, 0.005_554_733_551_962_801,
    ];
    if let Some(first) = FIRST.get((n as usize).saturating_sub(1)) {
        return *first;
    }
    let square = n * n;
    let series = [1.0 / 1188.0, -1.0 / 1680.0, 1.0 / 1260.0, -1.0 / 360.0];
    let series = series.iter().fold(0.0, |sum, term| (sum + term) / square);
    (1.0 / 12.0 + series) / n
}

/// x ln(x / m) + m − x.
fn deviance(x: f64, m: f64) -> f64 {
    let difference = x - m;
    let ratio = difference / (x + m);
    if ratio.abs() >= 0.1 {
        return x * libm::log(x / m) - difference;
    }
    // The logarithm is 2 (r + r³/3 + r⁵/5 + …); what its first term leaves of the difference is r times that.
    let square = ratio * ratio;
    let series = (1..=8)
        .rev()
        .fold(0.0, |sum, k| square * (sum + 1.0 / f64::from(2 * k + 1)));
    ratio * (difference + 2.0 * x * series)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::sample::generator;
    use crate::gaussian::Gaussian;

    const NUMBER: usize = 30_000;
    /// The largest number of samples.
    const MOST: u64 = 1 << 53;

    fn random(stream: u64) -> Random {
        Random(generator(1, stream, 0))
    }

    /// A share that is given by its lesser side.
    fn part(part: f64) -> Share {
        let rest = 1.0 - part;
        Share { part, rest }
    }

    fn rest(rest: f64) -> Share {
        let part = 1.0 - rest;
        Share { part, rest }
    }

    /// The probabilities of the numbers from the first one on that matter, by the ratios of neighbours alone.
    fn probabilities(number: u64, share: Share) -> (u64, Vec<f64>) {
        let mean = number as f64 * share.part;
        let around = 12.0 * (mean * share.rest).sqrt() + 40.0;
        let first = (mean - around).max(0.0) as u64;
        let last = number.min(first + 2 * around as u64);
        let odds = share.part / share.rest;
        let mut weights = vec![1e-100];
        for k in first..last {
            let ratio = (number - k) as f64 / (k + 1) as f64 * odds;
            weights.push(weights[weights.len() - 1] * ratio);
        }
        let sum: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= sum);
        (first, weights)
    }

    /// Whether the chi-square statistic is one that is exceeded once in 10 000 times (Wilson and Hilferty, 1931).
    fn assert_chi_square(observed: &[u64], probabilities: &[f64], what: &str) {
        let total = observed.iter().sum::<u64>() as f64;
        let (mut statistic, mut classes, mut count, mut expected) = (0.0, 0.0, 0.0, 0.0);
        let mut left = 1.0;
        for (number, probability) in observed.iter().zip(probabilities) {
            count += *number as f64;
            expected += total * probability;
            left -= probability;
            // The last class takes what is too little for another one.
            if expected >= 10.0 && total * left >= 10.0 {
                statistic += (count - expected) * (count - expected) / expected;
                classes += 1.0;
                (count, expected) = (0.0, 0.0);
            }
        }
        statistic += (count - expected) * (count - expected) / expected;
        let part = 2.0 / (9.0 * f64::max(classes, 1.0));
        let root = 1.0 - part + 3.719 * part.sqrt();
        let bound = f64::max(classes, 1.0) * root * root * root;
        assert!(
            statistic < bound,
            "{what}: {statistic} of {classes} classes"
        );
    }

    /// Whether numbers have this distribution function, by the bound of Kolmogorov and Smirnov that is exceeded once in
    /// 10 000 times.
    fn assert_distribution(mut numbers: Vec<f64>, cdf: impl Fn(f64) -> f64, what: &str) {
        numbers.sort_by(f64::total_cmp);
        let total = numbers.len() as f64;
        let distance = numbers.iter().enumerate().map(|(i, &x)| {
            let exact = cdf(x);
            let [low, high] = [i, i + 1].map(|count| (exact - count as f64 / total).abs());
            low.max(high)
        });
        let distance = distance.fold(0.0, f64::max);
        assert!(distance < 2.23 / total.sqrt(), "{what}: {distance}");
    }

    #[test]
    fn probabilities_are_those_of_fifty_digits() {
        let cases = [
            (0, 10, 0.25, -2.876_820_724_517_809),
            (3, 10, 0.25, -1.385_165_847_740_092_3),
            (10, 10, 0.25, -13.862_943_611_198_906),
            (17, 40, 0.5, -2.516_996_525_541_679_3),
            (0, MOST, 1e-15, -9.007_199_254_740_998),
            (9, MOST, 1e-15, -2.026_809_161_924_716),
            (MOST / 2, MOST, 0.5, -18.594_191_637_483_277),
            (MOST / 2 + 100_000_000, MOST, 0.5, -20.814_637_686_733_59),
            (MOST / 4 - 1_000_000_000, MOST, 0.25, -314.509_852_903_680_8),
            (
                1_000_000,
                1_000_000_000_000,
                1.0 / 1_048_576.0,
                -1_115.197_407_313_124,
            ),
        ];
        for (count, number, share, expected) in cases {
            let found = ln_probability(count as f64, (number - count) as f64, part(share));
            let error = (found - expected) / f64::max(1.0, expected.abs());
            assert!(error.abs() < 4e-15, "{count} of {number}: {found}");
        }
    }

    #[test]
    fn binomial_numbers_have_their_probabilities() {
        let cases = [
            (1, part(0.5)),
            (2, part(0.3)),
            (5, part(0.9)),
            (10, part(0.5)),
            (10, part(1e-3)),
            (30, part(0.2)),
            (100, part(0.01)),
            (100, rest(0.01)),
            (1000, part(0.5)),
            (1000, part(0.3)),
            (1_000_000, part(1e-6)),
            (1_000_000, part(0.1)),
            (1_000_000_000, rest(1e-3)),
            (1_000_000_000_000, part(1e-11)),
            (MOST, part(1e-16)),
            (MOST, part(1e-15)),
            (MOST, rest(1e-15)),
        ];
        for (case, (number, share)) in cases.into_iter().enumerate() {
            let mut random = random(case as u64);
            let (first, probabilities) = probabilities(number, share);
            let mut observed = vec![0; probabilities.len()];
            for _ in 0..NUMBER {
                observed[(random.binomial(number, share) - first) as usize] += 1;
            }
            assert_chi_square(&observed, &probabilities, &format!("{number} {share:?}"));
        }
    }

    #[test]
    fn great_binomial_numbers_are_normal() {
        for (case, share) in [part(0.5), part(0.3), rest(1e-3)].into_iter().enumerate() {
            let mut random = random(100 + case as u64);
            let mode = (MOST as f64 * share.part).floor();
            let deviation = (MOST as f64 * share.part * share.rest).sqrt();
            // The distance from the mean is a double; the number itself has none to spare.
            let distances = (0..NUMBER).map(|_| random.binomial(MOST, share) as f64 - mode);
            let normal = |x: f64| Gaussian::STANDARD.cdf(x / deviation);
            assert_distribution(distances.collect(), normal, &format!("{share:?}"));
        }
    }

    #[test]
    fn binomial_numbers_of_sure_shares_are_sure() {
        let mut random = random(200);
        assert_eq!(random.binomial(MOST, part(0.0)), 0);
        assert_eq!(random.binomial(MOST, rest(0.0)), MOST);
        assert_eq!(random.binomial(MOST, part(5e-324)), 0);
        assert_eq!(random.binomial(MOST, rest(5e-324)), MOST);
        assert_eq!(random.binomial(0, part(0.5)), 0);
        assert_eq!(random.binomial(7, Share::of(0.0, 0.0)), 0);
    }

    #[test]
    fn order_statistics_have_their_distribution() {
        let check = |stream, [below, above]: [u64; 2], cdf: &dyn Fn(Share) -> f64| {
            let mut random = random(stream);
            let places = (0..NUMBER).map(|_| random.order_statistic(below, above));
            let uniform = places.map(cdf).collect();
            assert_distribution(uniform, |x| x, &format!("{below} {above}"));
        };
        check(300, [0, 0], &|place| place.part);
        check(301, [1, 0], &|place| place.part * place.part);
        check(302, [1, 1], &|place| {
            place.part * place.part * (3.0 - 2.0 * place.part)
        });
        for (stream, above) in [(303, 1), (304, 9), (305, 1_000_000), (306, MOST - 1)] {
            let number = (above + 1) as f64;
            let least = |x: f64| -libm::expm1(number * libm::log1p(-x));
            check(stream, [0, above], &|place| least(place.part));
            check(stream + 10, [above, 0], &|place| least(place.rest));
        }
        // One of the least of very many is the sum of that many waiting times.
        let second = |x: f64| 1.0 - (1.0 + MOST as f64 * x) * libm::exp(-(MOST as f64) * x);
        check(320, [1, MOST - 2], &|place| second(place.part));
        let quarter = MOST / 4;
        let deviation = (0.25 * 0.75 / MOST as f64).sqrt();
        let normal = |x: f64| Gaussian::STANDARD.cdf((x - 0.25) / deviation);
        check(321, [quarter, 3 * quarter - 1], &|place| normal(place.part));
    }
}
