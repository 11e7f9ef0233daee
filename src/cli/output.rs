//! Comparing and writing the files of figures.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

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
    if !metadata.is_file() {
        // Writing would put a file in the place of a directory or a device.
        return Err(io::Error::other("it is there, and not a file"));
    }
    let same = metadata.len() == bytes.len() as u64 && fs::read(path)? == bytes;
    Ok(if same { State::Same } else { State::Different })
}

/// Makes `bytes` the content of the file at `path`, and its directories where they are missing. Whatever happens, the file
/// has either its old bytes or the new ones. A file that has them already is left alone.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if compare(path, bytes)? == State::Same {
        return Ok(());
    }
    let path = follow_links(path)?;
    let directory = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(directory)?;
    let old = fs::metadata(&path).map(|metadata| metadata.permissions());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".gaussfig-");
    #[cfg(unix)] // what the umask leaves of it; a temporary file is its owner's alone otherwise
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // A path without a directory has the empty one, in which no file can be made.
    let mut file = builder.tempfile_in(Path::new(".").join(directory))?;
    file.write_all(bytes)?;
    if let Ok(permissions) = old {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    file.persist(&path)?;
    Ok(())
}

/// Where a symbolic link leads, though there be nothing: renaming would replace the link itself.
fn follow_links(path: &Path) -> io::Result<PathBuf> {
    const MOST: usize = 40; // as Linux
    let mut path = path.to_owned();
    for _ in 0..MOST {
        if !path.is_symlink() {
            return Ok(path);
        }
        let target = fs::read_link(&path)?;
        path = path.parent().unwrap_or(Path::new("")).join(target);
    }
    Err(io::Error::other("too many symbolic links"))
}
