//! The config as it is written: every table and key with its type, and the rules of single values.
//!
//! What holds where a key is absent is said here; [`super::validate`] puts it in.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::field::Field;
use super::names::Position;
use crate::diagnostic::Code;
use crate::model::{
    Background, BinRule, Dash, Format, Layering, MAX_BINS, MAX_SAMPLES, MathFace, Method, Positive,
    Quantity, Theme,
};
use crate::scene::{Color, MAX_SIDE, is_xml};

/// A list whose elements have their own places and errors.
pub(super) type List<T> = Vec<Field<T>>;

/// The whole file: one figure.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
#[cfg_attr(test, schemars(title = "A figure of gaussfig"))]
#[cfg_attr(test, schemars(extend("required" = ["gaussian"])))]
pub(super) struct Config {
    /// Path of a TOML file, relative to this one, with any keys but `gaussian` and `style`: its values are the defaults of
    /// those here. Default: none.
    pub(super) style: Field<String>,
    /// What the y axis shows of each Gaussian. Default: `"pdf"`.
    pub(super) quantity: Field<Quantity>,
    /// Text above the plot, with TeX math between dollar signs; `""` for none. Default: `""`.
    pub(super) title: Field<Label>,
    /// Alternative text, for those who do not see the figure, in place of the one from the data; `""` for that. A longer
    /// description from the data is there with either. Default: `""`.
    pub(super) alt: Field<Prose>,
    /// Names of warnings that are not given. Default: `[]`.
    #[cfg_attr(test, schemars(extend("uniqueItems" = true)))]
    pub(super) allow: Field<List<Code>>,
    /// Whether the figure's files carry this config, so that it can be drawn again from them. Default: true.
    pub(super) recipe: Field<bool>,
    /// The figure as a whole: its size, files and look.
    pub(super) figure: Field<FigureTable>,
    /// The horizontal axis, of the random variable.
    pub(super) x: Field<AxisTable>,
    /// The vertical axis, of the quantity.
    pub(super) y: Field<AxisTable>,
    /// The legend.
    pub(super) legend: Field<LegendTable>,
    /// Histograms of samples of each Gaussian. Default: none.
    pub(super) histogram: Field<HistogramTable>,
    /// The Gaussians, 1 to 1000; required.
    pub(super) gaussian: Field<Gaussians>,
}

/// `[figure]`
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub(super) struct FigureTable {
    /// Width in CSS pixels (1/96 in). Default: 800.
    pub(super) width: Field<Pixels>,
    /// Height in CSS pixels. Default: 346.
    pub(super) height: Field<Pixels>,
    /// PNG pixels per CSS pixel, or a list of them: `[1, 2]` writes figure.png and figure@2x.png. Default: 2.
    pub(super) scale: Field<Scale>,
    /// The files to write. Default: `["png", "svg"]`.
    #[cfg_attr(test, schemars(length(min = 1), extend("uniqueItems" = true)))]
    pub(super) formats: Field<List<Format>>,
    /// The set of colours. Default: `"light"`.
    pub(super) theme: Field<Theme>,
    /// What lies behind the figure: a CSS colour or `"transparent"`. Default: the theme's.
    pub(super) background: Field<Background>,
    /// Paths of TTF or OTF files, tried in order before the built-in DejaVu Sans. Default: `[]`.
    #[cfg_attr(test, schemars(length(max = crate::model::MAX_FONTS), inner(length(min = 1))))]
    pub(super) font: Field<List<String>>,
    /// The typeface of letters and digits in math. Default: `"text"`.
    pub(super) math: Field<MathFace>,
    /// Size of tick labels in points (1/72 in). Default: 10.
    pub(super) text_size: Field<Points>,
    /// Size of axis labels and the title in points. Default: 14.
    pub(super) label_size: Field<Points>,
    /// Size of the legend's text in points. Default: 12.
    pub(super) legend_size: Field<Points>,
}

/// How many PNG pixels a CSS pixel has.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "a number or a list of numbers")]
#[cfg_attr(test, schemars(untagged))]
pub(super) enum Scale {
    /// So many, in one PNG.
    #[serde(rename = "a float", alias = "an integer")]
    One(Positive),
    /// So many in a PNG each, in increasing order.
    #[serde(rename = "a list")]
    Each(
        #[cfg_attr(test, schemars(length(min = 1, max = crate::model::MAX_SCALES), extend("uniqueItems" = true)))]
        //
        List<Positive>,
    ),
}

