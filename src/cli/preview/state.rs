//! What the page shows: all figures, as far as they are drawn.

use std::collections::BTreeMap;
use std::process;
use std::sync::Arc;

use serde::Serialize;

use super::picture::{Markup, Picture, Table};
use crate::cli::changes::Round;
use crate::cli::discover::Job;
use crate::diagnostic::{Diagnostics, Severity, visible};

/// All figures, and what is wrong with the paths.
#[derive(Default)]
pub(super) struct State {
    figures: BTreeMap<Job, Entry>,
    problems: String,
    /// Whether it is known yet which figures there are.
    has_begun: bool,
    /// How many figures there have been.
    met: u64,
}

/// A figure.
#[derive(Default)]
struct Entry {
    /// Its number among all that there have been.
    id: u64,
    /// How often what is shown of it has changed.
    version: u64,
    /// Whether it is being drawn.
    is_drawing: bool,
    /// The last time that it could be drawn: the version that it had then.
    drawing: u64,
    /// How it was then.
    picture: Option<Picture>,
    /// Its numbers, as soon as they are there.
    statistics: Option<Vec<Table>>,
    report: Report,
}

/// What there is to say about a config.
#[derive(Default, Serialize)]
struct Report {
    /// How bad it is: `error`, `warning` or nothing.
    severity: Option<&'static str>,
    /// As on a terminal, with the lines that are wrong.
    text: String,
    /// A line for each.
    short: Vec<String>,
}

impl Report {
    fn new(diagnostics: &Diagnostics) -> Self {
        let severities = diagnostics
            .list
            .iter()
            .map(|diagnostic| diagnostic.severity);
        Self {
            severity: severities.max().map(|severity| match severity {
                Severity::Warning => "warning",
                Severity::Error => "error",
            }),
            text: diagnostics.to_string(),
            short: diagnostics.short().lines().map(str::to_owned).collect(),
        }
    }
}

impl State {
    /// Takes up a round: some figures are gone, others are being drawn.
    pub(super) fn begin(&mut self, round: &Round) {
        self.has_begun = true;
        for job in &round.removed {
            self.figures.remove(job);
        }
        for job in &round.stale {
            let met = &mut self.met;
            let entry = self.figures.entry(job.clone()).or_insert_with(|| {
                *met += 1;
                Entry {
                    id: *met,
                    ..Entry::default()
                }
            });
            entry.is_drawing = true;
        }
        if let Some(problems) = &round.problems {
            let texts: Vec<_> = problems.iter().map(Diagnostics::to_string).collect();
            self.problems = texts.join("\n\n");
        }
    }

    /// Takes up what became of a config. The last good picture stays.
    pub(super) fn drawn(&mut self, job: &Job, picture: Option<Picture>, said: &Diagnostics) {
        let Some(entry) = self.figures.get_mut(job) else {
            return;
        };
        entry.is_drawing = false;
        entry.version += 1;
        entry.report = Report::new(said);
        if picture.is_some() {
            entry.drawing = entry.version;
            entry.picture = picture;
            entry.statistics = None;
        }
    }

    /// Takes up the numbers of a figure.
    pub(super) fn counted(&mut self, job: &Job, statistics: Vec<Table>) {
        if let Some(entry) = self.figures.get_mut(job) {
            entry.version += 1;
            entry.statistics = Some(statistics);
        }
    }

    /// Which figures there are, and how far they are, as JSON.
    pub(super) fn list(&self) -> String {
        let figures = self.figures.iter().map(|(job, entry)| Item {
            id: entry.id,
            name: visible(&job.config.to_string_lossy()),
            version: entry.version,
            is_drawing: entry.is_drawing,
            severity: entry.report.severity,
        });
        json(&List {
            run: process::id(),
            has_begun: self.has_begun,
            problems: &self.problems,
            figures: figures.collect(),
        })
    }

    /// All about one figure, but its picture, as JSON.
    pub(super) fn details(&self, id: u64) -> Option<String> {
        let entry = self.entry(id)?;
        let picture = entry.picture.as_ref().map(|picture| Image {
            drawing: entry.drawing,
            title: &picture.title,
            width: picture.width,
            height: picture.height,
            markup: &picture.markup,
        });
        Some(json(&Details {
            id,
            version: entry.version,
            report: &entry.report,
            picture,
            statistics: entry.statistics.as_deref(),
        }))
    }

    /// A document of a figure's picture, unless that is another one by now.
    pub(super) fn document(&self, id: u64, drawing: u64, name: &str) -> Option<Arc<str>> {
        let entry = self.entry(id).filter(|entry| entry.drawing == drawing)?;
        entry.picture.as_ref()?.document(name)
    }

    fn entry(&self, id: u64) -> Option<&Entry> {
        self.figures.values().find(|entry| entry.id == id)
    }
}

/// What the page's list says.
#[derive(Serialize)]
struct List<'a> {
    /// Tells this run from the next one, which numbers its figures anew.
    run: u32,
    has_begun: bool,
    problems: &'a str,
    figures: Vec<Item>,
}

/// A line of the page's list.
#[derive(Serialize)]
struct Item {
    id: u64,
    name: String,
    version: u64,
    is_drawing: bool,
    severity: Option<&'static str>,
}

/// What the page shows of one figure.
#[derive(Serialize)]
struct Details<'a> {
    id: u64,
    version: u64,
    report: &'a Report,
    picture: Option<Image<'a>>,
    statistics: Option<&'a [Table]>,
}

/// A picture, whose documents are at `/figures/ID/DRAWING/`.
#[derive(Serialize)]
struct Image<'a> {
    drawing: u64,
    title: &'a str,
    width: f64,
    height: f64,
    markup: &'a [Markup],
}

/// These types have nothing in them that JSON has not.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
