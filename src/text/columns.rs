//! Puts the outlines of a font together that are stored by columns, as `build/columns.rs` writes them.

use super::points;

/// What is left of each column.
struct Columns<'a> {
    kinds: &'a [u8],
    heads: &'a [u8],
    ends: &'a [u8],
    flags: &'a [u8],
    xs: &'a [u8],
    ys: &'a [u8],
}

/// The font of which these are the tables but the last two, offsets and outlines, followed by columns of these lengths.
pub(super) fn joined(bytes: &[u8], lens: [usize; 6]) -> Option<Vec<u8>> {
    let tables = bytes.len().checked_sub(lens.iter().sum())?;
    let (tables, mut rest) = bytes.split_at(tables);
    let [kinds, heads, ends, flags, xs, ys] = lens.map(|len| take(&mut rest, len).unwrap_or(&[]));
    let mut columns = Columns {
        kinds,
        heads,
        ends,
        flags,
        xs,
        ys,
    };
    let mut offsets = vec![0; 4];
    let mut glyphs = Vec::new();
    while !columns.kinds.is_empty() {
        columns.glyph(&mut glyphs)?;
        offsets.extend(u32::try_from(glyphs.len()).ok()?.to_be_bytes());
    }
    Some([tables, &offsets, &glyphs].concat())
}

impl Columns<'_> {
    fn glyph(&mut self, glyph: &mut Vec<u8>) -> Option<()> {
        let kind = i16::from_be_bytes(*take(&mut self.kinds, 2)?.first_chunk()?);
        match kind {
            0 => {}
            // An outline that is left out, so it is too short for one.
            i16::MAX => glyph.push(0),
            1.. => {
                glyph.extend(kind.to_be_bytes());
                self.simple(usize::from(kind.unsigned_abs()), glyph)?;
            }
            ..0 => {
                glyph.extend((-1_i16).to_be_bytes());
                let len = usize::from(kind.unsigned_abs());
                glyph.extend(take(&mut self.heads, len)?);
            }
        }
        Some(())
    }

    fn simple(&mut self, contours: usize, glyph: &mut Vec<u8>) -> Option<()> {
        glyph.extend(take(&mut self.heads, 8)?);
        let ends = take(&mut self.ends, 2 * contours)?;
        let count = 1 + usize::from(u16::from_be_bytes(*ends.last_chunk()?));
        glyph.extend(ends);
        // No hints.
        glyph.extend([0, 0]);

        let [len, x_len, y_len] = points::lens(self.flags, count)?;
        glyph.extend(take(&mut self.flags, len)?);
        glyph.extend(take(&mut self.xs, x_len)?);
        glyph.extend(take(&mut self.ys, y_len)?);
        Some(())
    }
}

fn take<'a>(column: &mut &'a [u8], len: usize) -> Option<&'a [u8]> {
    let (taken, rest) = column.split_at_checked(len)?;
    *column = rest;
    Some(taken)
}
