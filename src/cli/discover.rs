//! Which configs the paths on the command line mean, and where their figures go.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::args::{Inputs, Trust};
use super::input::{self, Config};
use super::output;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Variant;
use crate::render::IRREGULAR;

/// A config and the place of its figure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Job {
    /// The config's file.
    pub(super) config: PathBuf,
    /// The figure's files below the output directory, without the dot and the extension.
    pub(super) stem: PathBuf,
}

impl Job {
    /// One of the figure's files.
    pub(super) fn output(&self, out_dir: &Path, variant: &Variant) -> PathBuf {
        self.with_ending(out_dir, &variant.ending())
    }

    /// The files that are there whatever the config says of formats, themes and scales, or may be.
    pub(super) fn outputs(&self, out_dir: &Path) -> impl Iterator<Item = PathBuf> {
        let endings = [".png", ".svg"].into_iter();
        endings.map(move |ending| self.with_ending(out_dir, ending))
    }

    fn with_ending(&self, out_dir: &Path, ending: &str) -> PathBuf {
        let mut path = out_dir.join(&self.stem).into_os_string();
        // Not `with_extension`: a stem may have a dot of its own.
        path.push(ending);
        path.into()
    }

    /// Whether a stem is this one with what tells a figure's files apart behind it, or may be.
    pub(super) fn may_own(&self, stem: &Path) -> bool {
        let [own, other] = [&self.stem, stem].map(|stem| stem.as_os_str().as_encoded_bytes());
        let rest = other.strip_prefix(own).map(str::from_utf8);
        rest.is_some_and(|rest| rest.is_ok_and(Variant::may_be))
    }
}

/// What the paths on the command line lead to.
#[derive(Debug, Default)]
pub(super) struct Discovery {
    /// In the order of the paths, those of a directory sorted; each once.
    pub(super) jobs: Vec<Job>,
    /// Paths that lead nowhere.
    pub(super) problems: Vec<Diagnostics>,
    /// Directories in which there may be more.
    pub(super) directories: Vec<PathBuf>,
    /// The jobs once more, to know which are there.
    known: BTreeSet<Job>,
}

/// Follows files and directories. Symbolic links to directories are followed only where they are `paths` themselves, so
/// there are no loops.
pub(super) fn discover(paths: &[PathBuf], trust: Trust) -> Discovery {
    let mut discovery = Discovery::default();
    for path in paths {
        if let Err(error) = trust.check(path) {
            discovery.problems.push(input::about(path, error));
            continue;
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => discovery.add_directory(path),
            Ok(_) => discovery.add(path.clone(), path.file_stem().unwrap_or_default().into()),
            Err(cause) => {
                let error = input::unreadable(&cause)
                    .hint("name a .toml file, a directory of .toml files, or - for standard input");
                discovery.problems.push(input::about(path, error));
            }
        }
    }
    discovery
}

impl Discovery {
    /// Whether the paths lead to this.
    pub(super) fn has(&self, job: &Job) -> bool {
        self.known.contains(job)
    }

    fn add(&mut self, config: PathBuf, stem: PathBuf) {
        let job = Job { config, stem };
        if self.known.insert(job.clone()) {
            self.jobs.push(job);
        }
    }

    fn add_directory(&mut self, directory: &Path) {
        let problems = self.problems.len();
        let mut configs = Vec::new();
        self.walk(directory, &mut configs);
        configs.sort_unstable();
        if configs.is_empty() && self.problems.len() == problems {
            let error = Diagnostic::error("there is no .toml file in this directory");
            self.problems.push(input::about(directory, error));
        }
        for config in configs {
            let below = config.strip_prefix(directory).unwrap_or(&config);
            let stem = below.with_extension("");
            self.add(config, stem);
        }
    }

