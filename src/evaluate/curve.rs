//! Curves as chains of cubic Béziers.
//!
//! On either side of its mean every normal density falls from the mean outwards, as do its logarithm and the share of
//! the distribution that lies farther out. So a curve is one or two such [`Branch`]es. Each starts at its anchor, the
//! visible point nearest to the mean, and knows its function relative to the value there: nothing is ever a small
//! difference of large numbers, however far the mean or however narrow the range.

use super::fit;
use crate::gaussian::{GAUSS_LEGENDRE, Gaussian, STANDARD_PEAK};
use crate::model::{Canvas, Quantity, Range};

/// How far a curve may be from the exact one, in device pixels.
pub const TOLERANCE: f64 = 0.05;

/// A curve inside the frame, as a chain of n cubic Béziers.
///
/// Positions are fractions of the frame: (0, 0) is its lower left corner, at the start of the x and y range, (1, 1) its
/// upper right corner. So nothing is rounded to the doubles near μ, which may be wide apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// 3n + 1 control points: the start, and for each cubic its two control points and its end. The x fractions never
    /// decrease, from 0 to 1. The y fractions may lie outside of 0 to 1: clip at the frame. Far outside, the curve is
    /// cut off by a level line.
    pub points: Vec<(f64, f64)>,
}

/// Where a curve is drawn: the ranges of the axes, and the size of the frame, which decides how exact it must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    pub(crate) x: Range,
    pub(crate) y: Range,
    /// Device pixels.
    pub(crate) width: f64,
    /// Device pixels.
    pub(crate) height: f64,
}

impl Frame {
    /// The largest frame that fits on the canvas.
    pub(crate) fn new(x: Range, y: Range, canvas: Canvas) -> Self {
        Self {
            x,
            y,
            width: canvas.width() * canvas.scale(),
            height: canvas.height() * canvas.scale(),
        }
    }

    /// The y fractions beyond which curves are cut off: far enough that no line is so wide that one sees it, near enough
    /// that positions in pixels are exact even in single precision.
    fn window(&self) -> (f64, f64) {
        let margin = 4.0 * self.width.max(self.height) / self.height;
        (-margin, 1.0 + margin)
    }
}

/// The curve of `quantity`. `None` if it is more than 10^308 times as high as the y range.
pub(crate) fn curve(gaussian: Gaussian, quantity: Quantity, frame: &Frame) -> Option<Curve> {
    let (mu, x) = (gaussian.mu(), frame.x);
    let left = (x.start() < mu).then(|| Branch::new(gaussian, quantity, frame, Side::Left));
    let right = (mu < x.end()).then(|| Branch::new(gaussian, quantity, frame, Side::Right));
    let mut points = Vec::new();
    if let Some(left) = left {
        points = left?.trace();
        points.reverse();
    }
    if let Some(right) = right {
        let right = right?.trace();
        points.extend_from_slice(
            right
                .get(usize::from(!points.is_empty())..)
                .unwrap_or_default(),
        );
    }
    Some(Curve { points })
}

/// On which side of the mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// A curve on one side of the mean. Below, δ is the distance from the anchor in standard deviations, outwards.
struct Branch<'a> {
    quantity: Quantity,
    frame: &'a Frame,
    /// x fraction of the anchor.
    start: f64,
    /// x fraction of the other end: 0 or 1.
    end: f64,
    /// Frame widths per standard deviation, negative on the left.
    rate: f64,
    /// Distance of the anchor from the mean in standard deviations.
    anchor: f64,
    /// δ of the other end.
    length: f64,
    /// y fraction at the anchor.
    top: f64,
    /// y fraction infinitely far out.
    limit: f64,
    /// Scale of the y fraction: top - limit for densities and probabilities, 1 / (y range) for logarithms.
    amplitude: f64,
    /// Of the distribution at the anchor: density relative to the probability farther out, per standard deviation.
    hazard: f64,
}

