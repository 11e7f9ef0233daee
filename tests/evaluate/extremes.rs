//! Any valid figure is evaluated or refused, whatever its numbers.

use gaussfig::evaluate::{Evaluation, evaluate, ticks};
use gaussfig::model::{BinRule, Bins, Canvas, Figure, Method, Quantity, Range, Ticks};
use gaussfig::statistics::{FigureData, FigureStatistics};

use crate::support::{Random, figure, histogram, positive};

/// Any double, most of them far from 1.
fn any(random: &mut Random) -> f64 {
    let sign = if random.below(2) == 0 { 1.0 } else { -1.0 };
    match random.below(8) {
        0 => 0.0,
        1 => sign * f64::MAX,
        2 => sign * 5e-324,
        3 => sign * random.uniform(0.0, 20.0),
        _ => sign * random.power(-323.0, 308.2),
    }
}

fn any_positive(random: &mut Random) -> f64 {
    any(random).abs().max(5e-324)
}

fn any_range(random: &mut Random) -> Option<Range> {
    let start = any(random);
    let end = if random.below(3) == 0 {
        start.next_up()
    } else {
        start + any_positive(random)
    };
    Range::new(start, end).filter(|_| random.below(4) > 0)
}

fn any_figure(random: &mut Random) -> Figure {
    let gaussians: Vec<(f64, f64)> = (0..1 + random.below(3))
        .map(|_| (any(random), any_positive(random)))
        .collect();
    let mut figure = figure(&gaussians);
    figure.quantity = [Quantity::Pdf, Quantity::LogPdf, Quantity::Cdf][random.below(3)];
    let sides = [
        (833.6, 360.96),
        (1.0, 32_767.0),
        (32_767.0, 1.0),
        (4096.0, 4096.0),
    ];
    let (width, height) = sides[random.below(sides.len())];
    figure.canvas = Canvas::new(positive(width), positive(height), positive(1.0)).unwrap();
    figure.x.range = any_range(random);
    figure.y.range = any_range(random);
    if random.below(4) == 0 {
        figure.x.ticks = Ticks::Step(positive(any_positive(random)));
    }
    let rule = [
        BinRule::Scott,
        BinRule::FreedmanDiaconis,
        BinRule::Doane,
        BinRule::Rice,
    ][random.below(4)];
    let bins = [
        Bins::Count(20),
        Bins::Width(positive(any_positive(random))),
        Bins::Rule(rule),
    ];
    figure.histogram = histogram(bins[random.below(3)].clone()).filter(|_| random.below(2) == 0);
    if let Some(histogram) = &mut figure.histogram {
        let every_sample = matches!(histogram.bins, Bins::Rule(BinRule::Scott | BinRule::Doane));
        if !every_sample && random.below(2) == 0 {
            histogram.method = Method::Counts;
        }
    }
    for curve in &mut figure.curves {
        curve.samples = 1 + random.below(30) as u64;
    }
    figure
}

fn assert_valid(
    figure: &Figure,
    Evaluation {
        x,
        y,
        curves,
        histograms,
        ..
    }: &Evaluation,
) {
    for points in curves.iter().map(|curve| &curve.points) {
        assert!(
            points.len() % 3 == 1 && points.len() < 3 * 2 * 400,
            "{} {figure:?}",
            points.len()
        );
        assert!(
            points.iter().all(|p| (0.0..=1.0).contains(&p.0)),
            "{points:?} {figure:?}"
        );
        let pixels = figure.canvas.height();
        assert!(
            points.iter().all(|p| (p.1 * pixels).abs() < 1e6),
            "{points:?} {figure:?}"
        );
        assert!(
            points.windows(2).all(|w| w[0].0 <= w[1].0),
            "{points:?} {figure:?}"
        );
    }
    for (histogram, curve) in histograms.iter().flatten().zip(&figure.curves) {
        assert_eq!(histogram.samples(), curve.samples, "{figure:?}");
        assert!(
            histogram.edges.windows(2).all(|w| w[0] < w[1]),
            "{histogram:?} {figure:?}"
        );
        assert!(
            histogram.counts.len() <= 10_000 && histogram.edges.len() == histogram.counts.len() + 1
        );
    }
    for (axis, range) in [(&figure.x, *x), (&figure.y, *y)] {
        let ticks = ticks(&axis.ticks, range, 5);
        assert!(
            ticks
                .positions
                .iter()
                .all(|position| range.contains(*position)),
            "{ticks:?} {figure:?}"
        );
        assert!(
            ticks.positions.windows(2).all(|w| w[0] < w[1]),
            "{ticks:?} {figure:?}"
        );
    }
}

/// The numbers behind the figure are as finite as it, and not many more.
fn assert_numbers(figure: &Figure, evaluation: &Evaluation) {
    for gaussian in FigureData::new(figure, evaluation).gaussians {
        let x = gaussian.curve.x;
        assert!((2..3_000).contains(&x.len()), "{} {figure:?}", x.len());
        assert!(x.windows(2).all(|w| w[0] < w[1]), "{figure:?}");
        assert!(gaussian.curve.y.iter().all(|y| !y.is_nan()), "{figure:?}");
    }
    let statistics = FigureStatistics::new(figure, evaluation);
    for gaussian in statistics.gaussians {
        let masses = [gaussian.mass_inside, gaussian.mass_outside];
        assert!(
            masses.iter().all(|mass| (0.0..=1.0).contains(mass)),
            "{gaussian:?}"
        );
        assert!((masses[0] + masses[1] - 1.0).abs() < 1e-14, "{gaussian:?}");
        if let Some(sample) = &gaussian.sample {
            let (least, greatest) = (sample.least, sample.greatest);
            let drawn = (figure.histogram.as_ref()).is_some_and(|h| h.method == Method::Draw);
            assert_eq!(sample.mean.is_some(), drawn, "{sample:?}");
            let mean = sample.mean.unwrap_or(least);
            assert!((least..=greatest).contains(&mean), "{sample:?}");
            let deviation = sample.standard_deviation.unwrap_or(0.0);
            // The rounded root of a sum of squares.
            assert!(
                deviation <= (greatest - least) * (1.0 + 1e-15),
                "{sample:?}"
            );
            if let Some(fit) = &sample.goodness_of_fit {
                assert!((0.0..=1.0).contains(&fit.p_value), "{fit:?} {figure:?}");
            }
        }
    }
}

#[test]
fn any_figure_is_evaluated_or_refused() {
    let mut random = Random::new(4);
    let mut evaluated = 0;
    for _ in 0..3000 {
        let figure = any_figure(&mut random);
        match evaluate(&figure) {
            Ok(evaluation) => {
                evaluated += 1;
                assert_valid(&figure, &evaluation);
                assert_numbers(&figure, &evaluation);
            }
            Err(errors) => assert!(
                errors
                    .iter()
                    .all(|error| error.key.is_some() && !error.hints.is_empty()),
                "{errors:?}"
            ),
        }
    }
    assert!(evaluated > 1000, "{evaluated}");
}
