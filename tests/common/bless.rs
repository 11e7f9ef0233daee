//! Texts that stand beside configs and say what the program answers to them.
//!
//! `GAUSSFIG_BLESS=1 cargo test` writes the texts anew, and fails so that nobody takes that for a test.
#![allow(dead_code)] // some tests need the files only

use std::fs;
use std::path::{Path, PathBuf};

/// The files in a directory with this extension, sorted.
pub(crate) fn files(directory: &str, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    files.sort();
    files
}

/// Fails unless the answer to each config is exactly the text in the `.stderr` file beside it.
pub(crate) fn assert_answers(configs: &[PathBuf], answer: impl Fn(&Path) -> String) {
    let bless = std::env::var_os("GAUSSFIG_BLESS").is_some();
    let mut failures = Vec::new();
    for config in configs {
        let expected = config.with_extension("stderr");
        let answer = answer(config);
        if answer != fs::read_to_string(&expected).unwrap_or_default() {
            failures.push(format!("{}:\n{answer}", config.display()));
            if bless {
                fs::write(expected, answer).unwrap();
            }
        }
    }
    let count = failures.len();
    assert!(
        failures.is_empty(),
        "{count} answers differ:\n\n{}",
        failures.join("\n")
    );
    assert!(!bless, "GAUSSFIG_BLESS is set: nothing was tested");
}
