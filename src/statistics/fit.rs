//! Whether a histogram fits its Gaussian: Pearson's chi-square test.

use serde::Serialize;

use super::gamma::upper_gamma;
use crate::evaluate::Histogram;
use crate::gaussian::Gaussian;

/// The least number of samples that a cell is expected to have (Cochran, Some methods for strengthening the common χ² tests,
/// 1954).
const LEAST_EXPECTED: f64 = 5.0;

/// Pearson's chi-square test of a histogram against the Gaussian that its samples are drawn from (On the criterion that a
/// given system of deviations ..., 1900).
///
/// Where the bins end at the least and the greatest sample, the other n − 2 samples are independent draws from the Gaussian
/// between these two, and the test is about them; the part of a bin beyond an extreme does not count. Where the edges are
/// given, it is about all n samples, with a cell for those below the first edge and one for those above the last.
/// Neighbouring bins are put together into cells, from the left, until each is expected to have at least 5 samples; what
/// remains at the right joins the last cell.
///
/// Two approximations: that the statistic has a chi-square distribution, and, where a rule decides on the number of bins by the
/// spread or the skewness of the samples (scott, fd and doane), that this number were fixed. Neither matters much for
/// hundreds of samples. Where doubles are not much closer than the bins are wide, rounding shows as misfit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GoodnessOfFit {
    /// Number of cells k, at least 2.
    pub cells: usize,
    /// χ² = Σ (O − E)² / E over the cells, with the observed and the expected number of samples.
    pub chi_square: f64,
    /// k − 1: no parameter is estimated.
    pub degrees_of_freedom: usize,
    /// Probability of a χ² at least as great if the samples are drawn from the Gaussian: Q((k − 1)/2, χ²/2) with the
    /// regularised incomplete gamma function Q (DLMF 8.2.4). Small where the fit is bad.
    pub p_value: f64,
}

/// Samples in a part of the line.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    observed: u64,
    expected: f64,
}

impl GoodnessOfFit {
    /// The test of the histogram of a Gaussian's samples; `None` if there are fewer than two cells.
    pub fn new(gaussian: Gaussian, histogram: &Histogram) -> Option<Self> {
        let cells = pooled(match histogram.extremes {
            None => unconditional(gaussian, histogram),
            Some(extremes) => between_extremes(gaussian, histogram, extremes)?,
        });
        let degrees_of_freedom = cells.len().checked_sub(1).filter(|number| *number > 0)?;
        let chi_square: f64 = cells
            .iter()
            .map(|cell| {
                let misfit = cell.observed as f64 - cell.expected;
                misfit * misfit / cell.expected
            })
            .sum();
        Some(Self {
            cells: cells.len(),
            chi_square,
            degrees_of_freedom,
            p_value: upper_gamma(0.5 * degrees_of_freedom as f64, 0.5 * chi_square),
        })
    }
}

/// The bins, and what lies outside of them.
fn unconditional(gaussian: Gaussian, histogram: &Histogram) -> Vec<Cell> {
    let n = histogram.samples() as f64;
    let cell = |observed, probability: f64| Cell {
        observed,
        expected: n * probability,
    };
    let (Some(&first), Some(&last)) = (histogram.edges.first(), histogram.edges.last()) else {
        return Vec::new();
    };
    let mut cells = vec![cell(histogram.below, gaussian.cdf(first))];
    let bins = histogram.edges.windows(2).zip(&histogram.counts);
    cells.extend(bins.map(|(edges, &count)| cell(count, gaussian.mass(edges[0], edges[1]))));
    cells.push(cell(histogram.above, gaussian.sf(last)));
    cells
}

/// The bins without the two extremes, as far as they lie between them.
fn between_extremes(
    gaussian: Gaussian,
    histogram: &Histogram,
    [least, greatest]: [f64; 2],
) -> Option<Vec<Cell>> {
    let interior = histogram.samples().checked_sub(2)? as f64;
    let whole = gaussian.mass(least, greatest);
    let bins = histogram.edges.windows(2).zip(&histogram.counts);
    let mut cells: Vec<Cell> = bins
        .map(|(edges, &observed)| Cell {
            observed,
            expected: interior * gaussian.mass(edges[0].max(least), edges[1].min(greatest)) / whole,
        })
        .collect();
    // The extremes are in the first and the last bin that are not empty.
    let occupied = |cell: &&mut Cell| cell.observed > 0;
    cells.iter_mut().find(occupied)?.observed -= 1;
    cells.iter_mut().rev().find(occupied)?.observed -= 1;
    Some(cells)
}

/// Neighbours put together until each is expected to have enough samples.
fn pooled(cells: Vec<Cell>) -> Vec<Cell> {
    let mut pooled: Vec<Cell> = Vec::new();
    let mut open = Cell::default();
    for cell in cells {
        open.observed += cell.observed;
        open.expected += cell.expected;
        if open.expected >= LEAST_EXPECTED {
            pooled.push(std::mem::take(&mut open));
        }
    }
    if let Some(last) = pooled.last_mut() {
        last.observed += open.observed;
        last.expected += open.expected;
    }
    pooled
}
