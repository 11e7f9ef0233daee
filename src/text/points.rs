//! How the points of a TrueType outline are stored: flags, one for each or for several that are alike, and then the coordinates,
//! of as many bytes as the flags say. The build script takes outlines apart by it, and this crate puts them together.

const X_IS_SHORT: u8 = 0x2;
const Y_IS_SHORT: u8 = 0x4;
const REPEATS: u8 = 0x8;
const X_IS_SAME: u8 = 0x10;
const Y_IS_SAME: u8 = 0x20;

/// How many bytes the flags of so many points take, and their horizontal and vertical coordinates. `None` if flags are missing.
pub(super) fn lens(flags: &[u8], points: usize) -> Option<[usize; 3]> {
    let (mut len, mut seen, mut xs, mut ys) = (0, 0, 0, 0);
    while seen < points {
        let flag = *flags.get(len)?;
        let mut times = 1;
        if flag & REPEATS != 0 {
            len += 1;
            times += usize::from(*flags.get(len)?);
        }
        len += 1;
        seen += times;
        xs += times * bytes(flag, X_IS_SHORT, X_IS_SAME);
        ys += times * bytes(flag, Y_IS_SHORT, Y_IS_SAME);
    }
    Some([len, xs, ys])
}

/// How many bytes a coordinate takes: none if it is the one before, or if it is short and its sign is the other flag, one.
fn bytes(flag: u8, is_short: u8, is_same: u8) -> usize {
    match (flag & is_short != 0, flag & is_same != 0) {
        (true, _) => 1,
        (false, true) => 0,
        (false, false) => 2,
    }
}
