//! Colours as CSS writes them.

mod named;

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::suggest::{quoted, suggestion};
use crate::model::Background;
use crate::scene::Color;

/// Colour functions of CSS that are plain arithmetic. The others (lab, oklch, color-mix ...) need powers, which
/// `csscolorparser` takes from the platform and which differ in the last bit from machine to machine.
const FUNCTIONS: [&str; 5] = ["rgb", "rgba", "hsl", "hsla", "hwb"];

const EXAMPLES: &str = "write a colour as \"#084a57\", \"steelblue\", \"rgb(8 74 87 / 50%)\", \
                        \"hsl(190 83% 19%)\" or \"hwb(190 3% 66%)\"";

/// A string that is to be a colour; the name of the type says so.
#[derive(Deserialize)]
#[serde(rename = "a colour")]
struct Text(String);

impl<'de> Deserialize<'de> for Color {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Text(text) = Text::deserialize(deserializer)?;
        parse(&text).ok_or_else(|| D::Error::custom(refusal(&text)))
    }
}

impl<'de> Deserialize<'de> for Background {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Text(text) = Text::deserialize(deserializer)?;
        match parse(&text) {
            _ if text == "transparent" => Ok(Self::Transparent),
            Some(color) => Ok(Self::Color(color)),
            None => Err(D::Error::custom(refusal(&text))),
        }
    }
}

fn parse(text: &str) -> Option<Color> {
    let text = text.trim();
    if let Some(color) = named::get(text) {
        return Some(color);
    }
    let exact = match text.split_once('(') {
        // `from` starts a colour relative to another one, of any kind.
        Some((function, arguments)) => {
            FUNCTIONS.contains(&function.to_ascii_lowercase().as_str())
                && !arguments
                    .trim_start()
                    .to_ascii_lowercase()
                    .starts_with("from")
        }
        // The parser takes hexadecimal digits without a `#` too, which CSS does not.
        None => !is_hex(text),
    };
    let color = exact.then(|| csscolorparser::parse(text).ok()).flatten()?;
    let [red, green, blue, _] = color.to_rgba8();
    let alpha = f64::from(color.a.clamp(0.0, 1.0));
    alpha.is_finite().then_some(Color {
        rgb: [red, green, blue],
        alpha,
    })
}

fn is_hex(text: &str) -> bool {
    matches!(text.len(), 3 | 4 | 6 | 8) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What is wrong with a text that is no colour, and a hint on a line of its own.
fn refusal(text: &str) -> String {
    format!("{} is not a colour\n{}", quoted(text), hint(text))
}

fn hint(text: &str) -> String {
    if is_hex(text) {
        format!("did you mean \"#{text}\"?")
    } else if let Some(near) = suggestion(&text.to_ascii_lowercase(), named::names()) {
        format!("did you mean \"{near}\"?")
    } else {
        EXAMPLES.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_of_css_is_understood() {
        let teal = Color {
            rgb: [8, 74, 87],
            alpha: 1.0,
        };
        assert_eq!(parse("#084a57"), Some(teal));
        assert_eq!(parse("#084A57FF"), Some(teal));
        assert_eq!(parse("rgb(8, 74, 87)"), Some(teal));
        assert_eq!(parse("RGB(8 74 87 / 50%)"), Some(teal.fade(0.5)));
        assert_eq!(parse("#f80"), Some(Color::hex(0xff_8800)));
        assert_eq!(parse("SteelBlue"), Some(Color::hex(0x46_82b4)));
        assert_eq!(parse("hsl(120 100% 25%)"), Some(Color::hex(0x00_8000)));
        assert_eq!(parse("hwb(0 20% 20%)"), Some(Color::hex(0xcc_3333)));
    }

    #[test]
    fn forms_that_need_powers_are_refused() {
        for text in [
            "lab(50 20 30)",
            "lch(50 20 30)",
            "oklab(0.5 0.1 0.1)",
            "oklch(0.5 0.1 0.1)",
            "color(srgb-linear 1 0 0)",
            "color-mix(in oklab, red, blue)",
            "rgb(from lab(50 20 30) r g b)",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_css_does_not_know_is_refused() {
        for text in [
            "",
            "084a57",
            " 084a57",
            "#12345",
            "rgb(1 2)",
            "rgb(nan 0 0)x",
            "rgb(",
            "reddish",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
