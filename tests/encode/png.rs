//! The PNG encoder: what its files say and how pixels come out.

use std::collections::BTreeSet;
use std::io::Cursor;

use gaussfig::backend::png::encode;
use gaussfig::scene::{Cap, Color, Item, Path, Point, Rect, Scene, Segment, Stroke};
use png::{ColorType, Decoder, Transformations};

use crate::scenes::{BLACK, WHITE, blank, everything, figure, polygon, stroke};

/// A decoded picture.
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) color: ColorType,
    pub(crate) pixels_per_meter: u32,
    pub(crate) rgba: Vec<[u8; 4]>,
}

impl Picture {
    fn at(&self, x: usize, y: usize) -> [u8; 4] {
        self.rgba[y * self.width + x]
    }

    fn colors(&self) -> BTreeSet<[u8; 4]> {
        self.rgba.iter().copied().collect()
    }
}

pub(crate) fn render(scene: &Scene) -> Picture {
    let file = encode(scene).unwrap();
    let mut decoder = Decoder::new(Cursor::new(file));
    decoder.set_transformations(Transformations::ALPHA);
    let mut reader = decoder.read_info().unwrap();
    let info = reader.info();
    let (color, size) = (info.color_type, info.pixel_dims.unwrap());
    assert_eq!(size.xppu, size.yppu);
    assert!(info.srgb.is_some());
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    Picture {
        width: frame.width as usize,
        height: frame.height as usize,
        color,
        pixels_per_meter: size.xppu,
        rgba: pixels.as_chunks().0.to_vec(),
    }
}

fn opaque([red, green, blue]: [u8; 3]) -> [u8; 4] {
    [red, green, blue, 255]
}

#[test]
fn size_resolution_and_color_type_follow_the_scene() {
    let picture = render(&figure());
    assert_eq!((picture.width, picture.height), (2605, 1128));
    assert_eq!(picture.pixels_per_meter, 11811); // 300 dpi
    assert_eq!(picture.color, ColorType::Indexed);
    for background in [None, Some(WHITE.fade(0.5))] {
        let picture = render(&Scene {
            background,
            ..blank(3.0, 2.0, 1.0)
        });
        assert_eq!(picture.pixels_per_meter, 3780);
        assert_eq!(picture.color, ColorType::Indexed);
    }
}

/// A scene of so many rectangles, each a pixel wide and of another colour, and the colour of each.
fn stripes(count: usize, background: Option<Color>) -> (Scene, Vec<[u8; 4]>) {
    let mut scene = blank(count as f64, 2.0, 1.0);
    scene.background = background;
    let mut colors = Vec::new();
    for number in 0..count {
        let [x, next] = [number as f64, number as f64 + 1.0];
        let rgb = [number % 256, number / 256 % 256, number / 7 % 256].map(|channel| channel as u8);
        colors.push(opaque(rgb));
        scene.items.push(Item::Fill {
            path: polygon(&[(x, 0.0), (next, 0.0), (next, 2.0), (x, 2.0)], true),
            color: Color { rgb, alpha: 1.0 },
        });
    }
    (scene, colors)
}

#[test]
fn few_colors_make_a_palette_and_many_are_kept() {
    for (background, many) in [(Some(WHITE), ColorType::Rgb), (None, ColorType::Rgba)] {
        // The background needs a colour of its own.
        for (count, color) in [(255, ColorType::Indexed), (5000, many)] {
            let (scene, colors) = stripes(count, background);
            let picture = render(&scene);
            assert_eq!(picture.color, color);
            assert!(picture.rgba == colors.repeat(2), "{count} {background:?}");
        }
    }
}

#[test]
fn beyond_256_colors_rare_ones_become_near_ones() {
    for background in [Some(WHITE), None] {
        let (scene, colors) = stripes(400, background);
        let picture = render(&scene);
        assert_eq!(picture.color, ColorType::Indexed);
        let pairs = picture.rgba.iter().zip(colors.iter().cycle());
        let distances = pairs.map(|(shown, color)| {
            let channels = shown.iter().zip(color).map(|(a, b)| a.abs_diff(*b));
            channels.max().unwrap()
        });
        let distances: Vec<u8> = distances.collect();
        assert!(distances.iter().all(|distance| *distance <= 12));
        let same = distances.iter().filter(|distance| **distance == 0).count();
        assert!(same >= 2 * 191, "{same}");
    }
}

