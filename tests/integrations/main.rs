//! What other projects take from this repository as it is: the GitHub Action and the hooks for pre-commit.

#![cfg(unix)] // whose shell they run in
#![allow(clippy::unwrap_used)] // how a test fails

mod action;
mod hooks;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use yaml_rust2::{Yaml, YamlLoader};

const PROGRAM: &str = env!("CARGO_BIN_EXE_gaussfig");
const STANDARD: &str = "[[gaussian]]\nmu = 0.0\nsigma = 1.0\n";
const NARROW: &str = "[[gaussian]]\nmu = 0.0\nsigma = 0.5\n";

/// A file or directory of this repository.
fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The document in a file of this repository.
fn yaml(path: &str) -> Yaml {
    let text = fs::read_to_string(repository(path)).unwrap();
    let mut documents = YamlLoader::load_from_str(&text).unwrap();
    assert_eq!(documents.len(), 1, "{path}");
    documents.remove(0)
}

/// Writes a file, and the directories around it.
fn write(path: &Path, content: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// Writes a program.
fn write_script(path: &Path, script: &str) {
    write(path, script);
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// A search path with a directory before those of this process.
fn path_with(directory: &Path) -> std::ffi::OsString {
    let others = std::env::var_os("PATH").unwrap();
    let all = std::iter::once(directory.to_owned()).chain(std::env::split_paths(&others));
    std::env::join_paths(all).unwrap()
}
