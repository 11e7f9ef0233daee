//! What each step of a figure takes: `cargo bench --bench stages`.

#![allow(missing_docs)] // of what criterion's macros make
#![allow(clippy::unwrap_used)] // the figures are good

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use gaussfig::backend::{png, svg};
use gaussfig::evaluate::{Evaluation, evaluate};
use gaussfig::model::Figure;
use gaussfig::scene::Scene;
use gaussfig::{config, figure};

const DENSITIES: &str = include_str!("../configs/variational-gaussian-PDFs.toml");
const HISTOGRAMS: &str = include_str!("../configs/variational-gaussian-PDFs-histograms.toml");

fn parse(text: &str) -> Figure {
    config::parse(text, &|path| std::fs::read(path)).unwrap()
}

fn compose(figure: &Figure, evaluation: &Evaluation) -> Scene {
    figure::compose(figure, evaluation).unwrap().0
}

fn scene(text: &str) -> Scene {
    let figure = parse(text);
    compose(&figure, &evaluate(&figure).unwrap())
}

/// The published figures, step by step.
fn steps(criterion: &mut Criterion) {
    for (name, text) in [("densities", DENSITIES), ("histograms", HISTOGRAMS)] {
        let figure = parse(text);
        let evaluation = evaluate(&figure).unwrap();
        let scene = compose(&figure, &evaluation);
        let mut group = criterion.benchmark_group(name);
        group.bench_function("parse", |b| b.iter(|| parse(black_box(text))));
        group.bench_function("evaluate", |b| b.iter(|| evaluate(black_box(&figure))));
        group.bench_function("compose", |b| {
            b.iter(|| compose(black_box(&figure), &evaluation));
        });
        group.bench_function("rasterise and encode", |b| {
            b.iter(|| png::encode(black_box(&scene)).unwrap());
        });
        group.bench_function("write SVG", |b| b.iter(|| svg::write(black_box(&scene))));
        group.bench_function("all steps to PNG", |b| {
            b.iter(|| gaussfig::render_png(black_box(text)).unwrap());
        });
        group.finish();
    }
}

/// One Gaussian with a histogram.
fn histogram(settings: &str) -> Figure {
    parse(&format!(
        "[histogram]\n{settings}\n[[gaussian]]\nmu = 0.0\nsigma = 1.0"
    ))
}

/// Samples drawn and put into bins. The steps differ in how often they draw: once where the edges are given, once more for the
/// extremes where their number is, and for what a rule wants to know.
fn samples(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("10^6 samples");
    group.throughput(Throughput::Elements(1_000_000));
    for (name, bins) in [
        ("draw", "{ edges = [-8.0, 8.0] }"),
        ("draw, 20 bins", "20"),
        ("draw, bins by Freedman and Diaconis", "\"fd\""),
    ] {
        let figure = histogram(&format!("samples = 1_000_000\nbins = {bins}"));
        group.bench_function(name, |b| b.iter(|| evaluate(black_box(&figure))));
    }
    group.finish();
    let mut group = criterion.benchmark_group("draw");
    group.sample_size(10);
    for number in [100_000, 1_000_000, 10_000_000] {
        let figure = histogram(&format!("samples = {number}"));
        group.throughput(Throughput::Elements(number));
        group.bench_function(BenchmarkId::from_parameter(number), |b| {
            b.iter(|| evaluate(black_box(&figure)));
        });
    }
    group.finish();
}

/// Counts alone, which take the same time for any number of samples.
fn counts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("counts");
    for number in [1_000, 1_000_000_000_000_000_u64] {
        let figure = histogram(&format!("samples = {number}\nmethod = \"counts\""));
        group.bench_function(BenchmarkId::from_parameter(number), |b| {
            b.iter(|| evaluate(black_box(&figure)));
        });
    }
    group.finish();
}

/// Pictures of 1, 10 and 100 megapixels, which take the same time a pixel.
fn pixels(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("megapixels");
    group.sample_size(10);
    for (megapixels, side) in [(1, 1000_u64), (10, 3162), (100, 10_000)] {
        let scale = side as f64 / 1000.0;
        let size = format!("[figure]\nwidth = 1000.0\nheight = 1000.0\nscale = {scale:?}\n");
        let scene = scene(&format!("{size}[[gaussian]]\nmu = 0.0\nsigma = 1.0"));
        group.throughput(Throughput::Elements(side * side));
        group.bench_function(BenchmarkId::from_parameter(megapixels), |b| {
            b.iter(|| png::encode(black_box(&scene)).unwrap());
        });
    }
    group.finish();
}

/// From a config of many Gaussians to its files.
fn gaussians(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("Gaussians");
    group.sample_size(10);
    for number in [10, 1000] {
        let gaussian = |i| {
            let mu = -9.0 + 18.0 * f64::from(i) / f64::from(number);
            format!("[[gaussian]]\nmu = {mu:?}\nsigma = 0.5\nlabel = \"\"\n")
        };
        let text: String = (0..number).map(gaussian).collect();
        group.bench_function(BenchmarkId::new("PNG", number), |b| {
            b.iter(|| png::encode(&scene(black_box(&text))).unwrap());
        });
        group.bench_function(BenchmarkId::new("SVG", number), |b| {
            b.iter(|| svg::write(&scene(black_box(&text))));
        });
    }
    group.finish();
}

/// A thousand figures in one run of the program, and the same one after the other in this process, each on all threads.
fn batch(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let [configs, out] = ["configs", "out"].map(|name| folder.path().join(name));
    for folder in [&configs, &out] {
        fs::create_dir(folder).unwrap();
    }
    let texts: Vec<_> = (0..1000)
        .map(|i| {
            DENSITIES.replace(
                "mu = 3.0",
                &format!("mu = {:?}", 3.0 + f64::from(i) / 1000.0),
            )
        })
        .collect();
    for (i, text) in texts.iter().enumerate() {
        fs::write(configs.join(format!("{i}.toml")), text).unwrap();
    }
    let afresh = || {
        fs::remove_dir_all(&out).unwrap();
        fs::create_dir(&out).unwrap();
    };
    let mut group = criterion.benchmark_group("1000 figures");
    group.sample_size(10);
    group.bench_function("in one run", |b| {
        b.iter_batched(afresh, |()| render(&configs, &out), BatchSize::PerIteration);
    });
    group.bench_function("one by one", |b| {
        let all = |()| {
            for (i, text) in texts.iter().enumerate() {
                let bytes = gaussfig::render_png(text).unwrap();
                fs::write(out.join(format!("{i}.png")), bytes).unwrap();
            }
        };
        b.iter_batched(afresh, all, BatchSize::PerIteration);
    });
    group.finish();
}

fn render(configs: &Path, out: &Path) {
    let status = Command::new(env!("CARGO_BIN_EXE_gaussfig"))
        .args(["render", "--format", "png", "--out-dir"])
        .args([out, configs])
        .stdout(Stdio::null())
        .status();
    assert!(status.unwrap().success());
}

criterion_group! {
    name = stages;
    config = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3));
    targets = steps, samples, counts, pixels, gaussians, batch
}
criterion_main!(stages);
