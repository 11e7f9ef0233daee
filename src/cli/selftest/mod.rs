//! `gaussfig selftest`
//!
//! The figures in this directory use every key of the config, every choice and every kind of output. Their hashes are those
//! of `SHA256SUMS`, which is of the kind that `sha256sum --check` reads: whoever does not trust the program to compare its own
//! bytes draws the same configs with it and lets another compare. `GAUSSFIG_BLESS=1 cargo test selftest` writes the file anew,
//! and fails so that nobody takes that for a test.

use std::fmt;
use std::io::{self, Write};

use hmac_sha256::Hash;
use serde::Serialize;

use super::args::{DataFormat, StatsFormat};
use super::report::{Message, Outcome, report};
use super::{Exit, data, stats};
use crate::diagnostic::{Annotation, Diagnostic, Diagnostics};
use crate::evaluate::Progress;
use crate::parallel::Threads;
use crate::render::{Overrides, evaluate, render};
use crate::statistics::{FigureData, FigureStatistics};
use crate::text::math_font;

/// Names and texts of configs.
macro_rules! figures {
    ($($name:literal)*) => { &[$(($name, include_str!(concat!($name, ".toml")))),*] };
}

/// The built-in configs.
const FIGURES: &[(&str, &str)] = figures![
    "auto" "below" "counts" "dark" "densities" "distribution" "draw" "edges" "extremes" "font" "formulas" "logarithm" "many" "narrow"
    "small" "tex" "text" "width"
];

/// A line for each file that they become: 64 hexadecimal digits, two spaces, a name.
const EXPECTED: &str = include_str!("SHA256SUMS");

/// Draws the built-in figures and compares their hashes with those expected.
pub(super) fn run() -> Exit {
    let found: String = FIGURES
        .iter()
        .map(|(name, text)| sums(name, text))
        .collect();
    let verdict = Verdict::of(EXPECTED, &found);
    let exit = match verdict.different.is_empty() {
        true => Exit::Success,
        false => Exit::Stale,
    };
    Message::result(&verdict, exit).say()
}

/// A line for each file of a figure; none, and an error message, if it cannot be drawn.
fn sums(name: &str, text: &str) -> String {
    let files = files(text).unwrap_or_else(|list| {
        let [name, text] = [name, text].map(str::to_owned);
        report(&Diagnostics { name, text, list });
        Vec::new()
    });
    let line = |(ending, bytes): (String, Vec<u8>)| format!("{}  {name}{ending}\n", sum(&bytes));
    files.into_iter().map(line).collect()
}

/// What `render`, `data` and `stats` make of a config, and what the names of these files end in. PNGs are drawn by as many
/// threads as the machine runs.
fn files(text: &str) -> Result<Vec<(String, Vec<u8>)>, Vec<Diagnostic>> {
    let progress = Progress::default();
    let drawn = render(text, &font, Overrides::default(), Threads::All, &progress)?;
    let drawn = drawn.files.into_iter();
    let mut files: Vec<_> = drawn
        .map(|(variant, bytes)| (variant.ending(), bytes))
        .collect();
    let (figure, evaluation) = evaluate(text, &font, &progress)?;
    for (ending, format) in [(".json", DataFormat::Json), (".csv", DataFormat::Csv)] {
        let data = FigureData::new(&figure, &evaluation);
        files.push((
            ending.to_owned(),
            written(|out| data::write(data, format, out)),
        ));
    }
    for (ending, format) in [
        (".stats.json", StatsFormat::Json),
        (".stats.md", StatsFormat::Markdown),
    ] {
        let statistics = FigureStatistics::new(&figure, &evaluation);
        files.push((
            ending.to_owned(),
            written(|out| stats::write(statistics, format, out)),
        ));
    }
    Ok(files)
}

/// In the place of a user's font file: a font of the program's own.
fn font(path: &str) -> io::Result<Vec<u8>> {
    math_font(path).ok_or_else(|| io::ErrorKind::NotFound.into())
}

/// What is written. If that breaks off, the bytes up to there are not those expected.
fn written(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = write(&mut bytes);
    bytes
}

/// The SHA-256 of bytes in hexadecimal.
fn sum(bytes: &[u8]) -> String {
    let hash = Hash::hash(bytes);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How the files of this machine compare with those of every other.
#[derive(Serialize)]
#[serde(tag = "type", rename = "selftest")]
struct Verdict<'a> {
    /// How many there should be, and of how many figures.
    files: usize,
    figures: usize,
    different: Vec<Difference<'a>>,
}

