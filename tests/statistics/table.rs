//! Against a table of exact values; `reference.py` tells how it came about.

use gaussfig::Gaussian;
use gaussfig::statistics::PairStatistics;

/// The numbers of each line of a kind.
fn rows(kind: &str) -> Vec<Vec<f64>> {
    let number = |bits: &str| f64::from_bits(u64::from_str_radix(bits, 16).unwrap());
    let lines = include_str!("reference.txt").lines();
    let rows: Vec<Vec<f64>> = lines
        .filter_map(|line| line.strip_prefix(kind))
        .map(|numbers| numbers.split_whitespace().map(number).collect())
        .collect();
    assert!(rows.len() > 100, "{} lines {kind}", rows.len());
    rows
}

/// Asserts that no row's error is greater than `bound`, and names the worst.
fn assert_errors(kind: &str, bound: f64, error: impl Fn(&[f64]) -> f64) {
    let rows = rows(kind);
    let worst = rows.iter().max_by(|a, b| error(a).total_cmp(&error(b)));
    let worst = worst.unwrap();
    assert!(error(worst) <= bound, "{:e}: {worst:?}", error(worst));
}

/// Relative error; none where both are less than any normal double, or greater than any.
fn relative(value: f64, exact: f64) -> f64 {
    if value == exact || value.max(exact) < 1e-307 {
        0.0
    } else {
        (value / exact - 1.0).abs()
    }
}

fn pair(row: &[f64]) -> PairStatistics {
    let gaussian = |mu, sigma| Gaussian::new(mu, sigma).unwrap();
    PairStatistics::new([1, 2], gaussian(row[0], row[1]), gaussian(row[2], row[3]))
}

#[test]
fn masses_have_a_relative_error_of_at_most_1e_14() {
    assert_errors("mass", 1e-14, |row| {
        let gaussian = Gaussian::new(row[0], row[1]).unwrap();
        relative(gaussian.mass(row[2], row[3]), row[4])
    });
}

#[test]
fn overlaps_have_a_relative_error_of_at_most_1e_12() {
    assert_errors("pair", 1e-12, |row| relative(pair(row).overlap, row[4]));
}

#[test]
fn divergences_have_a_relative_error_of_at_most_1e_13() {
    assert_errors("pair", 1e-13, |row| {
        relative(pair(row).kl_divergence, row[5])
    });
    assert_errors("pair", 1e-13, |row| {
        relative(pair(row).reverse_kl_divergence, row[6])
    });
}

#[test]
fn crossings_are_the_roots() {
    for row in rows("pair") {
        let crossings = pair(&row).crossings;
        assert_eq!(crossings.len(), row.len() - 7, "{row:?}");
        let narrow = if row[1] <= row[3] { row[0] } else { row[2] };
        for (z, exact) in crossings.iter().zip(&row[7..]) {
            // They are computed from the mean of the narrower one.
            let error = (z - exact).abs();
            let fine = error <= 2e-15 * (exact - narrow).abs() + 2.3e-16 * exact.abs();
            assert!(fine, "{z:?} {exact:?} {row:?}");
        }
    }
}
