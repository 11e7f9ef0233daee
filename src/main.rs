//! The program `gaussfig`.

use std::process::ExitCode;

use clap::Parser;
use gaussfig::cli;

fn main() -> ExitCode {
    cli::run(&cli::args::Args::parse())
}
