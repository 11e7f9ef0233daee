//! How two Gaussians lie to each other.

use serde::Serialize;

use super::gamma::excess;
use crate::gaussian::Gaussian;

/// What there is to say about two Gaussians with the densities f and g.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairStatistics {
    /// Position of the first one in the config, counted from 1; f is its density.
    pub first: usize,
    /// Position of the second one, greater than `first`; g is its density.
    pub second: usize,
    /// Where the densities are equal, increasing: the real roots of ln f(z) = ln g(z), a quadratic equation. None where the
    /// Gaussians are the same, one where only their means differ, else two. A root beyond the largest double is left out,
    /// one so far out that both densities are less than any double is not.
    pub crossings: Vec<f64>,
    /// The overlapping coefficient ∫ min(f, g) dz, 0 to 1: the area under both curves (Inman and Bradley, The overlapping
    /// coefficient as a measure of agreement ..., 1989). From the tails beyond the crossings and the probability between them;
    /// the relative error is at most 1e-12.
    pub overlap: f64,
    /// The Kullback-Leibler divergence of g from f, ∫ f ln(f/g) dz = ln(σ₂/σ₁) + (σ₁² + (μ₁ − μ₂)²) / (2σ₂²) − 1/2, in nats
    /// (Kullback and Leibler, On information and sufficiency, 1951). The relative error is at most 1e-13, also where the two
    /// are nearly the same. Infinite where it is beyond the largest double.
    pub kl_divergence: f64,
    /// The same with f and g exchanged: ∫ g ln(g/f) dz.
    pub reverse_kl_divergence: f64,
}

impl PairStatistics {
    /// Of f, which is the `first` one, and g, which is the `second` one.
    pub fn new([first, second]: [usize; 2], f: Gaussian, g: Gaussian) -> Self {
        let couple = (f != g).then(|| Couple::new(f, g));
        Self {
            first,
            second,
            crossings: couple.map_or(Vec::new(), Couple::crossings),
            overlap: couple.map_or(1.0, Couple::overlap),
            kl_divergence: kl_divergence(f, g),
            reverse_kl_divergence: kl_divergence(g, f),
        }
    }
}

/// ∫ f ln(f/g).
fn kl_divergence(f: Gaussian, g: Gaussian) -> f64 {
    let distance = g.standardize(f.mu());
    // σ₁/σ₂ − 1
    let u = (f.sigma() - g.sigma()) / g.sigma();
    let widths = if u < -0.5 {
        let ratio = f.sigma() / g.sigma();
        ln_ratio(g.sigma(), f.sigma()) - 0.5 * (1.0 - ratio) * (1.0 + ratio)
    } else {
        // −ln(1 + u) + (1 + u)²/2 − 1/2
        excess(u) + 0.5 * u * u
    };
    widths + 0.5 * distance * distance
}

/// ln(wide / narrow), also where the ratio is beyond the largest double.
fn ln_ratio(wide: f64, narrow: f64) -> f64 {
    let ratio = wide / narrow;
    if ratio.is_infinite() {
        libm::log(wide) - libm::log(narrow)
    } else if ratio < 2.0 {
        libm::log1p((wide - narrow) / narrow)
    } else {
        libm::log(ratio)
    }
}

/// Where distances are nearly infinite, all are scaled by this: so that no root of interest overflows. What it makes vanish
/// would not overlap with something so far.
const SMALLER: f64 = 1.0 / 65536.0;
/// Where distances are so small that doubles are too coarse for them, all are scaled by this.
const LARGER: f64 = (1_u64 << 63) as f64;

/// Two different Gaussians as seen from the mean of the narrower one.
#[derive(Debug, Clone, Copy)]
struct Couple {
    /// Mean of the narrower one.
    origin: f64,
    /// The lengths below are the Gaussians' times this.
    scale: f64,
    /// The lesser standard deviation.
    narrow: f64,
    /// The greater standard deviation, or the same.
    wide: f64,
    /// Mean of the wider one less that of the narrower one.
    offset: f64,
}

impl Couple {
    fn new(f: Gaussian, g: Gaussian) -> Self {
        // Of two equally wide the lower one, so that the order does not matter.
        let key = |of: Gaussian| (of.sigma(), of.mu());
        let (narrow, wide) = if key(f) <= key(g) { (f, g) } else { (g, f) };
        let offset = wide.mu() - narrow.mu();
        let scale = if !offset.is_finite() || narrow.sigma() > 1e300 {
            SMALLER
        } else if narrow.sigma() < 1e-290 && offset.abs().max(wide.sigma()) < 1e280 {
            LARGER
        } else {
            1.0
        };
        Self {
            origin: narrow.mu(),
            scale,
            narrow: (narrow.sigma() * scale).max(f64::from_bits(1)),
            wide: wide.sigma() * scale,
            offset: if offset.is_finite() {
                offset * scale
            } else {
                wide.mu() * scale - narrow.mu() * scale
            },
        }
    }

    /// Where the densities are equal, from the origin: the lower root and the higher one, infinite where there is none.
    ///
    /// With ϱ = narrow/wide and Λ = −ln ϱ, they are the roots of (1 − ϱ²) y² + 2 ϱ² offset y = ϱ² (offset² + 2 Λ wide²),
    /// computed without differences of like numbers.
    fn roots(&self) -> (f64, f64) {
        let Self { narrow, wide, .. } = *self;
        if narrow == wide {
            return (f64::NEG_INFINITY, 0.5 * self.offset);
        }
        let unit = wide.max(self.offset.abs());
        let (offset, deviation) = (self.offset.abs() / unit, wide / unit);
        let ratio = narrow / wide;
        let curvature = (wide - narrow) / wide * (1.0 + ratio);
        let log = ln_ratio(wide, narrow);
        let sum = ratio * offset + libm::hypot(offset, deviation * (2.0 * curvature * log).sqrt());
        // ϱ · unit: not by the ratio where that may have underflowed.
        let stretch = unit / wide;
        let reach = if stretch.is_finite() {
            narrow * stretch
        } else {
            ratio * unit
        };
        // Towards the wider one, and away from it.
        let towards = reach * ((offset * offset + 2.0 * log * deviation * deviation) / sum);
        let away = -reach * (sum / curvature);
        if self.offset < 0.0 {
            (-towards, -away)
        } else {
            (away, towards)
        }
    }

    fn crossings(self) -> Vec<f64> {
        let (low, high) = self.roots();
        [low, high]
            .into_iter()
            .map(|root| self.origin + root / self.scale)
            .filter(|z| z.is_finite())
            .collect()
    }

    /// ∫ min(f, g). An error in a root moves probability from one term to another of the same density, so it does not matter.
    fn overlap(self) -> f64 {
        let gaussians = [(0.0, self.narrow), (self.offset, self.wide)]
            .map(|(mu, sigma)| Gaussian::new(mu, sigma));
        let [Ok(narrow), Ok(wide)] = gaussians else {
            return 0.0;
        };
        let (low, high) = self.roots();
        (narrow.cdf(low) + wide.mass(low, high) + narrow.sf(high)).min(1.0)
    }
}
