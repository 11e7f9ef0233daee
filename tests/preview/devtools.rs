//! A page in a real Chromium, driven over the protocol of its developer tools.

use std::fs;
use std::io::Read;
use std::net::TcpStream;

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use crate::chromium::Browser;
use crate::http::{connection, head};
use crate::{PATIENCE, wait_for};

/// What the browser answers while one document gives way to another.
const BETWEEN: [&str; 3] = [
    "Not attached to an active page",
    "Execution context was destroyed",
    "Inspected target navigated or closed",
];

/// A browser with one page.
pub(crate) struct Page {
    _browser: Browser,
    socket: WebSocket<TcpStream>,
    calls: u64,
    /// What the browser has told unasked.
    events: Vec<Value>,
}

/// A picture of a page.
pub(crate) struct Shot {
    pixels: Vec<[u8; 3]>,
}

impl Shot {
    /// How many pixels have this colour.
    pub(crate) fn count(&self, color: [u8; 3]) -> usize {
        self.pixels.iter().filter(|pixel| **pixel == color).count()
    }
}

impl Page {
    /// Opens a page; nothing where there is no browser.
    pub(crate) fn open(url: &str) -> Option<Self> {
        let browser = Browser::start(&["--remote-debugging-port=0", "about:blank"])?;
        let port = wait_for("browser", || {
            let text = fs::read_to_string(browser.profile().join("DevToolsActivePort")).ok()?;
            text.lines()
                .next()?
                .parse()
                .ok()
                .filter(|_| text.contains('/'))
        });
        let address = wait_for("page", || address(port));
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let (socket, _) = tungstenite::client(address, stream).unwrap();
        let mut page = Self {
            _browser: browser,
            socket,
            calls: 0,
            events: Vec::new(),
        };
        for domain in ["Page", "Runtime", "Log", "Network"] {
            page.call(&format!("{domain}.enable"), json!({}));
        }
        page.size(1000, 800);
        page.call("Page.navigate", json!({ "url": url }));
        Some(page)
    }

