//! Labels: widths, positions and words, on the numbers that the figure is laid out with.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test fails by panicking

mod common;

use common::{bounds, points};
use gaussfig::model::{MathFace, Positive, TextStyle};
use gaussfig::scene::{Point, Rect};
use gaussfig::text::{Typeset, TypesetGlyph, Typesetter};

const SIZE: f64 = 100.0;

fn typesetter(math: MathFace) -> Typesetter {
    let size = Positive::new(10.0).unwrap();
    let style = TextStyle {
        fonts: Vec::new(),
        math,
        text_size: size,
        label_size: size,
        legend_size: size,
    };
    Typesetter::new(&style).unwrap()
}

fn set(label: &str) -> Typeset {
    typesetter(MathFace::Text).typeset(label, SIZE).unwrap()
}

fn width(label: &str) -> f64 {
    set(label).width
}

/// Advance in units of DejaVu Sans, 2048 to the em.
fn units(units: f64) -> f64 {
    units * SIZE / 2048.0
}

#[track_caller]
fn assert_near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9 * SIZE, "{a} is not {b}");
}

/// Where the control points of a glyph's outline lie on the label.
fn placed(typesetter: &Typesetter, glyph: &TypesetGlyph) -> Vec<Point> {
    let place = |p: Point| {
        Point::new(
            glyph.origin.x + p.x * glyph.size,
            glyph.origin.y - p.y * glyph.size,
        )
    };
    let outline = points(&typesetter.outline(glyph.key));
    outline.into_iter().map(place).collect()
}

/// Bounds of one glyph of a label.
fn glyph_bounds(label: &str, index: usize) -> Rect {
    let typesetter = typesetter(MathFace::Text);
    let typeset = typesetter.typeset(label, SIZE).unwrap();
    bounds(&placed(&typesetter, &typeset.glyphs[index]))
}

#[test]
fn text_advances_as_the_font_says() {
    assert_near(width("0"), units(1303.0));
    assert_near(width("−2.5"), units(1716.0 + 1303.0 + 651.0 + 1303.0));
    assert_near(width(""), 0.0);
    assert_near(width("$0$"), units(1303.0));
}

#[test]
fn size_scales_everything() {
    let typesetter = typesetter(MathFace::Text);
    let label = r"a $\frac{\hat x}{2}$";
    let [once, twice] = [10.0, 20.0].map(|size| typesetter.typeset(label, size).unwrap());
    assert_near(2.0 * once.width, twice.width);
    assert_near(2.0 * once.ascent, twice.ascent);
    assert_near(2.0 * once.descent, twice.descent);
    assert_near(2.0 * once.ink.unwrap().right, twice.ink.unwrap().right);
    assert_near(2.0 * once.glyphs[2].origin.y, twice.glyphs[2].origin.y);
}

#[test]
fn pairs_are_kerned() {
    assert!(width("AV") < width("A") + width("V") - units(50.0));
    assert_near(width("AB"), width("A") + width("B"));
}

#[test]
fn a_letter_and_its_combining_mark_are_the_accented_letter() {
    assert_eq!(set("u\u{308}").glyphs, set("ü").glyphs);
    // No single character exists: the mark is placed over the base and does not advance.
    assert_near(width("q\u{308}"), width("q"));
    assert_eq!(set("q\u{308}").glyphs.len(), 2);
}

#[test]
fn hebrew_runs_to_the_left_and_numbers_in_it_to_the_right() {
    let line = set("אב 12");
    let alone = set("12");
    // First the digits in their order, then the space and the letters in reverse.
    assert_eq!(line.glyphs[0].key, alone.glyphs[0].key);
    assert_eq!(line.glyphs[1].key, alone.glyphs[1].key);
    assert_eq!(line.glyphs[4].key, set("א").glyphs[0].key);
    assert_eq!(line.words, "אב 12");
}

#[test]
fn a_line_has_room_for_ascenders_and_descenders_of_its_size() {
    let [x, lp, empty] = ["x", "lp", ""].map(set);
    assert_near(x.ascent, lp.ascent);
    assert_near(x.descent, lp.descent);
    assert_near(empty.ascent, lp.ascent);
    assert_eq!(empty.ink, None);
    assert!(x.ink.unwrap().height() < x.ascent);
    assert!(set(r"$\frac{1}{2}$").ascent > lp.ascent);
    assert!(set(r"$\frac{1}{2}$").descent > lp.descent);
}

