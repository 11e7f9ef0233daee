//! Compression: a zlib stream (RFC 1950) in parts that threads can share.
//!
//! Of a figure's stored rows nearly all bytes are zeros, as they repeat the row above. A general compressor looks up every one
//! of them; this one passes over zeros many at a time and searches among the others only.

mod block;
mod huffman;
mod matches;

use std::ops::Range;

use simd_adler32::Adler32;

use block::{Bits, Token};
use matches::Finder;
pub(super) use matches::WINDOW;

/// The header of a zlib stream: deflate with a window of 32 KiB, compressed by a fast algorithm.
const HEADER: [u8; 2] = [0x78, 0x5e];
/// Tokens that share their codes: enough to pay for saying which codes these are.
const BLOCK: usize = 1 << 14;

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
    finder: Finder,
    tokens: Vec<Token>,
    bits: Bits,
    checksum: Adler32,
    length: u64,
}

impl Compressor {
    pub(super) fn new() -> Self {
        Self {
            finder: Finder::new(),
            tokens: Vec::new(),
            bits: Bits::default(),
            checksum: Adler32::new(),
            length: 0,
        }
    }

    /// Adds the last `count` bytes of `data` to the part. Before them are as many of the bytes that were added last as there are,
    /// or [`WINDOW`]: the new ones may refer to these. Outside of `others`, ranges in order, all new ones are zeros.
    pub(super) fn add(&mut self, data: &[u8], count: usize, others: &[Range<usize>]) {
        let start = data.len().saturating_sub(count);
        let new = data.get(start..).unwrap_or_default();
        self.checksum.write(new);
        self.length += new.len() as u64;
        self.finder.find(data, start, others, &mut self.tokens);
        let mut blocks = self.tokens.chunks_exact(BLOCK);
        let written = blocks.len() * BLOCK;
        for tokens in &mut blocks {
            block::write(tokens, false, &mut self.bits);
        }
        self.tokens.drain(..written);
    }

    /// Ends the part, and the stream with the `last` one. The next part begins.
    pub(super) fn end(&mut self, last: bool) -> Part {
        block::write(&self.tokens, last, &mut self.bits);
        self.tokens.clear();
        self.finder.reset();
        Part {
            compressed: std::mem::take(&mut self.bits).finish(last),
            checksum: std::mem::take(&mut self.checksum).finish(),
            length: std::mem::take(&mut self.length),
        }
    }
}

/// The zlib stream of all parts in their order, in as many pieces.
pub(super) fn join(parts: Vec<Part>) -> Vec<Vec<u8>> {
    let checksum = parts.iter().fold(1, combined);
    let mut pieces: Vec<_> = parts.into_iter().map(|part| part.compressed).collect();
    if let Some(first) = pieces.first_mut() {
        first.splice(0..0, HEADER);
    }
    if let Some(last) = pieces.last_mut() {
        last.extend_from_slice(&checksum.to_be_bytes());
    }
    pieces
}

/// The checksum of what has `checksum` followed by `part`: Adler-32 is the sum of all bytes and 1, and the sum of that sum after
/// each byte, both modulo 65521 (RFC 1950, section 9).
fn combined(checksum: u32, part: &Part) -> u32 {
    const MODULUS: u64 = 65521;
    let sums = |checksum: u32| [u64::from(checksum & 0xffff), u64::from(checksum >> 16)];
    let ([sum, total], [more, further]) = (sums(checksum), sums(part.checksum));
    // The part's own sums begin with 1 as well, where all before it should be.
    let before = sum + MODULUS - 1;
    let total = (total + further + part.length % MODULUS * before) % MODULUS;
    ((total << 16) | ((before + more) % MODULUS)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    /// Compresses `data` in parts and steps of so many bytes.
    fn compressed(data: &[u8], [part, step]: [usize; 2]) -> Vec<u8> {
        let mut compressor = Compressor::new();
        let count = data.len().div_ceil(part);
        let parts = data.chunks(part).enumerate().map(|(number, data)| {
            for start in (0..data.len()).step_by(step) {
                let end = data.len().min(start + step);
                let window = &data[start.saturating_sub(WINDOW)..end];
                compressor.add(window, end - start, &others(window, end - start));
            }
            compressor.end(number + 1 == count)
        });
        join(parts.collect()).concat()
    }

    /// Ranges of the last `count` bytes that are not zero, with some zeros.
    fn others(data: &[u8], count: usize) -> Vec<Range<usize>> {
        let start = data.len() - count;
        let ranges = (start..data.len())
            .step_by(50)
            .map(|at| at..data.len().min(at + 50));
        ranges
            .filter(|range| data[range.clone()].iter().any(|byte| *byte != 0))
            .collect()
    }

    fn decompressed(stream: &[u8]) -> Vec<u8> {
        let mut data = Vec::new();
        let mut decoder = flate2::read::ZlibDecoder::new(stream);
        decoder.read_to_end(&mut data).unwrap();
        data
    }

    /// Bytes like those of a picture: zeros, and here and there others, some of them again and again.
    fn picture(length: usize, zeros: u64, letters: u64) -> Vec<u8> {
        let mut state = 88_172_645_463_325_252_u64;
        let mut random = |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % below
        };
        let mut data = Vec::new();
        while data.len() < length {
            data.resize(data.len() + random(zeros) as usize, 0);
            for _ in 0..random(20) {
                data.push(random(letters) as u8);
            }
            if let Some(start) = data.len().checked_sub(1 + random(40_000) as usize) {
                let end = data.len().min(start + random(300) as usize);
                data.extend_from_within(start..end);
            }
        }
        data.truncate(length);
        data
    }

    #[test]
    fn what_is_compressed_comes_back() {
        for (zeros, letters) in [(1, 256), (5, 3), (30, 20), (700, 256), (9000, 4)] {
            let data = picture(150_000, zeros, letters);
            for sizes in [[150_000, 150_000], [70_000, 9_000], [33_000, 1_001]] {
                let stream = compressed(&data, sizes);
                assert!(decompressed(&stream) == data, "{zeros} {letters} {sizes:?}");
            }
        }
        for data in [vec![7], vec![0; 2], vec![0; 100_000], vec![9; 1000]] {
            assert_eq!(decompressed(&compressed(&data, [60_000, 500])), data);
        }
    }

    #[test]
    fn the_whole_window_can_be_repeated_and_nothing_before_it() {
        let noise = picture(200, 1, 256);
        let sizes = [WINDOW - 200, WINDOW - 199, WINDOW - 198].map(|zeros| {
            let data = [noise.clone(), vec![0; zeros], noise.clone()].concat();
            let stream = compressed(&data, [data.len(); 2]);
            assert_eq!(decompressed(&stream), data);
            stream.len()
        });
        assert!(sizes[0] < 400 && sizes[2] > 450, "{sizes:?}");
    }

    #[test]
    fn noise_hardly_grows() {
        let noise = picture(300_000, 1, 256);
        let noise: Vec<u8> = (0..300_000)
            .map(|at| noise[at] ^ ((at * at) >> 7) as u8)
            .collect();
        let length = compressed(&noise, [100_000; 2]).len();
        assert!(length < 303_000, "{length} bytes");
    }
}
