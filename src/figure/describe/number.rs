//! Numbers as a person would say them: rounded, and with words for what screen readers skip or spell out.

/// Significant digits of a number by itself.
const DIGITS: usize = 3;
/// Significant digits that tell any two doubles apart.
const ALL: usize = 17;
/// Words for 10^6, 10^9, ....
const THOUSANDS: [&str; 4] = ["million", "billion", "trillion", "quadrillion"];

/// Each number with as few digits, but at least three, as tell apart those that are farther apart than `noise`.
pub(super) fn distinct(values: &[f64], noise: f64) -> Vec<String> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    // Rounding keeps the order, so it is neighbours that could become alike.
    let differ = |digits: &usize| {
        sorted.windows(2).all(|pair| {
            pair[1] - pair[0] <= noise || spoken(pair[0], *digits) != spoken(pair[1], *digits)
        })
    };
    let digits = (DIGITS..ALL).find(differ).unwrap_or(ALL);
    values.iter().map(|value| spoken(*value, digits)).collect()
}

/// A number by itself.
pub(super) fn alone(value: f64) -> String {
    spoken(value, DIGITS)
}

/// Positions as one would read them off an axis of this length, a little finer where they would be alike. They increase.
pub(super) fn read_off(positions: &[f64], length: f64) -> Vec<String> {
    let coarse = exponent(length) - 2;
    let texts = |finer: i32| -> Vec<String> {
        let texts = positions.iter().map(|z| multiple(*z, coarse - finer));
        texts.collect()
    };
    let differ = |texts: &Vec<String>| texts.windows(2).all(|pair| pair[0] != pair[1]);
    (0..ALL as i32)
        .map(texts)
        .find(differ)
        .unwrap_or_else(|| texts(ALL as i32))
}

/// A number of things.
pub(super) fn count(number: u64) -> String {
    let text = alone(number as f64);
    let exact = number < 1_000_000 || number.to_string().trim_end_matches('0').len() <= DIGITS;
    if exact { text } else { format!("about {text}") }
}

/// From the least to the greatest number of things, or their number if it is one.
pub(super) fn counts(numbers: impl Iterator<Item = u64> + Clone) -> String {
    let least = numbers.clone().min().unwrap_or(0);
    let greatest = numbers.max().unwrap_or(0);
    if least == greatest {
        count(least)
    } else {
        format!("{} to {}", count(least), count(greatest))
    }
}

/// As at the beginning of a sentence.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// "1 sample", "2 samples".
pub(super) fn plural(number: &str, one: &str) -> String {
    let ending = if number == "1" { "" } else { "s" };
    format!("{number} {one}{ending}")
}

/// A share of 1 as a percentage.
pub(super) fn percent(share: f64) -> String {
    match libm::round(100.0 * share) {
        least if least < 1.0 => "less than 1".to_owned(),
        most if most > 99.0 => "more than 99".to_owned(),
        percent => format!("{percent}"),
    }
}

/// "a, b and c".
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [item] => item.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// With at least this many significant digits, and with all digits before the point of a number below a million: nobody
/// would say 1230 for 1234.
fn spoken(value: f64, digits: usize) -> String {
    let whole = match exponent(value) {
        exponent @ 0..6 => exponent as usize + 1,
        _ => 0,
    };
    rounded(value, digits.max(whole))
}

/// Rounded to a multiple of 10^`unit`.
fn multiple(value: f64, unit: i32) -> String {
    match usize::try_from(exponent(value) - unit + 1) {
        Ok(digits @ 1..) => rounded(value, digits.min(ALL)),
        // From a half on it is nearer to one unit than to none.
        Ok(0) if mantissa(value) >= 5.0 => {
            let unit: f64 = format!("1e{unit}").parse().unwrap_or(0.0);
            rounded(unit.copysign(value), 1)
        }
        _ => rounded(0.0, 1),
    }
}

