//! `stubs/{Operation}.json`, `.jsv`, `.xml`: the answers of operations, in the notation of the file's name.

use std::fs;
use std::path::Path;

use super::{FolderError, read};
use crate::contract::{Contract, TypeRef};
use crate::value::Value;
use crate::wire::{self, Diagnostics, Dialect, Format, Reading};

/// A longer answer is taken for a mistake.
const LONGEST: usize = 16 * 1024 * 1024;

/// The notations of stubs.
const FORMATS: [Format; 3] = [Format::Json, Format::Jsv, Format::Xml];

/// Operations and answers; none without the folder. What a person or an editor puts beside them (`README.md`, `.hidden`) is
/// passed over.
pub(super) fn read_all(
    folder: &Path,
    contract: &Contract,
    dialect: &Dialect,
) -> Result<Vec<(String, Value)>, FolderError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let failed = |reason| FolderError::Read { path: folder.to_owned(), reason };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort();
    let mut stubs: Vec<(String, Value)> = Vec::new();
    for path in paths.iter().filter(|path| !is_passed_over(path)) {
        let stub = stub(path, contract, dialect)?;
        if stubs.iter().any(|(operation, _)| *operation == stub.0) {
            return Err(Mistake::of_file(format!("{} has a stub already", stub.0)).at(path));
        }
        stubs.push(stub);
    }
    Ok(stubs)
}

fn is_passed_over(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') || name.ends_with('~') || name.to_ascii_lowercase().ends_with(".md")
}

fn stub(path: &Path, contract: &Contract, dialect: &Dialect) -> Result<(String, Value), FolderError> {
    let refused = |reason: String| Mistake::of_file(reason).at(path);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let format = FORMATS.into_iter().find(|format| format.name().eq_ignore_ascii_case(&extension));
    let format = format.ok_or_else(|| refused("a stub's name ends in .json, .jsv or .xml".to_owned()))?;
    let operation =
        contract.operation(&stem).ok_or_else(|| refused(format!("there is no operation {stem}")))?;
    let ty = operation.response.as_ref().ok_or_else(|| refused(format!("{stem} answers nothing")))?;
    let text = read(path, LONGEST)?;
    if text.len() > LONGEST {
        return Err(refused(format!("is longer than {LONGEST} bytes")));
    }
    let answer = answer(format, contract, ty, &text, dialect).map_err(|mistake| mistake.at(path))?;
    Ok((operation.name.clone(), answer))
}

/// The host's reader forgives much; a mistake in a file of one's own is an error. That a class was read from what is no
/// object shows as null.
fn answer(
    format: Format,
    contract: &Contract,
    ty: &TypeRef,
    text: &[u8],
    dialect: &Dialect,
) -> Result<Value, Mistake> {
    if format == Format::Json {
        serde_json::from_slice::<serde::de::IgnoredAny>(text).map_err(|error| not_json(&error))?;
    }
    let notes = Diagnostics::default();
    let value = wire::read(format, contract, ty, text, Reading::from(dialect).noting(&notes));
    let value = value.map_err(|error| Mistake::of_member(notes.blamed(), &error.message))?;
    if let Some(note) = notes.into_notes().first() {
        let line = note.at.map(|at| line_of(text, at));
        return Err(Mistake { line, reason: note.to_string() });
    }
    if value == Value::Null { Err(Mistake::of_file("holds no answer")) } else { Ok(value) }
}

/// What is wrong with a file, and where.
struct Mistake {
    line: Option<usize>,
    reason: String,
}

impl Mistake {
    fn of_file(reason: impl Into<String>) -> Self {
        Self { line: None, reason: reason.into() }
    }

    fn of_member(path: Option<String>, message: &str) -> Self {
        Self::of_file(path.map_or_else(|| message.to_owned(), |path| format!("`{path}`: {message}")))
    }

    fn at(self, path: &Path) -> FolderError {
        FolderError::Stub { path: path.to_owned(), line: self.line, reason: self.reason }
    }
}

fn not_json(error: &serde_json::Error) -> Mistake {
    let text = error.to_string();
    let reason = text.rsplit_once(" at line ").map_or(&*text, |(reason, _)| reason);
    Mistake { line: Some(error.line()).filter(|line| *line > 0), reason: reason.to_owned() }
}

/// The line of a byte of a text, from one. A byte order mark, which the reader drops, is in the first one.
fn line_of(text: &[u8], at: usize) -> usize {
    1 + text.iter().take(at).filter(|byte| **byte == b'\n').count()
}
