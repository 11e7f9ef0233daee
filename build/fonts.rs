//! Makes the built-in fonts small, without a change to any outline that is drawn from them.
//!
//! What nearly every figure needs is read in place, since inflating it would take a tenth of a figure's time. The rest is
//! deflated, and inflated when a label first needs it.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

use miniz_oxide::deflate::compress_to_vec_zlib;

use crate::truetype::Font;

/// KaTeX's fonts, as in the crate `ratex-katex-fonts`, which a test compares them with. To build that one takes a dozen others.
const KATEX: &str = "build/katex";
/// Its faces for ordinary formulas. Their licence reserves their names for fonts that nobody has altered.
const KATEX_EVERYDAY: [&str; 2] = ["Main-Regular", "Caligraphic-Regular"];
const KATEX_RARE: [&str; 17] = [
    "AMS-Regular",
    "Fraktur-Regular",
    "Fraktur-Bold",
    "Main-Bold",
    "Main-BoldItalic",
    "Main-Italic",
    "Math-BoldItalic",
    "Math-Italic",
    "SansSerif-Bold",
    "SansSerif-Italic",
    "SansSerif-Regular",
    "Script-Regular",
    "Size1-Regular",
    "Size2-Regular",
    "Size3-Regular",
    "Size4-Regular",
    "Typewriter-Regular",
];

/// The tables of a font that shaping and drawing read, besides outlines. `kern` is read for scripts alone that `GPOS` does
/// not kern.
const READ: [&[u8; 4]; 9] = [
    b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"cmap", b"head", b"hhea", b"hmtx", b"maxp",
];
/// Those that drawing reads.
const DRAWN: [&[u8; 4]; 4] = [b"head", b"hhea", b"hmtx", b"maxp"];
/// The bold face keeps it, since its `GPOS` does not kern kana.
const KERN: &[u8; 4] = b"kern";
/// The copyright, which all of DejaVu's faces have in the same words; one keeps it.
const NAME: &[u8; 4] = b"name";

/// Characters of ordinary labels: Latin, accents, Greek, Cyrillic, punctuation and ligatures.
const LETTERS: [RangeInclusive<u32>; 7] = [
    0x20..=0x17f,
    0x2c6..=0x2dd,
    0x300..=0x30c,
    0x370..=0x3ff,
    0x400..=0x45f,
    0x2010..=0x203a,
    0xfb00..=0xfb04,
];
/// And those which are upright: superscripts, arrows and mathematics.
const SYMBOLS: [RangeInclusive<u32>; 4] = [
    0x2070..=0x209f,
    0x2100..=0x21ff,
    0x2200..=0x22ff,
    0x27e8..=0x27e9,
];

/// Writes the fonts, and `fonts.rs`, which lists them.
pub(crate) fn write(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut fonts = Fonts {
        folder,
        list: String::new(),
    };
    let upright = [&LETTERS[..], &SYMBOLS].concat();
    for (name, bytes, everyday) in [
        ("DejaVuSans.ttf", dejavu::sans::regular(), &upright[..]),
        ("DejaVuSans-Oblique.ttf", dejavu::sans::oblique(), &LETTERS),
    ] {
        let font = unhinted(bytes).ok_or(name)?;
        let everyday = font.glyphs_of(everyday).ok_or(name)?;
        let (mut common, mut rest) = font.split(&everyday).ok_or(name)?;
        common.keep(&READ);
        rest.keep(&DRAWN);
        fonts.plain(name, &common.bytes().ok_or(name)?)?;
        fonts.columns(&format!("{name}.rest"), rest)?;
    }
    let name = "DejaVuSans-Bold.ttf";
    let mut bold = unhinted(dejavu::sans::bold()).ok_or(name)?;
    bold.keep(&[&READ[..], &[KERN, NAME]].concat());
    fonts.columns(name, bold)?;

    let katex = |face: &str| {
        let name = format!("KaTeX_{face}.ttf");
        let path = format!("{KATEX}/{name}");
        let bytes = fs::read(&path).map_err(|error| format!("{path}: {error}"));
        bytes.map(|bytes| (name, bytes))
    };
    for face in KATEX_EVERYDAY {
        let (name, bytes) = katex(face)?;
        fonts.plain(&name, &bytes)?;
    }
    for face in KATEX_RARE {
        let (name, bytes) = katex(face)?;
        fonts.deflated(&name, &bytes)?;
    }
    fs::write(folder.join("fonts.rs"), format!("&[{}]", fonts.list))?;
    Ok(())
}

fn unhinted(bytes: &[u8]) -> Option<Font> {
    let mut font = Font::read(bytes)?;
    font.drop_hints()?;
    Some(font)
}

/// The fonts written so far.
struct Fonts<'a> {
    folder: &'a Path,
    list: String,
}

impl Fonts<'_> {
    fn plain(&mut self, name: &str, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
        self.add(name, bytes, |bytes| format!("Stored::Plain({bytes})"))
    }

    fn deflated(&mut self, name: &str, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
        self.add(name, &compress_to_vec_zlib(bytes, 9), |bytes| {
            format!("Stored::Deflated({bytes})")
        })
    }

    fn columns(&mut self, name: &str, font: Font) -> Result<(), Box<dyn Error>> {
        let (bytes, lens) = font.columns().ok_or(name)?;
        self.add(name, &compress_to_vec_zlib(&bytes, 9), |bytes| {
            format!("Stored::Columns({bytes}, {lens:?})")
        })
    }

    fn add(
        &mut self,
        name: &str,
        bytes: &[u8],
        stored: impl Fn(&str) -> String,
    ) -> Result<(), Box<dyn Error>> {
        fs::write(self.folder.join(name), bytes)?;
        let included = format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}\"))");
        write!(self.list, "({name:?}, {}),", stored(&included))?;
        Ok(())
    }
}
