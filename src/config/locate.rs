//! Where in a config a key is.

use std::ops::Range;
use std::sync::Arc;

use toml::de::DeValue;

use super::field::Errors;
use super::value::Node;
use super::{style, tree};
use crate::diagnostic::{Diagnostic, Source};

/// Gives each diagnostic that names a [`Diagnostic::key`] but no place the place of that key's value in the config `text`, or in
/// its [`style`](crate::model::Figure::style). If the key is written in neither, the place is the header of the nearest table
/// around it that is.
pub fn locate(text: &str, style: Option<&Arc<Source>>, diagnostics: &mut [Diagnostic]) {
    let lost = |diagnostic: &&mut Diagnostic| diagnostic.span.is_none() && diagnostic.key.is_some();
    let lost: Vec<_> = diagnostics.iter_mut().filter(lost).collect();
    if lost.is_empty() {
        return;
    }
    let start = text.len() + 1;
    let Ok(mut tree) = tree(text) else {
        return;
    };
    if let Some(style) = style
        && let Some(style) = style::parse(style, start, &Errors::default())
    {
        style::merge(&mut tree, style);
    }
    for diagnostic in lost {
        diagnostic.span = diagnostic.key.as_ref().and_then(|key| find(&tree, key));
    }
    if let Some(style) = style {
        style::attribute(diagnostics, start, style);
    }
}

fn find(root: &Node<'_>, key: &str) -> Option<Range<usize>> {
    let mut steps = key.split('.');
    let mut node = child(root, steps.next()?)?;
    for step in steps {
        match child(node, step) {
            Some(child) => node = child,
            None => break,
        }
    }
    Some(node.span())
}

fn child<'a, 'i>(node: &'a Node<'i>, step: &str) -> Option<&'a Node<'i>> {
    match node.get_ref() {
        DeValue::Table(table) => table.get(step),
        DeValue::Array(array) => array.get(step.parse::<usize>().ok()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\u{feff}title = \"t\"\r\n[x]\r\nlabel = \"x\"\r\n[[gaussian]]\r\nmu = 0\r\n\
                        [[gaussian]]\r\nmu = 1\r\nlabel = 'second'\r\n";

    /// The part of [`TEXT`] that `key` is found at.
    fn located(key: &str) -> Option<&'static str> {
        let mut diagnostics = [Diagnostic::error("e").about(key)];
        locate(TEXT, None, &mut diagnostics);
        TEXT.get(diagnostics[0].span.clone()?)
    }

    #[test]
    fn a_key_that_is_written_is_found_at_its_value() {
        assert_eq!(located("title"), Some("\"t\""));
        assert_eq!(located("x.label"), Some("\"x\""));
        assert_eq!(located("gaussian.1.label"), Some("'second'"));
    }

    #[test]
    fn a_default_is_found_at_the_nearest_table_that_is_written() {
        assert_eq!(located("x.ticks"), Some("[x]"));
        assert_eq!(located("gaussian.1.width"), Some("[[gaussian]]"));
        assert_eq!(located("gaussian.2.width"), Some("[[gaussian]]"));
        assert_eq!(located("title.0"), Some("\"t\""));
    }

    #[test]
    fn a_key_without_any_table_is_not_found() {
        assert_eq!(located("y.label"), None);
        assert_eq!(located(""), None);
    }

    #[test]
    fn a_known_place_stays() {
        let mut diagnostics = [Diagnostic::error("e").about("title").at(1..2)];
        locate(TEXT, None, &mut diagnostics);
        assert_eq!(diagnostics[0].span, Some(1..2));
    }
}
