//! Composes the figure: lays its numbers out, and draws them with plotters on the recorder.

mod axis;
mod describe;
mod draw;
mod labels;
mod layout;
mod legend;
mod lines;
mod placement;
mod series;

use crate::color::theme;
use crate::diagnostic::Diagnostic;
use crate::evaluate::Evaluation;
use crate::model::Figure;
use crate::recipe::MAX_LENGTH;
use crate::scene::{Scene, colors};
use crate::text::Typesetter;

use describe::Words;
use labels::Setter;

/// The scene of a figure from its numbers; beside it, what does not fit.
///
/// # Errors
///
/// What keeps the figure from being drawn: labels that cannot be set.
/// Diagnostics name the key that they are about, not its place in the file.
pub fn compose(
    figure: &Figure,
    evaluation: &Evaluation,
) -> Result<(Scene, Vec<Diagnostic>), Vec<Diagnostic>> {
    let typesetter = Typesetter::new(&figure.text)
        .map_err(|error| vec![labels::diagnostic(error).about("figure.font")])?;
    let setter = Setter::new(&typesetter, &figure.text);
    let layout = layout::layout(figure, evaluation, &setter)?;
    let draw = |scheme| {
        draw::draw(figure, evaluation, &layout, &typesetter, scheme)
            .map_err(|error| vec![Diagnostic::error(error.to_string())])
    };
    let schemes = figure.theme.schemes();
    let (glyphs, items) = draw(schemes[0])?;
    let dark = match schemes.get(1) {
        None => Vec::new(),
        Some(&scheme) => {
            let mut background = theme::background(figure, scheme);
            let (_, mut items) = draw(scheme)?;
            let colors = background.iter_mut().chain(colors(&mut items));
            colors.map(|color| color.rgb).collect()
        }
    };
    let words = Words::new(figure, evaluation, layout.title.as_deref());
    let scene = Scene {
        width: figure.canvas.width(),
        height: figure.canvas.height(),
        scale: figure.canvas.scale(),
        background: theme::background(figure, schemes[0]),
        title: words.alternative,
        description: words.description,
        recipe: recipe(figure).unwrap_or_default(),
        glyphs,
        items,
        dark,
    };
    Ok((scene, layout.warnings))
}

/// What a figure carries, unless no config may be that long: one of a megabyte whose escapes are written out.
fn recipe(figure: &Figure) -> Option<String> {
    let text = figure.carries_recipe.then(|| figure.recipe.to_string())?;
    (text.len() <= MAX_LENGTH).then_some(text)
}
