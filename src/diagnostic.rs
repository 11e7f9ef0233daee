//! What the program has to say about a config: errors and warnings that point at the place and name the fix.

use std::ops::Range;

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
}
