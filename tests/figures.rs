//! The committed figures: what `out/` holds is what `configs/` says, and every renderer draws it alike.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests may fail loudly

mod common;

use std::path::{Path, PathBuf};

use common::configs;
use resvg::{tiny_skia, usvg};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn committed(name: &str, extension: &str) -> PathBuf {
    root().join(format!("out/{name}.{extension}"))
}

#[test]
fn the_library_draws_the_committed_figures() {
    for (name, config) in configs() {
        let png = gaussfig::render_png(&config).unwrap();
        let svg = gaussfig::render_svg(&config).unwrap();
        let same = |extension: &str, bytes: &[u8]| {
            assert!(
                std::fs::read(committed(&name, extension)).unwrap() == bytes,
                "out/{name}.{extension} is not what its config says: cargo run --release -- render"
            );
        };
        same("png", &png);
        same("svg", svg.as_bytes());
    }
}

/// Width, height and the colours of a PNG on white, three bytes a pixel.
fn pixels(png: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    assert_eq!(info.color_type, png::ColorType::Rgb);
    bytes.truncate(info.buffer_size());
    (info.width, info.height, bytes)
}

#[test]
fn resvg_draws_each_committed_svg_as_its_png() {
    for (name, _) in configs() {
        let (width, height, ours) = pixels(&std::fs::read(committed(&name, "png")).unwrap());
        let svg = std::fs::read_to_string(committed(&name, "svg")).unwrap();
        let tree = usvg::Tree::from_str(&svg, &usvg::Options::default()).unwrap();
        let theirs = rasterized(&tree, width, height);
        let difference: Vec<u8> = ours
            .iter()
            .zip(theirs)
            .map(|(a, b)| a.abs_diff(b))
            .collect();

        let total: f64 = difference.iter().map(|&channel| f64::from(channel)).sum();
        let mean = total / difference.len() as f64;
        assert!(mean < 0.15, "{name}: {mean}");
        let worst = worst_block(&difference, width as usize);
        assert!(worst < 32.0, "{name}: {worst}");
    }
}

/// An SVG as three bytes a pixel, each the mean of 4 x 4: resvg looks at four rows a pixel, where the PNG has the area.
fn rasterized(tree: &usvg::Tree, width: u32, height: u32) -> Vec<u8> {
    const FINER: u32 = 4;
    let mut pixmap = tiny_skia::Pixmap::new(FINER * width, FINER * height).unwrap();
    let scale = tiny_skia::Transform::from_scale(
        (FINER * width) as f32 / tree.size().width(),
        (FINER * height) as f32 / tree.size().height(),
    );
    resvg::render(tree, scale, &mut pixmap.as_mut());
    let fine = pixmap.data();
    let mean = |at: u32| {
        let (channel, x, y) = (at % 3, at / 3 % width, at / 3 / width);
        let index = |i: u32| {
            let (x, y) = (FINER * x + i % FINER, FINER * y + i / FINER);
            4 * (y * FINER * width + x) + channel
        };
        let parts = (0..FINER * FINER).map(|i| u32::from(fine[index(i) as usize]));
        (parts.sum::<u32>() / (FINER * FINER)) as u8
    };
    (0..3 * width * height).map(mean).collect()
}

/// The largest mean difference of a block of 4 x 4 pixels: what is larger is a shape that one sees.
fn worst_block(difference: &[u8], width: usize) -> f64 {
    let rows: Vec<&[u8]> = difference.chunks_exact(3 * width).collect();
    let blocks = rows.chunks_exact(4).flat_map(|rows| {
        (0..width / 4).map(move |block| {
            let part = 12 * block..12 * (block + 1);
            let sum = |row: &&[u8]| row[part.clone()].iter().map(|&c| u32::from(c)).sum::<u32>();
            rows.iter().map(sum).sum::<u32>()
        })
    });
    f64::from(blocks.max().unwrap()) / 48.0
}

#[test]
fn a_png_says_its_resolution_and_an_svg_its_size() {
    let png = std::fs::read(committed("variational-gaussian-PDFs", "png")).unwrap();
    let decoder = png::Decoder::new(std::io::Cursor::new(&png[..]));
    let reader = decoder.read_info().unwrap();
    let info = reader.info();
    assert_eq!((info.width, info.height), (2605, 1128));
    // 300 dots per inch.
    let density = info.pixel_dims.unwrap();
    assert_eq!((density.xppu, density.yppu), (11811, 11811));
    let svg = std::fs::read_to_string(committed("variational-gaussian-PDFs", "svg")).unwrap();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("width"), Some("833.6"));
    assert_eq!(root.attribute("height"), Some("360.96"));
    assert_eq!(root.attribute("viewBox"), Some("0 0 833.6 360.96"));
    assert_eq!(root.attribute("role"), Some("img"));
}

#[test]
fn the_program_draws_the_committed_figures_without_a_warning_anywhere_in_an_empty_environment() {
    let folder = tempfile::tempdir().unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_gaussfig"))
        .args(["check", "--strict"])
        .arg(root().join("configs"))
        .arg("--out-dir")
        .arg(root().join("out"))
        .current_dir(folder.path())
        .env_clear()
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn ids_of_two_inlined_figures_do_not_collide() {
    let ids = |name: &str| -> Vec<String> {
        let svg = std::fs::read_to_string(committed(name, "svg")).unwrap();
        let document = roxmltree::Document::parse(&svg).unwrap();
        let ids = document
            .descendants()
            .filter_map(|node| node.attribute("id"));
        ids.map(str::to_owned).collect()
    };
    let first = ids("variational-gaussian-PDFs");
    let second = ids("variational-gaussian-PDFs-histograms");
    assert!(first.len() > 10);
    assert!(first.iter().all(|id| !second.contains(id)));
}
