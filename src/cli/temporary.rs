//! Temporary files beside those that they become.
//!
//! Nothing can keep `kill -9` and power cuts from leaving one. A later run removes it, and no other program's: each has a lock
//! on its files, which the system releases when the program is gone, however it went.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

const PREFIX: &str = ".gaussfig-";
const SUFFIX: &str = ".tmp";

/// Makes a file in a directory, with the permissions of any new file. It is removed when it is dropped.
pub(super) fn create(directory: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    builder.make_in(directory, |path| {
        let file = File::create_new(path)?;
        // Where the file system knows no locks, `sweep` gets none either.
        let taken = matches!(file.try_lock(), Err(TryLockError::WouldBlock));
        if taken || !path.exists() {
            // Another run's `sweep` was faster than the lock. This lets the builder try another name.
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        Ok(file)
    })
}

/// Removes the temporary files in a directory whose programs are gone. What cannot be removed stays: it is in nobody's way.
pub(super) fn sweep(directory: &Path) {
    let Ok(entries) = fs::read_dir(directory) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let ours = name.starts_with(PREFIX) && name.ends_with(SUFFIX);
        if ours && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            let _ = remove_if_dead(&entry.path());
        }
    }
}

fn remove_if_dead(path: &Path) -> io::Result<()> {
    let file = File::open(path)?;
    file.try_lock()?;
    // Locked until it is gone: a program that has just made it sees that it lost it.
    fs::remove_file(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of the files in a directory, sorted.
    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn files_of_the_dead_are_swept_and_no_others() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path();
        let living = create(path).unwrap();
        fs::write(path.join(".gaussfig-killed.tmp"), "half a fig").unwrap();
        fs::write(path.join(".gaussfig-notes"), "not ours").unwrap();
        fs::create_dir(path.join(".gaussfig-directory.tmp")).unwrap();
        sweep(path);
        let mut stay = [".gaussfig-directory.tmp", ".gaussfig-notes"].map(str::to_owned);
        let name = living.path().file_name().unwrap().to_str().unwrap();
        assert_eq!(names(path), {
            let mut all = vec![name.to_owned()];
            all.extend(stay.clone());
            all.sort();
            all
        });
        drop(living);
        stay.sort();
        assert_eq!(names(path), stay);
    }

    #[test]
    fn a_file_that_is_being_swept_is_made_anew() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path();
        std::thread::scope(|scope| {
            let made = scope.spawn(|| {
                for _ in 0..2000 {
                    let file = create(path).unwrap();
                    assert!(file.path().exists());
                    file.persist(path.join("figure")).unwrap();
                }
            });
            while !made.is_finished() {
                sweep(path);
            }
        });
        assert_eq!(names(path), ["figure"]);
    }
}
