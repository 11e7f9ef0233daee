//! Colours that are hard to see on their background.

use super::{MOST_WARNINGS, named};
use crate::color::{GRAPHICS, Light, TEXT, legible, theme};
use crate::diagnostic::{Code, Diagnostic, several};
use crate::model::{Background, Figure, Scheme, Theme};
use crate::scene::Color;

/// The background, if it makes text or the palette hard to see, and the curves whose own colour is hard to see.
pub(super) fn low(figure: &Figure) -> impl Iterator<Item = Diagnostic> {
    let curves = (0..figure.curves.len()).filter_map(|index| curve(figure, index));
    let warnings = background(figure).into_iter().chain(curves);
    warnings.take(MOST_WARNINGS)
}

/// A curve that is drawn in the colour that the config gives it, and has too little contrast.
fn curve(figure: &Figure, index: usize) -> Option<Diagnostic> {
    let own = figure.curves[index].color?;
    let scheme = figure.theme.schemes()[0];
    let ground = theme::ground(figure, scheme);
    let ratio = contrast(own, ground);
    if ratio >= GRAPHICS {
        return None;
    }
    let number = index + 1;
    let message = format!(
        "the curve of Gaussian {number} has {}",
        too_little(ratio, GRAPHICS)
    );
    let warning = Diagnostic::warning(Code::LowContrast, message);
    let warning = warning.about(format!("gaussian.{index}.color"));
    let enough = legible(own.opaque(), ground, GRAPHICS)?;
    let same = match enough.rgb == own.rgb {
        true => "the same without its opacity",
        false => "of the same hue",
    };
    Some(warning.hint(format!("color = \"{}\", {same}, has enough", enough.css())))
}

/// "a contrast of 2.2:1 to its background, less than 3:1".
fn too_little(ratio: f64, least: f64) -> String {
    // None reads as if it were enough.
    let ratio = ratio.min(least - 0.01);
    format!("a contrast of {ratio:.2}:1 to its background, less than {least}:1")
}

fn contrast(color: Color, ground: Color) -> f64 {
    Light::over(color, ground).contrast(Light::of(ground))
}

/// A background of the config's on which text, or a curve whose colour the theme chooses, has too little contrast.
fn background(figure: &Figure) -> Option<Diagnostic> {
    let Background::Color(_) = figure.background else {
        return None;
    };
    let schemes = figure.theme.schemes().iter();
    let (message, hint) = schemes
        .map(|&scheme| (scheme, theme::ground(figure, scheme)))
        .find_map(|(scheme, ground)| {
            text(figure.theme, scheme, ground).or_else(|| curves(figure, scheme, ground))
        })?;
    let hint = match figure.theme {
        Theme::Auto => "leave `background` out: light and dark pages have each their own".into(),
        Theme::Light | Theme::Dark => hint,
    };
    let warning = Diagnostic::warning(Code::LowContrast, message);
    Some(warning.about("figure.background").hint(hint))
}

/// What is wrong with text on a ground, and what would do.
fn text(theme: Theme, scheme: Scheme, ground: Color) -> Option<(String, String)> {
    let ink = |scheme| theme::colors(scheme).ink;
    let ratio = contrast(ink(scheme), ground);
    if ratio >= TEXT {
        return None;
    }
    let message = format!("text has {}", too_little(ratio, TEXT));
    let (other, name, text) = match theme {
        Theme::Dark => (Scheme::Light, "light", "dark"),
        Theme::Light | Theme::Auto => (Scheme::Dark, "dark", "light"),
    };
    let hint = if contrast(ink(other), ground) >= TEXT {
        format!("[figure] theme = \"{name}\" makes text {text}")
    } else {
        let enough = legible(ground, ink(scheme), TEXT)?;
        format!("[figure] background = \"{}\" makes it enough", enough.css())
    };
    Some((message, hint))
}

/// What is wrong with curves on a ground. Those that have too little contrast on the theme's own background too are not its
/// fault: the published orange has 2.2:1 on white.
fn curves(figure: &Figure, scheme: Scheme, ground: Color) -> Option<(String, String)> {
    let page = theme::colors(scheme).background;
    let is_chosen = |index: usize| {
        let twin = figure.theme == Theme::Auto && scheme == Scheme::Dark;
        figure.curves[index].color.is_none() || twin
    };
    let faint = named(figure).enumerate().filter(|(index, _)| {
        let color = theme::curve_color(figure, scheme, *index);
        let least = contrast(color, page).min(GRAPHICS);
        is_chosen(*index) && contrast(color, ground) < least && least == GRAPHICS
    });
    let faint: Vec<String> = faint.map(|(_, (name, _))| name).collect();
    if faint.is_empty() {
        return None;
    }
    let message = format!(
        "on this background, less than {GRAPHICS}:1 is the contrast of {}",
        several(&faint)
    );
    let hint = format!(
        "take a background nearer to {}, the theme's, or give the curves a `color` that suits it",
        page.css()
    );
    Some((message, hint))
}
