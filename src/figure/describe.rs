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
    let curves: Vec<String> = figure.curves.iter().map(curve).collect();
    format!(
        "{} of {}{shown}: {}.",
        quantity(figure.quantity),
        number(figure.curves.len()),
        curves.join("; ")
    )
}

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
    let sign = |value: f64| value.to_string().replace('-', "\u{2212}");
    let (mu, sigma) = (curve.gaussian.mu(), curve.gaussian.sigma());
    format!("mean {}, standard deviation {}", sign(mu), sign(sigma))
}
