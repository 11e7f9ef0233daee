//! The files of a figure, and their names.

use super::{Canvas, Figure, Format, Positive, Theme};

/// One file of a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Variant {
    /// Its kind.
    pub format: Format,
    /// A PNG for dark pages, beside one for light pages. An SVG is for both.
    pub is_dark: bool,
    /// Device pixels per CSS pixel: of a PNG its own, of an SVG those that it is fitted to.
    pub scale: Positive,
    /// Whether its name tells it from a PNG of fewer pixels.
    is_dense: bool,
}

impl Variant {
    /// What its name ends in, behind that of the config: `.svg`, `.png`, `-dark.png`, `@2x.png` or `-dark@2x.png`.
    pub fn ending(&self) -> String {
        let dark = if self.is_dark { DARK } else { "" };
        let extension = self.format.extension();
        match self.is_dense {
            true => format!("{dark}@{}x.{extension}", self.scale.get()),
            false => format!("{dark}.{extension}"),
        }
    }

    /// What tells it from the figure's other PNG files in its name may be this: `-dark`, `@2x`, `-dark@2x` or nothing.
    pub fn may_be(name: &str) -> bool {
        let density = name.strip_prefix(DARK).unwrap_or(name);
        let number = density
            .strip_prefix('@')
            .and_then(|rest| rest.strip_suffix('x'));
        density.is_empty() || number.is_some_and(|number| number.parse::<f64>().is_ok())
    }
}

/// In the name of what is for dark pages.
const DARK: &str = "-dark";

impl Figure {
    /// Its files, in the order in which its config names formats and scales.
    pub fn variants(&self) -> Vec<Variant> {
        let files = self.formats.iter().flat_map(|format| match format {
            Format::Png => self.pngs(),
            Format::Svg => vec![Variant {
                format: Format::Svg,
                is_dark: false,
                scale: self.canvas.scale,
                is_dense: false,
            }],
        });
        files.collect()
    }

    /// Device pixels of all its PNG files.
    pub fn pixels(&self) -> f64 {
        self.png_sizes().map(Canvas::pixels).sum()
    }

    /// Rows of pixels of all its PNG files.
    pub fn rows(&self) -> f64 {
        self.png_sizes().map(Canvas::rows).sum()
    }

    fn png_sizes(&self) -> impl Iterator<Item = Canvas> {
        let variants = self.variants().into_iter();
        let pngs = variants.filter(|variant| variant.format == Format::Png);
        pngs.filter_map(|png| self.canvas.with_scale(png.scale))
    }

    fn pngs(&self) -> Vec<Variant> {
        let pages: &[bool] = match self.theme {
            Theme::Auto => &[false, true],
            Theme::Light | Theme::Dark => &[false],
        };
        let scales = self.scales.iter().enumerate();
        let files = scales.flat_map(|(index, &scale)| {
            pages.iter().map(move |&is_dark| Variant {
                format: Format::Png,
                is_dark,
                scale,
                is_dense: index > 0,
            })
        });
        files.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endings(keys: &str) -> Vec<String> {
        let text = format!("[figure]\n{keys}\n[[gaussian]]\nmu = 0\nsigma = 1\n");
        let figure = crate::config::parse(&text, &|_| unreachable!()).unwrap();
        figure.variants().iter().map(Variant::ending).collect()
    }

    #[test]
    fn every_file_has_a_name_of_its_own() {
        assert_eq!(endings(""), [".png", ".svg"]);
        assert_eq!(endings("theme = \"dark\"\nscale = 3"), [".png", ".svg"]);
        assert_eq!(endings("scale = [1, 1.5]"), [".png", "@1.5x.png", ".svg"]);
        let all = "theme = \"auto\"\nscale = [1, 2]\nformats = [\"svg\", \"png\"]";
        assert_eq!(
            endings(all),
            [".svg", ".png", "-dark.png", "@2x.png", "-dark@2x.png"]
        );
    }

    #[test]
    fn a_name_tells_whether_it_may_be_a_variant() {
        for name in ["", "-dark", "@2x", "-dark@1.5x", "@0.25x"] {
            assert!(Variant::may_be(name), "{name}");
        }
        for name in ["-light", "2x", "@x", "@2", "@2x-dark", "dark", "-dark "] {
            assert!(!Variant::may_be(name), "{name}");
        }
    }
}
