//! The bytes of the built-in fonts. `build/fonts.rs` says how they are stored.

use std::borrow::Cow;

use ratex_font::FontId;

use super::columns;

/// The DejaVu faces: regular, italic, bold.
pub(super) const DEJAVU: [&str; 3] = [
    "DejaVuSans.ttf",
    "DejaVuSans-Oblique.ttf",
    "DejaVuSans-Bold.ttf",
];

/// The KaTeX faces in the order of their face numbers.
pub(super) const KATEX: [(FontId, &str); 19] = [
    (FontId::AmsRegular, "KaTeX_AMS-Regular.ttf"),
    (FontId::CaligraphicRegular, "KaTeX_Caligraphic-Regular.ttf"),
    (FontId::FrakturRegular, "KaTeX_Fraktur-Regular.ttf"),
    (FontId::FrakturBold, "KaTeX_Fraktur-Bold.ttf"),
    (FontId::MainBold, "KaTeX_Main-Bold.ttf"),
    (FontId::MainBoldItalic, "KaTeX_Main-BoldItalic.ttf"),
    (FontId::MainItalic, "KaTeX_Main-Italic.ttf"),
    (FontId::MainRegular, "KaTeX_Main-Regular.ttf"),
    (FontId::MathBoldItalic, "KaTeX_Math-BoldItalic.ttf"),
    (FontId::MathItalic, "KaTeX_Math-Italic.ttf"),
    (FontId::SansSerifBold, "KaTeX_SansSerif-Bold.ttf"),
    (FontId::SansSerifItalic, "KaTeX_SansSerif-Italic.ttf"),
    (FontId::SansSerifRegular, "KaTeX_SansSerif-Regular.ttf"),
    (FontId::ScriptRegular, "KaTeX_Script-Regular.ttf"),
    (FontId::Size1Regular, "KaTeX_Size1-Regular.ttf"),
    (FontId::Size2Regular, "KaTeX_Size2-Regular.ttf"),
    (FontId::Size3Regular, "KaTeX_Size3-Regular.ttf"),
    (FontId::Size4Regular, "KaTeX_Size4-Regular.ttf"),
    (FontId::TypewriterRegular, "KaTeX_Typewriter-Regular.ttf"),
];

/// The bytes of a font in the program.
enum Stored {
    Plain(&'static [u8]),
    Deflated(&'static [u8]),
    /// Deflated, with its outlines by columns of these lengths.
    Columns(&'static [u8], [usize; 6]),
}

/// By the names of their files.
const FONTS: &[(&str, Stored)] = include!(concat!(env!("OUT_DIR"), "/fonts.rs"));

/// A built-in font, by the name of its file.
pub(super) fn font(name: &str) -> Option<Cow<'static, [u8]>> {
    let (_, stored) = FONTS.iter().find(|(own, _)| *own == name)?;
    let inflated = |bytes: &[u8]| fdeflate::decompress_to_vec(bytes).ok();
    match stored {
        Stored::Plain(bytes) => Some(Cow::Borrowed(bytes)),
        Stored::Deflated(bytes) => inflated(bytes).map(Cow::Owned),
        Stored::Columns(bytes, lens) => columns::joined(&inflated(bytes)?, *lens).map(Cow::Owned),
    }
}

/// The outlines that a font lacks which is stored in two parts: those of rare characters.
pub(super) fn rest(name: &str) -> Option<Cow<'static, [u8]>> {
    font(&format!("{name}.rest"))
}
