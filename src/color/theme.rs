//! What a figure is drawn in, in each set of colours.

use super::oklab::lightened;
use super::{GRAPHICS, Light, palette};
use crate::model::{Background, Figure, Scheme, Theme};
use crate::scene::Color;

/// A set of colours, beside the [`palette`]. Both have the same opacities, as an SVG for both kinds of pages does.
pub(crate) struct Colors {
    /// Behind everything.
    pub(crate) background: Color,
    /// Frame, ticks and text.
    pub(crate) ink: Color,
    /// Lines across the plot at the ticks.
    pub(crate) grid: Color,
}

const LIGHT: Colors = Colors {
    background: Color::hex(0xffffff),
    ink: Color::hex(0x000000),
    grid: Color {
        alpha: 0.2,
        ..Color::hex(0xb0b0b0)
    },
};

const DARK: Colors = Colors {
    background: Color::hex(0x14171c),
    ink: Color::hex(0xe8e8e8),
    grid: Color {
        alpha: 0.2,
        ..Color::hex(0x808080)
    },
};

/// The colours of a scheme.
pub(crate) fn colors(scheme: Scheme) -> &'static Colors {
    match scheme {
        Scheme::Light => &LIGHT,
        Scheme::Dark => &DARK,
    }
}

/// What fills the canvas; `None` leaves it transparent.
pub(crate) fn background(figure: &Figure, scheme: Scheme) -> Option<Color> {
    match figure.background {
        Background::Theme => Some(colors(scheme).background),
        Background::Transparent => None,
        Background::Color(color) => Some(color),
    }
}

/// What a figure is seen on, opaque: behind what is not, is the background that its colours are made for.
pub(crate) fn ground(figure: &Figure, scheme: Scheme) -> Color {
    let page = colors(scheme).background;
    background(figure, scheme).map_or(page, |color| Light::over(color, page).color())
}

/// The colour of the Gaussian at `index` of the list. In a figure for both kinds of pages, its own one is for light pages, and
/// has a twin for dark ones.
pub(crate) fn curve_color(figure: &Figure, scheme: Scheme, index: usize) -> Color {
    let own = figure.curves[index].color;
    own.map_or(palette::color(scheme, index), |own| {
        drawn(figure.theme, scheme, own)
    })
}

/// What a Gaussian's own colour is drawn as.
pub(crate) fn drawn(theme: Theme, scheme: Scheme, own: Color) -> Color {
    match (theme, scheme) {
        (Theme::Auto, Scheme::Dark) => dark_twin(own),
        _ => own,
    }
}

/// The colour on a dark page of what has this one on a light page: of the palette's colours the one that is designed for
/// that; of any other, the same hue, only as much lighter as it has to be to be seen. Its opacity stays.
fn dark_twin(color: Color) -> Color {
    let alpha = color.alpha;
    let color = palette::twin(color).map_or(color, |twin| twin.fade(alpha));
    lightened(color, DARK.background, GRAPHICS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_palettes_colours_have_their_twins_at_any_opacity() {
        for index in 0..8 {
            let [light, dark] =
                [Scheme::Light, Scheme::Dark].map(|scheme| palette::color(scheme, index));
            assert_eq!(dark_twin(light), dark);
            assert_eq!(dark_twin(light.fade(0.9)), dark.fade(0.9));
        }
    }

    #[test]
    fn any_other_colour_becomes_lighter_only_if_it_has_to() {
        let orchid = Color::hex(0xda70d6);
        assert_eq!(dark_twin(orchid), orchid);
        for rgb in [0x000000, 0x000080, 0x8b0000, 0x006400, 0x4b0082] {
            let twin = dark_twin(Color::hex(rgb));
            let ratio = Light::of(twin).contrast(Light::of(DARK.background));
            assert!(
                (GRAPHICS..GRAPHICS + 0.1).contains(&ratio),
                "{rgb:06x}: {ratio}"
            );
        }
    }

    #[test]
    fn only_a_figure_for_both_kinds_of_pages_draws_a_colour_of_ones_own_otherwise() {
        let navy = Color::hex(0x000080);
        for (theme, scheme) in [
            (Theme::Light, Scheme::Light),
            (Theme::Dark, Scheme::Dark),
            (Theme::Auto, Scheme::Light),
        ] {
            assert_eq!(drawn(theme, scheme, navy), navy);
        }
        assert_ne!(drawn(Theme::Auto, Scheme::Dark, navy), navy);
    }
}
