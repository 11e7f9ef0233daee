//! The figures in words: `tests/alternative.txt` has the texts of all configs of the repository and of rarer cases, to be read aloud.
//!
//! `GAUSSFIG_BLESS=1 cargo test --test alternative` writes it anew, and fails so that nobody takes that for a test.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests may fail loudly

mod common;

use common::{compose, configs};

const TEXTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/alternative.txt");

/// `[[gaussian]]` for each mean and standard deviation.
fn gaussians(all: &[(f64, f64)]) -> String {
    let one = |(mu, sigma): &(f64, f64)| format!("[[gaussian]]\nmu = {mu:?}\nsigma = {sigma:?}\n");
    all.iter().map(one).collect()
}

/// The same, each with a label.
fn labelled(all: &[(f64, f64, &str)]) -> String {
    all.iter()
        .map(|&(mu, sigma, label)| format!("{}label = \"{label}\"\n", gaussians(&[(mu, sigma)])))
        .collect()
}

/// A thousand that differ, without a legend.
fn thousand() -> String {
    let all: Vec<_> = (0..1000_i32)
        .map(|i| {
            (
                f64::from(i) / 100.0,
                1.0 + f64::from(i % 7) / 10.0 + f64::from(i) / 1e4,
            )
        })
        .collect();
    format!("[legend]\nposition = \"none\"\n{}", gaussians(&all))
}

/// Names of rarer cases, and their configs.
fn cases() -> Vec<(&'static str, String)> {
    let four = [(-4.0, 2.0), (-1.0, 0.5), (0.0, 1.0), (3.0, 0.8)];
    let cdf = |rest: String| format!("quantity = \"cdf\"\n{rest}");
    let log = |rest: String| format!("quantity = \"log-pdf\"\n{rest}");
    let histogram = |keys: &str, rest: String| format!("[histogram]\n{keys}\n{rest}");
    vec![
        ("two Gaussians", gaussians(&[(0.0, 1.0), (1.5, 0.6)])),
        (
            "a title",
            format!("title = \"Location and scale\"\n{}", gaussians(&four)),
        ),
        (
            "labels that are words",
            labelled(&[
                (0.0, 2.0, "prior"),
                (1.0, 0.8, "posterior"),
                (1.4, 1.0, "likelihood"),
            ]),
        ),
        ("distribution functions", cdf(gaussians(&four))),
        ("one distribution function", cdf(gaussians(&[(0.0, 1.0)]))),
        (
            "distribution functions of one width",
            cdf(histogram("", gaussians(&[(0.0, 1.0), (1.0, 1.0)]))),
        ),
        ("one log-density", log(gaussians(&[(2.0, 3.0)]))),
        ("one mean", gaussians(&[(0.0, 2.0), (0.0, 1.0), (0.0, 0.5)])),
        (
            "one width",
            gaussians(&[(-2.0, 1.0), (0.0, 1.0), (3.0, 1.0)]),
        ),
        ("equal Gaussians", gaussians(&[(0.0, 1.0); 3])),
        (
            "some that are equal",
            gaussians(&[(0.0, 1.0), (2.0, 1.0), (0.0, 1.0)]),
        ),
        (
            "two equally tall",
            gaussians(&[(-3.0, 0.5), (0.0, 2.0), (2.0, 0.5)]),
        ),
        (
            "means that are not told apart by themselves",
            gaussians(&[(0.0, 1.0), (0.0, 2.0), (1.0, 2.0)]),
        ),
        (
            "nearly equal widths",
            gaussians(&[(0.0, 1.0), (3.0, 1.0001)]),
        ),
        ("a thousand", thousand()),
        ("a thousand distribution functions", cdf(thousand())),
        (
            "tiny numbers",
            gaussians(&[(-3e-301, 1e-300), (1e-300, 2.5e-301)]),
        ),
        (
            "huge numbers",
            histogram("", gaussians(&[(1e16, 1e4), (1.00000000001e16, 33333.3)])),
        ),
        ("large numbers", gaussians(&[(2.5e6, 1.2e6), (8e6, 3e5)])),
        (
            "one outside of the range",
            format!(
                "[x]\nrange = [-5, 5]\n{}",
                gaussians(&[(0.0, 1.0), (40.0, 1.0), (1.0, 2.0)])
            ),
        ),
        (
            "none in the range",
            format!(
                "[x]\nrange = [-5, 5]\n[y]\nrange = [1, 2]\n{}",
                gaussians(&[(0.0, 1.0), (1.0, 2.0)])
            ),
        ),
        (
            "a peak beyond the top",
            format!("[y]\nrange = [0, 0.3]\n{}", gaussians(&[(0.0, 1.0)])),
        ),
        (
            "histograms of different sizes",
            histogram(
                "bins = \"sturges\"",
                format!("{}samples = 50\n", gaussians(&[(0.0, 1.0), (4.0, 0.3)])),
            ),
        ),
        (
            "two samples",
            histogram("samples = 2\nbins = 1", gaussians(&[(0.0, 1.0)])),
        ),
        (
            "samples in given bins",
            histogram(
                "bins = { edges = [-2, -1, 0, 1, 2] }\nsamples = 1_234_567\nmethod = \"counts\"",
                gaussians(&[(0.0, 1.0)]),
            ),
        ),
        (
            "samples of a rare kind",
            histogram("seed = 32", gaussians(&[(0.0, 1.0)])),
        ),
        (
            "a rare histogram beside a usual one",
            histogram("seed = 32", gaussians(&[(0.0, 1.0), (3.0, 2.0)])),
        ),
        (
            "tails beside a bell",
            format!(
                "[x]\nrange = [3, 9]\n{}",
                gaussians(&[(0.0, 2.0), (2.0, 2.0), (6.0, 1.0)])
            ),
        ),
        (
            "a Gaussian beside the axes",
            format!("[x]\nrange = [5, 9]\n{}", gaussians(&[(0.0, 2.0)])),
        ),
        (
            "the author's words",
            format!(
                "alt = \"What the prior knows.\"\n{}",
                gaussians(&[(0.0, 1.0)])
            ),
        ),
    ]
}

