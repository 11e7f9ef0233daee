//! The figures of `gaussfig selftest` use every key and every choice that the program knows. Which these are it says itself,
//! where a config has another.

#![allow(clippy::unwrap_used)] // how a test fails

#[path = "common/bless.rs"]
mod bless;

use std::fs;

use bless::files;
use gaussfig::config;
use gaussfig::diagnostic::Diagnostic;
use gaussfig::model::Figure;
use toml::{Table, Value};

/// What nobody calls a key or a choice.
const NOTHING: &str = "qqqqqqqqqqqqqqqqqqqq";

/// Tables of the config as the corpus has them, and the path of each; a list of tables stands for its first.
const TABLES: [&[&str]; 8] = [
    &[],
    &["figure"],
    &["x"],
    &["y"],
    &["legend"],
    &["histogram"],
    &["histogram", "bins"],
    &["gaussian"],
];

fn corpus() -> Vec<Table> {
    let texts = files("src/cli/selftest", "toml").into_iter();
    let texts = texts.map(|path| fs::read_to_string(path).unwrap());
    let all: Vec<Table> = texts.map(|text| text.parse().unwrap()).collect();
    assert!(all.len() > 10, "the figures are not all there");
    all
}

fn minimal() -> Table {
    "gaussian = [{ mu = 0, sigma = 1 }]".parse().unwrap()
}

fn parse(config: &Table) -> Result<Figure, Vec<Diagnostic>> {
    config::parse(&config.to_string(), &|_| Ok(Vec::new()))
}

/// All tables at a path; those of a list each.
fn tables<'a>(config: &'a mut Table, path: &[&str]) -> Vec<&'a mut Table> {
    let Some((first, rest)) = path.split_first() else {
        return vec![config];
    };
    let below = match config.get_mut(*first) {
        Some(Value::Table(table)) => vec![table],
        Some(Value::Array(list)) => list.iter_mut().filter_map(Value::as_table_mut).collect(),
        _ => Vec::new(),
    };
    below
        .into_iter()
        .flat_map(|table| tables(table, rest))
        .collect()
}

/// The config without this key in the tables at a path.
fn without(config: &Table, path: &[&str], key: &str) -> Table {
    let mut config = config.clone();
    for table in tables(&mut config, path) {
        table.remove(key);
    }
    config
}

/// The smallest config with this key in a table.
fn with(path: &[&str], key: &str, value: &str) -> Table {
    let mut config = minimal();
    let mut table = &mut config;
    for name in path {
        let below = table.entry(*name).or_insert_with(|| Table::new().into());
        table = match below {
            Value::Array(list) => list[0].as_table_mut().unwrap(),
            below => below.as_table_mut().unwrap(),
        };
    }
    table.insert(key.to_owned(), value.into());
    config
}

/// What the program says to write instead: the words between such quotation marks after an introduction.
fn offered(config: &Table, introduction: &str, quotation: char) -> Vec<String> {
    let errors = parse(config).err().unwrap_or_default();
    let hints = errors.iter().flat_map(|error| &error.hints);
    let lists = hints.filter_map(|hint| hint.strip_prefix(introduction));
    lists
        .flat_map(|list| list.split(quotation).skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

/// Every key with the table that it is in.
fn keys() -> Vec<(&'static [&'static str], String)> {
    let keys = TABLES.iter().flat_map(|path| {
        let keys = offered(&with(path, NOTHING, ""), "the keys here are ", '`');
        assert!(!keys.is_empty(), "{path:?}");
        keys.into_iter().map(|key| (*path, key))
    });
    keys.collect()
}

#[test]
fn every_key_changes_a_figure() {
    let corpus = corpus();
    let keys = keys();
    assert!(keys.len() > 40, "{keys:?}");
    // A style has the same keys, and no others.
    for (path, key) in keys.into_iter().filter(|(_, key)| key != "style") {
        let used = corpus.iter().any(|config| {
            let without = without(config, path, &key);
            parse(config).unwrap() != parse(&without).unwrap_or_else(|_| parse(&minimal()).unwrap())
        });
        assert!(used, "no figure depends on {key} in {path:?}");
    }
}

#[test]
fn every_choice_is_made_or_the_default() {
    let mut corpus = corpus();
    let mut choices = 0;
    for (path, key) in keys() {
        let offered = offered(&with(path, &key, NOTHING), "write ", '"');
        if offered.iter().any(|choice| choice.starts_with('#')) {
            continue; // examples of colours
        }
        for choice in offered {
            choices += 1;
            let chosen =
                |table: &&mut Table| table.get(&key).is_some_and(|v| v.as_str() == Some(&choice));
            let made = corpus
                .iter_mut()
                .flat_map(|config| tables(config, path))
                .any(|table| chosen(&table));
            let written = with(path, &key, &choice);
            let default = parse(&written) == parse(&without(&written, path, &key));
            assert!(
                made || default,
                "no figure has {key} = {choice:?} in {path:?}"
            );
        }
    }
    assert!(choices > 30, "{choices}");
}
