//! Signals that end the program: not while it writes a file.

#[cfg(unix)]
pub(super) use unix::undisturbed;

/// Elsewhere there are no signals to wait for.
#[cfg(not(unix))]
pub(super) fn undisturbed<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::sync::mpsc::{Sender, channel};
    use std::sync::{Once, PoisonError, RwLock};
    use std::thread;

    use signal_hook::consts::signal::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXFSZ};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    /// Shared by the threads at work that must not be left half done.
    static WORK: RwLock<()> = RwLock::new(());

    /// Does work that must not be left half done, such as a file that still has a temporary name. A signal that ends the
    /// program waits for it.
    pub(in crate::cli) fn undisturbed<T>(work: impl FnOnce() -> T) -> T {
        static LISTENER: Once = Once::new();
        LISTENER.call_once(|| {
            let (listening, listens) = channel();
            // Where the system gives no thread, signals do what they always did.
            if thread::Builder::new().spawn(|| listen(listening)).is_ok() {
                let _ = listens.recv();
            }
        });
        let _working = WORK.read().unwrap_or_else(PoisonError::into_inner);
        work()
    }

    /// Ends the program as the first signal would have, once nobody is at work; from then on nobody begins.
    fn listen(listening: Sender<()>) {
        let Ok(mut signals) = Signals::new(caught()) else {
            return;
        };
        drop(listening); // which ends the waiting
        for signal in signals.forever() {
            if signal != SIGXFSZ {
                let _nobody = WORK.write().unwrap_or_else(PoisonError::into_inner);
                let _ = emulate_default_handler(signal);
            }
        }
    }

    /// The signals to wait with. One that the program was started to ignore stays ignored, as `nohup` wants it.
    fn caught() -> Vec<i32> {
        let ignored = ignored();
        let deadly = [SIGHUP, SIGINT, SIGQUIT, SIGTERM];
        let deadly = deadly
            .into_iter()
            .filter(|signal| !ignored.contains(signal));
        // Being caught is all that this one is for: then writing more than `ulimit -f` allows is an error that has a message.
        deadly.chain([SIGXFSZ]).collect()
    }

    /// The signals that are ignored. Where the system does not say, it may be the hang-up.
    fn ignored() -> Vec<i32> {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        match mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()) {
            Some(mask) => (1..=64).filter(|n| mask >> (n - 1) & 1 == 1).collect(),
            None => vec![SIGHUP],
        }
    }
}
