//! A style's values are defaults for those of a config, key by key.

#![allow(clippy::unwrap_used, clippy::panic)] // how a test fails

use std::collections::BTreeSet;
use std::io;

use gaussfig::config;
use gaussfig::diagnostic::{Diagnostic, Diagnostics};
use gaussfig::model::{Bins, Figure, Ticks};

const STANDARD: &str = "[[gaussian]]\nmu = 0.0\nsigma = 1.0\n";

/// Each key that a style can have, with its table and two values, the first not the default.
const KEYS: [(&str, &str, &str, &str); 34] = [
    ("", "quantity", "'cdf'", "'log-pdf'"),
    ("", "title", "'a'", "'b'"),
    ("", "alt", "'a'", "'b'"),
    (
        "",
        "allow",
        "['no-room']",
        "['bins-capped', 'label-too-long']",
    ),
    ("", "recipe", "false", "true"),
    ("figure", "width", "700", "900"),
    ("figure", "height", "300", "400"),
    ("figure", "scale", "1", "3"),
    ("figure", "formats", "['svg']", "['svg', 'png']"),
    ("figure", "theme", "'dark'", "'light'"),
    ("figure", "background", "'transparent'", "'red'"),
    ("figure", "font", "['a.ttf', 'b.ttf']", "['c.ttf']"),
    ("figure", "math", "'tex'", "'text'"),
    ("figure", "text_size", "9", "11"),
    ("figure", "label_size", "13", "15"),
    ("figure", "legend_size", "11", "13"),
    ("x", "label", "'a'", "''"),
    ("x", "range", "[-1, 1]", "[-2.5, 2]"),
    ("x", "ticks", "0.25", "[0, 0.5]"),
    ("x", "grid", "false", "true"),
    ("y", "label", "'a'", "''"),
    ("y", "range", "[0, 1]", "[0, 2]"),
    ("y", "ticks", "[0, 0.25]", "0.125"),
    ("y", "grid", "false", "true"),
    ("legend", "position", "'none'", "'upper left'"),
    ("histogram", "samples", "10", "100"),
    (
        "histogram",
        "bins",
        "{ width = 1 }",
        "{ edges = [-1, 0, 1] }",
    ),
    ("histogram", "bins", "'sqrt'", "7"),
    ("histogram", "seed", "2", "3"),
    ("histogram", "opacity", "0.1", "0.2"),
    ("histogram", "method", "'counts'", "'draw'"),
    ("histogram", "layering", "'below'", "'interleaved'"),
    ("histogram", "", "", ""),
    ("x", "", "", ""),
];

/// Files by their paths; of each path the bytes are what the config gets.
fn with_style<'a>(style: &'a str) -> impl Fn(&str) -> io::Result<Vec<u8>> + 'a {
    move |path| match path {
        "blog.toml" | "styles/blog.toml" | "/srv/blog.toml" => Ok(style.into()),
        _ if path.ends_with(".ttf") => Ok(path.into()),
        _ => Err(io::Error::other("no such file")),
    }
}

fn parse(config: &str, style: &str) -> Result<Figure, Vec<Diagnostic>> {
    config::parse(config, &with_style(style))
}

/// The figure of a config and a style that are right, but for where its values come from.
fn figure(config: &str, style: &str) -> Figure {
    let mut figure = parse(config, style).unwrap_or_else(|list| panic!("{list:?}"));
    assert_eq!(figure.style.take().is_some(), config.starts_with("style"));
    figure
}

/// A key with its value, in its table.
fn line(table: &str, key: &str, value: &str) -> String {
    match (table, key) {
        ("", _) => format!("{key} = {value}\n"),
        (_, "") => format!("[{table}]\n"),
        _ => format!("[{table}]\n{key} = {value}\n"),
    }
}

#[test]
fn every_key_takes_effect_in_a_style_and_less_than_in_the_config() {
    for (table, key, one, other) in KEYS {
        let [one, other] = [one, other].map(|value| line(table, key, value));
        let plain = format!("{one}{STANDARD}");
        let styled = format!("style = 'blog.toml'\n{STANDARD}");
        assert_eq!(figure(&styled, &one), figure(&plain, ""), "{one}");
        let overridden = format!("{other}{STANDARD}");
        let overriding = format!("style = 'blog.toml'\n{other}{STANDARD}");
        assert_eq!(
            figure(&overriding, &one),
            figure(&overridden, ""),
            "{other} over {one}"
        );
        if !key.is_empty() {
            assert_ne!(
                figure(&plain, ""),
                figure(&overridden, ""),
                "{one} and {other}"
            );
        }
    }
}

#[test]
fn the_keys_above_are_all_that_a_style_can_have() {
    for table in ["", "figure", "x", "y", "legend", "histogram"] {
        // The answer to a key that there is not names those that there are.
        let errors = parse(&line(table, "qqqqqqqqqqqq", "1"), "").unwrap_err();
        let there: BTreeSet<&str> = errors[0].hints[0].split('`').skip(1).step_by(2).collect();
        let here = KEYS.iter().filter(|(of, ..)| *of == table);
        let mut here: BTreeSet<&str> = here.map(|(_, key, ..)| *key).collect();
        here.remove("");
        if table.is_empty() {
            here.extend([
                "figure",
                "x",
                "y",
                "legend",
                "histogram",
                "gaussian",
                "style",
            ]);
        }
        assert_eq!(here, there, "{table}");
    }
}

