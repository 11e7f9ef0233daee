//! One face: its bytes, and the outlines that are drawn from them.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use harfrust::font::Font;
use harfrust::font::attribute::{Style as Slope, Weight};
use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use harfrust::{Direction, GlyphId, Script, ShapePlan};

use super::builtin;
use super::font::Style;
use crate::model::FontFile;
use crate::scene::{Path, Point, Segment};

/// No glyph of a sound font reaches farther from its origin, in em.
const MAX_REACH: f64 = 100.0;

/// Where the bytes of a face come from.
pub(super) enum Source {
    /// By the name of the file.
    BuiltIn(&'static str),
    User(FontFile),
}

/// One font, opened on first use.
pub(super) struct Face {
    source: Source,
    font: OnceCell<Option<Font>>,
    /// With the outlines that the font lacks.
    rest: OnceCell<Option<Font>>,
    /// One for each script and direction so far: to make one takes longer than to shape a word by it.
    plans: RefCell<Vec<Rc<ShapePlan>>>,
}

impl Face {
    pub(super) fn new(source: Source) -> Self {
        Self {
            source,
            font: OnceCell::new(),
            rest: OnceCell::new(),
            plans: RefCell::default(),
        }
    }

    /// `None` if the bytes are not a font.
    pub(super) fn font(&self) -> Option<&Font> {
        self.font.get_or_init(|| self.open()).as_ref()
    }

    /// Which features and lookups shape text of a script. `None` if the bytes are not a font.
    pub(super) fn plan(
        &self,
        direction: Direction,
        script: Option<Script>,
    ) -> Option<Rc<ShapePlan>> {
        let mut plans = self.plans.borrow_mut();
        let fits = |plan: &&Rc<ShapePlan>| (plan.direction(), plan.script()) == (direction, script);
        if let Some(plan) = plans.iter().find(fits) {
            return Some(Rc::clone(plan));
        }
        let plan = Rc::new(ShapePlan::new(self.font()?, direction, script, None, &[]));
        plans.push(Rc::clone(&plan));
        Some(plan)
    }

    /// The user's file that it comes from.
    pub(super) fn file(&self) -> Option<&FontFile> {
        match &self.source {
            Source::User(file) => Some(file),
            Source::BuiltIn(_) => None,
        }
    }

    fn open(&self) -> Option<Font> {
        match &self.source {
            Source::BuiltIn(name) => opened(builtin::font(name)?),
            Source::User(file) => {
                let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(file.data.clone());
                Font::new(bytes, 0)
            }
        }
    }

    /// Draws an outline, or returns `None` if the font's data for it is damaged.
    pub(super) fn draw(&self, glyph: GlyphId, pen: &Pen) -> Option<Pen> {
        let draw = |font: &Font| {
            let mut pen = pen.clone();
            // A glyph without ink, such as a space, has an outline too, of no steps.
            let outline = font.outline_glyphs().get(glyph)?;
            let in_units = DrawOptions::new();
            outline
                .draw(&in_units, DrawMemory::Scratch, &mut pen)
                .ok()?;
            Some(pen)
        };
        draw(self.font()?).or_else(|| draw(self.rest()?))
    }

    fn rest(&self) -> Option<&Font> {
        let open = || match &self.source {
            Source::BuiltIn(name) => opened(builtin::rest(name)?),
            Source::User(_) => None,
        };
        self.rest.get_or_init(open).as_ref()
    }

    /// The style that the font claims to have.
    pub(super) fn style(&self) -> Style {
        let attributes = self
            .font()
            .map(Font::default_attributes)
            .unwrap_or_default();
        match (
            attributes.style != Slope::Normal,
            attributes.weight >= Weight::SEMI_BOLD,
        ) {
            (false, false) => Style::Regular,
            (true, false) => Style::Italic,
            (false, true) => Style::Bold,
            (true, true) => Style::BoldItalic,
        }
    }
}

fn opened(bytes: Cow<'static, [u8]>) -> Option<Font> {
    match bytes {
        Cow::Borrowed(bytes) => Font::new(bytes, 0),
        Cow::Owned(bytes) => Font::new(bytes, 0),
    }
}

/// Collects an outline in em.
#[derive(Clone)]
pub(super) struct Pen {
    scale: f64,
    slant: f64,
    /// Whether every point so far was within reach, and there was room for each step.
    pub(super) sound: bool,
    /// How many steps there may still be.
    pub(super) room: usize,
    pub(super) path: Path,
}

impl Pen {
    pub(super) fn new(scale: f64, slant: f64, room: usize) -> Self {
        Self {
            scale,
            slant,
            sound: true,
            room,
            path: Path::default(),
        }
    }

    fn point(&mut self, x: f32, y: f32) -> Point {
        let [x, y] = [x, y].map(|units| f64::from(units) * self.scale);
        self.sound &= x.abs() <= MAX_REACH && y.abs() <= MAX_REACH;
        Point::new(x + self.slant * y, y)
    }

