//! Expected, actual and difference side by side.

use gaussfig::backend::png::encode;
use gaussfig::compare::{Unreadable, side_by_side};
use gaussfig::scene::Scene;
use png::{BitDepth, ColorType};

use crate::common;
use crate::files::{Picture, decoded, file};

const GAP: usize = 16;

impl Picture {
    fn at(&self, x: usize, y: usize) -> [u8; 3] {
        let [red, green, blue, _] = self.rgba[y * self.width + x];
        [red, green, blue]
    }
}

/// A picture of one grey.
fn grey(size: [u32; 2], level: u8) -> Vec<u8> {
    let samples = vec![level; (size[0] * size[1]) as usize];
    file(
        size,
        ColorType::Grayscale,
        BitDepth::Eight,
        &samples,
        |_| {},
    )
}

#[test]
fn a_changed_pixel_is_red_and_framed_and_the_rest_pale() {
    let size = [100, 60];
    let mut samples = vec![40; 6000];
    samples[30 * 100 + 50] = 41;
    let actual = file(
        size,
        ColorType::Grayscale,
        BitDepth::Eight,
        &samples,
        |_| {},
    );
    let picture = decoded(&side_by_side(&grey(size, 40), &actual).unwrap());
    assert_eq!((picture.width, picture.height), (3 * 100 + 2 * GAP, 60));
    assert_eq!(picture.at(50, 30), [40; 3]);
    assert_eq!(picture.at(100 + GAP + 50, 30), [41; 3]);
    let third = 2 * (100 + GAP);
    let [red, green, blue] = picture.at(third + 50, 30);
    assert!(
        red > 230 && green < 160 && blue < 170,
        "{:?}",
        [red, green, blue]
    );
    let [red, green, blue] = picture.at(third + 10, 10);
    assert!(red > 180 && red == green && green == blue);
    // Four pixels around it are free, then comes a line of two.
    let marks = (0..100).filter(|x| picture.at(third + x, 30)[1] == 0);
    assert_eq!(marks.collect::<Vec<_>>(), [44, 45, 55, 56]);
}

#[test]
fn pictures_of_different_sizes_are_both_shown_whole() {
    let picture = decoded(&side_by_side(&grey([30, 20], 0), &grey([10, 40], 255)).unwrap());
    assert_eq!(
        (picture.width, picture.height),
        (30 + GAP + 10 + GAP + 30, 40)
    );
    let third = 30 + GAP + 10 + GAP;
    assert_eq!(picture.at(29, 19), [0; 3]);
    assert_eq!(picture.at(29, 20), [128; 3]);
    assert_eq!(picture.at(30 + GAP + 9, 39), [255; 3]);
    for (x, y) in [(5, 5), (29, 5), (5, 39)] {
        assert_eq!(picture.at(third + x, y), [0xe0, 0, 0x30]);
    }
    assert_eq!(picture.at(third + 29, 39), [128; 3]);
}

#[test]
fn what_is_transparent_shows_a_chess_board() {
    let clear = encode(&Scene {
        background: None,
        ..common::scene(common::PUBLISHED)
    })
    .unwrap();
    let picture = decoded(&side_by_side(&clear, &clear).unwrap());
    assert_eq!((picture.at(0, 0), picture.at(8, 0)), ([255; 3], [0xd8; 3]));
}

#[test]
fn panels_of_many_pixels_are_refused() {
    let large = grey([8000, 3000], 0);
    assert!(matches!(
        side_by_side(&large, &large),
        Err(Unreadable::Large)
    ));
}
