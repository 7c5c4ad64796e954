//! Reading TOML and JSON files whose errors name file, line and key.

use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};

use super::elsewhere::sentence;

/// Files beyond this length are taken for a mistake.
const LONGEST: u64 = 16 * 1024 * 1024;

/// The notation of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// <https://toml.io>.
    Toml,
    /// For documents that a program writes.
    Json,
}

/// Why a document cannot be used, in one sentence for its author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentError {
    /// The file.
    pub file: String,
    /// Line, counted from 1, where one is to blame.
    pub line: Option<usize>,
    /// The fault, with its key.
    pub fault: String,
}

impl fmt::Display for DocumentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "{}, line {line}: {}", self.file, self.fault),
            None => write!(formatter, "{}: {}", self.file, self.fault),
        }
    }
}

impl std::error::Error for DocumentError {}

/// Reads a file: JSON when its name ends in `.json`, else TOML.
///
/// # Errors
/// When the file cannot be read, is no such document, or holds what `T` does not know.
pub fn read_file<T: DeserializeOwned>(path: &Path) -> Result<T, DocumentError> {
    let name = path.display().to_string();
    let text = text_of(path)?;
    let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    read_text(&name, if is_json { Notation::Json } else { Notation::Toml }, &text)
}

/// Reads a text that is called `name` in errors.
///
/// # Errors
/// When the text is no such document, or holds what `T` does not know.
pub fn read_text<T: DeserializeOwned>(
    name: &str,
    notation: Notation,
    text: &str,
) -> Result<T, DocumentError> {
    let text = without_mark(text);
    let read = match notation {
        Notation::Toml => read_toml(text),
        Notation::Json => read_json(text),
    };
    read.map_err(|Fault { line, what }| DocumentError { file: name.to_owned(), line, fault: what })
}

struct Fault {
    line: Option<usize>,
    what: String,
}

fn read_toml<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    let fault = |key: &str, error: &toml::de::Error| {
        let line = error.span().map(|span| line_at(text, span.start));
        Fault { line, what: sentence(key, error.message()) }
    };
    let document = toml::Deserializer::parse(text).map_err(|error| fault("", &error))?;
    serde_path_to_error::deserialize(document)
        .map_err(|error| fault(&error.path().to_string(), error.inner()))
}

/// Editors on Windows begin a file with U+FEFF.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The line of a place in a text, counted from 1.
pub(super) fn line_at(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

/// The line of a member of a table in a list, which is a member of a section.
pub(super) fn line_of_member(
    text: &str,
    (section, list): (&str, &str),
    place: usize,
    member: &str,
) -> Option<usize> {
    let text = without_mark(text);
    let document = DeValue::Table(DeTable::parse(text).ok()?.into_inner());
    let list = document.get(section)?.get_ref().get(list)?.get_ref();
    let member = list.get(place)?.get_ref().get(member)?;
    Some(line_at(text, member.span().start))
}

fn read_json<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    let mut document = serde_json::Deserializer::from_str(text);
    let read = serde_path_to_error::deserialize(&mut document)
        .map_err(|error| json_fault(&error.path().to_string(), error.inner()))?;
    document.end().map_err(|error| json_fault("", &error))?;
    Ok(read)
}

fn json_fault(key: &str, error: &serde_json::Error) -> Fault {
    let text = error.to_string();
    let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
    Fault { line: Some(error.line()).filter(|line| *line > 0), what: sentence(key, what) }
}

/// The text of a file.
pub(super) fn text_of(path: &Path) -> Result<String, DocumentError> {
    read_whole(path).map_err(|fault| DocumentError {
        file: path.display().to_string(),
        line: None,
        fault,
    })
}

fn read_whole(path: &Path) -> Result<String, String> {
    let mut text = String::new();
    let file = File::open(path).map_err(|error| format!("cannot be opened: {error}"))?;
    let length = file
        .take(LONGEST + 1)
        .read_to_string(&mut text)
        .map_err(|error| format!("cannot be read as text: {error}"))?;
    if length as u64 > LONGEST { Err(format!("is longer than {LONGEST} bytes")) } else { Ok(text) }
}
