//! PNG files however they are stored.

use std::io::Cursor;

use gaussfig::backend::png::encode;
use gaussfig::compare::{Bounds, State, Unreadable, compare_png};
use png::{BitDepth, ColorType, Decoder, Encoder, Transformations};

use crate::common;

/// A decoded picture.
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) rgba: Vec<[u8; 4]>,
}

pub(crate) fn decoded(file: &[u8]) -> Picture {
    let mut decoder = Decoder::new(Cursor::new(file));
    decoder.set_transformations(Transformations::ALPHA);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    Picture {
        width: frame.width as usize,
        height: frame.height as usize,
        rgba: pixels.as_chunks().0.to_vec(),
    }
}

/// A file of these samples, whose encoder is set up further by `set`.
pub(crate) fn file(
    size: [u32; 2],
    color: ColorType,
    depth: BitDepth,
    samples: &[u8],
    set: impl Fn(&mut Encoder<'_, &mut Vec<u8>>),
) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, size[0], size[1]);
    encoder.set_color(color);
    encoder.set_depth(depth);
    set(&mut encoder);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(samples).unwrap();
    writer.finish().unwrap();
    file
}

/// A picture of 4 x 2 pixels.
fn rgba(pixels: [[u8; 4]; 8]) -> Vec<u8> {
    file(
        [4, 2],
        ColorType::Rgba,
        BitDepth::Eight,
        pixels.as_flattened(),
        |_| {},
    )
}

const GREYS: [u8; 8] = [0, 255, 85, 170, 170, 85, 255, 0];

#[test]
fn pixels_are_the_same_however_they_are_stored() {
    let plain = rgba(GREYS.map(|grey| [grey, grey, grey, 255]));
    let size = [4, 2];
    let none = |_: &mut Encoder<'_, &mut Vec<u8>>| {};
    let palette = |encoder: &mut Encoder<'_, &mut Vec<u8>>| {
        encoder.set_palette(vec![0, 0, 0, 85, 85, 85, 170, 170, 170, 255, 255, 255]);
    };
    let text = |encoder: &mut Encoder<'_, &mut Vec<u8>>| {
        encoder
            .add_itxt_chunk("words".to_owned(), "µ".repeat(1000))
            .unwrap();
    };
    let rgb: Vec<u8> = GREYS.iter().flat_map(|&grey| [grey; 3]).collect();
    let sixteen: Vec<u8> = GREYS.iter().flat_map(|&grey| [grey; 2]).collect();
    let with_alpha: Vec<u8> = GREYS.iter().flat_map(|&grey| [grey, 255]).collect();
    let files = [
        file(size, ColorType::Grayscale, BitDepth::Eight, &GREYS, none),
        file(
            size,
            ColorType::Grayscale,
            BitDepth::Sixteen,
            &sixteen,
            none,
        ),
        file(
            size,
            ColorType::Grayscale,
            BitDepth::Two,
            &[0b0011_0110, 0b1001_1100],
            none,
        ),
        file(
            size,
            ColorType::GrayscaleAlpha,
            BitDepth::Eight,
            &with_alpha,
            none,
        ),
        file(
            size,
            ColorType::Indexed,
            BitDepth::Two,
            &[0b0011_0110, 0b1001_1100],
            palette,
        ),
        file(size, ColorType::Rgb, BitDepth::Eight, &rgb, text),
        interlaced(),
    ];
    for (index, file) in files.iter().enumerate() {
        let comparison = compare_png(&plain, file).unwrap();
        let found = (
            comparison.state,
            comparison.bounds,
            comparison.pixels,
            comparison.largest,
        );
        assert_eq!(found, (State::Same, None, 0, 0), "{index}");
    }
}

/// The grey picture in the seven passes of Adam7, of which a picture of 4 x 2 pixels has pixels in four.
fn interlaced() -> Vec<u8> {
    let passes: [&[usize]; 4] = [&[0], &[2], &[1, 3], &[4, 5, 6, 7]];
    let mut raw = Vec::new();
    for pass in passes {
        raw.push(0); // no filter
        raw.extend(pass.iter().map(|&index| GREYS[index]));
    }
    let mut compressor = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut compressor, &raw).unwrap();
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut file, b"IHDR", &[0, 0, 0, 4, 0, 0, 0, 2, 8, 0, 0, 0, 1]);
    chunk(&mut file, b"IDAT", &compressor.finish().unwrap());
    chunk(&mut file, b"IEND", &[]);
    file
}

pub(crate) fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let mut checksum = flate2::Crc::new();
    checksum.update(kind);
    checksum.update(data);
    file.extend((data.len() as u32).to_be_bytes());
    file.extend(kind);
    file.extend(data);
    file.extend(checksum.sum().to_be_bytes());
}

#[test]
fn what_differs_is_counted_and_bounded() {
    let mut pixels = [[200, 100, 50, 255]; 8];
    let before = rgba(pixels);
    pixels[1][2] = 52;
    pixels[6][0] = 199;
    let comparison = compare_png(&before, &rgba(pixels)).unwrap();
    assert_eq!(comparison.state, State::Invisible);
    assert_eq!((comparison.pixels, comparison.largest), (2, 2));
    assert_eq!(comparison.share(), 0.25);
    let bounds = Bounds {
        left: 1,
        top: 0,
        right: 3,
        bottom: 2,
    };
    assert_eq!(comparison.bounds, Some(bounds));
    pixels[6][0] = 203;
    let comparison = compare_png(&before, &rgba(pixels)).unwrap();
    assert_eq!((comparison.state, comparison.largest), (State::Changed, 3));
}

#[test]
fn the_colour_of_what_cannot_be_seen_does_not_count() {
    let [one, other] = [[255, 0, 0, 0], [0, 0, 255, 0]].map(|pixel| rgba([pixel; 8]));
    assert_eq!(compare_png(&one, &other).unwrap().state, State::Same);
}

#[test]
fn pictures_of_different_sizes_are_not_decoded() {
    let whole = rgba([[0; 4]; 8]);
    let mut other = file(
        [4, 3],
        ColorType::Grayscale,
        BitDepth::Eight,
        &[0; 12],
        |_| {},
    );
    let end = other.len() - 24;
    other[end..].fill(0);
    let comparison = compare_png(&whole, &other).unwrap();
    assert_eq!(
        (comparison.state, comparison.share()),
        (State::Resized, 0.0)
    );
    assert_eq!((comparison.expected, comparison.actual), ([4, 2], [4, 3]));
}

#[test]
fn damaged_and_oversized_files_are_refused() {
    let whole = encode(&common::scene(common::PUBLISHED)).unwrap();
    assert_eq!(compare_png(&whole, &whole).unwrap().state, State::Same);
    for end in [0, 7, 20, 100, whole.len() / 2] {
        let refused = compare_png(&whole, &whole[..end]);
        assert!(
            matches!(refused, Err(Unreadable::Png(_))),
            "{end}: {refused:?}"
        );
    }
    for (width, height, interlace) in [
        (1 << 16, 1, 0),
        (32767, 32767, 0),
        (16384, 8192, 1),
        (u32::MAX >> 1, 1, 0),
    ] {
        let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
        let [width, height]: [u32; 2] = [width, height];
        let rest = [8, 6, 0, 0, interlace];
        let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &rest].concat();
        chunk(&mut file, b"IHDR", &header);
        chunk(&mut file, b"IDAT", &[0x78, 1]);
        let refused = compare_png(&file, &file);
        assert!(
            matches!(refused, Err(Unreadable::Large)),
            "{width}: {refused:?}"
        );
    }
}
