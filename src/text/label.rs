//! Splits a label into text and math.

use std::ops::Range;

use super::TextError;

/// Labels longer than this (in bytes) are refused: a formula's layout takes time and memory beyond its length.
pub(super) const MAX_LENGTH: usize = 10_000;

/// Part of a label; the range is what it was written as, without the dollar signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Segment {
    /// Text with `\$` still in it.
    Text(Range<usize>),
    /// TeX.
    Math(Range<usize>),
}

/// Splits at dollar signs. `\$` is a dollar sign in text; within math, dollar signs inside braces belong to the TeX
/// (`$x \text{ if $y$}$`).
pub(super) fn split(label: &str) -> Result<Vec<Segment>, TextError> {
    check_characters(label)?;
    let mut segments = Vec::new();
    let mut at = 0;
    while at < label.len() {
        let open = find_dollar(label, at).unwrap_or(label.len());
        if open > at {
            segments.push(Segment::Text(at..open));
        }
        if open == label.len() {
            break;
        }
        let close = find_close(label, open)?;
        segments.push(Segment::Math(open + 1..close));
        at = close + 1;
    }
    Ok(segments)
}

fn check_characters(label: &str) -> Result<(), TextError> {
    if label.len() > MAX_LENGTH {
        let message = format!("label of {} bytes is longer than {MAX_LENGTH}", label.len());
        return Err(TextError::new(message).hint("shorten it"));
    }
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let Some((at, bad)) = label.char_indices().find(|(_, c)| breaks(*c)) else {
        return Ok(());
    };
    let message = match bad {
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => "line break in a label".into(),
        '\t' => "tab in a label".into(),
        _ => format!("control character U+{:04X} in a label", u32::from(bad)),
    };
    let error = TextError::new(message).at(at..at + bad.len_utf8());
    // TOML's "..." turns \n, \t, \b, \f and \r into control characters: a frequent slip with TeX.
    Err(error
        .hint("a label is one line; in TOML, write TeX commands as '$\\tau$' or \"$\\\\tau$\""))
}

/// The next dollar sign in text, from `start`.
fn find_dollar(label: &str, start: usize) -> Option<usize> {
    let mut escaped = false;
    for (offset, byte) in label.bytes().enumerate().skip(start) {
        if byte == b'$' && !escaped {
            return Some(offset);
        }
        escaped = byte == b'\\';
    }
    None
}

/// The dollar sign that ends the math begun at `open`.
fn find_close(label: &str, open: usize) -> Result<usize, TextError> {
    let mut depth = 0_usize;
    let mut escaped = false;
    let mut inner = None;
    for (offset, byte) in label.bytes().enumerate().skip(open + 1) {
        match byte {
            _ if escaped => {
                escaped = false;
                continue;
            }
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'$' if depth == 0 => return Ok(offset),
            b'$' => inner = Some(offset),
            _ => {}
        }
        escaped = byte == b'\\';
    }
    let whole = open..label.len();
    Err(match inner {
        Some(_) => TextError::new("`{` without `}` in math")
            .at(whole)
            .hint("every `{` between dollar signs needs its `}`"),
        None => TextError::new("`$` without a second one")
            .at(whole)
            .hint("close the math with `$`, or write `\\$` for a dollar sign"),
    })
}

/// A text segment as it is read.
pub(super) fn unescape(text: &str) -> String {
    text.replace("\\$", "$")
}

/// Where byte `at` of unescaped text stood before.
pub(super) fn escaped_position(text: &str, at: usize) -> usize {
    // Every escaped dollar sign before a place moves it by one byte.
    let dollars = text.match_indices("\\$").enumerate();
    at + dollars
        .filter(|(before, (position, _))| position - before < at)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(label: &str) -> Vec<(bool, &str)> {
        let show = |segment: &Segment| match segment.clone() {
            Segment::Text(range) => (false, &label[range]),
            Segment::Math(range) => (true, &label[range]),
        };
        split(label).unwrap().iter().map(show).collect()
    }

    #[test]
    fn text_and_math_alternate() {
        assert_eq!(
            parts("a $x$, $y$"),
            [(false, "a "), (true, "x"), (false, ", "), (true, "y")]
        );
        assert_eq!(parts(""), []);
    }

    #[test]
    fn an_escaped_dollar_is_text_and_stays_in_math() {
        assert_eq!(parts(r"5 \$ a"), [(false, r"5 \$ a")]);
        assert_eq!(parts(r"$5\$$ b"), [(true, r"5\$"), (false, " b")]);
        assert_eq!(unescape(r"5 \$ a"), "5 $ a");
        for (plain, escaped) in [(0, 0), (2, 2), (3, 4), (4, 5)] {
            assert_eq!(escaped_position(r"5 \$ a", plain), escaped);
        }
    }

    #[test]
    fn dollars_inside_braces_belong_to_the_formula() {
        assert_eq!(parts(r"$x \text{ if $y$}$"), [(true, r"x \text{ if $y$}")]);
    }

    #[test]
    fn errors_say_what_is_open_and_where() {
        let unclosed = split("cost 5 $ more").unwrap_err();
        assert_eq!(
            (unclosed.message.as_str(), unclosed.range),
            ("`$` without a second one", Some(7..13))
        );
        assert_eq!(
            split("$\\frac{1}{2$").unwrap_err().message,
            "`{` without `}` in math"
        );
        assert_eq!(split("a\nb").unwrap_err().range, Some(1..2));
        assert_eq!(
            split("a\u{7}b").unwrap_err().message,
            "control character U+0007 in a label"
        );
        assert!(split(&"x".repeat(MAX_LENGTH)).is_ok());
        assert!(split(&"x".repeat(MAX_LENGTH + 1)).is_err());
    }
}
