//! Scenes made by hand.

use gaussfig::scene::{
    Cap, Color, Glyph, Item, Path, PlacedGlyph, Point, Rect, Scene, Segment, Stroke, Text,
};
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};

pub(crate) const WHITE: Color = Color::hex(0xffffff);
pub(crate) const BLACK: Color = Color::hex(0x000000);

/// The highest density in [`figure`].
const PEAK: f64 = 0.797_884_560_802_865_4;

/// A white canvas with nothing on it.
pub(crate) fn blank(width: f64, height: f64, scale: f64) -> Scene {
    Scene {
        width,
        height,
        scale,
        background: Some(WHITE),
        title: "Title".to_owned(),
        description: "Description".to_owned(),
        recipe: String::new(),
        glyphs: Vec::new(),
        items: Vec::new(),
        dark: Vec::new(),
    }
}

/// A path through points; `Close` at the end if `closed`.
pub(crate) fn polygon(points: &[(f64, f64)], closed: bool) -> Path {
    let mut segments: Vec<Segment> = points
        .iter()
        .map(|&(x, y)| Segment::Line(Point::new(x, y)))
        .collect();
    if let Some(&(x, y)) = points.first() {
        segments[0] = Segment::Move(Point::new(x, y));
    }
    if closed {
        segments.push(Segment::Close);
    }
    Path { segments }
}

pub(crate) fn stroke(path: Path, color: Color, width: f64) -> Stroke {
    Stroke {
        path,
        color,
        width,
        cap: Cap::Butt,
        dash: Vec::new(),
        crisp: false,
    }
}

/// Every kind of item with every kind of path, cap, dash and colour.
pub(crate) fn everything() -> Scene {
    let mut scene = blank(200.0, 120.0, 2.0);
    let rose = Path {
        segments: vec![
            Segment::Move(Point::new(20.0, 60.0)),
            Segment::Cubic(
                Point::new(20.0, 10.3),
                Point::new(60.7, 10.0),
                Point::new(60.0, 60.0),
            ),
            Segment::Quad(Point::new(40.0, 90.0), Point::new(20.0, 60.0)),
            Segment::Close,
            Segment::Line(Point::new(40.0, 50.0)),
            Segment::Line(Point::new(45.0, 70.0)),
        ],
    };
    let wave = Path {
        segments: vec![
            Segment::Move(Point::new(10.0, 100.0)),
            Segment::Cubic(
                Point::new(60.0, 0.0),
                Point::new(90.0, 190.0),
                Point::new(150.0, 20.0),
            ),
            Segment::Cubic(
                Point::new(155.0, 5.0),
                Point::new(160.0, 5.0),
                Point::new(165.0, 90.0),
            ),
        ],
    };
    let zigzag = polygon(
        &[(80.0, 20.0), (100.0, 70.0), (110.0, 22.0), (112.0, 70.0)],
        false,
    );
    scene.items = vec![
        Item::Stroke(Stroke {
            crisp: true,
            ..stroke(
                polygon(
                    &[
                        (5.25, 5.25),
                        (194.75, 5.25),
                        (194.75, 114.75),
                        (5.25, 114.75),
                    ],
                    true,
                ),
                BLACK,
                0.5,
            )
        }),
        Item::Fill {
            path: rose.clone(),
            color: Color::hex(0xf29c27).fade(0.4),
        },
        Item::Stroke(stroke(rose, Color::hex(0x084a57), 1.3)),
        Item::Clip {
            rect: Rect {
                left: 30.0,
                top: 20.0,
                right: 162.5,
                bottom: 100.0,
            },
            items: vec![
                Item::Stroke(Stroke {
                    cap: Cap::Square,
                    ..stroke(wave.clone(), Color::hex(0xac3631), 5.3)
                }),
                Item::Clip {
                    rect: Rect {
                        left: 50.0,
                        top: 0.0,
                        right: 120.0,
                        bottom: 75.0,
                    },
                    items: vec![Item::Stroke(Stroke {
                        dash: vec![9.0, 3.0, 1.0, 3.0],
                        ..stroke(wave.clone(), Color::hex(0x537b2a).fade(0.7), 2.5)
                    })],
                },
            ],
        },
        Item::Stroke(Stroke {
            cap: Cap::Round,
            dash: vec![0.0, 6.0],
            ..stroke(wave, BLACK, 3.0)
        }),
        Item::Stroke(Stroke {
            cap: Cap::Round,
            ..stroke(zigzag, Color::hex(0x3366cc).fade(0.5), 6.0)
        }),
    ];
    let mut font = Font::default();
    scene
        .items
        .push(font.label("σ = 0.5 §", (100.0, 112.0), 14.0, false));
    scene
        .items
        .push(font.label("Density", (186.0, 100.0), 11.0, true));
    if let Some(Item::Text(text)) = scene.items.last_mut() {
        text.shapes.push(polygon(
            &[(0.0, 2.0), (40.0, 2.0), (40.0, 3.0), (0.0, 3.0)],
            true,
        ));
        text.glyphs[2].size = 7.0;
        text.glyphs[2].origin.y = -4.0;
    }
    scene.glyphs = font.glyphs;
    scene
}

