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
    use std::fs::File;
    use std::io::Read;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
    use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};

    use signal_hook::consts::signal::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXFSZ};
    use signal_hook::flag;
    use signal_hook::low_level::emulate_default_handler;

    /// How many threads are at work that must not be left half done.
    static WORKING: Mutex<usize> = Mutex::new(0);
    /// Nobody is: a signal ends the program at once.
    static IDLE: AtomicBool = AtomicBool::new(true);
    /// The last signal that came, or 0.
    static CAME: AtomicUsize = AtomicUsize::new(0);

    /// Does work that must not be left half done, such as a file that still has a temporary name. A signal that ends the
    /// program waits for it.
    pub(in crate::cli) fn undisturbed<T>(work: impl FnOnce() -> T) -> T {
        static CATCH: Once = Once::new();
        CATCH.call_once(catch);
        begin();
        let result = work();
        end();
        result
    }

    /// Notes signals that come, and lets them end the program only while it is idle. A thread that waits for them would take
    /// as long to start as a figure to write.
    fn catch() {
        let ignored = ignored();
        for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
            // One that the program was started to ignore stays ignored, as `nohup` wants it.
            if !ignored.contains(&signal) {
                // Where the system refuses, signals do what they always did.
                let _ = flag::register_usize(signal, &CAME, signal as usize);
                let _ = flag::register_conditional_default(signal, &IDLE);
            }
        }
        // Being caught is all that this one is for: then writing more than `ulimit -f` allows is an error that has a message.
        let _ = flag::register(SIGXFSZ, Arc::default());
    }

    fn working() -> MutexGuard<'static, usize> {
        WORKING.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin() {
        let mut working = working();
        // Either a signal that comes sees this, or the next line sees the signal.
        IDLE.store(false, SeqCst);
        if CAME.load(SeqCst) > 0 {
            if *working == 0 {
                die();
            }
            drop(working);
            loop {
                std::thread::park(); // the last one at work ends the program
            }
        }
        *working += 1;
    }

    fn end() {
        let mut working = working();
        *working -= 1;
        if *working == 0 {
            IDLE.store(true, SeqCst);
            if CAME.load(SeqCst) > 0 {
                die();
            }
        }
    }

    /// Ends the program as the signal would have.
    fn die() -> ! {
        let signal = CAME.load(SeqCst) as i32;
        let _ = emulate_default_handler(signal);
        std::process::exit(128 + signal)
    }

    /// The signals that are ignored. Where the system does not say, it may be the hang-up.
    fn ignored() -> Vec<i32> {
        // With room for all of it, as the system writes it anew for each time that some is read.
        let mut status = String::with_capacity(1 << 12);
        let _ =
            File::open("/proc/self/status").and_then(|mut file| file.read_to_string(&mut status));
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        match mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()) {
            Some(mask) => (1..=64).filter(|n| (mask >> (n - 1)) & 1 == 1).collect(),
            None => vec![SIGHUP],
        }
    }
}
