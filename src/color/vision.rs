//! How colours look to readers who lack one of the three kinds of cones.

use super::light::Light;
use super::oklab::Oklab;

/// A kind of colour vision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Vision {
    /// All three kinds of cones.
    Normal,
    /// Without cones for long waves.
    Protanopia,
    /// Without cones for middle waves.
    Deuteranopia,
    /// Without cones for short waves.
    Tritanopia,
}

impl Vision {
    /// All kinds, normal vision first.
    pub(crate) const ALL: [Self; 4] = [
        Self::Normal,
        Self::Protanopia,
        Self::Deuteranopia,
        Self::Tritanopia,
    ];

    /// As physicians call it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Normal => "normal vision",
            Self::Protanopia => "protanopia",
            Self::Deuteranopia => "deuteranopia",
            Self::Tritanopia => "tritanopia",
        }
    }

    /// The light that looks to readers with normal vision as this one does to those with this kind.
    pub(crate) fn simulate(self, light: Light) -> Light {
        let matrix = match self {
            Self::Normal => return light,
            Self::Protanopia => &PROTANOPIA,
            Self::Deuteranopia => &DEUTERANOPIA,
            Self::Tritanopia => &TRITANOPIA,
        };
        Light(light.times(matrix).map(|channel| channel.clamp(0.0, 1.0)))
    }

    /// How a light looks to each kind of [`Vision::ALL`].
    pub(crate) fn looks(light: Light) -> [Oklab; 4] {
        Self::ALL.map(|vision| Oklab::of(vision.simulate(light)))
    }
}

// Machado, Oliveira and Fernandes, A physiologically-based model for simulation of color vision deficiency, IEEE
// Transactions on Visualization and Computer Graphics 15(6), 2009, table 1, severity 1.0, for linear light. Brettel's and
// Viénot's models agree with it for red and green; this one has a single matrix for each kind, and the developer tools of
// browsers have it, so anybody can look at a figure through it.
const PROTANOPIA: [[f64; 3]; 3] = [
    [0.152_286, 1.052_583, -0.204_868],
    [0.114_503, 0.786_281, 0.099_216],
    [-0.003_882, -0.048_116, 1.051_998],
];
const DEUTERANOPIA: [[f64; 3]; 3] = [
    [0.367_322, 0.860_646, -0.227_968],
    [0.280_085, 0.672_501, 0.047_413],
    [-0.011_820, 0.042_940, 0.968_881],
];
const TRITANOPIA: [[f64; 3]; 3] = [
    [1.255_528, -0.076_749, -0.178_779],
    [-0.078_411, 0.930_809, 0.147_602],
    [0.004_733, 0.691_367, 0.303_900],
];

#[cfg(test)]
mod tests {
    use super::super::{ALIKE, Light};
    use super::*;
    use crate::scene::Color;

    #[test]
    fn greys_look_alike_to_all() {
        for level in [0, 1, 64, 128, 255] {
            let grey = Light::of(Color::hex(level * 0x01_0101));
            let [normal, others @ ..] = Vision::looks(grey);
            let same = |other: Oklab| normal.distance(other) < 1e-4;
            assert!(others.into_iter().all(same), "{level}");
        }
    }

    #[test]
    fn each_kind_confuses_its_own_colours() {
        // Pairs of plates: a red and a green of one lightness, and a blue and a green.
        let distances = |one: u32, other: u32| {
            let [one, other] = [one, other].map(|rgb| Vision::looks(Light::of(Color::hex(rgb))));
            [0, 1, 2, 3].map(|kind| one[kind].distance(other[kind]))
        };
        let [normal, _, deuteranopia, tritanopia] = distances(0xac_3631, 0x53_7b2a);
        assert!(normal > 0.2 && deuteranopia < ALIKE && tritanopia > 0.2);
        let [normal, protanopia, ..] = distances(0xff_0000, 0x60_5000);
        assert!(normal > 0.2 && protanopia < 0.08);
        let [normal, protanopia, deuteranopia, tritanopia] = distances(0x4d_a3e8, 0x5c_aaa8);
        assert!(normal > 2.0 * tritanopia && protanopia > tritanopia && deuteranopia > tritanopia);
    }

    #[test]
    fn red_has_the_colours_of_the_paper() {
        // The first columns of the matrices are what pure red becomes.
        let red = Light::of(Color::hex(0xff_0000));
        let simulated = |vision: Vision| vision.simulate(red).0;
        assert_eq!(simulated(Vision::Protanopia), [0.152_286, 0.114_503, 0.0]);
        assert_eq!(simulated(Vision::Deuteranopia), [0.367_322, 0.280_085, 0.0]);
        assert_eq!(simulated(Vision::Tritanopia), [1.0, 0.0, 0.004_733]);
    }
}
