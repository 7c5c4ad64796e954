//! Sessions on disk: a log that is appended to and read at the next start.
//!
//! A session is worth less than a coupon: its line is written before the answer leaves, so that it survives the end of
//! the process, but not synced, so a power cut may cost the last sign-ins.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Session;

/// An open log.
pub struct SessionLog(File);

/// One line.
#[derive(Serialize, Deserialize)]
struct Line {
    id: String,
    /// Absent when the session ended.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    session: Option<Session>,
}

impl SessionLog {
    /// Opens the log and gives the sessions that are still alive at `now`. The log is written anew with these alone.
    ///
    /// # Errors
    /// When the file cannot be read or written. A line that makes no sense (the last one, after a crash) is passed over.
    pub fn open(path: &Path, now: DateTime<Utc>) -> io::Result<(Self, HashMap<String, Session>)> {
        let alive = read(path, now)?;
        let fresh = path.with_extension("new");
        let mut log = Self(File::create(&fresh)?);
        for (id, session) in &alive {
            log.note(id, Some(session))?;
        }
        fs::rename(&fresh, path)?;
        Ok((Self(OpenOptions::new().append(true).open(path)?), alive))
    }

    /// Appends what became of a session.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn note(&mut self, id: &str, session: Option<&Session>) -> io::Result<()> {
        let mut line = serde_json::to_vec(&Line { id: id.to_owned(), session: session.cloned() })?;
        line.push(b'\n');
        self.0.write_all(&line)
    }
}

fn read(path: &Path, now: DateTime<Utc>) -> io::Result<HashMap<String, Session>> {
    let mut sessions = HashMap::new();
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(sessions),
        Err(error) => return Err(error),
    };
    for line in BufReader::new(file).split(b'\n') {
        match serde_json::from_slice::<Line>(&line?) {
            Ok(Line { id, session: Some(session) }) => drop(sessions.insert(id, session)),
            Ok(Line { id, session: None }) => drop(sessions.remove(&id)),
            Err(_) => {}
        }
    }
    sessions.retain(|_, session: &mut Session| session.expires > now);
    Ok(sessions)
}
