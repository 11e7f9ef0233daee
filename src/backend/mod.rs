//! From plotters to a scene, and from a scene to bytes.

pub mod png;
pub mod recorder;
pub mod svg;
