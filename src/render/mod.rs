//! All steps in a row: from a config's text to the bytes of its files.

mod files;

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::backend::{png, svg};
use crate::config::{self, Load};
use crate::diagnostic::{Diagnostic, Diagnostics, Source, sort};
use crate::evaluate::{Evaluation, Progress, evaluate_on, evaluate_with};
use crate::figure;
use crate::lint;
use crate::model::{
    Figure, Format, MAX_EDGES, MAX_FONT_BYTES, MAX_PAINTED, MAX_WIDTHS, Positive, Theme, Variant,
    WIDE,
};
use crate::parallel::Threads;
use crate::recipe::Recipe;
use crate::scene::Scene;

/// Pixels of the largest picture that is optimised: the search takes ten bytes of memory and a microsecond for each.
#[cfg(feature = "optimize")]
const MAX_OPTIMIZED: f64 = 16_777_216.0;

/// Gaussians of a figure that is looked at and drawn at once.
const MANY: usize = 100;

/// What to draw otherwise than the config says.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Overrides {
    /// Only this format instead of [`Figure::formats`].
    pub(crate) format: Option<Format>,
    /// PNG pixels per CSS pixel.
    pub(crate) scale: Option<Positive>,
    /// The colours.
    pub(crate) theme: Option<Theme>,
    /// The files carry no recipe.
    pub(crate) no_recipe: bool,
    /// Warnings are errors.
    pub(crate) strict: bool,
    /// PNG files are searched for the smallest.
    #[cfg(feature = "optimize")]
    pub(crate) optimize: bool,
}

impl Overrides {
    fn apply(self, figure: &mut Figure) -> Result<(), Diagnostic> {
        if let Some(format) = self.format {
            figure.formats = vec![format];
        }
        if let Some(scale) = self.scale {
            let [width, height] = [figure.canvas.width(), figure.canvas.height()];
            let too_large = || config::png_size_error(width, height, scale.get());
            figure.canvas = figure.canvas.with_scale(scale).ok_or_else(too_large)?;
            figure.scales = vec![scale];
            let scale = format!("{:?}", scale.get());
            figure.recipe.set("figure", [("scale", scale)].into_iter());
        }
        figure.theme = self.theme.unwrap_or(figure.theme);
        figure.carries_recipe &= !self.no_recipe;
        Ok(())
    }
}

impl Overrides {
    /// What becomes of a PNG file of this scene.
    #[cfg(feature = "optimize")]
    fn finish(self, file: Vec<u8>, scene: &Scene) -> Result<Vec<u8>, Diagnostic> {
        let [columns, rows] =
            [scene.width, scene.height].map(|side| libm::round(side * scene.scale));
        match self.optimize && columns * rows <= MAX_OPTIMIZED {
            true => png::optimize(&file).map_err(not_encoded),
            false => Ok(file),
        }
    }

    #[cfg(not(feature = "optimize"))]
    fn finish(self, file: Vec<u8>, _: &Scene) -> Result<Vec<u8>, Diagnostic> {
        Ok(file)
    }
}

/// A figure drawn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rendering {
    /// The bytes of each file in the order of [`Figure::variants`].
    pub(crate) files: Vec<(Variant, Vec<u8>)>,
    /// All that the config asks for.
    pub(crate) variants: Vec<Variant>,
    /// See [`Figure::style`].
    pub(crate) style: Option<Arc<Source>>,
    /// See [`Figure::recipe`].
    pub(crate) recipe: Recipe,
    /// Device pixels per CSS pixel that an SVG is fitted to.
    pub(crate) scale: f64,
    /// What to mind about them.
    pub(crate) warnings: Vec<Diagnostic>,
}

