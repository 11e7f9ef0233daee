//! The outlines of lines: closed polygons, all turning the same way, that together cover a stroke under the non-zero
//! rule.

use super::dash;
use super::flatten::{Polyline, TOLERANCE, distance};
use super::outline::{Segment, Strip, bar, disc, half_disc, moved, round_join};
use crate::scene::{Cap, Point, Rect};

/// Segments in one polygon of an outline; short polygons are cheap to skip where they do not show.
const STRIP: usize = 8;

/// Half the width of the widest line, as wide as a picture can be, in device pixels.
const MAX_HALF: f64 = 16_384.0;

/// Points that are no further apart, in device pixels, have no direction between them.
const SAME: f64 = 1e-9;

/// What draws a line; lengths in device pixels.
#[derive(Debug, Clone)]
pub(super) struct Pen {
    half: f64,
    cap: Cap,
    dash: Vec<f64>,
}

impl Pen {
    /// A pen for lines of this width, or `None` if they do not show.
    pub(super) fn new(width: f64, cap: Cap, dash: Vec<f64>) -> Option<Self> {
        let half = (width / 2.0).min(MAX_HALF);
        let dash = dash::normalize(dash);
        (width.is_finite() && half > 0.0).then_some(Self { half, cap, dash })
    }

    /// Where a line must be known exactly to be drawn correctly inside `window`.
    pub(super) fn view(&self, window: &Rect) -> Rect {
        let reach = 2.0 * self.half + 2.0; // the corner of a square cap reaches 1.42 halves
        Rect {
            left: window.left - reach,
            top: window.top - reach,
            right: window.right + reach,
            bottom: window.bottom + reach,
        }
    }

    /// Sees to it that the pen draws no more than about `most` dashes of what is seen of some lines. Returns about how many it
    /// draws at most.
    pub(super) fn limit_dashes(&mut self, lines: &[Polyline], view: &Rect, most: usize) -> f64 {
        match self.dash.is_empty() {
            true => 0.0,
            false => dash::limit(&mut self.dash, lines, view, most),
        }
    }

    /// Lets `take` have the polygons of the outline of `line`, as far as it lies in `view`.
    pub(super) fn outline(&self, line: &Polyline, view: &Rect, take: &mut dyn FnMut(&[Point])) {
        let ring = line.closed && self.dash.is_empty();
        let cap = if ring { Cap::Butt } else { self.cap };
        let bare = !ring && cap != Cap::Round;
        let (mut segments, mut strip) = (Vec::new(), Strip::default());
        dash::pieces(line, &self.dash, view, &mut |piece| {
            segments.clear();
            connect(piece, &mut segments);
            self.cap(cap, piece, &mut segments, take);
            self.trace(&segments, bare, &mut strip, take);
        });
        if ring {
            self.close(&line.points, take);
        }
    }

    /// The same for a line whose segments are all horizontal or vertical: rectangles from pixel border to pixel
    /// border, with square joins.
    pub(super) fn crisp_outline(
        &self,
        line: &Polyline,
        view: &Rect,
        take: &mut dyn FnMut(&[Point]),
    ) {
        let reach = |at_end: bool| match at_end && !line.closed && self.cap == Cap::Butt {
            true => 0.0,
            false => self.half,
        };
        dash::pieces(line, &self.dash, view, &mut |piece| {
            let last = piece.len().saturating_sub(2);
            for (i, ends) in piece.windows(2).enumerate() {
                let reach = [reach(i == 0), reach(i == last)];
                take(&bar(ends[0], ends[1], self.half, reach));
            }
        });
    }

    /// Lets `take` have the join at the start of a closed line.
    fn close(&self, points: &[Point], take: &mut dyn FnMut(&[Point])) {
        let Some(&start) = points.first() else {
            return;
        };
        let mut others = points
            .iter()
            .filter(|point| distance(start, **point) > SAME);
        if let (Some(&next), Some(&previous)) = (others.clone().next(), others.next_back()) {
            let segment = |a, b| Segment::new(a, b, distance(a, b));
            let (before, after) = (segment(previous, start), segment(start, next));
            take(&round_join(&before, &after, self.half));
        }
    }

