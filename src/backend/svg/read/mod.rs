//! The way back: from an SVG document, as [`write`](super::write) writes it, to a scene.
//!
//! This is no renderer of SVG. What the writer never writes is refused by name, so nothing is overlooked that a browser
//! would show: scripts, other styles, images, other transforms. What editors and optimisers add or drop without changing the
//! picture is ignored: comments, space, names for assistive technology, metadata.

mod data;
mod element;
mod items;
mod scheme;
pub(super) mod xml;

use std::fmt;

use super::recipe;
use crate::scene::Scene;
use element::{Element, check_instructions};
use items::Reader;

/// The scene that a document shows, to be drawn at `scale` device pixels per CSS pixel.
///
/// Positions are those of the document, so they are rounded as [`write`](super::write) says. Glyphs are counted in the order
/// of their definitions, without those that have no outline. What is read is bounded as `docs/limits.md` says.
///
/// # Errors
///
/// If it is not well-formed, holds what the writer does not write, or is larger than what it writes.
pub fn read(text: &str, scale: f64) -> Result<Scene, Unreadable> {
    let document = xml::parse(text)?;
    check_instructions(&document)?;
    let known = ["width", "height", "viewBox"];
    let root = Element::new(document.root_element(), &known)?;
    if root.name() != "svg" {
        return Err(root.foreign());
    }
    let [width, height] = [root.required("width")?, root.required("height")?];
    if root.required("viewBox")? != format!("0 0 {width} {height}") {
        return Err(root.odd("viewBox"));
    }
    let mut reader = Reader::new(Scene {
        width: root.length("width")?,
        height: root.length("height")?,
        scale,
        background: None,
        title: root.names("title"),
        description: root.names("desc"),
        recipe: recipe::of(&document).unwrap_or_default(),
        glyphs: Vec::new(),
        items: Vec::new(),
        dark: Vec::new(),
    });
    for child in root.children()? {
        match child.tag_name().name() {
            "style" if reader.is_blank() => reader.follow(&root, child)?,
            "defs" => reader.glyphs(child)?,
            "rect" if reader.is_blank() => reader.background(child)?,
            "g" => {
                let group = Element::new(child, &["fill", "stroke-linejoin"])?;
                group.expect("fill", "none")?;
                group.expect("stroke-linejoin", "round")?;
                let mut items = reader.items(&group, 0)?;
                reader.scene.items.append(&mut items);
            }
            _ => return Err(Element::of(child).foreign()),
        }
    }
    Ok(reader.scene)
}

/// Why a document cannot be read. As text it continues a sentence about the document: "holds `<script>` in line 3, which
/// gaussfig does not draw".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// It is not well-formed XML, or has a document type.
    Xml(String),
    /// It has more than the writer writes of what is named.
    Large(&'static str),
    /// What the writer does not write.
    Foreign {
        /// An element, attribute or value, as it is written there.
        what: String,
        /// Where, from 1.
        line: u32,
    },
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Xml(error) => write!(f, "is not well-formed: {error}"),
            Self::Large(what) => write!(f, "has more {what} than gaussfig draws"),
            Self::Foreign { what, line } => {
                write!(
                    f,
                    "holds {what} in line {line}, which gaussfig does not draw"
                )
            }
        }
    }
}

impl std::error::Error for Unreadable {}
