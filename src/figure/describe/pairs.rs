//! How neighbours lie to each other: where they cross, and how much they overlap.

use super::curves::{Curves, Group};
use super::names::Names;
use super::number::{list, percent, read_off};
use crate::evaluate::Evaluation;
use crate::model::Quantity;
use crate::statistics::PairStatistics;

/// Lower in the plot, as a share of its height, lines of the usual width run into the axis.
const LOW: f64 = 0.01;
/// Letters of which a listener can bear to be told pair by pair.
const BEARABLE: usize = 800;

/// Sentences about each two neighbours, or one about all if that were too long. Distribution functions do not show it.
pub(super) fn pairs(
    curves: &Curves<'_>,
    names: Option<&Names>,
    shown: &Evaluation,
) -> Option<String> {
    if curves.quantity == Quantity::Cdf || curves.groups.len() < 2 {
        return None;
    }
    let pairs: Vec<PairStatistics> = curves
        .groups
        .windows(2)
        .map(|pair| PairStatistics::new([1, 2], pair[0].gaussian, pair[1].gaussian))
        .collect();
    let each = names.map(|names| one_by_one(curves, names, &pairs, shown));
    each.filter(|text| text.chars().count() <= BEARABLE)
        .or_else(|| Some(together(&pairs)))
}

fn one_by_one(
    curves: &Curves<'_>,
    names: &Names,
    pairs: &[PairStatistics],
    shown: &Evaluation,
) -> String {
    let sentence = |(at, pair): (usize, &PairStatistics)| {
        let who = match at {
            _ if curves.number() == 2 => "They".to_owned(),
            0 => format!("The curves {}", names.of(&[0, 1])),
            _ => format!("Those {}", names.of(&[at, at + 1])),
        };
        let crossings = curves.groups.get(at).map_or(Vec::new(), |group| {
            visible(pair, group, curves.quantity, shown)
        });
        let cross = match crossings.is_empty() {
            true => String::new(),
            false => format!(" cross at about {} and", list(&crossings)),
        };
        format!("{who}{cross} overlap by {} percent.", percent(pair.overlap))
    };
    let sentences: Vec<String> = (0..).zip(pairs).map(sentence).collect();
    sentences.join(" ")
}

/// The crossings that can be seen, in words.
fn visible(
    pair: &PairStatistics,
    group: &Group<'_>,
    quantity: Quantity,
    shown: &Evaluation,
) -> Vec<String> {
    let (x, y) = (shown.x, shown.y);
    // Below zero there is nothing but a margin.
    let bottom = match quantity {
        Quantity::Pdf => y.start().max(0.0),
        Quantity::LogPdf | Quantity::Cdf => y.start(),
    };
    let is_visible = |z: &f64| {
        let height = (quantity.of(group.gaussian, *z) - bottom) / (y.end() - bottom);
        x.contains(*z) && (LOW..=1.0).contains(&height)
    };
    let crossings = pair.crossings.iter().copied();
    let crossings: Vec<f64> = crossings.filter(is_visible).collect();
    read_off(&crossings, x.length())
}

/// Of all neighbours together.
fn together(pairs: &[PairStatistics]) -> String {
    let overlaps = || pairs.iter().map(|pair| pair.overlap);
    let least = percent(overlaps().fold(1.0, f64::min));
    let most = percent(overlaps().fold(0.0, f64::max));
    match least == most {
        true => format!("Neighbours overlap by {most} percent."),
        false if least == percent(0.0) => format!("Neighbours overlap by up to {most} percent."),
        false => format!("Neighbours overlap by {least} to {most} percent."),
    }
}