    /// Lets `take` have the outline of an open, solid line: strips along it where it bends gently, round joins in its sharp bends.
    /// Nothing meets the ends of a `bare` one.
    ///
    /// Strips, joins and caps have their ends in common, point by point, so that none of them covers what another one does,
    /// but on the inner side of sharp bends.
    fn trace(
        &self,
        segments: &[Segment],
        bare: bool,
        strip: &mut Strip,
        take: &mut dyn FnMut(&[Point]),
    ) {
        for (i, segment) in segments.iter().enumerate() {
            let normal = segment.normal(self.half);
            if bare && i == 0 {
                strip.push(segment.a, normal);
            } else if strip.is_empty() {
                strip.begin(segment.a, normal);
            }
            let next = segments.get(i + 1);
            if let Some(miter) = next.and_then(|next| self.miter(segment, next)) {
                strip.push(segment.b, miter);
                if strip.len() > STRIP {
                    strip.split(take);
                }
                continue;
            }
            match bare && next.is_none() {
                true => strip.push(segment.b, normal),
                false => strip.end(segment.b, normal),
            }
            strip.finish(take);
            if let Some(next) = next {
                take(&round_join(segment, next, self.half));
            }
        }
    }

    /// Lets `take` have round caps, or makes a line longer by square ones.
    fn cap(
        &self,
        cap: Cap,
        points: &[Point],
        segments: &mut Vec<Segment>,
        take: &mut dyn FnMut(&[Point]),
    ) {
        let dot = points.first().filter(|_| segments.is_empty());
        match (cap, dot) {
            (Cap::Butt, _) => {}
            (Cap::Round, Some(&dot)) => take(&disc(dot, self.half)),
            (Cap::Square, Some(&dot)) => segments.push(Segment {
                a: moved(dot, Point::new(1.0, 0.0), -self.half),
                b: moved(dot, Point::new(1.0, 0.0), self.half),
                direction: Point::new(1.0, 0.0),
                length: 2.0 * self.half,
            }),
            (Cap::Round, None) => {
                if let (Some(first), Some(last)) = (segments.first(), segments.last()) {
                    take(&half_disc(first.a, first, -self.half));
                    take(&half_disc(last.b, last, self.half));
                }
            }
            (Cap::Square, None) => {
                if let Some(first) = segments.first_mut() {
                    first.a = moved(first.a, first.direction, -self.half);
                }
                if let Some(last) = segments.last_mut() {
                    last.b = moved(last.b, last.direction, self.half);
                }
            }
        }
    }

    /// Half the width across the join of two segments, or `None` if the join is too sharp to be mitered: the
    /// miter would stand out by more than [`TOLERANCE`], or the inner side of the line would fold over.
    fn miter(&self, before: &Segment, after: &Segment) -> Option<Point> {
        let (u, v) = (before.direction, after.direction);
        let cosine = u.x * v.x + u.y * v.y;
        let half_tangent = (u.x * v.y - u.y * v.x).abs() / (1.0 + cosine);
        let gentle = self.half * (1.0 - cosine) / 4.0 <= TOLERANCE
            && self.half * half_tangent <= 0.5 * before.length.min(after.length);
        let (m, n) = (before.normal(self.half), after.normal(self.half));
        gentle.then(|| Point::new((m.x + n.x) / (1.0 + cosine), (m.y + n.y) / (1.0 + cosine)))
    }
}

