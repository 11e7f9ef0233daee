//! Fits what RaTeX centres on the axis of KaTeX's fonts to the text face, whose axis is higher.
//!
//! The axis is the height of the middle of a minus sign; fraction bars, big operators and tall delimiters lie on it.

use ratex_parser::parse_node::{Measurement, Mode, ParseNode};

use super::substitute::group;

/// The height of the text face's axis above that of KaTeX's fonts, and the bars drawn on it, in em.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    pub(super) raise: f64,
    /// Thickness of fraction bars.
    pub(super) bar: f64,
    /// How much higher superscripts on single letters stand than KaTeX puts them, in em of the letters.
    pub(super) script: f64,
}

impl Axis {
    /// Moves a node to the axis, its children having been moved before.
    pub(super) fn align(self, node: &mut ParseNode) {
        match node {
            ParseNode::GenFrac {
                left_delim,
                right_delim,
                has_bar_line,
                bar_size,
                ..
            } => {
                if *has_bar_line && bar_size.is_none() {
                    *bar_size = Some(em(self.bar));
                }
                let bare = |delim: &Option<String>| {
                    delim.as_deref().is_none_or(|d| d.is_empty() || d == ".")
                };
                let class = if bare(left_delim) && bare(right_delim) {
                    "minner"
                } else {
                    "mord"
                };
                self.raise(node, class);
            }
            ParseNode::Op { symbol: true, .. } => self.raise(node, "mop"),
            ParseNode::SupSub {
                base: Some(base),
                sup,
                ..
            } => {
                if let Some(sup) = sup.as_deref_mut().filter(|_| is_letter(base)) {
                    let content = std::mem::replace(sup, group(Vec::new()));
                    *sup = raised(content, self.script / SCRIPT_SIZE);
                }
                // A big operator moves together with its limits, which RaTeX finds only directly on it.
                if let Some(operator) = take_raised_operator(base) {
                    **base = operator;
                    self.raise(node, "mop");
                }
            }
            ParseNode::DelimSizing { mclass, .. } => {
                let class = mclass.clone();
                self.raise(node, &class);
            }
            ParseNode::Array { .. } | ParseNode::VCenter { .. } | ParseNode::Middle { .. } => {
                self.raise(node, "mord");
            }
            ParseNode::LeftRight { body, .. } => {
                // The delimiters rise, their content stays; RaTeX sizes them by its distance from the axis.
                let content = group(std::mem::take(body));
                body.push(raised(content, -self.raise));
                self.raise(node, "minner");
            }
            _ => {}
        }
    }

    /// Moves a node up, keeping its class of spacing.
    fn raise(self, node: &mut ParseNode, class: &str) {
        let content = std::mem::replace(node, group(Vec::new()));
        *node = ParseNode::MClass {
            mode: Mode::Math,
            mclass: class.into(),
            body: vec![raised(content, self.raise)],
            is_character_box: false,
            loc: None,
        };
    }
}

/// Size of scripts relative to what they belong to.
const SCRIPT_SIZE: f64 = 0.7;

/// Whether this is one letter, on which RaTeX puts superscripts at a fixed height. (So it does on a parenthesis, which is
/// as tall in the text face as in KaTeX's.)
fn is_letter(base: &ParseNode) -> bool {
    match base {
        ParseNode::MathOrd { .. } | ParseNode::TextOrd { .. } => true,
        ParseNode::Font { body, .. } => is_letter(body),
        ParseNode::OrdGroup { body, .. } => matches!(body.as_slice(), [only] if is_letter(only)),
        _ => false,
    }
}

pub(super) fn em(number: f64) -> Measurement {
    Measurement {
        number,
        unit: "em".into(),
    }
}

pub(super) fn raised(content: ParseNode, by: f64) -> ParseNode {
    ParseNode::RaiseBox {
        mode: Mode::Math,
        dy: em(by),
        body: Box::new(content),
        loc: None,
    }
}

/// A big operator that [`Axis::align`] has raised, as it was before.
fn take_raised_operator(node: &mut ParseNode) -> Option<ParseNode> {
    let ParseNode::MClass { body, .. } = node else {
        return None;
    };
    let [ParseNode::RaiseBox { body: operator, .. }] = body.as_mut_slice() else {
        return None;
    };
    let is_operator = matches!(**operator, ParseNode::Op { symbol: true, .. });
    is_operator.then(|| std::mem::replace(&mut **operator, group(Vec::new())))
}
