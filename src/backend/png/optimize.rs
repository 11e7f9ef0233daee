//! Smaller files of the same pixels.

use std::io;

use ::png::EncodingError;
use oxipng::{FilterStrategy, Options, optimize_from_memory};

/// The smallest PNG file that can be found with the pixels of `file`, and with its other chunks, among them the size of a
/// pixel; `file` itself if none is smaller.
///
/// This takes seconds, and memory for the whole picture several times. Fewer colours than 257 become a palette. The bytes
/// depend on those of `file` alone.
///
/// # Errors
///
/// If `file` is not a PNG file.
pub fn optimize(file: &[u8]) -> Result<Vec<u8>, EncodingError> {
    optimize_from_memory(file, &options()).map_err(|error| io::Error::other(error).into())
}

/// What oxipng tries. Nothing in it ends with the clock, and without its feature `parallel` it works on one thread, so it
/// always finds the same.
fn options() -> Options {
    let mut options = Options::from_preset(4);
    // A figure compresses best as it is, or with the filter that suits each row: what the levels of oxipng try besides never
    // won here, and takes most of their time.
    let best_of_each_row = FilterStrategy::Brute {
        num_lines: 5,
        level: 9,
    };
    options.filters = [FilterStrategy::NONE, best_of_each_row]
        .into_iter()
        .collect();
    // To guess from faster trials makes some figures 4 % larger.
    options.fast_evaluation = false;
    options
}
