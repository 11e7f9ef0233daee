//! What fuzzing has found, replayed: every input of the corpora in `fuzz/corpus`, and damaged ones.

#![allow(clippy::unwrap_used)] // how a test fails

#[path = "common/checks.rs"]
mod checks;

use std::fs;
use std::path::PathBuf;

/// The inputs of a fuzz target's corpus.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let entries = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = entries.collect();
    paths.sort();
    assert!(paths.len() > 100, "the corpus of {target} is not all there");
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

#[test]
fn every_config_of_the_corpus_is_refused_or_drawn() {
    corpus("config")
        .iter()
        .for_each(|bytes| checks::config(bytes));
}

#[test]
fn every_label_of_the_corpus_is_refused_or_drawn() {
    corpus("label")
        .iter()
        .for_each(|bytes| checks::label(bytes));
}

#[test]
fn every_document_of_the_corpus_is_refused_or_drawn() {
    corpus("svg").iter().for_each(|bytes| checks::svg(bytes));
}
