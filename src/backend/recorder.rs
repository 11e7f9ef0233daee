//! The plotters backend.