#[test]
fn the_words_stand_uncompressed_before_the_pixels() {
    let texts = |scene: &Scene| -> Vec<(String, String)> {
        let file = encode(scene).unwrap();
        let reader = Decoder::new(Cursor::new(file)).read_info().unwrap();
        let chunks = reader.info().utf8_text.iter();
        chunks
            .map(|chunk| {
                assert!(!chunk.compressed);
                (chunk.keyword.clone(), chunk.get_text().unwrap())
            })
            .collect()
    };
    let mut scene = blank(3.0, 2.0, 1.0);
    scene.title.clear();
    scene.description.clear();
    assert_eq!(texts(&scene), []);
    scene.title = "Größe".to_owned();
    scene.description = "Two\nlines".to_owned();
    scene.recipe = "a = 1".to_owned();
    let expected = [
        ("Title", "Größe"),
        ("Description", "Two\nlines"),
        ("gaussfig recipe", "a = 1"),
    ];
    assert_eq!(
        texts(&scene),
        expected.map(|(keyword, text)| (keyword.to_owned(), text.to_owned()))
    );
}

#[test]
fn the_background_fills_an_empty_scene() {
    for (background, expected) in [
        (Some(Color::hex(0x084a57)), [8, 74, 87, 255]),
        (Some(Color::hex(0x084a57).fade(0.5)), [8, 74, 88, 128]), // premultiplied 37 of 128 is 73.7, 44 is 87.7
        (None, [0, 0, 0, 0]),
    ] {
        let picture = render(&Scene {
            background,
            ..blank(30.0, 20.0, 1.0)
        });
        assert_eq!(picture.rgba, vec![expected; 600]);
    }
}

#[test]
fn a_scene_without_pixels_is_an_error() {
    for width in [0.0, 0.4, -3.0, f64::NAN] {
        assert!(encode(&blank(width, 10.0, 1.0)).is_err());
    }
}

#[test]
fn crisp_lines_have_no_partly_covered_pixels() {
    let frame = polygon(
        &[(10.5, 10.5), (90.5, 10.5), (90.5, 60.5), (10.5, 60.5)],
        true,
    );
    let color = Color::hex(0xac3631);
    for width in [1.0, 3.0] {
        let mut scene = blank(100.0, 70.0, 1.0);
        scene.items.push(Item::Stroke(Stroke {
            crisp: true,
            ..stroke(frame.clone(), color, width)
        }));
        let picture = render(&scene);
        assert_eq!(
            picture.colors(),
            BTreeSet::from([[255; 4], opaque(color.rgb)])
        );
        let covered = picture
            .rgba
            .iter()
            .filter(|&&pixel| pixel != [255; 4])
            .count() as f64;
        assert_eq!(covered, 2.0 * (80.0 + 50.0) * width);
    }
}

#[test]
fn crisp_lines_end_where_their_caps_say() {
    for (cap, left, right) in [(Cap::Butt, 10, 50), (Cap::Square, 8, 52)] {
        let mut scene = blank(60.0, 20.0, 1.0);
        let line = stroke(polygon(&[(10.0, 12.0), (50.0, 12.0)], false), BLACK, 4.0);
        scene.items.push(Item::Stroke(Stroke {
            crisp: true,
            cap,
            ..line
        }));
        let picture = render(&scene);
        for y in 0..20 {
            for x in 0..60 {
                let inside = (left..right).contains(&x) && (10..14).contains(&y);
                assert_eq!(
                    picture.at(x, y) == [0, 0, 0, 255],
                    inside,
                    "{cap:?} {x} {y}"
                );
            }
        }
    }
}

#[test]
fn colors_blend_in_srgb() {
    let mut scene = blank(4.0, 4.0, 1.0);
    let square = polygon(&[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)], true);
    let grey = Color::hex(0xb0b0b0).fade(0.2);
    scene.items.push(Item::Fill {
        path: square.clone(),
        color: grey,
    });
    assert_eq!(
        render(&scene).colors(),
        BTreeSet::from([[239, 239, 239, 255]])
    ); // 0.2 * 176 + 0.8 * 255
    scene.background = None;
    let [pixel] = render(&scene).colors().into_iter().collect::<Vec<_>>()[..] else {
        panic!("one colour expected");
    };
    assert_eq!(pixel[3], 51);
    assert!(
        pixel[..3].iter().all(|channel| channel.abs_diff(176) <= 3),
        "{pixel:?}"
    ); // 35 of 51 levels
}

#[test]
fn coverage_is_the_share_of_the_pixel() {
    let mut scene = blank(3.0, 1.0, 1.0);
    let path = polygon(&[(0.5, 0.0), (1.75, 0.0), (1.75, 1.0), (0.5, 1.0)], true);
    scene.items.push(Item::Fill { path, color: BLACK });
    let grey: Vec<u8> = render(&scene).rgba.iter().map(|pixel| pixel[0]).collect();
    assert!(
        grey[0].abs_diff(128) <= 2 && grey[1].abs_diff(64) <= 2 && grey[2] == 255,
        "{grey:?}"
    );
}

