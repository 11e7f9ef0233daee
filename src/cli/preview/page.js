// Shows one figure at a time, as the server says that it is saved. Texts of configs become text and nothing else.
"use strict";

const element = id => document.getElementById(id);

/** Makes an element with these properties and children. */
const make = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

/** How long drawing takes before there is a word about it, in milliseconds. */
const PATIENCE = 300;
/** How long a word about copying stays. */
const MOMENT = 5000;

/** What the server says of all figures; nothing before it has said it. */
let list = null;
/** What it says of the one that is shown. */
let shown = null;
/** When that was drawn, for people. */
let drawnAt = "";
/** Which pictures are on the page. */
let pictured = "";
/** Whether the figure is shown light and dark. */
let both = sessionStorage.getItem("both") === "true";
/** Whether the server is there. */
let isConnected = true;
/** Counts what is fetched: what comes late is not shown. */
let turn = 0;

/** The name in the address, where a reload finds it again. */
const addressed = () => {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
};
const address = name => "#" + encodeURIComponent(name).replaceAll("%2F", "/");

/** The figure in the address, or else the first one. */
const chosen = () => {
  const figures = list?.figures ?? [];
  return figures.find(figure => figure.name === addressed()) ?? figures[0];
};

/** A path, with less weight on its directories. */
const path = name => {
  const end = Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1;
  return [make("span", { className: "directory" }, name.slice(0, end)), name.slice(end)];
};

/** Writes a text where it is another one, so that nothing is read out twice. */
const write = (id, text) => {
  if (element(id).textContent !== text) element(id).textContent = text;
};

const showList = () => {
  const current = chosen();
  element("list").hidden = list.figures.length < 2;
  const items = list.figures.map(({ name, severity }) => {
    const link = make("a", { href: address(name) }, ...path(name));
    if (name === current.name) link.setAttribute("aria-current", "page");
    if (severity) link.append(" ", make("span", { className: `mark ${severity}` }, severity));
    return make("li", {}, link);
  });
  const links = element("list").firstElementChild;
  // What has the focus, passes it on to what takes its place.
  const focused = [...links.querySelectorAll("a")].indexOf(document.activeElement);
  links.replaceChildren(...items);
  links.querySelectorAll("a")[focused]?.focus({ preventScroll: true });
};

/** What there is to say in a line. */
const words = () => {
  const current = chosen();
  if (!isConnected) return "gaussfig has ended. This page goes on when it is started again.";
  if (!list?.has_begun) return "Looking for configs…";
  if (!current) return "There is no config.";
  if (isSlow && current.is_drawing) return "Drawing…";
  if (shown?.id !== current.id) return "";
  const { severity, short } = shown.report;
  const more = short.length > 1 ? `, and ${short.length - 1} more` : "";
  if (severity === "error") return short[0] + more;
  if (!shown.picture) return "";
  const warnings = severity ? `, with ${short.length === 1 ? "a warning" : `${short.length} warnings`}` : "";
  return `Drawn at ${drawnAt}${warnings}`;
};

/** Whether what is being drawn takes long. */
let isSlow = false;
let timer = 0;

const showStatus = () => {
  const isDrawing = Boolean(chosen()?.is_drawing);
  if (!isDrawing) {
    clearTimeout(timer);
    [timer, isSlow] = [0, false];
  } else if (!timer) {
    timer = setTimeout(() => {
      isSlow = true;
      showStatus();
    }, PATIENCE);
  }
  element("stage").setAttribute("aria-busy", isDrawing);
  const severity = isConnected && shown?.id === chosen()?.id ? shown?.report.severity : null;
  document.body.dataset.state = !isConnected ? "gone" : severity ?? "";
  write("status", words());
};

/** The pictures of a figure, ready to be painted: then nothing flickers when they take the place of others. */
const pictures = async (id, { drawing, title, width, height }) => {
  const makeOne = theme => {
    const image = make("img", {
      alt: title,
      width: Math.round(width),
      height: Math.round(height),
      src: `/figures/${id}/${drawing}/${theme}.svg`,
    });
    const caption = theme === "own" ? [] : [make("figcaption", {}, theme)];
    return make("figure", { className: theme }, image, ...caption);
  };
  const made = (both ? ["light", "dark"] : ["own"]).map(makeOne);
  await Promise.all(made.map(figure => figure.firstElementChild.decode()));
  return made;
};

