//! The command line as clap sees it.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum, ValueHint};

use crate::model::{Format, Positive};

/// Figures of Gaussian densities and histograms from TOML files, as PNG and SVG.
#[derive(Debug, Parser)]
#[command(version, about, after_help = EXIT_CODES, arg_required_else_help = true)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Draw figures and write them to files
    ///
    /// Draws the figure of each config and writes its files. A file that would not change is left alone. The path of each
    /// file goes to standard output; what is wrong with a config, to standard error.
    #[command(after_help = RENDER_EXAMPLES)]
    Render(Inputs),

    /// Compare the files on disk with their configs
    ///
    /// Draws the figure of each config in memory, compares it with its files byte by byte, and writes nothing. Each file
    /// that is missing or different goes to standard output; the command that mends them, to standard error.
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Inputs),
}

/// Which figures, and where their files are.
#[derive(Debug, clap::Args)]
pub struct Inputs {
    /// Configs: .toml files, directories (every .toml file below), or - for standard input
    ///
    /// A config found through a directory keeps its place below it: configs/a/b.toml, found through configs, is drawn to
    /// out/a/b.png. Given by itself, it is drawn to out/b.png. With -, render writes the figure to standard output.
    #[arg(value_name = "PATH", default_value = "configs", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// Directory of the files
    #[arg(short, long, value_name = "DIR", default_value = "out", value_hint = ValueHint::DirPath)]
    pub out_dir: PathBuf,

    /// Only this format, whatever the configs say
    #[arg(short, long)]
    pub format: Option<Format>,

    /// PNG pixels per CSS pixel, whatever the configs say
    #[arg(short, long, value_name = "NUMBER", value_parser = positive)]
    pub scale: Option<Positive>,
}

fn positive(text: &str) -> Result<Positive, &'static str> {
    let number = text.parse().map_err(|_| "not a number")?;
    Positive::new(number).ok_or("must be finite and greater than zero")
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Png, Self::Svg]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(self.extension().into())
    }
}

const RENDER_EXAMPLES: &str = "\
Examples:
  gaussfig render                                  every config below configs, into out
  gaussfig render figure.toml                      out/figure.png and out/figure.svg
  gaussfig render posts --out-dir static/images    posts/a/b.toml to static/images/a/b.png
  gaussfig render - --format svg < figure.toml     the figure to standard output";

const CHECK_EXAMPLES: &str = "\
Examples:
  gaussfig check                                   the files in out, against configs
  gaussfig check posts --out-dir static/images     the files in static/images, against posts";

const EXIT_CODES: &str = "\
Exit codes:
  0  success
  1  check found a file missing or different
  2  bad usage or a bad config
  3  a file could not be read or written
With several, the highest.";
