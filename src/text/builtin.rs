//! The bytes of the built-in fonts. `build/fonts.rs` says how they are stored.

use std::borrow::Cow;
use std::ops::Range;

use ratex_font::FontId;

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
    /// With the lengths of its glyphs, at these places, instead of the offsets to them.
    Deflated(&'static [u8], Range<usize>),
}

/// By the names of their files.
const FONTS: &[(&str, Stored)] = include!(concat!(env!("OUT_DIR"), "/fonts.rs"));

/// A built-in font, by the name of its file.
pub(super) fn font(name: &str) -> Option<Cow<'static, [u8]>> {
    let (_, stored) = FONTS.iter().find(|(own, _)| *own == name)?;
    match stored {
        Stored::Plain(bytes) => Some(Cow::Borrowed(bytes)),
        Stored::Deflated(bytes, lengths) => inflated(bytes, lengths.clone()).map(Cow::Owned),
    }
}

fn inflated(bytes: &[u8], lengths: Range<usize>) -> Option<Vec<u8>> {
    let mut font = fdeflate::decompress_to_vec(bytes).ok()?;
    let (numbers, _) = font.get_mut(lengths)?.as_chunks_mut::<4>();
    let mut offset = 0;
    for number in numbers {
        offset += u32::from_be_bytes(*number);
        *number = offset.to_be_bytes();
    }
    Some(font)
}

/// The outlines that a font lacks which is stored in two parts: those of rare characters.
pub(super) fn rest(name: &str) -> Option<Cow<'static, [u8]>> {
    font(&format!("{name}.rest"))
}
