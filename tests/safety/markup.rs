//! What an XML parser finds in figures with hostile strings.

use std::collections::BTreeMap;

use crate::hostile::{TEXTS, WORDS, config, figure, strings};
use roxmltree::{Document, Node};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Every element that a figure may have, with its attributes.
const ALLOWED: [(&str, &[&str]); 10] = [
    ("metadata", &["data-gaussfig"]),
    (
        "svg",
        &[
            "width",
            "height",
            "viewBox",
            "role",
            "aria-labelledby",
            "aria-describedby",
        ],
    ),
    ("title", &["id"]),
    ("desc", &["id"]),
    ("defs", &[]),
    ("clipPath", &["id"]),
    (
        "rect",
        &[
            "x",
            "y",
            "width",
            "height",
            "fill",
            "fill-opacity",
            "shape-rendering",
        ],
    ),
    (
        "g",
        &[
            "role",
            "aria-label",
            "transform",
            "fill",
            "fill-opacity",
            "clip-path",
            "stroke-linejoin",
        ],
    ),
    ("use", &["href", "x", "y", "transform"]),
    (
        "path",
        &[
            "id",
            "d",
            "fill",
            "fill-opacity",
            "stroke",
            "stroke-opacity",
            "stroke-width",
            "stroke-linecap",
            "stroke-linejoin",
            "stroke-dasharray",
            "shape-rendering",
        ],
    ),
];

/// Fails unless the document is only what figures are made of.
fn assert_plain(svg: &str) {
    assert!(!svg.contains("<!") && !svg.contains("<?"), "{svg}");
    // Without permission for a DTD, so without entities.
    let document = Document::parse(svg).unwrap();
    for node in document.root().descendants() {
        assert!(
            node.is_root() || node.is_element() || node.is_text(),
            "{node:?}"
        );
    }
    for element in document.descendants().filter(Node::is_element) {
        let name = element.tag_name();
        assert_eq!(name.namespace(), Some(SVG));
        let allowed = ALLOWED.iter().find(|(allowed, _)| *allowed == name.name());
        let (_, attributes) = allowed.unwrap_or_else(|| panic!("element {}", name.name()));
        for attribute in element.attributes() {
            assert_eq!(attribute.namespace(), None);
            assert!(attributes.contains(&attribute.name()), "{attribute:?}");
            assert_plain_value(attribute.name(), attribute.value());
        }
    }
}

/// Fails if the value of an attribute could be an address outside of the document or a script. Only names are free.
fn assert_plain_value(name: &str, value: &str) {
    let is_id = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let plain = match name {
        "aria-label" => true,
        "href" => value.strip_prefix('#').is_some_and(is_id),
        "clip-path" => {
            let id = value
                .strip_prefix("url(#")
                .and_then(|rest| rest.strip_suffix(')'));
            id.is_some_and(is_id)
        }
        "transform" => value
            .split([')', '('])
            .all(|part| ["translate", "rotate", "scale"].contains(&part) || is_numbers(part)),
        _ => value
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "#%. -".contains(c)),
    };
    assert!(plain, "{name}={value:?}");
}

fn is_numbers(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_digit() || b" .-".contains(&byte))
}

/// What the document calls the figure, describes it as, and what its labels say.
fn said(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).unwrap();
    let text = |node: Node| match node.tag_name().name() {
        "title" | "desc" => node.text().map(str::to_owned),
        _ => node.attribute("aria-label").map(str::to_owned),
    };
    document.descendants().filter_map(text).collect()
}

#[test]
fn a_hostile_string_is_refused_or_read_back_as_it_was() {
    let mut accepted = BTreeMap::new();
    for string in strings() {
        for place in TEXTS {
            let Ok(svg) = gaussfig::render_svg(&config(&string, &[place])) else {
                continue;
            };
            assert_plain(&svg);
            // Math is said in other words than it is written in.
            if place == "alt" || !string.contains('$') {
                assert!(said(&svg).contains(&string), "{place}: {string:?}");
            }
            *accepted.entry(place).or_insert(0) += 1;
        }
    }
    // All but those that a label or an XML document cannot hold at all.
    assert_eq!(accepted["alt"], strings().len() - 3);
    assert!(accepted.len() == TEXTS.len(), "{accepted:?}");
    assert!(accepted.values().all(|number| *number > 50), "{accepted:?}");
}

