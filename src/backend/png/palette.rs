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

/// At most 256 colours, which every pixel of a picture has or nearly has.
#[derive(Debug)]
pub(super) struct Palette<const CHANNELS: usize> {
    /// The background, and the others from the most frequent one on.
    pub(super) colors: Vec<Pixel<CHANNELS>>,
    /// For each colour of the picture the one that stands for it, sorted by the former.
    indices: Vec<(Pixel<CHANNELS>, u8)>,
}

impl<const CHANNELS: usize> Palette<CHANNELS> {
    /// The palette of a picture of these parts; `None` if it has too many colours.
    pub(super) fn new(parts: &[&Drawn<CHANNELS>]) -> Option<Self> {
        let mut palette = Self {
            colors: Vec::new(),
            indices: Vec::new(),
        };
        let colors = by_frequency(parts)?;
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
            let distances = self.colors.iter().map(|other| distance(&color, other));
            let nearest = distances.zip(0..=u8::MAX).min();
            if let Some((_, index)) = nearest.filter(|(distance, _)| *distance <= NEAR) {
                return Some(index);
            }
        }
        self.colors.push(color);
        u8::try_from(self.colors.len() - 1).ok()
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

/// The colours of all parts, the background first, then the more frequent before the less frequent ones; `None` if they are not
/// few.
fn by_frequency<const CHANNELS: usize>(parts: &[&Drawn<CHANNELS>]) -> Option<Vec<Pixel<CHANNELS>>> {
    let mut all: Vec<(Pixel<CHANNELS>, u64)> = Vec::new();
    let mut background = None;
    for part in parts {
        background = part.colors.first().map(|(color, _)| *color);
        all.extend(&part.colors);
    }
    all.sort_unstable();
    all.dedup_by(|more, sum| {
        let same = more.0 == sum.0;
        sum.1 += if same { more.1 } else { 0 };
        same
    });
    all.retain(|(color, _)| Some(*color) != background);
    all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let others = all.iter().map(|(color, _)| *color);
    (all.len() < FEW).then(|| background.into_iter().chain(others).collect())
}

/// The greatest difference in a channel.
fn distance<const CHANNELS: usize>(one: &Pixel<CHANNELS>, other: &Pixel<CHANNELS>) -> u8 {
    let channels = one.iter().zip(other);
    channels.map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
}
