//! Work shared among threads, so that nothing depends on how many they are.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Threads that run at once on this machine.
pub(crate) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// Does `work` on each number below `items`, on up to `threads` threads. Each thread has a state of its own, `new` at first;
/// which numbers it has seen in the end is chance.
pub(crate) fn share<S: Send>(
    threads: usize,
    items: u64,
    new: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, u64) + Sync,
) -> Vec<S> {
    let next = AtomicU64::new(0);
    let states = Mutex::new(Vec::new());
    let run = || {
        let mut state = new();
        loop {
            let item = next.fetch_add(1, Ordering::Relaxed);
            if item >= items {
                break;
            }
            work(&mut state, item);
        }
        states
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(state);
    };
    std::thread::scope(|scope| {
        for _ in 1..items.min(threads as u64) {
            // Where the system gives no thread, the others do its work.
            let _ = std::thread::Builder::new().spawn_scoped(scope, run);
        }
        run();
    });
    states.into_inner().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_worked_on_once() {
        for (threads, items) in [(1, 0), (1, 5), (2, 1), (3, 100), (8, 100)] {
            let states = share(threads, items, Vec::new, |seen, item| seen.push(item));
            assert!(states.len() <= threads.max(1));
            let mut seen = states.concat();
            seen.sort_unstable();
            assert!(seen.into_iter().eq(0..items));
        }
    }
}
