//! `stubs/{Operation}.json`, `.jsv`, `.xml`: the answers of operations, in the notation of the file's name.

use std::fs;
use std::path::Path;

use super::{FolderError, read};
use crate::contract::{Contract, TypeRef};
use crate::value::Value;
use crate::wire::{self, Dialect, Format};

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
            return Err(refused(path, format!("{} has a stub already", stub.0)));
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
    let refused = |reason: String| refused(path, reason);
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
    Ok((operation.name.clone(), answer(format, contract, ty, &text, dialect).map_err(refused)?))
}

/// The host's reader forgives much; a slip in a file of one's own shall be told. That a class was read from what is no
/// object shows as null.
fn answer(
    format: Format,
    contract: &Contract,
    ty: &TypeRef,
    text: &[u8],
    dialect: &Dialect,
) -> Result<Value, String> {
    if format == Format::Json {
        serde_json::from_slice::<serde::de::IgnoredAny>(text).map_err(|error| error.to_string())?;
    }
    let value = wire::read(format, contract, ty, text, dialect).map_err(|error| error.message)?;
    if value == Value::Null { Err("holds no answer".to_owned()) } else { Ok(value) }
}

fn refused(path: &Path, reason: String) -> FolderError {
    FolderError::Stub { path: path.to_owned(), reason }
}