/// Draws the figure of a config on up to `threads` threads, while `progress` says how far its evaluation is.
///
/// # Errors
///
/// All that is wrong with the config, see [`config::parse`]; or, if that is nothing, with its figure, such as a label that
/// cannot be set.
pub(crate) fn render(
    text: &str,
    load: Load<'_>,
    overrides: Overrides,
    threads: Threads,
    progress: &Progress,
) -> Result<Rendering, Vec<Diagnostic>> {
    let (figure, variants) = figure(text, load, overrides)?;
    let (evaluation, scene, found) = compose(text, &figure, threads, progress)?;
    let find = || warnings(text, &figure, &evaluation, &scene, &found, overrides.strict);
    let encode = |variant: Variant, before: &(dyn Fn() + Sync)| {
        let scene = scene_of(variant, &figure, &evaluation, &scene)?;
        match variant.format {
            Format::Svg => Ok(svg::write(&scene).into_bytes()),
            Format::Png => png(threads, before, &scene, overrides).map_err(|error| vec![error]),
        }
    };
    let warnings = OnceLock::new();
    let look = || {
        warnings.get_or_init(find);
    };
    // Looking at a thousand curves takes as long as writing them. For a few it is not worth a thread, and what warnings forbid
    // is not drawn.
    let later = figure.curves.len() >= MANY && !overrides.strict;
    if !later {
        drop(warnings.set(Ok(find()?)));
    }
    let beside = later.then_some(&look as &(dyn Fn() + Sync));
    let files = files::draw(threads, figure.variants(), encode, beside)?;
    let warnings = warnings.into_inner().unwrap_or_else(find)?;
    Ok(Rendering {
        files,
        variants,
        scale: figure.canvas.scale(),
        style: figure.style,
        recipe: figure.recipe,
        warnings,
    })
}

/// A figure to look at, and what it shows.
#[cfg(feature = "preview")]
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) figure: Figure,
    pub(crate) evaluation: Evaluation,
    pub(crate) composition: Composition,
}

#[cfg(feature = "preview")]
impl View {
    /// It on light and on dark pages: of the one that it is not for, as its config would have it with the theme "auto".
    pub(crate) fn schemes(&self) -> [Scene; 2] {
        let figure = Figure {
            theme: Theme::Auto,
            ..self.figure.clone()
        };
        let auto = match figure::compose(&figure, &self.evaluation) {
            Ok((scene, _)) => scene,
            // None is met: what can be drawn in one set of colours can be drawn in two.
            Err(_) => self.composition.scene.clone(),
        };
        let dark = match self.figure.theme {
            Theme::Dark => None,
            Theme::Light | Theme::Auto => auto.on_dark(),
        };
        let light = Scene {
            dark: Vec::new(),
            ..auto
        };
        [
            light,
            dark.unwrap_or_else(|| self.composition.scene.clone()),
        ]
    }
}

/// Composes the figure of a config on up to `threads` threads, to be looked at; and warnings.
///
/// # Errors
///
/// As [`render`].
#[cfg(feature = "preview")]
pub(crate) fn view(
    text: &str,
    load: Load<'_>,
    threads: Threads,
) -> Result<(View, Vec<Diagnostic>), Vec<Diagnostic>> {
    let overrides = Overrides {
        no_recipe: true,
        ..Overrides::default()
    };
    let (figure, _) = figure(text, load, overrides)?;
    let progress = Progress::default();
    let (evaluation, scene, found) = compose(text, &figure, threads, &progress)?;
    let warnings = warnings(text, &figure, &evaluation, &scene, &found, false)?;
    let variants = figure.variants();
    let view = View {
        figure,
        evaluation,
        composition: Composition { scene, variants },
    };
    Ok((view, warnings))
}

/// Reads a config and computes what its figure shows, without drawing it.
///
/// # Errors
///
/// All that is wrong with the config, see [`config::parse`]; or, if that is nothing, with its ranges and samples.
pub(crate) fn evaluate(
    text: &str,
    load: Load<'_>,
    progress: &Progress,
) -> Result<(Figure, Evaluation), Vec<Diagnostic>> {
    let figure = config::parse(text, load)?;
    let mut evaluation =
        evaluate_with(&figure, progress).map_err(|errors| located(text, &figure, errors))?;
    evaluation.warnings = judged(text, &figure, evaluation.warnings, false)?;
    Ok((figure, evaluation))
}

/// The figure of a config, given as its text, as the bytes of a PNG file.
///
/// The file system is touched only for the files that the config names: the paths of its `style` and of `font = ["..."]` in
/// `[figure]` are taken relative to the current directory, where the program takes them relative to the config. For files
/// from elsewhere, give [`config::parse`] a function that finds them, and go on with
/// [`evaluate`](crate::evaluate::evaluate), [`figure::compose`] and [`png::encode`].
/// Warnings are left out, as is what `formats` says; of several scales it is the first, of two sets of colours that for light
/// pages.
///
/// # Errors
///
/// All that is wrong with the config. [`Diagnostic::unreadable`] tells a style or a font that cannot be read.
pub fn render_png(text: &str) -> Result<Vec<u8>, Diagnostics> {
    let scene = library_scene(text, Format::Png)?;
    png(Threads::All, &|| (), &scene, Overrides::default())
        .map_err(|error| about(text, vec![error]))
}

