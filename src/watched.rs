//! A folder that is read again when something in it changes, also when it is made after the start.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

/// So long nothing must change: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(100);

/// So long it is waited for that at most.
const LONGEST: Duration = Duration::from_millis(500);

/// So often a mistake is looked at again: it may be a file that is being written or replaced.
const RETRIES: usize = 5;

/// How often it is looked whether anybody still needs what is read.
const PAUSE: Duration = Duration::from_secs(1);

/// What reads a folder.
pub trait Reader: Send + 'static {
    /// Whether somebody still needs what is read.
    fn is_needed(&self) -> bool;

    /// Whether a change of this file matters.
    fn concerns(&self, _path: &Path) -> bool {
        true
    }

    /// Reads the folder again. `false` asks to try once more soon; the last time is final.
    fn read_again(&self, is_final: bool) -> bool;
}

/// Has a folder read again after changes, by a thread of this name.
///
/// # Errors
/// When the system does not watch, or the folder above is not there.
pub fn follow(
    folder: &Path,
    mode: RecursiveMode,
    (thread, reader): (&str, impl Reader),
) -> Result<(), notify::Error> {
    let mut watched = Watched::new(folder, mode)?;
    let thread = std::thread::Builder::new().name(thread.to_owned());
    thread.spawn(move || watched.follow(&reader)).map(drop).map_err(notify::Error::io)
}

/// A folder, and the one above it in which it may appear.
struct Watched {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    folder: PathBuf,
    mode: RecursiveMode,
}

impl Watched {
    fn new(folder: &Path, mode: RecursiveMode) -> Result<Self, notify::Error> {
        let above = folder.parent().filter(|above| !above.as_os_str().is_empty());
        let above = above.unwrap_or(Path::new(".")).canonicalize()?;
        let folder = above.join(folder.file_name().unwrap_or_default());
        let (sender, events) = channel();
        let mut watcher = notify::recommended_watcher(sender)?;
        watcher.watch(&above, RecursiveMode::NonRecursive)?;
        if folder.is_dir() {
            watcher.watch(&folder, mode)?;
        }
        Ok(Self { watcher, events, folder, mode })
    }

    fn follow(&mut self, reader: &impl Reader) {
        loop {
            match self.events.recv_timeout(PAUSE) {
                Ok(event) if self.concerns(&event, reader) => self.read(reader),
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) if reader.is_needed() => {}
                Err(_) => break,
            }
        }
    }

    /// Whether something in the folder may be different: reading is an event, too, and so is a
    /// change beside the folder.
    fn concerns(&mut self, event: &notify::Result<Event>, reader: &impl Reader) -> bool {
        let Ok(event) = event else { return true };
        if event.kind.is_access() {
            return false;
        }
        let appeared = event.paths.contains(&self.folder);
        if appeared && self.folder.is_dir() {
            // What is gone again by now is told by a further event.
            let _ = self.watcher.watch(&self.folder, self.mode);
        }
        let inside = |path: &PathBuf| path.starts_with(&self.folder) && reader.concerns(path);
        appeared || event.paths.iter().any(inside)
    }

    fn read(&mut self, reader: &impl Reader) {
        for attempt in 0..=RETRIES {
            self.wait_until_quiet(reader);
            if reader.read_again(attempt == RETRIES) {
                return;
            }
        }
    }

    /// What changes beside the folder is no noise in it.
    fn wait_until_quiet(&mut self, reader: &impl Reader) {
        let (mut quiet, end) = (Instant::now() + QUIET, Instant::now() + LONGEST);
        loop {
            let left = quiet.min(end).saturating_duration_since(Instant::now());
            match self.events.recv_timeout(left) {
                Ok(event) if self.concerns(&event, reader) => quiet = Instant::now() + QUIET,
                Ok(_) => {}
                Err(_) => return,
            }
        }
    }
}

/// The files right in a folder, sorted; none without it. What a person or an editor puts beside
/// them (`README.md`, `.hidden`) is passed over.
///
/// # Errors
/// When the folder cannot be read.
pub(crate) fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    paths.sort();
    paths.retain(|path| path.is_file() && !is_passed_over(path));
    Ok(paths)
}

/// What a person or an editor puts beside files that are read: notes, files in the making, copies.
fn is_passed_over(path: &Path) -> bool {
    const ENDINGS: [&str; 9] = ["md", "swp", "swx", "swo", "tmp", "temp", "bak", "orig", "part"];
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let is_number = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    let is_numbered = name.rsplit_once(".tmp.").is_some() || name.contains("___jb_");
    // `sed -i` makes `sedXXXXXX`.
    let is_seds = name.len() == 9 && name.starts_with("sed") && ending.is_empty();
    name.starts_with(['.', '#'])
        || name.ends_with('~')
        || ENDINGS.contains(&ending.as_str())
        || is_number
        || is_numbered
        || is_seds
}
