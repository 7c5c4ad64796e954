//! The files of one request on their way into a folder: all of them or none, also where the process
//! or the machine stops in between.
//!
//! They are written to a folder of their own first. Then a list names the places that change; as
//! long as it is there, the places are to be as they were before. It is removed when all files are
//! in their places.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::{entries, named, removed_if_there};
use super::files::Dated;
use crate::durable::{self, sync, sync_if_ours};

/// What is not whole yet; no location can have this name.
const INCOMING: &str = ".incoming";

const LIST: &str = "list";

/// The files of one request, written but not in their places.
pub struct Batch {
    root: PathBuf,
    folder: PathBuf,
    targets: Vec<(String, String)>,
}

/// A place that changes.
#[derive(Serialize, Deserialize)]
struct Place {
    location: String,
    name: String,
    /// Whether a file was there before.
    replaces: bool,
}

impl Batch {
    /// Writes files beside the others in a folder. Each has another place, and no other batch has
    /// this number.
    pub fn write(root: &Path, number: u64, new: &[&Dated]) -> io::Result<Self> {
        let folder = root.join(INCOMING).join(number.to_string());
        fs::create_dir_all(&folder)?;
        let place = |(file, _): &&Dated| (file.location.clone(), file.name.clone());
        let targets = new.iter().map(place).collect();
        let batch = Self { root: root.to_owned(), folder, targets };
        for (number, (file, modified)) in new.iter().enumerate() {
            let mut out = File::create(batch.new_file(number))?;
            out.write_all(&file.bytes)?;
            out.set_modified((*modified).into())?;
            out.sync_all()?;
        }
        // The folders may be new themselves.
        for folder in batch.folder.ancestors().take(4) {
            sync_if_ours(folder)?;
        }
        Ok(batch)
    }

    /// Puts all files in their places. Where one cannot be, all are as before.
    pub fn place(&self) -> io::Result<()> {
        let places = self.places()?;
        self.write_list(&places)?;
        let placed = self.keep_old(&places).and_then(|()| self.place_new(&places));
        if placed.is_err() {
            undo(&self.root, &self.folder, &places)?;
        }
        placed
    }

    /// What is at the places now.
    ///
    /// # Errors
    /// Something that is no file is at one of them.
    fn places(&self) -> io::Result<Vec<Place>> {
        let mut places = Vec::with_capacity(self.targets.len());
        for (location, name) in &self.targets {
            let folder = self.root.join(location);
            make_folder(&self.root, &folder)?;
            let path = folder.join(name);
            let replaces = match fs::symlink_metadata(&path) {
                Ok(about) if about.is_file() => true,
                Ok(_) => return Err(is_no("file", &path)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => false,
                Err(error) => return Err(named(&path, &error)),
            };
            places.push(Place { location: location.clone(), name: name.clone(), replaces });
        }
        Ok(places)
    }

    fn write_list(&self, places: &[Place]) -> io::Result<()> {
        durable::write(&self.folder.join(LIST), &serde_json::to_vec(places)?)
    }

    /// Keeps what is replaced, by a second name, so that its place is never empty; by another name
    /// on a disk that has no second ones.
    fn keep_old(&self, places: &[Place]) -> io::Result<()> {
        for (number, place) in places.iter().enumerate().filter(|(_, place)| place.replaces) {
            let (path, old) = (place.path(&self.root), old_file(&self.folder, number));
            fs::hard_link(&path, &old).or_else(|_| fs::rename(&path, &old))?;
        }
        sync(&self.folder)
    }

    fn place_new(&self, places: &[Place]) -> io::Result<()> {
        for (number, place) in places.iter().enumerate() {
            fs::rename(self.new_file(number), place.path(&self.root))?;
        }
        sync_locations(&self.root, places)?;
        fs::remove_file(self.folder.join(LIST))?;
        sync(&self.folder)
    }

    fn new_file(&self, number: usize) -> PathBuf {
        new_file(&self.folder, number)
    }
}

impl Drop for Batch {
    /// Without a list nothing here is needed any more.
    fn drop(&mut self) {
        if let Ok(false) = is_there(&self.folder.join(LIST))
            && let Err(reason) = fs::remove_dir_all(&self.folder)
        {
            tracing::warn!(folder = %self.folder.display(), %reason, "a folder could not be removed");
        }
    }
}

impl Place {
    fn path(&self, root: &Path) -> PathBuf {
        root.join(&self.location).join(&self.name)
    }
}

/// Undoes what is half done in a folder, as nothing of it was acknowledged.
pub fn undo_unfinished(root: &Path) -> io::Result<()> {
    for (_, folder) in entries(&root.join(INCOMING))? {
        let list = folder.join(LIST);
        let written = match fs::read(&list) {
            Err(error) if is_nowhere(&error) => continue,
            Err(error) => return Err(named(&list, &error)),
            Ok(written) => written,
        };
        let places: Vec<Place> =
            serde_json::from_slice(&written).map_err(|error| named(&list, &error.into()))?;
        undo(root, &folder, &places)?;
        fs::remove_dir_all(&folder)?;
    }
    Ok(())
}

/// Removes what was written and is in no place.
pub fn remove_unfinished(root: &Path) -> io::Result<()> {
    undo_unfinished(root)?;
    match fs::remove_dir_all(root.join(INCOMING)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed.map_err(|error| named(&root.join(INCOMING), &error)),
    }
}

/// Puts all places back; a second time changes nothing.
fn undo(root: &Path, folder: &Path, places: &[Place]) -> io::Result<()> {
    for (number, place) in places.iter().enumerate() {
        let (path, old) = (place.path(root), old_file(folder, number));
        let restored = match is_there(&old)? {
            true => fs::rename(&old, &path),
            false if place.replaces || is_there(&new_file(folder, number))? => Ok(()),
            false => removed_if_there(&path),
        };
        restored.map_err(|error| named(&path, &error))?;
    }
    sync_locations(root, places)?;
    removed_if_there(&folder.join(LIST))?;
    sync(folder)
}

fn new_file(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("new-{number}"))
}

