//! What is painted, and what it refers to.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::Unreadable;
use super::data::{numbers, path};
use super::element::Element;
use super::scheme::{Pairs, pairs};
use crate::backend::svg::UNITS;
use crate::scene::{Cap, Color, Glyph, Item, Path, PlacedGlyph, Point, Rect, Scene, Stroke, Text};

/// Segments of all paths together.
const MAX_SEGMENTS: usize = 1 << 21;
/// Clips within clips.
const MAX_DEPTH: usize = 8;
/// Dashes and gaps of a pattern.
const MAX_DASHES: usize = 16;

/// A scene on its way to being read.
pub(super) struct Reader<'a> {
    pub(super) scene: Scene,
    /// Indices of glyphs by id.
    glyphs: BTreeMap<&'a str, usize>,
    clips: BTreeMap<&'a str, Rect>,
    /// What the document's colours are on dark pages, if it follows the page.
    pairs: Option<Pairs<'a>>,
    /// How many segments there may still be.
    segments: usize,
}

impl<'a> Reader<'a> {
    /// Reads into a scene without glyphs and items.
    pub(super) fn new(scene: Scene) -> Self {
        Self {
            scene,
            glyphs: BTreeMap::new(),
            clips: BTreeMap::new(),
            pairs: None,
            segments: MAX_SEGMENTS,
        }
    }

    /// Whether there is nothing yet that a background would cover.
    pub(super) fn is_blank(&self) -> bool {
        self.scene.background.is_none() && self.scene.items.is_empty()
    }

    /// Takes colours on dark pages from a style sheet.
    pub(super) fn follow(
        &mut self,
        root: &Element<'a, '_>,
        sheet: Node<'a, '_>,
    ) -> Result<(), Unreadable> {
        let id = root.value("id").unwrap_or_default();
        let element = Element::new(sheet, &[])?;
        let known = sheet.text().and_then(|text| pairs(text, id));
        match (known, &self.pairs) {
            (Some(pairs), None) if element.has_only_text() => self.pairs = Some(pairs),
            _ => return Err(element.foreign()),
        }
        Ok(())
    }

    /// Takes a rectangle over the whole canvas for the background.
    pub(super) fn background(&mut self, node: Node<'a, '_>) -> Result<(), Unreadable> {
        let known = ["width", "height", "fill", "fill-opacity", "class"];
        let rect = Element::new(node, &known)?;
        rect.expect("width", "100%")?;
        rect.expect("height", "100%")?;
        self.scene.background = Some(self.color(&rect, "fill")?);
        Ok(())
    }

    /// The colour of what is painted next, on light pages; notes that on dark ones.
    fn color(&mut self, element: &Element<'_, '_>, paint: &str) -> Result<Color, Unreadable> {
        let color = element.color(paint)?;
        let pair = match (element.value("class"), &self.pairs) {
            (None, _) => [color.rgb; 2],
            (Some(class), Some(pairs)) => match pairs.get(class) {
                Some(&(of, pair)) if of == paint && pair[0] == color.rgb => pair,
                _ => return Err(element.odd("class")),
            },
            (Some(_), None) => return Err(element.odd("class")),
        };
        if self.pairs.is_some() {
            self.scene.dark.push(pair[1]);
        }
        Ok(color)
    }

    /// Adds the definitions of glyphs. Their em has always the writer's least number of units: how many it had is not known, and
    /// does not matter.
    pub(super) fn glyphs(&mut self, definitions: Node<'a, '_>) -> Result<(), Unreadable> {
        for node in Element::new(definitions, &[])?.children()? {
            let element = Element::new(node, &["d"])?;
            if element.name() != "path" {
                return Err(element.foreign());
            }
            let id = element.required("id")?;
            let outline = self.path(&element)?;
            let outline = outline.map(|point| Point::new(point.x / UNITS, -point.y / UNITS));
            if self.glyphs.insert(id, self.scene.glyphs.len()).is_some() {
                return Err(element.odd("id"));
            }
            self.scene.glyphs.push(Glyph { outline });
        }
        Ok(())
    }

    /// The items of a group within so many clips.
    pub(super) fn items(
        &mut self,
        group: &Element<'a, '_>,
        depth: usize,
    ) -> Result<Vec<Item>, Unreadable> {
        let mut items = Vec::new();
        for node in group.children()? {
            match node.tag_name().name() {
                "path" if node.has_attribute("stroke") => {
                    items.push(Item::Stroke(self.stroke(node)?))
                }
                "path" => items.push(self.fill(node)?),
                "g" if node.has_attribute("transform") => items.push(Item::Text(self.text(node)?)),
                "g" if depth < MAX_DEPTH => items.push(self.clipped(node, depth)?),
                "clipPath" => self.clip(node)?,
                _ => return Err(Element::of(node).foreign()),
            }
        }
        Ok(items)
    }

    fn fill(&mut self, node: Node<'a, '_>) -> Result<Item, Unreadable> {
        let element = Element::new(node, &["fill", "fill-opacity", "class", "d"])?;
        let color = self.color(&element, "fill")?;
        let path = self.path(&element)?;
        Ok(Item::Fill { path, color })
    }

