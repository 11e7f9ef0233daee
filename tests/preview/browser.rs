//! The page in a real Chromium.

use serde_json::{Value, json};

use crate::devtools::Page;
use crate::{BROKEN, Preview, STANDARD, note};

const RED: [u8; 3] = [255, 0, 0];
const BLUE: [u8; 3] = [0, 0, 255];

/// A config with a thick line.
fn colored(color: &str) -> String {
    format!("{STANDARD}color = '{color}'\nwidth = 20.0\n")
}

/// A page that has something to show; a note where there is no browser.
fn open(preview: &Preview, below: &str) -> Option<Page> {
    let page = Page::open(&format!("{}{below}", preview.url()));
    let Some(mut page) = page else {
        note("there is no Chromium: the page of preview was not opened in a browser");
        return None;
    };
    page.until("document.querySelector('#statistics td')");
    Some(page)
}

/// Whether the pictures that are shown are painted.
const PAINTED: &str =
    "[...document.images].every(image => image.complete && image.naturalWidth > 0)";

#[test]
fn the_page_follows_what_is_saved_without_a_reload_or_a_flicker() {
    let preview = Preview::of(&[("configs/a.toml", &colored("#ff0000"))]);
    let Some(mut page) = open(&preview, "") else {
        return;
    };
    page.until_seen(RED);
    page.until("document.querySelector('#status').textContent.startsWith('Drawn at ')");
    // Whenever a picture takes the place of another one, it is ready.
    page.value(
        "window.stays = true; window.changes = 0; window.blank = 0; new MutationObserver(() => { \
           const image = document.querySelector('#pictures img'); \
           window.changes++; \
           if (!image?.complete || !image.naturalWidth) window.blank++; \
         }).observe(document.querySelector('#pictures'), { childList: true })",
    );
    preview.write("configs/a.toml", &colored("#0000ff"));
    page.until_seen(BLUE);
    assert_eq!(page.shot().count(RED), 0);

    let source = "document.querySelector('#pictures img').src";
    let good = page.value(source);
    preview.write("configs/a.toml", BROKEN);
    page.until("document.body.dataset.state === 'error'");
    let report = page.text("#report");
    assert!(
        report.starts_with("error: sigma must be greater than zero\n"),
        "{report}"
    );
    assert!(
        report.ends_with("\n3 | sigma = 0.0\n  |         ^^^"),
        "{report}"
    );
    let status = page.text("#status").replace('\\', "/");
    assert_eq!(
        status,
        "configs/a.toml:3:9: error: sigma must be greater than zero"
    );
    assert_eq!(page.value(source), good);
    assert_eq!(page.value(PAINTED), true);
    // It lies over the picture, and can be read.
    let over = "(() => { const box = document.querySelector('#report').getBoundingClientRect(); \
       const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2); \
       const under = document.querySelector('#pictures img').getBoundingClientRect(); \
       return hit.id === 'report' && box.y > under.y && box.y < under.bottom; })()";
    assert_eq!(page.value(over), true);

    preview.write("configs/a.toml", &colored("#ff0000"));
    page.until_seen(RED);
    page.until("document.querySelector('#report').hidden");
    page.until("document.querySelector('#status').textContent.startsWith('Drawn at ')");
    let seen = page.value("[window.stays, window.changes, window.blank]");
    assert_eq!(seen, json!([true, 2, 0]));
    page.is_clean(&preview.url());
}

