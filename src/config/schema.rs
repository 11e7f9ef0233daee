//! The config as it is written: every table and key with its type, and the rules of single values.

use toml::Spanned;
use toml::de::DeValue;

use super::read::{Errors, Field, Named, Node, Read, Table, field, integer, table};
use super::suggest::{amount, list, shortened, suggestion};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Background, BinRule, Bins, Dash, Format, Layering, LegendPosition, MathFace, Method, Place,
    Positive, Quantity, Range, Theme,
};
use crate::scene::Color;

/// The most ticks of an axis.
pub(super) const MAX_TICKS: usize = 200;
/// The most Gaussians of a figure.
pub(super) const MAX_GAUSSIANS: usize = 1000;
/// The most bins of a histogram.
const MAX_BINS: u64 = 10_000;
/// The most samples of a Gaussian: 2^53, up to which every count is a double.
const MAX_SAMPLES: u64 = 1 << 53;

table! {
    /// The whole file.
    Config {
        quantity: Quantity,
        title: Label,
        alt: String,
        figure: FigureTable,
        x: AxisTable,
        y: AxisTable,
        legend: LegendTable,
        histogram: HistogramTable,
        gaussian: Gaussians,
    }
}

table! {
    /// `[figure]`
    FigureTable {
        width: Pixels,
        height: Pixels,
        scale: Positive,
        formats: Vec<Spanned<Format>>,
        theme: Theme,
        background: Background,
        font: Vec<Spanned<String>>,
        math: MathFace,
        text_size: Points,
        label_size: Points,
        legend_size: Points,
    }
}

table! {
    /// `[x]` and `[y]`
    AxisTable {
        label: Label,
        range: Range,
        ticks: TicksValue,
        grid: bool,
    }
}

table! {
    /// `[legend]`
    LegendTable {
        position: LegendPosition,
    }
}

table! {
    /// `[histogram]`
    HistogramTable {
        samples: Samples,
        bins: Bins,
        seed: Seed,
        opacity: Opacity,
        method: Method,
        layering: Layering,
    }
}

table! {
    /// `bins = { ... }`
    BinsTable {
        width: Positive,
        edges: Vec<Spanned<f64>>,
    }
}

table! {
    /// `[[gaussian]]`
    GaussianTable {
        mu: f64,
        sigma: Positive,
        variance: Positive,
        label: Label,
        color: Color,
        width: Points,
        dash: Dash,
        samples: Samples,
    }
}

/// The tables of a file as people write them, with their keys.
const TABLES: [(&str, &[&str]); 6] = [
    ("the file, above its first table", Config::KEYS),
    ("[figure]", FigureTable::KEYS),
    ("[x] and [y]", AxisTable::KEYS),
    ("[legend]", LegendTable::KEYS),
    ("[histogram]", HistogramTable::KEYS),
    ("[[gaussian]]", GaussianTable::KEYS),
];

/// The error for a key that table `T` does not have, with what was probably meant.
pub(super) fn unknown_key<T: Table>(key: &str) -> Diagnostic {
    let homes = TABLES.iter().filter(|(_, keys)| keys.contains(&key));
    let homes = list(homes.map(|(table, _)| table), "and");
    let hint = if !homes.is_empty() {
        format!("`{key}` is a key of {homes}")
    } else if let Some(near) = suggestion(key, T::KEYS) {
        format!("did you mean `{near}`?")
    } else {
        let keys = T::KEYS.iter().map(|key| format!("`{key}`"));
        format!("the keys here are {}", list(keys, "and"))
    };
    Diagnostic::error(format!("unknown key `{}`", shortened(key))).hint(hint)
}

/// Text with math, on one line.
#[derive(Debug)]
pub(super) struct Label(pub(super) String);

