//! Files appear whole, only where they must, and are what they were otherwise.

use std::fs;
use std::time::{Duration, SystemTime};

use crate::{NARROW, STANDARD, Sandbox, is_png};

#[test]
fn a_file_that_would_not_change_is_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    assert_eq!(sandbox.run("render").code, 0);
    let past = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let file = fs::File::options()
        .write(true)
        .open(sandbox.path("out/a.png"))
        .unwrap();
    file.set_modified(past).unwrap();
    let modified = || {
        fs::metadata(sandbox.path("out/a.png"))
            .unwrap()
            .modified()
            .unwrap()
    };
    assert_eq!(sandbox.run("render").stdout, "out/a.png\nout/a.svg\n");
    assert_eq!(modified(), past);
    sandbox.write("configs/a.toml", NARROW);
    assert_eq!(sandbox.run("render").code, 0);
    assert_ne!(modified(), past);
}

#[test]
fn no_temporary_file_is_left() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    assert_eq!(sandbox.run("render").code, 0);
    sandbox.write("configs/a.toml", NARROW);
    assert_eq!(sandbox.run("render").code, 0);
    assert_eq!(sandbox.outputs(), ["out/a.png", "out/a.svg"]);
}

#[test]
fn a_directory_in_the_place_of_a_file_stays_and_exits_with_3() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    sandbox.write("out/a.png/keep", "");
    let run = sandbox.run("render");
    assert_eq!(run.stdout, "out/a.svg\n");
    run.fails(3, "error: cannot be written: it is there, and not a file\n");
    assert_eq!(sandbox.outputs(), ["out/a.png/keep", "out/a.svg"]);
}

#[test]
fn a_file_in_the_place_of_the_output_directory_exits_with_3() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    sandbox.write("out", "a file");
    let run = sandbox.run("render");
    run.fails(3, "error: cannot be written: ");
    assert_eq!(sandbox.read("out"), b"a file");
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;
    use crate::run;

    #[test]
    fn permissions_of_an_old_file_are_kept() {
        let sandbox = Sandbox::new();
        sandbox.write("configs/a.toml", STANDARD);
        sandbox.write("out/a.png", "old");
        fs::set_permissions(sandbox.path("out/a.png"), PermissionsExt::from_mode(0o646)).unwrap();
        assert_eq!(sandbox.run("render").code, 0);
        let mode = |path| {
            fs::metadata(sandbox.path(path))
                .unwrap()
                .permissions()
                .mode()
                & 0o777
        };
        assert!(is_png(&sandbox.read("out/a.png")));
        assert_eq!(mode("out/a.png"), 0o646);
        // A new file has what the umask leaves, as any other new file.
        sandbox.write("new", "");
        assert_eq!(mode("out/a.svg"), mode("new"));
    }

    #[test]
    fn the_target_of_a_symbolic_link_is_written_and_the_link_stays() {
        let sandbox = Sandbox::new();
        sandbox.write("configs/a.toml", STANDARD);
        sandbox.write("store/old.png", "old");
        fs::create_dir(sandbox.path("out")).unwrap();
        symlink("../store/old.png", sandbox.path("out/a.png")).unwrap();
        symlink("../store/new.svg", sandbox.path("out/a.svg")).unwrap();
        assert_eq!(sandbox.run("render").code, 0);
        assert!(is_png(&sandbox.read("store/old.png")));
        assert!(crate::is_svg(&sandbox.read("store/new.svg")));
        assert!(sandbox.path("out/a.png").is_symlink());
        assert!(sandbox.path("out/a.svg").is_symlink());
    }

    #[test]
    fn a_loop_of_links_ends() {
        let sandbox = Sandbox::new();
        sandbox.write("configs/a.toml", STANDARD);
        symlink(".", sandbox.path("configs/loop")).unwrap();
        fs::create_dir(sandbox.path("out")).unwrap();
        symlink("a.png", sandbox.path("out/a.png")).unwrap();
        let run = sandbox.run("render --format png");
        assert_eq!(run.code, 3);
        assert_eq!(run.stdout, "");
    }

    #[test]
    fn paths_may_have_any_bytes() {
        let sandbox = Sandbox::new();
        let name = OsStr::from_bytes(b"caf\xe9 \n\x1b[31m.toml");
        sandbox.write(name, "title = 1");
        sandbox.write("fine/ok.toml", STANDARD);
        let run = run(sandbox.command().arg("render").arg(name).arg("fine"));
        assert!(
            run.stderr.contains("--> caf\u{fffd} ␊␛[31m.toml:1:9\n"),
            "{}",
            run.stderr
        );
        assert_eq!(run.stdout, "out/ok.png\nout/ok.svg\n");
        assert_eq!(run.code, 2);
    }

    #[test]
    fn the_name_of_a_result_is_printed_byte_for_byte() {
        let sandbox = Sandbox::new();
        let name = OsStr::from_bytes(b"caf\xe9.toml");
        sandbox.write(name, STANDARD);
        let run = run(sandbox
            .command()
            .args(["render", "--format", "png"])
            .arg(name));
        assert_eq!(run.bytes, b"out/caf\xe9.png\n");
        assert!(is_png(&sandbox.read(OsStr::from_bytes(b"out/caf\xe9.png"))));
    }

    #[test]
    fn an_endless_device_is_no_config() {
        let run = Sandbox::new().run("render /dev/zero");
        assert_eq!(
            run.stderr,
            "error: a config has at most 1048576 bytes\n--> /dev/zero\n\n"
        );
        assert_eq!(run.code, 2);
    }
}
