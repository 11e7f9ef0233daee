//! Places that do not take a file: the old bytes stay, the message has path and cause, the exit code is 3.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use crate::{NARROW, Run, STANDARD, Sandbox, run};

const PROGRAM: &str = env!("CARGO_BIN_EXE_gaussfig");

/// A sandbox with a drawn figure whose config has changed since, and the bytes of its PNG and SVG.
fn outdated() -> (Sandbox, [Vec<u8>; 2]) {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    assert_eq!(sandbox.run("render").code, 0);
    sandbox.write("configs/a.toml", NARROW);
    let files = both(&sandbox, "out");
    (sandbox, files)
}

/// The figure's files in a directory.
fn both(sandbox: &Sandbox, directory: &str) -> [Vec<u8>; 2] {
    ["a.png", "a.svg"].map(|name| sandbox.read(Path::new(directory).join(name)))
}

/// Asserts that nothing was written, and that the message about each file says why.
fn assert_refused(run: &Run, paths: &[&str], cause: &str) {
    let message = |path| format!("error: cannot be written: {cause}\n--> {path}\n\n");
    let messages: String = paths.iter().map(message).collect();
    assert_eq!(run.stderr, messages);
    assert_eq!((run.code, &*run.stdout), (3, ""));
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Runs the program so that permissions bind it, which they do not bind root with its capabilities; `None` where that cannot be.
fn bound(sandbox: &Sandbox, arguments: &str) -> Option<Run> {
    if fs::metadata(sandbox.path("")).unwrap().uid() != 0 {
        return Some(sandbox.run(arguments));
    }
    let mut command = Command::new("setpriv");
    let ran = command
        .args(["--bounding-set=-all", "--inh-caps=-all", PROGRAM])
        .args(arguments.split_whitespace())
        .current_dir(sandbox.path(""))
        .output();
    match ran {
        Ok(output) => Some(crate::ended(output)),
        Err(error) => {
            eprintln!("skipped: this is root, and there is no setpriv: {error}");
            None
        }
    }
}

/// Runs a script in a name space where it may mount file systems; `None` where there is none.
#[cfg(target_os = "linux")]
fn with_mounts(sandbox: &Sandbox, script: &str) -> Option<Run> {
    let unshare = |script: &str| {
        let mut command = Command::new("unshare");
        command.args([
            "--user",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            script,
            PROGRAM,
        ]);
        command.current_dir(sandbox.path("")).output()
    };
    let possible = unshare("mkdir -p out && mount -t tmpfs none out");
    if possible.is_ok_and(|output| output.status.success()) {
        return Some(crate::ended(unshare(script).unwrap()));
    }
    eprintln!("skipped: no file systems may be mounted here");
    None
}

#[test]
fn a_directory_without_write_permission() {
    let (sandbox, old) = outdated();
    set_mode(&sandbox.path("out"), 0o555);
    let run = bound(&sandbox, "render");
    set_mode(&sandbox.path("out"), 0o755);
    let Some(run) = run else { return };
    assert_refused(
        &run,
        &["out/a.png", "out/a.svg"],
        "Permission denied (os error 13)",
    );
    assert!(both(&sandbox, "out") == old);
    assert_eq!(sandbox.outputs(), ["out/a.png", "out/a.svg"]);
}

#[test]
fn a_directory_around_a_missing_one_without_write_permission() {
    let (sandbox, _) = outdated();
    set_mode(&sandbox.path("out"), 0o555);
    let run = bound(&sandbox, "render --out-dir out/new");
    set_mode(&sandbox.path("out"), 0o755);
    let Some(run) = run else { return };
    let paths = ["out/new/a.png", "out/new/a.svg"];
    assert_refused(&run, &paths, "Permission denied (os error 13)");
    assert!(!sandbox.path("out/new").exists());
}

#[test]
fn a_file_without_write_permission() {
    let (sandbox, old) = outdated();
    set_mode(&sandbox.path("out/a.png"), 0o444);
    let run = sandbox.run("render --format png");
    assert_refused(&run, &["out/a.png"], "it is there, and read-only");
    assert!(both(&sandbox, "out") == old);
    // What need not be written may be read-only.
    sandbox.write("configs/a.toml", STANDARD);
    assert_eq!(sandbox.run("render").code, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_system_that_is_read_only() {
    let (sandbox, old) = outdated();
    let script = "mount --bind out out && mount -o remount,bind,ro out && exec \"$0\" render";
    let Some(run) = with_mounts(&sandbox, script) else {
        return;
    };
    let cause = "Read-only file system (os error 30)";
    assert_refused(&run, &["out/a.png", "out/a.svg"], cause);
    assert!(both(&sandbox, "out") == old);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_system_that_fills_up_anywhere() {
    let (sandbox, old) = outdated();
    sandbox.run("render --out-dir new");
    let new = both(&sandbox, "new");
    sandbox.run("render --out-dir kept --format svg");
    sandbox.write("old/a.png", &old[0]);
    sandbox.write("old/a.svg", &old[1]);
    let mut written = [0, 0];
    for pages in (10..30).step_by(2) {
        // What is left in the file system is copied, for it is seen by nobody else.
        let script = format!(
            "mount -t tmpfs -o size={}k none out && cp old/* out && \"$0\" render; code=$?; \
             rm -rf seen && mkdir seen && cp -a out/. seen && exit $code",
            4 * pages
        );
        let Some(run) = with_mounts(&sandbox, &script) else {
            return;
        };
        let seen = both(&sandbox, "seen");
        assert_eq!(fs::read_dir(sandbox.path("seen")).unwrap().count(), 2);
        let mut full = Vec::new();
        for (number, path) in ["out/a.png", "out/a.svg"].into_iter().enumerate() {
            let told = run.stdout.lines().any(|line| line == path);
            written[number] += usize::from(told);
            assert!(seen[number] == if told { &new } else { &old }[number]);
            full.extend((!told).then_some(path));
        }
        let cause = "No space left on device (os error 28)";
        assert_eq!(run.code, if full.is_empty() { 0 } else { 3 });
        for path in full {
            let message = format!("error: cannot be written: {cause}\n--> {path}\n");
            assert!(run.stderr.contains(&message), "{}", run.stderr);
        }
    }
    // Some sizes had room for both files, some for none.
    assert!(
        written.iter().all(|count| (1..10).contains(count)),
        "{written:?}"
    );
}

#[test]
fn files_larger_than_a_file_may_be() {
    let (sandbox, old) = outdated();
    let script = "ulimit -f 8; exec \"$0\" render";
    let mut command = Command::new("sh");
    command.args(["-c", script, PROGRAM]);
    let run = run(command.current_dir(sandbox.path("")));
    assert_refused(
        &run,
        &["out/a.png", "out/a.svg"],
        "File too large (os error 27)",
    );
    assert!(both(&sandbox, "out") == old);
    assert_eq!(sandbox.outputs(), ["out/a.png", "out/a.svg"]);
}

#[test]
fn an_output_directory_that_is_a_link_to_nowhere() {
    let (sandbox, _) = outdated();
    symlink("nowhere", sandbox.path("link")).unwrap();
    let run = sandbox.run("render --out-dir link");
    assert_refused(
        &run,
        &["link/a.png", "link/a.svg"],
        "File exists (os error 17)",
    );
    assert!(sandbox.path("link").is_symlink());
}

#[test]
fn a_name_that_is_too_long() {
    let (sandbox, _) = outdated();
    let long = "x".repeat(256);
    let run = sandbox.run(&format!("render --format png --out-dir {long}"));
    let name = format!("{long}/a.png");
    assert!(run.stderr.contains("File name too long"), "{}", run.stderr);
    assert!(run.stderr.contains(&name), "{}", run.stderr);
    assert_eq!(run.code, 3);
    // The longest name of a config leaves room for that of its figure.
    let longest = "y".repeat(250);
    sandbox.write(format!("{longest}.toml"), STANDARD);
    assert_eq!(sandbox.run(&format!("render {longest}.toml")).code, 0);
    assert_eq!(sandbox.read(format!("out/{longest}.png"))[1..4], *b"PNG");
}

#[test]
fn links_that_make_one_file_of_two_stop_everything() {
    for (link, target, one, other) in [
        ("out/b.png", "a.png", "out/a.png", "out/b.png"),
        ("out/a.svg", "a.png", "out/a.png", "out/a.svg"),
        ("out/x", "y", "out/x/c.png", "out/y/c.png"),
    ] {
        let sandbox = Sandbox::new();
        for name in ["a", "b", "x/c", "y/c"] {
            sandbox.write(format!("configs/{name}.toml"), STANDARD);
        }
        sandbox.write("out/y/keep", "");
        symlink(target, sandbox.path(link)).unwrap();
        let run = sandbox.run("render");
        let message = format!(
            "error: several files would be written to one place\n--> {one}\n \
             = help: one is {one}\n = help: one is {other}\n"
        );
        assert!(run.stderr.starts_with(&message), "{}", run.stderr);
        assert_eq!((run.code, &*run.stdout), (2, ""));
        assert!(!sandbox.path("out/a.png").exists());
    }
}
