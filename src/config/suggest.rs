//! Words for what was probably meant.

use crate::diagnostic::shortened;

/// The candidate nearest to `word`, if one is near enough to be a slip of the keyboard.
pub(super) fn suggestion<S: AsRef<str>>(
    word: &str,
    candidates: impl IntoIterator<Item = S>,
) -> Option<S> {
    // As rustc: a third of the letters may differ. Long words are no slips, and comparing them is slow.
    let length = word.chars().count();
    let most = if length <= 64 { length.max(3) / 3 } else { 0 };
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(word, candidate.as_ref()),
                candidate,
            )
        })
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Text of the user's between quotes, on one line and cut to a length that fits into a message.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", shortened(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_another_word_finds_none() {
        let keys = ["mu", "sigma", "variance", "label", "color"];
        assert_eq!(suggestion("colour", keys), Some("color"));
        assert_eq!(suggestion("simga", keys), Some("sigma"));
        assert_eq!(suggestion("m", keys), Some("mu"));
        assert_eq!(suggestion("temperature", keys), None);
        assert_eq!(suggestion(&"label".repeat(100), keys), None);
    }

    #[test]
    fn the_first_of_equally_near_words_is_suggested() {
        assert_eq!(suggestion("caX", ["cab", "cat"]), Some("cab"));
    }

    #[test]
    fn a_quotation_is_short_and_on_one_line() {
        assert_eq!(quoted("a\nb"), "\"a b\"");
        assert_eq!(quoted(&"ü".repeat(61)), format!("\"{}…\"", "ü".repeat(60)));
        assert_eq!(quoted(&"ü".repeat(60)), format!("\"{}\"", "ü".repeat(60)));
    }
}
