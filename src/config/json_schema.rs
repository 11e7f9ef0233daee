//! Writes the JSON Schema of configs from the types and the doc comments of [`super::schema`]: the comment of a key is its
//! description, and what it says after `Default: ` its default, if that is a value of TOML and no words.
//!
//! `GAUSSFIG_BLESS=1 cargo test schema` writes the file anew, and fails so that nobody takes that for a test.
#![cfg(test)]

use std::borrow::Cow;
use std::fs;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::SCHEMA;
use super::field::Field;
use super::schema::{Config, Integer, Label, Opacity, Pixels, Points, Prose};
use crate::model::{Background, Positive};
use crate::recipe::{GAUSSIAN, TABLES};
use crate::scene::{Color, MAX_SIDE, is_xml};

impl<T: JsonSchema> JsonSchema for Field<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl<const LEAST: u64, const MOST: u64> JsonSchema for Integer<LEAST, MOST> {
    fn schema_name() -> Cow<'static, str> {
        "Integer".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": LEAST, "maximum": MOST })
    }
}

/// Schemas of the types of single values.
macro_rules! values {
    ($($type:ident: $schema:tt),+ $(,)?) => { $(
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )+ };
}

values! {
    Positive: { "type": "number", "exclusiveMinimum": 0 },
    Points: { "type": "number", "exclusiveMinimum": 0, "maximum": 1000 },
    Pixels: { "type": "number", "exclusiveMinimum": 0, "maximum": MAX_SIDE as u64 },
    Opacity: { "type": "number", "minimum": 0, "maximum": 1 },
    Label: { "type": "string", "pattern": NO_CONTROL },
    Prose: { "type": "string", "pattern": XML },
    Color: { "type": "string", "pattern": COLOR },
    Background: { "type": "string", "pattern": COLOR },
}

/// No character of Unicode's category Cc.
const NO_CONTROL: &str = r"^[^\u0000-\u001F\u007F-\u009F]*$";
/// Characters of XML only.
const XML: &str = r"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]*$";
/// The forms of CSS colours: hexadecimal digits, a name, a function. Which names there are, and what arguments, it leaves to the
/// program.
const COLOR: &str = r"^\s*(#([0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})|[A-Za-z]+|([Rr][Gg][Bb]|[Hh][Ss][Ll])[Aa]?\(.*\)|[Hh][Ww][Bb]\(.*\))\s*$";

/// The schema as a text. What is used in several places is written out in each: editors show that best.
fn written() -> String {
    let settings = SchemaSettings::draft07().with(|settings| settings.inline_subschemas = true);
    let schema = settings.into_generator().into_root_schema_for::<Config>();
    let mut schema = schema.to_value();
    let id = ("$id".to_owned(), json!("urn:gaussfig:config"));
    schema.as_object_mut().unwrap().extend([id]);
    complete(&mut schema, "");
    serde_json::to_string_pretty(&schema).unwrap() + "\n"
}

/// Puts in what schemars does not know, in a schema and all schemas within, which stand in this table of the config: defaults,
/// and that there are no other keys.
fn complete(schema: &mut Value, table: &str) {
    match schema {
        Value::Array(list) => list.iter_mut().for_each(|schema| complete(schema, table)),
        Value::Object(object) => complete_object(object, table),
        _ => {}
    }
}

fn complete_object(schema: &mut Map<String, Value>, table: &str) {
    // "double", which JSON Schema does not know.
    schema.remove("format");
    if let Some(Value::String(description)) = schema.get("description") {
        let description = description.replace('\n', " ");
        let default = default(&description, table);
        schema.insert("description".to_owned(), description.into());
        schema.extend(default.map(|default| ("default".to_owned(), default)));
    }
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        for (key, schema) in properties {
            complete(schema, if table.is_empty() { key } else { table });
        }
        schema.insert("additionalProperties".to_owned(), false.into());
    }
    for key in ["items", "anyOf", "oneOf"] {
        if let Some(schema) = schema.get_mut(key) {
            complete(schema, table);
        }
    }
}

