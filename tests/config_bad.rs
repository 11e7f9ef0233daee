//! Every config in `tests/bad` is refused with exactly the text that stands beside it.

#![allow(clippy::unwrap_used)] // how a test fails

#[path = "common/bless.rs"]
mod bless;

use std::fs;
use std::io;
use std::path::Path;

use bless::{assert_answers, files};
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

#[test]
fn every_bad_config_is_refused_with_the_text_beside_it() {
    assert_answers(&files("tests/bad", "toml"), refusal);
}

#[test]
fn every_text_is_a_refusal_of_a_config() {
    let texts = files("tests/bad", "stderr");
    for path in &texts {
        let text = fs::read_to_string(path).unwrap();
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
    assert_eq!(texts.len(), files("tests/bad", "toml").len());
}
