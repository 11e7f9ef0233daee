//! From the TOML tree to the [`Recipe`]: every value in one way of writing.

use std::fmt::Write as _;

use toml::de::{DeArray, DeTable, DeValue};

use super::value::{Node, number, whole};
use crate::recipe::Recipe;

/// Keys whose numbers are whole.
const WHOLE: [&str; 3] = ["samples", "bins", "seed"];

/// What a config says, if it is valid. Of another one, what can be made sense of.
pub(super) fn recipe(tree: &Node<'_>) -> Recipe {
    let mut recipe = Recipe::default();
    let DeValue::Table(tree) = tree.get_ref() else {
        return recipe; // a config is a table
    };
    recipe.set("", values(tree));
    for (name, node) in tree {
        match node.get_ref() {
            DeValue::Table(table) => recipe.set(name.get_ref(), values(table)),
            DeValue::Array(list) if name.get_ref() == "gaussian" => {
                let tables = list.iter().filter_map(|node| node.get_ref().as_table());
                tables.for_each(|table| recipe.push(values(table)));
            }
            _ => {}
        }
    }
    recipe
}

/// The keys of a table with their values.
fn values<'a>(table: &'a DeTable<'_>) -> impl Iterator<Item = (&'a str, String)> {
    table.iter().map(|(key, node)| {
        let key: &str = key.get_ref();
        let mut text = String::new();
        match node.get_ref() {
            DeValue::Array(fonts) if key == "font" => {
                write_list(fonts, &mut text, write_font);
            }
            _ => write_value(node, WHOLE.contains(&key), &mut text),
        }
        (key, text)
    })
}

/// Writes a value. Numbers are of the kind that their key has, whatever kind they are written as.
fn write_value(node: &Node<'_>, is_whole: bool, text: &mut String) {
    // Writing to a string never fails.
    let _ = match node.get_ref() {
        DeValue::String(value) => return write_string(value, text),
        DeValue::Array(list) => {
            return write_list(list, text, |node, text| write_value(node, is_whole, text));
        }
        DeValue::Table(table) => return write_table(table, text),
        DeValue::Integer(integer) if is_whole => {
            write!(text, "{}", whole(integer).unwrap_or(i128::MAX))
        }
        DeValue::Integer(_) | DeValue::Float(_) => {
            write!(text, "{:?}", number(node).unwrap_or(f64::NAN))
        }
        DeValue::Boolean(value) => write!(text, "{value}"),
        DeValue::Datetime(value) => write!(text, "{value}"),
    };
}

fn write_list(list: &DeArray<'_>, text: &mut String, write: impl Fn(&Node<'_>, &mut String)) {
    text.push('[');
    for (i, element) in list.iter().enumerate() {
        text.push_str(if i > 0 { ", " } else { "" });
        write(element, text);
    }
    text.push(']');
}

/// Writes the table of `bins`, whose numbers are not whole.
fn write_table(table: &DeTable<'_>, text: &mut String) {
    text.push_str("{ ");
    for (i, (key, value)) in table.iter().enumerate() {
        text.push_str(if i > 0 { ", " } else { "" });
        text.push_str(key.get_ref());
        text.push_str(" = ");
        write_value(value, false, text);
    }
    text.push_str(" }");
}

/// Writes the path of a font; of an absolute one, of whatever system, the last part.
fn write_font(font: &Node<'_>, text: &mut String) {
    let path = font.get_ref().as_str().unwrap_or_default();
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    write_string(if is_absolute(path) { name } else { path }, text);
}

/// Whether a path is absolute on any system.
pub(super) fn is_absolute(path: &str) -> bool {
    let drive = |rest: &str| rest.starts_with([':']) && rest[1..].starts_with(['/', '\\']);
    let letter = |c: char| c.is_ascii_alphabetic();
    path.starts_with(['/', '\\']) || path.strip_prefix(letter).is_some_and(drive)
}

/// Writes a string: between apostrophes where that saves escapes, as it does for TeX.
fn write_string(value: &str, text: &mut String) {
    let as_is = |c: char| c != '\'' && !c.is_control();
    if value.contains(['\\', '"']) && value.chars().all(as_is) {
        text.push('\'');
        text.push_str(value);
        return text.push('\'');
    }
    text.push('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            c if c.is_control() => {
                let _ = write!(text, "\\u{:04X}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The recipe of a config.
    fn canonical(text: &str) -> String {
        recipe(&crate::config::tree(text).unwrap()).to_string()
    }

    #[test]
    fn values_have_one_way_of_writing() {
        let one = r#"
            title = "a \"b\" $\\mu$" # a comment
            [[gaussian]]
            sigma = 5e-1
            mu = 0x0
            samples = 0x10
            [histogram]
            seed = 1
            bins = { width = 2 }
            [figure]
            width = 8e2
            height = 400
            scale = 0.1e-6
            font = ["fonts/a.ttf", "/home/me/b.ttf", 'C:\fonts\c.otf']
        "#;
        let written = r#"title = 'a "b" $\mu$'

[figure]
height = 400.0
scale = 1e-7
font = ["fonts/a.ttf", "b.ttf", "c.otf"]

[histogram]
bins = { width = 2.0 }

[[gaussian]]
mu = 0.0
sigma = 0.5
samples = 16
"#;
        assert_eq!(canonical(one), written);
        assert_eq!(canonical(written), written);
    }

    #[test]
    fn any_string_is_read_as_it_was_written() {
        for value in [
            "",
            "a'b",
            "\\'",
            "\t\r\n\u{7f}\u{85}\"",
            "\\mu",
            "'''",
            "ü\u{2028}",
        ] {
            let mut text = "a = ".to_owned();
            write_string(value, &mut text);
            let tree = DeTable::parse(&text).unwrap();
            let read = tree.get_ref()["a"].get_ref().as_str();
            assert_eq!(read, Some(value), "{text}");
        }
    }
}
