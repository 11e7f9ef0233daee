//! `gaussfig check`

use std::io::Write;
use std::path::Path;

use super::args::Inputs;
use super::input;
use super::output::{State, compare};
use super::report::{Message, report};
use super::{Exit, draw, jobs};
use crate::diagnostic::{Diagnostic, visible};

/// Compares the figures with their files.
pub(super) fn run(inputs: &Inputs) -> Exit {
    if inputs.paths.iter().any(|path| path == Path::new("-")) {
        let error = Diagnostic::error("standard input has no files to compare with");
        return report(&input::about(Path::new("-"), error));
    }
    let (jobs, exit) = jobs(inputs);
    let exits = draw(&jobs, inputs, check);
    if exits.contains(&Exit::Stale) {
        // Where standard error is closed there is nobody to tell.
        let _ = writeln!(
            anstream::stderr(),
            "to mend this, run\n\n    {}\n",
            mending(inputs)
        );
    }
    exits.into_iter().fold(exit, Exit::max)
}

/// Compares one file of a figure.
fn check(path: &Path, bytes: &[u8]) -> Option<Message> {
    let stale = |words| Some(Message::result(words, path, Exit::Stale));
    match compare(path, bytes) {
        Ok(State::Same) => None,
        Ok(State::Missing) => stale("missing: "),
        Ok(State::Different) => stale("different: "),
        Err(cause) => {
            let error = input::about(path, input::unreadable(&cause));
            Some(Message::diagnostics(&error))
        }
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
