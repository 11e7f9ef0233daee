//! What is said of figures that are not what their configs say.

use std::collections::BTreeSet;
use std::path::Path;

use super::verdict::{Keys, State, Verdict};
use crate::cli::output::Output;
use crate::cli::shell::operand;
use crate::compare::{Comparison, State as Pixels};
use crate::diagnostic::{Diagnostic, list};
use crate::recipe::Change;

/// The most changed keys that are told one by one.
const MOST_CHANGES: usize = 10;

/// All of a figure's files that are not as they should be, as one error about its config, at the first key that has changed.
pub(super) fn error(stale: &[(Output<'_>, Verdict)]) -> Option<Diagnostic> {
    let (first, _) = stale.first()?;
    let files = list(
        stale
            .iter()
            .map(|(output, _)| output.path.display().to_string()),
        "and",
    );
    let verb = if stale.len() == 1 { "is" } else { "are" };
    let config = first.config.display();
    let message = match stale
        .iter()
        .all(|(_, verdict)| verdict.state == State::Missing)
    {
        true => format!("{files} {verb} missing"),
        false => format!("{files} {verb} not what {config} says"),
    };
    let mut error = Diagnostic::error(message);
    let changes = changes(stale);
    // What is no longer written has no place.
    let written = changes.iter().find(|change| change.is_written());
    let change = written.or(changes.first());
    error.key = change.map(|change| change.path.clone());
    let rest = changes.len().saturating_sub(MOST_CHANGES);
    let told = changes
        .iter()
        .take(MOST_CHANGES)
        .map(|change| change.to_string());
    let rest = (rest > 0).then(|| format!("and {rest} more keys"));
    let files = stale.iter().map(|(output, verdict)| file(output, verdict));
    Some(told.chain(rest).chain(files).fold(error, Diagnostic::note))
}

/// A file that carries a recipe and should not be.
pub(super) fn orphan(path: &Path) -> Diagnostic {
    let way = format!(
        "to keep it, give it its config back, from gaussfig recipe {}",
        operand(path)
    );
    Diagnostic::error("no config asks for this figure").hint(way)
}

/// The changes of all files, each once.
fn changes<'a>(stale: &'a [(Output<'_>, Verdict)]) -> Vec<&'a Change> {
    let mut all: Vec<&Change> = Vec::new();
    for (_, verdict) in stale {
        // Mostly those of all files are the same.
        if let Keys::Differ(changes) = &verdict.keys
            && !changes.iter().eq(all.iter().copied())
        {
            let known: BTreeSet<String> = all.iter().map(|change| change.to_string()).collect();
            let new = |change: &&Change| !known.contains(&change.to_string());
            all.extend(changes.iter().filter(new));
        }
    }
    all
}

/// A file in a sentence.
fn file(output: &Output<'_>, verdict: &Verdict) -> String {
    let path = output.path.display();
    let state = verdict.state.word();
    let mut text = match (&verdict.pixels, &verdict.unreadable) {
        _ if verdict.state == State::Missing => format!("{path}: missing"),
        _ if verdict.state == State::MetadataOnly => {
            format!("{path}: the picture is the same, its file is not")
        }
        (Some(pixels), _) => format!("{path}: {state}: {}", difference(pixels)),
        (None, Some(reason)) => format!("{path}: {state}: it {reason}"),
        (None, None) => format!("{path}: {state}"),
    };
    match &verdict.keys {
        _ if verdict.state == State::Missing => {}
        Keys::Unknown => text += "; it carries no recipe to compare",
        Keys::Differ(changes) if changes.is_empty() => text += "; its recipe is the same",
        Keys::Differ(_) => {}
    }
    match (&verdict.diff, &verdict.unreadable) {
        (Some(Ok(place)), _) => text += &format!("; see {}", place.display()),
        (Some(Err(error)), None) => {
            text += &format!("; it has no picture of the difference, which {error}")
        }
        (Some(Err(_)) | None, _) => {}
    }
    text
}

/// Where, how much and by how much two pictures differ.
fn difference(pixels: &Comparison) -> String {
    let [width, height] = pixels.actual;
    let size = format!("{width} x {height} pixels");
    if pixels.state == Pixels::Resized {
        let [width, height] = pixels.expected;
        return format!("{size} instead of {width} x {height}");
    }
    let Some(bounds) = pixels.bounds else {
        return format!("its shapes differ, none of its {size} does");
    };
    let by = match pixels.largest {
        0 => "by less than a level".to_owned(),
        largest if pixels.pixels == 1 => format!("by {largest} of 255"),
        largest => format!("by up to {largest} of 255"),
    };
    if pixels.pixels == 1 {
        return format!(
            "1 of its {size} differs, {by}, at ({}, {})",
            bounds.left, bounds.top
        );
    }
    let [right, bottom] = [bounds.right - 1, bounds.bottom - 1];
    format!(
        "{} of its {size} differ, {by}, from ({}, {}) to ({right}, {bottom})",
        share(pixels),
        bounds.left,
        bounds.top
    )
}

/// A share of pixels in per cent, or a number of them where that is easier to read.
fn share(pixels: &Comparison) -> String {
    let percent = pixels.share() * 100.0;
    match percent {
        _ if pixels.pixels < 100 => pixels.pixels.to_string(),
        ..0.01 => format!("{percent:.4} %"),
        ..10.0 => format!("{percent:.2} %"),
        _ => format!("{percent:.0} %"),
    }
}
