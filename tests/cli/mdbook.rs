//! `gaussfig mdbook`: what mdbook sends and gets, and the real mdbook where there is one.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use roxmltree::{Document, Node};
use serde_json::{Value, json};

use crate::{BROKEN, NARROW, Run, STANDARD, Sandbox, run};

/// A figure's block.
fn block(config: &str) -> String {
    format!("```gaussfig\n{config}```\n")
}

/// A chapter as mdbook sends it.
fn chapter(path: &str, content: &str, below: Vec<Value>) -> Value {
    json!({"Chapter": {
        "name": "A", "content": content, "number": [1], "sub_items": below, "path": path, "source_path": path,
        "parent_names": []
    }})
}

/// What mdbook sends of a book in the sandbox whose items have this key.
fn input(sandbox: &Sandbox, key: &str, items: Vec<Value>) -> String {
    let config = json!({"book": {"src": "src"}, "preprocessor": {"gaussfig": {"command": "gaussfig mdbook"}}});
    let context = json!({"root": sandbox.path(""), "config": config, "renderer": "html", "mdbook_version": "0"});
    let mut book = json!({key: items});
    if key == "sections" {
        book["__non_exhaustive"] = Value::Null;
    }
    json!([context, book]).to_string()
}

/// The same of a book of these chapters.
fn book(sandbox: &Sandbox, chapters: &[(&str, &str)]) -> String {
    let chapters = chapters
        .iter()
        .map(|(path, content)| chapter(path, content, Vec::new()));
    input(sandbox, "items", chapters.collect())
}

/// The SVG documents inside of a text.
fn documents(text: &str) -> Vec<String> {
    let document = |rest: &str| format!("<svg{}</svg>", rest.split("</svg>").next().unwrap());
    text.split("<svg").skip(1).map(document).collect()
}

/// The elements of a document with their attributes and texts, in the order of the document; names in lower case, as
/// mdbook 0.5 writes them; without the style, which only inlined ones have, and the beginnings of ids, which only equal ones
/// have in common.
fn outline(svg: &str) -> Vec<String> {
    let svg = svg.replace("xmlns=", "data-namespace=");
    let document = Document::parse(&svg).unwrap();
    let id = document
        .descendants()
        .find_map(|node| node.attribute("id"))
        .unwrap();
    let prefix = &id[..8];
    let outline = |node: Node| {
        let attributes = node
            .attributes()
            .filter(|attribute| attribute.name() != "style");
        let attributes =
            attributes.map(|a| format!(" {}={:?}", a.name().to_lowercase(), a.value()));
        let name = node.tag_name().name().to_lowercase();
        let text = node.text().unwrap_or_default().trim();
        format!("{name}{} {text}", attributes.collect::<String>()).replace(prefix, "")
    };
    document
        .descendants()
        .filter(Node::is_element)
        .map(outline)
        .collect()
}

/// The SVG document of a config.
fn rendered(sandbox: &Sandbox, config: &str) -> String {
    let run = sandbox.run_with("render - --format svg --no-recipe", config);
    assert_eq!(run.code, 0, "{}", run.stderr);
    String::from_utf8(run.bytes).unwrap()
}

/// The ids in a page, of which none is there twice.
fn unique_ids(page: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for rest in page.split(" id=\"").skip(1) {
        let id = rest.split('"').next().unwrap();
        assert!(ids.insert(id.to_owned()), "{id} is there twice");
    }
    ids
}

/// Holds that everything that a page's figures refer to is there.
fn assert_references(page: &str) {
    let ids = unique_ids(page);
    let figures = documents(page).concat();
    for before in [
        " href=\"#",
        "url(#",
        "aria-labelledby=\"",
        "aria-describedby=\"",
    ] {
        let rest = figures.split(before).skip(1);
        let references: Vec<_> = rest
            .map(|rest| rest.split(['"', ')']).next().unwrap())
            .collect();
        assert!(!references.is_empty());
        assert!(
            references.iter().all(|id| ids.contains(*id)),
            "{references:?}"
        );
    }
}