/// Appends the straight parts of a line.
fn connect(points: &[Point], segments: &mut Vec<Segment>) {
    let Some((&(mut last), others)) = points.split_first() else {
        return;
    };
    for &point in others {
        let length = distance(last, point);
        if length > SAME {
            segments.push(Segment::new(last, point, length));
            last = point;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::f64::consts::PI;

    const VIEW: Rect = Rect {
        left: -1e3,
        top: -1e3,
        right: 1e3,
        bottom: 1e3,
    };

    fn outline(points: &[(f64, f64)], closed: bool, pen: &Pen) -> Vec<Vec<Point>> {
        let points = points.iter().map(|&(x, y)| Point::new(x, y)).collect();
        let mut polygons = Vec::new();
        pen.outline(&Polyline { points, closed }, &VIEW, &mut |polygon| {
            polygons.push(polygon.to_vec());
        });
        polygons
    }

    /// Positive where the polygon turns clockwise on the screen.
    fn area(polygon: &[Point]) -> f64 {
        let next = polygon.iter().cycle().skip(1);
        polygon
            .iter()
            .zip(next)
            .map(|(a, b)| (a.x * b.y - b.x * a.y) / 2.0)
            .sum()
    }

    #[test]
    fn all_parts_of_an_outline_turn_the_same_way() {
        let zigzag = [
            (0.0, 0.0),
            (30.0, 1.0),
            (5.0, 9.0),
            (5.0, -40.0),
            (5.1, 3.0),
            (5.1, 3.0),
            (9.0, 3.0),
        ];
        for cap in [Cap::Butt, Cap::Square, Cap::Round] {
            for (closed, dash) in [
                (false, vec![]),
                (true, vec![]),
                (true, vec![0.0, 4.0, 3.0, 2.0]),
            ] {
                let polygons = outline(&zigzag, closed, &Pen::new(6.0, cap, dash).unwrap());
                assert!(polygons.len() > 5);
                assert!(
                    polygons.iter().all(|polygon| area(polygon) < 0.0),
                    "{cap:?} {closed}"
                );
            }
        }
    }

    #[test]
    fn caps_add_what_their_names_say() {
        let covered = |cap| -> f64 {
            let polygons = outline(
                &[(0.0, 0.0), (100.0, 0.0)],
                false,
                &Pen::new(8.0, cap, vec![]).unwrap(),
            );
            polygons.iter().map(|polygon| area(polygon).abs()).sum()
        };
        assert_eq!(covered(Cap::Butt), 800.0);
        assert_eq!(covered(Cap::Square), 864.0);
        assert!((covered(Cap::Round) - (800.0 + PI * 16.0)).abs() < 0.3);
    }

    #[test]
    fn a_gentle_bend_keeps_its_distance_on_both_sides() {
        let arc: Vec<(f64, f64)> = (0..200)
            .map(|i| {
                (
                    50.0 * libm::cos(f64::from(i) / 100.0),
                    50.0 * libm::sin(f64::from(i) / 100.0),
                )
            })
            .collect();
        let on_line = |point: Point| arc.contains(&(point.x, point.y));
        let polygons = outline(&arc, false, &Pen::new(20.0, Cap::Butt, vec![]).unwrap());
        // The first point and the last one are in the middle.
        let sides = polygons.iter().flatten().filter(|point| !on_line(**point));
        for point in sides {
            let radius = distance(Point::new(0.0, 0.0), *point);
            assert!(
                (radius - 40.0).abs().min((radius - 60.0).abs()) < 0.01,
                "{radius}"
            );
        }
    }

    #[test]
    fn a_join_close_to_the_end_does_not_reach_beyond_it() {
        let pen = Pen::new(20.0, Cap::Butt, vec![]).unwrap();
        let polygons = outline(&[(0.0, 0.0), (50.0, 0.0), (50.01, 0.001)], false, &pen);
        let right = polygons
            .iter()
            .flatten()
            .map(|point| point.x)
            .fold(0.0, f64::max);
        assert!((50.01..51.1).contains(&right), "{right}"); // the end leans over by a tenth of half the width
    }

    #[test]
    fn a_sharp_join_is_round_outside() {
        for (x, y) in [(30.0, 40.0), (30.0, -40.0), (-50.0, 0.0), (-40.0, 30.0)] {
            let pen = Pen::new(10.0, Cap::Butt, vec![]).unwrap();
            let polygons = outline(&[(-50.0, 0.0), (0.0, 0.0), (x, y)], false, &pen);
            let join = &polygons[1];
            let tip = Point::new(50.0 - x, -y); // away from both segments
            let length = distance(Point::new(0.0, 0.0), tip);
            let reach = join
                .iter()
                .map(|point| (point.x * tip.x + point.y * tip.y) / length);
            let reach = reach.fold(0.0, f64::max);
            assert!((reach - 5.0).abs() < 0.011, "{x} {y}: {reach}");
        }
    }

    #[test]
    fn lines_without_width_do_not_show() {
        for width in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(Pen::new(width, Cap::Round, vec![]).is_none());
        }
    }
}
