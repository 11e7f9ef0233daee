//! `gaussfig render`

use std::io;
use std::path::Path;
use std::time::Instant;

use super::args::{Inputs, RenderArgs};
use super::depfile::{Depfile, Rule};
use super::discover::Job;
use super::draw::{Figure, File, draw};
use super::input::{self, Config};
use super::listing::{self, Total};
use super::output::{self, State};
use super::progress::{Watch, watched};
use super::report::{Message, Written, report, stdout};
use super::{Exit, jobs};
use crate::diagnostic::Diagnostic;

/// Draws the figures and writes their files.
pub(super) fn run(args: &RenderArgs) -> Exit {
    if args.inputs.paths.iter().any(|path| path == Path::new("-")) {
        return to_stdout(args);
    }
    let (jobs, exit) = jobs(&args.inputs);
    match &args.depfile {
        None => exit.max(to_files(&jobs, &args.inputs)),
        Some(path) => match Depfile::new(path, args.inputs.trust) {
            Ok(depfile) => with_depfile(&depfile, &jobs, &args.inputs, exit),
            Err(error) => report(&error),
        },
    }
}

/// Writes the files that change.
fn to_files(jobs: &[Job], inputs: &Inputs) -> Exit {
    let start = Instant::now();
    sweep(jobs, inputs);
    let ends = draw(jobs, inputs, |figure| write(figure, inputs));
    let total: Total = ends.iter().filter_map(|end| end.result).sum();
    if jobs.len() > 1 && listing::is_shown() {
        stdout(total.line(start.elapsed()).as_bytes());
    }
    ends.iter()
        .map(|end| end.exit)
        .fold(Exit::Success, Exit::max)
}

/// Writes the files of a figure that change. What there is to say about them, and how much they are.
pub(super) fn write(figure: &Figure<'_>, inputs: &Inputs) -> (Vec<Message>, Total) {
    let (files, mut messages) = figure.files(inputs);
    let written = files
        .iter()
        .map(|file| told(file, output::update(&file.path, file.bytes)));
    messages.extend(written);
    (messages, Total::of(&files))
}

/// Writes all files, and then, if that and what was before had no error, the depfile.
fn with_depfile(depfile: &Depfile<'_>, jobs: &[Job], inputs: &Inputs, exit: Exit) -> Exit {
    let refusals = jobs.iter().filter_map(|job| {
        let outputs = job.outputs(&inputs.out_dir).collect();
        let inputs = vec![job.config.clone()];
        depfile.refuses(&Rule { outputs, inputs })
    });
    let refused = refusals.map(|refusal| report(&refusal)).max();
    if let Some(refused) = refused {
        return exit.max(refused);
    }
    sweep(jobs, inputs);
    depfile.sweep();
    let ends = draw(jobs, inputs, |figure| write_anew(depfile, figure, inputs));
    let exit = ends.iter().map(|end| end.exit).fold(exit, Exit::max);
    let rules: Vec<Rule> = ends.into_iter().filter_map(|end| end.result).collect();
    match exit {
        Exit::Success => depfile.write(&rules),
        exit => exit,
    }
}

/// Writes all files of a figure, also those that do not change: what is older than its config is drawn again and again by who
/// compares times.
fn write_anew(depfile: &Depfile<'_>, figure: &Figure<'_>, inputs: &Inputs) -> (Vec<Message>, Rule) {
    let (files, mut messages) = figure.files(inputs);
    let rule = Rule {
        outputs: files.iter().map(|file| file.path.clone()).collect(),
        inputs: figure.seen.iter().map(|seen| seen.path.clone()).collect(),
    };
    if let Some(refusal) = depfile.refuses(&rule) {
        messages.push(Message::diagnostics(&refusal));
        return (messages, rule);
    }
    let written = files.iter().map(|file| {
        let written = output::write(&file.path, file.bytes);
        told(file, written.map(|()| State::Different))
    });
    messages.extend(written);
    (messages, rule)
}

/// Removes what killed programs have left where these figures go.
pub(super) fn sweep(jobs: &[Job], inputs: &Inputs) {
    let outputs = jobs.iter().flat_map(|job| job.outputs(&inputs.out_dir));
    output::sweep(outputs.filter(|path| inputs.trust.check(path).is_ok()));
}

/// What became of writing a file: how it was before.
fn told(file: &File<'_>, before: io::Result<State>) -> Message {
    let output = file.output();
    match before {
        Ok(before) => {
            let written = Written {
                config: Some(output.config),
                format: Some(output.format.extension()),
                entry: Some(file.entry),
                ..Written::new("figure", output.path, before)
            };
            Message::result(&written, Exit::Success)
        }
        Err(cause) => Message::unwritable(output.path, &cause),
    }
}

/// Draws the figure of standard input to standard output.
fn to_stdout(RenderArgs { inputs, depfile }: &RenderArgs) -> Exit {
    let usage = |error| report(&input::about(Path::new("-"), error));
    if inputs.paths.len() > 1 {
        return usage(Diagnostic::error("standard input must be the only config"));
    }
    if depfile.is_some() {
        return usage(Diagnostic::error("no depfile can name standard input"));
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
    let (rendering, diagnostics, _) = watched(1, render);
    let exit = report(&diagnostics);
    let files = rendering.into_iter().flat_map(|rendering| rendering.files);
    files.map(|(_, bytes)| stdout(&bytes)).fold(exit, Exit::max)
}
