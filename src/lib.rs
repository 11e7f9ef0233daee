//! Figures of Gaussian densities from a TOML file.

pub mod backend;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod evaluate;
pub mod figure;
pub mod gaussian;
pub mod model;
pub mod render;
pub mod scene;
pub mod text;

pub use render::{render_png, render_svg};
