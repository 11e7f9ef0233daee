//! The fenced blocks of a chapter that are figures.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// The language of a block that is a figure.
const TAG: &str = "gaussfig";

/// A fenced block that is a figure.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// Its bytes in the chapter, but for what leads its first line, such as marks of lists and quotes.
    pub(super) range: Range<usize>,
    /// Its first line, with the fence and the tag.
    head: Range<usize>,
    /// Its content, without what leads the lines.
    pub(super) config: String,
    /// Where each piece of the content begins, and which bytes of the chapter it is.
    pieces: Vec<(usize, Range<usize>)>,
}

impl Block {
    /// A block with nothing in it yet.
    fn new(chapter: &str, range: Range<usize>) -> Self {
        let lines = chapter.get(range.clone()).unwrap_or_default();
        let head = lines.lines().next().unwrap_or_default().trim_end();
        Self {
            head: range.start..range.start + head.len(),
            range,
            ..Self::default()
        }
    }

    /// The bytes of the chapter that these bytes of the content are; without any, the fence and its tag.
    pub(super) fn place(&self, span: Option<&Range<usize>>) -> Range<usize> {
        let Some(span) = span.filter(|_| !self.pieces.is_empty()) else {
            return self.head.clone();
        };
        let start = self.position(span.start);
        match span.is_empty() {
            true => start..start,
            false => start..self.position(span.end - 1) + 1,
        }
    }

    fn position(&self, byte: usize) -> usize {
        let following = self.pieces.partition_point(|(start, _)| *start <= byte);
        let piece = following.checked_sub(1).and_then(|i| self.pieces.get(i));
        piece.map_or(self.range.start, |(start, range)| {
            (range.start + (byte - start)).min(range.end)
        })
    }

    fn push(&mut self, text: &str, range: Range<usize>) {
        self.pieces.push((self.config.len(), range));
        self.config.push_str(text);
    }
}

/// The figures of a chapter, in order.
pub(super) fn figures(chapter: &str, definition_lists: bool) -> Vec<Block> {
    let mut figures = Vec::new();
    let mut current: Option<Block> = None;
    let parser = Parser::new_ext(chapter, options(definition_lists));
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if is_figure(&info) => {
                current = Some(Block::new(chapter, range));
            }
            Event::Text(text) => {
                if let Some(block) = &mut current {
                    block.push(&text, range);
                }
            }
            Event::End(TagEnd::CodeBlock) => figures.extend(current.take()),
            _ => {}
        }
    }
    figures
}

/// What mdbook enables of that which decides where a block begins and ends.
fn options(definition_lists: bool) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    options.set(Options::ENABLE_DEFINITION_LIST, definition_lists);
    options
}

/// Whether the first word behind a fence is the tag; mdbook separates words so.
fn is_figure(info: &str) -> bool {
    let mut words = info.split([' ', '\t', ',']).filter(|word| !word.is_empty());
    words.next() == Some(TAG)
}