#[test]
fn ink_is_tight() {
    let typesetter = typesetter(MathFace::Text);
    for label in [
        "Größe",
        r"$\mathcal{N}(z \mid \mu, \sigma)$",
        r"$\sqrt{x^2} + \frac{a}{b}$",
        "$f$",
    ] {
        let typeset = typesetter.typeset(label, SIZE).unwrap();
        let mut drawn: Vec<Point> = typeset
            .glyphs
            .iter()
            .flat_map(|glyph| placed(&typesetter, glyph))
            .collect();
        drawn.extend(typeset.shapes.iter().flat_map(points));
        let hull = bounds(&drawn);
        let ink = typeset.ink.unwrap();
        // Control points of the font's curves lie at most a little outside.
        let tolerance = 0.05 * SIZE;
        for (outer, inner) in [
            (-hull.left, -ink.left),
            (-hull.top, -ink.top),
            (hull.right, ink.right),
            (hull.bottom, ink.bottom),
        ] {
            assert!(
                (-1e-9..tolerance).contains(&(outer - inner)),
                "{label}: {hull:?} {ink:?}"
            );
        }
        assert!(
            ink.left > -tolerance && ink.right < typeset.width + tolerance,
            "{label}"
        );
    }
}

#[test]
fn math_is_in_the_text_face_or_in_tex() {
    let [text, tex] = [MathFace::Text, MathFace::Tex].map(typesetter);
    let number =
        |typesetter: &Typesetter, label| typesetter.typeset(label, SIZE).unwrap().glyphs[0].key;
    assert_eq!(number(&text, "$4$"), number(&text, "4"));
    assert_ne!(number(&tex, "$4$"), number(&tex, "4"));
    // KaTeX's digits are half an em wide.
    assert_near(tex.typeset("$4$", SIZE).unwrap().width, 0.5 * SIZE);
    assert_ne!(
        number(&text, "$x$"),
        number(&text, "x"),
        "variables are slanted"
    );
    assert_eq!(number(&text, r"$\mathrm{x}$"), number(&text, "x"));
    assert_eq!(
        number(&text, r"$\mathcal{N}$"),
        number(&tex, r"$\mathcal{N}$")
    );
}

#[test]
fn function_names_and_text_in_math_are_shaped_like_text() {
    assert_eq!(set(r"$\ln$").glyphs, set("ln").glyphs);
    assert_eq!(set(r"$\operatorname{AV}$").glyphs, set("AV").glyphs);
    assert_eq!(set(r"$\text{Größe AV}$").glyphs, set("Größe AV").glyphs);
}

#[test]
fn relations_are_spaced_and_signs_are_not() {
    let parts = width("$z$") + width("$=$") + width("$1$");
    assert_near(width("$z=1$"), parts + 2.0 * 5.0 / 18.0 * SIZE);
    assert_near(width("$-1$"), width("$-$") + width("$1$"));
}

#[test]
fn scripts_stand_above_and_below_and_are_smaller() {
    let [base, above, below] = [0, 1, 2].map(|index| glyph_bounds("$x_1^2$", index));
    let two = glyph_bounds("$2$", 0);
    assert!(above.left >= base.right - 1e-9 && below.left >= base.right - 0.1 * SIZE);
    assert!(above.bottom < below.top, "{above:?} {below:?}");
    assert!(above.top < base.top && below.bottom > base.bottom);
    assert_near(above.height(), 0.7 * two.height());
}

#[test]
fn a_fraction_is_symmetric_and_its_bar_is_level_with_minus() {
    let typeset = set(r"$\frac{1}{1}$");
    let [numerator, denominator] = [0, 1].map(|index| typeset.glyphs[index].origin);
    assert_near(numerator.x, denominator.x);
    assert!(numerator.y < denominator.y);
    let bar = bounds(&points(&typeset.shapes[0]));
    let minus = glyph_bounds("$-$", 0);
    assert_near(bar.top + bar.bottom, minus.top + minus.bottom);
    let middle = (bar.left + bar.right) / 2.0;
    assert_near(middle, typeset.width / 2.0);
    let [above, below] = [0, 1].map(|index| glyph_bounds(r"$\frac{1}{1}$", index));
    assert!(above.bottom < bar.top && below.top > bar.bottom);
}

#[test]
fn a_radical_covers_what_is_under_it() {
    for label in [
        r"$\sqrt{x}$",
        r"$\sqrt{\frac{a}{b}}$",
        r"$\sqrt[3]{\hat y^2}$",
    ] {
        let typesetter = typesetter(MathFace::Text);
        let typeset = typesetter.typeset(label, SIZE).unwrap();
        let rules = typeset.shapes.iter().map(|shape| bounds(&points(shape)));
        let rule = rules.min_by(|a, b| a.top.total_cmp(&b.top)).unwrap();
        for glyph in &typeset.glyphs {
            let ink = bounds(&placed(&typesetter, glyph));
            let under = ink.left >= rule.left - 1e-9;
            assert!(
                !under || ink.top >= rule.bottom,
                "{label}: {ink:?} {rule:?}"
            );
        }
        assert_near(typeset.ink.unwrap().right, rule.right);
    }
}

