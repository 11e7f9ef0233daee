//! How different colours look, and colours that look nearly the same.

use super::light::{Light, product};
use crate::scene::Color;

/// Colours that differ by no more look alike where they are lines: twice what CSS Color 4 calls just noticeable, which is said
/// of areas.
pub(crate) const ALIKE: f64 = 0.04;
/// From this distance on, lines are told apart without an effort: the palette keeps to it.
pub(crate) const APART: f64 = 2.0 * ALIKE;

/// A colour in Oklab (Ottosson, A perceptual color space for image processing, 2020), in which the distance of two
/// colours says how different they look. (Near black it is too great.) Lightness 0 to 1, green to red, blue to yellow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Oklab([f64; 3]);

/// Good enough for colours. `libm::cbrt` asks the processor for its features first, which a virtual machine takes 30 µs to answer.
fn cube_root(cone: f64) -> f64 {
    libm::pow(cone.abs(), 1.0 / 3.0).copysign(cone)
}

impl Oklab {
    /// Of a light.
    pub(crate) fn of(light: Light) -> Self {
        Self(product(&TO_LAB, light.times(&TO_CONES).map(cube_root)))
    }

    /// Distance, of which 0.02 is just noticeable (W3C, CSS Color Module Level 4, 13.2).
    pub(crate) fn distance(self, other: Self) -> f64 {
        let pairs = self.0.iter().zip(other.0);
        pairs.map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
    }

    /// From green to red and from blue to yellow.
    #[cfg(test)]
    pub(super) fn hues(self) -> [f64; 2] {
        let [_, a, b] = self.0;
        [a, b]
    }

    /// The light of these values, if sRGB has it.
    fn light(self) -> Option<Light> {
        let cones = product(&FROM_LAB, self.0).map(|root| root * root * root);
        let light = product(&FROM_CONES, cones);
        // A hair outside is what rounding does to pure colours.
        let within = |channel: &f64| (-1e-4..=1.0 + 1e-4).contains(channel);
        light.iter().all(within).then_some(Light(light))
    }

    /// The colour of sRGB of another lightness, 0 to 1: of the same hue, and as vivid as sRGB has it, but no more than this.
    fn at(self, lightness: f64) -> Color {
        let [_, a, b] = self.0;
        let at = |share: f64| Self([lightness, share * a, share * b]).light();
        let (mut share, mut most) = (0.0, 1.0);
        if let Some(light) = at(most) {
            return light.color();
        }
        // A thousandth of the chroma is below a step of eight bits.
        for _ in 0..10 {
            let middle = 0.5 * (share + most);
            match at(middle) {
                Some(_) => share = middle,
                None => most = middle,
            }
        }
        at(share).map_or(Color::hex(0), Light::color)
    }
}

/// A colour that reaches a contrast on a ground: this one if it does, else one of its hue and opacity that is only as much
/// lighter as it has to be. White where that is not enough.
pub(crate) fn lightened(color: Color, ground: Color, contrast: f64) -> Color {
    towards(1.0, color, ground, contrast).map_or(
        Color {
            rgb: [255; 3],
            ..color
        },
        |(color, _)| color,
    )
}

/// The nearest colour of the same hue and opacity, lighter or darker, that reaches a contrast on a ground.
pub(crate) fn legible(color: Color, ground: Color, contrast: f64) -> Option<Color> {
    let found = [0.0, 1.0].map(|end| towards(end, color, ground, contrast));
    let nearest = found
        .into_iter()
        .flatten()
        .min_by(|a, b| a.1.total_cmp(&b.1));
    nearest.map(|(color, _)| color)
}

/// Opaque colours of the same hue that are lighter or darker, the nearest first.
pub(crate) fn lightnesses(color: Color) -> impl Iterator<Item = Color> {
    const STEP: f64 = 0.02;
    let lab = Oklab::of(Light::of(color));
    let changes = (1..50).flat_map(|step| [-1.0, 1.0].map(|sign| sign * STEP * f64::from(step)));
    let lightness = changes.map(move |change| lab.0[0] + change);
    let within = lightness.filter(|lightness| (0.0..=1.0).contains(lightness));
    within.map(move |lightness| lab.at(lightness))
}

