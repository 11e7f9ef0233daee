//! `gaussfig render`

use std::path::Path;

use super::args::Inputs;
use super::discover::Job;
use super::input::{self, Config};
use super::report::{line, report, stdout, unwritable};
use super::{Exit, jobs, output};
use crate::diagnostic::Diagnostic;

/// Draws the figures and writes their files.
pub(super) fn run(inputs: &Inputs) -> Exit {
    if inputs.paths.iter().any(|path| path == Path::new("-")) {
        return to_stdout(inputs);
    }
    let (jobs, exit) = jobs(inputs);
    jobs.iter()
        .map(|job| to_files(job, inputs))
        .fold(exit, Exit::max)
}

/// Draws one figure and writes its files.
fn to_files(job: &Job, inputs: &Inputs) -> Exit {
    let config = match Config::open(&job.config) {
        Ok(config) => config,
        Err(diagnostics) => return report(&diagnostics),
    };
    let (rendering, diagnostics) = config.render(inputs.overrides());
    let mut exit = report(&diagnostics);
    for (format, bytes) in rendering.into_iter().flat_map(|rendering| rendering.files) {
        let path = job.output(&inputs.out_dir, format);
        exit = exit.max(match output::write(&path, &bytes) {
            Ok(()) => line("", &path),
            Err(cause) => unwritable(&path, &cause),
        });
    }
    exit
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
    let config = match Config::from_stdin() {
        Ok(config) => config,
        Err(diagnostics) => return report(&diagnostics),
    };
    let (rendering, diagnostics) = config.render(inputs.overrides());
    let exit = report(&diagnostics);
    let files = rendering.into_iter().flat_map(|rendering| rendering.files);
    files.map(|(_, bytes)| stdout(&bytes)).fold(exit, Exit::max)
}
