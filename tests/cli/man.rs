//! `gaussfig man`: a page for each subcommand, which readers of manual pages have nothing against.

use std::fs;
use std::process::Command;

use crate::{Run, Sandbox};

/// The paths of the pages in `man1`, as printed.
fn pages(sandbox: &Sandbox) -> Vec<String> {
    let run = sandbox.run("man man1");
    assert_eq!((run.code, &*run.stderr), (0, ""));
    run.stdout.lines().map(str::to_owned).collect()
}

/// What a program makes of a page, and says on standard error; a note and nothing if it is not here.
fn made(sandbox: &Sandbox, program: &str, arguments: &[&str], page: &str) -> Option<[String; 2]> {
    let mut command = Command::new(program);
    let command = command.args(arguments).arg(page);
    let Ok(output) = command.current_dir(sandbox.path("")).output() else {
        eprintln!("skipped: there is no {program}");
        return None;
    };
    let streams = [output.stdout, output.stderr];
    Some(streams.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

#[test]
fn there_is_a_page_for_the_program_and_each_subcommand() {
    let sandbox = Sandbox::new();
    let pages = pages(&sandbox);
    let help = sandbox.run("--help").stdout;
    let commands = help.split("Commands:\n").nth(1).unwrap();
    let names = commands.lines().take_while(|line| !line.is_empty());
    let names = names.map(|line| line.split_whitespace().next().unwrap());
    let mut expected = vec!["man1/gaussfig.1".to_owned()];
    let subcommands = names.filter(|name| *name != "help");
    expected.extend(subcommands.map(|name| format!("man1/gaussfig-{name}.1")));
    assert_eq!(pages, expected);
    assert!(pages.len() > 8);
    assert_eq!(
        fs::read_dir(sandbox.path("man1")).unwrap().count(),
        pages.len()
    );
}

#[test]
fn pages_have_a_title_examples_and_exit_codes() {
    let sandbox = Sandbox::new();
    for path in pages(&sandbox) {
        let page = String::from_utf8(sandbox.read(&path)).unwrap();
        let name = path["man1/".len()..].trim_end_matches(".1").to_uppercase();
        let title = format!(
            ".TH {name} 1 \"\" \"gaussfig {}\"",
            env!("CARGO_PKG_VERSION")
        );
        assert!(page.contains(&title), "{path}");
        assert!(
            page.contains(".SH \"EXIT CODES\"\n.nf\n  0  success\n"),
            "{path}"
        );
        assert_eq!(page.matches("EXIT CODES").count(), 1, "{path}");
        let examples = page.contains(".SH EXAMPLES\n.nf\n  gaussfig ");
        assert_eq!(examples, path != "man1/gaussfig.1", "{path}");
    }
}

#[test]
fn mandoc_and_groff_have_nothing_to_warn_of() {
    let sandbox = Sandbox::new();
    for page in pages(&sandbox) {
        // Nothing here knows a date: the same program writes the same pages on any day.
        if let Some([warnings, _]) = made(&sandbox, "mandoc", &["-Tlint", "-Wwarning"], &page) {
            let mut others = warnings
                .lines()
                .filter(|line| !line.contains("missing date"));
            assert_eq!(others.next(), None);
        }
        if let Some([shown, warnings]) = made(&sandbox, "groff", &["-man", "-Tascii", "-ww"], &page)
        {
            assert_eq!(warnings, "");
            assert!(shown.contains("gaussfig"), "{shown}");
        }
    }
}

#[test]
fn pages_that_cannot_be_written_exit_with_3() {
    let sandbox = Sandbox::new();
    sandbox.write("man1", "a file");
    let Run {
        code,
        stdout,
        stderr,
        ..
    } = sandbox.run("man man1");
    assert_eq!((code, &*stdout), (3, ""));
    assert!(stderr.contains("error: cannot be written: "), "{stderr}");
    assert_eq!(sandbox.run("man").code, 2);
}
