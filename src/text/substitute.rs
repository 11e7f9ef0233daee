//! Math in the text's typeface: swaps symbols of a parse tree for glyphs of the text faces, before layout.
//!
//! RaTeX asks its host for the size of characters that KaTeX's fonts lack. So a symbol becomes a private-use character
//! that stands for a shaped run of the text faces, and RaTeX lays the formula out around the run's true size: fractions,
//! scripts, radicals and delimiters all fit.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use ratex_font::{FontId, get_char_metrics};
use ratex_layout::{FallbackGlyphMetrics, LayoutBox, LayoutOptions};
use ratex_parser::parse_node::{AtomFamily, Mode, ParseNode};
use ratex_types::math_style::MathStyle;

use super::alphabet::{Alphabet, Context};
use super::axis::Axis;
use super::font::{Fonts, Style};
use super::shape::{MissingGlyph, Run, RunGlyph, shape};
use super::tree::{Children, NEGATION, combining_mark, composed, for_each_child, symbol_character};
use super::words::words;
use crate::model::MathFace;
use crate::scene::Rect;

/// First of the characters that stand for runs (plane 15, private use), and how many there are.
const FIRST: u32 = 0xF_0000;
const MAX_RUNS: usize = 0xFFFE;
/// Axis of KaTeX's fonts: the height of the middle of the minus sign, in em.
pub(super) const KATEX_AXIS: f64 = 0.25;
/// Height of lower-case letters of KaTeX's fonts, in em.
pub(super) const KATEX_X_HEIGHT: f64 = 0.431;
/// TeX raises superscripts on letters by about three quarters of the height of lower-case letters.
const SCRIPT_RISE: f64 = 0.75;
/// Thickness of fraction bars relative to the minus sign's: a bar is long and looks heavier.
const BAR_WEIGHT: f64 = 0.75;

/// TeX's spaces around relations and around binary operators, in em.
const THICK_SPACE: f64 = 5.0 / 18.0;
const MEDIUM_SPACE: f64 = 4.0 / 18.0;
/// The space that looks right around either in the text face.
const OPERATOR_SPACE: f64 = 0.2;

/// The runs that stand in a formula for its symbols.
pub(super) struct Substitution<'a> {
    pub(super) fonts: &'a Fonts,
    face: MathFace,
    runs: Vec<Run>,
    metrics: HashMap<char, FallbackGlyphMetrics>,
    /// Which characters stand for slanted letters.
    slanted: HashSet<char>,
    /// `None` if formulas keep KaTeX's.
    pub(super) axis: Option<Axis>,
}

impl<'a> Substitution<'a> {
    /// Nothing swapped yet.
    pub(super) fn new(fonts: &'a Fonts, face: MathFace) -> Self {
        let minus = regular_ink(fonts, '−').filter(|_| face == MathFace::Text);
        Self {
            fonts,
            face,
            runs: Vec::new(),
            metrics: HashMap::new(),
            slanted: HashSet::new(),
            axis: minus.map(|ink| Axis {
                raise: -(ink.top + ink.bottom) / 2.0 - KATEX_AXIS,
                bar: BAR_WEIGHT * ink.height(),
                script: SCRIPT_RISE * (x_height(fonts) - KATEX_X_HEIGHT),
            }),
        }
    }

    /// The run that a character of the layout stands for.
    pub(super) fn run(&self, code: u32) -> Option<&Run> {
        self.runs
            .get(usize::try_from(code.checked_sub(FIRST)?).ok()?)
    }

    /// Lays nodes out in text style.
    pub(super) fn layout(&self, nodes: &[ParseNode]) -> LayoutBox {
        let options = LayoutOptions::default().with_style(MathStyle::Text);
        ratex_layout::layout_with_fallback_metrics(nodes, &options, Arc::new(self.metrics.clone()))
    }

    /// Swaps what is to be swapped in a formula.
    ///
    /// # Errors
    /// The first character that no font has.
    pub(super) fn formula(&mut self, nodes: &mut Vec<ParseNode>) -> Result<(), MissingGlyph> {
        self.list(nodes, Context::FORMULA)
    }

