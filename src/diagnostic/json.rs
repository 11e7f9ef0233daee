//! Diagnostics as JSON lines. `docs/messages.md` promises what is in them.

use serde::Serialize;

use super::harmless::escaped;
use super::place::Place;
use super::{Diagnostics, Shown};

/// One object on one line, with escapes for all that a terminal or a log would obey.
pub(crate) fn json_line(object: &impl Serialize) -> String {
    // It never fails: no map here has keys that are no strings.
    let json = serde_json::to_string(object).unwrap_or_default();
    escaped(&json) + "\n"
}

impl Diagnostics {
    /// An object for each, on a line of its own.
    pub fn json(&self) -> String {
        let objects = self.shown().map(|shown| json_line(&Object::of(&shown)));
        let mut lines: String = objects.collect();
        if let Some(message) = self.note() {
            let file = &self.name;
            lines += &json_line(&Note { message, file });
        }
        lines
    }
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "diagnostic")]
struct Object<'a> {
    severity: &'static str,
    code: Option<&'static str>,
    message: &'a str,
    file: &'a str,
    span: Option<Place>,
    key: Option<&'a str>,
    notes: &'a [String],
    hints: &'a [String],
    unreadable: bool,
    rendered: String,
}

impl<'a> Object<'a> {
    fn of(shown: &'a Shown<'a>) -> Self {
        let diagnostic = shown.diagnostic;
        Self {
            severity: diagnostic.severity.name(),
            code: diagnostic.code.map(|code| code.name()),
            message: &diagnostic.message,
            file: &shown.name,
            span: shown.place(),
            key: diagnostic.key.as_deref(),
            notes: &diagnostic.notes,
            hints: &diagnostic.hints,
            unreadable: diagnostic.unreadable,
            rendered: shown.plain(),
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "note")]
struct Note<'a> {
    message: String,
    file: &'a str,
}
