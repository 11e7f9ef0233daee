//! The finished picture as plain data: what to draw, where, in which colour.
//!
//! A [`Scene`] is fully resolved. Text is outlines, data coordinates are gone, axis-aligned strokes already lie on the
//! device pixels of [`Scene::scale`]. An encoder only paints the items in order, so the encoders cannot disagree.
//!
//! All lengths are CSS pixels (1/96 in), x to the right, y down, the origin in the upper left corner of the canvas.

/// A position in CSS pixels (in a [`Glyph::outline`]: in em, y up as in fonts).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down on the canvas.
    pub y: f64,
}

impl Point {
    /// The point (x, y).
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// The point at a share `t` of the way to `other`.
    pub(crate) fn lerp(self, other: Self, t: f64) -> Self {
        Self::new(
            self.x + t * (other.x - self.x),
            self.y + t * (other.y - self.y),
        )
    }

    /// The point halfway to `other`.
    pub(crate) fn middle(self, other: Self) -> Self {
        Self::new((self.x + other.x) / 2.0, (self.y + other.y) / 2.0)
    }
}

/// An axis-aligned rectangle in CSS pixels, `left <= right` and `top <= bottom`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Least x.
    pub left: f64,
    /// Least y.
    pub top: f64,
    /// Greatest x.
    pub right: f64,
    /// Greatest y.
    pub bottom: f64,
}

impl Rect {
    /// Horizontal extent.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Vertical extent.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// The rectangle with so much more on every side.
    pub(crate) fn grown(&self, margin: f64) -> Self {
        Self {
            left: self.left - margin,
            top: self.top - margin,
            right: self.right + margin,
            bottom: self.bottom + margin,
        }
    }

    /// Whether a point lies in it or on its border.
    pub(crate) fn contains(&self, point: Point) -> bool {
        (self.left..=self.right).contains(&point.x) && (self.top..=self.bottom).contains(&point.y)
    }

    /// The ends of the part of a line inside (Liang and Barsky, ACM Transactions on Graphics 3(1), 1984).
    pub(crate) fn part_of_line(&self, from: Point, to: Point) -> Option<[Point; 2]> {
        if self.contains(from) && self.contains(to) {
            return Some([from, to]);
        }
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        let borders = [
            (-dx, from.x - self.left),
            (dx, self.right - from.x),
            (-dy, from.y - self.top),
            (dy, self.bottom - from.y),
        ];
        for (speed, distance) in borders {
            if speed == 0.0 && distance < 0.0 {
                return None;
            } else if speed < 0.0 {
                enter = enter.max(distance / speed);
            } else if speed > 0.0 {
                leave = leave.min(distance / speed);
            }
        }
        let at = |share: f64| match share < 1.0 {
            true => from.lerp(to, share),
            false => to,
        };
        (enter <= leave).then(|| [enter, leave].map(at))
    }
}

/// An sRGB colour with opacity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Color {
    /// Red, green and blue, 0 to 255, not premultiplied.
    pub rgb: [u8; 3],
    /// 0 (invisible) to 1 (opaque).
    pub alpha: f64,
}

impl Color {
    /// An opaque colour from `0xRRGGBB`.
    pub const fn hex(rgb: u32) -> Self {
        let [_, red, green, blue] = rgb.to_be_bytes();
        Self {
            rgb: [red, green, blue],
            alpha: 1.0,
        }
    }

    /// The same colour, opaque.
    pub(crate) fn opaque(self) -> Self {
        Self { alpha: 1.0, ..self }
    }

    /// Its red, green and blue as CSS writes them: `#084a57`.
    pub(crate) fn css(self) -> String {
        let [red, green, blue] = self.rgb;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// The same colour at `opacity` times its opacity.
    pub fn fade(self, opacity: f64) -> Self {
        Self {
            alpha: self.alpha * opacity,
            ..self
        }
    }
}

/// One step of a [`Path`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Segment {
    /// Starts a new subpath.
    Move(Point),
    /// A straight line.
    Line(Point),
    /// A quadratic Bézier: control point, end.
    Quad(Point, Point),
    /// A cubic Bézier: two control points, end.
    Cubic(Point, Point, Point),
    /// Back to the start of the subpath.
    Close,
}

