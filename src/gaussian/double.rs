//! Numbers as unevaluated sums of two doubles, with about 106 significant bits.
//!
//! Dekker, A floating-point technique for extending the available precision, 1971; Knuth, The art of computer
//! programming, volume 2, 4.2.2. Without fused multiply-add, which is slow where the processor has none.

use std::ops::{Add, Mul, Neg};

/// high + low, where `low` is at most half a unit in the last place of `high`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Double {
    pub(super) high: f64,
    pub(super) low: f64,
}

/// ln 2.
pub(super) const LN_2: Double = Double::new(std::f64::consts::LN_2, 2.319_046_813_846_299_6e-17);

impl Double {
    pub(super) const fn new(high: f64, low: f64) -> Self {
        Self { high, low }
    }

    /// `a + b`, exactly.
    pub(super) fn sum(a: f64, b: f64) -> Self {
        let high = a + b;
        let rounded = high - a;
        Self::new(high, (a - (high - rounded)) + (b - rounded))
    }

    /// `a * b`, exactly, if nothing overflows or underflows; factors of less than 10^300.
    pub(super) fn product(a: f64, b: f64) -> Self {
        let high = a * b;
        let ((a1, a2), (b1, b2)) = (split(a), split(b));
        Self::new(high, ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2)
    }

    /// This over `divisor`.
    pub(super) fn over(self, divisor: f64) -> Self {
        let quotient = self.high / divisor;
        let product = Self::product(quotient, divisor);
        let rest = (self.high - product.high) - product.low + self.low;
        Self::sum(quotient, rest / divisor)
    }

    /// This times 2^`exponent`.
    pub(super) fn scaled(self, exponent: i32) -> Self {
        Self::new(
            libm::scalbn(self.high, exponent),
            libm::scalbn(self.low, exponent),
        )
    }

    /// The nearest double.
    pub(super) fn value(self) -> f64 {
        self.high + self.low
    }

    /// e to the power of this as (m, k), meaning m · 2^k, m between 0.7 and 1.5. The relative error is less than 2^-55.
    /// The absolute value must be less than 10^9.
    pub(super) fn exp(self) -> (Self, i32) {
        let k = libm::round(self.high / LN_2.high);
        let rest = self + -(LN_2 * k);
        let x = rest.high;
        // e^x - 1 - x by its Taylor series, for |x| < 0.35.
        let tail = (3..=16)
            .rev()
            .fold(1.0, |sum, n| 1.0 + x / f64::from(n) * sum);
        let sum = Self::sum(1.0, x);
        let low = sum.low + (0.5 * x * x * tail + rest.low * sum.high);
        (Self::sum(sum.high, low), k as i32)
    }
}

impl Add for Double {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let sum = Self::sum(self.high, other.high);
        Self::sum(sum.high, sum.low + (self.low + other.low))
    }
}

impl Mul for Double {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let product = Self::product(self.high, other.high);
        let low = product.low + (self.high * other.low + self.low * other.high);
        Self::sum(product.high, low)
    }
}

impl Mul<f64> for Double {
    type Output = Self;

    fn mul(self, factor: f64) -> Self {
        self * Self::new(factor, 0.0)
    }
}

impl Neg for Double {
    type Output = Self;

    fn neg(self) -> Self {
        Self::new(-self.high, -self.low)
    }
}

/// Two numbers of 26 bits whose sum is `a` (Veltkamp).
fn split(a: f64) -> (f64, f64) {
    let scaled = 134_217_729.0 * a;
    let high = scaled - (scaled - a);
    (high, a - high)
}
