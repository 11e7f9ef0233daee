//! The faces that labels are set in: the user's, the built-in DejaVu Sans, and KaTeX's fonts for math.
//!
//! A face is opened when a label first needs it, so a figure pays for the few faces that it uses.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use harfrust::font::Font;
use harfrust::{Direction, GlyphId, Script, ShapePlan, ShaperFont};
use ratex_font::FontId;

use super::bounds;
use super::builtin::{DEJAVU, KATEX};
use super::face::{Face, Pen, Source};
use crate::model::FontFile;
use crate::scene::{Path, Rect};

/// Slope of a synthetic oblique: how far a point moves to the right per unit of height. DejaVu Sans Oblique leans by 11°.
pub(super) const SLANT: f64 = 0.2;
/// The most steps of all outlines together: ten thousand different glyphs of a hundred steps each. A glyph of a sound font
/// has some dozens, one of a hostile font as many as it likes.
const MAX_SEGMENTS: usize = 1 << 20;

/// Names the outline of one glyph within one [`super::Typesetter`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GlyphKey {
    face: usize,
    glyph: u32,
    slanted: bool,
}

/// A cut of a typeface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Regular,
    Italic,
    Bold,
    BoldItalic,
}

impl Style {
    fn is_italic(self) -> bool {
        matches!(self, Self::Italic | Self::BoldItalic)
    }

    fn is_bold(self) -> bool {
        matches!(self, Self::Bold | Self::BoldItalic)
    }
}

/// A face that may serve for a style, leaning by itself or made to lean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    face: usize,
    slanted: bool,
}

/// A face set up for shaping text of one script and direction.
pub(super) struct Shaper<'a> {
    pub(super) font: ShaperFont<'a, 'static>,
    pub(super) plan: Rc<ShapePlan>,
    pub(super) units_per_em: f64,
}

/// The shape of a glyph.
pub(super) struct Outline {
    /// In em, y up, the origin on the baseline.
    pub(super) path: Path,
    /// Tight bounds in em, y down; `None` for a glyph without ink.
    pub(super) ink: Option<Rect>,
}

/// Every face of a figure and the order in which they are tried.
pub(super) struct Fonts {
    faces: Vec<Face>,
    regular: Vec<Cut>,
    italic: Vec<Cut>,
    bold: Vec<Cut>,
    bold_italic: Vec<Cut>,
    /// Face number of the first of [`KATEX`].
    katex: usize,
    /// Outlines drawn so far; `None` for those that are damaged.
    outlines: RefCell<HashMap<GlyphKey, Option<Rc<Outline>>>>,
    /// How many steps further outlines may have.
    room: Cell<usize>,
}

impl Fonts {
    /// The user's faces before the built-in ones. `Err` holds the first file that is not a font with outlines and a
    /// character map.
    pub(super) fn new(files: &[FontFile]) -> Result<Self, &FontFile> {
        let mut faces: Vec<Face> = files
            .iter()
            .cloned()
            .map(Source::User)
            .map(Face::new)
            .collect();
        let unusable = |face: &Face| {
            face.font().is_none_or(|font| {
                font.outline_glyphs().is_empty() || !font.charmap().has_unicode()
            })
        };
        if let Some(bad) = faces.iter().position(unusable) {
            return Err(&files[bad]);
        }
        let user: Vec<Style> = faces.iter().map(Face::style).collect();
        let [regular, oblique, bold, katex] = [0, 1, 2, 3].map(|offset| faces.len() + offset);
        faces.extend(
            DEJAVU
                .into_iter()
                .chain(KATEX.map(|(_, name)| name))
                .map(|name| Face::new(Source::BuiltIn(name))),
        );

        let own = |style| upright_and_leaning(&user, style);
        let cut = |face, slanted| Cut { face, slanted };
        let rest = (0..user.len()).map(|face| cut(face, false));
        Ok(Self {
            regular: chain(own(Style::Regular), rest.chain([cut(regular, false)])),
            italic: chain(
                own(Style::Italic),
                [cut(oblique, false), cut(regular, true)],
            ),
            bold: chain(own(Style::Bold), [cut(bold, false)]),
            bold_italic: chain(own(Style::BoldItalic), [cut(bold, true)]),
            faces,
            katex,
            outlines: RefCell::default(),
            room: Cell::new(MAX_SEGMENTS),
        })
    }
}