impl Read for Label {
    fn read(node: &Node<'_>, name: &str, errors: &mut Errors) -> Option<Self> {
        let text = String::read(node, name, errors)?;
        if !text.contains(char::is_control) {
            return Some(Self(text));
        }
        // Mostly "$\theta$", in which TOML reads \t as a tab.
        let error = Diagnostic::error(format!("{name} has a control character in it"));
        errors.push(error.at(node.span()).hint(BACKSLASHES))
    }
}

/// Help for TeX in a string of TOML.
pub(super) const BACKSLASHES: &str =
    r#"a backslash of TeX is written twice in "$\\theta$", once in '$\theta$'"#;

impl Read for Positive {
    fn read(node: &Node<'_>, name: &str, errors: &mut Errors) -> Option<Self> {
        let number = f64::read(node, name, errors)?;
        Self::new(number).or_else(|| {
            let message = format!("{name} must be greater than zero");
            errors.push(Diagnostic::error(message).at(node.span()))
        })
    }
}

/// A positive number with a largest value, so that no length can drive the layout out of its numbers.
fn at_most(
    node: &Node<'_>,
    name: &str,
    most: f64,
    unit: &str,
    errors: &mut Errors,
) -> Option<Positive> {
    let length = Positive::read(node, name, errors)?;
    if length.get() <= most {
        return Some(length);
    }
    let message = format!("{name} must be at most {most} {unit}");
    errors.push(Diagnostic::error(message).at(node.span()))
}

/// A text size or line width in points, at most 1000.
#[derive(Debug, Clone, Copy)]
pub(super) struct Points(pub(super) Positive);

impl Read for Points {
    fn read(node: &Node<'_>, name: &str, errors: &mut Errors) -> Option<Self> {
        at_most(node, name, 1000.0, "points", errors).map(Self)
    }
}

/// A side of the figure in CSS pixels, at most as many as a PNG may have device pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pixels(pub(super) Positive);

impl Read for Pixels {
    fn read(node: &Node<'_>, name: &str, errors: &mut Errors) -> Option<Self> {
        at_most(node, name, crate::model::MAX_SIDE, "pixels", errors).map(Self)
    }
}

/// A number from 0 to 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opacity(pub(super) f64);

impl Read for Opacity {
    fn read(node: &Node<'_>, name: &str, errors: &mut Errors) -> Option<Self> {
        let number = f64::read(node, name, errors)?;
        if (0.0..=1.0).contains(&number) {
            return Some(Self(number));
        }
        let message = format!("{name} must be between 0 and 1");
        errors.push(Diagnostic::error(message).at(node.span()))
    }
}

/// A number of samples.
#[derive(Debug, Clone, Copy)]
pub(super) struct Samples(pub(super) u64);

impl Read for Samples {
    fn read(node: &Node<'_>, name: &str, errors: &mut Errors) -> Option<Self> {
        integer(node, name, [1, MAX_SAMPLES], errors).map(Self)
    }
}

/// A seed of random numbers: any integer of TOML that is not negative.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seed(pub(super) u64);

impl Read for Seed {
    fn read(node: &Node<'_>, name: &str, errors: &mut Errors) -> Option<Self> {
        integer(node, name, [0, i64::MAX.unsigned_abs()], errors).map(Self)
    }
}

impl Read for Range {
    fn read(node: &Node<'_>, name: &str, errors: &mut Errors) -> Option<Self> {
        let ends = Vec::<Spanned<f64>>::read(node, name, errors)?;
        let [start, end] = ends.as_slice() else {
            let message = format!(
                "{name} must be a list of two numbers, not of {}",
                ends.len()
            );
            return errors.push(Diagnostic::error(message).at(node.span()));
        };
        let [start, end] = [*start.get_ref(), *end.get_ref()];
        Self::new(start, end).or_else(|| {
            let error = if start < end {
                Diagnostic::error(format!("{name} is too long for a double"))
            } else {
                let error = Diagnostic::error(format!("{name} must increase"));
                error.hint("write the lower end first, then the upper end")
            };
            errors.push(error.at(node.span()))
        })
    }
}