/// The figure of a config, given as its text, as an SVG document.
///
/// Styles and fonts are found as by [`render_png`]; the document has the outlines of fonts, so it needs none itself.
///
/// # Errors
///
/// As [`render_png`].
pub fn render_svg(text: &str) -> Result<String, Diagnostics> {
    library_scene(text, Format::Svg).map(|scene| svg::write(&scene))
}

/// What is said of a named pipe, a device or a directory in the place of a file.
pub(crate) const IRREGULAR: &str = "it is not a regular file";

/// Reads a file that a config names.
///
/// What it is, is asked before it is opened: a named pipe waits for a writer, and opening a device may do something. No more
/// is read than the file is long: the system's files that are 0 bytes long, such as those of `/proc`, may give without end.
pub(crate) fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::other(IRREGULAR));
    }
    if metadata.len() > MAX_FONT_BYTES as u64 {
        let message = format!("it has more than {} MiB", MAX_FONT_BYTES >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    let mut bytes = Vec::new();
    File::open(path)?
        .take(metadata.len())
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A figure composed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Composition {
    /// What the first of its files shows.
    pub(crate) scene: Scene,
    /// Its files.
    pub(crate) variants: Vec<Variant>,
}

/// Composes the figure of a config on up to `threads` threads; and warnings.
///
/// # Errors
///
/// As [`render`].
pub(crate) fn composed(
    text: &str,
    load: Load<'_>,
    overrides: Overrides,
    threads: Threads,
    progress: &Progress,
) -> Result<(Composition, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (figure, _) = figure(text, load, overrides)?;
    let (evaluation, scene, found) = compose(text, &figure, threads, progress)?;
    let strict = overrides.strict;
    let warnings = warnings(text, &figure, &evaluation, &scene, &found, strict)?;
    let variants = figure.variants();
    let first = variants.first();
    let first = first.map(|variant| scene_of(*variant, &figure, &evaluation, &scene));
    let first = first.transpose()?.map(Cow::into_owned);
    let scene = first.unwrap_or(scene);
    Ok((Composition { scene, variants }, warnings))
}

/// What one of a figure's files shows, where this is its scene at the greatest scale.
fn scene_of<'a>(
    variant: Variant,
    figure: &Figure,
    evaluation: &Evaluation,
    scene: &'a Scene,
) -> Result<Cow<'a, Scene>, Vec<Diagnostic>> {
    let canvas = figure.canvas.with_scale(variant.scale);
    let scene = match canvas.filter(|canvas| *canvas != figure.canvas) {
        None => Cow::Borrowed(scene),
        Some(canvas) => {
            let figure = Figure {
                canvas,
                ..figure.clone()
            };
            Cow::Owned(figure::compose(&figure, evaluation)?.0)
        }
    };
    let dark = variant.is_dark.then(|| scene.on_dark()).flatten();
    Ok(dark.map_or(scene, Cow::Owned))
}

/// The files that a config asks for, unless it has errors.
pub(crate) fn variants(text: &str, load: Load<'_>, overrides: Overrides) -> Option<Vec<Variant>> {
    figure(text, load, overrides)
        .ok()
        .map(|(figure, _)| figure.variants())
}

/// The figure of a config, that can be drawn as far as can be known before; and all files that the config asks for.
fn figure(
    text: &str,
    load: Load<'_>,
    overrides: Overrides,
) -> Result<(Figure, Vec<Variant>), Vec<Diagnostic>> {
    let mut figure = config::parse(text, load)?;
    let variants = figure.variants();
    overrides.apply(&mut figure).map_err(|error| vec![error])?;
    check_size(text, &figure)?;
    Ok((figure, variants))
}

/// The scene of a config as the library draws it.
fn library_scene(text: &str, format: Format) -> Result<Scene, Diagnostics> {
    let load = |path: &str| read_file(Path::new(path));
    let overrides = Overrides {
        format: Some(format),
        ..Overrides::default()
    };
    match composed(text, &load, overrides, Threads::All, &Progress::default()) {
        Ok((composition, _)) => Ok(composition.scene),
        Err(list) => Err(about(text, list)),
    }
}

fn about(text: &str, list: Vec<Diagnostic>) -> Diagnostics {
    Diagnostics {
        name: "config".to_owned(),
        text: text.to_owned(),
        list,
    }
}

