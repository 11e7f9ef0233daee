//! `--message-format`: what programs read.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};

use serde_json::{Map, Value};

use crate::{BROKEN, NARROW, Run, STANDARD, Sandbox, run};

const DOCUMENT: &str = include_str!("../../docs/messages.md");

/// Fields, each with its type in words.
type Fields = BTreeMap<String, &'static str>;

/// The fields of each type of object, as the document's tables say.
fn documented() -> BTreeMap<&'static str, Fields> {
    let types = DOCUMENT.split("\n### `").skip(1).map(|section| {
        let rows = section.lines().filter(|line| line.starts_with("| `"));
        let fields = rows.flat_map(|row| {
            let mut cells = row.split(" | ");
            let names = cells.next().unwrap().trim_start_matches("| ").split(", ");
            let kind = cells.next().unwrap();
            names.map(move |name| (name.trim_matches('`').to_owned(), kind))
        });
        let string = ("type".to_owned(), "string");
        let fields = fields.chain([string]).collect();
        (section.split('`').next().unwrap(), fields)
    });
    types.collect()
}

/// Fails unless the value is what the words say.
fn assert_is(value: &Value, kind: &str, fields: &Fields, path: &str) {
    let object = |value: &Value, below: &str| assert_has(value.as_object().unwrap(), fields, below);
    match kind {
        kind if kind.ends_with(" or null") && value.is_null() => {}
        "string" => assert!(value.is_string(), "{path}: {value}"),
        "integer" => assert!(value.is_u64(), "{path}: {value}"),
        "number" => assert!(value.is_number(), "{path}: {value}"),
        "list of integers" => {
            let integers = value.as_array().unwrap();
            assert!(integers.iter().all(Value::is_u64), "{path}: {value}");
        }
        "boolean" => assert!(value.is_boolean(), "{path}: {value}"),
        "object" => object(value, &format!("{path}.")),
        "list of strings" => {
            let strings = value.as_array().unwrap();
            assert!(strings.iter().all(Value::is_string), "{path}: {value}");
        }
        "list of objects" => {
            let objects = value.as_array().unwrap().iter();
            objects.for_each(|value| object(value, &format!("{path}[].")));
        }
        kind if kind.starts_with('`') => {
            let quoted = format!("`{value}`");
            assert!(kind.contains(&quoted), "{path}: {value} is none of {kind}");
        }
        kind => {
            let kind = kind.strip_suffix(" or null").unwrap();
            assert_is(value, kind, fields, path);
        }
    }
}

/// Fails unless an object has just the fields whose names begin with `path` and go no deeper.
fn assert_has(object: &Map<String, Value>, fields: &Fields, path: &str) {
    let own = |name: &&String| {
        let rest = name.strip_prefix(path);
        rest.is_some_and(|rest| !rest.contains('.'))
    };
    let expected: BTreeSet<String> = fields.keys().filter(own).cloned().collect();
    let found: BTreeSet<String> = object.keys().map(|name| format!("{path}{name}")).collect();
    assert_eq!(found, expected, "{object:?}");
    for (name, value) in object {
        let name = format!("{path}{name}");
        assert_is(value, fields[&name], fields, &name);
    }
}

/// The objects of JSON lines, all of documented types.
fn objects(text: &[u8]) -> Vec<Value> {
    let documented = documented();
    let text = std::str::from_utf8(text).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'), "{text}");
    let read = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        let object = value.as_object().unwrap();
        let kind = object["type"].as_str().unwrap();
        assert_has(object, &documented[kind], "");
        value
    };
    text.lines().map(read).collect()
}

/// The types of objects on both streams.
fn types(run: &Run) -> [Vec<String>; 2] {
    [&*run.bytes, run.stderr.as_bytes()].map(|text| {
        let kind = |object: &Value| object["type"].as_str().unwrap().to_owned();
        objects(text).iter().map(kind).collect()
    })
}

/// A sandbox with configs that are right, wrong in many ways, and worth a warning.
fn varied() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("configs/good.toml", STANDARD);
    sandbox.write("configs/broken.toml", BROKEN);
    sandbox.write(
        "configs/half.toml",
        format!("{STANDARD}[x]\nrange = [0, 4]\n"),
    );
    sandbox.write("configs/binary.toml", b"title = \"\xe9\"\n");
    sandbox.write("configs/empty.toml", "");
    sandbox.write(
        "configs/font.toml",
        format!("figure.font = ['none.ttf']\n{STANDARD}"),
    );
    sandbox.write("configs/many.toml", "[x]\nlabel = 1\n".repeat(200));
    sandbox.write("configs/blocked.toml", STANDARD);
    sandbox.write("out/blocked.svg/keep", "");
    sandbox
}