/// Where an axis has ticks: as the model's [`crate::model::Ticks`], with the place of each.
#[derive(Debug)]
pub(super) enum TicksValue {
    /// At multiples of this step.
    Step(Positive),
    /// Here, in increasing order.
    At(Vec<Spanned<f64>>),
}

impl Read for TicksValue {
    fn read(node: &Node<'_>, name: &str, errors: &mut Errors) -> Option<Self> {
        match node.get_ref() {
            DeValue::Array(_) => {
                let ticks = Vec::read(node, name, errors)?;
                if ticks.len() > MAX_TICKS {
                    return errors.push(too_many_ticks(ticks.len() as f64).at(node.span()));
                }
                increasing(&ticks, name, errors).then_some(Self::At(ticks))
            }
            DeValue::Integer(_) | DeValue::Float(_) => {
                Positive::read(node, name, errors).map(Self::Step)
            }
            _ => errors.expected(name, "a step or a list of positions", node),
        }
    }
}

/// The error for an axis with more ticks than [`MAX_TICKS`].
pub(super) fn too_many_ticks(count: f64) -> Diagnostic {
    Diagnostic::error(format!(
        "an axis has at most {MAX_TICKS} ticks, not {}",
        amount(count)
    ))
}

/// Whether each number is greater than the one before; notes the first that is not.
fn increasing(numbers: &[Spanned<f64>], name: &str, errors: &mut Errors) -> bool {
    let pairs = numbers.iter().zip(numbers.iter().skip(1));
    let wrong = pairs
        .filter(|(one, next)| one.get_ref() >= next.get_ref())
        .map(|(_, next)| next)
        .next();
    if let Some(number) = wrong {
        let message = format!("{name} must increase from each element to the next");
        errors.push::<()>(Diagnostic::error(message).at(number.span()));
    }
    wrong.is_none()
}

impl Read for Bins {
    fn read(node: &Node<'_>, name: &str, errors: &mut Errors) -> Option<Self> {
        match node.get_ref() {
            DeValue::Integer(_) | DeValue::Float(_) => {
                let count = integer(node, name, [1, MAX_BINS], errors)?;
                u32::try_from(count).ok().map(Self::Count)
            }
            DeValue::String(_) => BinRule::read(node, name, errors).map(Self::Rule),
            DeValue::Table(_) => bins_table(node, name, errors),
            _ => errors.expected(name, "a number, the name of a rule, or a table", node),
        }
    }
}

fn bins_table(node: &Node<'_>, name: &str, errors: &mut Errors) -> Option<Bins> {
    let known = errors.0.len();
    let table = BinsTable::read(node, name, errors)?;
    match (table.width, table.edges) {
        _ if errors.0.len() > known => None,
        (Field::Given(width), Field::Absent) => Some(Bins::Width(width.into_inner())),
        (Field::Absent, Field::Given(edges)) => bin_edges(&edges, errors),
        _ => {
            let error = Diagnostic::error("a table of bins has either a width or edges");
            errors.push(
                error
                    .at(node.span())
                    .hint("such as { width = 0.25 } or { edges = [-1, 0, 1] }"),
            )
        }
    }
}

fn bin_edges(edges: &Spanned<Vec<Spanned<f64>>>, errors: &mut Errors) -> Option<Bins> {
    let count = edges.get_ref().len();
    let most = MAX_BINS + 1;
    if count < 2 || count as u64 > most {
        let message = format!("there must be between 2 and {most} edges, not {count}");
        return errors.push(Diagnostic::error(message).at(edges.span()));
    }
    let numbers = edges.get_ref().iter().map(|edge| *edge.get_ref()).collect();
    increasing(edges.get_ref(), "edges", errors).then_some(Bins::Edges(numbers))
}

/// The list of `[[gaussian]]` tables.
#[derive(Debug, Default)]
pub(super) struct Gaussians(pub(super) Vec<Spanned<GaussianTable>>);

