//! The normal distribution.

use crate::model::Positive;

/// A normal distribution N(μ, σ²).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gaussian {
    mu: f64,
    sigma: Positive,
}