/// The colour on the way to black (lightness 0) or white (1) that reaches a contrast, and how far its lightness has changed.
fn towards(end: f64, color: Color, ground: Color, contrast: f64) -> Option<(Color, f64)> {
    const STEPS: u32 = 1 << 10;
    let reaches = |color| Light::over(color, ground).contrast(Light::of(ground)) >= contrast;
    if reaches(color) {
        return Some((color, 0.0));
    }
    let lab = Oklab::of(Light::of(color));
    let change = |step: u32| f64::from(step) / f64::from(STEPS) * (end - lab.0[0]);
    let at = |step: u32| lab.at(lab.0[0] + change(step)).fade(color.alpha);
    let (mut fails, mut does) = (0, STEPS);
    if !reaches(at(does)) {
        return None;
    }
    while does - fails > 1 {
        let middle = fails.midpoint(does);
        if reaches(at(middle)) {
            does = middle;
        } else {
            fails = middle;
        }
    }
    Some((at(does), change(does).abs()))
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

/// The way back, as Ottosson gives it.
const FROM_LAB: [[f64; 3]; 3] = [
    [1.0, 0.396_337_777_4, 0.215_803_757_3],
    [1.0, -0.105_561_345_8, -0.063_854_172_8],
    [1.0, -0.089_484_177_5, -1.291_485_548_0],
];

/// The way back, as Ottosson gives it.
const FROM_CONES: [[f64; 3]; 3] = [
    [4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2],
    [-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5],
    [-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701_0],
];

#[cfg(test)]
mod tests {
    use super::super::{GRAPHICS, TEXT};
    use super::*;

    fn oklab(rgb: u32) -> Oklab {
        Oklab::of(Light::of(Color::hex(rgb)))
    }

    /// In degrees.
    fn hue(color: Color) -> f64 {
        let [a, b] = Oklab::of(Light::of(color)).hues();
        libm::atan2(b, a).to_degrees()
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
            assert!(oklab(rgb).distance(Oklab(lab)) < 2e-5, "{:?}", oklab(rgb));
        }
    }

    #[test]
    fn a_colour_at_its_own_lightness_is_itself() {
        for rgb in [
            0x000000, 0xffffff, 0xff0000, 0x00ff00, 0x0000ff, 0x084a57, 0xd0679c,
        ] {
            let lab = oklab(rgb);
            assert_eq!(lab.at(lab.0[0]), Color::hex(rgb), "{rgb:06x}");
        }
    }

    #[test]
    fn a_colour_that_is_seen_well_is_left_alone() {
        let [white, black] = [Color::hex(0xffffff), Color::hex(0)];
        let teal = Color::hex(0x084a57);
        assert_eq!(legible(teal, white, TEXT), Some(teal));
        assert_eq!(lightened(white.fade(0.5), black, GRAPHICS), white.fade(0.5));
    }

    #[test]
    fn another_one_keeps_its_hue_and_changes_no_more_than_it_has_to() {
        let [white, dark] = [Color::hex(0xffffff), Color::hex(0x14171c)];
        for (rgb, ground) in [
            (0xf29c27, white),
            (0xffff00, white),
            (0x00ffff, white),
            (0x084a57, dark),
            (0x0000ff, dark),
            (0x400040, dark),
        ] {
            let color = Color::hex(rgb);
            let found = legible(color, ground, GRAPHICS).unwrap();
            let ratio = Light::of(found).contrast(Light::of(ground));
            assert!(
                (GRAPHICS..GRAPHICS + 0.1).contains(&ratio),
                "{found:?}: {ratio}"
            );
            let turned = (hue(found) - hue(color)).abs();
            assert!(turned < 4.0, "{found:?} is {turned} degrees off");
        }
    }

    #[test]
    fn what_cannot_be_seen_becomes_white_or_nothing() {
        let (black, dark) = (Color::hex(0), Color::hex(0x14171c));
        let faint = black.fade(0.1);
        assert_eq!(legible(faint, dark, GRAPHICS), None);
        assert_eq!(
            lightened(faint, dark, GRAPHICS),
            Color::hex(0xffffff).fade(0.1)
        );
        // Half transparent, it has to be lighter than opaque.
        let [opaque, half] =
            [1.0, 0.5].map(|opacity| lightened(black.fade(opacity), dark, GRAPHICS));
        assert!(half.alpha == 0.5 && half.rgb[0] > opaque.rgb[0]);
    }

    #[test]
    fn other_lightnesses_begin_with_the_nearest() {
        let lab = oklab(0xac3631);
        let all: Vec<Oklab> = lightnesses(Color::hex(0xac3631))
            .map(|color| Oklab::of(Light::of(color)))
            .collect();
        assert!(all.len() > 40);
        // Eight bits a channel move a lightness by less than a hundredth, but near black.
        let steps = all[..20].iter().map(|other| (other.0[0] - lab.0[0]).abs());
        for (index, change) in steps.enumerate() {
            let step = 0.02 * (index / 2 + 1) as f64;
            assert!((change - step).abs() < 0.01, "{index}: {change}");
        }
    }
}
