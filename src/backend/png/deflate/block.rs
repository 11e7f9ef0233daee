//! Blocks of a deflate stream (RFC 1951, section 3.2).

use super::huffman::Code;

/// Bytes, written bit by bit.
#[derive(Debug, Default)]
pub(super) struct Bits {
    /// As many as were needed so far, and some zeros.
    bytes: Vec<u8>,
    /// How many of them are whole.
    whole: usize,
    /// Fewer than eight bits, but inside of [`Bits::put`].
    pending: u64,
    count: u32,
}

/// By so many bytes there is more space, when there is too little.
const SPACE: usize = 1 << 12;

impl Bits {
    /// Adds the lowest `count` bits of `bits`; the others are zeros. At most 56.
    #[inline(always)]
    fn put(&mut self, (bits, count): (u64, u32)) {
        self.pending |= bits << self.count;
        self.count += count;
        if self.bytes.len() < self.whole + size_of::<u64>() {
            self.grow();
        }
        // Eight bytes at once, whether or not they are whole, take less time than to find out.
        if let Some(space) = self.bytes[self.whole..].first_chunk_mut() {
            *space = self.pending.to_le_bytes();
        }
        self.whole += self.count as usize / 8;
        self.pending >>= self.count & !7;
        self.count &= 7;
    }

    /// Makes space.
    #[cold]
    fn grow(&mut self) {
        self.bytes.resize(self.whole + SPACE, 0);
    }

    /// Adds the same bits again and again.
    fn repeat(&mut self, (bits, count): (u64, u32), times: u16) {
        let at_once = 56 / count.max(1);
        let many = (0..at_once).fold((0, 0), |all, _| both(all, (bits, count)));
        for _ in 0..u32::from(times) / at_once {
            self.put(many);
        }
        for _ in 0..u32::from(times) % at_once {
            self.put((bits, count));
        }
    }

    /// The bytes. The last one is filled up, which takes a block of nothing unless it is the `last` one of the stream.
    pub(super) fn finish(mut self, last: bool) -> Vec<u8> {
        if !last {
            self.put((0, 3));
        }
        let filling = self.count.next_multiple_of(8) - self.count;
        self.put((0, filling));
        self.bytes.truncate(self.whole);
        if !last {
            self.bytes.extend_from_slice(&[0, 0, 0xff, 0xff]);
        }
        self.bytes
    }
}

/// A byte, or a repetition of earlier ones.
#[derive(Debug, Clone, Copy)]
pub(super) enum Token {
    Literal(u8),
    /// So many bytes from so far back.
    Match {
        length: u16,
        distance: u16,
    },
    /// So often [`LONGEST`] bytes from one back.
    Runs(u16),
}

/// How many bytes a repetition takes at least and at most.
pub(super) const SHORTEST: usize = 3;
pub(super) const LONGEST: usize = 258;

impl Token {
    /// `length` bytes from `distance` (1 to 32768) bytes back.
    pub(super) fn repeat(length: usize, distance: usize) -> Self {
        Self::Match {
            length: length as u16,
            distance: distance as u16,
        }
    }
}

const END: usize = 256;
/// In which order the lengths of the codes of lengths are written.
const ORDER: [usize; 19] = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
];

/// Some bits and then others.
fn both((first, count): (u64, u32), (then, more): (u64, u32)) -> (u64, u32) {
    (first | (then << count), count + more)
}

/// The symbol of a length, and its further bits.
fn length_symbol(length: u16) -> (usize, (u64, u32)) {
    let rest = u64::from(length) - 3;
    let extra = (rest | 4).ilog2() - 2;
    match length {
        258 => (285, (0, 0)),
        _ => {
            let symbol = 257 + 4 * (extra as usize) + (rest >> extra) as usize;
            (symbol, (rest & ((1 << extra) - 1), extra))
        }
    }
}

/// The symbol of a distance, and its further bits.
fn distance_symbol(distance: u16) -> (usize, (u64, u32)) {
    let rest = u64::from(distance) - 1;
    let extra = (rest | 2).ilog2() - 1;
    let symbol = 2 * (extra as usize) + (rest >> extra) as usize;
    (symbol, (rest & ((1 << extra) - 1), extra))
}

