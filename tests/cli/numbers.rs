//! `gaussfig data` and `gaussfig stats`.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{BROKEN, STANDARD, Sandbox};

const PUBLISHED: &str = include_str!("../../configs/variational-gaussian-PDFs-histograms.toml");
const REFERENCE: &str = include_str!("../../docs/statistics.md");

/// What a subcommand prints of a config on standard input.
fn printed(arguments: &str, config: &str) -> String {
    let run = Sandbox::new().run_with(arguments, config);
    assert_eq!(run.stderr, "");
    assert_eq!(run.code, 0);
    run.stdout
}

fn json(subcommand: &str, config: &str) -> Value {
    serde_json::from_str(&printed(&format!("{subcommand} -"), config)).unwrap()
}

/// The paths of all fields, such as `gaussians[].mu`.
fn fields(value: &Value, path: &str, all: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            for (name, value) in entries {
                let path = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                all.insert(path.clone());
                fields(value, &path, all);
            }
        }
        Value::Array(items) => {
            for item in items {
                fields(item, &format!("{path}[]"), all);
            }
        }
        _ => {}
    }
}

/// The fields that a section of the reference describes. Where one row has several, all but the first are without the path.
fn described(section: &str) -> BTreeSet<String> {
    let start = REFERENCE
        .find(&format!("\n## `gaussfig {section}`"))
        .unwrap();
    let rest = &REFERENCE[start + 1..];
    let table = rest.split_once("\n\n| field").unwrap().1;
    let rows = table.split("\n\n").next().unwrap().lines().skip(2);
    let mut fields = BTreeSet::new();
    for row in rows {
        let names: Vec<&str> = row.split('|').nth(1).unwrap().split('`').collect();
        let names: Vec<&str> = names.into_iter().skip(1).step_by(2).collect();
        let path = names[0]
            .rsplit_once('.')
            .map_or(String::new(), |(path, _)| format!("{path}."));
        fields.insert(names[0].to_owned());
        fields.extend(names[1..].iter().map(|name| format!("{path}{name}")));
    }
    fields
}

#[test]
fn the_reference_describes_every_field_and_no_other() {
    for subcommand in ["data", "stats"] {
        let mut all = BTreeSet::new();
        fields(&json(subcommand, PUBLISHED), "", &mut all);
        assert!(all.len() > 15, "{all:?}");
        assert_eq!(all, described(subcommand), "{subcommand}");
    }
    let csv = printed("data - --format csv", STANDARD);
    let columns = csv.lines().next().unwrap();
    for column in columns.split(',') {
        assert!(REFERENCE.contains(&format!("`{column}`")), "{column}");
    }
}

#[test]
fn the_numbers_that_the_reference_quotes_are_those_of_the_published_figure() {
    let stats = json("stats", PUBLISHED);
    let number = |value: &Value| value.as_f64().unwrap();
    let pair = &stats["pairs"][3];
    assert_eq!((&pair["first"], &pair["second"]), (&2.into(), &3.into()));
    let quoted = [
        format!("overlap is {:.0} %", 100.0 * number(&pair["overlap"])),
        format!(
            "mean {:.3}",
            number(&stats["gaussians"][2]["sample"]["mean"])
        ),
        format!(
            "deviation {:.3}",
            number(&stats["gaussians"][2]["sample"]["standard_deviation"])
        ),
        format!(
            "peak is {:.3}",
            number(&stats["gaussians"][1]["peak_height"])
        ),
    ];
    for quoted in quoted {
        assert!(REFERENCE.contains(&quoted), "{quoted}");
    }
}

