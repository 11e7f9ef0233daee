//! Special functions. DLMF is the NIST Digital Library of Mathematical Functions, <https://dlmf.nist.gov>.

use std::f64::consts::PI;

/// Sums and fractions end far before; not even a number that is none keeps them going.
const MOST_TERMS: u32 = 100_000;

/// The regularised upper incomplete gamma function Q(a, x) = Γ(a, x) / Γ(a), for a > 0: the probability that a chi-square
/// variable with 2a degrees of freedom is greater than 2x (DLMF 8.2.4).
///
/// The relative error is at most 1e-12 for a from 0.5 to 5000.
pub(super) fn upper_gamma(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        1.0
    } else if x == f64::INFINITY {
        0.0
    } else if x < a + 1.0 {
        1.0 - power(a, x) * series(a, x)
    } else {
        power(a, x) * a * fraction(a, x)
    }
}

/// Σ x^k / ((a + 1) ... (a + k)), which is P(a, x) = 1 − Q(a, x) over [`power`] (DLMF 8.7.1 with 8.2.6).
fn series(a: f64, x: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for k in 1..MOST_TERMS {
        term *= x / (a + f64::from(k));
        sum += term;
        if term < 0.25 * f64::EPSILON * sum {
            break;
        }
    }
    sum
}

/// Γ(a, x) e^x x^(−a), the even part of the continued fraction DLMF 8.9.2, by Lentz's method as modified by Thompson and Barnett
/// (Coulomb and Bessel functions of complex arguments and order, 1986).
fn fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut d = 1.0 / b;
    let mut c = f64::INFINITY;
    let mut value = d;
    for k in 1..MOST_TERMS {
        let k = f64::from(k);
        let numerator = k * (a - k);
        b += 2.0;
        d = 1.0 / (b + numerator * d);
        c = b + numerator / c;
        value *= c * d;
        if (c * d - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    value
}

/// x^a e^(−x) / Γ(a + 1).
fn power(a: f64, x: f64) -> f64 {
    if a < 10.0 {
        return libm::exp(a * libm::log(x) - x - libm::lgamma(a + 1.0));
    }
    // The exponent is a difference of terms as great as a ln a: by Stirling's series of the gamma function (DLMF 5.11.1).
    let square = a * a;
    let terms = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1260.0,
        -1.0 / 1680.0,
        1.0 / 1188.0,
    ];
    let stirling = terms
        .iter()
        .rev()
        .fold(0.0, |sum, term| sum / square + term)
        / a;
    libm::exp(-a * excess((x - a) / a) - stirling) / (2.0 * PI * a).sqrt()
}

/// u − ln(1 + u), exact relative to itself, for u > −1.
///
/// ln(1 + u) = 2 artanh r with r = u / (2 + u) (DLMF 4.37.24), and u − 2r = u r.
pub(super) fn excess(u: f64) -> f64 {
    if u == f64::INFINITY {
        return u;
    }
    if !(-0.5..=0.5).contains(&u) {
        return u - libm::log1p(u);
    }
    let r = u / (2.0 + u);
    let square = r * r;
    // r² is at most 1/9: the seventeenth term is less than the sum by 2^-53.
    let artanh = (1..=17)
        .rev()
        .fold(0.0, |sum, k| (sum * square) + 1.0 / f64::from(2 * k + 1));
    r * (u - 2.0 * square * artanh)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_incomplete_gamma_function_is_that_of_the_table() {
        let table = include_str!("../../tests/statistics/reference.txt");
        let mut rows = 0;
        let mut worst = (0.0, "");
        for line in table.lines() {
            let Some(numbers) = line.strip_prefix("gamma ") else {
                continue;
            };
            let numbers: Vec<f64> = numbers
                .split(' ')
                .map(|bits| f64::from_bits(u64::from_str_radix(bits, 16).unwrap()))
                .collect();
            let [a, x, exact] = numbers[..] else {
                panic!("{line}")
            };
            let error = (upper_gamma(a, x) / exact - 1.0).abs();
            if error > worst.0 {
                worst = (error, line);
            }
            rows += 1;
        }
        assert!(rows > 100, "{rows}");
        assert!(worst.0 < 1e-12, "{worst:?}");
    }

    #[test]
    fn the_incomplete_gamma_function_has_its_limits() {
        for a in [0.5, 1.0, 5000.0] {
            assert_eq!(upper_gamma(a, 0.0), 1.0);
            assert_eq!(upper_gamma(a, f64::INFINITY), 0.0);
            assert_eq!(upper_gamma(a, 1e300), 0.0);
        }
    }

    #[test]
    fn the_excess_over_the_logarithm_is_that_of_its_series() {
        for u in [1e-300_f64, 1e-9, -1e-9, 1e-3, -1e-3] {
            let series: f64 = (2..12)
                .rev()
                .map(|k| libm::pow(-u, f64::from(k)) / f64::from(k))
                .sum();
            assert!((excess(u) - series).abs() <= 1e-15 * series, "{u}");
        }
        // Where the series begins and ends.
        for u in [-0.5, 0.5_f64] {
            let next = if u < 0.0 { u.next_down() } else { u.next_up() };
            assert!((excess(u) / excess(next) - 1.0).abs() < 1e-14, "{u}");
        }
    }
}
