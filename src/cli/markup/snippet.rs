//! A figure in HTML.

use crate::cli::args::Site;
use crate::model::{Format, Variant};

/// A figure on a page.
pub(super) struct Picture<'a> {
    /// Its files, and where the page finds each.
    pub(super) files: Vec<(Variant, String)>,
    /// Width and height in CSS pixels.
    pub(super) size: [f64; 2],
    /// What is read instead of it.
    pub(super) alt: &'a str,
}

impl Picture<'_> {
    /// The element that shows it: the SVG where there is one, else the PNG that fits the page and the screen. Feeds and mails, which
    /// do not look at sources, take the PNG for light pages.
    pub(super) fn html(&self, site: Site) -> String {
        let svg = self.urls(Format::Svg, false);
        let [light, dark] = [false, true].map(|is_dark| self.urls(Format::Png, is_dark));
        let mut sources = Vec::new();
        if let (Some((url, _)), false) = (svg.first(), light.is_empty()) {
            sources.push(format!("<source type=\"image/svg+xml\" srcset=\"{url}\">"));
        }
        if !dark.is_empty() {
            let srcset = srcset(&dark);
            sources.push(format!(
                "<source media=\"(prefers-color-scheme: dark)\" srcset=\"{srcset}\">"
            ));
        }
        let image = self.image(if light.is_empty() { &svg } else { &light }, site);
        if sources.is_empty() {
            return image + "\n";
        }
        // In Markdown an indented line may be code.
        let indent = if site == Site::Html { "  " } else { "" };
        let mut lines = vec!["<picture>".to_owned()];
        lines.extend(
            sources
                .iter()
                .chain([&image])
                .map(|line| format!("{indent}{line}")),
        );
        lines.push("</picture>\n".to_owned());
        lines.join("\n")
    }

    /// The URLs of the files of one kind, with their pixels per CSS pixel.
    fn urls(&self, format: Format, is_dark: bool) -> Vec<(&str, f64)> {
        let files = self.files.iter();
        let of_kind =
            files.filter(|(variant, _)| variant.format == format && variant.is_dark == is_dark);
        of_kind
            .map(|(variant, url)| (url.as_str(), variant.scale.get()))
            .collect()
    }

    /// The image that is shown where no source fits. With its size, the page keeps the room for it before it is there.
    fn image(&self, files: &[(&str, f64)], site: Site) -> String {
        let url = files.first().map_or("", |(url, _)| url);
        let srcset = match files.len() {
            ..2 => String::new(),
            _ => format!(" srcset=\"{}\"", srcset(files)),
        };
        let [width, height] = self.size.map(|side| libm::round(side).max(1.0));
        let alt = escaped(self.alt, site);
        format!(
            "<img src=\"{url}\"{srcset} alt=\"{alt}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" \
             style=\"max-width: 100%; height: auto\">"
        )
    }
}

/// URLs with the density of pixels that each is for; a single one is for all.
fn srcset(files: &[(&str, f64)]) -> String {
    if let [(url, _)] = files {
        return (*url).to_owned();
    }
    let files = files.iter().map(|(url, scale)| format!("{url} {scale}x"));
    files.collect::<Vec<_>>().join(", ")
}

/// Text in an attribute, on one line: in Markdown, a blank one would end the element.
fn escaped(text: &str, site: Site) -> String {
    let mut escaped = String::new();
    for character in text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
    {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // Liquid and shortcodes begin with it.
            '{' if matches!(site, Site::Jekyll | Site::Hugo) => escaped.push_str("&#123;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;

    /// What is pasted for a figure with these keys.
    fn html(keys: &str, alt: &str, site: Site) -> String {
        let text = format!("[figure]\n{keys}\n[[gaussian]]\nmu = 0\nsigma = 1\n");
        let figure = parse(&text, &|_| unreachable!()).unwrap();
        let files = figure.variants().into_iter();
        let files = files.map(|variant| (variant, format!("a{}", variant.ending())));
        let picture = Picture {
            files: files.collect(),
            size: [figure.canvas.width(), figure.canvas.height()],
            alt,
        };
        picture.html(site)
    }

    const REST: &str =
        "width=\"800\" height=\"346\" loading=\"lazy\" style=\"max-width: 100%; height: auto\">\n";

    #[test]
    fn a_figure_of_all_kinds_of_files_has_a_source_for_each() {
        let text = html("theme = \"auto\"\nscale = [1, 2]", "A bell.", Site::Html);
        let expected = "<picture>\n  \
            <source type=\"image/svg+xml\" srcset=\"a.svg\">\n  \
            <source media=\"(prefers-color-scheme: dark)\" srcset=\"a-dark.png 1x, a-dark@2x.png 2x\">\n  \
            <img src=\"a.png\" srcset=\"a.png 1x, a@2x.png 2x\" alt=\"A bell.\" ";
        assert_eq!(text, format!("{expected}{REST}</picture>\n"));
    }

    #[test]
    fn a_single_file_is_an_image() {
        for (format, theme) in [("svg", "auto"), ("png", "dark")] {
            let keys = format!("formats = [\"{format}\"]\ntheme = \"{theme}\"");
            let expected = format!("<img src=\"a.{format}\" alt=\"\" {REST}");
            assert_eq!(html(&keys, "", Site::Html), expected);
        }
    }

    #[test]
    fn pngs_alone_have_a_source_for_dark_pages() {
        let text = html(
            "formats = [\"png\"]\ntheme = \"auto\"",
            "A bell.",
            Site::Markdown,
        );
        let expected = "<picture>\n\
            <source media=\"(prefers-color-scheme: dark)\" srcset=\"a-dark.png\">\n\
            <img src=\"a.png\" alt=\"A bell.\" ";
        assert_eq!(text, format!("{expected}{REST}</picture>\n"));
    }

    #[test]
    fn no_text_leaves_the_attribute() {
        let alt = "\"<b>\" & {{ x }}\n\n# {% y %}";
        let text = html("formats = [\"png\"]", alt, Site::Jekyll);
        let escaped = "&quot;&lt;b&gt;&quot; &amp; &#123;&#123; x }} # &#123;% y %}";
        assert!(text.contains(&format!(" alt=\"{escaped}\" ")), "{text}");
        assert_eq!(text.lines().count(), 1);
        let text = html("formats = [\"png\"]", "{{ x }}", Site::Html);
        assert!(text.contains(" alt=\"{{ x }}\" "), "{text}");
    }
}
