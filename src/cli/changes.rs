//! Waiting for configs, and the files that they name, to change.
//!
//! What has changed is found by looking: which configs the paths lead to, and whether each file is still the one that was read. The
//! system's word that something has happened only says when to look. So a save in place and one by renaming are the same, what
//! editors write beside a file is nothing, nor are the figures themselves; and where the system says nothing, as of files on other
//! machines, changes are seen a little later.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::args::{Inputs, Trust};
use super::discover::{Discovery, Job, discover};
use super::stamp::{Identity, Seen};
use crate::diagnostic::Diagnostics;

/// A save is several events; how long there is none when it is over.
const CALM: Duration = Duration::from_millis(50);
/// So often it may go on before there is a look all the same.
const MOST_CALMS: usize = 10;
/// How long nothing is looked at if the system says nothing.
const IDLE: Duration = Duration::from_secs(1);

/// What has changed since it was last asked.
#[derive(Debug, Default)]
pub(super) struct Round {
    /// Configs that are to be drawn.
    pub(super) stale: Vec<Job>,
    /// Configs that are gone.
    pub(super) removed: Vec<Job>,
    /// What is wrong with the paths, if that is something else than before.
    pub(super) problems: Option<Vec<Diagnostics>>,
}

/// Configs, and what was read of them.
pub(super) struct Changes<'a> {
    paths: &'a [PathBuf],
    trust: Trust,
    /// How the figures are written, if they are: two must not go to one place.
    written: Option<&'a Inputs>,
    /// The files that each figure was drawn from, as they were then.
    seen: BTreeMap<Job, Vec<Seen>>,
    problems: Vec<Diagnostics>,
    bell: Bell,
}

impl<'a> Changes<'a> {
    /// Of the configs that `paths` lead to, now or later. At first, all are to be drawn.
    pub(super) fn new(paths: &'a [PathBuf], trust: Trust, written: Option<&'a Inputs>) -> Self {
        Self {
            paths,
            trust,
            written,
            seen: BTreeMap::new(),
            problems: Vec::new(),
            bell: Bell::new(Places::new()),
        }
    }

    /// Waits until something has changed.
    pub(super) fn next(&mut self) -> Round {
        loop {
            let discovery = discover(self.paths, self.trust);
            let places = self.places(&discovery);
            if places != self.bell.places {
                // What happens between a look and the bell would be missed: it comes first.
                self.bell = Bell::new(places);
                continue;
            }
            if let Some(round) = self.round(discovery) {
                return round;
            }
            self.bell.wait();
        }
    }

    /// Notes which files a figure was drawn from, or could not be drawn from.
    pub(super) fn drawn(&mut self, job: Job, seen: Vec<Seen>) {
        self.seen.insert(job, seen);
    }

    /// What there is to do, if there is anything.
    fn round(&mut self, discovery: Discovery) -> Option<Round> {
        let is_stale = |job: &&Job| match self.seen.get(*job) {
            Some(seen) => seen.iter().any(Seen::is_stale),
            None => true,
        };
        let mut stale: Vec<Job> = discovery.jobs.iter().filter(is_stale).cloned().collect();
        let gone = |job: &&Job| !discovery.has(job);
        let removed: Vec<Job> = self.seen.keys().filter(gone).cloned().collect();
        let mut problems = discovery.problems.clone();
        if let Some(inputs) = self.written.filter(|_| !stale.is_empty()) {
            let collisions = discovery.collisions(inputs);
            if !collisions.is_empty() {
                stale.clear();
            }
            problems.extend(collisions);
        }
        for job in &removed {
            self.seen.remove(job);
        }
        let problems = (problems != self.problems).then_some(problems);
        if stale.is_empty() && removed.is_empty() && problems.is_none() {
            return None;
        }
        if let Some(problems) = &problems {
            self.problems.clone_from(problems);
        }
        Some(Round {
            stale,
            removed,
            problems,
        })
    }

    /// The directories in which something may happen.
    fn places(&self, discovery: &Discovery) -> Places {
        let seen = self.seen.values().flatten().map(|seen| &seen.path);
        let files = self.paths.iter().chain(seen);
        let mut places: Vec<PathBuf> = discovery.directories.clone();
        for file in files {
            places.extend(around(file));
            // Where links lead, too.
            places.extend(fs::canonicalize(file).ok().as_deref().and_then(around));
        }
        let identified = |place: PathBuf| Identity::of(&place).map(|identity| (place, identity));
        places.into_iter().filter_map(identified).collect()
    }
}

/// Directories, each with what tells it from a later one of its name.
type Places = BTreeMap<PathBuf, Identity>;

/// The directory around a file, or as much of it as there is.
fn around(file: &Path) -> Option<PathBuf> {
    let mut above = file.ancestors().skip(1);
    let directory = above.find(|path| path.as_os_str().is_empty() || path.is_dir())?;
    Some(Path::new(".").join(directory))
}

/// Rings when something happens in directories.
struct Bell {
    places: Places,
    rung: Receiver<()>,
    /// Without it, where the system cannot watch, the receiver would take the bell for broken.
    _rope: SyncSender<()>,
    _watcher: Option<RecommendedWatcher>,
}

impl Bell {
    fn new(places: Places) -> Self {
        let (rope, rung) = sync_channel(1);
        let watcher = watcher(&places, rope.clone()).ok();
        Self {
            places,
            rung,
            _rope: rope,
            _watcher: watcher,
        }
    }

    /// Waits until it rings and it is calm again, or until it is time to look anyway.
    fn wait(&self) {
        let rings = |time| self.rung.recv_timeout(time) != Err(RecvTimeoutError::Timeout);
        if rings(IDLE) {
            for _ in 0..MOST_CALMS {
                if !rings(CALM) {
                    break;
                }
            }
        }
    }
}

/// Pulls the rope whenever something happens in the places that can be watched.
fn watcher(places: &Places, rope: SyncSender<()>) -> notify::Result<RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // Looking opens files, too.
        if !event.is_ok_and(|event| event.kind.is_access()) {
            // One that rings already need not ring again.
            let _ = rope.try_send(());
        }
    })?;
    let mut paths = watcher.paths_mut();
    for place in places.keys() {
        let _ = paths.add(place, RecursiveMode::NonRecursive);
    }
    paths.commit()?;
    Ok(watcher)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_does_not_tell_is_found_all_the_same() {
        let directory = tempfile::tempdir().unwrap();
        let config = directory.path().join("a.toml");
        fs::write(&config, "").unwrap();
        let paths = [directory.path().to_owned()];
        let trust = Trust {
            no_user_files: false,
        };
        let mut changes = Changes::new(&paths, trust, None);
        for _ in 0..2 {
            let stale = changes.next().stale;
            assert_eq!(stale.len(), 1);
            changes.drawn(stale[0].clone(), vec![Seen::new(&config)]);
            changes.bell._watcher = None;
            fs::write(&config, "title = 'x'").unwrap();
        }
        fs::remove_file(&config).unwrap();
        let round = changes.next();
        assert_eq!((round.stale.len(), round.removed.len()), (0, 1));
        assert!(round.problems.is_some());
    }

    #[test]
    fn the_directories_around_files_are_watched_or_what_there_is_of_them() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path();
        assert_eq!(around(&path.join("a.toml")).unwrap(), path);
        assert_eq!(around(&path.join("none/nor/a.toml")).unwrap(), path);
        assert_eq!(around(Path::new("a.toml")).unwrap(), Path::new("."));
    }
}
