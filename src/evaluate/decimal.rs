//! Decimal numbers for tick labels, exactly as written.

/// The true minus sign.
const MINUS: char = '\u{2212}';
/// From this power of ten on the labels have a common factor.
const LARGE: i32 = 6;
/// Below this power of ten the labels have a common factor.
const SMALL: i32 = -4;
/// Labels with more digits than this have a common summand, if that helps; small ones a common factor.
const LONG: i32 = 6;
/// Labels with more digits than this do not share a number of decimals.
const TOO_LONG: i32 = 30;

/// digits · 10^exponent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal {
    digits: i128,
    exponent: i32,
}

impl Decimal {
    /// The shortest decimal that is read as this finite double.
    pub(crate) fn of(value: f64) -> Self {
        let text = format!("{value:e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let decimals = mantissa
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.len());
        Self {
            digits: mantissa.replace('.', "").parse().unwrap_or(0),
            exponent: exponent.parse().unwrap_or(0) - decimals as i32,
        }
    }

    /// The nearest double.
    pub(crate) fn value(self) -> f64 {
        let Self { digits, exponent } = self;
        format!("{digits}e{exponent}")
            .parse()
            .unwrap_or(f64::INFINITY)
    }

    /// `k` times this.
    pub(crate) fn times(self, k: i64) -> Self {
        Self {
            digits: self.digits.saturating_mul(i128::from(k)),
            ..self
        }
    }

    /// The power of ten of the leading digit.
    fn magnitude(self) -> Option<i32> {
        let digits = self.digits.unsigned_abs().checked_ilog10()?;
        Some(digits as i32 + self.exponent)
    }

    /// How many units of 10^`exponent` it is, if it has no digit below.
    fn in_units(self, exponent: i32) -> i128 {
        let zeros = (self.exponent - exponent).clamp(0, TOO_LONG + 1) as u32;
        self.digits.saturating_mul(10_i128.saturating_pow(zeros))
    }

    /// Without trailing zeros.
    pub(crate) fn shortened(mut self) -> Self {
        while self.digits != 0 && self.digits % 10 == 0 {
            self.digits /= 10;
            self.exponent += 1;
        }
        if self.digits == 0 {
            Self {
                digits: 0,
                exponent: 0,
            }
        } else {
            self
        }
    }

    /// With `decimals` digits after the point.
    fn text(self, decimals: i32) -> String {
        let decimals = decimals.max(0) as usize;
        let digits = self.in_units(-(decimals as i32)).unsigned_abs();
        let digits = format!("{digits:0>width$}", width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let sign = if self.digits < 0 {
            String::from(MINUS)
        } else {
            String::new()
        };
        let point = if decimals > 0 { "." } else { "" };
        format!("{sign}{whole}{point}{fraction}")
    }

    /// As math: plain, or with a power of ten if it is large or small.
    fn math(self) -> String {
        let Self { digits, exponent } = self.shortened();
        let magnitude = self.magnitude().unwrap_or(0);
        if (SMALL..LARGE).contains(&magnitude) {
            return self.shortened().text(-exponent).replace(MINUS, "-");
        }
        match digits {
            1 => format!("10^{{{magnitude}}}"),
            -1 => format!("-10^{{{magnitude}}}"),
            _ => {
                let mantissa = Self {
                    digits,
                    exponent: exponent - magnitude,
                };
                let mantissa = mantissa.text(magnitude - exponent).replace(MINUS, "-");
                format!("{mantissa} \\times 10^{{{magnitude}}}")
            }
        }
    }
}

/// Labels for these numbers, and what they have in common: see [`super::TickSet`].
pub(crate) fn grouped(numbers: &[Decimal]) -> (Vec<String>, Option<String>) {
    let numbers: Vec<Decimal> = numbers.iter().map(|n| n.shortened()).collect();
    let last = numbers
        .iter()
        .filter(|n| n.digits != 0)
        .map(|n| n.exponent)
        .min();
    let first = numbers.iter().filter_map(|n| n.magnitude()).max();
    let (Some(last), Some(first)) = (last, first) else {
        return (numbers.iter().map(|n| n.text(0)).collect(), None);
    };
    if first - last >= TOO_LONG {
        return (
            numbers.iter().map(|n| format!("${}$", n.math())).collect(),
            None,
        );
    }
    let mut units: Vec<i128> = numbers.iter().map(|n| n.in_units(last)).collect();
    let long = first.max(0) - last.min(0) >= LONG;
    let summand = if long { common(&units) } else { 0 };
    for unit in &mut units {
        *unit -= summand;
    }
    let decimal = |digits, exponent| Decimal { digits, exponent };
    let first = units
        .iter()
        .filter_map(|&n| decimal(n, last).magnitude())
        .max()
        .unwrap_or(0);
    let plain = (SMALL..LARGE).contains(&first) && (first >= 0 || last >= -LONG);
    let factor = if plain { 0 } else { first };
    let labels = units
        .iter()
        .map(|&n| decimal(n, last - factor).text(factor - last));
    (labels.collect(), note(factor, decimal(summand, last)))
}

/// A round number near all of these, if they lie close together: one among them or, where there is none, the next one
/// towards zero, so that the labels read on where it ends.
fn common(units: &[i128]) -> i128 {
    let (Some(least), Some(greatest)) = (units.iter().min(), units.iter().max()) else {
        return 0;
    };
    let round = 10_i128.pow((greatest - least).max(1).ilog10() + 1);
    let middle = least + (greatest - least) / 2;
    let nearest = (middle + round / 2).div_euclid(round) * round;
    let common = if (*least..=*greatest).contains(&nearest) {
        nearest
    } else {
        middle / round * round
    };
    if common.unsigned_abs() / 100 >= round.unsigned_abs() {
        common
    } else {
        0
    }
}

fn note(factor: i32, summand: Decimal) -> Option<String> {
    let times = if factor == 0 {
        String::new()
    } else {
        format!("\\times 10^{{{factor}}}")
    };
    let plus = match summand.digits {
        0 => String::new(),
        1.. => format!("+\\,{}", summand.math()),
        _ => format!("-\\,{}", summand.times(-1).math()),
    };
    let note = [times, plus].concat();
    (!note.is_empty()).then(|| format!("${note}$"))
}
