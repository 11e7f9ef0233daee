//! What a terminal is shown of the files of figures: a list, where a pipe gets their paths.

use std::io::{self, IsTerminal};
use std::iter::Sum;
use std::path::Path;
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};

use super::draw::File;
use crate::diagnostic::visible;

/// What a terminal is told of a file beside its path.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// Its length.
    pub(super) bytes: usize,
    /// How long its figure took, if it is the first of it.
    pub(super) time: Option<Duration>,
    /// Characters of the longest path in the list.
    pub(super) column: usize,
}

/// All files of a run.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Total {
    pub(super) figures: usize,
    pub(super) files: usize,
    pub(super) bytes: usize,
}

/// Whether somebody looks.
pub(super) fn is_shown() -> bool {
    io::stdout().is_terminal()
}

impl Entry {
    /// The line of a file, in columns: path, size, what became of it, and time.
    pub(super) fn line(&self, path: &Path, is_written: bool) -> String {
        let path = visible(&path.to_string_lossy());
        let gap = " ".repeat(self.column.saturating_sub(path.chars().count()));
        let state = if is_written { "" } else { "unchanged" };
        let time = self.time.map(duration).unwrap_or_default();
        let rest = format!("{:>9}  {state:9}  {time:>7}", size(self.bytes));
        format!("{path}{gap}  {}\n", dim(rest.trim_end()))
    }
}

impl Total {
    /// A figure with these files.
    pub(super) fn of(files: &[File<'_>]) -> Self {
        Self {
            figures: 1,
            files: files.len(),
            bytes: files.iter().map(|file| file.bytes.len()).sum(),
        }
    }

    /// The last line.
    pub(super) fn line(&self, time: Duration) -> String {
        let Self {
            figures,
            files,
            bytes,
        } = *self;
        let text = format!(
            "{figures} figures, {files} files, {} in {}",
            size(bytes),
            duration(time)
        );
        dim(&text) + "\n"
    }
}

impl Sum for Total {
    fn sum<I: Iterator<Item = Self>>(totals: I) -> Self {
        totals.fold(Self::default(), |all, one| Self {
            figures: all.figures + one.figures,
            files: all.files + one.files,
            bytes: all.bytes + one.bytes,
        })
    }
}

/// Less striking, where the terminal has colours and nobody has asked for none.
fn dim(text: &str) -> String {
    match AutoStream::choice(&io::stdout()) {
        ColorChoice::Never => text.to_owned(),
        _ => format!("\u{1b}[2m{text}\u{1b}[0m"),
    }
}

/// A number of bytes as one reads it, in units of a thousand.
fn size(bytes: usize) -> String {
    match bytes {
        ..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

fn duration(time: Duration) -> String {
    match time.as_secs_f64() {
        ..0.01 => format!("{:.1} ms", time.as_secs_f64() * 1e3),
        ..1.0 => format!("{:.0} ms", time.as_secs_f64() * 1e3),
        seconds => format!("{seconds:.1} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_each_other() {
        let line = |path: &str, bytes, time: Option<u64>, is_written| {
            let entry = Entry {
                bytes,
                time: time.map(Duration::from_micros),
                column: 10,
            };
            // Tests have no terminal, and so no colours.
            entry.line(Path::new(path), is_written)
        };
        assert_eq!(
            line("out/a.png", 24_801, Some(3_140), true),
            "out/a.png     24.8 kB              3.1 ms\n"
        );
        assert_eq!(
            line("out/a.svg", 999, None, false),
            "out/a.svg       999 B  unchanged\n"
        );
        assert_eq!(
            line("out/long-name.png", 1_234_567, Some(2_345_678), true),
            "out/long-name.png     1.2 MB               2.3 s\n"
        );
    }

    #[test]
    fn a_total_is_a_line() {
        let total = Total {
            figures: 7,
            files: 14,
            bytes: 812_345,
        };
        assert_eq!(
            total.line(Duration::from_millis(61)),
            "7 figures, 14 files, 812.3 kB in 61 ms\n"
        );
    }
}
