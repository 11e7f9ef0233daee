//! The Bézier chains against the exact functions.

use gaussfig::evaluate::{Curve, Evaluation, TOLERANCE, evaluate};
use gaussfig::gaussian::Gaussian;
use gaussfig::model::{Canvas, Figure, Quantity, Range};

use crate::support::{Random, figure, positive, range};

const QUANTITIES: [Quantity; 3] = [Quantity::Pdf, Quantity::LogPdf, Quantity::Cdf];

type Point = (f64, f64);

/// One curve in device pixels, and the exact one.
struct Picture {
    gaussian: Gaussian,
    quantity: Quantity,
    x: Range,
    y: Range,
    width: f64,
    height: f64,
    cubics: Vec<[Point; 4]>,
}

impl Picture {
    fn new(figure: &Figure, Evaluation { x, y, curves, .. }: &Evaluation, index: usize) -> Self {
        let (width, height) = (
            figure.canvas.width() * figure.canvas.scale(),
            figure.canvas.height() * figure.canvas.scale(),
        );
        let points: Vec<Point> = curves[index]
            .points
            .iter()
            .map(|p| (p.0 * width, p.1 * height))
            .collect();
        Self {
            gaussian: figure.curves[index].gaussian,
            quantity: figure.quantity,
            x: *x,
            y: *y,
            width,
            height,
            cubics: points
                .windows(4)
                .step_by(3)
                .map(|w| [w[0], w[1], w[2], w[3]])
                .collect(),
        }
    }

    /// Height of the exact curve at `x`, in pixels.
    fn exact(&self, x: f64) -> f64 {
        // By way of deviations from the mean, as z itself may be wide apart as doubles.
        let mean = (self.gaussian.mu() - self.x.start()) / self.x.length();
        let t = (x / self.width - mean) * (self.x.length() / self.gaussian.sigma());
        let standard = Gaussian::new(0.0, 1.0).unwrap();
        let bottom = self.y.start();
        let height = match self.quantity {
            Quantity::Pdf => standard.pdf(t) / self.gaussian.sigma() - bottom,
            Quantity::LogPdf => self.gaussian.ln_pdf(self.gaussian.mu()) - 0.5 * t * t - bottom,
            Quantity::Cdf if t < 0.0 => standard.cdf(t) - bottom,
            Quantity::Cdf => (1.0 - bottom) - standard.sf(t),
        };
        height / self.y.length() * self.height
    }

    /// Points all along the chain.
    fn flattened(&self) -> Vec<Point> {
        let steps = 40;
        let along = |c: &[Point; 4]| {
            let c = *c;
            (0..=steps).map(move |i| bezier(&c, f64::from(i) / f64::from(steps)))
        };
        self.cubics.iter().flat_map(along).collect()
    }

    fn visible(&self, (_, y): Point) -> bool {
        (-self.height..=2.0 * self.height).contains(&y)
    }

    /// The greatest distance of a point of the chain from the exact curve, and of one of the exact curve from the chain,
    /// as far as they are near the frame.
    fn deviation(&self) -> f64 {
        let chain = self.flattened();
        let of_chain = chain
            .iter()
            .filter(|p| self.visible(**p))
            .map(|p| self.distance_to_exact(*p));
        let exact: Vec<Point> = self.columns().map(|x| (x, self.exact(x))).collect();
        let of_exact = exact
            .iter()
            .filter(|p| self.visible(**p))
            .map(|p| distance_to_chain(&self.cubics, *p));
        of_chain.chain(of_exact).fold(0.0, f64::max)
    }

    fn distance_to_exact(&self, (x, y): Point) -> f64 {
        let vertical = (self.exact(x) - y).abs();
        if vertical <= TOLERANCE {
            return vertical;
        }
        // A nearer point is within the tolerance in x, too; where the curve is steep, at the same height.
        let below = |x: f64| self.exact(x) < y;
        let offsets = (0..40).map(|i| libm::scalbn(TOLERANCE, -i));
        let sides: Vec<f64> = offsets
            .flat_map(|offset| [x - offset, x + offset])
            .map(|x| x.clamp(0.0, self.width))
            .collect();
        let feet = sides[..2]
            .iter()
            .flat_map(|side| (1..100).map(move |i| x + (side - x) * f64::from(i) / 100.0));
        let distances = feet.map(|foot| libm::hypot(foot - x, self.exact(foot) - y));
        let crossings = sides
            .iter()
            .rev()
            .filter(|side| below(**side) != below(x))
            .take(2)
            .map(|&side| {
                let (mut near, mut far) = (x, side);
                for _ in 0..50 {
                    let middle = 0.5 * (near + far);
                    if below(middle) == below(x) {
                        near = middle;
                    } else {
                        far = middle;
                    }
                }
                (far - x).abs()
            });
        distances.chain(crossings).fold(vertical, f64::min)
    }