/// Subcommands that do not end, each with the type of something that it says.
const ENDLESS: &[(&str, &str)] = &[
    ("watch configs/good.toml", "watch"),
    #[cfg(feature = "preview")]
    ("preview --port 0", "preview"),
];

/// Runs a subcommand until it says something of a type, on either stream; all that it says is of documented types.
fn run_until(sandbox: &Sandbox, arguments: &str, kind: &str) {
    let (reader, writer) = std::io::pipe().unwrap();
    let mut command = sandbox.command();
    command.args(arguments.split_whitespace());
    command.stdout(writer.try_clone().unwrap()).stderr(writer);
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(reader).lines().map(Result::unwrap);
    let is_it = |line: String| objects(format!("{line}\n").as_bytes())[0]["type"] == kind;
    assert!(lines.any(is_it), "{arguments}");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn json_lines_of_every_subcommand_are_as_documented() {
    let sandbox = varied();
    // A second time it would find the file.
    let first = types(&sandbox.run("init first.toml --message-format json"));
    let mut met: BTreeSet<String> = first.into_iter().flatten().collect();
    for arguments in [
        "check configs missing.toml",
        "render configs missing.toml --strict",
        "render",
        "check",
        "render configs configs/good.toml",
        "check -",
        "render -",
        "render --optimize",
        "data configs/half.toml --format csv",
        "markup configs/half.toml",
        "markup configs/broken.toml",
        "data missing.toml",
        "data configs/broken.toml",
        "stats configs/broken.toml",
        "recipe configs/good.toml",
        "selftest",
        "man pages",
    ] {
        let json = sandbox.run(&format!("{arguments} --message-format json"));
        let human = sandbox.run(arguments);
        assert_eq!(json.code, human.code, "{arguments}");
        if arguments.contains(" configs/half") {
            assert_eq!(json.stdout, human.stdout);
            continue;
        }
        let [results, diagnostics] = types(&json);
        met.extend(results.iter().cloned());
        met.extend(diagnostics.iter().cloned());
        let stays = |kind: &&String| ["diagnostic", "note", "mending", "next"].contains(&&***kind);
        assert!(!results.iter().any(|kind| stays(&kind)), "{results:?}");
        assert!(diagnostics.iter().all(|kind| stays(&kind)));
        let rendered = objects(json.stderr.as_bytes());
        let rendered = rendered
            .iter()
            .filter_map(|object| object["rendered"].as_str());
        for rendered in rendered {
            assert!(
                human.stderr.contains(&format!("{rendered}\n\n")),
                "{rendered}"
            );
        }
    }
    for (arguments, kind) in ENDLESS {
        run_until(
            &sandbox,
            &format!("{arguments} --message-format json"),
            kind,
        );
        met.insert((*kind).to_owned());
    }
    let mut documented: BTreeSet<String> = documented().keys().map(|kind| (*kind).into()).collect();
    if cfg!(not(feature = "preview")) {
        documented.remove("preview");
    }
    assert_eq!(met, documented);
}

#[test]
fn the_example_of_the_document_is_what_the_program_says() {
    let blocks = |language: &str| {
        let fence = format!("```{language}\n");
        let blocks = DOCUMENT.split(&fence).skip(1);
        blocks
            .map(|rest| rest.split("```").next().unwrap())
            .collect::<Vec<_>>()
    };
    let sandbox = Sandbox::new();
    sandbox.write("configs/figure.toml", blocks("toml")[0]);
    sandbox.write("configs/half.toml", blocks("toml")[1]);
    let run = sandbox.run("check --message-format json");
    assert_eq!(objects(blocks("json")[0].as_bytes()).len(), 6);
    let mut said: Vec<&str> = run.stderr.lines().collect();
    let last = said.split_off(said.len() - 2);
    let results = std::str::from_utf8(&run.bytes).unwrap();
    said.extend(results.lines().chain(last));
    assert_eq!(blocks("json")[0].lines().collect::<Vec<_>>(), said);
}

#[test]
fn the_state_of_each_file_is_told() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    let states = |arguments: &str| {
        let run = sandbox.run(&format!("{arguments} --message-format json"));
        let state = |object: &Value| object["state"].as_str().unwrap().to_owned();
        objects(&run.bytes).iter().map(state).collect::<Vec<_>>()
    };
    assert_eq!(states("check"), ["missing", "missing"]);
    assert_eq!(states("render --format png"), ["written"]);
    assert_eq!(states("render"), ["unchanged", "written"]);
    assert_eq!(states("check"), ["same", "same"]);
    sandbox.write("configs/a.toml", NARROW);
    assert_eq!(states("check"), ["changed", "changed"]);
    assert_eq!(states("render"), ["written", "written"]);
}

