//! The program draws the same bytes wherever and however it runs. The configs of the repository that are right are drawn in
//! each surrounding, and compared with their first drawing. Its bytes are held by `out/` and by the hashes of
//! `gaussfig selftest`, which is run, too. `.ci/bytes` does the same with other builds of the program.

#![allow(clippy::unwrap_used)] // how a test fails

#[path = "common/bless.rs"]
mod bless;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use bless::files;
use hmac_sha256::Hash;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_gaussfig");
const SELFTEST: &str = "src/cli/selftest";

/// Copies of the directories with configs, and what is drawn from them in no special surroundings.
struct Corpus {
    folder: TempDir,
    /// SHA-256 of each file, by its path below the directory of the drawing.
    drawn: BTreeMap<PathBuf, [u8; 32]>,
}

static CORPUS: LazyLock<Corpus> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    for directory in ["configs", SELFTEST, "tests/lint"] {
        let copy = folder.path().join("configs").join(directory);
        fs::create_dir_all(&copy).unwrap();
        for config in files(directory, "toml") {
            let mut text = fs::read_to_string(&config).unwrap();
            if directory == "tests/lint" {
                text = small(&text);
            }
            fs::write(copy.join(config.file_name().unwrap()), text).unwrap();
        }
    }
    // The font that `gaussfig selftest` has in memory.
    let font = "KaTeX_Typewriter-Regular.ttf";
    let bytes = ratex_katex_fonts::ttf_bytes(font).unwrap();
    fs::write(
        folder.path().join("configs").join(SELFTEST).join(font),
        bytes,
    )
    .unwrap();
    let output = Command::new(PROGRAM)
        .args(["render", "configs", "--out-dir", "drawn"])
        .current_dir(&folder)
        .output()
        .unwrap();
    assert!(output.status.success());
    let drawn = hashes(&folder.path().join("drawn"));
    Corpus { folder, drawn }
});

/// The config with a picture that takes less time.
fn small(config: &str) -> String {
    const TABLE: &str = "[figure]\n";
    let scaled = format!("{TABLE}scale = 0.25\n");
    if config.contains(TABLE) {
        config.replace(TABLE, &scaled)
    } else {
        format!("{config}\n{scaled}")
    }
}

/// The SHA-256 of each file below a directory.
fn hashes(directory: &Path) -> BTreeMap<PathBuf, [u8; 32]> {
    let mut hashes = BTreeMap::new();
    let mut directories = vec![directory.to_owned()];
    while let Some(next) = directories.pop() {
        for path in fs::read_dir(next).unwrap().map(|e| e.unwrap().path()) {
            if path.is_dir() {
                directories.push(path);
            } else {
                let name = path.strip_prefix(directory).unwrap().to_owned();
                hashes.insert(name, Hash::hash(&fs::read(path).unwrap()));
            }
        }
    }
    hashes
}

/// A directory below the corpus for one drawing.
fn place() -> TempDir {
    tempfile::tempdir_in(CORPUS.folder.path()).unwrap()
}

/// Fails unless a run succeeded and left the same files in a directory as the first one.
fn assert_same(what: &str, output: &Output, directory: &Path) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{what}: {said}");
    let found = hashes(directory);
    let names = |hashes: &BTreeMap<PathBuf, _>| hashes.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&found), names(&CORPUS.drawn), "{what}");
    for (name, hash) in &CORPUS.drawn {
        assert!(found[name] == *hash, "{what}: {} differs", name.display());
    }
}

/// Fails unless all is drawn as ever by the program after `prepare` has changed its surroundings; and the self-test succeeds.
fn assert_drawn(what: &str, prepare: impl Fn(&mut Command)) {
    let out = place();
    let configs = CORPUS.folder.path().join("configs");
    let arguments: [&OsStr; 4] = [
        "render".as_ref(),
        configs.as_ref(),
        "--out-dir".as_ref(),
        out.path().as_ref(),
    ];
    let run = |arguments: &[&OsStr]| {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).current_dir(&CORPUS.folder);
        prepare(&mut command);
        command.output().unwrap()
    };
    assert_same(what, &run(&arguments), out.path());
    let selftest = run(&["selftest".as_ref()]);
    let said = String::from_utf8_lossy(&selftest.stdout);
    assert!(selftest.status.success(), "{what}: {said}");
}

#[test]
fn the_figures_of_the_self_test_are_what_render_draws_from_their_configs() {
    let sums = fs::read_to_string(format!("{SELFTEST}/SHA256SUMS")).unwrap();
    let drawn = |line: &str| {
        let (sum, name) = line.split_once("  ").unwrap();
        let hash = CORPUS.drawn.get(&Path::new(SELFTEST).join(name))?;
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, sum, "{name}");
        Some(())
    };
    let compared = sums.lines().filter_map(drawn).count();
    let is_picture = |line: &&str| line.ends_with(".png") || line.ends_with(".svg");
    assert_eq!(compared, sums.lines().filter(is_picture).count());
    assert!(compared >= 2 * files(SELFTEST, "toml").len());
}

#[test]
fn the_figures_of_configs_are_those_committed() {
    for path in files("configs", "toml") {
        for extension in ["png", "svg"] {
            let name = path.with_extension(extension);
            let committed = Path::new("out").join(name.file_name().unwrap());
            let hash = Hash::hash(&fs::read(committed).unwrap());
            assert!(CORPUS.drawn[&name] == hash, "{}", name.display());
        }
    }
}