    fn list(&mut self, nodes: &mut Vec<ParseNode>, context: Context) -> Result<(), MissingGlyph> {
        if self.face == MathFace::Text {
            self.join_negations(nodes);
            self.join_text(nodes, context.text)?;
        }
        nodes
            .iter_mut()
            .try_for_each(|node| self.node(node, context))
    }

    fn node(&mut self, node: &mut ParseNode, context: Context) -> Result<(), MissingGlyph> {
        if let ParseNode::MathOrd { text, mode, .. }
        | ParseNode::TextOrd { text, mode, .. }
        | ParseNode::Atom { text, mode, .. }
        | ParseNode::OpToken { text, mode, .. } = node
        {
            self.symbol(text, *mode, context)?;
            self.tighten(node);
            return Ok(());
        }
        if self.face == MathFace::Text {
            self.rewrite(node)?;
        }
        let inner = context.below(node);
        let mut result = Ok(());
        for_each_child(node, &mut |children| {
            if result.is_ok() {
                result = match children {
                    Children::List(list) => self.list(list, inner),
                    Children::One(one) => self.node(one, inner),
                };
            }
        });
        result?;
        self.root_index(node);
        if let Some(axis) = self.axis {
            self.plain_delimiters(node)?;
            self.accent(node)?;
            axis.align(node);
        }
        Ok(())
    }

    /// One symbol.
    pub(super) fn symbol(
        &mut self,
        text: &mut String,
        mode: Mode,
        context: Context,
    ) -> Result<(), MissingGlyph> {
        let character = symbol_character(text, mode);
        if self.is_run(character) || self.stays(character, mode, context) {
            return Ok(());
        }
        let style = context.style(character, mode);
        let Some(cut) = self.fonts.cut_for(style, character) else {
            let known = katex_has(character, mode);
            return if known {
                Ok(())
            } else {
                Err(MissingGlyph { character, at: 0 })
            };
        };
        let Some(key) = self.fonts.glyph(cut, character) else {
            return Ok(());
        };
        let glyph = RunGlyph {
            key,
            x: 0.0,
            y: 0.0,
        };
        let run = Run {
            width: self.fonts.advance(key),
            glyphs: vec![glyph],
        };
        if let Some(stand_in) = self.add(run, style) {
            *text = stand_in;
        }
        Ok(())
    }

    /// Trims the sides of relations and operators of the text face. They stand in wide spaces of their own, for use in
    /// running text; TeX's spaces come on top.
    fn tighten(&mut self, node: &ParseNode) {
        let ParseNode::Atom {
            mode: Mode::Math,
            family,
            text,
            ..
        } = node
        else {
            return;
        };
        let trim = match family {
            AtomFamily::Rel => THICK_SPACE - OPERATOR_SPACE,
            AtomFamily::Bin => MEDIUM_SPACE - OPERATOR_SPACE,
            _ => return,
        };
        let Some(stand_in) = text.chars().next() else {
            return;
        };
        let index = u32::from(stand_in).checked_sub(FIRST).map(|at| at as usize);
        if let Some(run) = index.and_then(|index| self.runs.get_mut(index))
            && let Some(metrics) = self.metrics.get_mut(&stand_in)
        {
            run.width -= 2.0 * trim;
            run.glyphs.iter_mut().for_each(|glyph| glyph.x -= trim);
            metrics.width -= 2.0 * trim;
        }
    }

    /// Whether KaTeX's own glyph is to be drawn.
    fn stays(&self, character: char, mode: Mode, context: Context) -> bool {
        let alphabet = context.alphabet(mode);
        // KaTeX keeps glyphs of its own in the private use area. Its prime is drawn for superscripts, the text's is not.
        let own =
            matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{1D400}'..='\u{1D7FF}' | '′' | '‵');
        let lettered = match alphabet {
            Alphabet::Katex(font) => get_char_metrics(font, u32::from(character)).is_some(),
            _ => false,
        };
        own || lettered || self.face == MathFace::Tex && katex_has(character, mode)
    }

    /// Whether a character stands for slanted letters.
    pub(super) fn leans(&self, stand_in: char) -> bool {
        self.slanted.contains(&stand_in)
    }

    fn is_run(&self, character: char) -> bool {
        self.run(u32::from(character)).is_some()
    }

