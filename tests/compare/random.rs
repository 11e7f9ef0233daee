//! Scenes made at random, written and read back.

use gaussfig::backend::{png, svg};
use gaussfig::compare::rasterize;
use gaussfig::scene::{
    Cap, Color, Glyph, Item, Path, PlacedGlyph, Point, Rect, Scene, Segment, Stroke, Text,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

use crate::files::decoded;

/// The same scenes in every run.
fn runs() -> ProptestConfig {
    ProptestConfig {
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::with_cases(200)
    }
}

proptest! {
    #![proptest_config(runs())]

    #[test]
    fn every_scene_is_read_as_it_was_written(scene in scene()) {
        let text = svg::write(&scene);
        let read = svg::read(&text, scene.scale).unwrap();
        prop_assert_eq!((&read.title, &read.description), (&scene.title, &scene.description));
        prop_assert_eq!(kinds(&read.items), kinds(&scene.items));
        prop_assert_eq!(&read.dark, &scene.dark);
        let drawn = rasterize(&text, scene.scale).unwrap();
        let dark = scene.on_dark().unwrap_or_else(|| scene.clone());
        for (scene, drawn) in [scene, dark].iter().zip(&drawn) {
            let mean = mean_difference(&png::encode(scene).unwrap(), drawn);
            prop_assert!(mean < 0.5, "{}", mean);
        }
    }
}

/// The mean over all channels of all pixels as seen on black, in levels.
fn mean_difference(one: &[u8], other: &[u8]) -> f64 {
    let [one, other] = [one, other].map(|file| decoded(file).rgba);
    assert_eq!(one.len(), other.len());
    let seen =
        |pixel: &[u8; 4]| pixel.map(|channel| f64::from(channel) * f64::from(pixel[3]) / 255.0);
    let pixels = one.iter().map(seen).zip(other.iter().map(seen));
    let total: f64 = pixels
        .flat_map(|(one, other)| (0..4).map(move |i| (one[i] - other[i]).abs()))
        .sum();
    total / (4 * one.len()) as f64
}

/// What is painted in what colours, but for where and for opacities, which are rounded.
fn kinds(items: &[Item]) -> Vec<String> {
    let kind = |item: &Item| match item {
        Item::Fill { color, .. } => format!("fill {:?}", color.rgb),
        Item::Stroke(stroke) => {
            let Stroke {
                color,
                cap,
                crisp,
                dash,
                ..
            } = stroke;
            format!("stroke {:?} {cap:?} {crisp} {}", color.rgb, dash.len())
        }
        Item::Text(text) => {
            let glyphs: Vec<usize> = text.glyphs.iter().map(|placed| placed.glyph).collect();
            let Text {
                words,
                upward,
                color,
                shapes,
                ..
            } = text;
            format!(
                "{words:?} {upward} {:?} {glyphs:?} {}",
                color.rgb,
                shapes.len()
            )
        }
        Item::Clip { items, .. } => kinds(items).join(", "),
    };
    items.iter().map(kind).collect()
}

fn scene() -> impl Strategy<Value = Scene> {
    let words = || "[ -~äσ]{0,9}";
    let look = (proptest::option::of(color()), 0.2..5.0, words(), words());
    let clip = (point(), point(), vec(item(), 0..4)).prop_map(|(a, b, items)| Item::Clip {
        rect: Rect {
            left: a.x.min(b.x).round(),
            top: a.y.min(b.y).round(),
            right: a.x.max(b.x).round(),
            bottom: a.y.max(b.y).round(),
        },
        items,
    });
    let item = prop_oneof![3 => item(), 1 => clip];
    let dark = proptest::option::of(vec(any::<[u8; 3]>(), 1 + 6 * 4));
    (look, vec(outline(), 3), vec(item, 0..6), dark).prop_map(
        |((background, scale, title, description), outlines, items, dark)| Scene {
            dark: dark.map_or(Vec::new(), |mut dark| {
                dark.truncate(usize::from(background.is_some()) + painted(&items));
                dark
            }),
            width: 60.0,
            height: 40.0,
            scale,
            background,
            title,
            description,
            recipe: String::new(),
            glyphs: outlines
                .into_iter()
                .map(|outline| Glyph { outline })
                .collect(),
            items,
        },
    )
}

/// How many items have a colour.
fn painted(items: &[Item]) -> usize {
    let painted = |item: &Item| match item {
        Item::Clip { items, .. } => painted(items),
        Item::Fill { .. } | Item::Stroke(_) | Item::Text(_) => 1,
    };
    items.iter().map(painted).sum()
}

fn item() -> impl Strategy<Value = Item> {
    let fill = (path(), color()).prop_map(|(path, color)| Item::Fill { path, color });
    let cap = select(vec![Cap::Butt, Cap::Square, Cap::Round]);
    let dash = select(vec![
        vec![],
        vec![5.0, 2.5],
        vec![0.0, 3.0],
        vec![4.0, 2.0, 1.0, 2.0],
    ]);
    let stroke = (path(), color(), 0.1..8.0, cap, dash, any::<bool>()).prop_map(
        |(path, color, width, cap, dash, crisp)| {
            Item::Stroke(Stroke {
                path,
                color,
                width,
                cap,
                dash,
                crisp,
            })
        },
    );
    let glyph = (0..3_usize, point(), select(vec![9.0, 9.0, 6.5]));
    let glyph = glyph.prop_map(|(glyph, origin, size)| PlacedGlyph {
        glyph,
        origin,
        size,
    });
    let text = (
        "[ -~π]{0,9}",
        point(),
        any::<bool>(),
        color(),
        vec(glyph, 0..5),
        vec(path(), 0..2),
    );
    let text = text.prop_map(|(words, origin, upward, color, glyphs, shapes)| {
        Item::Text(Text {
            words,
            origin,
            upward,
            color,
            glyphs,
            shapes,
        })
    });
    prop_oneof![fill, stroke, text]
}

fn color() -> impl Strategy<Value = Color> {
    (any::<[u8; 3]>(), 0..=1000).prop_map(|(rgb, alpha)| Color {
        rgb,
        alpha: f64::from(alpha) / 1000.0,
    })
}

fn point() -> impl Strategy<Value = Point> {
    (-20.0..80.0, -20.0..60.0).prop_map(|(x, y)| Point::new(x, y))
}

fn path() -> impl Strategy<Value = Path> {
    let segment = prop_oneof![
        point().prop_map(Segment::Move),
        point().prop_map(Segment::Line),
        (point(), point()).prop_map(|(control, to)| Segment::Quad(control, to)),
        (point(), point(), point()).prop_map(|(a, b, to)| Segment::Cubic(a, b, to)),
        Just(Segment::Close),
    ];
    (point(), vec(segment, 1..7)).prop_map(|(start, mut segments)| {
        segments.insert(0, Segment::Move(start));
        Path { segments }
    })
}

/// The outline of a glyph, in em.
fn outline() -> impl Strategy<Value = Path> {
    path().prop_map(|path| path.map(|point| Point::new(point.x / 60.0, point.y / 60.0)))
}