    /// Collects every `.toml` file below a directory.
    fn walk(&mut self, directory: &Path, configs: &mut Vec<PathBuf>) {
        self.directories.push(directory.to_owned());
        let entries = fs::read_dir(directory).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let entries = match entries {
            Ok(entries) => entries,
            Err(cause) => {
                return self
                    .problems
                    .push(input::about(directory, input::unreadable(&cause)));
            }
        };
        for entry in entries {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                self.walk(&path, configs);
            } else if path.extension() == Some(OsStr::new("toml")) && !is_lock(&path) {
                self.add_found(path, configs);
            }
        }
    }

    /// Collects what a directory has under a config's name. A named pipe there, which nobody asked for, would wait for a
    /// writer that never comes.
    fn add_found(&mut self, path: PathBuf, configs: &mut Vec<PathBuf>) {
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(metadata) if !metadata.is_file() => {
                let error = input::unreadable(&io::Error::other(IRREGULAR));
                self.problems.push(input::about(&path, error));
            }
            // What cannot be read says so in its turn.
            _ => configs.push(path),
        }
    }

    /// One error for each group of figures that would be the same files, by their names or else by links.
    pub(super) fn collisions(&self, inputs: &Inputs) -> Vec<Diagnostics> {
        let mut collisions = self.collisions_by_name();
        if collisions.is_empty() {
            collisions = self.collisions_of_variants(inputs);
        }
        if collisions.is_empty() {
            collisions = self.collisions_by_links(&inputs.out_dir);
        }
        collisions
    }

    /// Which formats each config asks for does not matter: two figures beside each other under one name would be told apart by
    /// nobody.
    fn collisions_by_name(&self) -> Vec<Diagnostics> {
        let mut configs: BTreeMap<&Path, Vec<&Path>> = BTreeMap::new();
        for job in &self.jobs {
            configs.entry(&job.stem).or_default().push(&job.config);
        }
        configs.retain(|_, configs| configs.len() > 1);
        configs
            .iter()
            .map(|(stem, configs)| collision(stem, configs))
            .collect()
    }

    /// `a.toml` may ask for `a-dark.png`, of which `a-dark.toml` knows nothing. What they ask for is read only where names are
    /// like that.
    fn collisions_of_variants(&self, inputs: &Inputs) -> Vec<Diagnostics> {
        let by_stem: BTreeMap<&Path, &Job> = self
            .jobs
            .iter()
            .map(|job| (job.stem.as_path(), job))
            .collect();
        let mut collisions = Vec::new();
        for job in &self.jobs {
            let owners = owners(&job.stem).filter_map(|stem| by_stem.get(stem.as_path()));
            for owner in owners {
                let files = files(job, inputs);
                if files
                    .intersection(&self::files(owner, inputs))
                    .next()
                    .is_some()
                {
                    collisions.push(collision(&job.stem, &[&owner.config, &job.config]));
                }
            }
        }
        collisions
    }

    /// Links from one output to another, from two to one file, or between directories.
    fn collisions_by_links(&self, out_dir: &Path) -> Vec<Diagnostics> {
        let mut outputs: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
        for output in self.jobs.iter().flat_map(|job| job.outputs(out_dir)) {
            let destination = output::destination(&output);
            outputs.entry(destination).or_default().push(output);
        }
        let groups = outputs.into_values().filter(|outputs| outputs.len() > 1);
        groups.map(|outputs| link_collision(&outputs)).collect()
    }
}

/// The stems of figures one of whose files may have this stem.
fn owners(stem: &Path) -> impl Iterator<Item = PathBuf> {
    let text = stem.to_str().unwrap_or_default();
    let marks = text.match_indices(['-', '@']);
    let owners = marks.filter(|&(at, _)| Variant::may_be(&text[at..]));
    owners.map(|(at, _)| PathBuf::from(&text[..at]))
}

/// The files that a config asks for, none if it has errors.
fn files(job: &Job, inputs: &Inputs) -> BTreeSet<PathBuf> {
    let variants = Config::open(&job.config, inputs.trust)
        .ok()
        .and_then(|config| config.variants(inputs.overrides()))
        .unwrap_or_default();
    let files = variants.iter();
    files
        .map(|variant| job.output(&inputs.out_dir, variant))
        .collect()
}

/// Whether it is what Emacs leaves beside a file that has unsaved changes: a link to nothing.
fn is_lock(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    name.starts_with(b".#")
}

fn link_collision(outputs: &[PathBuf]) -> Diagnostics {
    let error = Diagnostic::error("several files would be written to one place");
    let error = outputs.iter().fold(error, |error, output| {
        error.hint(format!("one is {}", output.display()))
    });
    input::about(&outputs[0], error.hint("remove the links between them"))
}

fn collision(stem: &Path, configs: &[&Path]) -> Diagnostics {
    let mut error = Diagnostic::error("several configs would be drawn to the same files").hint(
        "rename one, or name the directory around them instead: each keeps its place below it",
    );
    for config in configs {
        error = error.hint(format!("one is {}", config.display()));
    }
    input::about(stem, error)
}