#[test]
fn all_hostile_strings_in_one_figure_are_read_back() {
    for string in strings() {
        let (svg, places) = figure(&string);
        assert_plain(&svg);
        let found = said(&svg).iter().filter(|text| **text == string).count();
        // The title is said as a label alone, as `alt` is the name of the document.
        if !string.contains('$') && places == TEXTS {
            assert_eq!(found, TEXTS.len(), "{string:?}");
        }
    }
}

#[test]
fn no_word_of_a_config_takes_a_hostile_string() {
    for string in strings() {
        for place in WORDS {
            let error = gaussfig::render_svg(&config(&string, &[place])).unwrap_err();
            assert!(
                error.list.iter().all(|error| error.span.is_some()),
                "{error}"
            );
        }
    }
}

#[test]
fn half_a_surrogate_pair_is_no_character_of_toml() {
    for escape in [
        r"\uD800",
        r"\uDFFF",
        r"\U0000D800",
        r"\U00110000",
        r"\uD83D\uDE00",
    ] {
        let config = config("", &["title"]).replace("\"\"", &format!("\"{escape}\""));
        let error = gaussfig::render_svg(&config).unwrap_err();
        assert!(error.list[0].span.is_some(), "{error}");
    }
}

#[test]
fn a_png_has_no_text_but_its_words_and_its_recipe_which_is_the_config() {
    let parse = |text: &str| gaussfig::config::parse(text, &|_| unreachable!()).unwrap();
    let kinds = |png: &[u8]| {
        let mut kinds = Vec::new();
        let mut rest = &png[8..];
        while let Some((length, more)) = rest.split_first_chunk() {
            let length = u32::from_be_bytes(*length) as usize;
            kinds.push(String::from_utf8_lossy(&more[..4]).into_owned());
            rest = &more[length + 8..];
        }
        kinds
    };
    for string in strings() {
        let (_, places) = figure(&string);
        let small = format!("figure.scale = 0.1\n{}", config(&string, &places));
        let png = gaussfig::render_png(&small).unwrap();
        assert_eq!(
            kinds(&png),
            [
                "IHDR", "pHYs", "sRGB", "PLTE", "iTXt", "iTXt", "iTXt", "IDAT", "IEND"
            ]
        );
        let recipe = gaussfig::backend::png::recipe(&png).unwrap();
        let control = |c: char| c.is_control() && c != '\n';
        assert!(!recipe.contains(control), "{recipe:?}");
        assert_eq!(parse(&recipe), parse(&small));
    }
}

#[test]
fn the_allow_list_refuses_what_would_do_harm() {
    let bad = [
        "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg' onload='a'/>",
        "<svg xmlns='http://www.w3.org/2000/svg'><use href='http://evil.test/#a'/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><path fill='url(http://evil.test/)'/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><!-- a --></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><title xmlns='a'/></svg>",
        "<!DOCTYPE svg><svg xmlns='http://www.w3.org/2000/svg'/>",
    ];
    for svg in bad {
        assert!(
            std::panic::catch_unwind(|| assert_plain(svg)).is_err(),
            "{svg}"
        );
    }
    assert_plain("<svg xmlns='http://www.w3.org/2000/svg' role='img'/>");
}

#[test]
fn the_documents_count_the_strings_and_the_places_right() {
    let [strings, places] = [strings().len(), TEXTS.len() + WORDS.len()];
    let readme = include_str!("../../README.md");
    assert!(readme.contains(&format!(
        "{strings} hostile strings in {places} places of a config"
    )));
    let policy = include_str!("../../.github/SECURITY.md");
    assert!(policy.contains(&format!("{strings} strings")));
    assert!(policy.contains(&format!("each of the {places} places")));
}
