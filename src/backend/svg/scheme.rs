//! Colours that follow the page.
//!
//! In one style sheet, which no other element of a page can be meant by: its selectors are the id of the document's root and
//! classes that begin like its ids. Colours are pairs for `light-dark()`
//! ([CSS Color Module Level 5, 5](https://www.w3.org/TR/css-color-5/#light-dark)), which follows the `color-scheme` of the element.
//! A document inside of a page has that of the page; one by itself, or in an `<img>`, takes what the reader prefers, or what the
//! image has. What does not know such pairs draws the light colours, which the attributes say.

use super::markup::{MARK, Tag};

/// The id of the root of a document that follows the page.
pub(super) const ROOT: &str = "root";

/// Around all rules. Renderers that read only a little CSS pass over it; some take a colour that they do not know for none.
pub(super) const SUPPORTS: [&str; 2] = ["@supports(color:light-dark(#000,#fff)){", "}"];

/// Of the root, where it is no part of another document: both schemes will do.
pub(super) const EITHER: &str = ":root{color-scheme:light dark}";

/// A pair of colours for one kind of paint.
#[derive(Debug, PartialEq)]
struct Class {
    /// "fill" or "stroke".
    paint: &'static str,
    /// On light pages and on dark ones.
    pair: [[u8; 3]; 2],
}

/// The pairs of a document, by number.
#[derive(Debug, Default)]
pub(super) struct Classes(Vec<Class>);

impl Classes {
    /// The tag, painted in a pair of colours.
    pub(super) fn paint(&mut self, tag: Tag, paint: &'static str, pair: [[u8; 3]; 2]) -> Tag {
        let class = Class { paint, pair };
        let number = self.0.iter().position(|known| *known == class);
        let number = number.unwrap_or_else(|| {
            self.0.push(class);
            self.0.len() - 1
        });
        tag.with_id("class", ["", &name(number), ""])
    }

    /// The style sheet.
    pub(super) fn sheet(&self) -> String {
        let rules = self.0.iter().enumerate().map(|(number, class)| {
            let [light, dark] = class.pair.map(hexadecimal);
            let (name, paint) = (name(number), class.paint);
            format!(".{MARK}{name}{{{paint}:light-dark({light},{dark})}}")
        });
        let rules: String = rules.collect();
        let [open, close] = SUPPORTS;
        format!("<style>{open}#{MARK}{ROOT}{EITHER}{rules}{close}</style>")
    }
}

fn name(number: usize) -> String {
    format!("k{number}")
}

/// `#rgb` where that is enough, or `#rrggbb`.
pub(super) fn hexadecimal([red, green, blue]: [u8; 3]) -> String {
    match [red, green, blue].iter().all(|channel| channel % 17 == 0) {
        true => format!("#{:x}{:x}{:x}", red / 17, green / 17, blue / 17),
        false => format!("#{red:02x}{green:02x}{blue:02x}"),
    }
}
