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

/// What is shown of a run.
pub(super) struct Watch {
    /// Told of every sample of every figure.
    pub(super) progress: Progress,
    /// Figures of the run.
    figures: u64,
    bar: ProgressBar,
}

/// Does the `work` of a run of so many figures. While it takes long, there is a bar on standard error, if that is a terminal.
pub(super) fn watched<T>(figures: u64, work: impl FnOnce(&Watch) -> T) -> T {
    let watch = &Watch::new(figures);
    let target = ProgressDrawTarget::stderr();
    if target.is_hidden() {
        return work(watch);
    }
    let (working, ended) = channel();
    thread::scope(|scope| {
        // Where the system gives no thread, there is no bar.
        let _ = thread::Builder::new().spawn_scoped(scope, move || watch.show(target, &ended));
        let result = work(watch);
        drop(working);
        result
    })
}

impl Watch {
    fn new(figures: u64) -> Self {
        Self {
            progress: Progress::default(),
            figures,
            bar: bar(ProgressDrawTarget::hidden()),
        }
    }

    /// Says something while the bar is out of the way.
    pub(super) fn interrupted<T>(&self, say: impl FnOnce() -> T) -> T {
        self.bar.suspend(say)
    }

    /// Shows the bar until the sender of `ended` is gone.
    fn show(&self, target: ProgressDrawTarget, ended: &Receiver<()>) {
        let goes_on = |time| ended.recv_timeout(time) == Err(RecvTimeoutError::Timeout);
        if !goes_on(PATIENCE) {
            return;
        }
        // Without samples there is nothing to measure the time by.
        while self.progress.planned() == 0 {
            if !goes_on(PAUSE) {
                return;
            }
        }
        self.bar.set_draw_target(target);
        self.update();
        while goes_on(PAUSE) {
            self.update();
        }
        self.bar.finish_and_clear();
    }

    fn update(&self) {
        let progress = &self.progress;
        // As if the figures that have not begun were like those that have.
        let each = progress.planned() as f64 / progress.begun().max(1) as f64;
        self.bar.update(|state| {
            state.set_len((each * self.figures as f64) as u64);
            state.set_pos(progress.drawn());
        });
    }
}

fn bar(target: ProgressDrawTarget) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, target);
    match ProgressStyle::with_template(TEMPLATE) {
        Ok(style) => bar.with_style(style.with_key("rate", rate).progress_chars("━╸ ")),
        Err(_) => bar,
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
        let watch = Watch::new(2);
        let shown = |done: &str| {
            watch.update();
            let text = terminal.contents();
            assert!(text.contains(done), "{text}");
            assert!(text.ends_with(" left"), "{text}");
            text
        };
        let target = ProgressDrawTarget::term_like(Box::new(terminal.clone()));
        watch.bar.set_draw_target(target);
        watch.progress.plan(200);
        watch.progress.advance(100);
        assert!(shown(" 25 %  ").starts_with("━━━━━━━╸   "));
        watch.progress.plan(50);
        watch.progress.advance(25);
        shown(" 50 %  ");
        assert_eq!(watch.interrupted(|| terminal.contents()), "");
        watch.bar.finish_and_clear();
        assert_eq!(terminal.contents(), "");
    }

    #[test]
    fn work_that_is_watched_gives_its_result() {
        let result = watched(1, |watch| {
            watch.progress.plan(3);
            watch.interrupted(|| watch.progress.planned())
        });
        assert_eq!(result, 3);
    }
}
