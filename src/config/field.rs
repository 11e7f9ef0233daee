//! What a config says about one key, and what is wrong with the whole of it.

use std::cell::Cell;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::Diagnostic;

/// What a config says about one key. Reading it never fails, so one bad value does not hide the next.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Parts<T>")]
pub(super) enum Field<T> {
    /// Nothing: the default holds.
    #[default]
    Absent,
    /// Something that is already reported as an error.
    Invalid,
    /// This.
    Given(Spanned<T>),
}

/// A [`Field`] as [`super::value::Value`] hands it out: where its value begins and ends, and the value if it is valid.
#[derive(Deserialize)]
pub(super) struct Parts<T>(
    usize,
    usize,
    #[serde(default = "Option::default")] Option<T>,
);

impl<T> From<Parts<T>> for Field<T> {
    fn from(Parts(start, end, value): Parts<T>) -> Self {
        match value {
            None => Self::Invalid,
            Some(value) => Self::Given(Spanned::new(start..end, value)),
        }
    }
}

impl<T> Field<T> {
    /// The value and its place, if there is a valid one.
    pub(super) fn given(&self) -> Option<&Spanned<T>> {
        match self {
            Self::Given(value) => Some(value),
            Self::Absent | Self::Invalid => None,
        }
    }

    /// The place of the value, if there is a valid one.
    pub(super) fn span(&self) -> Option<Range<usize>> {
        self.given().map(Spanned::span)
    }

    /// The value and its place, if there is a valid one.
    pub(super) fn spanned(self) -> Option<Spanned<T>> {
        match self {
            Self::Given(value) => Some(value),
            Self::Absent | Self::Invalid => None,
        }
    }

    /// The value, if there is a valid one.
    pub(super) fn get(self) -> Option<T> {
        self.spanned().map(Spanned::into_inner)
    }

    /// The value or the default. An invalid value becomes the default too: its error is known, and the rest of the
    /// file can still be checked.
    pub(super) fn or(self, default: T) -> T {
        self.get().unwrap_or(default)
    }
}

/// Collects what is wrong with a config.
#[derive(Default)]
pub(super) struct Errors {
    list: Cell<Vec<Diagnostic>>,
    /// Where the config's style begins, if it has one.
    style: Option<usize>,
}

impl Errors {
    /// Collects what is wrong with a config whose style begins at this byte.
    pub(super) fn with_style(start: usize) -> Self {
        Self {
            style: Some(start),
            ..Self::default()
        }
    }

    /// Where to show what is wrong between several keys: at the first that the config has, or else at the first.
    pub(super) fn first<const N: usize>(
        &self,
        places: [Option<Range<usize>>; N],
    ) -> Option<Range<usize>> {
        let in_style = |place: &Range<usize>| self.style.is_some_and(|start| place.start >= start);
        places.into_iter().flatten().min_by_key(in_style)
    }

    /// Whether none was noted.
    pub(super) fn is_empty(&self) -> bool {
        let list = self.list.take();
        let is_empty = list.is_empty();
        self.list.set(list);
        is_empty
    }

    /// Notes an error. `None`, for the value that there is not.
    pub(super) fn push<T>(&self, error: Diagnostic) -> Option<T> {
        let mut list = self.list.take();
        list.push(error);
        self.list.set(list);
        None
    }

    /// Whether one of them is within these bytes.
    pub(super) fn within(&self, place: &Range<usize>) -> bool {
        let list = self.list.take();
        let mut spans = list.iter().filter_map(|error| error.span.as_ref());
        let found = spans.any(|span| place.start <= span.start && span.end <= place.end);
        self.list.set(list);
        found
    }

    /// All that were noted.
    pub(super) fn into_inner(self) -> Vec<Diagnostic> {
        self.list.into_inner()
    }
}
