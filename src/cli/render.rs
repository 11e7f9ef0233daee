//! `gaussfig render`

use std::path::Path;

use super::args::Inputs;
use super::input::{self, Config};
use super::progress::{Watch, watched};
use super::report::{Message, report, stdout};
use super::{Exit, draw, jobs, output};
use crate::diagnostic::Diagnostic;

/// Draws the figures and writes their files.
pub(super) fn run(inputs: &Inputs) -> Exit {
    if inputs.paths.iter().any(|path| path == Path::new("-")) {
        return to_stdout(inputs);
    }
    let (jobs, exit) = jobs(inputs);
    let outputs = jobs.iter().flat_map(|job| job.outputs(&inputs.out_dir));
    let outputs = outputs.filter(|path| inputs.trust.check(path).is_ok());
    output::sweep(outputs);
    let exits = draw(&jobs, inputs, to_file);
    exits.into_iter().fold(exit, Exit::max)
}

/// Writes one file of a figure.
fn to_file(path: &Path, bytes: &[u8]) -> Option<Message> {
    Some(match output::write(path, bytes) {
        Ok(()) => Message::result("", path, Exit::Success),
        Err(cause) => Message::unwritable(path, &cause),
    })
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
