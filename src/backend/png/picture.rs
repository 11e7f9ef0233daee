//! A picture drawn and compressed by several threads.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use ::png::{ColorType, Encoder};

use super::deflate::{Compressor, Part};
use super::drawn::{Drawn, Numbers};
use super::filter::{Stored, filter, straight};
use super::kept::{Colored, Indexed};
use super::paint::{Pixel, channels};
use super::palette::{Colors, Palette};
use super::raster::{Brush, Canvas};
use crate::parallel::{Threads, make_room, share};

/// Pixels that are kept until the whole picture is drawn, at two bytes each. A picture of more does not repeat its rows, and is
/// drawn again.
const KEPT_PIXELS: usize = 1 << 22;

/// Pieces of a part of a picture without a palette, each compressed by itself. Where they are drawn again some take far longer than
/// others, as the one does in which all curves lie over each other.
const PIECES: usize = 4;

/// Bytes that a thread takes for most figures; and for each of many items; and that are got for it at once at most.
const ROOM: usize = 3 << 18;
const ITEM: usize = 1 << 14;
const MOST_ROOM: usize = 1 << 24;

/// A picture on its way to a file.
pub(super) struct Picture<'a> {
    canvas: &'a Canvas<'a>,
    /// Whether only colours are stored, and no alpha.
    opaque: bool,
    /// Rows of a part, and of a band.
    rows: [u32; 2],
    /// The parts as they are drawn; `None` for those that are not kept.
    drawn: Vec<OnceLock<Option<Drawn>>>,
    /// How many of them are not drawn yet.
    missing: AtomicUsize,
    /// How many pixels of them are kept; more than [`KEPT_PIXELS`] if the picture has no palette.
    kept: AtomicUsize,
    /// Of the parts that were drawn so far.
    colors: Mutex<Colors>,
    /// In which the pieces are compressed.
    order: OnceLock<Vec<usize>>,
    /// Once all parts are drawn: `None` if the picture has too many colours or pixels for one.
    palette: OnceLock<Option<Palette>>,
}

impl<'a> Picture<'a> {
    /// Of parts and bands of about so many pixels; with a palette, if it has few colours and may have one.
    pub(super) fn new(canvas: &'a Canvas<'a>, pixels: [u32; 2], palette: bool) -> Self {
        let rows = pixels.map(|pixels| (pixels / canvas.width().max(1)).max(1));
        let height = if canvas.width() > 0 {
            canvas.height()
        } else {
            0
        };
        let parts = height.div_ceil(rows[0]);
        Self {
            canvas,
            opaque: canvas.is_opaque(),
            rows,
            drawn: (0..parts).map(|_| OnceLock::new()).collect(),
            missing: AtomicUsize::new(parts as usize),
            kept: AtomicUsize::new(0),
            colors: Mutex::default(),
            order: OnceLock::new(),
            palette: if palette && parts > 0 {
                OnceLock::new()
            } else {
                OnceLock::from(None)
            },
        }
    }

    /// Draws and compresses the parts, and says in the header how pixels are stored. Returns them from top to bottom. Each thread
    /// calls `before` first.
    pub(super) fn compress(
        &self,
        threads: Threads,
        before: &(dyn Fn() + Sync),
        header: &mut Encoder<&mut Vec<u8>>,
    ) -> Vec<Part> {
        let room = self.canvas.items().saturating_mul(ITEM);
        let new = || {
            make_room(room.clamp(ROOM, MOST_ROOM));
            before();
            self.canvas.prepare();
            if self.canvas.is_motley() {
                self.kept.fetch_add(KEPT_PIXELS + 1, Ordering::Relaxed);
            }
            Worker::new()
        };
        // First all parts are drawn, as the palette follows from all of them; then all are compressed.
        let parts = self.drawn.len();
        let first = if self.palette.get().is_some() {
            parts
        } else {
            0
        };
        let steps = parts + parts * PIECES - first;
        let workers = share(threads, steps as u64, new, |worker, step| {
            let step = step as usize + first;
            match step.checked_sub(parts) {
                // From the bottom on, as most of a figure lies there: the threads end together if the last parts are light.
                None => worker.draw(self, parts - 1 - step),
                Some(step) => {
                    let piece = self.order()[step];
                    worker.compress(self, piece / PIECES, piece % PIECES);
                }
            }
        });
        self.describe(header);
        let mut parts: Vec<_> = workers.into_iter().flat_map(|one| one.parts).collect();
        parts.sort_unstable_by_key(|(top, _)| *top);
        parts.into_iter().map(|(_, part)| part).collect()
    }

