//! The order of doubles as that of integers.

/// An integer that is ordered as finite doubles are.
pub(super) fn key(value: f64) -> u64 {
    let bits = value.to_bits();
    if value.is_sign_negative() {
        !bits
    } else {
        bits | 1 << 63
    }
}

/// The double of a key.
pub(super) fn value(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 0 {
        !key
    } else {
        key & !(1 << 63)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_ordered_as_doubles_are() {
        let values = [f64::MIN, -1.0, -5e-324, 5e-324, 1.0, 1.5, f64::MAX];
        assert!(values.windows(2).all(|w| key(w[0]) < key(w[1])));
        assert!(values.iter().all(|&x| value(key(x)) == x));
    }
}
