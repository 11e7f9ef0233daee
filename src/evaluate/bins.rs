//! The edges of histogram bins; the rules are documented where users see them, in [`crate::evaluate`].

use super::extremes::Extremes;
use super::moments::Moments;
use super::quartiles;
use super::sample::Samples;
use super::ticks::nice_step;
use crate::diagnostic::{Code, Diagnostic, amount};
use crate::model::{BinRule, Bins};

/// How often [`edges`] draws `number` samples.
pub(crate) fn passes(bins: &Bins, number: u64) -> u64 {
    match bins {
        Bins::Edges(_) => 0,
        Bins::Rule(BinRule::Scott | BinRule::Doane) => 2,
        Bins::Rule(BinRule::FreedmanDiaconis) => 1 + quartiles::passes(number),
        Bins::Count(_) | Bins::Width(_) | Bins::Rule(_) => 1,
    }
}

/// What bins may follow from.
pub(crate) trait Facts {
    /// The least and the greatest sample.
    fn extremes(&mut self) -> Extremes;
    /// The distance between the first and the third quartile.
    fn interquartile_range(&mut self) -> f64;
    /// Of the samples' ε; an error if they are not known.
    fn moments(&mut self) -> Result<Moments, Diagnostic>;
}

/// Of samples that are drawn.
impl Facts for Samples<'_> {
    fn extremes(&mut self) -> Extremes {
        let Extremes { least, greatest } = self.tally(&Extremes::NONE);
        Extremes {
            least: self.value(least),
            greatest: self.value(greatest),
        }
    }

    fn interquartile_range(&mut self) -> f64 {
        quartiles::interquartile_range(self)
    }

    fn moments(&mut self) -> Result<Moments, Diagnostic> {
        Ok(self.tally(&Moments::NONE))
    }
}

/// The edges of at most `most` bins of samples of which these facts are known: at least two edges, increasing. Beside them
/// the extremes, if the edges follow from these.
///
/// # Errors
///
/// If the samples are not all finite numbers, or a fact that the bins take is not known.
pub(super) fn edges(
    samples: &Samples,
    facts: &mut impl Facts,
    bins: &Bins,
    most: u32,
    warnings: &mut Vec<Diagnostic>,
) -> Result<(Vec<f64>, Option<Extremes>), Diagnostic> {
    if let Bins::Edges(edges) = bins {
        return Ok((edges.clone(), None));
    }
    let extremes = facts.extremes();
    if !(extremes.greatest - extremes.least).is_finite() {
        let key = format!("gaussian.{}.sigma", samples.stream);
        return Err(
            Diagnostic::error("sigma is so great that samples are infinite")
                .about(key)
                .hint("choose a smaller sigma, or leave out [histogram]"),
        );
    }
    if extremes.least == extremes.greatest {
        let edges = around(extremes.least, samples.gaussian.sigma());
        return Ok((edges, Some(extremes)));
    }
    let mut warn = |bins: f64, hint: String| {
        let number = samples.stream + 1;
        let bins = amount(bins.round());
        let message = format!("{bins} bins for Gaussian {number} are more than {most}");
        warnings.push(
            Diagnostic::warning(Code::BinsCapped, message)
                .about("histogram.bins")
                .hint(hint),
        );
    };
    let mut edges = match bins {
        Bins::Width(width) => multiples(extremes, width.get(), most, &mut warn),
        Bins::Count(count) => uniform(extremes, capped(f64::from(*count), most, &mut warn)),
        Bins::Rule(rule) => uniform(
            extremes,
            capped(number(*rule, samples, facts, extremes)?, most, &mut warn),
        ),
        Bins::Edges(edges) => edges.clone(),
    };
    // Doubles near μ may be farther apart than the bins are wide.
    edges.dedup();
    Ok((edges, Some(extremes)))
}

/// One bin about a value that all samples have: as wide as σ, or as doubles allow.
fn around(value: f64, sigma: f64) -> Vec<f64> {
    let half = 0.5 * sigma;
    vec![
        (value - half).min(value.next_down()),
        (value + half).max(value.next_up()),
    ]
}

/// `bins` bins of equal width between the extremes.
fn uniform(Extremes { least, greatest }: Extremes, bins: u32) -> Vec<f64> {
    let width = (greatest - least) / f64::from(bins);
    // The product may pass the end among subnormal numbers.
    let mut edges: Vec<f64> = (0..bins)
        .map(|i| (least + f64::from(i) * width).min(greatest))
        .collect();
    edges.push(greatest);
    edges
}

/// Bins between multiples of `width`, or of the least round width where that were too many.
fn multiples(
    Extremes { least, greatest }: Extremes,
    width: f64,
    most: u32,
    warn: &mut impl FnMut(f64, String),
) -> Vec<f64> {
    // The ends may add a bin each.
    let inner = most.saturating_sub(2);
    let bins = (greatest - least) / width;
    let mut wider = width;
    if bins > f64::from(inner) {
        wider = nice_step(greatest - least, inner as usize);
        warn(bins, format!("they are drawn {wider:?} wide"));
    }
    let first = (least / wider).floor();
    let mut edges = vec![least.min(first * wider).max(f64::MIN)];
    for i in 1..=most {
        let edge = (first + f64::from(i)) * wider;
        if edge >= greatest || i == most {
            edges.push(greatest.max(edge).min(f64::MAX));
            break;
        }
        edges.push(edge.max(least));
    }
    edges
}

fn capped(bins: f64, most: u32, warn: &mut impl FnMut(f64, String)) -> u32 {
    if bins > f64::from(most) {
        warn(bins, format!("there are {most} now"));
    }
    bins.clamp(1.0, f64::from(most)) as u32
}

/// How many bins a rule asks for.
fn number(
    rule: BinRule,
    samples: &Samples,
    facts: &mut impl Facts,
    Extremes { least, greatest }: Extremes,
) -> Result<f64, Diagnostic> {
    let n = samples.number as f64;
    let sigma = samples.gaussian.sigma();
    let of_width = |width: f64| (greatest - least) / width;
    let bins = match rule {
        BinRule::Sturges => libm::log2(n) + 1.0,
        BinRule::Sqrt => n.sqrt(),
        BinRule::Rice => 2.0 * libm::cbrt(n),
        BinRule::Scott => {
            let deviation = facts.moments()?.standard_deviation() * sigma;
            of_width(deviation * libm::cbrt(24.0 * std::f64::consts::PI.sqrt() / n))
        }
        BinRule::FreedmanDiaconis => of_width(2.0 * facts.interquartile_range() / libm::cbrt(n)),
        BinRule::Doane if n < 3.0 => 1.0,
        BinRule::Doane => {
            let error = (6.0 * (n - 2.0) / ((n + 1.0) * (n + 3.0))).sqrt();
            let skewness = facts.moments()?.skewness();
            1.0 + libm::log2(n) + libm::log2(1.0 + skewness.abs() / error)
        }
    };
    Ok(if bins.is_finite() { bins.ceil() } else { 1.0 })
}
