//! Work shared among threads, so that nothing depends on how many they are.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

/// Results of each thread that may wait for those before them, where results are taken in order: enough that one item may
/// take longer than others, few enough that results take little memory.
const WAITING: usize = 16;

/// How many threads may work at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Threads {
    /// As many as the machine runs. To ask it takes as long as some labels, so that is done only if there is work for two.
    All,
    Only(usize),
}

impl Threads {
    /// How many for so many items.
    fn of(self, items: usize) -> usize {
        let most = || match self {
            Self::All => std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
            Self::Only(threads) => threads.max(1),
        };
        match items {
            0 | 1 => items,
            _ => items.min(most()),
        }
    }

    /// How many each of so many users has who work at once.
    pub(crate) fn shared_by(self, users: usize) -> Self {
        match users {
            0 | 1 => self,
            _ => Self::Only((self.of(usize::MAX) / users).max(1)),
        }
    }
}

/// Has the allocator get so many bytes for this thread at once, if it can.
///
/// That of glibc gets memory of a thread in steps of a page or two, each of which takes longer than what most figures do with
/// it. It keeps what is given back, but not the first time that so much is.
pub(crate) fn make_room(bytes: usize) {
    for _ in 0..2 {
        drop(std::hint::black_box(Vec::<u8>::with_capacity(bytes)));
    }
}