/// The user's faces for a style: those that have it, then upright ones made to lean.
fn upright_and_leaning(user: &[Style], style: Style) -> Vec<Cut> {
    let having = |wanted: Style, slanted| {
        let fits = user
            .iter()
            .enumerate()
            .filter(move |(_, own)| **own == wanted);
        fits.map(move |(face, _)| Cut { face, slanted })
    };
    let upright = if style.is_bold() {
        Style::Bold
    } else {
        Style::Regular
    };
    let leaning = style.is_italic().then(|| having(upright, true));
    having(style, false)
        .chain(leaning.into_iter().flatten())
        .collect()
}

fn chain(first: Vec<Cut>, rest: impl IntoIterator<Item = Cut>) -> Vec<Cut> {
    first.into_iter().chain(rest).collect()
}

/// Looking up glyphs. Lengths are in em.
impl Fonts {
    fn cuts(&self, style: Style) -> &[Cut] {
        match style {
            Style::Regular => &self.regular,
            Style::Italic => &self.italic,
            Style::Bold => &self.bold,
            Style::BoldItalic => &self.bold_italic,
        }
    }

    /// The first face of a style that has the character.
    pub(super) fn cut_for(&self, style: Style, character: char) -> Option<Cut> {
        let cuts = self.cuts(style).iter().copied();
        cuts.into_iter().find(|cut| self.has(*cut, character))
    }

    /// Whether the face has a glyph for the character.
    pub(super) fn has(&self, cut: Cut, character: char) -> bool {
        self.glyph(cut, character).is_some()
    }

    /// The character's own glyph, as it is without shaping.
    pub(super) fn glyph(&self, cut: Cut, character: char) -> Option<GlyphKey> {
        let font = self.faces.get(cut.face)?.font()?;
        let glyph = font.charmap().map_unicode(character)?;
        (glyph != GlyphId::NOTDEF).then(|| cut.key(glyph.to_u32()))
    }

    /// A character in one of KaTeX's fonts.
    pub(super) fn katex_glyph(&self, font: FontId, character: char) -> Option<GlyphKey> {
        let offset = KATEX.iter().position(|(id, _)| *id == font)?;
        let cut = Cut {
            face: self.katex + offset,
            slanted: false,
        };
        self.glyph(cut, character)
    }

    /// Horizontal advance of a glyph.
    pub(super) fn advance(&self, key: GlyphKey) -> f64 {
        let font = self.faces.get(key.face).and_then(Face::font);
        font.map_or(0.0, |font| {
            let units = font.glyph_metrics().h_advance(GlyphId::new(key.glyph));
            f64::from(units) / units_per_em(font)
        })
    }

    /// The face set up for shaping.
    pub(super) fn shaper(
        &self,
        cut: Cut,
        direction: Direction,
        script: Option<Script>,
    ) -> Option<Shaper<'_>> {
        let face = self.faces.get(cut.face)?;
        let font = face.font()?;
        Some(Shaper {
            font: ShaperFont::new(font),
            plan: face.plan(direction, script)?,
            units_per_em: units_per_em(font),
        })
    }

    /// Outline of a glyph. `None` if the font's data for it is damaged.
    pub(super) fn outline(&self, key: GlyphKey) -> Option<Rc<Outline>> {
        let mut outlines = self.outlines.borrow_mut();
        outlines
            .entry(key)
            .or_insert_with(|| self.draw(key).map(Rc::new))
            .clone()
    }

    fn draw(&self, key: GlyphKey) -> Option<Outline> {
        let face = self.faces.get(key.face)?;
        let scale = 1.0 / units_per_em(face.font()?);
        let slant = if key.slanted { SLANT } else { 0.0 };
        let pen = Pen::new(scale, slant, self.room.get());
        let pen = face.draw(GlyphId::new(key.glyph), &pen)?;
        self.room.set(pen.room);
        let ink = bounds::of_path(&pen.path).map(|up| Rect {
            top: -up.bottom,
            bottom: -up.top,
            ..up
        });
        pen.sound.then_some(Outline {
            path: pen.path,
            ink,
        })
    }

    /// Tight bounds of a glyph in em, y down; `None` if it has no ink.
    pub(super) fn ink(&self, key: GlyphKey) -> Option<Rect> {
        self.outline(key)?.ink
    }

    /// The user's file that a glyph comes from.
    pub(super) fn file(&self, key: GlyphKey) -> Option<&FontFile> {
        self.faces.get(key.face)?.file()
    }
}

impl Cut {
    pub(super) fn key(self, glyph: u32) -> GlyphKey {
        GlyphKey {
            face: self.face,
            glyph,
            slanted: self.slanted,
        }
    }
}

fn units_per_em(font: &Font) -> f64 {
    f64::from(font.units_per_em().max(1))
}