/// A file with another hash than expected.
#[derive(Serialize)]
struct Difference<'a> {
    file: &'a str,
    expected: &'a str,
    /// `None` if there is no such file.
    found: Option<&'a str>,
}

impl<'a> Verdict<'a> {
    /// About hashes found instead of those expected.
    fn of(expected: &'a str, found: &'a str) -> Self {
        let difference = |(expected, file)| {
            let found = lines(found).find(|(_, name)| *name == file);
            let found = found.map(|(sum, _)| sum);
            (found != Some(expected)).then_some(Difference {
                file,
                expected,
                found,
            })
        };
        Self {
            files: lines(expected).count(),
            figures: FIGURES.len(),
            different: lines(expected).filter_map(difference).collect(),
        }
    }

    fn summary(&self) -> String {
        let Self { files, figures, .. } = self;
        match self.different.len() {
            0 => format!("all {files} files of {figures} figures are the same"),
            different => format!("{different} of {files} files are different"),
        }
    }
}

impl fmt::Display for Difference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = self.found.unwrap_or("missing");
        write!(
            f,
            "{}: expected {}, found {found}",
            self.file, self.expected
        )
    }
}

impl Outcome for Verdict<'_> {
    fn human(&self) -> Vec<u8> {
        self.short().into_bytes()
    }

    fn short(&self) -> String {
        let told = self.different.iter();
        let told: String = told.map(|found| format!("different: {found}\n")).collect();
        told + &self.summary() + "\n"
    }

    fn github(&self) -> String {
        let errors = self.different.iter().map(|found| {
            let annotation = Annotation {
                level: "error",
                file: "",
                title: "gaussfig selftest",
                message: &found.to_string(),
            };
            annotation.line()
        });
        errors.collect::<String>() + &self.summary() + "\n"
    }
}

/// Hashes and names of files.
fn lines(sums: &str) -> impl Iterator<Item = (&str, &str)> {
    sums.lines().filter_map(|line| line.split_once("  "))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::diagnostic::json_line;

    const DIRECTORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/cli/selftest");

    #[test]
    fn the_figures_are_the_same_in_a_debug_build() {
        let found: String = FIGURES
            .iter()
            .map(|(name, text)| sums(name, text))
            .collect();
        if std::env::var_os("GAUSSFIG_BLESS").is_some() {
            fs::write(format!("{DIRECTORY}/SHA256SUMS"), found).unwrap();
            panic!("GAUSSFIG_BLESS is set: nothing was tested");
        }
        let verdict = Verdict::of(EXPECTED, &found).short();
        assert_eq!(verdict, Verdict::of(EXPECTED, EXPECTED).short());
        assert_eq!(found, EXPECTED);
    }

    #[test]
    fn every_config_of_the_directory_is_built_in() {
        let entries = fs::read_dir(DIRECTORY).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter(|name| name.ends_with(".toml")).collect();
        names.sort();
        let built_in: Vec<String> = FIGURES
            .iter()
            .map(|(name, _)| format!("{name}.toml"))
            .collect();
        assert_eq!(built_in, names);
    }

    #[test]
    fn a_hash_is_what_sha256sum_prints() {
        // The example of FIPS 180-2, appendix B.1.
        assert_eq!(
            sum(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn files_that_differ_or_are_missing_are_named() {
        let expected = "a1  one.png\nb2  one.svg\nc3  two.png\n";
        let verdict = Verdict::of(expected, "a1  one.png\nb3  one.svg\n");
        assert_eq!(
            verdict.short(),
            "different: one.svg: expected b2, found b3\n\
             different: two.png: expected c3, found missing\n\
             2 of 3 files are different\n"
        );
        assert_eq!(
            verdict.github(),
            "::error title=gaussfig selftest::one.svg: expected b2, found b3\n\
             ::error title=gaussfig selftest::two.png: expected c3, found missing\n\
             2 of 3 files are different\n"
        );
        assert_eq!(
            json_line(&verdict),
            "{\"type\":\"selftest\",\"files\":3,\"figures\":18,\"different\":[\
             {\"file\":\"one.svg\",\"expected\":\"b2\",\"found\":\"b3\"},\
             {\"file\":\"two.png\",\"expected\":\"c3\",\"found\":null}]}\n"
        );
    }

    #[test]
    fn a_figure_that_cannot_be_drawn_has_no_files() {
        assert_eq!(sums("broken", "[[gaussian]]\nmu = 0\nsigma = 0\n"), "");
    }
}
