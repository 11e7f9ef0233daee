//! From a config's text to the validated model, with all errors of the text at once.
//!
//! `schema` is the config as it is written: its tables, keys and the rules of single values, as types of serde. `value`
//! fills them from the TOML tree without stopping at errors. `validate` turns them into the model: defaults, and rules that
//! tie keys together. `style` makes the tree of a config and that of its style one.

mod canonical;
mod color;
mod field;
mod fonts;
mod json_schema;
mod keys;
mod label;
mod locate;
mod names;
mod schema;
mod style;
mod suggest;
mod validate;
mod value;

use std::io;
use std::string::FromUtf8Error;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use crate::recipe::MAX_LENGTH;
pub use locate::locate;

use crate::diagnostic::{Diagnostic, Source, sort};
use crate::model::Figure;
use crate::recipe::Recipe;
use field::Errors;
use schema::Config;
use suggest::quoted;
use value::{Node, Value};

pub(crate) use validate::png_size_error;

/// Reads a file that a config names, its style or a font, by the path as written there; of a font that a style names, by that
/// path behind the style's directory. An error of the kind [`io::ErrorKind::InvalidInput`] says that the path itself is wrong
/// or not allowed.
pub type Load<'a> = &'a dyn Fn(&str) -> io::Result<Vec<u8>>;

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
/// all unknown keys, all values of a wrong kind and all broken rules. Then what is wrong with its style, see
/// [`Diagnostic::source`]; rules between keys of both are looked at when each is fine by itself. A file that cannot be read is an
/// error whose [`Diagnostic::unreadable`] is set, unless its path is none.
pub fn parse(text: &str, load: Load<'_>) -> Result<Figure, Vec<Diagnostic>> {
    if text.len() > MAX_LENGTH {
        return Err(vec![too_long()]);
    }
    let tree = tree(text)?;
    let errors = Errors::default();
    let config = read(&tree, &errors);
    let Some(path) = config.style.given() else {
        return figure(&tree, config, load, errors);
    };
    match style::open(path, text.len(), load) {
        Ok(style) => styled(text, tree, &style, load, errors),
        Err(error) => {
            errors.push::<()>(error);
            Err(sorted(errors))
        }
    }
}

/// The figure of a config with these errors and this style.
fn styled<'a>(
    text: &'a str,
    mut config: Node<'a>,
    style: &'a Arc<Source>,
    load: Load<'_>,
    errors: Errors,
) -> Result<Figure, Vec<Diagnostic>> {
    let start = text.len() + 1;
    let of_style = Errors::default();
    let figure = match style::parse(style, start, &of_style) {
        Some(tree) => {
            style::merge(&mut config, tree);
            // These are found again in the whole.
            let errors = Errors::with_style(start);
            let read = read(&config, &errors);
            figure(&config, read, load, errors)
        }
        None => {
            for error in of_style.into_inner() {
                errors.push::<()>(error);
            }
            Err(sorted(errors))
        }
    };
    match figure {
        Ok(figure) => Ok(Figure {
            style: Some(Arc::clone(style)),
            ..figure
        }),
        Err(mut errors) => {
            style::attribute(&mut errors, start, style);
            Err(errors)
        }
    }
}

/// The figure of a config that was read from this tree.
fn figure(
    tree: &Node<'_>,
    config: Config,
    load: Load<'_>,
    errors: Errors,
) -> Result<Figure, Vec<Diagnostic>> {
    match validate::figure(config, load, &errors) {
        Some(figure) if errors.is_empty() => Ok(Figure {
            recipe: canonical::recipe(tree),
            ..figure
        }),
        _ => Err(sorted(errors)),
    }
}

/// All that were noted, in the order of their places.
fn sorted(errors: Errors) -> Vec<Diagnostic> {
    let mut errors = errors.into_inner();
    sort(&mut errors);
    errors.dedup();
    errors
}

/// The tree of a TOML text, a table; or its syntax errors, in their order.
fn tree(text: &str) -> Result<Node<'_>, Vec<Diagnostic>> {
    let (tree, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(Spanned::new(tree.span(), DeValue::Table(tree.into_inner())));
    }
    // The tree lacks what could not be parsed, so its other errors may not be the user's.
    let errors = errors.iter().take(MAX_SYNTAX_ERRORS);
    let mut errors: Vec<_> = errors.map(syntax_error).collect();
    sort(&mut errors);
    Err(errors)
}

fn read(tree: &Node<'_>, errors: &Errors) -> Config {
    let root = Value {
        node: tree,
        name: "the config",
        errors,
    };
    // It never fails: the root is a table, and errors stay in its fields.
    Config::deserialize(root).unwrap_or_default()
}

/// The error for a file that cannot be read, such as a font.
fn unread(what: &str, path: &str, cause: &io::Error) -> Diagnostic {
    let mut error = Diagnostic::error(format!("cannot read {what} {}: {cause}", quoted(path)));
    error.unreadable = cause.kind() != io::ErrorKind::InvalidInput;
    error
}

/// What to show of a file that is not UTF-8, and the error for it.
pub(crate) fn not_utf8(what: &str, error: &FromUtf8Error) -> (String, Diagnostic) {
    // What is not UTF-8 becomes U+FFFD, three bytes; before the first of them nothing moves.
    let start = error.utf8_error().valid_up_to();
    let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
    let message = format!("a {what} must be UTF-8 text");
    (text, Diagnostic::error(message).at(start..start + 3))
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
    let tree = tree(text).ok()?;
    Some(canonical::recipe(&tree))
}
