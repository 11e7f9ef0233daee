//! How the program is linked on Linux: so that it begins at once.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a Rust program is linked with, and the archive that is in its place here.
const LIBRARIES: [(&str, &str); 7] = [
    ("gcc_s", "gcc_eh"),
    ("util", "util"),
    ("rt", "rt"),
    ("pthread", "pthread"),
    ("m", "m"),
    ("dl", "dl"),
    ("c", "c"),
];

/// The arguments for the linker: the best with which a program of nothing can be linked and runs, since not every linker knows
/// them all, and not every machine has the archives.
pub(crate) fn arguments(out: &Path) -> Vec<String> {
    let target = |key: &str| env::var(format!("CARGO_CFG_TARGET_{key}")).unwrap_or_default();
    if target("OS") != "linux" || target("ENV") != "gnu" {
        return Vec::new();
    }
    // A program that may lie anywhere in memory has 22 000 addresses to set before it begins, on pages that it would otherwise
    // share: half a millisecond, of the few that a figure takes, and half a megabyte of the file.
    let mut arguments = vec!["-no-pie".to_owned()];
    let release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if release && env::var("HOST") == env::var("TARGET") {
        let lean = [&arguments[..], &without_unwinding()].concat();
        let whole = libraries(out).map(|libraries| [&lean[..], &libraries].concat());
        let plain = whole.into_iter().chain([lean]);
        let folded = plain.clone().map(|way| [way, folding()].concat());
        if let Some(way) = folded.chain(plain).find(|way| works(out, way)) {
            arguments = way;
        }
    }
    arguments
}

/// With all libraries inside: to load them takes longer than to compute all curves. The compiler asks for shared ones, so the
/// archives lie in a folder where it looks first.
fn libraries(out: &Path) -> Option<Vec<String>> {
    let folder = out.join("libraries");
    fs::create_dir_all(&folder).ok()?;
    for (asked, archive) in LIBRARIES {
        fs::copy(found(archive)?, folder.join(format!("lib{asked}.a"))).ok()?;
    }
    let folder = format!("-L{}", folder.display());
    let arguments = ["-static", &folder, "-lgcc_eh", "-lgcc", "-lc"];
    Some(arguments.map(str::to_owned).to_vec())
}

fn found(archive: &str) -> Option<PathBuf> {
    let linker = env::var("RUSTC_LINKER").unwrap_or("cc".to_owned());
    let asked = Command::new(linker)
        .arg(format!("-print-file-name=lib{archive}.a"))
        .output();
    let path = PathBuf::from(String::from_utf8(asked.ok()?.stdout).ok()?.trim());
    // A compiler that has none answers with the name alone.
    path.is_absolute().then_some(path)
}

/// With one copy of functions that are the same in all but their names.
fn folding() -> Vec<String> {
    vec!["-Wl,--icf=all".to_owned()]
}

fn without_unwinding() -> Vec<String> {
    let folder = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let script = format!("{folder}/build/unwinding.ld");
    ["-Wl,--no-eh-frame-hdr", "-T", &script]
        .map(str::to_owned)
        .to_vec()
}

fn works(out: &Path, arguments: &[String]) -> bool {
    let (source, program) = (out.join("nothing.rs"), out.join("nothing"));
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let linker = env::var("RUSTC_LINKER").map(|linker| format!("-Clinker={linker}"));
    let linked = || {
        fs::write(&source, "fn main() {}").ok()?;
        Command::new(env::var_os("RUSTC")?)
            .arg(&source)
            .arg("-o")
            .arg(&program)
            .arg("-Cpanic=abort")
            .args(flags.split('\x1f').filter(|flag| !flag.is_empty()))
            .args(linker)
            .args(arguments.iter().map(|one| format!("-Clink-arg={one}")))
            .output()
            .ok()
    };
    let runs = || Command::new(&program).status();
    linked().is_some_and(|output| output.status.success())
        && runs().is_ok_and(|status| status.success())
}