#[test]
fn light_and_dark_are_side_by_side_on_request_with_the_keyboard_alone() {
    let preview = Preview::of(&[("configs/a.toml", STANDARD)]);
    let Some(mut page) = open(&preview, "") else {
        return;
    };
    let focus = |page: &mut Page| {
        page.press("Tab");
        page.value("document.activeElement.id || document.activeElement.className")
    };
    assert_eq!(focus(&mut page), "themes");
    let outline = "getComputedStyle(document.activeElement).outlineStyle";
    assert_eq!(page.value(outline), "solid");
    page.press("Enter");
    page.until("document.images.length === 2");
    assert_eq!(page.value(PAINTED), true);
    let tops = "[...document.images].map(image => image.getBoundingClientRect().top)";
    let tops = page.value(tops);
    assert_eq!(tops[0], tops[1], "side by side");
    let pressed = page.accessible("button").iter().any(|button| {
        let properties = button["properties"].as_array().unwrap().iter();
        let mut pressed = properties.filter(|property| property["name"] == "pressed");
        pressed.any(|property| property["value"]["value"] == "true")
    });
    assert!(pressed);
    let shot = page.shot();
    assert!(shot.count([0x14, 0x17, 0x1c]) > 10_000 && shot.count([255, 255, 255]) > 10_000);
    // The rest of the page is reached as well, and in its order.
    let order: Vec<Value> = (0..4).map(|_| focus(&mut page)).collect();
    assert_eq!(order, ["copy", "table", "site", "markup"]);
    page.press("Tab");
    page.value("document.querySelector('#themes').focus()");
    page.press(" ");
    page.until("document.images.length === 1");
    // A reload keeps it.
    page.press(" ");
    page.until("document.images.length === 2");
    page.call("Page.reload", json!({}));
    page.until("document.images.length === 2");
    page.is_clean(&preview.url());
}

#[test]
fn several_figures_have_a_list_and_addresses() {
    let configs = [("configs/a.toml", STANDARD), ("configs/b/c.toml", BROKEN)];
    let preview = Preview::of(&configs);
    let Some(mut page) = open(&preview, "#configs/a.toml") else {
        return;
    };
    page.until("document.querySelectorAll('nav a').length === 2");
    page.until("document.querySelector('nav .mark')?.textContent === 'error'");
    page.press("Tab");
    page.press("Tab");
    page.press("Enter");
    // It could never be drawn, so there is only the error.
    page.until("document.querySelector('#name').textContent.endsWith('c.toml')");
    page.until("!document.querySelector('#report').hidden && document.images.length === 0");
    let focused = "document.activeElement.textContent.startsWith('configs')";
    assert_eq!(page.value(focused), true);
    preview.write("configs/b/c.toml", STANDARD);
    page.until("document.images.length === 1 && document.querySelector('#report').hidden");
    assert_eq!(page.value(focused), true, "saving takes it away");
    page.call("Page.reload", json!({}));
    page.until("document.querySelector('[aria-current]')?.textContent.endsWith('c.toml')");
    page.until("document.images.length === 1");
    page.value("history.back()");
    page.until("document.querySelector('#name').textContent.endsWith('a.toml')");
    // A name is text.
    let name = "configs/<img src=x onerror=alert(1)>&.toml";
    if cfg!(not(windows)) {
        preview.write(name, STANDARD);
        page.until("document.querySelectorAll('nav a').length === 3");
        let first =
            "[...document.querySelectorAll('nav a')].some(link => link.textContent === NAME)";
        page.until(&first.replace("NAME", &format!("{name:?}")));
        assert_eq!(page.value("document.querySelectorAll('nav img').length"), 0);
        page.value(&format!(
            "location.hash = '#' + encodeURIComponent({name:?})"
        ));
        page.until(&format!(
            "document.querySelector('#name').textContent === {name:?}"
        ));
        page.until(PAINTED);
    }
    page.is_clean(&preview.url());
    // Who is shown and goes, makes room for the first one. (A picture that is asked for then may be gone already.)
    std::fs::remove_dir_all(preview.directory.path().join("configs")).unwrap();
    page.until("document.images.length === 0 && !document.querySelector('#problems').hidden");
    page.until("document.querySelector('#status').textContent === 'There is no config.'");
}