    /// Positions all over the frame, and more of them near the mean.
    fn columns(&self) -> impl Iterator<Item = f64> {
        let mean = (self.gaussian.mu() - self.x.start()) / self.x.length();
        let deviation = self.gaussian.sigma() / self.x.length();
        let even = (0..=50).map(|i| f64::from(i) / 50.0);
        let near = (-60..=60).map(move |i| mean + deviation * f64::from(i) / 10.0);
        even.chain(near)
            .filter(|x| (0.0..=1.0).contains(x))
            .map(|x| x * self.width)
    }
}

fn bezier(c: &[Point; 4], s: f64) -> Point {
    let r = 1.0 - s;
    let weights = [r * r * r, 3.0 * r * r * s, 3.0 * r * s * s, s * s * s];
    let sum = |pick: fn(&Point) -> f64| (0..4).map(|i| weights[i] * pick(&c[i])).sum();
    (sum(|p| p.0), sum(|p| p.1))
}

fn distance_to_chain(cubics: &[[Point; 4]], point: Point) -> f64 {
    let near = |c: &&[Point; 4]| c[0].0 <= point.0 + TOLERANCE && point.0 - TOLERANCE <= c[3].0;
    cubics
        .iter()
        .filter(near)
        .map(|c| distance_to_cubic(c, point))
        .fold(f64::INFINITY, f64::min)
}

/// The distance from the part of a cubic that lies within the tolerance in x.
fn distance_to_cubic(cubic: &[Point; 4], (x, y): Point) -> f64 {
    let [start, end] = [x - TOLERANCE, x + TOLERANCE].map(|x| parameter(cubic, x));
    let part: Vec<Point> = (0..=300)
        .map(|i| bezier(cubic, start + (end - start) * f64::from(i) / 300.0))
        .collect();
    let distances = part.windows(2).map(|w| {
        let (dx, dy) = (w[1].0 - w[0].0, w[1].1 - w[0].1);
        let share = ((x - w[0].0) * dx + (y - w[0].1) * dy) / (dx * dx + dy * dy);
        let share = if share.is_nan() {
            0.0
        } else {
            share.clamp(0.0, 1.0)
        };
        libm::hypot(w[0].0 + share * dx - x, w[0].1 + share * dy - y)
    });
    distances.fold(f64::INFINITY, f64::min)
}

/// Where on a cubic `x` is.
fn parameter(cubic: &[Point; 4], x: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..50 {
        let middle = 0.5 * (low + high);
        if bezier(cubic, middle).0 < x {
            low = middle
        } else {
            high = middle
        }
    }
    0.5 * (low + high)
}

/// Asserts that the figure's curves are within the tolerance, and in order from one side of the frame to the other.
fn assert_exact(figure: &Figure) {
    let evaluation = evaluate(figure).unwrap();
    for (index, Curve { points }) in evaluation.curves.iter().enumerate() {
        let what = || {
            format!(
                "{:?} {:?} {:?} {:?}",
                figure.curves[index].gaussian, figure.quantity, evaluation.x, evaluation.y
            )
        };
        assert_eq!(
            (points.len() % 3, points[0].0, points[points.len() - 1].0),
            (1, 0.0, 1.0),
            "{}",
            what()
        );
        assert!(
            points.windows(2).all(|w| w[0].0 <= w[1].0),
            "{} {points:?}",
            what()
        );
        assert!(
            points
                .iter()
                .all(|p| p.1.abs() * figure.canvas.height() * figure.canvas.scale() < 1e6),
            "{}",
            what()
        );
        let deviation = Picture::new(figure, &evaluation, index).deviation();
        assert!(deviation <= TOLERANCE, "{deviation} {}\n{points:?}", what());
    }
}

fn published() -> Figure {
    let mut figure = figure(&[(-4.0, 2.0), (-1.0, 0.5), (0.0, 1.0), (3.0, 0.8)]);
    figure.x.range = range(-10.0, 10.0);
    figure
}

#[test]
fn the_published_curves_are_exact() {
    for quantity in QUANTITIES {
        assert_exact(&Figure {
            quantity,
            ..published()
        });
    }
}

#[test]
fn the_published_curves_take_few_cubics() {
    let evaluation = evaluate(&published()).unwrap();
    let curves = evaluation.curves.iter();
    let cubics: Vec<_> = curves.map(|curve| curve.points.len() / 3).collect();
    // On each side at most one more than a slow search for the longest cubics finds, which is 5, 6, 6 and 6 in all.
    assert_eq!(cubics, [6, 8, 8, 8]);
}

#[test]
fn random_curves_are_exact() {
    let mut random = Random::new(1);
    for _ in 0..150 {
        let sigma = random.power(-9.0, 3.0);
        let mu = random.uniform(-15.0, 15.0);
        let mut figure = figure(&[(mu, sigma)]);
        let (width, height) = (random.power(1.5, 3.5), random.power(1.5, 3.5));
        figure.canvas = Canvas::new(positive(width), positive(height), positive(1.0)).unwrap();
        figure.quantity = QUANTITIES[random.below(3)];
        figure.x.range = range(-10.0, 10.0);
        assert_exact(&figure);
    }
}

