//! What figures show, in numbers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod axes;
mod counts;
mod curves;
mod extremes;
mod histograms;

mod statistics;
mod support;
