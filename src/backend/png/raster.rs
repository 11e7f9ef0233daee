//! From shapes to pixels.

use std::collections::BTreeSet;
use std::ops::Range;

use super::bits::{WORD, add, members};
use super::coverage::{Coverage, blocks};
use super::covered::{Levels, Run};
use super::filter::RUN;
use super::ground::Ground;
use super::paint::{Paint, Pixel};
use super::place::Places;
use super::seen::Seen;
use super::shape::{Polygon, Shape};
use crate::scene::{MAX_SIDE, Scene};

/// Pixels that are drawn at once at most: what is known of them stays in the processor's cache.
const BAND_PIXELS: u32 = 1 << 14;
/// Rows of them at most.
const MOST_ROWS: u32 = 16;

/// Polygons of a picture that is painted without a look at what they hide: of forty dashed curves, where that is worth it.
const FEW: usize = 1 << 12;

/// Polygons that bars and letters do not have: a shape of so many is a line.
const LINE: usize = 8;
/// Two colours that are mixed have few others between them.
const SEVERAL: usize = 3;

/// A picture that can be drawn in parts.
#[derive(Debug)]
pub(super) struct Canvas<'a> {
    scene: &'a Scene,
    width: u32,
    height: u32,
    places: Places<'a>,
    /// As [`FEW`] says.
    pub(super) few: usize,
}

/// A shape, and what paints it.
#[derive(Debug)]
struct Layer<'a> {
    shape: &'a Shape,
    paint: Paint,
}

/// A polygon that is drawn.
#[derive(Debug)]
struct Shown {
    polygon: Polygon,
    /// The number of its layer.
    layer: u32,
}

/// Memory that one band of rows after the other is drawn in.
#[derive(Debug, Default)]
pub(super) struct Brush {
    ground: Ground,
    coverage: Coverage,
    polygons: Vec<Shown>,
    /// What a row of a layer covers, in either form.
    runs: Vec<Run>,
    levels: Levels,
    seen: Seen,
    /// The row above the band, and those of the band.
    rows: Vec<Row>,
}

/// A row of pixels.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) pixels: Vec<Pixel>,
    /// The number of what its ground looks like.
    ground: Option<u32>,
    /// Which of its runs are more than that, a bit for each.
    painted: Vec<u64>,
}

impl<'s> Canvas<'s> {
    /// For what `scene` shows.
    pub(super) fn new(scene: &'s Scene) -> Self {
        let pixels = |length: f64| (length * scene.scale).round().clamp(0.0, MAX_SIDE) as u32;
        let [width, height] = [scene.width, scene.height].map(pixels);
        Self {
            scene,
            width,
            height,
            places: Places::new(scene, width.into(), height.into()),
            few: FEW,
        }
    }

    /// Makes shapes of the scene, together with all other threads that do this. Drawing makes those that are missing.
    pub(super) fn prepare(&self) {
        self.places.place();
    }

    /// How many items it shows.
    pub(super) fn items(&self) -> usize {
        self.places.items()
    }

    /// Pixels in a row.
    pub(super) fn width(&self) -> u32 {
        self.width
    }

    /// Rows of pixels.
    pub(super) fn height(&self) -> u32 {
        self.height
    }

    /// Whether every pixel is opaque, so that its alpha need not be stored.
    pub(super) fn is_opaque(&self) -> bool {
        self.scene
            .background
            .is_some_and(|color| color.alpha >= 1.0)
    }

    /// Draws some rows from the top on, as long as `take` returns true. That has the number of each row, the row, and the one
    /// above it, which is all background at first.
    pub(super) fn draw(
        &self,
        rows: Range<u32>,
        brush: &mut Brush,
        mut take: impl FnMut(u32, [&Row; 2]) -> bool,
    ) {
        let height = (BAND_PIXELS / self.width.max(1)).clamp(1, MOST_ROWS);
        brush.begin(self.background(), height, self.width as usize);
        let layers = self.layers(&rows, &mut brush.ground);
        brush.show(&layers, &rows);
        let crowded = self.is_crowded();
        for top in rows.clone().step_by(height as usize) {
            let band = top..rows.end.min(top + height);
            brush.clear(&band);
            match crowded {
                true => brush.look(&band, &layers),
                false => brush.paint(&band, &layers),
            }
            for (row, pair) in band.zip(brush.rows.windows(2)) {
                if !take(row, [&pair[1], &pair[0]]) {
                    return;
                }
            }
        }
    }

