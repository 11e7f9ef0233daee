//! How the program is linked.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |key: &str| env::var(format!("CARGO_CFG_TARGET_{key}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        // A program that may lie anywhere in memory has 22 000 addresses to set before it begins, on pages that it would
        // otherwise share: half a millisecond, of the few that a figure takes, and half a megabyte of the file.
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