    /// Asks the browser for something.
    pub(crate) fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.calls += 1;
        let call = json!({ "id": self.calls, "method": method, "params": &parameters });
        self.socket.send(Message::text(call.to_string())).unwrap();
        loop {
            let message = self.socket.read().unwrap().into_text().unwrap();
            let mut message: Value = serde_json::from_str(&message).unwrap();
            if message["id"] == self.calls {
                // Between two documents there is nothing to ask: it is asked again.
                let error = message["error"]["message"].as_str().unwrap_or_default();
                if BETWEEN.iter().any(|words| error.contains(words)) {
                    return self.call(method, parameters);
                }
                assert!(message["error"].is_null(), "{method}: {message}");
                return message["result"].take();
            }
            self.events.push(message);
        }
    }

    /// The value of an expression, as somebody computes it who has just clicked.
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        let parameters = json!({
            "expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true,
        });
        let mut result = self.call("Runtime.evaluate", parameters);
        assert!(
            result["exceptionDetails"].is_null(),
            "{expression}: {result}"
        );
        result["result"]["value"].take()
    }

    /// The text of what a selector finds.
    pub(crate) fn text(&mut self, selector: &str) -> String {
        let text = self.value(&format!(
            "document.querySelector({selector:?})?.textContent ?? ''"
        ));
        text.as_str().unwrap().to_owned()
    }

    /// Waits until an expression is true.
    pub(crate) fn until(&mut self, expression: &str) {
        // While another document comes there may be nothing to ask.
        let is_so = format!(
            "(() => {{ try {{ return Boolean({expression}) }} catch {{ return false }} }})()"
        );
        let start = std::time::Instant::now();
        while self.value(&is_so) != true {
            let body = "document.body?.innerText";
            assert!(
                start.elapsed() < PATIENCE,
                "not {expression}: {}",
                self.value(body)
            );
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }

    /// Presses a key.
    pub(crate) fn press(&mut self, key: &str) {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            " " => (32, " "),
            _ => panic!("{key}"),
        };
        for kind in ["keyDown", "keyUp"] {
            let parameters = json!({
                "type": kind, "key": key, "code": if key == " " { "Space" } else { key }, "windowsVirtualKeyCode": code,
                "text": if kind == "keyDown" { text } else { "" },
            });
            self.call("Input.dispatchKeyEvent", parameters);
        }
    }

    /// Makes the page so large, in CSS pixels.
    pub(crate) fn size(&mut self, width: u32, height: u32) {
        let parameters =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", parameters);
    }

    /// Prefers light or dark pages.
    pub(crate) fn prefer(&mut self, scheme: &str) {
        let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
        self.call(
            "Emulation.setEmulatedMedia",
            json!({ "features": [feature] }),
        );
    }

    /// What is to be seen.
    pub(crate) fn shot(&mut self) -> Shot {
        let shot = self.call("Page.captureScreenshot", json!({ "format": "png" }));
        let bytes = base64(shot["data"].as_str().unwrap());
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
            .read_info()
            .unwrap();
        let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut buffer).unwrap();
        let channels = info.color_type.samples();
        let pixels = buffer[..info.buffer_size()].chunks(channels);
        Shot {
            pixels: pixels.map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect(),
        }
    }

    /// Waits until so many pixels have a colour.
    pub(crate) fn until_seen(&mut self, color: [u8; 3]) {
        let start = std::time::Instant::now();
        while self.shot().count(color) < 100 {
            assert!(
                start.elapsed() < PATIENCE,
                "nothing has the colour {color:?}"
            );
        }
    }

    /// Everything of the accessibility tree that has this role: name and properties.
    pub(crate) fn accessible(&mut self, role: &str) -> Vec<Value> {
        let tree = self.call("Accessibility.getFullAXTree", json!({}));
        let nodes = tree["nodes"].as_array().unwrap().iter();
        let nodes = nodes.filter(|node| node["role"]["value"] == role && node["ignored"] == false);
        nodes.cloned().collect()
    }

    /// Holds that the page has asked nobody but this server, and that nothing went wrong in it.
    pub(crate) fn is_clean(&mut self, url: &str) {
        self.value("0");
        for event in &self.events {
            let parameters = &event["params"];
            match event["method"].as_str().unwrap() {
                "Network.requestWillBeSent" => {
                    let asked = parameters["request"]["url"].as_str().unwrap();
                    assert!(asked.starts_with(url) || asked == "about:blank", "{asked}");
                }
                "Runtime.exceptionThrown" | "Runtime.consoleAPICalled" | "Log.entryAdded" => {
                    panic!("{event}");
                }
                _ => {}
            }
        }
    }

    /// Forgets what has gone wrong until now.
    pub(crate) fn forget(&mut self) {
        self.value("0");
        self.events.clear();
    }
}

/// The address of the first page, once there is one.
fn address(port: u16) -> Option<String> {
    let request = "GET /json/list HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    let mut connection = connection(port, request);
    let (_, headers) = head(&mut connection);
    let length = headers
        .iter()
        .find_map(|line| line.strip_prefix("content-length:"));
    let mut body = vec![0; length?.trim().parse().ok()?];
    connection.read_exact(&mut body).ok()?;
    let targets: Value = serde_json::from_slice(&body).ok()?;
    let mut targets = targets.as_array()?.iter();
    let page = targets.find(|target| target["type"] == "page")?;
    Some(page["webSocketDebuggerUrl"].as_str()?.to_owned())
}

fn base64(text: &str) -> Vec<u8> {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let digits: Vec<u8> = text.trim_end_matches('=').bytes().map(digit).collect();
    let bytes = digits.chunks(4).flat_map(|four| {
        let bits = (0..4).fold(0_u32, |bits, i| {
            (bits << 6) | u32::from(*four.get(i).unwrap_or(&0))
        });
        let [_, bytes @ ..] = bits.to_be_bytes();
        bytes.into_iter().take(four.len() * 3 / 4)
    });
    bytes.collect()
}
