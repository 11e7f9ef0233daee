//! `gaussfig markup`

mod snippet;
mod url;

use std::path::{Component, Path, PathBuf};

use super::Exit;
use super::args::{MarkupArgs, Site};
use super::discover::Job;
use super::input::Config;
use super::next::to_draw;
use super::progress::watched;
use super::report::{Message, report, text};
use crate::model::Variant;
use crate::parallel::Threads;
use crate::render::{Composition, Overrides};
use snippet::Picture;
use url::url;

/// Prints what to paste into a page.
pub(super) fn run(args: &MarkupArgs) -> Exit {
    let config = match Config::open(&args.config, args.trust) {
        Ok(config) => config,
        Err(diagnostics) => return report(&diagnostics),
    };
    let (composition, diagnostics) = watched(1, |watch| {
        config.compose(Overrides::default(), Threads::All, &watch.progress)
    });
    let exit = report(&diagnostics);
    let Some(composition) = composition else {
        return exit;
    };
    let (job, is_drawn) = job(&args.config, &args.out_dir, &composition.variants);
    let exit = exit.max(text(&snippet(&job, &args.out_dir, &composition, args.site)));
    match is_drawn {
        true => exit,
        false => exit.max(Message::advice(&to_draw(&args.config, &args.out_dir)).say()),
    }
}

/// What to paste into a page to show a figure.
pub(super) fn snippet(job: &Job, out_dir: &Path, figure: &Composition, site: Site) -> String {
    let files = figure.variants.iter();
    let files = files.map(|variant| (*variant, url(&job.output(out_dir, variant), site)));
    let picture = Picture {
        files: files.collect(),
        size: [figure.scene.width, figure.scene.height],
        alt: &figure.scene.title,
    };
    picture.html(site)
}

/// The figure's place, and whether any of its files is there. `render` may have found the config through any of the directories
/// around it; if it has not yet, it will find it through `configs`, or by itself.
fn job(config: &Path, out_dir: &Path, variants: &[Variant]) -> (Job, bool) {
    let job = |stem: &Path| Job {
        config: config.to_owned(),
        stem: stem.to_owned(),
    };
    let is_drawn = |job: &Job| {
        let mut files = variants.iter().map(|variant| job.output(out_dir, variant));
        files.any(|file| file.is_file())
    };
    let path = config.with_extension("");
    let parts: Vec<Component<'_>> = path.components().collect();
    let stems = (0..parts.len()).map(|start| parts[start..].iter().collect::<PathBuf>());
    let mut jobs = stems
        .filter(|stem| stem.is_relative())
        .map(|stem| job(&stem));
    if let Some(drawn) = jobs.find(is_drawn) {
        return (drawn, true);
    }
    let name = config.file_stem().unwrap_or_default();
    let below = path.strip_prefix("configs").ok();
    (job(below.unwrap_or(Path::new(name))), false)
}
