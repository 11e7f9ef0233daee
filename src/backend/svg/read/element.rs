//! Elements whose attributes are all known.

use roxmltree::{Document, Node};

use super::Unreadable;
use super::data::{number, numbers};
use crate::scene::Color;

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// Characters of a value that an error repeats.
const SHOWN: usize = 40;

/// An element of SVG.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'a, 'i>(Node<'a, 'i>);

/// Elements that are not drawn.
const SILENT: [&str; 3] = ["title", "desc", "metadata"];
/// Namespaces of elements that a browser obeys wherever they are, such as styles and scripts.
const OBEYED: [&str; 2] = [NAMESPACE, "http://www.w3.org/1999/xhtml"];

/// The first element in one that is not drawn that may matter all the same.
fn obeyed<'a, 'i>(node: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    let matters = |node: &Node<'_, '_>| {
        let namespace = node.tag_name().namespace().unwrap_or(NAMESPACE);
        node.is_element() && OBEYED.contains(&namespace)
    };
    node.descendants().skip(1).find(matters)
}

impl<'a, 'i> Element<'a, 'i> {
    /// An element that has these attributes, or those that change nothing in the picture, and no other.
    pub(super) fn new(node: Node<'a, 'i>, known: &[&str]) -> Result<Self, Unreadable> {
        let element = Self::of(node);
        if node.tag_name().namespace() != Some(NAMESPACE) {
            return Err(element.foreign());
        }
        let unknown = node.attributes().find(|attribute| {
            let (space, name) = (attribute.namespace(), attribute.name());
            let words = name == "id" || name == "role" || name.starts_with("aria-");
            space.is_some() || !(words || name.starts_with("data-") || known.contains(&name))
        });
        match unknown {
            Some(attribute) => Err(element.odd(attribute.name())),
            None => Ok(element),
        }
    }

    /// An element of which nothing is known.
    pub(super) fn of(node: Node<'a, 'i>) -> Self {
        Self(node)
    }

    pub(super) fn name(&self) -> &'a str {
        self.0.tag_name().name()
    }

    /// The elements in it that are drawn or refer to what is. There may be no text between them.
    pub(super) fn children(&self) -> Result<Vec<Node<'a, 'i>>, Unreadable> {
        let text = |node: &Node<'_, '_>| {
            node.is_text() && !node.text().unwrap_or_default().trim_ascii().is_empty()
        };
        if let Some(text) = self.0.children().find(text) {
            return Err(foreign(text, "text".to_owned()));
        }
        let elements = self.0.children().filter(Node::is_element);
        let (silent, drawn): (Vec<_>, Vec<_>) =
            elements.partition(|node| SILENT.contains(&node.tag_name().name()));
        match silent.into_iter().find_map(obeyed) {
            Some(node) => Err(Element(node).foreign()),
            None => Ok(drawn),
        }
    }

    /// Whether nothing but text is in it.
    pub(super) fn has_only_text(&self) -> bool {
        self.0.children().count() == 1
    }

    /// The text of the first such element in it, empty without one.
    pub(super) fn names(&self, name: &str) -> String {
        let named = self
            .0
            .children()
            .find(|child| child.has_tag_name((NAMESPACE, name)));
        named
            .and_then(|child| child.text())
            .unwrap_or_default()
            .to_owned()
    }

    /// The value of an attribute.
    pub(super) fn value(&self, name: &str) -> Option<&'a str> {
        self.0.attribute(name)
    }

    /// The value of an attribute that it must have.
    pub(super) fn required(&self, name: &str) -> Result<&'a str, Unreadable> {
        let missing = || foreign(self.0, format!("<{}> without {name}", cut(self.name())));
        self.value(name).ok_or_else(missing)
    }

    /// Refuses all but one value of an attribute.
    pub(super) fn expect(&self, name: &str, value: &str) -> Result<(), Unreadable> {
        match self.required(name)? == value {
            true => Ok(()),
            false => Err(self.odd(name)),
        }
    }

    /// A number, or this one where there is no such attribute.
    pub(super) fn number_or(&self, name: &str, default: f64) -> Result<f64, Unreadable> {
        let parse = |value| number(value).ok_or_else(|| self.odd(name));
        self.value(name).map_or(Ok(default), parse)
    }

    /// A number that is not negative.
    pub(super) fn length(&self, name: &str) -> Result<f64, Unreadable> {
        let length = number(self.required(name)?).filter(|&length| length >= 0.0);
        length.ok_or_else(|| self.odd(name))
    }

    /// So many numbers at most that are not negative, none without the attribute.
    pub(super) fn lengths(&self, name: &str, most: usize) -> Result<Vec<f64>, Unreadable> {
        let Some(value) = self.value(name) else {
            return Ok(Vec::new());
        };
        let lengths = numbers(value, most).filter(|all| all.iter().all(|&length| length >= 0.0));
        lengths.ok_or_else(|| self.odd(name))
    }

    /// The colour of "fill" or "stroke", with its opacity.
    pub(super) fn color(&self, paint: &str) -> Result<Color, Unreadable> {
        let Some(rgb) = hexadecimal(self.required(paint)?) else {
            return Err(self.odd(paint));
        };
        let opacity = format!("{paint}-opacity");
        let alpha = self.number_or(&opacity, 1.0)?;
        match (0.0..=1.0).contains(&alpha) {
            true => Ok(Color { rgb, alpha }),
            false => Err(self.odd(&opacity)),
        }
    }

    /// That the writer writes no such element, or not here.
    pub(super) fn foreign(&self) -> Unreadable {
        foreign(self.0, format!("<{}>", cut(self.name())))
    }

    /// That the writer writes no such attribute or no such value.
    pub(super) fn odd(&self, name: &str) -> Unreadable {
        let value = self.value(name).unwrap_or_default();
        foreign(
            self.0,
            format!("<{} {}=\"{}\">", cut(self.name()), cut(name), cut(value)),
        )
    }
}

fn foreign(node: Node<'_, '_>, what: String) -> Unreadable {
    let line = node.document().text_pos_at(node.range().start).row;
    Unreadable::Foreign { what, line }
}

/// Refuses what asks a browser to draw the document otherwise.
pub(super) fn check_instructions(document: &Document<'_>) -> Result<(), Unreadable> {
    let style = |node: &Node<'_, '_>| node.pi().is_some_and(|pi| pi.target == "xml-stylesheet");
    match document.root().children().find(style) {
        Some(node) => Err(foreign(node, "<?xml-stylesheet>".to_owned())),
        None => Ok(()),
    }
}

/// The beginning of a text that may be long.
fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// `#rgb` or `#rrggbb`.
pub(super) fn hexadecimal(text: &str) -> Option<[u8; 3]> {
    let digits: Option<Vec<u8>> = text
        .strip_prefix('#')?
        .chars()
        .take(7)
        .map(|digit| u8::try_from(digit.to_digit(16)?).ok())
        .collect();
    match *digits? {
        [red, green, blue] => Some([red, green, blue].map(|digit| 17 * digit)),
        [a, b, c, d, e, f] => Some([[a, b], [c, d], [e, f]].map(|[high, low]| 16 * high + low)),
        _ => None,
    }
}
