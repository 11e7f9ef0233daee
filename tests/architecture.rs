//! What may depend on what: data flows one way, from the config's text to the figure's bytes.
//!
//! The sources are read as text: paths that begin with `crate::`, and the names of other crates. Unit tests, which are at the
//! end of a file or all of it, may use anything.

#![allow(clippy::unwrap_used)] // how a test fails

use std::fs;
use std::path::{Path, PathBuf};

/// What each part of `src` may use of the others, more special parts first. A part may use itself.
const PARTS: [(&str, &[&str]); 20] = [
    ("backend/recorder.rs", &["scene", "text"]),
    ("backend/png/", &["parallel", "recipe", "scene"]),
    ("backend/svg/", &["recipe", "scene"]),
    ("backend/mod.rs", &[]),
    (
        "cli/",
        &[
            "backend",
            "compare",
            "config",
            "diagnostic",
            "evaluate",
            "model",
            "parallel",
            "recipe",
            "render",
            "scene",
            "statistics",
            "text",
        ],
    ),
    ("color/", &["model", "scene"]),
    ("compare/", &["backend", "scene"]),
    (
        "config/",
        &[
            "color",
            "diagnostic",
            "gaussian",
            "model",
            "recipe",
            "scene",
        ],
    ),
    ("diagnostic/", &[]),
    (
        "evaluate/",
        &["diagnostic", "gaussian", "model", "parallel"],
    ),
    (
        "figure/",
        &[
            "backend::recorder",
            "color",
            "diagnostic",
            "evaluate",
            "gaussian",
            "model",
            "recipe",
            "scene",
            "statistics",
            "text",
        ],
    ),
    ("gaussian/", &[]),
    (
        "lint/",
        &[
            "color",
            "diagnostic",
            "evaluate",
            "gaussian",
            "model",
            "scene",
        ],
    ),
    ("model/", &["diagnostic", "gaussian", "recipe", "scene"]),
    ("parallel.rs", &[]),
    (
        "render/",
        &[
            "backend",
            "config",
            "diagnostic",
            "evaluate",
            "figure",
            "lint",
            "model",
            "parallel",
            "recipe",
            "scene",
        ],
    ),
    ("recipe/", &["diagnostic"]),
    ("scene.rs", &[]),
    ("statistics/", &["evaluate", "gaussian", "model"]),
    ("text/", &["model", "scene"]),
];

/// Where other crates, and what touches the world outside, may be named.
const HOMES: [(&str, &[&str]); 41] = [
    ("annotate_snippets::", &["diagnostic/"]),
    ("anstream::", &["cli/"]),
    ("clap::", &["cli/", "main.rs"]),
    ("clap_complete::", &["cli/"]),
    ("clap_mangen::", &["cli/man.rs"]),
    ("csscolorparser::", &["config/"]),
    ("fdeflate::", &["text/builtin.rs"]),
    ("harfrust::", &["text/"]),
    ("hmac_sha256::", &["cli/selftest/"]),
    ("httparse::", &["cli/preview/"]),
    ("indicatif::", &["cli/progress.rs"]),
    ("notify::", &["cli/changes.rs"]),
    ("oxipng::", &["backend/png/optimize.rs"]),
    ("plotters::", &["figure/", "backend/recorder.rs"]),
    ("plotters_backend::", &["figure/", "backend/recorder.rs"]),
    ("::png::", &["backend/png/", "compare/"]),
    ("pulldown_cmark::", &["cli/mdbook/"]),
    ("chacha20::", &["evaluate/"]),
    ("rand_distr::", &["evaluate/"]),
    ("rand_xoshiro::", &["evaluate/"]),
    ("ratex_", &["text/"]),
    ("roxmltree::", &["backend/svg/"]),
    // For tests: the program has what they have written.
    ("schemars::", &["config/"]),
    (
        "serde::",
        &["cli/", "config/", "diagnostic/", "statistics/"],
    ),
    ("serde_json::", &["cli/", "diagnostic/json.rs"]),
    ("simd_adler32::", &["backend/png/"]),
    ("signal_hook::", &["cli/signals.rs"]),
    ("strsim::", &["config/"]),
    ("tempfile::", &["cli/temporary.rs"]),
    ("toml::", &["config/"]),
    ("unicode_bidi::", &["text/"]),
    // The library reads the fonts that a config names, which its documentation says.
    ("std::fs", &["cli/", "render/mod.rs"]),
    ("std::env", &[]),
    ("std::process", &["cli/", "main.rs"]),
    ("std::time", &["cli/"]),
    ("std::net", &["cli/preview/"]),
    ("io::std", &["cli/"]),
    ("print!(", &[]),
    ("println!(", &[]),
    ("eprint!(", &[]),
    ("eprintln!(", &[]),
];

