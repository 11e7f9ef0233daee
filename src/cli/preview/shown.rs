//! What the page shows, for those who change it and those who wait until it changes.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::state::State;

/// A state, and how often it has changed.
#[derive(Default)]
pub(super) struct Shown {
    state: Mutex<(u64, State)>,
    changed: Condvar,
}

impl Shown {
    /// Changes the state, and tells all who wait for that.
    pub(super) fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.lock();
        state.0 += 1;
        change(&mut state.1);
        self.changed.notify_all();
    }

    pub(super) fn read<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.lock().1)
    }

    /// Waits until the state is another one than after so many changes, or until that does not matter any more: then, nothing.
    /// How often it has changed by then, and what is read of it.
    pub(super) fn next<T>(
        &self,
        changes: Option<u64>,
        is_over: &AtomicBool,
        read: impl FnOnce(&State) -> T,
    ) -> Option<(u64, T)> {
        let is_over = || is_over.load(Ordering::Relaxed);
        let waited = self
            .changed
            .wait_while(self.lock(), |(now, _)| changes == Some(*now) && !is_over());
        let state = waited.unwrap_or_else(PoisonError::into_inner);
        (!is_over()).then(|| (state.0, read(&state.1)))
    }

    /// Lets those who wait see whether that still matters.
    pub(super) fn wake(&self) {
        // Who has just looked is waiting by the time that this holds the lock.
        let _state = self.lock();
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, (u64, State)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
