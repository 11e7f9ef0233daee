//! The commands that mend what `check` found.

use std::path::{Path, PathBuf};

use crate::cli::args::Inputs;
use crate::cli::shell::{operand, quoted};

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
        command += &format!(" --out-dir {}", operand(&inputs.out_dir));
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
    if inputs.trust.no_user_files {
        command += " --no-user-files";
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
