//! Figures of Gaussian densities, and of histograms of their samples, from a TOML file.
//!
//! [`render_svg`] and [`render_png`] go the whole way from the file's text to a figure:
//!
//! ```
//! let svg = gaussfig::render_svg("[[gaussian]]\nmu = 0.0\nsigma = 1.0\n")?;
//! assert!(svg.starts_with("<svg"));
//! # Ok::<(), gaussfig::diagnostic::Diagnostics>(())
//! ```
//!
//! Data flows one way. Each step is a function from one plain type to the next, and can be called by itself:
//!
//! 1. [`config::parse`] reads the text into a validated [`model::Figure`].
//! 2. [`evaluate::evaluate`] computes its curves, histograms and ticks.
//! 3. [`figure::compose`] lays them out as a [`scene::Scene`]: positioned shapes in CSS pixels.
//! 4. [`backend::png::encode`] and [`backend::svg::write`] turn the scene into bytes.
//!
//! [`statistics`] has the numbers that the figure shows, and more about its Gaussians; [`lint`] finds what is probably
//! not meant. [`compare`] says whether two pictures show the same, and where they do not.
//!
//! What is wrong with a config comes as [`diagnostic::Diagnostics`], all of it at once. The same config gives the same
//! bytes on every machine. [`Gaussian`] is the distribution by itself.

pub mod backend;
#[doc(hidden)] // the binary's
pub mod cli;
mod color;
pub mod compare;
pub mod config;
pub mod diagnostic;
pub mod evaluate;
pub mod figure;
pub mod gaussian;
pub mod lint;
pub mod model;
mod parallel;
pub mod recipe;
mod render;
pub mod scene;
pub mod statistics;
#[doc(hidden)] // tests set single labels
pub mod text;

pub use gaussian::Gaussian;
pub use render::{render_png, render_svg};

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
