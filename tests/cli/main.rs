//! The program, run as a process in a directory of its own.

#![allow(clippy::unwrap_used)] // how a test fails

#[cfg(target_os = "linux")] // which has GNU make
mod build;
mod check;
#[cfg(unix)] // whose shells these are
mod completions;
mod depfile;
mod files;
mod hostile;
mod init;
mod jobs;
#[cfg(unix)] // whose signals these are
mod killed;
mod limits;
#[cfg(target_os = "linux")] // which has `script`, with these options
mod listing;
#[cfg(unix)] // for its tools
mod man;
mod markup;
mod mdbook;
#[cfg(target_os = "linux")] // which tells how much memory a process takes
mod memory;
mod messages;
mod numbers;
mod optimize;
mod recipe;
#[cfg(unix)]
mod refused;
mod render;
mod selftest;
#[cfg(unix)]
mod streams;
mod strict;
mod style;
mod tour;
mod usage;
mod variants;
mod watch;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

const STANDARD: &str = "[[gaussian]]\nmu = 0.0\nsigma = 1.0\n";
const NARROW: &str = "[[gaussian]]\nmu = 0.0\nsigma = 0.5\n";
const BROKEN: &str = "[[gaussian]]\nmu = 0.0\nsigma = 0.0\n";

/// A directory to run the program in.
struct Sandbox(TempDir);

/// How a run ended.
struct Run {
    code: i32,
    /// Bytes of standard output.
    bytes: Vec<u8>,
    stdout: String,
    stderr: String,
}

impl Run {
    /// Holds that the run ended with this code, and what it said first.
    fn fails(&self, code: i32, words: &str) {
        assert!(self.stderr.starts_with(words), "{}", self.stderr);
        assert_eq!(self.code, code);
    }
}

impl Sandbox {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(path)
    }

    /// Writes a file, and the directories around it.
    fn write(&self, path: impl AsRef<Path>, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn read(&self, path: impl AsRef<Path>) -> Vec<u8> {
        fs::read(self.path(path)).unwrap()
    }

    /// Every file below `out`, sorted, with slashes.
    fn outputs(&self) -> Vec<String> {
        let mut files = Vec::new();
        let mut directories = vec![self.path("out")];
        while let Some(directory) = directories.pop() {
            let Ok(entries) = fs::read_dir(directory) else {
                continue;
            };
            for path in entries.map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    directories.push(path);
                } else {
                    let below = path.strip_prefix(self.0.path()).unwrap();
                    files.push(below.to_str().unwrap().replace('\\', "/"));
                }
            }
        }
        files.sort();
        files
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gaussfig"));
        command.current_dir(self.0.path()).stdin(Stdio::null());
        command
    }

    /// Runs the program with words separated by spaces.
    fn run(&self, arguments: &str) -> Run {
        run(self.command().args(arguments.split_whitespace()))
    }

    /// The same with something on standard input.
    fn run_with(&self, arguments: &str, input: impl AsRef<[u8]>) -> Run {
        let mut command = self.command();
        command
            .args(arguments.split_whitespace())
            .stdin(Stdio::piped());
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_ref())
            .unwrap();
        ended(child.wait_with_output().unwrap())
    }
}

fn run(command: &mut Command) -> Run {
    ended(command.output().unwrap())
}

fn ended(output: std::process::Output) -> Run {
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8_lossy(&output.stdout).replace('\\', "/"),
        stderr: String::from_utf8(output.stderr).unwrap(),
        bytes: output.stdout,
    }
}

/// Whether the bytes begin as a PNG file does.
fn is_png(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG\r\n\x1a\n")
}

/// Whether the bytes begin as an SVG document does.
fn is_svg(bytes: &[u8]) -> bool {
    bytes.starts_with(b"<svg") || bytes.starts_with(b"<?xml")
}