#[test]
fn keys_of_one_table_come_from_both_files() {
    let style = "figure.width = 700\nx = { grid = false, label = 'a' }\n[histogram]\nseed = 5\n";
    let config = "style = 'blog.toml'\nx.label = 'b'\n[figure]\nheight = 300\n";
    let figure = figure(&format!("{config}{STANDARD}"), style);
    assert_eq!(
        [figure.canvas.width(), figure.canvas.height()],
        [700.0, 300.0]
    );
    assert_eq!((&*figure.x.label, figure.x.grid), ("b", false));
    assert_eq!(figure.histogram.unwrap().seed, 5);
}

#[test]
fn lists_and_tables_within_a_line_are_replaced_whole() {
    let style = "allow = ['no-room']\nx.ticks = [0, 1]\n[histogram]\nbins = { width = 1 }\n";
    let config =
        "style = 'blog.toml'\nallow = []\nx.ticks = [2]\nhistogram.bins = { edges = [0, 1] }\n";
    let figure = figure(&format!("{config}{STANDARD}"), style);
    assert!(figure.allow.is_empty());
    assert_eq!(figure.x.ticks, Ticks::At(vec![2.0]));
    assert_eq!(figure.histogram.unwrap().bins, Bins::Edges(vec![0.0, 1.0]));
}

#[test]
fn an_empty_style_changes_nothing() {
    for style in [
        "",
        "\n",
        "# nothing yet",
        "\u{feff}",
        "[figure]\n[x]\n[y]\n[legend]",
    ] {
        let styled = figure(&format!("style = 'blog.toml'\n{STANDARD}"), style);
        assert_eq!(styled, figure(STANDARD, ""), "{style:?}");
    }
}

/// The paths of the fonts of a figure in a style of this path.
fn fonts(style: &str, font: &str) -> Vec<String> {
    let config = format!("style = '{style}'\n{STANDARD}");
    let fonts = figure(&config, &format!("figure.font = ['{font}']"))
        .text
        .fonts;
    // What was read is what was found at that path.
    fonts
        .iter()
        .for_each(|font| assert_eq!(*font.data, *font.path.as_bytes()));
    fonts.into_iter().map(|font| font.path).collect()
}

#[test]
fn fonts_of_a_style_are_relative_to_it() {
    assert_eq!(fonts("blog.toml", "a.ttf"), ["a.ttf"]);
    assert_eq!(fonts("styles/blog.toml", "a.ttf"), ["styles/a.ttf"]);
    assert_eq!(
        fonts("styles/blog.toml", "../fonts/a.ttf"),
        ["styles/../fonts/a.ttf"]
    );
    assert_eq!(fonts("/srv/blog.toml", "a.ttf"), ["/srv/a.ttf"]);
    assert_eq!(fonts("styles/blog.toml", "/srv/a.ttf"), ["/srv/a.ttf"]);
    let config = format!("style = 'styles/blog.toml'\nfigure.font = ['b.ttf']\n{STANDARD}");
    let own = figure(&config, "figure.font = ['a.ttf']").text.fonts;
    assert_eq!(own[0].path, "b.ttf");
}

#[test]
fn the_recipe_has_the_values_of_both_and_names_no_style() {
    let style = "title = 'a'\nfigure.font = ['a.ttf']\n[histogram]\nseed = 5\nbins = 10\n";
    let config = format!("style = 'styles/blog.toml'\ntitle = ''\nhistogram.bins = 20\n{STANDARD}");
    let figure = figure(&config, style);
    let recipe = figure.recipe.to_string();
    // An empty title and 20 bins are the defaults.
    let tables = "[figure]\nfont = [\"styles/a.ttf\"]\n\n[histogram]\nseed = 5\n\n";
    assert_eq!(recipe, format!("{tables}{STANDARD}"));
    assert_eq!(parse(&recipe, ""), Ok(figure));
}

/// What people read of what is wrong.
fn refusal(config: &str, style: &str) -> String {
    let list = parse(config, style).unwrap_err();
    let [name, text] = ["posts/a.toml", config].map(str::to_owned);
    Diagnostics { name, text, list }.to_string()
}

#[test]
fn what_is_wrong_in_a_style_is_shown_there_after_what_is_wrong_in_the_config() {
    let config =
        "style = 'styles/blog.toml'\n[figure]\nwidth = 0\n[[gaussian]]\nmu = 0\nsigma = -1\n";
    let style = "\n# a style\ntitel = 'a'\nfigure.width = \"ü\"\n";
    let expected = "\
error: width must be greater than zero
 --> posts/a.toml:3:9
  |
3 | width = 0
  |         ^

error: sigma must be greater than zero
 --> posts/a.toml:6:9
  |
6 | sigma = -1
  |         ^^

error: unknown key `titel`
 --> posts/styles/blog.toml:3:1
  |
3 | titel = 'a'
  | ^^^^^
  |
  = help: did you mean `title`?

error: width must be a number, not a string
 --> posts/styles/blog.toml:4:16
  |
4 | figure.width = \"ü\"
  |                ^^^";
    assert_eq!(refusal(config, style), expected);
}

