//! The SVG encoder: what [`Scene`] shows, as a drawing; and the way back.
//!
//! Text is outlines, each glyph defined once. Every position is rounded on its own, to 0.02 device pixels at
//! [`Scene::scale`], and written in the shortest way.

mod bend;
mod data;
mod markup;
mod number;
mod read;
mod recipe;
mod scheme;

use std::collections::BTreeSet;

use crate::scene::{Cap, Color, Item, Path, PlacedGlyph, Point, Rect, Scene, Stroke, Text};
use bend::halve_bends;
use data::path_data;
use markup::{Tag, with_prefix};
use number::Precision;
pub use read::{Unreadable, read};
pub use recipe::recipe;
use scheme::{Classes, hexadecimal};

/// The attribute that tells metadata of ours from those of others.
const RECIPE: &str = "data-gaussfig";

/// How many dashes of a line end within the tolerance.
const DASHES: f64 = 250.0;

/// The fewest units in an em that glyphs are drawn on.
const UNITS: f64 = 1024.0;

/// The scene as an SVG document of `width` x `height` CSS pixels.
///
/// Ids begin with a hash of the content, so that documents inlined in one page do not share any, unless they are equal. The
/// recipe, which is at the end, is no part of that: it changes nothing else.
/// Paths with a coordinate that is not finite are left out.
pub fn write(scene: &Scene) -> String {
    write_among(scene, &mut BTreeSet::new())
}

/// The same for a page with other documents: `taken` are the beginnings of their ids, and of its own from now on. An equal
/// document, too, gets ids of its own, which depend on nothing but the documents before it.
pub fn write_among(scene: &Scene, taken: &mut BTreeSet<String>) -> String {
    let mut document = with_prefix(&Writer::new(scene).document(), taken);
    if !scene.recipe.is_empty() {
        let tag = Tag::new("metadata").with(RECIPE, "recipe");
        document += &tag.around_lines(&scene.recipe);
        document.push('\n');
    }
    document + "</svg>\n"
}

struct Writer<'a> {
    scene: &'a Scene,
    /// Of lengths in CSS pixels.
    precision: Precision,
    /// Units in an em of the glyphs in this document.
    units: f64,
    /// Which of the scene's glyphs have a definition.
    defined: Vec<bool>,
    /// What is clipped to, by number.
    clips: Vec<String>,
    /// Colours on dark pages of what is still to be painted.
    dark: std::slice::Iter<'a, [u8; 3]>,
    /// The pairs of colours that were painted.
    classes: Classes,
    lines: Vec<String>,
}

impl<'a> Writer<'a> {
    fn new(scene: &'a Scene) -> Self {
        Self {
            scene,
            precision: Precision::for_unit(scene.scale),
            units: units(scene),
            defined: Vec::new(),
            clips: Vec::new(),
            dark: scene.dark.iter(),
            classes: Classes::default(),
            lines: Vec::new(),
        }
    }

    /// All but the end tag, in lines that end.
    fn document(mut self) -> String {
        self.head();
        let start = self.lines.len();
        self.glyphs();
        if let Some(color) = self.scene.background {
            let tag = Tag::new("rect")
                .with("width", "100%")
                .with("height", "100%");
            let tag = self.painted(tag, "fill", color);
            self.lines.push(tag.empty());
        }
        self.lines.push(
            Tag::new("g")
                .with("fill", "none")
                .with("stroke-linejoin", "round")
                .open(),
        );
        self.items(&self.scene.items);
        self.lines.push("</g>\n".to_owned());
        if !self.scene.dark.is_empty() {
            self.lines.insert(start, self.classes.sheet());
        }
        self.lines.join("\n")
    }

