//! `--jobs`: other threads change nothing but the time.

use std::fs;

use crate::{BROKEN, NARROW, Run, STANDARD, Sandbox};

/// Threads, from one to more than there are processors for.
const JOBS: [usize; 5] = [1, 2, 3, 8, 100];

/// A sandbox with figures that take longer and shorter, broken configs, and files that cannot be written.
fn varied() -> Sandbox {
    let sandbox = Sandbox::new();
    for number in 0..60 {
        let sigma = 1.0 + f64::from(number) / 50.0;
        let gaussian = format!("[[gaussian]]\nmu = 1.0\nsigma = {sigma:?}\n");
        let toml = match number % 6 {
            0 => format!("[histogram]\nsamples = 100_000\nbins = 'fd'\n{gaussian}"),
            1 => BROKEN.to_owned(),
            2 => format!("[y]\nrange = [0.0, 0.1]\n{gaussian}"),
            3 => format!("unknown = 1\nother = 2\n{gaussian}"),
            _ => gaussian,
        };
        sandbox.write(format!("configs/{number:02}.toml"), toml);
    }
    sandbox.write("configs/08.toml", b"\xff");
    sandbox.write("out/04.svg/keep", "");
    sandbox
}

/// What two runs share if they are the same for their user.
fn told(run: Run) -> (i32, String, String) {
    (run.code, run.stdout, run.stderr)
}

/// Every file below `out`, and its bytes.
fn files(sandbox: &Sandbox) -> Vec<(String, Vec<u8>)> {
    let names = sandbox.outputs().into_iter();
    names
        .map(|name| (name.clone(), sandbox.read(name)))
        .collect()
}

#[test]
fn any_number_of_threads_draws_the_same_files_and_says_the_same() {
    let results = JOBS.map(|jobs| {
        let sandbox = varied();
        let told = told(sandbox.run(&format!(
            "render configs missing.toml --scale 0.5 --jobs {jobs}"
        )));
        (told, files(&sandbox))
    });
    let ((code, stdout, stderr), files) = &results[0];
    assert_eq!(*code, 3);
    assert!(stdout.starts_with("out/00.png\nout/00.svg\nout/02.png\n"));
    assert_eq!(stdout.lines().count(), 2 * 39 - 1);
    assert_eq!(stderr.matches("sigma must be").count(), 10);
    assert_eq!(stderr.matches("warning[peak-above-range]").count(), 9);
    assert_eq!(files.len(), 2 * 39);
    for other in &results[1..] {
        assert!(*other == results[0]);
    }
}

#[test]
fn any_number_of_threads_finds_the_same_figures_stale() {
    let sandbox = varied();
    sandbox.run("render --format svg");
    for number in (0..60).step_by(5) {
        sandbox.write(format!("configs/{number:02}.toml"), NARROW);
    }
    fs::remove_file(sandbox.path("out/29.svg")).unwrap();
    let results = JOBS.map(|jobs| told(sandbox.run(&format!("check --format svg --jobs {jobs}"))));
    let (code, stdout, stderr) = &results[0];
    assert_eq!(*code, 3);
    assert_eq!(stdout.matches("missing: ").count(), 5);
    assert_eq!(stdout.matches("changed: ").count(), 8);
    assert!(stderr.ends_with("to mend this, run\n\n    gaussfig render --format svg\n\n"));
    for other in &results[1..] {
        assert_eq!(*other, results[0]);
    }
}

#[test]
fn one_figure_is_the_same_on_any_number_of_threads() {
    let sandbox = Sandbox::new();
    let toml = format!("[histogram]\nsamples = 1_000_000\n{STANDARD}");
    sandbox.write("a.toml", &toml);
    let results = JOBS.map(|jobs| {
        let run = sandbox.run(&format!("render a.toml --out-dir out/{jobs} --jobs {jobs}"));
        assert_eq!((run.code, &*run.stderr), (0, ""));
        let arguments = format!("render - --format png --jobs {jobs}");
        assert!(
            sandbox.run_with(&arguments, &toml).bytes == sandbox.read(format!("out/{jobs}/a.png"))
        );
        ["png", "svg"].map(|format| sandbox.read(format!("out/{jobs}/a.{format}")))
    });
    for other in &results[1..] {
        assert!(*other == results[0]);
    }
}

#[test]
fn no_threads_are_a_usage_error() {
    let run = Sandbox::new().run("render --jobs 0");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("invalid value '0' for '--jobs <N>'"));
}
