//! The command line as clap sees it.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum, ValueHint};

use super::examples::{
    CHECK_EXAMPLES, COMPLETIONS_EXAMPLES, DATA_EXAMPLES, EXIT_CODES, INIT_EXAMPLES, MAN_EXAMPLES,
    MARKUP_EXAMPLES, MDBOOK_EXAMPLES, PREVIEW_EXAMPLES, RECIPE_EXAMPLES, RENDER_EXAMPLES,
    SCHEMA_EXAMPLES, SELFTEST_EXAMPLES, STATS_EXAMPLES, WATCH_EXAMPLES,
};
use crate::model::{Format, Positive};

/// Figures of Gaussian densities and histograms from TOML files, as PNG and SVG.
#[derive(Debug, Parser)]
#[command(version, about, after_help = EXIT_CODES, arg_required_else_help = true)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,

    /// How results and diagnostics are written
    ///
    /// Results go to standard output, diagnostics to standard error. What data, stats, recipe, markup and render - print is the
    /// same in all forms. docs/messages.md describes them.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub message_format: MessageFormat,
}

/// How results and diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum MessageFormat {
    /// For people, in colour on a terminal
    #[default]
    Human,
    /// A line for each, as editors read those of compilers
    Short,
    /// A JSON object for each, on a line of its own
    Json,
    /// In a workflow of GitHub, annotations at their places in the configs
    Github,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Draw figures and write them to files
    ///
    /// Draws the figure of each config and writes its files. A file that would not change is left alone, but with --depfile. The
    /// path of each file goes to standard output; what is wrong with a config, to standard error.
    #[command(after_help = RENDER_EXAMPLES)]
    Render(RenderArgs),

    /// Compare the files on disk with their configs
    ///
    /// Draws the figure of each config in memory, and compares it with its files byte by byte. Each file that is not the same goes to
    /// standard output, after what it is: metadata only (another file of the same picture), invisible (no pixel differs by more
    /// than 2 of 255), changed, missing, or orphan (it carries a recipe, and no config below the directories that are given asks for
    /// it). Where it differs, which keys of the config have changed, and the command that mends it, go to standard error.
    #[command(after_help = CHECK_EXAMPLES)]
    Check(CheckArgs),

    /// Draw figures again whenever their configs are saved
    ///
    /// Draws the figure of each config as render does, and then again whenever the config, its style or one of its fonts changes, until
    /// Ctrl-C ends it. Configs may come and go. One with an error leaves the last good files as they are.
    #[command(after_help = WATCH_EXAMPLES, mut_arg("paths", watched))]
    Watch(Inputs),

    /// Show figures in a browser as their configs are saved
    ///
    /// Prints the address of a page that shows the figure of each config, and shows it again whenever the config, its style or one of its
    /// fonts changes, until Ctrl-C ends it; with its numbers, what is wrong with it, and the markup that puts it into a page.
    /// Writes no files, and answers nobody but this machine.
    #[command(after_help = PREVIEW_EXAMPLES)]
    Preview(PreviewArgs),

    /// Write a config to begin with
    ///
    /// Writes the config of a figure with four Gaussians and their histograms, and a word about each key. A file that is there
    /// already stays. The command that draws it goes to standard error.
    #[command(after_help = INIT_EXAMPLES)]
    Init(InitArgs),

    /// Print the points and bins of a figure
    ///
    /// Prints what the figure of a config shows: of each Gaussian the points of its curve, as exact values of the function, and
    /// the edges, counts and densities of its histogram. docs/statistics.md describes every field.
    #[command(after_help = DATA_EXAMPLES)]
    Data(DataArgs),

    /// Print statistics of a figure's Gaussians
    ///
    /// Prints of each Gaussian its peak, the mass inside the x range, the moments and extremes of its samples and how well its
    /// histogram fits; and of each two where they cross, how much they overlap and their Kullback-Leibler divergence.
    /// docs/statistics.md describes every field.
    #[command(after_help = STATS_EXAMPLES)]
    Stats(StatsArgs),

    /// Print the config that a figure carries
    ///
    /// Each PNG and SVG file has its config in it, unless that says recipe = false or --no-recipe was given. What is printed
    /// draws the same file again: the keys that are not at their defaults, without comments.
    #[command(after_help = RECIPE_EXAMPLES)]
    Recipe(RecipeArgs),

    /// Print what to paste into a page to show a figure
    ///
    /// Prints the HTML of a figure's picture: its SVG, or the PNG that fits the page and the screen, with its size and its
    /// alternative text. Where no file of it is there yet, the command that draws it goes to standard error.
    #[command(after_help = MARKUP_EXAMPLES)]
    Markup(MarkupArgs),

    /// Draw the figures in an mdBook: mdbook runs this
    ///
    /// A preprocessor of mdbook: in the chapters that come on standard input, each fenced block whose first word is gaussfig is a
    /// config; on standard output it is the figure, as SVG inside the page.
    #[command(after_help = MDBOOK_EXAMPLES)]
    Mdbook(MdbookArgs),

    /// Prove that this machine draws the same bytes as every other
    ///
    /// Draws built-in figures that use every feature, as PNG and SVG, and computes their data and statistics, all in memory; and
    /// compares the SHA-256 of each with the one in the program. What differs goes to standard output, a file a line.
    #[command(after_help = SELFTEST_EXAMPLES)]
    Selftest,

    /// Print the JSON Schema of configs
    ///
    /// Prints a JSON Schema (draft-07) of configs: every key with its type, its meaning and its default. Editors complete and
    /// check configs with it.
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema,

    /// Print a script that completes commands and options in a shell
    ///
    /// Prints a script for a shell, with which it completes subcommands, options, their values and paths.
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(CompletionsArgs),

    /// Write the manual pages
    ///
    /// Writes gaussfig.1 and a page for each subcommand, such as gaussfig-render.1. The path of each goes to standard output.
    #[command(after_help = MAN_EXAMPLES)]
    Man(ManArgs),
}

