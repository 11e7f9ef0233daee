//! What is kept from configs of strangers, with `--no-user-files`.

use std::fs;
use std::path::{Path, PathBuf};

use super::args::Trust;
use crate::diagnostic::Diagnostic;
use crate::render::IRREGULAR;

impl Trust {
    /// Refuses a path that would lead elsewhere than it says, or whose name is none to print.
    ///
    /// Whoever makes a link in a checkout chooses what is read through it, shown in messages, or overwritten.
    pub(super) fn check(self, path: &Path) -> Result<(), Diagnostic> {
        if !self.no_user_files {
            return Ok(());
        }
        let refused = |message: &str| {
            Err(Diagnostic::error(format!("refused by --no-user-files: {message}")).unreadable())
        };
        let name = path.to_string_lossy();
        // Printed to a log, a line feed forges a line, and `##[` is a command to the runners of GitHub and Azure.
        if name.contains(char::is_control) || name.contains("##[") {
            return refused("its path has control characters or `##[` in it");
        }
        if let Some(link) = first_link(path) {
            return refused(&format!("{} is a symbolic link", link.display()));
        }
        match fs::metadata(path) {
            Ok(metadata) if !metadata.is_file() && !metadata.is_dir() => refused(IRREGULAR),
            _ => Ok(()),
        }
    }
}

/// The first part of a path that is a symbolic link.
fn first_link(path: &Path) -> Option<PathBuf> {
    let mut part = PathBuf::new();
    path.components().find_map(|component| {
        part.push(component);
        part.is_symlink().then(|| part.clone())
    })
}
