//! The validated figure: what a config says, with every default that does not depend on data filled in.
//!
//! Its numbers cannot be invalid by themselves: those that must be positive are [`Positive`], ranges increase, a [`Canvas`]
//! fits into a PNG. Lists and counts keep to what their docs say, as [`crate::config::parse`] has checked; code after it
//! does not check again, but does no harm where it is not so.

mod variant;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::{Code, Source};
use crate::gaussian::Gaussian;
use crate::recipe::Recipe;
use crate::scene::{Color, MAX_SIDE};
pub use variant::Variant;

/// A finite number greater than zero.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Positive(f64);

impl Positive {
    /// `None` unless `value` is finite and greater than zero.
    pub const fn new(value: f64) -> Option<Self> {
        if value.is_finite() && value > 0.0 {
            Some(Self(value))
        } else {
            None
        }
    }

    /// The number.
    pub const fn get(self) -> f64 {
        self.0
    }
}

/// An interval of finite numbers, `start < end`, of finite length.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    start: f64,
    end: f64,
}

impl Range {
    /// `None` unless both ends and their distance are finite and `start < end`.
    pub fn new(start: f64, end: f64) -> Option<Self> {
        ((end - start).is_finite() && start < end).then_some(Self { start, end })
    }

    /// Lower end.
    pub const fn start(self) -> f64 {
        self.start
    }

    /// Upper end.
    pub const fn end(self) -> f64 {
        self.end
    }

    /// `end - start`.
    pub fn length(self) -> f64 {
        self.end - self.start
    }

    /// Whether `value` lies in the closed interval.
    pub fn contains(self, value: f64) -> bool {
        self.start <= value && value <= self.end
    }
}

/// What the y axis shows of each Gaussian.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Probability density.
    Pdf,
    /// Natural logarithm of the density.
    LogPdf,
    /// Cumulative distribution function.
    Cdf,
}

impl Quantity {
    /// As written in a config.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::LogPdf => "log-pdf",
            Self::Cdf => "cdf",
        }
    }

    /// Its value at `z`.
    pub fn of(self, gaussian: Gaussian, z: f64) -> f64 {
        match self {
            Self::Pdf => gaussian.pdf(z),
            Self::LogPdf => gaussian.ln_pdf(z),
            Self::Cdf => gaussian.cdf(z),
        }
    }
}

/// Files that a figure is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Raster image.
    Png,
    /// Vector image.
    Svg,
}

impl Format {
    /// Of its file names, without the dot; also its name.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
        }
    }
}

/// The largest PNG: 2^28 pixels.
pub const MAX_PIXELS: f64 = 268_435_456.0;
/// The most Gaussians of a figure.
pub const MAX_GAUSSIANS: usize = 1000;
/// The most font files of a figure.
pub const MAX_FONTS: usize = 16;
/// The most bytes of all font files of a figure together.
pub const MAX_FONT_BYTES: usize = 64 << 20;
/// The most ticks of an axis.
pub const MAX_TICKS: usize = 200;
/// The most bins of a histogram.
pub const MAX_BINS: u32 = 10_000;
/// The most bins of all histograms of a figure together: 2^17.
pub const MAX_ALL_BINS: u32 = 1 << 17;
/// The most pixels of a PNG times its Gaussians: 2^35, as each may paint all of them. A line counts once more for each
/// [`WIDE`] of its width.
pub const MAX_PAINTED: f64 = 34_359_738_368.0;
/// A line width at which a line takes twice the time and memory of a thin one, in PNG pixels.
pub const WIDE: f64 = 400.0;
/// The most line widths of a PNG together, in its pixels: 2^19, as edges across a line are kept for each step along it.
pub const MAX_WIDTHS: f64 = 524_288.0;
/// The most rows of a PNG times all bins of its histograms: 2^30, as each may have an edge across all of them.
pub const MAX_EDGES: f64 = 1_073_741_824.0;
/// The most samples of a Gaussian: 2^53, so that every count is a double.
pub const MAX_SAMPLES: u64 = 1 << 53;

/// The most scales that a figure is drawn at.
pub const MAX_SCALES: usize = 8;

/// Size of the figure; its PNG has at least one pixel, at most [`MAX_SIDE`] a side and [`MAX_PIXELS`] in all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Canvas {
    width: Positive,
    height: Positive,
    scale: Positive,
}

