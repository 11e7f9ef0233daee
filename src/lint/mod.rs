//! What is probably not meant: figures that are right by the rules of the config, and still mislead or hide something.
//!
//! Each finding is a warning with a [`Code`], where its threshold and the reason for it stand.
//! A warning is about one value of the config; where that value fails several Gaussians, one warning names them.

mod alike;
mod bins;
mod contrast;
mod label;
mod range;
mod similar;

use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::Evaluation;
use crate::model::{Curve, Figure};
use crate::scene::Scene;

/// What the numbers of a figure show. The warnings name the key of the config that they are about, and do not mind what
/// the figure allows.
pub fn numbers(figure: &Figure, evaluation: &Evaluation) -> Vec<Diagnostic> {
    let findings = [
        range::mass_outside(figure, evaluation),
        range::peak_above(figure, evaluation),
        bins::wider_than_sigma(figure, evaluation),
        bins::more_than_samples(figure, evaluation),
    ];
    findings.into_iter().flatten().collect()
}

/// What the labels of a figure say wrongly; as [`numbers`].
pub fn labels(figure: &Figure) -> Vec<Diagnostic> {
    label::contradictions(figure)
}

/// What is wrong with the picture of a figure, of which the scene is; as [`numbers`], but for what the figure allows.
pub fn picture(figure: &Figure, scene: &Scene) -> Vec<Diagnostic> {
    let curves = || alike::indistinguishable(figure, scene);
    unless_allowed(figure, Code::IndistinguishableCurves, curves)
}

/// What is wrong with the colours of a figure, of which the scene is; as [`picture`].
pub fn colors(figure: &Figure, scene: &Scene) -> Vec<Diagnostic> {
    let contrast = || contrast::low(figure).collect();
    let mut findings = unless_allowed(figure, Code::LowContrast, contrast);
    let similar = || similar::to_some(figure, scene);
    findings.extend(unless_allowed(figure, Code::SimilarColors, similar));
    findings
}

/// What is found, if the figure does not allow it: to look at pictures takes longer than to draw a curve.
fn unless_allowed(
    figure: &Figure,
    code: Code,
    find: impl FnOnce() -> Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    match figure.allow.contains(&code) {
        true => Vec::new(),
        false => find(),
    }
}

/// The most warnings of one kind: of a thousand Gaussians, half a million pairs could look alike.
const MOST_WARNINGS: usize = 10;

/// What people call the Gaussians, and the Gaussians, in list order.
fn named(figure: &Figure) -> impl Iterator<Item = (String, &Curve)> {
    let curves = (1..).zip(&figure.curves);
    curves.map(|(number, curve)| (format!("Gaussian {number}"), curve))
}