/// What the figure that the program was made for looks like: four densities, 2605 x 1128 pixels.
pub(crate) fn figure() -> Scene {
    let pixel = 1.0 / 3.125;
    let point = 96.0 / 72.0;
    let mut scene = blank(833.6, 360.96, 3.125);
    let (left, top, right, bottom) = (202.5 * pixel, 27.5 * pixel, 2530.5 * pixel, 954.5 * pixel);
    let x = |z: f64| left + (z + 10.0) / 20.0 * (right - left);
    let y = |density: f64| bottom - (density + 0.05 * PEAK) / (1.1 * PEAK) * (bottom - top);
    let column = |z: f64| ((x(z) / pixel).floor() + 0.5) * pixel;
    let row = |density: f64| ((y(density) / pixel).floor() + 0.5) * pixel;
    let crisp = |points: &[(f64, f64)], color, closed| {
        let line = stroke(polygon(points, closed), color, 3.0 * pixel);
        Item::Stroke(Stroke {
            crisp: true,
            ..line
        })
    };
    let grey = Color::hex(0xb0b0b0).fade(0.2);
    let mut font = Font::default();
    for step in 0..=8 {
        let z = -10.0 + 2.5 * f64::from(step);
        scene
            .items
            .push(crisp(&[(column(z), top), (column(z), bottom)], grey, false));
        scene.items.push(crisp(
            &[(column(z), bottom), (column(z), bottom + 15.0 * pixel)],
            BLACK,
            false,
        ));
        scene.items.push(font.label(
            &format!("{z:.1}"),
            (x(z) - 12.0, bottom + 20.0),
            10.0 * point,
            false,
        ));
    }
    for density in [0.0, 0.4, 0.8] {
        scene.items.push(crisp(
            &[(left, row(density)), (right, row(density))],
            grey,
            false,
        ));
        scene.items.push(crisp(
            &[(left - 15.0 * pixel, row(density)), (left, row(density))],
            BLACK,
            false,
        ));
        scene.items.push(font.label(
            &format!("{density:.1}"),
            (left - 30.0, y(density) + 5.0),
            10.0 * point,
            false,
        ));
    }
    let curves = [
        (-4.0, 2.0, 0x084a57, 4.0),
        (-1.0, 0.5, 0xf29c27, 3.65),
        (0.0, 1.0, 0xac3631, 3.35),
        (3.0, 0.8, 0x537b2a, 3.1),
    ];
    let drawn = curves.iter().map(|&(mu, sigma, color, width)| {
        let path = density_path(mu, sigma, x, y);
        Item::Stroke(Stroke {
            cap: Cap::Square,
            ..stroke(path, Color::hex(color), width * point)
        })
    });
    scene.items.push(Item::Clip {
        rect: Rect {
            left,
            top,
            right,
            bottom,
        },
        items: drawn.collect(),
    });
    scene.items.push(crisp(
        &[(left, top), (right, top), (right, bottom), (left, bottom)],
        BLACK,
        true,
    ));
    scene
        .items
        .push(font.label("Random variable, z", (380.0, 350.0), 14.0 * point, false));
    scene
        .items
        .push(font.label("N(z | μ, σ)", (20.0, 200.0), 14.0 * point, true));
    for (i, (mu, sigma, color, width)) in (0..).zip(curves) {
        let height = 30.0 + 24.0 * f64::from(i);
        let swatch = polygon(&[(620.0, height), (652.0, height)], false);
        scene.items.push(Item::Stroke(stroke(
            swatch,
            Color::hex(color),
            width * point,
        )));
        let words = format!("μ = {mu:.1}, σ = {sigma:.1}");
        scene
            .items
            .push(font.label(&words, (665.0, height + 6.0), 12.0 * point, false));
    }
    scene.glyphs = font.glyphs;
    scene
}

