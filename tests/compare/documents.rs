//! SVG documents read back and drawn, against the scenes they were written from.

use std::fs;
use std::path::Path;

use gaussfig::backend::{png, svg};
use gaussfig::compare::{State, compare_png, compare_svg, rasterize};
use gaussfig::scene::{Item, Scene, Segment};

use crate::common;

fn published() -> Scene {
    common::scene(common::HISTOGRAMS)
}

/// The scenes of all configs below some directories of the repository, and their paths.
fn scenes() -> Vec<(String, Scene)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    for directory in ["configs", "src/cli/selftest", "tests/lint"] {
        let entries = fs::read_dir(root.join(directory)).unwrap();
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|end| end == "toml"));
        paths.sort();
        for path in paths {
            let text = fs::read_to_string(&path).unwrap();
            let serif = |_: &str| Ok(dejavu::serif::regular().to_vec());
            let figure = gaussfig::config::parse(&text, &serif).unwrap();
            let evaluation = gaussfig::evaluate::evaluate(&figure).unwrap();
            let (scene, _) = gaussfig::figure::compose(&figure, &evaluation).unwrap();
            all.push((path.display().to_string(), scene));
        }
    }
    assert!(all.len() > 40, "the configs are not all there");
    all
}

#[test]
fn every_figure_is_the_same_picture_as_png_and_as_svg() {
    for (name, scene) in scenes() {
        let drawn = rasterize(&svg::write(&scene), scene.scale).unwrap();
        let dark = scene.on_dark().unwrap_or_else(|| scene.clone());
        for (scene, drawn) in [scene, dark].iter().zip(&drawn) {
            let png = png::encode(scene).unwrap();
            let comparison = compare_png(&png, drawn).unwrap();
            // Where an edge is nearly level a step of rounding may count for some of the sixteen levels of coverage; where a
            // shape lies over itself, for a slice of a row.
            assert!(comparison.largest <= 128, "{name}: {comparison:?}");
            assert!(comparison.share() < 0.02, "{name}: {comparison:?}");
        }
    }
}

/// The items but curves that bend strongly, which the writer halves.
fn plain(items: &[Item]) -> Vec<Item> {
    let curve = |segment: &Segment| matches!(segment, Segment::Cubic(..));
    let plain = |item: &Item| match item {
        Item::Stroke(stroke) if stroke.path.segments.iter().any(curve) => None,
        Item::Clip { rect, items } => Some(Item::Clip {
            rect: *rect,
            items: plain(items),
        }),
        other => Some(other.clone()),
    };
    items.iter().filter_map(plain).collect()
}

/// CSS pixels in an em.
fn largest_glyph(scene: &Scene) -> f64 {
    let texts = common::texts(scene).into_iter();
    let sizes = texts.flat_map(|text| text.glyphs.iter().map(|glyph| glyph.size));
    sizes.fold(0.0, f64::max)
}

#[test]
fn what_was_read_is_written_and_read_as_the_same() {
    for (name, scene) in scenes() {
        let read = svg::read(&svg::write(&scene), scene.scale).unwrap();
        let text = svg::write(&read);
        let mut again = svg::read(&text, scene.scale).unwrap();
        // Larger glyphs may have been drawn on more units than are known.
        if largest_glyph(&scene) * scene.scale <= 40.96 {
            assert!(plain(&again.items) == plain(&read.items), "{name}");
        }
        again.items.clone_from(&read.items);
        assert!(again == read, "{name}");
        let comparison = compare_svg(&text, &svg::write(&scene), scene.scale).unwrap();
        // Where a halved curve is a hair longer, so are all dashes after it: of forty curves, many are dashed.
        assert!(comparison.share() < 5e-4, "{name}: {comparison:?}");
    }
}

#[test]
fn what_is_another_picture_on_dark_pages_alone_differs() {
    let figure = |color: &str| {
        let text = format!(
            "[figure]\ntheme = \"{color}\"\n[[gaussian]]\nmu = 0\nsigma = 1\ncolor = \"#084a57\"\n"
        );
        common::scene(&text)
    };
    let [auto, light] = ["auto", "light"].map(|theme| svg::write(&figure(theme)));
    let compare = |one: &str, other: &str| compare_svg(one, other, 2.0).unwrap();
    assert_eq!(compare(&auto, &auto).state, State::Same);
    // The page shows through nowhere, and still it is another picture.
    for (one, other) in [(&auto, &light), (&light, &auto)] {
        let comparison = compare(one, other);
        assert_eq!(comparison.state, State::Changed);
        assert!(comparison.share() > 0.9, "{comparison:?}");
    }
    let dark = figure("auto").dark;
    let [red, green, blue] = dark[dark.len() / 2];
    let ink = format!("#{red:02x}{green:02x}{blue:02x})}}");
    let edited = auto.replace(&ink, "#f00)}");
    assert_ne!(edited, auto);
    assert_eq!(compare(&auto, &edited).state, State::Changed);
    let [on_light, on_dark] = rasterize(&auto, 2.0).unwrap();
    assert_ne!(on_light, on_dark);
    assert_eq!(
        rasterize(&light, 2.0).unwrap(),
        [on_light.clone(), on_light]
    );
}