    /// Whether it is worth while to find out what is hidden.
    fn is_crowded(&self) -> bool {
        let numbers = self.places.shapes().map(|shape| shape.polygons.len());
        numbers.sum::<usize>() > self.few
    }

    /// Whether lines of several colours lie over each other so often that they mix more of them than a palette has.
    pub(super) fn is_motley(&self) -> bool {
        let lines = || {
            let shapes = self.places.shapes();
            shapes.filter(|shape| shape.polygons.len() >= LINE)
        };
        let colors: BTreeSet<_> = lines().map(|shape| shape.color.rgb).collect();
        let polygons: usize = lines().map(|shape| shape.polygons.len()).sum();
        colors.len() >= SEVERAL && polygons > self.few
    }

    /// How many polygons there are in each row of the picture.
    pub(super) fn polygons(&self) -> Vec<i64> {
        // What begins in a row, and less what ended in the one before.
        let mut counts = vec![0; self.height as usize + 1];
        let shapes = self.places.shapes();
        for polygon in shapes.flat_map(|shape| &shape.polygons) {
            let Range { start, end } = polygon.height.rows();
            counts[start as usize] += 1;
            counts[end as usize] -= 1;
        }
        let mut below = 0;
        for count in &mut counts {
            below += *count;
            *count = below;
        }
        counts
    }

    /// What some rows show but for what lies on the `ground`, where this puts it.
    fn layers(&self, rows: &Range<u32>, ground: &mut Ground) -> Vec<Layer<'_>> {
        let mut layers: Vec<Layer> = Vec::new();
        let shown = self.places.shapes().filter(|shape| shape.meets(rows));
        for layer in shown.map(Layer::new) {
            match layer.shape.whole_pixels() {
                Some(pixels) if !layers.iter().any(|below| below.shape.meets_pixels(&pixels)) => {
                    ground.lay(pixels, layer.paint);
                }
                _ => layers.push(layer),
            }
        }
        layers
    }

    /// What pixels are that nothing is painted on.
    pub(super) fn background(&self) -> Pixel {
        let paint = self.scene.background.map(Paint::new);
        paint.map_or(0, |paint| paint.alone())
    }
}

/// Words of bits for the runs of a row.
pub(super) fn words(width: usize) -> usize {
    width.div_ceil(RUN).div_ceil(WORD)
}

impl<'a> Layer<'a> {
    fn new(shape: &'a Shape) -> Self {
        Self {
            shape,
            paint: Paint::new(shape.color),
        }
    }
}

impl Brush {
    /// Makes place for bands of so many rows, of this width, and begins below a row of background.
    fn begin(&mut self, background: Pixel, height: u32, width: usize) {
        self.ground.begin(background, width);
        self.coverage.resize(height, width);
        self.levels.resize(blocks(width));
        self.rows.resize_with(height as usize + 1, Row::default);
        for row in &mut self.rows {
            if row.pixels.len() != width {
                row.pixels.clone_from(&self.ground.blank);
            }
            row.painted.resize(words(width), 0);
        }
        if let Some(last) = self.rows.last_mut() {
            last.clear(&self.ground);
        }
    }

    /// Finds the polygons of some layers that some rows may show.
    fn show(&mut self, layers: &[Layer], rows: &Range<u32>) {
        self.polygons.clear();
        for (layer, Layer { shape, .. }) in (0..).zip(layers) {
            for polygon in &shape.polygons {
                if polygon.height.meets(rows) {
                    let polygon = polygon.clone();
                    self.polygons.push(Shown { polygon, layer });
                }
            }
        }
    }