/// A normal density over [-10, 10] as cubics through points of it, with its tangents.
fn density_path(mu: f64, sigma: f64, x: impl Fn(f64) -> f64, y: impl Fn(f64) -> f64) -> Path {
    let density = |z: f64| {
        let u = (z - mu) / sigma;
        libm::exp(-0.5 * u * u) / (sigma * 2.5066282746310002)
    };
    let slope = |z: f64| -(z - mu) / (sigma * sigma) * density(z);
    let mut knots = vec![-10.0, 10.0];
    knots.extend(
        (-28..=28)
            .map(|k| mu + sigma * f64::from(k) / 4.0)
            .filter(|z| z.abs() < 10.0),
    );
    knots.sort_by(f64::total_cmp);
    let at = |z: f64, value: f64| Point::new(x(z), y(value));
    let mut segments = vec![Segment::Move(at(knots[0], density(knots[0])))];
    for ends in knots.windows(2) {
        let (a, b) = (ends[0], ends[1]);
        let third = (b - a) / 3.0;
        segments.push(Segment::Cubic(
            at(a + third, density(a) + slope(a) * third),
            at(b - third, density(b) - slope(b) * third),
            at(b, density(b)),
        ));
    }
    Path { segments }
}

/// Collects the glyphs of labels in DejaVu Sans.
#[derive(Default)]
pub(crate) struct Font {
    pub(crate) glyphs: Vec<Glyph>,
    characters: Vec<char>,
}

impl Font {
    pub(crate) fn label(
        &mut self,
        words: &str,
        (x, y): (f64, f64),
        size: f64,
        upward: bool,
    ) -> Item {
        let font = skrifa::FontRef::new(dejavu::sans::regular()).unwrap();
        let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
        let (mut glyphs, mut advance) = (Vec::new(), 0.0);
        for character in words.chars() {
            let id = font.charmap().map(character).unwrap();
            let known = self.characters.iter().position(|&known| known == character);
            let glyph = known.unwrap_or_else(|| {
                let mut pen = Outline::default();
                let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
                font.outline_glyphs()
                    .get(id)
                    .unwrap()
                    .draw(settings, &mut pen)
                    .unwrap();
                self.characters.push(character);
                self.glyphs.push(Glyph { outline: pen.0 });
                self.glyphs.len() - 1
            });
            glyphs.push(PlacedGlyph {
                glyph,
                origin: Point::new(advance, 0.0),
                size,
            });
            advance += f64::from(metrics.advance_width(id).unwrap()) * size;
        }
        Item::Text(Text {
            words: words.to_owned(),
            origin: Point::new(x, y),
            upward,
            color: BLACK,
            glyphs,
            shapes: Vec::new(),
        })
    }
}

#[derive(Default)]
struct Outline(Path);

impl Outline {
    fn em(x: f32, y: f32) -> Point {
        Point::new(f64::from(x) / 2048.0, f64::from(y) / 2048.0)
    }
}

impl OutlinePen for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.segments.push(Segment::Move(Self::em(x, y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.segments.push(Segment::Line(Self::em(x, y)));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0
            .segments
            .push(Segment::Quad(Self::em(cx, cy), Self::em(x, y)));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.segments.push(Segment::Cubic(
            Self::em(ax, ay),
            Self::em(bx, by),
            Self::em(x, y),
        ));
    }

    fn close(&mut self) {
        self.0.segments.push(Segment::Close);
    }
}
