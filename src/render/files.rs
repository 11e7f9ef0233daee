//! The files of a figure, drawn at once.

use std::sync::OnceLock;

use crate::diagnostic::Diagnostic;
use crate::model::{Format, Variant};
use crate::parallel::{Chores, Threads};

/// Draws files, each by `encode`, and does something else `beside` that.
///
/// All threads draw a PNG. Anything else takes one, and is done first.
pub(super) fn draw(
    threads: Threads,
    variants: Vec<Variant>,
    encode: impl Fn(Variant, &(dyn Fn() + Sync)) -> Result<Vec<u8>, Vec<Diagnostic>> + Sync,
    beside: Option<&(dyn Fn() + Sync)>,
) -> Result<Vec<(Variant, Vec<u8>)>, Vec<Diagnostic>> {
    let files = variants.into_iter();
    let files: Vec<_> = files.map(|variant| (variant, OnceLock::new())).collect();
    let is_png = |(variant, _): &&(Variant, _)| variant.format == Format::Png;
    let (pngs, others): (Vec<_>, Vec<_>) = files.iter().partition(is_png);
    let number = others.len() + usize::from(beside.is_some());
    let chores = Chores::new(number, |number| match (others.get(number), beside) {
        (Some((variant, file)), _) => drop(file.set(encode(*variant, &|| ()))),
        (None, Some(beside)) => beside(),
        (None, None) => {}
    });
    for (variant, file) in pngs {
        // Nobody else puts anything there.
        let _ = file.set(encode(*variant, &|| chores.help()));
    }
    chores.finish(threads);
    let files = files.into_iter().map(|(variant, file)| {
        let file = file.into_inner();
        Ok((variant, file.unwrap_or_else(|| encode(variant, &|| ()))?))
    });
    files.collect()
}
