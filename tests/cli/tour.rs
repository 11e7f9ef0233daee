//! A figure is committed and its config edited, a picture deleted, added or painted over: `gaussfig check` tells each apart,
//! and what it says mends it.

use std::fs;
use std::process::Command;

use crate::{Run, Sandbox, run};

const CONFIG: &str = "\
# Two densities with histograms.
[histogram]
seed = 7

[[gaussian]]
mu = 0.0
sigma = 1.0
color = \"#084a57\"
label = \"first\"

[[gaussian]]
mu = 2.0
sigma = 0.5
";

/// The figure as it is committed.
fn committed() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", CONFIG);
    sandbox.write("configs/sub/b.toml", "[[gaussian]]\nmu = 0\nsigma = 2\n");
    assert_eq!(sandbox.run("render").code, 0);
    assert_eq!(sandbox.run("check").code, 0);
    sandbox
}

/// What `check` says after this edit of the first config.
fn edited(old: &str, new: &str) -> (Sandbox, Run) {
    let sandbox = committed();
    assert!(CONFIG.contains(old));
    sandbox.write("configs/a.toml", CONFIG.replacen(old, new, 1));
    let run = sandbox.run("check");
    (sandbox, run)
}

/// Fails unless the command at the end mends what was found.
fn assert_mended(sandbox: &Sandbox, found: &Run) {
    let (_, commands) = found.stderr.split_once("to mend this, run\n\n").unwrap();
    let path = std::path::Path::new(env!("CARGO_BIN_EXE_gaussfig"))
        .parent()
        .unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-ec", commands]).current_dir(sandbox.path(""));
    let others = std::env::var("PATH").unwrap();
    shell.env("PATH", format!("{}:{others}", path.display()));
    let mended = run(&mut shell);
    assert_eq!(mended.code, 0, "{}", mended.stderr);
    let run = sandbox.run("check");
    assert_eq!((run.code, &*run.stdout, &*run.stderr), (0, "", ""));
}

/// Fails unless `check` found the figure changed with these words about the config, and says how to mend it.
fn assert_changed((sandbox, run): (Sandbox, Run), words: &[&str]) {
    assert_eq!(run.stdout, "changed: out/a.png\nchanged: out/a.svg\n");
    assert_eq!(run.code, 1);
    for words in words {
        assert!(run.stderr.contains(words), "{words}:\n{}", run.stderr);
    }
    assert_mended(&sandbox, &run);
}

#[test]
fn a_sigma() {
    assert_changed(
        edited("sigma = 0.5", "sigma = 0.6"),
        &[
            "error: out/a.png and out/a.svg are not what configs/a.toml says\n",
            " --> configs/a.toml:13:9\n",
            "13 | sigma = 0.6\n   |         ^^^\n",
            " = note: gaussian 2: sigma 0.5 → 0.6\n",
            " = note: out/a.png: changed: ",
            " % of its 1600 x 692 pixels differ, by up to ",
            " = note: out/a.svg: changed: ",
            "\n    gaussfig render\n",
        ],
    );
}

#[test]
fn a_colour() {
    let words = " = note: gaussian 1: color \"#084a57\" → \"#537b2a\"\n";
    assert_changed(edited("#084a57", "#537b2a"), &[words]);
}

#[test]
fn a_label() {
    assert_changed(
        edited("\"first\"", "'second'"),
        &[" = note: gaussian 1: label \"first\" → \"second\"\n"],
    );
    let (sandbox, run) = edited("label = \"first\"\n", "");
    let words = [" --> configs/a.toml:5:1\n", "label \"first\" → not given\n"];
    assert_changed((sandbox, run), &words);
}

#[test]
fn the_seed() {
    let words = " = note: histogram: seed 7 → 1 (default)\n";
    assert_changed(edited("seed = 7\n", ""), &[words]);
}

#[test]
fn a_gaussian_more() {
    assert_changed(
        edited(
            "[histogram]\nseed = 7\n",
            "[[gaussian]]\nmu = 5\nsigma = 1\n",
        ),
        &[
            " = note: histogram removed\n",
            " = note: gaussian 1 added\n",
        ],
    );
}

#[test]
fn a_comment_and_another_way_of_writing_change_nothing() {
    let (_, run) = edited("# Two densities with histograms.\n", "");
    assert_eq!((run.code, &*run.stdout), (0, ""));
    let (_, run) = edited("mu = 2.0\nsigma = 0.5", "sigma = 5e-1\nmu = 2");
    assert_eq!((run.code, &*run.stdout), (0, ""));
}

