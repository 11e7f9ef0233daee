//! What the page shows of one config.

use std::path::Path;
use std::sync::Arc;

use clap::ValueEnum;
use serde::Serialize;

use crate::backend::svg;
use crate::cli::args::{PreviewArgs, Site};
use crate::cli::discover::Job;
use crate::cli::input::Config;
use crate::cli::markup::snippet;
use crate::cli::stamp::Seen;
use crate::cli::stats;
use crate::diagnostic::Diagnostics;
use crate::parallel::Threads;
use crate::render::{Composition, View};
use crate::scene::Scene;
use crate::statistics::FigureStatistics;

/// What became of a config.
pub(super) struct Drawn {
    /// Its figure, unless there are errors.
    pub(super) picture: Option<Picture>,
    /// What its numbers are taken from.
    pub(super) view: Option<View>,
    /// What there is to say about it.
    pub(super) diagnostics: Diagnostics,
    /// The files that were read for it.
    pub(super) seen: Vec<Seen>,
}

/// A figure, as SVG documents.
pub(super) struct Picture {
    /// Its alternative text.
    pub(super) title: String,
    /// In CSS pixels.
    pub(super) width: f64,
    pub(super) height: f64,
    /// What to paste into a page.
    pub(super) markup: Vec<Markup>,
    /// As its config has it, light and dark.
    documents: [Arc<str>; 3],
}

/// The names of a figure's documents.
const NAMES: [&str; 3] = ["own.svg", "light.svg", "dark.svg"];

impl Picture {
    /// The document of a name.
    pub(super) fn document(&self, name: &str) -> Option<Arc<str>> {
        let mut documents = NAMES.iter().zip(&self.documents);
        let (_, document) = documents.find(|(known, _)| **known == name)?;
        Some(document.clone())
    }

    fn new(job: &Job, out_dir: &Path, view: &View) -> Self {
        let Composition { scene, .. } = &view.composition;
        let [light, dark] = view.schemes();
        let sites = Site::value_variants().iter().map(|site| Markup {
            site: site
                .to_possible_value()
                .map(|name| name.get_name().to_owned()),
            text: snippet(job, out_dir, &view.composition, *site),
        });
        Self {
            title: scene.title.clone(),
            width: scene.width,
            height: scene.height,
            markup: sites.collect(),
            documents: [scene, &light, &dark].map(document),
        }
    }
}

/// What to paste into a page of one kind.
#[derive(Serialize)]
pub(super) struct Markup {
    /// As `markup --for` names it.
    site: Option<String>,
    text: String,
}

fn document(scene: &Scene) -> Arc<str> {
    svg::write(scene).into()
}

/// Draws a figure on up to `threads` threads.
pub(super) fn draw(job: &Job, args: &PreviewArgs, threads: Threads) -> Drawn {
    let mut seen = vec![Seen::new(&job.config)];
    let (view, diagnostics) = match Config::open(&job.config, args.trust) {
        Ok(config) => {
            let (view, diagnostics, named) = config.view(threads);
            seen.extend(named);
            (view, diagnostics)
        }
        Err(diagnostics) => (None, diagnostics),
    };
    Drawn {
        picture: view
            .as_ref()
            .map(|view| Picture::new(job, &args.out_dir, view)),
        view,
        diagnostics,
        seen,
    }
}

/// A table of a figure's numbers.
#[derive(Serialize)]
pub(super) struct Table {
    caption: &'static str,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Whether there are more rows.
    is_cut: bool,
}

/// More rows than this nobody reads beside a figure.
const MOST_ROWS: usize = 100;

/// The numbers of a figure, rounded as by `stats --format markdown`.
pub(super) fn statistics(
    View {
        figure, evaluation, ..
    }: &View,
) -> Vec<Table> {
    let captions = ["Gaussians", "Samples", "Pairs"];
    let tables = stats::tables(FigureStatistics::new(figure, evaluation));
    let tables = captions
        .into_iter()
        .zip(tables)
        .map(|(caption, mut table)| {
            let rows: Vec<_> = table.rows.by_ref().take(MOST_ROWS).collect();
            Table {
                caption,
                columns: table.columns,
                rows,
                is_cut: table.rows.next().is_some(),
            }
        });
    tables.filter(|table| !table.rows.is_empty()).collect()
}
