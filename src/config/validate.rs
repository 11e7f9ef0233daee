//! From the config as written to the model: defaults, and the rules that tie several keys together.

use toml::Spanned;

use super::LoadFont;
use super::label::default_label;
use super::read::{Errors, Field};
use super::schema::{
    AxisTable, Config, FigureTable, GaussianTable, Gaussians, HistogramTable, Label, LegendTable,
    MAX_TICKS, Opacity, Pixels, Points, Samples, Seed, TicksValue, too_many_ticks,
};
use super::suggest::{amount, quoted};
use crate::diagnostic::Diagnostic;
use crate::gaussian::Gaussian;
use crate::model::{
    Axis, Background, Bins, Canvas, Curve, Dash, Figure, FontFile, Format, Histogram, Layering,
    LegendPosition, MAX_SIDE, MathFace, Method, Positive, Quantity, Range, TextStyle, Theme, Ticks,
};

const WIDTH: Positive = Positive::new(800.0).unwrap();
const HEIGHT: Positive = Positive::new(346.0).unwrap();
const SCALE: Positive = Positive::new(2.0).unwrap();
const TEXT_SIZE: Positive = Positive::new(10.0).unwrap();
const LABEL_SIZE: Positive = Positive::new(14.0).unwrap();
const LEGEND_SIZE: Positive = Positive::new(12.0).unwrap();
const BIN_COUNT: u32 = 20;
const SEED: u64 = 1;
const OPACITY: f64 = 0.3;
const SAMPLES: u64 = 1000;
const FIRST_LINE: Positive = Positive::new(4.0).unwrap();
const THINNEST_LINE: Positive = Positive::new(1.5).unwrap();
/// Width of a line as a part of the one before, so that a crossing shows which line is on top.
const THINNER: f64 = 0.92;

/// The figure that a config describes. `None` only if `errors` say why.
pub(super) fn figure(
    config: Config,
    load_font: LoadFont<'_>,
    errors: &mut Errors,
) -> Option<Figure> {
    let quantity = config.quantity.or(Quantity::Pdf);
    let table = config.figure.or(FigureTable::default());
    let x = axis(
        config.x.or(AxisTable::default()),
        "Random variable, $z$",
        errors,
    );
    let y = axis(config.y.or(AxisTable::default()), y_label(quantity), errors);
    let curves = curves(config.gaussian, &config.histogram, errors);
    let canvas = canvas(&table, errors);
    let formats = formats(table.formats, errors);
    let fonts = fonts(table.font, load_font, errors);
    Some(Figure {
        quantity,
        title: config.title.or(Label(String::new())).0,
        alt: config.alt.or(String::new()),
        canvas: canvas?,
        formats,
        theme: table.theme.or(Theme::Light),
        background: table.background.or(Background::Theme),
        text: TextStyle {
            fonts,
            math: table.math.or(MathFace::Text),
            text_size: table.text_size.or(Points(TEXT_SIZE)).0,
            label_size: table.label_size.or(Points(LABEL_SIZE)).0,
            legend_size: table.legend_size.or(Points(LEGEND_SIZE)).0,
        },
        x,
        y,
        legend: config
            .legend
            .or(LegendTable::default())
            .position
            .or(LegendPosition::Best),
        histogram: config.histogram.get().map(histogram),
        curves,
    })
}

fn y_label(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Pdf => r"$\mathcal{N}(z \mid \mu, \sigma)$",
        Quantity::LogPdf => r"$\ln(\mathcal{N}(z \mid \mu, \sigma))$",
        Quantity::Cdf => r"$P(Z \le z \mid \mu, \sigma)$",
    }
}

