//! How different two colours look.

use crate::model::Scheme;
use crate::scene::Color;

/// A colour in Oklab (Ottosson, A perceptual color space for image processing, 2020), in which the distance of two
/// colours says how different they look. (Near black it is too great.)
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Oklab([f64; 3]);

impl Oklab {
    /// What is seen of a colour on its background; where that is transparent, on what the colours are made for.
    pub(super) fn seen(color: Color, background: Option<Color>, scheme: Scheme) -> Self {
        let page = match scheme {
            Scheme::Light => [255; 3],
            Scheme::Dark => [0; 3],
        }
        .map(f64::from);
        let ground = background.map_or(page, |background| over(background, page));
        Self::new(over(color, ground))
    }

    /// From red, green and blue, 0 to 255.
    fn new(rgb: [f64; 3]) -> Self {
        let rgb = rgb.map(|channel| linear(channel / 255.0));
        Self(product(TO_LAB, product(TO_CONES, rgb).map(libm::cbrt)))
    }

    /// Distance, of which 0.02 is just noticeable (W3C, CSS Color Module Level 4, 13.2).
    pub(super) fn distance(self, other: Self) -> f64 {
        let pairs = self.0.iter().zip(other.0);
        pairs.map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
    }
}

/// A colour on an opaque ground, as encoders mix them.
fn over(color: Color, ground: [f64; 3]) -> [f64; 3] {
    let mix = |index: usize| {
        let (above, below) = (f64::from(color.rgb[index]), ground[index]);
        below + color.alpha * (above - below)
    };
    [mix(0), mix(1), mix(2)]
}

/// Light of a channel of sRGB, both 0 to 1 (IEC 61966-2-1).
fn linear(channel: f64) -> f64 {
    if channel <= 0.04045 {
        channel / 12.92
    } else {
        libm::pow((channel + 0.055) / 1.055, 2.4)
    }
}

fn product(matrix: [[f64; 3]; 3], vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
}

/// From linear sRGB to the responses of the eye's three kinds of cones, as Ottosson gives it.
const TO_CONES: [[f64; 3]; 3] = [
    [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
    [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
    [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
];

/// From the cube roots of these to lightness and two hues, as Ottosson gives it.
const TO_LAB: [[f64; 3]; 3] = [
    [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
    [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
    [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
];

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(rgb: u32) -> Oklab {
        Oklab::seen(Color::hex(rgb), None, Scheme::Light)
    }

    #[test]
    fn the_colours_are_those_of_css() {
        // Color.js 0.5: new Color("red").to("oklab").
        for (rgb, lab) in [
            (0xffffff, [1.0, 0.0, 0.0]),
            (0x000000, [0.0, 0.0, 0.0]),
            (0xff0000, [0.62796, 0.22486, 0.12585]),
            (0x0000ff, [0.45201, -0.03246, -0.31153]),
        ] {
            assert!(seen(rgb).distance(Oklab(lab)) < 2e-5, "{:?}", seen(rgb));
        }
    }

    #[test]
    fn what_shines_through_counts() {
        let red = Color::hex(0xff0000);
        let pale = Oklab::seen(red.fade(0.5), None, Scheme::Light);
        assert!(pale.distance(seen(0xff8080)) < 0.005);
        let dark = Oklab::seen(red.fade(0.5), Some(Color::hex(0)), Scheme::Light);
        assert!(dark.distance(seen(0x800000)) < 0.005);
        let nothing = Oklab::seen(red.fade(0.0), None, Scheme::Dark);
        assert_eq!(nothing, seen(0));
    }
}
