//! `gaussfig preview`, run as a process: its server as others ask it, and its page in a real browser.

#![cfg(feature = "preview")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // how a test fails

mod browser;
#[path = "../common/chromium.rs"]
mod chromium;
mod devtools;
mod http;
mod server;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const STANDARD: &str = "[[gaussian]]\nmu = 0.0\nsigma = 1.0\n";
const BROKEN: &str = "[[gaussian]]\nmu = 0.0\nsigma = 0.0\n";

/// How long anything may take: far longer than it does on a machine that has much to do.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program in a directory of its own; it ends with the test.
struct Preview {
    directory: TempDir,
    child: Child,
    port: u16,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Preview {
    /// Shows these configs.
    fn of(configs: &[(&str, &str)]) -> Self {
        Self::with(configs, &["--port", "0"])
    }

    /// The same with arguments.
    fn with(configs: &[(&str, &str)], arguments: &[&str]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        for (name, text) in configs {
            write(directory.path(), name, text);
        }
        let (child, port) = started(directory.path(), arguments);
        Self {
            directory,
            child,
            port,
        }
    }

    fn write(&self, name: &str, text: &str) {
        write(self.directory.path(), name, text);
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Ends it, and starts it again at the same port.
    fn end(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn restart(&mut self) {
        let port = self.port.to_string();
        (self.child, self.port) = started(self.directory.path(), &["--port", &port]);
    }
}

/// Writes a file, and the directories around it.
fn write(directory: &Path, name: &str, text: &str) {
    let path = directory.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn command(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gaussfig"));
    command.arg("preview").args(arguments);
    command.current_dir(directory).stdin(Stdio::null());
    command
}

/// Starts the program, and waits until it says its address. The port of that.
fn started(directory: &Path, arguments: &[&str]) -> (Child, u16) {
    let mut command = command(directory, arguments);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    let port = line.trim().strip_prefix("http://127.0.0.1:").unwrap();
    (child, port.strip_suffix('/').unwrap().parse().unwrap())
}

/// Waits until something is there.
fn wait_for<T>(what: &str, mut get: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(got) = get() {
            return got;
        }
        assert!(start.elapsed() < PATIENCE, "there is no {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Says what could not be tested, past the test harness, which shows nothing of tests that pass.
fn note(words: &str) {
    let line = format!("note: {words}\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}
