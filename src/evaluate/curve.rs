//! Curves as chains of cubic Béziers.
//!
//! On either side of its mean every normal density falls from the mean outwards, as do its logarithm and the share of
//! the distribution that lies farther out. So a curve is one or two such [`Branch`]es. Each starts at its anchor, the
//! visible point nearest to the mean, and knows its function relative to the value there: nothing is ever a small
//! difference of large numbers, however far the mean or however narrow the range.

use std::collections::BTreeMap;

use super::fit;
use super::shape::{Key, Shape};
use crate::gaussian::{Gaussian, STANDARD_PEAK};
use crate::model::{Canvas, Quantity, Range};

/// How far a curve may be from the exact one, in device pixels.
pub const TOLERANCE: f64 = 0.05;
/// Share of the tolerance by which what is drawn level may be above or below that.
const LEVEL: f64 = 0.93;

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
pub(crate) fn curve(
    gaussian: Gaussian,
    quantity: Quantity,
    frame: &Frame,
    templates: &mut Templates,
) -> Option<Curve> {
    let (mu, x) = (gaussian.mu(), frame.x);
    let left = (x.start() < mu).then(|| Branch::new(gaussian, quantity, frame, Side::Left));
    let right = (mu < x.end()).then(|| Branch::new(gaussian, quantity, frame, Side::Right));
    let mut points = Vec::new();
    if let Some(left) = left {
        points = left?.trace(templates);
        points.reverse();
    }
    if let Some(right) = right {
        let right = right?.trace(templates);
        points.extend_from_slice(
            right
                .get(usize::from(!points.is_empty())..)
                .unwrap_or_default(),
        );
    }
    Some(Curve { points })
}

/// From so many curves on, those of nearly one width share their cubics: a few more for each, and far fewer to find.
const MANY: usize = 100;

/// The cubics of each shape that has been followed: curves of one width are the same but for their place, and so are the
/// two sides of a density.
#[derive(Debug, Default)]
pub(crate) struct Templates {
    known: BTreeMap<Key, Vec<fit::Point>>,
    /// Whether there are so many curves that shapes are rounded up to shared ones.
    shared: bool,
}

impl Templates {
    /// None yet, for a figure of so many curves.
    pub(crate) fn new(curves: usize) -> Self {
        Self {
            known: BTreeMap::new(),
            shared: curves >= MANY,
        }
    }

    fn follow(&mut self, shape: &Shape, begin: f64, end: f64) -> &[fit::Point] {
        let follow = || shape.follow(begin, end, TOLERANCE);
        self.known
            .entry(shape.key(begin, end))
            .or_insert_with(follow)
    }

    /// Cubics from the peak to where the curve is level but for less than can be seen, and the δ of that: those of a
    /// shape that is a little larger, made smaller, which makes no distance greater. `None` if cubics are not shared, or
    /// the curve ends before.
    fn shrunk(&mut self, shape: &Shape, end: f64) -> Option<(Vec<fit::Point>, f64)> {
        let larger = shape.rounded_up().filter(|_| self.shared)?;
        let tail = larger.tail(LEVEL * TOLERANCE);
        let cubics = (tail < end).then(|| self.follow(&larger, 0.0, tail))?;
        let (x, y) = (shape.unit / larger.unit, shape.amplitude / larger.amplitude);
        let top = shape.top * shape.height;
        let shrink = |point: &fit::Point| (x * point.0, top + y * point.1);
        Some((cubics.iter().map(shrink).collect(), tail))
    }
}

