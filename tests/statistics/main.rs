//! The numbers behind a figure, against values that were computed otherwise.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests may fail loudly

#[path = "../common/mod.rs"]
mod common;
mod data;
mod extremes;
mod fit;
mod published;
mod table;

use gaussfig::evaluate::{Evaluation, evaluate};
use gaussfig::model::Figure;

/// A figure whose config is right, and what it shows.
fn evaluated(toml: &str) -> (Figure, Evaluation) {
    let figure = common::figure(toml);
    let evaluation = evaluate(&figure).unwrap_or_else(|errors| panic!("{errors:?}"));
    (figure, evaluation)
}
