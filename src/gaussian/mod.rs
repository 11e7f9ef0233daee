//! The normal distribution.

mod double;
mod mass;
mod quantile;

use double::{Double, LN_2};
pub(crate) use mass::GAUSS_LEGENDRE;

/// The density of the standard normal distribution at 0: 1/√(2π) as the nearest double.
pub(crate) const STANDARD_PEAK: f64 = 0.398_942_280_401_432_7;
/// The same in two doubles.
const PEAK: Double = Double::new(STANDARD_PEAK, -2.492_327_202_277_73e-17);
/// √(2π).
const ROOT_TWO_PI: Double = Double::new(2.506_628_274_631_000_7, -1.832_857_998_045_916_7e-16);
/// 1/√2.
const ROOT_HALF: Double = Double::new(std::f64::consts::FRAC_1_SQRT_2, -4.833_646_656_726_457e-17);
/// Farther from the mean, in standard deviations, the density is less than any double, for every σ.
const NO_DENSITY: f64 = 60.0;
/// Farther from the mean, in standard deviations, its logarithm is so: √2 times the root of the largest double.
const NO_LOGARITHM: f64 = 1.896_150_381_621_835e154;

/// A normal distribution N(μ, σ²).
///
/// Its functions take μ, σ and their argument as exactly the doubles they are, are right for all of them, and neither
/// overflow nor underflow unless their result does. At an infinite argument they have their limits; not a number gives not
/// a number. The elementary functions are those of crate `libm`, so the results are the same on every machine.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gaussian {
    mu: f64,
    sigma: f64,
}

/// Why there is no such [`Gaussian`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GaussianError {
    /// μ is infinite or not a number.
    Mu,
    /// σ is infinite, not a number, or not greater than zero.
    Sigma,
}

impl std::fmt::Display for GaussianError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Mu => "mu must be a finite number",
            Self::Sigma => "sigma must be finite and greater than zero",
        })
    }
}

impl std::error::Error for GaussianError {}

impl Gaussian {
    /// Mean 0, standard deviation 1.
    pub(crate) const STANDARD: Self = Self {
        mu: 0.0,
        sigma: 1.0,
    };

    /// The distribution with mean `mu` and standard deviation `sigma`.
    ///
    /// # Errors
    ///
    /// Unless `mu` is finite and `sigma` finite and greater than zero.
    pub fn new(mu: f64, sigma: f64) -> Result<Self, GaussianError> {
        if !(sigma.is_finite() && sigma > 0.0) {
            return Err(GaussianError::Sigma);
        }
        if !mu.is_finite() {
            return Err(GaussianError::Mu);
        }
        // Without the sign of a negative zero, which could show up in a label.
        Ok(Self {
            mu: mu + 0.0,
            sigma,
        })
    }

    /// Mean.
    pub const fn mu(self) -> f64 {
        self.mu
    }

    /// Standard deviation.
    pub const fn sigma(self) -> f64 {
        self.sigma
    }

    /// (z − μ) / σ, rounded once.
    pub fn standardize(self, z: f64) -> f64 {
        self.standard(z).value()
    }

    /// Probability density at `z`: e^(−t²/2) / (σ √(2π)) with t = (z − μ) / σ.
    ///
    /// Within 0.75 units in the last place. Infinite only where the density exceeds the largest double, which takes a σ
    /// of less than 2.3e-309.
    pub fn pdf(self, z: f64) -> f64 {
        let t = self.standard(z);
        if t.high.is_nan() {
            return f64::NAN;
        }
        if t.high.abs() > NO_DENSITY {
            return 0.0;
        }
        let (power, exponent) = (t * t * -0.5).exp();
        let (mantissa, shift) = libm::frexp(self.sigma());
        libm::scalbn((power * PEAK).over(mantissa).value(), exponent - shift)
    }