const table = ({ caption, columns, rows, is_cut }) => {
  const head = make("tr", {}, ...columns.map(column => make("th", { scope: "col" }, column)));
  const row = ([first, ...cells]) =>
    make("tr", {}, make("th", { scope: "row" }, first), ...cells.map(cell => make("td", {}, cell)));
  const title = is_cut ? `${caption}, the first ${rows.length}` : caption;
  const made = make("table", {}, make("caption", {}, title), make("thead", {}, head), make("tbody", {}, ...rows.map(row)));
  const around = make("div", { className: "table", tabIndex: 0, role: "group" }, made);
  around.setAttribute("aria-label", title);
  return around;
};

/** Shows what to paste into the kind of page that is chosen. */
const showMarkup = () => {
  const markup = shown?.picture?.markup ?? [];
  const select = element("site");
  if (select.options.length !== markup.length) {
    select.replaceChildren(...markup.map(({ site }) => make("option", { value: site }, site)));
    select.value = sessionStorage.getItem("site") ?? markup[0]?.site;
  }
  write("markup", markup.find(({ site }) => site === select.value)?.text ?? "");
};

/** Shows a figure; `made` are its pictures, unless they are there already. */
const show = (item, details, made) => {
  const { picture, report, statistics } = details;
  const isOther = shown?.id !== details.id;
  if (picture && (isOther || shown.picture?.drawing !== picture.drawing)) {
    drawnAt = new Date().toLocaleTimeString();
  }
  shown = details;
  if (made) element("pictures").replaceChildren(...made);
  element("name").replaceChildren(...path(item.name));
  element("tools").hidden = element("code").hidden = !picture;
  showMarkup();
  element("report").hidden = !report.text;
  write("report", report.text);
  element("statistics").hidden = !picture;
  const waiting = () => [make("p", {}, "Computing the statistics…")];
  element("statistics").replaceChildren(...(statistics?.map(table) ?? waiting()));
  document.title = `${report.severity === "error" ? "✗ " : ""}${item.name} – gaussfig`;
};

/** Shows that there is no figure, and why. */
const showNone = () => {
  shown = null;
  pictured = "";
  element("report").hidden = true;
  for (const id of ["tools", "code", "statistics"]) element(id).hidden = true;
  for (const id of ["pictures", "statistics"]) element(id).replaceChildren();
  write("name", "No figure");
  document.title = "gaussfig preview";
};

/** Fetches the figure that is to be shown, if it is another one than is shown. */
const refresh = async () => {
  const mine = ++turn;
  const item = chosen();
  if (!item) return showNone();
  const response = await fetch(`/figures/${item.id}`);
  if (!response.ok) return;
  const details = await response.json();
  const wanted = details.picture ? `${item.id} ${details.picture.drawing} ${both}` : `${item.id}`;
  let made = null;
  if (wanted !== pictured) {
    made = details.picture ? await pictures(item.id, details.picture) : [];
  }
  if (mine !== turn) return;
  pictured = wanted;
  show(item, details, made);
  showStatus();
};

/** The same. What fails as the server is gone, or has drawn the figure again, is tried anew when that says more. */
const update = () => refresh().catch(() => {});

const take = news => {
  // Another server, which may have another page.
  if (list && list.run !== news.run) return location.reload();
  list = news;
  isConnected = true;
  showList();
  element("problems").hidden = !list.problems;
  write("problems", list.problems);
  const item = chosen();
  if (!item || item.id !== shown?.id || item.version !== shown.version) update();
  showStatus();
};

/** Where the server tells what changes. */
let source = null;
const connect = () => {
  source?.close();
  // A browser has six connections for all pages of a server: one that nobody looks at keeps none.
  if (document.hidden) return;
  source = new EventSource("/events");
  source.onmessage = event => take(JSON.parse(event.data));
  source.onerror = () => {
    isConnected = false;
    showStatus();
    // A browser asks again by itself, but not where it was refused.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1000);
  };
};

const setBoth = value => {
  both = value;
  sessionStorage.setItem("both", both);
  element("themes").setAttribute("aria-pressed", both);
};

element("themes").addEventListener("click", () => {
  setBoth(!both);
  update();
});

const sayCopied = text => {
  write("copied", text);
  setTimeout(() => write("copied", ""), MOMENT);
};

element("copy").addEventListener("click", async () => {
  const markup = element("markup");
  try {
    await navigator.clipboard.writeText(markup.textContent);
    sayCopied("Copied");
  } catch {
    markup.focus();
    getSelection().selectAllChildren(markup);
    sayCopied("Not allowed here: copy what is selected");
  }
});

element("site").addEventListener("change", () => {
  sessionStorage.setItem("site", element("site").value);
  showMarkup();
});

document.addEventListener("visibilitychange", connect);

addEventListener("hashchange", () => {
  if (list) showList();
  update();
});

setBoth(both);
showStatus();
connect();
