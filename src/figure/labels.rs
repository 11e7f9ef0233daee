//! The labels of a figure, set in their sizes.

use crate::diagnostic::Diagnostic;
use crate::model::{Figure, LegendPosition, TextStyle};
use crate::text::{TextError, Typeset, Typesetter};

use super::layout::PT;
use super::legend::{Entry, Legend};

/// The most steps of all outlines in a legend, seen or not: about 70 000 letters. An encoder takes up to 100 bytes for each.
const MAX_SEGMENTS: usize = 1 << 21;

/// More errors than anyone reads: a formula that is too large takes its time before that is known.
const MOST_ERRORS: usize = 100;

/// Sets the labels of one figure.
pub(super) struct Setter<'a> {
    typesetter: &'a Typesetter,
    /// In CSS pixels, as are the others.
    tick: f64,
    label: f64,
    legend: f64,
}

impl<'a> Setter<'a> {
    /// Sets in the fonts that `typesetter` knows.
    pub(super) fn new(typesetter: &'a Typesetter, style: &TextStyle) -> Self {
        Self {
            typesetter,
            tick: style.text_size.get() * PT,
            label: style.label_size.get() * PT,
            legend: style.legend_size.get() * PT,
        }
    }

    /// A tick label.
    pub(super) fn tick(&self, label: &str) -> Result<Typeset, Diagnostic> {
        self.typesetter
            .typeset(label, self.tick)
            .map_err(diagnostic)
    }

    /// The legend, if the figure has one. Of a legend that is higher than the figure, rows that cannot be seen are left out:
    /// of those, only what the author wrote is set, as it may be wrong.
    pub(super) fn legend(&self, figure: &Figure) -> Result<Option<Legend>, Vec<Diagnostic>> {
        if figure.legend == LegendPosition::None {
            return Ok(None);
        }
        let mut errors = Vec::new();
        let mut entries = Vec::new();
        let mut room = figure.canvas.height();
        let mut segments = 0;
        for (index, curve) in figure.curves.iter().enumerate() {
            let seen = room > 0.0;
            if !seen && !curve.own_label {
                continue;
            }
            match self.set(&curve.label, self.legend, || {
                format!("gaussian.{index}.label")
            }) {
                Ok(Some(label)) => {
                    segments += self.typesetter.segments(&label);
                    if segments > MAX_SEGMENTS {
                        errors.push(too_much(index));
                        break;
                    }
                    if !seen {
                        continue;
                    }
                    room -= Legend::pitch(&label, self.legend);
                    entries.push(Entry {
                        gaussian: index,
                        label,
                        // A swatch thicker than the text is high would cover its neighbours.
                        width: (curve.width.get() * PT).min(self.legend),
                        dash: curve.dash,
                    });
                }
                Ok(None) => {}
                Err(error) => errors.push(error),
            }
            if errors.len() == MOST_ERRORS {
                break;
            }
        }
        match errors.is_empty() {
            true => Ok(Legend::new(entries, self.legend)),
            false => Err(errors),
        }
    }

    /// `None` for an empty label.
    fn set(
        &self,
        label: &str,
        size: f64,
        key: impl Fn() -> String,
    ) -> Result<Option<Typeset>, Diagnostic> {
        if label.is_empty() {
            return Ok(None);
        }
        let set = self.typesetter.typeset(label, size);
        set.map(Some)
            .map_err(|error| diagnostic(error).about(key()))
    }
}

/// The error for a legend that is too much with the label of this Gaussian.
fn too_much(index: usize) -> Diagnostic {
    Diagnostic::error("up to here the labels of the legend have too many glyphs together")
        .about(format!("gaussian.{index}.label"))
        .hint("shorten them, or leave some out of the legend: label = \"\"")
}

/// Title and axis labels.
pub(super) struct Labels {
    /// Above the plot.
    pub title: Option<Typeset>,
    /// Of the x axis.
    pub x: Option<Typeset>,
    /// Of the y axis.
    pub y: Option<Typeset>,
}

impl Labels {
    /// Sets them all, or says what is wrong with each that cannot be set.
    pub(super) fn set(figure: &Figure, setter: &Setter<'_>) -> Result<Self, Vec<Diagnostic>> {
        let set = |label: &str, key: &str| setter.set(label, setter.label, || key.to_owned());
        let title = set(&figure.title, "title");
        let x = set(&figure.x.label, "x.label");
        let y = set(&figure.y.label, "y.label");
        match (title, x, y) {
            (Ok(title), Ok(x), Ok(y)) => Ok(Self { title, x, y }),
            (title, x, y) => Err([title, x, y].into_iter().filter_map(Result::err).collect()),
        }
    }
}

/// What is wrong with a label; its key is the caller's to say.
pub(super) fn diagnostic(error: TextError) -> Diagnostic {
    let diagnostic = Diagnostic::error(error.message);
    match error.hint {
        Some(hint) => diagnostic.hint(hint),
        None => diagnostic,
    }
}
