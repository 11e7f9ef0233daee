//! Pictures of what differs, for `--diff-dir`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cli::args::Inputs;
use crate::cli::discover::Job;
use crate::cli::input;
use crate::cli::output::destination;
use crate::compare::{Unreadable, rasterize, side_by_side};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Format;

/// Where the picture of a figure's file is: `out/a/b.svg` has it at `DIR/a/b.svg.diff.png`.
pub(super) fn place(diff_dir: &Path, out_dir: &Path, path: &Path) -> PathBuf {
    let below = path.strip_prefix(out_dir).unwrap_or(path);
    let mut place = diff_dir.join(below).into_os_string();
    place.push(".diff.png");
    place.into()
}

/// The error for a picture that would be written over a config or a figure.
pub(super) fn over(jobs: &[Job], inputs: &Inputs, diff_dir: &Path) -> Option<Diagnostics> {
    let outputs = || jobs.iter().flat_map(|job| job.outputs(&inputs.out_dir));
    let configs = jobs.iter().map(|job| job.config.clone());
    let files: BTreeSet<PathBuf> = outputs()
        .chain(configs)
        .map(|path| destination(&path))
        .collect();
    let mut places = outputs().map(|path| place(diff_dir, &inputs.out_dir, &path));
    let over = places.find(|place| files.contains(&destination(place)))?;
    let error = Diagnostic::error("a picture of a difference would be written over this file");
    Some(input::about(
        &over,
        error.hint("give --diff-dir a directory of its own"),
    ))
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
            let ([light, dark], [actual_light, actual_dark]) = (drawn(expected)?, drawn(actual)?);
            match light == actual_light {
                true => side_by_side(&dark, &actual_dark),
                false => side_by_side(&light, &actual_light),
            }
        }
    }
}
