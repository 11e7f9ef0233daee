//! Which files a run reads and writes: the configs, the fonts and styles that they name, the figures; with `--no-user-files` no
//! fonts and styles, and nothing through links.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::hostile;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_gaussfig");
const STANDARD: &str = "[[gaussian]]\nmu = 0\nsigma = 1\n";

/// The config with a font.
fn with_font(path: &str) -> String {
    format!("figure.font = [{}]\n{STANDARD}", toml::Value::from(path))
}

/// A directory to run the program in, with files and what they hold.
fn checkout(files: &[(&str, &[u8])]) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = directory.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    directory
}

fn make_pipe(path: PathBuf) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Runs the program: its exit code, standard output and standard error.
fn run(directory: &TempDir, arguments: &str) -> (i32, String, String) {
    let mut command = Command::new(PROGRAM);
    command.current_dir(directory.path()).stdin(Stdio::null());
    let output = command.args(arguments.split(' ')).output().unwrap();
    let [stdout, stderr] =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    (output.status.code().unwrap(), stdout, stderr)
}

#[test]
fn a_font_is_refused_at_its_path_when_no_user_files_are_allowed() {
    let dejavu = dejavu::sans::regular();
    let directory = checkout(&[("a.toml", with_font("a.ttf").as_bytes()), ("a.ttf", dejavu)]);
    for command in [
        "render a.toml",
        "check a.toml",
        "data a.toml",
        "stats a.toml",
    ] {
        assert_ne!(run(&directory, command).0, 2, "{command}");
        let (code, stdout, stderr) = run(&directory, &format!("{command} --no-user-files"));
        let message =
            "error: cannot read font \"a.ttf\": --no-user-files allows none\n --> a.toml:1:16\n";
        assert!(stderr.starts_with(message), "{command}: {stderr}");
        assert_eq!((code, &*stdout), (2, ""), "{command}");
    }
    fs::write(directory.path().join("a.toml"), STANDARD).unwrap();
    for command in [
        "render a.toml",
        "check a.toml",
        "data a.toml",
        "stats a.toml",
    ] {
        assert_eq!(
            run(&directory, &format!("{command} --no-user-files")).0,
            0,
            "{command}"
        );
    }
}

#[test]
fn fonts_are_looked_for_beside_the_config() {
    let dejavu = dejavu::serif::regular();
    for path in ["a.ttf", "fonts/a.ttf", "../a.ttf", "./b/../a.ttf"] {
        let directory = checkout(&[("below/b/a.toml", STANDARD.as_bytes())]);
        let below = directory.path().join("below");
        fs::create_dir_all(below.join("b/fonts")).unwrap();
        fs::create_dir_all(below.join("b/b")).unwrap();
        fs::write(below.join("b").join(path), dejavu).unwrap();
        fs::write(below.join("b/a.toml"), with_font(path)).unwrap();
        assert_eq!(run(&directory, "render below --format svg").0, 0, "{path}");
    }
}

/// The files below a directory that a run has opened, as `strace` saw it, and whether to read or to write them.
fn opened(directory: &Path, arguments: &str) -> Option<BTreeSet<(String, bool)>> {
    let log = directory.join("strace.log");
    let mut command = Command::new("strace");
    command
        .args(["-f", "-y", "-e", "trace=open,openat,openat2,creat", "-o"])
        .arg(&log);
    command
        .arg(PROGRAM)
        .args(arguments.split(' '))
        .current_dir(directory);
    match command.output() {
        Ok(output) => assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        ),
        Err(_) => return None,
    }
    let log = fs::read_to_string(log).unwrap();
    let line = |line: &str| {
        // 4711 openat(AT_FDCWD, "configs/a.toml", O_RDONLY|O_CLOEXEC) = 3</tmp/.../configs/a.toml>
        let (call, file) = line.split_once(") = ")?;
        let writes = call.contains("O_WRONLY") || call.contains("O_RDWR");
        let path = file.split_once('<')?.1.strip_suffix('>')?;
        Some((path.to_owned(), writes))
    };
    let all: BTreeSet<_> = log.lines().filter_map(line).collect();
    assert!(all.iter().any(|(path, _)| path.contains("libc")), "{log}");
    Some(all)
}

