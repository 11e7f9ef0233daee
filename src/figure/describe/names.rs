//! What to call each curve.

use super::curves::{Curves, both};
use super::number::list;

/// What each curve is called by, in the shortest way that tells it from all others.
pub(super) struct Names {
    /// Before the name of one.
    one: &'static str,
    /// Before the names of several.
    many: &'static str,
    names: Vec<String>,
}

impl Names {
    /// `None` if the curves are too many to be told of one by one.
    pub(super) fn new(curves: &Curves<'_>) -> Option<Self> {
        if curves.means.is_empty() {
            return None;
        }
        let differ = |texts: &[String]| {
            let rest = |at: usize| texts.get(at + 1..).unwrap_or_default();
            let mut all = texts.iter().enumerate();
            all.all(|(at, text)| !rest(at).contains(text))
        };
        let (one, many, names) = if let Some(labels) = curves.labels() {
            ("labelled", "labelled", labels)
        } else if differ(&curves.means) {
            ("with mean", "with means", curves.means.clone())
        } else if differ(&curves.deviations) {
            let [one, many] = ["with standard deviation", "with standard deviations"];
            (one, many, curves.deviations.clone())
        } else {
            let pairs = curves.means.iter().zip(&curves.deviations);
            let names = pairs.map(|(mean, deviation)| both(mean, deviation));
            ("", "", names.collect())
        };
        Some(Self { one, many, names })
    }

    /// "with mean 0", or "with means 0 and 1".
    pub(super) fn of(&self, positions: &[usize]) -> String {
        let names = positions.iter().filter_map(|at| self.names.get(*at));
        let names: Vec<String> = names.cloned().collect();
        let before = if names.len() == 1 {
            self.one
        } else {
            self.many
        };
        format!("{before} {}", list(&names)).trim().to_owned()
    }
}
