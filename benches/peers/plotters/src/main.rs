//! The published figures with plotters as it is: `peers densities|histograms OUT`, a PNG or SVG file.

use std::error::Error;
use std::f64::consts::PI;

use plotters::coord::Shift;
use plotters::prelude::*;
use rand_distr::{Distribution, Normal};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

/// Mean, standard deviation, colour, line width in whole pixels.
const GAUSSIANS: [(f64, f64, RGBColor, u32); 4] = [
    (-4.0, 2.0, RGBColor(0x08, 0x4a, 0x57), 17),
    (-1.0, 0.5, RGBColor(0xf2, 0x9c, 0x27), 15),
    (0.0, 1.0, RGBColor(0xac, 0x36, 0x31), 14),
    (3.0, 0.8, RGBColor(0x53, 0x7b, 0x2a), 13),
];
const SIZE: (u32, u32) = (2605, 1128);
const SAMPLES: usize = 1000;
const BINS: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, out] = &arguments[..] else {
        return Err("peers densities|histograms OUT".into());
    };
    let histograms = kind == "histograms";
    if out.ends_with(".svg") {
        draw(SVGBackend::new(out, SIZE).into_drawing_area(), histograms)
    } else {
        draw(
            BitMapBackend::new(out, SIZE).into_drawing_area(),
            histograms,
        )
    }
}

fn draw<B>(area: DrawingArea<B, Shift>, histograms: bool) -> Result<(), Box<dyn Error>>
where
    B: DrawingBackend<ErrorType: 'static>,
{
    area.fill(&WHITE)?;
    let y = if histograms { 0.0..0.88 } else { -0.04..0.84 };
    let mut chart = ChartBuilder::on(&area)
        .margin(30)
        .margin_right(75)
        .x_label_area_size(140)
        .y_label_area_size(170)
        // A little more, or there is no tick at the end.
        .build_cartesian_2d((-10.0..10.0 + 1e-9).step(2.5), y)?;
    chart
        .configure_mesh()
        .max_light_lines(1)
        .y_labels(3)
        .bold_line_style(RGBColor(0xef, 0xef, 0xef).stroke_width(3))
        .axis_style(BLACK.stroke_width(3))
        .label_style(("sans-serif", 49))
        .axis_desc_style(("sans-serif", 68))
        .x_desc("Random variable, z")
        .y_desc("N(z | μ, σ)")
        .draw()?;
    let mut generator = Xoshiro256PlusPlus::seed_from_u64(1);
    for (mu, sigma, color, width) in GAUSSIANS {
        if histograms {
            let normal = Normal::new(mu, sigma)?;
            let samples: Vec<f64> = normal.sample_iter(&mut generator).take(SAMPLES).collect();
            let bars = bars(&samples).into_iter();
            chart.draw_series(bars.map(|bar| Rectangle::new(bar, color.mix(0.3).filled())))?;
        }
        let density =
            |z: f64| (-0.5 * ((z - mu) / sigma).powi(2)).exp() / (sigma * (2.0 * PI).sqrt());
        let points = (0..1000).map(|i| -10.0 + 20.0 * f64::from(i) / 999.0);
        let line = color.stroke_width(width);
        chart
            .draw_series(LineSeries::new(points.map(|z| (z, density(z))), line))?
            .label(format!("μ = {mu:.1}, σ = {sigma:.1}"))
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 100, y)], line));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperRight)
        .legend_area_size(130)
        .label_font(("sans-serif", 58))
        .draw()?;
    area.present()?;
    Ok(())
}

/// Two corners of each bin of a histogram whose area is one.
fn bars(samples: &[f64]) -> Vec<[(f64, f64); 2]> {
    let least = samples.iter().copied().fold(f64::INFINITY, f64::min);
    let most = samples.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let width = (most - least) / BINS as f64;
    let mut counts = [0; BINS];
    for z in samples {
        counts[(((z - least) / width) as usize).min(BINS - 1)] += 1;
    }
    let bar = |(i, count): (usize, i32)| {
        let left = least + width * i as f64;
        let height = f64::from(count) / (SAMPLES as f64 * width);
        [(left, 0.0), (left + width, height)]
    };
    counts.into_iter().enumerate().map(bar).collect()
}
