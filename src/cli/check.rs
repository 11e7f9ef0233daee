//! `gaussfig check`

use std::path::Path;

use serde::Serialize;

use super::args::Inputs;
use super::input;
use super::output::{Output, State, compare};
use super::report::{Message, Outcome, path_line, report};
use super::{Exit, draw, jobs};
use crate::diagnostic::{Annotation, Diagnostic, line, visible};

/// Compares the figures with their files.
pub(super) fn run(inputs: &Inputs) -> Exit {
    if inputs.paths.iter().any(|path| path == Path::new("-")) {
        let error = Diagnostic::error("standard input has no files to compare with");
        return report(&input::about(Path::new("-"), error));
    }
    let (jobs, exit) = jobs(inputs);
    let exits = draw(&jobs, inputs, check);
    if exits.contains(&Exit::Stale) {
        let command = mending(inputs);
        Message::advice(&Mending { command }).say();
    }
    exits.into_iter().fold(exit, Exit::max)
}

/// Compares one file of a figure.
fn check(output: &Output<'_>, bytes: &[u8]) -> Message {
    match compare(output.path, bytes) {
        Ok(state) => {
            let exit = match state {
                State::Same => Exit::Success,
                State::Missing | State::Different => Exit::Stale,
            };
            Message::result(&Comparison { output, state }, exit)
        }
        Err(cause) => {
            let error = input::about(output.path, input::unreadable(&cause));
            Message::diagnostics(&error)
        }
    }
}

/// How a file compares with its config.
#[derive(Serialize)]
#[serde(tag = "type", rename = "comparison")]
struct Comparison<'a> {
    #[serde(flatten)]
    output: &'a Output<'a>,
    state: State,
}

impl Comparison<'_> {
    /// Only programs are told of each file that is the same.
    fn unless_same<T: Default>(&self, told: impl FnOnce() -> T) -> T {
        match self.state {
            State::Same => T::default(),
            State::Missing | State::Different => told(),
        }
    }
}

impl Outcome for Comparison<'_> {
    fn human(&self) -> Vec<u8> {
        self.unless_same(|| path_line(&format!("{}: ", self.state.word()), self.output.path))
    }

    fn short(&self) -> String {
        let path = self.output.path.to_string_lossy();
        self.unless_same(|| line(&format!("{}: {path}", self.state.word())))
    }

    fn github(&self) -> String {
        let path = visible(&self.output.path.to_string_lossy());
        let annotation = Annotation {
            level: "error",
            file: &self.output.config.to_string_lossy(),
            title: &format!("{} figure", self.state.word()),
            message: &path,
        };
        self.unless_same(|| annotation.line())
    }
}

/// What to do about files that are missing or different.
#[derive(Serialize)]
#[serde(tag = "type", rename = "mending")]
struct Mending {
    command: String,
}

impl Outcome for Mending {
    fn human(&self) -> Vec<u8> {
        format!("to mend this, run\n\n    {}\n\n", self.command).into_bytes()
    }

    fn short(&self) -> String {
        line(&format!("to mend this, run: {}", self.command))
    }

    fn github(&self) -> String {
        let annotation = Annotation {
            level: "notice",
            file: "",
            title: "to mend this, run",
            message: &self.command,
        };
        annotation.line()
    }
}

/// The command that writes what was checked.
fn mending(inputs: &Inputs) -> String {
    let mut command = "gaussfig render".to_owned();
    if inputs.out_dir != Path::new("out") {
        command += &format!(" --out-dir {}", quoted(&inputs.out_dir));
    }
    if let Some(format) = inputs.format {
        command += &format!(" --format {}", format.extension());
    }
    if let Some(scale) = inputs.scale {
        command += &format!(" --scale {}", scale.get());
    }
    if inputs.no_recipe {
        command += " --no-recipe";
    }
    if inputs.optimize {
        command += " --optimize";
    }
    if inputs.paths != [Path::new("configs")] {
        command += " --";
        inputs
            .paths
            .iter()
            .for_each(|path| command += &format!(" {}", quoted(path)));
    }
    command
}

/// A path as a POSIX shell reads it, of characters that no terminal obeys.
fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+,:@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.into_owned()
    } else if visible(&text) == text && !text.contains('\t') {
        format!("'{}'", text.replace('\'', r"'\''"))
    } else {
        let byte = |byte: &u8| match byte {
            b'\'' | b'\\' => format!("\\{}", char::from(*byte)),
            b' '..=b'~' => char::from(*byte).to_string(),
            _ => format!("\\{byte:03o}"),
        };
        let bytes = path.as_os_str().as_encoded_bytes();
        format!("$'{}'", bytes.iter().map(byte).collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_quoted_for_the_shell_only_where_it_must_be() {
        assert_eq!(quoted(Path::new("posts/a-b.toml")), "posts/a-b.toml");
        assert_eq!(quoted(Path::new("my posts")), "'my posts'");
        assert_eq!(quoted(Path::new("it's")), r"'it'\''s'");
        assert_eq!(quoted(Path::new("$HOME")), "'$HOME'");
        assert_eq!(quoted(Path::new("caf\u{e9}")), "'caf\u{e9}'");
    }

    #[test]
    fn a_path_that_would_command_a_terminal_is_quoted_in_octal() {
        assert_eq!(
            quoted(Path::new("it's\u{1b}]0;\\\u{7}\n")),
            r"$'it\'s\033]0;\\\007\012'"
        );
        assert_eq!(quoted(Path::new("\u{202e}")), r"$'\342\200\256'");
    }
}
