//! Lines cut into what a pen draws of them.

use super::flatten::{Polyline, distance};
use crate::scene::{Point, Rect};

/// Shorter dashes are drawn this long, in device pixels, so that they have a direction.
const SHORTEST_DASH: f64 = 1e-3;

/// Dashes that repeat within less than this many device pixels look like a solid line and are drawn as one.
const SHORTEST_PERIOD: f64 = 1.0;

/// Remainders up to this length come from rounding.
const ROUNDING: f64 = 1e-9;

/// The pattern that [`pieces`] can draw: `dash`, or nothing where it stands for a solid line.
pub(super) fn normalize(mut dash: Vec<f64>) -> Vec<f64> {
    let period: f64 = dash.iter().sum();
    let drawable = dash.len().is_multiple_of(2)
        && dash.iter().all(|&length| length >= 0.0)
        && (SHORTEST_PERIOD..f64::MAX).contains(&period);
    if !drawable {
        return Vec::new();
    }
    for on in dash.iter_mut().step_by(2) {
        *on = on.max(SHORTEST_DASH);
    }
    dash
}

/// Stretches a pattern so that what is seen of the lines has no more than about `most` dashes. Returns about how many those are
/// at most.
pub(super) fn limit(dash: &mut [f64], lines: &[Polyline], view: &Rect, most: usize) -> f64 {
    let edges = || lines.iter().flat_map(Polyline::edges);
    let each = 2.0 * dash.iter().sum::<f64>() / dash.len() as f64;
    // Mostly all of them has few enough.
    let length: f64 = edges().map(|(a, b)| distance(a, b)).sum();
    if length / each <= most as f64 {
        return length / each;
    }
    let seen = |(a, b)| {
        let part = view.part_of_line(a, b);
        part.map_or(0.0, |[start, end]| distance(start, end))
    };
    let length: f64 = edges().map(seen).sum();
    let factor = length / each / most as f64;
    if factor > 1.0 {
        dash.iter_mut().for_each(|piece| *piece *= factor);
    }
    length / each / factor.max(1.0)
}

/// Lets `take` have the connected parts of `line` that are drawn, cut off where they leave `view`.
pub(super) fn pieces(line: &Polyline, dash: &[f64], view: &Rect, take: &mut dyn FnMut(&[Point])) {
    let mut pen = Pen {
        dash,
        index: 0,
        left: dash.first().copied().unwrap_or(f64::INFINITY),
        piece: Vec::new(),
        take,
    };
    for (a, b) in line.edges() {
        match view.part_of_line(a, b) {
            Some(ends) if ends == [a, b] => pen.draw(a, b),
            Some([start, end]) => {
                pen.skip(distance(a, start));
                pen.draw(start, end);
                pen.skip(distance(end, b));
            }
            None => {
                pen.lift();
                pen.skip(distance(a, b));
            }
        }
    }
    pen.lift();
}

/// A pen on its way along a line.
struct Pen<'a> {
    /// Lengths of dashes and gaps in turn; empty for a solid line.
    dash: &'a [f64],
    /// Which of them it is in.
    index: usize,
    /// What remains of that.
    left: f64,
    /// What it has drawn since it was last down.
    piece: Vec<Point>,
    /// Has what it has drawn before.
    take: &'a mut dyn FnMut(&[Point]),
}

impl Pen<'_> {
    /// Draws from `a` to `b`.
    fn draw(&mut self, a: Point, b: Point) {
        let length = distance(a, b);
        let at = |done: f64| match done < length {
            true => a.lerp(b, done / length),
            false => b,
        };
        let mut done = 0.0;
        loop {
            let step = self.left.min((length - done).max(0.0));
            if self.index.is_multiple_of(2) && (step > ROUNDING || length == 0.0) {
                if self.piece.is_empty() {
                    self.piece.push(at(done));
                }
                self.piece.push(at(done + step));
            }
            done += step;
            self.left -= step;
            if self.left > ROUNDING {
                return;
            }
            self.turn();
        }
    }

    /// Moves on by `length` without drawing.
    fn skip(&mut self, length: f64) {
        if length == 0.0 {
            return;
        }
        self.lift();
        if self.dash.is_empty() {
            return;
        }
        let mut rest = length % self.dash.iter().sum::<f64>();
        while rest >= self.left {
            rest -= self.left;
            self.turn();
        }
        self.left -= rest;
    }

    /// Goes on to the next dash or gap.
    fn turn(&mut self) {
        self.lift();
        self.index = (self.index + 1) % self.dash.len().max(1);
        self.left = self.dash.get(self.index).copied().unwrap_or(f64::INFINITY);
    }

    fn lift(&mut self) {
        if !self.piece.is_empty() {
            (self.take)(&self.piece);
            self.piece.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEW: Rect = Rect {
        left: 0.0,
        top: -5.0,
        right: 20.0,
        bottom: 5.0,
    };

    /// Where the drawn parts of a horizontal line begin and end.
    fn drawn(ends: &[f64], dash: &[f64]) -> Vec<(f64, f64)> {
        let points = ends.iter().map(|&x| Point::new(x, 0.0)).collect();
        let line = Polyline {
            points,
            closed: false,
        };
        let mut ends = Vec::new();
        pieces(&line, &normalize(dash.to_vec()), &VIEW, &mut |piece| {
            ends.push((piece[0].x, piece[piece.len() - 1].x));
        });
        ends
    }

    #[test]
    fn dashes_go_on_through_the_corners_of_a_line() {
        let expected = [(0.0, 3.0), (4.0, 7.0), (8.0, 10.0)];
        assert_eq!(drawn(&[0.0, 2.0, 2.5, 6.0, 10.0], &[3.0, 1.0]), expected);
    }

    #[test]
    fn dashes_that_cannot_be_seen_cost_no_time_but_count() {
        assert_eq!(drawn(&[-4e8, 8.0], &[3.0, 1.0]), [(0.0, 3.0), (4.0, 7.0)]);
        assert_eq!(drawn(&[17.0, 1e9], &[2.0, 2.0]), [(17.0, 19.0)]);
    }

    #[test]
    fn a_line_that_ends_with_a_gap_has_no_dash_after_it() {
        assert_eq!(drawn(&[0.0, 8.0], &[3.0, 1.0]), [(0.0, 3.0), (4.0, 7.0)]);
    }

    #[test]
    fn a_pattern_with_too_many_dashes_is_stretched() {
        let line = |end: f64| Polyline {
            points: vec![Point::new(0.0, 0.0), Point::new(end, 0.0)],
            closed: false,
        };
        let limited = |end: f64, most: usize| {
            let mut dash = vec![1.0, 1.0];
            limit(&mut dash, &[line(end)], &VIEW, most);
            let mut count = 0;
            pieces(&line(end), &dash, &VIEW, &mut |_| count += 1);
            count
        };
        assert_eq!(limited(20.0, 10), 10);
        assert_eq!(limited(20.0, 5), 5);
        // What is not seen does not count.
        assert_eq!(limited(1e9, 10), 10);
    }

    #[test]
    fn patterns_without_sense_are_solid() {
        for dash in [
            vec![],
            vec![1.0],
            vec![0.0, 0.0],
            vec![-1.0, 3.0],
            vec![f64::NAN, 1.0],
            vec![1e-9, 1e-9],
        ] {
            assert_eq!(drawn(&[0.0, 8.0], &dash), [(0.0, 8.0)], "{dash:?}");
        }
    }
}