/// Everything that is said, as it stands in the file.
fn said() -> String {
    let configs = configs()
        .into_iter()
        .map(|(name, config)| (format!("configs/{name}.toml"), config));
    let cases = cases()
        .into_iter()
        .map(|(name, config)| (name.to_owned(), config));
    let texts = configs.chain(cases).map(|(name, config)| {
        let (scene, _) = compose(&config);
        format!("# {name}\n\n{}\n\n{}\n", scene.title, scene.description)
    });
    texts.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_figures_are_told_of_in_these_words() {
    let said = said();
    if std::env::var_os("GAUSSFIG_BLESS").is_some() {
        std::fs::write(TEXTS, said).unwrap();
        panic!("GAUSSFIG_BLESS is set: nothing was tested");
    }
    let texts = std::fs::read_to_string(TEXTS).unwrap();
    for (said, text) in said.lines().zip(texts.lines()) {
        assert_eq!(said, text);
    }
    assert_eq!(said, texts);
}

#[test]
fn the_readme_quotes_the_words_of_the_figure_at_its_top() {
    let readme = include_str!("../README.md");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let quote = readme.lines().filter_map(|line| line.strip_prefix("> "));
    let title = compose(common::HISTOGRAMS).0.title;
    assert_eq!(words(&quote.collect::<Vec<_>>().join(" ")), title);
}

#[test]
fn the_author_s_words_stand_for_the_short_text_and_not_for_the_description() {
    let config = gaussians(&[(0.0, 1.0)]);
    let described = compose(&config).0;
    let (scene, _) = compose(&format!("alt = \"In my\\n\\nwords\"\n{config}"));
    assert_eq!(scene.title, "In my\n\nwords");
    assert_eq!(scene.description, described.description);
    let long = "word ".repeat(1000);
    let (scene, _) = compose(&format!("alt = \"{long}\"\n{config}"));
    assert_eq!(scene.title, long);
}

#[test]
fn a_title_comes_first_if_there_is_room_for_it() {
    let title = |title: &str, config: &str| {
        let title = toml::Value::from(title);
        compose(&format!("title = {title}\n{config}")).0.title
    };
    let one = gaussians(&[(0.0, 1.0)]);
    let alone = title("", &one);
    for (written, said) in [
        ("Prior", "Prior."),
        ("Prior?", "Prior?"),
        ("From $-1$ to 1", "From minus 1 to 1."),
        ("$a - (-b)$", "a minus (minus b)."),
        ("a\u{2212}b", "a minus b."),
        ("a  b", "a b."),
        ("a\u{202e}b\u{200b}", "ab."),
    ] {
        assert_eq!(title(written, &one), format!("{said} {alone}"));
    }
    assert_eq!(title(" ", &one), alone);
    let room = 299 - " ".len() - alone.chars().count();
    let fitting = "ü".repeat(room - 1);
    assert_eq!(title(&fitting, &one), format!("{fitting}. {alone}"));
    assert_eq!(title(&format!("{fitting}ü"), &one), alone);
    assert_eq!(
        title("ü", &gaussians(&[(0.0, 1.0); 3]))
            .matches("equal")
            .count(),
        1
    );
}

#[test]
fn the_worst_numbers_leave_the_texts_short() {
    // As many digits as doubles have, far from all words.
    let numbers = |i: i32| {
        let tiny = 1.234_567_890_123_456_7e-300;
        (
            -tiny * f64::from(1000 + i),
            tiny * (1.0 + f64::from(i) * 1e-5),
        )
    };
    for count in [1, 2, 8, 9, 1000] {
        let all: Vec<_> = (0..count).map(numbers).collect();
        for quantity in ["pdf", "log-pdf", "cdf"] {
            let (scene, _) = compose(&format!(
                "quantity = \"{quantity}\"\n[legend]\nposition = \"none\"\n{}",
                gaussians(&all)
            ));
            for (text, most) in [(&scene.title, 300), (&scene.description, 1500)] {
                assert!(text.chars().count() < most && text.ends_with('.'), "{text}");
            }
        }
    }
}