/// Writes a block with codes of its own.
pub(super) fn write(tokens: &[Token], last: bool, bits: &mut Bits) {
    let (letters, distances) = frequencies(tokens);
    let letters = Code::new(&letters, 15);
    let distances = Code::new(&distances, 15);
    bits.put((last.into(), 1));
    bits.put((2, 2));
    write_codes(&letters.lengths, &distances.lengths, bits);
    // What is written for each length is looked up, as there are many more repetitions than lengths.
    let lengths: [(u64, u32); LONGEST + 1] = std::array::from_fn(|length| {
        let (symbol, extra) = length_symbol(length.max(SHORTEST) as u16);
        both(letters.get(symbol), extra)
    });
    let run = both(lengths[LONGEST], distances.get(0));
    for token in tokens {
        match *token {
            Token::Literal(byte) => bits.put(letters.get(byte.into())),
            Token::Match { length, distance } => {
                let (symbol, extra) = distance_symbol(distance);
                let distance = both(distances.get(symbol), extra);
                bits.put(both(lengths[usize::from(length)], distance));
            }
            Token::Runs(count) => bits.repeat(run, count),
        }
    }
    bits.put(letters.get(END));
}

/// How often each letter and each distance occurs.
fn frequencies(tokens: &[Token]) -> ([u32; 286], [u32; 30]) {
    let mut lengths = [0; LONGEST + 1];
    let mut letters = [0; 286];
    let mut distances = [0; 30];
    for token in tokens {
        match *token {
            Token::Literal(byte) => letters[usize::from(byte)] += 1,
            Token::Match { length, distance } => {
                lengths[usize::from(length)] += 1;
                distances[distance_symbol(distance).0] += 1;
            }
            Token::Runs(count) => {
                lengths[LONGEST] += u32::from(count);
                distances[0] += u32::from(count);
            }
        }
    }
    for (length, frequency) in lengths.iter().enumerate().skip(SHORTEST) {
        letters[length_symbol(length as u16).0] += frequency;
    }
    letters[END] = 1;
    // A code of fewer than two symbols is not whole, which some readers refuse.
    for frequency in distances.iter_mut().take(2) {
        *frequency = (*frequency).max(1);
    }
    (letters, distances)
}

fn write_codes(letters: &[u8; 286], distances: &[u8; 30], bits: &mut Bits) {
    let used = |lengths: &[u8], least: usize| {
        let last = lengths.iter().rposition(|length| *length > 0);
        last.map_or(least, |last| (last + 1).max(least))
    };
    let [letter_count, distance_count] = [used(letters, 257), used(distances, 1)];
    let lengths: Vec<u8> = letters[..letter_count]
        .iter()
        .chain(&distances[..distance_count])
        .copied()
        .collect();
    let symbols = run_lengths(&lengths);
    let mut frequencies = [0; 19];
    for (symbol, _) in &symbols {
        frequencies[*symbol] += 1;
    }
    let code = Code::new(&frequencies, 7);
    let last = ORDER.iter().rposition(|symbol| code.lengths[*symbol] > 0);
    let count = last.map_or(4, |last| (last + 1).max(4));
    bits.put((letter_count as u64 - 257, 5));
    bits.put((distance_count as u64 - 1, 5));
    bits.put((count as u64 - 4, 4));
    for symbol in &ORDER[..count] {
        bits.put((code.lengths[*symbol].into(), 3));
    }
    for (symbol, extra) in symbols {
        bits.put(code.get(symbol));
        bits.put(extra);
    }
}

/// The lengths of codes as symbols: a length, or one of three kinds of repetition with how often.
fn run_lengths(lengths: &[u8]) -> Vec<(usize, (u64, u32))> {
    let mut symbols = Vec::new();
    for run in lengths.chunk_by(|a, b| a == b) {
        let length = run[0];
        let mut rest = run.len();
        if length > 0 {
            symbols.push((length.into(), (0, 0)));
            rest -= 1;
        }
        while rest > 0 {
            let (symbol, least, count, extra) = match (length, rest) {
                (_, ..3) => (length.into(), 1, 1, 0),
                (0, 11..) => (18, 11, rest.min(138), 7),
                (0, _) => (17, 3, rest.min(10), 3),
                _ => (16, 3, rest.min(6), 2),
            };
            symbols.push((symbol, ((count - least) as u64, extra)));
            rest -= count;
        }
    }
    symbols
}
