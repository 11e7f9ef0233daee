//! The label of a Gaussian that has none of its own.

use super::field::Field;
use crate::model::Positive;

/// μ and σ (or σ², if that is what the config gives) in TeX, such as `$\mu = -4.0$, $\sigma = 2.0$`.
pub(super) fn default_label(
    mu: f64,
    sigma: &Field<Positive>,
    variance: &Field<Positive>,
) -> String {
    let (name, spread) = match (sigma.given(), variance.given()) {
        (None, Some(variance)) => (r"\sigma^2", variance.get_ref().get()),
        (sigma, _) => (r"\sigma", sigma.map_or(0.0, |sigma| sigma.get_ref().get())),
    };
    format!(
        r"$\mu = {}$, ${name} = {}$",
        tex_number(mu),
        tex_number(spread)
    )
}

/// The fewest digits that round to `number`, with at least one decimal, or as a multiple of a power of ten where that is
/// easier to read: `-4.0`, `0.25`, `10^{16}`, `2 \times 10^{-7}`.
fn tex_number(number: f64) -> String {
    // Scientific notation has the fewest digits: "-1.5e-7".
    let scientific = format!("{number:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    match exponent.parse::<i32>() {
        _ if number == 0.0 => "0.0".to_owned(),
        Ok(-4..=6) | Err(_) => format!("{number:?}"),
        Ok(_) => match mantissa {
            "1" => format!("10^{{{exponent}}}"),
            "-1" => format!("-10^{{{exponent}}}"),
            _ => format!(r"{mantissa} \times 10^{{{exponent}}}"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_fewest_digits_that_round_trip_and_at_least_one_decimal() {
        assert_eq!(tex_number(-4.0), "-4.0");
        assert_eq!(tex_number(0.0), "0.0");
        assert_eq!(tex_number(-0.0), "0.0");
        assert_eq!(tex_number(0.1 + 0.2), "0.30000000000000004");
        assert_eq!(tex_number(0.0001), "0.0001");
        assert_eq!(tex_number(1_234_567.5), "1234567.5");
    }

    #[test]
    fn far_from_one_numbers_are_multiples_of_a_power_of_ten() {
        assert_eq!(tex_number(1e16), "10^{16}");
        assert_eq!(tex_number(-1e16), "-10^{16}");
        assert_eq!(tex_number(2e-7), r"2 \times 10^{-7}");
        assert_eq!(tex_number(-1.5e7), r"-1.5 \times 10^{7}");
        assert_eq!(tex_number(f64::MAX), r"1.7976931348623157 \times 10^{308}");
        assert_eq!(tex_number(5e-324), r"5 \times 10^{-324}");
    }
}
