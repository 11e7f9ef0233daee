//! `gaussfig render`

use std::path::Path;

use serde::Serialize;

use super::args::Inputs;
use super::draw::draw;
use super::input::{self, Config};
use super::output::{self, Output, State};
use super::progress::{Watch, watched};
use super::report::{Message, Outcome, path_line, report, stdout};
use super::{Exit, jobs};
use crate::diagnostic::{Diagnostic, line};

/// Draws the figures and writes their files.
pub(super) fn run(inputs: &Inputs) -> Exit {
    if inputs.paths.iter().any(|path| path == Path::new("-")) {
        return to_stdout(inputs);
    }
    let (jobs, exit) = jobs(inputs);
    let outputs = jobs.iter().flat_map(|job| job.outputs(&inputs.out_dir));
    let outputs = outputs.filter(|path| inputs.trust.check(path).is_ok());
    output::sweep(outputs);
    let ends = draw(&jobs, inputs, |figure| {
        let (files, mut messages) = figure.files(inputs);
        messages.extend(files.iter().map(|file| to_file(&file.output(), file.bytes)));
        (messages, ())
    });
    ends.iter().map(|(exit, _)| *exit).fold(exit, Exit::max)
}

/// Writes one file of a figure.
fn to_file(output: &Output<'_>, bytes: &[u8]) -> Message {
    let state = match output::write(output.path, bytes) {
        Ok(State::Same) => "unchanged",
        Ok(State::Missing | State::Different) => "written",
        Err(cause) => return Message::unwritable(output.path, &cause),
    };
    Message::result(&Drawn { output, state }, Exit::Success)
}

/// A file that is as its config says now.
#[derive(Serialize)]
#[serde(tag = "type", rename = "figure")]
struct Drawn<'a> {
    #[serde(flatten)]
    output: &'a Output<'a>,
    state: &'static str,
}

impl Outcome for Drawn<'_> {
    fn human(&self) -> Vec<u8> {
        path_line("", self.output.path)
    }

    fn short(&self) -> String {
        line(&self.output.path.to_string_lossy())
    }

    fn github(&self) -> String {
        self.short()
    }
}

/// Draws the figure of standard input to standard output.
fn to_stdout(inputs: &Inputs) -> Exit {
    let usage = |error| report(&input::about(Path::new("-"), error));
    if inputs.paths.len() > 1 {
        return usage(Diagnostic::error("standard input must be the only config"));
    }
    if inputs.format.is_none() {
        let error = Diagnostic::error("the format of standard output is not given");
        return usage(error.hint("add --format png or --format svg"));
    }
    let config = match Config::from_stdin(inputs.trust) {
        Ok(config) => config,
        Err(diagnostics) => return report(&diagnostics),
    };
    let render =
        |watch: &Watch| config.render(inputs.overrides(), inputs.threads(), &watch.progress);
    let (rendering, diagnostics) = watched(1, render);
    let exit = report(&diagnostics);
    let files = rendering.into_iter().flat_map(|rendering| rendering.files);
    files.map(|(_, bytes)| stdout(&bytes)).fold(exit, Exit::max)
}
