//! A label as a row of tokens, whether they are written as text or as TeX.

use std::ops::Range;

/// What a label consists of, as far as it matters to statements about numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// μ alone.
    Mu,
    /// σ alone.
    Sigma,
    /// A run of digits.
    Digits,
    /// A decimal point, or a full stop.
    Point,
    /// A comma of a list, or of a number.
    Comma,
    /// `{,}`: a comma of a number.
    InnerComma,
    /// A minus sign.
    Minus,
    /// A plus sign.
    Plus,
    /// An equals sign.
    Equals,
    /// A sign of multiplication.
    Times,
    /// A superscript; the token's text is its content.
    Power,
    /// `e-7` right behind digits of text; the token's text is the exponent.
    Exponent,
    /// A space that belongs to a formula, and may group digits.
    Thin,
    /// A space between words, a wide space, or the border between text and math.
    Gap,
    /// `(` or `[`.
    Open,
    /// `)` or `]`.
    Close,
    /// `;`, `:` or `|`.
    Separator,
    /// A word of text.
    Word,
    /// Anything else, such as an operator or a subscript.
    Other,
}

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    /// Digits, or the content of a superscript or exponent.
    pub(super) text: &'a str,
    /// The bytes of the label that it is written in.
    pub(super) place: Range<usize>,
}

/// The tokens of a label.
pub(super) fn tokens(label: &str) -> Vec<Token<'_>> {
    let mut lexer = Lexer {
        label,
        at: 0,
        math: false,
        tokens: Vec::new(),
    };
    while let Some(first) = lexer.rest().chars().next() {
        let start = lexer.at;
        lexer.at += first.len_utf8();
        let text = start..lexer.at;
        if let Some((kind, text)) = lexer.next(first, text) {
            let place = start..lexer.at;
            let text = label.get(text).unwrap_or_default();
            lexer.tokens.push(Token { kind, text, place });
        }
    }
    lexer.tokens
}

struct Lexer<'a> {
    label: &'a str,
    at: usize,
    math: bool,
    tokens: Vec<Token<'a>>,
}

