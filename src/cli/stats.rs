//! `gaussfig stats`

use std::io::{self, Write};

use super::args::{StatsArgs, StatsFormat};
use super::progress::watched;
use super::{Exit, json, show};
use crate::statistics::{FigureStatistics, GaussianStatistics, PairStatistics};

/// Significant digits of numbers for people.
const DIGITS: usize = 6;

/// Prints the statistics of a figure.
pub(super) fn run(args: &StatsArgs) -> Exit {
    show(&args.config, args.trust, |figure, evaluation, out| {
        let statistics = watched(1, |watch| {
            FigureStatistics::new_with(figure, evaluation, &watch.progress)
        });
        write(statistics, args.format, out)
    })
}

/// Writes the statistics of a figure.
pub(super) fn write(
    statistics: FigureStatistics<'_>,
    format: StatsFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        StatsFormat::Json => json(&statistics, out),
        StatsFormat::Markdown => markdown(statistics, out),
    }
}

/// A table for people.
pub(super) struct Table<'a> {
    pub(super) columns: Vec<String>,
    /// Computed as they are asked for: there may be half a million.
    pub(super) rows: Box<dyn Iterator<Item = Vec<String>> + 'a>,
}

impl<'a> Table<'a> {
    fn new(columns: &[&str], rows: impl Iterator<Item = Vec<String>> + 'a) -> Self {
        Self {
            columns: columns.iter().map(|&column| column.to_owned()).collect(),
            rows: Box::new(rows),
        }
    }
}

/// A table of the Gaussians, one of their samples, and one of the pairs; each may be without rows.
pub(super) fn tables(statistics: FigureStatistics<'_>) -> [Table<'_>; 3] {
    let [start, end] = statistics.x_range.map(rounded);
    let inside = format!("mass in [{start}, {end}]");
    let columns = [
        "Gaussian",
        "μ",
        "σ",
        "peak at",
        "peak height",
        &inside,
        "mass outside",
    ];
    let sampled: Vec<_> = statistics.gaussians.iter().filter_map(sample).collect();
    let gaussians = statistics.gaussians.into_iter().map(|of| gaussian(&of));
    let pairs = statistics.pairs.map(|of| pair(&of));
    [
        Table::new(&columns, gaussians),
        Table::new(&SAMPLE_COLUMNS, sampled.into_iter()),
        Table::new(&PAIR_COLUMNS, pairs),
    ]
}

/// The tables that have rows.
fn markdown(statistics: FigureStatistics<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (index, table) in tables(statistics).into_iter().enumerate() {
        let mut rows = table.rows.peekable();
        if rows.peek().is_some() {
            if index > 0 {
                writeln!(out)?;
            }
            row(&table.columns, out)?;
            writeln!(out, "|{}", " ---: |".repeat(table.columns.len()))?;
            rows.try_for_each(|cells| row(&cells, out))?;
        }
    }
    Ok(())
}

fn gaussian(gaussian: &GaussianStatistics<'_>) -> Vec<String> {
    vec![
        gaussian.number.to_string(),
        rounded(gaussian.mu),
        rounded(gaussian.sigma),
        rounded(gaussian.peak_position),
        rounded(gaussian.peak_height),
        rounded(gaussian.mass_inside),
        rounded(gaussian.mass_outside),
    ]
}

const SAMPLE_COLUMNS: [&str; 9] = [
    "Gaussian",
    "samples",
    "mean",
    "standard deviation",
    "least",
    "greatest",
    "χ²",
    "degrees of freedom",
    "p-value",
];

fn sample(gaussian: &GaussianStatistics<'_>) -> Option<Vec<String>> {
    let sample = gaussian.sample.as_ref()?;
    let fit = sample.goodness_of_fit.as_ref();
    Some(vec![
        gaussian.number.to_string(),
        sample.size.to_string(),
        optional(sample.mean),
        optional(sample.standard_deviation),
        rounded(sample.least),
        rounded(sample.greatest),
        optional(fit.map(|fit| fit.chi_square)),
        fit.map_or(NONE.to_owned(), |fit| fit.degrees_of_freedom.to_string()),
        optional(fit.map(|fit| fit.p_value)),
    ])
}

const PAIR_COLUMNS: [&str; 5] = [
    "pair",
    "cross at",
    "overlap",
    "KL divergence, nats",
    "reverse KL divergence, nats",
];

fn pair(pair: &PairStatistics) -> Vec<String> {
    let crossings: Vec<String> = pair.crossings.iter().copied().map(rounded).collect();
    let crossings = if crossings.is_empty() {
        NONE.to_owned()
    } else {
        crossings.join(", ")
    };
    vec![
        format!("{}, {}", pair.first, pair.second),
        crossings,
        rounded(pair.overlap),
        rounded(pair.kl_divergence),
        rounded(pair.reverse_kl_divergence),
    ]
}

/// In the place of a number that there is not.
const NONE: &str = "–";

fn row(cells: &[String], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| {} |", cells.join(" | "))
}

fn optional(number: Option<f64>) -> String {
    number.map_or(NONE.to_owned(), rounded)
}

/// A number with [`DIGITS`] significant digits, without zeros at the end.
fn rounded(number: f64) -> String {
    if !number.is_finite() {
        return NONE.to_owned();
    }
    let scientific = format!("{number:.*e}", DIGITS - 1);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    // As many decimals as it takes, or the power of ten where that were many zeros.
    let decimals = usize::try_from(DIGITS as i32 - 1 - exponent);
    match decimals {
        Ok(decimals) if exponent >= -5 => shortened(&format!("{number:.decimals$}")),
        _ => format!("{}e{exponent}", shortened(mantissa)),
    }
}

/// Without zeros at the end of the decimals.
fn shortened(number: &str) -> String {
    if number.contains('.') {
        number
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned()
    } else {
        number.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_six_significant_digits_at_most() {
        let cases = [
            (0.0, "0"),
            (1.0, "1"),
            (-4.0, "-4"),
            (0.199_471_140_200_716, "0.199471"),
            (0.999_999_7, "1"),
            (123_456.7, "123457"),
            (1_234_567.0, "1.23457e6"),
            (1e16, "1e16"),
            (0.000_012_345_678, "0.0000123457"),
            (1e-7, "1e-7"),
            (-2.5e-310, "-2.5e-310"),
            (f64::INFINITY, "–"),
        ];
        for (number, text) in cases {
            assert_eq!(rounded(number), text);
        }
    }
}