/// The two halves of a cubic Bézier, each by its four control points (de Casteljau's construction).
pub(crate) fn halve_cubic([a, b, c, d]: [Point; 4]) -> [[Point; 4]; 2] {
    let [ab, bc, cd] = [a.middle(b), b.middle(c), c.middle(d)];
    let [abc, bcd] = [ab.middle(bc), bc.middle(cd)];
    let center = abc.middle(bcd);
    [[a, ab, abc, center], [center, bcd, cd, d]]
}

/// Lines that stand for one cubic.
const LINES_PER_CUBIC: usize = 16;

/// The point of a cubic Bézier at its parameter `t`.
#[inline(always)]
pub(crate) fn point_of_cubic([p0, p1, p2, p3]: [Point; 4], t: f64) -> Point {
    let s = 1.0 - t;
    let (a, b, c, d) = (s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t);
    Point::new(
        a * p0.x + b * p1.x + c * p2.x + d * p3.x,
        a * p0.y + b * p1.y + c * p2.y + d * p3.y,
    )
}

/// Subpaths of lines and Bézier curves. Every subpath begins with [`Segment::Move`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Path {
    /// The steps in order.
    pub segments: Vec<Segment>,
}

impl Path {
    /// Whether every coordinate is a finite number. Encoders leave out a path for which it is not so.
    pub fn is_finite(&self) -> bool {
        let finite = |point: &Point| point.x.is_finite() && point.y.is_finite();
        self.segments.iter().all(|segment| match segment {
            Segment::Move(to) | Segment::Line(to) => finite(to),
            Segment::Quad(control, to) => finite(control) && finite(to),
            Segment::Cubic(first, second, to) => finite(first) && finite(second) && finite(to),
            Segment::Close => true,
        })
    }

    /// The points of a chain of straight lines that stands for the path where a part of a pixel does not matter.
    pub(crate) fn polyline(&self) -> Vec<Point> {
        let most = self.segments.len() * LINES_PER_CUBIC;
        let mut points: Vec<Point> = Vec::with_capacity(most);
        for segment in &self.segments {
            match (*segment, points.last().copied()) {
                (Segment::Cubic(a, b, end), Some(start)) => {
                    points.extend((1..=LINES_PER_CUBIC).map(|step| {
                        point_of_cubic([start, a, b, end], step as f64 / LINES_PER_CUBIC as f64)
                    }));
                }
                (Segment::Quad(_, end) | Segment::Cubic(_, _, end), _)
                | (Segment::Move(end) | Segment::Line(end), _) => points.push(end),
                (Segment::Close, _) => {}
            }
        }
        points
    }

    /// The path with every point, control points included, mapped.
    pub fn map(&self, map: impl Fn(Point) -> Point) -> Self {
        let segments = self.segments.iter().map(|segment| match *segment {
            Segment::Move(to) => Segment::Move(map(to)),
            Segment::Line(to) => Segment::Line(map(to)),
            Segment::Quad(control, to) => Segment::Quad(map(control), map(to)),
            Segment::Cubic(first, second, to) => Segment::Cubic(map(first), map(second), map(to)),
            Segment::Close => Segment::Close,
        });
        Self {
            segments: segments.collect(),
        }
    }
}

/// How a stroke ends (of a dashed stroke: how each dash ends).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cap {
    /// Exactly at the end point.
    Butt,
    /// Half the width beyond the end point.
    Square,
    /// In a half disc.
    Round,
}

/// A line of a width; joins are round, those of [`Stroke::crisp`] lines square.
#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    /// The line's middle.
    pub path: Path,
    /// Its colour.
    pub color: Color,
    /// Its full width.
    pub width: f64,
    /// How it ends.
    pub cap: Cap,
    /// Lengths of dashes and gaps in turn, an even number of them; empty for a solid line.
    pub dash: Vec<f64>,
    /// Axis-aligned and placed on whole device pixels: a renderer at another size may snap it again.
    pub crisp: bool,
}

