//! Files in a folder: `{location}/{name}`.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::files::{Key, NewFile, Stored};
use super::{is_file_name, is_location_name};

/// What is not whole yet; no location can have this name.
const INCOMING: &str = ".incoming";

/// A folder of files.
pub struct Disk {
    folder: PathBuf,
}

impl Disk {
    /// Opens a folder. What an upload left there that did not end is removed.
    pub fn open(folder: &Path) -> io::Result<Self> {
        match fs::remove_dir_all(folder.join(INCOMING)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(Self { folder: folder.to_owned() }),
        }
    }

    /// All files with their lengths.
    pub fn found(&self) -> io::Result<Vec<(Key, u64)>> {
        let mut found = Vec::new();
        for (location, folder) in entries(&self.folder)? {
            if !is_location_name(&location) || !folder.is_dir() {
                continue;
            }
            for (name, file) in entries(&folder)? {
                let about = fs::metadata(&file)?;
                if is_file_name(&name) && about.is_file() {
                    found.push(((location.clone(), name), about.len()));
                }
            }
        }
        Ok(found)
    }

    /// A file; none where somebody removed it.
    pub fn read(&self, key: &Key) -> io::Result<Option<Stored>> {
        let path = self.path(key);
        let read = fs::metadata(&path).and_then(|about| Ok((about.modified()?, fs::read(&path)?)));
        match read {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
            Ok((modified, bytes)) => {
                Ok(Some(Stored { bytes: bytes.into(), modified: DateTime::<Utc>::from(modified) }))
            }
        }
    }

    /// Writes all of these beside the others, and puts them in their places when all are written.
    pub fn write(&self, new: &[NewFile], now: DateTime<Utc>) -> io::Result<()> {
        let incoming = self.folder.join(INCOMING);
        fs::create_dir_all(&incoming)?;
        let written = new.iter().enumerate().try_for_each(|(place, file)| {
            let mut out = File::create(incoming.join(place.to_string()))?;
            out.write_all(&file.bytes)?;
            out.set_modified(now.into())
        });
        let placed = written.and_then(|()| self.place(new, &incoming));
        let emptied = fs::remove_dir_all(&incoming);
        placed.and(emptied)
    }

    fn place(&self, new: &[NewFile], incoming: &Path) -> io::Result<()> {
        new.iter().enumerate().try_for_each(|(place, file)| {
            fs::create_dir_all(self.folder.join(&file.location))?;
            let key = (file.location.clone(), file.name.clone());
            fs::rename(incoming.join(place.to_string()), self.path(&key))
        })
    }

    /// Removes a file, if it is there.
    pub fn remove(&self, key: &Key) -> io::Result<()> {
        match fs::remove_file(self.path(key)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }

    fn path(&self, (location, name): &Key) -> PathBuf {
        self.folder.join(location).join(name)
    }
}

/// What is in a folder, by its name; nothing where there is none. A name that is not UTF-8 is none
/// of ours.
fn entries(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let listed = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        listed => listed?,
    };
    let mut found = Vec::new();
    for entry in listed {
        let entry = entry?;
        if let Ok(name) = entry.file_name().into_string() {
            found.push((name, entry.path()));
        }
    }
    Ok(found)
}
