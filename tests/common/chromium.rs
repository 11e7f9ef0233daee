//! Chromium, without a window, and without anything that it asks of its maker.

use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Starts the first browser that there is, with a profile of its own.
pub(crate) fn start(profile: &Path, arguments: &[&str]) -> Option<Child> {
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
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.spawn().ok()
    })
}