#[test]
fn many_curves_share_cubics_and_are_exact() {
    let mut random = Random::new(5);
    let mut gaussian = || (random.uniform(-8.0, 8.0), random.power(-1.0, 0.5));
    let gaussians: Vec<(f64, f64)> = (0..120).map(|_| gaussian()).collect();
    for quantity in QUANTITIES {
        let mut figure = figure(&gaussians);
        figure.quantity = quantity;
        figure.x.range = range(-10.0, 10.0);
        assert_exact(&figure);
        // At the cost of few more than a curve by itself has.
        let cubics = |figure: &Figure| -> usize {
            let evaluation = evaluate(figure).unwrap();
            let numbers = evaluation.curves.iter().map(|curve| curve.points.len() / 3);
            numbers.take(50).sum()
        };
        let together = cubics(&figure);
        figure.y.range = Some(evaluate(&figure).unwrap().y);
        figure.curves.truncate(50);
        assert!(together <= 2 * cubics(&figure), "{quantity:?}: {together}");
    }
}

#[test]
fn random_windows_on_the_standard_normal_curve_are_exact() {
    let mut random = Random::new(2);
    for _ in 0..150 {
        let mut figure = figure(&[(0.0, 1.0)]);
        figure.quantity = QUANTITIES[random.below(3)];
        let start = random.uniform(-9.0, 9.0);
        figure.x.range = range(start, start + random.power(-9.0, 2.0));
        if random.below(2) == 0 {
            let bottom = random.uniform(-0.1, 0.5);
            figure.y.range = range(bottom, bottom + random.power(-6.0, 1.0));
        }
        assert_exact(&figure);
    }
}

#[test]
fn curves_between_extremes_of_doubles_are_exact() {
    let cases = [
        (1e16, 2.0),
        (5.0, 1e-9),
        (0.0, 1e-300),
        (1e300, 1e299),
        (0.0, 1e307),
        (1e-300, 1e-305),
    ];
    for (case, quantity) in cases
        .iter()
        .flat_map(|case| QUANTITIES.map(|quantity| (*case, quantity)))
    {
        assert_exact(&Figure {
            quantity,
            ..figure(&[case])
        });
    }
}

#[test]
fn a_range_deep_in_a_tail_is_exact() {
    for (start, end) in [
        (20.0, 21.0),
        (-37.0, -36.0),
        (37.0, 37.0 + 1e-9),
        (50.0, 60.0),
    ] {
        for quantity in QUANTITIES {
            let mut figure = Figure {
                quantity,
                ..figure(&[(0.0, 1.0)])
            };
            figure.x.range = range(start, end);
            assert_exact(&figure);
        }
    }
}

#[test]
fn peaks_are_knots() {
    for sigma in [1.0, 0.002, 1e-7, 1e-300] {
        let mut figure = figure(&[(0.3, sigma)]);
        figure.x.range = range(-4.0, 4.0);
        let evaluation = evaluate(&figure).unwrap();
        let knots = evaluation.curves[0].points.iter().step_by(3);
        let peak = 1.05 / 1.1;
        assert!(
            knots
                .clone()
                .any(|p| (p.0 - 4.3 / 8.0).abs() < 1e-15 && (p.1 - peak).abs() < 1e-12),
            "{sigma}"
        );
    }
}

#[test]
fn a_logarithm_is_a_parabola_on_either_side_of_the_mean() {
    let mut figure = published();
    figure.quantity = Quantity::LogPdf;
    let evaluation = evaluate(&figure).unwrap();
    assert!(
        evaluation
            .curves
            .iter()
            .all(|curve| curve.points.len() == 7)
    );
    for index in 0..4 {
        assert!(Picture::new(&figure, &evaluation, index).deviation() < 1e-9);
    }
}

#[test]
fn curves_are_smooth_at_their_knots() {
    let evaluation = evaluate(&published()).unwrap();
    for points in evaluation.curves.iter().map(|curve| &curve.points) {
        for w in points[2..points.len() - 2].windows(3).step_by(3) {
            let turn =
                (w[1].0 - w[0].0) * (w[2].1 - w[1].1) - (w[1].1 - w[0].1) * (w[2].0 - w[1].0);
            let lengths = libm::hypot(w[1].0 - w[0].0, w[1].1 - w[0].1)
                * libm::hypot(w[2].0 - w[1].0, w[2].1 - w[1].1);
            assert!(turn.abs() <= 1e-6 * lengths, "{w:?}");
        }
    }
}

#[test]
fn a_window_far_below_a_peak_shows_its_flanks() {
    let mut figure = figure(&[(0.0, 1.0)]);
    figure.y.range = range(0.0, 1e-6);
    figure.x.range = range(-8.0, 8.0);
    assert_exact(&figure);
}

#[test]
fn a_y_range_that_no_double_can_relate_to_the_peak_is_an_error() {
    let mut figure = figure(&[(0.0, 1e-200)]);
    figure.y.range = range(0.0, 1e-200);
    let errors = evaluate(&figure).unwrap_err();
    assert_eq!(errors[0].key.as_deref(), Some("y.range"));
}
