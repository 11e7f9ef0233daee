//! The distribution against a table of exact values; `reference.py` tells how it came about.

#![allow(clippy::unwrap_used, clippy::panic)]

use gaussfig::gaussian::{Gaussian, GaussianError};

/// The exact value: a double and the rest in units in its last place.
struct Exact {
    double: f64,
    rest: f64,
}

impl Exact {
    fn read(text: &str) -> Self {
        let (bits, rest) = text.split_once(':').unwrap();
        Self {
            double: double(bits),
            rest: rest.parse::<f64>().unwrap() / 1000.0,
        }
    }

    /// How far `value` is off, in `unit`s of a last place.
    fn error(&self, value: f64, unit: f64) -> f64 {
        if value == self.double {
            return if value.is_finite() {
                self.rest.abs() * ulp(value) / unit
            } else {
                0.0
            };
        }
        ((value - self.double) / unit - self.rest * ulp(self.double) / unit).abs()
    }

    fn relative_error(&self, value: f64) -> f64 {
        self.error(value, self.double.abs())
    }
}

fn double(bits: &str) -> f64 {
    f64::from_bits(u64::from_str_radix(bits, 16).unwrap())
}

/// Distance between doubles at `value`.
fn ulp(value: f64) -> f64 {
    value.abs().next_up() - value.abs()
}

struct Row {
    gaussian: Gaussian,
    z: f64,
    pdf: Exact,
    ln_pdf: Exact,
    cdf: Exact,
    sf: Exact,
}

fn rows() -> Vec<Row> {
    let mut gaussian = Gaussian::new(0.0, 1.0).unwrap();
    let mut rows = Vec::new();
    for line in include_str!("reference.txt").lines() {
        match line.split(' ').collect::<Vec<_>>()[..] {
            ["gaussian", mu, sigma] => gaussian = Gaussian::new(double(mu), double(sigma)).unwrap(),
            ["quantile", ..] => {}
            [z, pdf, ln_pdf, cdf, sf] => rows.push(Row {
                gaussian,
                z: double(z),
                pdf: Exact::read(pdf),
                ln_pdf: Exact::read(ln_pdf),
                cdf: Exact::read(cdf),
                sf: Exact::read(sf),
            }),
            _ => panic!("{line}"),
        }
    }
    rows
}

/// Asserts that no row's error is greater than `bound`, and names the worst.
fn assert_errors(bound: f64, error: impl Fn(&Row) -> f64) {
    let rows = rows();
    let worst = rows
        .iter()
        .max_by(|a, b| error(a).total_cmp(&error(b)))
        .unwrap();
    let Row { gaussian, z, .. } = worst;
    let greatest = error(worst);
    println!("{greatest:e} at {z:e}, {gaussian:?}");
    assert!(
        greatest <= bound,
        "{greatest} > {bound} at {z:e}, {gaussian:?}"
    );
}

#[test]
fn the_table_has_5000_points() {
    assert!(rows().len() >= 5000, "{}", rows().len());
}

#[test]
fn the_density_is_exact_to_the_last_place() {
    assert_errors(0.75, |row| {
        let normal = row.pdf.double.abs() >= f64::MIN_POSITIVE && row.pdf.double.is_finite();
        if normal {
            row.pdf.error(row.gaussian.pdf(row.z), ulp(row.pdf.double))
        } else {
            0.0
        }
    });
}

#[test]
fn the_density_overflows_and_underflows_only_where_it_must() {
    assert_errors(1.0, |row| {
        let value = row.gaussian.pdf(row.z);
        if row.pdf.double.is_finite() {
            row.pdf.error(value, ulp(row.pdf.double))
        } else {
            f64::from(value.is_finite()) * 9.0
        }
    });
}

#[test]
fn the_logarithm_of_the_density_is_exact_to_the_last_place_of_its_larger_term() {
    let scale = |row: &Row| {
        let peak = row.gaussian.ln_pdf(row.gaussian.mu());
        let drop = row.ln_pdf.double - peak;
        ulp(peak.abs().max(drop.abs()))
    };
    assert_errors(1.25, |row| {
        if row.ln_pdf.double.is_finite() {
            row.ln_pdf.error(row.gaussian.ln_pdf(row.z), scale(row))
        } else {
            0.0
        }
    });
}

