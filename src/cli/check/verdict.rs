//! How a figure's file compares with its config.

use std::io;
use std::path::PathBuf;

use crate::cli::input;
use crate::cli::output::{self, Output};
use crate::cli::recipe::of_figure;
use crate::compare::{self, Comparison, Unreadable, compare_png, compare_svg};
use crate::config;
use crate::model::Format;
use crate::recipe::{Change, Recipe, changes};

/// In a word or two, from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// The same bytes.
    Same,
    /// Another file of the same picture.
    MetadataOnly,
    /// Pixels differ, by no more than anybody sees.
    Invisible,
    /// Another picture.
    Changed,
    /// No file.
    Missing,
    /// A file without a config that asks for it.
    Orphan,
}

impl State {
    /// As said.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::MetadataOnly => "metadata only",
            Self::Invisible => "invisible",
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::Orphan => "orphan",
        }
    }
}

/// What the recipe in the file says against that of the config.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Keys {
    /// There is none in the file to compare.
    Unknown,
    /// These keys differ; none, if the recipes are the same.
    Differ(Vec<Change>),
}

/// What became of one file.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) state: State,
    /// Where its picture differs, if it can be told.
    pub(super) pixels: Option<Comparison>,
    /// Why it cannot.
    pub(super) unreadable: Option<Unreadable>,
    pub(super) keys: Keys,
    /// What is in the file now.
    pub(super) actual: Vec<u8>,
    /// Where a picture of the difference is, or why there is none, if one was asked for.
    pub(super) diff: Option<Result<PathBuf, Unreadable>>,
}

impl Verdict {
    fn new(state: State) -> Self {
        Self {
            state,
            pixels: None,
            unreadable: None,
            keys: Keys::Unknown,
            actual: Vec::new(),
            diff: None,
        }
    }
}

/// Compares a file with the bytes that it should have, at `scale` device pixels per CSS pixel.
pub(super) fn judge(
    output: &Output<'_>,
    expected: &[u8],
    recipe: &Recipe,
    scale: f64,
) -> io::Result<Verdict> {
    match output::compare(output.path, expected)? {
        output::State::Same => return Ok(Verdict::new(State::Same)),
        output::State::Missing => return Ok(Verdict::new(State::Missing)),
        output::State::Different => {}
    }
    let actual = input::figure(output.path)?;
    let compared = match output.format {
        Format::Png => compare_png(expected, &actual),
        // What is no UTF-8 is no SVG either.
        Format::Svg => {
            let text = String::from_utf8_lossy;
            compare_svg(&text(expected), &text(&actual), scale)
        }
    };
    let state = match compared.as_ref().map(|pixels| pixels.state) {
        Ok(compare::State::Same) => State::MetadataOnly,
        Ok(compare::State::Invisible) => State::Invisible,
        Ok(compare::State::Changed | compare::State::Resized) | Err(_) => State::Changed,
    };
    let old = of_figure(&actual).and_then(|text| config::recipe(&text));
    let (pixels, unreadable) = match compared {
        Ok(pixels) => (Some(pixels), None),
        Err(error) => (None, Some(error)),
    };
    Ok(Verdict {
        pixels,
        unreadable,
        keys: old.map_or(Keys::Unknown, |old| Keys::Differ(changes(&old, recipe))),
        actual,
        ..Verdict::new(state)
    })
}