impl Canvas {
    /// Width and height in CSS pixels, scale in device pixels per CSS pixel. `None` if the PNG would be empty or too large.
    pub fn new(width: Positive, height: Positive, scale: Positive) -> Option<Self> {
        let canvas = Self {
            width,
            height,
            scale,
        };
        let [columns, rows] = [width, height].map(|side| libm::round(side.get() * scale.get()));
        let fits = |side: f64| (1.0..=MAX_SIDE).contains(&side);
        (fits(columns) && fits(rows) && canvas.pixels() <= MAX_PIXELS).then_some(canvas)
    }

    /// The same at another scale. `None` if the PNG would be empty or too large.
    pub fn with_scale(self, scale: Positive) -> Option<Self> {
        Self::new(self.width, self.height, scale)
    }

    /// Device pixels.
    pub fn pixels(self) -> f64 {
        libm::round(self.width.get() * self.scale.get()) * self.rows()
    }

    /// Rows of device pixels.
    pub fn rows(self) -> f64 {
        libm::round(self.height.get() * self.scale.get())
    }

    /// CSS pixels.
    pub const fn width(self) -> f64 {
        self.width.get()
    }

    /// CSS pixels.
    pub const fn height(self) -> f64 {
        self.height.get()
    }

    /// Device pixels per CSS pixel.
    pub const fn scale(self) -> f64 {
        self.scale.get()
    }
}

/// Which sets of colours the figure is drawn in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark on white.
    Light,
    /// Light on dark.
    Dark,
    /// Both: an SVG follows the page that it is on, and each PNG has a twin for dark pages.
    Auto,
}

impl Theme {
    /// The sets of colours, at first that of a figure's first PNG.
    pub const fn schemes(self) -> &'static [Scheme] {
        match self {
            Self::Light => &[Scheme::Light],
            Self::Dark => &[Scheme::Dark],
            Self::Auto => &[Scheme::Light, Scheme::Dark],
        }
    }
}

/// A set of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on white.
    Light,
    /// Light on dark.
    Dark,
}

/// What lies behind the figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Background {
    /// The theme's own.
    Theme,
    /// Nothing.
    Transparent,
    /// One colour.
    Color(Color),
}

/// The typeface of letters and digits in math.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MathFace {
    /// The typeface of the surrounding text.
    Text,
    /// TeX's.
    Tex,
}

/// A font file of the user's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFile {
    /// As written in the config, for messages.
    pub path: String,
    /// The whole file.
    pub data: std::sync::Arc<[u8]>,
}

/// How text looks; sizes in points.
#[derive(Debug, Clone, PartialEq)]
pub struct TextStyle {
    /// At most [`MAX_FONTS`], tried in order before the built-in face.
    pub fonts: Vec<FontFile>,
    /// Typeface of math.
    pub math: MathFace,
    /// Tick labels.
    pub text_size: Positive,
    /// Axis labels and title.
    pub label_size: Positive,
    /// Legend.
    pub legend_size: Positive,
}

/// Where an axis has ticks.
#[derive(Debug, Clone, PartialEq)]
pub enum Ticks {
    /// At multiples of a step of 1, 2, 2.5 or 5 times a power of ten.
    Auto,
    /// At multiples of this step.
    Step(Positive),
    /// Here, in increasing order, at most [`MAX_TICKS`].
    At(Vec<f64>),
}

/// One axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Text with math between dollar signs; empty for none.
    pub label: String,
    /// `None`: from the data.
    pub range: Option<Range>,
    /// Where the ticks are.
    pub ticks: Ticks,
    /// Whether each tick has a line across the plot.
    pub grid: bool,
}

/// Where the legend is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LegendPosition {
    /// Inside the frame where it covers the least.
    Best,
    /// Inside the frame, at this place.
    Inside(Place),
    /// Right of the frame, at its top.
    OutsideRight,
    /// There is no legend.
    None,
}

/// A place inside the frame. `ALL` lists them in the order in which "best" tries them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it all
pub enum Place {
    UpperRight,
    UpperLeft,
    LowerLeft,
    LowerRight,
    CenterRight,
    CenterLeft,
    UpperCenter,
    LowerCenter,
    Center,
}

impl Place {
    /// Every place, the most customary first.
    pub const ALL: [Self; 9] = [
        Self::UpperRight,
        Self::UpperLeft,
        Self::LowerLeft,
        Self::LowerRight,
        Self::CenterRight,
        Self::CenterLeft,
        Self::UpperCenter,
        Self::LowerCenter,
        Self::Center,
    ];