/// `[x]` and `[y]`
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub(super) struct AxisTable {
    /// Text along the axis, with TeX math between dollar signs; `""` for none. Default: `"Random variable, $z$"` in `[x]`; in
    /// `[y]`, the formula of the quantity.
    pub(super) label: Field<Label>,
    /// Lower and upper end. Default: of x, μ ± 4σ of every Gaussian, to the next ticks; of y, the data plus 5 %.
    #[cfg_attr(test, schemars(extend("uniqueItems" = true)))]
    pub(super) range: Field<[Field<f64>; 2]>,
    /// A step, or a list of positions, at most 200. Default: a step of 1, 2, 2.5 or 5 times a power of ten.
    pub(super) ticks: Field<Ticks>,
    /// Whether each tick has a line across the plot. Default: true.
    pub(super) grid: Field<bool>,
}

/// Where an axis has ticks.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "a step or a list of positions")]
#[cfg_attr(test, schemars(untagged))]
pub(super) enum Ticks {
    /// At multiples of this step.
    #[serde(rename = "a float", alias = "an integer")]
    Step(Positive),
    /// Here, in increasing order.
    #[serde(rename = "a list")]
    At(
        #[cfg_attr(test, schemars(length(max = crate::model::MAX_TICKS), extend("uniqueItems" = true)))]
        //
        List<f64>,
    ),
}

/// `[legend]`
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub(super) struct LegendTable {
    /// Where the legend is. Default: `"best"`.
    pub(super) position: Field<Position>,
}

/// `[histogram]`
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub(super) struct HistogramTable {
    /// Number of samples of each Gaussian, 1 to 2^53. Default: 1000.
    pub(super) samples: Field<Samples>,
    /// How the bins are chosen. Default: 20.
    pub(super) bins: Field<Bins>,
    /// Seed of the random numbers, from 0. Default: 1.
    pub(super) seed: Field<Seed>,
    /// Opacity of the bars, 0 to 1. Default: 0.3.
    pub(super) opacity: Field<Opacity>,
    /// How the bin counts come about; `"counts"` is not for the rules `"scott"` and `"doane"`. Default: `"draw"`.
    pub(super) method: Field<Method>,
    /// How histograms lie among the curves. Default: `"interleaved"`.
    pub(super) layering: Field<Layering>,
}

/// How the bins of a histogram are chosen.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "an integer, the name of a rule, or a table")]
#[cfg_attr(test, schemars(untagged))]
pub(super) enum Bins {
    /// This many of equal width between the least and the greatest sample.
    #[serde(rename = "an integer")]
    Count(BinCount),
    /// As many as a rule says.
    #[serde(rename = "a string")]
    Rule(BinRule),
    /// Of a width or between edges.
    #[serde(rename = "a table")]
    Table(BinsTable),
}

/// `bins = { ... }`: one of the two keys.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
#[cfg_attr(test, schemars(extend("oneOf" = [{ "required": ["width"] }, { "required": ["edges"] }])))]
pub(super) struct BinsTable {
    /// Width of each bin in units of the random variable; edges lie at its multiples.
    pub(super) width: Field<Positive>,
    /// The edges, 2 to 10001, in increasing order.
    #[cfg_attr(test, schemars(length(min = 2, max = MAX_BINS + 1), extend("uniqueItems" = true)))]
    pub(super) edges: Field<List<f64>>,
}

/// The list of `[[gaussian]]` tables.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "a list of [[gaussian]] tables")]
pub(super) struct Gaussians(
    #[cfg_attr(test, schemars(length(min = 1, max = crate::model::MAX_GAUSSIANS)))]
    pub(super)  List<GaussianTable>,
);

