//! What the program says: results to standard output, diagnostics to standard error.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::{Exit, input};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};

/// Shows diagnostics, in colour on a terminal. Says how a run with them ends.
pub(super) fn report(diagnostics: &Diagnostics) -> Exit {
    // Where standard error is closed there is nobody to tell; the exit code still does.
    let _ = write!(anstream::stderr(), "{}", diagnostics.styled());
    let exits = diagnostics
        .list
        .iter()
        .map(|diagnostic| match diagnostic.severity {
            _ if diagnostic.unreadable => Exit::Unreadable,
            Severity::Error => Exit::Invalid,
            Severity::Warning => Exit::Success,
        });
    exits.max().unwrap_or(Exit::Success)
}

/// Reports that a file could not be written.
pub(super) fn unwritable(path: &Path, cause: &io::Error) -> Exit {
    let error = Diagnostic::error(format!("cannot be written: {cause}")).unreadable();
    report(&input::about(path, error))
}

/// Writes a line to standard output: words, and a path with the very bytes of its name.
pub(super) fn line(words: &str, path: &Path) -> Exit {
    let bytes = [words.as_bytes(), path.as_os_str().as_encoded_bytes(), b"\n"].concat();
    stdout(&bytes)
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
        Err(cause) => unwritable(Path::new("<stdout>"), &cause),
    }
}
