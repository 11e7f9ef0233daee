//! How far an evaluation is.

use std::sync::atomic::{AtomicU64, Ordering};

/// How far an evaluation is, for others to look at while it runs. Nearly all of its time goes into drawing samples.
#[derive(Debug, Default)]
pub struct Progress {
    drawn: AtomicU64,
    planned: AtomicU64,
}

impl Progress {
    /// Samples drawn so far. As they are not kept, each counts as often as it is drawn anew.
    pub fn drawn(&self) -> u64 {
        self.drawn.load(Ordering::Relaxed)
    }

    /// Samples that will have been drawn in the end, 0 while that is not known.
    pub fn planned(&self) -> u64 {
        self.planned.load(Ordering::Relaxed)
    }

    /// Says beforehand how many samples will be drawn.
    pub(crate) fn plan(&self, samples: u64) {
        self.planned.store(samples, Ordering::Relaxed);
    }

    /// Takes note of samples drawn.
    pub(crate) fn advance(&self, samples: u64) {
        self.drawn.fetch_add(samples, Ordering::Relaxed);
    }
}
