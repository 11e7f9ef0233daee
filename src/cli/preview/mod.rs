//! `gaussfig preview`

mod http;
mod picture;
mod server;
mod shown;
mod state;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::args::PreviewArgs;
use super::changes::{Changes, Round};
use super::discover::Job;
use super::report::{Message, Outcome, report};
use super::stamp::Seen;
use super::{Exit, input};
use crate::diagnostic::{Diagnostic, Diagnostics, line};
use crate::parallel::{Threads, in_order};
use shown::Shown;

/// The port that is tried first, so that a page that is open finds the next server: the year in which Gauss was born.
const PORT: u16 = 1777;

/// Shows the figures on a page, as they are saved, until a signal ends the program.
pub(super) fn run(args: &PreviewArgs) -> Exit {
    if args.paths.iter().any(|path| path == Path::new("-")) {
        let error = Diagnostic::error("standard input cannot be watched").hint("name a file");
        return report(&input::about(Path::new("-"), error));
    }
    let shown = Arc::new(Shown::default());
    let address = match listen(args.port).and_then(|listener| serve(listener, &shown)) {
        Ok(address) => address,
        Err(error) => return report(&error),
    };
    let url = format!("http://{address}/");
    match Message::result(&Page { url }, Exit::Success).say() {
        Exit::Success => show(args, &shown),
        exit => exit,
    }
}

/// Listens on this machine alone: on a port that is asked for, or else on any that is free.
fn listen(port: Option<u16>) -> Result<TcpListener, Diagnostics> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let listener = match port {
        Some(port) => bind(port),
        None => bind(PORT).or_else(|_| bind(0)),
    };
    listener.map_err(|cause| {
        let port = port.unwrap_or_default();
        let hint = "give another --port, or none";
        failed(&format!("127.0.0.1:{port}"), &cause, Some(hint))
    })
}

/// Answers requests on threads of their own. The address at which they are.
fn serve(listener: TcpListener, shown: &Arc<Shown>) -> Result<SocketAddr, Diagnostics> {
    let start = || {
        let address = listener.local_addr()?;
        server::serve(listener, Arc::clone(shown))?;
        Ok(address)
    };
    start().map_err(|cause: io::Error| failed("127.0.0.1", &cause, None))
}

fn failed(address: &str, cause: &io::Error, hint: Option<&str>) -> Diagnostics {
    let error = Diagnostic::error(format!("cannot be listened on: {cause}")).unreadable();
    let error = hint.into_iter().fold(error, Diagnostic::hint);
    input::about(Path::new(address), error)
}

/// Draws what changes, for ever.
fn show(args: &PreviewArgs, shown: &Shown) -> ! {
    let mut changes = Changes::new(&args.paths, args.trust, None);
    loop {
        let round = changes.next();
        shown.change(|state| state.begin(&round));
        for (job, seen) in draw(&round, args, shown) {
            changes.drawn(job, seen);
        }
    }
}

/// Draws the figures of a round, and shows each as soon as it is drawn. The files that each was drawn from.
fn draw(Round { stale, .. }: &Round, args: &PreviewArgs, shown: &Shown) -> Vec<(Job, Vec<Seen>)> {
    let threads = Threads::All;
    let share = threads.shared_by(stale.len());
    let draw = |job: &Job| {
        let drawn = picture::draw(job, args, share);
        let view = drawn.view;
        shown.change(|state| state.drawn(job, drawn.picture, &drawn.diagnostics));
        if let Some(view) = view {
            // They take as long again, if there are samples.
            let statistics = picture::statistics(&view);
            shown.change(|state| state.counted(job, statistics));
        }
        (job.clone(), drawn.seen)
    };
    let mut seen = Vec::new();
    in_order(threads, stale, draw, |drawn| seen.push(drawn));
    seen
}

/// Where the page is.
#[derive(Serialize)]
#[serde(tag = "type", rename = "preview")]
struct Page {
    url: String,
}

impl Outcome for Page {
    fn human(&self) -> Vec<u8> {
        line(&self.url).into_bytes()
    }

    fn short(&self) -> String {
        line(&self.url)
    }

    fn github(&self) -> String {
        self.short()
    }
}
