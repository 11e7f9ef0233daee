//! An SVG document of any bytes.
#![no_main]

#[allow(dead_code)] // each target uses its own part
#[path = "../../tests/common/checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::svg(bytes));
