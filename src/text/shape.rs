//! Plain text to positioned glyphs: bidirectional order, a face for each character, shaping.

use std::ops::Range;

use harfrust::{Buffer, Direction, Script, ShapeOptions, unicode};
use unicode_bidi::ParagraphBidiInfo;

use super::bounds;
use super::font::{Cut, Fonts, GlyphKey, Style};
use crate::scene::Rect;

/// A glyph relative to the start of its run: em, x to the right, y down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct RunGlyph {
    pub(super) key: GlyphKey,
    pub(super) x: f64,
    pub(super) y: f64,
}

/// Glyphs on one baseline, from left to right, and how far they advance in em.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Run {
    pub(super) glyphs: Vec<RunGlyph>,
    pub(super) width: f64,
}

impl Run {
    /// Puts `other` to the right of what is there.
    pub(super) fn append(&mut self, other: &Self) {
        let shifted = other.glyphs.iter().map(|glyph| RunGlyph {
            x: glyph.x + self.width,
            ..*glyph
        });
        self.glyphs.extend(shifted);
        self.width += other.width;
    }

    /// Tight bounds in em, y down.
    pub(super) fn ink(&self, fonts: &Fonts) -> Option<Rect> {
        let moved = |glyph: &RunGlyph| {
            fonts
                .ink(glyph.key)
                .map(|ink| bounds::shift(ink, glyph.x, glyph.y))
        };
        self.glyphs.iter().map(moved).fold(None, bounds::union)
    }
}

/// A character that no font has, and the byte where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MissingGlyph {
    pub(super) character: char,
    pub(super) at: usize,
}

/// Sets a piece of text in one style, all on one line.
pub(super) fn shape(fonts: &Fonts, text: &str, style: Style) -> Result<Run, MissingGlyph> {
    let mut run = Run::default();
    for (range, direction) in visual_order(text) {
        run.append(&shape_directed(fonts, text, range, direction, style)?);
    }
    Ok(run)
}

/// The stretches of a line from left to right, each with its direction (Unicode Standard Annex 9).
pub(super) fn visual_order(line: &str) -> Vec<(Range<usize>, Direction)> {
    if !line.chars().any(may_turn) {
        return vec![(0..line.len(), Direction::LeftToRight)];
    }
    let bidi = ParagraphBidiInfo::new(line, None);
    let (levels, runs) = bidi.visual_runs(0..line.len());
    let direction = |start: usize| match levels.get(start) {
        Some(level) if level.is_rtl() => Direction::RightToLeft,
        _ => Direction::LeftToRight,
    };
    runs.into_iter()
        .map(|run| (run.clone(), direction(run.start)))
        .collect()
}

/// Whether a character can make text run to the left: those before Hebrew and Arabic cannot.
fn may_turn(character: char) -> bool {
    character >= '\u{590}'
}

/// Sets a stretch of one direction.
pub(super) fn shape_directed(
    fonts: &Fonts,
    text: &str,
    range: Range<usize>,
    direction: Direction,
    style: Style,
) -> Result<Run, MissingGlyph> {
    let mut items = itemize(fonts, text, range, style)?;
    if direction == Direction::RightToLeft {
        items.reverse();
    }
    let mut run = Run::default();
    for item in items {
        run.append(&shape_item(fonts, text, &item, direction)?);
    }
    Ok(run)
}

/// Neighbouring characters of one face and one script.
struct Item {
    range: Range<usize>,
    cut: Cut,
    script: Option<Script>,
}

fn itemize(
    fonts: &Fonts,
    text: &str,
    range: Range<usize>,
    style: Style,
) -> Result<Vec<Item>, MissingGlyph> {
    let mut items: Vec<Item> = Vec::new();
    let mut previous = None;
    for (offset, character) in text.get(range.clone()).unwrap_or_default().char_indices() {
        let at = range.start + offset;
        let end = at + character.len_utf8();
        let current = items.last().map(|item| item.cut);
        let cut = current
            .filter(|cut| stays(fonts, *cut, previous, character))
            .or_else(|| fonts.cut_for(style, character))
            .ok_or(MissingGlyph { character, at })?;
        let script = definite_script(character);
        match items.last_mut() {
            Some(item) if item.cut == cut && agree(item.script, script) => {
                item.range.end = end;
                item.script = item.script.or(script);
            }
            _ => items.push(Item {
                range: at..end,
                cut,
                script,
            }),
        }
        previous = Some(character);
    }
    Ok(items)
}

/// Whether a character must stay in the face of the one before it: marks belong to their base, and what is not seen
/// needs no face of its own.
fn stays(fonts: &Fonts, cut: Cut, previous: Option<char>, character: char) -> bool {
    let code = u32::from(character);
    let composes = || {
        let composed = unicode::compose(u32::from(previous?), code)?;
        char::from_u32(composed).filter(|whole| fonts.has(cut, *whole))
    };
    let is_mark = unicode::combining_class(code) != 0 || unicode::script(code) == Script::INHERITED;
    is_invisible(character) || is_mark && (fonts.has(cut, character) || composes().is_some())
}

/// Joiners, direction marks and variation selectors.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{AD}' | '\u{34F}')
}

/// `None` for what all scripts share, such as digits and spaces.
fn definite_script(character: char) -> Option<Script> {
    let script = unicode::script(u32::from(character));
    let shared = [Script::COMMON, Script::INHERITED, Script::UNKNOWN];
    (!shared.contains(&script)).then_some(script)
}

fn agree(a: Option<Script>, b: Option<Script>) -> bool {
    a.is_none() || b.is_none() || a == b
}

fn shape_item(
    fonts: &Fonts,
    text: &str,
    item: &Item,
    direction: Direction,
) -> Result<Run, MissingGlyph> {
    let mut run = Run::default();
    let Some(shaper) = fonts.shaper(item.cut, direction, item.script) else {
        return Ok(run);
    };
    let part = text.get(item.range.clone()).unwrap_or_default();
    let mut buffer = Buffer::new();
    buffer.push_str(part);
    buffer.set_direction(direction);
    buffer.set_script(item.script);
    let options = ShapeOptions::new().plan(Some(&shaper.plan));
    if harfrust::shape(&shaper.font, &mut buffer, options).is_err() {
        return Ok(run);
    }
    for (info, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
        if info.glyph_id == 0 {
            let at = item.range.start + info.cluster as usize;
            let character = text.get(at..).and_then(|rest| rest.chars().next());
            let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
            return Err(MissingGlyph { character, at });
        }
        let em = |units: i32| f64::from(units) / shaper.units_per_em;
        run.glyphs.push(RunGlyph {
            key: item.cut.key(info.glyph_id),
            x: run.width + em(position.x_offset),
            y: -em(position.y_offset),
        });
        run.width += em(position.x_advance);
    }
    Ok(run)
}