    /// The pieces of all parts, those that take longest first, so that threads end together.
    fn order(&self) -> &[usize] {
        self.order.get_or_init(|| {
            let polygons = self.canvas.polygons();
            let weight = |piece: &usize| -> i64 {
                let Range { start, end } = self.piece(piece / PIECES, piece % PIECES);
                polygons[start as usize..end as usize].iter().sum()
            };
            let mut order: Vec<usize> = (0..self.drawn.len() * PIECES).collect();
            order.sort_by_cached_key(|piece| Reverse(weight(piece)));
            order
        })
    }

    fn width(&self) -> usize {
        self.canvas.width() as usize
    }

    /// The rows of a part.
    fn part(&self, number: usize) -> Range<u32> {
        let top = number as u32 * self.rows[0];
        top..self.canvas.height().min(top + self.rows[0])
    }

    /// The rows of a piece of a part.
    fn piece(&self, number: usize, piece: usize) -> Range<u32> {
        let part = self.part(number);
        let rows = self.rows[0].div_ceil(PIECES as u32);
        let top = part.end.min(part.start + piece as u32 * rows);
        top..part.end.min(top + rows)
    }

    /// The rows of each band of a part, and whether it continues another.
    fn bands(&self, part: &Range<u32>) -> impl Iterator<Item = (Range<u32>, bool)> {
        let (start, end, rows) = (part.start, part.end, self.rows[1]);
        let tops = part.clone().step_by(rows as usize);
        tops.map(move |top| (top..end.min(top + rows), top > start))
    }

    /// Waits until all parts are drawn.
    fn palette(&self) -> Option<&Palette> {
        self.palette.wait().as_ref()
    }

    /// Keeps a part that was drawn. With the last one the palette is made: who does that need not be woken first.
    fn keep(&self, number: usize, drawn: Option<Drawn>) {
        // Nobody else puts anything there.
        let _ = self.drawn[number].set(drawn);
        if self.missing.fetch_sub(1, Ordering::AcqRel) > 1 {
            return;
        }
        let mut parts = self.drawn.iter();
        let kept = parts.all(|part| matches!(part.get(), Some(Some(_))));
        let palette = kept.then(|| {
            let colors = self.colors.lock().unwrap_or_else(PoisonError::into_inner);
            Palette::new(&colors, self.canvas.background())
        });
        let _ = self.palette.set(palette.flatten());
    }

    /// Says in the header how pixels are stored.
    fn describe(&self, header: &mut Encoder<&mut Vec<u8>>) {
        let Some(palette) = self.palette() else {
            header.set_color(match self.opaque {
                true => ColorType::Rgb,
                false => ColorType::Rgba,
            });
            return;
        };
        header.set_color(ColorType::Indexed);
        let colors = palette
            .colors
            .iter()
            .map(|color| channels(straight(*color)));
        header.set_palette(
            colors
                .clone()
                .flat_map(|color| [color[0], color[1], color[2]])
                .collect::<Vec<u8>>(),
        );
        if !self.opaque {
            header.set_trns(colors.map(|color| color[3]).collect::<Vec<u8>>());
        }
    }
}

/// Hands a part on in the end, whatever happens: others wait for it.
struct Handover<'a> {
    picture: &'a Picture<'a>,
    number: usize,
    drawn: Option<Drawn>,
}

impl Drop for Handover<'_> {
    fn drop(&mut self) {
        self.picture.keep(self.number, self.drawn.take());
    }
}

/// What one thread works with, and what it has compressed.
struct Worker {
    brush: Brush,
    numbers: Numbers,
    stored: Stored,
    compressor: Compressor,
    /// By their first rows.
    parts: Vec<(u32, Part)>,
}

impl Worker {
    fn new() -> Self {
        Self {
            brush: Brush::default(),
            numbers: Numbers::default(),
            stored: Stored::default(),
            compressor: Compressor::new(),
            parts: Vec::new(),
        }
    }

    /// Draws a part of the picture, and keeps it if it has few colours.
    fn draw(&mut self, picture: &Picture, number: usize) {
        let mut handover = Handover {
            picture,
            number,
            drawn: None,
        };
        // Once a part is not kept no other one need be.
        if picture.kept.load(Ordering::Relaxed) <= KEPT_PIXELS {
            handover.drawn = self.drawn(picture, picture.part(number));
        }
    }