/// On which side of the mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// A curve on one side of the mean. Below, δ is the distance from the anchor in standard deviations, outwards.
struct Branch<'a> {
    shape: Shape,
    frame: &'a Frame,
    /// x fraction of the anchor.
    start: f64,
    /// x fraction of the other end: 0 or 1.
    end: f64,
    /// Frame widths per standard deviation, negative on the left.
    rate: f64,
    /// δ of the other end.
    length: f64,
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
        // No narrower than can be seen, no wider than matters, so that nothing overflows.
        let rate = (gaussian.sigma() / x.length()).clamp(1e-14, 1e200);
        let shape = Shape {
            quantity,
            unit: rate * frame.width,
            height: frame.height,
            anchor: distance,
            top: (top / y.length()).clamp(f64::MIN, f64::MAX),
            limit: limit / y.length(),
            amplitude,
            hazard: STANDARD_PEAK * libm::exp(-0.5 * distance * distance) / outside,
        };
        amplitude.is_finite().then(|| Self {
            shape,
            frame,
            start: (anchor - x.start()) / x.length(),
            end,
            rate: sign * rate,
            length: ((far - anchor).abs() / gaussian.sigma()).min(f64::MAX),
        })
    }

    /// The control points from the anchor to the other end.
    fn trace(&self, templates: &mut Templates) -> Vec<(f64, f64)> {
        let (begin, finish) = (self.entry(0.0), self.entry(self.length));
        let mut chain = vec![(self.start, self.clamp(self.shape.value(0.0)))];
        if begin > 0.0 {
            line(
                &mut chain,
                (self.position(begin), self.clamp(self.shape.value(begin))),
            );
        }
        let tail = self.shape.tail(LEVEL * TOLERANCE).min(finish).max(begin);
        if begin < tail {
            self.follow([begin, tail, finish], templates, &mut chain);
        } else if tail < finish {
            self.fade(tail, finish, &mut chain);
        }
        if finish < self.length || chain.len() == 1 {
            line(
                &mut chain,
                (self.end, self.clamp(self.shape.value(self.length))),
            );
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

    /// Appends cubics from `begin` to `tail` or farther, and what the curve is from there to `finish`.
    fn follow(
        &self,
        [begin, tail, finish]: [f64; 3],
        templates: &mut Templates,
        chain: &mut Vec<(f64, f64)>,
    ) {
        let shrunk = (begin == 0.0).then(|| templates.shrunk(&self.shape, finish));
        let (cubics, reached) = shrunk
            .flatten()
            .unwrap_or_else(|| self.own(begin, tail, finish, templates));
        chain.extend(cubics.iter().skip(1).map(|&(x, y)| {
            let delta = x / self.shape.unit;
            (self.position(delta), self.clamp(y / self.frame.height))
        }));
        if let (Some(last), true) = (chain.last_mut(), reached == self.length) {
            last.0 = self.end;
        }
        if reached < finish {
            self.fade(reached, finish, chain);
        }
    }

    /// The template from `begin` to `tail`, or to `finish` if its last cubic can reach that, and where it ends.
    fn own(
        &self,
        begin: f64,
        tail: f64,
        finish: f64,
        templates: &mut Templates,
    ) -> (Vec<fit::Point>, f64) {
        let mut cubics = templates.follow(&self.shape, begin, tail).to_vec();
        if let (true, [.., start, _, _, _]) = (tail < finish, &cubics[..]) {
            let start = start.0 / self.shape.unit;
            if let Some(longer) = self.shape.single(start, finish, TOLERANCE) {
                cubics.truncate(cubics.len() - 4);
                cubics.extend(longer);
                return (cubics, finish);
            }
        }
        (cubics, tail)
    }

    /// One cubic for the part that is level but for less than can be seen: it leaves the curve in its direction, and
    /// stays between the values at its ends.
    fn fade(&self, begin: f64, end: f64, chain: &mut Vec<(f64, f64)>) {
        let (from, to) = (self.shape.value(begin), self.shape.value(end));
        let reach = ((to - from) / self.shape.slope(begin)).min((end - begin) / 3.0);
        let reach = if reach > 0.0 { reach } else { 0.0 };
        let first = from
            + (self.shape.slope(begin) * reach).clamp((to - from).min(0.0), (to - from).max(0.0));
        let (x0, x1) = (self.position(begin), self.position(end));
        chain.push((x0 + reach / (end - begin) * (x1 - x0), first));
        chain.push((x1 + (x0 - x1) / 3.0, to));
        chain.push((x1, to));
    }

    /// The δ nearest to `delta` at which the curve is inside the window; the other end of the curve if there is none.
    fn entry(&self, delta: f64) -> f64 {
        let value = self.shape.value(delta);
        let level = self.clamp(value);
        if level == value {
            return delta;
        }
        let farthest = match self.shape.quantity {
            Quantity::LogPdf => {
                2.0 * self
                    .shape
                    .fallen((self.shape.top - level) / self.shape.amplitude)
            }
            // Where every exponential has vanished.
            Quantity::Pdf | Quantity::Cdf => 40.0,
        };
        let (mut near, mut far) = (0.0, self.length.min(farthest));
        let falls = self.shape.amplitude > 0.0;
        for _ in 0..80 {
            let middle = 0.5 * (near + far);
            if (self.shape.value(middle) > level) == falls {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Positive;

    fn frame() -> Frame {
        let [width, height, scale] = [800.0, 346.0, 2.0].map(|side| Positive::new(side).unwrap());
        let (x, y) = (Range::new(-10.0, 10.0), Range::new(-0.05, 0.45));
        let canvas = Canvas::new(width, height, scale);
        Frame::new(x.unwrap(), y.unwrap(), canvas.unwrap())
    }

    /// The curves of one figure, and how many templates they have.
    fn curves(quantity: Quantity, gaussians: &[(f64, f64)]) -> (Vec<Curve>, usize) {
        let mut templates = Templates::new(gaussians.len());
        let curve = |&(mu, sigma): &(f64, f64)| {
            let gaussian = Gaussian::new(mu, sigma).unwrap();
            curve(gaussian, quantity, &frame(), &mut templates).unwrap()
        };
        let curves = gaussians.iter().map(curve).collect();
        (curves, templates.known.len())
    }

    #[test]
    fn curves_of_one_width_share_their_templates() {
        let gaussians = [(0.3, 1.0), (-2.0, 1.0), (1e-9, 1.0), (4.5, 1.0)];
        assert_eq!(curves(Quantity::Pdf, &gaussians).1, 1);
        // A distribution function is not the mirror image of itself.
        assert_eq!(curves(Quantity::Cdf, &gaussians).1, 2);
        assert_eq!(curves(Quantity::Pdf, &[(0.3, 1.0), (0.3, 0.9)]).1, 2);
    }

    #[test]
    fn a_curve_does_not_depend_on_the_others() {
        // The last two are cut off on one side, and have their mean outside.
        let gaussians = [(0.3, 1.0), (-2.0, 1.0), (8.0, 1.0), (11.0, 1.0)];
        for quantity in [Quantity::Pdf, Quantity::LogPdf, Quantity::Cdf] {
            let (together, _) = curves(quantity, &gaussians);
            for (curve, gaussian) in together.iter().zip(gaussians) {
                assert_eq!(curves(quantity, &[gaussian]).0, std::slice::from_ref(curve));
            }
        }
    }
}