#[test]
fn what_no_picture_shows_is_metadata_only() {
    let (sandbox, run) = edited("[histogram]", "allow = [\"no-room\"]\n[histogram]");
    assert_eq!(run.code, 1);
    assert_eq!(
        run.stdout,
        "metadata only: out/a.png\nmetadata only: out/a.svg\n"
    );
    let words = " = note: allow [] (default) → [\"no-room\"]\n";
    assert!(run.stderr.contains(words), "{}", run.stderr);
    assert_mended(&sandbox, &run);
}

#[test]
fn other_words_about_the_same_picture_are_metadata_only() {
    let sandbox = Sandbox::new();
    // The files have no recipes, so they differ in nothing else.
    let config = format!("recipe = false\n{CONFIG}");
    sandbox.write("configs/a.toml", &config);
    assert_eq!(sandbox.run("render").code, 0);
    sandbox.write(
        "configs/a.toml",
        format!("alt = \"Two densities.\"\n{config}"),
    );
    assert_eq!(
        sandbox.run("check").stdout,
        "metadata only: out/a.png\nmetadata only: out/a.svg\n"
    );
}

#[test]
fn a_picture_that_a_tool_has_stripped_is_metadata_only() {
    let sandbox = committed();
    assert_eq!(sandbox.run("render --no-recipe").code, 0);
    let run = sandbox.run("check");
    assert_eq!(run.stdout.matches("metadata only: ").count(), 4);
    assert!(
        run.stderr.contains("out/a.png: the picture is the same"),
        "{}",
        run.stderr
    );
    assert_mended(&sandbox, &run);
}

#[test]
fn a_picture_deleted() {
    let sandbox = committed();
    fs::remove_file(sandbox.path("out/sub/b.svg")).unwrap();
    let run = sandbox.run("check");
    assert_eq!(run.code, 1);
    assert_eq!(run.stdout, "missing: out/sub/b.svg\n");
    let words = "error: out/sub/b.svg is missing\n--> configs/sub/b.toml\n";
    assert!(run.stderr.starts_with(words), "{}", run.stderr);
    assert_mended(&sandbox, &run);
}

#[test]
fn a_picture_without_a_config() {
    let sandbox = committed();
    fs::rename(sandbox.path("configs/sub/b.toml"), sandbox.path("b.toml")).unwrap();
    sandbox.write("out/photo.png", "somebody else's");
    sandbox.write(
        "out/drawing.svg",
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
    );
    let run = sandbox.run("check");
    assert_eq!(run.code, 1);
    assert_eq!(run.stdout, "orphan: out/sub/b.png\norphan: out/sub/b.svg\n");
    assert!(
        run.stderr
            .contains("\n    rm out/sub/b.png out/sub/b.svg\n"),
        "{}",
        run.stderr
    );
    assert_mended(&sandbox, &run);
    assert!(sandbox.path("out/photo.png").exists());
    assert!(sandbox.path("out/drawing.svg").exists());
}

#[test]
fn a_picture_of_a_format_that_its_config_does_not_ask_for() {
    let (sandbox, run) = edited("[histogram]", "figure.formats = [\"svg\"]\n[histogram]");
    assert_eq!(run.stdout, "metadata only: out/a.svg\norphan: out/a.png\n");
    assert_eq!(run.code, 1);
    assert_mended(&sandbox, &run);
}

#[test]
fn other_figures_are_no_orphans_of_a_single_config() {
    let sandbox = committed();
    let run = sandbox.run("check configs/a.toml");
    assert_eq!((run.code, &*run.stdout), (0, ""));
}

/// The PNG at `path` with another red of its pixel in the middle.
fn paint(sandbox: &Sandbox, path: &str, by: u8) {
    let file = sandbox.read(path);
    let mut decoder = png::Decoder::new(std::io::Cursor::new(&file));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    let middle = (info.height / 2 * info.width + info.width / 2) as usize * 3;
    pixels[middle] = pixels[middle].checked_sub(by).unwrap_or(by);
    let mut painted = Vec::new();
    let mut encoder = png::Encoder::new(&mut painted, info.width, info.height);
    encoder.set_color(info.color_type);
    for chunk in &reader.info().utf8_text {
        let text = chunk.get_text().unwrap();
        encoder.add_itxt_chunk(chunk.keyword.clone(), text).unwrap();
    }
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&pixels).unwrap();
    writer.finish().unwrap();
    sandbox.write(path, painted);
}