#[test]
fn a_style_sheet_of_others_is_refused() {
    let auto = "[figure]\ntheme = \"auto\"\n[[gaussian]]\nmu = 0\nsigma = 1\n";
    let text = svg::write(&common::scene(auto));
    assert!(svg::read(&text, 2.0).is_ok());
    for (own, other) in [
        (":root{color-scheme:light dark}", ":root{color-scheme:dark}"),
        ("light-dark(#000,", "light-dark(#111,"),
        ("</style>", "svg{display:none}</style>"),
        ("</style>", "</style><style>*{fill:red}</style>"),
        ("{fill:light-dark(", "{stroke:light-dark("),
        ("<g fill=\"none\"", "<g class=\"a\" fill=\"none\""),
    ] {
        let edited = text.replacen(own, other, 1);
        assert_ne!(edited, text, "{own}");
        assert!(svg::read(&edited, 2.0).is_err(), "{other}");
    }
}

#[test]
fn words_and_ids_are_not_drawn() {
    let scene = published();
    let text = svg::write(&scene);
    let other = svg::write(&Scene {
        title: String::new(),
        description: "<other> words".to_owned(),
        ..scene.clone()
    });
    let edited = text
        .replace(
            "<defs>",
            "<metadata><x:y xmlns:x='z'/></metadata><defs><!-- <script> -->",
        )
        .replace('\n', "\r\n")
        .replace("aria-label=\"", "data-note='1' aria-label=\"my ");
    for document in [other, edited] {
        assert_ne!(document, text);
        let comparison = compare_svg(&text, &document, scene.scale).unwrap();
        assert_eq!((comparison.state, comparison.pixels), (State::Same, 0));
    }
}

#[test]
fn what_was_changed_is_found_where_it_is() {
    let scene = published();
    let text = svg::write(&scene);
    let other = text.replacen("stroke=\"#084a57\"", "stroke=\"#084a67\"", 1);
    let comparison = compare_svg(&text, &other, scene.scale).unwrap();
    assert_eq!((comparison.state, comparison.largest), (State::Changed, 16));
    assert_eq!(comparison.expected, [2605, 1128]);
    // The widest curve lies left of the middle.
    let bounds = comparison.bounds.unwrap();
    assert!(
        bounds.left > 200 && bounds.right < 2540 && bounds.bottom < 960,
        "{bounds:?}"
    );
    assert!(
        (0.001..0.05).contains(&comparison.share()),
        "{comparison:?}"
    );
    let slight = text.replacen("#084a57", "#084a58", 1);
    let state = compare_svg(&text, &slight, scene.scale).unwrap().state;
    assert_eq!(state, State::Invisible);
    let wider = text.replacen("width=\"833.6\"", "width=\"834\"", 1);
    let wider = wider.replacen("viewBox=\"0 0 833.6", "viewBox=\"0 0 834", 1);
    let comparison = compare_svg(&text, &wider, scene.scale).unwrap();
    assert_eq!(comparison.state, State::Resized);
    assert_eq!(
        (comparison.expected, comparison.actual),
        ([2605, 1128], [2606, 1128])
    );
}

#[test]
fn a_recipe_is_given_as_it_was_written() {
    let scene = published();
    let text = svg::write(&Scene {
        recipe: String::new(),
        ..scene
    });
    assert_eq!(svg::recipe(&text), None);
    let element =
        "<metadata data-gaussfig=\"recipe\">a = \"x &amp; y\"&#10;b = '&lt;'<!-- -->\n</metadata>";
    let with = text.replacen("<defs>", &format!("<metadata/>{element}<script/><defs>"), 1);
    assert_eq!(
        svg::recipe(&with).as_deref(),
        Some("a = \"x & y\"\nb = '<'\n")
    );
}
