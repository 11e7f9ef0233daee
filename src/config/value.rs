//! From the TOML tree to types of serde, without stopping at errors: those of a [`super::field::Field`] are reported with
//! their place, and the next one is read.
//!
//! (The deserializer of `toml` ends at the first error, and takes a list or a date for a table.)

use std::fmt::{self, Display};
use std::iter;

use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, Expected, IntoDeserializer, SeqAccess, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use toml::Spanned;
use toml::de::{DeInteger, DeValue};

use super::field::Errors;
use super::keys::unknown_key;
use super::suggest::{quoted, suggestion};
use crate::diagnostic::{Diagnostic, list};

/// A value of the TOML tree with the bytes that it comes from.
pub(super) type Node<'i> = Spanned<DeValue<'i>>;

/// A value to be read.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    pub(super) node: &'a Node<'a>,
    /// What messages call it: its key.
    pub(super) name: &'a str,
    /// Where they go.
    pub(super) errors: &'a Errors,
}

/// Why a value cannot be read.
#[derive(Debug)]
pub(super) enum Error {
    /// It must be this instead.
    Kind(String),
    /// It must be a table of these keys.
    Table(&'static [&'static str]),
    /// It breaks a rule. The first line says what it must be or has wrong, the others are hints.
    Rule(String),
    /// The error is already noted.
    Reported,
}

/// Serde asks for it; people read what [`Value::report`] makes of an error.
impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Error {}

impl serde::de::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self::Rule(message.to_string())
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::Kind(expected.to_string())
    }
}

/// Kinds of values, as messages call them. An enum whose variants have these names is read by the kind of the value.
const KINDS: [&str; 7] = [
    "a string",
    "an integer",
    "a float",
    "a boolean",
    "a date or time",
    "a list",
    "a table",
];

impl Value<'_> {
    fn kind(self) -> &'static str {
        let [string, integer, float, boolean, time, list, table] = KINDS;
        match self.node.get_ref() {
            DeValue::String(_) => string,
            DeValue::Integer(_) => integer,
            DeValue::Float(_) => float,
            DeValue::Boolean(_) => boolean,
            DeValue::Datetime(_) => time,
            DeValue::Array(_) => list,
            DeValue::Table(_) => table,
        }
    }

    fn report(self, error: Error) {
        let text = match error {
            Error::Kind(expected) => format!("must be {expected}, not {}", self.kind()),
            Error::Table(_) => format!("must be a table, not {}", self.kind()),
            Error::Rule(text) => text,
            Error::Reported => return,
        };
        let mut lines = text.lines();
        let message = format!("{} {}", self.name, lines.next().unwrap_or_default());
        let error = Diagnostic::error(message).at(self.node.span());
        self.errors.push::<()>(lines.fold(error, Diagnostic::hint));
    }

    /// Notes that there is no choice `text` of `what` among `names`.
    fn report_choice(self, what: &str, text: &str, names: &[&str]) {
        let message = format!("unknown {what} {}", quoted(text));
        let hint = match suggestion(text, names) {
            Some(near) => format!("did you mean {}?", quoted(near)),
            None => format!("write {}", choices(names)),
        };
        let error = Diagnostic::error(message).at(self.node.span());
        self.errors.push::<()>(error.hint(hint));
    }
}

fn choices(names: &[&str]) -> String {
    list(names.iter().map(|name| quoted(name)), "or")
}

