//! Diagnostics as compilers have them for editors: one line each.

use super::{Diagnostics, Shown, line};

impl Diagnostics {
    /// A line for each: file, line, column, severity, code and message. Hints are left out.
    pub fn short(&self) -> String {
        let mut lines: String = self.shown().map(|shown| shown.short()).collect();
        if let Some(note) = self.note() {
            lines += &line(&format!("{}: note: {note}", self.name));
        }
        lines
    }
}

impl Shown<'_> {
    fn short(&self) -> String {
        let mut text = self.name.to_string();
        if let Some(place) = self.place() {
            text += &format!(":{}:{}", place.start.line, place.start.column);
        }
        text += &format!(": {}", self.diagnostic.severity.name());
        if let Some(code) = self.diagnostic.code {
            text += &format!("[{}]", code.name());
        }
        line(&format!("{text}: {}", self.diagnostic.message))
    }
}
