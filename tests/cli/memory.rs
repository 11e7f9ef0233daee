//! Memory: as much for many samples as for few.

use std::fs;
use std::io::{Read, Write};
use std::process::Stdio;

use crate::{STANDARD, Sandbox};

/// The most memory that a command takes on a config on standard input, in bytes, and what goes to standard error.
fn peak(arguments: &str, toml: &str) -> (u64, String) {
    let sandbox = Sandbox::new();
    let mut child = sandbox
        .command()
        .args(arguments.split_whitespace())
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
    assert!(
        output.status.success() && output.stdout.len() > 1 << 16,
        "{arguments}"
    );
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
    let of = |samples: u64| {
        let histogram = format!("[histogram]\nsamples = {samples}\nbins = 'fd'\n");
        peak("render - --format png --scale 8", &(histogram + STANDARD))
    };
    // As a list, the samples alone would be 40 MB. This rule looks at them the most often.
    let (many, few) = (of(5_000_000), of(1000));
    assert!(many.0 < few.0 + 20_000_000, "{} and {}", many.0, few.0);
    assert_eq!((many.1, few.1), (String::new(), String::new()));
}

/// So many Gaussians, each with these further lines.
fn gaussians(number: usize, rest: &str) -> String {
    let one = |i: usize| {
        let (mu, sigma) = (0.01 * i as f64, 1.0 + 0.001 * i as f64);
        format!("[[gaussian]]\nmu = {mu}\nsigma = {sigma}\n{rest}\n")
    };
    (0..number).map(one).collect()
}

#[test]
fn the_worst_figures_take_bounded_memory() {
    let large = |side: u32| format!("[figure]\nwidth = {side}\nheight = {side}\nscale = 1\n");
    let histogram = |bins: &str| {
        format!("[histogram]\nmethod = 'counts'\nsamples = 1_000_000\nbins = {bins}\n")
    };
    let glyphs = "label = '$i_{i_{i_{i}}}$ and words and words'";
    let hairline = |dash: &str| format!("label = ''\nwidth = 0.4\ndash = '{dash}'");
    // Most are a tenth of what is allowed, so that they take no longer than other tests, and their bounds are lower for it.
    let figures = [
        (gaussians(1000, "label = ''"), 80),
        (histogram("131") + &gaussians(1000, ""), 120),
        (histogram("{ width = 1e-9 }") + &gaussians(1000, ""), 120),
        // Each step is as high as the picture.
        (
            large(1000) + "[y]\nrange = [0.0, 1e-3]\n" + &histogram("10_000") + &gaussians(13, ""),
            80,
        ),
        (
            large(1000) + "[x]\nrange = [0.0, 1.0]\n" + &gaussians(400, &hairline("dotted")),
            80,
        ),
        // All rows of the legend are seen, or few of them.
        (
            "[figure]\nwidth = 600\nheight = 26_000\nscale = 0.1\n".to_owned()
                + &gaussians(500, glyphs),
            130,
        ),
        (
            gaussians(200, &format!("label = '{}'", "wide ".repeat(40))),
            80,
        ),
    ];
    for (toml, most) in figures {
        let head: String = toml.lines().take(6).collect::<Vec<_>>().join("; ");
        for command in ["render - --format png", "render - --format svg", "data -"] {
            let (bytes, _) = peak(command, &toml);
            assert!(
                bytes < most << 20,
                "{command}: {} MiB of {most}: {head}",
                bytes >> 20
            );
        }
    }
}