/// The default of a key in this table that a description states: everywhere, or in one table.
fn default(description: &str, table: &str) -> Option<Value> {
    let (_, words) = description.split_once("Default: ")?;
    let value = match words.split_once(" in `[") {
        Some((value, place)) => place.starts_with(&format!("{table}]`")).then_some(value)?,
        None => words.strip_suffix('.')?,
    };
    of_toml(value.trim_matches('`'))
}

/// A value of TOML.
fn of_toml(value: &str) -> Option<Value> {
    let mut line: toml::Table = toml::from_str(&format!("value = {value}")).ok()?;
    serde_json::to_value(line.remove("value")?).ok()
}

#[test]
fn the_schema_is_that_of_the_types() {
    let written = written();
    if std::env::var_os("GAUSSFIG_BLESS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/config/schema.json");
        fs::write(path, written).unwrap();
        panic!("GAUSSFIG_BLESS is set: nothing was tested");
    }
    assert_eq!(SCHEMA, written);
}

#[test]
fn a_default_is_what_the_description_says() {
    assert_eq!(default("Width. Default: 800.", "figure"), Some(json!(800)));
    assert_eq!(default("A. Default: `\"b\"`.", ""), Some(json!("b")));
    let label = "Text. Default: `\"z\"` in `[x]`; in `[y]`, the formula.";
    assert_eq!(default(label, "x"), Some(json!("z")));
    assert_eq!(default(label, "y"), None);
    assert_eq!(default("Width. Default: 4 for the first.", ""), None);
    assert_eq!(default("The mean; required.", ""), None);
}

/// Whether a pattern of the schema is on a text as the rule of the program.
fn assert_agree(pattern: &str, rule: impl Fn(char) -> bool) {
    let pattern = json!({ "pattern": pattern });
    let schema = jsonschema::draft7::new(&pattern).unwrap();
    for c in (0..=0x1_1000).filter_map(char::from_u32) {
        assert_eq!(schema.is_valid(&json!(format!("a{c}b"))), rule(c), "{c:?}");
    }
}

#[test]
fn the_patterns_of_texts_are_the_rules_of_the_program() {
    assert_agree(NO_CONTROL, |c| !c.is_control());
    assert_agree(XML, is_xml);
}

/// A value of JSON as a text, in which 800 and 800.0 are the same.
fn of_json(value: &Value) -> String {
    value
        .as_f64()
        .map_or(value.to_string(), |number| number.to_string())
}

/// The schema of a table, or of a Gaussian.
fn keys_of<'a>(schema: &'a Value, table: &str) -> &'a Map<String, Value> {
    let table = match table {
        "" => schema,
        "gaussian" => &schema["properties"][table]["items"],
        _ => &schema["properties"][table],
    };
    table["properties"].as_object().unwrap()
}

#[test]
fn recipes_leave_out_what_has_the_default_of_the_schema() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    for (table, keys) in TABLES.into_iter().chain([("gaussian", GAUSSIAN)]) {
        let described = keys_of(&schema, table);
        for (key, left_out) in keys {
            let default = described[*key].get("default").map(of_json);
            let left_out = of_toml(left_out).as_ref().map(of_json);
            assert_eq!(default, left_out, "{table} {key}");
        }
        let is_key = |(_, schema): &(&String, &Value)| !schema["properties"].is_object();
        let names = described.iter().filter(is_key).map(|(key, _)| &**key);
        let known = |name: &&str| keys.iter().any(|(key, _)| key == name);
        let unknown: Vec<&str> = names.filter(|name| !known(name)).collect();
        assert!(
            unknown
                .iter()
                .all(|key| ["recipe", "style", "gaussian"].contains(key)),
            "{unknown:?}"
        );
    }
}
