//! Font commands of TeX: which cut of the text face, or which of KaTeX's fonts, a letter is set in.

use ratex_font::FontId;
use ratex_parser::parse_node::{Mode, ParseNode};

use super::font::Style;

/// Which letters a font command asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// Variables slanted, all else upright.
    Math,
    Roman,
    Italic,
    Bold,
    BoldSymbol,
    /// Letters that stay KaTeX's: calligraphic, blackboard and the like.
    Katex(FontId),
}

/// The font commands in force.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    math: Alphabet,
    pub(super) text: Alphabet,
}

impl Context {
    /// No font command.
    pub(super) const FORMULA: Self = Self {
        math: Alphabet::Math,
        text: Alphabet::Roman,
    };

    /// The font commands in force below a node.
    pub(super) fn below(self, node: &ParseNode) -> Self {
        match node {
            ParseNode::Font { font, .. } => Self {
                math: alphabet_of(font).unwrap_or(self.math),
                ..self
            },
            // Math inside text starts afresh.
            ParseNode::Text { font, .. } => Self {
                math: Alphabet::Math,
                text: font.as_deref().and_then(alphabet_of).unwrap_or(self.text),
            },
            _ => self,
        }
    }

    pub(super) fn alphabet(self, mode: Mode) -> Alphabet {
        match mode {
            Mode::Math => self.math,
            Mode::Text => self.text,
        }
    }

    pub(super) fn style(self, character: char, mode: Mode) -> Style {
        let greek = matches!(character, 'α'..='ω' | 'ϑ' | 'ϕ' | 'ϖ' | 'ϱ' | 'ϵ');
        let variable = character.is_ascii_alphabetic() || greek;
        let alphanumeric = character.is_ascii_alphanumeric() || matches!(character, 'Α'..='Ω');
        match self.alphabet(mode) {
            Alphabet::Roman => Style::Regular,
            Alphabet::Italic if alphanumeric || variable => Style::Italic,
            Alphabet::Bold if alphanumeric => Style::Bold,
            Alphabet::BoldSymbol if variable => Style::BoldItalic,
            Alphabet::BoldSymbol => Style::Bold,
            _ if variable && mode == Mode::Math => Style::Italic,
            _ => Style::Regular,
        }
    }
}

/// What a font command asks for; `None` if it changes nothing.
fn alphabet_of(command: &str) -> Option<Alphabet> {
    Some(match command.trim_start_matches('\\') {
        "mathrm" | "rm" | "textrm" | "textnormal" | "textup" | "textmd" | "text" => Alphabet::Roman,
        "mathit" | "it" | "textit" | "emph" => Alphabet::Italic,
        "mathbf" | "bf" | "textbf" => Alphabet::Bold,
        "boldsymbol" | "bm" => Alphabet::BoldSymbol,
        "mathcal" | "cal" => Alphabet::Katex(FontId::CaligraphicRegular),
        "mathfrak" | "frak" => Alphabet::Katex(FontId::FrakturRegular),
        "mathscr" => Alphabet::Katex(FontId::ScriptRegular),
        "mathbb" | "Bbb" => Alphabet::Katex(FontId::AmsRegular),
        "mathsf" | "textsf" | "sf" => Alphabet::Katex(FontId::SansSerifRegular),
        "mathtt" | "texttt" | "tt" => Alphabet::Katex(FontId::TypewriterRegular),
        _ => return None,
    })
}
