//! From the config as written to the model: defaults, and the rules that tie several keys together.

use std::ops::Range as Span;

use toml::Spanned;

use super::Load;
use super::field::{Errors, Field};
use super::fonts::fonts;
use super::label::default_label;
use super::names::Position;
use super::schema::{
    self, AxisTable, BinsTable, Config, FigureTable, GaussianTable, Gaussians, HistogramTable,
    Integer, Label, LegendTable, List, Opacity, Pixels, Points, Prose, Scale,
};
use crate::color::palette;
use crate::diagnostic::{Diagnostic, amount};
use crate::gaussian::Gaussian;
use crate::model::{
    Axis, Background, BinRule, Bins, Canvas, Curve, Dash, Figure, Format, Histogram, Layering,
    MAX_ALL_BINS, MAX_BINS, MAX_GAUSSIANS, MAX_PIXELS, MAX_SCALES, MAX_TICKS, MathFace, Method,
    Positive, Quantity, Range, TextStyle, Theme, Ticks, most_bins,
};
use crate::recipe::Recipe;
use crate::scene::MAX_SIDE;

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
pub(super) fn figure(config: Config, load: Load<'_>, errors: &Errors) -> Option<Figure> {
    let quantity = config.quantity.or(Quantity::Pdf);
    let table = config.figure.or(FigureTable::default());
    let x = axis(
        config.x.or(AxisTable::default()),
        "Random variable, $z$",
        errors,
    );
    let y = axis(config.y.or(AxisTable::default()), y_label(quantity), errors);
    let bins = config
        .histogram
        .given()
        .and_then(|table| table.get_ref().bins.span());
    let bins_place = bins.and_then(|bins| errors.first([Some(bins), config.gaussian.span()]));
    let curves = curves(config.gaussian, &config.histogram, errors);
    let histogram = config.histogram.get().map(|table| histogram(table, errors));
    check_all_bins(histogram.as_ref(), curves.len(), bins_place, errors);
    let [width, height] = [&table.width, &table.height].map(Field::span);
    let place = errors.first([table.scale.span(), width, height]);
    let sizes = sizes(&table, errors);
    let formats = formats(table.formats, errors);
    let allow = once(
        config.allow.or(List::new()),
        "allow names this warning twice",
        errors,
    );
    let fonts = fonts(table.font, load, errors);
    let (canvas, scales) = sizes?;
    let figure = Figure {
        quantity,
        title: config.title.or(Label(String::new())).0,
        alt: config.alt.or(Prose(String::new())).0,
        canvas,
        scales,
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
            .or(Position::Best)
            .into(),
        histogram,
        curves,
        allow: allow.into_iter().collect(),
        recipe: Recipe::default(),
        carries_recipe: config.recipe.or(true),
        style: None,
    };
    check_all_pixels(&figure, place, errors);
    Some(figure)
}

fn y_label(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Pdf => r"$\mathcal{N}(z \mid \mu, \sigma)$",
        Quantity::LogPdf => r"$\ln(\mathcal{N}(z \mid \mu, \sigma))$",
        Quantity::Cdf => r"$P(Z \le z \mid \mu, \sigma)$",
    }
}

/// The canvas at the greatest scale, and all scales. `None` after noting an error.
fn sizes(table: &FigureTable, errors: &Errors) -> Option<(Canvas, Vec<Positive>)> {
    let side = |field: &Field<Pixels>, default| match field {
        Field::Given(side) => Some(side.get_ref().0),
        Field::Absent => Some(default),
        Field::Invalid => None,
    };
    let scales = scales(&table.scale, errors);
    let [width, height] = [side(&table.width, WIDTH)?, side(&table.height, HEIGHT)?];
    let scales = scales?;
    let too_large = |scale: Positive| {
        // One of the three keys is there: their defaults fit.
        let spans = [table.scale.span(), table.width.span(), table.height.span()];
        let mut error = png_size_error(width.get(), height.get(), scale.get());
        error.span = errors.first(spans);
        errors.push(error)
    };
    let canvas = |&scale: &Positive| Canvas::new(width, height, scale).or_else(|| too_large(scale));
    let sizes: Option<Vec<Canvas>> = scales.iter().map(canvas).collect();
    Some((*sizes?.last()?, scales))
}

