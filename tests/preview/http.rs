//! Requests as no browser would make them, byte by byte.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use serde_json::Value;

use crate::{PATIENCE, Preview, wait_for};

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Lines, in lower case.
    pub(crate) headers: Vec<String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let start = format!("{name}: ");
        self.headers
            .iter()
            .find_map(|line| line.strip_prefix(&start))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

/// A connection that has sent these bytes.
pub(crate) fn connection(port: u16, request: &str) -> BufReader<TcpStream> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    BufReader::new(stream)
}

/// Status and headers.
pub(crate) fn head(connection: &mut impl BufRead) -> (u16, Vec<String>) {
    let mut lines = connection.lines().map(Result::unwrap);
    let status = lines.next().expect("no answer");
    let status = status.split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.take_while(|line| !line.is_empty());
    (status, headers.map(|line| line.to_lowercase()).collect())
}

/// The answer to these lines, of which the first is the request's.
pub(crate) fn ask(port: u16, lines: &[&str]) -> Answer {
    let request = format!("{}\r\nConnection: close\r\n\r\n", lines.join("\r\n"));
    let mut connection = connection(port, &request);
    let (status, headers) = head(&mut connection);
    let mut body = Vec::new();
    connection.read_to_end(&mut body).unwrap();
    Answer {
        status,
        headers,
        body,
    }
}

impl Preview {
    pub(crate) fn host(&self) -> String {
        format!("Host: 127.0.0.1:{}", self.port)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        ask(self.port, &[&format!("GET {path} HTTP/1.1"), &self.host()])
    }

    /// What a page is told, event by event.
    pub(crate) fn events(&self) -> Events {
        let request = format!("GET /events HTTP/1.1\r\n{}\r\n\r\n", self.host());
        let mut connection = connection(self.port, &request);
        let (status, headers) = head(&mut connection);
        Events {
            status,
            headers,
            connection,
        }
    }

    /// What there is to say of the figure of a config, as soon as it has these: a picture and statistics, or an error.
    pub(crate) fn details(&self, name: &str, is_there: impl Fn(&Value) -> bool) -> Value {
        let list = self.events().until(|list| figure(list, name).is_some());
        let id = figure(&list, name).unwrap()["id"].clone();
        wait_for(name, || {
            let answer = self.get(&format!("/figures/{id}"));
            let details: Value = serde_json::from_slice(&answer.body).unwrap();
            is_there(&details).then_some(details)
        })
    }
}

/// What the list says of a config.
pub(crate) fn figure<'a>(list: &'a Value, name: &str) -> Option<&'a Value> {
    let figures = list["figures"].as_array().unwrap();
    figures
        .iter()
        .find(|figure| figure["name"].as_str().unwrap().replace('\\', "/") == name)
}

/// A stream of events.
pub(crate) struct Events {
    pub(crate) status: u16,
    pub(crate) headers: Vec<String>,
    connection: BufReader<TcpStream>,
}

impl Events {
    /// The next list.
    pub(crate) fn next(&mut self) -> Value {
        loop {
            let mut line = String::new();
            assert_ne!(self.connection.read_line(&mut line).unwrap(), 0, "it ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    /// The first list of which something is so.
    pub(crate) fn until(&mut self, is_so: impl Fn(&Value) -> bool) -> Value {
        loop {
            let list = self.next();
            if is_so(&list) {
                return list;
            }
        }
    }
}
