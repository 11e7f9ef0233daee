#!/usr/bin/env python3
"""Draws the published figures with gaussfig and with its peers, side by side, and prints what each takes as Markdown.

    python3 benches/peers/run.py            # whole processes on the two figures
    python3 benches/peers/run.py samples    # 10^8 samples per Gaussian, bin counts of 10^15, 1000 figures

Needs Linux, Rust, Python, gnuplot with cairo, the DejaVu fonts, and fontconfig's headers for plotters. Sets up in
target/peers what else it takes: hyperfine, and a Python environment with what requirements.txt names.
"""

import itertools
import json
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = ROOT / "target" / "peers"
PYTHON = WORK / "venv" / "bin" / "python"
BIN = WORK / "bin"
GAUSSFIG = BIN / "gaussfig"
CONFIGS = {
    "densities": ROOT / "configs" / "variational-gaussian-PDFs.toml",
    "histograms": ROOT / "configs" / "variational-gaussian-PDFs-histograms.toml",
}


def run(*command, **options):
    subprocess.run([str(part) for part in command], check=True, **options)


def output(*command):
    return subprocess.check_output([str(part) for part in command], text=True).strip()


def peer(name):
    """A program of the package beside this script."""
    return BIN / name


def set_up():
    """Builds and installs everything that is not there yet."""
    if not shutil.which("gnuplot"):
        sys.exit("gnuplot is not installed (apt-get install gnuplot-nox fonts-dejavu-core libfontconfig1-dev)")
    WORK.mkdir(parents=True, exist_ok=True)
    build = ["cargo", "build", "--release", "--locked"]
    run(*build, "--target-dir", ROOT / "target", cwd=ROOT, stdout=sys.stderr)
    run(*build, "--target-dir", WORK / "build", cwd=HERE / "plotters", stdout=sys.stderr)
    install(ROOT / "target" / "release", "gaussfig")
    install(WORK / "build" / "release", "peers", "floor", "normals", "peak")
    if not PYTHON.exists():
        run(sys.executable, "-m", "venv", WORK / "venv", stdout=sys.stderr)
    run(PYTHON, "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt", stdout=sys.stderr)
    if not hyperfine():
        run("cargo", "install", "hyperfine", "--locked", "--root", WORK, stdout=sys.stderr)


def install(directory, *programs):
    """Copies programs, as `cargo install` does: Linux maps a file that was written at once in larger pieces than one that a linker
    has filled in here and there, so it starts sooner."""
    BIN.mkdir(exist_ok=True)
    for program in programs:
        (BIN / program).unlink(missing_ok=True)
        shutil.copy(directory / program, BIN / program)


def hyperfine():
    return shutil.which("hyperfine", path=f"{WORK / 'bin'}{os.pathsep}{os.environ['PATH']}")


def line(command):
    return shlex.join(str(part) for part in command)


def medians(commands, rounds, outputs=()):
    """Median seconds of each command. Each runs once a round, so what else the machine does meets all of them. The outputs
    are removed before each run."""
    prepare = line(["rm", "-rf", *outputs])
    times = [[] for _ in commands]
    for _ in range(rounds):
        with tempfile.NamedTemporaryFile(suffix=".json") as report:
            options = ["-N", "--runs", 1, "--prepare", prepare, "--export-json", report.name]
            run(hyperfine(), *options, *map(line, commands), stdout=sys.stderr)
            for all_times, result in zip(times, json.load(report)["results"]):
                all_times += result["times"]
    return [statistics.median(all_times) for all_times in times]


def table(heading, rows, times):
    """Rows are a name, a command and the file that it writes, with their median seconds; the first is ours."""
    print(f"\n| {heading} | median | of ours | peak memory | file |\n| --- | ---: | ---: | ---: | ---: |")
    for (name, command, file), seconds in zip(rows, times):
        memory = int(output(peer("peak"), *command)) * 1024
        print(
            f"| {name} | {seconds * 1e3:.1f} ms | {seconds / times[0]:.2f} | {memory / 1e6:.1f} MB "
            f"| {file.stat().st_size / 1e3:.1f} kB |"
        )


def gaussfig(config, directory, kind="png"):
    return [GAUSSFIG, "render", config, "--out-dir", directory, "--format", kind]


