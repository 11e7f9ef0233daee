//! From a config's text to the validated model, with all errors of the text at once.
//!
//! `schema` is the config as it is written: its tables, keys and the rules of single values. `read` fills it from the
//! TOML tree without stopping at errors. `validate` turns it into the model: defaults, and rules that tie keys together.

mod color;
mod label;
mod locate;
mod read;
mod schema;
mod suggest;
mod validate;

use std::io;

use toml::de::DeTable;

pub use locate::locate;

use crate::diagnostic::{Diagnostic, sort};
use crate::model::Figure;
use read::{Errors, Table};

pub(crate) use validate::png_size_error;

/// Reads the font file that a config names, by the path as written there.
pub type LoadFont<'a> = &'a dyn Fn(&str) -> io::Result<Vec<u8>>;

/// The figure that a TOML text describes.
///
/// # Errors
///
/// Everything that is wrong with the text, in its order: where it is no TOML, all that the TOML parser finds; where it is,
/// all unknown keys, all values of a wrong kind and all broken rules. A font file that cannot be read is an error whose
/// [`Diagnostic::unreadable`] is set.
pub fn parse(text: &str, load_font: LoadFont<'_>) -> Result<Figure, Vec<Diagnostic>> {
    let (tree, syntax_errors) = DeTable::parse_recoverable(text);
    if !syntax_errors.is_empty() {
        // The tree lacks what could not be parsed, so its other errors may not be the user's.
        let mut errors: Vec<_> = syntax_errors.iter().map(syntax_error).collect();
        sort(&mut errors);
        return Err(errors);
    }
    let mut errors = Errors::default();
    let config = schema::Config::fill(tree.get_ref(), &mut errors);
    let figure = validate::figure(config, load_font, &mut errors);
    match figure {
        Some(figure) if errors.0.is_empty() => Ok(figure),
        _ => {
            sort(&mut errors.0);
            Err(errors.0)
        }
    }
}

fn syntax_error(error: &toml::de::Error) -> Diagnostic {
    let mut diagnostic = Diagnostic::error(error.message());
    diagnostic.span = error.span();
    if error.message().contains("escape") {
        diagnostic = diagnostic.hint(schema::BACKSLASHES);
    }
    diagnostic
}