#[test]
fn csv_has_the_numbers_of_json() {
    for quantity in ["pdf", "log-pdf", "cdf"] {
        let config = format!("quantity = \"{quantity}\"\n{PUBLISHED}").replace("ticks = 0.4\n", "");
        let csv = printed("data - --format csv", &config);
        let mut rows = csv
            .lines()
            .skip(1)
            .map(|row| row.split(',').collect::<Vec<_>>());
        // As the same doubles: both are the shortest decimals.
        let mut expect = |cells: [&Value; 9]| {
            let row = rows.next().unwrap();
            assert_eq!(row.len(), 9);
            for (cell, value) in row.iter().zip(cells) {
                match value {
                    Value::Null => assert_eq!(*cell, ""),
                    Value::String(text) => assert_eq!(cell, text),
                    value => assert_eq!(cell.parse::<f64>().unwrap(), value.as_f64().unwrap()),
                }
            }
        };
        let data = json("data", &config);
        let no = &Value::Null;
        for gaussian in data["gaussians"].as_array().unwrap() {
            let [number, mu, sigma] = ["number", "mu", "sigma"].map(|name| &gaussian[name]);
            let curve = &gaussian["curve"];
            for (x, y) in list(&curve["x"]).iter().zip(list(&curve["y"])) {
                expect([number, mu, sigma, &"curve".into(), x, no, y, no, no]);
            }
            let histogram = &gaussian["histogram"];
            let edges = list(&histogram["edges"]);
            expect([
                number,
                mu,
                sigma,
                &"below".into(),
                no,
                &edges[0],
                no,
                &histogram["below"],
                no,
            ]);
            for (i, edges) in edges.windows(2).enumerate() {
                let [height, count, density] =
                    ["heights", "counts", "densities"].map(|name| &histogram[name][i]);
                let [left, right] = [&edges[0], &edges[1]];
                expect([
                    number,
                    mu,
                    sigma,
                    &"bin".into(),
                    left,
                    right,
                    height,
                    count,
                    density,
                ]);
            }
            let last = edges.last().unwrap();
            expect([
                number,
                mu,
                sigma,
                &"above".into(),
                last,
                no,
                no,
                &histogram["above"],
                no,
            ]);
        }
        assert_eq!(rows.next(), None);
    }
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

#[test]
fn markdown_has_the_rounded_numbers_of_json() {
    let tables = printed("stats - --format markdown", PUBLISHED);
    assert_eq!(tables.matches("\n\n").count(), 2);
    for row in [
        "| 3 | 0 | 1 | 0 | 0.398942 | 1 | 1.52397e-23 |",
        "| 2, 3 | -2.28546, -0.381208 | 0.453388 | 0.818147 | 2.80685 |",
    ] {
        assert!(tables.lines().any(|line| line == row), "{tables}");
    }
    // As many cells in each row as in the header.
    for table in tables.split("\n\n") {
        let cells: BTreeSet<usize> = table.lines().map(|row| row.matches('|').count()).collect();
        assert_eq!(cells.len(), 1, "{table}");
    }
    // Nothing about samples or pairs where there are none.
    assert_eq!(
        printed("stats - --format markdown", STANDARD)
            .lines()
            .count(),
        3
    );
}

#[test]
fn numbers_that_are_not_finite_are_null_and_empty() {
    let config = "quantity = \"log-pdf\"\n[x]\nrange = [-1.0, 1.0]\n[y]\nrange = [0.0, 700.0]\n\
                  [[gaussian]]\nmu = 0.0\nsigma = 1e-300\n[[gaussian]]\nmu = 0.5\nsigma = 1.0\n";
    assert_eq!(
        json("data", config)["gaussians"][0]["curve"]["y"][0],
        Value::Null
    );
    assert_eq!(
        json("stats", config)["pairs"][0]["reverse_kl_divergence"],
        Value::Null
    );
    let csv = printed("data - --format csv", config);
    assert_eq!(csv.lines().nth(1), Some("1,0.0,1e-300,curve,-1.0,,,,"));
    let tables = printed("stats - --format markdown", config);
    assert!(tables.ends_with(" | 690.401 | – |\n"), "{tables}");
}

#[test]
fn a_file_is_read_as_standard_input_is() {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", STANDARD);
    for arguments in [
        "data {}",
        "data {} --format csv",
        "stats {}",
        "stats {} --format markdown",
    ] {
        let file = sandbox.run(&arguments.replace("{}", "a.toml"));
        assert_eq!((file.code, &*file.stderr), (0, ""));
        assert_eq!(
            file.stdout,
            printed(&arguments.replace("{}", "-"), STANDARD)
        );
        assert!(file.stdout.ends_with('\n'));
    }
    assert!(sandbox.outputs().is_empty());
}

#[test]
fn errors_and_warnings_are_those_of_render() {
    let sandbox = Sandbox::new();
    sandbox.write("broken.toml", BROKEN);
    sandbox.write(
        "warned.toml",
        format!("[histogram]\nbins = {{ edges = [0.0, 1.0] }}\n{STANDARD}"),
    );
    for subcommand in ["data", "stats"] {
        for (file, code) in [("broken.toml", 2), ("nowhere.toml", 3), ("warned.toml", 0)] {
            let run = sandbox.run(&format!("{subcommand} {file}"));
            let rendered = sandbox.run(&format!("render {file}"));
            assert_eq!(
                (run.code, rendered.code),
                (code, code),
                "{subcommand} {file}"
            );
            let head = |text: &str| text.lines().next().unwrap().to_owned();
            assert_eq!(head(&run.stderr), head(&rendered.stderr));
            assert_eq!(run.stdout.is_empty(), code > 0);
        }
        assert_eq!(sandbox.run(&format!("{subcommand} {subcommand}")).code, 3);
    }
}

#[test]
fn one_config_is_needed_and_a_known_format() {
    let sandbox = Sandbox::new();
    for arguments in [
        "data",
        "stats",
        "data a.toml b.toml",
        "data a.toml --format markdown",
        "stats a.toml --format csv",
    ] {
        let run = sandbox.run(arguments);
        assert_eq!((run.code, &*run.stdout), (2, ""), "{arguments}");
    }
    for subcommand in ["data", "stats"] {
        let help = sandbox.run(&format!("{subcommand} --help")).stdout;
        assert!(help.contains("Examples:\n  gaussfig "), "{help}");
        assert!(help.contains("[default: json]"), "{help}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_exits_with_3() {
    let sandbox = Sandbox::new();
    sandbox.write("a.toml", STANDARD);
    for arguments in [["data", "a.toml"], ["stats", "a.toml"]] {
        let full = std::fs::File::create("/dev/full").unwrap();
        let run = crate::run(sandbox.command().args(arguments).stdout(full));
        assert_eq!(run.code, 3);
        assert!(
            run.stderr.starts_with("error: cannot be written: "),
            "{}",
            run.stderr
        );
    }
}
