//! The recipe of an SVG document.

use roxmltree::{Document, Node};

use super::RECIPE;
use super::read::xml;
use crate::recipe::MAX_LENGTH;

/// The config that an SVG document carries, in a `<metadata>` element of its root. `None` if it carries none of at most
/// [`MAX_LENGTH`] bytes, or is no XML of a size that is written.
pub fn recipe(text: &str) -> Option<String> {
    of(&xml::parse(text).ok()?)
}

/// The same of a document that is parsed.
pub(super) fn of(document: &Document<'_>) -> Option<String> {
    let ours = |node: &Node<'_, '_>| {
        node.has_tag_name("metadata") && node.attribute(RECIPE) == Some("recipe")
    };
    let element = document.root_element().children().find(ours)?;
    // A comment would part it.
    let parts = element
        .children()
        .filter_map(|part| part.text().filter(|_| part.is_text()));
    let text: String = parts.collect();
    (text.len() <= MAX_LENGTH).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_metadata_of_ours_are_read() {
        let inside = |elements: &str| {
            let namespace = "xmlns=\"http://www.w3.org/2000/svg\"";
            recipe(&format!("<svg {namespace}>{elements}</svg>"))
        };
        assert_eq!(inside("<metadata>a</metadata>"), None);
        let text = "title = \"a &lt; b\"\n\n[[gaussian]]\n";
        let ours = format!("<metadata data-gaussfig=\"recipe\">{text}</metadata>");
        assert_eq!(inside(&ours), Some(text.replace("&lt;", "<")));
        assert_eq!(
            inside(&format!("<metadata>a</metadata>{ours}")),
            inside(&ours)
        );
        assert_eq!(recipe("<svg"), None);
        assert_eq!(recipe(""), None);
    }
}
