//! The PNG encoder: what [`Scene`] shows, as pixels.
//!
//! The scene becomes polygons in device pixels once. Then the picture is drawn in bands of some rows, one shape after the other, and
//! what differs from the row above is kept, in numbered colours. Where there are many, the uppermost shape comes first and those that
//! are hidden are left out. Once all is drawn, the palette follows, and the picture is compressed band by band. A picture of too
//! many colours for a palette is compressed as colours; one of far too many, or whose rows are too different, is not kept but drawn
//! again, and compressed as it is drawn. So memory hardly grows with a picture's height; threads share the work, and nothing
//! depends on how many they are.

mod bits;
mod coverage;
mod covered;
mod dash;
mod deflate;
mod drawn;
mod edge;
mod effort;
mod filter;
mod flatten;
mod ground;
mod kept;
#[cfg(feature = "optimize")]
mod optimize;
mod outline;
mod overlap;
mod paint;
mod palette;
mod picture;
mod place;
mod raster;
mod recipe;
mod seen;
mod shape;
mod stroke;

use ::png::{BitDepth, Encoder, EncodingError, PixelDimensions, SrgbRenderingIntent, Unit, chunk};

#[cfg(feature = "optimize")]
pub use optimize::optimize;

pub(crate) use effort::is_affordable;

use crate::parallel::Threads;
use crate::scene::Scene;
use picture::Picture;
use raster::Canvas;
pub use recipe::recipe;

/// The keyword of the chunk with the recipe.
const RECIPE: &str = "gaussfig recipe";
/// The keywords that the PNG specification (11.3.3.1) registers for a title and a description.
const TITLE: &str = "Title";
const DESCRIPTION: &str = "Description";

/// Pixels that are handed to the compressor at once: few enough to stay in the processor's cache, many enough to share the cost of
/// a band.
const BAND_PIXELS: u32 = 1 << 15;
/// Pixels that are compressed by themselves: few enough to share the work, many enough that a part costs little.
const PART_PIXELS: u32 = 1 << 18;

/// Bytes that few files have more of.
const USUAL: usize = 1 << 17;

/// The scene as a PNG file of round(width · scale) x round(height · scale) pixels: 8-bit sRGB, with alpha only where the
/// background is not opaque. `pHYs` says how large a CSS pixel (1/96 in) is, and `iTXt` chunks have the title, the
/// description and the recipe.
///
/// Pictures of few colours have a palette. If they have more than 256, rare ones become another colour that is near: no channel
/// changes by more than 12 of 255, premultiplied.
///
/// As many threads work on it as the machine runs at once; the bytes do not depend on how many that are.
///
/// # Errors
///
/// If the picture has no pixels.
pub fn encode(scene: &Scene) -> Result<Vec<u8>, EncodingError> {
    encode_on(Threads::All, &|| (), scene)
}

/// The same on this many threads at most, each of which calls `before` first.
pub(crate) fn encode_on(
    threads: Threads,
    before: &(dyn Fn() + Sync),
    scene: &Scene,
) -> Result<Vec<u8>, EncodingError> {
    encode_in(threads, before, [PART_PIXELS, BAND_PIXELS], true, scene)
}

/// The same with every colour as it is, in a longer file.
pub(crate) fn encode_exactly(scene: &Scene) -> Result<Vec<u8>, EncodingError> {
    let pixels = [PART_PIXELS, BAND_PIXELS];
    encode_in(Threads::All, &|| (), pixels, false, scene)
}