    fn push(&mut self, segment: Segment) {
        match self.room.checked_sub(1) {
            None => self.sound = false,
            Some(room) => {
                self.room = room;
                self.path.segments.push(segment);
            }
        }
    }
}

impl PathSink for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = self.point(x, y);
        self.push(Segment::Move(to));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.point(x, y);
        self.push(Segment::Line(to));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let (control, to) = (self.point(cx0, cy0), self.point(x, y));
        self.push(Segment::Quad(control, to));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let controls = (self.point(cx0, cy0), self.point(cx1, cy1));
        let to = self.point(x, y);
        self.push(Segment::Cubic(controls.0, controls.1, to));
    }

    fn close(&mut self) {
        self.push(Segment::Close);
    }
}

#[cfg(test)]
mod tests {
    use skrifa::raw::TableProvider;
    use skrifa::{FontRef, Tag};

    use super::*;

    /// A built-in font as its makers have it.
    fn original(name: &str) -> Vec<u8> {
        match name {
            "DejaVuSans.ttf" => dejavu::sans::regular().to_vec(),
            "DejaVuSans-Oblique.ttf" => dejavu::sans::oblique().to_vec(),
            "DejaVuSans-Bold.ttf" => dejavu::sans::bold().to_vec(),
            _ => ratex_katex_fonts::ttf_bytes(name).unwrap().into_owned(),
        }
    }

    #[test]
    fn a_plan_is_made_once_for_each_script_and_direction() {
        let face = Face::new(Source::BuiltIn("DejaVuSans.ttf"));
        let (left, right) = (Direction::LeftToRight, Direction::RightToLeft);
        let kinds = [
            (left, None),
            (left, Some(Script::GREEK)),
            (right, Some(Script::GREEK)),
        ];
        let plans = || kinds.map(|(direction, script)| face.plan(direction, script).unwrap());
        for ((plan, again), (direction, script)) in plans().iter().zip(plans()).zip(kinds) {
            assert!(Rc::ptr_eq(plan, &again));
            assert_eq!((plan.direction(), plan.script()), (direction, script));
        }
    }

    #[test]
    fn built_in_fonts_shape_and_draw_as_their_originals_do() {
        for name in builtin::DEJAVU
            .into_iter()
            .chain(builtin::KATEX.map(|(_, name)| name))
        {
            let data = original(name);
            let stored = builtin::font(name).unwrap();
            if name.starts_with("KaTeX") {
                assert!(*stored == *data, "{name} is altered");
            }
            let [whole, part] = [&data[..], &stored].map(|bytes| FontRef::new(bytes).unwrap());
            for tag in [
                b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"cmap", b"hhea", b"hmtx", b"kern", b"maxp",
            ] {
                let [own, stored] = [&whole, &part].map(|font| {
                    let table = font.table_data(Tag::new(tag));
                    table.map(|table| table.as_bytes())
                });
                let is_idle = || tag == b"kern" && stored.is_none() && kerns_every_script(&whole);
                assert!(own == stored || is_idle(), "a table of {name} is altered");
            }

            let path = name.to_owned();
            let user = FontFile {
                path,
                data: data.into(),
            };
            let [whole, stored] = [Source::User(user), Source::BuiltIn(name)].map(Face::new);
            for glyph in (0..whole.font().unwrap().num_glyphs()).map(GlyphId::new) {
                let [whole, stored] = [&whole, &stored].map(|face| {
                    let pen = face.draw(glyph, &Pen::new(1.0, 0.0, usize::MAX));
                    pen.unwrap().path.segments
                });
                assert!(whole == stored, "{name} draws {glyph} otherwise");
            }
        }
    }

    /// Whether the table `kern` is never looked at: in each language of each script `GPOS` has the feature of that name.
    fn kerns_every_script(font: &FontRef) -> bool {
        let gpos = font.gpos().unwrap();
        let features = gpos.feature_list().unwrap().feature_records();
        let scripts = gpos.script_list().unwrap();
        scripts.script_records().iter().all(|record| {
            let script = record.script(scripts.offset_data()).unwrap();
            let of_languages = script.lang_sys_records().iter().map(|record| {
                let data = script.offset_data();
                record.lang_sys(data).unwrap()
            });
            let mut languages = of_languages.chain(script.default_lang_sys().map(Result::unwrap));
            languages.all(|language| {
                let mut indices = language.feature_indices().iter();
                indices.any(|index| {
                    features[usize::from(index.get())].feature_tag() == Tag::new(b"kern")
                })
            })
        })
    }

    #[test]
    fn an_outline_without_room_is_not_sound_and_takes_no_more_memory() {
        let mut pen = Pen::new(1.0, 0.0, 2);
        pen.move_to(0.0, 0.0);
        pen.line_to(1.0, 0.0);
        assert!(pen.sound && pen.room == 0);
        pen.line_to(1.0, 1.0);
        assert!(!pen.sound && pen.path.segments.len() == 2);
    }
}