/// Nothing is borrowed from the tree, so any `'de` will do.
impl<'de> Deserializer<'de> for Value<'_> {
    type Error = Error;

    /// Each type of the schema asks for what it needs.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let expected: &dyn Expected = &visitor;
        Err(Error::Kind(expected.to_string()))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.get_ref() {
            DeValue::Boolean(value) => visitor.visit_bool(*value),
            _ => Err(Error::Kind("true or false".to_owned())),
        }
    }

    /// An integer beyond 128 bits becomes the greatest: no rule allows either.
    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.get_ref() {
            DeValue::Integer(integer) => visitor.visit_i128(whole(integer).unwrap_or(i128::MAX)),
            DeValue::Float(_) => Err(Error::Rule(NOT_A_FLOAT.to_owned())),
            _ => Err(Error::Kind("an integer".to_owned())),
        }
    }

    /// Integers are numbers too. All numbers are finite.
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if !matches!(self.node.get_ref(), DeValue::Float(_) | DeValue::Integer(_)) {
            return Err(Error::Kind("a number".to_owned()));
        }
        match number(self.node).filter(|number| number.is_finite()) {
            Some(number) => visitor.visit_f64(number),
            None => Err(Error::Rule("must be finite".to_owned())),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.get_ref() {
            DeValue::String(text) => visitor.visit_str(text),
            _ => Err(Error::Kind("a string".to_owned())),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    /// The name of the type says what it must be.
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor
            .visit_newtype_struct(self)
            .map_err(|error| match error {
                Error::Kind(_) => Error::Kind(name.to_owned()),
                error => error,
            })
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let DeValue::Array(array) = self.node.get_ref() else {
            return Err(Error::Kind("a list".to_owned()));
        };
        let name = &format!("each element of {}", self.name);
        let element = |node| Value { node, name, ..self };
        visitor.visit_seq(SeqDeserializer::new(array.iter().map(element)))
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.node.get_ref() {
            DeValue::Array(array) if array.len() != length => {
                let found = array.len();
                let rule = format!("must be a list of {length} elements, not of {found}");
                Err(Error::Rule(rule))
            }
            _ => self.deserialize_seq(visitor),
        }
    }

    /// The parts of a [`super::field::Field`].
    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        let span = self.node.span();
        visitor.visit_seq(Parts {
            place: [span.start, span.end].into_iter(),
            value: self,
        })
    }

    /// Keys that are not among the fields are noted.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let DeValue::Table(table) = self.node.get_ref() else {
            return Err(Error::Table(fields));
        };
        let known = table.iter().filter_map(|(key, node)| {
            let name: &str = key.get_ref();
            if fields.contains(&name) {
                return Some((name, Value { node, name, ..self }));
            }
            self.errors.push(unknown_key(name, fields).at(key.span()))
        });
        visitor.visit_map(MapDeserializer::new(known))
    }

    /// A choice among names, of what the name of the enum says; or, if the variants are [`KINDS`], among kinds.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if variants.iter().all(|variant| KINDS.contains(variant)) {
            if !variants.contains(&self.kind()) {
                return Err(Error::Kind(name.to_owned()));
            }
            let tagged = MapDeserializer::new(iter::once((self.kind(), self)));
            return visitor.visit_enum(MapAccessDeserializer::new(tagged));
        }
        match self.node.get_ref() {
            DeValue::String(text) if variants.contains(&&**text) => {
                visitor.visit_enum((&**text).into_deserializer())
            }
            DeValue::String(text) => {
                self.report_choice(name, text, variants);
                Err(Error::Reported)
            }
            _ => Err(Error::Kind(choices(variants))),
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 u8 u16 u32 u64 u128 f32 char str bytes byte_buf unit unit_struct map identifier ignored_any
    }
}

const NOT_A_FLOAT: &str = "must be an integer, not a float\n\
    write it without a decimal point or an exponent, such as 1000000 or 1_000_000";

/// The number nearest to one that is written; an integer beyond 128 bits that is not in decimal has none.
pub(super) fn number(node: &Node<'_>) -> Option<f64> {
    match node.get_ref() {
        DeValue::Float(float) => float.as_str().parse().ok(),
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
        #[allow(clippy::cast_precision_loss)] // the nearest number is what is meant
        DeValue::Integer(integer) => whole(integer).map(|integer| integer as f64),
        _ => None,
    }
}

/// An integer, if it has no more than 128 bits.
pub(super) fn whole(integer: &DeInteger<'_>) -> Option<i128> {
    i128::from_str_radix(integer.as_str(), integer.radix()).ok()
}

impl<'de> IntoDeserializer<'de, Error> for Value<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// Two ends of a place, and the value if it is valid.
struct Parts<'a> {
    place: std::array::IntoIter<usize, 2>,
    value: Value<'a>,
}

impl<'de> SeqAccess<'de> for Parts<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if let Some(end) = self.place.next() {
            return seed.deserialize(end.into_deserializer()).map(Some);
        }
        let value = seed.deserialize(self.value);
        Ok(value.map_err(|error| self.value.report(error)).ok())
    }
}
