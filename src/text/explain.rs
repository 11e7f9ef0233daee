//! What is wrong with a formula, in the words of this program.

use ratex_parser::ParseError;

use super::TextError;

const COMMANDS: &str = "labels know the commands of KaTeX: https://katex.org/docs/supported";
const SIMPLIFY: &str = "simplify it";

/// RaTeX's error about this TeX. The range is relative to the TeX.
pub(super) fn explain(error: &ParseError, tex: &str) -> TextError {
    let written = error.loc.as_ref().map(|place| place.start..place.end);
    let range = written.filter(|range| tex.get(range.clone()).is_some());
    let (message, hint) = words(&error.message);
    TextError {
        message,
        range: Some(range.unwrap_or(0..tex.len())),
        hint: hint.map(str::to_owned),
    }
}

/// What RaTeX says, as a message and how to mend it.
fn words(message: &str) -> (String, Option<&'static str>) {
    let after = |start: &str| message.strip_prefix(start);
    let quoted = shortened(message.split('\'').nth(1).unwrap_or_default());
    if let Some(command) = after("Undefined control sequence: ") {
        let command = shortened(command);
        return (format!("unknown TeX command `{command}`"), Some(COMMANDS));
    }
    if let Some(name) = after("No such environment: ") {
        let name = shortened(name);
        return (format!("unknown TeX environment `{name}`"), Some(COMMANDS));
    }
    if let Some(script) = after("Double ") {
        let hint = "put the inner one in braces, as in `{x^2}^3`";
        return (format!("two {script}s on one symbol"), Some(hint));
    }
    if message.starts_with("Expected group") {
        let hint = "put what belongs to it in braces";
        return (format!("nothing follows `{quoted}`"), Some(hint));
    }
    if message.starts_with("Invalid size") {
        let hint = "write a number and a unit, such as `1em`";
        return (format!("`{quoted}` is not a length"), Some(hint));
    }
    if message.contains("resource limit") || message.starts_with("Too many expansions") {
        return ("formula is too large".into(), Some(SIMPLIFY));
    }
    let (message, hint) = match message {
        "Recursion limit exceeded" => ("formula is nested too deeply", SIMPLIFY),
        "Expected 'EOF', got '}'" | "Extra }" => (
            "`}` without `{`",
            r"remove it, or write `\}` for a brace that is seen",
        ),
        "Expected '}', got 'EOF'" => ("`{` without `}`", "add the `}`"),
        r"Expected '\right', got 'EOF'" => (
            r"`\left` without `\right`",
            r"add `\right` with a delimiter, or `\right.` for none",
        ),
        r"Expected 'EOF', got '\right'" => (
            r"`\right` without `\left`",
            r"add `\left` with a delimiter, or `\left.` for none",
        ),
        "Expected 'EOF', got '&'" => (
            "`&` outside of an environment",
            r"write `\&` for an ampersand",
        ),
        r"Expected & or \\ or \cr or \end, got 'EOF'" => {
            (r"`\begin` without `\end`", r"add the `\end`")
        }
        "Unexpected end of input in a macro argument" => (
            "a TeX command lacks an argument",
            r"write each argument in braces, as in `\frac{1}{2}`",
        ),
        other => {
            let other = shortened(&other.replace("'EOF'", "the end"));
            return (format!("TeX error: {other}"), None);
        }
    };
    (message.to_owned(), Some(hint))
}

/// The beginning of a text, for a message.
fn shortened(text: &str) -> String {
    const MOST: usize = 100;
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_of_any_length_has_a_short_message() {
        let command = format!("Undefined control sequence: \\{}", "a".repeat(9000));
        assert!(words(&command).0.chars().count() < 150);
        assert!(words(&"x".repeat(9000)).0.chars().count() < 150);
    }

    #[test]
    fn what_has_no_words_of_its_own_is_passed_on() {
        let (message, hint) = words("Expected ']', got 'EOF'");
        assert_eq!(message, "TeX error: Expected ']', got the end");
        assert_eq!(hint, None);
    }
}