#[test]
fn a_run_opens_its_configs_their_fonts_and_styles_and_its_figures_and_no_other_file() {
    let config = with_font("../fonts/a.ttf");
    let config = format!("style = '../blog.toml'\n{config}");
    let hostile = hostile::config("file:///etc/passwd", &hostile::TEXTS);
    let directory = checkout(&[
        ("configs/a.toml", config.as_bytes()),
        ("configs/b.toml", hostile.as_bytes()),
        ("blog.toml", b"title = 'Blog'"),
        ("configs/secret.txt", b"secret"),
        ("fonts/a.ttf", dejavu::sans::regular()),
        (".gaussfig.toml", STANDARD.as_bytes()),
        ("gaussfig.toml", STANDARD.as_bytes()),
    ]);
    let root = directory.path().canonicalize().unwrap();
    let Some(all) = opened(&root, "render --jobs 1") else {
        return crate::note("there is no `strace`: which files a run opens was not seen");
    };
    let mut read = BTreeSet::new();
    let mut written = Vec::new();
    for (path, writes) in &all {
        match Path::new(path).strip_prefix(&root) {
            Ok(below) if *writes => written.push(below.to_str().unwrap()),
            Ok(below) => drop(read.insert(below.to_str().unwrap())),
            // The loader's, the standard library's and the allocator's.
            Err(_) => {
                let system = ["/etc/ld.so", "/lib", "/usr/lib", "/proc/", "/sys/", "/dev/"];
                assert!(!*writes || path.starts_with("/dev/"), "{path}");
                assert!(system.iter().any(|start| path.starts_with(start)), "{path}");
                assert!(!path.contains("font"), "{path}");
            }
        }
    }
    // The directory is listed.
    assert_eq!(
        read,
        BTreeSet::from([
            "blog.toml",
            "configs",
            "configs/a.toml",
            "configs/b.toml",
            "fonts/a.ttf"
        ])
    );
    assert_eq!(written.len(), 4, "{written:?}");
    assert!(
        written
            .iter()
            .all(|path| path.starts_with("out/.gaussfig-")),
        "{written:?}"
    );
}

#[test]
fn a_font_that_is_no_file_is_neither_opened_nor_waited_for() {
    let directory = checkout(&[("a.ttf/b", b"")]);
    make_pipe(directory.path().join("pipe.ttf"));
    for path in [
        "pipe.ttf",
        "a.ttf",
        "/dev/zero",
        "/dev/stdin",
        "/dev/tty",
        "/",
    ] {
        if path == "/dev/stdin" && !Path::new(path).exists() {
            continue;
        }
        fs::write(directory.path().join("a.toml"), with_font(path)).unwrap();
        let (code, _, stderr) = run(&directory, "render a.toml");
        let message = format!("error: cannot read font \"{path}\": it is not a regular file\n");
        assert!(stderr.starts_with(&message), "{stderr}");
        assert_eq!(code, 3);
    }
}

#[test]
fn a_path_of_a_font_that_is_none_is_an_error_of_the_config() {
    let directory = checkout(&[("a.toml", with_font("a\0b").as_bytes())]);
    let (code, _, stderr) = run(&directory, "render a.toml");
    assert!(
        stderr.starts_with("error: cannot read font \"a␀b\": "),
        "{stderr}"
    );
    assert_eq!(code, 2);
}

#[test]
fn what_is_in_a_file_that_is_no_font_is_not_told() {
    let config = with_font("secret");
    let directory = checkout(&[("a.toml", config.as_bytes()), ("secret", b"hunter2")]);
    let environ = "/proc/self/environ";
    for path in ["secret", "./secret", environ] {
        if !Path::new(path).exists() && path == environ {
            continue;
        }
        fs::write(directory.path().join("a.toml"), with_font(path)).unwrap();
        let (code, stdout, stderr) = run(&directory, "render a.toml");
        let message = format!("error: `{path}` is not a font that can be used\n");
        assert!(stderr.starts_with(&message), "{stderr}");
        assert!(
            !stderr.contains("hunter2") && !stderr.contains("PATH="),
            "{stderr}"
        );
        assert_eq!((code, &*stdout), (2, ""));
    }
}

