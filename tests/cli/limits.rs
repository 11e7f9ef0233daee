//! What is within each limit but too much together is refused, before it takes memory or time.

use crate::Sandbox;

/// So many Gaussians side by side, each with these further lines.
fn gaussians(number: usize, rest: &str) -> String {
    let one = |i: usize| format!("[[gaussian]]\nmu = {i}.0\nsigma = 1.0\n{rest}\n");
    (0..number).map(one).collect()
}

fn canvas(width: u32, height: u32) -> String {
    format!("[figure]\nwidth = {width}\nheight = {height}\nscale = 1\n")
}

/// Holds that a PNG is refused with these words, and whether an SVG is.
fn refused(toml: &str, words: &[&str], as_svg_too: bool) {
    let sandbox = Sandbox::new();
    let png = sandbox.run_with("render - --format png", toml);
    assert_eq!((png.code, png.bytes.len()), (2, 0), "{}", png.stderr);
    for word in words {
        assert!(png.stderr.contains(word), "{word}: {}", png.stderr);
    }
    let svg = sandbox.run_with("render - --format svg", toml);
    assert_eq!(svg.code, if as_svg_too { 2 } else { 0 }, "{}", svg.stderr);
}

#[test]
fn large_pictures_of_many_curves() {
    let toml = canvas(16_384, 16_384) + &gaussians(200, "label = ''");
    let words = [
        "error: 268435456 pixels of PNG are too many for 200 Gaussians with such lines",
        "scale = 1",
        "they may be at most 170",
    ];
    refused(&toml, &words, false);
}

#[test]
fn large_pictures_of_wide_lines() {
    // Together they paint too much, and are too wide.
    for (side, lines) in [(5000, 390), (1000, 1000)] {
        let toml = canvas(side, side) + &gaussians(lines, "label = ''\nwidth = 1000.0");
        let words = format!("too many for {lines} Gaussians with such lines");
        refused(&toml, &[&words], false);
    }
}

#[test]
fn many_pictures_that_are_large_together() {
    let each = |theme: &str| {
        let figure = "[figure]\nwidth = 4000\nheight = 4000\nformats = ['png']\nscale = [1, 2]\n";
        format!("{figure}theme = '{theme}'\n") + &gaussians(300, "label = ''")
    };
    let words = ["error: 160000000 pixels of PNG are too many for 300 Gaussians with such lines"];
    refused(&each("auto"), &words, false);
}

#[test]
fn high_pictures_of_many_bins() {
    let histogram = "[histogram]\nmethod = 'counts'\nbins = 10_000\n";
    let toml = canvas(100, 32_767) + histogram + &gaussians(13, "");
    let words = ["error: 32767 rows of PNG are too many for 130000 bins"];
    refused(&toml, &words, false);
}

#[test]
fn long_labels_of_many_curves_whether_they_are_seen_or_not() {
    let label = format!("label = '{}'", "ä".repeat(1000));
    let words = [
        "up to here the labels of the legend have too many glyphs together",
        "shorten them, or leave some out of the legend: label = \"\"",
    ];
    refused(&gaussians(500, &label), &words, true);
}

#[test]
fn fonts_of_more_than_64_mib_together() {
    let sandbox = Sandbox::new();
    for name in ["a", "b"] {
        // Large enough to be too much together, and read before it is known that these are no fonts.
        sandbox.write(format!("{name}.ttf"), vec![0; 33 << 20]);
    }
    let toml = "[figure]\nfont = ['a.ttf', 'b.ttf']\n".to_owned() + &gaussians(1, "");
    sandbox.write("a.toml", &toml);
    let run = sandbox.run("render a.toml");
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(
        run.stderr.contains("at most 64 MiB together"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_hundred_bad_labels_are_enough() {
    let sandbox = Sandbox::new();
    let toml = gaussians(1000, "label = '$\\frac{1}$'");
    let run = sandbox.run_with("render - --format svg", &toml);
    assert_eq!(run.code, 2);
    assert_eq!(run.stderr.matches("error: ").count(), 100);
}
