//! What a config means that says nothing, and what each key changes.

#![allow(clippy::unwrap_used)] // how a test fails

use std::collections::BTreeSet;
use std::io;

use gaussfig::config;
use gaussfig::diagnostic::{Code, Diagnostics};
use gaussfig::model::{
    Background, BinRule, Bins, Dash, Figure, Format, Layering, LegendPosition, MathFace, Method,
    Place, Quantity, Range, Theme, Ticks,
};
use gaussfig::scene::Color;

fn parse(text: &str) -> Figure {
    let font = |path: &str| match path {
        "fonts/a.ttf" => Ok(b"a font".to_vec()),
        _ => Err(io::Error::other("no such file")),
    };
    let refused = |list| {
        Diagnostics {
            name: "test".into(),
            text: text.into(),
            list,
        }
        .to_string()
    };
    config::parse(text, &font).map_err(refused).unwrap()
}

const STANDARD: &str = "\n[[gaussian]]\nmu = 0.0\nsigma = 1.0\n";

/// The standard normal distribution with a few lines above it.
fn with(lines: &str) -> Figure {
    parse(&format!("{lines}{STANDARD}"))
}

#[test]
fn a_single_gaussian_is_a_whole_figure() {
    let figure = with("");
    assert_eq!(figure.quantity, Quantity::Pdf);
    assert_eq!(figure.title, "");
    assert_eq!(figure.alt, "");
    assert_eq!(figure.canvas.width(), 800.0);
    assert_eq!(figure.canvas.height(), 346.0);
    assert_eq!(figure.canvas.scale(), 2.0);
    assert_eq!(figure.formats, [Format::Png, Format::Svg]);
    assert_eq!(figure.theme, Theme::Light);
    assert_eq!(figure.background, Background::Theme);
    assert_eq!(figure.text.fonts, []);
    assert_eq!(figure.text.math, MathFace::Text);
    assert_eq!(figure.text.text_size.get(), 10.0);
    assert_eq!(figure.text.label_size.get(), 14.0);
    assert_eq!(figure.text.legend_size.get(), 12.0);
    assert_eq!(figure.legend, LegendPosition::Best);
    assert_eq!(figure.histogram, None);
    assert!(figure.allow.is_empty());
}

#[test]
fn axes_have_labels_grids_and_automatic_ranges_and_ticks() {
    let figure = with("");
    assert_eq!(figure.x.label, "Random variable, $z$");
    assert_eq!(figure.y.label, r"$\mathcal{N}(z \mid \mu, \sigma)$");
    for axis in [figure.x, figure.y] {
        assert_eq!(axis.range, None);
        assert_eq!(axis.ticks, Ticks::Auto);
        assert!(axis.grid);
    }
}

#[test]
fn the_label_of_the_y_axis_follows_the_quantity() {
    let label = |quantity: &str| with(&format!("quantity = \"{quantity}\"")).y.label;
    assert_eq!(label("pdf"), r"$\mathcal{N}(z \mid \mu, \sigma)$");
    assert_eq!(label("log-pdf"), r"$\ln(\mathcal{N}(z \mid \mu, \sigma))$");
    assert_eq!(label("cdf"), r"$P(Z \le z \mid \mu, \sigma)$");
}

#[test]
fn an_empty_histogram_table_is_a_histogram() {
    let figure = with("[histogram]");
    let histogram = figure.histogram.unwrap();
    assert_eq!(histogram.bins, Bins::Count(20));
    assert_eq!(histogram.seed, 1);
    assert_eq!(histogram.opacity, 0.3);
    assert_eq!(histogram.method, Method::Draw);
    assert_eq!(histogram.layering, Layering::Interleaved);
    assert_eq!(figure.curves[0].samples, 1000);
}

#[test]
fn a_gaussian_has_a_label_of_its_numbers_a_solid_line_and_the_palettes_color() {
    let curve = parse("[[gaussian]]\nmu = -4\nsigma = 2").curves.remove(0);
    assert_eq!(curve.gaussian.mu(), -4.0);
    assert_eq!(curve.gaussian.sigma(), 2.0);
    assert_eq!(curve.label, r"$\mu = -4.0$, $\sigma = 2.0$");
    assert_eq!(curve.color, None);
    assert_eq!(curve.dash, Dash::Solid);
}

