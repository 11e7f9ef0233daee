//! PNG files row by row.

use std::io::Cursor;

use ::png::{ColorType, Decoder, Reader, Transformations};

use super::Unreadable;
use crate::scene::MAX_SIDE;

/// The most pixels of a picture, as of a figure.
const MAX_PIXELS: u64 = 1 << 28;
/// The most pixels of an interlaced picture, which has to be decoded whole.
const MAX_INTERLACED: u64 = 1 << 26;

/// The rows of a picture from top to bottom.
pub(super) struct Rows<'a> {
    reader: Reader<Cursor<&'a [u8]>>,
    /// All bytes of an interlaced picture, once its first row was asked for.
    whole: Vec<u8>,
    /// How many of its rows were taken.
    taken: usize,
    row: Vec<[u8; 4]>,
}

impl<'a> Rows<'a> {
    /// Reads up to the pixels.
    pub(super) fn open(file: &'a [u8]) -> Result<Self, Unreadable> {
        let mut decoder = Decoder::new(Cursor::new(file));
        decoder.set_ignore_text_chunk(true);
        decoder.set_ignore_iccp_chunk(true);
        decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
        let header = decoder.read_header_info().map_err(Unreadable::Png)?;
        let (width, height) = header.size();
        let most = if header.interlaced {
            MAX_INTERLACED
        } else {
            MAX_PIXELS
        };
        if f64::from(width.max(height)) > MAX_SIDE || u64::from(width) * u64::from(height) > most {
            return Err(Unreadable::Large);
        }
        let reader = decoder.read_info().map_err(Unreadable::Png)?;
        if reader.info().animation_control().is_some() {
            return Err(Unreadable::Animated);
        }
        Ok(Self {
            reader,
            whole: Vec::new(),
            taken: 0,
            row: Vec::new(),
        })
    }

    /// Width and height in pixels.
    pub(super) fn size(&self) -> [u32; 2] {
        self.reader.info().size().into()
    }

    /// The next row as RGBA, empty below the last one.
    pub(super) fn next(&mut self) -> Result<&[[u8; 4]], Unreadable> {
        self.row.clear();
        let (color, _) = self.reader.output_color_type();
        if self.reader.info().interlaced {
            self.decode_whole()?;
            let length = self.whole.len() / self.size()[1].max(1) as usize;
            let row = self.whole.chunks_exact(length.max(1)).nth(self.taken);
            self.taken += 1;
            expand(row.unwrap_or_default(), color, &mut self.row);
        } else if let Some(row) = self.reader.next_row().map_err(Unreadable::Png)? {
            expand(row.data(), color, &mut self.row);
        }
        Ok(&self.row)
    }

    /// Decodes all of an interlaced picture once.
    fn decode_whole(&mut self) -> Result<(), Unreadable> {
        if self.whole.is_empty() {
            let size = self.reader.output_buffer_size().unwrap_or_default();
            self.whole.resize(size, 0);
            self.reader
                .next_frame(&mut self.whole)
                .map_err(Unreadable::Png)?;
        }
        Ok(())
    }
}

/// Appends pixels of any channels as RGBA.
fn expand(bytes: &[u8], color: ColorType, row: &mut Vec<[u8; 4]>) {
    match color {
        ColorType::Grayscale => row.extend(bytes.iter().map(|&grey| [grey, grey, grey, 255])),
        ColorType::GrayscaleAlpha => {
            let pixels = bytes.as_chunks().0.iter();
            row.extend(pixels.map(|&[grey, alpha]| [grey, grey, grey, alpha]));
        }
        ColorType::Rgb | ColorType::Indexed => {
            let pixels = bytes.as_chunks().0.iter();
            row.extend(pixels.map(|&[red, green, blue]| [red, green, blue, 255]));
        }
        ColorType::Rgba => row.extend_from_slice(bytes.as_chunks().0),
    }
}
