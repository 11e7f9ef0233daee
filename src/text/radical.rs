//! Puts the index of a root where KaTeX has it; RaTeX leaves a gap before it.

use ratex_parser::parse_node::{Mode, ParseNode};

use super::axis::em;
use super::substitute::{Substitution, group};

/// Size of an index relative to the root.
const INDEX_SIZE: f64 = 0.5;
/// From the left of the radical sign to where RaTeX puts the index; also how far the index reaches beyond that in KaTeX.
const OFFSET: f64 = 5.0 / 18.0;
/// What RaTeX leaves between the index's width and the radical sign.
const GAP: f64 = 0.05;

impl Substitution<'_> {
    /// Moves the index so that it ends at twice [`OFFSET`] in the radical sign, and the root to the left accordingly.
    pub(super) fn root_index(&self, node: &mut ParseNode) {
        let ParseNode::Sqrt {
            index: Some(index), ..
        } = node
        else {
            return;
        };
        let width = INDEX_SIZE * self.layout(std::slice::from_ref(index)).width;
        let content = std::mem::replace(&mut **index, group(Vec::new()));
        **index = group(vec![kern((OFFSET - width) / INDEX_SIZE), content]);
        let root = std::mem::replace(node, group(Vec::new()));
        let lead = (width - OFFSET).max(0.0) - (OFFSET + GAP);
        *node = group(vec![kern(lead), root]);
    }
}

fn kern(width: f64) -> ParseNode {
    ParseNode::Kern {
        mode: Mode::Math,
        dimension: em(width),
        loc: None,
    }
}
