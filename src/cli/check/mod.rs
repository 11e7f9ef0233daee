//! `gaussfig check`

mod diff;
mod mending;
mod orphans;
mod results;
mod verdict;
mod words;

use std::path::{Path, PathBuf};

use super::args::{CheckArgs, Trust};
use super::draw::{Figure, draw};
use super::output::{self, Output};
use super::report::{Message, report};
use super::{Exit, input, jobs};
use crate::diagnostic::Diagnostic;
use orphans::{Orphans, orphans};
use results::{Comparison, Mending};
use verdict::{State, Verdict, judge};

/// Compares the figures with their files.
pub(super) fn run(args: &CheckArgs) -> Exit {
    let inputs = &args.inputs;
    if inputs.paths.iter().any(|path| path == Path::new("-")) {
        let error = Diagnostic::error("standard input has no files to compare with");
        return report(&input::about(Path::new("-"), error));
    }
    let (jobs, exit) = jobs(inputs);
    // What a config that was not found asks for, nobody knows; and beside the figures of single configs there may be those of
    // others.
    let is_whole = exit == Exit::Success && inputs.paths.iter().all(|path| path.is_dir());
    if let Some(error) = args
        .diff_dir
        .as_ref()
        .and_then(|dir| diff::over(&jobs, inputs, dir))
    {
        return exit.max(report(&error));
    }
    let drawn = draw(&jobs, inputs, |figure| check(args, figure));
    let is_stale = drawn
        .iter()
        .flat_map(|end| &end.result)
        .any(|checked| checked.is_stale);
    let exit = drawn.iter().map(|end| end.exit).fold(exit, Exit::max);
    // What a config that cannot be drawn asks for is not known.
    let (mut asked, mut unknown) = (Vec::new(), Vec::new());
    for (end, job) in drawn.into_iter().zip(&jobs) {
        match end.result {
            Some(checked) => asked.extend(checked.asked),
            None => unknown.push(job),
        }
    }
    let orphans = match is_whole {
        true => orphans(inputs, &asked, &unknown),
        false => Orphans::default(),
    };
    let exit = exit.max(tell(&orphans));
    let commands = mending::commands(inputs, is_stale, &orphans.found);
    if !commands.is_empty() {
        Message::advice(&Mending { commands }).say();
    }
    exit
}

/// Says which figures have no config. How a run with them ends.
fn tell(orphans: &Orphans) -> Exit {
    let problems = orphans.problems.iter().map(report);
    let exit = problems.fold(Exit::Success, Exit::max);
    let found = orphans.found.iter().flat_map(|path| {
        let result = Message::result(&Comparison::orphan(path), Exit::Stale);
        [
            result,
            Message::stale(&input::about(path, words::orphan(path))),
        ]
    });
    found.map(|message| message.say()).fold(exit, Exit::max)
}

/// A figure whose files were compared.
struct Checked {
    /// The files that its config asks for, and those that were compared.
    asked: Vec<PathBuf>,
    /// Whether one of those that were compared is not as it should be.
    is_stale: bool,
}

/// Compares the files of a figure. What there is to say, and what it comes to.
fn check(args: &CheckArgs, figure: &Figure<'_>) -> (Vec<Message>, Checked) {
    let out_dir = &args.inputs.out_dir;
    let rendering = &figure.rendering;
    let variants = rendering.variants.iter();
    let asked = variants.map(|variant| figure.job.output(out_dir, variant));
    let (files, mut messages) = figure.files(&args.inputs);
    let asked = asked
        .chain(files.iter().map(|file| file.path.clone()))
        .collect();
    let mut stale = Vec::new();
    for file in &files {
        let output = file.output();
        match judge(&output, file.bytes, &rendering.recipe, rendering.scale) {
            Ok(mut verdict) => {
                messages.extend(draw_difference(
                    args,
                    &output,
                    file.bytes,
                    &mut verdict,
                    rendering.scale,
                ));
                let exit = match verdict.state {
                    State::Same => Exit::Success,
                    _ => Exit::Stale,
                };
                let result = Comparison::new(&output, &verdict);
                messages.push(Message::result(&result, exit));
                stale.extend((exit != Exit::Success).then_some((output, verdict)));
            }
            Err(cause) => {
                let error = input::about(output.path, input::unreadable(&cause));
                messages.push(Message::diagnostics(&error));
            }
        }
    }
    if let Some(error) = words::error(&stale) {
        messages.push(Message::stale(&figure.about(error)));
    }
    let is_stale = !stale.is_empty();
    (messages, Checked { asked, is_stale })
}

/// Draws the difference of a file, where that is asked for. What keeps it from being written.
fn draw_difference(
    args: &CheckArgs,
    output: &Output<'_>,
    expected: &[u8],
    verdict: &mut Verdict,
    scale: f64,
) -> Option<Message> {
    let (State::Changed | State::Invisible, Some(diff_dir)) = (verdict.state, &args.diff_dir)
    else {
        return None;
    };
    let place = diff::place(diff_dir, &args.inputs.out_dir, output.path);
    match diff::picture(output.format, expected, &verdict.actual, scale) {
        Ok(picture) => match write(&place, &picture, args.inputs.trust) {
            Ok(()) => verdict.diff = Some(Ok(place)),
            Err(message) => return Some(message),
        },
        Err(error) => verdict.diff = Some(Err(error)),
    }
    None
}

/// Writes the picture of a difference.
fn write(path: &Path, picture: &[u8], trust: Trust) -> Result<(), Message> {
    let refused = |error| Message::diagnostics(&input::about(path, error));
    trust.check(path).map_err(refused)?;
    let written = output::update(path, picture);
    written
        .map_err(|cause| Message::unwritable(path, &cause))
        .map(drop)
}
