//! How far evaluations are.

use std::sync::atomic::{AtomicU64, Ordering};

/// How far an evaluation is, or several together, for others to look at meanwhile. Nearly all of the time goes into
/// drawing samples.
#[derive(Debug, Default)]
pub struct Progress {
    begun: AtomicU64,
    drawn: AtomicU64,
    planned: AtomicU64,
}

impl Progress {
    /// Evaluations that have begun, as far as it is known how many samples they draw.
    pub fn begun(&self) -> u64 {
        self.begun.load(Ordering::Relaxed)
    }

    /// Samples drawn so far. As they are not kept, each counts as often as it is drawn anew.
    pub fn drawn(&self) -> u64 {
        self.drawn.load(Ordering::Relaxed)
    }

    /// Samples that will have been drawn at the end of the evaluations begun.
    pub fn planned(&self) -> u64 {
        self.planned.load(Ordering::Relaxed)
    }

    /// Says beforehand how many samples an evaluation will draw.
    pub(crate) fn plan(&self, samples: u64) {
        self.planned.fetch_add(samples, Ordering::Relaxed);
        self.begun.fetch_add(1, Ordering::Relaxed);
    }

    /// Takes note of samples drawn.
    pub(crate) fn advance(&self, samples: u64) {
        self.drawn.fetch_add(samples, Ordering::Relaxed);
    }
}
