//! Fonts made to do harm: each is refused, or labels are set in it, and neither takes long.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use gaussfig::model::{FontFile, MathFace, Positive, TextStyle};
use gaussfig::text::Typesetter;

/// What the labels of a figure ask of a font: shaping, marks, directions, math, and glyphs that are composed of others.
const LABELS: [&str; 4] = [
    "Größe AV fi",
    "éöÄñçŵǅ ½ q\u{308}",
    "אב عدد",
    r"$\hat{x}_i^2 = \frac{\mu}{2}$, $\mathbf{\acute e}$",
];

/// Sets labels in a font of these bytes. How many could be set; `None` if the font is refused.
fn set(data: &[u8]) -> Option<usize> {
    let size = Positive::new(10.0).unwrap();
    let style = TextStyle {
        fonts: vec![FontFile {
            path: "hostile.ttf".to_owned(),
            data: data.into(),
        }],
        math: MathFace::Text,
        text_size: size,
        label_size: size,
        legend_size: size,
    };
    let typesetter = match Typesetter::new(&style) {
        Ok(typesetter) => typesetter,
        Err(error) => {
            assert_eq!(
                error.message,
                "`hostile.ttf` is not a font that can be used"
            );
            return None;
        }
    };
    let results = LABELS.map(|label| typesetter.typeset(label, 16.0));
    for error in results.iter().filter_map(|result| result.as_ref().err()) {
        let damaged = error.message == "the font `hostile.ttf` is damaged";
        assert!(
            damaged || error.message.starts_with("no font has"),
            "{error}"
        );
    }
    let sound = results.into_iter().flatten().inspect(|label| {
        let numbers = [label.width, label.ascent, label.descent];
        assert!(
            numbers.iter().all(|number| number.abs() < 1e6),
            "{numbers:?}"
        );
    });
    Some(sound.count())
}

/// A font to be damaged.
struct Font(Vec<u8>);

impl Font {
    fn new() -> Self {
        Self(dejavu::sans::regular().to_vec())
    }

    fn u16(&self, at: usize) -> usize {
        self.0[at..at + 2]
            .iter()
            .fold(0, |number, byte| number << 8 | usize::from(*byte))
    }

    fn u32(&self, at: usize) -> usize {
        self.u16(at) << 16 | self.u16(at + 2)
    }

    /// Overwrites the bytes from a place on.
    fn with(mut self, at: usize, bytes: &[u8]) -> Self {
        self.0[at..at + bytes.len()].copy_from_slice(bytes);
        self
    }

    /// Of every table: where its record is in the directory, where the table is, how long it is.
    fn tables(&self) -> Vec<[usize; 3]> {
        let records = (0..self.u16(4)).map(|index| 12 + 16 * index);
        records
            .map(|at| [at, self.u32(at + 8), self.u32(at + 12)])
            .collect()
    }

    /// Where a table begins.
    fn table(&self, tag: &[u8; 4]) -> usize {
        let named = |[at, ..]: &[usize; 3]| self.0[*at..*at + 4] == *tag;
        self.tables().into_iter().find(named).unwrap()[1]
    }

    /// Of every glyph composed of others: its number, and where its components' glyph numbers are.
    fn composites(&self) -> Vec<(usize, Vec<usize>)> {
        let [glyf, loca, maxp] = [b"glyf", b"loca", b"maxp"].map(|tag| self.table(tag));
        let glyphs = 0..self.u16(maxp + 4);
        let composites = glyphs.filter_map(|glyph| {
            let [start, end] = [glyph, glyph + 1].map(|at| glyf + self.u32(loca + 4 * at));
            let composed = end > start && self.u16(start) == 0xffff;
            composed.then(|| (glyph, self.components(start + 10)))
        });
        composites.collect()
    }

    fn components(&self, mut at: usize) -> Vec<usize> {
        let mut places = Vec::new();
        loop {
            let flags = self.u16(at);
            places.push(at + 2);
            // The arguments take a word or two bytes, the scale none, one, two or four words.
            at += if flags & 1 != 0 { 8 } else { 6 };
            at += [(0x8, 2), (0x40, 4), (0x80, 8)]
                .iter()
                .map(|(bit, size)| if flags & bit != 0 { *size } else { 0 })
                .sum::<usize>();
            if flags & 0x20 == 0 {
                return places;
            }
        }
    }
}

#[test]
fn the_sound_font_sets_every_label() {
    assert_eq!(set(&Font::new().0), Some(LABELS.len()));
    assert!(Font::new().composites().len() > 500);
}