#[test]
fn short_results_are_lines_for_editors() {
    let sandbox = varied();
    let run = sandbox.run("check --message-format short");
    assert_eq!(
        run.stdout,
        "missing: out/blocked.png\nmissing: out/good.png\nmissing: out/good.svg\n\
         missing: out/half.png\nmissing: out/half.svg\n"
    );
    let lines: Vec<&str> = run.stderr.lines().collect();
    for line in [
        "out/blocked.svg: error: cannot be read: it is there, and not a file",
        "configs/blocked.toml: error: out/blocked.png is missing",
        "configs/broken.toml:3:9: error: sigma must be greater than zero",
    ] {
        assert!(lines.contains(&line), "{line}\n{}", run.stderr);
    }
    let half = "configs/half.toml:5:9: warning[mass-outside-range]: 50.0 %";
    assert!(
        lines.iter().any(|line| line.starts_with(half)),
        "{}",
        run.stderr
    );
    let note = "configs/many.toml: note: only the first 100 are shown";
    assert!(lines.contains(&note), "{}", run.stderr);
    assert_eq!(*lines.last().unwrap(), "to mend this, run: gaussfig render");
    let run = sandbox.run("render --message-format short configs/good.toml");
    assert_eq!(run.stdout, "out/good.png\nout/good.svg\n");
}

#[test]
fn figures_that_are_not_what_their_configs_say_are_annotated() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    assert_eq!(sandbox.run("render --format svg").code, 0);
    sandbox.write("configs/a.toml", NARROW);
    let run = sandbox.run("check ./configs --message-format github");
    assert_eq!(run.stdout, "missing: out/a.png\nchanged: out/a.svg\n");
    let (error, notice) = run.stderr.split_once('\n').unwrap();
    let words = "::error file=configs/a.toml,line=3,col=9,endLine=3,endColumn=12,title=gaussfig::out/a.png and out/a.svg are not \
                 what ./configs/a.toml says%0Agaussian 1: sigma 1.0 → 0.5%0Aout/a.png: missing%0Aout/a.svg: changed: ";
    assert!(error.starts_with(words), "{error}");
    assert_eq!(
        notice,
        "::notice title=to mend this%2C run::gaussfig render -- ./configs\n"
    );
    let run = sandbox.run("render --message-format github");
    assert_eq!((&*run.stdout, &*run.stderr), ("out/a.png\nout/a.svg\n", ""));
    assert_eq!(sandbox.run("check --message-format github").stdout, "");
}

/// What is said about all bad configs.
fn refusals(format: &str) -> String {
    let mut command = Sandbox::new().command();
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    let run = run(command.args([
        "check",
        "tests/bad",
        "--out-dir",
        "none",
        "--message-format",
        format,
    ]));
    assert_eq!((run.code, &*run.stdout), (3, ""));
    run.stderr.replace("tests/bad\\", "tests/bad/")
}

/// A message: file, line and column, severity with code, message.
type Told = (String, Option<[usize; 2]>, String, String);

/// From the human form.
fn human() -> Vec<Told> {
    let text = format!("\n\n{}", refusals("human"));
    let told = text.split("\n\nerror: ").skip(1).map(|report| {
        let (message, rest) = report.split_once('\n').unwrap();
        let place = rest.trim_start().strip_prefix("--> ").unwrap();
        let mut parts = place.lines().next().unwrap().split(':');
        let file = parts.next().unwrap().to_owned();
        let numbers: Vec<usize> = parts.map(|part| part.parse().unwrap()).collect();
        (
            file,
            numbers.try_into().ok(),
            "error".to_owned(),
            message.to_owned(),
        )
    });
    told.collect()
}