#[test]
fn books_of_both_kinds_come_back_with_their_figures_and_otherwise_as_they_were() {
    let sandbox = Sandbox::new();
    let (before, after) = ("# A\n\n- x\n  ", "\n- y\n\n````\n```gaussfig\n```\n````\n");
    let content = format!(
        "{before}```gaussfig, x\n  {}  ```{after}",
        STANDARD.replace('\n', "\n  ")
    );
    for key in ["items", "sections"] {
        let items = |content: &str| {
            let below = vec![chapter("b.md", content, Vec::new()), json!("Separator")];
            vec![json!({"PartTitle": "P"}), chapter("a.md", "", below)]
        };
        let run = sandbox.run_with("mdbook", input(&sandbox, key, items(&content)));
        assert_eq!((run.code, &*run.stderr), (0, ""));
        let mut book: Value = serde_json::from_slice(&run.bytes).unwrap();
        let inner = &mut book[key][1]["Chapter"]["sub_items"][0]["Chapter"]["content"];
        let html = inner.as_str().unwrap().strip_prefix(before).unwrap();
        let html = html.strip_suffix(after).unwrap().to_owned();
        *inner = content.clone().into();
        let sent: Value = serde_json::from_str(&input(&sandbox, key, items(&content))).unwrap();
        assert_eq!(book, sent[1]);
        let style = " style=\"max-width:100%;height:auto\"";
        let svg = rendered(&sandbox, STANDARD).replace('\n', "");
        let expected = format!("<!-- gaussfig --><p class=\"gaussfig\">{svg}</p>");
        assert_eq!(html.replacen(style, "", 1), expected);
        assert!(html.contains(style) && !html.contains("<metadata"));
    }
}

#[test]
fn no_two_figures_of_a_book_share_an_id_though_they_are_equal() {
    let sandbox = Sandbox::new();
    let twice = block(STANDARD) + "\n" + &block(STANDARD);
    let input = book(
        &sandbox,
        &[("a.md", &twice), ("b.md", &(block(NARROW) + &twice))],
    );
    let run = sandbox.run_with("mdbook", &input);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let book: Value = serde_json::from_slice(&run.bytes).unwrap();
    let contents = [0, 1].map(|i| book["items"][i]["Chapter"]["content"].as_str().unwrap());
    let page = contents.concat();
    assert_eq!(documents(&page).len(), 5);
    assert_references(&page);
    assert_eq!(sandbox.run_with("mdbook", &input).bytes, run.bytes);
}

#[test]
fn all_errors_of_a_book_are_told_at_their_places_in_its_files() {
    let sandbox = Sandbox::new();
    let quoted = "# A\n\n> - ~~~ gaussfig\n>   [[gaussian]]\n>   mu = 0.0\n>   sigma = 0.0\n>   ~~~\n\n```gaussfig\n```\n";
    let input = book(
        &sandbox,
        &[
            ("a.md", quoted),
            ("b/c.md", &block(STANDARD)),
            ("b/d.md", &block(BROKEN)),
        ],
    );
    let run = sandbox.run_with("mdbook", input);
    let [a, d] = ["a.md", "b/d.md"].map(|path| sandbox.path("src").join(path));
    let expected = format!(
        "error: sigma must be greater than zero\n --> {}:6:13\n  |\n6 | >   sigma = 0.0\n  |             ^^^\n\n\
         error: there is no Gaussian\n --> {}:9:1\n  |\n9 | ```gaussfig\n  | ^^^^^^^^^^^\n  |\n  \
         = help: add a [[gaussian]] table with mu and sigma\n\n\
         error: sigma must be greater than zero\n --> {}:4:9\n  |\n4 | sigma = 0.0\n  |         ^^^\n\n",
        a.display(),
        a.display(),
        d.display()
    );
    assert_eq!(run.stderr, expected);
    assert_eq!((run.code, &*run.stdout), (2, ""));
}

#[test]
fn a_warning_is_told_and_the_figure_drawn() {
    let sandbox = Sandbox::new();
    let config = format!("{STANDARD}label = '$\\sigma = 2$'\n");
    let run = sandbox.run_with("mdbook", book(&sandbox, &[("a.md", &block(&config))]));
    assert!(
        run.stderr
            .starts_with("warning[label-contradicts-parameters]: "),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("a.md:5:9\n"), "{}", run.stderr);
    assert_eq!((run.code, documents(&run.stdout).len()), (0, 1));
}

