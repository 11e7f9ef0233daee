//! The fonts that a config names.

use toml::Spanned;

use super::field::{Errors, Field};
use super::schema::List;
use super::{Load, unread};
use crate::diagnostic::Diagnostic;
use crate::model::{FontFile, MAX_FONT_BYTES, MAX_FONTS};

/// Reads the fonts at these paths, and notes those that cannot be read.
pub(super) fn fonts(field: Field<List<String>>, load: Load<'_>, errors: &Errors) -> Vec<FontFile> {
    let place = field.span();
    let paths = field.or(Vec::new());
    if paths.len() > MAX_FONTS {
        let message = format!(
            "a figure has at most {MAX_FONTS} fonts, not {}",
            paths.len()
        );
        let mut error = Diagnostic::error(message);
        error.span = place;
        errors.push::<()>(error);
        return Vec::new();
    }
    let mut room = MAX_FONT_BYTES;
    paths
        .into_iter()
        .filter_map(Field::spanned)
        .map_while(|path| {
            let span = path.span();
            let font = font(path, load, errors);
            let Some(rest) = room.checked_sub(font.as_ref().map_or(0, |font| font.data.len()))
            else {
                let most = MAX_FONT_BYTES >> 20;
                let message = format!("the fonts of a figure have at most {most} MiB together");
                return errors.push(Diagnostic::error(message).at(span));
            };
            room = rest;
            Some(font)
        })
        .flatten()
        .collect()
}

fn font(path: Spanned<String>, load: Load<'_>, errors: &Errors) -> Option<FontFile> {
    let span = path.span();
    let path = path.into_inner();
    match load(&path) {
        Ok(data) => Some(FontFile {
            path,
            data: data.into(),
        }),
        Err(cause) => errors.push(unread("font", &path, &cause).at(span)),
    }
}
