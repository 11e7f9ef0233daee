//! `gaussfig watch`: what is saved is drawn, however it is saved.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::Child;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{BROKEN, NARROW, STANDARD, Sandbox, is_svg};

/// How long a change may take to be seen: far longer than it does on a machine that has much to do.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program that watches, and ends with the test.
struct Watching {
    child: Child,
    /// What it has said so far, on both streams, and nobody has heard.
    said: Arc<Mutex<Vec<String>>>,
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Watching {
    /// Starts it, and waits until the first round is over.
    fn start(sandbox: &Sandbox, arguments: &str) -> Self {
        let mut command = sandbox.command();
        command.arg("watch").args(arguments.split_whitespace());
        // One pipe for both: lines come in their order.
        let (reader, writer) = std::io::pipe().unwrap();
        command.stdout(writer.try_clone().unwrap()).stderr(writer);
        let child = command.spawn().unwrap();
        let said = Arc::default();
        collect(reader, &said);
        let watching = Self { child, said };
        watching.hears("waiting");
        watching
    }

    /// Waits until it says a line with these words. All lines up to that.
    fn hears(&self, words: &str) -> String {
        let start = Instant::now();
        loop {
            let mut said = self.said.lock().unwrap();
            if let Some(end) = said.iter().position(|line| line.contains(words)) {
                return said.drain(..=end).collect::<Vec<_>>().join("\n");
            }
            assert!(start.elapsed() < PATIENCE, "no {words:?} in {said:?}");
            drop(said);
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for the end of a round.
    fn round(&self) -> String {
        self.hears("waiting")
    }
}

/// Keeps the lines of a stream.
fn collect(stream: impl Read + Send + 'static, said: &Arc<Mutex<Vec<String>>>) {
    let said = Arc::clone(said);
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            said.lock().unwrap().push(line);
        }
    });
}

/// What a config draws to an SVG.
fn drawn(toml: &str) -> Vec<u8> {
    let bytes = Sandbox::new().run_with("render - --format svg", toml).bytes;
    assert!(is_svg(&bytes));
    bytes
}

/// Waits until a file has these bytes.
fn becomes(sandbox: &Sandbox, path: &str, bytes: &[u8]) {
    let start = Instant::now();
    while fs::read(sandbox.path(path)).ok().as_deref() != Some(bytes) {
        assert!(start.elapsed() < PATIENCE, "{path} stays as it is");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_figure_is_drawn_again_when_its_config_is_saved_in_place_or_by_renaming() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    let watching = Watching::start(&sandbox, "--format svg");
    becomes(&sandbox, "out/a.svg", &drawn(STANDARD));
    sandbox.write("configs/a.toml", NARROW);
    becomes(&sandbox, "out/a.svg", &drawn(NARROW));
    watching.round();
    // As Vim saves: the old file gets another name, a new one is written.
    fs::rename(
        sandbox.path("configs/a.toml"),
        sandbox.path("configs/a.toml~"),
    )
    .unwrap();
    sandbox.write("configs/a.toml", STANDARD);
    fs::remove_file(sandbox.path("configs/a.toml~")).unwrap();
    becomes(&sandbox, "out/a.svg", &drawn(STANDARD));
    watching.round();
    // As Helix does: a new file gets the name of the old one.
    sandbox.write("configs/.tmp1", NARROW);
    fs::rename(
        sandbox.path("configs/.tmp1"),
        sandbox.path("configs/a.toml"),
    )
    .unwrap();
    becomes(&sandbox, "out/a.svg", &drawn(NARROW));
}

#[test]
fn of_several_figures_only_those_are_drawn_that_change() {
    let sandbox = Sandbox::new();
    for name in ["a", "b", "c/d"] {
        sandbox.write(format!("configs/{name}.toml"), STANDARD);
    }
    let watching = Watching::start(&sandbox, "--format svg");
    assert_eq!(sandbox.outputs(), ["out/a.svg", "out/b.svg", "out/c/d.svg"]);
    sandbox.write("configs/c/d.toml", NARROW);
    assert_eq!(watching.round(), "out/c/d.svg\nwaiting for changes");
    sandbox.write("configs/b.toml", NARROW);
    assert_eq!(watching.round(), "out/b.svg\nwaiting for changes");
}

#[test]
fn an_error_is_said_and_leaves_the_last_good_files_until_it_is_mended() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    let watching = Watching::start(&sandbox, "--format svg");
    let good = sandbox.read("out/a.svg");
    sandbox.write("configs/a.toml", BROKEN);
    let said = watching.round();
    let error = "error: sigma must be greater than zero\n --> configs/a.toml:3:9\n";
    assert!(said.replace('\\', "/").contains(error), "{said}");
    assert!(!said.contains("out"), "{said}");
    assert_eq!(sandbox.read("out/a.svg"), good);
    sandbox.write("configs/a.toml", NARROW);
    let said = watching.round();
    assert!(said.contains("mended: configs"), "{said}");
    assert_eq!(sandbox.read("out/a.svg"), drawn(NARROW));
}

