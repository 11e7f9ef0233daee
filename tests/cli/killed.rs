//! Nothing is lost when the program is killed in the middle, or is not alone: each file is the old one or the new one.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

use crate::Sandbox;

const FIGURES: u32 = 8;

/// Names of files, and their bytes.
type Files = BTreeMap<String, Vec<u8>>;

/// Two sets of configs, `a` and `b`, whose figures are other bytes under the same names.
struct Rivals {
    sandbox: Sandbox,
    /// What is drawn from each.
    files: [Files; 2],
    /// About how long drawing one of them takes, which changes with what else runs.
    duration: Duration,
    random: SplitMix64,
}

impl Rivals {
    fn new() -> Self {
        let sandbox = Sandbox::new();
        for number in 0..FIGURES {
            for (set, mu) in [("a", 0.0), ("b", 1.0)] {
                let toml = format!("[[gaussian]]\nmu = {mu:?}\nsigma = 1.{number}\n");
                sandbox.write(format!("{set}/{number}.toml"), toml);
            }
        }
        let mut rivals = Self {
            sandbox,
            files: Default::default(),
            duration: Duration::ZERO,
            random: SplitMix64::seed_from_u64(1),
        };
        for set in [0, 1] {
            let start = Instant::now();
            assert_eq!(rivals.start(set).wait().unwrap().code(), Some(0));
            rivals.duration = start.elapsed();
            rivals.files[set] = rivals.files();
            assert_eq!(rivals.files[set].len(), 2 * FIGURES as usize);
        }
        let [a, b] = &rivals.files;
        assert!(a.iter().zip(b).all(|(a, b)| a.0 == b.0 && a.1 != b.1));
        rivals
    }

    /// Begins to draw one of the two sets.
    fn start(&self, set: usize) -> Child {
        let mut command = self.sandbox.command();
        let arguments = ["render", ["a", "b"][set], "--scale", "0.5", "--jobs", "3"];
        command.args(arguments).stdout(Stdio::null());
        command.spawn().unwrap()
    }

    /// The files of figures and all others in the output directory.
    fn files(&self) -> Files {
        let names = self.sandbox.outputs().into_iter();
        names
            .map(|name| (name.clone(), self.sandbox.read(&name)))
            .collect()
    }

    /// Sends a signal to a child at a random moment, and waits for its end.
    fn interrupt(&mut self, mut child: Child, signal: &str) -> ExitStatus {
        let share = f64::from(self.random.next_u32()) / f64::from(u32::MAX);
        sleep(self.duration.mul_f64(share));
        send(&child, signal);
        let status = child.wait().unwrap();
        let factor = if status.success() { 0.9 } else { 1.1 };
        self.duration = self.duration.mul_f64(factor);
        status
    }

    /// Asserts that each file is of one of the two sets, and returns how many are of the first.
    fn assert_whole(&self, files: &Files) -> usize {
        let [a, b] = &self.files;
        assert!(files.keys().eq(a.keys()));
        for (name, bytes) in files {
            assert!(*bytes == a[name] || *bytes == b[name], "{name} is broken");
        }
        files
            .iter()
            .filter(|(name, bytes)| **bytes == a[*name])
            .count()
    }
}

/// The signals that this process ignores, and so do its children, as bits. None where the system does not say.
pub(crate) fn ignored() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.map_or(0, |mask| u64::from_str_radix(mask.trim(), 16).unwrap())
}

/// Sends a signal to a child that may have ended but has not been waited for.
fn send(child: &Child, signal: &str) {
    let mut kill = std::process::Command::new("kill");
    let status = kill.args(["-s", signal, &child.id().to_string()]).status();
    assert!(status.unwrap().success());
}

fn is_temporary(name: &str) -> bool {
    name.starts_with("out/.gaussfig-")
}

#[test]
fn killed_200_times_it_leaves_old_or_new_files_and_the_next_run_cleans_up() {
    let mut rivals = Rivals::new();
    let (mut killed, mut mixed, mut temporary) = (0, 0, 0);
    for round in 0..200 {
        let child = rivals.start(round % 2);
        let status = rivals.interrupt(child, "KILL");
        assert!(status.signal() == Some(9) || status.success());
        killed += usize::from(status.signal() == Some(9));
        let mut files = rivals.files();
        temporary += files.extract_if(.., |name, _| is_temporary(name)).count();
        let of_a = rivals.assert_whole(&files);
        mixed += usize::from(of_a > 0 && of_a < files.len());
    }
    eprintln!("{killed} killed, {mixed} with old and new files, {temporary} temporary files");
    // The moments were those of writing.
    assert!(killed >= 50 && mixed >= 20 && temporary >= 1);
    assert!(rivals.start(0).wait().unwrap().success());
    assert!(rivals.files() == rivals.files[0]);
}

#[test]
fn a_signal_leaves_no_temporary_file_and_ends_the_program_as_it_does() {
    let mut rivals = Rivals::new();
    let mut signals = vec![("HUP", 1), ("INT", 2), ("QUIT", 3), ("TERM", 15)];
    // As those are that the tests themselves were started to ignore, in the background of a shell.
    let ignored = ignored();
    signals.retain(|(_, number)| (ignored >> (number - 1)) & 1 == 0);
    let (mut ended, mut mixed) = (0, 0);
    // Until the moments were those of writing.
    for round in 0..480 {
        if round >= 48 && ended >= 10 && mixed >= 10 {
            break;
        }
        let (name, number) = signals[round / 2 % signals.len()];
        let child = rivals.start(round % 2);
        let status = rivals.interrupt(child, name);
        assert!(
            status.signal() == Some(number) || status.success(),
            "{status}"
        );
        ended += usize::from(!status.success());
        let of_a = rivals.assert_whole(&rivals.files());
        mixed += usize::from(of_a > 0 && of_a < 2 * FIGURES as usize);
    }
    eprintln!("{ended} ended, {mixed} with old and new files");
    assert!(ended >= 10 && mixed >= 10);
}

#[cfg(target_os = "linux")] // where a program can tell that it ignores a signal
#[test]
fn a_signal_that_it_was_started_to_ignore_does_nothing() {
    let rivals = Rivals::new();
    let script = "trap '' HUP INT; exec \"$0\" render a --scale 0.5 >out/told";
    let mut command = std::process::Command::new("sh");
    let program = env!("CARGO_BIN_EXE_gaussfig");
    let command = command.args(["-c", script, program]);
    let mut child = command
        .current_dir(rivals.sandbox.path(""))
        .spawn()
        .unwrap();
    // It writes, so it listens to signals.
    while fs::read(rivals.sandbox.path("out/told")).map_or(0, |told| told.len()) == 0 {
        assert!(child.try_wait().unwrap().is_none());
    }
    send(&child, "HUP");
    send(&child, "INT");
    assert!(child.wait().unwrap().success());
    fs::remove_file(rivals.sandbox.path("out/told")).unwrap();
    assert!(rivals.files() == rivals.files[0]);
}

#[test]
fn several_runs_on_one_directory_leave_each_file_whole() {
    let rivals = Rivals::new();
    let mut mixed = 0;
    for _ in 0..12 {
        let children = [0, 1, 0, 1].map(|set| rivals.start(set));
        for mut child in children {
            assert!(child.wait().unwrap().success());
        }
        let of_a = rivals.assert_whole(&rivals.files());
        mixed += usize::from(of_a > 0 && of_a < 2 * FIGURES as usize);
    }
    eprintln!("{mixed} of 12 ended with files of both");
}
