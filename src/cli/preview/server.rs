//! The server of the page: it answers this machine's browsers, and has nothing but the page and the figures.
//!
//! Other sites can make a browser ask it. A name of theirs that leads to this machine (DNS rebinding) is told by the `Host` that the
//! browser says; a request that a page of theirs makes, by its `Sec-Fetch-Site`. Nothing is changed by asking.

use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use httparse::{Header, Request};

use super::http;
use super::shown::Shown;
use super::state::State;

/// Connections at once; more wait.
const MOST_CONNECTIONS: usize = 64;
/// Pages at once that are told of changes; a browser has six at most.
const MOST_STREAMS: usize = 32;
/// How long a page waits before it looks for a server that is gone.
const RETRY: Duration = Duration::from_millis(500);

/// What browsers may do with any answer.
const SAFE: [(&str, &str); 5] = [
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];
/// What the page may do: show its own figures and ask this server, and nothing else.
const PAGE_POLICY: &str = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
/// What a figure may do that is opened by itself.
const FIGURE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// What every request is answered from.
struct Server {
    listener: TcpListener,
    port: u16,
    shown: Arc<Shown>,
    /// Each page that is told of changes has one more.
    streams: Arc<()>,
}

/// Answers requests, for ever: on threads of its own, of which each has one connection at a time.
pub(super) fn serve(listener: TcpListener, shown: Arc<Shown>) -> io::Result<()> {
    let server = Arc::new(Server {
        port: listener.local_addr()?.port(),
        listener,
        shown,
        streams: Arc::default(),
    });
    for _ in 0..MOST_CONNECTIONS {
        let server = Arc::clone(&server);
        thread::Builder::new().spawn(move || server.run())?;
    }
    Ok(())
}

struct Answer {
    status: &'static str,
    kind: &'static str,
    policy: &'static str,
    body: Body,
}

enum Body {
    Text(Arc<str>),
    /// Keeps a place among the pages that are told of changes.
    Events(Arc<()>),
}

impl Answer {
    fn new(kind: &'static str, body: Body) -> Self {
        Self {
            status: "200 OK",
            kind,
            policy: PAGE_POLICY,
            body,
        }
    }

    fn text(kind: &'static str, text: impl Into<Arc<str>>) -> Self {
        Self::new(kind, Body::Text(text.into()))
    }

    fn refusal(status: &'static str, words: &str) -> Self {
        Self {
            status,
            ..Self::text("text/plain; charset=utf-8", words)
        }
    }
}

impl Server {
    fn run(&self) {
        loop {
            match self.listener.accept() {
                Ok((mut connection, _)) => {
                    // Who goes away before the answer needs none.
                    let _ = self.converse(&mut connection);
                }
                // There may be no more files to be opened. Those of others are closed some time.
                Err(_) => thread::sleep(RETRY),
            }
        }
    }

    /// Reads a request, and sends an answer.
    fn converse(&self, connection: &mut TcpStream) -> io::Result<()> {
        let (answer, is_head) = http::receive(connection, |request| match request {
            Ok(request) => (self.guarded(request), request.method == Some("HEAD")),
            Err(status) => (Answer::refusal(status, ""), false),
        })?;
        let length = match &answer.body {
            Body::Text(text) => Some(text.len()),
            Body::Events(_) => None,
        };
        let own = [
            ("content-type", answer.kind),
            ("content-security-policy", answer.policy),
            // All that is ever allowed, which who asks for more must be told.
            ("allow", "GET, HEAD"),
        ];
        let headers = [&own[..], &SAFE].concat();
        http::send_head(connection, answer.status, &headers, length)?;
        match answer.body {
            _ if is_head => http::close(connection),
            Body::Text(text) => {
                connection.write_all(text.as_bytes())?;
                http::close(connection)
            }
            Body::Events(_place) => self.tell(connection),
        }
    }

    /// Answers what is for this server.
    fn guarded(&self, request: &Request) -> Answer {
        match refusal(request, self.port) {
            Some((status, words)) => Answer::refusal(status, words),
            None => self.answer(request.path.unwrap_or_default()),
        }
    }

