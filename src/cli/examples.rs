//! What stands below the help of the program and its subcommands.

pub(super) const RENDER_EXAMPLES: &str = "\
Examples:
  gaussfig render                                  every config below configs, into out
  gaussfig render figure.toml                      out/figure.png and out/figure.svg
  gaussfig render posts --out-dir static/images    posts/a/b.toml to static/images/a/b.png
  gaussfig render posts --jobs 1                   one figure after the other, on one thread
  gaussfig render posts --optimize                 files as small as can be found
  gaussfig render figure.toml --depfile figure.d   what to draw it again for, as make and ninja read it
  gaussfig render - --format svg < figure.toml     the figure to standard output";

pub(super) const CHECK_EXAMPLES: &str = "\
Examples:
  gaussfig check                                   the files in out, against configs
  gaussfig check posts --out-dir static/images     the files in static/images, against posts
  gaussfig check --diff-dir diff                   pictures of what differs, too
  gaussfig check --message-format github           annotations in the pull request";

pub(super) const WATCH_EXAMPLES: &str = "\
Examples:
  gaussfig watch                                   every config below configs, and those that come later, into out
  gaussfig watch figure.toml --format png          out/figure.png, beside a program that shows it
  gaussfig watch posts --message-format short      lines that editors read, a round at a time";

pub(super) const PREVIEW_EXAMPLES: &str = "\
Examples:
  gaussfig preview                                 every config below configs, at http://127.0.0.1:1777/
  gaussfig preview posts/figure.toml --port 8080   one figure, at http://127.0.0.1:8080/";

pub(super) const INIT_EXAMPLES: &str = "\
Examples:
  gaussfig init && gaussfig render                 configs/figure.toml and its figure, out/figure.png and out/figure.svg
  gaussfig init posts/gaussians.toml               the same config elsewhere";

pub(super) const DATA_EXAMPLES: &str = "\
Examples:
  gaussfig data figure.toml > figure.json          everything the figure shows
  gaussfig data figure.toml --format csv           the same as one table
  gaussfig data figure.toml | jq '.gaussians[0].histogram.counts'";

pub(super) const STATS_EXAMPLES: &str = "\
Examples:
  gaussfig stats figure.toml --format markdown     tables to read
  gaussfig stats figure.toml | jq '.gaussians[] | select(.mu == 3) | .mass_inside'
  gaussfig stats figure.toml | jq '.pairs[] | select(.first == 1 and .second == 2) | .overlap'";

pub(super) const RECIPE_EXAMPLES: &str = "\
Examples:
  gaussfig recipe figure.png > figure.toml         the config of a figure found in a wiki
  gaussfig recipe old.svg | gaussfig render - --format svg > same.svg";

pub(super) const MARKUP_EXAMPLES: &str = "\
Examples:
  gaussfig markup configs/figure.toml              HTML that shows out/figure.svg and out/figure.png
  gaussfig markup posts/two.toml --for jekyll --out-dir assets/figures
  gaussfig markup posts/two.toml --for hugo --out-dir static/figures
                                                   in hugo.toml: markup.goldmark.renderer.unsafe = true";

pub(super) const MDBOOK_EXAMPLES: &str = "\
Examples:
  gaussfig mdbook supports html                    exits with 0; mdbook asks for it

In book.toml:
  [preprocessor.gaussfig]
  command = \"gaussfig mdbook\"

In a chapter:
  ```gaussfig
  [[gaussian]]
  mu = 0.0
  sigma = 1.0
  ```";

pub(super) const SELFTEST_EXAMPLES: &str = "\
Examples:
  gaussfig selftest                                says how many files are the same; exits with 1 if any is not
  gaussfig selftest && gaussfig check              in CI: a figure that differs then, differs from its config";

pub(super) const SCHEMA_EXAMPLES: &str = "\
Examples:
  gaussfig schema > gaussfig.schema.json           then the first line of a config: #:schema ./gaussfig.schema.json";

pub(super) const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  gaussfig completions bash > ~/.local/share/bash-completion/completions/gaussfig
  gaussfig completions zsh > ~/.zfunc/_gaussfig    with fpath+=~/.zfunc before compinit in ~/.zshrc
  gaussfig completions fish > ~/.config/fish/completions/gaussfig.fish
  gaussfig completions powershell >> $PROFILE
  gaussfig completions elvish >> ~/.config/elvish/rc.elv";

pub(super) const MAN_EXAMPLES: &str = "\
Examples:
  gaussfig man ~/.local/share/man/man1             then: man gaussfig-render";

pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0  success
  1  check found a file missing or different
  2  bad usage or a bad config
  3  a file could not be read or written
With several, the highest.";
