//! How the program is linked, and the fonts that it carries.

mod fonts;
mod truetype;

use std::env;
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build");
    let target = |key: &str| env::var(format!("CARGO_CFG_TARGET_{key}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        // A program that may lie anywhere in memory has 22 000 addresses to set before it begins, on pages that it would
        // otherwise share: half a millisecond, of the few that a figure takes, and half a megabyte of the file.
        println!("cargo::rustc-link-arg-bins=-no-pie");
        if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
            // The way to the tables of its frames, which a program that aborts and has no names needs for nothing: 60 kB.
            println!("cargo::rustc-link-arg-bins=-Wl,--no-eh-frame-hdr");
        }
    }
    fonts::write(&PathBuf::from(env::var("OUT_DIR")?))
}