/// `[[gaussian]]`: one Gaussian, its label and its line.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
#[cfg_attr(test, schemars(extend("required" = ["mu"])))]
#[cfg_attr(test, schemars(extend("oneOf" = [{ "required": ["sigma"] }, { "required": ["variance"] }])))]
pub(super) struct GaussianTable {
    /// The mean μ; required.
    pub(super) mu: Field<f64>,
    /// The standard deviation σ; either this or `variance` is required.
    pub(super) sigma: Field<Positive>,
    /// The variance σ², instead of `sigma`.
    pub(super) variance: Field<Positive>,
    /// Text in the legend; `""` for none. Default: μ and σ in TeX, such as `"$\\mu = 0.0$, $\\sigma = 1.0$"`.
    pub(super) label: Field<Label>,
    /// A CSS colour. Default: the next of the theme's palette, whose colours all readers can tell apart, with its pattern.
    pub(super) color: Field<Color>,
    /// Line width in points (1/72 in). Default: 4 for the first, 0.92 of the one before for each further one, at least 1.5.
    pub(super) width: Field<Points>,
    /// Pattern of the line. Default: that of the palette, which is solid for the first three; `"solid"` if there is a `color`.
    pub(super) dash: Field<Dash>,
    /// Number of samples in its histogram, 1 to 2^53. Default: that of `[histogram]`.
    pub(super) samples: Field<Samples>,
}

/// Text with TeX math between dollar signs, on one line.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Label(pub(super) String);

impl TryFrom<String> for Label {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.contains(char::is_control) {
            // Mostly "$\theta$", in which TOML reads \t as a tab.
            return Err(format!("has a control character in it\n{BACKSLASHES}"));
        }
        Ok(Self(text))
    }
}

/// Text of any lines.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Prose(pub(super) String);

impl TryFrom<String> for Prose {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.chars().find(|&c| !is_xml(c)) {
            Some(c) => Err(format!(
                "has U+{:04X} in it, which no SVG can hold",
                u32::from(c)
            )),
            None => Ok(Self(text)),
        }
    }
}

/// Help for TeX in a string of TOML.
pub(super) const BACKSLASHES: &str =
    r#"a backslash of TeX is written twice in "$\\theta$", once in '$\theta$'"#;

/// A whole number between two.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "i128")]
pub(super) struct Integer<const LEAST: u64, const MOST: u64>(pub(super) u64);

/// A number of samples.
pub(super) type Samples = Integer<1, MAX_SAMPLES>;
/// A seed of random numbers: any integer of TOML that is not negative.
pub(super) type Seed = Integer<0, { i64::MAX.unsigned_abs() }>;
/// A number of bins.
pub(super) type BinCount = Integer<1, { MAX_BINS as u64 }>;

impl<const LEAST: u64, const MOST: u64> TryFrom<i128> for Integer<LEAST, MOST> {
    type Error = String;

    fn try_from(number: i128) -> Result<Self, String> {
        let number = u64::try_from(number).ok();
        let number = number.filter(|number| (LEAST..=MOST).contains(number));
        let rule = || format!("must be between {LEAST} and {MOST}");
        number.map(Self).ok_or_else(rule)
    }
}

const POSITIVE: &str = "must be greater than zero";

impl<'de> Deserialize<'de> for Positive {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        Self::new(number).ok_or_else(|| D::Error::custom(POSITIVE))
    }
}

/// A positive number with a largest value, so that no length can drive the layout out of its numbers.
fn at_most(number: f64, most: f64, unit: &str) -> Result<Positive, String> {
    match Positive::new(number) {
        None => Err(POSITIVE.to_owned()),
        Some(_) if number > most => Err(format!("must be at most {most} {unit}")),
        Some(length) => Ok(length),
    }
}

/// A text size or line width in points, at most 1000.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "f64")]
pub(super) struct Points(pub(super) Positive);

impl TryFrom<f64> for Points {
    type Error = String;

    fn try_from(number: f64) -> Result<Self, String> {
        at_most(number, 1000.0, "points").map(Self)
    }
}

/// A side of the figure in CSS pixels, at most as many as a PNG may have device pixels.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "f64")]
pub(super) struct Pixels(pub(super) Positive);

impl TryFrom<f64> for Pixels {
    type Error = String;

    fn try_from(number: f64) -> Result<Self, String> {
        at_most(number, MAX_SIDE, "pixels").map(Self)
    }
}

/// A number from 0 to 1.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "f64")]
pub(super) struct Opacity(pub(super) f64);

impl TryFrom<f64> for Opacity {
    type Error = &'static str;

    fn try_from(number: f64) -> Result<Self, &'static str> {
        let inside = (0.0..=1.0).contains(&number);
        inside
            .then_some(Self(number))
            .ok_or("must be between 0 and 1")
    }
}
