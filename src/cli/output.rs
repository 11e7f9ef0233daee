//! Comparing and writing the files of figures.

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{signals, temporary};
use crate::model::Format;

/// A file of a figure.
#[derive(Debug, Clone, Copy)]
pub(super) struct Output<'a> {
    pub(super) path: &'a Path,
    /// What it is drawn from.
    pub(super) config: &'a Path,
    pub(super) format: Format,
}

/// How a file on disk compares with what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// There is none.
    Missing,
    /// Its bytes are others.
    Different,
    /// Its bytes are the same.
    Same,
}

/// Compares the file at `path` with `bytes`.
pub(super) fn compare(path: &Path, bytes: &[u8]) -> io::Result<State> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::Missing),
        Err(error) => return Err(error),
    };
    check_is_file(&metadata)?;
    let same = metadata.len() == bytes.len() as u64 && fs::read(path)? == bytes;
    Ok(if same { State::Same } else { State::Different })
}

/// Writing would put a file in the place of a directory or a device.
fn check_is_file(metadata: &Metadata) -> io::Result<()> {
    match metadata.is_file() {
        true => Ok(()),
        false => Err(io::Error::other("it is there, and not a file")),
    }
}

/// Makes `bytes` the content of the file at `path`, see [`write`]. A file that has them already is left alone. Says how it was
/// before.
pub(super) fn update(path: &Path, bytes: &[u8]) -> io::Result<State> {
    let state = compare(path, bytes)?;
    if state != State::Same {
        write(path, bytes)?;
    }
    Ok(state)
}

/// Writes a file anew with `bytes` as its content, and its directories where they are missing. Whatever happens, the file
/// has either its old bytes or the new ones.
///
/// Where it replaces a file, its bytes are on the disk before it has that name, so that a power cut cannot leave neither. The
/// name itself is not waited for: whether the old file or the new one is there then, it is whole. Where there was none, nothing
/// can be lost, and nothing is waited for, which would take a fifth of the time of an SVG.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (path, old) = follow_links(path)?;
    if let Some(metadata) = &old {
        check_is_file(metadata)?;
    }
    let old = old.map(|metadata| metadata.permissions());
    if old.as_ref().is_some_and(fs::Permissions::readonly) {
        // Renaming would not ask.
        let message = "it is there, and read-only";
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, message));
    }
    let directory = directory(&path);
    fs::create_dir_all(directory)?;
    signals::undisturbed(|| {
        let file = temporary::create(directory)?;
        file.as_file().write_all(bytes)?;
        if let Some(permissions) = old {
            file.as_file().set_permissions(permissions)?;
            file.as_file().sync_all()?;
        }
        file.persist(&path)?;
        Ok(())
    })
}

/// Writes a file where there is none, whole or not at all. Whether there was none.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    if path.symlink_metadata().is_ok() {
        return Ok(false);
    }
    let directory = directory(path);
    fs::create_dir_all(directory)?;
    signals::undisturbed(|| {
        let file = temporary::create(directory)?;
        file.as_file().write_all(bytes)?;
        file.as_file().sync_all()?;
        match file.persist_noclobber(path) {
            Ok(_) => Ok(true),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error.error),
        }
    })
}

/// Removes what killed programs have left where `write` would write these files.
pub(super) fn sweep(paths: impl Iterator<Item = PathBuf>) {
    let directories = paths.map(|path| directory(&followed(&path).0).to_owned());
    let directories: BTreeSet<_> = directories.collect();
    directories.iter().for_each(|path| temporary::sweep(path));
}

/// The directory around a file.
fn directory(path: &Path) -> &Path {
    // A path without a directory has the empty one, in which no file can be made.
    let around = path.parent().filter(|path| !path.as_os_str().is_empty());
    around.unwrap_or(Path::new("."))
}

/// The one name of the file that `write` would write at `path`, however links lead there.
pub(super) fn destination(path: &Path) -> PathBuf {
    let (path, old) = followed(path);
    let name = || {
        Some(
            fs::canonicalize(directory(&path))
                .ok()?
                .join(path.file_name()?),
        )
    };
    // Of a file that is there this has the letters' case, too, where that does not matter.
    let there = old.and_then(|_| fs::canonicalize(&path).ok());
    there.or_else(name).unwrap_or(path)
}

/// As [`follow_links`], or the path itself.
fn followed(path: &Path) -> (PathBuf, Option<Metadata>) {
    follow_links(path).unwrap_or_else(|_| (path.to_owned(), None))
}

/// Where a symbolic link leads, though there be nothing, and what is there: renaming would replace the link itself.
fn follow_links(path: &Path) -> io::Result<(PathBuf, Option<Metadata>)> {
    const MOST: usize = 40; // as Linux
    let mut path = path.to_owned();
    for _ in 0..MOST {
        let there = path.symlink_metadata().ok();
        if !there.as_ref().is_some_and(Metadata::is_symlink) {
            return Ok((path, there));
        }
        let target = fs::read_link(&path)?;
        path = path.parent().unwrap_or(Path::new("")).join(target);
    }
    Err(io::Error::other("too many symbolic links"))
}
