//! From pixels as they are drawn to rows as a PNG stores them.

/// Pixels that are compared with those above at once.
const RUN: usize = 32;

/// The kinds of a PNG row: pixels as they are, or as differences from the row above (PNG specification, section 9).
const NONE: u8 = 0;
const UP: u8 = 2;

/// Writes a row of premultiplied RGBA as it is stored into `target`, which has the row's length and is zeros before: its kind,
/// and RGB if a pixel has 3 `channels`, else RGBA. `above` is the row above, if the row may refer to it.
pub(super) fn filter(source: &[u8], above: Option<&[u8]>, channels: usize, target: &mut [u8]) {
    let source = source.as_chunks().0;
    let above = above.map(|above| above.as_chunks().0);
    if channels == 3 {
        write(source, above, target, |[red, green, blue, _]| {
            [red, green, blue]
        });
    } else {
        write(source, above, target, demultiplied);
    }
}

fn write<const CHANNELS: usize>(
    source: &[[u8; 4]],
    above: Option<&[[u8; 4]]>,
    target: &mut [u8],
    convert: impl Fn([u8; 4]) -> [u8; CHANNELS],
) {
    let Some((kind, target)) = target.split_first_mut() else {
        return;
    };
    let target = target.as_chunks_mut().0;
    if above.is_some_and(|above| subtract(source, above, target, &convert)) {
        *kind = UP;
        return;
    }
    *kind = NONE;
    for (target, source) in target.iter_mut().zip(source) {
        *target = convert(*source);
    }
}

/// Writes the differences from the row above and returns true; or returns false where they would take more space than the row
/// itself, which is as soon as more than a quarter of its runs differ. (Of a figure of 100 kB that saves 1 kB.)
fn subtract<const CHANNELS: usize>(
    source: &[[u8; 4]],
    above: &[[u8; 4]],
    target: &mut [[u8; CHANNELS]],
    convert: impl Fn([u8; 4]) -> [u8; CHANNELS],
) -> bool {
    let mut allowed = source.len().div_ceil(RUN) / 4;
    let runs = source.chunks(RUN).zip(above.chunks(RUN));
    for ((source, above), target) in runs.zip(target.chunks_mut(RUN)) {
        // Most of a figure repeats the row above, and there nothing has to be done.
        if source == above {
            continue;
        }
        if allowed == 0 {
            return false;
        }
        allowed -= 1;
        for ((target, source), above) in target.iter_mut().zip(source).zip(above) {
            let (now, before) = (convert(*source), convert(*above));
            *target = std::array::from_fn(|channel| now[channel].wrapping_sub(before[channel]));
        }
    }
    true
}

/// Premultiplied RGBA to RGBA.
fn demultiplied([red, green, blue, alpha]: [u8; 4]) -> [u8; 4] {
    let divide = |channel: u8| {
        let alpha = u32::from(alpha);
        let color = (u32::from(channel) * 255 + alpha / 2).checked_div(alpha);
        color.map_or(0, |color| color.min(255) as u8)
    };
    [divide(red), divide(green), divide(blue), alpha]
}