fn canvas(table: &FigureTable, errors: &mut Errors) -> Option<Canvas> {
    let side = |field: &Field<Pixels>, default| match field {
        Field::Given(side) => Some(side.get_ref().0),
        Field::Absent => Some(default),
        Field::Invalid => None,
    };
    let scale = match &table.scale {
        Field::Given(scale) => *scale.get_ref(),
        Field::Absent => SCALE,
        Field::Invalid => return None,
    };
    let [width, height] = [side(&table.width, WIDTH)?, side(&table.height, HEIGHT)?];
    Canvas::new(width, height, scale).or_else(|| {
        // One of the three keys is there: their defaults fit.
        let spans = [table.scale.span(), table.width.span(), table.height.span()];
        let mut error = png_size_error(width.get(), height.get(), scale.get());
        error.span = spans.into_iter().flatten().next();
        errors.push(error)
    })
}

/// The error for a PNG that is empty or too large.
pub(crate) fn png_size_error(width: f64, height: f64, scale: f64) -> Diagnostic {
    let [columns, rows] = [width, height].map(|side| amount(libm::round(side * scale)));
    Diagnostic::error(format!("a PNG cannot have {columns} x {rows} pixels"))
        .hint("its sides are width and height times scale")
        .hint(format!(
            "it may have at most {MAX_SIDE} pixels a side, and 2^28 in all"
        ))
}

fn formats(field: Field<Vec<Spanned<Format>>>, errors: &mut Errors) -> Vec<Format> {
    let Field::Given(list) = field else {
        return vec![Format::Png, Format::Svg];
    };
    if list.get_ref().is_empty() {
        let error = Diagnostic::error("formats must name at least one format");
        errors.push::<()>(error.at(list.span()));
    }
    let mut formats = Vec::new();
    for format in list.into_inner() {
        if formats.contains(format.get_ref()) {
            let error = Diagnostic::error("formats names this format twice");
            errors.push::<()>(error.at(format.span()));
        }
        formats.push(format.into_inner());
    }
    formats
}

fn fonts(
    field: Field<Vec<Spanned<String>>>,
    load_font: LoadFont<'_>,
    errors: &mut Errors,
) -> Vec<FontFile> {
    let paths = field.or(Vec::new());
    paths
        .into_iter()
        .filter_map(|path| font(path, load_font, errors))
        .collect()
}

fn font(path: Spanned<String>, load_font: LoadFont<'_>, errors: &mut Errors) -> Option<FontFile> {
    let span = path.span();
    let path = path.into_inner();
    match load_font(&path) {
        Ok(data) => Some(FontFile {
            path,
            data: data.into(),
        }),
        Err(cause) => {
            let message = format!("cannot read font {}: {cause}", quoted(&path));
            errors.push(Diagnostic::error(message).at(span).unreadable())
        }
    }
}

fn axis(table: AxisTable, label: &str, errors: &mut Errors) -> Axis {
    if let (Some(range), Some(ticks)) = (table.range.given(), table.ticks.given()) {
        check_ticks(ticks, *range.get_ref(), errors);
    }
    Axis {
        label: table.label.or(Label(label.to_owned())).0,
        range: table.range.get(),
        ticks: match table.ticks.get() {
            None => Ticks::Auto,
            Some(TicksValue::Step(step)) => Ticks::Step(step),
            Some(TicksValue::At(ticks)) => {
                Ticks::At(ticks.into_iter().map(Spanned::into_inner).collect())
            }
        },
        grid: table.grid.or(true),
    }
}

/// Notes ticks that do not go with a range that is written beside them.
fn check_ticks(ticks: &Spanned<TicksValue>, range: Range, errors: &mut Errors) {
    match ticks.get_ref() {
        TicksValue::Step(step) => {
            let [first, last] = [range.start(), range.end()].map(|end| end / step.get());
            let count = libm::floor(last) - libm::ceil(first) + 1.0;
            // Not a number: both quotients are infinite.
            if count.is_nan() || count > MAX_TICKS as f64 {
                errors.push::<()>(too_many_ticks(count).at(ticks.span()));
            }
        }
        TicksValue::At(ticks) => {
            for tick in ticks.iter().filter(|tick| !range.contains(*tick.get_ref())) {
                let error = Diagnostic::error("a tick must be inside the range of its axis");
                let ends = format!("the range is {:?} to {:?}", range.start(), range.end());
                errors.push::<()>(error.at(tick.span()).hint(ends));
            }
        }
    }
}

