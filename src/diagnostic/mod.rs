//! What the program has to say about a config: errors and warnings that point at the place and name the fix.

mod code;
mod words;

use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

pub use code::Code;
pub(crate) use words::{amount, list, rounded, several, shortened};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The figure is drawn all the same.
    Warning,
    /// There is no figure.
    Error,
}

/// One message about one config.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Which warning it is; errors have none.
    pub code: Option<Code>,
    /// What is wrong, in a few words, lower case, without a full stop.
    pub message: String,
    /// Bytes of the config text that it is about; `None` if it is about no place in it, or not yet looked up.
    pub span: Option<Range<usize>>,
    /// Dotted path of the key that it is about, such as `x.label` or `gaussian.2.label` (counted from 0). Steps after
    /// validation know no spans; they name the key and [`crate::config`] looks the span up.
    pub key: Option<String>,
    /// How to mend it.
    pub hints: Vec<String>,
    /// The config is right, but a file that it names could not be read.
    pub unreadable: bool,
}

impl Diagnostic {
    /// An error without a place.
    pub fn error(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code: None,
            message: message.into(),
            span: None,
            key: None,
            hints: Vec::new(),
            unreadable: false,
        }
    }

    /// A warning without a place.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            code: Some(code),
            ..Self::error(message)
        }
    }

    /// The same, about these bytes of the config.
    pub fn at(mut self, span: Range<usize>) -> Self {
        self.span = Some(span);
        self
    }

    /// The same, about the value of this key.
    pub fn about(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// The same with one more way to mend it.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// A warning as the error that it is to those who want none.
    pub(crate) fn into_error(self) -> Self {
        let way_out = self.code.map(|code| {
            format!(
                "or allow it, above the first table: allow = [\"{}\"]",
                code.name()
            )
        });
        let error = Self {
            severity: Severity::Error,
            ..self
        };
        way_out.into_iter().fold(error, Self::hint)
    }

    /// The same, blamed on a file that could not be read.
    pub fn unreadable(mut self) -> Self {
        self.unreadable = true;
        self
    }
}

/// Puts diagnostics into the order of their places; those without a place come last.
pub fn sort(list: &mut [Diagnostic]) {
    list.sort_by_key(|diagnostic| {
        diagnostic
            .span
            .as_ref()
            .map_or(usize::MAX, |span| span.start)
    });
}

/// The diagnostics of one config with all that it takes to show them; its [`fmt::Display`] is what people read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostics {
    /// What the config is called: a path, or `<stdin>`.
    pub name: String,
    /// The text that the spans refer to.
    pub text: String,
    /// The diagnostics in the order to show them, see [`sort`].
    pub list: Vec<Diagnostic>,
}

/// The most diagnostics of one config that are shown: nobody reads more, and a hostile config has millions.
const MOST_SHOWN: usize = 100;

impl Diagnostics {
    /// As on a terminal with colours: with escape codes.
    pub fn styled(&self) -> String {
        self.render(&Renderer::styled())
    }

    fn render(&self, renderer: &Renderer) -> String {
        let mut output = String::new();
        for diagnostic in self.list.iter().take(MOST_SHOWN) {
            output += &renderer.render(&[self.report(diagnostic)]);
            output += "\n\n";
        }
        if self.list.len() > MOST_SHOWN {
            let note = Level::NOTE.primary_title(format!("only the first {MOST_SHOWN} are shown"));
            output += &renderer.render(&[Group::with_title(note)]);
            output += "\n\n";
        }
        // A command to the runners of GitHub and Azure wherever it stands in a log; as many bytes for it keep places right.
        output.replace("##[", "#.[")
    }

    fn report(&self, diagnostic: &Diagnostic) -> Group<'_> {
        let level = match diagnostic.severity {
            Severity::Warning => Level::WARNING,
            Severity::Error => Level::ERROR,
        };
        let mut title = level.primary_title(visible(&diagnostic.message));
        if let Some(code) = diagnostic.code {
            title = title.id(code.name());
        }
        let path = visible(&self.name);
        let span = diagnostic.span.clone();
        let report = match span.and_then(|span| Excerpt::of(&self.text, span)) {
            None => title.element(Origin::path(path)),
            Some(excerpt) if excerpt.before.len() > LONGEST_LINE => {
                let column = excerpt.before.chars().count() + 1;
                title.element(Origin::path(path).line(excerpt.line).char_column(column))
            }
            Some(excerpt) => {
                let mut source = visible(excerpt.before);
                let start = source.len();
                source += &visible(excerpt.marked);
                let mark = AnnotationKind::Primary.span(start..source.len());
                source += &visible(excerpt.after);
                let snippet = Snippet::source(source).line_start(excerpt.line).path(path);
                title.element(snippet.annotation(mark))
            }
        };
        report.elements(
            diagnostic
                .hints
                .iter()
                .map(|hint| Level::HELP.message(visible(hint))),
        )
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(&Renderer::plain()).trim_end())
    }
}

impl std::error::Error for Diagnostics {}

/// The most bytes before a place on its line with which the line is still shown, and not only where it is: showing it
/// costs time for each of them.
const LONGEST_LINE: usize = 1 << 16;
/// The most characters in a place, and behind it, that are shown.
const SHOWN: usize = 100;

/// The line that a span begins on. Only this line is shown, however long the span is.
struct Excerpt<'a> {
    /// Counted from 1.
    line: usize,
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
        let before = above.rsplit('\n').next().unwrap_or_default();
        let rest = rest.split('\n').next().unwrap_or_default();
        let rest = rest.strip_suffix('\r').unwrap_or(rest);
        let (all, after) = rest.split_at_checked(span.len()).unwrap_or((rest, ""));
        let marked = beginning(all);
        let cut = marked.len() < all.len();
        Some(Self {
            line: above.matches('\n').count() + 1,
            // A byte-order mark is no part of the first line.
            before: before.strip_prefix('\u{feff}').unwrap_or(before),
            marked,
            after: if cut { "…" } else { beginning(after) },
        })
    }
}

fn beginning(text: &str) -> &str {
    let cut = text.char_indices().nth(SHOWN);
    cut.and_then(|(cut, _)| text.get(..cut)).unwrap_or(text)
}

/// The text with a stand-in for each character that could move the cursor or hide text, so that a config cannot write
/// escape codes to a terminal. Their number stays, so columns are right. (Tabs in a line of the config are widened by
/// `annotate_snippets`.)
pub(crate) fn visible(text: &str) -> String {
    text.chars().map(stand_in).collect()
}

fn stand_in(c: char) -> char {
    match c {
        '\t' => c,
        // The pictures of the C0 controls have a block of their own in the same order.
        '\0'..='\u{1f}' => {
            char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        '\u{7f}' => '␡',
        // C1 controls; zero widths and directions; separators of lines; tags.
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn places_come_in_their_order_and_none_comes_last() {
        let mut list = vec![
            Diagnostic::error("whole"),
            Diagnostic::error("late").at(9..10),
            Diagnostic::error("early").at(1..2),
        ];
        sort(&mut list);
        assert_eq!(
            list.iter().map(|d| &*d.message).collect::<Vec<_>>(),
            ["early", "late", "whole"]
        );
    }
}
