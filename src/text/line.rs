//! One line of text and formulas, in the order in which it is read, then set from left to right.

use std::ops::Range;

use harfrust::Direction;

use super::TextError;
use super::font::{Fonts, Style};
use super::label::{escaped_position, unescape};
use super::math::{Formula, FormulaGlyph};
use super::shape::{MissingGlyph, Run, shape_directed, visual_order};
use crate::scene::Point;

/// Stands for a formula when text is brought into its visual order: an object without a direction.
const OBJECT: char = '\u{FFFC}';

/// The parts of a label in reading order.
#[derive(Default)]
pub(super) struct Line<'a> {
    /// The text of all parts, with [`OBJECT`] for each formula.
    text: String,
    parts: Vec<Part<'a>>,
}

/// A part and its bytes of [`Line::text`].
struct Part<'a> {
    range: Range<usize>,
    content: Content<'a>,
}

enum Content<'a> {
    /// Text as written, and where that starts in the label.
    Text(&'a str, usize),
    Formula(Formula),
}

impl<'a> Line<'a> {
    /// Adds text as it is written, from byte `start` of the label.
    pub(super) fn add_text(&mut self, written: &'a str, start: usize) {
        self.push(&unescape(written), Content::Text(written, start));
    }

    pub(super) fn add_formula(&mut self, formula: Formula) {
        self.push(OBJECT.encode_utf8(&mut [0; 4]), Content::Formula(formula));
    }

    fn push(&mut self, text: &str, content: Content<'a>) {
        let start = self.text.len();
        self.text.push_str(text);
        self.parts.push(Part {
            range: start..self.text.len(),
            content,
        });
    }

    /// Places everything.
    ///
    /// # Errors
    /// A character that no font has.
    pub(super) fn set(&self, fonts: &Fonts) -> Result<Formula, TextError> {
        let mut line = Formula {
            words: self
                .parts
                .iter()
                .map(|part| part.words(&self.text))
                .collect(),
            ..Formula::default()
        };
        for (stretch, direction) in visual_order(&self.text) {
            let mut parts: Vec<&Part<'_>> = self
                .parts
                .iter()
                .filter(|part| part.meets(&stretch))
                .collect();
            if direction == Direction::RightToLeft {
                parts.reverse();
            }
            for part in parts {
                match &part.content {
                    Content::Formula(formula) => line.append(formula),
                    Content::Text(written, start) => {
                        let range =
                            part.range.start.max(stretch.start)..part.range.end.min(stretch.end);
                        let run =
                            shape_directed(fonts, &self.text, range, direction, Style::Regular);
                        line.append_run(&run.map_err(|missing| {
                            let at =
                                start + escaped_position(written, missing.at - part.range.start);
                            TextError::missing_glyph(MissingGlyph { at, ..missing })
                        })?);
                    }
                }
            }
        }
        Ok(line)
    }
}

impl Part<'_> {
    fn meets(&self, stretch: &Range<usize>) -> bool {
        self.range.start < stretch.end && stretch.start < self.range.end
    }

    fn words<'b>(&'b self, text: &'b str) -> &'b str {
        match &self.content {
            Content::Text(..) => text.get(self.range.clone()).unwrap_or_default(),
            Content::Formula(formula) => &formula.words,
        }
    }
}

impl Formula {
    fn append(&mut self, other: &Self) {
        let shift = |p: Point| Point::new(p.x + self.width, p.y);
        self.glyphs
            .extend(other.glyphs.iter().map(|glyph| FormulaGlyph {
                origin: shift(glyph.origin),
                ..*glyph
            }));
        self.shapes
            .extend(other.shapes.iter().map(|path| path.map(shift)));
        self.width += other.width;
    }

    fn append_run(&mut self, run: &Run) {
        self.glyphs
            .extend(run.glyphs.iter().map(|glyph| FormulaGlyph {
                key: glyph.key,
                origin: Point::new(self.width + glyph.x, glyph.y),
                size: 1.0,
            }));
        self.width += run.width;
    }
}
