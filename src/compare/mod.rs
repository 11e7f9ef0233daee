//! Whether two figures show the same, and where they do not.
//!
//! One is the picture that a config gives, the other one is from anywhere: a picture that was committed long ago, went
//! through an optimiser, was edited by hand or is hostile. What it takes to compare them is bounded as for figures.
//!
//! SVG documents are read back into scenes, which leaves out what no picture of gaussfig has: it is reported as
//! [`Unreadable`]. These are drawn as by [`png::encode`](crate::backend::png::encode), with every colour as it is.

mod difference;
mod panels;
mod rows;

use std::fmt;

use ::png::{DecodingError, EncodingError};

use crate::backend::{png as encoder, svg as writer};
use crate::scene::{Item, Scene};
use difference::Differences;
pub use panels::side_by_side;
use rows::Rows;

/// A channel that differs by this many of 255 levels at most looks the same to everybody.
pub const INVISIBLE: u8 = 2;

/// How two pictures compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Every pixel is the same; of SVG documents, everything that is drawn. Their files may differ in what is not drawn.
    Same,
    /// Pixels differ, none by more than [`INVISIBLE`]; or documents differ by less than shows in any pixel.
    Invisible,
    /// Pixels differ by more.
    Changed,
    /// They have not the same size, so no pixels were compared.
    Resized,
}

/// A rectangle of whole pixels: those from `left` to before `right` in the rows from `top` to before `bottom`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Its first column.
    pub left: u32,
    /// Its first row.
    pub top: u32,
    /// The first column to the right of it.
    pub right: u32,
    /// The first row below it.
    pub bottom: u32,
}

/// What differs between two pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comparison {
    /// In a word.
    pub state: State,
    /// Width and height of the expected picture in pixels.
    pub expected: [u32; 2],
    /// Width and height of the actual picture in pixels.
    pub actual: [u32; 2],
    /// The smallest rectangle around all pixels that differ, if any do.
    pub bounds: Option<Bounds>,
    /// How many pixels differ.
    pub pixels: u64,
    /// The largest difference of a channel, in levels of 255, as seen on black or on white, whichever shows more. So the
    /// colour of an invisible pixel does not count, and half of a half-transparent one's.
    pub largest: u8,
}

impl Comparison {
    /// The share of pixels that differ, 0 to 1; of pictures of different sizes there is none, and it is 0.
    pub fn share(&self) -> f64 {
        let [width, height] = self.expected.map(f64::from);
        self.pixels as f64 / (width * height).max(1.0)
    }
}

/// Compares two PNG files by what they show: 8-bit sRGB with alpha, whichever way it is stored. Of 16-bit channels the upper
/// half counts.
///
/// Takes a few rows of memory, whatever the size; for an interlaced file, all of it.
///
/// # Errors
///
/// If one of them cannot be decoded, or is larger than a figure may be. Pictures of different sizes are not decoded.
pub fn compare_png(expected: &[u8], actual: &[u8]) -> Result<Comparison, Unreadable> {
    let [mut expected, mut actual] = [Rows::open(expected)?, Rows::open(actual)?];
    let sizes = [expected.size(), actual.size()];
    let mut differences = Differences::default();
    if sizes[0] == sizes[1] {
        for y in 0..sizes[0][1] {
            differences.add(y, expected.next()?, actual.next()?);
        }
    }
    Ok(differences.comparison(sizes))
}

/// Compares two SVG documents by what they show at `scale` device pixels per CSS pixel: on light pages, or where that looks alike, on
/// dark ones.
///
/// # Errors
///
/// If one of them holds what gaussfig does not draw, or would take longer to draw than a figure may.
pub fn compare_svg(expected: &str, actual: &str, scale: f64) -> Result<Comparison, Unreadable> {
    let drawings = [drawing(expected, scale)?, drawing(actual, scale)?];
    let [first, second] = &drawings;
    let mut comparison = compare_png(&encode(first)?, &encode(second)?)?;
    let looks_alike = matches!(comparison.state, State::Same | State::Invisible);
    if looks_alike && first.dark != second.dark {
        let [first, second] = drawings.each_ref().map(on_dark);
        comparison = compare_png(&encode(&first)?, &encode(&second)?)?;
    }
    if comparison.state == State::Same && first != second {
        comparison.state = State::Invisible;
    }
    Ok(comparison)
}

/// What an SVG document shows at `scale` device pixels per CSS pixel on light pages and on dark ones, as PNG files; the same twice
/// if it does not follow the page.
///
/// # Errors
///
/// As [`compare_svg`].
pub fn rasterize(text: &str, scale: f64) -> Result<[Vec<u8>; 2], Unreadable> {
    let drawing = drawing(text, scale)?;
    let light = encode(&drawing)?;
    let dark = drawing.on_dark().map(|dark| encode(&dark)).transpose()?;
    Ok([light.clone(), dark.unwrap_or(light)])
}

fn on_dark(scene: &Scene) -> Scene {
    scene.on_dark().unwrap_or_else(|| scene.clone())
}

/// What is drawn of a document, without any words and the recipe.
fn drawing(text: &str, scale: f64) -> Result<Scene, Unreadable> {
    let mut scene = writer::read(text, scale).map_err(Unreadable::Svg)?;
    scene.title.clear();
    scene.description.clear();
    scene.recipe.clear();
    forget_words(&mut scene.items);
    Ok(scene)
}

fn forget_words(items: &mut [Item]) {
    for item in items {
        match item {
            Item::Text(text) => text.words.clear(),
            Item::Clip { items, .. } => forget_words(items),
            Item::Fill { .. } | Item::Stroke(_) => {}
        }
    }
}

fn encode(scene: &Scene) -> Result<Vec<u8>, Unreadable> {
    if !encoder::is_affordable(scene) {
        return Err(Unreadable::Large);
    }
    encoder::encode_exactly(scene).map_err(Unreadable::Encoding)
}

/// Why a picture cannot be compared. As text it continues a sentence about the picture.
#[derive(Debug)]
pub enum Unreadable {
    /// It is no PNG, or a damaged one.
    Png(DecodingError),
    /// It is no SVG, or not of the kind that gaussfig writes.
    Svg(writer::Unreadable),
    /// It is an animation.
    Animated,
    /// It is larger, or would take longer to draw, than a figure may.
    Large,
    /// What was drawn cannot be encoded, as it has no pixels.
    Encoding(EncodingError),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Png(error) => write!(f, "cannot be decoded: {error}"),
            Self::Svg(error) => error.fmt(f),
            Self::Animated => f.write_str("is an animation, which gaussfig does not draw"),
            Self::Large => f.write_str("is larger than any figure may be"),
            Self::Encoding(error) => write!(f, "cannot be drawn: {error}"),
        }
    }
}

impl std::error::Error for Unreadable {}
