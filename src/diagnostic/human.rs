//! Diagnostics as people read them: with the line that they are about.

use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::harmless::{visible, without_commands};
use super::place::{Position, line_before};
use super::{Diagnostics, Severity, Shown};

impl Diagnostics {
    /// As on a terminal with colours: with escape codes.
    pub fn styled(&self) -> String {
        self.render(&Renderer::styled())
    }

    fn render(&self, renderer: &Renderer) -> String {
        let mut output = String::new();
        for shown in self.shown() {
            output += &shown.render(renderer);
            output += "\n\n";
        }
        if let Some(note) = self.note() {
            output += &renderer.render(&[Group::with_title(Level::NOTE.primary_title(note))]);
            output += "\n\n";
        }
        output
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(&Renderer::plain()).trim_end())
    }
}

impl Shown<'_> {
    /// Without colours.
    pub(super) fn plain(&self) -> String {
        self.render(&Renderer::plain())
    }

    fn render(&self, renderer: &Renderer) -> String {
        without_commands(&renderer.render(&[self.report()]))
    }

    fn report(&self) -> Group<'_> {
        let level = match self.diagnostic.severity {
            Severity::Warning => Level::WARNING,
            Severity::Error => Level::ERROR,
        };
        let mut title = level.primary_title(visible(&self.diagnostic.message));
        if let Some(code) = self.diagnostic.code {
            title = title.id(code.name());
        }
        let path = visible(&self.name);
        let span = self.diagnostic.span.clone();
        let report = match span.and_then(|span| Excerpt::of(self.text, span)) {
            None => title.element(Origin::path(path)),
            Some(Excerpt { start, before, .. }) if before.len() > LONGEST_LINE => {
                let origin = Origin::path(path).line(start.line);
                title.element(origin.char_column(start.column))
            }
            Some(excerpt) => {
                let mut source = visible(excerpt.before);
                let start = source.len();
                source += &visible(excerpt.marked);
                let mark = AnnotationKind::Primary.span(start..source.len());
                source += &visible(excerpt.after);
                let snippet = Snippet::source(source).line_start(excerpt.start.line);
                title.element(snippet.path(path).annotation(mark))
            }
        };
        let [notes, hints] = [&self.diagnostic.notes, &self.diagnostic.hints];
        let notes = notes.iter().map(|note| Level::NOTE.message(visible(note)));
        let hints = hints.iter().map(|hint| Level::HELP.message(visible(hint)));
        report.elements(notes.chain(hints))
    }
}

/// The most bytes before a place on its line with which the line is still shown, and not only where it is: showing it
/// costs time for each of them.
const LONGEST_LINE: usize = 1 << 16;
/// The most characters in a place, and behind it, that are shown.
const SHOWN: usize = 100;

/// The line that a span begins on. Only this line is shown, however long the span is.
struct Excerpt<'a> {
    start: Position,
    /// All of it before the span.
    before: &'a str,
    /// The part of the span on this line.
    marked: &'a str,
    after: &'a str,
}

impl<'a> Excerpt<'a> {
    /// `None` if the span is not a part of the text.
    fn of(text: &'a str, span: Range<usize>) -> Option<Self> {
        let (above, rest) = text.split_at_checked(span.start)?;
        let rest = rest.split('\n').next().unwrap_or_default();
        let rest = rest.strip_suffix('\r').unwrap_or(rest);
        let (all, after) = rest.split_at_checked(span.len()).unwrap_or((rest, ""));
        let marked = beginning(all);
        let cut = marked.len() < all.len();
        Some(Self {
            start: Position::of(text, span.start)?,
            before: line_before(above),
            marked,
            after: if cut { "…" } else { beginning(after) },
        })
    }
}

