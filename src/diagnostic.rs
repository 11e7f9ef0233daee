//! What the program has to say about a config: errors and warnings that point at the place and name the fix.

use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

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
            message: message.into(),
            span: None,
            key: None,
            hints: Vec::new(),
            unreadable: false,
        }
    }

    /// A warning without a place.
    pub fn warning(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
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
        if let Some(more) = self
            .list
            .len()
            .checked_sub(MOST_SHOWN)
            .filter(|more| *more > 0)
        {
            let note = Level::NOTE.primary_title(format!("{more} more not shown"));
            output += &renderer.render(&[Group::with_title(note)]);
            output += "\n\n";
        }
        output
    }

    fn report(&self, diagnostic: &Diagnostic) -> Group<'_> {
        let level = match diagnostic.severity {
            Severity::Warning => Level::WARNING,
            Severity::Error => Level::ERROR,
        };
        let title = level.primary_title(visible(&diagnostic.message));
        let path = visible(&self.name);
        let report = match diagnostic
            .span
            .clone()
            .and_then(|span| Line::around(&self.text, span))
        {
            Some(line) => {
                let span = line.before.len()..line.before.len() + line.marked.len();
                let source = line.before + &line.marked + &line.after;
                let snippet = Snippet::source(source).line_start(line.number).path(path);
                title.element(snippet.annotation(AnnotationKind::Primary.span(span)))
            }
            None => title.element(Origin::path(path)),
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

/// The line that a span begins on. Only this line is shown, however long the span is.
struct Line {
    /// Counted from 1.
    number: usize,
    before: String,
    /// The part of the span on this line.
    marked: String,
    after: String,
}

impl Line {
    /// `None` if the span is not a part of the text.
    fn around(text: &str, span: Range<usize>) -> Option<Self> {
        // A byte-order mark is no part of the first line.
        let start_of_text = if text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        let before = text.get(start_of_text..span.start)?;
        let start = before
            .rfind('\n')
            .map_or(start_of_text, |newline| start_of_text + newline + 1);
        let rest = text.get(span.start..)?;
        let rest = rest.split('\n').next().unwrap_or_default();
        let rest = rest.strip_suffix('\r').unwrap_or(rest);
        let (marked, after) = rest.split_at_checked(span.len()).unwrap_or((rest, ""));
        Some(Self {
            number: before.matches('\n').count() + 1,
            before: visible(text.get(start..span.start)?),
            marked: visible(marked),
            after: visible(after),
        })
    }
}

/// The text with a stand-in for each character that could move the cursor or hide text, so that a config cannot write
/// escape codes to a terminal. Their number stays, so columns are right. (Tabs, the C0 controls and the controls of text
/// direction get theirs from `annotate_snippets`.)
fn visible(text: &str) -> String {
    let stand_in = |c: char| match c {
        '\n' => '␊',
        '\u{80}'..='\u{9f}' | '\u{200b}'..='\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => {
            '\u{fffd}'
        }
        c => c,
    };
    text.chars().map(stand_in).collect()
}
