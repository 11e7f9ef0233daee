//! What must hold of any bytes that are given as a config or as a label. The fuzz targets and the test that replays what
//! they have found share it.

use std::io;

use gaussfig::backend;
use gaussfig::compare::{self, State, Unreadable};
use gaussfig::config;
use gaussfig::diagnostic::{Diagnostic, Diagnostics, Severity};
use gaussfig::evaluate::evaluate;
use gaussfig::figure::compose;
use gaussfig::lint;
use gaussfig::model::{Figure, Positive};
use gaussfig::scene::Scene;

/// The most Gaussians, samples of each, and device pixels a side that are drawn: larger figures run the same code, longer.
const MOST_CURVES: usize = 8;
const MOST_SAMPLES: u64 = 1000;
const MOST_PIXELS: f64 = 256.0;

/// Fails unless these bytes, if they are text, are refused as a config or drawn.
pub(crate) fn config(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        refused_or_drawn(text);
    }
}

/// Fails unless these bytes, if they are text, are refused as labels or drawn. Their last bit chooses the typeface of math.
pub(crate) fn label(bytes: &[u8]) {
    if let Ok(label) = std::str::from_utf8(bytes) {
        let odd = bytes.last().is_some_and(|byte| byte % 2 == 1);
        let math = if odd { "tex" } else { "text" };
        let label = toml::Value::from(label);
        refused_or_drawn(&format!(
            "title = {label}\nfigure.math = \"{math}\"\nx.label = {label}\ny.label = {label}\n\
             gaussian = [{{ mu = 0, sigma = 1, label = {label} }}]\n"
        ));
    }
}

/// Fails unless these bytes, if they are text, are refused as an SVG document or drawn, the small ones as pixels too.
pub(crate) fn svg(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let recipe = backend::svg::recipe(text);
    match backend::svg::read(text, 1.0) {
        Ok(scene) => {
            assert_eq!(recipe.unwrap_or_default(), scene.recipe);
            assert_svg(&scene);
            if scene.width.max(scene.height) <= MOST_PIXELS {
                assert_drawn(text);
            }
        }
        Err(error) => assert!(error.to_string().contains(' '), "{error}"),
    }
}

/// Fails unless a document is refused as too large, or the same as itself.
fn assert_drawn(text: &str) {
    match compare::compare_svg(text, text, 1.0) {
        Ok(comparison) => assert_eq!((comparison.state, comparison.pixels), (State::Same, 0)),
        Err(error) => assert!(
            matches!(error, Unreadable::Large | Unreadable::Encoding(_)),
            "{error}"
        ),
    }
}

fn refused_or_drawn(text: &str) {
    match draw(text) {
        Ok((scene, warnings)) => {
            let warning = |found: &Diagnostic| found.severity == Severity::Warning;
            assert!(warnings.iter().all(warning), "{warnings:?}");
            assert_shown(text, warnings);
            let svg = assert_svg(&scene);
            let png = assert_png(&scene);
            // Some are drawn twice, as that takes as long again.
            if text.len().is_multiple_of(8) {
                let (again, _) = draw(text).unwrap();
                assert!(svg == backend::svg::write(&again), "another SVG");
                assert!(png == backend::png::encode(&again).unwrap(), "another PNG");
            }
        }
        Err(errors) => {
            let error = |found: &Diagnostic| found.severity == Severity::Error;
            assert!(!errors.is_empty() && errors.iter().all(error), "{errors:?}");
            assert_shown(text, errors);
        }
    }
}

/// The scene of a config, made small, and all its warnings. The path of a style is what the style says.
fn draw(text: &str) -> Result<(Scene, Vec<Diagnostic>), Vec<Diagnostic>> {
    let load = |path: &str| match path {
        "DejaVuSerif.ttf" => Ok(dejavu::serif::regular().to_vec()),
        style if style.contains('=') => Ok(style.into()),
        _ => Err(io::ErrorKind::NotFound.into()),
    };
    let mut figure = config::parse(text, &load)?;
    let style = figure.style.take();
    let recipe = &figure.recipe;
    let again = config::parse(&recipe.to_string(), &load).map(|again| Figure {
        carries_recipe: figure.carries_recipe,
        ..again
    });
    assert!(again.as_ref() == Ok(&figure), "{recipe}\n{again:?}");
    let located = |mut list: Vec<Diagnostic>| {
        config::locate(text, style.as_ref(), &mut list);
        list
    };
    let figure = small(figure);
    let evaluation = evaluate(&figure).map_err(located)?;
    let (scene, mut warnings) = compose(&figure, &evaluation).map_err(located)?;
    warnings.extend(lint::labels(&figure));
    warnings.extend(lint::picture(&figure, &scene));
    warnings.extend(lint::numbers(&figure, &evaluation));
    Ok((scene, located(warnings)))
}

fn small(mut figure: Figure) -> Figure {
    figure.curves.truncate(MOST_CURVES);
    for curve in &mut figure.curves {
        curve.samples = curve.samples.min(MOST_SAMPLES);
    }
    let canvas = figure.canvas;
    let fitting = MOST_PIXELS / canvas.width().max(canvas.height());
    let scale = Positive::new(canvas.scale().min(fitting));
    // A figure a million times as wide as high keeps its scale: it has few pixels then.
    figure.canvas = scale
        .and_then(|scale| canvas.with_scale(scale))
        .unwrap_or(canvas);
    figure
}

/// Fails unless all diagnostics can be shown, each at a part of the text or of the style.
fn assert_shown(text: &str, list: Vec<Diagnostic>) {
    for diagnostic in &list {
        let source = diagnostic.source.as_ref();
        let text = source.map_or(text, |style| &style.text);
        let inside = |span| text.get(span).is_some();
        assert!(diagnostic.span.clone().is_none_or(inside), "{diagnostic:?}");
        assert!(!diagnostic.message.is_empty());
    }
    let any = !list.is_empty();
    let [name, text] = ["config.toml", text].map(str::to_owned);
    let shown = Diagnostics { name, text, list }.to_string();
    let control = |c: char| c.is_control() && c != '\n';
    assert!(
        any != shown.is_empty() && !shown.contains(control),
        "{shown}"
    );
}

/// The scene as SVG. Fails unless it is XML with numbers for all coordinates.
pub(crate) fn assert_svg(scene: &Scene) -> String {
    let svg = backend::svg::write(scene);
    let tree = roxmltree::Document::parse(&svg).unwrap();
    let shapes = tree.descendants().filter_map(|node| node.attribute("d"));
    for shape in shapes {
        assert!(!shape.contains(['N', 'i', 'f']), "{shape}");
    }
    svg
}

/// The scene as PNG. Fails unless it can be decoded to the size that was asked for.
pub(crate) fn assert_png(scene: &Scene) -> Vec<u8> {
    let bytes = backend::png::encode(scene).unwrap();
    let mut decoder = png::Decoder::new(io::Cursor::new(&bytes));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    let size = [scene.width, scene.height].map(|side| (side * scene.scale).round());
    assert_eq!([info.width, info.height].map(f64::from), size);
    bytes
}