impl Read for Gaussians {
    fn read(node: &Node<'_>, name: &str, errors: &mut Errors) -> Option<Self> {
        match node.get_ref() {
            DeValue::Table(_) => {
                let error = Diagnostic::error("gaussian must be a list of tables, not one table");
                errors.push(
                    error
                        .at(node.span())
                        .hint("write [[gaussian]] with two brackets"),
                )
            }
            DeValue::Array(gaussians) if gaussians.is_empty() => {
                errors.push(super::validate::no_gaussian().at(node.span()))
            }
            DeValue::Array(gaussians) if gaussians.len() > MAX_GAUSSIANS => {
                let count = gaussians.len();
                let message =
                    format!("a figure has at most {MAX_GAUSSIANS} Gaussians, not {count}");
                errors.push(Diagnostic::error(message).at(node.span()))
            }
            _ => Vec::read(node, name, errors).map(Self),
        }
    }
}

impl Named for Quantity {
    const WHAT: &'static str = "quantity";
    const NAMES: &'static [(&'static str, Self)] = &[
        ("pdf", Self::Pdf),
        ("log-pdf", Self::LogPdf),
        ("cdf", Self::Cdf),
    ];
}

impl Named for Format {
    const WHAT: &'static str = "format";
    const NAMES: &'static [(&'static str, Self)] = &[("png", Self::Png), ("svg", Self::Svg)];
}

impl Named for Theme {
    const WHAT: &'static str = "theme";
    const NAMES: &'static [(&'static str, Self)] = &[("light", Self::Light), ("dark", Self::Dark)];
    const PLANNED: &'static [&'static str] = &["auto"];
}

impl Named for MathFace {
    const WHAT: &'static str = "typeface of math";
    const NAMES: &'static [(&'static str, Self)] = &[("text", Self::Text), ("tex", Self::Tex)];
}

impl Named for LegendPosition {
    const WHAT: &'static str = "legend position";
    const NAMES: &'static [(&'static str, Self)] = &[
        ("best", Self::Best),
        ("upper right", Self::Inside(Place::UpperRight)),
        ("upper left", Self::Inside(Place::UpperLeft)),
        ("lower left", Self::Inside(Place::LowerLeft)),
        ("lower right", Self::Inside(Place::LowerRight)),
        ("upper center", Self::Inside(Place::UpperCenter)),
        ("lower center", Self::Inside(Place::LowerCenter)),
        ("center left", Self::Inside(Place::CenterLeft)),
        ("center right", Self::Inside(Place::CenterRight)),
        ("center", Self::Inside(Place::Center)),
        ("outside right", Self::OutsideRight),
        ("none", Self::None),
    ];
}

impl Named for BinRule {
    const WHAT: &'static str = "rule for bins";
    const NAMES: &'static [(&'static str, Self)] = &[
        ("sturges", Self::Sturges),
        ("scott", Self::Scott),
        ("fd", Self::FreedmanDiaconis),
        ("sqrt", Self::Sqrt),
        ("rice", Self::Rice),
        ("doane", Self::Doane),
    ];
}

impl Named for Method {
    const WHAT: &'static str = "method";
    const NAMES: &'static [(&'static str, Self)] = &[("draw", Self::Draw)];
    const PLANNED: &'static [&'static str] = &["counts"];
}

impl Named for Layering {
    const WHAT: &'static str = "layering";
    const NAMES: &'static [(&'static str, Self)] =
        &[("interleaved", Self::Interleaved), ("below", Self::Below)];
}

impl Named for Dash {
    const WHAT: &'static str = "dash";
    const NAMES: &'static [(&'static str, Self)] = &[
        ("solid", Self::Solid),
        ("dashed", Self::Dashed),
        ("dotted", Self::Dotted),
        ("dashdot", Self::DashDot),
    ];
}
