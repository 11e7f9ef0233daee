//! What all walks over RaTeX's parse tree share.

use ratex_parser::parse_node::{ArrayTag, Mode, ParseNode, ProofBranch};

/// The character that a symbol's TeX name stands for.
pub(super) fn symbol_character(text: &str, mode: Mode) -> char {
    let first = text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
    // Mathematical alphanumeric symbols stand for themselves.
    if ('\u{1D400}'..='\u{1D7FF}').contains(&first) {
        return first;
    }
    let mode = match mode {
        Mode::Math => ratex_font::Mode::Math,
        Mode::Text => ratex_font::Mode::Text,
    };
    ratex_font::get_symbol(text, mode)
        .and_then(|symbol| symbol.codepoint)
        .unwrap_or(first)
}

/// The Unicode combining mark of an accent command, in math (`\hat`) or in text (`\^`).
pub(super) fn combining_mark(label: &str) -> Option<char> {
    Some(match label {
        "\\grave" | "\\`" => '\u{300}',
        "\\acute" | "\\'" => '\u{301}',
        "\\hat" | "\\widehat" | "\\^" => '\u{302}',
        "\\tilde" | "\\widetilde" | "\\~" => '\u{303}',
        "\\bar" | "\\=" => '\u{304}',
        "\\breve" | "\\u" => '\u{306}',
        "\\dot" | "\\." => '\u{307}',
        "\\ddot" | "\\\"" => '\u{308}',
        "\\mathring" | "\\r" => '\u{30A}',
        "\\H" => '\u{30B}',
        "\\check" | "\\widecheck" | "\\v" => '\u{30C}',
        "\\c" => '\u{327}',
        "\\vec" | "\\overrightarrow" => '\u{20D7}',
        _ => return None,
    })
}

/// What `\not` puts over the symbol after it.
pub(super) const NEGATION: char = '\u{338}';

/// A base and a combining mark as one character, where Unicode has it.
pub(super) fn composed(base: char, mark: char) -> Option<char> {
    harfrust::unicode::compose(base.into(), mark.into()).and_then(char::from_u32)
}

/// Lists of nodes and single nodes directly below a node.
pub(super) enum Children<'a> {
    /// A list whose neighbours are spaced as atoms.
    List(&'a mut Vec<ParseNode>),
    /// One node.
    One(&'a mut ParseNode),
}

/// Calls `visit` on everything directly below a node.
pub(super) fn for_each_child<'a>(node: &'a mut ParseNode, visit: &mut dyn FnMut(Children<'a>)) {
    use ParseNode as N;
    match node {
        N::OrdGroup { body, .. }
        | N::OperatorName { body, .. }
        | N::Op {
            body: Some(body), ..
        }
        | N::Text { body, .. }
        | N::HBox { body, .. }
        | N::Color { body, .. }
        | N::Styling { body, .. }
        | N::Sizing { body, .. }
        | N::LeftRight { body, .. }
        | N::Phantom { body, .. }
        | N::MClass { body, .. }
        | N::Href { body, .. }
        | N::Pmb { body, .. }
        | N::Html { body, .. } => visit(Children::List(body)),
        N::Font { body, .. }
        | N::Overline { body, .. }
        | N::Underline { body, .. }
        | N::VPhantom { body, .. }
        | N::Smash { body, .. }
        | N::HorizBrace { base: body, .. }
        | N::Accent { base: body, .. }
        | N::AccentUnder { base: body, .. }
        | N::Enclose { body, .. }
        | N::Lap { body, .. }
        | N::RaiseBox { body, .. }
        | N::VCenter { body, .. }
        | N::CdLabel { label: body, .. }
        | N::CdLabelParent { fragment: body, .. } => visit(Children::One(body)),
        N::SupSub { base, sup, sub, .. } => {
            for part in [base, sup, sub].into_iter().flatten() {
                visit(Children::One(part));
            }
        }
        N::GenFrac { numer, denom, .. } => {
            visit(Children::One(numer));
            visit(Children::One(denom));
        }
        N::Sqrt { body, index, .. }
        | N::XArrow {
            body, below: index, ..
        } => {
            visit(Children::One(body));
            index
                .iter_mut()
                .for_each(|index| visit(Children::One(index)));
        }
        N::CdArrow {
            label_above,
            label_below,
            ..
        } => {
            for label in [label_above, label_below].into_iter().flatten() {
                visit(Children::One(label));
            }
        }
        N::MathChoice {
            display,
            text,
            script,
            scriptscript,
            ..
        } => {
            for branch in [display, text, script, scriptscript] {
                visit(Children::List(branch));
            }
        }
        N::Tag { body, tag, .. } => {
            visit(Children::List(body));
            visit(Children::List(tag));
        }
        // The other half is for assistive technology and is not drawn.
        N::HtmlMathMl { html, .. } => visit(Children::List(html)),
        N::Array { body, tags, .. } => {
            for row in body {
                row.iter_mut().for_each(|cell| visit(Children::One(cell)));
            }
            for tag in tags.iter_mut().flatten() {
                if let ArrayTag::Explicit(nodes) = tag {
                    visit(Children::List(nodes));
                }
            }
        }
        N::ProofTree { tree, .. } => for_each_in_proof(tree, visit),
        _ => {}
    }
}

fn for_each_in_proof<'a>(tree: &'a mut ProofBranch, visit: &mut dyn FnMut(Children<'a>)) {
    visit(Children::List(&mut tree.conclusion));
    for label in [&mut tree.left_label, &mut tree.right_label]
        .into_iter()
        .flatten()
    {
        visit(Children::List(label));
    }
    for premise in &mut tree.premises {
        for_each_in_proof(premise, visit);
    }
}