#[test]
fn any_number_of_threads_draws_the_same() {
    for jobs in 1..=8 {
        let out = place();
        let mut command = Command::new(PROGRAM);
        command
            .args(["render", "configs", "--jobs", &jobs.to_string()])
            .arg("--out-dir")
            .arg(out.path())
            .current_dir(&CORPUS.folder);
        let what = format!("--jobs {jobs}");
        assert_same(&what, &command.output().unwrap(), out.path());
    }
}

#[test]
fn no_variable_of_the_environment_changes_a_byte() {
    assert_drawn("an empty environment, so no home", |command| {
        command.env_clear();
    });
    assert_drawn("other variables, a home that is not there", |command| {
        command.envs(ENVIRONMENT);
    });
}

/// A locale that writes a comma in decimals, one whose letters have other capitals, another time zone, no fonts, another home
/// and terminal, and settings that programs in Rust have without knowing.
const ENVIRONMENT: [(&str, &str); 16] = [
    ("LC_ALL", "de_DE.UTF-8"),
    ("LANG", "tr_TR.UTF-8"),
    ("LANGUAGE", "ar"),
    ("TZ", "Asia/Kathmandu"),
    ("SOURCE_DATE_EPOCH", "1"),
    ("HOME", "/nowhere"),
    ("TMPDIR", "/nowhere"),
    ("FONTCONFIG_FILE", "/dev/null"),
    ("FONTCONFIG_PATH", "/nowhere"),
    ("XDG_DATA_DIRS", "/nowhere"),
    ("TERM", "dumb"),
    ("COLUMNS", "20"),
    ("CLICOLOR_FORCE", "1"),
    ("RUST_BACKTRACE", "full"),
    ("RUST_LOG", "trace"),
    ("RUST_MIN_STACK", "8388608"),
];

#[test]
fn neither_the_working_directory_nor_the_way_to_write_a_path_changes_a_byte() {
    let folder = CORPUS.folder.path();
    for (directory, configs) in [
        (folder.join("configs/tests"), PathBuf::from("..")),
        (folder.join("drawn"), folder.join("drawn/../configs/.")),
        (PathBuf::from("/"), folder.join("configs")),
    ] {
        let out = place();
        let mut command = Command::new(PROGRAM);
        command.arg("render").arg(&configs).arg("--out-dir");
        command.arg(out.path()).current_dir(&directory);
        let what = format!("{} in {}", configs.display(), directory.display());
        assert_same(&what, &command.output().unwrap(), out.path());
    }
}

#[cfg(unix)]
#[test]
fn closed_standard_streams_change_no_byte() {
    let out = place();
    let script = r#"exec "$0" render configs --out-dir "$1" <&- >&- 2>&-"#;
    let mut command = Command::new("sh");
    command.args(["-c", script, PROGRAM]).arg(out.path());
    let output = command.current_dir(&CORPUS.folder).output().unwrap();
    assert_same("closed streams", &output, out.path());
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn a_processor_that_can_less_draws_the_same() {
    // What the C library then does not use of the processor. Crates ask the processor itself: `.ci/bytes` runs them on others.
    let less = "glibc.cpu.hwcaps=-AVX512F,-AVX2,-AVX,-FMA,-FMA4,-SSE4_2,-SSE4_1,-SSSE3,-ERMS,-FSRM";
    assert_drawn("an old processor", |command| {
        command.env("GLIBC_TUNABLES", less);
    });
}

/// Where Linux lets anyone be root within a namespace of their own, the program runs there without a network, without fonts
/// and settings of the system, on configs that cannot be written to.
#[cfg(target_os = "linux")]
#[test]
fn a_bare_system_draws_the_same() {
    let alone = |command: &mut Command| {
        command.args(["--user", "--map-root-user", "--mount", "--net"]);
    };
    let mut trial = Command::new("unshare");
    alone(&mut trial);
    let allowed = trial
        .args(["mount", "-t", "tmpfs", "none", "/mnt"])
        .output();
    if !allowed.is_ok_and(|output| output.status.success()) {
        // Not `eprintln!`, which tests keep to themselves.
        let skipped = "skipped: a_bare_system_draws_the_same needs unshare --user\n";
        std::io::Write::write_all(&mut std::io::stderr(), skipped.as_bytes()).unwrap();
        return;
    }
    let script = r#"
        set -eu
        for directory in /usr/share /usr/local/share /etc; do
            if [ -d $directory ]; then mount -t tmpfs none $directory; fi
        done
        mount --bind -o ro "$2" "$2"
        if touch "$2/file" 2>/dev/null; then exit 4; fi
        if [ -e /usr/share/fonts ] || [ -e /etc/fonts ] || [ "$(wc -l < /proc/net/dev)" != 3 ]; then exit 5; fi
        "$1" selftest
        exec "$1" render "$2" --out-dir "$3""#;
    let out = place();
    let mut command = Command::new("unshare");
    alone(&mut command);
    command.args(["sh", "-c", script, "sh", PROGRAM]);
    command
        .arg(CORPUS.folder.path().join("configs"))
        .arg(out.path());
    assert_same("bare system", &command.output().unwrap(), out.path());
}
