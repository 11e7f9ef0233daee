//! Comparing pictures: PNG files by their pixels, SVG documents by what they draw.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests may fail loudly

#[path = "../common/mod.rs"]
mod common;
mod documents;
mod files;
mod panels;
mod random;
mod refused;
