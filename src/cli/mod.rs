//! The program: the only code that touches files and the terminal.

pub mod args;
mod changes;
mod check;
mod completions;
mod data;
mod depfile;
mod discover;
mod draw;
mod examples;
mod init;
mod input;
mod listing;
mod man;
mod markup;
mod mdbook;
mod next;
mod output;
#[cfg(feature = "preview")]
mod preview;
mod progress;
mod recipe;
mod render;
mod report;
mod schema;
mod selftest;
mod shell;
mod signals;
mod stamp;
mod stats;
mod temporary;
mod trust;
mod watch;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use args::{Args, CheckArgs, Command, Inputs, RenderArgs, Trust};
use discover::{Job, discover};
use input::Config;
use report::{report, to_stdout};
use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::evaluate::Evaluation;
use crate::model::Figure;
use crate::parallel::Threads;
use crate::render::Overrides;

/// How a run ends; of several, the greatest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// All is well.
    Success = 0,
    /// `check` or `selftest` found a file missing or different; or mdbook has a renderer that is not supported.
    Stale = 1,
    /// Bad usage or a bad config.
    Invalid = 2,
    /// A file could not be read or written.
    Unreadable = 3,
}

/// Runs the program.
pub fn run(args: &Args) -> ExitCode {
    report::set_format(args.message_format);
    let exit = match &args.command {
        Command::Render(RenderArgs { inputs, .. })
        | Command::Check(CheckArgs { inputs, .. })
        | Command::Watch(inputs)
            if !inputs.can_be_done() =>
        {
            let error = Diagnostic::error("this gaussfig is built without its feature optimize");
            let error = error.hint("cargo install gaussfig --features optimize");
            report(&input::about(Path::new("--optimize"), error))
        }
        Command::Render(args) => render::run(args),
        Command::Check(args) => check::run(args),
        Command::Watch(inputs) => watch::run(inputs),
        #[cfg(feature = "preview")]
        Command::Preview(args) => preview::run(args),
        #[cfg(not(feature = "preview"))]
        Command::Preview(_) => {
            let error = Diagnostic::error("this gaussfig is built without its feature preview");
            let error = error.hint("cargo install gaussfig, without --no-default-features");
            report(&input::about(Path::new("preview"), error))
        }
        Command::Data(args) => data::run(args),
        Command::Stats(args) => stats::run(args),
        Command::Recipe(args) => recipe::run(args),
        Command::Markup(args) => markup::run(args),
        Command::Mdbook(args) => mdbook::run(args),
        Command::Init(args) => init::run(args),
        Command::Selftest => selftest::run(),
        Command::Schema => schema::run(),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
    };
    ExitCode::from(exit as u8)
}

impl Inputs {
    fn overrides(&self) -> Overrides {
        Overrides {
            format: self.format,
            scale: self.scale,
            theme: None,
            no_recipe: self.no_recipe,
            strict: self.strict,
            #[cfg(feature = "optimize")]
            optimize: self.optimize,
        }
    }

    /// Whether this program has all that is asked for.
    fn can_be_done(&self) -> bool {
        cfg!(feature = "optimize") || !self.optimize
    }

    /// How many threads may work at once.
    fn threads(&self) -> Threads {
        self.jobs
            .map_or(Threads::All, |jobs| Threads::Only(jobs.get()))
    }
}

/// The figures to draw, none if two would be drawn to the same files; and how a run without any ends.
fn jobs(inputs: &Inputs) -> (Vec<Job>, Exit) {
    let discovery = discover(&inputs.paths, inputs.trust);
    let exit = discovery
        .problems
        .iter()
        .map(report)
        .fold(Exit::Success, Exit::max);
    let collisions = discovery.collisions(inputs);
    if collisions.is_empty() {
        return (discovery.jobs, exit);
    }
    (
        Vec::new(),
        collisions.iter().map(report).fold(exit, Exit::max),
    )
}

/// Reads and evaluates the config at `path`, or on standard input if that is `-`; reports what there is to say about it; and
/// if it has no errors, writes numbers of it to standard output.
fn show(
    path: &Path,
    trust: Trust,
    numbers: impl FnOnce(&Figure, &Evaluation, &mut dyn Write) -> io::Result<()>,
) -> Exit {
    let config = if path == Path::new("-") {
        Config::from_stdin(trust)
    } else {
        Config::open(path, trust)
    };
    let (evaluated, diagnostics) = match config {
        Ok(config) => config.evaluate(),
        Err(diagnostics) => return report(&diagnostics),
    };
    let exit = report(&diagnostics);
    let Some((figure, evaluation)) = evaluated else {
        return exit;
    };
    exit.max(to_stdout(|stdout| numbers(&figure, &evaluation, stdout)))
}

/// Writes JSON, and ends the line. What is written is computed meanwhile, where it can be.
fn json(value: &impl Serialize, mut out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)
}
