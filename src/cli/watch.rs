//! `gaussfig watch`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::args::Inputs;
use super::changes::{Changes, Round};
use super::draw::draw;
use super::report::{Message, Outcome, is_heard, optional_path_text, report};
use super::{Exit, input, render};
use crate::diagnostic::{Diagnostic, line};

/// Draws the figures whenever they change, until a signal ends the program or nobody reads what it says.
pub(super) fn run(inputs: &Inputs) -> Exit {
    if inputs.paths.iter().any(|path| path == Path::new("-")) {
        let error = Diagnostic::error("standard input cannot be watched").hint("name a file");
        return report(&input::about(Path::new("-"), error));
    }
    let mut changes = Changes::new(&inputs.paths, inputs.trust, Some(inputs));
    let mut broken = BTreeSet::new();
    while is_heard() {
        let round = changes.next();
        round.problems.iter().flatten().for_each(|problem| {
            report(problem);
        });
        for job in &round.removed {
            broken.remove(&job.config);
            say("removed", Some(&job.config));
        }
        draw_again(&round, inputs, &mut changes, &mut broken);
        say("waiting", None);
    }
    Exit::Unreadable
}

/// Draws the figures of a round. `broken` are the configs that could not be drawn the last time.
fn draw_again(
    Round { stale, .. }: &Round,
    inputs: &Inputs,
    changes: &mut Changes<'_>,
    broken: &mut BTreeSet<PathBuf>,
) {
    render::sweep(stale, inputs);
    let ends = draw(stale, inputs, |figure| render::write(figure, inputs));
    for (job, end) in stale.iter().zip(ends) {
        match end.exit {
            Exit::Success if broken.remove(&job.config) => say("mended", Some(&job.config)),
            Exit::Success => {}
            _ => {
                broken.insert(job.config.clone());
            }
        }
        changes.drawn(job.clone(), end.seen);
    }
}

/// What happens beside the drawing.
#[derive(Serialize)]
#[serde(tag = "type", rename = "watch")]
struct Event<'a> {
    state: &'static str,
    #[serde(serialize_with = "optional_path_text")]
    config: Option<&'a Path>,
}

fn say(state: &'static str, config: Option<&Path>) {
    Message::advice(&Event { state, config }).say();
}

impl Event<'_> {
    fn words(&self) -> String {
        match self.config {
            Some(path) => format!("{}: {}", self.state, path.to_string_lossy()),
            None => "waiting for changes".to_owned(),
        }
    }
}

impl Outcome for Event<'_> {
    fn human(&self) -> Vec<u8> {
        line(&self.words()).into_bytes()
    }

    fn short(&self) -> String {
        line(&self.words())
    }

    fn github(&self) -> String {
        self.short()
    }
}
