//! What the program says, and how: results to standard output, diagnostics to standard error.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Serialize, Serializer};

use super::args::MessageFormat;
use super::listing::{self, Entry};
use super::output::State;
use super::{Exit, input};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, json_line, line, visible};

/// As the command line says; it is one for all that the program says.
static FORMAT: OnceLock<MessageFormat> = OnceLock::new();

/// Says in this format from now on. The first one stays.
pub(super) fn set_format(format: MessageFormat) {
    FORMAT.get_or_init(|| format);
}

/// Whether something could not be written to standard output.
static DEAF: AtomicBool = AtomicBool::new(false);

/// Whether results can still be told: nobody may read them any more.
pub(super) fn is_heard() -> bool {
    !DEAF.load(Ordering::Relaxed)
}

fn format() -> MessageFormat {
    FORMAT.get().copied().unwrap_or_default()
}

/// What there is to say but diagnostics. As JSON it is an object with a field `type`.
pub(super) trait Outcome: Serialize {
    /// For people. Nothing, if they need not know.
    fn human(&self) -> Vec<u8>;

    /// One line, or nothing.
    fn short(&self) -> String;

    /// An annotation, if it is a failure.
    fn github(&self) -> String;
}

/// A file that was written, if that changes it.
#[derive(Serialize)]
pub(super) struct Written<'a> {
    /// What it is.
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    #[serde(serialize_with = "path_text")]
    pub(super) path: &'a Path,
    /// Of a figure's file, what it is drawn from.
    #[serde(
        serialize_with = "optional_path_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) config: Option<&'a Path>,
    /// Of a figure's file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) format: Option<&'static str>,
    /// Whether its bytes are others than before.
    pub(super) state: &'static str,
    /// Of a figure's file, what a terminal is shown of it.
    #[serde(skip)]
    pub(super) entry: Option<Entry>,
}

impl<'a> Written<'a> {
    /// That a file is written, of which this is known: how it was before.
    pub(super) fn new(kind: &'static str, path: &'a Path, before: State) -> Self {
        Self {
            kind,
            path,
            config: None,
            format: None,
            state: match before {
                State::Same => "unchanged",
                State::Missing | State::Different => "written",
            },
            entry: None,
        }
    }
}

impl Outcome for Written<'_> {
    fn human(&self) -> Vec<u8> {
        match self.entry {
            Some(entry) if listing::is_shown() => {
                let line = entry.line(self.path, self.state == "written");
                line.into_bytes()
            }
            _ => path_line("", self.path),
        }
    }

    fn short(&self) -> String {
        line(&self.path.to_string_lossy())
    }

    fn github(&self) -> String {
        self.short()
    }
}

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
    /// A result, on standard output.
    pub(super) fn result(outcome: &impl Outcome, exit: Exit) -> Self {
        let text = match format() {
            MessageFormat::Human => outcome.human(),
            MessageFormat::Short => outcome.short().into_bytes(),
            MessageFormat::Json => json_line(outcome).into_bytes(),
            MessageFormat::Github => outcome.github().into_bytes(),
        };
        let place = Place::Stdout;
        Self { place, text, exit }
    }

    /// The same beside the diagnostics, on standard error.
    pub(super) fn advice(outcome: &impl Outcome) -> Self {
        Self {
            place: Place::Stderr,
            ..Self::result(outcome, Exit::Success)
        }
    }

    /// Diagnostics on standard error; for people, in colour on a terminal.
    pub(super) fn diagnostics(diagnostics: &Diagnostics) -> Self {
        let exits = diagnostics
            .list
            .iter()
            .map(|diagnostic| match diagnostic.severity {
                _ if diagnostic.unreadable => Exit::Unreadable,
                Severity::Error => Exit::Invalid,
                Severity::Warning => Exit::Success,
            });
        let text = match format() {
            MessageFormat::Human => diagnostics.styled(),
            MessageFormat::Short => diagnostics.short(),
            MessageFormat::Json => diagnostics.json(),
            MessageFormat::Github => diagnostics.github(),
        };
        Self {
            place: Place::Stderr,
            text: text.into_bytes(),
            exit: exits.max().unwrap_or(Exit::Success),
        }
    }

    /// Errors about figures that are not what their configs say.
    pub(super) fn stale(diagnostics: &Diagnostics) -> Self {
        Self {
            exit: Exit::Stale,
            ..Self::diagnostics(diagnostics)
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

/// A line of words and a path, with the very bytes of its name. A terminal, which would obey some of them, is shown others, as by
/// `ls`.
pub(super) fn path_line(words: &str, path: &Path) -> Vec<u8> {
    let shown = io::stdout()
        .is_terminal()
        .then(|| visible(&path.to_string_lossy()));
    let name = match &shown {
        Some(name) => name.as_bytes(),
        None => path.as_os_str().as_encoded_bytes(),
    };
    [words.as_bytes(), name, b"\n"].concat()
}

/// A path in JSON: text, in which U+FFFD stands for what is no Unicode.
pub(super) fn path_text<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&path.to_string_lossy())
}

/// The same of a path that there may not be.
pub(super) fn optional_path_text<S: Serializer>(
    path: &Option<&Path>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match path {
        Some(path) => path_text(path, serializer),
        None => serializer.serialize_none(),
    }
}

/// Writes text to standard output. A terminal is not shown what it would obey: anybody can have written it.
pub(super) fn text(text: &str) -> Exit {
    if !io::stdout().is_terminal() {
        return stdout(text.as_bytes());
    }
    let lines = text.lines().map(|line| visible(line) + "\n");
    stdout(lines.collect::<String>().as_bytes())
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
        Err(cause) => {
            DEAF.store(true, Ordering::Relaxed);
            Message::unwritable(Path::new("<stdout>"), &cause).say()
        }
    }
}
