//! Labels become measured, positioned glyph outlines.
//!
//! A label is text with TeX math between dollar signs: `Random variable, $z$`. Text is shaped with the user's fonts or
//! the built-in DejaVu Sans; math is laid out by RaTeX, in the text's typeface or in TeX's. Nothing depends on the fonts
//! of the machine.

mod accent;
mod alphabet;
mod axis;
mod bounds;
mod builtin;
mod columns;
mod delimiter;
mod explain;
mod face;
mod font;
mod label;
mod line;
mod math;
mod points;
mod radical;
mod shape;
mod shapes;
mod substitute;
mod tree;
mod words;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

pub use font::GlyphKey;

use crate::model::{MathFace, TextStyle};
use crate::scene::{Path, Point, Rect};
use font::Fonts;
use label::Segment as Part;
use line::Line;
use math::{Formula, FormulaGlyph};
use shape::MissingGlyph;

/// The bytes of a built-in font for math, by the name of its file, such as `KaTeX_Main-Regular.ttf`.
pub(crate) fn math_font(name: &str) -> Option<Vec<u8>> {
    builtin::font(name).map(Cow::into_owned)
}

/// Why a label cannot be set, or a font not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextError {
    /// What is wrong, in a few words, lower case, without a full stop.
    pub message: String,
    /// Bytes of the label that it is about.
    pub range: Option<Range<usize>>,
    /// How to mend it.
    pub hint: Option<String>,
}

impl TextError {
    fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            range: None,
            hint: None,
        }
    }

    fn at(mut self, range: Range<usize>) -> Self {
        self.range = Some(range);
        self
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    fn missing_glyph(missing: MissingGlyph) -> Self {
        let MissingGlyph { character, at } = missing;
        let code = u32::from(character);
        Self::new(format!(
            "no font has a glyph for '{character}' (U+{code:04X})"
        ))
        .at(at..at + character.len_utf8())
        .hint("add a font that has it with `font = [\"...\"]`")
    }

    /// The same about a label in which its subject starts at byte `start`.
    fn shifted(mut self, start: usize) -> Self {
        self.range = self
            .range
            .map(|range| range.start + start..range.end + start);
        self
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TextError {}

/// A glyph of a [`Typeset`] label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TypesetGlyph {
    /// Its shape: [`Typesetter::outline`] has it.
    pub key: GlyphKey,
    /// Its origin.
    pub origin: Point,
    /// CSS pixels per em.
    pub size: f64,
}

/// A label ready to be placed. Lengths are CSS pixels, x to the right, y down, the origin at the start of the baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Typeset {
    /// The label as a reader would say it, math flattened to plain Unicode: "μ = −4.0, σ = 2.0".
    pub words: String,
    /// How far the label advances.
    pub width: f64,
    /// Height of its line above the baseline: 0.785 em, more where the ink is taller.
    pub ascent: f64,
    /// Depth of its line below the baseline: 0.21 em, more where the ink is deeper.
    pub descent: f64,
    /// Tight bounds of what is drawn; `None` if nothing is.
    pub ink: Option<Rect>,
    /// Its glyphs.
    pub glyphs: Vec<TypesetGlyph>,
    /// Its other shapes, such as fraction bars, filled by the non-zero rule.
    pub shapes: Vec<Path>,
}

/// Room above and below the baseline that every line has, in em, so that lines of one size match: what
/// DejaVu Sans needs for "lp".
const ASCENT: f64 = 0.785;
const DESCENT: f64 = 0.21;

/// Sets the labels of one figure.
pub struct Typesetter {
    fonts: Fonts,
    math: MathFace,
}

impl Typesetter {
    /// Opens the user's fonts; built-in ones are opened when a label needs them.
    ///
    /// # Errors
    /// A file that is not a font with outlines.
    pub fn new(style: &TextStyle) -> Result<Self, TextError> {
        let fonts = Fonts::new(&style.fonts).map_err(|file| {
            TextError::new(format!("`{}` is not a font that can be used", file.path))
                .hint("give a TrueType or OpenType font with outlines (.ttf or .otf)")
        })?;
        Ok(Self {
            fonts,
            math: style.math,
        })
    }

    /// Sets a label at `size` CSS pixels per em.
    ///
    /// # Errors
    /// An unclosed `$`, TeX that cannot be parsed or is too large, a character that no font has, a control character, a
    /// label of more than 10 000 bytes, a damaged font.
    pub fn typeset(&self, label: &str, size: f64) -> Result<Typeset, TextError> {
        let line = self.line(label)?;
        self.scale(line, size)
    }

    /// Outline of a glyph in em, y up, the origin on the baseline.
    pub fn outline(&self, key: GlyphKey) -> Path {
        self.fonts
            .outline(key)
            .map(|outline| outline.path.clone())
            .unwrap_or_default()
    }

    /// How many steps the outlines of a label take, those of a glyph as often as it is there.
    pub(crate) fn segments(&self, label: &Typeset) -> usize {
        let outlines = label
            .glyphs
            .iter()
            .filter_map(|glyph| self.fonts.outline(glyph.key));
        let glyphs: usize = outlines.map(|outline| outline.path.segments.len()).sum();
        let shapes: usize = label.shapes.iter().map(|shape| shape.segments.len()).sum();
        glyphs + shapes
    }

    /// The label in em.
    fn line(&self, label: &str) -> Result<Formula, TextError> {
        let mut line = Line::default();
        for part in label::split(label)? {
            match part {
                Part::Text(range) => line.add_text(&label[range.clone()], range.start),
                Part::Math(range) => {
                    let formula = math::typeset(&self.fonts, self.math, &label[range.clone()]);
                    line.add_formula(formula.map_err(|error| error.shifted(range.start))?);
                }
            }
        }
        line.set(&self.fonts)
    }

    fn scale(&self, line: Formula, size: f64) -> Result<Typeset, TextError> {
        let mut ink = None;
        for glyph in &line.glyphs {
            let outline = self
                .fonts
                .outline(glyph.key)
                .ok_or_else(|| self.damaged(glyph.key))?;
            let placed = outline.ink.map(|em| {
                bounds::shift(
                    bounds::scale(em, glyph.size),
                    glyph.origin.x,
                    glyph.origin.y,
                )
            });
            ink = bounds::union(ink, placed);
        }
        for shape in &line.shapes {
            ink = bounds::union(ink, bounds::of_path(shape));
        }
        let point = |p: Point| Point::new(p.x * size, p.y * size);
        let glyph = |glyph: FormulaGlyph| TypesetGlyph {
            key: glyph.key,
            origin: point(glyph.origin),
            size: glyph.size * size,
        };
        Ok(Typeset {
            words: line.words,
            width: line.width * size,
            ascent: ink.map_or(ASCENT, |ink| ASCENT.max(-ink.top)) * size,
            descent: ink.map_or(DESCENT, |ink| DESCENT.max(ink.bottom)) * size,
            ink: ink.map(|ink| bounds::scale(ink, size)),
            glyphs: line.glyphs.into_iter().map(glyph).collect(),
            shapes: line.shapes.iter().map(|path| path.map(point)).collect(),
        })
    }

    fn damaged(&self, key: GlyphKey) -> TextError {
        let path = self
            .fonts
            .file(key)
            .map_or("built-in", |file| file.path.as_str());
        TextError::new(format!("the font `{path}` is damaged")).hint("replace the file")
    }
}
