//! The server: whom it answers, and with what.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use serde_json::Value;

use crate::http::{ask, connection, figure, head};
use crate::{BROKEN, PATIENCE, Preview, STANDARD, command, wait_for};

const ONE: [(&str, &str); 1] = [("configs/a.toml", STANDARD)];

fn has_statistics(details: &Value) -> bool {
    details["statistics"].is_array()
}

#[test]
fn it_answers_by_its_own_names_and_no_others() {
    let preview = Preview::of(&ONE);
    let port = preview.port;
    let status = |host: &str| ask(port, &["GET / HTTP/1.1", host]).status;
    for name in ["127.0.0.1", "localhost", "[::1]"] {
        assert_eq!(status(&format!("Host: {name}:{port}")), 200, "{name}");
    }
    for host in [
        "Host: evil.test".to_owned(),
        format!("Host: evil.test:{port}"),
        format!("Host: localhost:{port}.evil.test"),
        format!("Host: 127.0.0.1.evil.test:{port}"),
        "Host: 127.0.0.1".to_owned(),
        "Host: 127.0.0.1:1".to_owned(),
        "Host: ".to_owned(),
        format!("X-Forwarded-Host: 127.0.0.1:{port}"),
        format!("Host: 127.0.0.1:{port}\r\nHost: evil.test"),
    ] {
        assert_eq!(status(&host), 403, "{host}");
    }
}

#[test]
fn a_page_of_another_site_is_refused_but_not_a_link() {
    let preview = Preview::of(&ONE);
    let status = |headers: &[&str]| {
        let host = preview.host();
        let lines = [&["GET / HTTP/1.1", &host], headers].concat();
        ask(preview.port, &lines).status
    };
    assert_eq!(status(&["Sec-Fetch-Site: same-origin"]), 200);
    assert_eq!(
        status(&["Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate"]),
        200
    );
    // Another port of this machine is the same site.
    for site in ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site"] {
        assert_eq!(status(&[site, "Sec-Fetch-Mode: no-cors"]), 403);
        let navigate = "Sec-Fetch-Mode: navigate";
        assert_eq!(status(&[site, navigate, "Sec-Fetch-Dest: iframe"]), 403);
        assert_eq!(status(&[site, navigate, "Sec-Fetch-Dest: document"]), 200);
    }
}

#[test]
fn there_is_nothing_to_change() {
    let preview = Preview::of(&ONE);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
        for path in ["/", "/events", "/figures/1", "/nothing"] {
            let line = format!("{method} {path} HTTP/1.1");
            let answer = ask(preview.port, &[&line, &preview.host(), "Content-Length: 0"]);
            assert_eq!(answer.status, 405, "{line}");
        }
    }
    let answer = ask(preview.port, &["HEAD / HTTP/1.1", &preview.host()]);
    assert_eq!((answer.status, answer.body.len()), (200, 0));
    let length = preview.get("/").body.len().to_string();
    assert_eq!(answer.header("content-length"), Some(&*length));
}

#[test]
fn nothing_on_the_disk_can_be_asked_for() {
    let preview = Preview::of(&ONE);
    preview.details("configs/a.toml", has_statistics);
    for path in [
        "/configs/a.toml",
        "/../configs/a.toml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/figures/1/1/a.toml",
        "/figures/1/1/..%2f..%2f..%2fconfigs%2fa.toml",
        "/figures/1/1/../../../configs/a.toml",
        "/figures/1/2/own.svg",
        "/figures/2",
        "/figures/-1",
        "/figures/18446744073709551616",
        "/figures/a",
        "/figures/",
        "/page",
    ] {
        let answer = preview.get(path);
        assert!([400, 404].contains(&answer.status), "{path}: {answer:?}");
        assert!(!answer.text().contains("gaussian"), "{path}: {answer:?}");
    }
    assert!(!preview.directory.path().join("out").exists());
}

#[test]
fn every_answer_says_what_a_browser_may_do_with_it() {
    let preview = Preview::of(&ONE);
    let details = preview.details("configs/a.toml", has_statistics);
    let figure = format!(
        "/figures/{}/{}/own.svg",
        details["id"], details["picture"]["drawing"]
    );
    let mut answers: Vec<_> = [
        "/",
        "/page.css",
        "/page.js",
        "/icon.svg",
        "/figures/1",
        &figure,
    ]
    .map(|path| (preview.get(path), 200))
    .into();
    answers.push((preview.get("/nothing"), 404));
    answers.push((
        ask(preview.port, &["GET / HTTP/1.1", "Host: evil.test"]),
        403,
    ));
    answers.push((
        ask(preview.port, &["POST / HTTP/1.1", &preview.host()]),
        405,
    ));
    for (answer, status) in &answers {
        assert_eq!(answer.status, *status);
        for (name, value) in [
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{answer:?}");
        }
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; "), "{policy}");
        assert!(!policy.contains('*'), "{policy}");
        let shared = |line: &String| line.starts_with("access-control-");
        assert!(!answer.headers.iter().any(shared), "{answer:?}");
    }
    let types = [
        "text/html",
        "text/css",
        "text/javascript",
        "image/svg+xml",
        "application/json",
    ];
    for ((answer, _), kind) in answers.iter().zip(types) {
        assert!(answer.header("content-type").unwrap().starts_with(kind));
    }
    let policy = answers[5].0.header("content-security-policy").unwrap();
    assert!(policy.ends_with("; sandbox"), "{policy}");
}

