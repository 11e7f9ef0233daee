//! Every warning has a config in `tests/lint` that gets it and nothing else, with the text beside it, and one that nearly
//! gets it: `NAME.toml`, `NAME.stderr` and `NAME-not.toml`.

#![allow(clippy::unwrap_used)] // how a test fails

#[path = "common/bless.rs"]
mod bless;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use bless::{assert_answers, files};
use gaussfig::diagnostic::Code;

fn config(code: Code, suffix: &str) -> PathBuf {
    PathBuf::from(format!("tests/lint/{}{suffix}.toml", code.name()))
}

/// What the program says when it draws a config.
fn said(config: &Path) -> String {
    let out = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_gaussfig"))
        .args(["render", "--format", "svg", "--out-dir"])
        .arg(out.path())
        .arg(config.file_name().unwrap())
        .current_dir(config.parent().unwrap())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{}: {said}", config.display());
    said
}

#[test]
fn every_warning_is_given_with_the_text_beside_its_config() {
    assert_answers(&Code::ALL.map(|code| config(code, "")), said);
}

#[test]
fn every_text_is_one_warning_at_a_place_with_a_way_to_mend_it() {
    for code in Code::ALL {
        let text = fs::read_to_string(config(code, "").with_extension("stderr")).unwrap();
        let head = format!("warning[{}]: ", code.name());
        assert!(text.starts_with(&head), "{text}");
        assert_eq!(text.matches("warning[").count(), 1, "{text}");
        assert!(text.contains(".toml:") && text.contains(" | "), "{text}");
        assert!(text.contains(" = help: "), "{text}");
    }
}

#[test]
fn a_figure_that_nearly_gets_a_warning_gets_none() {
    for code in Code::ALL {
        assert_eq!(said(&config(code, "-not")), "", "{}", code.name());
    }
}

#[test]
fn every_warning_can_be_silenced() {
    let folder = tempfile::tempdir().unwrap();
    for code in Code::ALL {
        let text = fs::read_to_string(config(code, "")).unwrap();
        let allowing = folder.path().join("a.toml");
        fs::write(&allowing, format!("allow = [\"{}\"]\n{text}", code.name())).unwrap();
        assert_eq!(said(&allowing), "", "{}", code.name());
    }
}

/// The config with the line that a hint spells out: "[table] key = value shows ...".
fn mended(config: &str, text: &str) -> Option<String> {
    let (table, line) = text.split_once(" = help: [")?.1.split_once("] ")?;
    let ends = [" shows ", " makes ", " covers "];
    let end = ends.iter().filter_map(|word| line.find(word)).min()?;
    let (line, key) = (&line[..end], line.split(" = ").next()?);
    let (before, after) = config.split_once(&format!("[{table}]\n"))?;
    let start = after.find(&format!("{key} = "))?;
    let rest = after[start..].split_once('\n')?.1;
    Some(format!(
        "{before}[{table}]\n{}{line}\n{rest}",
        &after[..start]
    ))
}

#[test]
fn a_hint_that_spells_a_line_out_mends_its_figure() {
    let folder = tempfile::tempdir().unwrap();
    let mut count = 0;
    for code in Code::ALL {
        let path = config(code, "");
        let text = fs::read_to_string(path.with_extension("stderr")).unwrap();
        if let Some(mended) = mended(&fs::read_to_string(path).unwrap(), &text) {
            let path = folder.path().join("a.toml");
            fs::write(&path, &mended).unwrap();
            assert_eq!(said(&path), "", "{mended}");
            count += 1;
        }
    }
    assert!(count >= 4, "only {count} hints were tried");
}

#[test]
fn no_config_is_left_over() {
    assert_eq!(files("tests/lint", "toml").len(), 2 * Code::ALL.len());
    assert_eq!(files("tests/lint", "stderr").len(), Code::ALL.len());
}
