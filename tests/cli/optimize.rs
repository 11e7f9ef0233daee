//! `--optimize`: smaller PNG files of the same pixels.

use crate::{STANDARD, Sandbox};

#[cfg(feature = "optimize")]
mod built_with_it {
    use std::io::Cursor;

    use super::*;
    use png::{Decoder, SrgbRenderingIntent, Transformations};

    /// The pixels of a PNG file as RGBA, and what it says about them.
    fn decoded(file: &[u8]) -> (Vec<u8>, u32, Option<SrgbRenderingIntent>) {
        let mut decoder = Decoder::new(Cursor::new(file));
        decoder.set_transformations(Transformations::EXPAND | Transformations::ALPHA);
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        pixels.truncate(frame.buffer_size());
        if frame.color_type == png::ColorType::GrayscaleAlpha {
            let grey = pixels.as_chunks().0;
            pixels = grey.iter().flat_map(|&[y, a]| [y, y, y, a]).collect();
        }
        let info = reader.info();
        (pixels, info.pixel_dims.unwrap().xppu, info.srgb)
    }

    fn with(background: &str) -> String {
        let allow = "allow = ['low-contrast']"; // of text on what is dark
        format!("{allow}\n[figure]\nbackground = '{background}'\n{STANDARD}")
    }

    #[test]
    fn the_file_is_smaller_and_shows_the_same() {
        let sandbox = Sandbox::new();
        for background in ["white", "transparent", "rgb(0 100 200 / 30%)", "#123456"] {
            let config = with(background);
            let plain = sandbox.run_with("render - --format png --scale 1", &config);
            let small = sandbox.run_with("render - --format png --scale 1 --optimize", &config);
            assert_eq!((plain.code, small.code, &*small.stderr), (0, 0, ""));
            let [before, after] = [&plain.bytes, &small.bytes].map(Vec::len);
            assert!(10 * after < 8 * before, "{background}: {before} to {after}");
            assert!(
                decoded(&plain.bytes) == decoded(&small.bytes),
                "{background}"
            );
            let (_, per_meter, srgb) = decoded(&small.bytes);
            assert_eq!(
                (per_meter, srgb),
                (3780, Some(SrgbRenderingIntent::Perceptual))
            );
        }
    }

    #[test]
    fn a_figure_with_more_colors_than_a_palette_has_gets_smaller_too() {
        let sandbox = Sandbox::new();
        let config = include_str!("../../configs/variational-gaussian-PDFs-histograms.toml");
        let [plain, small] = ["", "--optimize"].map(|optimize| {
            let arguments = format!("render - --format png --scale 1 {optimize}");
            sandbox.run_with(&arguments, config).bytes
        });
        assert!(10 * small.len() < 9 * plain.len());
        assert!(decoded(&plain) == decoded(&small));
    }

    #[test]
    fn any_number_of_threads_finds_the_same_file() {
        let sandbox = Sandbox::new();
        for number in 0..4 {
            sandbox.write(format!("configs/{number}.toml"), with("transparent"));
        }
        for jobs in [1, 2, 8] {
            let run = sandbox.run(&format!(
                "render --optimize --format png --scale 0.5 --out-dir out/{jobs} --jobs {jobs}"
            ));
            assert_eq!(run.code, 0);
        }
        let first = sandbox.read("out/1/0.png");
        for file in sandbox.outputs() {
            assert!(sandbox.read(&file) == first, "{file}");
        }
        assert_eq!(sandbox.outputs().len(), 12);
    }

    #[test]
    fn check_expects_optimized_files_only_where_it_is_told_to() {
        let sandbox = Sandbox::new();
        sandbox.write("configs/a.toml", STANDARD);
        assert_eq!(sandbox.run("render --scale 0.5").code, 0);
        let stale = sandbox.run("check --scale 0.5 --optimize");
        assert_eq!(
            (stale.code, &*stale.stdout),
            (1, "metadata only: out/a.png\n")
        );
        let command = "render --scale 0.5 --optimize";
        assert!(stale.stderr.contains(&format!("    gaussfig {command}\n")));
        assert_eq!(sandbox.run(command).code, 0);
        assert_eq!(sandbox.run("check --scale 0.5 --optimize").code, 0);
        assert_eq!(
            sandbox.run("check --scale 0.5").stdout,
            "metadata only: out/a.png\n"
        );
    }
}

#[cfg(not(feature = "optimize"))]
#[test]
fn a_program_built_without_it_says_how_to_get_it() {
    let sandbox = Sandbox::new();
    sandbox.write("configs/a.toml", STANDARD);
    for command in ["render", "check", "render - --format png"] {
        let run = sandbox.run(&format!("{command} --optimize"));
        assert_eq!((run.code, &*run.stdout), (2, ""));
        assert_eq!(
            run.stderr,
            "error: this gaussfig is built without its feature optimize\n--> --optimize\n \
             = help: cargo install gaussfig --features optimize\n\n"
        );
    }
    assert!(sandbox.outputs().is_empty());
}
