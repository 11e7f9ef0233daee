//! The exact function on one side of the mean, from its anchor outwards.

use super::fit;
use crate::gaussian::GAUSS_LEGENDRE;
use crate::model::Quantity;

/// All that the cubics along a part of a shape depend on, in bits.
pub(crate) type Key = (u8, [u64; 9]);

/// A function on one side of the mean, relative to its value at the anchor. Below, δ is the distance from the anchor in
/// standard deviations, outwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shape {
    pub(crate) quantity: Quantity,
    /// Device pixels per standard deviation.
    pub(crate) unit: f64,
    /// Height of the frame in device pixels.
    pub(crate) height: f64,
    /// Distance of the anchor from the mean in standard deviations.
    pub(crate) anchor: f64,
    /// y fraction at the anchor.
    pub(crate) top: f64,
    /// y fraction infinitely far out.
    pub(crate) limit: f64,
    /// Scale of the y fraction: top - limit for densities and probabilities, 1 / (y range) for logarithms.
    pub(crate) amplitude: f64,
    /// Of the distribution at the anchor: density relative to the probability farther out, per standard deviation.
    pub(crate) hazard: f64,
}

impl Shape {
    /// Control points of cubics along it, in device pixels, x from the anchor.
    pub(crate) fn follow(&self, begin: f64, end: f64, tolerance: f64) -> Vec<fit::Point> {
        let graph = |x| self.graph(x);
        let (from, to) = (begin * self.unit, end * self.unit);
        match self.quantity {
            Quantity::LogPdf => fit::parabola(&graph, from, to).to_vec(),
            Quantity::Pdf | Quantity::Cdf => fit::follow(&graph, from, to, tolerance),
        }
    }

    /// The same with a single cubic, if it is within the tolerance.
    pub(crate) fn single(&self, begin: f64, end: f64, tolerance: f64) -> Option<[fit::Point; 4]> {
        let graph = |x| self.graph(x);
        fit::single(&graph, begin * self.unit, end * self.unit, tolerance)
    }

    /// One of few shapes, at most a tenth larger in x and in y: this one stretched, its anchor at 0. `None` for one that
    /// does not begin at the mean, or whose size is no matter of factors.
    pub(crate) fn rounded_up(&self) -> Option<Self> {
        let up = |size: f64| libm::exp2((8.0 * libm::log2(size)).ceil() / 8.0);
        let amplitude = up(self.amplitude.abs()).copysign(self.amplitude);
        let unit = up(self.unit);
        let fits = self.anchor == 0.0
            && self.quantity != Quantity::LogPdf
            && amplitude.is_normal()
            && unit.is_normal();
        fits.then_some(Self {
            unit,
            amplitude,
            top: 0.0,
            limit: -amplitude,
            ..*self
        })
    }

    /// All that the cubics depend on.
    pub(crate) fn key(&self, begin: f64, end: f64) -> Key {
        let Self {
            quantity,
            unit,
            height,
            anchor,
            top,
            limit,
            amplitude,
            hazard,
        } = *self;
        let numbers = [
            unit, height, anchor, top, limit, amplitude, hazard, begin, end,
        ];
        (quantity as u8, numbers.map(f64::to_bits))
    }

    /// Value and derivative in device pixels.
    fn graph(&self, x: f64) -> (f64, f64) {
        let (value, slope) = self.at(x / self.unit);
        let slope = self.height * slope / self.unit;
        (self.height * value, slope.clamp(f64::MIN, f64::MAX))
    }

    /// From where on it is level but for a number of pixels.
    pub(crate) fn tail(&self, pixels: f64) -> f64 {
        match self.quantity {
            Quantity::LogPdf => f64::INFINITY,
            Quantity::Pdf | Quantity::Cdf => {
                // Both fall at least as fast as exp(-δ (a + δ/2)): the hazard at t is greater than t.
                let height = self.amplitude.abs() * self.height;
                self.fallen(libm::log(height) - libm::log(pixels))
            }
        }
    }

    /// The δ at which the logarithm of the density is less than at the anchor by `drop`.
    pub(crate) fn fallen(&self, drop: f64) -> f64 {
        if drop <= 0.0 {
            return 0.0;
        }
        2.0 * drop / (self.anchor + (self.anchor * self.anchor + 2.0 * drop).sqrt())
    }

    /// y fraction at δ.
    pub(crate) fn value(&self, delta: f64) -> f64 {
        self.at(delta).0
    }

    /// Derivative of the y fraction by δ.
    pub(crate) fn slope(&self, delta: f64) -> f64 {
        self.at(delta).1
    }

    /// Value and derivative.
    fn at(&self, delta: f64) -> (f64, f64) {
        let farther = self.anchor + delta;
        // What is left of the density or probability at the anchor, that less one, and minus its derivative.
        let (rest, fall, rate) = match self.quantity {
            Quantity::LogPdf => {
                let value = self.top - self.amplitude * self.drop(delta);
                return (value, -self.amplitude * farther);
            }
            Quantity::Pdf => {
                let (rest, fall) = decay(self.drop(delta));
                (rest, fall, if rest == 0.0 { 0.0 } else { rest * farther })
            }
            Quantity::Cdf => {
                let (rest, fall) = self.remaining(delta);
                let density = libm::exp(-self.drop(delta));
                (
                    rest,
                    fall,
                    if density == 0.0 {
                        0.0
                    } else {
                        density * self.hazard
                    },
                )
            }
        };
        if self.amplitude == 0.0 {
            return (self.top, 0.0);
        }
        let value = if rest < 0.5 {
            self.limit + self.amplitude * rest
        } else {
            self.top + self.amplitude * fall
        };
        (value, -self.amplitude * rate)
    }

    /// How much less the logarithm of the density is at δ than at the anchor.
    fn drop(&self, delta: f64) -> f64 {
        delta * (self.anchor + 0.5 * delta)
    }

    /// The probability farther out than δ relative to that farther out than the anchor, and that less one.
    fn remaining(&self, delta: f64) -> (f64, f64) {
        let narrow = (self.anchor + 1.0) * delta < 0.25;
        if narrow {
            let share = GAUSS_LEGENDRE
                .iter()
                .map(|&(node, weight)| weight * libm::exp(-self.drop(node * delta)));
            let fall = -self.hazard * delta * share.sum::<f64>();
            return (1.0 + fall, fall);
        }
        let tail = |t: f64| libm::erfc(t * std::f64::consts::FRAC_1_SQRT_2);
        let rest = tail(self.anchor + delta) / tail(self.anchor);
        (rest, rest - 1.0)
    }
}

/// exp(-drop), and that less one.
fn decay(drop: f64) -> (f64, f64) {
    if drop < 0.75 {
        let fall = libm::expm1(-drop);
        (1.0 + fall, fall)
    } else {
        let rest = libm::exp(-drop);
        (rest, rest - 1.0)
    }
}