/// Does `work` on each number below `items`, on up to `threads` threads. Each thread has a state of its own, `new` at first;
/// which numbers it has seen in the end is chance.
pub(crate) fn share<S: Send>(
    threads: Threads,
    items: u64,
    new: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, u64) + Sync,
) -> Vec<S> {
    let next = AtomicU64::new(0);
    let states = Mutex::new(Vec::new());
    let many = usize::try_from(items).unwrap_or(usize::MAX);
    on_threads(threads.of(many), &|| {
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
    });
    states.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Bytes that a thread takes for one of several chores.
const ROOM: usize = 1 << 22;

/// Things to do that each take one thread: those that work on something else do these first, each what no other one has begun.
pub(crate) struct Chores<F> {
    number: usize,
    /// Does one of them.
    work: F,
    /// The first of them that is not begun.
    next: AtomicUsize,
}

impl<F: Fn(usize) + Sync> Chores<F> {
    /// Nothing of this is begun: `work` does that of each number below this one.
    pub(crate) fn new(number: usize, work: F) -> Self {
        let next = AtomicUsize::new(0);
        Self { number, work, next }
    }

    /// Does those that are not begun.
    pub(crate) fn help(&self) {
        loop {
            let chore = self.next.fetch_add(1, Ordering::Relaxed);
            if chore >= self.number {
                break;
            }
            (self.work)(chore);
        }
    }

    /// The same on up to `threads` threads.
    pub(crate) fn finish(&self, threads: Threads) {
        let begun = self.next.load(Ordering::Relaxed).min(self.number);
        match self.number - begun {
            0 | 1 => self.help(),
            left => drop(share(
                threads,
                left as u64,
                || make_room(ROOM),
                |(), _| self.help(),
            )),
        }
    }
}

/// Does `work` on each item, on up to `threads` threads, and lets `take` have the results one by one in the order of the
/// items, each as soon as those before it are there.
pub(crate) fn in_order<I: Sync, T: Send>(
    threads: Threads,
    items: &[I],
    work: impl Fn(&I) -> T + Sync,
    take: impl FnMut(T) + Send,
) {
    let threads = threads.of(items.len());
    let most = threads.saturating_mul(WAITING);
    let queue = Mutex::new(Queue {
        taken: 0,
        results: VecDeque::new(),
        take,
    });
    let lock = || queue.lock().unwrap_or_else(PoisonError::into_inner);
    let fewer = Condvar::new();
    on_threads(threads, &|| {
        let mut queue = lock();
        while let Some(item) = items.get(queue.next()) {
            if queue.results.len() == most {
                // Another thread is still at the first of them, and wakes this one.
                queue = fewer.wait(queue).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let number = queue.next();
            queue.results.push_back(None);
            drop(queue);
            let result = work(item);
            queue = lock();
            queue.put(number, result);
            fewer.notify_all();
        }
    });
}

/// Results on their way to `take`.
struct Queue<T, F> {
    /// How many were taken.
    taken: usize,
    /// Those of the items after these, as far as they are begun; `None` while they are worked on.
    results: VecDeque<Option<T>>,
    take: F,
}

impl<T, F: FnMut(T)> Queue<T, F> {
    /// The first item that is not begun.
    fn next(&self) -> usize {
        self.taken + self.results.len()
    }

    /// Puts the result of an item in its place, and takes those whose turn it is.
    fn put(&mut self, number: usize, result: T) {
        if let Some(place) = self.results.get_mut(number - self.taken) {
            *place = Some(result);
        }
        while let Some(result) = self.results.front_mut().and_then(Option::take) {
            self.results.pop_front();
            self.taken += 1;
            (self.take)(result);
        }
    }
}

/// Runs `work` on so many threads.
///
/// This one only waits, if there are others: Linux puts a thread that is begun where the one that begins it runs, and for the few
/// milliseconds that a figure takes leaves it there, though another core have nothing to do. One that waits makes room. Nor
/// does a thread work until all are begun, as it would keep this one from beginning others; those that wait for that are woken
/// where there is room.
fn on_threads(threads: usize, work: &(impl Fn() + Sync)) {
    let gate = Mutex::new(());
    let pass = || drop(gate.lock().unwrap_or_else(PoisonError::into_inner));
    std::thread::scope(|scope| {
        let others = if threads > 1 { threads } else { 0 };
        let closed = gate.lock();
        let begin = |_| {
            let work = || {
                pass();
                work();
            };
            std::thread::Builder::new()
                .spawn_scoped(scope, work)
                .is_ok()
        };
        let begun = (0..others).map(begin).filter(|begun| *begun).count();
        drop(closed);
        // Where the system gives no thread, the others do its work.
        if begun == 0 {
            work();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_worked_on_once() {
        for (threads, items) in [(1, 0), (1, 5), (2, 1), (3, 100), (8, 100)] {
            let states = share(Threads::Only(threads), items, Vec::new, |seen, item| {
                seen.push(item)
            });
            assert!(states.len() <= threads.max(1));
            let mut seen = states.concat();
            seen.sort_unstable();
            assert!(seen.into_iter().eq(0..items));
        }
    }

    #[test]
    fn every_chore_is_done_once_whoever_helps() {
        for (threads, helped) in [(1, false), (1, true), (2, false), (2, true)] {
            let done: Vec<_> = (0..20).map(|_| AtomicUsize::new(0)).collect();
            let chores = Chores::new(done.len(), |chore| {
                done[chore].fetch_add(1, Ordering::Relaxed);
            });
            if helped {
                share(Threads::Only(threads), 2, || chores.help(), |(), _| ());
            }
            chores.finish(Threads::Only(threads));
            assert!(done.iter().all(|count| count.load(Ordering::Relaxed) == 1));
        }
    }

    #[test]
    fn results_come_in_order_and_few_of_them_wait() {
        for (threads, number) in [(0, 3), (1, 0), (1, 40), (2, 1), (2, 500), (8, 500)] {
            let (begun, taken) = (AtomicU64::new(0), AtomicU64::new(0));
            let work = |item: &u64| {
                // Some items take longer than hundreds of others.
                if item.is_multiple_of(100) {
                    std::thread::sleep(std::time::Duration::from_millis(5));
                }
                let ahead = begun.fetch_add(1, Ordering::SeqCst) - taken.load(Ordering::SeqCst);
                (*item, ahead)
            };
            let mut results = Vec::new();
            let items: Vec<u64> = (0..number).collect();
            in_order(Threads::Only(threads), &items, work, |result| {
                taken.fetch_add(1, Ordering::SeqCst);
                results.push(result);
            });
            assert!(results.iter().map(|(item, _)| *item).eq(0..number));
            let most = (threads.max(1) * WAITING) as u64;
            assert!(results.iter().all(|(_, ahead)| *ahead < most));
        }
    }
}