#[test]
fn what_keeps_a_style_from_being_read_is_about_it_though_it_has_no_place() {
    let config = format!("style = 'blog.toml'\n{STANDARD}");
    let shown = refusal(&config, &format!("{}a = 1", "a.".repeat(1000)));
    assert_eq!(shown, "error: recursion limit\n--> posts/blog.toml");
}

/// Where the first error is: its file and what is there.
fn place(config: &str, style: &str) -> (bool, String) {
    let config = format!("style = 'blog.toml'\n{config}{STANDARD}");
    let error = parse(&config, style).unwrap_err().swap_remove(0);
    let text = error.source.as_ref().map_or(&config, |style| &style.text);
    (error.source.is_some(), text[error.span.unwrap()].to_owned())
}

#[test]
fn a_rule_between_both_files_is_shown_in_the_config_and_one_within_the_style_there() {
    let cases = [
        ("x.ticks = [5]", "x.range = [0, 1]", "[0, 1]", "5"),
        ("x.ticks = 0.001", "x.range = [0, 1]", "[0, 1]", "0.001"),
        ("figure.scale = 50", "figure.width = 900", "900", "50"),
        (
            "histogram.bins = 'scott'",
            "histogram.method = 'counts'",
            "'counts'",
            "'scott'",
        ),
    ];
    for (one, other, of_other, of_one) in cases {
        let [one, other] = [one, other].map(|line| format!("{line}\n"));
        let of = |file: bool, value: &str| (file, value.to_owned());
        assert_eq!(
            place(&other, &one),
            of(false, of_other),
            "{other} in the config"
        );
        assert_eq!(
            place(&one, &other),
            of(false, of_one),
            "{one} in the config"
        );
        let both = format!("{one}{other}");
        assert_eq!(place("", &both), of(true, of_one), "both in the style");
        assert_eq!(place(&both, ""), of(false, of_one), "both in the config");
    }
}

#[test]
fn more_bins_than_the_gaussians_of_a_config_can_have_are_shown_at_these() {
    let config = format!("style = 'blog.toml'\n{}", STANDARD.repeat(14));
    let errors = parse(&config, "histogram.bins = 10000").unwrap_err();
    assert_eq!(errors.len(), 1);
    assert_eq!(&config[errors[0].span.clone().unwrap()], "[[gaussian]]");
    assert_eq!(errors[0].source, None);
}

#[test]
fn a_tick_of_the_style_that_the_config_leaves_no_room_for_is_named() {
    let config = format!("style = 'blog.toml'\nx.range = [0, 1]\n{STANDARD}");
    let errors = parse(&config, "x.ticks = [0, 5, 6]").unwrap_err();
    let hints = |tick| {
        [
            "the range is 0.0 to 1.0".to_owned(),
            format!("a tick of the style is {tick}"),
        ]
    };
    assert_eq!(
        errors.iter().map(|error| &*error.hints).collect::<Vec<_>>(),
        [hints("5.0"), hints("6.0")]
    );
}

#[test]
fn a_warning_is_about_the_file_that_has_its_key() {
    let config = format!("style = 'blog.toml'\ny.label = 'y'\n{STANDARD}");
    let style = format!(
        "title = '{}'\n[x]\nlabel = '{}'\n",
        "long ".repeat(99),
        "long ".repeat(98)
    );
    let figure = parse(&config, &style).unwrap();
    let evaluation = gaussfig::evaluate::evaluate(&figure).unwrap();
    let (_, mut warnings) = gaussfig::figure::compose(&figure, &evaluation).unwrap();
    warnings.push(Diagnostic::error("of the config").about("y.label"));
    warnings.push(Diagnostic::error("of a table of the style").about("x.grid"));
    config::locate(&config, figure.style.as_ref(), &mut warnings);
    let found = warnings.iter().map(|warning| {
        let text = warning.source.as_ref().map_or(&config, |style| &style.text);
        (
            warning.source.is_some(),
            &text[warning.span.clone().unwrap()],
        )
    });
    let [title, label] = [99, 98].map(|count| format!("'{}'", "long ".repeat(count)));
    let mut found: Vec<_> = found.collect();
    found.sort_unstable();
    let mut expected = [
        (true, &*title),
        (true, &*label),
        (false, "'y'"),
        (true, "[x]"),
    ];
    expected.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn both_files_together_have_at_most_as_many_bytes_as_one_config() {
    let config = format!("style = 'blog.toml'\n{STANDARD}");
    let room = config::MAX_LENGTH - config.len();
    assert!(parse(&config, &"\n".repeat(room)).is_ok());
    let errors = parse(&config, &"\n".repeat(room + 1)).unwrap_err();
    assert_eq!(
        errors[0].message,
        "a config and its style have at most 1048576 bytes together"
    );
    assert_eq!(errors[0].span, Some(8..19));
}
