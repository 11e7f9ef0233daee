//! Memory: as much for many samples as for few.

use std::fs;
use std::io::{Read, Write};
use std::process::Stdio;

use crate::Sandbox;

/// The most memory that drawing a figure takes, in bytes, and what goes to standard error.
fn peak(samples: u64, bins: &str) -> (u64, String) {
    let toml = format!(
        "[histogram]\nsamples = {samples}\nbins = '{bins}'\n[[gaussian]]\nmu = 0.0\nsigma = 1.0\n"
    );
    let sandbox = Sandbox::new();
    let mut child = sandbox
        .command()
        .args(["render", "-", "--format", "png", "--scale", "4"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(toml.as_bytes()).unwrap();
    drop(stdin);
    // With its first byte the figure is ready. The rest is more than a pipe holds, so the program waits to be looked at.
    let stdout = child.stdout.as_mut().unwrap();
    stdout.read_exact(&mut [0]).unwrap();
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stdout.len() > 1 << 16);
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes: u64 = line
        .and_then(|line| line.trim().strip_suffix(" kB"))
        .unwrap()
        .parse()
        .unwrap();
    (kibibytes << 10, String::from_utf8(output.stderr).unwrap())
}

#[test]
fn many_samples_take_as_much_memory_as_few() {
    // As a list, the samples alone would be 40 MB. This rule looks at them the most often.
    let (many, few) = (peak(5_000_000, "fd"), peak(1000, "fd"));
    assert!(many.0 < few.0 + 20_000_000, "{} and {}", many.0, few.0);
    assert_eq!((many.1, few.1), (String::new(), String::new()));
}