#[test]
fn a_page_is_told_of_what_is_saved_and_gets_the_figure_its_numbers_and_its_markup() {
    let preview = Preview::of(&ONE);
    let mut events = preview.events();
    assert_eq!(events.status, 200);
    let kind = "content-type: text/event-stream".to_owned();
    assert!(events.headers.contains(&kind), "{:?}", events.headers);
    let version = |list: &Value| figure(list, "configs/a.toml").map(|a| a["version"].clone());
    let list = events.until(|list| version(list) == Some(2.into()));
    assert_eq!(list["problems"], "");
    let details = preview.details("configs/a.toml", has_statistics);
    let [id, drawing] = [&details["id"], &details["picture"]["drawing"]];
    let document = |name: &str| {
        preview
            .get(&format!("/figures/{id}/{drawing}/{name}"))
            .text()
    };
    assert!(document("own.svg").starts_with("<svg"));
    assert_eq!(document("own.svg"), document("light.svg"));
    assert_ne!(document("light.svg"), document("dark.svg"));
    assert_eq!(details["statistics"][0]["rows"][0][2], "1");
    let markup = &details["picture"]["markup"][0];
    assert_eq!(markup["site"], "html");
    assert!(
        markup["text"].as_str().unwrap().contains("out/a.svg"),
        "{markup}"
    );

    preview.write("configs/a.toml", BROKEN);
    events.until(|list| figure(list, "configs/a.toml").unwrap()["severity"] == "error");
    let broken = preview.details("configs/a.toml", |details| details["version"] == 3);
    assert_eq!(broken["picture"], details["picture"]);
    let text = broken["report"]["text"].as_str().unwrap();
    assert!(
        text.ends_with("\n3 | sigma = 0.0\n  |         ^^^"),
        "{text}"
    );
    assert!(document("own.svg").starts_with("<svg"));

    preview.write("configs/b.toml", STANDARD);
    events.until(|list| figure(list, "configs/b.toml").is_some());
    std::fs::remove_file(preview.directory.path().join("configs/a.toml")).unwrap();
    events.until(|list| figure(list, "configs/a.toml").is_none());
}

#[test]
fn an_auto_figure_has_both_of_its_sides() {
    let auto = format!("figure.theme = 'auto'\n{STANDARD}");
    let preview = Preview::of(&[("configs/a.toml", &auto)]);
    let details = preview.details("configs/a.toml", has_statistics);
    let drawing = &details["picture"]["drawing"];
    let documents = ["own", "light", "dark"].map(|name| {
        preview
            .get(&format!("/figures/1/{drawing}/{name}.svg"))
            .text()
    });
    assert_eq!(
        documents.each_ref().map(|text| text.contains("<style")),
        [true, false, false]
    );
    assert_eq!(
        documents.each_ref().map(|text| text.contains("#14171c")),
        [true, false, true]
    );
}

#[test]
fn it_listens_on_this_machine_only() {
    let preview = Preview::of(&ONE);
    assert_eq!(preview.get("/").status, 200);
    // This is the machine, too, to who listens everywhere.
    #[cfg(target_os = "linux")]
    assert!(TcpStream::connect(("127.0.0.2", preview.port)).is_err());
}

#[test]
fn so_many_pages_are_told_and_no_more() {
    let preview = Preview::of(&ONE);
    let mut streams: Vec<_> = (0..32).map(|_| preview.events()).collect();
    for stream in &mut streams {
        assert_eq!(stream.status, 200);
        stream.next();
    }
    assert_eq!(preview.events().status, 503);
    assert_eq!(preview.get("/").status, 200);
    streams.pop();
    wait_for("place", || (preview.events().status == 200).then_some(()));
}

