//! Records on disk: a checkpoint of all rows, and the journal of what changed since. Both are lines of
//! JSON, so that a class that got a further member reads what was written before.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::document::{DocumentError, read_row, write_row};
use super::draft::Change;
use super::order::Key;
use super::schema::Schema;
use super::state::State;
use crate::contract::DtoId;
use crate::durable;
use crate::store::StoreError;
use crate::store::journal::{Failure, Journal};
use crate::value::Value;

const FORMAT: u32 = 1;
const CHECKPOINT: &str = "checkpoint";

/// So many bytes of journal at least, until the next checkpoint.
const JOURNAL: u64 = 4 << 20;

/// The directory of a host's records.
pub(super) struct Disk {
    directory: PathBuf,
    journal: Journal,
    /// The number of the last batch.
    version: u64,
    /// How long the checkpoint is.
    length: u64,
    _lock: File,
}

/// The first line of a checkpoint.
#[derive(Serialize, Deserialize)]
struct Head {
    format: u32,
    version: u64,
    journal: u64,
    lines: usize,
    crc: u32,
}

/// A change of a row, or a row of a checkpoint.
#[derive(Default, Serialize, Deserialize)]
struct Line<'a> {
    #[serde(rename = "type")]
    class: String,
    #[serde(borrow, skip_serializing_if = "Option::is_none", default)]
    put: Option<&'a RawValue>,
    /// A row of which only the key counts.
    #[serde(borrow, skip_serializing_if = "Option::is_none", default)]
    remove: Option<&'a RawValue>,
    /// The place of a row of a class without a key.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    number: Option<u64>,
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    clear: bool,
    /// The greatest number that a key had.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    last: Option<u64>,
}

impl Disk {
    /// Opens a directory. One without records begins with those of the seed.
    ///
    /// # Errors
    /// When it cannot be read or written, is damaged, or another process has it.
    pub fn open(directory: &Path, seed: &State) -> Result<(State, Self), StoreError> {
        Self::take_up(directory, seed).map_err(|failure| failure.at(directory))
    }

    fn take_up(directory: &Path, seed: &State) -> Result<(State, Self), Failure> {
        durable::create_directory(directory)?;
        let lock = lock(directory)?;
        if !directory.join(CHECKPOINT).exists() {
            Journal::begin(directory, 1)?;
            durable::write(&directory.join(CHECKPOINT), &checkpoint(seed, 0, 1)?)?;
        }
        let bytes = std::fs::read(directory.join(CHECKPOINT))?;
        let (head, mut state) = read_checkpoint(&bytes, seed.schema())?;
        let redo = |_, batch: &[u8]| redo(&mut state, std::str::from_utf8(batch).ok()?);
        let (journal, version) = Journal::open(directory, head.version, head.journal, redo)?;
        durable::sync(directory)?;
        let (directory, length) = (directory.to_owned(), bytes.len() as u64);
        Ok((state, Self { directory, journal, version, length, _lock: lock }))
    }

    /// Makes changes durable: they survive a power cut when this returns.
    ///
    /// # Errors
    /// [`StoreError::Full`]: nothing was changed. Any other: what the disk holds is not known any more.
    pub fn write(&mut self, schema: &Schema, changes: &[Change]) -> Result<(), StoreError> {
        let batch = batch(schema, changes).map_err(|error| damaged(&error))?;
        let number = self.version + 1;
        let written = self.journal.commit(number, batch.as_bytes());
        written.map_err(|failure| failure.at(&self.directory))?;
        self.version = number;
        Ok(())
    }

    /// Whether the journal is longer than it needs to be.
    pub fn is_long(&self) -> bool {
        self.journal.active.end > JOURNAL.max(self.length / 4)
    }

    /// Writes all rows anew, in the place of checkpoint and journal. After a crash it is the one or the other.
    ///
    /// # Errors
    /// When it cannot be written; what was there goes on.
    pub fn checkpoint(&mut self, state: &State) -> Result<(), StoreError> {
        self.written(state).map_err(|failure| failure.at(&self.directory))
    }

    fn written(&mut self, state: &State) -> Result<(), Failure> {
        let next = self.version + 1;
        if self.journal.first() != next {
            self.journal.rotate(next)?;
        }
        let bytes = checkpoint(state, self.version, self.journal.first())?;
        durable::write(&self.directory.join(CHECKPOINT), &bytes)?;
        self.length = bytes.len() as u64;
        self.journal.forget(self.journal.first())?;
        Ok(())
    }
}

fn damaged(error: &DocumentError) -> Failure {
    Failure::Damaged(error.to_string())
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        failure.at(Path::new("records"))
    }
}