/// Which figures to compare, and what to do about differences.
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// Which figures, and where their files are.
    #[command(flatten)]
    pub inputs: Inputs,

    /// Write pictures of what differs here: expected, actual and their difference side by side
    ///
    /// That of out/a/b.svg is a/b.svg.diff.png below this directory. In the difference each pixel that is not the same is red, the
    /// more so the more it differs.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub diff_dir: Option<PathBuf>,
}

/// Which figures to draw, and what to say about them.
#[derive(Debug, clap::Args)]
pub struct RenderArgs {
    /// Which figures, and where their files are.
    #[command(flatten)]
    pub inputs: Inputs,

    /// Write which files each figure was drawn from, as rules for make and ninja
    ///
    /// One rule for each figure, with its files on the left, its config and the files that the config names on the right. It is
    /// written last, and only if there was no error. Every figure is then written, also one that does not change: build systems
    /// compare times. docs/build-systems.md has a Makefile and a build.ninja.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub depfile: Option<PathBuf>,
}

/// What may be watched: standard input may not.
fn watched(paths: clap::Arg) -> clap::Arg {
    paths
        .help("Configs: .toml files, or directories (every .toml file below)")
        .long_help(
            "Configs: .toml files, or directories (every .toml file below)\n\n\
             A config found through a directory keeps its place below it: configs/a/b.toml, found through configs, is \
             drawn to out/a/b.png. Given by itself, it is drawn to out/b.png.",
        )
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

    /// Search for the smallest PNG files with the same pixels, which takes seconds a figure
    ///
    /// Give it to render and check alike: check compares bytes. SVG files and pictures of more than 2^24 pixels are as without
    /// it. Only in a program that is built with the cargo feature optimize.
    #[arg(long)]
    pub optimize: bool,

    /// Leave the config out of the files, which carry it otherwise to be drawn again
    #[arg(long)]
    pub no_recipe: bool,

    /// Take warnings for errors: a figure with one is not drawn
    #[arg(long)]
    pub strict: bool,

    /// Threads that work at once [default: as many as the machine runs]
    ///
    /// Several figures are drawn at a time, each on its share of the threads; a single one has all of them. Files and
    /// messages are the same for any number.
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,

    /// How far the configs are trusted.
    #[command(flatten)]
    pub trust: Trust,
}

/// How far configs are trusted.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Trust {
    /// For configs of strangers: read no fonts and styles of theirs, follow no symbolic links
    ///
    /// A config that names a font or a style is refused. So are paths with a symbolic link in them, of configs and of figures,
    /// given or found: who makes a link in a checkout chooses what is read or overwritten.
    #[arg(long)]
    pub no_user_files: bool,
}

