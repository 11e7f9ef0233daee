//! Where a page finds a file.

use std::fmt::Write;
use std::path::{Component, Path};

use crate::cli::args::Site;

/// Where a page of a site finds a file of it. Generators run in the directory of the site.
pub(super) fn url(path: &Path, site: Site) -> String {
    // What Hugo finds in `static` is at the root of the site.
    let path = match site {
        Site::Hugo => path.strip_prefix("static").unwrap_or(path),
        _ => path,
    };
    let parts = path.components().filter_map(|part| match part {
        Component::CurDir | Component::RootDir | Component::Prefix(_) => None,
        Component::ParentDir | Component::Normal(_) => Some(part.as_os_str()),
    });
    let parts: Vec<String> = parts.map(|part| encoded(part.as_encoded_bytes())).collect();
    let path = parts.join("/");
    match site {
        Site::Html | Site::Markdown => path,
        Site::Hugo => format!("/{path}"),
        Site::Jekyll => format!("{{{{ '/{path}' | relative_url }}}}"),
    }
}

/// A part of a path as it is written in a URL (RFC 3986): what ends a URL in `srcset`, or means something else there, becomes
/// digits.
fn encoded(part: &[u8]) -> String {
    let mut text = String::new();
    for &byte in part {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'@' => {
                text.push(char::from(byte));
            }
            // Writing to a string never fails.
            _ => drop(write!(text, "%{byte:02X}")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_generator_finds_its_files_in_its_way() {
        let path = Path::new("static/./figures/two-dark@2x.png");
        for (site, expected) in [
            (Site::Html, "static/figures/two-dark@2x.png"),
            (Site::Markdown, "static/figures/two-dark@2x.png"),
            (Site::Hugo, "/figures/two-dark@2x.png"),
            (
                Site::Jekyll,
                "{{ '/static/figures/two-dark@2x.png' | relative_url }}",
            ),
        ] {
            assert_eq!(url(path, site), expected);
        }
    }

    #[test]
    fn no_name_ends_a_url_or_an_attribute() {
        let path = Path::new("my out/a, b\"'{{x}}é:c.svg");
        let expected = "my%20out/a%2C%20b%22%27%7B%7Bx%7D%7D%C3%A9%3Ac.svg";
        assert_eq!(url(path, Site::Html), expected);
    }
}
