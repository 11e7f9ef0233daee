//! Bin counts that are drawn without samples: their distribution is exactly that of the counts of samples.
//!
//! Where theory has the distribution, both methods are held to it; where it has none, the methods to each other.

use gaussfig::evaluate::{Histogram, evaluate};
use gaussfig::gaussian::Gaussian;
use gaussfig::model::{BinRule, Bins, Figure, Method};

use crate::statistics::{Uniforms, assert_independent, assert_same_distribution, binomial_place};
use crate::support::{figure, histogram, positive, range};

/// The most Gaussians of a figure.
const FIGURE: usize = 1000;
/// The largest number of samples.
const MOST: u64 = 1 << 53;

fn with_method(gaussians: &[(f64, f64)], bins: &Bins, samples: u64, method: Method) -> Figure {
    let mut figure = figure(gaussians);
    figure.histogram = histogram(bins.clone());
    if let Some(histogram) = &mut figure.histogram {
        histogram.method = method;
    }
    for curve in &mut figure.curves {
        curve.samples = samples;
    }
    figure
}

/// Histograms of samples of one Gaussian, each of other random numbers.
fn histograms(
    gaussian: (f64, f64),
    bins: &Bins,
    samples: u64,
    method: Method,
    number: usize,
) -> Vec<Histogram> {
    let mut all = Vec::new();
    while all.len() < number {
        let gaussians = vec![gaussian; FIGURE.min(number - all.len())];
        let mut figure = with_method(&gaussians, bins, samples, method);
        if let Some(histogram) = &mut figure.histogram {
            histogram.seed = all.len() as u64;
        }
        all.extend(evaluate(&figure).unwrap().histograms.into_iter().flatten());
    }
    all
}

/// Methods, numbers of samples, and how many histograms of them to look at.
const RUNS: [(Method, u64, usize); 6] = [
    (Method::Counts, 10, 4000),
    (Method::Draw, 10, 4000),
    (Method::Counts, 1000, 2000),
    (Method::Draw, 1000, 1000),
    (Method::Counts, 1_000_000, 1000),
    (Method::Draw, 1_000_000, 10),
];

/// The counts of all samples left of the bins, in each of them, and right of them.
fn cells(histogram: &Histogram) -> Vec<u64> {
    let mut cells = vec![histogram.below];
    cells.extend(&histogram.counts);
    cells.push(histogram.above);
    cells
}

/// Numbers that are uniform and independent if the counts are multinomial with these probabilities, up to a factor: those
/// of the binomial distributions of each count given the ones before it (Rosenblatt, 1952).
fn places(counts: &[u64], probabilities: &[f64], random: &mut Uniforms) -> Vec<f64> {
    (0..counts.len() - 1)
        .map(|i| {
            let number = counts[i..].iter().sum();
            let probability = probabilities[i] / probabilities[i..].iter().sum::<f64>();
            binomial_place(counts[i], number, probability, random)
        })
        .collect()
}

#[test]
fn counts_between_given_edges_are_multinomial() {
    let edges = [-1.5, -0.5, 0.0, 1.0, 2.5];
    let gaussian = Gaussian::new(0.0, 1.0).unwrap();
    let mut ends = vec![f64::NEG_INFINITY];
    ends.extend(edges);
    ends.push(f64::INFINITY);
    let probabilities = ends
        .windows(2)
        .map(|w| gaussian.cdf(w[1]) - gaussian.cdf(w[0]));
    let probabilities: Vec<f64> = probabilities.collect();
    let mut random = Uniforms::new(1);
    for (method, samples, number) in RUNS {
        let histograms = histograms(
            (0.0, 1.0),
            &Bins::Edges(edges.into()),
            samples,
            method,
            number,
        );
        let places = histograms
            .iter()
            .map(|histogram| places(&cells(histogram), &probabilities, &mut random));
        assert_independent(
            &places.collect::<Vec<_>>(),
            &format!("{method:?} {samples}"),
        );
    }
}

