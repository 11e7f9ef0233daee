//! The progress bar of figures that take long.

use std::fmt;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::evaluate::Progress;

/// How long a figure takes before there is a bar.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long the bar stays as it is.
const PAUSE: Duration = Duration::from_millis(100);
/// What the bar says of the samples.
const TEMPLATE: &str = "{bar:30} {percent:>3} %  {rate}, {eta} left";

/// Does `work`. While it takes long, there is a bar on standard error, if that is a terminal.
pub(super) fn watched<T>(work: impl FnOnce(&Progress) -> T) -> T {
    let progress = Progress::default();
    let target = ProgressDrawTarget::stderr();
    if target.is_hidden() {
        return work(&progress);
    }
    let bar = bar(target);
    let (working, ended) = channel();
    thread::scope(|scope| {
        let (bar, progress) = (&bar, &progress);
        // Where the system gives no thread, there is no bar.
        let _ = thread::Builder::new().spawn_scoped(scope, move || show(bar, progress, &ended));
        let result = work(progress);
        drop(working);
        result
    })
}

/// Shows the bar until the sender of `ended` is gone.
fn show(bar: &ProgressBar, progress: &Progress, ended: &Receiver<()>) {
    let goes_on = |time| ended.recv_timeout(time) == Err(RecvTimeoutError::Timeout);
    if !goes_on(PATIENCE) {
        return;
    }
    draw(bar, progress);
    while goes_on(PAUSE) {
        draw(bar, progress);
    }
    bar.finish_and_clear();
}

fn bar(target: ProgressDrawTarget) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, target);
    match ProgressStyle::with_template(TEMPLATE) {
        Ok(style) => bar.with_style(style.with_key("rate", rate).progress_chars("━╸ ")),
        Err(_) => bar,
    }
}

fn draw(bar: &ProgressBar, progress: &Progress) {
    // Without samples there is nothing to measure the time by.
    if progress.planned() > 0 {
        bar.update(|state| {
            state.set_len(progress.planned());
            state.set_pos(progress.drawn());
        });
    }
}

fn rate(state: &ProgressState, text: &mut dyn fmt::Write) {
    // A bar has no use for errors.
    let _ = write!(text, "{:.1} million samples/s", state.per_sec() / 1e6);
}

#[cfg(test)]
mod tests {
    use indicatif::InMemoryTerm;

    use super::*;

    #[test]
    fn the_bar_says_how_far_the_samples_are_and_leaves_nothing_behind() {
        let terminal = InMemoryTerm::new(2, 100);
        let bar = bar(ProgressDrawTarget::term_like(Box::new(terminal.clone())));
        let progress = Progress::default();
        draw(&bar, &progress);
        assert_eq!(terminal.contents(), "");
        progress.plan(400);
        progress.advance(100);
        draw(&bar, &progress);
        let text = terminal.contents();
        assert!(text.starts_with("━━━━━━━╸   "), "{text}");
        assert!(text.contains(" 25 %  "), "{text}");
        assert!(text.ends_with(" left"), "{text}");
        bar.finish_and_clear();
        assert_eq!(terminal.contents(), "");
    }

    #[test]
    fn work_that_is_watched_gives_its_result() {
        let result = watched(|progress| {
            progress.plan(3);
            progress.planned()
        });
        assert_eq!(result, 3);
    }
}
