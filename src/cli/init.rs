//! `gaussfig init`

use std::path::Path;

use serde::Serialize;

use super::args::InitArgs;
use super::output::{self, State};
use super::report::{Message, Outcome, Written};
use super::shell::quoted;
use super::{Exit, input};
use crate::diagnostic::{Diagnostic, line};

/// The published figure, with a word about each key.
const STARTER: &str = include_str!("starter.toml");

/// Writes a config to begin with.
pub(super) fn run(args: &InitArgs) -> Exit {
    let path = args.file.as_path();
    match output::create(path, STARTER.as_bytes()) {
        Ok(true) => {
            let config = Written::new("config", path, State::Missing);
            let written = Message::result(&config, Exit::Success).say();
            let command = command(path);
            written.max(Message::advice(&Next { command }).say())
        }
        Ok(false) => {
            let error = Diagnostic::error("is there already").hint("name another file");
            Message::diagnostics(&input::about(path, error.unreadable())).say()
        }
        Err(cause) => Message::unwritable(path, &cause).say(),
    }
}

/// What draws the config: nothing needs to be named where it is looked for anyway.
fn command(path: &Path) -> String {
    match path.starts_with("configs") {
        true => "gaussfig render".to_owned(),
        false => format!("gaussfig render -- {}", quoted(path)),
    }
}

/// What to do with it.
#[derive(Serialize)]
#[serde(tag = "type", rename = "next")]
struct Next {
    command: String,
}

impl Outcome for Next {
    fn human(&self) -> Vec<u8> {
        format!("to draw it, run\n\n    {}\n\n", self.command).into_bytes()
    }

    fn short(&self) -> String {
        line(&format!("to draw it, run: {}", self.command))
    }

    fn github(&self) -> String {
        self.short()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;

    #[test]
    fn the_starter_is_the_published_figure() {
        let figure = parse(STARTER, &|_| unreachable!()).unwrap();
        let published = include_str!("../../configs/variational-gaussian-PDFs-histograms.toml");
        let published = parse(published, &|_| unreachable!()).unwrap();
        let gaussians = |figure: &crate::model::Figure| -> Vec<_> {
            let curves = figure.curves.iter();
            curves
                .map(|curve| (curve.gaussian, curve.samples))
                .collect()
        };
        assert_eq!(gaussians(&figure), gaussians(&published));
        assert_eq!(figure.histogram, published.histogram);
        assert_eq!(
            (figure.x.range, figure.x.ticks),
            (published.x.range, published.x.ticks)
        );
    }

    #[test]
    fn nothing_is_wrong_with_the_starter() {
        let overrides = crate::render::Overrides {
            strict: true,
            ..Default::default()
        };
        let progress = crate::evaluate::Progress::default();
        let scene = crate::render::scene(STARTER, &|_| unreachable!(), overrides, 1, &progress);
        assert_eq!(scene.map(|(_, warnings)| warnings), Ok(Vec::new()));
    }

    #[test]
    fn the_command_names_what_is_not_found_anyway() {
        assert_eq!(command(Path::new("configs/a.toml")), "gaussfig render");
        assert_eq!(
            command(Path::new("my a.toml")),
            "gaussfig render -- 'my a.toml'"
        );
    }
}
