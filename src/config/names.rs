//! The names that a config has for the choices of the model. The name of each type here says what is chosen.

use serde::{Deserialize, Deserializer};

use crate::diagnostic;
use crate::model::{self, Place};

/// What the y axis shows.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "model::Quantity", rename = "quantity")]
enum Quantity {
    /// Probability density.
    #[serde(rename = "pdf")]
    Pdf,
    /// Natural logarithm of the density.
    #[serde(rename = "log-pdf")]
    LogPdf,
    /// Cumulative distribution function.
    #[serde(rename = "cdf")]
    Cdf,
}

/// A kind of file.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "model::Format", rename = "format")]
#[serde(rename_all = "lowercase")]
enum Format {
    Png,
    Svg,
}

/// A set of colours.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "model::Theme", rename = "theme")]
#[serde(rename_all = "lowercase")]
enum Theme {
    /// Dark on white.
    Light,
    /// Light on dark.
    Dark,
    /// Both: an SVG follows the page that it is on, and each PNG has a twin, as figure-dark.png beside figure.png.
    Auto,
}

/// The typeface of letters and digits in math.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "model::MathFace", rename = "typeface of math")]
#[serde(rename_all = "lowercase")]
enum MathFace {
    /// That of the surrounding text.
    Text,
    /// TeX's.
    Tex,
}

/// A rule for the number of bins.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "model::BinRule", rename = "rule for bins")]
#[serde(rename_all = "lowercase")]
enum BinRule {
    Sturges,
    Scott,
    #[serde(rename = "fd")]
    FreedmanDiaconis,
    Sqrt,
    Rice,
    Doane,
}

/// How the bin counts come about.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "model::Method", rename = "method")]
#[serde(rename_all = "lowercase")]
enum Method {
    /// Every sample is drawn.
    Draw,
    /// The counts are drawn themselves.
    Counts,
}

/// How histograms lie among the curves.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "model::Layering", rename = "layering")]
#[serde(rename_all = "lowercase")]
enum Layering {
    /// Each histogram just under its own curve, in list order.
    Interleaved,
    /// All histograms under all curves.
    Below,
}

/// Pattern of a line.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "model::Dash", rename = "dash")]
#[serde(rename_all = "lowercase")]
enum Pattern {
    Solid,
    Dashed,
    Dotted,
    DashDot,
}

/// A warning.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "diagnostic::Code", rename = "warning")]
#[serde(rename_all = "kebab-case")]
enum Code {
    BinsCapped,
    SamplesOutsideBins,
    LabelTooLong,
    TickLabelsOverlap,
    NoRoom,
    LegendTooLarge,
    MassOutsideRange,
    PeakAboveRange,
    BinsWiderThanSigma,
    FewerSamplesThanBins,
    LegendCoversCurve,
    LabelContradictsParameters,
    IndistinguishableCurves,
    LowContrast,
    SimilarColors,
}

/// Where the legend is.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "legend position")]
pub(super) enum Position {
    /// Inside the frame where it covers the least.
    #[serde(rename = "best")]
    Best,
    #[serde(rename = "upper right")]
    UpperRight,
    #[serde(rename = "upper left")]
    UpperLeft,
    #[serde(rename = "lower left")]
    LowerLeft,
    #[serde(rename = "lower right")]
    LowerRight,
    #[serde(rename = "upper center")]
    UpperCenter,
    #[serde(rename = "lower center")]
    LowerCenter,
    #[serde(rename = "center left")]
    CenterLeft,
    #[serde(rename = "center right")]
    CenterRight,
    #[serde(rename = "center")]
    Center,
    /// Right of the frame, at its top.
    #[serde(rename = "outside right")]
    OutsideRight,
    /// There is no legend.
    #[serde(rename = "none")]
    None,
}

impl From<Position> for model::LegendPosition {
    fn from(position: Position) -> Self {
        match position {
            Position::Best => Self::Best,
            Position::UpperRight => Self::Inside(Place::UpperRight),
            Position::UpperLeft => Self::Inside(Place::UpperLeft),
            Position::LowerLeft => Self::Inside(Place::LowerLeft),
            Position::LowerRight => Self::Inside(Place::LowerRight),
            Position::UpperCenter => Self::Inside(Place::UpperCenter),
            Position::LowerCenter => Self::Inside(Place::LowerCenter),
            Position::CenterLeft => Self::Inside(Place::CenterLeft),
            Position::CenterRight => Self::Inside(Place::CenterRight),
            Position::Center => Self::Inside(Place::Center),
            Position::OutsideRight => Self::OutsideRight,
            Position::None => Self::None,
        }
    }
}

/// Reads types of the model, and describes them, by the names that they have here.
macro_rules! by_names {
    ($($model:ty: $names:ty),+ $(,)?) => { $(
        impl<'de> Deserialize<'de> for $model {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <$names>::deserialize(deserializer)
            }
        }

        #[cfg(test)]
        impl schemars::JsonSchema for $model {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                <$names as schemars::JsonSchema>::schema_name()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                <$names as schemars::JsonSchema>::json_schema(generator)
            }
        }
    )+ };
}

by_names! {
    model::Quantity: Quantity,
    model::Format: Format,
    model::Theme: Theme,
    model::MathFace: MathFace,
    model::BinRule: BinRule,
    model::Method: Method,
    model::Layering: Layering,
    model::Dash: Pattern,
    diagnostic::Code: Code,
}
