//! What the program says: results to standard output, diagnostics to standard error.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use super::{Exit, input};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, visible};

/// Something to say when its turn has come.
pub(super) struct Message {
    place: Place,
    text: Vec<u8>,
    /// How a run ends in which it is said.
    exit: Exit,
}

/// Where a message is said.
enum Place {
    Stdout,
    Stderr,
}

impl Message {
    /// A line on standard output: words, and a path with the very bytes of its name. A terminal, which would obey some of
    /// them, is shown others, as by `ls`.
    pub(super) fn result(words: &str, path: &Path, exit: Exit) -> Self {
        let shown = io::stdout()
            .is_terminal()
            .then(|| visible(&path.to_string_lossy()));
        let name = match &shown {
            Some(name) => name.as_bytes(),
            None => path.as_os_str().as_encoded_bytes(),
        };
        Self {
            place: Place::Stdout,
            text: [words.as_bytes(), name, b"\n"].concat(),
            exit,
        }
    }

    /// Diagnostics on standard error, in colour on a terminal.
    pub(super) fn diagnostics(diagnostics: &Diagnostics) -> Self {
        let exits = diagnostics
            .list
            .iter()
            .map(|diagnostic| match diagnostic.severity {
                _ if diagnostic.unreadable => Exit::Unreadable,
                Severity::Error => Exit::Invalid,
                Severity::Warning => Exit::Success,
            });
        Self {
            place: Place::Stderr,
            text: diagnostics.styled().to_string().into_bytes(),
            exit: exits.max().unwrap_or(Exit::Success),
        }
    }

    /// That a file could not be written.
    pub(super) fn unwritable(path: &Path, cause: &io::Error) -> Self {
        let error = Diagnostic::error(format!("cannot be written: {cause}")).unreadable();
        Self::diagnostics(&input::about(path, error))
    }

    /// Says it. How a run ends with that.
    pub(super) fn say(&self) -> Exit {
        match self.place {
            Place::Stdout => self.exit.max(stdout(&self.text)),
            Place::Stderr => {
                // Where standard error is closed there is nobody to tell; the exit code still does.
                let _ = anstream::stderr().write_all(&self.text);
                self.exit
            }
        }
    }
}

/// Shows diagnostics. Says how a run with them ends.
pub(super) fn report(diagnostics: &Diagnostics) -> Exit {
    Message::diagnostics(diagnostics).say()
}

/// Writes bytes to standard output.
pub(super) fn stdout(bytes: &[u8]) -> Exit {
    to_stdout(|stdout| stdout.write_all(bytes))
}

/// Lets something be written to standard output, of which no more than a buffer is kept.
pub(super) fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Exit {
    let mut stdout = BufWriter::new(io::stdout().lock());
    match write(&mut stdout).and_then(|()| stdout.flush()) {
        Ok(()) => Exit::Success,
        Err(cause) => Message::unwritable(Path::new("<stdout>"), &cause).say(),
    }
}