/// `None` if they are invalid.
fn scales(field: &Field<Scale>, errors: &Errors) -> Option<Vec<Positive>> {
    let scale = match field {
        Field::Given(scale) => scale,
        Field::Absent => return Some(vec![SCALE]),
        Field::Invalid => return None,
    };
    let list = match scale.get_ref() {
        Scale::One(scale) => return Some(vec![*scale]),
        Scale::Each(list) => list,
    };
    if !(1..=MAX_SCALES).contains(&list.len()) {
        let message = format!("scale is a number or a list of 1 to {MAX_SCALES} of them");
        let error = Diagnostic::error(message).hint("such as scale = 2 or scale = [1, 2]");
        return errors.push(error.at(scale.span()));
    }
    let scales: Option<Vec<_>> = list.iter().map(|scale| scale.given().cloned()).collect();
    Some(increasing(scales?, "scale", errors))
}

/// Notes if the PNG files of a figure, each of which may be of that size, have too many pixels together.
fn check_all_pixels(figure: &Figure, place: Option<Span<usize>>, errors: &Errors) {
    if figure.pixels() > MAX_PIXELS {
        let pixels = amount(figure.pixels());
        let message = format!("the PNG files of a figure cannot have {pixels} pixels together");
        let mut error = Diagnostic::error(message).hint("they may have at most 2^28");
        error.span = place;
        errors.push::<()>(error);
    }
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

fn formats(field: Field<List<Format>>, errors: &Errors) -> Vec<Format> {
    let Field::Given(list) = field else {
        return vec![Format::Png, Format::Svg];
    };
    if list.get_ref().is_empty() {
        let error = Diagnostic::error("formats must name at least one format");
        errors.push::<()>(error.at(list.span()));
    }
    once(list.into_inner(), "formats names this format twice", errors)
}

/// The elements of a list that names nothing twice.
fn once<T: PartialEq>(list: List<T>, twice: &str, errors: &Errors) -> Vec<T> {
    let mut elements = Vec::new();
    for element in list.into_iter().filter_map(Field::spanned) {
        if elements.contains(element.get_ref()) {
            errors.push::<()>(Diagnostic::error(twice).at(element.span()));
        } else {
            elements.push(element.into_inner());
        }
    }
    elements
}

fn axis(table: AxisTable, label: &str, errors: &Errors) -> Axis {
    let range = range(table.range, errors);
    Axis {
        label: table.label.or(Label(label.to_owned())).0,
        ticks: ticks(table.ticks, range.as_ref(), errors),
        range: range.map(Spanned::into_inner),
        grid: table.grid.or(true),
    }
}

fn range(field: Field<[Field<f64>; 2]>, errors: &Errors) -> Option<Spanned<Range>> {
    let place = field.span()?;
    let [start, end] = field.get()?;
    let [start, end] = [start.get()?, end.get()?];
    if let Some(range) = Range::new(start, end) {
        return Some(Spanned::new(place, range));
    }
    let error = if start < end {
        Diagnostic::error("range is too long for a double")
    } else {
        Diagnostic::error("range must increase")
            .hint("write the lower end first, then the upper end")
    };
    errors.push(error.at(place))
}

fn ticks(field: Field<schema::Ticks>, range: Option<&Spanned<Range>>, errors: &Errors) -> Ticks {
    let Field::Given(ticks) = field else {
        return Ticks::Auto;
    };
    let place = Some(ticks.span());
    match ticks.into_inner() {
        schema::Ticks::Step(step) => {
            let count = range.map_or(0.0, |range| multiples(step, *range.get_ref()));
            let place = errors.first([place, range.map(Spanned::span)]);
            check_count(count, place, errors);
            Ticks::Step(step)
        }
        schema::Ticks::At(list) => {
            check_count(list.len() as f64, place, errors);
            Ticks::At(tick_positions(list, range, errors))
        }
    }
}

/// How many multiples of a step there are in a range. Not a number if both ends are infinitely many steps from 0.
fn multiples(step: Positive, range: Range) -> f64 {
    let [first, last] = [range.start(), range.end()].map(|end| end / step.get());
    libm::floor(last) - libm::ceil(first) + 1.0
}

fn check_count(ticks: f64, place: Option<Span<usize>>, errors: &Errors) {
    if ticks.is_nan() || ticks > MAX_TICKS as f64 {
        let count = amount(ticks);
        let message = format!("an axis has at most {MAX_TICKS} ticks, not {count}");
        let mut error = Diagnostic::error(message);
        error.span = place;
        errors.push::<()>(error);
    }
}

fn tick_positions(list: List<f64>, range: Option<&Spanned<Range>>, errors: &Errors) -> Vec<f64> {
    let ticks: Vec<_> = list.into_iter().filter_map(Field::spanned).collect();
    if let Some(range) = range {
        let place = range.span();
        let range = *range.get_ref();
        for tick in ticks.iter().filter(|tick| !range.contains(*tick.get_ref())) {
            let mut error = Diagnostic::error("a tick must be inside the range of its axis").hint(
                format!("the range is {:?} to {:?}", range.start(), range.end()),
            );
            error.span = errors.first([Some(tick.span()), Some(place.clone())]);
            if error.span.as_ref() == Some(&place) {
                error = error.hint(format!("a tick of the style is {:?}", tick.get_ref()));
            }
            errors.push::<()>(error);
        }
    }
    increasing(ticks, "ticks", errors)
}

/// The numbers of the list called `name`. Notes the first that is not greater than the one before.
fn increasing<T: PartialOrd>(numbers: Vec<Spanned<T>>, name: &str, errors: &Errors) -> Vec<T> {
    let mut pairs = numbers.iter().zip(numbers.iter().skip(1));
    if let Some((_, wrong)) = pairs.find(|(one, next)| one.get_ref() >= next.get_ref()) {
        let message = format!("{name} must increase from each element to the next");
        errors.push::<()>(Diagnostic::error(message).at(wrong.span()));
    }
    numbers.into_iter().map(Spanned::into_inner).collect()
}

fn histogram(table: HistogramTable, errors: &Errors) -> Histogram {
    let place = errors.first([table.bins.span(), table.method.span()]);
    let bins = bins(table.bins, errors).unwrap_or(Bins::Count(BIN_COUNT));
    let method = table.method.or(Method::Draw);
    if let Bins::Rule(BinRule::Scott | BinRule::Doane) = bins
        && let (Method::Counts, Some(place)) = (method, place)
    {
        let error =
            Diagnostic::error("the rule for bins takes every sample, and \"counts\" draws none");
        let error = error.hint("choose another rule, such as \"fd\"");
        errors.push::<()>(
            error
                .hint("or draw the samples: method = \"draw\"")
                .at(place),
        );
    }
    Histogram {
        bins,
        seed: table.seed.or(Integer(SEED)).0,
        opacity: table.opacity.or(Opacity(OPACITY)).0,
        method,
        layering: table.layering.or(Layering::Interleaved),
    }
}

/// Notes if so many histograms have more bins together than a figure may have. Bins whose number follows from the samples
/// are kept within that later.
fn check_all_bins(
    histogram: Option<&Histogram>,
    histograms: usize,
    place: Option<Span<usize>>,
    errors: &Errors,
) {
    let (Some(histogram), Some(place)) = (histogram, place) else {
        return; // the default is a few bins
    };
    let bins = match &histogram.bins {
        Bins::Count(count) => *count as usize,
        Bins::Edges(edges) => edges.len().saturating_sub(1),
        Bins::Rule(_) | Bins::Width(_) => return,
    };
    let most = most_bins(histograms) as usize;
    if bins > most {
        let message = format!(
            "the histograms of a figure have at most {MAX_ALL_BINS} bins together, not {}",
            bins * histograms
        );
        let hint = format!("of {histograms} Gaussians, each can have at most {most}");
        errors.push::<()>(Diagnostic::error(message).at(place).hint(hint));
    }
}

/// `None` if there are none, or after noting an error.
fn bins(field: Field<schema::Bins>, errors: &Errors) -> Option<Bins> {
    let place = field.span()?;
    match field.get()? {
        schema::Bins::Count(count) => u32::try_from(count.0).ok().map(Bins::Count),
        schema::Bins::Rule(rule) => Some(Bins::Rule(rule)),
        schema::Bins::Table(table) => bins_table(table, place, errors),
    }
}

fn bins_table(table: BinsTable, place: Span<usize>, errors: &Errors) -> Option<Bins> {
    match (table.width, table.edges) {
        (Field::Given(width), Field::Absent) => Some(Bins::Width(width.into_inner())),
        (Field::Absent, Field::Given(edges)) => bin_edges(edges, errors),
        _ if errors.within(&place) => None,
        _ => {
            let error = Diagnostic::error("a table of bins has either a width or edges");
            let example = "such as { width = 0.25 } or { edges = [-1, 0, 1] }";
            errors.push(error.at(place).hint(example))
        }
    }
}

fn bin_edges(edges: Spanned<List<f64>>, errors: &Errors) -> Option<Bins> {
    let count = edges.get_ref().len();
    let most = MAX_BINS as usize + 1;
    if count < 2 || count > most {
        let message = format!("there must be between 2 and {most} edges, not {count}");
        return errors.push(Diagnostic::error(message).at(edges.span()));
    }
    let edges = edges.into_inner().into_iter().filter_map(Field::spanned);
    Some(Bins::Edges(increasing(edges.collect(), "edges", errors)))
}

/// The error for a figure of nothing.
fn no_gaussian() -> Diagnostic {
    Diagnostic::error("there is no Gaussian").hint("add a [[gaussian]] table with mu and sigma")
}

fn gaussians(field: Field<Gaussians>, errors: &Errors) -> List<GaussianTable> {
    let (place, list) = match field {
        Field::Given(list) => (Some(list.span()), list.into_inner().0),
        Field::Absent => (None, List::new()),
        Field::Invalid => return List::new(),
    };
    let mut error = match list.len() {
        0 => no_gaussian(),
        1..=MAX_GAUSSIANS => return list,
        count => {
            let message = format!("a figure has at most {MAX_GAUSSIANS} Gaussians, not {count}");
            Diagnostic::error(message)
        }
    };
    error.span = place;
    errors.push::<()>(error);
    List::new()
}

fn curves(
    field: Field<Gaussians>,
    histogram: &Field<HistogramTable>,
    errors: &Errors,
) -> Vec<Curve> {
    let samples = histogram
        .given()
        .and_then(|table| table.get_ref().samples.given());
    let samples = samples.map_or(SAMPLES, |samples| samples.get_ref().0);
    let mut width = FIRST_LINE;
    let mut curves = Vec::new();
    for table in gaussians(field, errors)
        .into_iter()
        .filter_map(Field::spanned)
    {
        if let (Some(own), Field::Absent) = (table.get_ref().samples.span(), histogram) {
            let error = Diagnostic::error("samples are for a histogram, and there is none");
            errors.push::<()>(
                error
                    .at(own)
                    .hint("add a [histogram] table, or leave samples out"),
            );
        }
        if let Some(curve) = curve(table, curves.len(), width, samples, errors) {
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

/// One `[[gaussian]]`, at `index` of the list. `None` after noting an error.
fn curve(
    table: Spanned<GaussianTable>,
    index: usize,
    width: Positive,
    samples: u64,
    errors: &Errors,
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
    // Where there shall be none, it does not matter what there would be.
    let own = table.label.given().map(|own| own.get_ref().0.as_str());
    let (own_label, label) = match own {
        Some("") => (true, String::new()),
        own => {
            let label = default_label(mu, &table.sigma, &table.variance);
            (own.is_some_and(|own| own != label), label)
        }
    };
    let sigma = match (table.sigma.get(), table.variance.get()) {
        (Some(sigma), _) => sigma.get(),
        (None, variance) => variance?.get().sqrt(),
    };
    let gaussian = match Gaussian::new(mu, sigma) {
        Ok(gaussian) => gaussian,
        Err(error) => return errors.push(Diagnostic::error(error.to_string()).at(span)),
    };
    // Whoever chooses a colour says what the line looks like.
    let dash = match &table.color {
        Field::Absent => palette::dash(index),
        Field::Given(_) | Field::Invalid => Dash::Solid,
    };
    Some(Curve {
        gaussian,
        own_label,
        label: table.label.or(Label(label)).0,
        color: table.color.get(),
        width: table.width.or(Points(width)).0,
        dash: table.dash.or(dash),
        samples: table.samples.or(Integer(samples)).0,
    })
}