/// The chapter with HTML in the places of its figures.
pub(super) fn replaced(chapter: &str, figures: &[Block], html: &[String]) -> String {
    let mut replaced = String::new();
    let mut rest = 0;
    for (block, html) in figures.iter().zip(html) {
        let range = block.range.clone();
        replaced += chapter.get(rest..range.start).unwrap_or_default();
        replaced += html;
        rest = range.end;
        // One that nothing closes ends with the end of its last line.
        if chapter
            .get(range)
            .is_some_and(|block| block.ends_with('\n'))
        {
            replaced.push('\n');
        }
    }
    replaced + chapter.get(rest..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    /// A block of HTML such as a figure becomes.
    const HTML: &str = "<!-- gaussfig --><p></p>";

    /// The contents of a chapter's blocks.
    fn contents(chapter: &str) -> Vec<String> {
        let figures = figures(chapter, true).into_iter();
        figures.map(|block| block.config).collect()
    }

    #[test]
    fn a_block_is_a_figure_wherever_markdown_has_it() {
        let chapters = [
            ("```gaussfig\na = 1\n```\ntext", "a = 1\n"),
            ("text\n```gaussfig\na = 1\n```\ntext", "a = 1\n"),
            (
                "   ~~~~ gaussfig\n   a\n ~~~\n     b\n   ~~~~ \n",
                "a\n~~~\n  b\n",
            ),
            ("- x\n  ```gaussfig\n  a\n\n    b\n  ```\n- y", "a\n\n  b\n"),
            ("- ```gaussfig\n  a\n- y", "a\n"),
            (
                "> > ```gaussfig\r\n> > a\r\n> >\r\n>> b\r\n> > ```\r\n",
                "a\n\nb\n",
            ),
            ("1.\t```gaussfig\n\ta\n\t\tb\n\t```\n", "a\n\tb\n"),
            ("> ```gaussfig\n> a\ntext", "a\n"),
            ("a\n: ```gaussfig\n  a\n  ```\n", "a\n"),
            ("x[^1]\n\n[^1]: x\n    ```gaussfig\n    a\n    ```\n", "a\n"),
            ("| a |\n|---|\n| b |\n```gaussfig\na\n```\n", "a\n"),
            ("```gaussfig\na", "a"),
            ("```gaussfig\n```", ""),
            ("```gaussfig", ""),
        ];
        for (chapter, content) in chapters {
            assert_eq!(contents(chapter), [content], "{chapter:?}");
        }
    }

    #[test]
    fn the_first_word_behind_the_fence_decides() {
        for info in [
            "gaussfig",
            "gaussfig,wide",
            " gaussfig wide",
            ",gaussfig\t",
            "gaussfig,",
        ] {
            assert_eq!(
                contents(&format!("```{info}\na\n```\n")),
                ["a\n"],
                "{info:?}"
            );
        }
        for info in [
            "",
            "toml",
            "gaussfigs",
            "Gaussfig",
            "toml gaussfig",
            "gaussfig=1",
        ] {
            let found = contents(&format!("```{info}\na\n```\n"));
            assert!(found.is_empty(), "{info:?}");
        }
    }

    #[test]
    fn what_markdown_has_inside_of_something_else_is_no_figure() {
        for chapter in [
            "````\n```gaussfig\na\n```\n````\n",
            "~~~ markdown\n```gaussfig\na\n```\n~~~\n",
            "text\n\n    ```gaussfig\n    a\n    ```\n",
            "<div>\n```gaussfig\na\n```\n</div>\n",
            "<!--\n\n```gaussfig\na\n```\n\n-->\n",
            "`` ```gaussfig a``` ``",
        ] {
            assert!(contents(chapter).is_empty(), "{chapter:?}");
        }
        let definition = "a\n: ```gaussfig\n  a\n  ```\n";
        assert!(figures(definition, false).is_empty());
    }

    #[test]
    fn every_byte_of_a_block_has_its_place_in_the_chapter() {
        let chapter = "> - ü\n>   ```gaussfig\r\n>   mü = 1\r\n>\r\n>     b\n>   ```\n";
        let block = &figures(chapter, true)[0];
        assert_eq!(block.config, "mü = 1\n\n  b\n");
        for (start, c) in block.config.char_indices().filter(|(_, c)| *c != '\n') {
            let place = block.place(Some(&(start..start + c.len_utf8())));
            assert_eq!(chapter[place], c.to_string());
        }
        assert_eq!(&chapter[block.place(Some(&(0..7)))], "mü = 1");
        let several = block.place(Some(&(0..12)));
        assert_eq!(&chapter[several], "mü = 1\r\n>\r\n>     b");
        let empty = block.place(Some(&(1..1)));
        assert_eq!(chapter[..empty.start].chars().next_back(), Some('m'));
        assert!(empty.is_empty());
        let end = block.place(Some(&(13..13)));
        assert!(chapter[end.start..].starts_with(">   ```"));
    }

    #[test]
    fn what_has_no_place_in_a_block_is_at_its_fence() {
        let chapter = "- ~~~ gaussfig, x \n  ~~~\n";
        let block = &figures(chapter, true)[0];
        assert_eq!(&chapter[block.place(None)], "~~~ gaussfig, x");
        assert_eq!(block.place(Some(&(0..0))), block.place(None));
    }

    /// The chapter with each of its figures replaced.
    fn with_html(chapter: &str, lists: bool) -> String {
        let figures = figures(chapter, lists);
        let html = vec![HTML.to_owned(); figures.len()];
        replaced(chapter, &figures, &html)
    }

    #[test]
    fn a_figure_takes_the_place_of_its_block_and_of_nothing_else() {
        let chapter =
            "> - x\n>   ```gaussfig\n>   a\n>\n>   ```\n>   y\n> - ~~~ gaussfig\n>   a\n\nz";
        let html = format!("> - x\n>   {HTML}\n>   y\n> - {HTML}\n\nz");
        assert_eq!(with_html(chapter, true), html);
        let without = "# Title\n\n```rust\nfn main() {}\n```\n";
        assert_eq!(with_html(without, true), without);
    }

    /// What a chapter is to a reader: its events, with figures, or the HTML that they became, as one word.
    fn outline(chapter: &str, lists: bool) -> Vec<String> {
        let mut events = Vec::new();
        let (mut is_block, mut html) = (false, String::new());
        for event in Parser::new_ext(chapter, options(lists)) {
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if is_figure(&info) => {
                    (is_block, html) = (true, HTML.to_owned());
                }
                Event::Start(Tag::HtmlBlock) => (is_block, html) = (true, String::new()),
                Event::Html(line) if is_block => html += &line,
                Event::Text(_) if is_block => {}
                Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) if is_block => {
                    is_block = false;
                    events.push(html.trim().to_owned());
                }
                _ => events.push(format!("{event:?}")),
            }
        }
        events
    }

    /// Beginnings of lines, and what stands behind them.
    fn lines() -> impl Strategy<Value = String> {
        let begin = [
            "", "", "> ", ">", "- ", "  ", "    ", "\t", "1. ", "   ", ": ", "[^1]: ",
        ];
        let rest = [
            "",
            "",
            "text",
            "```gaussfig",
            "~~~ gaussfig",
            "```",
            "~~~",
            "    code",
            "| a |",
            "|---|",
            "---",
            "===",
            "<div>",
            "</div>",
            "# b",
            "`` ` ``",
            "<!--",
            "-->",
            "* * *",
            "a = 1",
            "[^1]",
        ];
        let begins = prop::collection::vec(prop::sample::select(begin.to_vec()), 0..3);
        let line = (begins, prop::sample::select(rest.to_vec()));
        let line = line.prop_map(|(begins, rest)| begins.concat() + rest);
        prop::collection::vec(line, 0..12).prop_map(|lines| lines.join("\n"))
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::with_cases(10_000) })]

        #[test]
        fn nothing_around_a_figure_becomes_something_else(chapter in lines(), lists: bool) {
            prop_assert_eq!(outline(&with_html(&chapter, lists), lists), outline(&chapter, lists));
        }
    }
}
