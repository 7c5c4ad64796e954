//! The files of a folder: all of them are good, or none is used.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::compile::{Compiled, Compiler};
use super::host::StubbedHost;
use super::mistake::{Fault, Mistake};
use super::notation::Notation;
use super::tree::{Kind, Node};
use crate::contract::{Contract, OPTIONAL_OPERATIONS, Operation, TypeRef};
use crate::nearest::nearest;
use crate::value::Value;
use crate::watched;
use crate::wire::{self, Diagnostics, Dialect, Format, Reading};

/// A longer file is taken for a mistake.
const LONGEST: usize = 16 * 1024 * 1024;

/// Of a file that is neither a stub nor sent by one.
const NO_STUB: &str =
    "a stub's name ends in .toml, .json, .jsv or .xml, and no stub sends this file (`body_file`)";

/// The stub of an operation.
pub(super) struct Stub {
    /// The operation, in the contract's case.
    pub operation: String,
    /// What its counts are kept under.
    pub key: String,
    /// The host's name.
    pub host: Arc<str>,
    /// Its file, for the log; a name without a folder where a call set it.
    pub file: PathBuf,
    pub notation: Notation,
    /// As it was written.
    pub text: String,
    pub compiled: Compiled,
}

/// The stubs of a host, by operations in lower case.
#[derive(Default)]
pub(super) struct Set {
    pub stubs: HashMap<String, Stub>,
}

/// What files are read with.
pub(super) struct Source<'a> {
    pub folder: &'a Path,
    pub contract: &'a Contract,
    pub dialect: &'a Dialect,
    /// The host's name, under which counts are kept.
    pub host: &'a str,
    pub of: &'a StubbedHost,
}

