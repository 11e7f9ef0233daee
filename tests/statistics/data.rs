//! What a figure shows: its curves' points, and its histograms.

use gaussfig::Gaussian;
use gaussfig::evaluate::TOLERANCE;
use gaussfig::model::Quantity;
use gaussfig::statistics::{FigureData, FigureStatistics};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

use crate::common::{HISTOGRAMS, figure};
use crate::evaluated;

/// A plot of one Gaussian.
struct Plot {
    quantity: &'static str,
    mu: f64,
    sigma: f64,
    /// Ends of the x axis.
    x: Option<(f64, f64)>,
    y: Option<(f64, f64)>,
    /// CSS pixels, at one device pixel each.
    size: (f64, f64),
}

impl Plot {
    fn toml(&self) -> String {
        let (width, height) = self.size;
        let (quantity, mu, sigma) = (self.quantity, self.mu, self.sigma);
        let range = |name, range: Option<(f64, f64)>| {
            range.map_or(String::new(), |(start, end)| {
                format!("[{name}]\nrange = [{start:?}, {end:?}]\n")
            })
        };
        format!(
            "quantity = \"{quantity}\"\n[figure]\nwidth = {width:?}\nheight = {height:?}\nscale = 1.0\n{}{}[[gaussian]]\nmu = {mu:?}\nsigma = {sigma:?}\n",
            range("x", self.x),
            range("y", self.y)
        )
    }
}

/// Distance of a point from a line segment.
fn distance(p: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let along = ((p.0 - a.0) * dx + (p.1 - a.1) * dy) / (dx * dx + dy * dy);
    let s = along.clamp(0.0, 1.0);
    libm::hypot(p.0 - a.0 - s * dx, p.1 - a.1 - s * dy)
}

/// Checks the points of a plot; returns how many there are.
fn assert_points_follow(plot: &Plot) -> usize {
    let toml = plot.toml();
    let (figure, evaluation) = evaluated(&toml);
    let data = FigureData::new(&figure, &evaluation)
        .gaussians
        .next()
        .unwrap();
    let (x, y) = (&data.curve.x, &data.curve.y);
    assert_eq!(x.len(), y.len());
    assert_eq!(
        [x[0], x[x.len() - 1]],
        [evaluation.x.start(), evaluation.x.end()],
        "{toml}"
    );
    assert!(x.windows(2).all(|w| w[0] < w[1]), "{toml}");
    let gaussian = Gaussian::new(plot.mu, plot.sigma).unwrap();
    let value = |z| match figure.quantity {
        Quantity::Pdf => gaussian.pdf(z),
        Quantity::LogPdf => gaussian.ln_pdf(z),
        Quantity::Cdf => gaussian.cdf(z),
    };
    assert!(x.iter().zip(y).all(|(&x, &y)| y == value(x)), "{toml}");
    if evaluation.x.contains(plot.mu) {
        assert!(x.contains(&(plot.mu + 0.0)), "{toml}");
    }
    let (width, height) = plot.size;
    let pixels = |z: f64| {
        let (across, up) = (z - evaluation.x.start(), value(z) - evaluation.y.start());
        (
            across / evaluation.x.length() * width,
            up / evaluation.y.length() * height,
        )
    };
    for ends in x.windows(2) {
        let (a, b) = (pixels(ends[0]), pixels(ends[1]));
        for i in 1..32 {
            let z = ends[0] + f64::from(i) / 32.0 * (ends[1] - ends[0]);
            let p = pixels(z);
            if (0.0..=height).contains(&p.1) && ends[0] < z && z < ends[1] {
                let distance = distance(p, a, b);
                assert!(distance <= TOLERANCE, "{distance} at {z:?}\n{toml}");
            }
        }
    }
    x.len()
}

const QUANTITIES: [&str; 3] = ["pdf", "log-pdf", "cdf"];

