//! XML tags, texts and ids.

use std::collections::BTreeSet;

use crate::scene::is_xml;

/// A tag on its way to being written.
#[derive(Debug)]
pub(super) struct Tag {
    name: &'static str,
    text: String,
}

impl Tag {
    pub(super) fn new(name: &'static str) -> Self {
        Self {
            name,
            text: format!("<{name}"),
        }
    }

    /// With an attribute of any value.
    pub(super) fn with(mut self, attribute: &str, value: &str) -> Self {
        self.start(attribute);
        escape(value, &mut self.text);
        self.text.push('"');
        self
    }

    /// With the data of a path, which need no escape.
    pub(super) fn with_data(mut self, data: &str) -> Self {
        self.start("d");
        self.text.push_str(data);
        self.text.push('"');
        self
    }

    /// With an attribute whose value is an id, between other words that need no escape.
    pub(super) fn with_id(mut self, attribute: &str, [before, id, after]: [&str; 3]) -> Self {
        self.start(attribute);
        self.text.push_str(before);
        self.text.push(MARK);
        self.text.push_str(id);
        self.text.push_str(after);
        self.text.push('"');
        self
    }

    fn start(&mut self, attribute: &str) {
        self.text.push(' ');
        self.text.push_str(attribute);
        self.text.push_str("=\"");
    }

    /// The start tag.
    pub(super) fn open(self) -> String {
        self.text + ">"
    }

    /// An element without content.
    pub(super) fn empty(self) -> String {
        self.text + "/>"
    }

    /// An element whose content is `text`.
    pub(super) fn around(self, text: &str) -> String {
        let end = format!("</{}>", self.name);
        let mut element = self.open();
        escape(text, &mut element);
        element + &end
    }

    /// The same in the lines of `text`. None of them is blank: inside of Markdown that would end the document.
    pub(super) fn around_lines(self, text: &str) -> String {
        let lines = self.around(text);
        lines.replace("&#10;", "\n").replace("\n\n", "\n&#10;")
    }
}

/// Appends `text` as XML, inside an element or an attribute: characters with a meaning there are replaced, and those
/// dropped that XML 1.0 cannot hold at all.
fn escape(text: &str, escaped: &mut String) {
    // Most values are numbers and names.
    if text.bytes().all(is_plain) {
        return escaped.push_str(text);
    }
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' => escaped.push_str("&#9;"),
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            other if is_xml(other) => escaped.push(other),
            _ => {}
        }
    }
}

/// Whether a byte of a text is a character that stays as it is.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && !matches!(byte, b'&' | b'<' | b'>' | b'"')
}

/// Stands in front of every id until all of the document is known: a character that no document has, as [`escape`] drops it.
pub(super) const MARK: char = '\0';

/// The document with a beginning of its ids that is none of `taken`, to which it is added.
///
/// It is a hash of the content; if that is taken, one of the content and the number of the copy that this is.
pub(super) fn with_prefix(document: &str, taken: &mut BTreeSet<String>) -> String {
    let content = document.bytes().filter(|byte| *byte != MARK as u8);
    let hash = fnv1a(BASIS, content);
    let mut chosen = prefix(hash);
    let mut copies = 1_u64..;
    while !taken.insert(chosen.clone()) {
        let copy = copies.next().unwrap_or_default();
        chosen = prefix(fnv1a(hash, copy.to_le_bytes().into_iter()));
    }
    document.replace(MARK, &chosen)
}

/// What the ids of a document with this hash begin with: a letter and 7 letters or digits, enough for two of a
/// thousand documents to share it with a chance of 1 in 100 000.
fn prefix(mut hash: u64) -> String {
    let mut prefix = String::from("g");
    for _ in 0..7 {
        prefix.push(char::from_digit((hash % 36) as u32, 36).unwrap_or('0'));
        hash /= 36;
    }
    prefix
}

/// The hash of no bytes.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// The 64-bit hash of Fowler, Noll and Vo, variant 1a (RFC 9923), of bytes behind those that have this hash.
fn fnv1a(hash: u64, bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(hash, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_gives_the_published_values() {
        assert_eq!(fnv1a(BASIS, b"".iter().copied()), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(BASIS, b"a".iter().copied()), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(
            fnv1a(BASIS, b"foobar".iter().copied()),
            0x8594_4171_f739_67e8
        );
    }
}