#[test]
fn the_markup_is_copied_or_else_selected() {
    let preview = Preview::of(&[("configs/a.toml", STANDARD)]);
    let Some(mut page) = open(&preview, "") else {
        return;
    };
    let permit = |page: &mut Page, setting: &str| {
        for name in ["clipboard-read", "clipboard-write"] {
            let parameters = json!({
                "permission": { "name": name }, "setting": setting, "origin": preview.url(),
            });
            page.call("Browser.setPermission", parameters);
        }
    };
    let click = "document.querySelector('#copy').click()";
    permit(&mut page, "granted");
    page.call("Page.bringToFront", json!({}));
    page.value(click);
    page.until("document.querySelector('#copied').textContent === 'Copied'");
    let markup = page.text("#markup");
    assert!(markup.contains("src=\"out/a.png\""), "{markup}");
    let copied = page.value("navigator.clipboard.readText()");
    assert_eq!(copied.as_str().unwrap().replace("\r\n", "\n"), markup);
    page.value(
        "(() => { const site = document.querySelector('#site'); site.value = 'hugo'; \
           site.dispatchEvent(new Event('change')); })()",
    );
    assert_ne!(page.text("#markup"), markup);

    permit(&mut page, "denied");
    page.value(click);
    page.until("document.querySelector('#copied').textContent.startsWith('Not allowed here')");
    let selected = page.value("String(getSelection()).trim()");
    assert_eq!(selected, page.text("#markup").trim());
    page.is_clean(&preview.url());
}

#[test]
fn assistive_technology_is_told_what_there_is() {
    let config = format!("title = 'A bell over zero'\nalt = 'A bell over zero'\n{STANDARD}");
    let preview = Preview::of(&[("configs/a.toml", &config)]);
    let Some(mut page) = open(&preview, "") else {
        return;
    };
    let names = |nodes: Vec<Value>| -> Vec<String> {
        // Some versions of Chromium keep the space before a field in its label's text.
        let name = |node: &Value| {
            let name = node["name"]["value"].as_str().unwrap_or_default();
            name.trim().to_owned()
        };
        nodes.iter().map(name).collect()
    };
    assert_eq!(names(page.accessible("image")), ["A bell over zero"]);
    assert_eq!(
        names(page.accessible("button")),
        ["Light and dark", "Copy markup"]
    );
    assert_eq!(page.accessible("status").len(), 2);
    assert_eq!(page.accessible("main").len(), 1);
    assert_eq!(names(page.accessible("combobox")), ["for"]);
    assert_eq!(names(page.accessible("table")), ["Gaussians"]);
    let headings = names(page.accessible("heading"));
    assert_eq!(
        headings
            .iter()
            .map(|name| name.replace('\\', "/"))
            .collect::<Vec<_>>(),
        ["configs/a.toml", "Markup"]
    );
    preview.write("configs/a.toml", BROKEN);
    page.until("!document.querySelector('#report').hidden");
    let status = page.accessible("status");
    let live = status[0]["properties"].as_array().unwrap().iter();
    assert!(
        live.clone()
            .any(|property| property["name"] == "live" && property["value"]["value"] == "polite")
    );
    assert!(names(page.accessible("group")).contains(&"Diagnostics".to_owned()));
}

