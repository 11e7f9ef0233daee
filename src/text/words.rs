//! A formula as a reader would say it, in plain Unicode: `\frac{1}{2}` is 1/2, `x_i^2` is xᵢ².

use ratex_parser::parse_node::{AtomFamily, Mode, ParseNode};

use super::tree::{NEGATION, combining_mark, composed, symbol_character};

/// The words of a list of nodes.
pub(super) fn words(nodes: &[ParseNode]) -> String {
    let mut words = String::new();
    let mut after = After::Nothing;
    let mut negated = false;
    let mut fraction = false;
    for node in nodes {
        let mut part = word(node);
        if part.chars().eq([NEGATION]) {
            negated = true;
            continue;
        }
        if std::mem::take(&mut negated) {
            part = marked(part, NEGATION);
        }
        let family = family(node);
        // A sign that follows no operand is part of what it signs.
        let unary = family == Some(AtomFamily::Bin) && after != After::Operand;
        let relation = matches!(family, Some(AtomFamily::Bin | AtomFamily::Rel)) && !unary;
        let opens = family == Some(AtomFamily::Open) || matches!(node, ParseNode::LeftRight { .. });
        let named = is_function(node) && after == After::Operand;
        // 1/2 x is not 1/(2x).
        let apart = std::mem::replace(&mut fraction, matches!(node, ParseNode::GenFrac { .. }));
        let apart = apart && (family.is_none() || opens);
        if relation || named || apart || after == After::Function && !opens && !part.is_empty() {
            space(&mut words);
        }
        push(&mut words, &part);
        after = match family {
            Some(AtomFamily::Bin | AtomFamily::Rel) if !unary => After::Operator,
            Some(AtomFamily::Punct) => After::Operator,
            Some(AtomFamily::Open) => After::Nothing,
            _ if unary => After::Nothing,
            _ if part.trim().is_empty() => after,
            _ if is_function(node) => After::Function,
            _ => After::Operand,
        };
        if after == After::Operator {
            space(&mut words);
        }
    }
    if negated {
        words.push(NEGATION);
    }
    words
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Nothing,
    Operator,
    Function,
    Operand,
}

fn space(words: &mut String) {
    if !words.is_empty() && !words.ends_with(' ') {
        words.push(' ');
    }
}

fn push(words: &mut String, part: &str) {
    let doubled = words.is_empty() || words.ends_with(' ');
    words.push_str(if doubled { part.trim_start() } else { part });
}

/// How a symbol is spaced; `None` for operands.
fn family(node: &ParseNode) -> Option<AtomFamily> {
    match node {
        ParseNode::Atom { family, .. } => Some(*family),
        ParseNode::SupSub {
            base: Some(base), ..
        } => family(base),
        ParseNode::MClass { mclass, .. } | ParseNode::DelimSizing { mclass, .. } => {
            match mclass.as_str() {
                "mbin" => Some(AtomFamily::Bin),
                "mrel" => Some(AtomFamily::Rel),
                "mopen" => Some(AtomFamily::Open),
                "mclose" => Some(AtomFamily::Close),
                "mpunct" => Some(AtomFamily::Punct),
                _ => None,
            }
        }
        ParseNode::HtmlMathMl { mathml, .. } => mathml.first().and_then(family),
        ParseNode::XArrow { .. } => Some(AtomFamily::Rel),
        _ => None,
    }
}

fn is_function(node: &ParseNode) -> bool {
    match node {
        ParseNode::Op { .. } | ParseNode::OperatorName { .. } => true,
        ParseNode::SupSub {
            base: Some(base), ..
        } => is_function(base),
        _ => false,
    }
}

