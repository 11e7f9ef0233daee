//! Drawing the figures of a run, for the subcommands that do something with their files.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::Exit;
use super::args::Inputs;
use super::discover::Job;
use super::input::{self, Config};
use super::listing::{self, Entry};
use super::output::Output;
use super::progress::watched;
use super::report::Message;
use super::stamp::Seen;
use crate::config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::evaluate::Progress;
use crate::model::Format;
use crate::parallel::{Threads, in_order};
use crate::render::Rendering;

/// What became of a config.
pub(super) struct End<T> {
    /// How a run ends with it.
    pub(super) exit: Exit,
    /// What became of its figure, unless it could not be drawn.
    pub(super) result: Option<T>,
    /// The files that it was drawn from, or that it is because of that it was not.
    pub(super) seen: Vec<Seen>,
}

/// A figure that was drawn.
pub(super) struct Figure<'a> {
    pub(super) job: &'a Job,
    pub(super) rendering: Rendering,
    /// The files that were read for it.
    pub(super) seen: Vec<Seen>,
    /// Its config, of which all that there was to say is said.
    config: Diagnostics,
    /// How long it took.
    time: Duration,
    /// Characters of the longest path among all figures.
    column: usize,
}

/// A file of a figure, not written yet.
pub(super) struct File<'a> {
    pub(super) path: PathBuf,
    config: &'a Path,
    format: Format,
    pub(super) bytes: &'a [u8],
    pub(super) entry: Entry,
}

impl File<'_> {
    /// Which file it is.
    pub(super) fn output(&self) -> Output<'_> {
        Output {
            path: &self.path,
            config: self.config,
            format: self.format,
        }
    }
}

impl Figure<'_> {
    /// Its files, and what is to be said of those that are not to be touched.
    pub(super) fn files(&self, inputs: &Inputs) -> (Vec<File<'_>>, Vec<Message>) {
        let (mut files, mut refusals) = (Vec::new(), Vec::new());
        let paths = self.rendering.files.iter();
        let paths = paths.map(|(variant, _)| self.job.output(&inputs.out_dir, variant));
        let paths: Vec<PathBuf> = paths.collect();
        let column = longest(paths.iter()).max(self.column);
        for ((variant, bytes), path) in self.rendering.files.iter().zip(paths) {
            let time = files.is_empty().then_some(self.time);
            let bytes = bytes.as_slice();
            match inputs.trust.check(&path) {
                Ok(()) => files.push(File {
                    path,
                    config: &self.job.config,
                    format: variant.format,
                    bytes,
                    entry: Entry {
                        bytes: bytes.len(),
                        time,
                        column,
                    },
                }),
                Err(error) => refusals.push(Message::diagnostics(&input::about(&path, error))),
            }
        }
        (files, refusals)
    }

    /// A diagnostic at its place in the config.
    pub(super) fn about(&self, diagnostic: Diagnostic) -> Diagnostics {
        let mut list = vec![diagnostic];
        config::locate(&self.config.text, self.rendering.style.as_ref(), &mut list);
        Diagnostics {
            list,
            ..self.config.clone()
        }
    }
}

/// Draws figures, several at a time, and hands them on. What there is to say about them is said in their order.
pub(super) fn draw<T: Send>(
    jobs: &[Job],
    inputs: &Inputs,
    hand_on: impl Fn(&Figure<'_>) -> (Vec<Message>, T) + Sync,
) -> Vec<End<T>> {
    let threads = inputs.threads();
    let share = threads.shared_by(jobs.len());
    let outputs = jobs.iter().flat_map(|job| job.outputs(&inputs.out_dir));
    let column = match listing::is_shown() {
        true => longest(outputs),
        false => 0,
    };
    let mut ends = Vec::new();
    watched(jobs.len() as u64, |watch| {
        let draw = |job: &Job| draw_one(job, inputs, share, column, &watch.progress, &hand_on);
        in_order(threads, jobs, draw, |(messages, result, seen): Drawn<T>| {
            let exit = watch.interrupted(|| messages.iter().map(Message::say).max());
            let exit = exit.unwrap_or(Exit::Success);
            ends.push(End { exit, result, seen });
        });
    });
    ends
}

/// What there is to say of a config, what became of its figure, and the files that were read for it.
type Drawn<T> = (Vec<Message>, Option<T>, Vec<Seen>);

fn draw_one<T>(
    job: &Job,
    inputs: &Inputs,
    threads: Threads,
    column: usize,
    progress: &Progress,
    hand_on: impl Fn(&Figure<'_>) -> (Vec<Message>, T),
) -> Drawn<T> {
    let start = Instant::now();
    let mut seen = vec![Seen::new(&job.config)];
    let config = match Config::open(&job.config, inputs.trust) {
        Ok(config) => config,
        Err(diagnostics) => return (vec![Message::diagnostics(&diagnostics)], None, seen),
    };
    let (rendering, mut config, named) = config.render(inputs.overrides(), threads, progress);
    seen.extend(named);
    let mut messages = Vec::new();
    if !config.list.is_empty() {
        messages.push(Message::diagnostics(&config));
        config.list.clear();
    }
    let Some(rendering) = rendering else {
        return (messages, None, seen);
    };
    let figure = Figure {
        job,
        rendering,
        seen,
        config,
        time: start.elapsed(),
        column,
    };
    let (more, result) = hand_on(&figure);
    messages.extend(more);
    (messages, Some(result), figure.seen)
}

/// Characters of the longest of these paths.
fn longest(paths: impl Iterator<Item = impl AsRef<Path>>) -> usize {
    let lengths = paths.map(|path| path.as_ref().to_string_lossy().chars().count());
    lengths.max().unwrap_or_default()
}
