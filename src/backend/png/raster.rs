//! From shapes to pixels.

use std::ops::Range;

use super::bits::{WORD, add, members};
use super::coverage::Coverage;
use super::crossings::{Crossings, Shown};
use super::filter::RUN;
use super::ground::Ground;
use super::paint::{Paint, Pixel};
use super::place::Places;
use super::shape::Shape;
use crate::scene::{MAX_SIDE, Scene};

/// A picture that can be drawn in parts.
#[derive(Debug)]
pub(super) struct Canvas<'a> {
    scene: &'a Scene,
    width: u32,
    height: u32,
    places: Places<'a>,
}

/// A shape, and what paints it.
#[derive(Debug)]
struct Layer<'a, const CHANNELS: usize> {
    shape: &'a Shape,
    paint: Paint<CHANNELS>,
}

/// Memory that one row after the other is drawn in.
#[derive(Debug, Default)]
pub(super) struct Brush<const CHANNELS: usize> {
    crossings: Crossings,
    coverage: Coverage,
    /// The row that is drawn, and the one above it.
    row: Row<CHANNELS>,
    above: Row<CHANNELS>,
}

/// A row of pixels.
#[derive(Debug, Default)]
pub(super) struct Row<const CHANNELS: usize> {
    pub(super) pixels: Vec<Pixel<CHANNELS>>,
    /// Which of its runs are more than the ground, a bit for each.
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
        }
    }

    /// Makes shapes of the scene, together with all other threads that do this. Drawing makes those that are missing.
    pub(super) fn prepare(&self) {
        self.places.place();
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
    pub(super) fn draw<const CHANNELS: usize>(
        &self,
        rows: Range<u32>,
        brush: &mut Brush<CHANNELS>,
        mut take: impl FnMut(u32, [&Row<CHANNELS>; 2]) -> bool,
    ) {
        let (mut ground, layers) = self.layers(&rows);
        let shown = (0..)
            .zip(&layers)
            .flat_map(|(number, layer)| layer.shown(number, &rows));
        let polygons: Vec<Shown> = shown.collect();
        brush.begin(self.width as usize, self.background());
        let mut top = rows.start;
        while top < rows.end {
            let band = brush.crossings.collect(top..rows.end, &polygons);
            top = band.end;
            for row in band {
                brush.paint(row, &mut ground, &layers);
                if !take(row, [&brush.row, &brush.above]) {
                    return;
                }
            }
        }
    }

    /// What some rows show: what lies on the ground, and the other shapes.
    fn layers<const CHANNELS: usize>(
        &self,
        rows: &Range<u32>,
    ) -> (Ground<CHANNELS>, Vec<Layer<'_, CHANNELS>>) {
        let mut ground = Ground::new(self.background(), self.width as usize);
        let mut layers: Vec<Layer<CHANNELS>> = Vec::new();
        let shown = self.places.shapes().filter(|shape| shape.meets(rows));
        for layer in shown.map(Layer::new) {
            match layer.shape.whole_pixels() {
                Some(pixels) if !layers.iter().any(|below| below.shape.meets_pixels(&pixels)) => {
                    ground.lay(pixels, layer.paint);
                }
                _ => layers.push(layer),
            }
        }
        (ground, layers)
    }

    /// What pixels are that nothing is painted on.
    pub(super) fn background<const CHANNELS: usize>(&self) -> Pixel<CHANNELS> {
        let paint = self.scene.background.map(Paint::new);
        paint.map_or([0; CHANNELS], |paint| paint.alone())
    }
}

/// Words of bits for the runs of a row.
fn words(width: usize) -> usize {
    width.div_ceil(RUN).div_ceil(WORD)
}

impl<'a, const CHANNELS: usize> Layer<'a, CHANNELS> {
    fn new(shape: &'a Shape) -> Self {
        Self {
            shape,
            paint: Paint::new(shape.color),
        }
    }

    /// Its polygons that some rows may show, if it has this number.
    fn shown(&self, number: u32, rows: &Range<u32>) -> impl Iterator<Item = Shown<'a>> {
        let shape = self.shape;
        let polygons = shape.polygons.iter();
        let shown = polygons.filter(move |polygon| polygon.bounds.meets(rows));
        shown.map(move |polygon| Shown {
            corners: shape.corners(polygon),
            bounds: polygon.bounds,
            layer: number,
        })
    }
}

impl<const CHANNELS: usize> Brush<CHANNELS> {
    /// Begins below a row of background.
    fn begin(&mut self, width: usize, background: Pixel<CHANNELS>) {
        self.coverage.resize(width);
        for row in [&mut self.row, &mut self.above] {
            row.pixels.clear();
            row.pixels.resize(width, background);
            row.painted.resize(words(width), 0);
        }
    }

    /// Goes on to a row, and paints what it shows.
    fn paint(&mut self, row: u32, ground: &mut Ground<CHANNELS>, layers: &[Layer<CHANNELS>]) {
        std::mem::swap(&mut self.row, &mut self.above);
        if ground.go_to(row) {
            // They may differ in all runs.
            self.row.add_all();
            self.above.add_all();
        }
        self.row.clear(&ground.pixels);
        let mut crossings = self.crossings.row(row).peekable();
        while let Some(first) = crossings.next() {
            self.coverage.add(first);
            while let Some(next) = crossings.next_if(|next| next.layer == first.layer) {
                self.coverage.add(next);
            }
            let Layer { shape, paint } = &layers[first.layer as usize];
            let runs = self.coverage.take(row, shape);
            paint.paint(runs, &mut self.row.pixels, |columns| {
                // Most are single pixels.
                for run in columns.start / RUN..=(columns.end - 1) / RUN {
                    add(&mut self.row.painted, run);
                }
            });
        }
    }
}

impl<const CHANNELS: usize> Row<CHANNELS> {
    /// All of its runs may be more than the ground.
    fn add_all(&mut self) {
        let runs = self.pixels.len().div_ceil(RUN);
        (0..runs).for_each(|run| add(&mut self.painted, run));
    }

    /// It becomes `ground`.
    fn clear(&mut self, ground: &[Pixel<CHANNELS>]) {
        let width = self.pixels.len();
        for run in members(self.painted.iter_mut().map(std::mem::take)) {
            let columns = run * RUN..width.min((run + 1) * RUN);
            self.pixels[columns.clone()].copy_from_slice(&ground[columns]);
        }
    }

    /// Which of its runs may differ from those of another row, a bit for each.
    pub(super) fn differing(&self, other: &Self) -> impl Iterator<Item = u64> {
        self.painted.iter().zip(&other.painted).map(|(a, b)| a | b)
    }
}