#[test]
fn it_can_be_read_on_a_small_screen_and_on_a_dark_one() {
    let configs: Vec<(String, String)> = (0..4)
        .map(|number| {
            (
                format!("configs/a-rather-long-name-of-a-figure-{number}.toml"),
                STANDARD.repeat(2),
            )
        })
        .collect();
    let configs: Vec<(&str, &str)> = configs
        .iter()
        .map(|(name, text)| (&**name, &**text))
        .collect();
    let preview = Preview::of(&configs);
    let Some(mut page) = open(&preview, "") else {
        return;
    };
    let overflows = "document.documentElement.scrollWidth > innerWidth";
    for width in [320, 500, 1280] {
        page.size(width, 700);
        assert_eq!(page.value(overflows), false, "{width}");
    }
    preview.write(configs[0].0, BROKEN);
    page.until("!document.querySelector('#report').hidden");
    page.size(320, 700);
    assert_eq!(page.value(overflows), false);
    // Of the WCAG: 4.5 between text and what is behind it.
    let contrast = "(() => { \
       const light = text => { \
         const [r, g, b] = text.match(/[\\d.]+/g).map(part => part / 255) \
           .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4); \
         return 0.2126 * r + 0.7152 * g + 0.0722 * b; }; \
       const paper = light(getComputedStyle(document.body).backgroundColor); \
       const texts = ['body', '.brand', '#status', 'nav a', '.directory', '.mark', 'caption', 'h2']; \
       return Math.min(...texts.map(text => { \
         const ink = light(getComputedStyle(document.querySelector(text)).color); \
         return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05); })); })()";
    for scheme in ["light", "dark"] {
        page.prefer(scheme);
        let least = page.value(contrast).as_f64().unwrap();
        assert!(least >= 4.5, "{scheme}: {least}");
    }
}

#[test]
fn a_server_that_ends_is_missed_and_found_again() {
    let mut preview = Preview::of(&[("configs/a.toml", &colored("#ff0000"))]);
    let Some(mut page) = open(&preview, "") else {
        return;
    };
    preview.end();
    page.until("document.querySelector('#status').textContent.startsWith('gaussfig has ended.')");
    assert_eq!(page.value(PAINTED), true);
    // The browser writes down that nobody answers.
    page.forget();
    preview.write("configs/a.toml", &colored("#0000ff"));
    preview.restart();
    page.until("document.querySelector('#status').textContent.startsWith('Drawn at ')");
    page.until_seen(BLUE);
}

#[test]
fn a_figure_that_takes_long_is_waited_for_in_front_of_the_last_one() {
    let preview = Preview::of(&[("configs/a.toml", STANDARD)]);
    let Some(mut page) = open(&preview, "") else {
        return;
    };
    let slow = format!("[histogram]\nsamples = 1_000_000_000\n{STANDARD}");
    preview.write("configs/a.toml", &slow);
    page.until("document.querySelector('#status').textContent === 'Drawing…'");
    assert_eq!(
        page.value("document.querySelector('#stage').ariaBusy"),
        "true"
    );
    assert_eq!(page.value(PAINTED), true);
    assert_eq!(page.value("document.images.length"), 1);
}

#[test]
fn a_figure_for_all_pages_follows_the_page() {
    let auto = format!("figure.theme = 'auto'\n{STANDARD}");
    let preview = Preview::of(&[("configs/a.toml", &auto)]);
    let Some(mut page) = open(&preview, "") else {
        return;
    };
    for (scheme, background) in [("light", [255; 3]), ("dark", [0x14, 0x17, 0x1c])] {
        page.prefer(scheme);
        let start = std::time::Instant::now();
        while page.shot().count(background) < 100_000 {
            assert!(start.elapsed() < crate::PATIENCE, "{scheme}");
        }
    }
    page.is_clean(&preview.url());
}

#[test]
fn a_page_that_nobody_sees_keeps_no_connection_and_goes_on_where_it_is_seen() {
    let preview = Preview::of(&[("configs/a.toml", &colored("#ff0000"))]);
    let Some(mut page) = open(&preview, "") else {
        return;
    };
    let turn = |page: &mut Page, hidden: bool| {
        let hide = "Object.defineProperty(document, 'hidden', { value: HIDDEN, configurable: true }); \
           document.dispatchEvent(new Event('visibilitychange'))";
        page.value(&hide.replace("HIDDEN", &hidden.to_string()));
    };
    turn(&mut page, true);
    page.until("source.readyState === EventSource.CLOSED");
    preview.write("configs/a.toml", &colored("#0000ff"));
    preview.details("configs/a.toml", |details| {
        details["version"].as_u64() >= Some(3)
    });
    page.until_seen(RED);
    turn(&mut page, false);
    page.until_seen(BLUE);
    page.is_clean(&preview.url());
}
