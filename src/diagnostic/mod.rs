//! What the program has to say about a config: errors and warnings that point at the place and name the fix.

mod code;
mod github;
mod harmless;
mod human;
mod json;
mod place;
mod short;
mod words;

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use place::Place;

pub use code::Code;
pub(crate) use github::Annotation;
pub(crate) use harmless::{line, visible};
pub(crate) use json::json_line;
pub(crate) use words::{amount, list, rounded, several, shortened};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The figure is drawn all the same.
    Warning,
    /// There is no figure.
    Error,
}

impl Severity {
    /// As shown.
    const fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A file that a config names, as far as diagnostics are about it.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Its path as the config has it.
    pub name: String,
    /// What it says.
    pub text: String,
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
    /// The file that it is about, if that is not the config but the style that it names.
    pub source: Option<Arc<Source>>,
    /// Bytes of that file's text that it is about; `None` if it is about no place in it, or not yet looked up.
    pub span: Option<Range<usize>>,
    /// Dotted path of the key that it is about, such as `x.label` or `gaussian.2.label` (counted from 0). Steps after
    /// validation know no spans; they name the key and [`crate::config`] looks the span up.
    pub key: Option<String>,
    /// What else there is to know.
    pub notes: Vec<String>,
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
            source: None,
            span: None,
            key: None,
            notes: Vec::new(),
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

    /// The same, about another file than the config.
    pub fn of(mut self, source: Arc<Source>) -> Self {
        self.source = Some(source);
        self
    }

    /// The same, about these bytes of the file.
    pub fn at(mut self, span: Range<usize>) -> Self {
        self.span = Some(span);
        self
    }

    /// The same, about the value of this key.
    pub fn about(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// The same with one more thing to know.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
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

/// Puts diagnostics into the order of their places, first those in the config; those without a place come last.
pub fn sort(list: &mut [Diagnostic]) {
    list.sort_by_key(|diagnostic| {
        let start = diagnostic.span.as_ref().map(|span| span.start);
        (start.is_none(), diagnostic.source.is_some(), start)
    });
}

/// The diagnostics of one config with all that it takes to show them; its [`Display`](std::fmt::Display) is
/// what people read.
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
    /// Those that are shown, each with what it takes to show it.
    fn shown(&self) -> impl Iterator<Item = Shown<'_>> {
        let shown = |diagnostic| {
            let (name, text) = self.source(diagnostic);
            Shown {
                diagnostic,
                name,
                text,
            }
        };
        self.list.iter().take(MOST_SHOWN).map(shown)
    }

    /// What is said in the place of the others.
    fn note(&self) -> Option<String> {
        let more = self.list.len() > MOST_SHOWN;
        more.then(|| format!("only the first {MOST_SHOWN} are shown"))
    }

    /// The name and the text of the file that one of them is about.
    fn source<'a>(&'a self, diagnostic: &'a Diagnostic) -> (Cow<'a, str>, &'a str) {
        match &diagnostic.source {
            None => (Cow::Borrowed(&self.name), &self.text),
            Some(source) => {
                // It is found from the config's directory.
                let directory = Path::new(&self.name).parent().unwrap_or(Path::new(""));
                let path = directory.join(&source.name);
                (path.to_string_lossy().into_owned().into(), &source.text)
            }
        }
    }
}

/// A diagnostic, and the file that it is about.
struct Shown<'a> {
    diagnostic: &'a Diagnostic,
    /// What the file is called.
    name: Cow<'a, str>,
    /// What its span refers to.
    text: &'a str,
}

impl Shown<'_> {
    /// The place in the file, if it is about one.
    fn place(&self) -> Option<Place> {
        Place::of(self.text, self.diagnostic.span.clone()?)
    }
}

impl std::error::Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use super::*;

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
