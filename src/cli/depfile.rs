//! `render --depfile`: which figures were drawn from which files, as rules that make and ninja read.
//!
//! The rules are those that C compilers write (`gcc -MD -MP`). Of the characters that mean something in a Makefile, gcc escapes
//! those that ninja's `depfile_parser.in.cc` takes out again, and writes the others as they are, though make takes them for
//! patterns, recipes or variables. Here a path is written only if both programs read the same path.

use std::collections::BTreeSet;
use std::iter;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

use super::args::Trust;
use super::report::Message;
use super::{Exit, input, output};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Files that are made from others.
#[derive(Debug, Default)]
pub(super) struct Rule {
    /// The files of a figure.
    pub(super) outputs: Vec<PathBuf>,
    /// The config, and the files that it names.
    pub(super) inputs: Vec<PathBuf>,
}

/// A file of rules that is to be written.
pub(super) struct Depfile<'a> {
    path: &'a Path,
    /// The path's one name.
    destination: PathBuf,
}

impl<'a> Depfile<'a> {
    /// Refuses a path as those of figures are refused.
    pub(super) fn new(path: &'a Path, trust: Trust) -> Result<Self, Diagnostics> {
        trust
            .check(path)
            .map_err(|error| input::about(path, error))?;
        let destination = output::destination(path);
        Ok(Self { path, destination })
    }

    /// What keeps a rule from being written, if anything does.
    pub(super) fn refuses(&self, rule: &Rule) -> Option<Diagnostics> {
        let outputs = rule.outputs.iter().map(|path| (path, target(path)));
        let inputs = rule.inputs.iter().map(|path| (path, name(path)));
        outputs.chain(inputs).find_map(|(path, name)| {
            if output::destination(path) == self.destination {
                let error = Diagnostic::error("the depfile would be written over this file");
                return Some(input::about(path, error));
            }
            let error = || {
                Diagnostic::error("no depfile can name this file")
                    .hint("make and ninja would read another name: give it one of letters, digits, `.`, `_` and `-`")
            };
            name.is_none().then(|| input::about(path, error()))
        })
    }

    /// Removes what killed programs have left where it goes.
    pub(super) fn sweep(&self) {
        output::sweep(iter::once(self.path.to_owned()));
    }

    /// Writes the rules.
    pub(super) fn write(&self, rules: &[Rule]) -> Exit {
        match output::write(self.path, &text(rules)) {
            Ok(()) => Exit::Success,
            Err(cause) => Message::unwritable(self.path, &cause).say(),
        }
    }
}

/// The rules, and one without inputs for each file that a config names: where it is gone, and the config no longer names
/// it, make would otherwise not know how to make it.
fn text(rules: &[Rule]) -> Vec<u8> {
    let mut text = Vec::new();
    let mut named = BTreeSet::new();
    for Rule { outputs, inputs } in rules {
        let outputs: Vec<_> = outputs.iter().filter_map(|path| target(path)).collect();
        let inputs: Vec<_> = inputs.iter().filter_map(|path| name(path)).collect();
        text.extend(outputs.join(&b' '));
        text.push(b':');
        for input in &inputs {
            text.push(b' ');
            text.extend(input);
        }
        text.push(b'\n');
        named.extend(inputs.into_iter().skip(1));
    }
    for name in named {
        text.extend(name);
        text.extend(b":\n");
    }
    text
}

/// The path of an output as both programs read it, if they can. In that place, make takes a percent sign for a pattern.
fn target(path: &Path) -> Option<Vec<u8>> {
    name(path).filter(|name| !name.contains(&b'%'))
}

/// A path as both programs read it, if they can.
fn name(path: &Path) -> Option<Vec<u8>> {
    // Ninja compares with paths that it has simplified in this way.
    let parts = path.components();
    let simple: PathBuf = parts.filter(|part| *part != Component::CurDir).collect();
    let bytes = simple.as_os_str().as_encoded_bytes();
    // A home; blanks that end the line; a rule; a line that goes on; a part of an archive.
    if bytes.starts_with(b"~") || matches!(bytes.last(), None | Some(b' ' | b':' | b'\\' | b')')) {
        return None;
    }
    let mut name = Vec::new();
    // How many backslashes stand before the byte.
    let mut backslashes = 0;
    for byte in bytes.iter().copied().map(with_slashes) {
        match byte {
            b' ' => name.extend(vec![b'\\'; backslashes + 1]),
            b'#' | b':' if backslashes == 0 => name.push(b'\\'),
            b'$' if backslashes == 0 => name.push(b'$'),
            b'\\' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | 0x80.. => {}
            _ if b"!\"%&'()+,-./@]_{}~".contains(&byte) => {}
            _ => return None,
        }
        backslashes = if byte == b'\\' { backslashes + 1 } else { 0 };
        name.push(byte);
    }
    Some(name)
}

/// A byte of a path whose parts are separated by slashes.
fn with_slashes(byte: u8) -> u8 {
    if char::from(byte) == MAIN_SEPARATOR {
        b'/'
    } else {
        byte
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(path: &str) -> Option<String> {
        name(Path::new(path)).map(|name| String::from_utf8(name).unwrap())
    }

    #[test]
    fn a_plain_path_is_written_as_it_is_but_for_its_detours() {
        for (path, name) in [
            ("out/a.png", "out/a.png"),
            ("./out//a.png", "out/a.png"),
            ("configs/./../a.ttf", "configs/../a.ttf"),
            ("/srv/figure-1_é.svg", "/srv/figure-1_é.svg"),
        ] {
            assert_eq!(written(path).as_deref(), Some(name));
        }
    }

    #[test]
    fn what_both_programs_take_out_again_is_escaped() {
        assert_eq!(written("a b#c$d:e").unwrap(), r"a\ b\#c$$d\:e");
    }

    #[cfg(unix)] // where a backslash is a letter
    #[test]
    fn a_backslash_is_doubled_before_a_space_and_only_there() {
        assert_eq!(written(r"a\b\\c\ d\\ e").unwrap(), r"a\b\\c\\\ d\\\\\ e");
        for path in [r"a\#b", r"a\$b", r"a\:b", r"a\"] {
            assert_eq!(written(path), None, "{path}");
        }
    }

    #[test]
    fn what_one_of_them_reads_otherwise_is_not_written() {
        for path in [
            "", ".", "a\nb", "a\tb", "a=b", "a;b", "a*b", "a?b", "a[b", "a|b", "~a", "a ", "a:",
            "a(b)",
        ] {
            assert_eq!(written(path), None, "{path:?}");
        }
        assert_eq!(target(Path::new("5%.png")), None);
        assert_eq!(written("5%.toml").unwrap(), "5%.toml");
    }

    #[test]
    fn each_figure_has_a_rule_and_each_file_that_a_config_names_an_empty_one() {
        let rule = |outputs: &[&str], inputs: &[&str]| Rule {
            outputs: outputs.iter().map(PathBuf::from).collect(),
            inputs: inputs.iter().map(PathBuf::from).collect(),
        };
        let rules = [
            rule(&["out/a.png", "out/a.svg"], &["a.toml", "x.ttf", "y.ttf"]),
            rule(&["out/b.png"], &["b.toml", "x.ttf"]),
        ];
        let lines =
            "out/a.png out/a.svg: a.toml x.ttf y.ttf\nout/b.png: b.toml x.ttf\nx.ttf:\ny.ttf:\n";
        assert_eq!(String::from_utf8(text(&rules)).unwrap(), lines);
    }
}
