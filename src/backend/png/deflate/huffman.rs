//! Prefix codes (RFC 1951, section 3.2.2).

/// A code that gives `N` symbols at most 15 bits each.
#[derive(Debug)]
pub(super) struct Code<const N: usize> {
    /// Bits a symbol; 0 for one that does not occur.
    pub(super) lengths: [u8; N],
    /// The bits of a symbol, the first one lowest.
    bits: [u16; N],
}

impl<const N: usize> Code<N> {
    /// A code for symbols that occur so often, of at most `longest` bits: the shortest one unless that limit bites.
    pub(super) fn new(frequencies: &[u32; N], longest: usize) -> Self {
        let mut used: Vec<(u32, usize)> = frequencies
            .iter()
            .enumerate()
            .filter(|(_, frequency)| **frequency > 0)
            .map(|(symbol, frequency)| (*frequency, symbol))
            .collect();
        used.sort_unstable();
        let weights: Vec<u32> = used.iter().map(|(frequency, _)| *frequency).collect();
        let counts = limited(depths(&weights), longest);
        let mut lengths = [0; N];
        let mut symbols = used.iter().map(|(_, symbol)| *symbol);
        // The rarest symbols get the longest codes.
        for (length, count) in counts.iter().enumerate().rev() {
            for symbol in symbols.by_ref().take(*count) {
                lengths[symbol] = length as u8;
            }
        }
        Self {
            bits: canonical(&lengths),
            lengths,
        }
    }

    /// The bits of a symbol, the first one lowest, and how many they are.
    pub(super) fn get(&self, symbol: usize) -> (u64, u32) {
        (self.bits[symbol].into(), self.lengths[symbol].into())
    }
}

/// How many leaves a Huffman tree has at each depth, for weights in ascending order.
fn depths(weights: &[u32]) -> [usize; 33] {
    let mut counts = [0; 33];
    if weights.len() < 2 {
        counts[1] = weights.len();
        return counts;
    }
    // Inner nodes come out in ascending order as well: the two lightest nodes are at the heads of two queues.
    let mut inner: Vec<u64> = Vec::with_capacity(weights.len());
    let mut parents = vec![0; 2 * weights.len() - 1];
    let [mut leaf, mut node] = [0, 0];
    while inner.len() + 1 < weights.len() {
        let mut sum = 0;
        for _ in 0..2 {
            let light = weights.get(leaf).map(|weight| u64::from(*weight));
            let child = match (light, inner.get(node)) {
                (Some(leaf), Some(inner)) => leaf <= *inner,
                (light, _) => light.is_some(),
            };
            let index = if child {
                sum += u64::from(weights[leaf]);
                leaf += 1;
                leaf - 1
            } else {
                sum += inner[node];
                node += 1;
                weights.len() + node - 1
            };
            parents[index] = weights.len() + inner.len();
        }
        inner.push(sum);
    }
    let mut depth = vec![0; parents.len()];
    for index in (0..parents.len() - 1).rev() {
        depth[index] = depth[parents[index]] + 1;
        if index < weights.len() {
            counts[depth[index].min(32)] += 1;
        }
    }
    counts
}

/// Moves leaves up to depth `longest` and others down, so that the tree stays whole.
fn limited(mut counts: [usize; 33], longest: usize) -> [usize; 33] {
    for depth in longest + 1..counts.len() {
        counts[longest] += std::mem::take(&mut counts[depth]);
    }
    let places = |counts: &[usize; 33]| -> usize {
        (1..=longest)
            .map(|depth| counts[depth] << (longest - depth))
            .sum()
    };
    while places(&counts) > 1 << longest {
        // A leaf of the greatest depth takes the place beside another one, which goes a step down.
        let Some(depth) = (1..longest).rev().find(|depth| counts[*depth] > 0) else {
            break;
        };
        counts[longest] -= 1;
        counts[depth] -= 1;
        counts[depth + 1] += 2;
    }
    counts
}

/// The bits of each symbol: codes of one length ascend with the symbols, and shorter ones come before longer ones.
fn canonical<const N: usize>(lengths: &[u8; N]) -> [u16; N] {
    let mut counts = [0_u16; 16];
    for length in lengths {
        counts[usize::from(*length)] += 1;
    }
    counts[0] = 0;
    let mut next = [0_u16; 16];
    for length in 1..16 {
        next[length] = (next[length - 1] + counts[length - 1]) << 1;
    }
    lengths.map(|length| {
        let next = &mut next[usize::from(length)];
        *next = next.wrapping_add(1);
        (*next - 1)
            .reverse_bits()
            .checked_shr(16 - u32::from(length))
            .unwrap_or(0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The share of all sequences of bits that the codes take, in units of 2^-15.
    fn taken<const N: usize>(code: &Code<N>) -> u32 {
        let used = code.lengths.iter().filter(|length| **length > 0);
        used.map(|length| 1 << (15 - length)).sum()
    }

    #[test]
    fn rare_symbols_get_long_codes_and_no_sequence_is_left_over() {
        let code = Code::new(&[5, 0, 1, 1, 2], 15);
        assert_eq!(code.lengths, [1, 0, 3, 3, 2]);
        // Written from the lowest bit on: 0, 110, 111 and 10.
        assert_eq!(
            [0, 2, 3, 4].map(|symbol| code.get(symbol).0),
            [0b0, 0b011, 0b111, 0b01]
        );
        assert_eq!(taken(&code), 1 << 15);
    }

    #[test]
    fn no_code_is_longer_than_allowed() {
        // The tree of Fibonacci numbers is as deep as there are symbols.
        let mut frequencies = [1; 30];
        for symbol in 2..30 {
            frequencies[symbol] = frequencies[symbol - 1] + frequencies[symbol - 2];
        }
        for longest in [5, 7, 15] {
            let code = Code::new(&frequencies, longest);
            assert_eq!(code.lengths.iter().max(), Some(&(longest as u8)));
            assert!(code.lengths.is_sorted_by(|a, b| a >= b));
            assert_eq!(taken(&code), 1 << 15, "{longest}");
        }
    }
}