#[test]
fn a_mistake_in_a_style_is_at_its_place_in_that() {
    let sandbox = Sandbox::new();
    let comments = "# a comment\n".repeat(20);
    sandbox.write("src/b/blog.toml", format!("{comments}bogus = 1\n"));
    let content = block(&format!("style = 'blog.toml'\n{STANDARD}"));
    let run = sandbox.run_with("mdbook", book(&sandbox, &[("b/c.md", &content)]));
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("b/blog.toml:21:1\n"), "{}", run.stderr);
}

#[test]
fn fonts_are_relative_to_the_chapter() {
    let sandbox = Sandbox::new();
    let font = ratex_katex_fonts::ttf_bytes("KaTeX_Typewriter-Regular.ttf").unwrap();
    sandbox.write("src/b/a.ttf", font);
    let content = block(&format!("[figure]\nfont = ['a.ttf']\n{STANDARD}"));
    let run = sandbox.run_with("mdbook", book(&sandbox, &[("b/c.md", &content)]));
    assert_eq!(run.code, 0, "{}", run.stderr);
    let message = "error: cannot read font \"a.ttf\": ";
    let elsewhere = book(&sandbox, &[("c.md", &content)]);
    sandbox.run_with("mdbook", elsewhere).fails(3, message);
    let refused = book(&sandbox, &[("b/c.md", &content)]);
    let run = sandbox.run_with("mdbook --no-user-files", refused);
    run.fails(2, &format!("{message}--no-user-files allows none\n"));
}

#[test]
fn a_file_that_is_to_be_included_needs_mdbook_to_do_that_before() {
    let sandbox = Sandbox::new();
    let run = sandbox.run_with(
        "mdbook",
        book(&sandbox, &[("a.md", &block("{{#include a.toml}}\n"))]),
    );
    assert!(
        run.stderr.contains(": after = [\"links\"]\n"),
        "{}",
        run.stderr
    );
    assert_eq!(run.code, 2);
}

#[test]
fn a_renderer_is_supported_if_it_shows_html() {
    let sandbox = Sandbox::new();
    for (renderer, code) in [
        ("html", 0),
        ("markdown", 0),
        ("test", 1),
        ("epub", 1),
        ("", 1),
    ] {
        for options in [&[][..], &["--no-user-files"]] {
            let mut command = sandbox.command();
            let run = run(command
                .arg("mdbook")
                .args(options)
                .args(["supports", renderer]));
            assert_eq!(
                (run.code, &*run.stdout, &*run.stderr),
                (code, "", ""),
                "{renderer}"
            );
        }
    }
}

#[test]
fn what_is_no_book_is_answered_with_how_to_make_mdbook_send_one() {
    let sandbox = Sandbox::new();
    let deep = "[".repeat(1_000_000);
    let nested = (0..50).fold(
        json!([]),
        |items, _| json!([{"Chapter": {"sub_items": items}}]),
    );
    let nested = json!([{}, {"items": nested}]).to_string();
    for input in [
        b"".as_slice(),
        b"\xff",
        b"[{},{\"items\":[\"\xff\"]}]",
        b"[[gaussian]]\nmu = 0.0",
        b"{}",
        b"[{},{}]",
        b"[{},{\"items\":1}]",
        b"[{},{\"items\":[]},{}]",
        b"[{},{\"items\":[]}] x",
        deep.as_bytes(),
        nested.as_bytes(),
    ] {
        let run = sandbox.run_with("mdbook", input);
        run.fails(2, "error: this is no book from mdbook: ");
        let help = " = help: [preprocessor.gaussfig]\n = help: command = \"gaussfig mdbook\"\n";
        assert!(run.stderr.contains(help), "{}", run.stderr);
        assert_eq!(run.stdout, "");
    }
}

