//! Numbers as short decimal text.

/// How far rounding may move a point, in device pixels.
const TOLERANCE: f64 = 0.02;

/// A number of decimals. Values are counted in steps of the last one, so that differences of rounded values are exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Precision {
    decimals: u32,
}

impl Precision {
    /// For opacities: an eighth of an 8-bit level.
    pub(super) const OPACITY: Self = Self { decimals: 3 };

    /// For whole numbers.
    pub(super) const WHOLE: Self = Self { decimals: 0 };

    /// The fewest decimals that keep a value within [`TOLERANCE`] when 1 is this many device pixels.
    pub(super) fn for_unit(pixels: f64) -> Self {
        let enough = |&decimals: &u32| 0.5 * pixels <= TOLERANCE * power(decimals);
        Self {
            decimals: (0..9).find(enough).unwrap_or(9),
        }
    }

    /// `value` in steps; the nearest that there is where it is out of range, and 0 for NaN.
    pub(super) fn steps(self, value: f64) -> i64 {
        const LIMIT: f64 = 1e15;
        (value * power(self.decimals)).round().clamp(-LIMIT, LIMIT) as i64
    }

    /// Appends steps to `text`: no exponent, no zeros that say nothing, no `-0`. (A document has thousands of numbers, and
    /// `write!` takes ten times as long.)
    pub(super) fn push(self, steps: i64, text: &mut Vec<u8>) {
        // From the last digit on.
        let mut bytes = [0; 24];
        let mut start = bytes.len();
        let mut put = |byte: u8| {
            start -= 1;
            bytes[start] = byte;
        };
        let mut rest = steps.unsigned_abs();
        let mut fraction = false;
        for _ in 0..self.decimals {
            let digit = (rest % 10) as u8;
            rest /= 10;
            if fraction || digit > 0 {
                put(b'0' + digit);
                fraction = true;
            }
        }
        if fraction {
            put(b'.');
        }
        while rest > 0 {
            put(b'0' + (rest % 10) as u8);
            rest /= 10;
        }
        if steps == 0 {
            put(b'0');
        }
        if steps < 0 {
            put(b'-');
        }
        text.extend_from_slice(&bytes[start..]);
    }

    /// `value` as text.
    pub(super) fn format(self, value: f64) -> String {
        let mut text = Vec::new();
        self.push(self.steps(value), &mut text);
        String::from_utf8(text).unwrap_or_default()
    }
}

fn power(decimals: u32) -> f64 {
    10_u64.pow(decimals) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        let two = Precision { decimals: 2 };
        for (value, text) in [
            (0.0, "0"),
            (-0.001, "0"),
            (0.5, ".5"),
            (-0.5, "-.5"),
            (0.054, ".05"),
            (12.0, "12"),
            (-120.30, "-120.3"),
            (1e6, "1000000"),
            (1e300, "10000000000000"),
            (f64::NAN, "0"),
        ] {
            assert_eq!(two.format(value), text);
        }
    }

    #[test]
    fn precision_follows_the_scale() {
        for (scale, decimals) in [
            (0.1, 1),
            (1.0, 2),
            (3.125, 2),
            (4.0, 2),
            (4.1, 3),
            (40.0, 3),
        ] {
            assert_eq!(Precision::for_unit(scale), Precision { decimals });
        }
    }
}
