//! What the program says of hostile configs: nothing that a terminal, a log or a reader of lines would obey.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Output, Stdio};

use crate::hostile::{TEXTS, WORDS, config, strings};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_gaussfig");
const STANDARD: &str = "[[gaussian]]\nmu = 0\nsigma = 1\n";

fn program(directory: &TempDir) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(directory.path());
    command
}

/// Fails if there is a character that moves the cursor, hides text or turns it around, or a command to a log.
fn assert_harmless(text: &[u8]) {
    let text = std::str::from_utf8(text).expect("text");
    let obeyed = |c: char| match c {
        '\n' => false,
        c => {
            c.is_control()
                || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
                || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
                || matches!(c, '\u{e0000}'..='\u{e007f}')
        }
    };
    assert!(!text.contains(obeyed), "{text:?}");
    for line in text.lines().map(str::trim_start) {
        let forged = line.starts_with("::") || line.starts_with("error: forged");
        assert!(!forged, "{line}");
    }
}

/// A form of messages, and whether a line is of it.
type Form = (&'static str, fn(&str) -> bool);

/// All but the one for people.
const FORMS: [Form; 3] = [
    ("short", |line| {
        line.contains(": error: ") || line.contains(": warning[")
    }),
    ("json", |line| {
        serde_json::from_str::<serde_json::Value>(line).is_ok()
    }),
    ("github", |line| {
        let command = ["::error ", "::warning "]
            .iter()
            .find_map(|name| line.strip_prefix(name));
        command.is_some_and(|rest| rest.starts_with("file="))
    }),
];

/// How many lines go to standard error. Fails unless these are as many in each of these forms, and harmless.
fn lines_in_all_forms(directory: &TempDir, arguments: &str) -> usize {
    let counts = FORMS.map(|(format, is_right)| {
        let mut command = program(directory);
        command
            .args(arguments.split(' '))
            .args(["--message-format", format]);
        let Output { stdout, stderr, .. } = command.output().unwrap();
        let [stdout, stderr] = [stdout, stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        for line in stderr.lines() {
            // The last is what would mend it.
            assert!(is_right(line) || line.contains("gaussfig render"), "{line}");
        }
        let both = stdout + &stderr;
        assert!(!both.contains("##["), "{format}");
        // With this format, it is the program's own lines that are commands.
        let own = |line: &str| match format {
            "github" if is_right(line) => line[2..].to_owned(),
            "github" => line.replacen("::notice title=", "", 1),
            _ => line.to_owned(),
        };
        let lines: Vec<String> = both.lines().map(own).collect();
        assert_harmless(lines.join("\n").as_bytes());
        stderr.lines().count()
    });
    assert_eq!(counts, [counts[0]; 3]);
    counts[0]
}

/// Without the sequences that set colours, and the carriage returns that a terminal adds to lines.
fn without_colours(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (codes, rest) = part.split_once('m').expect("a colour");
        assert!(
            codes
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b';'),
            "{codes:?}"
        );
        plain += rest;
    }
    plain.into_bytes()
}

/// Runs the program on a terminal, if there is the tool for that.
fn on_a_terminal(directory: &TempDir, arguments: &str) -> Option<Vec<u8>> {
    let mut command = Command::new("script");
    let run = format!("{PROGRAM} {arguments}");
    command.args(["--quiet", "--command", &run, "/dev/null"]);
    command.stdin(Stdio::null());
    let Ok(Output { stdout, .. }) = command.current_dir(directory.path()).output() else {
        crate::note("there is no `script`: nothing was shown on a terminal");
        return None;
    };
    Some(without_colours(&stdout))
}