    /// What is at a path.
    fn answer(&self, path: &str) -> Answer {
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        let parts: Vec<&str> = path.split('/').collect();
        match parts[..] {
            ["", ""] => Some(Answer::text(
                "text/html; charset=utf-8",
                include_str!("page.html"),
            )),
            ["", "page.css"] => Some(Answer::text(
                "text/css; charset=utf-8",
                include_str!("page.css"),
            )),
            ["", "page.js"] => Some(Answer::text(
                "text/javascript; charset=utf-8",
                include_str!("page.js"),
            )),
            ["", "icon.svg"] => Some(Answer::text("image/svg+xml", include_str!("icon.svg"))),
            ["", "events"] => Some(self.events()),
            ["", "figures", id] => self.details(id),
            ["", "figures", id, drawing, name] => self.document([id, drawing], name),
            _ => None,
        }
        .unwrap_or_else(|| Answer::refusal("404 Not Found", ""))
    }

    fn events(&self) -> Answer {
        let place = Arc::clone(&self.streams);
        match Arc::strong_count(&place) <= 1 + MOST_STREAMS {
            true => Answer::new("text/event-stream", Body::Events(place)),
            false => Answer::refusal("503 Service Unavailable", ""),
        }
    }

    fn details(&self, id: &str) -> Option<Answer> {
        let id = id.parse().ok()?;
        let details = self.shown.read(|state| state.details(id))?;
        Some(Answer::text("application/json", details))
    }

    fn document(&self, numbers: [&str; 2], name: &str) -> Option<Answer> {
        let [id, drawing] = numbers.map(str::parse);
        let (id, drawing) = (id.ok()?, drawing.ok()?);
        let document = self.shown.read(|state| state.document(id, drawing, name))?;
        Some(Answer {
            policy: FIGURE_POLICY,
            ..Answer::text("image/svg+xml", document)
        })
    }

    /// Tells a page how it is, and of every change. Of changes that come too fast it is told the last.
    fn tell(&self, connection: &TcpStream) -> io::Result<()> {
        let gone = || self.shown.wake();
        http::while_open(connection, gone, |is_gone| {
            let mut told = None;
            while let Some((changes, list)) = self.shown.next(told, is_gone, State::list) {
                // JSON is a single line.
                let event = format!("retry: {}\ndata: {list}\n\n", RETRY.as_millis());
                (&mut &*connection).write_all(event.as_bytes())?;
                told = Some(changes);
            }
            Ok(())
        })
    }
}

/// Why a request is not answered, if it is not.
fn refusal(request: &Request, port: u16) -> Option<(&'static str, &'static str)> {
    if !is_for(request.headers, port) {
        return Some(("403 Forbidden", "this server has another name\n"));
    }
    if is_foreign(request.headers) {
        return Some(("403 Forbidden", "another site may not ask this\n"));
    }
    let reads = ["GET", "HEAD"].map(Some).contains(&request.method);
    (!reads).then_some((
        "405 Method Not Allowed",
        "there is nothing to change here\n",
    ))
}

/// Whether a request is for this server by one of its own names.
fn is_for(headers: &[Header], port: u16) -> bool {
    let mut hosts = http::values(headers, "host");
    let (host, more) = (hosts.next(), hosts.next());
    let names = ["127.0.0.1", "localhost", "[::1]"];
    // A browser leaves out the port that is HTTP's own.
    let names = names.map(|name| match port {
        80 => name.to_owned(),
        _ => format!("{name}:{port}"),
    });
    more.is_none() && host.is_some_and(|host| names.iter().any(|name| host == name.as_bytes()))
}

/// Whether a page of another site makes a request, other than by a link to this one.
fn is_foreign(headers: &[Header]) -> bool {
    let given = |name| http::values(headers, name).next();
    let is = |name, value: &str| given(name) == Some(value.as_bytes());
    let own = is("sec-fetch-site", "same-origin") || is("sec-fetch-site", "none");
    let link = is("sec-fetch-mode", "navigate") && is("sec-fetch-dest", "document");
    given("sec-fetch-site").is_some() && !own && !link
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_belongs_to_the_name_but_for_that_of_http() {
        let is_for = |host: &str, port| {
            let [name, value] = ["Host", host];
            let value = value.as_bytes();
            is_for(&[Header { name, value }], port)
        };
        assert!(is_for("localhost:1777", 1777));
        assert!(!is_for("localhost", 1777));
        assert!(is_for("localhost", 80));
        assert!(!is_for("evil.test", 80));
        assert!(!super::is_for(&[], 80));
    }
}