#[test]
fn so_many_connections_are_open_and_the_next_one_waits() {
    let preview = Preview::of(&ONE);
    // They come one after another, so the last one waits for one of these.
    let mut unfinished: Vec<_> = (0..64).map(|_| connection(preview.port, "GET /")).collect();
    let request = format!("GET / HTTP/1.1\r\n{}\r\n\r\n", preview.host());
    let mut waiting = connection(preview.port, &request);
    let patience = Duration::from_millis(200);
    waiting.get_ref().set_read_timeout(Some(patience)).unwrap();
    assert!(waiting.read(&mut [0; 1]).is_err());
    unfinished.pop();
    waiting.get_ref().set_read_timeout(Some(PATIENCE)).unwrap();
    assert_eq!(head(&mut waiting).0, 200);
}

#[test]
fn what_is_no_request_is_told_so_and_so_is_one_that_is_too_long() {
    let preview = Preview::of(&ONE);
    let answer = |first: &str, more: &str| ask(preview.port, &[first, &preview.host(), more]);
    for line in [
        "",
        "GET",
        "GET / HTTP/9.9",
        "G\0T / HTTP/1.1",
        "\u{16}\u{3}\u{1}\u{2}",
    ] {
        assert_eq!(answer(line, "X: x").status, 400, "{line:?}");
    }
    assert_eq!(answer("GET / HTTP/1.1", "X").status, 400);
    let long = format!("X: {}", "x".repeat(1 << 20));
    assert_eq!(answer("GET / HTTP/1.1", &long).status, 431);
    let many = ["X: x"; 200].join("\r\n");
    assert_eq!(answer("GET / HTTP/1.1", &many).status, 431);
    // It need not come in one piece.
    let mut slow = connection(preview.port, "GET / HT");
    for piece in ["TP/1.1\r", "\n", &preview.host(), "\r\n\r", "\n"] {
        std::thread::sleep(Duration::from_millis(20));
        slow.get_mut().write_all(piece.as_bytes()).unwrap();
    }
    assert_eq!(head(&mut slow).0, 200);
}

#[test]
fn what_is_sent_besides_takes_no_answer_away() {
    let preview = Preview::of(&ONE);
    let lines = [
        "POST / HTTP/1.1",
        &preview.host(),
        "Content-Length: 3000000",
    ];
    let request = format!("{}\r\n\r\n{}", lines.join("\r\n"), "x".repeat(3_000_000));
    let mut connection = connection(preview.port, &request);
    let (status, headers) = head(&mut connection);
    assert_eq!(status, 405);
    assert!(
        headers.contains(&"allow: get, head".to_owned()),
        "{headers:?}"
    );
}

#[test]
fn who_says_nothing_is_not_waited_for() {
    let preview = Preview::of(&ONE);
    let mut silent = connection(preview.port, "GET / HTT");
    let mut rest = Vec::new();
    // It ends, with or without a word about it.
    let _ = silent.read_to_end(&mut rest);
    assert!(!String::from_utf8_lossy(&rest).contains("200"));
}

#[test]
fn the_page_is_there_while_a_figure_is_drawn() {
    let slow = format!("[histogram]\nsamples = 1_000_000_000\n{STANDARD}");
    let preview = Preview::of(&[("configs/slow.toml", &slow)]);
    let is_drawing = |list: &Value| {
        figure(list, "configs/slow.toml").is_some_and(|slow| slow["is_drawing"] == true)
    };
    preview.events().until(is_drawing);
    assert_eq!(preview.get("/").status, 200);
    assert_eq!(preview.get("/figures/1").status, 200);
    assert!(is_drawing(&preview.events().next()));
}

#[test]
fn a_config_of_a_stranger_reads_no_files() {
    let config = format!("style = 'secret.toml'\n{STANDARD}");
    let configs = [
        ("configs/a.toml", &*config),
        ("configs/secret.toml", "title = 'x'\n"),
    ];
    let preview = Preview::with(&configs, &["--port", "0", "--no-user-files"]);
    let details = preview.details("configs/a.toml", |details| details["version"] == 1);
    let text = details["report"]["text"].as_str().unwrap();
    assert!(text.contains("--no-user-files allows none"), "{text}");
}

#[test]
fn a_port_that_is_taken_is_an_error_if_it_was_asked_for() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let directory = tempfile::tempdir().unwrap();
    let output = command(directory.path(), &["--port", &port])
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    let message = "error: cannot be listened on: ";
    assert!(stderr.starts_with(message), "{stderr}");
    assert!(
        stderr.contains(&format!("--> 127.0.0.1:{port}\n")),
        "{stderr}"
    );
    assert_eq!(output.status.code(), Some(3));
    // Another one is found if none was asked for.
    let [first, second] = [(); 2].map(|()| Preview::with(&ONE, &[]));
    assert_ne!(first.port, second.port);
}

#[test]
fn standard_input_cannot_be_shown() {
    let directory = tempfile::tempdir().unwrap();
    let output = command(directory.path(), &["-"]).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.starts_with("error: standard input cannot be watched\n"),
        "{stderr}"
    );
    assert_eq!(output.status.code(), Some(2));
}