/// Whose data to print, and how.
#[derive(Debug, clap::Args)]
pub struct DataArgs {
    /// Config: a .toml file, or - for standard input
    #[arg(value_name = "CONFIG", value_hint = ValueHint::FilePath)]
    pub config: PathBuf,

    /// json, or csv with a row for each point and bin
    #[arg(short, long, default_value = "json", hide_possible_values = true)]
    pub format: DataFormat,

    /// How far the config is trusted.
    #[command(flatten)]
    pub trust: Trust,
}

/// How data are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)] // the names say it all
pub enum DataFormat {
    Json,
    Csv,
}

/// Whose statistics to print, and how.
#[derive(Debug, clap::Args)]
pub struct StatsArgs {
    /// Config: a .toml file, or - for standard input
    #[arg(value_name = "CONFIG", value_hint = ValueHint::FilePath)]
    pub config: PathBuf,

    /// json, or markdown with tables of rounded numbers
    #[arg(short, long, default_value = "json", hide_possible_values = true)]
    pub format: StatsFormat,

    /// How far the config is trusted.
    #[command(flatten)]
    pub trust: Trust,
}

/// How statistics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)] // the names say it all
pub enum StatsFormat {
    Json,
    Markdown,
}

/// Which figures to show, and where.
#[derive(Debug, clap::Args)]
pub struct PreviewArgs {
    /// Configs: .toml files, or directories (every .toml file below)
    #[arg(value_name = "PATH", default_value = "configs", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// Directory of the figures' files, as a page finds it that shows them
    ///
    /// It is only named in the markup that the page gives.
    #[arg(short, long, value_name = "DIR", default_value = "out", value_hint = ValueHint::DirPath)]
    pub out_dir: PathBuf,

    /// Port of the page [default: 1777, or any that is free]
    ///
    /// With 0, any that is free.
    #[arg(short, long, value_name = "N")]
    pub port: Option<u16>,

    /// How far the configs are trusted.
    #[command(flatten)]
    pub trust: Trust,
}

/// Where to write a config.
#[derive(Debug, clap::Args)]
pub struct InitArgs {
    /// Config: a .toml file that is not there yet
    #[arg(value_name = "FILE", default_value = "configs/figure.toml", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
}

/// Whose recipe to print.
#[derive(Debug, clap::Args)]
pub struct RecipeArgs {
    /// Figure: a PNG or SVG file, or - for standard input
    #[arg(value_name = "FIGURE", value_hint = ValueHint::FilePath)]
    pub figure: PathBuf,

    /// How far the figure is trusted.
    #[command(flatten)]
    pub trust: Trust,
}

/// Which figure to show, and where.
#[derive(Debug, clap::Args)]
pub struct MarkupArgs {
    /// Config: a .toml file
    #[arg(value_name = "CONFIG", value_hint = ValueHint::FilePath)]
    pub config: PathBuf,

    /// What the page is written in
    #[arg(long = "for", value_name = "SITE", default_value = "html")]
    pub site: Site,

    /// Directory of the figure's files, as the page finds it
    #[arg(short, long, value_name = "DIR", default_value = "out", value_hint = ValueHint::DirPath)]
    pub out_dir: PathBuf,

    /// How far the config is trusted.
    #[command(flatten)]
    pub trust: Trust,
}

/// What a page is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Site {
    /// HTML
    Html,
    /// Markdown in which HTML is allowed
    Markdown,
    /// Markdown of Jekyll: files are found from the root of the site, wherever that is
    Jekyll,
    /// Markdown of Hugo: what is in static is at the root of the site
    Hugo,
}

/// How the figures of a book are drawn.
#[derive(Debug, clap::Args)]
#[command(disable_help_subcommand = true)]
pub struct MdbookArgs {
    /// What mdbook asks before it sends the book.
    #[command(subcommand)]
    pub question: Option<MdbookQuestion>,

    /// How far the chapters are trusted.
    #[command(flatten)]
    pub trust: Trust,
}

/// What mdbook asks a preprocessor.
#[derive(Debug, Subcommand)]
pub enum MdbookQuestion {
    /// Whether figures are drawn for a renderer: exits with 0 if they are, with 1 if not
    Supports {
        /// html and markdown are supported
        renderer: String,
    },
}

/// Which shell's script to print.
#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// Where to write the manual pages.
#[derive(Debug, clap::Args)]
pub struct ManArgs {
    /// Directory of the pages, such as one named man1 below a directory of MANPATH
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub directory: PathBuf,
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
