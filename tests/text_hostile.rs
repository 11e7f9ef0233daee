//! Labels and fonts that are wrong, by accident or on purpose.

#![allow(clippy::unwrap_used, clippy::panic)] // a test fails by panicking

use std::sync::Arc;

use gaussfig::model::{FontFile, MathFace, Positive, TextStyle};
use gaussfig::text::{TextError, Typeset, Typesetter};

fn style(math: MathFace, fonts: &[(&str, &[u8])]) -> TextStyle {
    let size = Positive::new(10.0).unwrap();
    let font = |(path, data): &(&str, &[u8])| FontFile {
        path: (*path).into(),
        data: Arc::from(*data),
    };
    TextStyle {
        fonts: fonts.iter().map(font).collect(),
        math,
        text_size: size,
        label_size: size,
        legend_size: size,
    }
}

fn typeset(label: &str) -> Result<Typeset, TextError> {
    Typesetter::new(&style(MathFace::Text, &[]))
        .unwrap()
        .typeset(label, 10.0)
}

/// The error, and the part of the label that it points at.
fn error(label: &str) -> (String, &str) {
    let error = typeset(label).unwrap_err();
    (error.message, &label[error.range.unwrap()])
}

#[test]
fn errors_say_what_is_wrong_and_where() {
    let cases = [
        ("cost 5 $", "`$` without a second one", "$"),
        ("a $$ b", "no math between two dollar signs", ""),
        (r"ä $\foo$", r"unknown TeX command `\foo`", r"\foo"),
        (r"$x^2^3$", "two superscripts on one symbol", "^"),
        (r"$x_1_2$", "two subscripts on one symbol", "_"),
        (r"$x^$", "nothing follows `^`", "^"),
        (r"$x}$", "`}` without `{`", "}"),
        ("Zeichen 漢!", "no font has a glyph for '漢' (U+6F22)", "漢"),
        (r"$x$ \$ 漢", "no font has a glyph for '漢' (U+6F22)", "漢"),
        (
            r"$\text{漢}$",
            "no font has a glyph for '漢' (U+6F22)",
            "漢",
        ),
        ("a\nb", "line break in a label", "\n"),
        ("a\tb", "tab in a label", "\t"),
        (
            r"a $\color{red} x$",
            "a label has one colour",
            r"\color{red} x",
        ),
        (
            r"$\href{https://example.org}{x}$",
            "a label has one colour",
            r"\href{https://example.org}{x}",
        ),
    ];
    for (label, message, part) in cases {
        assert_eq!(error(label), (message.into(), part), "{label}");
    }
}

#[test]
fn a_missing_glyph_is_an_error_in_both_faces() {
    for math in [MathFace::Text, MathFace::Tex] {
        let typesetter = Typesetter::new(&style(math, &[])).unwrap();
        for label in [
            "漢",
            "$漢$",
            r"$\text{漢}$",
            r"$\operatorname{漢}$",
            r"$\mathcal{漢}$",
        ] {
            let message = typesetter.typeset(label, 10.0).unwrap_err().message;
            assert_eq!(message, "no font has a glyph for '漢' (U+6F22)", "{label}");
        }
    }
}

#[test]
fn nothing_grows_without_bound() {
    let nested =
        |open: &str, close: &str, n: usize| format!("${}x{}$", open.repeat(n), close.repeat(n));
    let labels = [
        "x".repeat(1_000_000),
        nested("{", "}", 4000),
        nested(r"\sqrt{", "}", 1000),
        nested(r"\left(", r"\right)", 600),
        nested(r"\hat{", "}", 1000),
        nested("a^{", "}", 2000),
        r"$\def\a{\a\a}\a$".into(),
        format!(
            r"$\def\a{{xxxxxxxxxx}}{}\g$",
            ["ab", "bc", "cd", "de", "ef", "fg"]
                .map(|p| {
                    let (from, to) = p.split_at(1);
                    format!(r"\def\{to}{{{}}}", format!(r"\{from}").repeat(10))
                })
                .concat()
        ),
        r"$\rule{5000em}{1em}$".into(),
        r"$\rule{1em}{99999999999999999999em}$".into(),
        r"$a\kern-100000000000em b$".into(),
        format!(r"$\raisebox{{{}em}}{{x}}$", "9".repeat(400)),
    ];
    for label in labels {
        let Err(error) = typeset(&label) else {
            panic!("{} could be set", &label[..label.len().min(60)]);
        };
        assert!(error.message.len() < 200, "{error}");
    }
}

