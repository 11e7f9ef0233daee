//! The encoders against each other and against what a scene says.

mod agreement;
mod png;
mod scenes;
mod svg;
