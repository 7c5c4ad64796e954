//! Seed rows: the folder `data`, and `records.toml` beside it.
//!
//! `data/{Type}.json`, `.jsv` or `.csv` is a list of rows. They are read as strictly as stubs are: a
//! member that the type does not have, or a value that does not fit, is a [`Mistake`].

mod rows;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rows::{Notation, read};

use super::mistake::{Fault, Mistake};
use super::tree::Node;
use crate::autoquery::{self, Settings, Wrong};
use crate::contract::{Contract, DtoId};
use crate::nearest::nearest;
use crate::records::{Limits, Records, RecordsError, Schema, State};
use crate::value::Object;
use crate::watched;
use crate::wire::Dialect;

/// Rows with their lines.
type Lined = Vec<(Object, usize)>;

/// A longer file is taken for a mistake.
const LONGEST: u64 = 512 << 20;

/// The records that a folder describes.
pub struct Data {
    folder: PathBuf,
    dialect: Dialect,
    /// Keys, columns and references of the contract's classes.
    pub schema: Arc<Schema>,
    /// What `records.toml` says.
    pub settings: Settings,
    /// The rows of `data/`.
    pub seed: State,
    /// Whether there is any file.
    pub has_files: bool,
}

impl Data {
    /// Adds the tables to a contract that `records.toml` of a host's folder says that it leaves out.
    ///
    /// # Errors
    /// The first mistake.
    pub fn extend(folder: &Path, contract: &mut Contract) -> Result<(), Mistake> {
        of_file(folder, |settings| settings.extend(contract)).map(drop)
    }

    /// Reads `data/` and `records.toml` of a host's folder; without them there are no rows. The
    /// contract has all tables.
    ///
    /// # Errors
    /// The first mistake.
    pub fn open(
        folder: &Path,
        contract: &Arc<Contract>,
        dialect: &Dialect,
    ) -> Result<Self, Mistake> {
        let schema = Arc::new(Schema::of(contract.clone()));
        let settings = of_file(folder, |settings| settings.check(&schema))?;
        let has_settings = settings.is_some();
        let settings = settings.unwrap_or_default();
        let dialect = Dialect { max_values: usize::MAX, ..dialect.clone() };
        let mut data = Self {
            folder: folder.join("data"),
            dialect,
            seed: State::new(schema.clone()),
            schema,
            settings,
            has_files: has_settings,
        };
        let paths = data.paths()?;
        data.has_files |= !paths.is_empty();
        data.seed = data.read(&paths)?;
        Ok(data)
    }

    /// Reads the rows again.
    ///
    /// # Errors
    /// The first mistake.
    pub fn again(&self) -> Result<State, Mistake> {
        self.read(&self.paths()?)
    }

    /// Records in memory that begin with these rows.
    pub fn in_memory(&self) -> Records {
        Records::new(self.seed.clone(), self.settings.limits())
    }

    /// Whether something writes to them: the contract's own operations, or what the folder's files
    /// speak of.
    pub fn is_changed(&self) -> bool {
        self.has_files || autoquery::changes_records(self.schema.contract())
    }

    /// What bounds them.
    pub fn limits(&self) -> Limits {
        self.settings.limits()
    }

    /// The files of rows, sorted. A state directory may lie in the same folder: other files are passed over.
    fn paths(&self) -> Result<Vec<PathBuf>, Mistake> {
        let failed =
            |error: std::io::Error| mistake(&self.folder, &format!("cannot be read: {error}"));
        let mut paths = watched::files(&self.folder).map_err(failed)?;
        paths.retain(|path| Notation::of(path).is_some());
        Ok(paths)
    }

    fn read(&self, paths: &[PathBuf]) -> Result<State, Mistake> {
        let mut tables: Vec<(&Path, DtoId, Lined)> = Vec::new();
        for path in paths {
            let (class, rows) = self.table(path)?;
            if let Some((known, ..)) = tables.iter().find(|(_, of, _)| *of == class) {
                let other = known.file_name().unwrap_or_default().to_string_lossy();
                let reason = format!("{} has rows already, in {other}", self.schema.name(class));
                return Err(mistake(path, &reason));
            }
            tables.push((path, class, rows));
        }
        let mut state = State::new(self.schema.clone());
        for (path, class, rows) in tables {
            state = state.with(class, rows, self.limits()).map_err(|(line, error)| Mistake {
                file: path.to_owned(),
                line: Some(line).filter(|line| *line > 0),
                reason: match error {
                    RecordsError::Exists(_) => "two rows have the same key".to_owned(),
                    error => error.to_string(),
                },
            })?;
        }
        Ok(state)
    }

    /// The rows of a file with their lines.
    fn table(&self, path: &Path) -> Result<(DtoId, Lined), Mistake> {
        let whole = |reason: String| mistake(path, &reason);
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let class = self.schema.find(&name).ok_or_else(|| whole(self.no_type(&name)))?;
        let failed = |error: std::io::Error| whole(format!("cannot be read: {error}"));
        if std::fs::metadata(path).map_err(failed)?.len() > LONGEST {
            return Err(whole(format!("is longer than {LONGEST} bytes")));
        }
        let text = std::fs::read(path).map_err(failed)?;
        let text = String::from_utf8(text).map_err(|_| whole("is no UTF-8".to_owned()))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let notation = Notation::of(path).unwrap_or(Notation::Json);
        let contract = self.schema.contract();
        let rows = read(notation, (contract, &self.dialect), class, text);
        Ok((class, rows.map_err(|fault| fault.of(path, text))?))
    }

    fn no_type(&self, name: &str) -> String {
        let classes = self.schema.contract().dtos();
        let classes = classes.filter(|(id, _)| self.schema.class(*id).is_some());
        match nearest(name, classes.map(|(_, dto)| dto.type_name.name.as_str())) {
            Some(near) => format!("there is no type {name}; did you mean {near}?"),
            None => format!("there is no type {name}"),
        }
    }
}

fn mistake(file: &Path, reason: &str) -> Mistake {
    Mistake { file: file.to_owned(), line: None, reason: reason.to_owned() }
}

/// The settings of `records.toml`, if there is one, and whether they are good.
fn of_file(
    folder: &Path,
    check: impl FnOnce(&Settings) -> Result<(), Wrong>,
) -> Result<Option<Settings>, Mistake> {
    let file = folder.join("records.toml");
    if !file.is_file() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(&file);
    let text = text.map_err(|error| mistake(&file, &format!("cannot be read: {error}")))?;
    let read = || {
        let node = Node::of_toml(&text)?;
        let settings: Settings = node.read()?;
        check(&settings).map_err(|wrong| fault(&node, wrong))?;
        Ok(Some(settings))
    };
    read().map_err(|fault: Fault| fault.of(&file, &text))
}

/// At the last step of the way that is there.
fn fault(root: &Node, Wrong { path, reason }: Wrong) -> Fault {
    let (mut node, mut at) = (root, None);
    for step in &path {
        let Some(next) = node.get(step) else { break };
        (node, at) = (next, Some(next.at));
    }
    Fault { at, reason: format!("`{}`: {reason}", path.join(".")) }
}