#[test]
fn a_pattern_comes_with_the_palettes_color_and_a_color_of_ones_own_is_solid() {
    let dashes = |lines: &str| -> Vec<Dash> {
        let figure = parse(&format!("{STANDARD}{lines}").repeat(12));
        figure.curves.iter().map(|curve| curve.dash).collect()
    };
    use Dash::*;
    let palette = [
        Solid, Solid, Solid, Dashed, Solid, Dashed, Dashed, Dashed, Dotted, Dotted, Dotted, DashDot,
    ];
    assert_eq!(dashes(""), palette);
    assert_eq!(dashes("color = 'teal'"), [Solid; 12]);
    assert_eq!(dashes("dash = 'dotted'"), [Dotted; 12]);
    assert_eq!(dashes("dash = 'dotted'\ncolor = 'teal'"), [Dotted; 12]);
}

#[test]
fn a_variance_is_the_square_of_sigma_and_named_in_the_label() {
    let curve = parse("[[gaussian]]\nmu = 1e16\nvariance = 4")
        .curves
        .remove(0);
    assert_eq!(curve.gaussian.sigma(), 2.0);
    assert_eq!(curve.label, r"$\mu = 10^{16}$, $\sigma^2 = 4.0$");
}

#[test]
fn each_line_is_thinner_than_the_one_before_down_to_a_limit() {
    let figure = parse(&STANDARD.repeat(20));
    let widths: Vec<f64> = figure
        .curves
        .iter()
        .map(|curve| curve.width.get())
        .collect();
    assert_eq!(widths[..3], [4.0, 3.68, 3.68 * 0.92]);
    assert!(widths.is_sorted_by(|one, next| one >= next));
    assert_eq!(widths[19], 1.5);
}

#[test]
fn the_next_line_is_thinner_than_a_width_that_is_written_too() {
    let figure = parse(&format!(
        "{STANDARD}width = 10\n{STANDARD}{STANDARD}width = 0.5\n{STANDARD}"
    ));
    let widths: Vec<f64> = figure
        .curves
        .iter()
        .map(|curve| curve.width.get())
        .collect();
    assert_eq!(widths, [10.0, 9.200_000_000_000_001, 0.5, 1.5]);
}

#[test]
fn every_key_of_a_figure_is_read() {
    let figure = with(
        "title = 'T $t$'\nalt = 'A'\n[figure]\nwidth = 833.6\nheight = 360.96\nscale = 3.125\nformats = ['svg']\n\
         theme = 'dark'\nbackground = 'transparent'\nfont = ['fonts/a.ttf']\nmath = 'tex'\ntext_size = 8\n\
         label_size = 9\nlegend_size = 7.5",
    );
    assert_eq!(figure.title, "T $t$");
    assert_eq!(figure.alt, "A");
    assert_eq!(figure.canvas.width(), 833.6);
    assert_eq!(figure.canvas.height(), 360.96);
    assert_eq!(figure.canvas.scale(), 3.125);
    assert_eq!(figure.formats, [Format::Svg]);
    assert_eq!(figure.theme, Theme::Dark);
    assert_eq!(figure.background, Background::Transparent);
    assert_eq!(figure.text.fonts[0].path, "fonts/a.ttf");
    assert_eq!(figure.text.fonts[0].data[..], *b"a font");
    assert_eq!(figure.text.math, MathFace::Tex);
    assert_eq!(figure.text.text_size.get(), 8.0);
    assert_eq!(figure.text.label_size.get(), 9.0);
    assert_eq!(figure.text.legend_size.get(), 7.5);
}

#[test]
fn every_key_of_an_axis_is_read() {
    let figure = with(
        "x.label = ''\nx.range = [-10, 10]\nx.ticks = 2.5\nx.grid = false\n\
         [y]\nlabel = 'p'\nrange = [0.0, 1.0]\nticks = [0, 0.4, 0.8]\ngrid = true",
    );
    assert_eq!(figure.x.label, "");
    assert_eq!(figure.x.range, Range::new(-10.0, 10.0));
    assert!(matches!(figure.x.ticks, Ticks::Step(step) if step.get() == 2.5));
    assert!(!figure.x.grid);
    assert_eq!(figure.y.label, "p");
    assert_eq!(figure.y.range, Range::new(0.0, 1.0));
    assert_eq!(figure.y.ticks, Ticks::At(vec![0.0, 0.4, 0.8]));
    assert!(figure.y.grid);
}

#[test]
fn every_key_of_a_histogram_is_read() {
    let figure = with(
        "[histogram]\nsamples = 0x10\nbins = 7\nseed = 9223372036854775807\nopacity = 1\nmethod = 'draw'\n\
         layering = 'below'",
    );
    assert_eq!(figure.curves[0].samples, 16);
    let histogram = figure.histogram.unwrap();
    assert_eq!(histogram.bins, Bins::Count(7));
    assert_eq!(histogram.seed, i64::MAX.unsigned_abs());
    assert_eq!(histogram.opacity, 1.0);
    assert_eq!(histogram.layering, Layering::Below);
}

