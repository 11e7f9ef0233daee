//! Path data, the content of the attribute `d`.

use super::number::Precision;
use crate::scene::{Path, Point, Segment};

/// A position in steps of a [`Precision`].
type Steps = [i64; 2];

/// `path`, mapped by `map`, as path data: every position rounded on its own, then written in the shortest way. Empty
/// if the path has a coordinate that is not finite.
pub(super) fn path_data(path: &Path, precision: Precision, map: impl Fn(Point) -> Point) -> String {
    if !path.is_finite() {
        return String::new();
    }
    let steps = |point: Point| {
        let Point { x, y } = map(point);
        [precision.steps(x), precision.steps(y)]
    };
    let mut writer = Writer::new(precision);
    for segment in &path.segments {
        match *segment {
            Segment::Move(to) => writer.move_to(steps(to)),
            Segment::Line(to) => writer.line_to(steps(to)),
            Segment::Quad(control, to) => writer.curve([b'q', b't'], &[steps(control), steps(to)]),
            Segment::Cubic(first, second, to) => {
                writer.curve([b'c', b's'], &[steps(first), steps(second), steps(to)]);
            }
            Segment::Close => writer.close(),
        }
    }
    String::from_utf8(writer.text).unwrap_or_default()
}

struct Writer {
    precision: Precision,
    /// ASCII.
    text: Vec<u8>,
    /// The command that a number without a command would continue.
    command: u8,
    /// Whether the last number has a decimal point, so that `.5` may follow it at once.
    fraction: bool,
    start: Steps,
    position: Steps,
    /// The last control point, if the last segment was a curve of this command.
    control: Option<(u8, Steps)>,
    /// Memory for two ways to write a command.
    spellings: [Vec<u8>; 2],
}

impl Writer {
    fn new(precision: Precision) -> Self {
        Self {
            precision,
            text: Vec::new(),
            command: b' ',
            fraction: false,
            start: [0; 2],
            position: [0; 2],
            control: None,
            spellings: Default::default(),
        }
    }

    fn move_to(&mut self, to: Steps) {
        self.command = b' '; // numbers after an `m` are lines
        self.write(b'm', &[to]);
        self.command = if self.command == b'm' { b'l' } else { b'L' };
        self.start = to;
        self.arrive(to, None);
    }

    fn line_to(&mut self, to: Steps) {
        let [x, y] = self.position;
        if to[1] == y {
            self.write_numbers(b'h', &[to[0] - x], &[to[0]]);
        } else if to[0] == x {
            self.write_numbers(b'v', &[to[1] - y], &[to[1]]);
        } else {
            self.write(b'l', &[to]);
        }
        self.arrive(to, None);
    }

    /// A Bézier curve with its control points and end; of the two commands, the second leaves out the first control
    /// point where it mirrors the last one of the curve before.
    fn curve(&mut self, [full, smooth]: [u8; 2], points: &[Steps]) {
        let [x, y] = self.position;
        let mirrored = match self.control {
            Some((command, control)) if command == full => [2 * x - control[0], 2 * y - control[1]],
            _ => self.position,
        };
        match points {
            [first, rest @ ..] if *first == mirrored => self.write(smooth, rest),
            _ => self.write(full, points),
        }
        if let [.., control, to] = *points {
            self.arrive(to, Some((full, control)));
        }
    }

    fn close(&mut self) {
        self.text.push(b'z');
        self.command = b' ';
        self.arrive(self.start, None);
    }

    fn arrive(&mut self, at: Steps, control: Option<(u8, Steps)>) {
        self.position = at;
        self.control = control;
    }

    fn write(&mut self, command: u8, points: &[Steps]) {
        let [x, y] = self.position;
        // No command has more than three points.
        let mut relative = [[0; 2]; 3];
        for (relative, to) in relative.iter_mut().zip(points) {
            *relative = [to[0] - x, to[1] - y];
        }
        let relative = relative.get(..points.len()).unwrap_or_default();
        self.write_numbers(command, relative.as_flattened(), points.as_flattened());
    }

    /// Writes the command with relative or absolute numbers, whichever is shorter.
    fn write_numbers(&mut self, command: u8, relative: &[i64], absolute: &[i64]) {
        let upper = command.to_ascii_uppercase();
        let mut spellings = std::mem::take(&mut self.spellings);
        let [short, long] = &mut spellings;
        let fractions = [
            self.spell(command, relative, short),
            self.spell(upper, absolute, long),
        ];
        if short.len() <= long.len() {
            self.text.extend_from_slice(short);
            (self.command, self.fraction) = (command, fractions[0]);
        } else {
            self.text.extend_from_slice(long);
            (self.command, self.fraction) = (upper, fractions[1]);
        }
        self.spellings = spellings;
    }

    /// Sets `text` to how a command would continue the data. Says whether its last number has a decimal point.
    fn spell(&self, command: u8, numbers: &[i64], text: &mut Vec<u8>) -> bool {
        text.clear();
        let mut separate = self.command == command;
        if !separate {
            text.push(command);
        }
        let mut fraction = self.fraction;
        for &number in numbers {
            let start = text.len();
            self.precision.push(number, text);
            let digits = text.get(start..).unwrap_or_default();
            let joins = number < 0 || fraction && digits.first() == Some(&b'.');
            fraction = digits.contains(&b'.');
            if separate && !joins {
                text.insert(start, b' ');
            }
            separate = true;
        }
        fraction
    }
}
