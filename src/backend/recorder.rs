//! The plotters backend: records what plotters draws as the items of a [scene](crate::scene::Scene). It rasterises nothing.
//!
//! Plotters addresses whole units. The recorder reports a canvas of [`UNITS`] units a device pixel, so positions are
//! sub-pixel and half a pixel, where a line of odd width is centred, is met exactly.

use std::collections::BTreeMap;

use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontTransform,
    text_anchor::{HPos, VPos},
};

use crate::scene::{
    Cap, Color, Glyph, Item, Path, PlacedGlyph, Point, Rect, Segment, Stroke, Text,
};
use crate::text::{GlyphKey, TextError, Typeset, Typesetter};

/// Backend units per device pixel.
pub(crate) const UNITS: f64 = 256.0;

/// The whole device pixels that axis-aligned strokes are placed on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PixelGrid {
    scale: f64,
}

impl PixelGrid {
    /// The grid of a canvas with `scale` device pixels per CSS pixel.
    pub(crate) fn new(scale: f64) -> Self {
        Self { scale }
    }

    /// The side of a device pixel in CSS pixels.
    pub(crate) fn pixel(self) -> f64 {
        1.0 / self.scale
    }

    /// CSS pixels to backend units.
    pub(crate) fn units(self, length: f64) -> i32 {
        // `as` saturates: what lies further away is off the canvas either way.
        (length * self.scale * UNITS).round() as i32
    }

    /// Backend units to CSS pixels.
    pub(crate) fn length(self, units: i32) -> f64 {
        f64::from(units) / UNITS / self.scale
    }

    /// A stroke width as the nearest whole number of device pixels, at least one.
    pub(crate) fn width(self, width: f64) -> f64 {
        (width * self.scale).round().max(1.0) / self.scale
    }

    /// The nearest middle of a stroke that then covers whole device pixels; `width` is one of [`Self::width`]'s.
    pub(crate) fn middle(self, position: f64, width: f64) -> f64 {
        self.on_middles(position, width, f64::round)
    }

    /// The nearest such middle that is not greater.
    pub(crate) fn middle_before(self, position: f64, width: f64) -> f64 {
        self.on_middles(position, width, f64::floor)
    }

    /// The nearest such middle that is not less.
    pub(crate) fn middle_after(self, position: f64, width: f64) -> f64 {
        self.on_middles(position, width, f64::ceil)
    }

    fn on_middles(self, position: f64, width: f64, round: fn(f64) -> f64) -> f64 {
        let odd = (width * self.scale).round() % 2.0 == 1.0;
        let middle = if odd { 0.5 } else { 0.0 };
        (round(position * self.scale - middle) + middle) / self.scale
    }

    /// The nearest border between device pixels.
    pub(crate) fn border(self, position: f64) -> f64 {
        (position * self.scale).round() / self.scale
    }
}

/// Records a drawing. Elements of ours reach its own methods through `impl Drawable<Recorder>`.
pub(crate) struct Recorder<'a> {
    /// Width and height of the canvas in CSS pixels.
    size: [f64; 2],
    grid: PixelGrid,
    typesetter: &'a Typesetter,
    keys: BTreeMap<GlyphKey, usize>,
    glyphs: Vec<Glyph>,
    items: Vec<Item>,
    clips: Vec<(Rect, Vec<Item>)>,
}

impl<'a> Recorder<'a> {
    /// An empty recording on a canvas of this width and height in CSS pixels; `typesetter` sets the text that plotters
    /// draws and knows the outlines of all glyphs.
    pub(crate) fn new(size: [f64; 2], grid: PixelGrid, typesetter: &'a Typesetter) -> Self {
        Self {
            size,
            grid,
            typesetter,
            keys: BTreeMap::new(),
            glyphs: Vec::new(),
            items: Vec::new(),
            clips: Vec::new(),
        }
    }

