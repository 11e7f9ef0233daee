//! Whether a file is still the one that was read.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A file that was read, or looked for in vain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) path: PathBuf,
    /// What it was like before; `None` if there was none.
    stamp: Option<Stamp>,
}

impl Seen {
    /// Notes what a file is like. Whoever notes it before reading misses no later change.
    pub(super) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            stamp: Stamp::of(path),
        }
    }

    /// Whether another file is there by now, or none.
    pub(super) fn is_stale(&self) -> bool {
        Stamp::of(&self.path) != self.stamp
    }
}

/// What one state of a file differs in from the next. Its bytes are not asked: a font has megabytes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp {
    identity: Identity,
    length: u64,
    modified: Option<SystemTime>,
    /// When anything about it changed: a copy may take the time of its modification along.
    #[cfg(unix)]
    changed: (i64, i64),
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        Some(Self {
            identity: Identity::new(&metadata),
            length: metadata.len(),
            modified: metadata.modified().ok(),
            #[cfg(unix)]
            changed: {
                use std::os::unix::fs::MetadataExt;
                (metadata.ctime(), metadata.ctime_nsec())
            },
        })
    }
}

/// What a file or a directory differs in from another one that takes its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    created: Option<SystemTime>,
    /// Numbers of the device, and of it there: a number may be given again.
    #[cfg(unix)]
    number: (u64, u64),
}

impl Identity {
    /// That of what is at a path, if there is anything.
    pub(super) fn of(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().as_ref().map(Self::new)
    }

    fn new(metadata: &Metadata) -> Self {
        Self {
            created: metadata.created().ok(),
            #[cfg(unix)]
            number: {
                use std::os::unix::fs::MetadataExt;
                (metadata.dev(), metadata.ino())
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_stale_when_it_is_written_replaced_removed_or_made() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.toml");
        let missing = Seen::new(&path);
        assert!(!missing.is_stale());
        fs::write(&path, "a").unwrap();
        assert!(missing.is_stale());
        let written = Seen::new(&path);
        assert!(!written.is_stale());
        fs::write(&path, "ab").unwrap();
        assert!(written.is_stale());
        let written = Seen::new(&path);
        let other = directory.path().join("b.toml");
        fs::write(&other, "cd").unwrap();
        let times =
            fs::FileTimes::new().set_modified(fs::metadata(&path).unwrap().modified().unwrap());
        fs::File::options()
            .write(true)
            .open(&other)
            .unwrap()
            .set_times(times)
            .unwrap();
        fs::rename(&other, &path).unwrap();
        assert!(
            written.is_stale(),
            "of the same length and time, but another"
        );
        let replaced = Seen::new(&path);
        fs::remove_file(&path).unwrap();
        assert!(replaced.is_stale());
    }
}
