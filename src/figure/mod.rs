//! Composes the figure: evaluates it, lays it out, and draws it with plotters on the recorder.

mod axis;
mod describe;
mod draw;
mod labels;
mod layout;
mod legend;
mod series;
mod theme;

use crate::diagnostic::Diagnostic;
use crate::evaluate::evaluate;
use crate::model::Figure;
use crate::scene::Scene;
use crate::text::Typesetter;

use labels::Setter;

/// Evaluates a figure and composes its scene; beside it, what the reader of the config should know.
///
/// # Errors
///
/// What keeps the figure from being drawn: labels that cannot be set, ranges and ticks that do not go with the data.
/// Diagnostics name the key that they are about, not its place in the file.
pub fn compose(figure: &Figure) -> Result<(Scene, Vec<Diagnostic>), Vec<Diagnostic>> {
    let evaluation = evaluate(figure)?;
    let typesetter = Typesetter::new(&figure.text)
        .map_err(|error| vec![labels::diagnostic(error).about("figure.font")])?;
    let setter = Setter::new(&typesetter, &figure.text);
    let layout = layout::layout(figure, &evaluation, &setter)?;
    let (glyphs, items) = draw::draw(figure, &evaluation, &layout, &typesetter)
        .map_err(|error| vec![Diagnostic::error(error.to_string())])?;
    let scene = Scene {
        width: figure.canvas.width(),
        height: figure.canvas.height(),
        scale: figure.canvas.scale(),
        background: theme::background(figure),
        title: describe::title(figure, layout.title.as_deref()),
        description: describe::description(figure),
        glyphs,
        items,
    };
    let mut warnings = evaluation.warnings;
    warnings.extend(layout.warnings);
    Ok((scene, warnings))
}
