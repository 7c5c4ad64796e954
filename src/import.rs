//! A host of someone's own, from its `/types/metadata` or `/metadata/app.json`: a folder with its
//! contract and settings.

mod address;
mod edition;
mod notation;
mod open;
mod readme;
mod remarks;
mod settings;
mod sign_in;
mod stated;
mod uploads;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::contract::{Contract, ContractError, Limits, Remark};
use crate::one_line::joined;
use crate::stub::Document;
use edition::StatedEdition;
pub use open::Open;
use stated::StatedSettings;

/// Files of a host, and what the importer has to say of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostFolder {
    /// Name of the folder.
    pub name: String,
    /// `contract.json`: the contract as this host serves it, whatever version it came from.
    pub contract: String,
    /// `settings.toml`: every setting that a host is likely to want, with a comment.
    pub settings: String,
    /// How many operations can be called.
    pub operations: usize,
    /// `data/README.md`: how to give rows to operations of AutoQuery, with examples; none for a host that
    /// has no such operations.
    pub data: Option<String>,
    /// `stubs/README.md`: how to give an operation an answer of one's own, with an example.
    pub stubs: String,
    /// Settings that no document says.
    pub open: Vec<Open>,
    /// What was not understood, with JSON paths into the imported document.
    pub remarks: Vec<Remark>,
}

/// What a host says of itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct HostDocuments<'d> {
    /// `/types/metadata`, or `/metadata/app`.
    pub contract: &'d [u8],
    /// `/metadata/app` beside it.
    pub app: Option<&'d [u8]>,
    /// The header `X-Powered-By`.
    pub powered_by: Option<&'d str>,
    /// The address of the host that was asked, such as `https://erp.example/svc`; none of a file.
    pub address: Option<&'d str>,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The name would not be one folder.
    #[error("`{0}` is no name for a host: take 1 to 64 letters, digits, `-` and `_`")]
    Name(String),
    /// The document.
    #[error(transparent)]
    Contract(#[from] ContractError),
    /// The folder is there already.
    #[error("{0} exists already; choose another name or remove it")]
    Exists(PathBuf),
    /// The disk.
    #[error("cannot write {path}: {reason}")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// The system's words.
        reason: io::Error,
    },
}

impl HostFolder {
    /// The file that lists what was not understood, if there is anything.
    pub const REMARKS: &str = "not-understood.txt";

    /// Makes the files of a document, and writes nothing.
    ///
    /// ```
    /// use servicestack_emulator::contract::Limits;
    /// use servicestack_emulator::import::HostFolder;
    ///
    /// let document =
    /// br#"{"operations":[{"request":{"name":"Ping","properties":[{"name":"At","type":"Nope"}]}}]}"#;
    /// let folder = HostFolder::of("shop", document, &Limits::default())?;
    /// assert_eq!(folder.operations, 1); assert_eq!(folder.remarks[0].path,
    /// "$.operations[0].request.properties[0].type");
    /// # Ok::<(), servicestack_emulator::import::ImportError>(())
    /// ```
    ///
    /// # Errors
    /// A name that is none, a document that is none.
    pub fn of(name: &str, document: &[u8], limits: &Limits) -> Result<Self, ImportError> {
        Self::of_host(
            name,
            &HostDocuments { contract: document, ..HostDocuments::default() },
            limits,
        )
    }

    /// The same of all that a running host says: its name, version, routing and library of JSON are
    /// stated by `/metadata/app` alone.
    ///
    /// # Errors
    /// A name that is none, a contract that is none.
    pub fn of_host(
        name: &str,
        documents: &HostDocuments<'_>,
        limits: &Limits,
    ) -> Result<Self, ImportError> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if name.is_empty() || name.len() > 64 || !name.chars().all(allowed) {
            return Err(ImportError::Name(name.to_owned()));
        }
        let mut contract = Contract::read_fitting(documents.contract, limits)?;
        // One that is none tells nothing.
        let app = documents.app.and_then(|app| Contract::read_fitting(app, limits).ok());
        if let Some(app) = app {
            contract.serves_events |= app.serves_events;
            contract.has_identity |= app.has_identity;
            contract.cancels_requests |= app.cancels_requests;
            contract.logs_requests |= app.logs_requests;
            if contract.upload_locations.is_empty() {
                contract.upload_locations.clone_from(&app.upload_locations);
            }
            contract.title = if contract.title.is_empty() { app.title } else { contract.title };
        }
        let stated: Vec<&[u8]> = documents.app.into_iter().chain([documents.contract]).collect();
        let edition = StatedEdition::of(&stated, documents.powered_by);
        let stated = StatedSettings::of(&stated, &contract, &edition, documents.address);
        let open = open::of(&stated);
        Ok(Self {
            name: name.to_owned(),
            contract: contract.to_document(contract.base_url.as_deref().unwrap_or_default()),
            settings: settings::text(name, &contract, &edition, (&stated, &open)),
            open,
            operations: contract
                .operations()
                .iter()
                .filter(|operation| !operation.built_in)
                .count(),
            stubs: readme::of_stubs(&contract),
            data: readme::of_data(&contract),
            remarks: contract
                .remarks()
                .iter()
                .cloned()
                .chain(remarks::unchecked(&contract))
                .chain(remarks::unroutable(&contract, &edition))
                .chain(uploads::unsaid(&contract))
                .collect(),
        })
    }

    /// Writes the folder below `parent` and gives its path. Nothing is overwritten.
    ///
    /// # Errors
    /// The folder exists, or the disk refuses.
    pub fn write(&self, parent: &Path) -> Result<PathBuf, ImportError> {
        let folder = parent.join(&self.name);
        let failed = |path: &Path, reason| ImportError::Write { path: path.to_owned(), reason };
        fs::create_dir_all(parent).map_err(|reason| failed(parent, reason))?;
        match fs::create_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(ImportError::Exists(folder));
            }
            made => made.map_err(|reason| failed(&folder, reason))?,
        }
        let stubs = folder.join("stubs");
        fs::create_dir(&stubs).map_err(|reason| failed(&stubs, reason))?;
        if self.data.is_some() {
            let data = folder.join("data");
            fs::create_dir(&data).map_err(|reason| failed(&data, reason))?;
        }
        for (name, text) in self.files() {
            let path = folder.join(name);
            let written =
                fs::File::create_new(&path).and_then(|mut file| file.write_all(text.as_bytes()));
            written.map_err(|reason| failed(&path, reason))?;
        }
        Ok(folder)
    }

    fn files(&self) -> Vec<(&'static str, String)> {
        let mut files = vec![
            ("contract.json", self.contract.clone()),
            ("settings.toml", self.settings.clone()),
            ("stubs/README.md", self.stubs.clone()),
            ("stubs/.stub.schema.json", format!("{:#}\n", Document::schema())),
        ];
        files.extend(self.data.clone().map(|text| ("data/README.md", text)));
        if !self.remarks.is_empty() {
            let text =
                |remark: &Remark| joined(&format!("{}: {}", remark.path, remark.message)) + "\n";
            files.push((Self::REMARKS, self.remarks.iter().map(text).collect()));
        }
        files
    }
}
