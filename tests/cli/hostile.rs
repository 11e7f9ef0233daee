//! Configs and fonts that are no files, no text or far too long: a short message and an exit code, whatever they are.

use std::fs::{self, File};

use crate::{STANDARD, Sandbox};

/// Runs the program on a config of these bytes: the exit code and the messages.
fn refused(config: impl AsRef<[u8]>) -> (i32, String) {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", config);
    let run = sandbox.run("render a.toml");
    assert_eq!(run.stdout, "");
    assert_eq!(sandbox.outputs(), [] as [&str; 0]);
    (run.code, run.stderr)
}

#[test]
fn a_config_of_100_megabytes_is_refused() {
    let sandbox = Sandbox::new();
    let file = File::create(sandbox.path("a.toml")).unwrap();
    file.set_len(100 << 20).unwrap();
    let run = sandbox.run("render a.toml");
    assert_eq!(
        run.stderr,
        "error: a config has at most 1048576 bytes\n--> a.toml\n\n"
    );
    assert_eq!(run.code, 2);
}

#[test]
fn what_is_not_utf8_is_refused_wherever_it_breaks_off() {
    let [start, end] = ["title = \"", "\"\n"].map(str::as_bytes);
    let broken: [&[u8]; 7] = [
        b"\x80",
        b"\xff",
        b"\xc0\xaf",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xe2\x88",
        b"\xf0\x9f\x94",
    ];
    for bytes in broken {
        let (code, message) = refused([start, bytes, end].concat());
        let place = "error: a config must be UTF-8 text\n --> a.toml:1:10\n";
        assert!(message.starts_with(place), "{message}");
        assert_eq!(code, 2);
        let (code, message) = refused([start, bytes].concat());
        assert!(message.starts_with(place), "{message}");
        assert_eq!(code, 2);
    }
}

#[test]
fn utf16_is_refused_at_its_first_byte() {
    let utf16 = STANDARD.encode_utf16().flat_map(u16::to_le_bytes);
    let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(utf16).collect();
    let (code, message) = refused(bytes);
    assert!(message.starts_with("error: a config must be UTF-8 text\n --> a.toml:1:1\n"));
    assert_eq!(code, 2);
}

#[test]
fn a_million_bytes_of_anything_have_a_short_answer() {
    const MANY: usize = 1_000_000;
    let long = [
        "[".repeat(MANY),
        "\"".repeat(MANY),
        "\0".repeat(MANY),
        "a.".repeat(MANY / 2),
        "a = 1\n".repeat(MANY / 6),
        "#".repeat(MANY),
        format!("title = '{}'\n{STANDARD}", "x".repeat(MANY)),
        format!("title = '${}$'\n{STANDARD}", r"\frac{1}{".repeat(MANY / 9)),
        format!("mu = {}\n", "[".repeat(MANY)),
        format!("gaussian = [{}]\n", "{ mu = 0 },".repeat(MANY / 11)),
        format!("{}{STANDARD}", "[x]\nlabel = 1\n".repeat(MANY / 14)),
        format!(
            "[histogram]\nbins = {{ edges = [{}] }}\n{STANDARD}",
            "0,".repeat(MANY / 2)
        ),
        format!("[[gaussian]]\nmu = 0\nsigma = {}\n", "9".repeat(MANY)),
        format!(
            "[[gaussian]]\nmu = 0\nsigma = 1\n'{}' = 1\n",
            "k".repeat(MANY)
        ),
    ];
    for config in long {
        let (code, message) = refused(&config);
        assert!(message.starts_with("error: "), "{message}");
        assert!(
            message.len() < 50_000,
            "{} bytes: {}",
            message.len(),
            &message[..500]
        );
        assert_eq!(code, 2);
    }
}

#[test]
fn a_directory_is_no_file_whatever_its_name() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml/b.toml", STANDARD);
    let run = sandbox.run("render configs --format svg");
    assert_eq!((run.code, &*run.stdout), (0, "out/a.toml/b.svg\n"));
    sandbox.write(
        "c.toml",
        format!("[figure]\nfont = ['configs']\n{STANDARD}"),
    );
    let run = sandbox.run("render c.toml");
    run.fails(3, "error: cannot read font \"configs\": ");
}

#[test]
fn a_file_that_is_no_font_exits_with_2() {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", format!("[figure]\nfont = ['a.toml']\n{STANDARD}"));
    let run = sandbox.run("render a.toml");
    run.fails(2, "error: `a.toml` is not a font that can be used\n");
}

#[test]
fn paths_may_have_spaces() {
    let sandbox = Sandbox::new();
    sandbox.write("my configs/a figure.toml", STANDARD);
    let run = crate::run(
        sandbox
            .command()
            .args(["render", "my configs", "--out-dir", "my out"]),
    );
    assert_eq!(run.stdout, "my out/a figure.png\nmy out/a figure.svg\n");
    assert!(fs::exists(sandbox.path("my out/a figure.svg")).unwrap());
}

#[cfg(unix)]
mod unix {
    use super::*;

    #[test]
    fn the_empty_device_is_an_empty_config() {
        let run = Sandbox::new().run("render /dev/null");
        assert!(
            run.stderr
                .starts_with("error: there is no Gaussian\n--> /dev/null\n")
        );
        assert_eq!(run.code, 2);
    }

    #[test]
    fn an_endless_device_is_no_font() {
        let config = format!("[figure]\nfont = ['/dev/zero']\n{STANDARD}");
        let message = "cannot read font \"/dev/zero\": it is not a regular file";
        let sandbox = Sandbox::new();
        sandbox.write("a.toml", &config);
        let run = sandbox.run("render a.toml");
        assert!(
            run.stderr.starts_with(&format!("error: {message}\n")),
            "{}",
            run.stderr
        );
        assert_eq!(run.code, 3);
        // Nor is it for the library.
        let errors = gaussfig::render_svg(&config).unwrap_err();
        assert_eq!(errors.list[0].message, message);
    }

    #[test]
    fn a_font_of_more_than_64_megabytes_is_refused() {
        let sandbox = Sandbox::new();
        let font = File::create(sandbox.path("a.ttf")).unwrap();
        font.set_len((64 << 20) + 1).unwrap();
        sandbox.write("a.toml", format!("[figure]\nfont = ['a.ttf']\n{STANDARD}"));
        let run = sandbox.run("render a.toml");
        let message = "error: cannot read font \"a.ttf\": it has more than 64 MiB\n";
        assert!(run.stderr.starts_with(message), "{}", run.stderr);
        assert_eq!(run.code, 3);
    }

    #[test]
    fn a_name_of_two_lines_is_written_and_printed_as_it_is() {
        let sandbox = Sandbox::new();
        sandbox.write("configs/two\nlines.toml", STANDARD);
        let run = sandbox.run("render --format svg");
        assert_eq!(run.stdout, "out/two\nlines.svg\n");
        assert_eq!(sandbox.outputs(), ["out/two\nlines.svg"]);
    }

    #[test]
    fn a_link_to_nowhere_is_an_error_and_does_not_stop_the_others() {
        let sandbox = Sandbox::new();
        sandbox.write("configs/b.toml", STANDARD);
        std::os::unix::fs::symlink("nowhere", sandbox.path("configs/a.toml")).unwrap();
        let run = sandbox.run("render --format svg");
        assert!(
            run.stderr.starts_with("error: cannot be read: "),
            "{}",
            run.stderr
        );
        assert_eq!((run.code, &*run.stdout), (3, "out/b.svg\n"));
    }
}
