//! `gaussfig render`

use std::path::Path;

use super::args::Inputs;
use super::input::{self, Config};
use super::report::{line, report, stdout, unwritable};
use super::{Exit, draw, jobs, output};
use crate::diagnostic::Diagnostic;

/// Draws the figures and writes their files.
pub(super) fn run(inputs: &Inputs) -> Exit {
    if inputs.paths.iter().any(|path| path == Path::new("-")) {
        return to_stdout(inputs);
    }
    let (jobs, exit) = jobs(inputs);
    jobs.iter()
        .map(|job| draw(job, inputs, to_file))
        .fold(exit, Exit::max)
}

/// Writes one file of a figure.
fn to_file(path: &Path, bytes: &[u8]) -> Exit {
    match output::write(path, bytes) {
        Ok(()) => line("", path),
        Err(cause) => unwritable(path, &cause),
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
    let config = match Config::from_stdin() {
        Ok(config) => config,
        Err(diagnostics) => return report(&diagnostics),
    };
    let (rendering, diagnostics) = config.render(inputs.overrides());
    let exit = report(&diagnostics);
    let files = rendering.into_iter().flat_map(|rendering| rendering.files);
    files.map(|(_, bytes)| stdout(&bytes)).fold(exit, Exit::max)
}