#[test]
fn a_clip_hides_everything_outside_and_nothing_inside() {
    let everywhere = polygon(&[(-1e7, -1e7), (1e7, -1e7), (1e7, 1e7), (-1e7, 1e7)], true);
    let fill = Item::Fill {
        path: everywhere,
        color: BLACK,
    };
    let inner = Rect {
        left: -5.0,
        top: 6.0,
        right: 12.0,
        bottom: 99.0,
    };
    let outer = Rect {
        left: 5.0,
        top: 2.0,
        right: 15.0,
        bottom: 9.0,
    };
    let mut scene = blank(20.0, 10.0, 3.0);
    let nested = Item::Clip {
        rect: inner,
        items: vec![fill],
    };
    scene.items.push(Item::Clip {
        rect: outer,
        items: vec![nested],
    });
    let picture = render(&scene);
    for y in 0..30 {
        for x in 0..60 {
            let inside = (15..36).contains(&x) && (18..27).contains(&y);
            let expected = if inside { [0, 0, 0, 255] } else { [255; 4] };
            assert_eq!(picture.at(x, y), expected, "{x} {y}");
        }
    }
}

#[test]
fn extreme_shapes_of_canvas_work() {
    let diagonal = |width: f64, height: f64| {
        let mut scene = blank(width, height, 1.0);
        let path = polygon(&[(0.0, 0.0), (width, height)], false);
        scene.items.push(Item::Stroke(stroke(path, BLACK, 2.0)));
        render(&scene)
    };
    for (width, height) in [(1.0, 32767.0), (32767.0, 1.0), (1.0, 1.0), (32767.0, 40.0)] {
        let picture = diagonal(width, height);
        assert_eq!(
            (picture.width as f64, picture.height as f64),
            (width, height)
        );
        let (x, y) = (picture.width / 2, picture.height / 2);
        assert!(picture.at(x, y)[0] < 128);
    }
}

#[test]
fn numbers_that_make_no_sense_do_no_harm() {
    let numbers = [
        f64::NAN,
        f64::INFINITY,
        -f64::INFINITY,
        1e300,
        -1e300,
        1e9,
        -1e6,
        5e-324,
        0.0,
    ];
    for number in numbers {
        let mut scene = everything();
        let path = Path {
            segments: vec![
                Segment::Close,
                Segment::Line(Point::new(1.0, number)),
                Segment::Move(Point::new(number, 1.0)),
                Segment::Cubic(
                    Point::new(3.0, number),
                    Point::new(number, -number),
                    Point::new(9.0, 9.0),
                ),
                Segment::Quad(Point::new(number, number), Point::new(50.0, 60.0)),
                Segment::Close,
                Segment::Close,
            ],
        };
        let rect = Rect {
            left: number,
            top: -number,
            right: 50.0,
            bottom: number,
        };
        scene.items.push(Item::Fill {
            path: path.clone(),
            color: Color {
                alpha: number,
                ..BLACK
            },
        });
        for dash in [vec![], vec![number, 1.0], vec![1.0]] {
            let line = stroke(path.clone(), BLACK, 1.0);
            let widened = Stroke {
                width: number,
                cap: Cap::Round,
                crisp: true,
                ..line.clone()
            };
            let items = vec![Item::Stroke(Stroke { dash, ..line }), Item::Stroke(widened)];
            scene.items.push(Item::Clip {
                rect,
                items: items.clone(),
            });
            scene.items.extend(items);
        }
        for item in &mut scene.items {
            if let Item::Text(text) = item {
                text.glyphs[0].glyph = usize::MAX;
                text.glyphs[1].size = number;
                text.origin.x = number;
            }
        }
        assert_eq!(render(&scene).rgba.len(), 400 * 240);
        gaussfig::backend::svg::write(&scene);
    }
}

/// The same bytes on every machine: this number was computed on x86-64.
#[test]
fn bytes_depend_on_nothing_but_the_scene() {
    let hash = |bytes: &[u8]| {
        bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    };
    let hashes = [everything(), figure()].map(|scene| hash(&encode(&scene).unwrap()));
    assert_eq!(
        hashes,
        [0x822a_9945_40c6_439e, 0x4e12_ef84_649e_8257],
        "{hashes:#x?}"
    );
}

#[test]
fn a_line_thinner_than_a_pixel_is_faint_and_does_not_break() {
    let mut scene = blank(200.0, 20.0, 1.0);
    let line = polygon(&[(-5.0, 8.0), (205.0, 12.0)], false);
    scene.items = vec![Item::Stroke(stroke(line, BLACK, 0.2))];
    let picture = render(&scene);
    for x in 0..picture.width {
        let ink = (0..picture.height).map(|y| 255.0 - f64::from(picture.at(x, y)[0]));
        let pixels = ink.sum::<f64>() / 255.0;
        assert!((pixels - 0.2).abs() < 0.05, "{pixels} of column {x}");
    }
}