    /// The start tag, and the names for assistive technology.
    fn head(&mut self) {
        let scene = self.scene;
        let [width, height] = [scene.width, scene.height].map(|side| self.precision.format(side));
        let mut tag = Tag::new("svg").with("xmlns", "http://www.w3.org/2000/svg");
        if !scene.dark.is_empty() {
            tag = tag.with_id("id", ["", scheme::ROOT, ""]);
        }
        tag = tag
            .with("width", &width)
            .with("height", &height)
            .with("viewBox", &format!("0 0 {width} {height}"))
            .with("role", "img");
        let mut names = Vec::new();
        for (name, reference, text) in [
            ("title", "aria-labelledby", &scene.title),
            ("desc", "aria-describedby", &scene.description),
        ] {
            if !text.is_empty() {
                tag = tag.with_id(reference, ["", name, ""]);
                names.push(Tag::new(name).with_id("id", ["", name, ""]).around(text));
            }
        }
        self.lines.push(tag.open());
        self.lines.append(&mut names);
    }

    /// The definitions of glyphs, y down.
    fn glyphs(&mut self) {
        let (scene, units) = (self.scene, self.units);
        let mut definitions = Vec::new();
        for (i, glyph) in scene.glyphs.iter().enumerate() {
            let map = |point: Point| Point::new(point.x * units, -point.y * units);
            let data = path_data(&glyph.outline, Precision::WHOLE, map);
            self.defined.push(!data.is_empty());
            if !data.is_empty() {
                let tag = Tag::new("path").with_id("id", ["", &i.to_string(), ""]);
                definitions.push(tag.with_data(&data).empty());
            }
        }
        if !definitions.is_empty() {
            self.lines.push("<defs>".to_owned());
            self.lines.append(&mut definitions);
            self.lines.push("</defs>".to_owned());
        }
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Fill { path, color } => self.fill(path, *color),
                Item::Stroke(stroke) => self.stroke(stroke),
                Item::Text(text) => self.text(text),
                Item::Clip { rect, items } => self.clip(rect, items),
            }
        }
    }

    fn fill(&mut self, path: &Path, color: Color) {
        let tag = self.painted(Tag::new("path"), "fill", color);
        let data = path_data(path, self.precision, |point| point);
        if !data.is_empty() {
            self.lines.push(tag.with_data(&data).empty());
        }
    }

    fn stroke(&mut self, stroke: &Stroke) {
        let tag = self.painted(Tag::new("path"), "stroke", stroke.color);
        let data = path_data(&halve_bends(&stroke.path), self.precision, |point| point);
        if data.is_empty() {
            return;
        }
        let mut tag = tag.with("stroke-width", &self.precision.format(stroke.width));
        match stroke.cap {
            Cap::Butt => {}
            Cap::Square => tag = tag.with("stroke-linecap", "square"),
            Cap::Round => tag = tag.with("stroke-linecap", "round"),
        }
        if !stroke.dash.is_empty() {
            // What is rounded adds up from one dash to the next.
            let lengths = Precision::for_unit(DASHES * self.scene.scale);
            let dash: Vec<String> = stroke
                .dash
                .iter()
                .map(|&length| lengths.format(length))
                .collect();
            tag = tag.with("stroke-dasharray", &dash.join(" "));
        }
        if stroke.crisp {
            tag = tag
                .with("stroke-linejoin", "miter")
                .with("shape-rendering", "crispEdges");
        }
        self.lines.push(tag.with_data(&data).empty());
    }

    /// A label, in units of its first glyph.
    fn text(&mut self, text: &Text) {
        let size = text.glyphs.first().map_or(self.units, |glyph| glyph.size);
        let unit = size / self.units;
        let pixels = unit * self.scene.scale;
        let extent = text.glyphs.iter().fold(self.units, |extent, glyph| {
            extent
                .max((glyph.origin.x / unit).abs())
                .max((glyph.origin.y / unit).abs())
        });
        let [x, y] = [text.origin.x, text.origin.y].map(|value| self.precision.format(value));
        let turn = if text.upward { "rotate(-90)" } else { "" };
        let factor = Precision::for_unit(extent * self.scene.scale).format(unit);
        let tag = Tag::new("g")
            .with("role", "img")
            .with("aria-label", &text.words)
            .with(
                "transform",
                &format!("translate({x} {y}){turn}scale({factor})"),
            );
        let mut line = self.painted(tag, "fill", text.color).open();
        for glyph in &text.glyphs {
            line.push_str(&self.placed(glyph, unit));
        }
        for shape in &text.shapes {
            let map = |point: Point| Point::new(point.x / unit, point.y / unit);
            let data = path_data(shape, Precision::for_unit(pixels), map);
            line.push_str(&Tag::new("path").with_data(&data).empty());
        }
        self.lines.push(line + "</g>");
    }

    /// The reference to a glyph of a label whose coordinates count units of this many CSS pixels; empty for a glyph
    /// that has no outline.
    fn placed(&self, glyph: &PlacedGlyph, unit: f64) -> String {
        if self.defined.get(glyph.glyph) != Some(&true) {
            return String::new();
        }
        let precision = Precision::for_unit(unit * self.scene.scale);
        let [x, y] = [glyph.origin.x, glyph.origin.y].map(|value| precision.format(value / unit));
        let mut tag = Tag::new("use").with_id("href", ["#", &glyph.glyph.to_string(), ""]);
        let ratio = Precision::for_unit(glyph.size * self.scene.scale)
            .format(glyph.size / (unit * self.units));
        if ratio != "1" {
            return tag
                .with("transform", &format!("translate({x} {y})scale({ratio})"))
                .empty();
        }
        for (name, value) in [("x", x), ("y", y)] {
            if value != "0" {
                tag = tag.with(name, &value);
            }
        }
        tag.empty()
    }

    /// The tag of what is painted next, with its colour as its `paint`, "fill" or "stroke".
    fn painted(&mut self, tag: Tag, paint: &'static str, color: Color) -> Tag {
        let mut tag = tag.with(paint, &hexadecimal(color.rgb));
        let opacity = Precision::OPACITY.format(color.alpha);
        if opacity != "1" {
            tag = tag.with(&format!("{paint}-opacity"), &opacity);
        }
        match self.dark.next() {
            Some(&dark) if dark != color.rgb => self.classes.paint(tag, paint, [color.rgb, dark]),
            _ => tag,
        }
    }

    fn clip(&mut self, rect: &Rect, items: &[Item]) {
        let mut tag = Tag::new("rect");
        for (name, value) in [
            ("x", rect.left),
            ("y", rect.top),
            ("width", rect.width()),
            ("height", rect.height()),
        ] {
            tag = tag.with(name, &self.precision.format(value));
        }
        let shape = tag.with("shape-rendering", "crispEdges").empty();
        let number = self
            .clips
            .iter()
            .position(|known| *known == shape)
            .unwrap_or_else(|| {
                let number = self.clips.len();
                let id = format!("c{number}");
                let open = Tag::new("clipPath").with_id("id", ["", &id, ""]).open();
                self.lines.push(format!("{open}{shape}</clipPath>"));
                self.clips.push(shape);
                number
            });
        let id = format!("c{number}");
        let tag = Tag::new("g").with_id("clip-path", ["url(#", &id, ")"]);
        self.lines.push(tag.open());
        self.items(items);
        self.lines.push("</g>".to_owned());
    }
}

/// Units in an em: a power of two, as in most fonts, that places a point of the largest glyph to 0.02 device pixels.
fn units(scene: &Scene) -> f64 {
    let largest = largest_glyph(&scene.items) * scene.scale;
    let mut units = UNITS;
    while Precision::for_unit(largest / units) != Precision::WHOLE && units < 65536.0 {
        units *= 2.0;
    }
    units
}

/// CSS pixels in an em of the largest glyph.
fn largest_glyph(items: &[Item]) -> f64 {
    items.iter().fold(0.0, |largest, item| match item {
        Item::Text(text) => text
            .glyphs
            .iter()
            .fold(largest, |largest, glyph| largest.max(glyph.size)),
        Item::Clip { items, .. } => largest.max(largest_glyph(items)),
        Item::Fill { .. } | Item::Stroke(_) => largest,
    })
}
