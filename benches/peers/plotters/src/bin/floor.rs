//! The floor: a blank picture of the published figure's size, band by band through an encoder with gaussfig's settings:
//! `floor OUT.png`

use std::error::Error;
use std::fs::File;
use std::io::Write;

use png::{BitDepth, ColorType, Compression, DeflateCompression, Encoder, Filter};

const WIDTH: u32 = 2605;
const HEIGHT: u32 = 1128;
const BAND: u32 = 16;

fn main() -> Result<(), Box<dyn Error>> {
    let out = std::env::args().nth(1).ok_or("name the file to write")?;
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, WIDTH, HEIGHT);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_color(ColorType::Rgb);
    encoder.set_compression(Compression::Fast);
    encoder.set_deflate_compression(DeflateCompression::Level(5));
    encoder.set_filter(Filter::Up);
    let mut writer = encoder.write_header()?;
    let mut pixels = writer.stream_writer()?;
    let mut band = Vec::new();
    for top in (0..HEIGHT).step_by(BAND as usize) {
        let rows = BAND.min(HEIGHT - top);
        band.clear();
        band.resize((WIDTH * rows * 3) as usize, 0xff);
        pixels.write_all(&band)?;
    }
    pixels.finish()?;
    writer.finish()?;
    File::create(out)?.write_all(&file)?;
    Ok(())
}