#[test]
fn counts_between_extremes_are_multinomial() {
    let gaussian = Gaussian::new(0.0, 1.0).unwrap();
    let mut random = Uniforms::new(2);
    for (method, samples, number) in RUNS {
        let histograms = histograms((0.0, 1.0), &Bins::Count(5), samples, method, number);
        let places = histograms.iter().map(|histogram| {
            let edges = histogram.edges.windows(2);
            let probabilities = edges.map(|w| gaussian.cdf(w[1]) - gaussian.cdf(w[0]));
            let mut others = histogram.counts.clone();
            // The extremes themselves are where they are.
            others[0] -= 1;
            others[4] -= 1;
            places(&others, &probabilities.collect::<Vec<_>>(), &mut random)
        });
        assert_independent(
            &places.collect::<Vec<_>>(),
            &format!("{method:?} {samples}"),
        );
    }
}

#[test]
fn extremes_have_their_joint_distribution() {
    let gaussian = Gaussian::new(0.0, 1.0).unwrap();
    let largest = [(Method::Counts, 2, 4000), (Method::Counts, MOST, 4000)];
    for (method, samples, number) in RUNS.into_iter().chain(largest) {
        let histograms = histograms((0.0, 1.0), &Bins::Count(1), samples, method, number);
        let places = histograms.iter().map(|histogram| {
            let (least, greatest) = (histogram.edges[0], histogram.edges[1]);
            // F^n, and for the least one among those less than the greatest.
            let power = |sf: f64, n: u64| libm::exp(n as f64 * libm::log1p(-sf));
            let truncated = gaussian.cdf(least) / gaussian.cdf(greatest);
            let greatest = power(gaussian.sf(greatest), samples);
            vec![greatest, 1.0 - power(truncated, samples - 1)]
        });
        assert_independent(
            &places.collect::<Vec<_>>(),
            &format!("{method:?} {samples}"),
        );
    }
}

/// What the two methods must agree in, each and in pairs: the first counts, the last one, the extremes, the bins.
fn features(histogram: &Histogram) -> Vec<f64> {
    let count = |i: usize| histogram.counts.get(i).map_or(-1.0, |&count| count as f64);
    let bins = histogram.counts.len();
    vec![
        count(0),
        count(1),
        count(2),
        count(bins - 1),
        bins as f64,
        histogram.edges[0],
        histogram.edges[bins],
        histogram.edges[1] - histogram.edges[0],
    ]
}

fn assert_same(gaussian: (f64, f64), bins: &Bins, samples: u64, numbers: [usize; 2]) {
    let [counts, draw] = [Method::Counts, Method::Draw];
    let [counts, draw] = [(counts, numbers[0]), (draw, numbers[1])].map(|(method, number)| {
        let histograms = histograms(gaussian, bins, samples, method, number);
        histograms.iter().map(features).collect::<Vec<_>>()
    });
    assert_same_distribution(&counts, &draw, &format!("{gaussian:?} {bins:?} {samples}"));
}

#[test]
fn few_counts_are_those_of_samples() {
    for samples in [1, 2, 3, 10] {
        for bins in [
            Bins::Count(4),
            Bins::Rule(BinRule::FreedmanDiaconis),
            Bins::Width(positive(0.8)),
        ] {
            assert_same((0.0, 1.0), &bins, samples, [2000, 2000]);
        }
    }
}

#[test]
fn many_counts_are_those_of_samples() {
    for bins in [Bins::Count(4), Bins::Rule(BinRule::FreedmanDiaconis)] {
        assert_same((-1.0, 2.0), &bins, 1000, [2000, 1000]);
    }
    assert_same((0.0, 1.0), &Bins::Count(4), 1_000_000, [1000, 30]);
}

/// Only some doubles lie between the samples.
#[test]
fn counts_are_those_of_rounded_samples() {
    for (mu, sigma) in [(1e16, 2.0), (1e16, 0.7), (-3e17, 50.0)] {
        for bins in [Bins::Count(4), Bins::Rule(BinRule::FreedmanDiaconis)] {
            assert_same((mu, sigma), &bins, 30, [2000, 2000]);
        }
        let doubles =
            [-3.0, -1.0, 0.0, 1.0, 2.0].map(|step| mu + step * (mu.abs().next_up() - mu.abs()));
        assert_same((mu, sigma), &Bins::Edges(doubles.into()), 30, [2000, 2000]);
    }
}

