//! `gaussfig man`

use std::io;
use std::iter;
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::Exit;
use super::args::{Args, ManArgs};
use super::output;
use super::report::{Message, Written};

/// Writes a page for the program and one for each subcommand.
pub(super) fn run(args: &ManArgs) -> Exit {
    let mut program = Args::command().disable_help_subcommand(true);
    program.build();
    let commands = iter::once(&program).chain(program.get_subcommands());
    // None is lost: what is written to memory does not fail.
    let pages: Vec<_> = commands
        .filter_map(|command| page(&program, command).ok())
        .map(|(name, page)| (args.directory.join(name), page))
        .collect();
    output::sweep(pages.iter().map(|(path, _)| path.clone()));
    let exits = pages.iter().map(|(path, page)| to_file(path, page).say());
    exits.max().unwrap_or(Exit::Success)
}

fn to_file(path: &Path, page: &[u8]) -> Message {
    match output::update(path, page) {
        Ok(before) => Message::result(&Written::new("page", path, before), Exit::Success),
        Err(cause) => Message::unwritable(path, &cause),
    }
}

/// An empty argument: roff would take the next one for it.
const EMPTY: &str = "\"\"";
/// What clap writes before possible values, where mandoc warns that an empty line breaks a line anyway.
const BREAKS: &str = ".br\n\n.br\n";

/// The name and the text of a command's page.
fn page(program: &Command, command: &Command) -> io::Result<(String, Vec<u8>)> {
    // What follows the help of a command and that of the program, on whose page it is the same.
    let mut sections = vec![after_help(command), after_help(program)];
    sections.dedup();
    let version = program.get_version().unwrap_or_default();
    let man = Man::new(command.clone().after_help(None::<&str>));
    let name = man.get_filename();
    let man = man
        .title(name.trim_end_matches(".1").to_uppercase())
        .date(EMPTY)
        .source(format!("{} {version}", program.get_name()))
        .manual("User Commands");
    let mut page = Vec::new();
    man.render(&mut page)?;
    let page = String::from_utf8_lossy(&page).replace(BREAKS, ".sp\n");
    let sections: String = sections.iter().map(|text| section(text)).collect();
    Ok((name, (page + &sections).into_bytes()))
}

fn after_help(command: &Command) -> String {
    let help = command.get_after_help();
    help.map(ToString::to_string).unwrap_or_default()
}

/// A section that keeps its lines, from a heading that ends with a colon and the lines below.
fn section(text: &str) -> String {
    let mut roff = Roff::new();
    let (heading, lines) = text.split_once(":\n").unwrap_or(("", text));
    roff.control("SH", [&*heading.to_uppercase()]);
    roff.control("nf", []);
    for line in lines.lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
    roff.to_roff()
}