#[test]
fn a_pipe_found_under_the_name_of_a_config_is_not_waited_for() {
    let directory = checkout(&[("configs/b.toml", STANDARD.as_bytes())]);
    make_pipe(directory.path().join("configs/a.toml"));
    let (code, stdout, stderr) = run(&directory, "render --format svg");
    let message = "error: cannot be read: it is not a regular file\n--> configs/a.toml\n";
    assert!(stderr.starts_with(message), "{stderr}");
    assert_eq!((code, &*stdout), (3, "out/b.svg\n"));
    // Named, it may be what a shell puts in the place of <(...); but not of a stranger's.
    let (code, _, stderr) = run(&directory, "render configs/a.toml --no-user-files");
    assert!(stderr.contains("it is not a regular file"), "{stderr}");
    assert_eq!(code, 3);
}

/// Runs `render` on a checkout with a link, first without the flag, which follows it, then with it, which must not.
fn assert_link_is_refused(link: &str, target: &str, arguments: &str) {
    let checkout = || {
        let directory = checkout(&[
            ("home/secret.toml", b"password = 'hunter2'"),
            ("home/a.svg", b"precious"),
            ("mine/a.toml", STANDARD.as_bytes()),
        ]);
        let link = directory.path().join(link);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        symlink(target, link).unwrap();
        directory
    };
    let touched = |(directory, stderr): (TempDir, String)| {
        let precious = fs::read(directory.path().join("home/a.svg")).unwrap();
        stderr.contains("hunter2") || precious != b"precious"
    };
    let directory = checkout();
    let (_, _, stderr) = run(&directory, arguments);
    assert!(touched((directory, stderr)), "{link} does no harm anyway");
    let directory = checkout();
    let (code, _, stderr) = run(&directory, &format!("{arguments} --no-user-files"));
    let message = format!("refused by --no-user-files: {link} is a symbolic link\n");
    assert!(stderr.contains(&message), "{stderr}");
    assert_eq!(code, 3);
    assert!(!touched((directory, stderr)), "{link} was followed");
}

#[test]
fn a_link_in_the_place_of_a_config_is_not_followed_for_strangers() {
    assert_link_is_refused("configs/a.toml", "../home/secret.toml", "render");
    assert_link_is_refused("configs/a.toml", "../home/secret.toml", "check");
    assert_link_is_refused(
        "configs/a.toml",
        "../home/secret.toml",
        "stats configs/a.toml",
    );
    assert_link_is_refused("configs", "home", "render");
    assert_link_is_refused("configs/b", "../home", "render configs/b/secret.toml");
}

#[test]
fn a_link_in_the_place_of_a_figure_is_not_followed_for_strangers() {
    assert_link_is_refused("out/a.svg", "../home/a.svg", "render mine --format svg");
    assert_link_is_refused("out", "home", "render mine --format svg");
    assert_link_is_refused(
        "static",
        "home",
        "render mine --format svg -o static/../home/.",
    );
}

#[test]
fn names_that_would_command_a_log_are_refused_for_strangers() {
    let directory = checkout(&[
        (
            "configs/a\n::set-output name=a::b.toml",
            STANDARD.as_bytes(),
        ),
        ("configs/##[warning]b.toml", STANDARD.as_bytes()),
        ("configs/c.toml", STANDARD.as_bytes()),
    ]);
    let (code, stdout, stderr) = run(&directory, "render --format svg --no-user-files");
    assert_eq!((code, &*stdout), (3, "out/c.svg\n"));
    let message = "refused by --no-user-files: its path has control characters or `#.[` in it";
    assert_eq!(stderr.matches(message).count(), 2, "{stderr}");
}