    /// Keeps a run; the text that stands for it, or `None` if there are too many.
    pub(super) fn add(&mut self, run: Run, style: Style) -> Option<String> {
        let index = self.runs.len();
        let code = u32::try_from(index).ok().filter(|_| index < MAX_RUNS)?;
        let stand_in = char::from_u32(FIRST + code)?;
        let ink = run.ink(self.fonts);
        // A slanted letter may lean beyond its advance, as TeX's italic correction allows for.
        let leaning = matches!(style, Style::Italic | Style::BoldItalic);
        let right = ink.filter(|_| leaning).map_or(0.0, |ink| ink.right);
        let metrics = FallbackGlyphMetrics {
            width: run.width.max(right),
            height: ink.map_or(0.0, |ink| (-ink.top).max(0.0)),
            depth: ink.map_or(0.0, |ink| ink.bottom.max(0.0)),
        };
        if leaning {
            self.slanted.insert(stand_in);
        }
        self.runs.push(run);
        self.metrics.insert(stand_in, metrics);
        Some(stand_in.into())
    }

    /// A node that draws several characters as one shaped run.
    fn word(&mut self, word: &str, style: Style, mode: Mode) -> Result<ParseNode, MissingGlyph> {
        let run = shape(self.fonts, word, style)?;
        let text = self.add(run, style).unwrap_or_default();
        Ok(ParseNode::TextOrd {
            mode,
            text,
            loc: None,
        })
    }

    /// `\not` and the relation after it as one character: KaTeX's slash would miss the middle of the text face's relation.
    fn join_negations(&self, nodes: &mut Vec<ParseNode>) {
        let mut at = 0;
        while let Some([not, relation]) =
            nodes.get_mut(at..).and_then(|rest| rest.first_chunk_mut())
        {
            if let ParseNode::HtmlMathMl { mathml, .. } = not
                && only_character(mathml) == Some(NEGATION)
                && let ParseNode::Atom { text, mode, .. } = relation
                && let Some(whole) = composed(symbol_character(text, *mode), NEGATION)
                && self.has(whole)
            {
                *text = whole.into();
                nodes.remove(at);
            }
            at += 1;
        }
    }

    /// Tight bounds of an upright character of the text face, in em.
    pub(super) fn regular_ink(&self, character: char) -> Option<Rect> {
        regular_ink(self.fonts, character)
    }

    /// Whether the text face has an upright character.
    fn has(&self, character: char) -> bool {
        self.fonts.cut_for(Style::Regular, character).is_some()
    }

    /// Joins the characters of `\text{...}` to words, so that they are shaped like the text around the formula.
    fn join_text(
        &mut self,
        nodes: &mut Vec<ParseNode>,
        alphabet: Alphabet,
    ) -> Result<(), MissingGlyph> {
        let style = match alphabet {
            Alphabet::Katex(_) => return Ok(()),
            Alphabet::Math | Alphabet::Roman => Style::Regular,
            Alphabet::Italic => Style::Italic,
            Alphabet::Bold => Style::Bold,
            Alphabet::BoldSymbol => Style::BoldItalic,
        };
        if !nodes.iter().any(|node| text_of(node).is_some()) {
            return Ok(());
        }
        let mut joined = Vec::new();
        let mut word = String::new();
        for node in nodes.drain(..) {
            if let Some(part) = text_of(&node).filter(|part| !part.chars().any(|c| self.is_run(c)))
            {
                word.push_str(&part);
                continue;
            }
            if !word.is_empty() {
                joined.push(self.word(&std::mem::take(&mut word), style, Mode::Text)?);
            }
            joined.push(node);
        }
        if !word.is_empty() {
            joined.push(self.word(&word, style, Mode::Text)?);
        }
        *nodes = joined;
        Ok(())
    }

