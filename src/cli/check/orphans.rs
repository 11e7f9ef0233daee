//! Figures without a config.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::cli::args::{Inputs, Trust};
use crate::cli::discover::Job;
use crate::cli::recipe::of_figure;
use crate::cli::{input, output};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// What is in a directory beyond what should be.
#[derive(Debug, Default)]
pub(super) struct Orphans {
    /// Pictures that carry a recipe, sorted.
    pub(super) found: Vec<PathBuf>,
    /// What could not be read to know.
    pub(super) problems: Vec<Diagnostics>,
}

/// Finds the pictures below the output directory that carry a recipe, are none of the `expected` ones, and may not be asked for by
/// the jobs of which that is not known. What has a name that begins with a dot, such as `.git`, is not looked at, and symbolic
/// links are not followed.
pub(super) fn orphans(inputs: &Inputs, expected: &[PathBuf], unknown: &[&Job]) -> Orphans {
    let (out_dir, trust) = (&inputs.out_dir, inputs.trust);
    let expected = expected.iter().map(|path| output::destination(path));
    let expected: BTreeSet<PathBuf> = expected.collect();
    let may_be_asked_for = |path: &Path| {
        let stem = path
            .strip_prefix(out_dir)
            .unwrap_or(path)
            .with_extension("");
        unknown.iter().any(|job| job.may_own(&stem))
    };
    let is_unexpected = |path: &Path| {
        is_picture(path)
            && !expected.contains(&output::destination(path))
            && !may_be_asked_for(path)
    };
    let mut orphans = Orphans::default();
    let mut directories = vec![out_dir.clone()];
    while let Some(directory) = directories.pop() {
        let entries = fs::read_dir(&directory).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let entries = match entries {
            Ok(entries) => entries,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => continue,
            Err(cause) => {
                orphans.note(&directory, input::unreadable(&cause));
                continue;
            }
        };
        for entry in entries {
            let path = entry.path();
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            match entry.file_type() {
                _ if hidden => {}
                Ok(kind) if kind.is_dir() => directories.push(path),
                Ok(kind) if kind.is_file() && is_unexpected(&path) => orphans.look(path, trust),
                _ => {}
            }
        }
    }
    orphans.found.sort_unstable();
    orphans
}

fn is_picture(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    ["png", "svg"].map(OsStr::new).contains(&extension)
}

impl Orphans {
    /// Looks whether a picture is by gaussfig.
    fn look(&mut self, path: PathBuf, trust: Trust) {
        if let Err(error) = trust.check(&path) {
            return self.note(&path, error);
        }
        match input::figure(&path) {
            Err(cause) => self.note(&path, input::unreadable(&cause)),
            Ok(bytes) if of_figure(&bytes).is_some() => self.found.push(path),
            Ok(_) => {}
        }
    }

    fn note(&mut self, path: &Path, error: Diagnostic) {
        self.problems.push(input::about(path, error));
    }
}
