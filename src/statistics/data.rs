//! What a figure shows.

use serde::Serialize;

use super::polyline::Graph;
use super::{each, ends};
use crate::evaluate::{Evaluation, Histogram};
use crate::model::Figure;

/// What a figure shows: the points of its curves, and its histograms.
#[derive(Debug, Clone, Serialize)]
pub struct FigureData<'a> {
    /// What the y axis shows: `pdf`, `log-pdf` or `cdf`.
    pub quantity: &'static str,
    /// Ends of the x axis.
    pub x_range: [f64; 2],
    /// Ends of the y axis.
    pub y_range: [f64; 2],
    /// One for each Gaussian, in the config's order.
    #[serde(serialize_with = "each")]
    pub gaussians: GaussiansData<'a>,
}

impl<'a> FigureData<'a> {
    /// The data of a figure and its evaluation.
    pub fn new(figure: &'a Figure, evaluation: &'a Evaluation) -> Self {
        Self {
            quantity: figure.quantity.name(),
            x_range: ends(evaluation.x),
            y_range: ends(evaluation.y),
            gaussians: GaussiansData {
                figure,
                evaluation,
                next: 0,
            },
        }
    }
}

/// What a figure shows of one Gaussian.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GaussianData<'a> {
    /// Its position in the config, counted from 1.
    pub number: usize,
    /// Its mean μ.
    pub mu: f64,
    /// Its standard deviation σ.
    pub sigma: f64,
    /// Its label in the legend, as in the config.
    pub label: &'a str,
    /// Its curve.
    pub curve: CurveData,
    /// The histogram of its samples; `None` in a figure without histograms.
    pub histogram: Option<HistogramData<'a>>,
}

/// Points of a curve: the exact function, where [`Evaluation::curves`] has Béziers near it.
///
/// They lie as close as it takes: inside the plot, straight lines between them are at most
/// [`TOLERANCE`](crate::evaluate::TOLERANCE) device pixels from the function, or as near as doubles are close.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CurveData {
    /// Increasing, from one end of the x range to the other. The peak, x = μ, is among them if the range contains it.
    pub x: Vec<f64>,
    /// What the figure shows at each x, taken as exactly the double it is: the density, its natural logarithm, or the
    /// distribution function, each as exact as the methods of [`Gaussian`](crate::Gaussian). Infinite where a logarithm is
    /// beyond the largest double.
    pub y: Vec<f64>,
}

/// A histogram of k bins.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HistogramData<'a> {
    /// Number of samples n, those outside of the bins included.
    pub samples: u64,
    /// Samples less than the first edge.
    pub below: u64,
    /// Samples greater than the last edge.
    pub above: u64,
    /// k + 1 edges, increasing. A bin contains its left edge; the last one contains both.
    pub edges: &'a [f64],
    /// Samples in each bin.
    pub counts: &'a [u64],
    /// Of each bin, count / (n · width). Density times width sums to the share of the samples that the bins hold.
    pub densities: Vec<f64>,
    /// What the figure shows of each bin: for `pdf` its density, for `log-pdf` the natural logarithm of that, `None` for an
    /// empty bin, and for `cdf` the share of the samples in this bin and left of it.
    pub heights: &'a [Option<f64>],
}

impl<'a> HistogramData<'a> {
    fn new(histogram: &'a Histogram) -> Self {
        Self {
            samples: histogram.samples(),
            below: histogram.below,
            above: histogram.above,
            edges: &histogram.edges,
            counts: &histogram.counts,
            densities: histogram.densities().collect(),
            heights: &histogram.heights,
        }
    }
}

/// The data of each Gaussian, computed when they are asked for.
#[derive(Debug, Clone)]
pub struct GaussiansData<'a> {
    figure: &'a Figure,
    evaluation: &'a Evaluation,
    /// Position of the next one, counted from 0.
    next: usize,
}

impl<'a> Iterator for GaussiansData<'a> {
    type Item = GaussianData<'a>;

    fn next(&mut self) -> Option<GaussianData<'a>> {
        let curve = self.figure.curves.get(self.next)?;
        let evaluated = self.evaluation.curves.get(self.next)?;
        let histogram = self.evaluation.histograms.get(self.next)?;
        self.next += 1;
        let gaussian = curve.gaussian;
        let graph = Graph {
            gaussian,
            quantity: self.figure.quantity,
            x: self.evaluation.x,
            y: self.evaluation.y,
            canvas: self.figure.canvas,
        };
        let (x, y) = graph.polyline(evaluated).into_iter().unzip();
        Some(GaussianData {
            number: self.next,
            mu: gaussian.mu(),
            sigma: gaussian.sigma(),
            label: &curve.label,
            curve: CurveData { x, y },
            histogram: histogram.as_ref().map(HistogramData::new),
        })
    }
}
