//! How the program is linked, and the fonts that it carries.

mod fonts;
mod truetype;

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build");
    let target = |key: &str| env::var(format!("CARGO_CFG_TARGET_{key}")).unwrap_or_default();
    let out = PathBuf::from(env::var("OUT_DIR")?);
    if target("OS") == "linux" && target("ENV") == "gnu" {
        // A program that may lie anywhere in memory has 22 000 addresses to set before it begins, on pages that it would
        // otherwise share: half a millisecond, of the few that a figure takes, and half a megabyte of the file.
        println!("cargo::rustc-link-arg-bins=-no-pie");
        if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
            // The way to the tables of its frames, which a program that aborts and has no names needs for nothing: 60 kB.
            println!("cargo::rustc-link-arg-bins=-Wl,--no-eh-frame-hdr");
            link_unwinder(&out);
        }
    }
    fonts::write(&out)
}

/// Has the linker find the static library of the unwinder where it looks for the shared one, if there is a static one: to load a
/// library takes longer than all curves.
fn link_unwinder(out: &Path) {
    let native = env::var("HOST") == env::var("TARGET");
    let linker = env::var("RUSTC_LINKER").unwrap_or("cc".to_owned());
    let asked = Command::new(linker)
        .arg("-print-file-name=libgcc_eh.a")
        .output();
    let (true, Ok(answer)) = (native, asked) else {
        return;
    };
    let library = PathBuf::from(String::from_utf8_lossy(&answer.stdout).trim());
    // A compiler that has none answers with the name alone.
    if library.is_absolute() && fs::copy(library, out.join("libgcc_s.a")).is_ok() {
        println!("cargo::rustc-link-arg-bins=-L{}", out.display());
    }
}
