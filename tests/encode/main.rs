//! The encoders against each other and against what a scene says.

#![allow(clippy::unwrap_used, clippy::panic)] // how a test fails

mod agreement;
mod png;
mod scenes;
mod svg;
