//! The normal distribution.

use crate::model::Positive;

/// 1 / √(2π), the density of the standard normal distribution at 0.
const PEAK: f64 = 0.398_942_280_401_432_7;

/// A normal distribution N(μ, σ²).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gaussian {
    mu: f64,
    sigma: Positive,
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
    /// The distribution with mean `mu` and standard deviation `sigma`.
    ///
    /// # Errors
    ///
    /// Unless `mu` is finite and `sigma` finite and greater than zero.
    pub fn new(mu: f64, sigma: f64) -> Result<Self, GaussianError> {
        let sigma = Positive::new(sigma).ok_or(GaussianError::Sigma)?;
        if !mu.is_finite() {
            return Err(GaussianError::Mu);
        }
        Ok(Self { mu, sigma })
    }

    /// Mean.
    pub const fn mu(self) -> f64 {
        self.mu
    }

    /// Standard deviation.
    pub const fn sigma(self) -> f64 {
        self.sigma.get()
    }

    /// (z − μ) / σ.
    pub fn standardize(self, z: f64) -> f64 {
        (z - self.mu) / self.sigma()
    }

    /// Probability density at `z`.
    pub fn pdf(self, z: f64) -> f64 {
        let t = self.standardize(z);
        PEAK * libm::exp(-0.5 * t * t) / self.sigma()
    }

    /// Natural logarithm of the probability density at `z`.
    pub fn ln_pdf(self, z: f64) -> f64 {
        let t = self.standardize(z);
        -0.5 * t * t - libm::log(self.sigma()) + libm::log(PEAK)
    }

    /// Probability of a value at most `z`.
    pub fn cdf(self, z: f64) -> f64 {
        0.5 * libm::erfc(-self.standardize(z) * std::f64::consts::FRAC_1_SQRT_2)
    }

    /// Probability of a value greater than `z`.
    pub fn sf(self, z: f64) -> f64 {
        0.5 * libm::erfc(self.standardize(z) * std::f64::consts::FRAC_1_SQRT_2)
    }
}
