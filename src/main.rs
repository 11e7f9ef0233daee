//! The program `gaussfig`.

fn main() {}