    /// What was drawn: the outlines of the glyphs, and the items in order.
    pub(crate) fn finish(mut self) -> (Vec<Glyph>, Vec<Item>) {
        while !self.clips.is_empty() {
            self.end_clip();
        }
        (self.glyphs, self.items)
    }

    /// Where a backend coordinate lies, in CSS pixels.
    pub(crate) fn point(&self, (x, y): BackendCoord) -> Point {
        Point::new(self.grid.length(x), self.grid.length(y))
    }

    /// The pixels of this canvas.
    pub(crate) fn grid(&self) -> PixelGrid {
        self.grid
    }

    /// Shows only what lies inside `rect` of all that is drawn until [`Self::end_clip`].
    pub(crate) fn begin_clip(&mut self, rect: Rect) {
        let items = std::mem::take(&mut self.items);
        self.clips.push((rect, items));
    }

    /// Ends the innermost clip.
    pub(crate) fn end_clip(&mut self) {
        if let Some((rect, outer)) = self.clips.pop() {
            let items = std::mem::replace(&mut self.items, outer);
            self.push(Item::Clip { rect, items });
        }
    }

    /// Draws an item as it is.
    pub(crate) fn push(&mut self, item: Item) {
        self.items.push(item);
    }

    /// Draws a label whose baseline starts at `origin`, `upward` turned a quarter counter-clockwise.
    pub(crate) fn label(&mut self, label: &Typeset, origin: Point, upward: bool, color: Color) {
        let glyphs = label
            .glyphs
            .iter()
            .map(|glyph| PlacedGlyph {
                glyph: self.glyph(glyph.key),
                origin: glyph.origin,
                size: glyph.size,
            })
            .collect();
        self.push(Item::Text(Text {
            words: label.words.clone(),
            origin,
            upward,
            color,
            glyphs,
            shapes: label.shapes.clone(),
        }));
    }

    fn glyph(&mut self, key: GlyphKey) -> usize {
        *self.keys.entry(key).or_insert_with(|| {
            self.glyphs.push(Glyph {
                outline: self.typesetter.outline(key),
            });
            self.glyphs.len() - 1
        })
    }

    /// Draws straight lines with butt ends, `width` and `dash` in CSS pixels; where all of it is axis-aligned it is placed
    /// on whole device pixels.
    pub(crate) fn stroke(
        &mut self,
        points: &[Point],
        closed: bool,
        color: Color,
        width: f64,
        dash: Vec<f64>,
    ) {
        let last = if closed { points.first() } else { None };
        let around: Vec<Point> = points.iter().chain(last).copied().collect();
        let crisp = around
            .windows(2)
            .all(|pair| pair[0].x == pair[1].x || pair[0].y == pair[1].y);
        let width = if crisp { self.grid.width(width) } else { width };
        let place = |point: Point| {
            if crisp {
                self.snap(&around, point, width)
            } else {
                point
            }
        };
        let path = polygon(points.iter().copied().map(place), closed);
        self.push(Item::Stroke(Stroke {
            path,
            color,
            width,
            cap: Cap::Butt,
            dash,
            crisp,
        }));
    }

    fn stroke_in(&mut self, points: &[Point], closed: bool, style: &impl BackendStyle) {
        let width = self.grid.length(style.stroke_width() as i32);
        self.stroke(points, closed, color(style.color()), width, Vec::new());
    }

    /// The ends of a single straight line keep their position along it, or ticks would change their length.
    fn snap(&self, around: &[Point], point: Point, width: f64) -> Point {
        let along_x = around.len() == 2 && around[0].y == around[1].y;
        let along_y = around.len() == 2 && around[0].x == around[1].x;
        let place = |position, along| {
            if along {
                self.grid.border(position)
            } else {
                self.grid.middle(position, width)
            }
        };
        Point::new(place(point.x, along_x), place(point.y, along_y))
    }

    fn fill(&mut self, path: Path, style: BackendColor) {
        self.push(Item::Fill {
            path,
            color: color(style),
        });
    }

