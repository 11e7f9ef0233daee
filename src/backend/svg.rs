//! The SVG encoder.