#[test]
fn a_pixel_painted_over() {
    let sandbox = committed();
    paint(&sandbox, "out/a.png", 9);
    let run = sandbox.run("check");
    assert_eq!(run.code, 1);
    assert_eq!(run.stdout, "changed: out/a.png\n");
    let words = "out/a.png: changed: 1 of its 1600 x 692 pixels differs, by 9 of 255, at (800, 346); its recipe \
                 is the same\n";
    assert!(run.stderr.contains(words), "{}", run.stderr);
    assert_mended(&sandbox, &run);
}

#[test]
fn a_pixel_painted_over_that_nobody_sees() {
    let sandbox = committed();
    paint(&sandbox, "out/a.png", 2);
    let run = sandbox.run("check");
    assert_eq!((run.code, &*run.stdout), (1, "invisible: out/a.png\n"));
    assert_mended(&sandbox, &run);
}

#[test]
fn an_svg_edited_by_hand() {
    let sandbox = committed();
    let svg = String::from_utf8(sandbox.read("out/a.svg")).unwrap();
    sandbox.write("out/a.svg", svg.replace("#f29c27", "#f29c72"));
    let run = sandbox.run("check");
    assert_eq!((run.code, &*run.stdout), (1, "changed: out/a.svg\n"));
    assert!(run.stderr.contains("by up to "), "{}", run.stderr);
    sandbox.write("out/a.svg", svg.replace("</svg>", "<script/></svg>"));
    let run = sandbox.run("check");
    assert_eq!((run.code, &*run.stdout), (1, "changed: out/a.svg\n"));
    assert!(run.stderr.contains("script"), "{}", run.stderr);
    assert_mended(&sandbox, &run);
}

#[test]
fn something_else_under_a_figure_s_name() {
    let sandbox = committed();
    for file in ["out/a.png", "out/a.svg"] {
        sandbox.write(file, "no picture");
    }
    let run = sandbox.run("check");
    assert_eq!(
        (run.code, &*run.stdout),
        (1, "changed: out/a.png\nchanged: out/a.svg\n")
    );
    assert_mended(&sandbox, &run);
}

#[test]
fn a_picture_of_another_size() {
    let words = [
        " = note: figure: scale 2.0 (default) → 1.5\n",
        "1600 x 692 pixels instead of 1200 x 519",
    ];
    let (sandbox, run) = edited("[histogram]", "figure.scale = 1.5\n[histogram]");
    assert!(run.stdout.contains("changed: out/a.png\n"));
    for words in words {
        assert!(run.stderr.contains(words), "{words}:\n{}", run.stderr);
    }
    assert_mended(&sandbox, &run);
}

#[test]
fn the_example_of_the_readme_is_what_the_program_says() {
    let readme = include_str!("../../README.md");
    let example = |fence: &str| readme.split(fence).nth(1).unwrap().split("```").next();
    let sandbox = Sandbox::new();
    let config = example("## A small figure\n\n```toml\n").unwrap();
    sandbox.write("configs/normal.toml", config);
    assert_eq!(sandbox.run("render").code, 0);
    let config = config.replace("sigma = 1.0", "sigma = 1.5");
    sandbox.write("configs/normal.toml", config);
    let run = sandbox.run("check");
    let said = format!("{}{}", run.stdout, run.stderr);
    assert_eq!(
        example("mends all of it:\n\n```text\n").unwrap().trim_end(),
        said.trim_end()
    );
}

#[test]
fn a_file_that_cannot_be_read_hides_no_command() {
    let sandbox = committed();
    fs::remove_file(sandbox.path("out/a.png")).unwrap();
    fs::remove_file(sandbox.path("out/a.svg")).unwrap();
    sandbox.write("out/a.png/keep", "");
    let run = sandbox.run("check");
    assert_eq!((run.code, &*run.stdout), (3, "missing: out/a.svg\n"));
    assert!(
        run.stderr
            .ends_with("to mend this, run\n\n    gaussfig render\n\n")
    );
}

#[test]
fn what_differs_is_drawn_where_that_is_asked_for() {
    let (sandbox, _) = edited("sigma = 0.5", "sigma = 0.6");
    fs::remove_file(sandbox.path("out/sub/b.png")).unwrap();
    let run = sandbox.run("check --diff-dir diff");
    assert_eq!(run.code, 1);
    for file in ["a.png", "a.svg"] {
        let place = format!("diff/{file}.diff.png");
        assert!(
            run.stderr.contains(&format!("; see {place}\n")),
            "{}",
            run.stderr
        );
        let bytes = sandbox.read(&place);
        let picture = png::Decoder::new(std::io::Cursor::new(&bytes))
            .read_info()
            .unwrap();
        assert!(picture.info().width > 3 * 1600 && picture.info().height >= 692);
    }
    // Of what is missing there is nothing to compare.
    assert!(!sandbox.path("diff/sub").exists());
}

