//! What figures show, in numbers.

mod curves;
mod support;
