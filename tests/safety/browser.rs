//! Figures with hostile strings in a real browser: no script runs, nothing is asked of the network.
//!
//! The browser's proxy is this test, so every request that a page makes arrives here, wherever it goes. Each figure is opened as a
//! document of its own, and all are inlined in a page of HTML. So are controls, in which a script does run and a request is made:
//! a browser or a test that does not notice, fails.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use crate::chromium::Browser;
use crate::hostile::{figure, strings};

/// How long the browser may be silent. It never is unless it is broken.
const PATIENCE: Duration = Duration::from_secs(120);

/// Opens each document in a window of its own, one after the other, and tells where a script has run.
const DRIVER: &str = r#"<!DOCTYPE html><meta charset="utf-8"><script>
const pause = () => new Promise(resume => setTimeout(resume, 5));
(async () => {
  const ran = [];
  const page = window.open();
  for (const path of PATHS) {
    page.location.replace(path);
    while (page.location.pathname !== path || page.document.readyState !== "complete") await pause();
    if (page.pwned) ran.push(path);
  }
  await fetch("/done?" + ran.join(","));
})();
</script>"#;

/// Documents by their paths: the type and the text of each.
type Pages = BTreeMap<String, (&'static str, String)>;

/// Adds each document by itself, and a page with all of them inlined.
fn add(pages: &mut Pages, name: &str, documents: &[String]) {
    let html = format!(
        "<!DOCTYPE html><meta charset=\"utf-8\"><body>{}</body>",
        documents.concat()
    );
    pages.insert(format!("/{name}.html"), ("text/html", html));
    for (number, svg) in documents.iter().enumerate() {
        pages.insert(
            format!("/{name}-{number}.svg"),
            ("image/svg+xml", svg.clone()),
        );
    }
}

/// The requests of one run of the browser that are for no page of it, and where scripts have run.
struct Seen {
    requests: BTreeSet<String>,
    ran: BTreeSet<String>,
}

/// Answers the browser's requests until it has opened every page.
fn browse(mut pages: Pages) -> Option<Seen> {
    let paths: Vec<_> = pages.keys().cloned().collect();
    let driver = DRIVER.replace("PATHS", &format!("{paths:?}"));
    pages.insert("/".to_owned(), ("text/html", driver));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let _browser = start(listener.local_addr().unwrap().port())?;
    let (told, tells) = channel();
    // It ends with the test.
    std::thread::spawn(move || serve(&listener, &pages, &told));
    Some(watch(&tells))
}

/// Starts the browser, with this port as its proxy.
fn start(port: u16) -> Option<Browser> {
    let proxy = format!("--proxy-server=127.0.0.1:{port}");
    let arguments = [
        "--disable-popup-blocking",
        // Not around the proxy for the machine itself, as it is done by default.
        "--proxy-bypass-list=<-loopback>",
        &proxy,
        "http://figures.test/",
    ];
    Browser::start(&arguments)
}

/// Answers each request, and tells what was asked for if that is no page.
fn serve(listener: &TcpListener, pages: &Pages, told: &Sender<String>) {
    for connection in listener.incoming().flatten() {
        let pages = pages.clone();
        let told = told.clone();
        // The browser keeps connections in store on which it asks nothing yet.
        std::thread::spawn(move || answer(connection, &pages, &told));
    }
}

fn answer(mut connection: TcpStream, pages: &Pages, told: &Sender<String>) -> Option<()> {
    let mut lines = BufReader::new(Read::by_ref(&mut connection)).lines();
    let line = lines.next()?.ok()?;
    // GET http://figures.test/a.svg HTTP/1.1
    let address = line.split(' ').nth(1)?.to_owned();
    while !lines.next()?.ok()?.is_empty() {}
    let page = address
        .strip_prefix("http://figures.test")
        .and_then(|path| pages.get(path));
    let (status, (kind, text)) = match page {
        Some(page) => ("200 OK", page.clone()),
        None => {
            told.send(address).ok()?;
            ("404 Not Found", ("text/plain", String::new()))
        }
    };
    let length = text.len();
    write!(
        connection,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{text}"
    )
    .ok()
}

/// Collects what is told until the browser is done.
fn watch(tells: &Receiver<String>) -> Seen {
    let mut requests = BTreeSet::new();
    loop {
        let address = tells
            .recv_timeout(PATIENCE)
            .expect("the browser says nothing");
        if let Some(ran) = address.strip_prefix("http://figures.test/done?") {
            let ran = ran.split(',').filter(|path| !path.is_empty());
            let ran = ran.map(str::to_owned).collect();
            return Seen { requests, ran };
        }
        // What the browser itself is up to: the picture beside the address, and the services of its maker.
        let own = address.ends_with("/favicon.ico") || address.contains("google");
        if !own {
            requests.insert(address);
        }
    }
}

#[test]
fn no_script_runs_and_no_request_is_made_in_a_browser() {
    const CONTROLS: [(&str, &str); 3] = [
        ("script", "<script>pwned=1</script>"),
        ("event", "<image href='data:,' onerror='pwned=1'/>"),
        ("request", "<image href='http://evil.test/control.png'/>"),
    ];
    let mut pages = Pages::new();
    let figures: Vec<String> = strings().iter().map(|string| figure(string).0).collect();
    add(&mut pages, "figure", &figures);
    for (name, element) in CONTROLS {
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg'>{element}</svg>");
        add(&mut pages, name, &[svg]);
    }
    let Some(seen) = browse(pages) else {
        return crate::note("there is no Chromium: hostile figures were not opened in a browser");
    };
    let ran = [
        "/event-0.svg",
        "/event.html",
        "/script-0.svg",
        "/script.html",
    ];
    assert!(seen.ran.iter().eq(ran), "scripts ran in {:?}", seen.ran);
    let asked = ["http://evil.test/control.png"];
    assert!(
        seen.requests.iter().eq(asked),
        "requests: {:?}",
        seen.requests
    );
}
