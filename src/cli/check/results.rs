//! What `check` found, for people and programs. `docs/messages.md` promises what programs are told.

use std::path::Path;

use serde::Serialize;

use super::verdict::{Keys, State, Verdict};
use crate::cli::output::Output;
use crate::cli::report::{Outcome, optional_path_text, path_line, path_text};
use crate::compare::{self, Bounds};
use crate::diagnostic::{Annotation, line};
use crate::recipe::{Change, What};

/// How a file compares with its config.
#[derive(Serialize)]
#[serde(tag = "type", rename = "comparison")]
pub(super) struct Comparison<'a> {
    #[serde(serialize_with = "path_text")]
    path: &'a Path,
    #[serde(serialize_with = "optional_path_text")]
    config: Option<&'a Path>,
    format: Option<&'static str>,
    state: &'static str,
    pixels: Option<Pixels>,
    reason: Option<String>,
    changes: Option<Vec<KeyChange<'a>>>,
    #[serde(serialize_with = "optional_path_text")]
    diff: Option<&'a Path>,
}

/// Where two pictures differ, and by how much.
#[derive(Serialize)]
struct Pixels {
    expected_size: [u32; 2],
    actual_size: [u32; 2],
    bounds: Option<[u32; 4]>,
    count: u64,
    share: f64,
    largest: u8,
}

/// A key that differs.
#[derive(Serialize)]
struct KeyChange<'a> {
    key: &'a str,
    old: Option<&'a str>,
    new: Option<&'a str>,
    text: String,
}

impl<'a> Comparison<'a> {
    /// Of a file with what it should be.
    pub(super) fn new(output: &Output<'a>, verdict: &'a Verdict) -> Self {
        Self {
            path: output.path,
            config: Some(output.config),
            format: Some(output.format.extension()),
            state: verdict.state.word(),
            pixels: verdict.pixels.as_ref().map(Pixels::of),
            reason: verdict.unreadable.as_ref().map(ToString::to_string),
            changes: match &verdict.keys {
                Keys::Unknown => None,
                Keys::Differ(changes) => Some(changes.iter().map(KeyChange::of).collect()),
            },
            diff: match &verdict.diff {
                Some(Ok(place)) => Some(place),
                Some(Err(_)) | None => None,
            },
        }
    }

    /// Of a file that should not be.
    pub(super) fn orphan(path: &'a Path) -> Self {
        Self {
            path,
            config: None,
            format: None,
            state: State::Orphan.word(),
            pixels: None,
            reason: None,
            changes: None,
            diff: None,
        }
    }

    /// Only programs are told of each file that is the same.
    fn is_told(&self) -> bool {
        self.state != State::Same.word()
    }
}

impl Pixels {
    fn of(comparison: &compare::Comparison) -> Self {
        let sides = |bounds: Bounds| [bounds.left, bounds.top, bounds.right, bounds.bottom];
        Self {
            expected_size: comparison.expected,
            actual_size: comparison.actual,
            bounds: comparison.bounds.map(sides),
            count: comparison.pixels,
            share: comparison.share(),
            largest: comparison.largest,
        }
    }
}

impl<'a> KeyChange<'a> {
    fn of(change: &'a Change) -> Self {
        let [old, new] = match &change.what {
            What::Key { old, new, .. } => [old, new].map(|value| value.toml()),
            What::Added | What::Removed => [None, None],
        };
        Self {
            key: &change.path,
            old,
            new,
            text: change.to_string(),
        }
    }
}

impl Outcome for Comparison<'_> {
    fn human(&self) -> Vec<u8> {
        match self.is_told() {
            true => path_line(&format!("{}: ", self.state), self.path),
            false => Vec::new(),
        }
    }

    fn short(&self) -> String {
        match self.is_told() {
            true => line(&format!("{}: {}", self.state, self.path.to_string_lossy())),
            false => String::new(),
        }
    }

    /// The error about the config is the annotation.
    fn github(&self) -> String {
        self.short()
    }
}

/// What to do about files that are not as their configs say.
#[derive(Serialize)]
#[serde(tag = "type", rename = "mending")]
pub(super) struct Mending {
    pub(super) commands: Vec<String>,
}

impl Outcome for Mending {
    fn human(&self) -> Vec<u8> {
        let lines = self
            .commands
            .iter()
            .map(|command| format!("    {command}\n"));
        format!("to mend this, run\n\n{}\n", lines.collect::<String>()).into_bytes()
    }

    fn short(&self) -> String {
        line(&format!(
            "to mend this, run: {}",
            self.commands.join(" && ")
        ))
    }

    fn github(&self) -> String {
        let annotation = Annotation {
            level: "notice",
            file: "",
            title: "to mend this, run",
            message: &self.commands.join("\n"),
        };
        annotation.line()
    }
}