#[test]
fn a_style_and_a_font_are_watched_wherever_they_are_and_before_they_are_there() {
    let sandbox = Sandbox::new();
    let config =
        format!("style = '../styles/blog.toml'\nfigure.font = ['../fonts/x.ttf']\n{STANDARD}");
    sandbox.write("configs/a.toml", &config);
    let watching = Watching::start(&sandbox, "--format svg");
    sandbox.write("styles/blog.toml", "title = 'one'\n");
    let said = watching.hears("x.ttf");
    assert!(said.contains("cannot read font"), "{said}");
    watching.round();
    sandbox.write("fonts/x.ttf", dejavu::sans_mono::regular());
    watching.hears("mended");
    let one = sandbox.read("out/a.svg");
    watching.round();
    sandbox.write("styles/blog.toml", "title = 'another'\n");
    watching.round();
    let another = sandbox.read("out/a.svg");
    assert_ne!(one, another);
    sandbox.write("fonts/x.ttf", dejavu::serif::regular());
    watching.round();
    assert_ne!(sandbox.read("out/a.svg"), another);
}

#[test]
fn configs_may_come_and_go_with_the_directories_around_them() {
    let sandbox = Sandbox::new();
    let watching = Watching::start(&sandbox, "posts b.toml --format svg");
    sandbox.write("posts/new/a.toml", STANDARD);
    becomes(&sandbox, "out/new/a.svg", &drawn(STANDARD));
    sandbox.write("b.toml", STANDARD);
    becomes(&sandbox, "out/b.svg", &drawn(STANDARD));
    watching.hears("b.svg");
    watching.round();
    fs::remove_dir_all(sandbox.path("posts")).unwrap();
    let said = watching.hears("removed: posts");
    assert!(!said.contains("b.toml"), "{said}");
    assert_eq!(sandbox.outputs(), ["out/b.svg", "out/new/a.svg"]);
    sandbox.write("posts/new/a.toml", NARROW);
    becomes(&sandbox, "out/new/a.svg", &drawn(NARROW));
    sandbox.write("posts/new/a.toml", STANDARD);
    becomes(&sandbox, "out/new/a.svg", &drawn(STANDARD));
}

#[test]
fn what_editors_leave_beside_a_config_and_the_figures_themselves_are_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", STANDARD);
    // The figures are among the configs.
    let watching = Watching::start(&sandbox, ". --out-dir . --format svg");
    for name in [
        ".a.toml.swp",
        "a.toml~",
        "4913",
        "#a.toml#",
        "a.toml___jb_tmp___",
    ] {
        sandbox.write(name, BROKEN);
    }
    #[cfg(unix)] // an Emacs lock
    std::os::unix::fs::symlink("somebody@somewhere", sandbox.path(".#a.toml")).unwrap();
    sandbox.write("b.toml", STANDARD);
    let said = watching.round().replace('\\', "/");
    assert_eq!(said, "./b.svg\nwaiting for changes");
    sandbox.write("c.toml", STANDARD);
    let said = watching.round().replace('\\', "/");
    assert_eq!(
        said, "./c.svg\nwaiting for changes",
        "its own files made a round"
    );
}

#[test]
fn figures_of_one_name_are_not_drawn_until_one_has_another() {
    let sandbox = Sandbox::new();
    sandbox.write("a/x.toml", STANDARD);
    let watching = Watching::start(&sandbox, "a b --format svg");
    sandbox.write("b/x.toml", NARROW);
    let said = watching.hears("several configs would be drawn to the same files");
    assert!(!said.contains("x.svg"), "{said}");
    watching.round();
    fs::rename(sandbox.path("b/x.toml"), sandbox.path("b/y.toml")).unwrap();
    becomes(&sandbox, "out/y.svg", &drawn(NARROW));
    assert_eq!(sandbox.read("out/x.svg"), drawn(STANDARD));
}

#[test]
fn rounds_are_told_in_json_too() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", BROKEN);
    let watching = Watching::start(&sandbox, "--format svg --strict --message-format json");
    sandbox.write("configs/a.toml", STANDARD);
    let said = watching.hears("waiting");
    let objects = said.lines().map(|line| serde_json::from_str(line).unwrap());
    let told: Vec<[Value; 2]> = objects
        .map(|object: Value| ["type", "state"].map(|name| object[name].clone()))
        .collect();
    let expected = [
        ["figure", "written"],
        ["watch", "mended"],
        ["watch", "waiting"],
    ];
    for pair in expected {
        assert!(told.iter().any(|told| *told == pair), "{pair:?} in {said}");
    }
}

#[test]
fn standard_input_cannot_be_watched() {
    let run = Sandbox::new().run("watch -");
    run.fails(2, "error: standard input cannot be watched\n");
}

#[cfg(unix)]
#[test]
fn it_ends_when_nobody_reads_its_results() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let run = crate::run(sandbox.command().arg("watch").stdout(writer));
    run.fails(3, "error: cannot be written: Broken pipe");
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it() {
    use std::os::unix::process::ExitStatusExt;
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    for (name, number) in [("INT", 2), ("TERM", 15)] {
        if (crate::killed::ignored() >> (number - 1)) & 1 == 1 {
            continue; // so it is by whom the tests are run in the background
        }
        let mut watching = Watching::start(&sandbox, "--format svg");
        let mut kill = std::process::Command::new("kill");
        let status = kill
            .args(["-s", name, &watching.child.id().to_string()])
            .status();
        assert!(status.unwrap().success());
        let status = watching.child.wait().unwrap();
        assert_eq!(status.signal(), Some(number), "{name}");
    }
}
