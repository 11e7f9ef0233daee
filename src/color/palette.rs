//! The colours and patterns of Gaussians that have none of their own.
//!
//! Of the four published colours, the red and the green are the same to readers with deuteranopia, so colours alone cannot
//! tell all curves apart. Half of the palette is drawn solid and half dashed: within each half every reader tells the colours
//! apart by at least [`APART`](super::APART), on light and on dark pages. The colours that were not published, and all of those
//! for dark pages, were searched for: near to what a designer would pick, with the hue of their twin, and as far apart.

use crate::model::{Dash, Scheme};
use crate::scene::Color;

/// How many colours there are before they repeat.
const COLORS: usize = 8;

/// The first four are those of the published figure.
const LIGHT: [Color; COLORS] = [
    Color::hex(0x084a57), // teal
    Color::hex(0xf29c27), // orange
    Color::hex(0xac3631), // red
    Color::hex(0x537b2a), // green
    Color::hex(0x3d7fc4), // blue
    Color::hex(0x85519f), // violet
    Color::hex(0xd0679c), // pink
    Color::hex(0x6d471a), // brown
];

/// The same hues for dark pages.
const DARK: [Color; COLORS] = [
    Color::hex(0x26c5d5),
    Color::hex(0xf7ac42),
    Color::hex(0xf26e6b),
    Color::hex(0x84cb4d),
    Color::hex(0x5d93dc),
    Color::hex(0xbc8ded),
    Color::hex(0xf5a4c0),
    Color::hex(0xb07c49),
];

/// The patterns of the colours that are solid at first, each time that the palette begins again.
const SOLID_FIRST: [Dash; 4] = [Dash::Solid, Dash::Dotted, Dash::Dashed, Dash::DashDot];
/// Those of the others: in the first two rounds, other patterns than the solid half has.
const DASHED_FIRST: [Dash; 4] = [Dash::Dashed, Dash::DashDot, Dash::Solid, Dash::Dotted];

/// The colours of a scheme.
pub(super) const fn colors(scheme: Scheme) -> &'static [Color; COLORS] {
    match scheme {
        Scheme::Light => &LIGHT,
        Scheme::Dark => &DARK,
    }
}

/// The colour of the Gaussian at `index` of the list.
pub(super) const fn color(scheme: Scheme, index: usize) -> Color {
    colors(scheme)[index % COLORS]
}

/// The pattern that goes with it. No two of the first 32 Gaussians have both the same colour and the same pattern.
pub(crate) const fn dash(index: usize) -> Dash {
    let round = index / COLORS % 4;
    match index % COLORS {
        0 | 1 | 2 | 4 => SOLID_FIRST[round],
        _ => DASHED_FIRST[round],
    }
}

/// What a colour of the palette for light pages is on dark ones, opaque.
pub(super) fn twin(color: Color) -> Option<Color> {
    let index = LIGHT.iter().position(|light| light.rgb == color.rgb);
    index.map(|index| DARK[index])
}

#[cfg(test)]
mod tests {
    use super::super::{ALIKE, APART, GRAPHICS, Light, Oklab, TEXT, Vision, theme};
    use super::*;
    use std::fmt::Write;

    const DOCUMENT: &str = include_str!("../../docs/colours.md");
    const SCHEMES: [Scheme; 2] = [Scheme::Light, Scheme::Dark];

    fn contrast(one: Color, other: Color) -> f64 {
        Light::of(one).contrast(Light::of(other))
    }

    /// In degrees.
    fn hue(color: Color) -> f64 {
        let [a, b] = Oklab::of(Light::of(color)).hues();
        libm::atan2(b, a).to_degrees()
    }

    /// The least distance that pairs of the palette have to a kind of vision.
    fn least(scheme: Scheme, kind: usize, pairs: impl Fn(usize, usize) -> bool) -> f64 {
        let looks = colors(scheme).map(|color| Vision::looks(Light::of(color))[kind]);
        let all = (0..COLORS).flat_map(|one| (0..one).map(move |other| (one, other)));
        let distances = all
            .filter(|&(one, other)| pairs(one, other))
            .map(|(one, other)| looks[one].distance(looks[other]));
        distances.fold(f64::INFINITY, f64::min)
    }

    fn one_pattern(one: usize, other: usize) -> bool {
        dash(one) == dash(other)
    }

