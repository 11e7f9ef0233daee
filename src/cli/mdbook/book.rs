//! A book as mdbook hands it to a preprocessor and takes it back: JSON of which only what is needed is looked at.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::diagnostic::Diagnostic;

/// What mdbook writes: `[context, book]`.
#[derive(Debug)]
pub(super) struct Input {
    /// Where the chapters' files are.
    source: PathBuf,
    /// Whether mdbook reads `: ` as the beginning of a definition.
    pub(super) definition_lists: bool,
    /// What is written back.
    pub(super) book: Value,
}

/// A chapter's text, and the file that it is from.
#[derive(Debug)]
pub(super) struct Chapter<'a> {
    pub(super) file: PathBuf,
    pub(super) text: &'a mut String,
}

impl Input {
    /// Reads what mdbook wrote.
    ///
    /// # Errors
    ///
    /// If that is something else. The parser refuses what is nested more than 128 times, as mdbook's own does.
    pub(super) fn parse(json: &[u8]) -> Result<Self, Diagnostic> {
        let [context, book]: [Value; 2] = serde_json::from_slice(json)
            .map_err(|cause| Diagnostic::error(format!("this is no book from mdbook: {cause}")))?;
        let Some(key) = items(&book) else {
            let message = "this is no book from mdbook: it has no list of items";
            return Err(Diagnostic::error(message));
        };
        let root = context["root"].as_str().unwrap_or_default();
        let config = &context["config"];
        let asked = &config["output"]["html"]["definition-lists"];
        Ok(Self {
            source: Path::new(root).join(config["book"]["src"].as_str().unwrap_or("src")),
            definition_lists: key == ITEMS && asked.as_bool().unwrap_or(true),
            book,
        })
    }

    /// Its chapters, in order.
    pub(super) fn chapters(&mut self) -> Vec<Chapter<'_>> {
        let mut chapters = Vec::new();
        let items = items(&self.book).and_then(|key| self.book.get_mut(key));
        if let Some(items) = items {
            collect(items, &self.source, &mut chapters);
        }
        chapters
    }
}

/// The key of a book's items since mdbook 0.5, which also reads definition lists.
const ITEMS: &str = "items";
/// The key of a book's items before.
const SECTIONS: &str = "sections";

/// The key of the items of a book.
fn items(book: &Value) -> Option<&'static str> {
    let mut keys = [ITEMS, SECTIONS].into_iter();
    keys.find(|key| book.get(key).is_some_and(Value::is_array))
}

/// Adds the chapters of a list of items, and those below them. Lists are nested no deeper than the parser allows.
fn collect<'a>(items: &'a mut Value, source: &Path, chapters: &mut Vec<Chapter<'a>>) {
    for item in items.as_array_mut().into_iter().flatten() {
        let Some(Value::Object(chapter)) = item.get_mut("Chapter") else {
            continue; // a separator or the title of a part
        };
        let file = ["source_path", "path", "name"].map(|key| chapter.get(key)?.as_str());
        let file = source.join(file.into_iter().flatten().next().unwrap_or_default());
        let mut below = None;
        for (key, value) in chapter {
            match (key.as_str(), value) {
                ("content", Value::String(text)) => chapters.push(Chapter {
                    file: file.clone(),
                    text,
                }),
                ("sub_items", items) => below = Some(items),
                _ => {}
            }
        }
        if let Some(items) = below {
            collect(items, source, chapters);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What mdbook writes of a book with these items, as it does since version 0.5.
    fn input(context: &str, items: &str) -> Input {
        Input::parse(format!("[{context},{{\"items\":{items}}}]").as_bytes()).unwrap()
    }

    #[test]
    fn chapters_come_in_the_order_of_the_book_with_their_files() {
        let two = r#"{"Chapter":{"content":"2","sub_items":[],"path":"a/index.md","source_path":"a/README.md"}}"#;
        let one = format!(
            r#"{{"Chapter":{{"content":"1","path":"1.md","source_path":null,"sub_items":[{two}]}}}}"#
        );
        let draft = r#"{"Chapter":{"name":"Draft","content":"","path":null,"source_path":null}}"#;
        let items = format!(r#"["Separator",{one},{{"PartTitle":"Part"}},{draft}]"#);
        let mut input = input(
            r#"{"root":"/book","config":{"book":{"src":"text"}}}"#,
            &items,
        );
        let chapters = input.chapters().into_iter();
        let found: Vec<_> = chapters
            .map(|chapter| (chapter.file, chapter.text.clone()))
            .collect();
        let expected = [("1.md", "1"), ("a/README.md", "2"), ("Draft", "")];
        let expected =
            expected.map(|(file, text)| (Path::new("/book/text").join(file), text.to_owned()));
        assert_eq!(found, expected);
    }

    #[test]
    fn definition_lists_are_read_as_that_mdbook_reads_them() {
        assert!(input("{}", "[]").definition_lists);
        let html = |value: bool| {
            format!(r#"{{"config":{{"output":{{"html":{{"definition-lists":{value}}}}}}}}}"#)
        };
        assert!(input(&html(true), "[]").definition_lists);
        assert!(!input(&html(false), "[]").definition_lists);
        let old = Input::parse(br#"[{},{"sections":[],"__non_exhaustive":null}]"#);
        assert!(!old.unwrap().definition_lists);
    }

    #[test]
    fn what_a_book_need_not_have_may_be_anything() {
        let items = r#"[1,null,{"Chapter":2},{"Chapter":{"content":3,"sub_items":4}}]"#;
        assert!(
            input(r#"{"root":5,"config":[]}"#, items)
                .chapters()
                .is_empty()
        );
        assert!(input("6", "[]").chapters().is_empty());
    }
}
