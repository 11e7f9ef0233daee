//! The PNG encoder: what [`Scene`] shows, as pixels.
//!
//! The scene becomes polygons in device pixels once ([`place`]). Then the picture is drawn
//! ([`raster`]) and compressed band by band, so memory does not grow with its height.

mod dash;
mod flatten;
mod place;
mod raster;
mod shape;
mod stroke;

use std::io::{self, Write};

use ::png::{
    BitDepth, ColorType, Compression, DeflateCompression, Encoder, EncodingError, Filter,
    PixelDimensions, SrgbRenderingIntent, Unit,
};

use crate::scene::Scene;
use raster::{Band, Canvas};

/// Level 3 of zlib-rs: on such pictures within a tenth of the size of level 6, at under half its time.
const LEVEL: u8 = 3;

/// Pixels in one band: few enough to stay in the processor's cache, many enough to share the cost of a band.
const BAND_PIXELS: u32 = 1 << 17;

/// The scene as a PNG file of round(width · scale) x round(height · scale) pixels: 8-bit sRGB, with an alpha channel
/// only where the background is not opaque. `pHYs` says how large a CSS pixel (1/96 in) is.
///
/// # Errors
///
/// If the picture has no pixels.
pub fn encode(scene: &Scene) -> Result<Vec<u8>, EncodingError> {
    let canvas = Canvas::new(scene);
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, canvas.width(), canvas.height());
    encoder.set_depth(BitDepth::Eight);
    encoder.set_color(match canvas.is_opaque() {
        true => ColorType::Rgb,
        false => ColorType::Rgba,
    });
    encoder.set_source_srgb(SrgbRenderingIntent::Perceptual);
    let per_meter = (96.0 * scene.scale / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: per_meter,
        yppu: per_meter,
        unit: Unit::Meter,
    }));
    encoder.set_compression(Compression::Fast);
    encoder.set_deflate_compression(DeflateCompression::Level(LEVEL));
    encoder.set_filter(Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    let mut pixels = writer.stream_writer()?;
    write_bands(&canvas, BAND_PIXELS / canvas.width().max(1), &mut pixels)?;
    pixels.finish()?;
    writer.finish()?;
    Ok(file)
}

/// Draws the picture from top to bottom, about `rows` pixel rows at a time, into `out`.
fn write_bands(canvas: &Canvas, rows: u32, out: &mut impl Write) -> io::Result<()> {
    let rows = (rows / shape::ROWS).max(1) * shape::ROWS;
    let mut band = Band::default();
    for top in (0..canvas.height()).step_by(rows as usize) {
        out.write_all(canvas.draw(top, rows.min(canvas.height() - top), &mut band))?;
    }
    Ok(())
}