impl<'a> Branch<'a> {
    /// `None` if its amplitude is not a finite number.
    fn new(gaussian: Gaussian, quantity: Quantity, frame: &'a Frame, side: Side) -> Option<Self> {
        let (x, y) = (frame.x, frame.y);
        let anchor = gaussian.mu().clamp(x.start(), x.end());
        let (end, far, sign) = match side {
            Side::Left => (0.0, x.start(), -1.0),
            Side::Right => (1.0, x.end(), 1.0),
        };
        let outside = match side {
            Side::Left => gaussian.cdf(anchor),
            Side::Right => gaussian.sf(anchor),
        };
        // The value at the anchor and the limit far out, both above the lower end of the y range.
        let (top, limit, height) = match (quantity, side) {
            (Quantity::Pdf, _) => {
                let density = gaussian.pdf(anchor);
                (density - y.start(), -y.start(), density)
            }
            (Quantity::LogPdf, _) => (gaussian.ln_pdf(anchor) - y.start(), f64::NEG_INFINITY, 1.0),
            (Quantity::Cdf, Side::Left) => (outside - y.start(), -y.start(), outside),
            (Quantity::Cdf, Side::Right) => {
                let limit = 1.0 - y.start();
                (limit - outside, limit, -outside)
            }
        };
        let amplitude = height / y.length();
        let distance = gaussian.standardize(anchor).abs().min(f64::MAX);
        amplitude.is_finite().then(|| Self {
            quantity,
            frame,
            start: (anchor - x.start()) / x.length(),
            end,
            // No narrower than can be seen, no wider than matters, so that nothing overflows.
            rate: sign * (gaussian.sigma() / x.length()).clamp(1e-14, 1e200),
            anchor: distance,
            length: ((far - anchor).abs() / gaussian.sigma()).min(f64::MAX),
            top: (top / y.length()).clamp(f64::MIN, f64::MAX),
            limit: limit / y.length(),
            amplitude,
            hazard: STANDARD_PEAK * libm::exp(-0.5 * distance * distance) / outside,
        })
    }

    /// The control points from the anchor to the other end.
    fn trace(&self) -> Vec<(f64, f64)> {
        let (begin, finish) = (self.entry(0.0), self.entry(self.length));
        let mut chain = vec![(self.start, self.clamp(self.value(0.0)))];
        if begin > 0.0 {
            line(
                &mut chain,
                (self.position(begin), self.clamp(self.value(begin))),
            );
        }
        let tail = self.tail().min(finish).max(begin);
        if begin < tail {
            self.follow(begin, tail, &mut chain);
        }
        if tail < finish {
            self.fade(tail, finish, &mut chain);
        }
        if finish < self.length || chain.len() == 1 {
            line(&mut chain, (self.end, self.clamp(self.value(self.length))));
        }
        // Rounding must not turn it back.
        let mut reached = self.start;
        for (x, _) in &mut chain {
            reached = if self.rate > 0.0 {
                x.max(reached)
            } else {
                x.min(reached)
            };
            *x = reached;
        }
        chain
    }

    /// Follows the curve within the tolerance.
    fn follow(&self, begin: f64, end: f64, chain: &mut Vec<(f64, f64)>) {
        let Frame { width, height, .. } = *self.frame;
        let unit = self.rate.abs() * width;
        let graph = |x: f64| {
            let delta = x / unit;
            let slope = height * self.slope(delta) / unit;
            (height * self.value(delta), slope.clamp(f64::MIN, f64::MAX))
        };
        let mut pixels = Vec::new();
        let (from, to) = (begin * unit, end * unit);
        match self.quantity {
            Quantity::LogPdf => fit::follow_parabola(&graph, from, to, &mut pixels),
            _ => fit::follow(&graph, from, to, TOLERANCE, &mut pixels),
        }
        chain.extend(
            pixels
                .iter()
                .map(|&(x, y)| (self.position(x / unit), self.clamp(y / height))),
        );
        if let (Some(last), true) = (chain.last_mut(), end == self.length) {
            last.0 = self.end;
        }
    }

    /// One cubic for the part that is level but for less than can be seen: it leaves the curve in its direction, and
    /// stays between the values at its ends.
    fn fade(&self, begin: f64, end: f64, chain: &mut Vec<(f64, f64)>) {
        let (from, to) = (self.value(begin), self.value(end));
        let reach = ((to - from) / self.slope(begin)).min((end - begin) / 3.0);
        let reach = if reach > 0.0 { reach } else { 0.0 };
        let first =
            from + (self.slope(begin) * reach).clamp((to - from).min(0.0), (to - from).max(0.0));
        let (x0, x1) = (self.position(begin), self.position(end));
        chain.push((x0 + reach / (end - begin) * (x1 - x0), first));
        chain.push((x1 + (x0 - x1) / 3.0, to));
        chain.push((x1, to));
    }

