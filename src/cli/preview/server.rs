//! The server of the page: it answers this machine's browsers, and has nothing but the page and the figures.
//!
//! Other sites can make a browser ask it. A name of theirs that leads to this machine (DNS rebinding) is told by the `Host` that the
//! browser says; a request that a page of theirs makes, by its `Sec-Fetch-Site`. Nothing is changed by asking.

use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Request, State as Shared};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::sync::{Semaphore, watch};

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
    let service = TowerToHyperService::new(router(server));
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
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            .serve_connection(TokioIo::new(connection), service.clone());
        tokio::spawn(async move {
            // Who goes away before the answer needs none.
            let _ = connection.await;
            drop(place);
        });
    }
}

fn router(server: Server) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/page.css", get(style))
        .route("/page.js", get(script))
        .route("/icon.svg", get(icon))
        .route("/events", get(events))
        .route("/figures/{id}", get(details))
        .route("/figures/{id}/{drawing}/{name}", get(document))
        .layer(middleware::from_fn_with_state(server.clone(), guard))
        .with_state(server)
}

/// Refuses what is not for this server, and says with every answer what browsers may do with it.
async fn guard(Shared(server): Shared<Server>, request: Request, next: Next) -> Response {
    let mut response = match refusal(&request, server.port) {
        Some((status, words)) => {
            let mut response = (status, words).into_response();
            set(&mut response, header::CONNECTION, "close");
            response
        }
        None => next.run(request).await,
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
        set(&mut response, name, value);
    }
    response
        .headers_mut()
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(PAGE_POLICY));
    response
}

fn set(response: &mut Response, name: HeaderName, value: &'static str) {
    let value = HeaderValue::from_static(value);
    response.headers_mut().insert(name, value);
}

/// Why a request is not answered, if it is not.
fn refusal(request: &Request, port: u16) -> Option<(StatusCode, &'static str)> {
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

async fn page() -> impl IntoResponse {
    typed("text/html; charset=utf-8", include_str!("page.html"))
}

async fn style() -> impl IntoResponse {
    typed("text/css; charset=utf-8", include_str!("page.css"))
}

async fn script() -> impl IntoResponse {
    typed("text/javascript; charset=utf-8", include_str!("page.js"))
}

async fn icon() -> impl IntoResponse {
    typed("image/svg+xml", include_str!("icon.svg"))
}

fn typed(kind: &'static str, body: impl IntoResponse) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind)], body)
}

/// Tells a page of every change, and of how it is at first. Of changes that come too fast it is told the last.
async fn events(Shared(server): Shared<Server>) -> Response {
    let Ok(place) = server.streams.try_acquire_owned() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let mut shown = server.shown;
    shown.mark_changed();
    Sse::new(stream::unfold((shown, place), next)).into_response()
}

/// The next event of a stream, which keeps its place as long as it goes on.
async fn next<P>(
    (mut shown, place): (watch::Receiver<State>, P),
) -> Option<(Result<Event, Infallible>, (watch::Receiver<State>, P))> {
    shown.changed().await.ok()?;
    let list = shown.borrow_and_update().list();
    Some((Ok(Event::default().retry(RETRY).data(list)), (shown, place)))
}

async fn details(Shared(server): Shared<Server>, Path(id): Path<u64>) -> Response {
    let details = server.shown.borrow().details(id);
    answer("application/json", details)
}

async fn document(
    Shared(server): Shared<Server>,
    Path((id, drawing, name)): Path<(u64, u64, String)>,
) -> Response {
    let document = server.shown.borrow().document(id, drawing, &name);
    let policy = [(header::CONTENT_SECURITY_POLICY, FIGURE_POLICY)];
    (policy, answer("image/svg+xml", document)).into_response()
}

fn answer(kind: &'static str, found: Option<impl IntoResponse>) -> Response {
    match found {
        Some(found) => typed(kind, found).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
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
