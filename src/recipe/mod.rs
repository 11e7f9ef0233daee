//! The config inside the figure: what a figure was drawn from, in a form that does not depend on how it was written.
//!
//! A recipe has the keys that are not at their defaults, in the order of the contract, each value in one way of writing. So
//! comments, the order of keys and defaults that are spelled out do not change a figure's bytes, and neither does a
//! version of gaussfig that knows more keys. It has no date, no version, and no path but those of fonts as the config names them,
//! of which an absolute one is cut to its last part: where a home is, is nobody's business.
//!
//! [`crate::backend::png::recipe`] and [`crate::backend::svg::recipe`] read it from files.

mod changes;

use std::collections::BTreeMap;
use std::fmt;

pub(crate) use changes::{Change, What, changes};

/// The longest config in bytes, and so the longest recipe. A thousand Gaussians and ten thousand bin edges take half of it.
pub const MAX_LENGTH: usize = 1 << 20;

/// Names of keys, each with the value in TOML that it has where it is not written; an empty one depends on other keys.
pub(crate) type Keys = &'static [(&'static str, &'static str)];

/// The tables but those of the list, first what stands above them all.
pub(crate) const TABLES: [(&str, Keys); 6] = [
    (
        "",
        &[
            ("quantity", r#""pdf""#),
            ("title", r#""""#),
            ("alt", r#""""#),
            ("allow", "[]"),
        ],
    ),
    (
        "figure",
        &[
            ("width", "800.0"),
            ("height", "346.0"),
            ("scale", "2.0"),
            ("formats", r#"["png", "svg"]"#),
            ("theme", r#""light""#),
            ("background", ""),
            ("font", "[]"),
            ("math", r#""text""#),
            ("text_size", "10.0"),
            ("label_size", "14.0"),
            ("legend_size", "12.0"),
        ],
    ),
    (
        "x",
        &[
            ("label", r#""Random variable, $z$""#),
            ("range", ""),
            ("ticks", ""),
            ("grid", "true"),
        ],
    ),
    (
        "y",
        &[
            ("label", ""),
            ("range", ""),
            ("ticks", ""),
            ("grid", "true"),
        ],
    ),
    ("legend", &[("position", r#""best""#)]),
    (
        HISTOGRAM,
        &[
            ("samples", "1000"),
            ("bins", "20"),
            ("seed", "1"),
            ("opacity", "0.3"),
            ("method", r#""draw""#),
            ("layering", r#""interleaved""#),
        ],
    ),
];

/// The keys of each table of the list.
pub(crate) const GAUSSIAN: Keys = &[
    ("mu", ""),
    ("sigma", ""),
    ("variance", ""),
    ("label", ""),
    ("color", ""),
    ("width", ""),
    ("dash", ""),
    ("samples", ""),
];

/// The table that means something even when it is empty.
const HISTOGRAM: &str = "histogram";

/// Values in TOML that are not their keys' defaults, by the position of their key.
type Values = BTreeMap<usize, String>;

/// A config in its canonical form. Its [`fmt::Display`] is TOML that draws the same figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recipe {
    /// By position in [`TABLES`].
    tables: BTreeMap<usize, Values>,
    /// The Gaussians.
    list: Vec<Values>,
}

impl Recipe {
    /// Gives keys of a table values in TOML; of what stands above all tables, if its name is empty. What is not known is left
    /// out.
    pub(crate) fn set<'a>(&mut self, table: &str, values: impl Iterator<Item = (&'a str, String)>) {
        let known = |(name, _): &(&str, Keys)| *name == table;
        let Some(index) = TABLES.iter().position(known) else {
            return;
        };
        let kept = self.tables.entry(index).or_default();
        set(kept, TABLES[index].1, values);
        if kept.is_empty() && table != HISTOGRAM {
            self.tables.remove(&index);
        }
    }

    /// Adds a Gaussian whose keys have these values in TOML.
    pub(crate) fn push<'a>(&mut self, values: impl Iterator<Item = (&'a str, String)>) {
        let mut kept = Values::new();
        set(&mut kept, GAUSSIAN, values);
        self.list.push(kept);
    }
}

fn set<'a>(kept: &mut Values, keys: Keys, values: impl Iterator<Item = (&'a str, String)>) {
    for (key, value) in values {
        let Some(index) = keys.iter().position(|(name, _)| *name == key) else {
            continue;
        };
        if value == keys[index].1 {
            kept.remove(&index);
        } else {
            kept.insert(index, value);
        }
    }
}

impl fmt::Display for Recipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut between = "";
        for (index, values) in &self.tables {
            let (name, keys) = TABLES[*index];
            if !name.is_empty() {
                writeln!(f, "{between}[{name}]")?;
            }
            write_values(f, keys, values)?;
            between = "\n";
        }
        for values in &self.list {
            writeln!(f, "{between}[[gaussian]]")?;
            write_values(f, GAUSSIAN, values)?;
            between = "\n";
        }
        Ok(())
    }
}

fn write_values(f: &mut fmt::Formatter<'_>, keys: Keys, values: &Values) -> fmt::Result {
    let mut values = values.iter();
    values.try_for_each(|(key, value)| writeln!(f, "{} = {value}", keys[*key].0))
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn recipe(tables: &[(&str, &[(&str, &str)])], list: &[&[(&str, &str)]]) -> Recipe {
        let mut recipe = Recipe::default();
        for (name, values) in tables {
            recipe.set(
                name,
                values
                    .iter()
                    .map(|(key, value)| (*key, (*value).to_owned())),
            );
        }
        for values in list {
            recipe.push(
                values
                    .iter()
                    .map(|(key, value)| (*key, (*value).to_owned())),
            );
        }
        recipe
    }

    #[test]
    fn what_is_at_its_default_is_left_out_and_the_rest_in_the_order_of_the_contract() {
        let recipe = recipe(
            &[
                ("histogram", &[("seed", "1")]),
                ("x", &[("grid", "true")]),
                (
                    "figure",
                    &[
                        ("scale", "3.0"),
                        ("width", "801.0"),
                        ("height", "346.0"),
                        ("hue", "1"),
                    ],
                ),
                ("", &[("title", "'$a$'")]),
            ],
            &[
                &[("sigma", "2.0"), ("mu", "0.0")],
                &[("mu", "1.0"), ("dash", "\"solid\"")],
            ],
        );
        let text = "title = '$a$'\n\n[figure]\nwidth = 801.0\nscale = 3.0\n\n[histogram]\n\n\
                    [[gaussian]]\nmu = 0.0\nsigma = 2.0\n\n[[gaussian]]\nmu = 1.0\ndash = \"solid\"\n";
        assert_eq!(recipe.to_string(), text);
    }
}