impl Source<'_> {
    /// All stubs of the folder; none without it. What a person or an editor puts beside them
    /// (`README.md`, `.hidden`) and files that answers name are passed over.
    pub fn read(&self) -> Result<Set, Mistake> {
        let mut set = Set::default();
        let failed = |error: std::io::Error| Mistake {
            file: self.folder.to_owned(),
            line: None,
            reason: format!("cannot be read: {error}"),
        };
        let paths = watched::files(self.folder).map_err(failed)?;
        let (stubs, others): (Vec<_>, Vec<_>) =
            paths.into_iter().partition(|path| self.is_named_after_an_operation(path));
        for path in stubs {
            let (operation, stub) = self.stub(&path)?;
            if let Some(known) = set.stubs.insert(operation.name.to_lowercase(), stub) {
                let other =
                    known.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let reason = format!("{} has a stub already, in {other}", operation.name);
                return Err(Mistake { file: path, line: None, reason });
            }
        }
        let named = |path: &Path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            set.stubs.values().any(|stub| stub.compiled.files.iter().any(|file| *file == *name))
        };
        match others.into_iter().find(|path| !named(path)) {
            Some(path) => self.stub(&path).map(|_| set),
            None => Ok(set),
        }
    }

    fn is_named_after_an_operation(&self, path: &Path) -> bool {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        Notation::of(path).is_some() && self.contract.operation(&stem).is_some()
    }

    fn stub(&self, path: &Path) -> Result<(&Operation, Stub), Mistake> {
        let whole = |reason: String| Mistake { file: path.to_owned(), line: None, reason };
        let notation = Notation::of(path).ok_or_else(|| whole(NO_STUB.to_owned()))?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let operation =
            self.contract.operation(&stem).ok_or_else(|| whole(self.no_operation(&stem)))?;
        let bytes = bytes(path).map_err(|error| whole(format!("cannot be read: {error}")))?;
        Ok((operation, self.stub_of(path, notation, operation, bytes)?))
    }

    /// The stub of an operation that a text says; mistakes name the path.
    pub fn stub_of(
        &self,
        path: &Path,
        notation: Notation,
        operation: &Operation,
        bytes: Vec<u8>,
    ) -> Result<Stub, Mistake> {
        let whole = |reason: String| Mistake { file: path.to_owned(), line: None, reason };
        if bytes.len() > LONGEST {
            return Err(whole(format!("is longer than {LONGEST} bytes")));
        }
        let mut text = String::from_utf8(bytes).map_err(|_| whole("is no UTF-8".to_owned()))?;
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let compiled =
            self.compiled(notation, operation, &text).map_err(|fault| fault.of(path, &text))?;
        let (operation, file) = (operation.name.clone(), path.to_owned());
        Ok(Stub {
            key: format!("{}/{operation}", self.host),
            host: self.of.name().into(),
            operation,
            file,
            notation,
            text,
            compiled,
        })
    }

    /// Why there is no such operation.
    pub fn no_operation(&self, name: &str) -> String {
        let mut optional = OPTIONAL_OPERATIONS.into_iter();
        if let Some(known) = optional.find(|known| known.eq_ignore_ascii_case(name)) {
            return format!("{known} is an operation of this host from the next start");
        }
        let names = self.contract.operations().iter().map(|operation| operation.name.as_str());
        match nearest(name, names) {
            Some(near) => format!("there is no operation {name}; did you mean {near}?"),
            None => format!("there is no operation {name}"),
        }
    }

    fn compiled(
        &self,
        notation: Notation,
        operation: &Operation,
        text: &str,
    ) -> Result<Compiled, Fault> {
        let types = (self.contract, operation);
        let mut compiler =
            Compiler::new(types, self.dialect, (self.folder, text), (self.host, self.of));
        let answers = match notation {
            Notation::Toml => compiler.document(&Node::of_toml(text)?)?,
            Notation::Json => {
                let node = Node::of_json(text)?;
                if is_document(self.contract, operation, &node) {
                    compiler.document(&node)?
                } else {
                    compiler.plain(&node)?
                }
            }
            Notation::Jsv => compiler.read(self.wire(Format::Jsv, operation, text)?)?,
            Notation::Xml => compiler.read(self.wire(Format::Xml, operation, text)?)?,
        };
        Ok(compiler.compiled(answers))
    }

    /// A plain answer in JSV or XML, by the host's own reader and its notes.
    fn wire(&self, format: Format, operation: &Operation, text: &str) -> Result<Value, Fault> {
        let nothing = || Fault::whole(format!("{} answers nothing", operation.name));
        let ty = operation.response.as_ref().ok_or_else(nothing)?;
        let notes = Diagnostics::default();
        let reading = Reading::from(self.dialect).noting(&notes);
        let value = wire::read(format, self.contract, ty, text.trim().as_bytes(), reading);
        let value = value.map_err(|error| {
            let message = error.message;
            let path = notes.blamed().filter(|path| !path.is_empty());
            Fault::whole(
                path.map_or_else(|| message.clone(), |path| format!("`{path}`: {message}")),
            )
        })?;
        let skipped = text.len() - text.trim_start().len();
        match notes.into_notes().first() {
            Some(note) => {
                Err(Fault { at: note.at.map(|at| at + skipped), reason: note.to_string() })
            }
            None if value == Value::Null => Err(Fault::whole("holds no answer")),
            None => Ok(value),
        }
    }
}

/// A JSON file is a document when it is an object with `answer`, `validate` or `requires` that the
/// response has not.
fn is_document(contract: &Contract, operation: &Operation, node: &Node) -> bool {
    let is_list = |node: &Node| matches!(node.kind, Kind::List(_));
    let is_table = |node: &Node| matches!(node.kind, Kind::Table(_));
    let is_member = |name: &str| match &operation.response {
        Some(TypeRef::Dto(id)) => {
            contract.dto(*id).members.iter().any(|member| member.name == name)
        }
        _ => false,
    };
    let has =
        |name: &str, is: &dyn Fn(&Node) -> bool| node.get(name).is_some_and(is) && !is_member(name);
    has("answer", &is_list) || has("requires", &is_list) || has("validate", &is_table)
}

fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LONGEST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
