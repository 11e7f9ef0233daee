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