fn histogram(table: HistogramTable) -> Histogram {
    Histogram {
        bins: table.bins.or(Bins::Count(BIN_COUNT)),
        seed: table.seed.or(Seed(SEED)).0,
        opacity: table.opacity.or(Opacity(OPACITY)).0,
        method: table.method.or(Method::Draw),
        layering: table.layering.or(Layering::Interleaved),
    }
}

/// The error for a figure of nothing.
pub(super) fn no_gaussian() -> Diagnostic {
    Diagnostic::error("there is no Gaussian").hint("add a [[gaussian]] table with mu and sigma")
}

fn curves(
    field: Field<Gaussians>,
    histogram: &Field<HistogramTable>,
    errors: &mut Errors,
) -> Vec<Curve> {
    let gaussians = match field {
        Field::Given(gaussians) => gaussians.into_inner().0,
        Field::Invalid => Vec::new(),
        Field::Absent => {
            errors.push::<()>(no_gaussian());
            Vec::new()
        }
    };
    let samples = histogram
        .given()
        .and_then(|table| table.get_ref().samples.given());
    let samples = samples.map_or(SAMPLES, |samples| samples.get_ref().0);
    let mut width = FIRST_LINE;
    let mut curves = Vec::new();
    for table in gaussians {
        if let (Some(own), Field::Absent) = (table.get_ref().samples.span(), histogram) {
            let error = Diagnostic::error("samples are for a histogram, and there is none");
            errors.push::<()>(
                error
                    .at(own)
                    .hint("add a [histogram] table, or leave samples out"),
            );
        }
        if let Some(curve) = curve(table, width, samples, errors) {
            width = thinner(curve.width);
            curves.push(curve);
        }
    }
    curves
}

fn thinner(width: Positive) -> Positive {
    let thinner = Positive::new(width.get() * THINNER).unwrap_or(THINNEST_LINE);
    if thinner < THINNEST_LINE {
        THINNEST_LINE
    } else {
        thinner
    }
}

/// One `[[gaussian]]`. `None` after noting an error.
fn curve(
    table: Spanned<GaussianTable>,
    width: Positive,
    samples: u64,
    errors: &mut Errors,
) -> Option<Curve> {
    let place = table.span();
    let table = table.into_inner();
    if matches!(table.mu, Field::Absent) {
        let error = Diagnostic::error("mu is missing").at(place.clone());
        errors.push::<()>(error.hint("add the mean, such as mu = 0.0"));
    }
    if let (Field::Absent, Field::Absent) = (&table.sigma, &table.variance) {
        let error = Diagnostic::error("sigma is missing").at(place);
        errors.push::<()>(error.hint("add the standard deviation, such as sigma = 1.0"));
    }
    if let (Some(_), Some(second)) = (table.sigma.given(), table.variance.span()) {
        let error = Diagnostic::error("a Gaussian has either sigma or variance, not both");
        return errors.push(
            error
                .at(second)
                .hint("variance is sigma squared; leave one out"),
        );
    }
    let span = table.sigma.span().or(table.variance.span())?;
    let mu = *table.mu.given()?.get_ref();
    let label = default_label(mu, &table.sigma, &table.variance);
    let sigma = match (table.sigma.get(), table.variance.get()) {
        (Some(sigma), _) => sigma.get(),
        (None, variance) => variance?.get().sqrt(),
    };
    let gaussian = match Gaussian::new(mu, sigma) {
        Ok(gaussian) => gaussian,
        Err(error) => return errors.push(Diagnostic::error(error.to_string()).at(span)),
    };
    Some(Curve {
        gaussian,
        label: table.label.or(Label(label)).0,
        color: table.color.get(),
        width: table.width.or(Points(width)).0,
        dash: table.dash.or(Dash::Solid),
        samples: table.samples.or(Samples(samples)).0,
    })
}