/// The same in parts and bands of about so many pixels, with a palette or without.
fn encode_in(
    threads: Threads,
    before: &(dyn Fn() + Sync),
    pixels: [u32; 2],
    palette: bool,
    scene: &Scene,
) -> Result<Vec<u8>, EncodingError> {
    let canvas = Canvas::new(scene);
    let mut file = Vec::with_capacity(USUAL);
    let mut encoder = Encoder::new(&mut file, canvas.width(), canvas.height());
    encoder.set_depth(BitDepth::Eight);
    encoder.set_source_srgb(SrgbRenderingIntent::Perceptual);
    let per_meter = (96.0 * scene.scale / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: per_meter,
        yppu: per_meter,
        unit: Unit::Meter,
    }));
    for (keyword, text) in [
        (TITLE, &scene.title),
        (DESCRIPTION, &scene.description),
        (RECIPE, &scene.recipe),
    ] {
        if !text.is_empty() {
            encoder.add_itxt_chunk(keyword.to_owned(), text.clone())?;
        }
    }
    let picture = Picture::new(&canvas, pixels, palette);
    let parts = picture.compress(threads, before, &mut encoder);
    let mut writer = encoder.write_header()?;
    for piece in deflate::join(parts) {
        writer.write_chunk(chunk::IDAT, &piece)?;
    }
    writer.finish()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::{Cap, Color, Item, Path, Point, Rect, Segment, Stroke};

    /// Thick, thin, steep, flat and dashed lines, some of them far beyond the canvas, partly clipped.
    fn lines(width: f64, height: f64, background: Option<Color>) -> Scene {
        let far = |x: f64, y: f64| Point::new(width * x, height * y);
        let curve = |k: f64| Path {
            segments: vec![
                Segment::Move(far(-0.1, 0.9)),
                Segment::Cubic(far(0.4, 0.9), far(0.45 + k / 50.0, -1e5), far(0.5, 0.1)),
                Segment::Cubic(far(0.55, 1.2), far(0.7, 0.8), far(1.0, 0.77 + k / 100.0)),
                Segment::Line(far(-20.0 * k, 0.5)),
            ],
        };
        let line = |k: f64| {
            Item::Stroke(Stroke {
                path: curve(k),
                color: Color::hex(0x2b6cb0).fade(0.3 + k / 10.0),
                width: 0.3 + 2.7 * k,
                cap: [Cap::Butt, Cap::Round, Cap::Square][k as usize % 3],
                dash: if k > 2.0 { vec![7.0, 3.0] } else { Vec::new() },
                crisp: false,
            })
        };
        let rect = Rect {
            left: 30.0,
            top: 7.0,
            right: width - 5.0,
            bottom: height - 21.0,
        };
        let clip = Item::Clip {
            rect,
            items: vec![line(1.0), line(4.0)],
        };
        Scene {
            width,
            height,
            scale: 1.0,
            background,
            title: String::new(),
            description: String::new(),
            recipe: String::new(),
            glyphs: Vec::new(),
            items: vec![line(0.0), clip, line(2.0), line(3.0)],
            dark: Vec::new(),
        }
    }

    /// The pixels of a PNG file.
    fn decoded(file: &[u8]) -> Vec<u8> {
        let mut decoder = ::png::Decoder::new(std::io::Cursor::new(file));
        decoder.set_transformations(::png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        pixels
    }

    #[test]
    fn bands_of_any_height_give_the_same_picture() {
        let white = Some(Color::hex(0xffffff));
        for scene in [lines(300.0, 333.0, white), lines(9001.0, 77.0, None)] {
            let [width, height] = [scene.width as u32, scene.height as u32];
            let encoded = |rows: [u32; 2]| {
                encode_in(
                    Threads::Only(1),
                    &|| (),
                    rows.map(|rows| rows * width),
                    false,
                    &scene,
                )
            };
            let whole = decoded(&encoded([height + 16; 2]).unwrap());
            let channels = if scene.background.is_some() { 3 } else { 4 };
            assert_eq!(whole.len(), (width * height) as usize * channels);
            assert!(
                whole
                    .chunks_exact(channels)
                    .any(|pixel| pixel != &whole[..channels])
            );
            for rows in [[1, 1], [16, 16], [64, 16], [200, 40], [400, 64]] {
                let picture = decoded(&encoded(rows).unwrap());
                assert!(picture == whole, "parts and bands of {rows:?} rows differ");
            }
        }
    }

    #[test]
    fn any_number_of_threads_writes_the_same_file() {
        let scene = lines(300.0, 333.0, None);
        let alone =
            encode_in(Threads::Only(1), &|| (), [300 * 32, 300 * 16], true, &scene).unwrap();
        for threads in [2, 3, 8] {
            let other = encode_in(
                Threads::Only(threads),
                &|| (),
                [300 * 32, 300 * 16],
                true,
                &scene,
            );
            assert!(other.unwrap() == alone);
        }
    }

    #[test]
    fn a_picture_that_was_kept_is_stored_like_one_that_is_drawn_again() {
        let white = Some(Color::hex(0xffffff));
        for background in [white, None] {
            // Too many colours for a palette, none near another one.
            let mut scene = lines(300.0, 333.0, background);
            scene.items = (0..500)
                .map(|number: u32| {
                    let (column, row) = (f64::from(number % 20), f64::from(number / 20));
                    let at = |x: f64, y: f64| Point::new(15.0 * column + x, 13.0 * row + y);
                    let corners = [at(0.3, 0.0), at(14.0, 2.0), at(9.0, 12.5)];
                    let [red, green, blue] = [number % 8, number / 8 % 8, number / 64];
                    let path = Path {
                        segments: vec![
                            Segment::Move(corners[0]),
                            Segment::Line(corners[1]),
                            Segment::Line(corners[2]),
                            Segment::Close,
                        ],
                    };
                    let color = Color::hex((red << 16 | green << 8 | blue) * 32);
                    Item::Fill { path, color }
                })
                .collect();
            let encoded = |palette| {
                let pixels = [300 * 32, 300 * 16];
                encode_in(Threads::Only(1), &|| (), pixels, palette, &scene).unwrap()
            };
            assert!(encoded(true) == encoded(false));
        }
    }

    #[test]
    fn a_rectangle_is_filled_like_any_other_polygon() {
        let opaque = Color::hex(0xac3631);
        for (color, shift) in [(opaque, 0.0), (opaque.fade(0.2), 0.0), (opaque, 0.3)] {
            // The second has a fifth corner, on a side.
            let [upright, other] = [vec![], vec![(200.0, 90.0)]].map(|extra| {
                let corners = [(20.0, 7.0), (200.0, 7.0)].into_iter().chain(extra);
                let points = corners.chain([(200.0, 150.0), (20.0, 150.0)]);
                let points = points.map(|(x, y)| Point::new(x + shift, y));
                let mut segments: Vec<Segment> = points.map(Segment::Line).collect();
                segments.insert(0, Segment::Move(Point::new(20.0 + shift, 7.0)));
                segments.remove(1);
                segments.push(Segment::Close);
                let path = Path { segments };
                let mut scene = lines(300.0, 333.0, Some(Color::hex(0xffffff)));
                scene.items.push(Item::Fill { path, color });
                encode_in(Threads::Only(1), &|| (), [300 * 32, 300 * 16], true, &scene).unwrap()
            });
            assert!(upright == other, "{color:?} {shift}");
        }
    }
}
