//! What several tests need.
#![allow(dead_code)] // each test binary uses its own part

use gaussfig::diagnostic::Diagnostic;
use gaussfig::model::Figure;
use gaussfig::scene::{Item, Path, Point, Rect, Scene, Segment, Stroke, Text};

/// The config of the first published figure.
pub(crate) const PUBLISHED: &str = include_str!("../../configs/variational-gaussian-PDFs.toml");
/// The config of the second one.
pub(crate) const HISTOGRAMS: &str =
    include_str!("../../configs/variational-gaussian-PDFs-histograms.toml");

/// All configs of the repository: the stem of each file's name, and its text.
pub(crate) fn configs() -> Vec<(String, String)> {
    let entries = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/configs")).unwrap();
    let mut all: Vec<(String, String)> = entries
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), text)
        })
        .collect();
    all.sort();
    assert!(all.len() >= 6, "the configs are not all there");
    all
}

/// The model of a config that is right.
pub(crate) fn figure(toml: &str) -> Figure {
    gaussfig::config::parse(toml, &|path| panic!("reads {path}"))
        .unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// The scene of a config that is right, and its warnings.
pub(crate) fn compose(toml: &str) -> (Scene, Vec<Diagnostic>) {
    let figure = figure(toml);
    gaussfig::evaluate::evaluate(&figure)
        .and_then(|evaluation| gaussfig::figure::compose(&figure, &evaluation))
        .unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// The scene of a config that is right and gives no warning.
pub(crate) fn scene(toml: &str) -> Scene {
    let (scene, warnings) = compose(toml);
    assert_eq!(warnings, []);
    scene
}

/// All items, those within clips too.
pub(crate) fn items(scene: &Scene) -> Vec<&Item> {
    fn collect<'a>(items: &'a [Item], all: &mut Vec<&'a Item>) {
        for item in items {
            all.push(item);
            if let Item::Clip { items, .. } = item {
                collect(items, all);
            }
        }
    }
    let mut all = Vec::new();
    collect(&scene.items, &mut all);
    all
}

/// All labels.
pub(crate) fn texts(scene: &Scene) -> Vec<&Text> {
    items(scene)
        .into_iter()
        .filter_map(|item| match item {
            Item::Text(text) => Some(text),
            _ => None,
        })
        .collect()
}

/// The label with these words.
pub(crate) fn text<'a>(scene: &'a Scene, words: &str) -> &'a Text {
    let all = texts(scene);
    let found = all.iter().find(|text| text.words == words);
    found.unwrap_or_else(|| {
        let all: Vec<_> = all.iter().map(|text| &text.words).collect();
        panic!("no label {words:?} among {all:?}")
    })
}

/// All strokes.
pub(crate) fn strokes(scene: &Scene) -> Vec<&Stroke> {
    items(scene)
        .into_iter()
        .filter_map(|item| match item {
            Item::Stroke(stroke) => Some(stroke),
            _ => None,
        })
        .collect()
}

/// The curves: strokes inside the clip.
pub(crate) fn curves(scene: &Scene) -> Vec<&Stroke> {
    strokes(scene)
        .into_iter()
        .filter(|stroke| !stroke.crisp)
        .collect()
}

/// The filled paths: histograms.
pub(crate) fn fills(scene: &Scene) -> Vec<&Path> {
    items(scene)
        .into_iter()
        .filter_map(|item| match item {
            Item::Fill { path, .. } => Some(path),
            _ => None,
        })
        .collect()
}

/// The frame: the middle of its lines.
pub(crate) fn frame(scene: &Scene) -> Rect {
    let closed = |stroke: &&&Stroke| stroke.path.segments.last() == Some(&Segment::Close);
    let all = strokes(scene);
    let frame = all.iter().find(closed).expect("there is a frame");
    bounds(&points(&frame.path))
}

/// Every point of a path, control points too.
pub(crate) fn points(path: &Path) -> Vec<Point> {
    path.segments
        .iter()
        .flat_map(|segment| match *segment {
            Segment::Move(end) | Segment::Line(end) => vec![end],
            Segment::Quad(a, end) => vec![a, end],
            Segment::Cubic(a, b, end) => vec![a, b, end],
            Segment::Close => vec![],
        })
        .collect()
}

/// The smallest rectangle around points.
pub(crate) fn bounds(points: &[Point]) -> Rect {
    let least = |of: fn(&Point) -> f64| points.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&Point) -> f64| points.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    Rect {
        left: least(|p| p.x),
        top: least(|p| p.y),
        right: most(|p| p.x),
        bottom: most(|p| p.y),
    }
}

/// The ink of a label on the canvas, by the control points of its outlines.
pub(crate) fn ink(scene: &Scene, text: &Text) -> Rect {
    let glyphs = text.glyphs.iter().flat_map(|placed| {
        let outline = points(&scene.glyphs[placed.glyph].outline);
        outline.into_iter().map(|point| {
            Point::new(
                placed.origin.x + placed.size * point.x,
                placed.origin.y - placed.size * point.y,
            )
        })
    });
    let shapes = text.shapes.iter().flat_map(points);
    let on_canvas = |point: Point| match text.upward {
        true => Point::new(text.origin.x + point.y, text.origin.y - point.x),
        false => Point::new(text.origin.x + point.x, text.origin.y + point.y),
    };
    let all: Vec<Point> = glyphs.chain(shapes).map(on_canvas).collect();
    bounds(&all)
}

/// Whether two rectangles share more than their borders.
pub(crate) fn overlap(a: Rect, b: Rect) -> bool {
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

/// Fails unless every label lies on the canvas.
pub(crate) fn assert_nothing_is_clipped(name: &str, scene: &Scene) {
    for text in texts(scene) {
        let ink = ink(scene, text);
        let inside = ink.left >= 0.0
            && ink.top >= 0.0
            && ink.right <= scene.width
            && ink.bottom <= scene.height;
        assert!(
            inside,
            "{name}: {:?} leaves the canvas: {ink:?}",
            text.words
        );
    }
}

/// Fails unless no two labels overlap.
pub(crate) fn assert_no_labels_overlap(name: &str, scene: &Scene) {
    let all = texts(scene);
    for (index, a) in all.iter().enumerate() {
        for b in &all[index + 1..] {
            let meet = overlap(ink(scene, a), ink(scene, b));
            assert!(!meet, "{name}: {:?} overlaps {:?}", a.words, b.words);
        }
    }
}
