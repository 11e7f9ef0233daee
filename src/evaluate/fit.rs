//! Cubic Béziers along the graph of a smooth function, which is given by its value and its derivative at each x.

/// A point of the plane, x and y in the same unit.
pub(crate) type Point = (f64, f64);

/// Places on a cubic where it is compared with the function.
const CHECKED: u32 = 32;
/// Places that show whether it is worth looking at all of these.
const FEW: u32 = 7;
/// Places on a cubic by which it is made to match its function.
const MATCHED: u32 = 9;

/// Share of the tolerance that the error may reach where it is checked, as it may be a little greater between.
const LIMIT: f64 = 0.93;
/// Share of the tolerance that the length of a cubic is chosen for.
const AIM: f64 = 0.7;
/// Share of the tolerance from which on a longer cubic is not worth the search: it would be at most a quarter longer, and the last
/// one mostly has room for that.
const NEAR: f64 = 0.24;

/// Lengths that are not worth telling apart have at most this ratio.
const CLOSE: f64 = 1.03;
/// Lengths that have a greater ratio tell nothing of each other.
const FAR: f64 = 3.0;

/// About the most cubics, should the values be too coarse for the tolerance.
const MOST: f64 = 256.0;
/// How far a control point may be back from the one before, in tolerances: cubics that soon become level are longest with
/// handles that pass the level, though the curve itself hardly does.
const BACKWARD: f64 = 6.0;
/// What a cubic that goes farther back counts as, in tolerances.
const BULGE: f64 = 10.0;

/// Cubics that follow a monotone graph from `from` to `to`, `from < to`, and deviate from it by at most `tolerance`: their
/// control points, the first one's start included. Each begins and ends on the graph in its direction there.
///
/// Each is nearly as long as the tolerance allows, so there are about as few as possible.
pub(crate) fn follow(
    graph: &impl Fn(f64) -> (f64, f64),
    from: f64,
    to: f64,
    tolerance: f64,
) -> Vec<Point> {
    let least = (to - from) / MOST;
    let mut chain = vec![(from, graph(from).0)];
    let mut start = from;
    let mut guess = to - from;
    while start < to {
        let cubic = longest(graph, start, to, guess, least, tolerance);
        chain.extend_from_slice(&cubic.0[1..]);
        let end = cubic.0[3].0;
        guess = end - start;
        start = end;
    }
    chain
}

/// The cubic from `start` to `end` if it deviates from the graph by at most `tolerance`.
pub(crate) fn single(
    graph: &impl Fn(f64) -> (f64, f64),
    start: f64,
    end: f64,
    tolerance: f64,
) -> Option<[Point; 4]> {
    let (cubic, error) = Cubic::along(graph, start, end, tolerance);
    (error <= LIMIT * tolerance).then_some(cubic.0)
}

/// About the longest cubic from `start` that fits, but no shorter than `least`, and no farther than `to`.
fn longest(
    graph: &impl Fn(f64) -> (f64, f64),
    start: f64,
    to: f64,
    guess: f64,
    least: f64,
    tolerance: f64,
) -> Cubic {
    // All the rest, if it is not much longer than what fitted before.
    let rest = to - start;
    let mut step = if rest <= FAR * guess { rest } else { guess };
    // The longest that is known to fit, and the shortest that is known not to.
    let (mut short, mut long) = (None, None);
    loop {
        // To the end, too, where doubles are too far apart for the step.
        let end = if start < start + step && step < rest {
            start + step
        } else {
            to
        };
        let (cubic, error) = Cubic::along(graph, start, end, tolerance);
        let fits = error <= LIMIT * tolerance;
        if fits && (end == to || error >= NEAR * tolerance) || step <= least {
            return cubic;
        }
        if fits {
            short = Some((step, error, cubic));
        } else {
            long = Some((step, error));
        }
        // The error grows as the sixth power of the length, and faster yet.
        let power = || libm::pow(AIM * tolerance / error, 1.0 / 6.0);
        step = match (short.take(), long) {
            (Some((low, _, cubic)), Some((high, _))) if high <= CLOSE * low => return cubic,
            (Some((low, near, cubic)), Some((high, far))) => {
                short = Some((low, near, cubic));
                between([low, near], [high, far], AIM * tolerance)
            }
            (Some(longest), None) => {
                short = Some(longest);
                step * power().clamp(CLOSE, FAR)
            }
            (None, _) => step * power().clamp(1.0 / FAR, 1.0 / CLOSE),
        }
        .max(least)
        .min(rest);
    }
}

/// The length at which the error is `aim`, if its logarithm is linear in that of the length.
fn between([low, near]: [f64; 2], [high, far]: [f64; 2], aim: f64) -> f64 {
    let power = libm::log(high / low) / libm::log(far / near);
    let margin = 0.05 * (high - low);
    let step = low * libm::pow(aim / near, power);
    step.max(low + margin).min(high - margin)
}

/// The cubic that is the graph of a quadratic polynomial from `from` to `to`.
pub(crate) fn parabola(graph: &impl Fn(f64) -> (f64, f64), from: f64, to: f64) -> [Point; 4] {
    let ends = [from, to].map(|x| (x, graph(x)));
    Cubic::hermite(ends, THIRDS).0
}

/// Both ends of a cubic: x, and the graph's value and derivative there.
type Ends = [(f64, (f64, f64)); 2];

