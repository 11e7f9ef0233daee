//! The SVG, drawn by another renderer, against the PNG.

use gaussfig::backend::svg::write;
use gaussfig::scene::Scene;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::png::render;
use crate::scenes::{everything, figure};

/// The SVG of `scene` at the size of its PNG, premultiplied.
fn rasterized(scene: &Scene, width: usize, height: usize) -> Vec<[u8; 4]> {
    let tree = Tree::from_str(&write(scene), &Options::default()).unwrap();
    let mut pixmap = Pixmap::new(width as u32, height as u32).unwrap();
    let scale = Transform::from_scale(scene.scale as f32, scene.scale as f32);
    resvg::render(&tree, scale, &mut pixmap.as_mut());
    pixmap.data().as_chunks().0.to_vec()
}

/// The largest mean difference over the channels of a block of 3 x 3 pixels.
fn worst_block(difference: &[[u8; 4]], width: usize, height: usize) -> f64 {
    let sum = |x: usize, y: usize| -> u32 {
        let rows = (y..y + 3).flat_map(|y| &difference[y * width + x..y * width + x + 3]);
        rows.flatten().map(|&channel| u32::from(channel)).sum()
    };
    let blocks = (0..height - 2).flat_map(|y| (0..width - 2).map(move |x| (x, y)));
    f64::from(blocks.map(|(x, y)| sum(x, y)).max().unwrap()) / 36.0
}

#[test]
fn resvg_draws_the_svg_as_the_png_shows_it() {
    let transparent = Scene {
        background: None,
        ..everything()
    };
    for scene in [figure(), everything(), transparent] {
        let picture = render(&scene);
        let other = rasterized(&scene, picture.width, picture.height);
        let premultiply = |[red, green, blue, alpha]: [u8; 4]| {
            let times = |channel: u8| ((u32::from(channel) * u32::from(alpha) + 127) / 255) as u8;
            [times(red), times(green), times(blue), alpha]
        };
        let difference: Vec<[u8; 4]> = picture
            .rgba
            .iter()
            .zip(&other)
            .map(|(&ours, theirs)| {
                let ours = premultiply(ours);
                std::array::from_fn(|i| ours[i].abs_diff(theirs[i]))
            })
            .collect();
        let total: f64 = difference
            .iter()
            .flatten()
            .map(|&channel| f64::from(channel))
            .sum();
        let mean = total / (difference.len() * 4) as f64;
        // resvg looks at four rows a pixel, where the PNG has the area that is covered.
        assert!(mean < 0.4, "mean {mean}");
        let worst = worst_block(&difference, picture.width, picture.height);
        assert!(worst < 32.0, "worst block {worst}");
    }
}
