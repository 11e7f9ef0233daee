//! Every config in `tests/bad` is refused with exactly the text that stands beside it.

#![allow(clippy::unwrap_used)] // how a test fails

#[path = "common/bless.rs"]
mod bless;

use std::fs;
use std::io;
use std::path::Path;

use bless::{assert_answers, files};
use gaussfig::config;
use gaussfig::diagnostic::{Diagnostic, Diagnostics, sort};
use gaussfig::evaluate::evaluate;
use gaussfig::figure::compose;

/// All that keeps a config from being drawn. The files that it names are beside it.
fn errors(text: &str) -> Vec<Diagnostic> {
    // Each system has other words for a file that is not there.
    let absent = |_| io::Error::other("no such file");
    let load = |path: &str| fs::read(Path::new("tests/bad").join(path)).map_err(absent);
    let mut style = None;
    let drawn = config::parse(text, &load).and_then(|figure| {
        style.clone_from(&figure.style);
        compose(&figure, &evaluate(&figure)?).map(drop)
    });
    let mut errors = drawn.err().unwrap_or_default();
    config::locate(text, style.as_ref(), &mut errors);
    sort(&mut errors);
    errors
}

/// What the program says about a config, or why that is not an answer to a bad config.
fn refusal(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let list = errors(&text);
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    match list.is_empty() {
        true => "accepted\n".to_owned(),
        false => format!("{}\n", Diagnostics { name, text, list }),
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
