//! Colours that follow the page: the style sheet of [`super::super::scheme`].

use std::collections::BTreeMap;

use super::element::hexadecimal;
use crate::backend::svg::scheme::{EITHER, SUPPORTS};

/// "fill" or "stroke", and the colours on light pages and on dark ones.
pub(super) type Pair<'a> = (&'a str, [[u8; 3]; 2]);

/// Pairs of colours by class.
pub(super) type Pairs<'a> = BTreeMap<&'a str, Pair<'a>>;

/// What a style sheet says of the document whose root has this id. `None` if the writer writes no such sheet.
pub(super) fn pairs<'a>(sheet: &'a str, root: &str) -> Option<Pairs<'a>> {
    let [open, close] = SUPPORTS;
    let rules = sheet.strip_prefix(open)?.strip_suffix(close)?;
    let rules = rules.strip_prefix('#')?.strip_prefix(root)?;
    let mut rest = rules.strip_prefix(EITHER)?;
    let mut pairs = Pairs::new();
    while !rest.is_empty() {
        let (rule, others) = rest.split_once('}')?;
        let (class, pair) = pair(rule)?;
        if pairs.insert(class, pair).is_some() {
            return None;
        }
        rest = others;
    }
    Some(pairs)
}

/// The pair of `.class{fill:light-dark(#rgb,#rgb)`.
fn pair(rule: &str) -> Option<(&str, Pair<'_>)> {
    let (class, declaration) = rule.strip_prefix('.')?.split_once('{')?;
    let (paint, colors) = declaration.strip_suffix(')')?.split_once(":light-dark(")?;
    let (light, dark) = colors.split_once(',')?;
    let is_plain = class.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let pair = [hexadecimal(light)?, hexadecimal(dark)?];
    (is_plain && matches!(paint, "fill" | "stroke")).then_some((class, (paint, pair)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rules: &str) -> String {
        let [open, close] = SUPPORTS;
        format!("{open}#a{EITHER}{rules}{close}")
    }

    #[test]
    fn the_writers_rules_are_read() {
        let sheet = sheet(".k0{fill:light-dark(#000,#e8e8e8)}.k1{stroke:light-dark(#123456,#abc)}");
        let read = pairs(&sheet, "a").unwrap();
        assert_eq!(read["k0"], ("fill", [[0; 3], [0xe8; 3]]));
        let stroke = [[0x12, 0x34, 0x56], [0xaa, 0xbb, 0xcc]];
        assert_eq!(read["k1"], ("stroke", stroke));
        assert_eq!(pairs(&self::sheet(""), "a"), Some(Pairs::new()));
    }

    #[test]
    fn no_others_are() {
        let rule = ".k0{fill:light-dark(#000,#fff)}";
        assert_eq!(pairs(&sheet(rule), "b"), None);
        for rules in [
            "svg{fill:red}",
            ".k0{fill:red}",
            ".k0{color:light-dark(#000,#fff)}",
            ".k0{fill:light-dark(#000,#ffff)}",
            ".k0,path{fill:light-dark(#000,#fff)}",
            ".k0{fill:light-dark(#000,#fff)}*{display:none}",
            ".k0{fill:light-dark(#000,#fff)",
            ".k0{fill:light-dark(#000,#fff)}.k0{fill:light-dark(#000,#fff)}",
        ] {
            assert_eq!(pairs(&sheet(rules), "a"), None, "{rules}");
        }
    }
}
