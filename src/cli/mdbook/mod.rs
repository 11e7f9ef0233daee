//! `gaussfig mdbook`

mod blocks;
mod book;

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use super::Exit;
use super::args::{MdbookArgs, MdbookQuestion, Trust};
use super::input::{self, Config};
use super::progress::watched;
use super::report::{report, to_stdout};
use crate::backend::svg;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::evaluate::Progress;
use crate::model::Format;
use crate::parallel::{Threads, in_order};
use crate::render::Overrides;
use crate::scene::Scene;
use blocks::{Block, figures, replaced};
use book::{Chapter, Input};

/// The renderers whose output shows HTML in Markdown.
const RENDERERS: [&str; 2] = ["html", "markdown"];

/// What is missing where a block still has a command to mdbook in it.
const INCLUDES: &str =
    "for {{#include}}, add to [preprocessor.gaussfig] in book.toml: after = [\"links\"]";

/// Draws the figures of the book on standard input, and writes the book with them to standard output; or answers what mdbook
/// asks before.
pub(super) fn run(args: &MdbookArgs) -> Exit {
    match &args.question {
        Some(MdbookQuestion::Supports { renderer }) => match RENDERERS.contains(&&**renderer) {
            true => Exit::Success,
            false => Exit::Stale,
        },
        None => match read() {
            Ok(input) => preprocess(input, args.trust),
            Err(error) => report(&input::about(Path::new("<stdin>"), error)),
        },
    }
}

/// Reads the book.
fn read() -> Result<Input, Diagnostic> {
    let mut json = Vec::new();
    // At a terminal there is nobody who would type it.
    if !io::stdin().is_terminal() {
        let read = io::stdin().lock().read_to_end(&mut json);
        read.map_err(|cause| input::unreadable(&cause))?;
    }
    Input::parse(&json).map_err(|error| {
        error
            .hint("mdbook runs this command, if its book.toml has the lines")
            .hint("[preprocessor.gaussfig]")
            .hint("command = \"gaussfig mdbook\"")
    })
}

/// Draws the figures of all chapters, and writes the book if none has errors.
fn preprocess(mut input: Input, trust: Trust) -> Exit {
    let lists = input.definition_lists;
    let taken = &mut BTreeSet::new();
    let chapters = input.chapters().into_iter();
    let ends = chapters.map(|chapter| draw(chapter, lists, trust, taken));
    match ends.fold(Exit::Success, Exit::max) {
        Exit::Success => to_stdout(|stdout| Ok(serde_json::to_writer(stdout, &input.book)?)),
        exit => exit,
    }
}

/// Puts the figures of a chapter into the places of their blocks, unless one has errors, and reports what there is to say about them.
/// `taken` are the beginnings of ids in the book.
fn draw(chapter: Chapter, lists: bool, trust: Trust, taken: &mut BTreeSet<String>) -> Exit {
    let Chapter { file, text } = chapter;
    let blocks = figures(text, lists);
    let threads = Threads::All;
    let share = threads.shared_by(blocks.len());
    let (mut drawn, mut list) = (Vec::new(), Vec::new());
    watched(blocks.len() as u64, |watch| {
        let compose = |block: &Block| compose(block, &file, trust, share, &watch.progress);
        in_order(threads, &blocks, compose, |(scene, diagnostics)| {
            drawn.extend(scene.map(|scene| one_line(&svg::write_among(&scene, taken))));
            list.extend(diagnostics);
        });
    });
    let chapter = std::mem::take(text);
    if drawn.len() == blocks.len() {
        *text = replaced(&chapter, &blocks, &drawn);
    }
    report(&Diagnostics {
        name: file.display().to_string(),
        text: chapter,
        list,
    })
}

/// The scene of a block of a file's chapter, if it has no errors; and what there is to say about it, at its place in the chapter.
fn compose(
    block: &Block,
    file: &Path,
    trust: Trust,
    threads: Threads,
    progress: &Progress,
) -> (Option<Scene>, Vec<Diagnostic>) {
    let overrides = Overrides {
        format: Some(Format::Svg),
        no_recipe: true, // the chapter has it
        ..Overrides::default()
    };
    let config = Config::part(file, &block.config, trust);
    let (scene, diagnostics) = match config {
        Ok(config) => config.compose(overrides, threads, progress),
        Err(diagnostics) => (None, diagnostics),
    };
    // Those about a style have their place in that.
    let located = |diagnostic: Diagnostic| match diagnostic.source {
        Some(_) => diagnostic,
        None => {
            let place = block.place(diagnostic.span.as_ref());
            diagnostic.at(place)
        }
    };
    let mut list: Vec<_> = diagnostics.list.into_iter().map(located).collect();
    if scene.is_none()
        && block.config.contains("{{#")
        && let Some(first) = list.first_mut()
    {
        first.hints.push(INCLUDES.to_owned());
    }
    (scene.map(|composition| composition.scene), list)
}

/// A document as a block of HTML that is a single line, so that it can stand wherever a fenced block can: a comment ends such a
/// block with its line, without an empty one, which would change the list around it.
///
/// Between its elements there are no spaces to lose. Braces are written so that mdbook, which looks for `{{` later, finds
/// no command in the words of a figure. The figure is laid out as a picture in a paragraph of its own.
fn one_line(svg: &str) -> String {
    let svg = svg.replace('\n', "").replace("{{", "&#123;&#123;");
    let svg = svg.replacen("<svg", "<svg style=\"max-width:100%;height:auto\"", 1);
    format!("<!-- gaussfig --><p class=\"gaussfig\">{svg}</p>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_one_line_that_ends_its_block_and_fits_the_page() {
        let html = one_line("<svg width=\"8\">\n<title>{{#a}}</title>\n<svg/>\n</svg>\n");
        let (comment, html) = html.split_once("-->").unwrap();
        assert_eq!(comment, "<!-- gaussfig ");
        let svg = "<svg style=\"max-width:100%;height:auto\" width=\"8\"><title>&#123;&#123;#a}}</title><svg/></svg>";
        assert_eq!(html, format!("<p class=\"gaussfig\">{svg}</p>"));
    }
}
