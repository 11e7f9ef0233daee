//! The figure in words, for those who do not see it.

use crate::model::{Curve, Figure, Quantity};

/// A short name of the figure.
pub(super) fn title(figure: &Figure, title: Option<&str>) -> String {
    match title {
        Some(title) => title.to_owned(),
        None => format!(
            "{} of {}",
            quantity(figure.quantity),
            number(figure.curves.len())
        ),
    }
}

/// What there is to see: the author's words or, without any, the Gaussians in list order.
pub(super) fn description(figure: &Figure) -> String {
    if !figure.alt.is_empty() {
        return figure.alt.clone();
    }
    let shown = match figure.histogram {
        Some(_) => " with histograms of samples",
        None => "",
    };
    let mut curves: Vec<String> = figure.curves.iter().take(LISTED).map(curve).collect();
    if let Some(more @ 1..) = figure.curves.len().checked_sub(LISTED) {
        curves.push(format!("and {more} more"));
    }
    format!(
        "{} of {}{shown}: {}.",
        quantity(figure.quantity),
        number(figure.curves.len()),
        curves.join("; ")
    )
}

/// How many Gaussians a listener can bear.
const LISTED: usize = 8;

fn quantity(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Pdf => "Density",
        Quantity::LogPdf => "Logarithm of the density",
        Quantity::Cdf => "Cumulative distribution",
    }
}

fn number(gaussians: usize) -> String {
    match gaussians {
        1 => "a Gaussian".to_owned(),
        many => format!("{many} Gaussians"),
    }
}

fn curve(curve: &Curve) -> String {
    let (mu, sigma) = (curve.gaussian.mu(), curve.gaussian.sigma());
    format!("mean {}, standard deviation {}", spoken(mu), spoken(sigma))
}

/// The shortest digits that name the number, with a real minus sign.
fn spoken(number: f64) -> String {
    let plain = number == 0.0 || (1e-4..1e6).contains(&number.abs());
    let digits = if plain {
        number.to_string()
    } else {
        format!("{number:e}")
    };
    digits.replace('-', "\u{2212}")
}
