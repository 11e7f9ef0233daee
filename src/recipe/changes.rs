//! What differs between two recipes, in the words of their keys.

use std::collections::BTreeSet;
use std::fmt;

use super::{GAUSSIAN, HISTOGRAM, Keys, Recipe, TABLES, Values};
use crate::diagnostic::shortened;

/// One difference between two recipes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// The table, as people call it: `figure`, `gaussian 2`; empty for what stands above all tables.
    pub(crate) table: String,
    /// The key, or that the whole table came or went.
    pub(crate) what: What,
    /// Dotted path in the newer config, as in [`crate::diagnostic::Diagnostic::key`].
    pub(crate) path: String,
}

/// What is different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// A key with its values before and after, as TOML; one that is not given has its default, or none.
    Key {
        name: &'static str,
        old: Given,
        new: Given,
    },
    /// The table is new.
    Added,
    /// The table is no longer there.
    Removed,
}

/// A value and whether it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Given {
    Written(String),
    Default(&'static str),
    Nothing,
}

impl Given {
    /// The value in TOML, if there is one.
    pub(crate) fn toml(&self) -> Option<&str> {
        match self {
            Self::Written(value) => Some(value),
            Self::Default(value) => Some(value),
            Self::Nothing => None,
        }
    }
}

impl fmt::Display for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Written(value) => f.write_str(&shortened(value)),
            Self::Default(value) => write!(f, "{value} (default)"),
            Self::Nothing => f.write_str("not given"),
        }
    }
}

impl Change {
    /// Whether the newer config says something there.
    pub(crate) fn is_written(&self) -> bool {
        match &self.what {
            What::Key { new, .. } => matches!(new, Given::Written(_)),
            What::Added => true,
            What::Removed => false,
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, .. } = self;
        match &self.what {
            What::Added => write!(f, "{table} added"),
            What::Removed => write!(f, "{table} removed"),
            What::Key { name, old, new } if table.is_empty() => write!(f, "{name} {old} → {new}"),
            What::Key { name, old, new } => write!(f, "{table}: {name} {old} → {new}"),
        }
    }
}

/// What is different in `new`. As many Gaussians at the beginning and at the end of the lists are taken for the same ones as
/// are equal.
pub(crate) fn changes(old: &Recipe, new: &Recipe) -> Vec<Change> {
    let mut changes = Vec::new();
    let none = Values::new();
    for (index, (name, keys)) in TABLES.into_iter().enumerate() {
        let [from, to] = [old, new].map(|recipe| recipe.tables.get(&index));
        let whole = |what| Change {
            table: name.to_owned(),
            what,
            path: name.to_owned(),
        };
        match (from, to) {
            (None, Some(_)) if name == HISTOGRAM => changes.push(whole(What::Added)),
            (Some(_), None) if name == HISTOGRAM => changes.push(whole(What::Removed)),
            (from, to) => {
                let [from, to] = [from, to].map(|values| values.unwrap_or(&none));
                let prefix = if name.is_empty() {
                    String::new()
                } else {
                    format!("{name}.")
                };
                changes.extend(differences(keys, from, to, name, &prefix));
            }
        }
    }
    changes.extend(list_changes(&old.list, &new.list));
    changes
}

fn list_changes(old: &[Values], new: &[Values]) -> Vec<Change> {
    let equal = |(a, b): &(&Values, &Values)| a == b;
    let head = old.iter().zip(new).take_while(equal).count();
    let [old, new] = [old, new].map(|list| &list[head..]);
    let tail = old.iter().rev().zip(new.iter().rev());
    let tail = tail.take_while(equal).count();
    let [old, new] = [old, new].map(|list| &list[..list.len() - tail]);
    let mut changes = Vec::new();
    for index in 0..old.len().max(new.len()) {
        let number = head + index;
        let [table, path] = [
            format!("gaussian {}", number + 1),
            format!("gaussian.{number}"),
        ];
        match (old.get(index), new.get(index)) {
            (Some(from), Some(to)) => {
                let prefix = format!("{path}.");
                changes.extend(differences(GAUSSIAN, from, to, &table, &prefix));
            }
            (from, _) => {
                let what = if from.is_some() {
                    What::Removed
                } else {
                    What::Added
                };
                changes.push(Change { table, what, path });
            }
        }
    }
    changes
}

/// The keys of a table that differ. Their paths begin with `prefix`.
fn differences(keys: Keys, old: &Values, new: &Values, table: &str, prefix: &str) -> Vec<Change> {
    let indices: BTreeSet<usize> = old.keys().chain(new.keys()).copied().collect();
    let differ = indices
        .into_iter()
        .filter(|key| old.get(key) != new.get(key));
    let change = |key: usize| {
        let (name, default) = keys[key];
        let given = |values: &Values| match values.get(&key) {
            Some(value) => Given::Written(value.clone()),
            None if default.is_empty() => Given::Nothing,
            None => Given::Default(default),
        };
        Change {
            table: table.to_owned(),
            what: What::Key {
                name,
                old: given(old),
                new: given(new),
            },
            path: format!("{prefix}{name}"),
        }
    };
    differ.map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::recipe;
    use super::*;

    fn told(old: &Recipe, new: &Recipe) -> Vec<String> {
        changes(old, new).iter().map(Change::to_string).collect()
    }

    #[test]
    fn a_change_names_its_table_and_both_values() {
        let a = recipe(
            &[("", &[("title", "\"a\"")])],
            &[&[("mu", "0.0")], &[("mu", "1.0"), ("sigma", "0.5")]],
        );
        let b = recipe(
            &[("figure", &[("width", "900.0")]), ("histogram", &[])],
            &[
                &[("mu", "0.0")],
                &[("mu", "1.0"), ("sigma", "0.6"), ("color", "\"red\"")],
            ],
        );
        assert_eq!(told(&a, &a), [""; 0]);
        assert_eq!(
            told(&a, &b),
            [
                "title \"a\" → \"\" (default)",
                "figure: width 800.0 (default) → 900.0",
                "histogram added",
                "gaussian 2: sigma 0.5 → 0.6",
                "gaussian 2: color not given → \"red\"",
            ]
        );
        assert_eq!(changes(&a, &b)[3].path, "gaussian.1.sigma");
        assert!(told(&b, &a).contains(&"histogram removed".to_owned()));
    }

    #[test]
    fn a_gaussian_that_comes_or_goes_does_not_change_the_others() {
        let three = [&[("mu", "0.0")][..], &[("mu", "1.0")], &[("mu", "2.0")]];
        let two = [three[0], three[2]];
        let [three, two] = [recipe(&[], &three), recipe(&[], &two)];
        assert_eq!(told(&two, &three), ["gaussian 2 added"]);
        assert_eq!(told(&three, &two), ["gaussian 2 removed"]);
    }
}
