//! Styles as files.

use std::fs::{self, File};

use crate::{STANDARD, Sandbox, run};

/// A config that names a style.
fn with_style(path: &str) -> String {
    format!("style = '{path}'\n{STANDARD}")
}

#[test]
fn a_style_is_relative_to_its_config_and_its_fonts_to_it() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "look/blog.toml",
        "[figure]\nfont = ['fonts/a.ttf']\n[x]\ngrid = false\n",
    );
    sandbox.write("look/fonts/a.ttf", dejavu::serif::regular());
    sandbox.write("configs/posts/a.toml", with_style("../../look/blog.toml"));
    let plain = "[figure]\nfont = ['../../look/fonts/a.ttf']\n[x]\ngrid = false\n";
    sandbox.write("configs/posts/b.toml", format!("{plain}{STANDARD}"));
    let run = sandbox.run("render --strict");
    assert_eq!((run.code, &*run.stderr), (0, ""));
    for extension in ["png", "svg"] {
        let [a, b] = ["a", "b"].map(|name| sandbox.read(format!("out/posts/{name}.{extension}")));
        assert!(a == b, "{extension}");
    }
    assert_eq!(sandbox.run("check").code, 0);
    for command in ["data", "stats"] {
        let [a, b] =
            ["a", "b"].map(|name| sandbox.run(&format!("{command} configs/posts/{name}.toml")));
        assert_eq!((a.code, a.stdout), (0, b.stdout));
    }
}

#[test]
fn a_figure_of_a_style_is_drawn_again_from_its_recipe() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "look/blog.toml",
        "title = '$\\mu$'\n[figure]\nfont = ['a.ttf']\nwidth = 500\n",
    );
    sandbox.write("look/a.ttf", dejavu::serif::regular());
    sandbox.write("posts/a.toml", with_style("../look/blog.toml"));
    assert_eq!(sandbox.run("render posts/a.toml").code, 0);
    for extension in ["png", "svg"] {
        let file = format!("out/a.{extension}");
        let recipe = sandbox.run(&format!("recipe {file}"));
        let tables = "title = '$\\mu$'\n\n[figure]\nwidth = 500.0\nfont = [\"../look/a.ttf\"]\n\n";
        assert_eq!(recipe.bytes, format!("{tables}{STANDARD}").as_bytes());
        sandbox.write("posts/again.toml", recipe.bytes);
        let drawn = sandbox.run(&format!("render posts/again.toml --format {extension}"));
        assert_eq!(drawn.code, 0);
        assert!(sandbox.read(file) == sandbox.read(format!("out/again.{extension}")));
    }
}

#[test]
fn what_is_wrong_in_a_style_is_shown_in_its_own_file() {
    let sandbox = Sandbox::new();
    sandbox.write("blog.toml", "# the blog\n[x]\nrange = [0, 4]\n");
    sandbox.write("configs/a.toml", with_style("../blog.toml"));
    let run = sandbox.run("render --format svg");
    let shown = "warning[mass-outside-range]: ";
    assert!(run.stderr.starts_with(shown), "{}", run.stderr);
    let place = " --> configs/../blog.toml:3:9\n  |\n3 | range = [0, 4]\n  |         ^^^^^^\n";
    assert!(
        run.stderr.replace('\\', "/").contains(place),
        "{}",
        run.stderr
    );
    assert_eq!(run.code, 0);
    assert_eq!(sandbox.run("render --format svg --strict").code, 2);
    sandbox.write(
        "blog.toml",
        "allow = ['mass-outside-range']\n[x]\nrange = [0, 4]\n",
    );
    assert_eq!(sandbox.run("render --format svg --strict").code, 0);
    sandbox.write("blog.toml", b"title = \"caf\xe9 au lait\"\n");
    let run = sandbox.run("render");
    assert_eq!(
        run.stderr.replace('\\', "/"),
        "error: a style must be UTF-8 text\n --> configs/../blog.toml:1:13\n  |\n\
         1 | title = \"caf\u{fffd} au lait\"\n  |             ^\n\n"
    );
    assert_eq!(run.code, 2);
}

#[test]
fn a_style_that_cannot_be_read_is_an_error_at_its_path_that_exits_with_3() {
    let sandbox = Sandbox::new();
    sandbox.write("directory/keep", "");
    sandbox.write("configs/b.toml", STANDARD);
    let large = File::create(sandbox.path("large.toml")).unwrap();
    large.set_len((64 << 20) + 1).unwrap();
    for path in ["../none.toml", "../directory", "../large.toml"] {
        sandbox.write("configs/a.toml", with_style(path));
        let run = sandbox.run("render --format svg");
        let message = format!("error: cannot read style \"{path}\": ");
        assert!(run.stderr.starts_with(&message), "{}", run.stderr);
        assert!(run.stderr.contains("a.toml:1:9\n"), "{}", run.stderr);
        assert_eq!((run.code, &*run.stdout), (3, "out/b.svg\n"));
    }
}

#[test]
fn a_style_on_standard_input_and_a_style_of_the_library_are_relative_to_the_directory() {
    let sandbox = Sandbox::new();
    sandbox.write("blog.toml", "figure.width = 500");
    let config = with_style("blog.toml");
    let run = sandbox.run_with("render - --format svg", &config);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("width=\"500\""), "{}", run.stdout);
    sandbox.write("blog.toml", "figure.width = 0");
    let run = sandbox.run_with("render - --format svg", &config);
    assert!(
        run.stderr.contains(" --> blog.toml:1:16\n"),
        "{}",
        run.stderr
    );
    let directory = fs::canonicalize(sandbox.path(".")).unwrap();
    let path = directory.join("blog.toml");
    let errors = gaussfig::render_svg(&with_style(path.to_str().unwrap())).unwrap_err();
    let shown = errors.to_string();
    assert!(
        shown.contains(&format!(" --> {}:1:16\n", path.display())),
        "{shown}"
    );
    fs::write(path, "title = ''").unwrap();
    assert!(
        gaussfig::render_svg(&with_style(directory.join("blog.toml").to_str().unwrap())).is_ok()
    );
}

#[test]
fn no_user_files_means_no_style() {
    let sandbox = Sandbox::new();
    sandbox.write("blog.toml", "title = 'secret");
    sandbox.write("a.toml", with_style("blog.toml"));
    for command in [
        "render a.toml",
        "check a.toml",
        "data a.toml",
        "stats a.toml",
    ] {
        let run = sandbox.run(&format!("{command} --no-user-files"));
        let message = "error: cannot read style \"blog.toml\": --no-user-files allows none\n --> a.toml:1:9\n";
        assert!(run.stderr.starts_with(message), "{}", run.stderr);
        assert!(!run.stderr.contains("secret"), "{}", run.stderr);
        assert_eq!((run.code, &*run.stdout), (2, ""), "{command}");
    }
}

#[cfg(unix)]
#[test]
fn a_style_that_is_no_file_is_neither_opened_nor_waited_for() {
    let sandbox = Sandbox::new();
    let mut mkfifo = std::process::Command::new("mkfifo");
    assert!(mkfifo.arg(sandbox.path("pipe")).status().unwrap().success());
    for path in ["pipe", "/dev/zero", "."] {
        sandbox.write("a.toml", with_style(path));
        let run = run(sandbox.command().args(["render", "a.toml"]));
        let message = format!("error: cannot read style \"{path}\": it is not a regular file\n");
        assert!(run.stderr.starts_with(&message), "{}", run.stderr);
        assert_eq!(run.code, 3);
    }
}
