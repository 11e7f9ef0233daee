//! Which curve stands out: the tallest and the widest, or the steepest and the flattest.

use super::curves::{Curves, Group, both};
use super::names::Names;
use super::number::{alone, capitalized, distinct};
use crate::evaluate::Evaluation;
use crate::gaussian::Gaussian;
use crate::model::Quantity;

/// Values that differ by less than this share are as good as equal.
const EQUAL: f64 = 1e-6;

/// What a curve can be the most of.
struct Most {
    /// What one is.
    one: &'static str,
    /// What several do.
    many: &'static str,
}

const TALLEST: Most = Most {
    one: "the tallest",
    many: "share the greatest height",
};
const WIDEST: Most = Most {
    one: "the widest",
    many: "share the greatest width",
};
const STEEPEST: Most = Most {
    one: "the steepest",
    many: "share the steepest rise",
};
const FLATTEST: Most = Most {
    one: "the flattest",
    many: "share the gentlest rise",
};

/// A sentence about the curves that stand out among others, if any do.
pub(super) fn contrast(
    curves: &Curves<'_>,
    names: Option<&Names>,
    shown: &Evaluation,
) -> Option<String> {
    if curves.groups.len() < 2 {
        return None;
    }
    // Where the middle of a distribution function is not shown, neither is how steep that is.
    let is_candidate = |group: &Group<'_>| {
        curves.quantity != Quantity::Cdf || shown.x.contains(group.gaussian.mu())
    };
    let candidates: Vec<usize> = (0..)
        .zip(&curves.groups)
        .filter_map(|(at, group)| is_candidate(group).then_some(at))
        .collect();
    let [first, second] = extremes(curves, &candidates)?;
    let (most, least) = match curves.quantity {
        Quantity::Pdf | Quantity::LogPdf => (TALLEST, WIDEST),
        Quantity::Cdf => (STEEPEST, FLATTEST),
    };
    let all = |of: &[usize]| of.len() == curves.groups.len();
    let who = if curves.number() == 2 { "Both" } else { "All" };
    match (names, curves.quantity) {
        (_, Quantity::Cdf) if all(&first) => Some(format!("{who} are equally steep.")),
        (_, Quantity::Pdf | Quantity::LogPdf) if all(&second) => Some(match all(&first) {
            true => format!("{who} are equally tall and wide."),
            false => format!("{who} are equally wide."),
        }),
        (Some(names), _) => Some(named(names, &first, &second, [most, least])),
        (None, _) => anonymous(curves, &first, &second, [most, least]),
    }
}

/// How high the highest peak of a density is, if the figure's x range has it.
pub(super) fn peak(curves: &Curves<'_>, shown: &Evaluation) -> Option<String> {
    let tops = curves.groups.iter().map(|group| group.top);
    let top = tops.reduce(f64::max)?;
    let tallest = curves.groups.iter().find(|group| group.top == top)?;
    if curves.quantity != Quantity::Pdf || !shown.x.contains(tallest.gaussian.mu()) {
        return None;
    }
    let peak = match curves.groups.len() {
        1 => "The peak density",
        _ => "The highest density",
    };
    Some(match top > shown.y.end() {
        true => format!("{peak} is above the figure."),
        false => format!("{peak} is {}.", alone(top)),
    })
}

/// Positions of the curves that are the most, and of those that are the widest; `None` if there are not two to compare.
fn extremes(curves: &Curves<'_>, candidates: &[usize]) -> Option<[Vec<usize>; 2]> {
    let group = |at: usize| curves.groups.get(at);
    let sigma = |at: usize| group(at).map_or(0.0, |group| group.gaussian.sigma());
    let height = |at: usize| match curves.quantity {
        Quantity::Pdf | Quantity::LogPdf => group(at).map_or(0.0, |group| group.top),
        Quantity::Cdf => -sigma(at),
    };
    (candidates.len() > 1).then(|| [greatest(candidates, height), greatest(candidates, sigma)])
}

/// The positions at which a value is the greatest.
fn greatest(positions: &[usize], value: impl Fn(usize) -> f64) -> Vec<usize> {
    let values = positions.iter().map(|at| value(*at));
    let greatest = values.fold(f64::NEG_INFINITY, f64::max);
    let least = greatest - EQUAL * greatest.abs();
    // An infinite one has no margin.
    let is_greatest = |at: &&usize| value(**at) == greatest || value(**at) >= least;
    positions.iter().filter(is_greatest).copied().collect()
}

fn named(names: &Names, first: &[usize], second: &[usize], [most, least]: [Most; 2]) -> String {
    let (a, b) = (names.of(first), names.of(second));
    match (first, second) {
        ([one], [other]) if one == other => {
            format!("The curve {a} is {} and {}.", most.one, least.one)
        }
        ([_], [_]) => format!("The curve {a} is {}, the one {b} {}.", most.one, least.one),
        ([_], _) => format!("The curve {a} is {}; those {b} {}.", most.one, least.many),
        (_, [_]) => format!(
            "The curves {a} {}; the one {b} is {}.",
            most.many, least.one
        ),
        _ => format!("The curves {a} {}; those {b} {}.", most.many, least.many),
    }
}

/// The same of too many curves to have names: by their parameters, where one of them stands out.
fn anonymous(
    curves: &Curves<'_>,
    first: &[usize],
    second: &[usize],
    [most, least]: [Most; 2],
) -> Option<String> {
    let single = |positions: &[usize]| match positions {
        [at] => curves.groups.get(*at).map(|group| group.gaussian),
        _ => None,
    };
    let (first, second) = (single(first), single(second));
    let values = |of: fn(Gaussian) -> f64| {
        let values: Vec<f64> = [first, second].into_iter().flatten().map(of).collect();
        distinct(&values, curves.noise)
    };
    let (means, deviations) = (values(Gaussian::mu), values(Gaussian::sigma));
    let mut said = means
        .iter()
        .zip(&deviations)
        .map(|(mean, deviation)| both(mean, deviation));
    let mut clauses = Vec::new();
    for (gaussian, most) in [(first, most.one), (second, least.one)] {
        if let (Some(_), Some(said)) = (gaussian, said.next()) {
            clauses.push(format!("{} is one {said}.", capitalized(most)));
        }
    }
    (!clauses.is_empty()).then(|| clauses.join(" "))
}
