//! As much of HTTP/1.1 (RFC 9112) as a page of this machine needs: a connection asks once, and is closed when it is answered.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use httparse::{EMPTY_HEADER, Header, Request, Status};

/// How long a request may take until it is there, and an answer until some more of it is taken.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long it is waited until the other side has its answer. A connection that is closed while there is something to be read
/// takes the answer with it.
const FAREWELL: Duration = Duration::from_secs(1);
/// The longest request without its body, in bytes.
const LONGEST: usize = 16 << 10;
const MOST_HEADERS: usize = 100;

/// Reads a request, and lets it be answered; or, for one that cannot be read, the status that says so.
pub(super) fn receive<T>(
    connection: &mut TcpStream,
    answer: impl FnOnce(Result<&Request, &'static str>) -> T,
) -> io::Result<T> {
    let deadline = Instant::now() + PATIENCE;
    let mut bytes = Vec::new();
    loop {
        let mut headers = [EMPTY_HEADER; MOST_HEADERS];
        let mut request = Request::new(&mut headers);
        match request.parse(&bytes) {
            Ok(Status::Complete(_)) => return Ok(answer(Ok(&request))),
            Ok(Status::Partial) if bytes.len() < LONGEST => {}
            Ok(Status::Partial) | Err(httparse::Error::TooManyHeaders) => {
                return Ok(answer(Err("431 Request Header Fields Too Large")));
            }
            Err(_) => return Ok(answer(Err("400 Bad Request"))),
        }
        let mut piece = [0; 4096];
        match read(connection, &mut piece, deadline)? {
            0 => return Err(ErrorKind::UnexpectedEof.into()),
            len => bytes.extend(&piece[..len]),
        }
    }
}

/// All values of a header.
pub(super) fn values<'a>(headers: &'a [Header], name: &str) -> impl Iterator<Item = &'a [u8]> {
    headers
        .iter()
        .filter(move |header| header.name.eq_ignore_ascii_case(name))
        .map(|header| header.value)
}

/// Sends what an answer begins with.
pub(super) fn send_head(
    connection: &mut TcpStream,
    status: &str,
    headers: &[(&str, &str)],
    length: Option<usize>,
) -> io::Result<()> {
    let headers = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}"));
    let length = length.map(|length| format!("content-length: {length}"));
    let lines: Vec<_> = [format!("HTTP/1.1 {status}"), "connection: close".to_owned()]
        .into_iter()
        .chain(headers)
        .chain(length)
        .map(|line| line + "\r\n")
        .collect();
    connection.set_nodelay(true)?;
    connection.set_write_timeout(Some(PATIENCE))?;
    connection.write_all((lines.concat() + "\r\n").as_bytes())
}

/// Lets something be sent as long as the other side is there. When it goes, that is noted, and `gone` is called.
pub(super) fn while_open(
    connection: &TcpStream,
    gone: impl FnOnce() + Send,
    send: impl FnOnce(&AtomicBool) -> io::Result<()>,
) -> io::Result<()> {
    connection.set_read_timeout(None)?;
    let is_gone = AtomicBool::new(false);
    let wait = || {
        // It has nothing to say, so it goes when this ends.
        let _ = io::copy(&mut &*connection, &mut io::sink());
        is_gone.store(true, Ordering::Relaxed);
        gone();
    };
    thread::scope(|scope| {
        thread::Builder::new().spawn_scoped(scope, wait)?;
        let sent = send(&is_gone);
        // Ends the waiting, too.
        connection.shutdown(Shutdown::Both)?;
        sent
    })
}

/// Waits until the other side has all that was sent.
pub(super) fn close(connection: &mut TcpStream) -> io::Result<()> {
    connection.shutdown(Shutdown::Write)?;
    let deadline = Instant::now() + FAREWELL;
    while read(connection, &mut [0; 4096], deadline)? > 0 {}
    Ok(())
}

/// Reads what there is next, by a deadline. How many bytes that is; none at the end.
fn read(connection: &mut TcpStream, bytes: &mut [u8], deadline: Instant) -> io::Result<usize> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(ErrorKind::TimedOut.into());
    }
    connection.set_read_timeout(Some(left))?;
    connection.read(bytes)
}