#[test]
fn probabilities_are_exact_out_to_37_deviations() {
    assert_errors(5e-16, |row| {
        let inside = row.cdf.double.min(row.sf.double) > 1e-299;
        let cdf = row.cdf.relative_error(row.gaussian.cdf(row.z));
        let sf = row.sf.relative_error(row.gaussian.sf(row.z));
        if inside { cdf.max(sf) } else { 0.0 }
    });
}

#[test]
fn far_tails_vanish_and_the_rest_is_one() {
    for row in rows()
        .iter()
        .filter(|row| row.cdf.double.min(row.sf.double) <= 1e-299)
    {
        for (exact, value) in [
            (&row.cdf, row.gaussian.cdf(row.z)),
            (&row.sf, row.gaussian.sf(row.z)),
        ] {
            assert!(
                (value - exact.double).abs() <= 1e-15 * exact.double + 1e-314,
                "{:e}",
                row.z
            );
        }
    }
}

#[test]
fn quantiles_are_exact() {
    let standard = Gaussian::new(0.0, 1.0).unwrap();
    let quantiles = include_str!("reference.txt")
        .lines()
        .filter_map(|line| line.strip_prefix("quantile "));
    let mut worst: f64 = 0.0;
    for (p, z) in quantiles.map(|line| line.split_once(' ').unwrap()) {
        worst = worst.max(Exact::read(z).relative_error(standard.inverse_cdf(double(p))));
    }
    println!("{worst:e}");
    assert!(worst <= 1e-15, "{worst:e}");
}

#[test]
fn quantiles_of_the_ends_are_infinite() {
    let gaussian = Gaussian::new(3.0, 2.0).unwrap();
    assert_eq!(gaussian.inverse_cdf(0.0), f64::NEG_INFINITY);
    assert_eq!(gaussian.inverse_cdf(1.0), f64::INFINITY);
    assert!(gaussian.inverse_cdf(-1e-300).is_nan() && gaussian.inverse_cdf(f64::NAN).is_nan());
}

#[test]
fn quantiles_do_not_overflow_where_they_are_representable() {
    let z = Gaussian::new(-1e308, 1.7e308).unwrap().inverse_cdf(0.9);
    assert!(
        (z / 1.178_637_661_425_820_7e308 - 1.0).abs() < 1e-14,
        "{z:e}"
    );
}

#[test]
fn infinite_arguments_give_the_limits() {
    let gaussian = Gaussian::new(1e308, 5e-324).unwrap();
    for (z, cdf) in [(f64::NEG_INFINITY, 0.0), (f64::INFINITY, 1.0)] {
        assert_eq!(
            (gaussian.pdf(z), gaussian.ln_pdf(z)),
            (0.0, f64::NEG_INFINITY)
        );
        assert_eq!((gaussian.cdf(z), gaussian.sf(z)), (cdf, 1.0 - cdf));
    }
    assert!(
        [
            gaussian.pdf(f64::NAN),
            gaussian.ln_pdf(f64::NAN),
            gaussian.cdf(f64::NAN)
        ]
        .iter()
        .all(|x| x.is_nan())
    );
}

#[test]
fn the_area_under_the_density_is_one() {
    // The trapezoid rule converges exponentially for such functions.
    let drawn = [(-4.0, 2.0), (-1.0, 0.5), (0.0, 1.0), (3.0, 0.8)];
    for (mu, sigma) in drawn.into_iter().chain([(0.0, 1e-300), (1.0, 1e300)]) {
        let gaussian = Gaussian::new(mu, sigma).unwrap();
        let step = 0.125 * sigma;
        let area: f64 = (-320..=320)
            .map(|k| gaussian.pdf(mu + f64::from(k) * step) * step)
            .sum();
        assert!((area - 1.0).abs() < 1e-12, "{area} for sigma = {sigma}");
    }
}

#[test]
fn parameters_must_be_finite_and_sigma_positive() {
    assert_eq!(Gaussian::new(f64::NAN, 1.0), Err(GaussianError::Mu));
    assert_eq!(Gaussian::new(f64::INFINITY, 1.0), Err(GaussianError::Mu));
    for sigma in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(Gaussian::new(0.0, sigma), Err(GaussianError::Sigma));
    }
}
