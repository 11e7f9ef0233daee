//! `gaussfig data`

use std::fmt;
use std::io::{self, Write};

use super::args::{DataArgs, DataFormat};
use super::{Exit, json, show};
use crate::statistics::{CurveData, FigureData, HistogramData};

/// Prints what the figure shows.
pub(super) fn run(args: &DataArgs) -> Exit {
    show(&args.config, args.trust, |figure, evaluation, out| {
        write(FigureData::new(figure, evaluation), args.format, out)
    })
}

/// Writes what a figure shows.
pub(super) fn write(
    data: FigureData<'_>,
    format: DataFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        DataFormat::Json => json(&data, out),
        DataFormat::Csv => csv(data, out),
    }
}

/// Tidy: a row is a point of a curve, a bin, or what lies outside of the bins. Cells are numbers and fixed words, which RFC 4180
/// wants no quotes for.
fn csv(data: FigureData<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "gaussian,mu,sigma,kind,x,x_end,y,count,density")?;
    for gaussian in data.gaussians {
        let (number, mu, sigma) = (gaussian.number, gaussian.mu, gaussian.sigma);
        let key = format!("{number},{mu:?},{sigma:?}");
        points(&key, &gaussian.curve, out)?;
        if let Some(histogram) = &gaussian.histogram {
            bins(&key, histogram, out)?;
        }
    }
    Ok(())
}

fn points(key: &str, curve: &CurveData, out: &mut dyn Write) -> io::Result<()> {
    for (x, y) in curve.x.iter().zip(&curve.y) {
        writeln!(out, "{key},curve,{},,{},,", Cell(*x), Cell(*y))?;
    }
    Ok(())
}

fn bins(key: &str, histogram: &HistogramData<'_>, out: &mut dyn Write) -> io::Result<()> {
    let edge = |edge: Option<&f64>| Cell(edge.copied().unwrap_or(f64::NAN));
    let first = edge(histogram.edges.first());
    writeln!(out, "{key},below,,{first},,{},", histogram.below)?;
    let drawn = histogram.heights.iter().zip(&histogram.densities);
    let bins = histogram.edges.windows(2).zip(histogram.counts).zip(drawn);
    for ((edges, count), (height, density)) in bins {
        let [left, right, height, density] =
            [edges[0], edges[1], height.unwrap_or(f64::NAN), *density].map(Cell);
        writeln!(out, "{key},bin,{left},{right},{height},{count},{density}")?;
    }
    let last = edge(histogram.edges.last());
    writeln!(out, "{key},above,{last},,,{},", histogram.above)
}

/// The shortest decimal that is read as this double; nothing where there is no finite number.
struct Cell(f64);

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_finite() {
            write!(f, "{:?}", self.0)
        } else {
            Ok(())
        }
    }
}
