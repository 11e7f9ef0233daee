//! `gaussfig schema`

use super::Exit;
use super::report::stdout;
use crate::config;

/// Prints the schema of configs.
pub(super) fn run() -> Exit {
    stdout(config::SCHEMA.as_bytes())
}