fn beginning(text: &str) -> &str {
    let cut = text.char_indices().nth(SHOWN);
    cut.and_then(|(cut, _)| text.get(..cut)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic};

    /// What is shown of an error at these bytes of a text.
    fn shown(text: &str, span: Range<usize>) -> String {
        let list = vec![Diagnostic::error("wrong").at(span)];
        let [name, text] = ["a.toml", text].map(str::to_owned);
        Diagnostics { name, text, list }.to_string()
    }

    #[test]
    fn the_line_of_the_place_is_shown_with_a_caret() {
        let line = "error: wrong\n --> a.toml:2:3\n  |\n2 | b = 1\n  |   ^";
        assert_eq!(shown("a = 0\nb = 1\n", 8..9), line);
        assert_eq!(shown("\u{feff}a = 0\r\nb = 1\r\n", 12..13), line);
    }

    #[test]
    fn only_the_first_line_of_a_long_place_is_shown() {
        let line = "error: wrong\n --> a.toml:1:5\n  |\n1 | a = [\n  |     ^";
        assert_eq!(shown("a = [\n1,\n]", 4..10), line);
    }

    #[test]
    fn an_empty_text_and_its_end_have_a_place_too() {
        assert_eq!(
            shown("", 0..0),
            "error: wrong\n --> a.toml:1:1\n  |\n1 |\n  | ^"
        );
        assert_eq!(
            shown("a", 1..1),
            "error: wrong\n --> a.toml:1:2\n  |\n1 | a\n  |  ^"
        );
    }

    #[test]
    fn a_place_that_is_none_of_the_text_is_left_out() {
        let line = "error: wrong\n--> a.toml";
        assert_eq!(shown("ü", 1..2), line);
        assert_eq!(shown("a", 5..9), line);
        let reversed = Range { start: 1, end: 0 };
        assert_eq!(
            shown("ab", reversed),
            "error: wrong\n --> a.toml:1:2\n  |\n1 | ab\n  |  ^"
        );
    }

    #[test]
    fn controls_are_shown_and_not_sent() {
        let text = "a\u{1b}[31m\u{202e}\u{9b}\u{7f} = 1";
        assert!(shown(text, 0..1).contains("\n1 | a␛[31m��␡ = 1\n"));
        let list = vec![Diagnostic::warning(Code::NoRoom, "\u{1b}[2J\nx").hint("\r\u{8}")];
        let diagnostics = Diagnostics {
            name: "\u{1b}]0;\u{7}\n".to_owned(),
            text: String::new(),
            list,
        };
        assert_eq!(
            diagnostics.to_string(),
            "warning[no-room]: ␛[2J␊x\n--> ␛]0;␇␊\n = help: ␍␈"
        );
    }

    #[test]
    fn columns_count_characters_and_tabs_are_widened() {
        let text = "\tä = \"太い\"";
        assert_eq!(
            shown(text, 6..14),
            "error: wrong\n --> a.toml:1:6\n  |\n1 |     ä = \"太い\"\n  |         ^^^^^^"
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("{}x{}", "a".repeat(1000), "b".repeat(1_000_000));
        let shown = shown(&text, 1000..1001);
        assert!(shown.contains("a.toml:1:1001\n"));
        assert!(shown.contains("axb"));
        assert!(shown.len() < 1000);
    }

    #[test]
    fn of_a_line_of_megabytes_only_the_place_is_named() {
        let text = "ü".repeat(1_000_000);
        assert_eq!(
            shown(&text, 1_000_000..1_000_002),
            "error: wrong\n--> a.toml:1:500001"
        );
    }

    #[test]
    fn of_many_diagnostics_only_the_first_are_shown() {
        let list = vec![Diagnostic::error("wrong").at(0..1); 101];
        let diagnostics = Diagnostics {
            name: "a.toml".to_owned(),
            text: "a".to_owned(),
            list,
        };
        let shown = diagnostics.to_string();
        assert_eq!(shown.matches("error: wrong").count(), 100);
        assert!(shown.ends_with("note: only the first 100 are shown"));
    }

    #[test]
    fn styling_changes_no_words() {
        let list = vec![Diagnostic::error("wrong").at(0..1).hint("mend it")];
        let diagnostics = Diagnostics {
            name: "a.toml".to_owned(),
            text: "a".to_owned(),
            list,
        };
        let styled = diagnostics.styled();
        assert!(styled.contains("\u{1b}["));
        let words = anstream::adapter::strip_str(&styled).to_string();
        assert_eq!(words.trim_end(), diagnostics.to_string());
    }
}
