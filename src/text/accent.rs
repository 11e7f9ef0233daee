//! Accents of the text face over math in the text face.

use ratex_parser::parse_node::{Mode, ParseNode};

use super::axis::em;
use super::font::{SLANT, Style};
use super::shape::{MissingGlyph, Run, RunGlyph};
use super::substitute::{KATEX_X_HEIGHT, Substitution, group, x_height};
use super::tree::combining_mark;

impl Substitution<'_> {
    /// Swaps the mark of an accent whose base has been swapped. Wide accents and arrows stay KaTeX's.
    pub(super) fn accent(&mut self, node: &mut ParseNode) -> Result<(), MissingGlyph> {
        let ParseNode::Accent {
            label,
            base,
            is_stretchy,
            ..
        } = node
        else {
            return Ok(());
        };
        let mark = combining_mark(label).and_then(spacing_form);
        let (Some(mark), None | Some(false)) = (mark, *is_stretchy) else {
            return Ok(());
        };
        let Some(cut) = self.fonts.cut_for(Style::Regular, mark) else {
            return Ok(());
        };
        let Some((key, ink)) = self
            .fonts
            .glyph(cut, mark)
            .and_then(|key| Some((key, self.fonts.ink(key)?)))
        else {
            return Ok(());
        };
        let body = self.layout(std::slice::from_ref(base));
        // RaTeX puts a mark that it does not know at the left of the base, and above the base as far as KaTeX's marks
        // stand above a lower-case letter.
        let lean = if self.is_slanted(base) {
            SLANT * body.height / 2.0
        } else {
            0.0
        };
        let height = x_height(self.fonts);
        let glyph = RunGlyph {
            key,
            x: body.width / 2.0 + lean - (ink.left + ink.right) / 2.0,
            y: height - KATEX_X_HEIGHT,
        };
        let run = Run {
            glyphs: vec![glyph],
            width: 0.0,
        };
        let Some(stand_in) = self.add(run, Style::Regular) else {
            return Ok(());
        };
        *label = stand_in;
        // The box reaches to the top of the mark.
        let strut = ParseNode::VPhantom {
            mode: Mode::Math,
            body: Box::new(rule(body.height - height - ink.top)),
            loc: None,
        };
        let accent = std::mem::replace(node, group(Vec::new()));
        *node = group(vec![accent, strut]);
        Ok(())
    }

    /// Whether a node is one letter of a slanted face.
    fn is_slanted(&self, node: &ParseNode) -> bool {
        match node {
            ParseNode::MathOrd { text, .. } | ParseNode::TextOrd { text, .. } => text
                .chars()
                .next()
                .is_some_and(|stand_in| self.leans(stand_in)),
            ParseNode::Font { body, .. } => self.is_slanted(body),
            ParseNode::OrdGroup { body, .. } => {
                matches!(body.as_slice(), [only] if self.is_slanted(only))
            }
            _ => false,
        }
    }
}

/// The character that draws a combining mark on its own.
fn spacing_form(mark: char) -> Option<char> {
    Some(match mark {
        '\u{300}' => '`',
        '\u{301}' => '´',
        '\u{302}' => 'ˆ',
        '\u{303}' => '˜',
        '\u{304}' => '¯',
        '\u{306}' => '˘',
        '\u{307}' => '˙',
        '\u{308}' => '¨',
        '\u{30A}' => '˚',
        '\u{30C}' => 'ˇ',
        _ => return None,
    })
}

/// A rule without width, in em.
fn rule(height: f64) -> ParseNode {
    ParseNode::Rule {
        mode: Mode::Math,
        shift: None,
        width: em(0.0),
        height: em(height.max(0.0)),
        loc: None,
    }
}