/// Fails unless nothing that `check` says of these paths would remove a figure.
fn assert_keeps(sandbox: &Sandbox, arguments: &str) {
    let run = sandbox.run(arguments);
    assert_ne!(run.code, 0, "{arguments}");
    assert!(
        !run.stdout.contains("orphan") && !run.stderr.contains("rm "),
        "{}{}",
        run.stdout,
        run.stderr
    );
}

#[test]
fn figures_are_no_orphans_where_their_configs_may_not_have_been_found() {
    let sandbox = committed();
    assert_keeps(&sandbox, "check configs ./configs");
    fs::create_dir(sandbox.path("empty")).unwrap();
    assert_keeps(&sandbox, "check empty");
    assert_keeps(&sandbox, "check configs missing");
}

#[test]
fn a_format_that_is_asked_for_on_the_command_line_is_no_orphan() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "configs/a.toml",
        format!("figure.formats = ['png']\n{CONFIG}"),
    );
    assert_eq!(sandbox.run("render --format svg").code, 0);
    let run = sandbox.run("check --format svg");
    assert_eq!((run.code, &*run.stdout), (0, ""));
}

#[test]
fn the_command_trusts_no_more_than_the_check() {
    let (sandbox, _) = edited("sigma = 0.5", "sigma = 0.6");
    let run = sandbox.run("check --no-user-files");
    assert!(
        run.stderr
            .ends_with("\n    gaussfig render --no-user-files\n\n"),
        "{}",
        run.stderr
    );
}

#[test]
fn pictures_of_differences_are_written_over_nothing() {
    let (sandbox, _) = edited("sigma = 0.5", "sigma = 0.6");
    sandbox.write("configs/a.png.diff.toml", CONFIG);
    assert_eq!(sandbox.run("render configs/a.png.diff.toml").code, 0);
    let before = sandbox.read("out/a.png.diff.png");
    let run = sandbox.run("check --diff-dir out");
    run.fails(2, "error: a picture of a difference would be written over this file\n--> out/a.png.diff.png\n");
    assert_eq!(sandbox.read("out/a.png.diff.png"), before);
}

#[test]
fn a_picture_that_cannot_be_written_hides_nothing() {
    let (sandbox, _) = edited("sigma = 0.5", "sigma = 0.6");
    sandbox.write("file", "");
    let run = sandbox.run("check --diff-dir file");
    assert_eq!(
        (run.code, &*run.stdout),
        (3, "changed: out/a.png\nchanged: out/a.svg\n")
    );
    assert!(run.stderr.contains("error: cannot be written: "));
    assert!(
        run.stderr
            .contains(" = note: gaussian 2: sigma 0.5 → 0.6\n")
    );
    assert!(run.stderr.ends_with("\n    gaussfig render\n\n"));
}

#[test]
fn a_style_that_hides_the_drawing_is_no_metadata() {
    let sandbox = committed();
    let svg = String::from_utf8(sandbox.read("out/a.svg")).unwrap();
    let style = "<metadata><style>*{display:none}</style></metadata>";
    for (edited, words) in [
        (
            svg.replace("<metadata", &format!("{style}<metadata")),
            "holds <style>",
        ),
        (
            format!("<?xml-stylesheet href='a.css'?>{svg}"),
            "holds <?xml-stylesheet>",
        ),
        (svg.replace("</desc>", "<script/></desc>"), "holds <script>"),
    ] {
        sandbox.write("out/a.svg", edited);
        let run = sandbox.run("check");
        assert_eq!(run.stdout, "changed: out/a.svg\n");
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
    // Editors put their own things there.
    let other = "<metadata><a xmlns='urn:editor'><b/></a></metadata>";
    sandbox.write(
        "out/a.svg",
        svg.replace("<metadata", &format!("{other}<metadata")),
    );
    assert_eq!(sandbox.run("check").stdout, "metadata only: out/a.svg\n");
}

#[test]
fn the_first_key_that_is_still_written_is_pointed_at() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", format!("title = 't'\n{CONFIG}"));
    assert_eq!(sandbox.run("render").code, 0);
    sandbox.write(
        "configs/a.toml",
        CONFIG.replace("sigma = 0.5", "sigma = 0.6"),
    );
    let run = sandbox.run("check");
    assert!(
        run.stderr.contains(" --> configs/a.toml:13:9\n"),
        "{}",
        run.stderr
    );
}
