//! Annotations on the pages of GitHub: commands that its runners find in what a step of a workflow says.
//!
//! The syntax is that of "Workflow commands for GitHub Actions" in GitHub's documentation, and what the runner makes of it is in
//! its sources, `ActionCommand.cs`: of a line `::error key=value,key=value::message` it takes the properties apart at commas before
//! it decodes them.

use std::path::MAIN_SEPARATOR_STR;

use super::harmless::{visible, without_commands};
use super::place::Place;
use super::{Diagnostics, Shown};

/// A mark on a line of a file, with a message.
pub(crate) struct Annotation<'a> {
    /// `error`, `warning` or `notice`.
    pub(crate) level: &'static str,
    /// As the user named it, which is from the repository's root if the program runs there. Empty: it is about no file.
    pub(crate) file: &'a str,
    /// In bold above the message.
    pub(crate) title: &'a str,
    pub(crate) message: &'a str,
}

impl Annotation<'_> {
    /// The command for the first line of the file.
    pub(crate) fn line(&self) -> String {
        self.command("line=1,")
    }

    /// The command for a place in the file. Columns are refused where a place has several lines.
    fn at(&self, Place { start, end }: Place) -> String {
        self.command(&if start.line == end.line {
            let line = start.line;
            let [column, end] = [start.column, end.column];
            format!("line={line},col={column},endLine={line},endColumn={end},")
        } else {
            format!("line={},endLine={},", start.line, end.line)
        })
    }

    fn command(&self, place: &str) -> String {
        let file = match repository_path(self.file) {
            path if path.is_empty() => String::new(),
            path => format!("file={},{place}", property(&path)),
        };
        let title = property(self.title);
        let command = format!(
            "::{} {file}title={title}::{}",
            self.level,
            data(self.message)
        );
        // Only now: line feeds have escapes, the rest of what might be obeyed has none.
        without_commands(&visible(&command)) + "\n"
    }
}

/// A path as GitHub writes them: without ways there and back.
fn repository_path(path: &str) -> String {
    let path = path.replace(MAIN_SEPARATOR_STR, "/");
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match (part, parts.last()) {
            (".", _) => {}
            ("..", Some(&last)) if !["", ".."].contains(&last) => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// Text behind the last two colons.
fn data(text: &str) -> String {
    let text = text.replace('%', "%25");
    text.replace('\r', "%0D").replace('\n', "%0A")
}

/// Text between commas.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// In bold above what is about a config.
const TITLE: &str = "gaussfig";

impl Diagnostics {
    /// An annotation for each, at its place in the file.
    pub fn github(&self) -> String {
        let mut lines: String = self.shown().map(|shown| shown.github()).collect();
        if let Some(note) = self.note() {
            let note = Annotation {
                level: "notice",
                file: &self.name,
                title: TITLE,
                message: &note,
            };
            lines += &note.line();
        }
        lines
    }
}

impl Shown<'_> {
    fn github(&self) -> String {
        let diagnostic = self.diagnostic;
        let title = match diagnostic.code {
            Some(code) => format!("{TITLE} ({})", code.name()),
            None => TITLE.to_owned(),
        };
        let mut message = visible(&diagnostic.message);
        for note in &diagnostic.notes {
            message += &format!("\n{}", visible(note));
        }
        for hint in &diagnostic.hints {
            message += &format!("\nhelp: {}", visible(hint));
        }
        let annotation = Annotation {
            level: diagnostic.severity.name(),
            file: &self.name,
            title: &title,
            message: &message,
        };
        match self.place() {
            Some(place) => annotation.at(place),
            None => annotation.line(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic};

    fn shown(name: &str, text: &str, diagnostic: Diagnostic) -> String {
        let [name, text] = [name, text].map(str::to_owned);
        let list = vec![diagnostic];
        Diagnostics { name, text, list }.github()
    }

    #[test]
    fn an_error_is_at_its_place_in_the_file() {
        let error = Diagnostic::error("wrong").at(4..7).hint("mend it");
        assert_eq!(
            shown("./configs/a.toml", "a\nb = 1", error),
            "::error file=configs/a.toml,line=2,col=3,endLine=2,endColumn=6,title=gaussfig::wrong%0Ahelp: mend it\n"
        );
    }

    #[test]
    fn paths_are_those_of_the_repository() {
        for (path, expected) in [
            ("./configs/a.toml", "configs/a.toml"),
            ("configs/../styles/./blog.toml", "styles/blog.toml"),
            ("../a/../../b.toml", "../../b.toml"),
            ("/srv/../a.toml", "/a.toml"),
        ] {
            assert_eq!(repository_path(path), expected);
        }
    }

    #[test]
    fn a_place_of_several_lines_has_no_columns_and_none_is_the_first_line() {
        let warning = Diagnostic::warning(Code::NoRoom, "wrong");
        assert_eq!(
            shown("a.toml", "a = [\n1\n]", warning.clone().at(4..9)),
            "::warning file=a.toml,line=1,endLine=3,title=gaussfig (no-room)::wrong\n"
        );
        assert_eq!(
            shown("a.toml", "", warning),
            "::warning file=a.toml,line=1,title=gaussfig (no-room)::wrong\n"
        );
    }

    #[test]
    fn what_would_end_a_property_or_a_line_is_escaped() {
        let error = Diagnostic::error("100 %\n::error::##[error]").hint("\r\u{1b}");
        assert_eq!(
            shown("a,b:c%\r\n\u{1b}.toml", "", error),
            "::error file=a%2Cb%3Ac%25%0D%0A␛.toml,line=1,title=gaussfig::100 %25␊::error::#.[error]%0Ahelp: ␍␛\n"
        );
    }
}
