//! `gaussfig recipe`

use super::args::RecipeArgs;
use super::report::{report, text};
use super::{Exit, input};
use crate::backend::{png, svg};
use crate::diagnostic::Diagnostic;

/// Prints the config that a figure carries.
pub(super) fn run(args: &RecipeArgs) -> Exit {
    let path = args.figure.as_path();
    let told = |error| report(&input::about(path, error));
    if let Err(error) = args.trust.check(path) {
        return told(error);
    }
    match input::figure(path) {
        Err(cause) => told(input::unreadable(&cause)),
        Ok(bytes) => match of_figure(&bytes) {
            Some(recipe) => text(&recipe),
            None => told(missing(&bytes)),
        },
    }
}

/// The config that a figure's file carries, whatever its name.
pub(super) fn of_figure(bytes: &[u8]) -> Option<String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => svg::recipe(text),
        Err(_) => png::recipe(bytes),
    }
}

fn missing(bytes: &[u8]) -> Diagnostic {
    let is_picture = bytes.starts_with(b"\x89PNG") || bytes.windows(4).any(|part| part == b"<svg");
    if !is_picture {
        return Diagnostic::error("is no PNG or SVG file")
            .hint("give a figure that gaussfig has drawn");
    }
    Diagnostic::error("carries no recipe")
        .hint("it is not by gaussfig, or was drawn without one, or a tool has removed its metadata")
}
