//! The recipe of an SVG document.

use roxmltree::{Document, Node, ParsingOptions};

use super::RECIPE;
use crate::recipe::MAX_LENGTH;

/// The config that an SVG document carries, in a `<metadata>` element of its root. `None` if it carries none of at most
/// [`MAX_LENGTH`] bytes, or is no XML.
pub fn recipe(text: &str) -> Option<String> {
    let document = Document::parse_with_options(text, ParsingOptions::default()).ok()?;
    let ours = |node: &Node<'_, '_>| {
        node.has_tag_name("metadata") && node.attribute(RECIPE) == Some("recipe")
    };
    let element = document.root_element().children().find(ours)?;
    let text = element.text().unwrap_or_default();
    (text.len() <= MAX_LENGTH).then(|| text.to_owned())
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
