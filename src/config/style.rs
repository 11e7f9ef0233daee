//! The style that a config names: a file whose values are defaults for those of the config.
//!
//! The trees of both become one before it is read, so that no rule sees a difference. In it the style begins one byte behind
//! the config: a range of bytes says which of the two files it is of, and where.

use std::ops::Range;
use std::path::is_separator;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::canonical::is_absolute;
use super::field::Errors;
use super::value::Node;
use super::{Load, MAX_LENGTH, not_utf8, read, tree, unread};
use crate::diagnostic::{Diagnostic, Source};

/// Keys of a config that a style cannot have, and why.
const NOT_HERE: [(&str, &str); 2] = [
    (
        "gaussian",
        "a style has what figures share; each config has its own Gaussians",
    ),
    (
        "style",
        "a style has none of its own; write here what that one says",
    ),
];

/// Reads the style at a path that a config of `length` bytes names.
pub(super) fn open(
    path: &Spanned<String>,
    length: usize,
    load: Load<'_>,
) -> Result<Arc<Source>, Diagnostic> {
    let name = path.get_ref().clone();
    let bytes = load(&name).map_err(|cause| unread("style", &name, &cause).at(path.span()))?;
    if length + bytes.len() > MAX_LENGTH {
        let message = format!("a config and its style have at most {MAX_LENGTH} bytes together");
        return Err(Diagnostic::error(message).at(path.span()));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Arc::new(Source { name, text })),
        Err(error) => {
            let (text, error) = not_utf8("style", &error);
            Err(error.of(Arc::new(Source { name, text })))
        }
    }
}

/// The tree of a style that begins at this byte. `None` after noting all that is wrong with it.
pub(super) fn parse<'i>(style: &'i Arc<Source>, start: usize, errors: &Errors) -> Option<Node<'i>> {
    let mut root = match tree(&style.text) {
        Ok(root) => shifted(root, start),
        Err(found) => {
            for error in found {
                errors.push::<()>(error.of(Arc::clone(style)));
            }
            return None;
        }
    };
    if let DeValue::Table(table) = root.get_mut() {
        for (name, why) in NOT_HERE {
            if let Some((key, _)) = table.remove_entry(name) {
                let error = Diagnostic::error(format!("a style has no `{name}`"));
                errors.push::<()>(error.at(key.span()).hint(why));
            }
        }
        move_fonts(table, &style.name);
    }
    // What is wrong with a value is wrong also where the config has another one.
    read(&root, errors);
    errors.is_empty().then_some(root)
}

/// The same tree with its places this many bytes further on.
fn shifted(node: Node<'_>, by: usize) -> Node<'_> {
    let Range { start, end } = node.span();
    let value = match node.into_inner() {
        DeValue::Table(table) => {
            let entry = |(key, value)| (shifted_key(key, by), shifted(value, by));
            DeValue::Table(table.into_iter().map(entry).collect())
        }
        DeValue::Array(list) => {
            DeValue::Array(list.into_iter().map(|node| shifted(node, by)).collect())
        }
        value => value,
    };
    Spanned::new(start + by..end + by, value)
}

fn shifted_key<T>(key: Spanned<T>, by: usize) -> Spanned<T> {
    let Range { start, end } = key.span();
    Spanned::new(start + by..end + by, key.into_inner())
}

/// Makes the paths of fonts, which are relative to the style, relative to the config.
fn move_fonts(table: &mut DeTable<'_>, style: &str) {
    let directory = style.rsplit(is_separator).next().unwrap_or_default();
    let directory = style.strip_suffix(directory).unwrap_or_default();
    let Some(DeValue::Table(figure)) = table.get_mut("figure").map(Spanned::get_mut) else {
        return;
    };
    let Some(DeValue::Array(fonts)) = figure.get_mut("font").map(Spanned::get_mut) else {
        return;
    };
    for font in fonts.iter_mut() {
        if let DeValue::String(path) = font.get_mut()
            && !is_absolute(path)
        {
            *path = format!("{directory}{path}").into();
        }
    }
}

/// Gives a config all values that it lacks and the style has. Tables with a header are filled key by key.
pub(super) fn merge<'i>(config: &mut Node<'i>, style: Node<'i>) {
    let (DeValue::Table(config), DeValue::Table(style)) = (config.get_mut(), style.into_inner())
    else {
        return; // both are files
    };
    for (key, value) in style {
        match config.get_mut(&**key.get_ref()).map(Spanned::get_mut) {
            Some(DeValue::Table(own)) => {
                if let DeValue::Table(table) = value.into_inner() {
                    fill(own, table);
                }
            }
            Some(_) => {}
            None => drop(config.insert(key, value)),
        }
    }
}

fn fill<'i>(own: &mut DeTable<'i>, style: DeTable<'i>) {
    for (key, value) in style {
        own.entry(key).or_insert(value);
    }
}

/// Says of those diagnostics whose places are in a style that begins at this byte that they are about it.
pub(super) fn attribute(diagnostics: &mut [Diagnostic], start: usize, style: &Arc<Source>) {
    for diagnostic in diagnostics {
        if let (Some(span), None) = (&mut diagnostic.span, &diagnostic.source)
            && span.start >= start
        {
            *span = span.start - start..span.end - start;
            diagnostic.source = Some(Arc::clone(style));
        }
    }
}
