//! `--depfile`: what is in the file, and when it is written.

use std::fs::{self, File};
use std::time::SystemTime;

use crate::{BROKEN, NARROW, STANDARD, Sandbox};

/// A config that names a font.
pub(crate) fn with_font(path: &str) -> String {
    format!("[figure]\nfont = ['{path}']\n{STANDARD}")
}

/// Three figures, one of which names a font, another one a style.
pub(crate) fn sources(directory: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("configs/fonts/serif.ttf", dejavu::serif::regular());
    sandbox.write("configs/a.toml", with_font("fonts/serif.ttf"));
    sandbox.write("configs/b.toml", NARROW);
    sandbox.write("blog.toml", "[figure]\nwidth = 500\n");
    let styled = format!("style = '../../blog.toml'\n{STANDARD}");
    sandbox.write(format!("configs/{directory}/c.toml"), styled);
    sandbox
}

pub(crate) fn modified(sandbox: &Sandbox, path: &str) -> SystemTime {
    fs::metadata(sandbox.path(path))
        .unwrap()
        .modified()
        .unwrap()
}

pub(crate) fn files(stem: &str) -> [String; 2] {
    ["png", "svg"].map(|extension| format!("out/{stem}.{extension}"))
}

/// What stands in the depfile after a run with these arguments.
fn depfile(sandbox: &Sandbox, arguments: &str) -> String {
    let run = sandbox.run(&format!("{arguments} --depfile deps/a.d"));
    assert_eq!((run.code, &*run.stderr), (0, ""));
    String::from_utf8(sandbox.read("deps/a.d")).unwrap()
}

#[test]
fn each_figure_has_a_rule_with_what_was_written_and_what_was_read() {
    let sandbox = sources("posts");
    let all = "out/a.png out/a.svg: configs/a.toml configs/fonts/serif.ttf\n\
               out/b.png out/b.svg: configs/b.toml\n\
               out/posts/c.png out/posts/c.svg: configs/posts/c.toml configs/posts/../../blog.toml\n\
               configs/fonts/serif.ttf:\n\
               configs/posts/../../blog.toml:\n";
    assert_eq!(depfile(&sandbox, "render"), all);
    assert_eq!(
        depfile(&sandbox, "render ./configs//b.toml -f svg -o ./x/."),
        "x/b.svg: configs/b.toml\n"
    );
    sandbox.write(
        "twice.toml",
        with_font("configs/fonts/serif.ttf', 'configs/fonts/serif.ttf"),
    );
    assert_eq!(
        depfile(&sandbox, "render twice.toml -f png"),
        "out/twice.png: twice.toml configs/fonts/serif.ttf\nconfigs/fonts/serif.ttf:\n"
    );
}

#[test]
fn with_a_depfile_every_file_is_written_and_without_one_only_what_changes() {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", STANDARD);
    assert_eq!(sandbox.run("render a.toml").code, 0);
    let past = SystemTime::UNIX_EPOCH;
    for path in files("a") {
        let file = File::options()
            .write(true)
            .open(sandbox.path(path))
            .unwrap();
        file.set_modified(past).unwrap();
    }
    assert_eq!(sandbox.run("render a.toml").code, 0);
    assert_eq!(files("a").map(|path| modified(&sandbox, &path)), [past; 2]);
    assert_eq!(
        depfile(&sandbox, "render a.toml"),
        "out/a.png out/a.svg: a.toml\n"
    );
    assert!(
        files("a")
            .iter()
            .all(|path| modified(&sandbox, path) > past)
    );
    assert_eq!(sandbox.outputs(), files("a"));
}

