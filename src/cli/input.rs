//! Reading configs, and the files that they name.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::args::Trust;
use super::progress::watched;
use super::stamp::Seen;
use crate::config::{MAX_LENGTH, not_utf8, too_long};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::evaluate::{Evaluation, Progress};
use crate::model::{Figure, Variant};
use crate::parallel::Threads;
use crate::render::{
    Composition, Overrides, Rendering, composed, evaluate, read_file, render, variants,
};
#[cfg(feature = "preview")]
use crate::render::{View, view};

/// A config's text.
#[derive(Debug)]
pub(super) struct Config {
    name: String,
    text: String,
    /// What the files that it names are relative to.
    directory: PathBuf,
    trust: Trust,
    /// The files that it names, as far as they were read or looked for in vain.
    named: RefCell<Vec<Seen>>,
}

impl Config {
    /// Reads a file.
    pub(super) fn open(path: &Path, trust: Trust) -> Result<Self, Diagnostics> {
        trust.check(path).map_err(|error| about(path, error))?;
        let bytes = file(path, MAX_LENGTH);
        let directory = path.parent().unwrap_or(Path::new(""));
        Self::new(path, bytes, directory.to_owned(), trust)
    }

    /// Reads standard input. What it names is relative to the current directory.
    pub(super) fn from_stdin(trust: Trust) -> Result<Self, Diagnostics> {
        let bytes = beginning(io::stdin().lock(), MAX_LENGTH);
        Self::new(Path::new("<stdin>"), bytes, PathBuf::new(), trust)
    }

    /// Takes a part of the file at `path`. Fonts are relative to the file.
    pub(super) fn part(path: &Path, text: &str, trust: Trust) -> Result<Self, Diagnostics> {
        let directory = path.parent().unwrap_or(Path::new(""));
        Self::new(path, Ok(text.into()), directory.to_owned(), trust)
    }

    fn new(
        path: &Path,
        bytes: io::Result<Vec<u8>>,
        directory: PathBuf,
        trust: Trust,
    ) -> Result<Self, Diagnostics> {
        let bytes = bytes.map_err(|cause| about(path, unreadable(&cause)))?;
        if bytes.len() > MAX_LENGTH {
            return Err(about(path, too_long()));
        }
        let name = path.display().to_string();
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self {
                name,
                text,
                directory,
                trust,
                named: RefCell::default(),
            }),
            Err(error) => {
                let (text, error) = not_utf8("config", &error);
                Err(Diagnostics {
                    name,
                    text,
                    list: vec![error],
                })
            }
        }
    }

    /// Draws its figure, if it has no errors, on up to `threads` threads; and what there is to say about it, and the files that it
    /// names.
    pub(super) fn render(
        self,
        overrides: Overrides,
        threads: Threads,
        progress: &Progress,
    ) -> (Option<Rendering>, Diagnostics, Vec<Seen>) {
        let load = |path: &str| self.load(path);
        let rendering = render(&self.text, &load, overrides, threads, progress);
        let named = self.named.take();
        let (rendering, diagnostics) = self.told(rendering.map(|mut rendering| {
            let warnings = std::mem::take(&mut rendering.warnings);
            (rendering, warnings)
        }));
        (rendering, diagnostics, named)
    }

    /// Its figure to look at, if it has no errors, composed on up to `threads` threads; and what there is to say about it, and the
    /// files that it names.
    #[cfg(feature = "preview")]
    pub(super) fn view(self, threads: Threads) -> (Option<View>, Diagnostics, Vec<Seen>) {
        let load = |path: &str| self.load(path);
        let view = view(&self.text, &load, threads);
        let named = self.named.take();
        let (view, diagnostics) = self.told(view);
        (view, diagnostics, named)
    }

    /// The files that it asks for, unless it has errors.
    pub(super) fn variants(&self, overrides: Overrides) -> Option<Vec<Variant>> {
        variants(&self.text, &|path| self.load(path), overrides)
    }

    /// Its figure, if it has no errors, composed on up to `threads` threads; and what there is to say about it.
    pub(super) fn compose(
        self,
        overrides: Overrides,
        threads: Threads,
        progress: &Progress,
    ) -> (Option<Composition>, Diagnostics) {
        let load = |path: &str| self.load(path);
        let composition = composed(&self.text, &load, overrides, threads, progress);
        self.told(composition)
    }

    /// Its figure and what that shows, if it has no errors, with a progress bar if that takes long; and what there is to say about it.
    pub(super) fn evaluate(self) -> (Option<(Figure, Evaluation)>, Diagnostics) {
        let load = |path: &str| self.load(path);
        let evaluated = watched(1, |watch| evaluate(&self.text, &load, &watch.progress));
        self.told(evaluated.map(|(figure, mut evaluation)| {
            let warnings = std::mem::take(&mut evaluation.warnings);
            ((figure, evaluation), warnings)
        }))
    }

    fn load(&self, path: &str) -> io::Result<Vec<u8>> {
        if self.trust.no_user_files {
            let message = "--no-user-files allows none";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let path = self.directory.join(path);
        let mut named = self.named.borrow_mut();
        if !named.iter().any(|seen| seen.path == path) {
            named.push(Seen::new(&path));
        }
        read_file(&path)
    }

    /// A result with its warnings, or errors, as what became of this config.
    fn told<T>(
        self,
        result: Result<(T, Vec<Diagnostic>), Vec<Diagnostic>>,
    ) -> (Option<T>, Diagnostics) {
        let (result, list) = match result {
            Ok((result, warnings)) => (Some(result), warnings),
            Err(errors) => (None, errors),
        };
        let Self { name, text, .. } = self;
        (result, Diagnostics { name, text, list })
    }
}

/// The longest figure's file that is read: none that can be drawn is longer.
const MAX_FIGURE: usize = 1 << 28;

/// Reads the file of a figure, or standard input if its path is `-`.
pub(super) fn figure(path: &Path) -> io::Result<Vec<u8>> {
    match path == Path::new("-") {
        true => beginning(io::stdin().lock(), MAX_FIGURE),
        false => file(path, MAX_FIGURE),
    }
}

/// What is in a file, but no more than one byte beyond `most`.
fn file(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    beginning(File::open(path)?, most)
}

/// What a reader gives, but no more than one byte beyond `most`: a device gives without end.
fn beginning(reader: impl Read, most: usize) -> io::Result<Vec<u8>> {
    // Most configs are read at once.
    let mut bytes = Vec::with_capacity(1 << 12);
    reader.take(most as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The error for a file or directory that cannot be read.
pub(super) fn unreadable(cause: &io::Error) -> Diagnostic {
    Diagnostic::error(format!("cannot be read: {cause}")).unreadable()
}

/// A diagnostic about a whole file or directory.
pub(super) fn about(path: &Path, diagnostic: Diagnostic) -> Diagnostics {
    Diagnostics {
        name: path.display().to_string(),
        text: String::new(),
        list: vec![diagnostic],
    }
}