/// The outline of one glyph, kept once a scene and filled by the non-zero rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// In em, y up, the origin on the baseline.
    pub outline: Path,
}

/// A glyph of a [`Text`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlacedGlyph {
    /// Index into [`Scene::glyphs`].
    pub glyph: usize,
    /// The glyph's origin, in the text's own coordinates.
    pub origin: Point,
    /// CSS pixels per em.
    pub size: f64,
}

/// A label: glyphs, and filled shapes such as fraction bars, one colour.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// The label as a reader would say it, for assistive technology.
    pub words: String,
    /// Where the origin of the text's own coordinates (x to the right, y down, 0 on the baseline) lies on the canvas.
    pub origin: Point,
    /// Turned a quarter counter-clockwise about `origin`, as the label of a y axis is.
    pub upward: bool,
    /// Fill of everything in it.
    pub color: Color,
    /// Its glyphs.
    pub glyphs: Vec<PlacedGlyph>,
    /// Its other shapes, in the text's own coordinates, filled by the non-zero rule.
    pub shapes: Vec<Path>,
}

/// Something to paint.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// The inside of a path by the non-zero rule.
    Fill {
        /// Its boundary; open subpaths are closed.
        path: Path,
        /// Its colour.
        color: Color,
    },
    /// A line.
    Stroke(Stroke),
    /// A label.
    Text(Text),
    /// Items of which only the part inside a rectangle shows. The rectangle lies on whole device pixels.
    Clip {
        /// What shows.
        rect: Rect,
        /// Painted in order.
        items: Vec<Item>,
    },
}

/// The longest side of a picture in device pixels.
pub const MAX_SIDE: f64 = 32_767.0;

/// A picture ready to be encoded.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Width of the canvas in CSS pixels.
    pub width: f64,
    /// Height of the canvas in CSS pixels.
    pub height: f64,
    /// Device pixels per CSS pixel: the PNG has round(width · scale) x round(height · scale) pixels.
    pub scale: f64,
    /// What fills the canvas first; `None` leaves it transparent.
    pub background: Option<Color>,
    /// The alternative text: what one needs to know who does not see the picture.
    pub title: String,
    /// More of what there is to see, for those who do not.
    pub description: String,
    /// The config that it shows, for those who want to draw it again; empty for none.
    pub recipe: String,
    /// The outlines that texts refer to.
    pub glyphs: Vec<Glyph>,
    /// Painted in order.
    pub items: Vec<Item>,
    /// Red, green and blue on dark pages: of the background, if there is one, and of each item that is no clip, as they are
    /// painted. Nothing else is different there, opacity included. Empty: nothing at all is.
    pub dark: Vec<[u8; 3]>,
}

impl Scene {
    /// What is shown on dark pages, as a picture by itself; `None` if that is no other one.
    pub fn on_dark(&self) -> Option<Self> {
        if self.dark.is_empty() {
            return None;
        }
        let mut scene = Self {
            dark: Vec::new(),
            ..self.clone()
        };
        let mut dark = self.dark.iter();
        let colors = scene.background.iter_mut().chain(colors(&mut scene.items));
        colors
            .zip(&mut dark)
            .for_each(|(color, &rgb)| color.rgb = rgb);
        Some(scene)
    }
}

/// The colours of items as they are painted.
pub(crate) fn colors(items: &mut [Item]) -> Box<dyn Iterator<Item = &mut Color> + '_> {
    Box::new(items.iter_mut().flat_map(|item| match item {
        Item::Fill { color, .. } => Box::new(std::iter::once(color)),
        Item::Stroke(stroke) => Box::new(std::iter::once(&mut stroke.color)),
        Item::Text(text) => Box::new(std::iter::once(&mut text.color)),
        Item::Clip { items, .. } => colors(items),
    }))
}

/// Whether an XML document may hold a character: [XML 1.0, section 2.2](https://www.w3.org/TR/xml/#charsets).
pub(crate) const fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}
