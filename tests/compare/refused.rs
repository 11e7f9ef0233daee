//! What gaussfig does not write is not read, and not for long.

use std::fmt::Write;

use gaussfig::backend::svg::{self, Unreadable};
use gaussfig::compare::{self, rasterize};
use gaussfig::scene::Scene;

use crate::common;

fn document() -> (String, Scene) {
    let scene = common::scene(common::HISTOGRAMS);
    (svg::write(&scene), scene)
}

/// What is said of a document.
fn said(text: &str) -> String {
    match svg::read(text, 1.0) {
        Ok(_) => "nothing".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_is_foreign_is_named_with_its_line() {
    let (text, _) = document();
    assert_eq!(said(&text), "nothing");
    for (old, new, expected) in [
        (
            "<defs>",
            "<script>alert(1)</script><defs>",
            "<script> in line 4",
        ),
        ("<defs>", "<style>*{}</style><defs>", "<style> in line 4"),
        ("<defs>", "<image href=\"x\"/><defs>", "<image> in line 4"),
        ("<defs>", "words<defs>", "text in line 3"),
        (
            "role=\"img\"",
            "onload=\"alert(1)\"",
            "<svg onload=\"alert(1)\"> in line 1",
        ),
        (
            "viewBox=\"0 0",
            "viewBox=\"0 1",
            "<svg viewBox=\"0 1 833.6 360.96\"> in line 1",
        ),
        ("rotate(-90)", "rotate(90)", "<g transform=\"translate("),
        ("#fff", "red", "<rect fill=\"red\"> in line"),
        ("#fff", "#ffffg0", "<rect fill=\"#ffffg0\"> in line"),
        (
            "stroke-linecap=\"square\"",
            "stroke-linecap=\"flat\"",
            "<path stroke-linecap=\"flat\"> in line",
        ),
        ("href=\"#", "href=\"x#", "<use href=\"x#g"),
        (
            "stroke-width=\"",
            "stroke-width=\"-",
            "<path stroke-width=\"-",
        ),
        (
            "<rect width=\"100%\"",
            "<rect width=\"99%\"",
            "<rect width=\"99%\"> in line",
        ),
        (
            "stroke-width=\"",
            "data-x=\"",
            "<path> without stroke-width in line",
        ),
        (" d=\"m", " d=\"A", "<path d=\"A"),
    ] {
        let other = text.replacen(old, new, 1);
        assert_ne!(other, text, "{old}");
        let said = said(&other);
        assert!(
            said.starts_with("holds ") && said.ends_with(", which gaussfig does not draw"),
            "{said}"
        );
        assert!(said.contains(expected), "{said}: {expected}");
    }
    let damaged = said(&text[..text.len() / 2]);
    assert!(damaged.starts_with("is not well-formed: "), "{damaged}");
    let entities = format!("<!DOCTYPE svg [<!ENTITY a \"aaa\">]>\n{text}");
    assert!(said(&entities).starts_with("is not well-formed: "));
}

/// A document of these items in a canvas of 1000 x 1000.
fn with(items: &str) -> String {
    let head = "xmlns=\"http://www.w3.org/2000/svg\" width=\"1000\" height=\"1000\" viewBox=\"0 0 1000 1000\"";
    format!("<svg {head}><g fill=\"none\" stroke-linejoin=\"round\">{items}</g></svg>")
}

#[test]
fn large_documents_are_refused_before_they_take_memory() {
    let many = |what: &str, count: usize| with(&what.repeat(count));
    let mut spaces = String::new();
    for index in 0..40_000 {
        write!(spaces, "<a xmlns:x{index}=''>").unwrap();
    }
    let mut attributes = String::from("<path ");
    for index in 0..1_000_000 {
        write!(attributes, "a{index}='>'").unwrap();
    }
    for (text, what) in [
        (many("<g clip-path='url(#a)'><!-- -->", 1_100_000), "bytes"),
        (many("<a/>", 1_100_000), "elements"),
        (many("<a a='' b='' c='' d=''/>", 300_000), "attributes"),
        (attributes, "attributes"),
        (spaces, "namespaces"),
        (
            with(&format!(
                "<path fill='#000' d='m0 0{}'/>",
                "h1".repeat(1 << 22)
            )),
            "segments",
        ),
    ] {
        assert!(
            svg::read(&text, 1.0) == Err(Unreadable::Large(what)),
            "{what}"
        );
    }
    let nested =
        "<clipPath id='a'><rect width='9' height='9' shape-rendering='crispEdges'/></clipPath>"
            .to_owned()
            + &"<g clip-path='url(#a)'>".repeat(9)
            + &"</g>".repeat(9);
    assert!(said(&with(&nested)).starts_with("holds <g> in line 1"));
}

#[test]
fn what_would_take_long_to_draw_is_refused() {
    let zigzag = "l999 999-999-999".repeat(100_000);
    let full = "<path fill='#0000ff' d='m0 0h1000v1000h-1000z'/>".repeat(100_000);
    let wild = "c999 999-999 999 0 0".repeat(100_000);
    for (what, items, scale) in [
        ("a large canvas", "".to_owned(), 20.0),
        ("a long canvas", "".to_owned(), 1e300),
        ("no number", "".to_owned(), f64::NAN),
        ("many fills", full, 1.0),
        (
            "long edges",
            format!("<path fill='#000' d='m0 0{zigzag}'/>"),
            16.0,
        ),
        (
            "long curves",
            format!("<path fill='#000' d='m0 0{wild}'/>"),
            16.0,
        ),
        (
            "wide lines",
            format!(
                "<path stroke='#000' stroke-width='900' stroke-linecap='round' d='m0 0{zigzag}'/>"
            ),
            1.0,
        ),
        (
            "round dots",
            format!(
                "<path stroke='#000' stroke-width='900' stroke-linecap='round' stroke-dasharray='0 1' d='m0 0{}'/>",
                "h999h-999".repeat(5000)
            ),
            1.0,
        ),
    ] {
        let refused = rasterize(&with(&items), scale);
        assert!(matches!(refused, Err(compare::Unreadable::Large)), "{what}");
    }
    // Dashes without end are drawn: patterns are stretched.
    let dashes =
        "<path stroke='#000' stroke-width='1' stroke-dasharray='1e-9 1e-9' d='m0 0h1000'/>";
    assert!(rasterize(&with(dashes), 1.0).is_ok());
}
