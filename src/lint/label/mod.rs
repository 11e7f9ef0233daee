//! Labels whose numbers contradict μ, σ or σ².
//!
//! Only what is said beyond doubt counts: `\mu = 3` between brackets, separators or words of text. What is part of a
//! longer formula, has a subscript or a unit, or cannot be read, is nobody's mistake.

mod number;
mod statement;
mod token;

use crate::diagnostic::{Code, Diagnostic};
use crate::gaussian::Gaussian;
use crate::model::Figure;

use number::Reading;
use statement::{Quantity, Statement, statements};

/// What the labels of the figure say wrongly.
pub(super) fn contradictions(figure: &Figure) -> Vec<Diagnostic> {
    let curves = figure.curves.iter().enumerate();
    curves
        .filter(|(_, curve)| curve.own_label)
        .flat_map(|(index, curve)| {
            let wrong = wrong(&curve.label, curve.gaussian);
            wrong.into_iter().map(move |message| {
                let number = index + 1;
                let message = format!("the label of Gaussian {number} {message}");
                Diagnostic::warning(Code::LabelContradictsParameters, message)
                    .about(format!("gaussian.{index}.label"))
                    .hint("mend the one that is wrong, or leave `label` out: the default is always right")
            })
        })
        .collect()
}

/// What a label says wrongly, at most once of each quantity: what it says rightly elsewhere is not wrong.
fn wrong(label: &str, gaussian: Gaussian) -> Vec<String> {
    let statements = statements(label);
    let of = |quantity: Quantity| {
        let mut said = statements.iter().filter(|said| said.quantity == quantity);
        let (name, value) = match quantity {
            Quantity::Mu => ("mu", gaussian.mu()),
            Quantity::Sigma => ("sigma", gaussian.sigma()),
            Quantity::Variance => ("the variance", gaussian.sigma() * gaussian.sigma()),
        };
        let first = said.clone().next()?;
        let right = |said: &Statement<'_>| said.readings.iter().any(|&reading| is(reading, value));
        (value.is_finite() && !said.any(right)).then(|| {
            let value = spoken(value);
            format!("says `{}`, but {name} is {value}", first.source)
        })
    };
    let quantities = [Quantity::Mu, Quantity::Sigma, Quantity::Variance];
    quantities.into_iter().filter_map(of).collect()
}

/// Whether a number is `value`, rounded to the digits that it has.
fn is(reading: Reading, value: f64) -> bool {
    // The square of a rounded square root is up to three units in the last place off.
    let magnitude = value.abs();
    let slack = 4.0 * (magnitude.next_up() - magnitude);
    (reading.value - value).abs() <= reading.half_unit + slack
}

/// A number without the last digits, which are those of rounding.
fn spoken(value: f64) -> String {
    let rounded = format!("{value:.14e}").parse().unwrap_or(value);
    format!("{rounded:?}")
}