/// With so many significant digits, at least one, but for zeros at the end.
fn rounded(value: f64, digits: usize) -> String {
    let text = format!("{:.*e}", digits - 1, value.abs());
    let (mantissa, exponent) = parts(&text);
    let mantissa = mantissa.replace('.', "");
    let mantissa = match mantissa.trim_end_matches('0') {
        "" => "0",
        digits => digits,
    };
    let sign = if value < 0.0 { "minus " } else { "" };
    match exponent {
        -4..6 => format!("{sign}{}", plain(mantissa, exponent)),
        6..18 => {
            let word = THOUSANDS[exponent as usize / 3 - 2];
            format!("{sign}{} {word}", plain(mantissa, exponent % 3))
        }
        _ => {
            let factor = match mantissa {
                "1" => String::new(),
                _ => format!("{} times ", plain(mantissa, 0)),
            };
            let power = if exponent < 0 { "minus " } else { "" };
            let exponent = exponent.abs();
            format!("{sign}{factor}10 to the power of {power}{exponent}")
        }
    }
}

/// Digits, of which the first stands for so many times 10^`exponent`, with a point if need be.
fn plain(digits: &str, exponent: i32) -> String {
    let Ok(last) = usize::try_from(exponent) else {
        let zeros = "0".repeat(exponent.unsigned_abs() as usize - 1);
        return format!("0.{zeros}{digits}");
    };
    match digits.split_at_checked(last + 1) {
        Some((whole, "")) => whole.to_owned(),
        Some((whole, decimals)) => format!("{whole}.{decimals}"),
        None => format!("{digits:0<width$}", width = last + 1),
    }
}

/// The power of ten of a number's first digit, exactly.
fn exponent(value: f64) -> i32 {
    parts(&format!("{value:e}")).1
}

/// The number over that power, without its sign.
fn mantissa(value: f64) -> f64 {
    parts(&format!("{:e}", value.abs()))
        .0
        .parse()
        .unwrap_or(0.0)
}

fn parts(scientific: &str) -> (&str, i32) {
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    (mantissa, exponent.parse().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_with_words_and_few_digits() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (-4.0, "minus 4"),
            (0.002, "0.002"),
            (1.0 / 3.0, "0.333"),
            (1234.0, "1234"),
            (1987.3, "1987"),
            (123_456.7, "123457"),
            (999_999.9, "1 million"),
            (2.5e6, "2.5 million"),
            (1e15, "1 quadrillion"),
            (12e16, "120 quadrillion"),
            (1e18, "10 to the power of 18"),
            (-2.5e-7, "minus 2.5 times 10 to the power of minus 7"),
            (f64::MAX, "1.8 times 10 to the power of 308"),
            (0.00012, "0.00012"),
        ] {
            assert_eq!(alone(value), text);
        }
    }

    #[test]
    fn two_numbers_are_never_said_alike_where_it_matters() {
        assert_eq!(distinct(&[1.0, 1.0001], 1e-6), ["1", "1.0001"]);
        assert_eq!(distinct(&[0.3, 0.1 + 0.2], 1e-6), ["0.3", "0.3"]);
        let [small, large] = [1e16, 1e16_f64.next_up()];
        assert_eq!(
            distinct(&[small, large], 1e-3),
            ["10 quadrillion", "10.000000000000002 quadrillion"]
        );
    }

    #[test]
    fn positions_are_read_off_the_axis() {
        assert_eq!(
            read_off(&[-1.234, 0.04, 17.06], 20.0),
            ["minus 1.2", "0", "17.1"]
        );
        assert_eq!(read_off(&[0.06, 1234.0], 20.0), ["0.1", "1234"]);
        assert_eq!(read_off(&[0.501, 0.502], 20.0), ["0.501", "0.502"]);
        assert_eq!(read_off(&[1234.0, 5678.0], 20_000.0), ["1200", "5700"]);
        assert_eq!(
            read_off(&[5e-324], 1e-322),
            ["5 times 10 to the power of minus 324"]
        );
        // Nothing tells equal ones apart.
        assert_eq!(read_off(&[1.0, 1.0], 20.0), ["1", "1"]);
    }

    #[test]
    fn counts_say_when_they_are_rounded() {
        assert_eq!(count(999_999), "999999");
        assert_eq!(count(1_230_000), "1.23 million");
        assert_eq!(count(1 << 53), "about 9.01 quadrillion");
        assert_eq!(counts([50, 20_000].into_iter()), "50 to 20000");
        assert_eq!(counts([7, 7].into_iter()), "7");
    }
}