    fn stroke(&mut self, node: Node<'a, '_>) -> Result<Stroke, Unreadable> {
        let element = Element::new(
            node,
            &[
                "stroke",
                "stroke-opacity",
                "class",
                "stroke-width",
                "stroke-linecap",
                "stroke-dasharray",
                "stroke-linejoin",
                "shape-rendering",
                "d",
            ],
        )?;
        let cap = match element.value("stroke-linecap") {
            None => Cap::Butt,
            Some("square") => Cap::Square,
            Some("round") => Cap::Round,
            Some(_) => return Err(element.odd("stroke-linecap")),
        };
        let dash = element.lengths("stroke-dasharray", MAX_DASHES)?;
        if !dash.len().is_multiple_of(2) {
            return Err(element.odd("stroke-dasharray"));
        }
        let snapping = ["stroke-linejoin", "shape-rendering"];
        let crisp = snapping.iter().any(|name| element.value(name).is_some());
        if crisp {
            element.expect("stroke-linejoin", "miter")?;
            element.expect("shape-rendering", "crispEdges")?;
        }
        Ok(Stroke {
            path: self.path(&element)?,
            color: self.color(&element, "stroke")?,
            width: element.length("stroke-width")?,
            cap,
            dash,
            crisp,
        })
    }

    /// A label, whose coordinates count units of its first glyph.
    fn text(&mut self, node: Node<'a, '_>) -> Result<Text, Unreadable> {
        let element = Element::new(node, &["fill", "fill-opacity", "class", "transform"])?;
        let value = element.required("transform")?;
        let Some((origin, upward, unit)) = placement(value) else {
            return Err(element.odd("transform"));
        };
        let mut text = Text {
            words: element.value("aria-label").unwrap_or_default().to_owned(),
            origin,
            upward,
            color: self.color(&element, "fill")?,
            glyphs: Vec::new(),
            shapes: Vec::new(),
        };
        for node in element.children()? {
            match node.tag_name().name() {
                "use" => text.glyphs.push(self.placed(node, unit)?),
                "path" => {
                    let shape = self.path(&Element::new(node, &["d"])?)?;
                    let map = |point: Point| Point::new(point.x * unit, point.y * unit);
                    text.shapes.push(shape.map(map));
                }
                _ => return Err(Element::of(node).foreign()),
            }
        }
        Ok(text)
    }

    /// A glyph of a label whose coordinates count units of this many CSS pixels.
    fn placed(&self, node: Node<'a, '_>, unit: f64) -> Result<PlacedGlyph, Unreadable> {
        let element = Element::new(node, &["href", "x", "y", "transform"])?;
        let id = element.required("href")?.strip_prefix('#');
        let Some(&glyph) = id.and_then(|id| self.glyphs.get(id)) else {
            return Err(element.odd("href"));
        };
        let [x, y] = [element.number_or("x", 0.0)?, element.number_or("y", 0.0)?];
        let mut place = (Point::new(x, y), 1.0);
        if let Some(value) = element.value("transform") {
            let alone = element.value("x").or(element.value("y")).is_none();
            place = match placement(value) {
                Some((origin, false, ratio)) if alone => (origin, ratio),
                _ => return Err(element.odd("transform")),
            };
        }
        let (origin, ratio) = place;
        Ok(PlacedGlyph {
            glyph,
            origin: Point::new(origin.x * unit, origin.y * unit),
            size: ratio * unit * UNITS,
        })
    }

    /// Adds the definition of a clip.
    fn clip(&mut self, node: Node<'a, '_>) -> Result<(), Unreadable> {
        let element = Element::new(node, &[])?;
        let known = ["x", "y", "width", "height", "shape-rendering"];
        let id = element.required("id")?;
        let [node] = *element.children()? else {
            return Err(element.foreign());
        };
        let shape = Element::new(node, &known)?;
        if shape.name() != "rect" {
            return Err(shape.foreign());
        }
        shape.expect("shape-rendering", "crispEdges")?;
        let [left, top] = [shape.number_or("x", 0.0)?, shape.number_or("y", 0.0)?];
        let rect = Rect {
            left,
            top,
            right: left + shape.length("width")?,
            bottom: top + shape.length("height")?,
        };
        match self.clips.insert(id, rect) {
            None => Ok(()),
            Some(_) => Err(element.odd("id")),
        }
    }

    /// A group of which only a part shows.
    fn clipped(&mut self, node: Node<'a, '_>, depth: usize) -> Result<Item, Unreadable> {
        let element = Element::new(node, &["clip-path"])?;
        let value = element.required("clip-path")?;
        let id = value
            .strip_prefix("url(#")
            .and_then(|rest| rest.strip_suffix(')'));
        let Some(&rect) = id.and_then(|id| self.clips.get(id)) else {
            return Err(element.odd("clip-path"));
        };
        let items = self.items(&element, depth + 1)?;
        Ok(Item::Clip { rect, items })
    }

    /// The path of an element.
    fn path(&mut self, element: &Element<'_, '_>) -> Result<Path, Unreadable> {
        let data = element.required("d")?;
        let path = path(data, self.segments).ok_or_else(|| element.odd("d"))?;
        self.segments -= path.segments.len();
        match self.segments {
            0 => Err(Unreadable::Large("segments")),
            _ => Ok(path),
        }
    }
}

/// What `translate(x y)scale(factor)`, with `rotate(-90)` in between or not, says: the place, whether it turns, and the factor.
fn placement(transform: &str) -> Option<(Point, bool, f64)> {
    let (translation, rest) = transform.strip_prefix("translate(")?.split_once(')')?;
    let turned = rest.strip_prefix("rotate(-90)");
    let scale = turned
        .unwrap_or(rest)
        .strip_prefix("scale(")?
        .strip_suffix(')')?;
    let [x, y] = *numbers(translation, 2)? else {
        return None;
    };
    let [factor] = *numbers(scale, 1)? else {
        return None;
    };
    (factor >= 0.0).then_some((Point::new(x, y), turned.is_some(), factor))
}
