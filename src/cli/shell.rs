//! Words of commands that are printed for a shell.

use std::path::Path;

use crate::diagnostic::line;

/// A path as a POSIX shell reads it, of characters that no terminal and no log obeys. (A line feed at its end is lost.)
pub(super) fn quoted(path: &Path) -> String {
    let Some(text) = path.to_str().filter(|text| is_harmless(text)) else {
        let bytes = path.as_os_str().as_encoded_bytes();
        let octal = |byte: &u8| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' => {
                char::from(*byte).to_string()
            }
            _ => format!("\\{byte:03o}"),
        };
        return format!(
            "\"$(printf '{}')\"",
            bytes.iter().map(octal).collect::<String>()
        );
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+,:@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// The same where a command would take a path that begins with a hyphen for an option.
pub(super) fn operand(path: &Path) -> String {
    match path.as_os_str().as_encoded_bytes().starts_with(b"-") {
        true => quoted(&Path::new(".").join(path)),
        false => quoted(path),
    }
}

/// Whether a text is shown as it is, also in a log whose readers obey `##[`.
fn is_harmless(text: &str) -> bool {
    line(text) == format!("{text}\n") && !text.contains(char::is_control)
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
    fn a_path_that_would_command_a_terminal_or_a_log_is_quoted_in_octal() {
        for (path, words) in [
            ("it's\u{1b}\n.toml", r#""$(printf 'it\047s\033\012.toml')""#),
            ("\u{202e}", r#""$(printf '\342\200\256')""#),
            ("-##[%\t", r#""$(printf '\055\043\043\133\045\011')""#),
        ] {
            assert_eq!(quoted(Path::new(path)), words);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_shell_reads_the_very_bytes_of_a_path() {
        use std::os::unix::ffi::OsStrExt;
        for path in [
            &b"a b'c\"d$e\\"[..],
            b"\xff\xfe",
            b"\n\t\x1b[31m%s\\n",
            b"-n##[",
            b"--",
            "\u{202e}\u{e9}".as_bytes(),
        ] {
            let words = quoted(Path::new(std::ffi::OsStr::from_bytes(path)));
            let script = format!("printf %s {words}");
            let output = std::process::Command::new("sh")
                .args(["-c", &script])
                .output();
            assert_eq!(output.unwrap().stdout, path, "{words}");
        }
    }

    #[test]
    fn a_path_that_looks_like_an_option_is_none() {
        assert_eq!(operand(Path::new("-o")), "./-o");
        assert_eq!(operand(Path::new("a-o")), "a-o");
    }
}
