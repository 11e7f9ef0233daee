//! What to say about a key that a table does not have.

use serde::Deserialize;
use toml::Spanned;
use toml::de::DeValue;

use super::field::Errors;
use super::schema::{AxisTable, Config, FigureTable, GaussianTable, HistogramTable, LegendTable};
use super::suggest::suggestion;
use super::value::{Error, Value};
use crate::diagnostic::{Diagnostic, list, shortened};

/// The error for a key that is not among `keys`, with what was probably meant.
pub(super) fn unknown_key(key: &str, keys: &[&str]) -> Diagnostic {
    let tables = tables();
    let homes = tables.iter().filter(|(_, keys)| keys.contains(&key));
    let homes = list(homes.map(|(table, _)| table), "and");
    let hint = if !homes.is_empty() {
        format!("`{key}` is a key of {homes}")
    } else if let Some(near) = suggestion(key, keys) {
        format!("did you mean `{near}`?")
    } else {
        let keys = keys.iter().map(|key| format!("`{key}`"));
        format!("the keys here are {}", list(keys, "and"))
    };
    Diagnostic::error(format!("unknown key `{}`", shortened(key))).hint(hint)
}

/// A table as people write it, with its keys.
type Table = (&'static str, &'static [&'static str]);

fn tables() -> [Table; 6] {
    [
        ("the file, above its first table", keys::<Config>()),
        ("[figure]", keys::<FigureTable>()),
        ("[x] and [y]", keys::<AxisTable>()),
        ("[legend]", keys::<LegendTable>()),
        ("[histogram]", keys::<HistogramTable>()),
        ("[[gaussian]]", keys::<GaussianTable>()),
    ]
}

/// The keys of a table in the order of its fields. It names them when it is to be read from what is no table.
fn keys<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    let nothing = Value {
        node: &Spanned::new(0..0, DeValue::Boolean(false)),
        name: "",
        errors: &Errors::default(),
    };
    match T::deserialize(nothing) {
        Err(Error::Table(keys)) => keys,
        _ => &[],
    }
}
