//! `gaussfig init`

use std::path::Path;

use super::args::InitArgs;
use super::next::to_draw;
use super::output::{self, State};
use super::report::{Message, Written};
use super::{Exit, input};
use crate::diagnostic::Diagnostic;

/// The published figure, with a word about each key.
const STARTER: &str = include_str!("starter.toml");

/// Writes a config to begin with.
pub(super) fn run(args: &InitArgs) -> Exit {
    let path = args.file.as_path();
    match output::create(path, STARTER.as_bytes()) {
        Ok(true) => {
            let config = Written::new("config", path, State::Missing);
            let written = Message::result(&config, Exit::Success).say();
            let next = to_draw(path, Path::new("out"));
            written.max(Message::advice(&next).say())
        }
        Ok(false) => {
            let error = Diagnostic::error("is there already").hint("name another file");
            Message::diagnostics(&input::about(path, error.unreadable())).say()
        }
        Err(cause) => Message::unwritable(path, &cause).say(),
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
        // The palette begins with the published colours.
        assert!(figure.curves.iter().all(|curve| curve.color.is_none()));
        assert_eq!(figure.histogram, published.histogram);
        assert_eq!(
            (figure.x.range, figure.x.ticks),
            (published.x.range, published.x.ticks)
        );
    }

    #[test]
    fn nothing_is_wrong_with_the_starter() {
        let overrides = crate::render::Overrides {
            format: Some(crate::model::Format::Svg),
            strict: true,
            ..Default::default()
        };
        let progress = crate::evaluate::Progress::default();
        let load: crate::config::Load<'_> = &|_| unreachable!();
        let drawn = crate::render::render(
            STARTER,
            load,
            overrides,
            crate::parallel::Threads::Only(1),
            &progress,
        );
        assert_eq!(drawn.map(|drawn| drawn.warnings), Ok(Vec::new()));
    }
}