#[test]
fn lines_between_the_points_are_within_the_tolerance_of_the_function() {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(9);
    let mut uniform = |start: f64, end: f64| {
        start + (end - start) * (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    };
    for i in 0..600 {
        let sigma = libm::pow(10.0, uniform(-9.0, 9.0));
        let length = sigma * libm::pow(10.0, uniform(-2.0, 7.0));
        let start = uniform(-1.2, 0.2) * length;
        let size = [(833.6, 360.96), (2605.0, 1128.0), (100.0, 8000.0)][i % 3];
        let plot = Plot {
            quantity: QUANTITIES[i / 3 % 3],
            mu: 0.0,
            sigma,
            x: Some((start, start + length)),
            y: (i % 2 == 0).then(|| match QUANTITIES[i / 3 % 3] {
                "pdf" => (0.0, uniform(0.01, 3.0) / sigma),
                "cdf" => (uniform(-1.0, 0.0), uniform(0.1, 2.0)),
                _ => (uniform(-90.0, -20.0), uniform(-9.0, 9.0)),
            }),
            size,
        };
        let number = assert_points_follow(&plot);
        assert!(number < 5000, "{number} {}", plot.toml());
    }
}

#[test]
fn the_peak_of_any_sigma_is_among_the_points() {
    for quantity in QUANTITIES {
        for (mu, sigma) in [
            (0.3, 1e-9),
            (0.3, 1e-15),
            (0.3, 1e-17),
            (0.3, 1e-200),
            (0.0, 1e-300),
            (5e-324, 1e-3),
        ] {
            let plot = Plot {
                quantity,
                mu,
                sigma,
                x: Some((-10.0, 10.0)),
                y: (quantity == "log-pdf").then_some((-50.0, 800.0)),
                size: (833.6, 360.96),
            };
            let number = assert_points_follow(&plot);
            assert!(number < 500, "{number} {quantity} {mu} {sigma}");
        }
    }
}

#[test]
fn doubles_too_far_apart_for_the_tolerance_all_are_points() {
    // At 10^16 doubles are 2 apart.
    let (figure, evaluation) = evaluated(
        "[x]\nrange = [9999999999999990.0, 10000000000000010.0]\n[[gaussian]]\nmu = 1e16\nsigma = 2\n",
    );
    let data = FigureData::new(&figure, &evaluation)
        .gaussians
        .next()
        .unwrap();
    assert_eq!(data.curve.x.len(), 11, "{:?}", data.curve.x);
}

#[test]
fn ranges_too_narrow_for_doubles_do_not_make_points_without_end() {
    for toml in [
        "[y]\nrange = [0.39894228040143265, 0.3989422804014328]\n[[gaussian]]\nmu = 0\nsigma = 1\n",
        "[x]\nrange = [0.0, 1e-300]\n[[gaussian]]\nmu = 0\nsigma = 1\n",
        "[x]\nrange = [1.0, 1.0000000000000002]\n[[gaussian]]\nmu = 0\nsigma = 1\n",
        "quantity = \"log-pdf\"\n[x]\nrange = [1e200, 1.1e200]\n[y]\nrange = [0.0, 1.0]\n[[gaussian]]\nmu = 0\nsigma = 1\n",
    ] {
        let (figure, evaluation) = evaluated(toml);
        let data = FigureData::new(&figure, &evaluation)
            .gaussians
            .next()
            .unwrap();
        assert!(
            (2..20_000).contains(&data.curve.x.len()),
            "{toml} {}",
            data.curve.x.len()
        );
    }
}

#[test]
fn histograms_are_those_of_the_figure() {
    for quantity in QUANTITIES {
        let toml = format!("quantity = \"{quantity}\"\n{HISTOGRAMS}").replace("ticks = 0.4\n", "");
        let (figure, evaluation) = evaluated(&toml);
        let data = FigureData::new(&figure, &evaluation);
        assert_eq!(data.quantity, quantity);
        assert_eq!(data.y_range, [evaluation.y.start(), evaluation.y.end()]);
        for (gaussian, histogram) in data.gaussians.zip(evaluation.histograms.iter().flatten()) {
            let shown = gaussian.histogram.unwrap();
            assert_eq!((shown.samples, shown.below, shown.above), (1000, 0, 0));
            assert_eq!(shown.edges, histogram.edges);
            assert_eq!(shown.counts, histogram.counts);
            assert_eq!(shown.heights, histogram.heights);
            let widths = shown.edges.windows(2).map(|w| w[1] - w[0]);
            let area: f64 = widths.zip(&shown.densities).map(|(w, d)| w * d).sum();
            assert!((area - 1.0).abs() < 1e-14, "{area}");
            let mut before = 0;
            for ((count, density), height) in
                shown.counts.iter().zip(&shown.densities).zip(shown.heights)
            {
                before += count;
                match quantity {
                    "pdf" => assert_eq!(*height, Some(*density)),
                    "log-pdf" if *count == 0 => assert_eq!(*height, None),
                    "log-pdf" => assert_eq!(*height, Some(libm::log(*density))),
                    _ => assert_eq!(*height, Some(before as f64 / 1000.0)),
                }
            }
        }
    }
}

#[test]
fn the_names_of_quantities_are_those_of_the_config() {
    for quantity in [Quantity::Pdf, Quantity::LogPdf, Quantity::Cdf] {
        let name = quantity.name();
        let toml = format!("quantity = \"{name}\"\n[[gaussian]]\nmu = 0\nsigma = 1\n");
        assert_eq!(figure(&toml).quantity, quantity);
    }
}

#[test]
fn many_gaussians_are_computed_one_at_a_time() {
    let toml = "[x]\nrange = [-5, 5]\n".to_owned()
        + &(0..1000)
            .map(|i| format!("[[gaussian]]\nmu = {}\nsigma = 1\n", f64::from(i) / 1000.0))
            .collect::<String>();
    let (figure, evaluation) = evaluated(&toml);
    let statistics = FigureStatistics::new(&figure, &evaluation);
    assert_eq!(statistics.pairs.clone().count(), 499_500);
    let last = statistics.pairs.last().unwrap();
    assert_eq!((last.first, last.second), (999, 1000));
    assert_eq!(
        FigureData::new(&figure, &evaluation).gaussians.count(),
        1000
    );
}
