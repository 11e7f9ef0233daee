//! Which curves there are to speak of, and what their parameters are.

use super::number::{distinct, list};
use crate::evaluate::Evaluation;
use crate::gaussian::Gaussian;
use crate::model::{Curve, Figure, Quantity};

/// How many curves a listener can bear to be told of one by one.
pub(super) const LISTED: usize = 8;
/// The most letters of a label that names its curve.
const LONGEST_LABEL: usize = 40;
/// A curve whose mean is not shown is told of if it rises or falls by at least this share of the plot's height.
const SEEN: f64 = 0.01;
/// What differs by less than this share of the least σ, nobody sees.
const NOISE: f64 = 1e-6;

/// Curves that look the same.
pub(super) struct Group<'a> {
    pub(super) gaussian: Gaussian,
    /// How many they are.
    pub(super) number: usize,
    /// The greatest value that the figure's x range has of them.
    pub(super) top: f64,
    /// The label of the one curve, if it can be said aloud.
    label: Option<&'a str>,
}

/// The curves that show.
pub(super) struct Curves<'a> {
    pub(super) quantity: Quantity,
    /// From left to right, and from narrow to wide where the means are the same.
    pub(super) groups: Vec<Group<'a>>,
    /// How many curves do not show.
    pub(super) hidden: usize,
    /// Of how many curves the mean is beside the x range.
    pub(super) tails: usize,
    /// Distances that nobody sees.
    pub(super) noise: f64,
    /// Of each group, in words; empty if there are more than [`LISTED`].
    pub(super) means: Vec<String>,
    /// The same of the standard deviations.
    pub(super) deviations: Vec<String>,
}

impl<'a> Curves<'a> {
    pub(super) fn new(figure: &'a Figure, evaluation: &Evaluation) -> Self {
        let all = figure.curves.iter();
        let shown: Vec<Group<'_>> = all
            .filter_map(|curve| shown(curve, figure.quantity, evaluation))
            .collect();
        let is_tail = |one: &&Group<'_>| !evaluation.x.contains(one.gaussian.mu());
        let tails = shown.iter().filter(is_tail).count();
        let sigmas = shown.iter().map(|one| one.gaussian.sigma());
        let noise = NOISE * sigmas.fold(f64::MAX, f64::min);
        let hidden = figure.curves.len() - shown.len();
        let groups = grouped(shown, noise);
        let listed = if groups.len() <= LISTED {
            &*groups
        } else {
            &[]
        };
        let said = |of: fn(Gaussian) -> f64| {
            let values: Vec<f64> = listed.iter().map(|group| of(group.gaussian)).collect();
            distinct(&values, noise)
        };
        Self {
            quantity: figure.quantity,
            hidden,
            tails,
            noise,
            means: said(Gaussian::mu),
            deviations: said(Gaussian::sigma),
            groups,
        }
    }

    /// How many curves show.
    pub(super) fn number(&self) -> usize {
        self.groups.iter().map(|group| group.number).sum()
    }

    /// What the curves are, how many, and, if it is known how to say them, their parameters.
    pub(super) fn subject(&self, parameters: Option<String>) -> String {
        let (one, many) = match self.quantity {
            Quantity::Pdf => ("Density curve", "Density curves"),
            Quantity::LogPdf => ("Log-density curve", "Log-density curves"),
            Quantity::Cdf => (
                "Cumulative distribution function",
                "Cumulative distribution functions",
            ),
        };
        let parameters = parameters.unwrap_or_default();
        match (self.number(), self.groups.len()) {
            (0, _) if self.hidden == 1 => {
                format!("{one} of a Gaussian, outside of the ranges of the axes.")
            }
            (0, _) => {
                let hidden = self.hidden;
                format!("{many} of {hidden} Gaussians, none of them within the ranges of the axes.")
            }
            (1, _) => format!("{one} of a Gaussian{parameters}."),
            (number, 1) => format!("{many} of {number} equal Gaussians{parameters}."),
            (number, different) if different < number => {
                let comma = if parameters.starts_with(' ') { "," } else { "" };
                format!(
                    "{many} of {number} Gaussians, {different} of them different{comma}{parameters}."
                )
            }
            (number, _) => format!("{many} of {number} Gaussians{parameters}."),
        }
    }

    /// Whether all have the same mean.
    pub(super) fn is_concentric(&self) -> bool {
        self.is_same(Gaussian::mu)
    }

    /// Whether all have the same standard deviation.
    pub(super) fn is_level(&self) -> bool {
        self.is_same(Gaussian::sigma)
    }

    fn is_same(&self, of: fn(Gaussian) -> f64) -> bool {
        let [least, greatest] = self.ends(of);
        greatest - least <= self.noise
    }