#[test]
fn every_way_to_choose_bins_is_read() {
    let bins = |bins: &str| {
        with(&format!("[histogram]\nbins = {bins}"))
            .histogram
            .unwrap()
            .bins
    };
    assert_eq!(bins("10_000"), Bins::Count(10_000));
    for (name, rule) in [
        ("sturges", BinRule::Sturges),
        ("scott", BinRule::Scott),
        ("fd", BinRule::FreedmanDiaconis),
        ("sqrt", BinRule::Sqrt),
        ("rice", BinRule::Rice),
        ("doane", BinRule::Doane),
    ] {
        assert_eq!(bins(&format!("'{name}'")), Bins::Rule(rule));
    }
    assert!(matches!(bins("{ width = 0.25 }"), Bins::Width(width) if width.get() == 0.25));
    assert_eq!(bins("{ edges = [-1, 0.5] }"), Bins::Edges(vec![-1.0, 0.5]));
}

#[test]
fn every_legend_position_is_read() {
    let position = |name: &str| with(&format!("[legend]\nposition = '{name}'")).legend;
    assert_eq!(position("best"), LegendPosition::Best);
    assert_eq!(position("outside right"), LegendPosition::OutsideRight);
    assert_eq!(position("none"), LegendPosition::None);
    for place in Place::ALL {
        assert_eq!(position(place.name()), LegendPosition::Inside(place));
    }
    assert_eq!(
        position("upper center"),
        LegendPosition::Inside(Place::UpperCenter)
    );
}

#[test]
fn every_key_of_a_gaussian_is_read() {
    let figure = parse(
        "[histogram]\nsamples = 5\n[[gaussian]]\nmu = 3\nsigma = 0.8\nlabel = ''\ncolor = '#537b2a'\nwidth = 3.1\n\
         dash = 'dashdot'\nsamples = 9007199254740992",
    );
    let curve = &figure.curves[0];
    assert_eq!(curve.label, "");
    assert_eq!(curve.color, Some(Color::hex(0x53_7b2a)));
    assert_eq!(curve.width.get(), 3.1);
    assert_eq!(curve.dash, Dash::DashDot);
    assert_eq!(curve.samples, 1 << 53);
}

#[test]
fn every_warning_can_be_allowed() {
    let names: Vec<&str> = Code::ALL.into_iter().map(Code::name).collect();
    let figure = with(&format!("allow = {names:?}"));
    assert_eq!(figure.allow, BTreeSet::from(Code::ALL));
}

#[test]
fn every_dash_is_read() {
    let dash = |name: &str| parse(&format!("{STANDARD}dash = '{name}'")).curves[0].dash;
    assert_eq!(dash("solid"), Dash::Solid);
    assert_eq!(dash("dashed"), Dash::Dashed);
    assert_eq!(dash("dotted"), Dash::Dotted);
    assert_eq!(dash("dashdot"), Dash::DashDot);
}

#[test]
fn byte_order_marks_and_windows_line_ends_change_nothing() {
    let text = format!("title = 'T'\n[figure]\nwidth = 900\n{STANDARD}label = '''\ng'''\n");
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(parse(&text), parse(&windows));
}

#[test]
fn the_largest_figures_that_fit_are_accepted() {
    let canvas = with("[figure]\nwidth = 16384\nheight = 16384\nscale = 1").canvas;
    assert_eq!(canvas.width() * canvas.height(), 268_435_456.0);
    let canvas = with("[figure]\nwidth = 32767\nheight = 1\nscale = 1").canvas;
    assert_eq!(canvas.width(), 32_767.0);
    assert_eq!(parse(&STANDARD.repeat(1000)).curves.len(), 1000);
    let space = " ".repeat(config::MAX_LENGTH - STANDARD.len());
    assert_eq!(with(&space), with(""));
    let ticks = with("[x]\nrange = [0, 199]\nticks = 1").x.ticks;
    assert!(matches!(ticks, Ticks::Step(_)));
}

#[test]
fn the_smallest_and_the_largest_doubles_are_numbers() {
    let figure = parse("[[gaussian]]\nmu = 1.7976931348623157e308\nsigma = 5e-324");
    assert_eq!(figure.curves[0].gaussian.mu(), f64::MAX);
    assert_eq!(figure.curves[0].gaussian.sigma(), 5e-324);
    let figure = parse("[[gaussian]]\nmu = 100000000000000000000\nvariance = 5e-324");
    assert_eq!(figure.curves[0].gaussian.mu(), 1e20);
    assert!(figure.curves[0].gaussian.sigma() > 0.0);
}
