//! From plotters to a scene, and from a scene to bytes.

pub mod png;
pub(crate) mod recorder;
pub mod svg;