/// A token's kind, and where its text is.
type Found = Option<(Kind, Range<usize>)>;

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.label.get(self.at..).unwrap_or_default()
    }

    /// Takes characters as long as they are of a kind; says where they are.
    fn run(&mut self, from: usize, of: impl Fn(char) -> bool) -> Range<usize> {
        let rest = self.rest();
        self.at += rest.find(|c| !of(c)).unwrap_or(rest.len());
        from..self.at
    }

    /// The token that begins with `first`, if it is one.
    fn next(&mut self, first: char, place: Range<usize>) -> Found {
        let kind = match first {
            '$' => {
                self.math = !self.math;
                Kind::Gap
            }
            '0'..='9' => {
                return Some((Kind::Digits, self.run(place.start, |c| c.is_ascii_digit())));
            }
            '.' => Kind::Point,
            ',' => Kind::Comma,
            '-' | '\u{2212}' | '\u{2013}' => Kind::Minus,
            '+' => Kind::Plus,
            '=' => Kind::Equals,
            '\u{d7}' | '\u{b7}' | '\u{22c5}' => Kind::Times,
            '(' | '[' => Kind::Open,
            ')' | ']' => Kind::Close,
            ';' | ':' | '|' => Kind::Separator,
            '\u{a0}' | '\u{2009}' | '\u{200a}' | '\u{202f}' => Kind::Thin,
            '^' => return self.power(),
            _ if is_superscript(first) => {
                return Some((Kind::Power, self.run(place.start, is_superscript)));
            }
            _ if self.math => return self.math(first, place),
            _ => return self.text(first, place),
        };
        Some((kind, place))
    }

    fn text(&mut self, first: char, place: Range<usize>) -> Found {
        if first.is_whitespace() {
            return Some((Kind::Gap, place));
        }
        if first == '\\' {
            // `\$` is a dollar sign, and no border.
            let dollar = usize::from(self.rest().starts_with('$'));
            self.at += dollar;
            return Some((Kind::Other, place));
        }
        if !first.is_alphabetic() {
            return Some((Kind::Other, place));
        }
        if let Some(exponent) = self.exponent(first) {
            return Some((Kind::Exponent, exponent));
        }
        let word = self.run(place.start, char::is_alphabetic);
        let kind = match self.label.get(word.clone()) {
            Some("μ" | "\u{b5}") => Kind::Mu,
            Some("σ") => Kind::Sigma,
            _ => Kind::Word,
        };
        Some((kind, word))
    }

    /// The exponent behind an `e` that ends the mantissa of a number.
    fn exponent(&mut self, first: char) -> Option<Range<usize>> {
        let last = self.tokens.last()?;
        let behind_digits = last.kind == Kind::Digits && last.place.end + 1 == self.at;
        if !(behind_digits && matches!(first, 'e' | 'E')) {
            return None;
        }
        let sign = self.rest().starts_with(['-', '+', '\u{2212}']);
        let sign = self.rest().chars().next().filter(|_| sign);
        let digits = self.at + sign.map_or(0, char::len_utf8);
        let digit = |c: char| c.is_ascii_digit();
        if !self.label.get(digits..)?.starts_with(digit) {
            return None;
        }
        let start = self.at;
        self.at = digits;
        Some(self.run(start, digit))
    }

    fn math(&mut self, first: char, place: Range<usize>) -> Found {
        let kind = match first {
            '{' if self.rest().starts_with(",}") => {
                self.at += 2;
                Kind::InnerComma
            }
            // A group looks like what is in it, and spaces of TeX like nothing.
            '{' | '}' | ' ' => return None,
            '~' => Kind::Thin,
            'μ' | '\u{b5}' => Kind::Mu,
            'σ' => Kind::Sigma,
            '_' => {
                self.group();
                Kind::Other
            }
            '\\' => return self.command(place),
            _ => Kind::Other,
        };
        Some((kind, place))
    }

    fn command(&mut self, place: Range<usize>) -> Found {
        let name = self.run(self.at, |c| c.is_ascii_alphabetic());
        let kind = match self.label.get(name).unwrap_or_default() {
            "mu" => Kind::Mu,
            "sigma" => Kind::Sigma,
            "times" | "cdot" => Kind::Times,
            "mid" | "vert" => Kind::Separator,
            "quad" | "qquad" => Kind::Gap,
            "thinspace" => Kind::Thin,
            "left" | "right" => return None,
            "" => {
                let mark = self.rest().chars().next();
                self.at += mark.map_or(0, char::len_utf8);
                match mark {
                    Some(',' | ':' | '>' | ';' | '!' | ' ') => Kind::Thin,
                    _ => Kind::Other,
                }
            }
            _ => Kind::Other,
        };
        Some((kind, place))
    }

    /// A superscript after its caret.
    fn power(&mut self) -> Found {
        if self.math {
            return Some((Kind::Power, self.group()));
        }
        let from = self.at;
        let sign = self
            .rest()
            .chars()
            .next()
            .filter(|c| "-\u{2212}".contains(*c));
        self.at += sign.map_or(0, char::len_utf8);
        Some((Kind::Power, self.run(from, |c| c.is_ascii_digit())))
    }

    /// Takes one character, or what is between braces; says where it is.
    fn group(&mut self) -> Range<usize> {
        let from = self.at;
        if !self.rest().starts_with('{') {
            self.at += self.rest().chars().next().map_or(0, char::len_utf8);
            return from..self.at;
        }
        let mut depth = 0_usize;
        for (offset, byte) in self.rest().bytes().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.at += offset + 1;
                return from + 1..from + offset;
            }
        }
        self.at = self.label.len();
        from..self.at
    }
}

/// Superscript digits and minus.
fn is_superscript(c: char) -> bool {
    super::number::SUPERSCRIPTS.contains(c)
}
