//! Places in a text as people and editors count them.

use std::ops::Range;

use serde::Serialize;

/// A place between two characters of a text, or at one of its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Position {
    /// Bytes before it.
    pub(super) byte: usize,
    /// Counted from 1.
    pub(super) line: usize,
    /// The character behind it, counted in Unicode scalar values from 1.
    pub(super) column: usize,
}

impl Position {
    /// `None` if there is no such place.
    pub(super) fn of(text: &str, byte: usize) -> Option<Self> {
        let above = text.get(..byte)?;
        Some(Self {
            byte,
            line: above.matches('\n').count() + 1,
            column: line_before(above).chars().count() + 1,
        })
    }
}

/// The last line of a text.
pub(super) fn line_before(above: &str) -> &str {
    let line = above.rsplit('\n').next().unwrap_or_default();
    // A byte-order mark is no part of the first line.
    line.strip_prefix('\u{feff}').unwrap_or(line)
}

/// From one place of a text up to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Place {
    pub(super) start: Position,
    /// Not before the start.
    pub(super) end: Position,
}

impl Place {
    /// `None` if the span does not begin in the text. An end that is none leaves the start.
    pub(super) fn of(text: &str, span: Range<usize>) -> Option<Self> {
        let start = Position::of(text, span.start)?;
        let end = Position::of(text, span.end.max(span.start)).unwrap_or(start);
        Some(Self { start, end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines and columns of a span's ends.
    fn counted(text: &str, span: Range<usize>) -> Option<[usize; 4]> {
        let Place { start, end } = Place::of(text, span)?;
        Some([start.line, start.column, end.line, end.column])
    }

    #[test]
    fn lines_and_characters_are_counted_from_1() {
        assert_eq!(counted("", 0..0), Some([1, 1, 1, 1]));
        assert_eq!(counted("a = 1\r\nb = 2", 7..12), Some([2, 1, 2, 6]));
        assert_eq!(counted("ä = '太い'\n", 5..13), Some([1, 5, 1, 9]));
        assert_eq!(counted("a = [\n1,\n]\n", 4..10), Some([1, 5, 3, 2]));
        assert_eq!(counted("\u{feff}a = 1", 7..8), Some([1, 5, 1, 6]));
    }

    #[test]
    fn a_span_that_is_none_of_the_text_has_at_most_a_start() {
        assert_eq!(counted("ü", 1..2), None);
        assert_eq!(counted("a", 5..9), None);
        assert_eq!(counted("aü", 0..2), Some([1, 1, 1, 1]));
        let reversed = Range { start: 1, end: 0 };
        assert_eq!(counted("ab", reversed), Some([1, 2, 1, 2]));
    }
}
