//! Every config in `tests/bad` is refused with exactly the text that stands beside it.
//!
//! `GAUSSFIG_BLESS=1 cargo test` writes the texts anew, and fails so that nobody takes that for a test.

#![allow(clippy::unwrap_used)] // how a test fails

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use gaussfig::config;
use gaussfig::diagnostic::Diagnostics;

/// What the program says about a config, or why that is not an answer to a bad config.
fn refusal(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let no_fonts = |_: &str| Err(io::Error::other("no such file"));
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    match config::parse(&text, &no_fonts) {
        Ok(_) => "accepted\n".to_owned(),
        Err(list) => format!("{}\n", Diagnostics { name, text, list }),
    }
}

/// The files in `tests/bad` with this extension, sorted.
fn files(extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir("tests/bad").unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    files.sort();
    files
}

#[test]
fn every_bad_config_is_refused_with_the_text_beside_it() {
    let bless = std::env::var_os("GAUSSFIG_BLESS").is_some();
    let mut failures = Vec::new();
    for case in files("toml") {
        let expected = case.with_extension("stderr");
        let refusal = refusal(&case);
        if refusal != fs::read_to_string(&expected).unwrap_or_default() {
            failures.push(format!("{}:\n{refusal}", case.display()));
            if bless {
                fs::write(expected, refusal).unwrap();
            }
        }
    }
    let count = failures.len();
    assert!(
        failures.is_empty(),
        "{count} refusals differ:\n\n{}",
        failures.join("\n")
    );
    assert!(!bless, "GAUSSFIG_BLESS is set: nothing was tested");
}

#[test]
fn every_text_is_a_refusal_of_a_config() {
    for path in files("stderr") {
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            text.starts_with("error: "),
            "{} is no refusal",
            path.display()
        );
        assert!(
            path.with_extension("toml").exists(),
            "{} has no config",
            path.display()
        );
    }
    assert_eq!(files("stderr").len(), files("toml").len());
}