/// Deep but allowed formulas take milliseconds, not the exponential time of naive measuring.
#[test]
fn nesting_within_the_limit_is_set() {
    for part in [r"\hat{", r"\sqrt[3]{", r"\frac{1}{", r"\overline{"] {
        assert!(
            typeset(&format!("${}x{}$", part.repeat(12), "}".repeat(12))).is_ok(),
            "{part}"
        );
    }
    let fences = format!("${}x{}$", r"\left(".repeat(12), r"\right)".repeat(12));
    assert!(typeset(&fences).is_ok());
}

/// A linear congruential generator (Knuth, MMIX): the same labels on every machine.
struct Lcg(u64);

impl Lcg {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }
}

const PIECES: &[&str] = &[
    "$",
    "$",
    "$",
    "\\$",
    "\\",
    "{",
    "}",
    "{",
    "}",
    "^",
    "_",
    "'",
    "&",
    "#",
    "%",
    "~",
    " ",
    "a",
    "x",
    "Z",
    "1",
    "0",
    ".",
    ",",
    "-",
    "+",
    "=",
    "(",
    ")",
    "[",
    "]",
    "|",
    "<",
    "é",
    "ö",
    "漢",
    "א",
    "ب",
    "\u{301}",
    "\u{338}",
    "\u{200d}",
    "\u{fffc}",
    "\u{f0000}",
    "\u{e020}",
    "𝒩",
    "😀",
    "\\frac",
    "\\sqrt",
    "\\sqrt[",
    "\\left(",
    "\\right)",
    "\\middle|",
    "\\left.",
    "\\right.",
    "\\hat",
    "\\bar",
    "\\vec",
    "\\widehat",
    "\\mathcal",
    "\\mathbf",
    "\\boldsymbol",
    "\\mathrm",
    "\\text",
    "\\textbf",
    "\\sum",
    "\\int",
    "\\oiint",
    "\\limits",
    "\\lim",
    "\\ln",
    "\\operatorname",
    "\\not",
    "\\neq",
    "\\mid",
    "\\alpha",
    "\\sigma",
    "\\Gamma",
    "\\begin{matrix}",
    "\\end{matrix}",
    "\\\\",
    "\\hline",
    "\\binom",
    "\\over",
    "\\displaystyle",
    "\\scriptstyle",
    "\\cancel",
    "\\phase",
    "\\underbrace",
    "\\overset",
    "\\rule{1em}{2em}",
    "\\kern1em",
    "\\raisebox{1em}",
    "\\phantom",
    "\\smash",
    "\\llap",
    "\\mathllap",
    "\\def\\a{x}",
    "\\a",
    "\\char`x",
    "\\verb|x|",
    "\\ce{H2O}",
    "\\tag{1}",
    "\\xrightarrow",
    "\\begin{array}{c:c}",
    "\\end{array}",
    "\\bigl(",
    "\\prime",
    "\\mathchoice",
    "\\pmb",
    "\\tiny",
    "\\Huge",
    "\\textcircled",
    "\\'",
    "\\\"",
    "\\c",
    "\\TeX",
    "\\dddot",
    "\\vcenter",
    "\\begin{cases}",
    "\\end{cases}",
    "\\begin{CD}",
    "\\end{CD}",
    "@>>>",
    "\\angl",
    "\\fbox",
    "\\color{red}",
    "1em",
];

/// Whatever the label, there is an error that points into it, or a finite layout whose glyphs can all be drawn.
#[test]
fn random_labels_never_panic() {
    let typesetters =
        [MathFace::Text, MathFace::Tex].map(|math| Typesetter::new(&style(math, &[])).unwrap());
    let mut random = Lcg(1);
    let mut set = 0;
    for _ in 0..rounds(20_000) {
        let mut label = String::from(if random.below(2) == 0 { "$" } else { "" });
        for _ in 0..=random.below(12) {
            label.push_str(PIECES[random.below(PIECES.len())]);
        }
        if label.starts_with('$') {
            label.push('$');
        }
        for typesetter in &typesetters {
            match typesetter.typeset(&label, 16.0) {
                Ok(typeset) => {
                    set += 1;
                    check(typesetter, &typeset, &label);
                }
                Err(error) => {
                    let range = error.range.unwrap_or_default();
                    assert!(
                        label.get(range).is_some() && !error.message.is_empty(),
                        "{label:?}"
                    );
                }
            }
        }
    }
    assert!(set > 1000, "only {set} labels could be set");
}