    fn drawn(&mut self, picture: &Picture, part: Range<u32>) -> Option<Drawn> {
        let canvas = picture.canvas;
        let mut drawn = self.numbers.begin(canvas.background());
        canvas.draw(part, &mut self.brush, |_, [row, above]| {
            let before = drawn.pixels.len();
            let few = self.numbers.add_row(row, above, &mut drawn);
            let more = match few {
                true => drawn.pixels.len() - before,
                // Then no other part needs to be kept either.
                false => KEPT_PIXELS + 1,
            };
            picture.kept.fetch_add(more, Ordering::Relaxed) + more <= KEPT_PIXELS
        });
        if picture.kept.load(Ordering::Relaxed) > KEPT_PIXELS {
            return None;
        }
        let colors = picture.colors.lock();
        let few = colors.unwrap_or_else(PoisonError::into_inner).add(&drawn);
        if !few {
            picture.kept.fetch_add(KEPT_PIXELS + 1, Ordering::Relaxed);
        }
        drawn.runs.shrink_to_fit();
        drawn.pixels.shrink_to_fit();
        few.then_some(drawn)
    }

    /// Compresses a part of the picture with the first of its pieces, or else only that piece.
    fn compress(&mut self, picture: &Picture, number: usize, piece: usize) {
        // Before this all parts may not be drawn.
        let palette = picture.palette();
        let rows = match (palette, picture.drawn[number].get()) {
            (Some(palette), Some(Some(drawn))) => {
                if piece > 0 {
                    return;
                }
                let part = picture.part(number);
                self.compress_indexed(picture, &part, palette, drawn);
                part
            }
            (_, drawn) => {
                let rows = picture.piece(number, piece);
                if rows.is_empty() {
                    return;
                }
                let drawn = drawn.and_then(Option::as_ref);
                self.compress_colors(picture, number, &rows, drawn);
                rows
            }
        };
        let last = rows.end == picture.canvas.height();
        self.parts.push((rows.start, self.compressor.end(last)));
    }

    fn compress_indexed(
        &mut self,
        picture: &Picture,
        part: &Range<u32>,
        palette: &Palette,
        drawn: &Drawn,
    ) {
        let mut rows = Indexed::new(drawn, palette.indices(drawn), picture.width());
        for (band, continues) in picture.bands(part) {
            self.stored.begin(continues);
            let start = self.stored.bytes.len();
            for row in band {
                rows.store(row == part.start, &mut self.stored);
            }
            let Stored { bytes, others } = &self.stored;
            self.compressor.add(bytes, bytes.len() - start, others);
        }
    }

    /// Some rows of a part with three or four bytes for each pixel, drawn again if they were not kept.
    fn compress_colors(
        &mut self,
        picture: &Picture,
        part: usize,
        rows: &Range<u32>,
        drawn: Option<&Drawn>,
    ) {
        let mut piece = Piece {
            rows: rows.clone(),
            band: picture.rows[1],
            opaque: picture.opaque,
            stored: &mut self.stored,
            compressor: &mut self.compressor,
            start: 0,
        };
        let Some(drawn) = drawn else {
            let canvas = picture.canvas;
            canvas.draw(rows.clone(), &mut self.brush, |number, [row, above]| {
                let differing = row.differing(above);
                piece.add(number, [&row.pixels, &above.pixels], differing);
                true
            });
            return;
        };
        let mut colored = Colored::new(drawn, picture.width());
        for number in picture.part(part).start..rows.end {
            colored.advance();
            if rows.contains(&number) {
                let differing = colored.differing.iter().copied();
                piece.add(number, [&colored.row, &colored.above], differing);
            }
        }
    }
}

/// Some rows of a picture without a palette, on their way to the compressor.
struct Piece<'a> {
    rows: Range<u32>,
    /// How many of them are handed to it at once.
    band: u32,
    opaque: bool,
    stored: &'a mut Stored,
    compressor: &'a mut Compressor,
    /// Where those begin in what is stored.
    start: usize,
}

impl Piece<'_> {
    /// Adds a row. It has the one above it, too, and which runs may differ from that, a bit for each.
    fn add(
        &mut self,
        number: u32,
        [row, above]: [&[Pixel]; 2],
        differing: impl Iterator<Item = u64>,
    ) {
        let place = number - self.rows.start;
        if place.is_multiple_of(self.band) {
            self.stored.begin(place > 0);
            self.start = self.stored.bytes.len();
        }
        let above = (place > 0).then_some((above, differing));
        match self.opaque {
            true => filter::<3>(row, above, self.stored),
            false => filter::<4>(row, above, self.stored),
        }
        if (place + 1).is_multiple_of(self.band) || number + 1 == self.rows.end {
            let Stored { bytes, others } = &*self.stored;
            self.compressor.add(bytes, bytes.len() - self.start, others);
        }
    }
}
