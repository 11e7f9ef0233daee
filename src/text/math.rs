//! A formula: RaTeX parses it and lays it out, glyphs come from KaTeX's fonts and the text's.

use ratex_font::{FontId, katex_ttf_glyph_char};
use ratex_parser::Parser;
use ratex_types::color::Color;
use ratex_types::display_item::{DisplayItem, DisplayList};
use ratex_types::path_command::PathCommand;

use super::TextError;
use super::explain::explain;
use super::font::{Fonts, GlyphKey, Style};
use super::shape::MissingGlyph;
use super::shapes;
use super::substitute::Substitution;
use super::words::words;
use crate::model::MathFace;
use crate::scene::{Path, Point};

/// Nothing in a formula lies or reaches farther from its start, in em.
const MAX_REACH: f64 = 2000.0;

/// A glyph of a formula: position in em, y down, and size relative to the text around the formula.
#[derive(Clone, Copy)]
pub(super) struct FormulaGlyph {
    pub(super) key: GlyphKey,
    pub(super) origin: Point,
    pub(super) size: f64,
}

/// A formula in em of the text around it, y down, its baseline at 0.
#[derive(Default)]
pub(super) struct Formula {
    pub(super) words: String,
    pub(super) width: f64,
    pub(super) glyphs: Vec<FormulaGlyph>,
    pub(super) shapes: Vec<Path>,
}

/// Typesets TeX inline.
///
/// # Errors
/// See [`super::Typesetter::typeset`]; ranges are relative to the TeX.
pub(super) fn typeset(fonts: &Fonts, face: MathFace, tex: &str) -> Result<Formula, TextError> {
    if tex.trim().is_empty() {
        let error = TextError::new("no math between two dollar signs").at(0..tex.len());
        return Err(error.hint("write `\\$` for a dollar sign"));
    }
    let mut nodes = Parser::new(tex)
        .parse()
        .map_err(|error| explain(&error, tex))?;
    let words = words(&nodes).trim().to_owned();
    let mut substitution = Substitution::new(fonts, face);
    substitution
        .formula(&mut nodes)
        .map_err(|missing| missing_in(tex, missing.character))?;
    let layout = substitution.layout(&nodes);
    let whole = || 0..tex.len();
    ratex_layout::validate_layout(&layout).map_err(|_| too_large().at(whole()))?;
    let list = ratex_layout::to_display_list(&layout);
    if !is_reasonable(&list) {
        return Err(too_large().at(whole()));
    }
    let mut formula = Formula {
        words,
        width: list.width,
        glyphs: Vec::new(),
        shapes: Vec::new(),
    };
    for item in &list.items {
        formula
            .add(item, list.height, fonts, &substitution)
            .map_err(|error| error.into_error(tex))?;
    }
    Ok(formula)
}

/// What cannot be drawn.
enum Unfit {
    Missing(char),
    Colored,
}

impl Unfit {
    fn into_error(self, tex: &str) -> TextError {
        match self {
            Self::Missing(character) => missing_in(tex, character),
            Self::Colored => TextError::new("a label has one colour")
                .at(0..tex.len())
                .hint("remove commands such as \\color, \\colorbox and \\href"),
        }
    }
}

impl Formula {
    /// Takes over one item of RaTeX's list, whose baseline is at `baseline`.
    fn add(
        &mut self,
        item: &DisplayItem,
        baseline: f64,
        fonts: &Fonts,
        substitution: &Substitution<'_>,
    ) -> Result<(), Unfit> {
        let color = match item {
            DisplayItem::GlyphPath { color, .. }
            | DisplayItem::Line { color, .. }
            | DisplayItem::Rect { color, .. }
            | DisplayItem::Path { color, .. } => *color,
        };
        if color != Color::BLACK {
            return Err(Unfit::Colored);
        }
        let at = |x: f64, y: f64| Point::new(x, y - baseline);
        match item {
            DisplayItem::GlyphPath {
                x,
                y,
                scale,
                font,
                char_code,
                ..
            } => {
                let origin = at(*x, *y);
                if let Some(run) = substitution.run(*char_code) {
                    self.glyphs
                        .extend(run.glyphs.iter().map(|glyph| FormulaGlyph {
                            key: glyph.key,
                            origin: Point::new(
                                origin.x + glyph.x * scale,
                                origin.y + glyph.y * scale,
                            ),
                            size: *scale,
                        }));
                } else {
                    let key = glyph(fonts, font, *char_code)?;
                    self.glyphs.push(FormulaGlyph {
                        key,
                        origin,
                        size: *scale,
                    });
                }
            }
            DisplayItem::Line {
                x,
                y,
                width,
                thickness,
                dashed,
                ..
            } => {
                let corner = at(*x, y - thickness / 2.0);
                self.shapes
                    .push(shapes::bar(corner, *width, *thickness, *dashed));
            }
            DisplayItem::Rect {
                x,
                y,
                width,
                height,
                ..
            } => self
                .shapes
                .push(shapes::bar(at(*x, *y), *width, *height, false)),
            DisplayItem::Path {
                x,
                y,
                commands,
                fill,
                ..
            } => self.shapes.push(shapes::path(at(*x, *y), commands, *fill)),
        }
        Ok(())
    }
}

/// A character of KaTeX's fonts, or of the text's where those lack it.
fn glyph(fonts: &Fonts, font: &str, code: u32) -> Result<GlyphKey, Unfit> {
    let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    let katex = FontId::parse(font)
        .and_then(|font| fonts.katex_glyph(font, katex_ttf_glyph_char(font, code)));
    let text = || {
        let cut = fonts.cut_for(Style::Regular, character)?;
        fonts.glyph(cut, character)
    };
    katex.or_else(text).ok_or(Unfit::Missing(character))
}

/// RaTeX's layout of hostile input may overflow; its list is checked before anything is computed from it.
fn is_reasonable(list: &DisplayList) -> bool {
    let near = |values: &[f64]| values.iter().all(|value| value.abs() <= MAX_REACH);
    let command_is_near = |command: &PathCommand| match *command {
        PathCommand::MoveTo { x, y } | PathCommand::LineTo { x, y } => near(&[x, y]),
        PathCommand::QuadTo { x1, y1, x, y } => near(&[x1, y1, x, y]),
        PathCommand::CubicTo {
            x1,
            y1,
            x2,
            y2,
            x,
            y,
        } => near(&[x1, y1, x2, y2, x, y]),
        PathCommand::Close => true,
    };
    near(&[list.width, list.height, list.depth])
        && list.items.iter().all(|item| match item {
            DisplayItem::GlyphPath { x, y, scale, .. } => near(&[*x, *y, *scale]),
            DisplayItem::Line {
                x,
                y,
                width,
                thickness: height,
                ..
            }
            | DisplayItem::Rect {
                x,
                y,
                width,
                height,
                ..
            } => near(&[*x, *y, *width, *height]),
            DisplayItem::Path { x, y, commands, .. } => {
                near(&[*x, *y]) && commands.iter().all(command_is_near)
            }
        })
}

fn too_large() -> TextError {
    TextError::new("formula is too large").hint("simplify it")
}

/// The character may come from a command, such as `\char`, and not stand in the TeX itself.
fn missing_in(tex: &str, character: char) -> TextError {
    let at = tex.find(character);
    let error = TextError::missing_glyph(MissingGlyph {
        character,
        at: at.unwrap_or_default(),
    });
    if at.is_some() {
        error
    } else {
        error.at(0..tex.len())
    }
}
