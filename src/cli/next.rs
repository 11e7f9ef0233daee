//! What to do next, said beside the diagnostics.

use std::path::Path;

use serde::Serialize;

use super::report::Outcome;
use super::shell::quoted;
use crate::diagnostic::line;

/// A command to run.
#[derive(Serialize)]
#[serde(tag = "type", rename = "next")]
pub(super) struct Next {
    command: String,
}

/// What draws a config into a directory. Nothing needs to be named where it is looked for anyway.
pub(super) fn to_draw(config: &Path, out_dir: &Path) -> Next {
    let mut command = "gaussfig render".to_owned();
    if out_dir != Path::new("out") {
        command += &format!(" --out-dir {}", quoted(out_dir));
    }
    if !config.starts_with("configs") {
        command += &format!(" -- {}", quoted(config));
    }
    Next { command }
}

impl Outcome for Next {
    fn human(&self) -> Vec<u8> {
        format!("to draw it, run\n\n    {}\n\n", self.command).into_bytes()
    }

    fn short(&self) -> String {
        line(&format!("to draw it, run: {}", self.command))
    }

    fn github(&self) -> String {
        self.short()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_names_what_is_not_found_anyway() {
        let command =
            |config: &str, out_dir: &str| to_draw(Path::new(config), Path::new(out_dir)).command;
        assert_eq!(command("configs/a.toml", "out"), "gaussfig render");
        assert_eq!(
            command("my a.toml", "out"),
            "gaussfig render -- 'my a.toml'"
        );
        assert_eq!(
            command("a.toml", "static/my figures"),
            "gaussfig render --out-dir 'static/my figures' -- a.toml"
        );
    }
}
