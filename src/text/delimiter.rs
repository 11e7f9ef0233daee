//! `\left(` and `\right)` around low content: the text face's own parentheses.
//!
//! RaTeX takes delimiters from KaTeX's fonts by name, in the size that the content needs. Where the text face's are tall
//! enough, they become ordinary symbols; taller ones stay KaTeX's.

use ratex_parser::parse_node::{AtomFamily, Mode, ParseNode};

use super::alphabet::Context;
use super::shape::MissingGlyph;
use super::substitute::{KATEX_AXIS, Substitution, group};
use super::tree::symbol_character;

/// How much of the content's reach from the axis delimiters must cover. TeX says 0.901, for parentheses of 1 em; those of
/// text faces are lower by about a tenth.
const COVERAGE: f64 = 0.8;

impl Substitution<'_> {
    /// Turns a pair whose content is low into symbols. The content has been swapped before.
    ///
    /// # Errors
    /// None: the characters are known to be in a font.
    pub(super) fn plain_delimiters(&mut self, node: &mut ParseNode) -> Result<(), MissingGlyph> {
        let ParseNode::LeftRight {
            body, left, right, ..
        } = node
        else {
            return Ok(());
        };
        let sides = [character(left), character(right)];
        let stretches = body
            .iter()
            .any(|node| matches!(node, ParseNode::Middle { .. }));
        if stretches || !self.cover(body, &sides) {
            return Ok(());
        }
        let content = group(std::mem::take(body));
        let [left, right] = sides;
        let mut nodes = Vec::new();
        nodes.extend(left.map(|open| atom(open, AtomFamily::Open)));
        nodes.push(content);
        nodes.extend(right.map(|close| atom(close, AtomFamily::Close)));
        for delimiter in &mut nodes {
            if let ParseNode::Atom { text, mode, .. } = delimiter {
                self.symbol(text, *mode, Context::FORMULA)?;
            }
        }
        *node = ParseNode::MClass {
            mode: Mode::Math,
            mclass: "minner".into(),
            body: nodes,
            is_character_box: false,
            loc: None,
        };
        Ok(())
    }

    /// Whether the text face has delimiters that are tall enough.
    fn cover(&self, body: &[ParseNode], sides: &[Option<char>; 2]) -> bool {
        let content = self.layout(body);
        let axis = self.axis.map_or(KATEX_AXIS, |axis| KATEX_AXIS + axis.raise);
        let reach = (content.height - axis).max(content.depth + axis);
        sides.iter().flatten().all(|delimiter| {
            let ink = self.regular_ink(*delimiter);
            ink.is_some_and(|ink| (-ink.top - axis).min(ink.bottom + axis) >= COVERAGE * reach)
        })
    }
}

/// The character of a delimiter; `None` for the empty one.
fn character(name: &str) -> Option<char> {
    match name {
        "." | "" => None,
        "<" | "\\lt" => Some('⟨'),
        ">" | "\\gt" => Some('⟩'),
        _ => Some(symbol_character(name, Mode::Math)),
    }
}

fn atom(character: char, family: AtomFamily) -> ParseNode {
    ParseNode::Atom {
        mode: Mode::Math,
        family,
        text: character.into(),
        loc: None,
    }
}
