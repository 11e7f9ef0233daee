//! Random numbers of log-concave distributions.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::Rng;

/// A generator of uniform numbers.
pub(super) struct Random(pub(super) Xoshiro256PlusPlus);

impl Random {
    /// A number between 0 and 1, neither of them.
    fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// The distance from its mode, of either sign, of a number with a log-concave density.
    ///
    /// `peak` is the density f(m) at the mode m and `ln_ratio(y)` is ln f(m + y) − ln f(m). By rejection from f(m) min(1,
    /// e^(1 − f(m) |y|)), which is above every log-concave f (Devroye, Non-uniform random variate generation, 1986, VII.2):
    /// four trials on average, whatever f is.
    pub(super) fn log_concave(&mut self, peak: f64, ln_ratio: impl Fn(f64) -> f64) -> f64 {
        self.reject(peak, 1.0, ln_ratio)
    }

    /// The same for a distribution of integers, where `peak` is the probability p of the mode.
    ///
    /// As Devroye, A simple generator for discrete log-concave distributions, 1987: an integer is the numbers that are
    /// rounded to it, and they are at most 1/2 nearer to the mode, so p min(1, e^(1 + p/2 − p |y|)) is above them: 4 + p
    /// trials on average.
    pub(super) fn discrete_log_concave(&mut self, peak: f64, ln_ratio: impl Fn(f64) -> f64) -> f64 {
        self.reject(peak, 1.0 + 0.5 * peak, |y| ln_ratio(y.round()))
            .round()
    }

    /// By rejection from `peak` · min(1, e^(`top` − `peak` |y|)).
    fn reject(&mut self, peak: f64, top: f64, ln_ratio: impl Fn(f64) -> f64) -> f64 {
        loop {
            // The area of the flat top is to that of the tails as `top` to 1.
            let place = (top + 1.0) * self.uniform();
            let (distance, ln_hat) = if place < top {
                (place, 0.0)
            } else {
                let ln_hat = libm::log(self.uniform());
                (top - ln_hat, ln_hat)
            };
            let sign = if self.uniform() < 0.5 { -1.0 } else { 1.0 };
            let y = sign * distance / peak;
            if libm::log(self.uniform()) + ln_hat <= ln_ratio(y) {
                return y;
            }
        }
    }
}
