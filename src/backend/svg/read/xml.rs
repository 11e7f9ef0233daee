//! XML from anywhere, in bounded memory and time.

use roxmltree::{Document, ParsingOptions};

use super::Unreadable;

/// Bytes of a document: what the largest figures have, several times.
const MAX_BYTES: usize = 1 << 25;
/// Elements, texts and comments together.
const MAX_NODES: u32 = 1 << 20;
/// Attributes of all elements together.
const MAX_ATTRIBUTES: usize = 1 << 20;
/// Attributes of one element. The parser compares each with all others.
const MAX_OF_ONE: usize = 32;
/// Declarations of namespaces. The parser repeats them for each element that adds one.
const MAX_NAMESPACES: usize = 16;

/// The elements of a document without a document type.
pub(in crate::backend::svg) fn parse(text: &str) -> Result<Document<'_>, Unreadable> {
    if text.len() > MAX_BYTES {
        return Err(Unreadable::Large("bytes"));
    }
    count(text)?;
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MAX_NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => Unreadable::Large("elements"),
        error => Unreadable::Xml(error.to_string()),
    })
}

/// Refuses what would take long to parse.
///
/// Every tag begins at a `<`, and no value has one, so between two of them is at most one tag.
fn count(text: &str) -> Result<(), Unreadable> {
    let (mut attributes, mut namespaces) = (0, 0);
    for tag in text.split('<').skip(1) {
        let (of_this, spaces) = attributes_of(tag);
        attributes += of_this;
        namespaces += spaces;
        if of_this > MAX_OF_ONE || attributes > MAX_ATTRIBUTES {
            return Err(Unreadable::Large("attributes"));
        }
        if namespaces > MAX_NAMESPACES {
            return Err(Unreadable::Large("namespaces"));
        }
    }
    Ok(())
}

/// How many attributes a tag has, and how many of them declare a namespace. A comment may seem to have some.
fn attributes_of(mut tag: &str) -> (usize, usize) {
    let (mut attributes, mut namespaces) = (0, 0);
    while let Some(at) = tag.find(['"', '\'', '>']) {
        let (name, rest) = tag.split_at(at);
        let Some(quote) = rest.chars().next().filter(|&end| end != '>') else {
            break;
        };
        attributes += 1;
        namespaces += usize::from(name.contains("xmlns"));
        tag = rest
            .get(1..)
            .and_then(|value| Some(value.split_once(quote)?.1))
            .unwrap_or_default();
    }
    (attributes, namespaces)
}
