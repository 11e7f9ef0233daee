//! How the program is linked, and the fonts that it carries.

mod columns;
mod fonts;
mod link;
#[path = "../src/text/points.rs"]
mod points;
mod truetype;

use std::env;
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/text/points.rs");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for argument in link::arguments(&out) {
        println!("cargo::rustc-link-arg-bins={argument}");
    }
    fonts::write(&out)
}
