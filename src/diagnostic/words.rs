//! Numbers and lists in messages.

/// A whole number that may be huge, or beyond the doubles.
pub(crate) fn amount(number: f64) -> String {
    // From 2^53 on its last digits mean nothing.
    if number < 1e15 {
        number.to_string()
    } else {
        "more than 10^15".to_owned()
    }
}

/// A number in at most four significant digits.
pub(crate) fn rounded(number: f64) -> String {
    // In a float's own notation once more, as "4.000e0" is harder to read than "4.0".
    let rounded = format!("{number:.3e}").parse().unwrap_or(number);
    format!("{rounded:?}")
}

/// "a", "a or b", "a, b or c".
pub(crate) fn list<S: AsRef<str>>(words: impl Iterator<Item = S>, conjunction: &str) -> String {
    let words: Vec<S> = words.collect();
    let mut text = String::new();
    for (index, word) in words.iter().enumerate() {
        if index > 0 && index + 1 == words.len() {
            text += &format!(" {conjunction} ");
        } else if index > 0 {
            text += ", ";
        }
        text += word.as_ref();
    }
    text
}

/// Text of the user's on one line, cut to a length that fits into a message.
pub(crate) fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short.replace(['\r', '\n'], " ")
}

/// The most things that a message names one by one.
const NAMED: usize = 3;

/// "a", "a and b", "a, b, c and 97 more": a message of bounded length.
pub(crate) fn several(words: &[String]) -> String {
    let more = words.len().saturating_sub(NAMED);
    // What stands for a single thing may as well name it.
    let named = if more == 1 { NAMED + 1 } else { NAMED };
    let rest = words.len().saturating_sub(named);
    let rest = (rest > 0).then(|| format!("{rest} more"));
    list(words.iter().take(named).cloned().chain(rest), "and")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_prose() {
        assert_eq!(list(["a"].iter(), "or"), "a");
        assert_eq!(list(["a", "b"].iter(), "or"), "a or b");
        assert_eq!(list(["a", "b", "c"].iter(), "and"), "a, b and c");
    }

    #[test]
    fn long_lists_end_with_a_count() {
        let words: Vec<String> = (1..=100).map(|number| number.to_string()).collect();
        assert_eq!(several(&words[..1]), "1");
        assert_eq!(several(&words[..4]), "1, 2, 3 and 4");
        assert_eq!(several(&words[..5]), "1, 2, 3 and 2 more");
        assert_eq!(several(&words), "1, 2, 3 and 97 more");
    }

    #[test]
    fn rounded_numbers_are_short() {
        assert_eq!(rounded(199.471_140_200_716_35), "199.5");
        assert_eq!(rounded(4.0), "4.0");
        assert_eq!(rounded(1.0 / 3.0e9), "3.333e-10");
        assert_eq!(rounded(f64::INFINITY), "inf");
    }
}