#[test]
fn messages_about_hostile_configs_are_harmless() {
    let directory = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for (number, string) in strings().iter().enumerate() {
        for place in TEXTS.into_iter().chain(WORDS) {
            let path = directory.path().join(format!("{number}-{place}.toml"));
            // The second error is in the same line as the string.
            let text = config(string, &[place]).replacen(" = ", " = 0x_, b = ", 1);
            fs::write(path.with_extension("syntax.toml"), text).unwrap();
            fs::write(&path, config(string, &[place])).unwrap();
            paths.push(path);
        }
        // As it is: in a comment and in the middle of nowhere.
        let path = directory.path().join(format!("{number}.toml"));
        fs::write(path, format!("# {string}\n{string}\n{STANDARD}")).unwrap();
    }
    let run = program(&directory)
        .args(["check", "--format", "svg", "."])
        .output()
        .unwrap();
    // Some fonts are not there.
    assert_eq!(run.status.code(), Some(3));
    assert!(run.stderr.len() > 100_000, "{}", run.stderr.len());
    assert_harmless(&run.stdout);
    assert_harmless(&run.stderr);
    // A command to the runners of GitHub, wherever it is in a line.
    assert!(!String::from_utf8_lossy(&run.stderr).contains("##["));
    if let Some(shown) = on_a_terminal(&directory, "check . --format svg") {
        assert!(shown.len() > 100_000, "{}", shown.len());
        assert_harmless(&shown);
    }
    let lines = lines_in_all_forms(&directory, "check . --format svg");
    assert!(lines > 1000, "{lines}");
}

#[test]
fn messages_about_files_with_hostile_names_are_harmless() {
    let directory = tempfile::tempdir().unwrap();
    for (number, string) in strings().iter().enumerate() {
        let name: String = string.replace(['/', '\0'], "").chars().take(40).collect();
        for (text, kind) in [(STANDARD, "good"), ("sigma", "bad")] {
            let name = format!("{kind}{number}-{name}.toml");
            fs::write(directory.path().join(name), text).unwrap();
        }
        // A style that is wrong, under such a name.
        let style = format!("style{number}-{name}");
        let wrong = format!("{} = 1\n", toml::Value::from(string.as_str()));
        fs::write(directory.path().join(&style), wrong).unwrap();
        let config = format!("style = {}\n{STANDARD}", toml::Value::from(style));
        fs::write(
            directory.path().join(format!("styled{number}.toml")),
            config,
        )
        .unwrap();
    }
    fs::write(
        directory
            .path()
            .join(OsStr::from_bytes(b"\xff\x1b[2J.toml")),
        "mu",
    )
    .unwrap();
    for arguments in ["check . --format svg", "render . --format svg"] {
        let arguments = arguments.split(' ');
        let run = program(&directory).args(arguments).output().unwrap();
        assert_eq!(run.status.code(), Some(2));
        assert_harmless(&run.stderr);
        assert!(!run.stdout.is_empty());
    }
    for arguments in ["check . --format svg", "render . --format svg"] {
        assert!(lines_in_all_forms(&directory, arguments) >= strings().len());
    }
    // Names that are commands where they begin a line.
    for (name, text) in [("error", "mu"), ("notice", STANDARD)] {
        fs::write(
            directory.path().join(format!("::{name}::forged.toml")),
            text,
        )
        .unwrap();
    }
    let paths = "::error::forged.toml ::notice::forged.toml --format svg --out-dir";
    for arguments in [format!("check {paths} out"), format!("render {paths} .")] {
        assert!(lines_in_all_forms(&directory, &arguments) >= 1);
    }
    fs::remove_dir_all(directory.path().join("out")).unwrap();
    for arguments in ["check . --format svg", "render . --format svg"] {
        if let Some(shown) = on_a_terminal(&directory, arguments) {
            assert!(shown.len() > 10_000);
            assert_harmless(&shown);
        }
    }
}

#[test]
fn numbers_of_hostile_configs_are_numbers() {
    let directory = tempfile::tempdir().unwrap();
    for string in strings() {
        let places: Vec<_> = TEXTS
            .into_iter()
            .filter(|place| {
                gaussfig::config::parse(&config(&string, &[place]), &|_| unreachable!()).is_ok()
            })
            .collect();
        fs::write(directory.path().join("a.toml"), config(&string, &places)).unwrap();
        for arguments in ["data a.toml --format csv", "stats a.toml --format markdown"] {
            let run = program(&directory)
                .args(arguments.split(' '))
                .output()
                .unwrap();
            assert_eq!(run.status.code(), Some(0));
            let told = String::from_utf8(run.stdout).unwrap();
            // The words of neither are the config's.
            assert!(!told.contains("pwned") && !told.contains("evil"), "{told}");
            assert_harmless(told.as_bytes());
        }
        let run = program(&directory)
            .args(["data", "a.toml"])
            .output()
            .unwrap();
        let data: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
        if places.contains(&"gaussian.label") {
            assert_eq!(data["gaussians"][0]["label"], *string);
        }
    }
}
