//! From a config's text to the validated model, with all errors of the text at once.
//!
//! `schema` is the config as it is written: its tables, keys and the rules of single values, as types of serde. `value`
//! fills them from the TOML tree without stopping at errors. `validate` turns them into the model: defaults, and rules that
//! tie keys together.

mod canonical;
mod color;
mod field;
mod json_schema;
mod keys;
mod label;
mod locate;
mod names;
mod schema;
mod suggest;
mod validate;
mod value;

use std::io;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use crate::recipe::MAX_LENGTH;
pub use locate::locate;

use crate::diagnostic::{Diagnostic, sort};
use crate::model::Figure;
use crate::recipe::Recipe;
use field::Errors;
use schema::Config;
use value::Value;

pub(crate) use validate::png_size_error;

/// Reads the font file that a config names, by the path as written there. An error of the kind
/// [`io::ErrorKind::InvalidInput`] says that the path itself is wrong or not allowed.
pub type LoadFont<'a> = &'a dyn Fn(&str) -> io::Result<Vec<u8>>;

/// A JSON Schema of configs, draft-07: every key with its type, its meaning and its default. It says all that can be said of
/// one value at a time; what ties keys together, such as ticks that must be inside of their range, only [`parse`] knows.
pub const SCHEMA: &str = include_str!("schema.json");

/// The most syntax errors that are reported: each byte of a hostile config is one.
const MAX_SYNTAX_ERRORS: usize = 1000;

/// The figure that a TOML text describes.
///
/// # Errors
///
/// Everything that is wrong with the text, in its order: where it is no TOML, all that the TOML parser finds; where it is,
/// all unknown keys, all values of a wrong kind and all broken rules. A font file that cannot be read is an error whose
/// [`Diagnostic::unreadable`] is set, unless its path is none.
pub fn parse(text: &str, load_font: LoadFont<'_>) -> Result<Figure, Vec<Diagnostic>> {
    if text.len() > MAX_LENGTH {
        return Err(vec![too_long()]);
    }
    let (tree, syntax_errors) = DeTable::parse_recoverable(text);
    if !syntax_errors.is_empty() {
        // The tree lacks what could not be parsed, so its other errors may not be the user's.
        let mut errors: Vec<_> = syntax_errors
            .iter()
            .take(MAX_SYNTAX_ERRORS)
            .map(syntax_error)
            .collect();
        sort(&mut errors);
        return Err(errors);
    }
    let errors = Errors::default();
    let recipe = canonical::recipe(tree.get_ref());
    let config = read(tree, &errors);
    let figure = validate::figure(config, load_font, &errors);
    let mut errors = errors.into_inner();
    match figure {
        Some(figure) if errors.is_empty() => Ok(Figure { recipe, ..figure }),
        _ => {
            sort(&mut errors);
            Err(errors)
        }
    }
}

fn read(tree: Spanned<DeTable<'_>>, errors: &Errors) -> Config {
    let root = Value {
        node: &Spanned::new(tree.span(), DeValue::Table(tree.into_inner())),
        name: "the config",
        errors,
    };
    // It never fails: the root is a table, and errors stay in its fields.
    Config::deserialize(root).unwrap_or_default()
}

/// The error for a config longer than [`MAX_LENGTH`].
pub(crate) fn too_long() -> Diagnostic {
    Diagnostic::error(format!("a config has at most {MAX_LENGTH} bytes"))
}

fn syntax_error(error: &toml::de::Error) -> Diagnostic {
    let mut diagnostic = Diagnostic::error(error.message());
    diagnostic.span = error.span();
    match mending(error.message()) {
        Some(hint) => diagnostic.hint(hint),
        None => diagnostic,
    }
}

/// How to mend what the TOML parser complains about in these words, which name what it expects and not what is meant.
fn mending(message: &str) -> Option<&'static str> {
    const LINE: &str =
        "a line is a key, an equals sign and one value, such as mu = 0.0; # begins a comment";
    const NUMBER: &str = "a number has digits on both sides of its point, no unit and no leading zero: 0.5, -4, 1e-3";
    const HINTS: [(&str, &str); 13] = [
        ("escape", schema::BACKSLASHES),
        ("unicode hexadecimal", schema::BACKSLASHES),
        (
            "string values must be quoted",
            r#"text is written "red", a number 0.5 or 1e-3 without a unit or a formula"#,
        ),
        (
            "duplicate key",
            "each key and each table is written once; only [[gaussian]] repeats",
        ),
        (
            "carriage return",
            "end each line with a line feed, or with a carriage return and a line feed",
        ),
        ("invalid boolean", "write true or false"),
        ("invalid float", NUMBER),
        ("invalid mantissa", NUMBER),
        ("invalid fraction", NUMBER),
        ("leading zero", NUMBER),
        ("invalid unquoted key", LINE),
        ("invalid key-value pair", LINE),
        ("unexpected key or value", LINE),
    ];
    let known = HINTS.into_iter().find(|(words, _)| message.contains(words));
    known.map(|(_, hint)| hint)
}

/// The recipe of a config's text without a look at whether that is right. `None` if it is no TOML.
pub(crate) fn recipe(text: &str) -> Option<Recipe> {
    let tree = DeTable::parse(text).ok()?;
    Some(canonical::recipe(tree.get_ref()))
}