#[test]
fn other_kinds_of_files_are_no_fonts() {
    let kinds: [&[u8]; 8] = [
        b"wOFF\0\x01\0\0",
        b"wOF2\0\x01\0\0",
        b"ttcf\0\x01\0\0\0\0\0\0",
        b"ttcf\0\x01\0\0\xff\xff\xff\xff\0\0\0\x0c",
        b"%!PS-AdobeFont-1.0: Times",
        b"STARTFONT 2.1\n",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"><font/></svg>",
        b"\x89PNG\r\n\x1a\n",
    ];
    for kind in kinds {
        assert_eq!(set(kind), None);
        assert_eq!(set(&[kind, &[0xff; 1000]].concat()), None);
    }
}

#[test]
fn a_font_cut_short_anywhere_is_refused_or_set() {
    let Font(whole) = Font::new();
    let ends = Font::new()
        .tables()
        .into_iter()
        .flat_map(|[_, start, length]| {
            let end = start + length;
            [start, start + 1, start + length / 2, end - 1, end]
        });
    let mut refused = 0;
    for end in (0..320).step_by(7).chain(ends) {
        refused += usize::from(set(&whole[..end.min(whole.len())]).is_none());
    }
    assert!(refused > 50, "only {refused} were refused");
}

#[test]
fn a_table_of_zeros_of_ones_or_none_is_refused_or_set() {
    let mut refused = 0;
    for [record, start, length] in Font::new().tables() {
        for data in [
            Font::new().with(start, &vec![0; length]),
            Font::new().with(start, &vec![0xff; length]),
            // Everything but the header, where there is one.
            Font::new().with(start + 4.min(length), &vec![0xff; length.saturating_sub(4)]),
            // Under a name that nobody asks for, empty, and where there is nothing.
            Font::new().with(record, b"none"),
            Font::new().with(record + 12, &[0; 4]),
            Font::new().with(record + 8, &[0xff; 4]),
            Font::new().with(record + 8, &[0; 4]),
            Font::new().with(record + 12, &[0xff; 4]),
        ] {
            refused += usize::from(set(&data.0).is_none());
        }
    }
    assert!(refused > 5, "only {refused} were refused");
    assert_eq!(set(&Font::new().with(4, &[0xff; 2]).0), None);
}

#[test]
fn wrong_counts_and_sizes_are_refused_or_set() {
    let sound = Font::new();
    let [head, hhea, maxp, cmap] = [b"head", b"hhea", b"maxp", b"cmap"].map(|tag| sound.table(tag));
    let encodings = 0..sound.u16(cmap + 2);
    let subtables: Vec<usize> = encodings
        .map(|index| cmap + sound.u32(cmap + 8 + 8 * index))
        .collect();
    // Units per em, the format of `loca`, the numbers of metrics, of glyphs and of encodings.
    let mut places = vec![head + 18, head + 50, hhea + 34, maxp + 4, cmap + 2];
    // The format, length and counts of each map of characters to glyphs, and the places of its parts.
    places.extend(
        subtables
            .iter()
            .flat_map(|start| (0..32).step_by(2).map(move |at| start + at)),
    );
    let mut survivors = 0;
    for place in places {
        for number in [[0, 0], [0, 1], [0x7f, 0xff], [0xff, 0xff]] {
            survivors += set(&Font::new().with(place, &number).0).unwrap_or_default();
        }
    }
    assert!(survivors > 100, "only {survivors} labels were set");
}

#[test]
fn glyphs_composed_of_themselves_are_damaged() {
    let mut font = Font::new();
    for (glyph, components) in Font::new().composites() {
        let itself = u16::try_from(glyph).unwrap().to_be_bytes();
        font = components
            .into_iter()
            .fold(font, |font, at| font.with(at, &itself));
    }
    assert!(set(&font.0).unwrap() < LABELS.len());
}

/// Each is composed of the next one twice or more: drawn in full, that were 2^600 of them.
#[test]
fn glyphs_composed_of_others_without_end_are_damaged() {
    let composites = Font::new().composites();
    let several: Vec<_> = composites
        .iter()
        .filter(|(_, components)| components.len() > 1)
        .collect();
    assert!(several.len() > 600);
    let mut font = Font::new();
    for pair in several.windows(2) {
        let next = u16::try_from(pair[1].0).unwrap().to_be_bytes();
        font = pair[0]
            .1
            .iter()
            .fold(font, |font, at| font.with(*at, &next));
    }
    assert!(set(&font.0).unwrap() < LABELS.len());
}
