//! Colours that some readers cannot tell apart.

use super::{MOST_WARNINGS, alike};
use crate::color::{ALIKE, APART, GRAPHICS, Light, Oklab, Vision, lightnesses, palette, theme};
use crate::diagnostic::{Code, Diagnostic, list};
use crate::model::{Dash, Figure, Scheme};
use crate::scene::{Color, Scene};

/// How a curve looks.
struct Look {
    /// Its position in the list.
    index: usize,
    dash: Dash,
    /// See [`is_own`].
    is_own: bool,
    /// For each scheme of the theme, to each kind of [`Vision::ALL`].
    colors: Vec<[Oklab; 4]>,
}

/// Who cannot tell two curves apart.
struct Confusion {
    /// On which pages, if only on these.
    scheme: Option<Scheme>,
    readers: Vec<Vision>,
}

/// The curves that some readers cannot tell from one before.
pub(super) fn to_some(figure: &Figure, scene: &Scene) -> Vec<Diagnostic> {
    if !(0..figure.curves.len()).any(|index| is_own(figure, index)) {
        return Vec::new();
    }
    let looks: Vec<Look> = alike::seen(figure, scene)
        .iter()
        .map(|seen| look(figure, seen.index))
        .collect();
    let warning = |(place, later): (usize, &Look)| {
        let mut before = looks[..place].iter();
        before.find_map(|earlier| {
            let confusion = earlier.confusion(later, figure)?;
            Some(warning(figure, &looks, [earlier, later], &confusion))
        })
    };
    let warnings = looks.iter().enumerate().filter_map(warning);
    warnings.take(MOST_WARNINGS).collect()
}

/// Whether the config says something about how a curve looks.
fn is_own(figure: &Figure, index: usize) -> bool {
    let curve = &figure.curves[index];
    curve.color.is_some() || curve.dash != palette::dash(index)
}

fn look(figure: &Figure, index: usize) -> Look {
    let colors = figure.theme.schemes().iter().map(|&scheme| {
        let color = theme::curve_color(figure, scheme, index);
        Vision::looks(Light::over(color, theme::ground(figure, scheme)))
    });
    Look {
        index,
        dash: figure.curves[index].dash,
        is_own: is_own(figure, index),
        colors: colors.collect(),
    }
}

impl Look {
    /// Who cannot tell this curve from another one. `None` if all can, or if nobody chose that, or if nobody can at all: that is
    /// [`Code::IndistinguishableCurves`], where it matters.
    fn confusion(&self, other: &Self, figure: &Figure) -> Option<Confusion> {
        if self.dash != other.dash || !(self.is_own || other.is_own) {
            return None;
        }
        let mut pairs = self.colors.iter().zip(&other.colors);
        let (one, another) = pairs.clone().next()?;
        if one[0].distance(another[0]) <= ALIKE {
            return None;
        }
        let mut schemes = figure.theme.schemes().iter();
        pairs.find_map(|(one, other)| {
            let scheme = schemes.next().copied();
            let both = Vision::ALL.into_iter().zip(one.iter().zip(other));
            let alike = both.filter(|(_, (one, other))| one.distance(**other) <= ALIKE);
            let readers: Vec<Vision> = alike.map(|(vision, _)| vision).collect();
            let scheme = scheme.filter(|_| figure.theme.schemes().len() > 1);
            (!readers.is_empty()).then_some(Confusion { scheme, readers })
        })
    }

    /// Whether to all readers this curve has another pattern than another one, or a colour farther off than so much.
    fn differs(&self, other: &Self, distance: f64) -> bool {
        let mut pairs = self.colors.iter().zip(&other.colors);
        self.dash != other.dash
            || pairs.all(|(one, other)| {
                let mut kinds = one.iter().zip(other);
                kinds.all(|(one, other)| one.distance(*other) > distance)
            })
    }
}

fn warning(figure: &Figure, looks: &[Look], pair: [&Look; 2], confusion: &Confusion) -> Diagnostic {
    let [earlier, later] = pair.map(|look| look.index + 1);
    let pages = match confusion.scheme {
        Some(Scheme::Light) => " on light pages",
        Some(Scheme::Dark) => " on dark pages",
        None => "",
    };
    let readers = match confusion.readers.contains(&Vision::Normal) {
        true => String::new(),
        false => {
            let readers = confusion.readers.iter().map(|vision| vision.name());
            format!(" to readers with {}", list(readers, "or"))
        }
    };
    let message =
        format!("the curves of Gaussian {earlier} and Gaussian {later} look alike{readers}{pages}");
    // What is said of the later one can be changed there, if the config says anything of it.
    let [earlier, later] = pair;
    let subject = if later.is_own { later } else { earlier };
    let key = match figure.curves[subject.index].color {
        Some(_) => "color",
        None => "dash",
    };
    let warning = Diagnostic::warning(Code::SimilarColors, message);
    let warning = warning.about(format!("gaussian.{}.{key}", subject.index));
    let hints = hints(figure, looks, subject);
    hints.into_iter().fold(warning, Diagnostic::hint)
}

/// What would tell a curve from all others.
fn hints(figure: &Figure, looks: &[Look], subject: &Look) -> Vec<String> {
    let tells = |look: &Look, distance| {
        let mut others = looks.iter().filter(|other| other.index != look.index);
        others.all(|other| look.differs(other, distance))
    };
    let dash = PATTERNS.into_iter().find(|&(dash, _)| {
        let colors = subject.colors.clone();
        let look = Look {
            dash,
            colors,
            ..*subject
        };
        tells(&look, ALIKE)
    });
    let dash = dash.map(|(_, name)| format!("dash = \"{name}\" tells it from the others"));
    let own = figure.curves[subject.index].color;
    let own =
        own.unwrap_or_else(|| theme::curve_color(figure, figure.theme.schemes()[0], subject.index));
    let color = lightnesses(own)
        .find(|&color| drawn(figure, subject, color).is_some_and(|look| tells(&look, APART)));
    let color = color.map(|color| {
        let color = color.css();
        format!("color = \"{color}\", of the same hue, tells it from the others")
    });
    let hints: Vec<String> = dash.into_iter().chain(color).collect();
    match hints.is_empty() {
        true => vec!["draw fewer curves in one figure".to_owned()],
        false => hints,
    }
}

/// The patterns as written in a config, the plainest first.
const PATTERNS: [(Dash, &str); 4] = [
    (Dash::Solid, "solid"),
    (Dash::Dashed, "dashed"),
    (Dash::Dotted, "dotted"),
    (Dash::DashDot, "dashdot"),
];

/// The curve in another colour of its own; `None` if that is hard to see.
fn drawn(figure: &Figure, subject: &Look, own: Color) -> Option<Look> {
    let mut colors = Vec::new();
    for &scheme in figure.theme.schemes() {
        let ground = theme::ground(figure, scheme);
        let light = Light::over(theme::drawn(figure.theme, scheme, own), ground);
        if light.contrast(Light::of(ground)) < GRAPHICS {
            return None;
        }
        colors.push(Vision::looks(light));
    }
    Some(Look { colors, ..*subject })
}