fn lock(directory: &Path) -> Result<File, Failure> {
    let file = durable::options().create(true).truncate(false).open(directory.join("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Failure::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

fn checkpoint(state: &State, version: u64, journal: u64) -> Result<Vec<u8>, Failure> {
    let mut text = String::new();
    let schema = state.schema();
    for (class, _) in state.classes() {
        let last = Some(state.next(class) - 1);
        push(&mut text, &Line { class: schema.name(class).to_owned(), last, ..Line::default() })?;
        for (key, row) in state.keyed(class) {
            let change = Change::Put(key.clone(), Arc::clone(row));
            text.push_str(&batch(schema, &[change]).map_err(|error| damaged(&error))?);
        }
    }
    let (lines, crc) = (text.lines().count(), crc32fast::hash(text.as_bytes()));
    let head = Head { format: FORMAT, version, journal, lines, crc };
    let mut bytes = serde_json::to_vec(&head).map_err(io::Error::from)?;
    bytes.push(b'\n');
    bytes.extend_from_slice(text.as_bytes());
    Ok(bytes)
}

fn read_checkpoint(bytes: &[u8], schema: &Arc<Schema>) -> Result<(Head, State), Failure> {
    let broken = || Failure::Damaged(format!("{CHECKPOINT} cannot be read"));
    let text = std::str::from_utf8(bytes).map_err(|_| broken())?;
    let (head, rows) = text.split_once('\n').ok_or_else(broken)?;
    let head: Head = serde_json::from_str(head).map_err(|_| broken())?;
    if head.format != FORMAT {
        return Err(Failure::Format(head.format.to_string()));
    }
    if head.crc != crc32fast::hash(rows.as_bytes()) {
        return Err(broken());
    }
    let mut state = State::new(schema.clone());
    redo(&mut state, rows).ok_or_else(broken)?;
    Ok((head, state))
}

fn push(text: &mut String, line: &Line<'_>) -> Result<(), Failure> {
    text.push_str(&serde_json::to_string(line).map_err(io::Error::from)?);
    text.push('\n');
    Ok(())
}

fn batch(schema: &Schema, changes: &[Change]) -> Result<String, DocumentError> {
    let mut text = String::new();
    let class_of = |class: DtoId| schema.name(class).to_owned();
    let number = |class: DtoId, key: &Key| match (schema.class(class).and_then(|it| it.key), &key.0)
    {
        (None, Value::UInt(number)) => Some(*number),
        _ => None,
    };
    for change in changes {
        let json = match change {
            Change::Put(_, row) => Some(write_row(schema, row)?),
            Change::Remove(class, key) => match schema.class(*class).and_then(|class| class.key) {
                Some(member) => {
                    let mut row = schema.contract().new_object(*class);
                    row.members[member] = key.0.clone();
                    Some(write_row(schema, &row)?)
                }
                None => None,
            },
            Change::Clear(_) | Change::Last(..) => None,
        };
        let raw = json.map(RawValue::from_string).transpose();
        let raw = raw.map_err(|error| DocumentError::whole(error.to_string()))?;
        let line = match change {
            Change::Put(key, row) => Line {
                class: class_of(row.dto),
                put: raw.as_deref(),
                number: number(row.dto, key),
                ..Line::default()
            },
            Change::Remove(class, key) => Line {
                class: class_of(*class),
                remove: raw.as_deref(),
                number: number(*class, key),
                ..Line::default()
            },
            Change::Clear(class) => {
                Line { class: class_of(*class), clear: true, ..Line::default() }
            }
            Change::Last(class, last) => {
                Line { class: class_of(*class), last: Some(*last), ..Line::default() }
            }
        };
        push(&mut text, &line).map_err(|_| DocumentError::whole("cannot be written"))?;
    }
    Ok(text)
}

/// Does once more what lines say. A class that the contract has no more is passed over, with a word in the log.
fn redo(state: &mut State, lines: &str) -> Option<()> {
    let schema = state.schema().clone();
    let mut unknown = None;
    for text in lines.lines() {
        let line: Line<'_> = serde_json::from_str(text).ok()?;
        let Some(class) = schema.find(&line.class) else {
            unknown = Some(line.class);
            continue;
        };
        let key = |row: &crate::value::Object| match (
            schema.class(class).and_then(|it| it.key),
            line.number,
        ) {
            (Some(member), _) => Some(Key(row.members[member].clone())),
            (None, number) => Some(Key(Value::UInt(number?))),
        };
        match line {
            Line { clear: true, .. } => state.clear(class),
            Line { last: Some(last), .. } => state.begin(class, last),
            Line { put: Some(json), .. } => {
                let row = read_row(&schema, class, json.get(), false).ok()?;
                state.put(key(&row)?, Arc::new(row));
            }
            Line { remove: Some(json), .. } => {
                let row = read_row(&schema, class, json.get(), false).ok()?;
                state.remove(class, &key(&row)?);
            }
            Line { number: Some(number), .. } => {
                state.remove(class, &Key(Value::UInt(number)));
            }
            _ => return None,
        }
    }
    if let Some(class) = unknown {
        tracing::warn!(class, "rows of a type that the contract does not have are passed over");
    }
    Some(())
}