def figures(directory):
    gnuplot = output("gnuplot", "--version").replace(" patchlevel ", ".")
    for figure, config in CONFIGS.items():
        tables = {}
        for kind, backend in [("png", "BitMapBackend"), ("svg", "SVGBackend")]:
            by = {name: directory / f"{name}.{kind}" for name in ["matplotlib", "gnuplot", "plotters", "floor"]}
            settings = f"kind='{figure}'; format='{kind}'; out='{by['gnuplot']}'"
            tables[kind] = [
                ("gaussfig", gaussfig(config, directory, kind), directory / f"{config.stem}.{kind}"),
                (pinned("matplotlib"), [PYTHON, HERE / "figure.py", figure, by["matplotlib"]], by["matplotlib"]),
                (gnuplot, ["gnuplot", "-e", settings, HERE / "figure.gp"], by["gnuplot"]),
                (f"plotters 0.3.7, `{backend}`", [peer("peers"), figure, by["plotters"]], by["plotters"]),
            ]
            if kind == "png":
                tables[kind].append(("the floor: a blank PNG", [peer("floor"), by["floor"]], by["floor"]))
        # All at once: SVG and PNG are compared, too.
        _, commands, files = zip(*itertools.chain(*tables.values()))
        times = iter(medians(commands, 40, files))
        ours = {}
        for kind, rows in tables.items():
            of_rows = list(itertools.islice(times, len(rows)))
            table(f"{figure}, {kind.upper()}", rows, of_rows)
            ours[kind] = of_rows[0]
        print(f"\nOf gaussfig's {figure}, the SVG takes {ours['svg'] / ours['png']:.2f} times as long as the PNG.")
    print(f"\nMeasured on {cores()} cores.")


def pinned(package):
    """A Python package with its version."""
    lines = (HERE / "requirements.txt").read_text().splitlines()
    return next(line.replace("==", " ") for line in lines if line.startswith(package))


def cores():
    return len(os.sched_getaffinity(0))


def with_samples(directory, name, samples, method):
    config = directory / f"{name}.toml"
    settings = f'samples = {samples}\nmethod = "{method}"\n'
    config.write_text(CONFIGS["histograms"].read_text().replace("samples = 1000\n", settings))
    return config


def samples(directory):
    many = gaussfig(with_samples(directory, "many", 10**8, "draw"), directory)
    by_numpy = directory / "numpy.png"
    names = f"{pinned('numpy')}, {pinned('matplotlib')}"
    rows = [
        ("gaussfig", many, directory / "many.png"),
        (names, [PYTHON, HERE / "figure.py", "histograms", by_numpy, 10**8], by_numpy),
    ]
    _, commands, files = zip(*rows)
    table("10^8 samples per Gaussian", rows, medians(commands, 3, files))
    [ours, loop] = medians([many, [peer("normals"), 10**8]], 3)
    passes = 2 * 4  # for the extremes and for the counts, of four Gaussians
    ratio = ours * cores() / passes / loop
    print(f"\nPer pass, sample and core: {ratio:.2f} times a loop that draws standard normal numbers and adds them up.")

    counts = [with_samples(directory, f"{number}", number, "counts") for number in (10**3, 10**15)]
    outputs = [config.with_suffix(".png") for config in counts]
    [few, huge] = medians([gaussfig(config, directory) for config in counts], 40, outputs)
    print(f"\n`counts`: 10^15 samples take {huge / few:.2f} times as long as 10^3.")

    configs = directory / "configs"
    configs.mkdir()
    for number in range(1000):
        text = CONFIGS["densities"].read_text().replace("mu = 3.0", f"mu = {3.0 + number / 1000}")
        (configs / f"{number:03}.toml").write_text(text)
    out = directory / "out"
    batch = [GAUSSFIG, "render", configs, "--out-dir", out, "--format", "png", "--jobs"]
    [one, two] = medians([[*batch, jobs] for jobs in (1, 2)], 5, [out])
    print(f"\n1000 figures: {one:.2f} s with one job, {one / two:.2f} times as fast with two.")


if __name__ == "__main__":
    modes = {"figures": figures, "samples": samples}
    mode = modes.get(" ".join(sys.argv[1:]) or "figures") or sys.exit(__doc__)
    set_up()
    sys.stdout.reconfigure(line_buffering=True)
    with tempfile.TemporaryDirectory(dir=WORK) as directory:
        mode(Path(directory))
