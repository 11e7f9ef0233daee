//! Cubic Béziers along the graph of a smooth function, which is given by its value and its derivative at each x.

/// A point of the plane, x and y in the same unit.
pub(crate) type Point = (f64, f64);

/// Where a cubic is compared with the function, as Bézier parameters: about where the error of a cubic that matches it at
/// both ends and at [`MATCHED`] is greatest.
const CHECKED: [f64; 7] = [0.07, 0.14, 0.4, 0.5, 0.6, 0.86, 0.93];
/// Where a cubic is made to match its function beside its ends.
const MATCHED: [f64; 2] = [0.27, 0.73];

/// Share of the tolerance that the error may reach where it is checked, as it may be a little greater beside.
const LIMIT: f64 = 0.95;
/// Share of the tolerance that the length of a cubic is chosen for.
const AIM: f64 = 0.85;

/// About the most cubics, should the values be too coarse for the tolerance.
const MOST: f64 = 256.0;
/// What a cubic that swings beyond its ends counts as, in tolerances.
const BULGE: f64 = 10.0;

/// Appends to `chain` cubics that follow a monotone graph from `from` to `to`, `from < to`, and deviate from it by at most
/// `tolerance`. Each begins and ends on the graph in its direction there.
///
/// Each is as long as the tolerance allows, so there are as few as possible.
pub(crate) fn follow(
    graph: &impl Fn(f64) -> (f64, f64),
    from: f64,
    to: f64,
    tolerance: f64,
    chain: &mut Vec<Point>,
) {
    let least = (to - from) / MOST;
    let mut start = from;
    let mut step = to - from;
    while start < to {
        let rest = to - start;
        step = step.min(rest);
        let cubic = loop {
            // To the end, too, where doubles are too far apart for the step.
            let next = start + step;
            let end = if step < rest && start < next {
                next
            } else {
                to
            };
            let cubic = Cubic::along(graph, start, end);
            let error = if cubic.is_monotone() {
                cubic.error(graph)
            } else {
                BULGE * tolerance
            };
            // The error grows as the sixth power of the length.
            let growth = libm::cbrt((AIM * tolerance / error).sqrt());
            let fits = error <= LIMIT * tolerance;
            if fits || step <= least {
                start = end;
                step = (step * growth.clamp(0.9, 4.0)).max(least);
                break cubic;
            }
            step = (step * growth.clamp(0.1, 0.95)).max(least);
        };
        chain.extend_from_slice(&cubic.0[1..]);
    }
}

/// Appends to `chain` the cubic that is the graph of a quadratic polynomial from `from` to `to`.
pub(crate) fn follow_parabola(
    graph: &impl Fn(f64) -> (f64, f64),
    from: f64,
    to: f64,
    chain: &mut Vec<Point>,
) {
    let ends = [from, to].map(|x| (x, graph(x)));
    chain.extend_from_slice(&Cubic::hermite(ends, THIRDS).0[1..]);
}

/// The handles of a cubic polynomial in x.
const THIRDS: [f64; 2] = [1.0 / 3.0; 2];

/// A cubic Bézier by its control points, x increasing.
struct Cubic([Point; 4]);

impl Cubic {
    /// The cubic that begins and ends on the graph in its direction there, and also passes through it at two places
    /// between, if there is one (de Boor, Höllig and Sabin, High accuracy geometric Hermite interpolation, 1987, match
    /// the curvature at the ends instead); else the one that is a cubic polynomial in x.
    fn along(graph: &impl Fn(f64) -> (f64, f64), start: f64, end: f64) -> Self {
        let ends = [start, end].map(|x| (x, graph(x)));
        let mut handles = THIRDS;
        for _ in 0..4 {
            let cubic = Self::hermite(ends, handles);
            let [first, second] = MATCHED.map(|s| {
                let (x, y) = cubic.at(s);
                let (value, slope) = graph(x);
                let weight = 3.0 * s * (1.0 - s) * (end - start);
                // The excess and its derivatives by the two handles.
                [
                    y - value,
                    weight * (1.0 - s) * (ends[0].1.1 - slope),
                    weight * s * (slope - ends[1].1.1),
                ]
            });
            let determinant = first[1] * second[2] - first[2] * second[1];
            handles[0] -= (first[0] * second[2] - first[2] * second[0]) / determinant;
            handles[1] -= (first[1] * second[0] - first[0] * second[1]) / determinant;
            // Short of each other, so that x increases from one control point to the next.
            let apart = handles[0] + handles[1] <= 1.0;
            if !(apart && handles.iter().all(|handle| *handle >= 0.1)) {
                return Self::hermite(ends, THIRDS);
            }
        }
        Self::hermite(ends, handles)
    }

    /// The cubic with these ends and directions, the handles' extent in x as shares of the whole.
    fn hermite(
        [(x0, (y0, slope0)), (x3, (y3, slope3))]: [(f64, (f64, f64)); 2],
        handles: [f64; 2],
    ) -> Self {
        let [first, second] = handles.map(|handle| handle * (x3 - x0));
        Self([
            (x0, y0),
            (x0 + first, y0 + slope0 * first),
            (x3 - second, y3 - slope3 * second),
            (x3, y3),
        ])
    }

    /// The point at a parameter between 0 and 1.
    fn at(&self, s: f64) -> Point {
        let r = 1.0 - s;
        let weights = [r * r * r, 3.0 * r * r * s, 3.0 * r * s * s, s * s * s];
        let sum =
            |pick: fn(&Point) -> f64| weights.iter().zip(&self.0).map(|(w, p)| w * pick(p)).sum();
        (sum(|p| p.0), sum(|p| p.1))
    }

    /// Whether y does not go back and forth: where the graph is steep, beside it may be near, but beyond its ends is not.
    fn is_monotone(&self) -> bool {
        let rounding = 1e-9;
        let steps = self.0.windows(2).map(|w| w[1].1 - w[0].1);
        steps.clone().all(|step| step >= -rounding) || steps.clone().all(|step| step <= rounding)
    }

    /// The greatest distance from the graph.
    fn error(&self, graph: &impl Fn(f64) -> (f64, f64)) -> f64 {
        CHECKED
            .iter()
            .map(|&s| distance(graph, self.at(s)))
            .fold(0.0, f64::max)
    }
}

/// How far a point is from the graph: at most this, and not much less.
fn distance(graph: &impl Fn(f64) -> (f64, f64), (x, y): Point) -> f64 {
    let mut foot = x;
    let mut least = f64::INFINITY;
    for _ in 0..3 {
        let (value, slope) = graph(foot);
        least = least.min(libm::hypot(foot - x, value - y));
        // To the nearest point of the tangent.
        foot += ((x - foot) + slope * (y - value)) / (1.0 + slope * slope);
    }
    least
}
