//! The colours of a picture of few colours.

use super::drawn::Drawn;
use super::paint::Pixel;

/// Colours of a palette at most (PNG specification, 11.2.2).
const MOST: usize = 256;
/// The most frequent colours, which stay as they are. Of the others, each in a few pixels where edges cross, one may stand for
/// another.
const EXACT: usize = 192;
/// How much it may differ then in any channel: as much as 0.05 pixels of an edge make between black and white.
const NEAR: u8 = 12;
/// Among more colours nobody looks for those that are near others.
const FEW: usize = 1 << 11;

/// The colours of a picture, and how often each occurs, sorted by the former.
#[derive(Debug, Default)]
pub(super) struct Colors<const CHANNELS: usize>(Vec<(Pixel<CHANNELS>, u64)>);

impl<const CHANNELS: usize> Colors<CHANNELS> {
    /// Adds those of a part. Returns false if there are too many.
    pub(super) fn add(&mut self, part: &Drawn<CHANNELS>) -> bool {
        let colors = self.0.len();
        self.0.extend(&part.colors);
        self.0[colors..].sort_unstable();
        // Two runs that are sorted are merged by this.
        self.0.sort();
        self.0.dedup_by(|more, sum| {
            let same = more.0 == sum.0;
            sum.1 += if same { more.1 } else { 0 };
            same
        });
        self.0.len() < FEW
    }

    /// The background first, then the more frequent before the less frequent ones.
    fn by_frequency(&self, background: Pixel<CHANNELS>) -> Vec<Pixel<CHANNELS>> {
        let others = self.0.iter().filter(|(color, _)| *color != background);
        let mut others: Vec<_> = others.collect();
        others.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let others = others.into_iter().map(|(color, _)| *color);
        std::iter::once(background).chain(others).collect()
    }
}

/// At most 256 colours, which every pixel of a picture has or nearly has.
#[derive(Debug)]
pub(super) struct Palette<const CHANNELS: usize> {
    /// The background, and the others from the most frequent one on.
    pub(super) colors: Vec<Pixel<CHANNELS>>,
    /// The same by channels.
    channels: [Vec<u8>; CHANNELS],
    /// For each colour of the picture the one that stands for it, sorted by the former.
    indices: Vec<(Pixel<CHANNELS>, u8)>,
}

impl<const CHANNELS: usize> Palette<CHANNELS> {
    /// The palette of a picture of these colours; `None` if they are too many.
    pub(super) fn new(colors: &Colors<CHANNELS>, background: Pixel<CHANNELS>) -> Option<Self> {
        let mut palette = Self {
            colors: Vec::new(),
            channels: std::array::from_fn(|_| Vec::new()),
            indices: Vec::new(),
        };
        let colors = colors.by_frequency(background);
        let exact = if colors.len() > MOST { EXACT } else { MOST };
        for (number, color) in colors.into_iter().enumerate() {
            let index = palette.index_for(color, number < exact)?;
            palette.indices.push((color, index));
        }
        palette.indices.sort_unstable();
        Some(palette)
    }

    /// The index of a colour that is less frequent than all before it, its own or that of one near it.
    fn index_for(&mut self, color: Pixel<CHANNELS>, exact: bool) -> Option<u8> {
        if !exact {
            let distances = self.distances(color);
            let nearest = distances
                .iter()
                .copied()
                .min()
                .filter(|least| *least <= NEAR);
            if let Some(index) = distances.iter().position(|one| Some(*one) == nearest) {
                return u8::try_from(index).ok();
            }
        }
        self.colors.push(color);
        for (values, value) in self.channels.iter_mut().zip(color) {
            values.push(value);
        }
        u8::try_from(self.colors.len() - 1).ok()
    }

    /// The greatest difference in a channel from each of the colours.
    fn distances(&self, color: Pixel<CHANNELS>) -> [u8; MOST] {
        // All at once, channel by channel, as a compiler makes instructions for many numbers of that.
        let mut distances = [0; MOST];
        for (values, value) in self.channels.iter().zip(color) {
            for (distance, other) in distances.iter_mut().zip(values) {
                *distance = value.abs_diff(*other).max(*distance);
            }
        }
        distances[self.colors.len()..].fill(u8::MAX);
        distances
    }

    /// The index for each colour of a part, by its number there.
    pub(super) fn indices(&self, part: &Drawn<CHANNELS>) -> Vec<u8> {
        let index = |color: &Pixel<CHANNELS>| {
            let found = self.indices.binary_search_by(|(other, _)| other.cmp(color));
            found.map_or(0, |place| self.indices[place].1)
        };
        part.colors.iter().map(|(color, _)| index(color)).collect()
    }
}
