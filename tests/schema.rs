//! What the JSON Schema of configs says is what the program does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests may fail loudly

#[path = "common/bless.rs"]
mod bless;
mod common;

use std::fs;
use std::io;
use std::path::PathBuf;

use bless::files;
use common::figure;
use gaussfig::config::{self, SCHEMA};
use jsonschema::Validator;
use serde_json::Value;
use toml::Table;

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

fn validator() -> Validator {
    jsonschema::draft7::new(&schema()).unwrap()
}

/// A config as JSON, as editors hand it to the schema; `None` if it is no TOML.
fn json(text: &str) -> Option<Value> {
    let table: Table = toml::from_str(text).ok()?;
    Some(serde_json::to_value(table).unwrap())
}

/// A key of the config: the names on the way to it, and its schema.
type Key = (Vec<String>, Value);

/// Every key in a schema of a table, those of tables within too.
fn keys(table: &Value, path: &[String]) -> Vec<Key> {
    let mut all = Vec::new();
    for (name, schema) in table["properties"].as_object().unwrap() {
        let path = [path, std::slice::from_ref(name)].concat();
        let table = if name == "gaussian" {
            &schema["items"]
        } else {
            schema
        };
        if table["properties"].is_object() {
            all.extend(keys(table, &path));
        } else {
            all.push((path, schema.clone()));
        }
    }
    all
}

/// Histograms of two Gaussians, as a table.
fn sample() -> Table {
    let gaussians = "[[gaussian]]\nmu = -1\nsigma = 1\n[[gaussian]]\nmu = 1\nsigma = 2\n";
    toml::from_str(&format!("[histogram]\n{gaussians}")).unwrap()
}

/// The sample with a key written, in each Gaussian if it is one of theirs.
fn with(path: &[String], value: &toml::Value) -> String {
    let mut config = sample();
    match path {
        [key] => drop(config.insert(key.clone(), value.clone())),
        [table, key] => {
            let empty = toml::Value::Table(Table::new());
            match config.entry(table).or_insert(empty) {
                toml::Value::Array(list) => list.iter_mut().for_each(|one| {
                    one.as_table_mut()
                        .unwrap()
                        .insert(key.clone(), value.clone());
                }),
                table => drop(
                    table
                        .as_table_mut()
                        .unwrap()
                        .insert(key.clone(), value.clone()),
                ),
            }
        }
        _ => unreachable!("a key is at most in one table: {path:?}"),
    }
    config.to_string()
}

#[test]
fn every_default_is_what_holds_where_the_key_is_not_written() {
    let without = sample().to_string();
    let svg = gaussfig::render_svg(&without).unwrap();
    let mut defaults = 0;
    for (path, schema) in keys(&schema(), &[]) {
        let Some(default) = schema.get("default") else {
            continue;
        };
        let written = with(&path, &toml::Value::try_from(default).unwrap());
        assert_ne!(written, without);
        assert_eq!(figure(&written), figure(&without), "{path:?}");
        assert!(gaussfig::render_svg(&written).unwrap() == svg, "{path:?}");
        defaults += 1;
    }
    assert!(defaults >= 25, "only {defaults} defaults were found");
}

#[test]
fn every_key_without_a_default_is_required_or_says_what_happens() {
    for (path, schema) in keys(&schema(), &[]) {
        let description = schema["description"].as_str().unwrap();
        let said = schema.get("default").is_some() || description.contains("Default: ");
        let required = ["gaussian.mu", "gaussian.sigma", "gaussian.variance"];
        let path = path.join(".");
        assert!(said || required.contains(&&*path), "{path}: {description}");
    }
}

/// Every .toml file of the repository that is a figure and should be right.
fn right_configs() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut directories = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR"))];
    while let Some(directory) = directories.pop() {
        for path in fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().path())
        {
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() && !name.starts_with('.') && !["target", "bad"].contains(&name) {
                directories.push(path);
            } else if name.ends_with(".toml") {
                files.push(path);
            }
        }
    }
    files.retain(|path| fs::read_to_string(path).unwrap().contains("[[gaussian]]"));
    files.sort();
    files
}

