//! The outlines of a font by columns: what is alike in all of them lies side by side, and is an eighth shorter when deflated.
//! `src/text/columns.rs` puts them together again.

use crate::points;
use crate::truetype::{LEFT_OUT, is_composite, u16_at};

/// The columns of all glyphs.
#[derive(Default)]
pub(crate) struct Columns {
    /// Two bytes for each glyph: how many contours there are, or that there are none, or how long what it is composed of is.
    kinds: Vec<u8>,
    /// Bounds, and what composite glyphs are composed of.
    heads: Vec<u8>,
    /// Where contours end.
    ends: Vec<u8>,
    flags: Vec<u8>,
    xs: Vec<u8>,
    ys: Vec<u8>,
}

impl Columns {
    /// Of simple glyphs without hints.
    pub(crate) fn of(glyphs: &[Vec<u8>]) -> Option<Self> {
        let mut columns = Self::default();
        for glyph in glyphs {
            columns.add(glyph)?;
        }
        Some(columns)
    }

    pub(crate) fn parts(self) -> [Vec<u8>; 6] {
        [
            self.kinds, self.heads, self.ends, self.flags, self.xs, self.ys,
        ]
    }

    fn add(&mut self, glyph: &[u8]) -> Option<()> {
        let kind = match glyph {
            [] => 0,
            LEFT_OUT => i16::MAX,
            _ if is_composite(glyph) => {
                // All of them say -1.
                (u16_at(glyph, 0)? == u16::MAX).then_some(())?;
                let rest = &glyph[2..];
                self.heads.extend(rest);
                -i16::try_from(rest.len()).ok()?
            }
            _ => {
                self.add_simple(glyph)?;
                i16::try_from(u16_at(glyph, 0)?).ok()?
            }
        };
        self.kinds.extend(kind.to_be_bytes());
        Some(())
    }

    fn add_simple(&mut self, glyph: &[u8]) -> Option<()> {
        let after_ends = 10 + 2 * usize::from(u16_at(glyph, 0)?);
        self.heads.extend(&glyph[2..10]);
        self.ends.extend(glyph.get(10..after_ends)?);
        let count = 1 + usize::from(u16_at(glyph, after_ends - 2)?);

        // The number of hints, which is zero, lies between.
        let flags = glyph.get(after_ends + 2..)?;
        let [len, x_len, y_len] = points::lens(flags, count)?;
        let (flags, coordinates) = flags.split_at(len);
        self.flags.extend(flags);
        self.xs.extend(coordinates.get(..x_len)?);
        self.ys.extend(coordinates.get(x_len..x_len + y_len)?);
        Some(())
    }
}