    /// Replaces nodes that RaTeX would draw from names instead of symbols.
    fn rewrite(&mut self, node: &mut ParseNode) -> Result<(), MissingGlyph> {
        match node {
            // \ln, \exp, \max.
            ParseNode::Op {
                symbol: false,
                name,
                body,
                suppress_base_shift,
                ..
            } => {
                if let Some(name) = name.take() {
                    let word = name.trim_start_matches('\\');
                    *body = Some(vec![self.word(word, Style::Regular, Mode::Math)?]);
                    *suppress_base_shift = Some(true);
                }
            }
            ParseNode::OperatorName { body, .. } => self.join_operator(body)?,
            // \neq and the like, drawn by KaTeX as an overlay: the text face has the whole character.
            ParseNode::HtmlMathMl { html, mathml, .. }
                if only_character(mathml).is_some_and(|c| c != NEGATION && self.has(c)) =>
            {
                html.clone_from(mathml);
            }
            _ => {}
        }
        Ok(())
    }

    /// The letters of `\operatorname{...}` as words; RaTeX would measure single ones as KaTeX's.
    fn join_operator(&mut self, body: &mut Vec<ParseNode>) -> Result<(), MissingGlyph> {
        let mut joined = Vec::new();
        let mut letters = String::new();
        for node in body.drain(..) {
            match node {
                ParseNode::MathOrd { text, mode, .. } | ParseNode::TextOrd { text, mode, .. } => {
                    letters.push(symbol_character(&text, mode));
                    continue;
                }
                _ if letters.is_empty() => {}
                _ => joined.push(self.operator_word(&mut letters)?),
            }
            joined.push(node);
        }
        if !letters.is_empty() {
            joined.push(self.operator_word(&mut letters)?);
        }
        *body = joined;
        Ok(())
    }

    /// In a group, which RaTeX measures as it does any other.
    fn operator_word(&mut self, letters: &mut String) -> Result<ParseNode, MissingGlyph> {
        let word = self.word(&std::mem::take(letters), Style::Regular, Mode::Math)?;
        Ok(group(vec![word]))
    }
}

/// The character that nodes are read as, if it is just one.
fn only_character(nodes: &[ParseNode]) -> Option<char> {
    let words = words(nodes);
    let mut characters = words.trim().chars();
    characters.next().filter(|_| characters.next().is_none())
}

/// Tight bounds of an upright character of the text face.
fn regular_ink(fonts: &Fonts, character: char) -> Option<Rect> {
    let cut = fonts.cut_for(Style::Regular, character)?;
    fonts.ink(fonts.glyph(cut, character)?)
}

/// Height of the text face's lower-case letters in em.
pub(super) fn x_height(fonts: &Fonts) -> f64 {
    regular_ink(fonts, 'x').map_or(KATEX_X_HEIGHT, |ink| -ink.top)
}

/// Whether RaTeX finds the character in a font that it sets symbols from.
fn katex_has(character: char, mode: Mode) -> bool {
    let fonts = [
        FontId::MainRegular,
        FontId::AmsRegular,
        FontId::MathItalic,
        FontId::Size1Regular,
    ];
    let usable = match mode {
        Mode::Math => &fonts[..],
        Mode::Text => &fonts[..2],
    };
    usable
        .iter()
        .any(|font| get_char_metrics(*font, u32::from(character)).is_some())
}

/// The characters of a node of `\text{...}`; `None` if it is anything else.
fn text_of(node: &ParseNode) -> Option<String> {
    match node {
        ParseNode::TextOrd { text, mode, .. }
        | ParseNode::MathOrd { text, mode, .. }
        | ParseNode::Atom { text, mode, .. } => {
            (*mode == Mode::Text).then(|| symbol_character(text, *mode).into())
        }
        ParseNode::SpacingNode { text, mode, .. } => {
            let space = matches!(
                text.as_str(),
                " " | "~" | "\\ " | "\\space" | "\\nobreakspace"
            );
            (space && *mode == Mode::Text).then(|| " ".into())
        }
        // RaTeX takes accented letters apart; shaping puts them together again.
        ParseNode::Accent {
            mode: Mode::Text,
            label,
            base,
            ..
        } => {
            let mark = combining_mark(label)?;
            let base = text_of(base)?.replace('ı', "i").replace('ȷ', "j");
            Some(base + &String::from(mark))
        }
        _ => None,
    }
}

/// Nodes as one.
pub(super) fn group(body: Vec<ParseNode>) -> ParseNode {
    ParseNode::OrdGroup {
        mode: Mode::Math,
        body,
        semisimple: None,
        loc: None,
    }
}
