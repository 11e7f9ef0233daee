//! The light of a colour: what adds up, and what contrast is measured in.

use crate::scene::Color;

/// Red, green and blue of an opaque colour as light, 0 to 1 each: sRGB with its transfer function undone (IEC 61966-2-1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Light(pub(super) [f64; 3]);

impl Light {
    /// Of a colour, whatever its opacity.
    pub(crate) fn of(color: Color) -> Self {
        Self::from_channels(color.rgb.map(f64::from))
    }

    /// What is seen of a colour on an opaque ground, mixed as encoders mix: before their channels become light.
    pub(crate) fn over(color: Color, ground: Color) -> Self {
        let mix = |index: usize| {
            let [above, below] = [color, ground].map(|color| f64::from(color.rgb[index]));
            below + color.alpha * (above - below)
        };
        Self::from_channels([mix(0), mix(1), mix(2)])
    }

    /// From channels of sRGB, 0 to 255.
    fn from_channels(channels: [f64; 3]) -> Self {
        Self(channels.map(|channel| {
            let share = channel / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                libm::pow((share + 0.055) / 1.055, 2.4)
            }
        }))
    }

    /// The nearest opaque colour that a screen of sRGB has.
    pub(super) fn color(self) -> Color {
        let rgb = self.0.map(|light| {
            let share = if light <= 0.003_130_8 {
                12.92 * light
            } else {
                1.055 * libm::pow(light, 1.0 / 2.4) - 0.055
            };
            libm::round(share.clamp(0.0, 1.0) * 255.0) as u8
        });
        Color { rgb, alpha: 1.0 }
    }

    /// Relative luminance, 0 to 1: the weights of WCAG 2.2, of which those of IEC 61966-2-1 have more digits.
    pub(crate) fn luminance(self) -> f64 {
        let [red, green, blue] = self.0;
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Contrast ratio, 1 to 21 (WCAG 2.2, "contrast ratio").
    pub(crate) fn contrast(self, other: Self) -> f64 {
        let [one, other] = [self, other].map(|light| light.luminance() + 0.05);
        one.max(other) / one.min(other)
    }

    /// Times a matrix of three rows.
    pub(super) fn times(self, matrix: &[[f64; 3]; 3]) -> [f64; 3] {
        product(matrix, self.0)
    }
}

/// A matrix of three rows times a column.
pub(super) fn product(matrix: &[[f64; 3]; 3], vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(one: u32, other: u32) -> f64 {
        Light::of(Color::hex(one)).contrast(Light::of(Color::hex(other)))
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((contrast(0x00_0000, 0xff_ffff) - 21.0).abs() < 1e-12);
        assert!((contrast(0xff_ffff, 0xff_ffff) - 1.0).abs() < 1e-12);
        // The greys that are known as the lightest on white: #767676 for text, #949494 for graphics.
        for (grey, lighter, least) in [
            (0x76_7676, 0x77_7777, super::super::TEXT),
            (0x94_9494, 0x95_9595, super::super::GRAPHICS),
        ] {
            assert!(contrast(grey, 0xff_ffff) >= least);
            assert!(contrast(lighter, 0xff_ffff) < least);
        }
        // Pure red, green and blue on white, as contrast checkers round them.
        for (rgb, ratio) in [(0xff_0000, 4.0), (0x00_ff00, 1.37), (0x00_00ff, 8.59)] {
            assert!((contrast(rgb, 0xff_ffff) - ratio).abs() < 0.005, "{rgb:x}");
        }
    }

    #[test]
    fn a_colour_is_the_same_after_a_way_through_light() {
        for level in 0..=255 {
            let color = Color::hex((level << 16) | ((255 - level) << 8) | (level / 2));
            assert_eq!(Light::of(color).color(), color);
        }
    }

    #[test]
    fn what_shines_through_counts() {
        let red = Color::hex(0xff_0000);
        let [white, black] = [Color::hex(0xff_ffff), Color::hex(0)];
        assert_eq!(Light::over(red, white), Light::of(red));
        assert_eq!(Light::over(red.fade(0.0), black), Light::of(black));
        // Half of two channels is between two levels: 127.5.
        let [pale, dark] = [white, black].map(|ground| Light::over(red.fade(0.5), ground).0);
        let half = 0.2140;
        assert!(pale[0] == 1.0 && (pale[1] - half).abs() < 2e-3);
        assert!(dark[1] == 0.0 && (dark[0] - half).abs() < 2e-3);
    }
}