fn word(node: &ParseNode) -> String {
    use ParseNode as N;
    match node {
        N::Atom { text, mode, .. }
        | N::MathOrd { text, mode, .. }
        | N::TextOrd { text, mode, .. }
        | N::OpToken { text, mode, .. } => symbol(text, *mode),
        N::SpacingNode { text, mode, .. } => gap(text, *mode).into(),
        N::Kern { dimension, .. } if dimension.number > 0.0 => " ".into(),
        N::OrdGroup { body, .. }
        | N::Text { body, .. }
        | N::HBox { body, .. }
        | N::Color { body, .. }
        | N::Styling { body, .. }
        | N::Sizing { body, .. }
        | N::MClass { body, .. }
        | N::OperatorName { body, .. }
        | N::Href { body, .. }
        | N::Pmb { body, .. }
        | N::Tag { body, .. }
        | N::Html { body, .. }
        | N::MathChoice { text: body, .. }
        | N::HtmlMathMl { mathml: body, .. } => words(body),
        N::Font { body, .. }
        | N::Overline { body, .. }
        | N::Underline { body, .. }
        | N::Smash { body, .. }
        | N::HorizBrace { base: body, .. }
        | N::AccentUnder { base: body, .. }
        | N::Enclose { body, .. }
        | N::Lap { body, .. }
        | N::RaiseBox { body, .. }
        | N::VCenter { body, .. } => word(body),
        N::Op {
            name: Some(name), ..
        } => symbol(name, Mode::Math),
        N::Op {
            body: Some(body), ..
        } => words(body),
        N::Accent { label, base, .. } => accented(word(base), label),
        N::SupSub { base, sup, sub, .. } => {
            let part = |node: &Option<Box<N>>| node.as_deref().map(word).unwrap_or_default();
            let (below, above) = (part(sub), part(sup));
            part(base) + &script(&below, '_', SUBSCRIPTS) + &script(&above, '^', SUPERSCRIPTS)
        }
        N::GenFrac {
            numer,
            denom,
            has_bar_line,
            ..
        } => {
            let (above, below) = (word(numer), word(denom));
            if *has_bar_line {
                format!("{}/{}", grouped(&above), grouped(&below))
            } else {
                format!("({above} choose {below})")
            }
        }
        N::Sqrt { body, index, .. } => {
            let index = index.as_deref().map(word).unwrap_or_default();
            let sign = match index.as_str() {
                "" => "√".into(),
                "3" => "∛".into(),
                "4" => "∜".into(),
                _ => script(&index, '^', SUPERSCRIPTS) + "√",
            };
            sign + &grouped(&word(body))
        }
        N::LeftRight {
            body, left, right, ..
        } => delimiter(left) + &words(body) + &delimiter(right),
        N::DelimSizing { delim, .. } | N::Middle { delim, .. } => delimiter(delim),
        N::Array { body, .. } => {
            let row = |row: &Vec<N>| row.iter().map(word).collect::<Vec<_>>().join(", ");
            body.iter().map(row).collect::<Vec<_>>().join("; ")
        }
        N::XArrow { body, .. } => format!("→{}", script(&word(body), '^', SUPERSCRIPTS)),
        N::Verb { body, .. } => body.clone(),
        _ => String::new(),
    }
}

/// A symbol's character or, where Unicode has none, its TeX name.
fn symbol(text: &str, mode: Mode) -> String {
    match symbol_character(text, mode) {
        '∣' => "|".into(),
        // KaTeX's own glyphs, and names such as \ln that stand for no character.
        '\u{E000}'..='\u{F8FF}' | '\\' => text.trim_start_matches('\\').into(),
        character => character.into(),
    }
}

fn gap(text: &str, mode: Mode) -> &'static str {
    match text {
        "\\!" | "\\negthinspace" | "\\negmedspace" | "\\negthickspace" => "",
        _ if mode == Mode::Text => " ",
        "\\allowbreak" | "\\nobreak" => "",
        _ => " ",
    }
}

fn delimiter(name: &str) -> String {
    match name {
        "." | "" => String::new(),
        _ => symbol(name, Mode::Math),
    }
}

fn accented(base: String, label: &str) -> String {
    match combining_mark(label) {
        Some(mark) => marked(base, mark),
        None => base,
    }
}

/// A combining mark on a single character; on several it would seem to belong to the last.
fn marked(base: String, mark: char) -> String {
    let mut characters = base.chars();
    let (Some(only), None) = (characters.next(), characters.next()) else {
        return base;
    };
    let bare = match only {
        'ı' => 'i',
        'ȷ' => 'j',
        _ => only,
    };
    composed(bare, mark).map_or_else(|| format!("{bare}{mark}"), String::from)
}

/// In parentheses unless it reads as one thing: a number, a letter, something in parentheses, each with its scripts.
fn grouped(words: &str) -> String {
    let bare = words.trim_end_matches(|c| SUPERSCRIPTS.1.contains(c) || SUBSCRIPTS.1.contains(c));
    let number = bare.chars().all(|c| c.is_ascii_digit() || c == '.');
    let one = number || bare.chars().count() == 1 || is_parenthesised(bare);
    if one {
        words.into()
    } else {
        format!("({words})")
    }
}

/// Whether the first parenthesis closes at the end.
fn is_parenthesised(words: &str) -> bool {
    let mut depth = 0_i32;
    let closes = words.char_indices().find_map(|(at, character)| {
        depth += i32::from(character == '(') - i32::from(character == ')');
        (depth == 0).then_some(at)
    });
    words.starts_with('(') && closes == Some(words.len() - 1)
}

/// In Unicode's small characters if it has all of them, else after `sign`.
fn script(words: &str, sign: char, (plain, small): (&str, &str)) -> String {
    let tight = words.replace(' ', "");
    match tight
        .chars()
        .map(|c| look_up(c, plain, small))
        .collect::<Option<String>>()
    {
        Some(script) => script,
        None if words.chars().all(|c| c == '′') => words.into(),
        None if words.chars().count() == 1 => format!("{sign}{words}"),
        None => format!("{sign}({words})"),
    }
}

const SUPERSCRIPTS: (&str, &str) = ("0123456789+−=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿ");
const SUBSCRIPTS: (&str, &str) = (
    "0123456789+−=()aehijklmnoprstuvx",
    "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ",
);

/// The character of `to` at the place where `character` is in `from`.
fn look_up(character: char, from: &str, to: &str) -> Option<char> {
    let mut pairs = from.chars().zip(to.chars());
    pairs.find(|(from, _)| *from == character).map(|(_, to)| to)
}
