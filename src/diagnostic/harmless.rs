//! Text of others in a place where a terminal or a log might obey it.

/// The text with a stand-in for each character that could move the cursor or hide text, so that a config cannot write
/// escape codes to a terminal. Their number stays, so columns are right. (Tabs in a line of the config are widened by
/// `annotate_snippets`.)
pub(crate) fn visible(text: &str) -> String {
    text.chars().map(stand_in).collect()
}

fn stand_in(c: char) -> char {
    match c {
        '\t' => c,
        // The pictures of the C0 controls have a block of their own in the same order.
        '\0'..='\u{1f}' => {
            char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        '\u{7f}' => '␡',
        // C1 controls; zero widths and directions; separators of lines; tags.
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

/// The text without `##[`, which is a command to the runners of GitHub and Azure wherever it stands in a log. As many bytes in its
/// place keep places right.
pub(super) fn without_commands(text: &str) -> String {
    text.replace("##[", "#.[")
}

/// The text as one line that nothing obeys. It may be, or begin with, a path.
pub(crate) fn line(text: &str) -> String {
    let text = without_commands(&visible(text));
    // A line that begins with two colons is a command to the runners of GitHub. A path stays the same one.
    let guard = if text.trim_start().starts_with("::") {
        "./"
    } else {
        ""
    };
    format!("{guard}{text}\n")
}

/// JSON of the same meaning that nothing obeys: what could be obeyed stands in strings only, where it can be escaped.
pub(super) fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.replace("##[", r"#\u0023[").chars() {
        if stand_in(c) == c {
            escaped.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                escaped += &format!("\\u{unit:04x}");
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_and_no_command() {
        assert_eq!(line("a.toml: wrong"), "a.toml: wrong\n");
        assert_eq!(line("a\n::error::b"), "a␊::error::b\n");
        assert_eq!(line(" ::error::b"), "./ ::error::b\n");
        assert_eq!(line("##[error]"), "#.[error]\n");
    }

    #[test]
    fn json_keeps_its_meaning_without_what_is_obeyed() {
        let text = "##[a] ###[b] \\##[ # \u{1b}\u{7f}\u{9b}\u{202e}\u{feff}\u{e0041} ü 𝒩 \n";
        let json = escaped(&serde_json::to_string(text).unwrap());
        assert_eq!(
            json,
            r##""#\u0023[a] ##\u0023[b] \\#\u0023[ # \u001b\u007f\u009b\u202e\ufeff\udb40\udc41 ü 𝒩 \n""##
        );
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
