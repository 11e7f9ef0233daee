//! The commands that mend what `check` found.

use std::path::{Path, PathBuf};

use crate::cli::args::Inputs;
use crate::diagnostic::visible;

/// A command a line: one that draws what was checked, if any of that is not as it should be, and one that removes orphans.
pub(super) fn commands(inputs: &Inputs, is_stale: bool, orphans: &[PathBuf]) -> Vec<String> {
    let remove = orphans.iter().fold("rm".to_owned(), |command, path| {
        command + " " + &operand(path)
    });
    let draw = is_stale.then(|| render(inputs));
    draw.into_iter()
        .chain((!orphans.is_empty()).then_some(remove))
        .collect()
}

/// The command that writes what was checked.
fn render(inputs: &Inputs) -> String {
    let mut command = "gaussfig render".to_owned();
    if inputs.out_dir != Path::new("out") {
        command += &format!(" --out-dir {}", quoted(&inputs.out_dir));
    }
    if let Some(format) = inputs.format {
        command += &format!(" --format {}", format.extension());
    }
    if let Some(scale) = inputs.scale {
        command += &format!(" --scale {}", scale.get());
    }
    if inputs.no_recipe {
        command += " --no-recipe";
    }
    if inputs.optimize {
        command += " --optimize";
    }
    if inputs.paths != [Path::new("configs")] {
        command += " --";
        inputs
            .paths
            .iter()
            .for_each(|path| command += &format!(" {}", quoted(path)));
    }
    command
}

/// A path that no command takes for an option.
fn operand(path: &Path) -> String {
    if path.as_os_str().as_encoded_bytes().starts_with(b"-") {
        return quoted(&Path::new(".").join(path));
    }
    quoted(path)
}

/// A path as a POSIX shell reads it, of characters that no terminal obeys.
fn quoted(path: &Path) -> String {
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
