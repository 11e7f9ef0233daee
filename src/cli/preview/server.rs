//! The server of the page: it answers this machine's browsers, and has nothing but the page and the figures.
//!
//! Other sites can make a browser ask it. A name of theirs that leads to this machine (DNS rebinding) is told by the `Host` that the
//! browser says; a request that a page of theirs makes, by its `Sec-Fetch-Site`. Nothing is changed by asking.

use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Bytes, Frame};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::state::State;

/// Connections at once; more wait.
const MOST_CONNECTIONS: usize = 64;
/// Pages at once that are told of changes; a browser has six at most.
const MOST_STREAMS: usize = 32;
/// How long a connection may be silent before its request is there.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a page waits before it looks for a server that is gone.
const RETRY: Duration = Duration::from_millis(500);

/// What the page may do: show its own figures and ask this server, and nothing else.
const PAGE_POLICY: &str = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
/// What a figure may do that is opened by itself.
const FIGURE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// What every request is answered from.
#[derive(Clone)]
struct Server {
    port: u16,
    shown: watch::Receiver<State>,
    streams: Arc<Semaphore>,
}

/// Answers requests at a port, for ever.
pub(super) async fn serve(listener: TcpListener, port: u16, shown: watch::Receiver<State>) {
    let server = Server {
        port,
        shown,
        streams: Arc::new(Semaphore::new(MOST_STREAMS)),
    };
    let connections = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    // A socket that is open and does not wait is all that this asks for.
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
        return;
    };
    while let Ok(place) = Arc::clone(&connections).acquire_owned().await {
        let Ok((connection, _)) = listener.accept().await else {
            // There may be no more files to be opened. Those of others are closed some time.
            tokio::time::sleep(RETRY).await;
            continue;
        };
        let server = server.clone();
        let service = service_fn(move |request: Request<_>| {
            let answer = server.guarded(&request);
            async { Ok::<_, Infallible>(answer) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            .serve_connection(TokioIo::new(connection), service);
        tokio::spawn(async move {
            // Who goes away before the answer needs none.
            let _ = connection.await;
            drop(place);
        });
    }
}

type Answer = Response<UnsyncBoxBody<Bytes, Infallible>>;

impl Server {
    /// Answers what is for this server, and says with every answer what browsers may do with it.
    fn guarded<B>(&self, request: &Request<B>) -> Answer {
        let mut answer = match refusal(request, self.port) {
            Some((status, words)) => {
                let mut answer = content("text/plain; charset=utf-8", words);
                *answer.status_mut() = status;
                set(&mut answer, header::CONNECTION, "close");
                answer
            }
            None => self.answer(request.uri().path()),
        };
        for (name, value) in [
            (header::CACHE_CONTROL, "no-store"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
            (
                HeaderName::from_static("cross-origin-opener-policy"),
                "same-origin",
            ),
            (
                HeaderName::from_static("cross-origin-resource-policy"),
                "same-origin",
            ),
        ] {
            set(&mut answer, name, value);
        }
        answer
            .headers_mut()
            .entry(header::CONTENT_SECURITY_POLICY)
            .or_insert(HeaderValue::from_static(PAGE_POLICY));
        answer
    }

    /// What is at a path.
    fn answer(&self, path: &str) -> Answer {
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        match parts[..] {
            [""] => Some(content(
                "text/html; charset=utf-8",
                include_str!("page.html"),
            )),
            ["page.css"] => Some(content("text/css; charset=utf-8", include_str!("page.css"))),
            ["page.js"] => Some(content(
                "text/javascript; charset=utf-8",
                include_str!("page.js"),
            )),
            ["icon.svg"] => Some(content("image/svg+xml", include_str!("icon.svg"))),
            ["events"] => Some(self.events()),
            ["figures", id] => self.details(id),
            ["figures", id, drawing, name] => self.document([id, drawing], name),
            _ => None,
        }
        .unwrap_or_else(|| empty(StatusCode::NOT_FOUND))
    }

    /// Tells a page of every change, and of how it is at first. Of changes that come too fast it is told the last.
    fn events(&self) -> Answer {
        let Ok(place) = Arc::clone(&self.streams).try_acquire_owned() else {
            return empty(StatusCode::SERVICE_UNAVAILABLE);
        };
        let mut shown = self.shown.clone();
        shown.mark_changed();
        let events = StreamBody::new(stream::unfold((shown, place), next));
        typed("text/event-stream", events.boxed_unsync())
    }

    fn details(&self, id: &str) -> Option<Answer> {
        let details = self.shown.borrow().details(id.parse().ok()?)?;
        Some(content("application/json", details))
    }

    fn document(&self, numbers: [&str; 2], name: &str) -> Option<Answer> {
        let [id, drawing] = numbers.map(str::parse);
        let document = self
            .shown
            .borrow()
            .document(id.ok()?, drawing.ok()?, name)?;
        let mut answer = content("image/svg+xml", document);
        set(&mut answer, header::CONTENT_SECURITY_POLICY, FIGURE_POLICY);
        Some(answer)
    }
}

fn set(answer: &mut Answer, name: HeaderName, value: &'static str) {
    let value = HeaderValue::from_static(value);
    answer.headers_mut().insert(name, value);
}

/// Why a request is not answered, if it is not.
fn refusal<B>(request: &Request<B>, port: u16) -> Option<(StatusCode, &'static str)> {
    let headers = request.headers();
    if !is_for(headers, port) {
        return Some((StatusCode::FORBIDDEN, "this server has another name\n"));
    }
    if is_foreign(headers) {
        return Some((StatusCode::FORBIDDEN, "another site may not ask this\n"));
    }
    let reads = [Method::GET, Method::HEAD].contains(request.method());
    (!reads).then_some((
        StatusCode::METHOD_NOT_ALLOWED,
        "there is nothing to change here\n",
    ))
}

/// Whether a request is for this server by one of its own names.
fn is_for(headers: &HeaderMap, port: u16) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (host, more) = (hosts.next(), hosts.next());
    let names = ["127.0.0.1", "localhost", "[::1]"];
    // A browser leaves out the port that is HTTP's own.
    let names = names.map(|name| match port {
        80 => name.to_owned(),
        _ => format!("{name}:{port}"),
    });
    more.is_none() && host.is_some_and(|host| names.iter().any(|name| host == name.as_str()))
}

/// Whether a page of another site makes a request, other than by a link to this one.
fn is_foreign(headers: &HeaderMap) -> bool {
    let is = |name: &str, value: &str| headers.get(name).is_some_and(|given| given == value);
    let own = is("sec-fetch-site", "same-origin") || is("sec-fetch-site", "none");
    let link = is("sec-fetch-mode", "navigate") && is("sec-fetch-dest", "document");
    headers.contains_key("sec-fetch-site") && !own && !link
}

/// The next event of a stream, which keeps its place as long as it goes on.
async fn next(
    (mut shown, place): (watch::Receiver<State>, OwnedSemaphorePermit),
) -> Option<(
    Result<Frame<Bytes>, Infallible>,
    (watch::Receiver<State>, OwnedSemaphorePermit),
)> {
    shown.changed().await.ok()?;
    // JSON is a single line.
    let list = shown.borrow_and_update().list();
    let event = format!("retry: {}\ndata: {list}\n\n", RETRY.as_millis());
    Some((Ok(Frame::data(event.into())), (shown, place)))
}

fn content(kind: &'static str, bytes: impl Into<Bytes>) -> Answer {
    typed(kind, Full::new(bytes.into()).boxed_unsync())
}

fn typed(kind: &'static str, body: UnsyncBoxBody<Bytes, Infallible>) -> Answer {
    let mut answer = Answer::new(body);
    set(&mut answer, header::CONTENT_TYPE, kind);
    answer
}

fn empty(status: StatusCode) -> Answer {
    let mut answer = Answer::new(Full::default().boxed_unsync());
    *answer.status_mut() = status;
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(host: &str) -> HeaderMap {
        let host = HeaderValue::from_str(host).unwrap();
        HeaderMap::from_iter([(header::HOST, host)])
    }

    #[test]
    fn the_port_belongs_to_the_name_but_for_that_of_http() {
        assert!(is_for(&headers("localhost:1777"), 1777));
        assert!(!is_for(&headers("localhost"), 1777));
        assert!(is_for(&headers("localhost"), 80));
        assert!(!is_for(&headers("evil.test"), 80));
        assert!(!is_for(&HeaderMap::new(), 80));
    }
}