    #[test]
    fn the_published_colours_come_first() {
        let published = [0x084a57, 0xf29c27, 0xac3631, 0x537b2a].map(Color::hex);
        assert_eq!(LIGHT[..4], published);
    }

    #[test]
    fn every_colour_but_the_published_orange_is_seen_well() {
        for scheme in SCHEMES {
            let theme::Colors {
                background, ink, ..
            } = theme::colors(scheme);
            assert!(contrast(*ink, *background) >= TEXT);
            for color in colors(scheme) {
                let is_orange = *color == Color::hex(0xf29c27);
                let seen = contrast(*color, *background) >= GRAPHICS;
                assert_eq!(seen, !is_orange, "{color:?}");
            }
        }
    }

    #[test]
    fn a_colour_keeps_its_hue_on_dark_pages() {
        for (light, dark) in LIGHT.into_iter().zip(DARK) {
            let turned = (hue(dark) - hue(light) + 540.0).rem_euclid(360.0) - 180.0;
            assert!(turned.abs() <= 12.0, "{dark:?} is {turned} degrees off");
        }
    }

    #[test]
    fn every_reader_tells_apart_what_has_one_pattern() {
        for scheme in SCHEMES {
            for (kind, vision) in Vision::ALL.into_iter().enumerate() {
                let least = least(scheme, kind, one_pattern);
                assert!(least >= APART, "{scheme:?}, {}: {least}", vision.name());
            }
        }
    }

    #[test]
    fn patterns_are_needed() {
        let deuteranopia = 2;
        assert_eq!(Vision::ALL[deuteranopia], Vision::Deuteranopia);
        assert!(least(Scheme::Light, deuteranopia, |_, _| true) < ALIKE);
    }

    #[test]
    fn sixteen_curves_keep_to_it_and_thirty_two_are_all_different() {
        let half = |index: usize| dash(index % COLORS);
        let all = (0..32).flat_map(|one| (0..one).map(move |other| (one, other)));
        for (one, other) in all {
            if dash(one) == dash(other) {
                assert_ne!(one % COLORS, other % COLORS, "{one} and {other}");
                assert!(one >= 16 || half(one) == half(other), "{one} and {other}");
            }
        }
        assert_eq!([0, 1, 2, 4].map(dash), [Dash::Solid; 4]);
        assert_eq!([3, 5, 6, 7].map(dash), [Dash::Dashed; 4]);
    }

    /// The colours, their patterns and contrasts.
    fn table() -> String {
        let names = [
            "teal", "orange", "red", "green", "blue", "violet", "pink", "brown",
        ];
        let mut text = "| | colour | pattern | on light | contrast | on dark | contrast |\n\
            | ---: | --- | --- | --- | ---: | --- | ---: |\n"
            .to_owned();
        for (index, name) in names.into_iter().enumerate() {
            let _ = write!(
                text,
                "| {} | {name} | {} |",
                index + 1,
                match dash(index) {
                    Dash::Solid => "solid",
                    _ => "dashed",
                }
            );
            for scheme in SCHEMES {
                let color = color(scheme, index);
                let ratio = contrast(color, theme::colors(scheme).background);
                let _ = write!(text, " `{}` | {ratio:.2} |", color.css());
            }
            text.push('\n');
        }
        text
    }

    /// The least distances.
    fn distances() -> String {
        let mut text = "| least distance | light, same pattern | light, all | dark, same pattern | dark, all |\n\
            | --- | ---: | ---: | ---: | ---: |\n"
            .to_owned();
        for (kind, vision) in Vision::ALL.into_iter().enumerate() {
            let _ = write!(text, "| {} |", vision.name());
            for scheme in SCHEMES {
                let same = least(scheme, kind, one_pattern);
                let all = least(scheme, kind, |_, _| true);
                let _ = write!(text, " {same:.3} | {all:.3} |");
            }
            text.push('\n');
        }
        text
    }

    #[test]
    fn the_document_has_the_figures() {
        for table in [table(), distances()] {
            let held = DOCUMENT.contains(&table);
            assert!(held, "docs/colours.md lacks\n\n{table}");
        }
        for scheme in SCHEMES {
            let theme::Colors {
                background, ink, ..
            } = theme::colors(scheme);
            let ratio = contrast(*ink, *background);
            let text = format!("`{}` on `{}`, {ratio:.1}:1", ink.css(), background.css());
            assert!(DOCUMENT.contains(&text), "docs/colours.md lacks {text}");
        }
    }
}