/// A book of three chapters with five figures, two of them equal; and their configs, as they come in `print.html`.
fn write_book(sandbox: &Sandbox) -> Vec<String> {
    let histogram = format!("[histogram]\n\n{NARROW}");
    let words = "alt = 'A **b** _c_ -- \"d\"... <i class=\"fa\"></i> & `e` [f](g) {{#title x}} $$h$$ --> <!-- x'\n";
    let words = format!("{words}{STANDARD}label = 'a_b_c *d* \\(e\\)'\n");
    let dark = format!("quantity = 'cdf'\n[figure]\ntheme = 'dark'\n{NARROW}");
    let led = |by: &str, config: &str| {
        config
            .lines()
            .map(|line| format!("{by}{line}\n"))
            .collect::<String>()
    };
    let command = format!("'{}' mdbook", env!("CARGO_BIN_EXE_gaussfig"));
    // A string of JSON is one of TOML.
    let command = json!(command);
    sandbox.write(
        "book.toml",
        format!("[output.html]\nsmart-punctuation = true\n[preprocessor.gaussfig]\ncommand = {command}\n"),
    );
    sandbox.write(
        "src/SUMMARY.md",
        "- [A](a.md)\n  - [B](b/b.md)\n- [C](c.md)\n",
    );
    let (histogram_led, words_led) = (led("> > ", &histogram), led("  ", &words));
    let a = format!(
        "# A\n\ntext\n{}text\n\n> x\n> > ~~~gaussfig\n{histogram_led}> > ~~~\n> y\n",
        block(STANDARD)
    );
    sandbox.write("src/a.md", a);
    sandbox.write(
        "src/b/b.md",
        format!("# B\n\n- x\n  ```gaussfig,y\n{words_led}  ```\n- z\n"),
    );
    sandbox.write(
        "src/c.md",
        format!(
            "# C\n\n| a |\n|---|\n| b |\n{}\n{}",
            block(STANDARD),
            block(&dark)
        ),
    );
    vec![
        STANDARD.to_owned(),
        histogram,
        words,
        STANDARD.to_owned(),
        dark,
    ]
}

/// Builds the book with the real mdbook; `None` if there is none.
fn build(sandbox: &Sandbox) -> Option<Run> {
    let mut command = Command::new("mdbook");
    let trial = command.arg("--version").output();
    if !trial.is_ok_and(|output| output.status.success()) {
        // Not `eprintln!`, which tests keep to themselves.
        let note = "skipped: what the real mdbook makes of figures needs mdbook\n";
        std::io::stderr().write_all(note.as_bytes()).unwrap();
        return None;
    }
    Some(run(Command::new("mdbook")
        .arg("build")
        .current_dir(sandbox.path(""))))
}

fn page(sandbox: &Sandbox, path: impl AsRef<Path>) -> String {
    String::from_utf8(sandbox.read(Path::new("book").join(path))).unwrap()
}

#[test]
fn the_real_mdbook_shows_every_figure_as_it_is_drawn() {
    let sandbox = Sandbox::new();
    let configs = write_book(&sandbox);
    let Some(run) = build(&sandbox) else { return };
    assert_eq!(run.code, 0, "{}", run.stderr);
    let print = page(&sandbox, "print.html");
    // Icons of mdbook itself are in other places.
    let main = |page: &str| {
        page.split("<main>")
            .nth(1)
            .unwrap()
            .split("</main>")
            .next()
            .unwrap()
            .to_owned()
    };
    let pages = ["a.html", "b/b.html", "c.html"].map(|name| main(&page(&sandbox, name)));
    for shown in [&main(&print), &pages.concat()] {
        let shown = documents(shown);
        assert_eq!(shown.len(), configs.len());
        for (svg, config) in shown.iter().zip(&configs) {
            let (shown, drawn) = (outline(svg), outline(&rendered(&sandbox, config)));
            assert_eq!(shown.len(), drawn.len());
            for (shown, drawn) in shown.iter().zip(&drawn) {
                assert_eq!(shown, drawn);
            }
        }
    }
    assert_references(&print);
    assert!(pages[1].contains("<li>z</li>"), "the list has become loose");
    assert!(!print.contains("language-gaussfig"));
    assert_eq!(build(&sandbox).unwrap().code, 0);
    assert!(page(&sandbox, "print.html") == print);
}

#[test]
fn a_bad_block_fails_the_build_of_the_real_mdbook() {
    let sandbox = Sandbox::new();
    write_book(&sandbox);
    sandbox.write("src/c.md", format!("# C\n\n{}", block(BROKEN)));
    let Some(run) = build(&sandbox) else { return };
    assert!(
        run.stderr.contains(
            "c.md:6:9
"
        ),
        "{}",
        run.stderr
    );
    assert_ne!(run.code, 0);
}
