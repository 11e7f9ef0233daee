//! Compressed data in parts. (`png` compresses a picture in one go, which one thread must do.)

use std::io;

use zlib_rs::adler32::{adler32, adler32_combine};
use zlib_rs::{Deflate, DeflateConfig, DeflateFlush};

/// Level of zlib-rs. Of a picture of 3 megapixels and 100 kB, level 3 takes two fifths off the time and adds 4 % to the
/// size; level 6 takes a third more for less than 1 %.
const LEVEL: i32 = 5;

/// The header of a zlib stream (RFC 1950): deflate with a window of 32 KiB, compressed by a fast algorithm.
const HEADER: [u8; 2] = [0x78, 0x5e];

/// A part of a deflate stream, beginning at a byte, that refers to nothing before it.
#[derive(Debug)]
pub(super) struct Part {
    compressed: Vec<u8>,
    /// Of what was compressed.
    checksum: u32,
    length: u64,
}

/// Compresses one part after the other.
pub(super) struct Compressor {
    deflate: Deflate,
    buffer: Vec<u8>,
    part: Part,
}

impl Compressor {
    pub(super) fn new() -> Self {
        let mut config = DeflateConfig::new(LEVEL);
        // Negative: without a header, as the parts of one stream share it.
        config.window_bits = -15;
        Self {
            deflate: Deflate::new_with_config(config),
            buffer: vec![0; 1 << 14],
            part: Part::empty(),
        }
    }

    /// Adds data to the part.
    pub(super) fn add(&mut self, data: &[u8]) -> io::Result<()> {
        self.part.checksum = adler32(self.part.checksum, data);
        self.part.length += data.len() as u64;
        self.compress(data, DeflateFlush::NoFlush)
    }

    /// Ends the part, and the stream with the `last` one. The next part begins.
    pub(super) fn end(&mut self, last: bool) -> io::Result<Part> {
        let flush = match last {
            true => DeflateFlush::Finish,
            false => DeflateFlush::SyncFlush,
        };
        self.compress(&[], flush)?;
        self.deflate.reset();
        Ok(std::mem::replace(&mut self.part, Part::empty()))
    }

    fn compress(&mut self, mut data: &[u8], flush: DeflateFlush) -> io::Result<()> {
        loop {
            let [read, written] = [self.deflate.total_in(), self.deflate.total_out()];
            let status = self.deflate.compress(data, &mut self.buffer, flush);
            status.map_err(|error| io::Error::other(error.as_str()))?;
            let read = (self.deflate.total_in() - read) as usize;
            let written = (self.deflate.total_out() - written) as usize;
            data = data.get(read..).unwrap_or_default();
            let new = self.buffer.get(..written).unwrap_or_default();
            self.part.compressed.extend_from_slice(new);
            // What fills the buffer may not be all.
            if written < self.buffer.len() {
                return Ok(());
            }
        }
    }
}

impl Part {
    fn empty() -> Self {
        Self {
            compressed: Vec::new(),
            checksum: 1,
            length: 0,
        }
    }
}

/// The zlib stream of all parts in their order.
pub(super) fn join(parts: &[Part]) -> Vec<u8> {
    let mut stream = HEADER.to_vec();
    let mut checksum = 1;
    for part in parts {
        stream.extend_from_slice(&part.compressed);
        checksum = adler32_combine(checksum, part.checksum, part.length);
    }
    stream.extend_from_slice(&checksum.to_be_bytes());
    stream
}
