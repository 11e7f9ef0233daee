//! The SVG encoder: what its documents say.

use std::collections::BTreeSet;

use gaussfig::backend::svg::{recipe as recipe_of, write, write_among};
use gaussfig::scene::{Color, Item, Path, Point, Scene, Segment};
use roxmltree::Document;

use crate::scenes::{BLACK, blank, everything, figure, polygon, stroke};

fn ids(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).unwrap();
    let ids = document
        .descendants()
        .filter_map(|node| node.attribute("id"));
    ids.map(str::to_owned).collect()
}

/// The path data of a path drawn on a canvas of this scale.
fn data(segments: Vec<Segment>, scale: f64) -> String {
    let mut scene = blank(100.0, 100.0, scale);
    scene.items.push(Item::Fill {
        path: Path { segments },
        color: BLACK,
    });
    let svg = write(&scene);
    let document = Document::parse(&svg).unwrap();
    let path = document
        .descendants()
        .find(|node| node.has_tag_name("path"))
        .unwrap();
    path.attribute("d").unwrap().to_owned()
}

#[test]
fn the_document_has_size_and_names() {
    let svg = write(&figure());
    let document = Document::parse(&svg).unwrap();
    let root = document.root_element();
    assert_eq!(
        root.tag_name().namespace(),
        Some("http://www.w3.org/2000/svg")
    );
    let attributes =
        ["width", "height", "viewBox", "role"].map(|name| root.attribute(name).unwrap());
    assert_eq!(attributes, ["833.6", "360.96", "0 0 833.6 360.96", "img"]);
    for (reference, name, text) in [
        ("aria-labelledby", "title", "Title"),
        ("aria-describedby", "desc", "Description"),
    ] {
        let named = document
            .descendants()
            .find(|node| node.has_tag_name((root.tag_name().namespace().unwrap(), name)))
            .unwrap();
        assert_eq!(named.attribute("id"), root.attribute(reference));
        assert_eq!(named.text(), Some(text));
    }
}

#[test]
fn the_published_figure_is_small() {
    let length = write(&figure()).len();
    assert!(length <= 25_000, "{length}");
}

#[test]
fn every_reference_is_to_one_definition() {
    for scene in [everything(), figure()] {
        let svg = write(&scene);
        let ids = ids(&svg);
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        let document = Document::parse(&svg).unwrap();
        let mut references = 0;
        for attribute in document.descendants().flat_map(|node| node.attributes()) {
            let target = match attribute.name() {
                "href" => attribute.value().strip_prefix('#'),
                "clip-path" => attribute
                    .value()
                    .strip_prefix("url(#")
                    .and_then(|id| id.strip_suffix(')')),
                _ => continue,
            };
            assert!(
                ids.iter().any(|id| Some(id.as_str()) == target),
                "{target:?}"
            );
            references += 1;
        }
        assert!(references > 10);
        let glyphs = document.descendants().filter(|node| {
            node.has_tag_name("path")
                && node
                    .parent_element()
                    .is_some_and(|parent| parent.has_tag_name("defs"))
        });
        assert!(glyphs.count() > 5);
    }
}

#[test]
fn documents_share_ids_only_if_they_are_equal() {
    let scene = figure();
    assert_eq!(write(&scene), write(&scene.clone()));
    let first: BTreeSet<String> = ids(&write(&scene)).into_iter().collect();
    let other = Scene {
        description: "Another".to_owned(),
        ..scene
    };
    assert!(ids(&write(&other)).iter().all(|id| !first.contains(id)));
}

