//! From the TOML tree to typed fields, without ever stopping: what cannot be read is reported and left out, so that all
//! errors of a file come out at once. (A derived `serde::Deserialize` ends at the first.)

use std::fmt::Display;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::suggest::{list, quoted, suggestion};
use crate::diagnostic::Diagnostic;

/// A value of the TOML tree with the bytes that it comes from.
pub(super) type Node<'i> = Spanned<DeValue<'i>>;

/// What a config says about one key.
#[derive(Debug, Default)]
pub(super) enum Field<T> {
    /// Nothing: the default holds.
    #[default]
    Absent,
    /// Something that is already reported as an error.
    Invalid,
    /// This.
    Given(Spanned<T>),
}

impl<T> Field<T> {
    /// The value and its place, if there is a valid one.
    pub(super) fn given(&self) -> Option<&Spanned<T>> {
        match self {
            Self::Given(value) => Some(value),
            Self::Absent | Self::Invalid => None,
        }
    }

    /// The place of the value, if there is a valid one.
    pub(super) fn span(&self) -> Option<Range<usize>> {
        self.given().map(Spanned::span)
    }

    /// The value, if there is a valid one.
    pub(super) fn get(self) -> Option<T> {
        match self {
            Self::Given(value) => Some(value.into_inner()),
            Self::Absent | Self::Invalid => None,
        }
    }

    /// The value or the default. An invalid value becomes the default too: its error is known, and the rest of the
    /// file can still be checked.
    pub(super) fn or(self, default: T) -> T {
        self.get().unwrap_or(default)
    }
}

/// Collects what is wrong with a config.
#[derive(Debug, Default)]
pub(super) struct Errors(pub(super) Vec<Diagnostic>);

impl Errors {
    /// Notes an error. `None`, for the value that there is not.
    pub(super) fn push<T>(&mut self, error: Diagnostic) -> Option<T> {
        self.0.push(error);
        None
    }

    /// Notes that the value called `name` is not what it must be. `None`, for the value that there is not.
    pub(super) fn expected<T>(
        &mut self,
        name: &str,
        what: impl Display,
        node: &Node<'_>,
    ) -> Option<T> {
        let found = kind(node.get_ref());
        let message = format!("{name} must be {what}, not {found}");
        self.push(Diagnostic::error(message).at(node.span()))
    }
}

/// The kind of a value with its article.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A type that a value of the file can have.
pub(super) trait Read: Sized {
    /// The value of `node`, which messages call `name`. `None` after noting an error.
    fn read(node: &Node<'_>, name: &str, errors: &mut Errors) -> Option<Self>;
}

/// Reads the value of a key.
pub(super) fn field<T: Read>(node: &Node<'_>, name: &str, errors: &mut Errors) -> Field<T> {
    match T::read(node, name, errors) {
        Some(value) => Field::Given(Spanned::new(node.span(), value)),
        None => Field::Invalid,
    }
}

impl Read for String {
    fn read(node: &Node<'_>, name: &str, errors: &mut Errors) -> Option<Self> {
        match node.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => errors.expected(name, "a string", node),
        }
    }
}

impl Read for bool {
    fn read(node: &Node<'_>, name: &str, errors: &mut Errors) -> Option<Self> {
        match node.get_ref() {
            DeValue::Boolean(value) => Some(*value),
            _ => errors.expected(name, "true or false", node),
        }
    }
}

/// A finite number. Integers are numbers too.
impl Read for f64 {
    fn read(node: &Node<'_>, name: &str, errors: &mut Errors) -> Option<Self> {
        let number = match node.get_ref() {
            DeValue::Float(float) => float.as_str().parse().ok(),
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
            #[allow(clippy::cast_precision_loss)] // the nearest number is what is meant
            DeValue::Integer(integer) => parse_integer(integer).map(|value| value as Self),
            _ => return errors.expected(name, "a number", node),
        };
        match number {
            Some(number) if Self::is_finite(number) => Some(number),
            _ => errors.push(Diagnostic::error(format!("{name} must be finite")).at(node.span())),
        }
    }
}

fn parse_integer(integer: &toml::de::DeInteger<'_>) -> Option<i128> {
    i128::from_str_radix(integer.as_str(), integer.radix()).ok()
}