#[test]
fn every_config_of_the_repository_is_valid() {
    let validator = validator();
    let configs = right_configs();
    for path in &configs {
        let config = json(&fs::read_to_string(path).unwrap()).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&config)
            .map(|e| e.to_string())
            .collect();
        assert!(errors.is_empty(), "{}: {errors:?}", path.display());
    }
    assert!(configs.len() > 45, "only {} were found", configs.len());
}

/// A font without glyphs at any path but the empty one.
fn empty_font(path: &str) -> io::Result<Vec<u8>> {
    let error = || io::ErrorKind::InvalidInput.into();
    (!path.is_empty()).then(Vec::new).ok_or_else(error)
}

/// A list of as many different numbers.
fn list(length: usize) -> String {
    format!("{:?}", (0..length).collect::<Vec<_>>())
}

const GAUSSIAN: &str = "[[gaussian]]\nmu = 0\nsigma = 1\n";

/// Lines of a config, and what may stand after them or not.
const VALUES: [(&str, &[&str]); 23] = [
    ("recipe =", &["true", "false", "1"]),
    (
        "allow =",
        &[
            "['no-room']",
            "['no-room', 'no-room']",
            "['no']",
            "'no-room'",
        ],
    ),
    (
        "[figure]\nheight = 1\nscale = 1\nwidth =",
        &["0", "0.6", "32767", "32767.5", "'1'"],
    ),
    (
        "[figure]\nwidth = 1\nscale = 1\nheight =",
        &["-1", "0.6", "32767", "32768", "inf"],
    ),
    ("[figure]\nscale =", &["0", "0.1", "3", "nan", "true"]),
    ("[figure]\ntext_size =", &["0", "1e-300", "1000", "1000.1"]),
    (
        "[figure]\nformats =",
        &["[]", "['svg']", "['svg', 'svg']", "['gif']", "'svg'"],
    ),
    ("[figure]\nfont =", &["[]", "['']", "'a.ttf'", "[1]"]),
    ("[figure]\ntheme =", &["'dark'", "'Dark'", "''"]),
    (
        "[figure]\nbackground =",
        &[
            "'#12'",
            "'#123'",
            "'#1234'",
            "'#12345'",
            "'#123456'",
            "'#12345678'",
        ],
    ),
    (
        "[figure]\nbackground =",
        &[
            "'084a57'",
            "' RED '",
            "'transparent'",
            "'1'",
            "''",
            "'lab(9 9 9)'",
        ],
    ),
    (
        "[figure]\nbackground =",
        &[
            "'HSL(9 9% 9%)'",
            "'rgba(1, 2, 3, 0.5)'",
            "'hwb(9 9% 9%)'",
            "'hwba(9 9% 9%)'",
        ],
    ),
    (
        "[x]\nrange =",
        &["[1]", "[1, 2]", "[1, 1]", "[1, 2, 3]", "['1', 2]"],
    ),
    (
        "[x]\nrange = [0, 300]\nticks =",
        &["0", "50", "[]", "[1, 1]", "[1, 2]", "'1'"],
    ),
    (
        "[legend]\nposition =",
        &["'best'", "'upper  right'", "'none'", "'center'", "0"],
    ),
    (
        "[histogram]\nsamples =",
        &["0", "1", "-1", "9007199254740992", "9007199254740993"],
    ),
    (
        "[histogram]\nbins =",
        &[
            "0",
            "1",
            "10000",
            "10001",
            "'fd'",
            "'fdx'",
            "{}",
            "{ width = 1 }",
            "{ width = 0 }",
        ],
    ),
    (
        "[histogram]\nbins.edges =",
        &["[1]", "[1, 2]", "[1, 1]", "1", "[1, 2]\nbins.width = 1"],
    ),
    ("[histogram]\nseed =", &["-1", "0", "9223372036854775807"]),
    ("[histogram]\nopacity =", &["-0.1", "0", "1", "1.1"]),
    (
        "[[gaussian]]\nmu = 1\nvariance =",
        &[
            "0",
            "1",
            "1\nsigma = 1",
            "1\ndash = 'dotted'",
            "1\ndash = 'long'",
        ],
    ),
    (
        "[[gaussian]]\nmu = 1\nsigma = 1\nwidth =",
        &[
            "0",
            "1000",
            "1000.5",
            "1\nlabel = 'a'",
            "1\nlabel = \"a\\nb\"",
        ],
    ),
    (
        "[[gaussian]]\nsigma =",
        &["1", "1\nmu = 1", "1\nmu = '1'", "1\nmu = 1\nz = 1"],
    ),
];