fn old_file(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("old-{number}"))
}

/// The folder of a location, which is none of somebody else's that a link leads to.
fn make_folder(root: &Path, folder: &Path) -> io::Result<()> {
    match fs::symlink_metadata(folder) {
        Ok(about) if about.is_dir() => Ok(()),
        Ok(_) => Err(is_no("folder", folder)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir(folder)?;
            sync(root)
        }
        Err(error) => Err(named(folder, &error)),
    }
}

fn sync_locations(root: &Path, places: &[Place]) -> io::Result<()> {
    let locations: BTreeSet<&str> = places.iter().map(|place| place.location.as_str()).collect();
    locations.into_iter().try_for_each(|location| sync(&root.join(location)))
}

fn is_there(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Err(error) if is_nowhere(&error) => Ok(false),
        found => found.map(|_| true),
    }
}

fn is_nowhere(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn is_no(kind: &str, path: &Path) -> io::Error {
    io::Error::other(format!("{} is no {kind}", path.display()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::uploads::{NewFile, Operations};

    fn dated(name: &str, bytes: &'static str) -> Dated {
        let (location, name) = ("docs".to_owned(), name.to_owned());
        let operations = Operations::default();
        (NewFile { location, name, bytes: bytes.into(), operations }, DateTime::UNIX_EPOCH)
    }

    fn contents(root: &Path) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = entries(&root.join("docs"))
            .unwrap()
            .into_iter()
            .map(|(name, path)| (name, fs::read_to_string(path).unwrap()))
            .collect();
        found.sort();
        found
    }

    /// What a process did before it was killed: the folder as it left it, nothing dropped.
    fn stopped_after(root: &Path, placed: Option<usize>, kept: bool) {
        let (keep, new) = (dated("keep.txt", "new"), dated("more.txt", "new"));
        let batch = Batch::write(root, 1, &[&keep, &new]).unwrap();
        let places = batch.places().unwrap();
        if let Some(placed) = placed {
            batch.write_list(&places).unwrap();
            if kept {
                batch.keep_old(&places).unwrap();
            }
            for (number, place) in places.iter().enumerate().take(placed) {
                fs::rename(batch.new_file(number), place.path(root)).unwrap();
            }
        }
        std::mem::forget(batch);
    }

    #[test]
    fn what_a_stopped_process_left_half_done_is_undone() {
        for (placed, kept) in
            [(None, false), (Some(0), false), (Some(0), true), (Some(1), true), (Some(2), true)]
        {
            let folder = tempfile::tempdir().unwrap();
            let root = folder.path();
            let keep = dated("keep.txt", "old");
            Batch::write(root, 0, &[&keep]).unwrap().place().unwrap();
            stopped_after(root, placed, kept);
            for _ in 0..2 {
                remove_unfinished(root).unwrap();
                let old = [("keep.txt".to_owned(), "old".to_owned())];
                assert_eq!(contents(root), old, "{placed:?} placed");
                assert!(!is_there(&root.join(INCOMING)).unwrap());
            }
        }
    }

    #[test]
    fn what_was_placed_stays() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for bytes in ["old", "new"] {
            let (a, b) = (dated("a.txt", bytes), dated("b.txt", bytes));
            let batch = Batch::write(root, 0, &[&a, &b]).unwrap();
            batch.place().unwrap();
            std::mem::forget(batch);
            remove_unfinished(root).unwrap();
            let all = ["a.txt", "b.txt"].map(|name| (name.to_owned(), bytes.to_owned()));
            assert_eq!(contents(root), all);
        }
    }
}