#[test]
fn the_test_of_methods_tells_other_distributions_apart() {
    let of = |samples| {
        let all = histograms((0.0, 1.0), &Bins::Count(4), samples, Method::Draw, 4000);
        all.iter().map(features).collect::<Vec<_>>()
    };
    let (ten, eleven) = (of(10), of(11));
    let (one, other) = ten.split_at(2000);
    assert_same_distribution(one, other, "the same");
    let apart = || assert_same_distribution(one, &eleven[2000..], "ten and eleven");
    assert!(std::panic::catch_unwind(apart).is_err());
}

/// Bins of every kind that this method has.
fn any_bins() -> Vec<Bins> {
    let mut bins = vec![
        Bins::Count(1),
        Bins::Count(20),
        Bins::Count(10_000),
        Bins::Width(positive(0.25)),
        Bins::Edges(vec![-1.0, 0.5, 3.0]),
        Bins::Edges((0..=10_000).map(|i| f64::from(i) * 1e-3).collect()),
    ];
    let rules = [
        BinRule::Sturges,
        BinRule::FreedmanDiaconis,
        BinRule::Sqrt,
        BinRule::Rice,
    ];
    bins.extend(rules.map(Bins::Rule));
    bins
}

#[test]
fn every_sample_is_in_a_bin() {
    for samples in [1, 2, 3, 4, 5, 1000, 1_000_000_000_000_000, MOST - 1, MOST] {
        for bins in any_bins() {
            let histogram = &histograms((1.0, 0.5), &bins, samples, Method::Counts, 1)[0];
            assert_eq!(histogram.samples(), samples, "{bins:?}");
            let outside = histogram.below + histogram.above;
            let ends = [histogram.counts.first(), histogram.counts.last()];
            assert!(
                matches!(bins, Bins::Edges(_))
                    || outside == 0 && ends.iter().all(|&end| end > Some(&0)),
                "{bins:?}"
            );
        }
    }
}

#[test]
fn extremes_do_not_depend_on_the_bins() {
    for samples in [1, 2, 3, 4, 5, 1000, MOST] {
        let ends = |bins| {
            let edges = &histograms((0.0, 1.0), &bins, samples, Method::Counts, 1)[0].edges;
            (edges[0], edges[edges.len() - 1])
        };
        assert_eq!(
            ends(Bins::Count(3)),
            ends(Bins::Rule(BinRule::FreedmanDiaconis))
        );
    }
}

#[test]
fn another_gaussian_leaves_the_counts_of_the_others() {
    let evaluated = |gaussians: &[(f64, f64)]| {
        let figure = with_method(gaussians, &Bins::Count(20), MOST, Method::Counts);
        evaluate(&figure).unwrap().histograms
    };
    let (alone, both) = (
        evaluated(&[(0.0, 1.0)]),
        evaluated(&[(0.0, 1.0), (0.0, 1.0)]),
    );
    assert_eq!(alone[0], both[0]);
    assert_ne!(both[0], both[1]);
}

#[test]
fn equal_samples_have_one_bin() {
    for method in [Method::Counts, Method::Draw] {
        let mut figure = with_method(&[(1e16, 0.1)], &Bins::Count(20), 1000, method);
        figure.x.range = range(1e16 - 100.0, 1e16 + 100.0);
        let histogram = evaluate(&figure).unwrap().histograms[0].clone().unwrap();
        assert_eq!(histogram.counts, [1000]);
        assert_eq!(histogram.edges, [1e16_f64.next_down(), 1e16_f64.next_up()]);
    }
}

#[test]
fn infinite_samples_are_refused() {
    let [counts, draw] = [Method::Counts, Method::Draw].map(|method| {
        let mut figure = with_method(&[(0.0, 1.7e308)], &Bins::Count(20), 1000, method);
        figure.x.range = range(-1.0, 1.0);
        evaluate(&figure).unwrap_err()
    });
    assert_eq!(counts, draw);
}

#[test]
fn rules_that_take_every_sample_are_refused() {
    for rule in [BinRule::Scott, BinRule::Doane] {
        let figure = with_method(&[(0.0, 1.0)], &Bins::Rule(rule), 1000, Method::Counts);
        let errors = evaluate(&figure).unwrap_err();
        assert_eq!(errors[0].key.as_deref(), Some("histogram.bins"));
    }
}
