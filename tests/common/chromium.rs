//! Chromium, without a window, and without anything that it asks of its maker.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;

/// A browser that runs, and the folder that holds all it writes. Both end with this.
pub(crate) struct Browser {
    pub(crate) child: Child,
    profile: TempDir,
}

impl Browser {
    /// Starts the first browser that there is.
    pub(crate) fn start(arguments: &[&str]) -> Option<Self> {
        let profile = tempfile::tempdir().unwrap();
        let child = spawn(profile.path(), arguments)?;
        Some(Self { child, profile })
    }

    /// The folder that holds what it writes.
    pub(crate) fn profile(&self) -> &Path {
        self.profile.path()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        // Its helpers end a moment later, and write until then.
        for _ in 0..40 {
            let _ = fs::remove_dir_all(self.profile());
            sleep(Duration::from_millis(50));
            if !self.profile().exists() {
                break;
            }
        }
    }
}

fn spawn(profile: &Path, arguments: &[&str]) -> Option<Child> {
    const NAMES: [&str; 5] = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];
    NAMES.iter().find_map(|name| {
        let mut command = Command::new(name);
        command
            .args(["--headless=new", "--no-sandbox", "--disable-gpu"])
            // Otherwise the timers of a page behind another one go off once a second.
            .args([
                "--disable-background-timer-throttling",
                "--disable-renderer-backgrounding",
            ])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ])
            .args([
                "--no-first-run",
                "--disable-dev-shm-usage",
                "--disable-features=Translate",
            ])
            .arg(format!("--user-data-dir={}", profile.display()))
            // It leaves a folder there if it is killed.
            .env("TMPDIR", profile)
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.spawn().ok()
    })
}
