//! Configs of strangers: what they say becomes text, and nothing else happens.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // how a test fails

mod browser;
#[path = "../common/chromium.rs"]
mod chromium;
mod hostile;
mod markup;
#[cfg(unix)]
mod reading;
#[cfg(unix)]
mod terminal;

use std::io::Write;

/// Says what could not be tested, past the test harness, which shows nothing of tests that pass.
fn note(words: &str) {
    let line = format!("note: {words}\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}
