//! Sessions on disk: a log that is appended to and read at the next start.
//!
//! A session is worth less than a coupon: its line is written before the answer leaves, so that it
//! survives the end of the process, but not synced, so a power cut may cost the last sign-ins. Ids
//! are as good as passwords: the file is its owner's alone.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Session;

/// An open log.
pub struct SessionLog {
    path: PathBuf,
    file: File,
    /// How many times the log was opened before.
    starts: u64,
    lines: usize,
    /// Held as long as the log is open: two processes would each write over the other's sessions.
    _lock: File,
}

/// A log shorter than this is never written anew while it is open.
const SHORT: usize = 1000;

/// One line.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    Session {
        id: String,
        /// Absent when the session ended.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        session: Option<Session>,
    },
    /// The first line: the starts up to this one.
    Starts { starts: u64 },
}

/// What a log holds.
#[derive(Default)]
struct Content {
    alive: HashMap<String, Session>,
    starts: u64,
}

impl SessionLog {
    /// Opens the log and gives the sessions that are still alive at `now`. The log is written anew
    /// with these alone, if the disk has room.
    ///
    /// # Errors
    /// When the file cannot be read or written, or another process has it open
    /// ([`io::ErrorKind::ResourceBusy`]). A line that makes no sense (the last one, after a crash)
    /// is passed over.
    pub fn open(path: &Path, now: DateTime<Utc>) -> io::Result<(Self, HashMap<String, Session>)> {
        let lock = lock(&path.with_extension("lock"))?;
        let Content { alive, starts } = read(path, now)?;
        let sessions = alive.iter().map(|(id, session)| (id.as_str(), session));
        let (file, lines) = match write_anew(path, starts + 1, sessions) {
            Err(error) if error.kind() == io::ErrorKind::StorageFull => go_on(path, starts + 1)?,
            written => written?,
        };
        Ok((Self { path: path.to_owned(), file, starts, lines, _lock: lock }, alive))
    }

    /// How many times the log was opened before.
    pub fn starts(&self) -> u64 {
        self.starts
    }

    /// Appends what became of a session.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn note(&mut self, id: &str, session: Option<&Session>) -> io::Result<()> {
        self.lines += 1;
        append(&mut self.file, &Line::Session { id: id.to_owned(), session: session.cloned() })
    }

    /// Whether most of its lines are about sessions that ended or were written again.
    pub fn is_long(&self, alive: usize) -> bool {
        self.lines > SHORT.max(alive * 4)
    }

    /// Writes the log anew with these sessions alone.
    ///
    /// # Errors
    /// When the file cannot be written; the old one goes on then.
    pub fn compact<'a>(
        &mut self,
        alive: impl Iterator<Item = (&'a str, &'a Session)>,
    ) -> io::Result<()> {
        (self.file, self.lines) = write_anew(&self.path, self.starts + 1, alive)?;
        Ok(())
    }
}

fn lock(path: &Path) -> io::Result<File> {
    let file = private(OpenOptions::new().create(true).append(true)).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(io::ErrorKind::ResourceBusy.into()),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Beside the old log first: a crash leaves one of the two.
fn write_anew<'a>(
    path: &Path,
    starts: u64,
    sessions: impl Iterator<Item = (&'a str, &'a Session)>,
) -> io::Result<(File, usize)> {
    let fresh = path.with_extension("new");
    // A file that is there would keep its permissions.
    match fs::remove_file(&fresh) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = private(OpenOptions::new().create_new(true).append(true)).open(&fresh)?;
    append(&mut file, &Line::Starts { starts })?;
    let mut lines = 1;
    for (id, session) in sessions {
        append(&mut file, &Line::Session { id: id.to_owned(), session: Some(session.clone()) })?;
        lines += 1;
    }
    fs::rename(&fresh, path)?;
    Ok((file, lines))
}

/// The old log, for a disk that has no room for another one. What does not fit is not written.
fn go_on(path: &Path, starts: u64) -> io::Result<(File, usize)> {
    let mut file = private(OpenOptions::new().create(true).append(true)).open(path)?;
    let lines = BufReader::new(File::open(path)?).lines().count();
    if let Err(error) = append(&mut file, &Line::Starts { starts }) {
        tracing::warn!(%error, "the sessions cannot be written");
    }
    Ok((file, lines + 1))
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600)
}

#[cfg(not(unix))]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

fn append(file: &mut File, line: &Line) -> io::Result<()> {
    let mut bytes = serde_json::to_vec(line)?;
    bytes.push(b'\n');
    file.write_all(&bytes)
}

fn read(path: &Path, now: DateTime<Utc>) -> io::Result<Content> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Content::default()),
        Err(error) => return Err(error),
    };
    // A log of before the starts were counted was opened at least once.
    let mut content = Content { starts: 1, ..Content::default() };
    for line in BufReader::new(file).split(b'\n') {
        match serde_json::from_slice::<Line>(&line?) {
            Ok(Line::Session { id, session: Some(session) }) => {
                drop(content.alive.insert(id, session))
            }
            Ok(Line::Session { id, session: None }) => drop(content.alive.remove(&id)),
            Ok(Line::Starts { starts }) => content.starts = starts,
            Err(_) => {}
        }
    }
    content.alive.retain(|_, session| session.expires > now);
    Ok(content)
}
