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
    let Some(above) = above.filter(|above| resembles(source, above)) else {
        *kind = NONE;
        for (target, source) in target.iter_mut().zip(source) {
            *target = convert(*source);
        }
        return;
    };
    *kind = UP;
    let runs = source.chunks(RUN).zip(above.chunks(RUN));
    for ((source, above), target) in runs.zip(target.chunks_mut(RUN)) {
        // Most of a figure repeats the row above, and there nothing has to be done.
        if source == above {
            continue;
        }
        for ((target, source), above) in target.iter_mut().zip(source).zip(above) {
            let (now, before) = (convert(*source), convert(*above));
            *target = std::array::from_fn(|channel| now[channel].wrapping_sub(before[channel]));
        }
    }
}

/// Whether differences from the row above take less space than the row itself: as long as no more than a quarter of its runs
/// differ. (Of a figure of 100 kB that saves 1 kB.)
fn resembles(row: &[[u8; 4]], above: &[[u8; 4]]) -> bool {
    let runs = row.chunks(RUN).zip(above.chunks(RUN));
    let changed = runs.filter(|(row, above)| row != above).count();
    4 * changed <= row.len().div_ceil(RUN)
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