/// More lines than this are two files.
const MOST_LINES: usize = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a directory.
fn files(directory: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut directories = vec![root().join(directory)];
    while let Some(directory) = directories.pop() {
        for path in fs::read_dir(directory).unwrap().map(|e| e.unwrap().path()) {
            if path.is_dir() {
                directories.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// A line of code.
struct Line {
    /// Path below `src`, with slashes.
    file: String,
    number: usize,
    /// Without its comment.
    code: String,
}

impl Line {
    /// What a failure says about it.
    fn says(&self, what: &str) -> String {
        let Self { file, number, code } = self;
        format!("src/{file}:{number}: {what}: {}", code.trim())
    }
}

/// All lines of `src` but those of unit tests.
fn lines() -> Vec<Line> {
    let mut lines = Vec::new();
    for path in files("src") {
        let below = path.strip_prefix(root().join("src")).unwrap();
        let file = below.to_str().unwrap().replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap();
        let tests = ["#[cfg(test)]", "#![cfg(test)]"];
        let code = text.lines().take_while(|line| !tests.contains(line));
        lines.extend((1..).zip(code).map(|(number, line)| Line {
            file: file.clone(),
            number,
            code: line.split("//").next().unwrap_or_default().to_owned(),
        }));
    }
    assert!(lines.len() > 5000, "the sources are not all there");
    lines
}

/// The paths in a line that begin with `crate::`, without that.
fn paths(code: &str) -> impl Iterator<Item = &str> {
    code.split("crate::").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
        &rest[..end.unwrap_or(rest.len())]
    })
}

/// Whether a path is `module` or inside it.
fn is_in(path: &str, module: &str) -> bool {
    let rest = path.strip_prefix(module);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Whether `name` stands in the code with no letter before it.
fn names(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

fn assert_none(failures: &[String]) {
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn each_part_uses_only_what_comes_before_it() {
    let mut failures = Vec::new();
    let mut used = 0;
    for line in lines() {
        // The crate's root only names its parts; the program only calls the command line.
        if line.file == "lib.rs" || line.file == "main.rs" {
            continue;
        }
        let part = PARTS.iter().find(|(part, _)| line.file.starts_with(part));
        let Some((part, allowed)) = part else {
            failures.push(line.says("is of no part that this test knows"));
            continue;
        };
        let own = part.trim_end_matches(".rs").trim_end_matches('/');
        let own = own.replace('/', "::");
        for path in paths(&line.code) {
            used += 1;
            let fine = |module: &&str| is_in(path, module);
            if !allowed.iter().chain([&&*own]).any(fine) {
                failures.push(line.says(&format!("{part} may not use crate::{path}")));
            }
        }
        let outermost = part.ends_with(".rs") || line.file == format!("{part}mod.rs");
        let leaving = if outermost {
            "super::"
        } else {
            "super::super::"
        };
        if line.code.contains(leaving) {
            failures.push(line.says("write the path from the crate's root"));
        }
    }
    assert!(used > 100, "only {used} paths were found");
    assert_none(&failures);
}

#[test]
fn other_crates_and_the_world_outside_have_their_places() {
    let lines = lines();
    let mut failures = Vec::new();
    for (name, homes) in HOMES {
        let mut uses = lines
            .iter()
            .filter(|line| names(&line.code, name))
            .peekable();
        if !homes.is_empty() && uses.peek().is_none() {
            failures.push(format!("nothing names {name}"));
        }
        let strays = uses.filter(|line| !homes.iter().any(|home| line.file.starts_with(home)));
        failures.extend(strays.map(|line| line.says(&format!("{name} belongs in {homes:?}"))));
    }
    assert_none(&failures);
}

#[test]
fn the_program_is_nothing_but_its_command_line() {
    let lines = lines();
    let main = lines.iter().filter(|line| line.file == "main.rs");
    for line in main.filter(|line| line.code.contains("gaussfig::")) {
        assert_eq!(
            line.code,
            "use gaussfig::cli;",
            "{}",
            line.says("uses more")
        );
    }
}

#[test]
fn no_file_is_long() {
    let long = files("src").into_iter().chain(files("tests"));
    let long = long.filter_map(|path| {
        let count = fs::read_to_string(&path).unwrap().lines().count();
        (count > MOST_LINES).then(|| format!("{} has {count} lines", path.display()))
    });
    assert_none(&long.collect::<Vec<_>>());
}