/// Reads a whole number from `least` to `most`.
pub(super) fn integer(
    node: &Node<'_>,
    name: &str,
    [least, most]: [u64; 2],
    errors: &mut Errors,
) -> Option<u64> {
    match node.get_ref() {
        DeValue::Integer(integer) => {
            let value = parse_integer(integer).and_then(|value| u64::try_from(value).ok());
            value
                .filter(|value| (least..=most).contains(value))
                .or_else(|| {
                    let message = format!("{name} must be between {least} and {most}");
                    errors.push(Diagnostic::error(message).at(node.span()))
                })
        }
        DeValue::Float(_) => {
            let error = Diagnostic::error(format!("{name} must be an integer, not a float"));
            let hint =
                "write it without a decimal point or an exponent, such as 1000000 or 1_000_000";
            errors.push(error.at(node.span()).hint(hint))
        }
        _ => errors.expected(name, "an integer", node),
    }
}

/// The elements of a list of `what`, each with its place.
impl<T: Read> Read for Vec<Spanned<T>> {
    fn read(node: &Node<'_>, name: &str, errors: &mut Errors) -> Option<Self> {
        let DeValue::Array(array) = node.get_ref() else {
            return errors.expected(name, "a list", node);
        };
        let name = format!("each element of {name}");
        let mut elements = Self::new();
        for node in array {
            // Read on after an error: the elements behind it may have their own.
            if let Some(element) = T::read(node, &name, errors) {
                elements.push(Spanned::new(node.span(), element));
            }
        }
        (elements.len() == array.len()).then_some(elements)
    }
}

/// A choice among names.
pub(super) trait Named: Copy + 'static {
    /// What is chosen.
    const WHAT: &'static str;
    /// Every name with its meaning, in the order of the documentation.
    const NAMES: &'static [(&'static str, Self)];
    /// Names of the contract that this version does not know how to draw.
    const PLANNED: &'static [&'static str] = &[];

    /// All names.
    fn names() -> impl Iterator<Item = &'static str> {
        Self::NAMES.iter().map(|(name, _)| *name)
    }
}

impl<T: Named> Read for T {
    fn read(node: &Node<'_>, name: &str, errors: &mut Errors) -> Option<Self> {
        let DeValue::String(text) = node.get_ref() else {
            return errors.expected(name, list(T::names().map(quoted), "or"), node);
        };
        if let Some((_, value)) = T::NAMES.iter().find(|(known, _)| known == text) {
            return Some(*value);
        }
        let message = if T::PLANNED.contains(&&**text) {
            format!("{} {} is not available yet", T::WHAT, quoted(text))
        } else {
            format!("unknown {} {}", T::WHAT, quoted(text))
        };
        let hint = match suggestion(text, T::names()) {
            Some(near) => format!("did you mean {}?", quoted(near)),
            None => format!("write {}", list(T::names().map(quoted), "or")),
        };
        errors.push(Diagnostic::error(message).at(node.span()).hint(hint))
    }
}

/// A table with a fixed set of keys; [`table!`] makes one.
pub(super) trait Table: Default {
    /// Every key, in the order of the documentation.
    const KEYS: &'static [&'static str];

    /// Reads the value of one key; `false` if there is no such key.
    fn set(&mut self, key: &str, node: &Node<'_>, errors: &mut Errors) -> bool;

    /// Reads all keys, and notes those that are not known.
    fn fill(table: &DeTable<'_>, errors: &mut Errors) -> Self {
        let mut result = Self::default();
        for (key, node) in table {
            if !result.set(key.get_ref(), node, errors) {
                let error = super::schema::unknown_key::<Self>(key.get_ref());
                errors.push::<()>(error.at(key.span()));
            }
        }
        result
    }
}

/// Declares a struct whose fields are the keys of a table.
macro_rules! table {
    ($(#[$doc:meta])* $name:ident { $($(#[$key_doc:meta])* $key:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Default)]
        pub(super) struct $name {
            $($(#[$key_doc])* pub(super) $key: Field<$type>,)*
        }

        impl Table for $name {
            const KEYS: &'static [&'static str] = &[$(stringify!($key)),*];

            fn set(&mut self, key: &str, node: &Node<'_>, errors: &mut Errors) -> bool {
                match key {
                    $(stringify!($key) => self.$key = field(node, key, errors),)*
                    _ => return false,
                }
                true
            }
        }

        impl Read for $name {
            fn read(node: &Node<'_>, name: &str, errors: &mut Errors) -> Option<Self> {
                match node.get_ref() {
                    DeValue::Table(table) => Some(Self::fill(table, errors)),
                    _ => errors.expected(name, "a table", node),
                }
            }
        }
    };
}
pub(super) use table;