    /// Natural logarithm of the probability density at `z`: −t²/2 − ln(σ √(2π)) with t = (z − μ) / σ.
    ///
    /// Within 1.25 units in the last place of the larger one of the two terms.
    pub fn ln_pdf(self, z: f64) -> f64 {
        let t = self.standard(z);
        if t.high.abs() > NO_LOGARITHM {
            return f64::NEG_INFINITY;
        }
        // Halved first, as t² may be beyond the largest double where t²/2 is not.
        let half = t * 0.5;
        (-((half * half).scaled(1) + self.ln_scale())).value()
    }

    /// Probability of a value at most `z`: erfc(−t/√2) / 2 with t = (z − μ) / σ.
    ///
    /// Relative error at most 5e-16 where the probability is at least 1e-300.
    pub fn cdf(self, z: f64) -> f64 {
        standard_sf(-self.standard(z))
    }

    /// Probability of a value greater than `z` (survival function), 1 − cdf, as exact as that.
    pub fn sf(self, z: f64) -> f64 {
        standard_sf(self.standard(z))
    }

    /// The z with cdf(z) = `p`: −∞ for 0, ∞ for 1, not a number unless 0 ≤ p ≤ 1.
    ///
    /// For the standard normal distribution the relative error is at most 1e-15 from p = 1e-300 on; otherwise the error
    /// is at most 1e-15 times the greater one of |μ| and |z − μ|.
    pub fn inverse_cdf(self, p: f64) -> f64 {
        let t = match p {
            0.0 => return f64::NEG_INFINITY,
            1.0 => return f64::INFINITY,
            _ if p > 0.0 && p <= 0.5 => quantile::lower_quantile(p),
            _ if p > 0.5 && p < 1.0 => -quantile::lower_quantile(1.0 - p),
            _ => return f64::NAN,
        };
        let z = self.mu + self.sigma() * t;
        // σ t may be beyond the largest double where z is not.
        if z.is_finite() {
            z
        } else {
            64.0 * (self.mu / 64.0 + self.sigma() / 64.0 * t)
        }
    }

    /// (z − μ) / σ in two doubles: its rounding alone would cost the density hundreds of units in the last place.
    fn standard(self, z: f64) -> Double {
        // Halves, where the difference could be beyond the largest double.
        let half = if z.abs().max(self.mu.abs()) > f64::MAX / 4.0 {
            1
        } else {
            0
        };
        let difference = Double::sum(libm::scalbn(z, -half), -libm::scalbn(self.mu, -half));
        let (mantissa, exponent) = libm::frexp(self.sigma());
        let scaled = difference.scaled(half - exponent);
        if scaled.high.abs() < 1e200 {
            scaled.over(mantissa)
        } else {
            Double::new(scaled.high / mantissa, 0.0)
        }
    }

    /// ln(σ √(2π)), exact relative to itself also where it is nearly zero.
    fn ln_scale(self) -> Double {
        let (mut mantissa, mut exponent) = libm::frexp(self.sigma());
        // √(2π) times 0.28 to 0.56 lies about 1.
        if mantissa > 0.56 {
            (mantissa, exponent) = (0.5 * mantissa, exponent + 1);
        }
        let scale = ROOT_TWO_PI * mantissa;
        LN_2 * f64::from(exponent) + Double::sum(libm::log(scale.high), scale.low / scale.high)
    }
}

/// Density of the standard normal distribution at `t`.
fn standard_pdf(t: Double) -> f64 {
    if t.high.abs() > NO_DENSITY {
        return 0.0;
    }
    let (power, exponent) = (t * t * -0.5).exp();
    libm::scalbn((power * PEAK).value(), exponent)
}

/// Probability that a standard normal number is greater than `t`: erfc(t/√2) / 2.
fn standard_sf(t: Double) -> f64 {
    if t.high.abs() > NO_DENSITY {
        return if t.high > 0.0 { 0.0 } else { 1.0 };
    }
    let x = t * ROOT_HALF;
    // The low part of x by the derivative of erfc, −2/√π e^(−x²).
    let correction = std::f64::consts::FRAC_2_SQRT_PI * libm::exp(-x.high * x.high) * x.low;
    0.5 * (libm::erfc(x.high) - correction)
}
