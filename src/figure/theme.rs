//! The colours of a figure.

use crate::model::{Background, Figure, Scheme, Theme};
use crate::scene::Color;

/// A set of colours. Both have the same opacities, as an SVG for both kinds of pages does.
pub(super) struct Colors {
    /// Behind everything.
    pub background: Color,
    /// Frame, ticks and text.
    pub ink: Color,
    /// Lines across the plot at the ticks.
    pub grid: Color,
    /// Of the Gaussians in list order, from the start again when they run out.
    pub palette: [Color; 8],
}

const LIGHT: Colors = Colors {
    background: Color::hex(0xffffff),
    ink: Color::hex(0x000000),
    grid: Color {
        alpha: 0.2,
        ..Color::hex(0xb0b0b0)
    },
    palette: [
        Color::hex(0x084a57),
        Color::hex(0xf29c27),
        Color::hex(0xac3631),
        Color::hex(0x537b2a),
        Color::hex(0x3d7fc4),
        Color::hex(0x7b4b94),
        Color::hex(0xd0679d),
        Color::hex(0x7a5c3e),
    ],
};

const DARK: Colors = Colors {
    background: Color::hex(0x14171c),
    ink: Color::hex(0xe8e8e8),
    grid: Color {
        alpha: 0.2,
        ..Color::hex(0xb0b0b0)
    },
    palette: [
        Color::hex(0x46a9bd),
        Color::hex(0xf5ad4a),
        Color::hex(0xe0706a),
        Color::hex(0x92c05c),
        Color::hex(0x76aeea),
        Color::hex(0xb592d0),
        Color::hex(0xe793c0),
        Color::hex(0xc09a74),
    ],
};

/// The colours of a scheme.
pub(super) fn colors(scheme: Scheme) -> &'static Colors {
    match scheme {
        Scheme::Light => &LIGHT,
        Scheme::Dark => &DARK,
    }
}

/// What fills the canvas; `None` leaves it transparent.
pub(super) fn background(figure: &Figure, scheme: Scheme) -> Option<Color> {
    match figure.background {
        Background::Theme => Some(colors(scheme).background),
        Background::Transparent => None,
        Background::Color(color) => Some(color),
    }
}

/// The colour of the Gaussian at `index` of the list. In a figure for both kinds of pages, its own one is for light pages, and
/// has a twin for dark ones.
pub(super) fn curve_color(figure: &Figure, scheme: Scheme, index: usize) -> Color {
    let palette = &colors(scheme).palette;
    match (figure.curves[index].color, figure.theme, scheme) {
        (None, _, _) => palette[index % palette.len()],
        (Some(own), Theme::Auto, Scheme::Dark) => dark_twin(own),
        (Some(own), _, _) => own,
    }
}

/// The colour on a dark page of what has this one on a light page.
fn dark_twin(color: Color) -> Color {
    let index = LIGHT
        .palette
        .iter()
        .position(|light| light.rgb == color.rgb);
    let rgb = index.map_or(color.rgb, |index| DARK.palette[index].rgb);
    Color { rgb, ..color }
}