#[test]
fn the_limits_of_single_keys_are_those_of_the_program() {
    let one = |(lines, values): (&'static str, &'static [&'static str])| {
        values
            .iter()
            .map(move |value| format!("{lines} {value}\n{GAUSSIAN}"))
    };
    let mut configs: Vec<String> = VALUES.into_iter().flat_map(one).collect();
    let ticks = |count| {
        format!(
            "[x]\nrange = [-1, 300]\nticks = {}\n{GAUSSIAN}",
            list(count)
        )
    };
    configs.extend([200, 201].map(ticks));
    let edges = |count| format!("[histogram]\nbins.edges = {}\n{GAUSSIAN}", list(count));
    configs.extend([10_001, 10_002].map(edges));
    let fonts = |count| format!("[figure]\nfont = {:?}\n{GAUSSIAN}", vec!["a.ttf"; count]);
    configs.extend([16, 17].map(fonts));
    configs.extend([0, 1, 1000, 1001].map(|count| GAUSSIAN.repeat(count)));
    let validator = validator();
    let mut verdicts = [0; 2];
    for config in configs {
        let valid = validator.is_valid(&json(&config).unwrap());
        let parsed = config::parse(&config, &empty_font);
        assert_eq!(valid, parsed.is_ok(), "{config}");
        verdicts[usize::from(valid)] += 1;
    }
    assert!(verdicts.into_iter().all(|count| count > 40), "{verdicts:?}");
}

/// Bad configs that the schema has nothing against: what no schema can say, and how their names begin.
const ACCEPTED: [(&str, &[&str]); 8] = [
    (
        "what TeX is, and which glyphs fonts have",
        &["tex-", "glyph-", "label-line-separator"],
    ),
    ("what the files of fonts are", &["font-"]),
    (
        "what the files of styles are",
        &[
            "style-cycle",
            "style-empty-path",
            "style-font-missing",
            "style-label",
            "style-of-a-style",
            "style-with-gaussian",
            "style-wrong-value",
        ],
    ),
    (
        "the names and arguments of CSS colours",
        &["background-unknown", "color-misspelt", "color-function-nan"],
    ),
    (
        "that a list increases",
        &[
            "bins-edges-not-increasing",
            "scale-not-increasing",
            "ticks-not-increasing",
            "range-",
        ],
    ),
    (
        "rules of several keys",
        &[
            "bins-together",
            "height-tiny",
            "method-counts-",
            "png-",
            "samples-without-histogram",
            "scale-huge",
            "ticks-",
        ],
    ),
    ("what a double cannot hold", &["sigma-"]),
    (
        "that 20.0 is no integer, which it is in JSON",
        &["bins-float", "samples-float", "seed-float"],
    ),
];

#[test]
fn bad_configs_are_refused_but_for_what_no_schema_can_say() {
    let validator = validator();
    let (mut refused, mut accepted) = (0, Vec::new());
    for path in files("tests/bad", "toml") {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        // Some are not UTF-8, or no TOML.
        let config = fs::read_to_string(&path).ok().and_then(|text| json(&text));
        match config.map(|config| validator.is_valid(&config)) {
            Some(false) => refused += 1,
            Some(true) => accepted.push(name),
            None => {}
        }
    }
    let beginnings = || ACCEPTED.iter().flat_map(|(_, names)| *names);
    for name in &accepted {
        let known = beginnings().any(|beginning| name.starts_with(beginning));
        assert!(known, "the schema accepts {name}");
    }
    for beginning in beginnings() {
        let any = accepted.iter().any(|name| name.starts_with(beginning));
        assert!(any, "the schema accepts nothing of {beginning}");
    }
    assert!(
        refused > 190,
        "only {refused} are refused, and {} are not",
        accepted.len()
    );
}