#[test]
fn an_accent_sits_over_the_middle_of_its_letter() {
    for label in [r"$\hat{\mathrm{o}}$", r"$\hat{\mathrm{O}}$"] {
        let [one, two] = [0, 1].map(|index| glyph_bounds(label, index));
        let (letter, hat) = if one.top > two.top {
            (one, two)
        } else {
            (two, one)
        };
        let gap = letter.top - hat.bottom;
        assert!((0.0..0.15 * SIZE).contains(&gap), "{label}: {gap}");
        assert!(
            (letter.left + letter.right - hat.left - hat.right).abs() < 0.05 * SIZE,
            "{label}"
        );
    }
}

#[test]
fn delimiters_of_the_text_face_serve_until_they_are_too_low() {
    let plain = set("$(x)$").glyphs[0].key;
    assert_eq!(set(r"$\left(x\right)$").glyphs[0].key, plain);
    assert!(
        set(r"$\left(\frac{1}{2}\right)$")
            .glyphs
            .iter()
            .all(|glyph| glyph.key != plain)
    );
}

#[test]
fn the_index_of_a_root_starts_the_formula() {
    // RaTeX by itself leaves 0.45 em.
    let ink = set(r"$\sqrt[3]{x}$").ink.unwrap();
    assert!((0.0..0.15 * SIZE).contains(&ink.left), "{ink:?}");
}

#[test]
fn words_are_what_a_reader_says() {
    for (label, words) in [
        ("Random variable, $z$", "Random variable, z"),
        (r"$\mu = -4.0$, $\sigma = 2.0$", "μ = −4.0, σ = 2.0"),
        (r"$\mathcal{N}(z \mid \mu, \sigma)$", "N(z | μ, σ)"),
        (r"$\ln(\mathcal{N}(z \mid \mu, \sigma))$", "ln(N(z | μ, σ))"),
        (r"$P(Z \le z \mid \mu, \sigma)$", "P(Z ≤ z | μ, σ)"),
        (r"$\frac{1}{\sigma\sqrt{2\pi}}$", "1/(σ√(2π))"),
        (
            r"$\exp\left(-\frac{(z-\mu)^2}{2\sigma^2}\right)$",
            "exp(−(z − μ)²/(2σ²))",
        ),
        (r"$x_i^2 + \hat{y}_{n+1}$", "xᵢ² + ŷₙ₊₁"),
        (r"$\sqrt[3]{x^2+1}$", "∛(x² + 1)"),
        (r"$\frac12 x^{10} + \frac{a}{b}$", "1/2 x¹⁰ + a/b"),
        (r"$2 \sin x$, $x^{ab}$", "2 sin x, x^(ab)"),
        (r"$x \neq 0 \not< y$", "x ≠ 0 ≮ y"),
        (r"$\text{if } x > 0$", "if x > 0"),
        (r"5 \$ and $\binom{n}{k}$", "5 $ and (n choose k)"),
    ] {
        for math in [MathFace::Text, MathFace::Tex] {
            assert_eq!(typesetter(math).typeset(label, SIZE).unwrap().words, words);
        }
    }
}

#[test]
fn every_label_of_the_gallery_can_be_set_in_both_faces() {
    for label in [
        r"$\int_0^\infty e^{-x}\,dx$, $\displaystyle\sum_{i=1}^n i$",
        r"$\begin{pmatrix} 1 & 0 \\ 0 & \sigma^2 \end{pmatrix}$",
        r"$\underbrace{a+b}_{c}\ \vec{v}\ \overline{xy}\ \cancel{x}\ \oiint$",
        r"$P\left(X \middle| \frac{Y}{Z}\right)$, $\bigl(x\bigr)$",
        r"$\mathbf{x}^\top\boldsymbol{\Sigma}^{-1}\mathbb{R}\mathfrak{g}\mathscr{L}\mathsf{a}\mathtt{b}$",
        r"$f''(x)$, $\lim_{x \to 0}$, $\widehat{xyz}$, $\text{\texttt{a} $x$}$",
        r"$\begin{array}{c:c} a & b \\ \hdashline c & d \end{array}$",
    ] {
        for math in [MathFace::Text, MathFace::Tex] {
            let typeset = typesetter(math).typeset(label, SIZE).unwrap();
            assert!(typeset.ink.unwrap().width() > 0.5 * SIZE, "{label}");
        }
    }
}