/// More with `FUZZ_ROUNDS` in the environment.
fn rounds(default: usize) -> usize {
    std::env::var("FUZZ_ROUNDS").map_or(default, |rounds| rounds.parse().unwrap())
}

fn check(typesetter: &Typesetter, typeset: &Typeset, label: &str) {
    let mut numbers = vec![typeset.width, typeset.ascent, typeset.descent];
    numbers.extend(
        typeset
            .ink
            .iter()
            .flat_map(|ink| [ink.left, ink.top, ink.right, ink.bottom]),
    );
    for glyph in &typeset.glyphs {
        numbers.extend([glyph.origin.x, glyph.origin.y, glyph.size]);
        typesetter.outline(glyph.key);
    }
    assert!(
        numbers.iter().all(|number| number.abs() < 1e6),
        "{label:?}: {numbers:?}"
    );
}

#[test]
fn a_file_that_is_no_font_is_named() {
    let dejavu = dejavu::sans::regular();
    for data in [
        &b""[..],
        b"not a font",
        &[0; 10_000],
        &dejavu[..100],
        b"OTTO",
        b"true\0\x01",
    ] {
        let Err(error) = Typesetter::new(&style(MathFace::Text, &[("fonts/bad.ttf", data)])) else {
            panic!("{} bytes were taken for a font", data.len());
        };
        assert_eq!(
            error.message,
            "`fonts/bad.ttf` is not a font that can be used"
        );
    }
}

/// Cut short or overwritten anywhere, a font gives an error or a label, never a panic.
#[test]
fn damaged_fonts_never_panic() {
    let sound = dejavu::sans::oblique();
    let mut random = Lcg(2);
    let mut opened = 0;
    for round in 0..rounds(150) {
        let mut data = sound.to_vec();
        if round % 2 == 0 {
            data.truncate(random.below(sound.len()));
        }
        for _ in 0..random.below(40) {
            // Half of the damage goes to the headers, where it matters most.
            let reach = if random.below(2) == 0 {
                2000
            } else {
                data.len()
            };
            let at = random.below(reach.max(1));
            if let Some(byte) = data.get_mut(at) {
                *byte = u8::try_from(random.below(256)).unwrap();
            }
        }
        let Ok(typesetter) = Typesetter::new(&style(MathFace::Text, &[("bad.ttf", &data)])) else {
            continue;
        };
        opened += 1;
        for label in [
            "Größe AV fi",
            r"$\hat{x}_i^2 = \frac{\mu}{2}$, $\mathbf{x}$",
            "q\u{308} אב",
        ] {
            if let Ok(typeset) = typesetter.typeset(label, 16.0) {
                for glyph in &typeset.glyphs {
                    typesetter.outline(glyph.key);
                }
            }
        }
    }
    assert!(opened > 20, "only {opened} fonts could be opened");
}

#[test]
fn the_users_font_comes_first_and_the_built_in_one_fills_gaps() {
    let serif = dejavu::serif::regular();
    let italic = dejavu::serif::italic();
    let set = |fonts: &[(&str, &[u8])], label: &str| {
        Typesetter::new(&style(MathFace::Text, fonts))
            .unwrap()
            .typeset(label, 2048.0)
            .unwrap()
            .width
    };
    assert_eq!(set(&[], "a"), 1255.0);
    assert_eq!(set(&[("serif.ttf", serif)], "a"), 1221.0);
    // DejaVu Serif has no Hebrew.
    assert_eq!(set(&[("serif.ttf", serif)], "א"), set(&[], "א"));
    // Variables are the user's own italic, else the user's upright made to lean: its advance, or its ink if that is more.
    let with_italic = set(&[("serif.ttf", serif), ("italic.ttf", italic)], "$n$");
    let alone = set(&[("italic.ttf", italic)], "n");
    assert!((with_italic - alone).abs() < 60.0, "{with_italic} {alone}");
    assert!(set(&[("serif.ttf", serif)], "$n$") >= set(&[("serif.ttf", serif)], "n"));
}
