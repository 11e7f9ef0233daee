//! The numbers behind a figure: what it shows, and what there is to say about its Gaussians.
//!
//! [`FigureData`] is what the figure shows: the points of its curves, and its histograms. [`FigureStatistics`] is about the
//! Gaussians and samples themselves: moments, goodness of fit, and how far each two Gaussians are apart. Both follow from a
//! [`Figure`] and its [`Evaluation`] alone, and are the same on every machine.
//!
//! All of it can be serialized; `docs/statistics.md` describes what comes out as JSON. Long lists are computed item by item
//! while they are written: a thousand Gaussians have half a million pairs.
//!
//! ```
//! use gaussfig::statistics::FigureStatistics;
//!
//! let config = "[[gaussian]]\nmu = 0\nsigma = 1\n[[gaussian]]\nmu = 1\nsigma = 1\n";
//! let figure = gaussfig::config::parse(config, &|path| std::fs::read(path))?;
//! let evaluation = gaussfig::evaluate::evaluate(&figure)?;
//! let mut pairs = FigureStatistics::new(&figure, &evaluation).pairs;
//! assert_eq!(pairs.next().map(|pair| pair.kl_divergence), Some(0.5));
//! # Ok::<(), Vec<gaussfig::diagnostic::Diagnostic>>(())
//! ```

mod data;
mod fit;
mod gamma;
mod pair;
mod polyline;

use serde::{Serialize, Serializer};

pub use data::{CurveData, FigureData, GaussianData, GaussiansData, HistogramData};
pub use fit::GoodnessOfFit;
pub use pair::PairStatistics;

use crate::evaluate::{Evaluation, Progress, Summary, summaries};
use crate::model::{Curve, Figure, Range};

/// What there is to say about a figure's Gaussians and their samples.
#[derive(Debug, Clone, Serialize)]
pub struct FigureStatistics<'a> {
    /// What the figure's y axis shows: `pdf`, `log-pdf` or `cdf`. The statistics are those of the densities whichever it is.
    pub quantity: &'static str,
    /// Ends of the x axis.
    pub x_range: [f64; 2],
    /// Ends of the y axis.
    pub y_range: [f64; 2],
    /// One for each Gaussian, in the config's order.
    pub gaussians: Vec<GaussianStatistics<'a>>,
    /// One for each two Gaussians: 1 and 2, 1 and 3, ..., 2 and 3, ....
    #[serde(serialize_with = "each")]
    pub pairs: Pairs<'a>,
}

impl<'a> FigureStatistics<'a> {
    /// The statistics of a figure and its evaluation.
    pub fn new(figure: &'a Figure, evaluation: &'a Evaluation) -> Self {
        Self::new_with(figure, evaluation, &Progress::default())
    }

    /// The same, while `progress` says how far it is: the samples are drawn again.
    pub fn new_with(figure: &'a Figure, evaluation: &'a Evaluation, progress: &Progress) -> Self {
        let summaries = summaries(figure, progress);
        let gaussians = (1..).zip(&figure.curves).zip(summaries);
        let gaussians = gaussians.map(|((number, curve), summary)| {
            let sample = summary.and_then(|summary| sample(figure, evaluation, number, summary));
            GaussianStatistics::new(number, curve, evaluation.x, sample)
        });
        Self {
            quantity: figure.quantity.name(),
            x_range: ends(evaluation.x),
            y_range: ends(evaluation.y),
            gaussians: gaussians.collect(),
            pairs: Pairs {
                figure,
                next: [0, 1],
            },
        }
    }
}

/// What there is to say about one Gaussian and its samples.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GaussianStatistics<'a> {
    /// Its position in the config, counted from 1.
    pub number: usize,
    /// Its mean μ.
    pub mu: f64,
    /// Its standard deviation σ.
    pub sigma: f64,
    /// Its label in the legend, as in the config.
    pub label: &'a str,
    /// Where its density is greatest: μ.
    pub peak_position: f64,
    /// Its density there: 1 / (σ √(2π)).
    pub peak_height: f64,
    /// Probability of a value inside the x range from a to b: Φ((b − μ)/σ) − Φ((a − μ)/σ), with the standard normal
    /// distribution function Φ. See [`Gaussian::mass`](crate::Gaussian::mass).
    pub mass_inside: f64,
    /// Probability of a value outside of the x range, 1 − `mass_inside`, exact also where that is nearly 1.
    pub mass_outside: f64,
    /// Its samples; `None` in a figure without histograms.
    pub sample: Option<SampleStatistics>,
}

/// What there is to say about the samples of one Gaussian.
///
/// They are the doubles that were drawn, rounded as they are where doubles near μ are not much closer than σ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SampleStatistics {
    /// Their number n.
    pub size: u64,
    /// Their mean, Σ z / n. `None` if it is not known: no sample was drawn, or one is infinite.
    pub mean: Option<f64>,
    /// Their standard deviation with divisor n − 1, √(Σ (z − mean)² / (n − 1)). `None` if n is 1, or it is not known as the
    /// mean is not.
    pub standard_deviation: Option<f64>,
    /// The least sample.
    pub least: f64,
    /// The greatest sample.
    pub greatest: f64,
    /// How well the histogram fits its Gaussian; `None` if there are fewer than two cells to compare.
    pub goodness_of_fit: Option<GoodnessOfFit>,
}

impl<'a> GaussianStatistics<'a> {
    fn new(number: usize, curve: &'a Curve, x: Range, sample: Option<SampleStatistics>) -> Self {
        let gaussian = curve.gaussian;
        Self {
            number,
            mu: gaussian.mu(),
            sigma: gaussian.sigma(),
            label: &curve.label,
            peak_position: gaussian.mu(),
            peak_height: gaussian.pdf(gaussian.mu()),
            mass_inside: gaussian.mass(x.start(), x.end()),
            mass_outside: gaussian.cdf(x.start()) + gaussian.sf(x.end()),
            sample,
        }
    }
}

/// The statistics of the samples of the Gaussian of this number, of which the summary is known.
fn sample(
    figure: &Figure,
    evaluation: &Evaluation,
    number: usize,
    summary: Summary,
) -> Option<SampleStatistics> {
    let gaussian = figure.curves.get(number - 1)?.gaussian;
    let histogram = evaluation.histograms.get(number - 1)?.as_ref()?;
    Some(SampleStatistics {
        size: histogram.samples(),
        mean: summary.mean,
        standard_deviation: summary.standard_deviation,
        least: summary.least,
        greatest: summary.greatest,
        goodness_of_fit: GoodnessOfFit::new(gaussian, histogram),
    })
}

/// The statistics of each pair, computed when they are asked for.
#[derive(Debug, Clone)]
pub struct Pairs<'a> {
    figure: &'a Figure,
    /// Positions of the next two, counted from 0.
    next: [usize; 2],
}

impl Iterator for Pairs<'_> {
    type Item = PairStatistics;

    fn next(&mut self) -> Option<PairStatistics> {
        let curves = &self.figure.curves;
        let [first, second] = self.next;
        let [f, g] = [curves.get(first)?.gaussian, curves.get(second)?.gaussian];
        self.next = if second + 1 < curves.len() {
            [first, second + 1]
        } else {
            [first + 1, first + 2]
        };
        Some(PairStatistics::new([first + 1, second + 1], f, g))
    }
}

fn ends(range: Range) -> [f64; 2] {
    [range.start(), range.end()]
}

/// A list of items that are computed while they are written.
fn each<S: Serializer>(
    items: &(impl Iterator<Item: Serialize> + Clone),
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(items.clone())
}