    /// Goes on to a band, of which nothing is painted yet.
    fn clear(&mut self, band: &Range<u32>) {
        let last = self.rows.len() - 1;
        self.rows.swap(0, last);
        for (number, row) in band.clone().zip(&mut self.rows[1..]) {
            self.ground.go_to(number);
            row.clear(&self.ground);
        }
    }

    /// Paints the layers of a band, from the lowest one up.
    fn paint(&mut self, band: &Range<u32>, layers: &[Layer]) {
        let Self {
            coverage,
            polygons,
            runs,
            rows,
            ..
        } = self;
        coverage.begin(band.clone());
        for shown in polygons.chunk_by(Shown::is_beside) {
            let Layer { shape, paint } = &layers[shown[0].layer as usize];
            for Shown { polygon, .. } in shown {
                let rows = polygon.height.among(band);
                if rows != 0 {
                    coverage.add(shape.corners(polygon), rows);
                }
            }
            let polygons = shown.iter().map(Shown::polygon);
            coverage.take(shape, polygons, runs, |row, runs| {
                rows[(row - band.start) as usize + 1].paint(runs, *paint);
            });
        }
    }

    /// The same from the uppermost one down.
    fn look(&mut self, band: &Range<u32>, layers: &[Layer]) {
        let Self {
            coverage,
            polygons,
            levels,
            seen,
            rows,
            ..
        } = self;
        coverage.begin(band.clone());
        seen.begin(band, self.ground.blank.len());
        for shown in polygons.chunk_by(Shown::is_beside).rev() {
            let Layer { shape, paint } = &layers[shown[0].layer as usize];
            for Shown { polygon, .. } in shown {
                let rows = seen.rows_of(polygon);
                if rows != 0 {
                    coverage.add(shape.corners(polygon), rows);
                }
            }
            let polygons = shown.iter().map(Shown::polygon);
            coverage.take(shape, polygons, levels, |row, levels| {
                seen.add(row, levels, *paint);
            });
        }
        for (number, row) in band.clone().zip(&mut rows[1..]) {
            let Row {
                pixels, painted, ..
            } = row;
            seen.fall(number, pixels, |column| add(painted, column / RUN));
        }
    }
}

impl Shown {
    fn polygon(&self) -> &Polygon {
        &self.polygon
    }

    /// Whether another one belongs to the same layer.
    fn is_beside(&self, other: &Self) -> bool {
        self.layer == other.layer
    }
}

impl Row {
    /// Paints some runs of it.
    fn paint(&mut self, runs: &[Run], paint: Paint) {
        let Self {
            pixels, painted, ..
        } = self;
        paint.paint(runs, pixels, |columns| {
            for run in columns.start / RUN..columns.end.div_ceil(RUN) {
                add(painted, run);
            }
        });
    }

    /// It becomes the `ground`.
    fn clear(&mut self, ground: &Ground) {
        let painted = members(self.painted.iter_mut().map(std::mem::take));
        if self.ground != ground.look {
            painted.for_each(drop);
            self.pixels.copy_from_slice(&ground.pixels);
            self.ground = ground.look;
            return;
        }
        let width = self.pixels.len();
        for run in painted {
            let columns = run * RUN..width.min((run + 1) * RUN);
            self.pixels[columns.clone()].copy_from_slice(&ground.pixels[columns]);
        }
    }

    /// Which of its runs may differ from those of another row, a bit for each.
    pub(super) fn differing(&self, other: &Self) -> impl Iterator<Item = u64> {
        let differs = self.ground != other.ground;
        let runs = self.pixels.len().div_ceil(RUN);
        let words = (0..).zip(self.painted.iter().zip(&other.painted));
        words.map(move |(index, (a, b))| match differs {
            true => u64::MAX >> (WORD - (runs - index * WORD).min(WORD)),
            false => a | b,
        })
    }
}
