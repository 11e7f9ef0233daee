//! Colours: which ones a figure is drawn in, and how different they look to its readers.
//!
//! `docs/colours.md` has the figures of the palette, from the same functions.

mod light;
mod oklab;
pub(crate) mod palette;
pub(crate) mod theme;
mod vision;

pub(crate) use light::Light;
pub(crate) use oklab::{ALIKE, APART, Oklab, legible, lightnesses};
pub(crate) use vision::Vision;

/// The least contrast of what has to be seen to understand a figure (WCAG 2.2, success criterion 1.4.11).
pub(crate) const GRAPHICS: f64 = 3.0;
/// The least contrast of text (WCAG 2.2, success criterion 1.4.3).
pub(crate) const TEXT: f64 = 4.5;
