//! Hosts that were imported: a folder with a contract, settings, and answers for those operations
//! that shall not give the contract's default.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::autoquery;
use crate::config::{DocumentError, Layer};
use crate::contract::{Contract, ContractError, Limits};
use crate::service::Services;
use crate::stub::{Data, Mistake, Stubs};
use crate::wire::Dialect;

/// A host as its folder describes it.
pub struct ImportedHost {
    /// The folder's name.
    pub name: String,
    /// The folder.
    pub folder: PathBuf,
    /// `contract.json`.
    pub contract: Contract,
    /// `settings.toml`; nothing is set without one.
    pub settings: Layer,
    /// The answers of `stubs/`.
    pub stubs: Arc<Stubs>,
    /// `data/` and `records.toml`.
    pub data: Arc<Data>,
}

/// Why a folder is no host; each is one sentence for its author.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// No such folder.
    #[error(
        "there is no host {name} in {parent}: import one with `import FILE-OR-URL --name {name}`"
    )]
    Missing {
        /// The host.
        name: String,
        /// Where it was looked for.
        parent: PathBuf,
    },
    /// The contract.
    #[error("{path}: {reason}")]
    Contract {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: ContractError,
    },
    /// The settings.
    #[error(transparent)]
    Settings(#[from] DocumentError),
    /// An answer.
    #[error(transparent)]
    Stub(#[from] Mistake),
    /// The disk.
    #[error("cannot read {path}: {reason}")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The system's words.
        reason: io::Error,
    },
}

impl ImportedHost {
    /// Reads the folder of a host below `parent`.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn open(parent: &Path, name: &str, limits: &Limits) -> Result<Self, FolderError> {
        Self::open_with(parent, name, limits, &Layer::default())
    }

    /// The same; what `over` sets counts for more than its settings where they say which operations
    /// it has.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn open_with(
        parent: &Path,
        name: &str,
        limits: &Limits,
        over: &Layer,
    ) -> Result<Self, FolderError> {
        let folder = parent.join(name);
        let path = folder.join("contract.json");
        if !path.is_file() {
            return Err(FolderError::Missing { name: name.to_owned(), parent: parent.to_owned() });
        }
        let document = read(&path, limits.bytes)?;
        let settings = folder.join("settings.toml");
        let settings =
            if settings.is_file() { Layer::from_file(&settings)? } else { Layer::default() };
        let effective = over.clone().over(settings.clone()).settings();
        let mut optional = stubbed(&folder.join("stubs"));
        optional.extend(effective.optional_operations());
        let further = effective.further(&optional);
        let mut contract = Contract::read_with(&document, limits, further)
            .map_err(|reason| FolderError::Contract { path: path.clone(), reason })?;
        Data::extend(&folder, &mut contract)?;
        let dialect = dialect(&settings);
        let stubs = Stubs::open(&folder.join("stubs"), name, &contract, &dialect)?;
        let data = Arc::new(Data::open(&folder, &Arc::new(contract.clone()), &dialect)?);
        Ok(Self { name: name.to_owned(), folder, contract, settings, stubs, data })
    }

    /// The host's name on its pages: that of the settings, of the contract, or of the folder.
    pub fn title(&self) -> String {
        let settings = self.settings.clone();
        match &self.contract.title {
            _ if settings.sets("title") => settings.settings().title,
            title if !title.is_empty() => title.clone(),
            _ => self.name.clone(),
        }
    }

    /// Whether requests can be cancelled, and whether the last ones are shown.
    pub fn about_requests(&self) -> (bool, bool) {
        (self.contract.cancels_requests, self.contract.logs_requests)
    }

    /// Lets AutoQuery's operations answer from records.
    pub fn register(&self, services: &mut Services) {
        autoquery::register(services, &self.data.schema, &self.data.settings, &self.name);
    }
}

/// What the files of a folder of stubs are named after.
fn stubbed(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let stem = |entry: std::fs::DirEntry| {
        Some(Path::new(&entry.file_name()).file_stem()?.to_string_lossy().into_owned())
    };
    entries.filter_map(stem).collect()
}

fn dialect(settings: &Layer) -> Dialect {
    Dialect { zone: settings.clone().settings().time_zone.0, ..Dialect::default() }
}

/// A file's bytes; one more than the limit of a longer file, which the reader refuses.
fn read(path: &Path, limit: usize) -> Result<Vec<u8>, FolderError> {
    let failed = |reason| FolderError::Read { path: path.to_owned(), reason };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}