    /// The least and the greatest of a parameter.
    fn ends(&self, of: fn(Gaussian) -> f64) -> [f64; 2] {
        let values = || self.groups.iter().map(|group| of(group.gaussian));
        [
            values().fold(f64::INFINITY, f64::min),
            values().fold(f64::NEG_INFINITY, f64::max),
        ]
    }

    /// The parameters of all, one by one, to be put behind the subject; `None` if they are too many.
    pub(super) fn parameters(&self) -> Option<String> {
        let (first, deviation) = (self.means.first()?, self.deviations.first()?);
        let [means, deviations] = [&self.means, &self.deviations].map(|texts| list(texts));
        let labels = self.labels();
        let parameters = match (self.is_concentric(), self.is_level(), self.groups.len()) {
            (_, _, 1) => both(first, deviation),
            (true, _, _) => {
                format!("with the same mean {first} and standard deviations {deviations}")
            }
            (_, true, _) => {
                format!("with means {means} and the same standard deviation {deviation}")
            }
            (_, _, 2) if labels.is_none() => {
                let pairs = self.means.iter().zip(&self.deviations);
                let each =
                    pairs.map(|(mean, deviation)| format!(", one {}", both(mean, deviation)));
                return Some(each.collect());
            }
            _ => format!(
                "with means {means} and, in the same order, standard deviations {deviations}"
            ),
        };
        Some(match labels {
            Some(labels) => format!(" labelled {}, {parameters}", list(&labels)),
            None => format!(" {parameters}"),
        })
    }

    /// The same in short: between what the parameters of all lie.
    pub(super) fn ranges(&self) -> Option<String> {
        if self.groups.is_empty() {
            return None;
        }
        let range = |name: &str, of: fn(Gaussian) -> f64| {
            let ends = distinct(&self.ends(of), self.noise);
            match self.is_same(of) {
                true => format!("the same {name} {}", ends[0]),
                false => format!("{name}s from {} to {}", ends[0], ends[1]),
            }
        };
        let means = range("mean", Gaussian::mu);
        let deviations = range("standard deviation", Gaussian::sigma);
        Some(format!(" with {means} and {deviations}"))
    }

    /// The labels of all, if each has one that is its own and can be said aloud.
    pub(super) fn labels(&self) -> Option<Vec<String>> {
        let labels: Option<Vec<&str>> = self.groups.iter().map(|group| group.label).collect();
        let labels = labels.filter(|labels| labels.len() <= LISTED)?;
        let mut sorted = labels.clone();
        sorted.sort_unstable();
        sorted.dedup();
        (sorted.len() == labels.len()).then(|| labels.into_iter().map(str::to_owned).collect())
    }
}

/// "with mean 0 and standard deviation 1".
pub(super) fn both(mean: &str, deviation: &str) -> String {
    format!("with mean {mean} and standard deviation {deviation}")
}

/// A curve by itself, if there is anything of it to be seen.
fn shown<'a>(curve: &'a Curve, quantity: Quantity, evaluation: &Evaluation) -> Option<Group<'a>> {
    let (gaussian, x, y) = (curve.gaussian, evaluation.x, evaluation.y);
    let [start, end] = [x.start(), x.end()].map(|z| quantity.of(gaussian, z));
    let peak = quantity.of(gaussian, gaussian.mu().clamp(x.start(), x.end()));
    let (top, bottom) = (peak.max(end), start.min(end));
    let bends = x.contains(gaussian.mu()) || top - bottom >= SEEN * y.length();
    (bends && top >= y.start() && bottom <= y.end()).then(|| Group {
        gaussian,
        number: 1,
        top,
        label: sayable(curve),
    })
}

/// The curve's label, if it is words and not, say, a formula.
fn sayable(curve: &Curve) -> Option<&str> {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'');
    let label = curve.label.trim();
    let is_word = label.chars().any(char::is_alphabetic) && label.chars().all(is_plain);
    let is_short = label.chars().count() <= LONGEST_LABEL;
    (curve.own_label && is_word && is_short).then_some(label)
}

/// Sorted, those that look the same together.
fn grouped(mut shown: Vec<Group<'_>>, noise: f64) -> Vec<Group<'_>> {
    let key = |group: &Group<'_>| (group.gaussian.mu(), group.gaussian.sigma());
    shown.sort_by(|a, b| {
        let (a, b) = (key(a), key(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    let mut groups: Vec<Group<'_>> = Vec::new();
    for one in shown {
        match groups.last_mut() {
            Some(last)
                if key(&one).0 - key(last).0 <= noise
                    && (key(&one).1 - key(last).1).abs() <= noise =>
            {
                last.number += 1;
                last.label = None;
            }
            _ => groups.push(one),
        }
    }
    groups
}