#[test]
fn after_an_error_the_depfile_is_as_it_was() {
    let sandbox = sources("posts");
    let before = depfile(&sandbox, "render");
    sandbox.write("configs/b.toml", BROKEN);
    let run = sandbox.run("render --depfile deps/a.d");
    assert_eq!(
        (run.code, &*run.stdout),
        (
            2,
            "out/a.png\nout/a.svg\nout/posts/c.png\nout/posts/c.svg\n"
        )
    );
    fs::remove_file(sandbox.path("configs/b.toml")).unwrap();
    fs::remove_file(sandbox.path("configs/fonts/serif.ttf")).unwrap();
    assert_eq!(sandbox.run("render --depfile deps/a.d").code, 3);
    assert_eq!(
        sandbox
            .run("render configs/posts nowhere --depfile deps/a.d")
            .code,
        3
    );
    assert_eq!(sandbox.read("deps/a.d"), before.into_bytes());
    assert_eq!(sandbox.run("render nowhere --depfile new.d").code, 3);
    assert!(!sandbox.path("new.d").exists());
}

#[test]
fn a_depfile_that_cannot_be_written_exits_with_3() {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", STANDARD);
    sandbox.write("dir/keep", "");
    let run = sandbox.run("render a.toml --depfile dir");
    run.fails(
        3,
        "error: cannot be written: it is there, and not a file\n--> dir\n",
    );
}

#[test]
fn a_depfile_is_not_written_over_what_it_is_about() {
    let sandbox = sources("posts");
    for path in [
        "configs/b.toml",
        "configs/fonts/../b.toml",
        "out/a.png",
        "configs/fonts/serif.ttf",
    ] {
        let run = sandbox.run(&format!("render --jobs 1 --depfile {path}"));
        run.fails(2, "error: the depfile would be written over this file\n");
        assert!(!sandbox.path("out/a.png").exists(), "{path}");
    }
    assert_eq!(sandbox.read("configs/b.toml"), NARROW.as_bytes());
}

#[test]
fn standard_input_has_no_depfile_and_nor_has_check() {
    let sandbox = Sandbox::new();
    let run = sandbox.run_with("render - --format svg --depfile a.d", "");
    run.fails(2, "error: no depfile can name standard input\n");
    let run = sandbox.run("check --depfile a.d");
    run.fails(2, "error: unexpected argument '--depfile' found\n");
    assert!(!sandbox.path("a.d").exists());
}

#[cfg(unix)]
#[test]
fn a_name_that_they_would_read_otherwise_is_refused_before_anything_is_written() {
    for name in ["two\nlines", "100%", "a=b", "a;b", "a*b", "~a"] {
        let sandbox = Sandbox::new();
        sandbox.write("configs/0.toml", STANDARD);
        sandbox.write(format!("configs/{name}.toml"), STANDARD);
        let out_dir = if name == "~a" { "." } else { "out" };
        let run = sandbox.run(&format!("render --depfile a.d --out-dir {out_dir}"));
        run.fails(2, "error: no depfile can name this file\n");
        assert!(!sandbox.path("a.d").exists());
        assert_eq!(sandbox.outputs(), [""; 0], "{name:?}");
        assert_eq!(sandbox.run("render").code, 0);
    }
    let sandbox = Sandbox::new();
    sandbox.write("a=b.ttf", dejavu::serif::regular());
    sandbox.write("a.toml", with_font("a=b.ttf"));
    let run = sandbox.run("render a.toml --depfile a.d");
    run.fails(2, "error: no depfile can name this file\n--> a=b.ttf\n");
    assert_eq!(sandbox.outputs(), [""; 0]);
}

#[cfg(unix)]
#[test]
fn the_depfile_of_a_stranger_is_written_through_no_link() {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", STANDARD);
    sandbox.write("precious", "precious");
    std::os::unix::fs::symlink("precious", sandbox.path("a.d")).unwrap();
    let run = sandbox.run("render a.toml --no-user-files --depfile a.d");
    run.fails(
        3,
        "error: refused by --no-user-files: a.d is a symbolic link\n",
    );
    assert_eq!(sandbox.read("precious"), b"precious");
    assert_eq!(sandbox.outputs(), [""; 0]);
}