    /// Where the text's baseline starts if its box is anchored at `position`.
    fn anchored(
        &self,
        label: &Typeset,
        style: &impl BackendTextStyle,
        position: BackendCoord,
    ) -> Point {
        let anchor = style.anchor();
        let across = match anchor.h_pos {
            HPos::Left => 0.0,
            HPos::Center => -0.5 * label.width,
            HPos::Right => -label.width,
        };
        let down = match anchor.v_pos {
            VPos::Top => label.ascent,
            VPos::Center => 0.5 * (label.ascent - label.descent),
            VPos::Bottom => -label.descent,
        };
        let at = self.point(position);
        match style.transform() {
            FontTransform::Rotate270 => Point::new(at.x + down, at.y - across),
            _ => Point::new(at.x + across, at.y + down),
        }
    }

    fn typeset(
        &self,
        text: &str,
        style: &impl BackendTextStyle,
    ) -> Result<Typeset, DrawingErrorKind<TextError>> {
        let size = style.size() / UNITS / self.grid.scale;
        self.typesetter
            .typeset(text, size)
            .map_err(DrawingErrorKind::DrawingError)
    }
}

/// Straight lines through points.
pub(crate) fn polygon(points: impl IntoIterator<Item = Point>, closed: bool) -> Path {
    let mut segments: Vec<Segment> = points.into_iter().map(Segment::Line).collect();
    if let Some(Segment::Line(start)) = segments.first().copied() {
        segments[0] = Segment::Move(start);
        if closed {
            segments.push(Segment::Close);
        }
    }
    Path { segments }
}

/// Our colour as one of plotters'.
pub(crate) fn rgba(color: Color) -> plotters::style::RGBAColor {
    let [red, green, blue] = color.rgb;
    plotters::style::RGBAColor(red, green, blue, color.alpha)
}

fn color(color: BackendColor) -> Color {
    let (red, green, blue) = color.rgb;
    Color {
        rgb: [red, green, blue],
        alpha: color.alpha,
    }
}

type Drawn = Result<(), DrawingErrorKind<TextError>>;

impl DrawingBackend for Recorder<'_> {
    type ErrorType = TextError;

    fn get_size(&self) -> (u32, u32) {
        self.size
            .map(|side| self.grid.units(side).unsigned_abs())
            .into()
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    /// One unit of plotters', which is far less than a device pixel.
    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        let corner = (x.saturating_add(1), y.saturating_add(1));
        self.draw_rect((x, y), corner, &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (a, b) = (self.point(upper_left), self.point(bottom_right));
        let corners = [a, Point::new(b.x, a.y), b, Point::new(a.x, b.y)];
        if fill {
            self.fill(polygon(corners, true), style.color());
        } else {
            self.stroke_in(&corners, true, style);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let points: Vec<Point> = path.into_iter().map(|at| self.point(at)).collect();
        self.stroke_in(&points, false, style);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Drawn {
        let points: Vec<Point> = vert.into_iter().map(|at| self.point(at)).collect();
        self.fill(polygon(points, true), style.color());
        Ok(())
    }

    /// `text` is a label with math between dollar signs. Of the rotations, 270 degrees (upward) is supported; others
    /// are drawn upright.
    fn draw_text<TStyle: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &TStyle,
        position: BackendCoord,
    ) -> Drawn {
        let label = self.typeset(text, style)?;
        let origin = self.anchored(&label, style, position);
        let upward = matches!(style.transform(), FontTransform::Rotate270);
        self.label(&label, origin, upward, color(style.color()));
        Ok(())
    }

    fn estimate_text_size<TStyle: BackendTextStyle>(
        &self,
        text: &str,
        style: &TStyle,
    ) -> Result<(u32, u32), DrawingErrorKind<TextError>> {
        let label = self.typeset(text, style)?;
        let units = |length| self.grid.units(length).unsigned_abs();
        Ok((units(label.width), units(label.ascent + label.descent)))
    }
}
