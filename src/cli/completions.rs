//! `gaussfig completions`

use clap::CommandFactory;

use super::Exit;
use super::args::{Args, CompletionsArgs};
use super::report::stdout;

/// Prints the script of a shell.
pub(super) fn run(args: &CompletionsArgs) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "gaussfig", &mut script);
    stdout(&script)
}