    /// As written in a config.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UpperRight => "upper right",
            Self::UpperLeft => "upper left",
            Self::LowerLeft => "lower left",
            Self::LowerRight => "lower right",
            Self::CenterRight => "center right",
            Self::CenterLeft => "center left",
            Self::UpperCenter => "upper center",
            Self::LowerCenter => "lower center",
            Self::Center => "center",
        }
    }
}

/// How the bins of a histogram are chosen.
#[derive(Debug, Clone, PartialEq)]
pub enum Bins {
    /// This many of equal width between the least and the greatest sample, 1 to [`MAX_BINS`].
    Count(u32),
    /// As many as a rule says, of equal width between the least and the greatest sample.
    Rule(BinRule),
    /// Of this width, at its multiples.
    Width(Positive),
    /// Between these edges, 2 to [`MAX_BINS`] + 1, in increasing order.
    Edges(Vec<f64>),
}

/// Rules for the number of bins; see [`crate::evaluate`] for their formulas and sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // each is the name of the rule's author or formula
pub enum BinRule {
    Sturges,
    Scott,
    FreedmanDiaconis,
    Sqrt,
    Rice,
    Doane,
}

/// How histograms lie among the curves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layering {
    /// Each histogram just under its own curve, in list order.
    Interleaved,
    /// All histograms under all curves.
    Below,
}

/// How the bin counts come about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Every sample is drawn.
    Draw,
    /// The counts are drawn themselves, which takes no longer for more samples. Not for the rules of Scott and of Doane,
    /// which take moments of the samples.
    Counts,
}

/// The histograms of a figure, one a Gaussian.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// How the bins are chosen.
    pub bins: Bins,
    /// Seed of all samples.
    pub seed: u64,
    /// Of the bars' fill, 0 to 1.
    pub opacity: f64,
    /// How the counts come about.
    pub method: Method,
    /// How they lie among the curves.
    pub layering: Layering,
}

/// Pattern of a curve's line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it all
pub enum Dash {
    Solid,
    Dashed,
    Dotted,
    DashDot,
}

/// One Gaussian of the figure and how it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The distribution.
    pub gaussian: Gaussian,
    /// Its entry in the legend; empty for none.
    pub label: String,
    /// Whether the label is not the default, which states μ and σ and cannot be wrong.
    pub own_label: bool,
    /// `None`: the theme's palette by position in the list.
    pub color: Option<Color>,
    /// Line width in points.
    pub width: Positive,
    /// Line pattern.
    pub dash: Dash,
    /// Number of samples in its histogram, 1 to [`MAX_SAMPLES`].
    pub samples: u64,
}

/// The most bins of each of so many histograms of a figure: [`MAX_BINS`], and no more than [`MAX_ALL_BINS`] together.
pub fn most_bins(histograms: usize) -> u32 {
    let histograms = u32::try_from(histograms).unwrap_or(u32::MAX).max(1);
    MAX_BINS.min(MAX_ALL_BINS / histograms)
}

/// A whole figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What the y axis shows.
    pub quantity: Quantity,
    /// Text with math between dollar signs; empty for none.
    pub title: String,
    /// Alternative text; empty: from the data.
    pub alt: String,
    /// Its size, at the greatest of its scales.
    pub canvas: Canvas,
    /// Device pixels per CSS pixel of its PNG files, 1 to [`MAX_SCALES`] in increasing order.
    pub scales: Vec<Positive>,
    /// The files it is written as, without repetition.
    pub formats: Vec<Format>,
    /// Its colours.
    pub theme: Theme,
    /// What lies behind it.
    pub background: Background,
    /// How its text looks.
    pub text: TextStyle,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// Where the legend is.
    pub legend: LegendPosition,
    /// `None`: curves only.
    pub histogram: Option<Histogram>,
    /// At least one, at most [`MAX_GAUSSIANS`].
    pub curves: Vec<Curve>,
    /// Warnings that are not given.
    pub allow: BTreeSet<Code>,
    /// The canonical form of its config.
    pub recipe: Recipe,
    /// Whether its files carry that.
    pub carries_recipe: bool,
    /// The style that its config names, for diagnostics to be about: its values are here already.
    pub style: Option<Arc<Source>>,
}