fn png(
    threads: Threads,
    before: &(dyn Fn() + Sync),
    scene: &Scene,
    overrides: Overrides,
) -> Result<Vec<u8>, Diagnostic> {
    let file = png::encode_on(threads, before, scene).map_err(not_encoded)?;
    overrides.finish(file, scene)
}

fn not_encoded(error: impl ToString) -> Diagnostic {
    Diagnostic::error(error.to_string())
}

/// Refuses a PNG that would take minutes, as each of many Gaussians may paint all of many pixels.
fn check_size(text: &str, figure: &Figure) -> Result<(), Vec<Diagnostic>> {
    let (pixels, gaussians) = (figure.pixels(), figure.curves.len());
    let point = figure.canvas.scale() * 96.0 / 72.0;
    let widths = figure.curves.iter().map(|curve| curve.width.get() * point);
    let widths: f64 = widths.sum();
    let share = (MAX_WIDTHS / widths).min(1.0);
    let painted = MAX_PAINTED / (gaussians as f64 + widths / WIDE);
    refuse(text, figure, painted.min(pixels * share * share), || {
        format!("{pixels} pixels of PNG are too many for {gaussians} Gaussians with such lines")
    })
}

/// The same as each of many bins may have edges across all rows.
fn check_bins(text: &str, figure: &Figure, shown: &Evaluation) -> Result<(), Vec<Diagnostic>> {
    let histograms = shown.histograms.iter().flatten();
    let bins: usize = histograms.map(|histogram| histogram.counts.len()).sum();
    let rows = figure.rows();
    let share = (MAX_EDGES / bins as f64).floor() / rows;
    refuse(text, figure, figure.pixels() * share * share, || {
        format!("{rows} rows of PNG are too many for {bins} bins")
    })
}

/// Refuses PNG files of more than `most` pixels together.
fn refuse(
    text: &str,
    figure: &Figure,
    most: f64,
    message: impl FnOnce() -> String,
) -> Result<(), Vec<Diagnostic>> {
    if figure.pixels() <= most || !figure.formats.contains(&Format::Png) {
        return Ok(());
    }
    let most = most.floor();
    let error = Diagnostic::error(message())
        .about("figure.scale")
        .hint(format!("in this shape they may be at most {most}"));
    Err(located(text, figure, vec![error]))
}

/// What a figure shows, its scene at the greatest scale, and what was found meanwhile; or errors, at their places in the config's
/// text.
fn compose(
    text: &str,
    figure: &Figure,
    threads: Threads,
    progress: &Progress,
) -> Result<(Evaluation, Scene, Vec<Diagnostic>), Vec<Diagnostic>> {
    let located = |errors| located(text, figure, errors);
    let evaluation = evaluate_on(threads, figure, progress).map_err(located)?;
    check_bins(text, figure, &evaluation)?;
    let (scene, found) = figure::compose(figure, &evaluation).map_err(located)?;
    Ok((evaluation, scene, found))
}

/// All warnings about a figure of which this is the scene, beside what was `found` before; as [`judged`].
fn warnings(
    text: &str,
    figure: &Figure,
    evaluation: &Evaluation,
    scene: &Scene,
    found: &[Diagnostic],
    strict: bool,
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let mut warnings = found.to_vec();
    warnings.extend(lint::labels(figure));
    warnings.extend(lint::picture(figure, scene));
    warnings.extend(lint::colors(figure, scene));
    warnings.extend(lint::numbers(figure, evaluation));
    warnings.extend_from_slice(&evaluation.warnings);
    judged(text, figure, warnings, strict)
}

/// The warnings that the figure does not allow, at their places in the config's text.
///
/// # Errors
///
/// They themselves, if there are any and `strict` makes them errors.
fn judged(
    text: &str,
    figure: &Figure,
    mut warnings: Vec<Diagnostic>,
    strict: bool,
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let allowed = |code| figure.allow.contains(&code);
    warnings.retain(|warning| !warning.code.is_some_and(allowed));
    let warnings = located(text, figure, warnings);
    match strict && !warnings.is_empty() {
        true => Err(warnings.into_iter().map(Diagnostic::into_error).collect()),
        false => Ok(warnings),
    }
}

/// Diagnostics at their places in a config's text, or in its style, in the order of these.
fn located(text: &str, figure: &Figure, mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    config::locate(text, figure.style.as_ref(), &mut diagnostics);
    sort(&mut diagnostics);
    diagnostics
}
