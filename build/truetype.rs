//! As much of TrueType as it takes to leave out of a font what nobody reads, and to split it in two.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use crate::columns::Columns;
use crate::points;

/// Flags of a component of a composite glyph.
const WORDS: u16 = 0x1;
const SCALE: u16 = 0x8;
const MORE: u16 = 0x20;
const SCALES: u16 = 0x40;
const MATRIX: u16 = 0x80;
const HINTS: u16 = 0x100;

/// An outline that is left out: too short for a glyph, so it cannot be mistaken for one without ink, which has no bytes.
pub(crate) const LEFT_OUT: &[u8] = &[0];

/// A font.
#[derive(Clone)]
pub(crate) struct Font {
    /// All but the two of its outlines.
    tables: BTreeMap<[u8; 4], Vec<u8>>,
    glyphs: Vec<Vec<u8>>,
}

impl Font {
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut tables = BTreeMap::new();
        for number in 0..usize::from(u16_at(bytes, 4)?) {
            let record = bytes.get(12 + 16 * number..)?;
            let (start, len) = (u32_at(record, 8)?, u32_at(record, 12)?);
            let table = bytes.get(start..)?.get(..len)?;
            tables.insert(*record.first_chunk()?, table.to_vec());
        }
        // Offsets of four bytes.
        (u16_at(tables.get(b"head")?, 50)? == 1).then_some(())?;
        let (loca, glyf) = (tables.remove(b"loca")?, tables.remove(b"glyf")?);
        let count = usize::from(u16_at(tables.get(b"maxp")?, 4)?);
        let glyph = |number| {
            let (start, end) = (u32_at(&loca, 4 * number)?, u32_at(&loca, 4 * number + 4)?);
            Some(glyf.get(start..end)?.to_vec())
        };
        let glyphs = (0..count).map(glyph).collect::<Option<_>>()?;
        Some(Self { tables, glyphs })
    }

    /// Leaves out all other tables.
    pub(crate) fn keep(&mut self, tags: &[&[u8; 4]]) {
        self.tables.retain(|tag, _| tags.contains(&tag));
    }

    /// Leaves out the instructions that fit outlines to pixels, and what makes the lengths of glyphs even.
    pub(crate) fn drop_hints(&mut self) -> Option<()> {
        for glyph in self.glyphs.iter_mut().filter(|glyph| !glyph.is_empty()) {
            let contours = usize::from(u16_at(glyph, 0)?);
            if is_composite(glyph) {
                let (starts, end) = components(glyph)?;
                for start in starts {
                    let flags = u16_at(glyph, start)? & !HINTS;
                    glyph[start..start + 2].copy_from_slice(&flags.to_be_bytes());
                }
                glyph.truncate(end);
            } else {
                let len = 10 + 2 * contours;
                let hints = usize::from(u16_at(glyph, len)?);
                glyph.splice(len..len + 2 + hints, [0, 0]);
                let count = 1 + usize::from(u16_at(glyph, len - 2)?);
                let points = points::lens(&glyph[len + 2..], count)?;
                glyph.truncate(len + 2 + points.iter().sum::<usize>());
            }
        }
        Some(())
    }

    /// The glyphs of characters, and the one for those that the font lacks.
    pub(crate) fn glyphs_of(&self, ranges: &[RangeInclusive<u32>]) -> Option<BTreeSet<usize>> {
        let map = self.tables.get(b"cmap")?;
        let subtables = (0..usize::from(u16_at(map, 2)?)).map(|number| {
            let start = u32_at(map, 4 + 8 * number + 4)?;
            map.get(start..)
        });
        // The form that has all of Unicode: groups of characters that follow each other, and so do their glyphs.
        let subtable = subtables
            .flatten()
            .find(|subtable| u16_at(subtable, 0) == Some(12))?;
        let mut glyphs = BTreeSet::from([0]);
        for number in 0..u32_at(subtable, 12)? {
            let group = subtable.get(16 + 12 * number..)?;
            let [first, last, glyph] = [u32_at(group, 0)?, u32_at(group, 4)?, u32_at(group, 8)?];
            let wanted = (first..=last).filter(|character| {
                ranges
                    .iter()
                    .any(|range| u32::try_from(*character).is_ok_and(|own| range.contains(&own)))
            });
            glyphs.extend(wanted.map(|character| glyph + character - first));
        }
        Some(glyphs)
    }

    /// The font with outlines for some of its glyphs, and with those of the others. What a glyph is composed of is in the
    /// same part.
    pub(crate) fn split(&self, glyphs: &BTreeSet<usize>) -> Option<(Self, Self)> {
        let others = (0..self.glyphs.len()).filter(|glyph| !glyphs.contains(glyph));
        let part = |glyphs: Vec<usize>| {
            let whole = self.with_components(glyphs)?;
            let mut part = self.clone();
            for (number, glyph) in part.glyphs.iter_mut().enumerate() {
                if !glyph.is_empty() && !whole.contains(&number) {
                    *glyph = LEFT_OUT.to_vec();
                }
            }
            Some(part)
        };
        Some((
            part(glyphs.iter().copied().collect())?,
            part(others.collect())?,
        ))
    }

    fn with_components(&self, mut glyphs: Vec<usize>) -> Option<BTreeSet<usize>> {
        let mut all = BTreeSet::new();
        while let Some(number) = glyphs.pop() {
            let glyph = self.glyphs.get(number)?;
            if all.insert(number) && is_composite(glyph) {
                for start in components(glyph)?.0 {
                    glyphs.push(usize::from(u16_at(glyph, start + 2)?));
                }
            }
        }
        Some(all)
    }

    /// The file, with offsets of two bytes. Nobody checks its sums.
    pub(crate) fn bytes(mut self) -> Option<Vec<u8>> {
        self.tables.get_mut(b"head")?.get_mut(50..52)?.fill(0);
        // Such offsets count pairs of bytes.
        for glyph in &mut self.glyphs {
            glyph.resize(glyph.len().next_multiple_of(2), 0);
        }
        let mut end = 0;
        let mut offsets = vec![0, 0];
        for glyph in &self.glyphs {
            end += glyph.len() / 2;
            offsets.extend(u16::try_from(end).ok()?.to_be_bytes());
        }
        let outlines = self.glyphs.concat();
        let tables = self.other_tables(offsets.len(), outlines.len());
        Some([tables, offsets, outlines].concat())
    }

    /// The file with its outlines by columns, and how long those are.
    pub(crate) fn columns(self) -> Option<(Vec<u8>, [usize; 6])> {
        let columns = Columns::of(&self.glyphs)?.parts();
        let lens = columns.each_ref().map(Vec::len);
        let outlines = self.glyphs.iter().map(Vec::len).sum();
        // Offsets of four bytes.
        let tables = self.other_tables(4 * (self.glyphs.len() + 1), outlines);
        Some(([tables, columns.concat()].concat(), lens))
    }

    /// The file but for its last two tables, offsets and outlines, which have these lengths.
    fn other_tables(&self, offsets: usize, outlines: usize) -> Vec<u8> {
        let count = self.tables.len() + 2;
        let mut places = BTreeMap::new();
        let mut body = Vec::new();
        let start = 12 + 16 * count;
        for (tag, table) in &self.tables {
            places.insert(*tag, (start + body.len(), table.len()));
            body.extend(table);
            body.resize(body.len().next_multiple_of(4), 0);
        }
        let end = start + body.len();
        places.insert(*b"loca", (end, offsets));
        places.insert(*b"glyf", (end + offsets, outlines));

        let mut file = vec![0, 1, 0, 0, 0];
        file.push(u8::try_from(count).unwrap_or(u8::MAX));
        file.extend([0; 6]);
        for (tag, (start, len)) in places {
            file.extend(tag);
            file.extend([[0; 4], be(start), be(len)].as_flattened());
        }
        file.extend(body);
        file
    }
}

pub(crate) fn is_composite(glyph: &[u8]) -> bool {
    u16_at(glyph, 0).is_some_and(|contours| contours >> 15 == 1)
}

/// Where the components of a composite glyph begin, and where the last one ends.
fn components(glyph: &[u8]) -> Option<(Vec<usize>, usize)> {
    let mut starts = Vec::new();
    let mut at = 10;
    loop {
        let flags = u16_at(glyph, at)?;
        starts.push(at);
        at += if flags & WORDS == 0 { 6 } else { 8 };
        at += match flags & (SCALE | SCALES | MATRIX) {
            SCALE => 2,
            SCALES => 4,
            MATRIX => 8,
            _ => 0,
        };
        if flags & MORE == 0 {
            return Some((starts, at));
        }
    }
}

pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    Some(u16::from_be_bytes(*bytes))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    usize::try_from(u32::from_be_bytes(*bytes)).ok()
}

fn be(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes()
}
