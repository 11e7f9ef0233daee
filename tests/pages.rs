//! A figure for light and dark pages in a real browser: by itself, as an image, and inside of a page, where the reader prefers light
//! or dark and where elements of the page say which they are.

#![allow(clippy::unwrap_used)] // how a test fails

#[path = "common/chromium.rs"]
mod chromium;

use std::io::Cursor;
use std::path::Path;

use chromium::Browser;
use gaussfig::render_svg;

const FIGURE: &str = "[figure]\nwidth = 100\nheight = 40\ntheme = 'auto'\n\
                      [legend]\nposition = 'none'\n[[gaussian]]\nmu = 0\nsigma = 1\n";

/// Dark backgrounds have less in each channel, light ones more.
const MIDDLE: u8 = 128;

/// What an element says of its colours, and whether an image and an inline drawing in it are dark where the reader prefers light,
/// and where dark.
const SCHEMES: [(&str, [[bool; 2]; 2]); 4] = [
    // An image is asked what the reader prefers. A page that says nothing is light, and so is what is a part of it.
    ("normal", [[false, false], [true, false]]),
    ("light", [[false, false], [false, false]]),
    ("dark", [[true, true], [true, true]]),
    ("light dark", [[false, false], [true, true]]),
];

/// A picture of what a browser shows of a page, if there is a browser: its width, and red, green, blue and opacity of each pixel.
fn screenshot(page: &Path, prefers_dark: bool) -> Option<(usize, Vec<u8>)> {
    let directory = tempfile::tempdir().unwrap();
    let picture = directory.path().join("page.png");
    let picture_to = format!("--screenshot={}", picture.display());
    let page = format!("file://{}", page.display());
    let mut arguments = vec!["--hide-scrollbars", "--window-size=600,600", &picture_to];
    if prefers_dark {
        arguments.push("--blink-settings=preferredColorScheme=0");
    }
    arguments.push(&page);
    let mut browser = Browser::start(&arguments)?;
    assert!(browser.child.wait().unwrap().success());
    let file = std::fs::read(picture).unwrap();
    let mut decoder = png::Decoder::new(Cursor::new(file));
    decoder.set_transformations(png::Transformations::ALPHA);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let width = reader.next_frame(&mut pixels).unwrap().width;
    Some((width as usize, pixels))
}

#[test]
fn a_figure_follows_the_page_that_it_is_on() {
    let directory = tempfile::tempdir().unwrap();
    let svg = render_svg(FIGURE).unwrap();
    let alone = directory.path().join("figure.svg");
    std::fs::write(&alone, &svg).unwrap();
    let cells = SCHEMES.iter().enumerate().map(|(row, (scheme, _))| {
        let cell = |left: usize, content: &str| {
            let top = 50 * row;
            format!(
                "<div style='color-scheme:{scheme};position:absolute;left:{left}px;top:{top}px'>{content}</div>"
            )
        };
        cell(0, "<img src='figure.svg'>") + &cell(200, &svg)
    });
    let html = format!("<!DOCTYPE html>{}", cells.collect::<String>());
    let page = directory.path().join("page.html");
    std::fs::write(&page, html).unwrap();
    for (column, prefers_dark) in [false, true].into_iter().enumerate() {
        let Some((width, pixels)) = screenshot(&page, prefers_dark) else {
            println!("note: there is no Chromium: no figure was looked at on dark pages");
            return;
        };
        let is_dark = |x: usize, y: usize| pixels[4 * (y * width + x)] < MIDDLE;
        for (row, (scheme, expected)) in SCHEMES.iter().enumerate() {
            let seen = [0, 200].map(|left| is_dark(left + 2, 50 * row + 2));
            assert_eq!(
                seen, expected[column],
                "{scheme}, dark preferred: {prefers_dark}"
            );
        }
        let (_, pixels) = screenshot(&alone, prefers_dark).unwrap();
        assert_eq!(pixels[4 * (2 * width + 2)] < MIDDLE, prefers_dark);
    }
}