/// The handles of a cubic polynomial in x, as shares of its extent.
const THIRDS: [f64; 2] = [1.0 / 3.0; 2];

/// A cubic Bézier by its control points, x increasing.
struct Cubic([Point; 4]);

impl Cubic {
    /// The cubic that begins and ends on the graph in its direction there and is nearest to it between, and its error.
    fn along(
        graph: &impl Fn(f64) -> (f64, f64),
        start: f64,
        end: f64,
        tolerance: f64,
    ) -> (Self, f64) {
        let ends = [start, end].map(|x| (x, graph(x)));
        let mut best = (Self::hermite(ends, THIRDS), f64::INFINITY);
        for handles in [Some(THIRDS), tail_handles(ends)].into_iter().flatten() {
            let handles = adjusted(graph, ends, handles).unwrap_or(handles);
            let cubic = Self::hermite(ends, handles);
            let error = if cubic.backward() <= BACKWARD * tolerance {
                cubic.error(graph, tolerance)
            } else {
                BULGE * tolerance
            };
            if error < best.1 {
                best = (cubic, error);
            }
            if error <= LIMIT * tolerance {
                break;
            }
        }
        best
    }

    /// The cubic with these ends and directions, the handles' extent in x as shares of the whole.
    fn hermite([(x0, (y0, slope0)), (x3, (y3, slope3))]: Ends, handles: [f64; 2]) -> Self {
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

    /// How far y goes back from a control point to the next: where the graph is steep, beside it may be near, but beyond
    /// its ends is not.
    fn backward(&self) -> f64 {
        let rise = self.0[3].1 - self.0[0].1;
        let steps = self.0.windows(2).map(|w| w[1].1 - w[0].1);
        steps.fold(0.0, |back, step| back.max(-step.copysign(step * rise)))
    }

    /// The greatest distance from the graph, or by how much it passes the graph's values at its ends. About that, if it is
    /// more than the tolerance.
    fn error(&self, graph: &impl Fn(f64) -> (f64, f64), tolerance: f64) -> f64 {
        let (first, last) = (self.0[0].1, self.0[3].1);
        let (low, high) = (first.min(last), first.max(last));
        let greater = |known: f64, s: f64| {
            let point = self.at(s);
            let beyond = (point.1 - high).max(low - point.1);
            known.max(beyond).max(distance(graph, point, known))
        };
        let few = places(FEW).fold(0.0, greater);
        if few > tolerance {
            return few;
        }
        places(CHECKED).fold(few, greater)
    }
}

/// Handles whose cubic is near to the graph in the sum of squares, by two steps of Gauss and Newton's method from `handles`;
/// `None` if that leads to handles that pass each other or have no length. More steps make cubics hardly longer.
fn adjusted(
    graph: &impl Fn(f64) -> (f64, f64),
    ends: Ends,
    mut handles: [f64; 2],
) -> Option<[f64; 2]> {
    for _ in 0..2 {
        let cubic = Cubic::hermite(ends, handles);
        // The sums of products of the deviation and its derivatives by the handles.
        let [mut aa, mut ab, mut bb, mut ad, mut bd] = [0.0; 5];
        for s in places(MATCHED) {
            let (x, y) = cubic.at(s);
            let (value, slope) = graph(x);
            // Across the graph.
            let weight = 1.0 / (1.0 + slope * slope).sqrt();
            let reach = 3.0 * s * (1.0 - s) * (ends[1].0 - ends[0].0) * weight;
            let a = reach * (1.0 - s) * (ends[0].1.1 - slope);
            let b = reach * s * (slope - ends[1].1.1);
            let deviation = (y - value) * weight;
            aa += a * a;
            ab += a * b;
            bb += b * b;
            ad += a * deviation;
            bd += b * deviation;
        }
        let determinant = aa * bb - ab * ab;
        handles[0] -= (ad * bb - bd * ab) / determinant;
        handles[1] -= (bd * aa - ad * ab) / determinant;
        // Short of each other, so that x increases from one control point to the next.
        let apart = handles[0] + handles[1] <= 1.0;
        if !(apart && handles.iter().all(|handle| *handle >= 0.01)) {
            return None;
        }
    }
    Some(handles)
}

/// Handles for a graph that soon becomes level: both to where its direction at the start leads to the level of its end.
fn tail_handles([(x0, (y0, slope)), (x3, (y3, _))]: Ends) -> Option<[f64; 2]> {
    let reach = (y3 - y0) / slope / (x3 - x0);
    (reach > 0.0 && reach < 0.25).then_some([1.2 * reach, 1.0 - 1.6 * reach])
}

/// Bézier parameters, evenly spread between 0 and 1.
fn places(number: u32) -> impl Iterator<Item = f64> {
    (0..number).map(move |i| (f64::from(i) + 0.5) / f64::from(number))
}

/// How far a point is from the graph: at most this, and not much less unless it is less than `known`.
fn distance(graph: &impl Fn(f64) -> (f64, f64), (x, y): Point, known: f64) -> f64 {
    let mut foot = x;
    let mut least = f64::INFINITY;
    for _ in 0..3 {
        let (value, slope) = graph(foot);
        least = least.min(libm::hypot(foot - x, value - y));
        if least <= known {
            break;
        }
        // To the nearest point of the tangent.
        foot += ((x - foot) + slope * (y - value)) / (1.0 + slope * slope);
    }
    least
}