    /// From where on the curve is level but for half of the tolerance.
    fn tail(&self) -> f64 {
        match self.quantity {
            Quantity::LogPdf => f64::INFINITY,
            Quantity::Pdf | Quantity::Cdf => {
                let pixels = self.amplitude.abs() * self.frame.height;
                // Both fall at least as fast as exp(-δ (a + δ/2)): the hazard at t is greater than t.
                self.fallen(libm::log(pixels) - libm::log(0.5 * TOLERANCE))
            }
        }
    }

    /// The δ at which the logarithm of the density is less than at the anchor by `drop`.
    fn fallen(&self, drop: f64) -> f64 {
        if drop <= 0.0 {
            return 0.0;
        }
        2.0 * drop / (self.anchor + (self.anchor * self.anchor + 2.0 * drop).sqrt())
    }

    /// The δ nearest to `delta` at which the curve is inside the window; the other end of the curve if there is none.
    fn entry(&self, delta: f64) -> f64 {
        let value = self.value(delta);
        let level = self.clamp(value);
        if level == value {
            return delta;
        }
        let farthest = match self.quantity {
            Quantity::LogPdf => 2.0 * self.fallen((self.top - level) / self.amplitude),
            // Where every exponential has vanished.
            Quantity::Pdf | Quantity::Cdf => 40.0,
        };
        let (mut near, mut far) = (0.0, self.length.min(farthest));
        let falls = self.amplitude > 0.0;
        for _ in 0..80 {
            let middle = 0.5 * (near + far);
            if (self.value(middle) > level) == falls {
                near = middle;
            } else {
                far = middle;
            }
        }
        // Exactly the ends where the curve stays outside.
        if far == self.length.min(farthest) {
            self.length
        } else if near == 0.0 {
            0.0
        } else {
            far
        }
    }

    fn clamp(&self, value: f64) -> f64 {
        let (low, high) = self.frame.window();
        value.clamp(low, high)
    }

    /// x fraction at δ.
    fn position(&self, delta: f64) -> f64 {
        if delta <= 0.0 {
            return self.start;
        }
        if delta >= self.length {
            return self.end;
        }
        (self.start + self.rate * delta).clamp(0.0, 1.0)
    }

    /// y fraction at δ.
    fn value(&self, delta: f64) -> f64 {
        if self.amplitude == 0.0 {
            return self.top;
        }
        let (fall, rest) = match self.quantity {
            Quantity::LogPdf => return self.top - self.amplitude * self.drop(delta),
            Quantity::Pdf => (libm::expm1(-self.drop(delta)), libm::exp(-self.drop(delta))),
            Quantity::Cdf => self.remaining(delta),
        };
        if rest < 0.5 {
            self.limit + self.amplitude * rest
        } else {
            self.top + self.amplitude * fall
        }
    }

    /// Derivative of the y fraction by δ.
    fn slope(&self, delta: f64) -> f64 {
        let density = libm::exp(-self.drop(delta));
        match self.quantity {
            Quantity::LogPdf => -self.amplitude * (self.anchor + delta),
            _ if density == 0.0 || self.amplitude == 0.0 => 0.0,
            Quantity::Pdf => -self.amplitude * density * (self.anchor + delta),
            Quantity::Cdf => -self.amplitude * density * self.hazard,
        }
    }

    /// How much less the logarithm of the density is at δ than at the anchor.
    fn drop(&self, delta: f64) -> f64 {
        delta * (self.anchor + 0.5 * delta)
    }

    /// The probability farther out than δ relative to that farther out than the anchor: less one, and as it is.
    fn remaining(&self, delta: f64) -> (f64, f64) {
        let narrow = (self.anchor + 1.0) * delta < 0.25;
        if narrow {
            let share = GAUSS_LEGENDRE
                .iter()
                .map(|&(node, weight)| weight * libm::exp(-self.drop(node * delta)));
            let fall = -self.hazard * delta * share.sum::<f64>();
            return (fall, 1.0 + fall);
        }
        let tail = |t: f64| libm::erfc(t * std::f64::consts::FRAC_1_SQRT_2);
        let rest = tail(self.anchor + delta) / tail(self.anchor);
        (rest - 1.0, rest)
    }
}

/// A straight line to `to`.
fn line(chain: &mut Vec<(f64, f64)>, to: (f64, f64)) {
    if let Some(&from) = chain.last() {
        let between = |share: f64| {
            (
                from.0 + share * (to.0 - from.0),
                from.1 + share * (to.1 - from.1),
            )
        };
        chain.extend([between(1.0 / 3.0), between(2.0 / 3.0), to]);
    }
}
