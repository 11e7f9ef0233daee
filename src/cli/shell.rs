//! Words of commands that are printed for a shell.

use std::path::Path;

use crate::diagnostic::visible;

/// A path as a POSIX shell reads it, of characters that no terminal obeys.
pub(super) fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+,:@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.into_owned()
    } else if visible(&text) == text && !text.contains('\t') {
        format!("'{}'", text.replace('\'', r"'\''"))
    } else {
        let byte = |byte: &u8| match byte {
            b'\'' | b'\\' => format!("\\{}", char::from(*byte)),
            b' '..=b'~' => char::from(*byte).to_string(),
            _ => format!("\\{byte:03o}"),
        };
        let bytes = path.as_os_str().as_encoded_bytes();
        format!("$'{}'", bytes.iter().map(byte).collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_quoted_for_the_shell_only_where_it_must_be() {
        assert_eq!(quoted(Path::new("posts/a-b.toml")), "posts/a-b.toml");
        assert_eq!(quoted(Path::new("my posts")), "'my posts'");
        assert_eq!(quoted(Path::new("it's")), r"'it'\''s'");
        assert_eq!(quoted(Path::new("$HOME")), "'$HOME'");
        assert_eq!(quoted(Path::new("caf\u{e9}")), "'caf\u{e9}'");
    }

    #[test]
    fn a_path_that_would_command_a_terminal_is_quoted_in_octal() {
        assert_eq!(
            quoted(Path::new("it's\u{1b}]0;\\\u{7}\n")),
            r"$'it\'s\033]0;\\\007\012'"
        );
        assert_eq!(quoted(Path::new("\u{202e}")), r"$'\342\200\256'");
    }
}
