//! The recipe of a PNG file.

use std::io::Cursor;

use ::png::{Decoder, Info, Limits};

use super::RECIPE;
use crate::recipe::MAX_LENGTH;

/// Memory for everything but the recipe itself: a row of the widest picture, and others' metadata.
const MOST_BYTES: usize = 16 << 20;

/// The config that a PNG file carries, wherever in it, compressed or not. `None` if it carries none of at most
/// [`MAX_LENGTH`] bytes, or is no PNG file.
pub fn recipe(file: &[u8]) -> Option<String> {
    let limits = Limits { bytes: MOST_BYTES };
    let mut reader = Decoder::new_with_limits(Cursor::new(file), limits)
        .read_info()
        .ok()?;
    find(reader.info()).or_else(|| {
        reader.finish().ok()?;
        find(reader.info())
    })
}

fn find(info: &Info<'_>) -> Option<String> {
    let chunk = info.utf8_text.iter().find(|chunk| chunk.keyword == RECIPE);
    let mut chunk = chunk?.clone();
    chunk.decompress_text_with_limit(MAX_LENGTH).ok()?;
    chunk
        .get_text()
        .ok()
        .filter(|text| text.len() <= MAX_LENGTH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::png::Encoder;
    use ::png::text_metadata::ITXtChunk;

    /// A PNG file of one pixel with a chunk before or behind that.
    fn file(chunk: &ITXtChunk, is_behind: bool) -> Vec<u8> {
        let mut file = Vec::new();
        let mut writer = Encoder::new(&mut file, 1, 1).write_header().unwrap();
        if !is_behind {
            writer.write_text_chunk(chunk).unwrap();
        }
        writer.write_image_data(&[0]).unwrap();
        if is_behind {
            writer.write_text_chunk(chunk).unwrap();
        }
        writer.finish().unwrap();
        file
    }

    #[test]
    fn a_recipe_is_found_wherever_a_tool_has_moved_it() {
        let text = "title = \"größer\"\n".repeat(100);
        let mut chunk = ITXtChunk::new(RECIPE, text.clone());
        for compressed in [false, true] {
            chunk.compressed = compressed;
            for is_behind in [false, true] {
                assert_eq!(recipe(&file(&chunk, is_behind)).as_deref(), Some(&*text));
            }
        }
    }

    #[test]
    fn others_and_too_long_texts_are_none() {
        assert_eq!(recipe(b""), None);
        assert_eq!(recipe(b"<svg/>"), None);
        let other = ITXtChunk::new("Comment", "title = \"a\"");
        assert_eq!(recipe(&file(&other, false)), None);
        let mut bomb = ITXtChunk::new(RECIPE, "a".repeat(MAX_LENGTH + 1));
        assert_eq!(recipe(&file(&bomb, false)), None);
        bomb.compressed = true;
        bomb.compress_text().unwrap();
        let bomb = file(&bomb, false);
        assert!(bomb.len() < 10_000);
        assert_eq!(recipe(&bomb), None);
    }

    #[test]
    fn a_header_that_promises_a_huge_picture_takes_no_memory() {
        let chunk = ITXtChunk::new(RECIPE, "a = 1");
        let mut file = file(&chunk, false);
        file[16..24].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff]);
        let crc = crc32(&file[12..29]);
        file[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(recipe(&file), None);
    }

    /// The checksum of a chunk: annex D of the PNG specification.
    fn crc32(bytes: &[u8]) -> u32 {
        let bit = |crc: u32, _| (crc >> 1) ^ (if crc & 1 == 1 { 0xedb8_8320 } else { 0 });
        !bytes
            .iter()
            .fold(!0, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), bit))
    }
}
