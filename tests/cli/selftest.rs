//! `gaussfig selftest`: the program as it is built here draws the bytes that it should.

use crate::{Sandbox, run};

#[test]
fn the_self_test_succeeds_and_writes_no_file() {
    let sandbox = Sandbox::new();
    let run = run(sandbox.command().arg("selftest").env_clear());
    assert_eq!(run.stdout, "all 111 files of 18 figures are the same\n");
    assert_eq!((run.code, &*run.stderr), (0, ""));
    assert_eq!(std::fs::read_dir(sandbox.path("")).unwrap().count(), 0);
}

#[test]
fn the_self_test_takes_no_arguments_and_its_help_has_an_example() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run("selftest configs").code, 2);
    let help = sandbox.run("selftest --help").stdout;
    assert!(help.contains("Examples:\n  gaussfig selftest "), "{help}");
}
