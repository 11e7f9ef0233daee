//! The colours of a picture of few colours.

use super::drawn::Drawn;
use super::paint::{Pixel, channels};

/// Colours of a palette at most (PNG specification, 11.2.2).
const MOST: usize = 256;
/// The most frequent colours, which stay as they are. Of the others, each in a few pixels where edges cross, one may stand for
/// another.
const EXACT: usize = 192;
/// How much it may differ then in any channel: as much as 0.05 pixels of an edge make between black and white.
const NEAR: u8 = 12;
/// Among more colours nobody looks for those that are near others.
const FEW: usize = 1 << 11;

/// What colours are sorted by: their channels, the first one before the others.
#[inline(always)]
fn key(color: Pixel) -> u32 {
    color.swap_bytes()
}

/// The colours of a picture, and how often each occurs, sorted by the former.
#[derive(Debug, Default)]
pub(super) struct Colors(Vec<(Pixel, u64)>);

impl Colors {
    /// Adds those of a part. Returns false if there are too many.
    pub(super) fn add(&mut self, part: &Drawn) -> bool {
        let colors = self.0.len();
        self.0.extend(&part.colors);
        self.0[colors..].sort_unstable_by_key(|(color, _)| key(*color));
        // Two runs that are sorted are merged by this.
        self.0.sort_by_key(|(color, _)| key(*color));
        self.0.dedup_by(|more, sum| {
            let same = more.0 == sum.0;
            sum.1 += if same { more.1 } else { 0 };
            same
        });
        self.0.len() < FEW
    }

    /// The background first, then the more frequent before the less frequent ones.
    fn by_frequency(&self, background: Pixel) -> Vec<Pixel> {
        let others = self.0.iter().filter(|(color, _)| *color != background);
        let mut others: Vec<_> = others.collect();
        others.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let others = others.into_iter().map(|(color, _)| *color);
        std::iter::once(background).chain(others).collect()
    }
}

/// At most 256 colours, which every pixel of a picture has or nearly has.
#[derive(Debug)]
pub(super) struct Palette {
    /// The background, and the others from the most frequent one on.
    pub(super) colors: Vec<Pixel>,
    /// Their indices, sorted by the colours.
    sorted: Vec<u8>,
    /// For each colour of the picture the one that stands for it, sorted by the former.
    indices: Vec<(Pixel, u8)>,
}

impl Palette {
    /// The palette of a picture of these colours; `None` if they are too many.
    pub(super) fn new(colors: &Colors, background: Pixel) -> Option<Self> {
        let mut palette = Self {
            colors: Vec::new(),
            sorted: Vec::new(),
            indices: Vec::new(),
        };
        let colors = colors.by_frequency(background);
        let exact = if colors.len() > MOST { EXACT } else { MOST };
        for (number, color) in colors.into_iter().enumerate() {
            let index = palette.index_for(color, number < exact)?;
            palette.indices.push((color, index));
        }
        palette
            .indices
            .sort_unstable_by_key(|(color, _)| key(*color));
        Some(palette)
    }

    /// The index of a colour that is less frequent than all before it, its own or that of one near it.
    fn index_for(&mut self, color: Pixel, exact: bool) -> Option<u8> {
        if !exact && let Some(index) = self.nearest(color) {
            return Some(index);
        }
        let index = u8::try_from(self.colors.len()).ok()?;
        let place = self.place(color);
        self.sorted.insert(place, index);
        self.colors.push(color);
        Some(index)
    }

    /// How many of the sorted colours are less than one.
    fn place(&self, color: Pixel) -> usize {
        let color = key(color);
        let less = |index: &u8| key(self.colors[usize::from(*index)]) < color;
        self.sorted.partition_point(less)
    }

    /// The first of the colours that differ least from this one, if they are near it.
    fn nearest(&self, color: Pixel) -> Option<u8> {
        let color = channels(color);
        let lowest = color[0].saturating_sub(NEAR);
        let greater = self.sorted[self.place(lowest.into())..].iter();
        let others = greater.map(|index| (channels(self.colors[usize::from(*index)]), *index));
        let near = others.take_while(|(other, _)| other[0] <= color[0].saturating_add(NEAR));
        let mut nearest = (NEAR + 1, 0);
        // Of all that is done before pictures are compressed, this is what all threads wait for.
        for (other, index) in near {
            let mut distance = 0;
            for channel in 0..color.len() {
                distance = distance.max(color[channel].abs_diff(other[channel]));
            }
            nearest = nearest.min((distance, index));
        }
        (nearest.0 <= NEAR).then_some(nearest.1)
    }

    /// The index for each colour of a part, by its number there.
    pub(super) fn indices(&self, part: &Drawn) -> Vec<u8> {
        let index = |color: &Pixel| {
            let found = self
                .indices
                .binary_search_by_key(&key(*color), |(other, _)| key(*other));
            found.map_or(0, |place| self.indices[place].1)
        };
        part.colors.iter().map(|(color, _)| index(color)).collect()
    }
}