#[test]
fn documents_of_one_page_share_no_ids_though_they_are_equal() {
    let scene = figure();
    let (mut taken, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let documents = [(); 3].map(|()| write_among(&scene, &mut taken));
    assert_eq!(documents[0], write(&scene));
    assert_eq!(taken.len(), 3);
    for svg in &documents {
        assert!(ids(svg).into_iter().all(|id| seen.insert(id)));
        assert_eq!(svg.len(), documents[0].len());
    }
}

#[test]
fn hostile_words_stay_words() {
    let hostile = "</title><script>alert(1)</script> ]]> \" ' & &amp; <!-- \0\u{1}\u{b}\u{1f}\u{fffe}\u{ffff} \t\n\r é 𝒩";
    let kept = "</title><script>alert(1)</script> ]]> \" ' & &amp; <!--  \t\n\r é 𝒩";
    let mut scene = everything();
    scene.title = hostile.to_owned();
    scene.description = hostile.to_owned();
    for item in &mut scene.items {
        if let Item::Text(text) = item {
            text.words = hostile.to_owned();
        }
    }
    let svg = write(&scene);
    let document = Document::parse(&svg).unwrap();
    assert!(
        document
            .descendants()
            .all(|node| !node.has_tag_name("script") && !node.is_comment())
    );
    let texts: Vec<&str> = document
        .descendants()
        .filter(|node| node.tag_name().name() == "title" || node.tag_name().name() == "desc")
        .filter_map(|node| node.text())
        .chain(
            document
                .descendants()
                .filter_map(|node| node.attribute("aria-label")),
        )
        .collect();
    assert_eq!(texts, [kept; 4]);
}

#[test]
fn path_data_is_short() {
    let point = Point::new;
    let segments = vec![
        Segment::Move(point(10.0, 20.0)),
        Segment::Line(point(10.5, 20.5)),
        Segment::Line(point(10.5, 0.0)),
        Segment::Line(point(0.0, 0.0)),
        Segment::Line(point(-0.001, 0.25)),
        Segment::Close,
        Segment::Move(point(11.0, 19.0)),
        Segment::Quad(point(12.0, 19.0), point(12.0, 20.0)),
        Segment::Quad(point(12.0, 21.0), point(13.0, 21.0)),
        Segment::Cubic(point(13.0, 21.0), point(14.0, 22.0), point(14.0, 23.0)),
        Segment::Cubic(point(14.0, 24.0), point(15.0, 25.0), point(16.0, 26.0)),
    ];
    assert_eq!(
        data(segments, 2.0),
        "m10 20 .5.5V0H0v.25zm1-1q1 0 1 1t1 1s1 1 1 2 1 2 2 3"
    );
}

#[test]
fn rounding_does_not_add_up_along_a_path() {
    let height = |i: i32| f64::from(1000 + i % 2);
    let points: Vec<(f64, f64)> = (0..1000)
        .map(|i| (1000.0 + f64::from(i) * 0.0349, height(i)))
        .collect();
    let svg = data(polygon(&points, false).segments, 1.0);
    let numbers = svg.strip_prefix("m1000 1000 ").unwrap().replace('-', " -");
    let steps = numbers.split_whitespace().collect::<Vec<_>>();
    assert!(steps.len() == 2 * 999, "relative lines expected: {svg}");
    let reached: f64 = steps
        .iter()
        .step_by(2)
        .map(|step| step.parse::<f64>().unwrap())
        .sum();
    assert!((reached - 999.0 * 0.0349).abs() <= 0.005, "{reached}");
}

#[test]
fn precision_grows_with_the_scale() {
    let line = || {
        vec![
            Segment::Move(Point::new(0.0, 0.0)),
            Segment::Line(Point::new(1.234567, 2.345678)),
        ]
    };
    assert_eq!(data(line(), 1.0), "m0 0 1.23 2.35");
    assert_eq!(data(line(), 40.0), "m0 0 1.235 2.346");
    assert_eq!(data(line(), 400.0), "m0 0 1.2346 2.3457");
}

#[test]
fn colors_are_short_and_opacity_is_separate() {
    let mut scene = blank(10.0, 10.0, 1.0);
    scene.background = None;
    for color in [
        Color::hex(0xffcc00),
        Color::hex(0x084a57),
        Color::hex(0xb0b0b0).fade(0.2),
    ] {
        scene.items.push(Item::Stroke(stroke(
            polygon(&[(0.0, 0.0), (9.0, 3.0)], false),
            color,
            1.0,
        )));
    }
    let svg = write(&scene);
    for expected in [
        "stroke=\"#fc0\" ",
        "stroke=\"#084a57\" ",
        "stroke=\"#b0b0b0\" stroke-opacity=\".2\" ",
    ] {
        assert!(svg.contains(expected), "{expected} in {svg}");
    }
    assert!(!svg.contains("<rect"));
}

#[test]
fn no_line_is_blank_so_that_markdown_does_not_end_the_document_there() {
    let recipe = "title = \"a < b\"\n\n\n[figure]\n\n[[gaussian]]\nmu = 0.0\n";
    let text = write(&Scene {
        recipe: recipe.to_owned(),
        ..everything()
    });
    assert!(text.lines().all(|line| !line.trim().is_empty()), "{text}");
    assert_eq!(recipe_of(&text).as_deref(), Some(recipe));
}
