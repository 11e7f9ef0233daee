//! Two pictures and their difference in one picture, for people.

use std::io::Write;

use ::png::{BitDepth, ColorType, Compression, Encoder, SrgbRenderingIntent};

use super::difference::difference;
use super::rows::Rows;
use super::{Bounds, Comparison, Unreadable, compare_png};

/// The most pixels of all three panels together. What shows noise everywhere does not compress, and takes 200 MB.
const MAX_PIXELS: u64 = 1 << 26;

/// Pixels between two panels.
const GAP: u32 = 16;
/// What is no part of any picture.
const AROUND: [u8; 3] = [0x80; 3];

/// Squares of a chess board, on which transparent pictures lie, in pixels.
const SQUARE: u32 = 8;
/// The colours of its squares.
const SQUARES: [u8; 2] = [0xff, 0xd8];

/// What the difference is marked with.
const SIGNAL: [u8; 3] = [0xe0, 0x00, 0x30];
/// Pixels between what differs and the line around it, and how wide that line is.
const FRAME: [u32; 2] = [4, 2];

/// Three panels in a row, as a PNG file: the expected picture, the actual one, and where they differ. There, what is the same
/// is pale and grey; what differs is red, the paler the less; and a line is drawn around all of it. Transparent parts lie on a
/// chess board. What only one of the pictures has, as they have different sizes, differs.
///
/// # Errors
///
/// If one of the pictures cannot be decoded, or the panels would have more than 2^26 pixels.
pub fn side_by_side(expected: &[u8], actual: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let panels = Panels::of(&compare_png(expected, actual)?);
    let [width, height] = panels.size();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Unreadable::Large);
    }
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_color(ColorType::Rgb);
    encoder.set_compression(Compression::Fast);
    encoder.set_source_srgb(SrgbRenderingIntent::Perceptual);
    let mut writer = encoder.write_header().map_err(Unreadable::Encoding)?;
    let mut stream = writer.stream_writer().map_err(Unreadable::Encoding)?;
    let [mut expected, mut actual] = [Rows::open(expected)?, Rows::open(actual)?];
    for y in 0..height {
        let row = panels.row(y, expected.next()?, actual.next()?);
        let written = stream.write_all(row.as_flattened());
        written.map_err(|error| Unreadable::Encoding(error.into()))?;
    }
    stream.finish().map_err(Unreadable::Encoding)?;
    drop(writer);
    Ok(file)
}

/// Where everything lies.
struct Panels {
    expected: [u32; 2],
    actual: [u32; 2],
    /// Around what differs, in pixels of a panel.
    bounds: Option<Bounds>,
}

impl Panels {
    fn of(comparison: &Comparison) -> Self {
        Self {
            expected: comparison.expected,
            actual: comparison.actual,
            bounds: comparison.bounds,
        }
    }

    /// Of the third panel, which has room for both pictures.
    fn union(&self) -> [u32; 2] {
        [0, 1].map(|axis| self.expected[axis].max(self.actual[axis]))
    }

    fn size(&self) -> [u32; 2] {
        let [width, height] = self.union();
        [self.expected[0] + self.actual[0] + width + 2 * GAP, height]
    }

    /// Row `y` of all panels, from those of the two pictures, which are empty below them.
    fn row(&self, y: u32, expected: &[[u8; 4]], actual: &[[u8; 4]]) -> Vec<[u8; 3]> {
        let mut row = Vec::with_capacity(self.size()[0] as usize);
        for (pixels, width) in [(expected, self.expected[0]), (actual, self.actual[0])] {
            let width = (width + GAP) as usize + row.len();
            row.extend((0..).zip(pixels).map(|(x, &pixel)| on_board(pixel, x, y)));
            row.resize(width, AROUND);
        }
        row.extend((0..self.union()[0]).map(|x| {
            let [one, other] = [expected, actual].map(|row| row.get(x as usize).copied());
            match (one, other) {
                _ if self.is_framed(x, y) => SIGNAL,
                (Some(one), Some(other)) => marked(on_board(one, x, y), difference(one, other)),
                (None, None) => AROUND,
                _ => marked(AROUND, 255),
            }
        }));
        row
    }

    /// Whether a pixel of the third panel is on the line around what differs.
    fn is_framed(&self, x: u32, y: u32) -> bool {
        let [gap, width] = FRAME;
        let within = |margin: u32| {
            self.bounds.is_some_and(|bounds| {
                bounds.left.saturating_sub(margin) <= x
                    && x < bounds.right + margin
                    && bounds.top.saturating_sub(margin) <= y
                    && y < bounds.bottom + margin
            })
        };
        within(gap + width) && !within(gap)
    }
}

/// A pixel as it looks on the chess board.
fn on_board([red, green, blue, alpha]: [u8; 4], x: u32, y: u32) -> [u8; 3] {
    let [even, odd] = SQUARES;
    let square = if (x / SQUARE + y / SQUARE).is_multiple_of(2) {
        even
    } else {
        odd
    };
    [red, green, blue].map(|channel| mixed(square, channel, alpha))
}

/// A pixel of the third panel: as pale grey as the picture there, or red.
fn marked(pixel: [u8; 3], difference: u8) -> [u8; 3] {
    if difference == 0 {
        // The weights of ITU-R BT.601.
        let [red, green, blue] = pixel.map(u32::from);
        let grey = (299 * red + 587 * green + 114 * blue) / 1000;
        return [mixed(0xff, grey as u8, 0x40); 3];
    }
    // The least difference is as red as pink.
    SIGNAL.map(|channel| {
        mixed(
            0xff,
            channel,
            0x70 + (u32::from(difference) * 0x8f / 255) as u8,
        )
    })
}

/// A channel of `over`, at an opacity of `alpha` of 255, on `under`.
fn mixed(under: u8, over: u8, alpha: u8) -> u8 {
    let [under, over, alpha] = [under, over, alpha].map(u32::from);
    ((under * (255 - alpha) + over * alpha + 127) / 255) as u8
}