#[test]
fn places_of_all_bad_configs_are_the_same_in_every_form() {
    let human = human();
    assert!(human.len() > 316, "{}", human.len());
    let line = |(file, place, severity, message): &Told| {
        let place = place.map(|[line, column]| format!(":{line}:{column}"));
        format!(
            "{file}{}: {severity}: {message}\n",
            place.unwrap_or_default()
        )
    };
    assert_eq!(
        refusals("short"),
        human.iter().map(line).collect::<String>()
    );

    let json = objects(
        refusals("json")
            .replace("tests/bad\\\\", "tests/bad/")
            .as_bytes(),
    );
    let github = refusals("github");
    assert_eq!([json.len(), github.lines().count()], [human.len(); 2]);
    for ((told, json), github) in human.iter().zip(&json).zip(github.lines()) {
        let (file, place, severity, message) = told;
        assert_eq!(json["file"], **file);
        assert_eq!(json["severity"], **severity);
        let start = &json["span"]["start"];
        let found = ["line", "column"].map(|name| start[name].as_u64());
        assert_eq!(
            found,
            place.map_or([None; 2], |place| place.map(|n| Some(n as u64)))
        );
        // Only what a terminal would obey differs.
        let same = |(a, b): (char, char)| a == b || a.is_control() || b == '\u{fffd}';
        assert!(
            json["message"]
                .as_str()
                .unwrap()
                .chars()
                .zip(message.chars())
                .all(same)
        );

        let (properties, data) = annotation(github);
        assert_eq!(properties["file"], *file);
        assert_eq!(data.lines().next().unwrap(), message);
        let hints = json["hints"].as_array().unwrap().len();
        assert_eq!(data.lines().count(), 1 + hints);
        let number = |name: &str| {
            properties
                .get(name)
                .map(|text| text.parse::<u64>().unwrap())
        };
        let end = &json["span"]["end"];
        assert_eq!(number("line").unwrap(), start["line"].as_u64().unwrap_or(1));
        assert_eq!(number("endLine"), end["line"].as_u64());
        let columns = (start["line"] == end["line"]).then_some([start, end]);
        let columns = columns.map_or([None; 2], |ends| ends.map(|end| end["column"].as_u64()));
        assert_eq!([number("col"), number("endColumn")], columns);
    }
}

#[test]
fn the_bytes_of_a_place_are_those_of_the_value() {
    for object in objects(refusals("json").as_bytes()) {
        let file = object["file"].as_str().unwrap();
        let text = std::fs::read_to_string(format!("{}/{file}", env!("CARGO_MANIFEST_DIR")));
        let (text, span) = (text.unwrap(), &object["span"]);
        if span.is_null() {
            continue;
        }
        for end in ["start", "end"] {
            let [byte, line, column] = ["byte", "line", "column"]
                .map(|name| usize::try_from(span[end][name].as_u64().unwrap()).unwrap());
            let mut above = text[..byte].split('\n');
            assert_eq!(above.clone().count(), line, "{file}");
            let before = above.next_back().unwrap().trim_start_matches('\u{feff}');
            assert_eq!(before.chars().count() + 1, column, "{file}");
        }
        assert!(span["start"]["byte"].as_u64() <= span["end"]["byte"].as_u64());
    }
}

/// Properties and message of an annotation, as GitHub's runner takes a line apart.
fn annotation(line: &str) -> (BTreeMap<&str, String>, String) {
    let (command, data) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (name, properties) = command.split_once(' ').unwrap();
    assert!(["error", "warning", "notice"].contains(&name), "{line}");
    let decoded = |text: &str, escapes: &[(&str, &str)]| {
        let decode = |text: String, (code, c): &(&str, &str)| text.replace(code, c);
        let text = escapes.iter().fold(text.to_owned(), decode);
        text.replace("%25", "%")
    };
    let lines = [("%0D", "\r"), ("%0A", "\n")];
    let all = [lines[0], lines[1], ("%3A", ":"), ("%2C", ",")];
    let properties = properties.split(',').map(|pair| {
        let (name, value) = pair.split_once('=').unwrap();
        (name, decoded(value, &all))
    });
    (properties.collect(), decoded(data, &lines))
}

#[test]
fn another_format_is_bad_usage() {
    let run = Sandbox::new().run("check --message-format xml");
    run.fails(
        2,
        "error: invalid value 'xml' for '--message-format <FORMAT>'",
    );
}
