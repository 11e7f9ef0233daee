//! Pictures of what differs, for `--diff-dir`.

use std::path::{Path, PathBuf};

use crate::compare::{Unreadable, rasterize, side_by_side};
use crate::model::Format;

/// Where the picture of a figure's file is: `out/a/b.svg` has it at `DIR/a/b.svg.diff.png`.
pub(super) fn place(diff_dir: &Path, out_dir: &Path, path: &Path) -> PathBuf {
    let below = path.strip_prefix(out_dir).unwrap_or(path);
    let mut place = diff_dir.join(below).into_os_string();
    place.push(".diff.png");
    place.into()
}

/// Expected, actual and difference side by side, as a PNG file.
pub(super) fn picture(
    format: Format,
    expected: &[u8],
    actual: &[u8],
    scale: f64,
) -> Result<Vec<u8>, Unreadable> {
    match format {
        Format::Png => side_by_side(expected, actual),
        Format::Svg => {
            let drawn = |bytes| rasterize(&String::from_utf8_lossy(bytes), scale);
            side_by_side(&drawn(expected)?, &drawn(actual)?)
        }
    }
}
