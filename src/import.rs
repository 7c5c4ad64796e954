//! A host of someone's own, from its `/types/metadata` or `/metadata/app.json`: a folder with its
//! contract and settings.

mod address;
mod edition;
mod open;
mod sign_in;
mod stated;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::autoquery;
use crate::contract::{
    Contract, ContractError, DtoId, Limits, Operation, Remark, Route, TypeRef, UploadLocation,
};
use crate::records::Schema;
use crate::service::validation::{Checks, NotUnderstood};
use crate::stub::Document;
use crate::uploads::is_location_name;
use crate::value::Value;
use crate::wire::{self, DateHandler, Dialect, Format, JsConfig, Typed};
use edition::{StatedEdition, line};
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
        let mut contract = Contract::read_within(documents.contract, limits)?;
        // One that is none tells nothing.
        let app = documents.app.and_then(|app| Contract::read_within(app, limits).ok());
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
            settings: settings(name, &contract, &edition, (&stated, &open)),
            open,
            operations: contract
                .operations()
                .iter()
                .filter(|operation| !operation.built_in)
                .count(),
            stubs: stubs(&contract),
            data: data(&contract),
            remarks: contract
                .remarks()
                .iter()
                .cloned()
                .chain(unchecked(&contract))
                .chain(unroutable(&contract, &edition))
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
            let line = |remark: &Remark| format!("{}: {}\n", remark.path, remark.message);
            files.push((Self::REMARKS, self.remarks.iter().map(line).collect()));
        }
        files
    }
}

/// Attributes that the host cannot check: protection closes its operation.
fn unchecked(contract: &Contract) -> impl Iterator<Item = Remark> {
    contract.operations().iter().enumerate().flat_map(|(place, operation)| {
        let path = format!("$.operations[{place}].request");
        let remark = move |reported: NotUnderstood| Remark {
            path: path.clone(),
            message: format!("{}: {}", reported.place, reported.reason),
        };
        let scopeless = operation.requires_api_key.then(|| NotUnderstood {
            place: operation.name.clone(),
            reason: "asks for an API key of a scope that no document names; any good key opens it \
                     unless [api_keys] scopes names one"
                .to_owned(),
        });
        Checks::of(contract, operation).1.into_iter().chain(scopeless).map(remark)
    })
}

/// Routes with which a host that has endpoint routing would not start.
fn unroutable<'c>(
    contract: &'c Contract,
    edition: &StatedEdition,
) -> impl Iterator<Item = Remark> + use<'c> {
    let has_endpoints = edition.has_endpoints();
    let operations = contract.operations().iter().enumerate().filter(move |_| has_endpoints);
    operations.flat_map(|(place, operation)| {
        let open = |route: &Route| Some((route.path.clone(), rerouted(&route.path)?));
        operation.routes.iter().filter_map(open).map(move |(path, served)| Remark {
            path: format!("$.operations[{place}].routes"),
            message: format!(
                "{path}: a host with endpoint routing does not start with such a route; tolerant mode takes it for {served}"
            ),
        })
    })
}

/// A path that ends in `{Rest*}`, as ASP.NET Core would have it.
fn rerouted(path: &str) -> Option<String> {
    let (begin, name) = path.strip_suffix("*}")?.rsplit_once('{')?;
    Some(format!("{begin}{{**{name}}}"))
}

fn settings(
    name: &str,
    contract: &Contract,
    edition: &StatedEdition,
    (stated, open): (&StatedSettings, &[Open]),
) -> String {
    let title = if contract.title.is_empty() { name } else { &contract.title };
    let origin = contract.base_url.as_deref().unwrap_or("a file").replace(char::is_control, " ");
    let features = features(contract);
    let edition = edition.lines();
    // A JSON text is a TOML text. Settings are on one line.
    let title = serde_json::Value::from(line(title));
    let lines = |section: &str| stated.lines(section) + &open::lines(open, section);
    let top = Some(lines("") + "\n").filter(|top| top.len() > 1).unwrap_or_default();
    let sections = sections(contract, lines);
    format!(
        "# Settings of a host that was imported from {origin}.\n\
         # Settings behind a # show the defaults, or an example where the line above says so.\n\n\
         # The host's name on its pages.\n\
         title = {title}\n\n\
         # Address and port; port 0 for any free one.\n\
         # listen = \"127.0.0.1:7580\"\n\n\
         {edition}{top}\
         # true: exactly as a real host, including its bugs; false: tolerant of small errors of clients.\n\
         # strict = false\n\n\
         # The offset of the host's clock; local times are printed with it.\n\
         # time_zone = \"+00:00\"\n\n\
         # Makes random values repeatable. For example:\n\
         # seed = 1\n\n\
         {sections}{features}\
         [limits]\n\
         # Longest request body in bytes.\n\
         # body_bytes = 1048576\n"
    )
}

/// What the document says of uploaded files, and of requests that are cancelled or shown.
fn features(contract: &Contract) -> String {
    let text = |text: &str| serde_json::Value::from(text).to_string();
    let mut lines = String::new();
    if contract.cancels_requests || contract.logs_requests {
        lines.push_str("[requests]\n# As the document names them.\n");
        for (is, key) in [(contract.cancels_requests, "cancel"), (contract.logs_requests, "logs")] {
            if is {
                lines.push_str(&format!("{key} = true\n"));
            }
        }
        lines.push('\n');
    }
    let is_known = |location: &&UploadLocation| is_location_name(&location.name);
    for location in contract.upload_locations.iter().filter(is_known) {
        lines.push_str(&format!("[[uploads.locations]]\nname = {}\n", text(&location.name)));
        for (key, value) in [("read", &location.read), ("write", &location.write)] {
            if let Some(value) = value {
                lines.push_str(&format!("{key} = {}\n", text(value)));
            }
        }
        let allowed: Vec<&str> =
            location.operations.iter().flat_map(|words| words.split(", ")).collect();
        let extensions: Vec<&str> = location.extensions.iter().map(String::as_str).collect();
        for (key, words) in [("operations", allowed), ("extensions", extensions)] {
            if !words.is_empty() {
                lines.push_str(&format!("{key} = {}\n", serde_json::Value::from(words)));
            }
        }
        let numbers = [
            ("max_files", location.most_files),
            ("min_bytes", location.least_bytes),
            ("max_bytes", location.most_bytes),
        ];
        for (key, number) in numbers {
            if let Some(number) = number {
                lines.push_str(&format!("{key} = {number}\n"));
            }
        }
        lines.push('\n');
    }
    lines
}

/// The sections of which documents say something, or leave something open.
fn sections(contract: &Contract, lines: impl Fn(&str) -> String) -> String {
    const EVENTS: &str = "# /event-stream, as the document names it.\nenabled = true\n";
    const IDENTITY: &str = "# ASP.NET Core Identity, as the document names it.\nenabled = true\n";
    let named = |is_named: bool, text: &str| if is_named { text } else { "" }.to_owned();
    let texts = [
        ("json", lines("json")),
        ("host", lines("host")),
        ("auth", lines("auth")),
        ("session", lines("session")),
        ("jwt", lines("jwt")),
        ("api_keys", lines("api_keys")),
        ("events", named(contract.serves_events, EVENTS)),
        ("identity", named(contract.has_identity, IDENTITY)),
    ];
    let shown = texts.iter().filter(|(_, text)| !text.is_empty());
    shown.map(|(section, text)| format!("[{section}]\n{text}\n")).collect()
}

/// A longer example shows nobody anything.
const LONGEST_EXAMPLE: usize = 4_000;

/// Large samples take their time, and an import shall take none.
const TRIED: usize = 10;

fn stubs(contract: &Contract) -> String {
    let mut text = "# Answers of this host\n\n\
        An operation without a file here answers by its contract: default values, empty lists.\n\
        A file that is named after an operation is its answer to every request: `{Operation}.json`, `.jsv` or `.xml`,\n\
        in that format; its texts may hold templates (`{{ Name }}`). Members that it leaves out have their defaults.\n\
        `{Operation}.toml` says which answer is given when, with status, headers, errors, state (docs/lab.md).\n\
        Editors complete and check it by the line `#:schema .stub.schema.json`, and the same object as JSON by\n\
        `\"$schema\": \".stub.schema.json\"`.\n\
        Files are read when the host is started, and again when they change; a mistake is reported with its line.\n"
        .to_owned();
    if let Some((operation, sample)) =
        contract.operations().iter().take(TRIED).find_map(|own| example(contract, own))
    {
        text.push_str(&format!("\nFor example `{operation}.json`:\n\n```json\n{sample}\n```\n"));
    }
    text
}

/// What rows a host can have, with an example of each type.
fn data(contract: &Contract) -> Option<String> {
    let tables = autoquery::tables(contract);
    if tables.is_empty() {
        return None;
    }
    let mut text = "# Rows of this host\n\n\
        Operations that query, create, update, patch, delete or save rows answer from those of the tenant. It begins\n\
        with the rows of the files here: `{Type}.json`, `.jsv` or `.csv`, a list of rows. Files are read when the host\n\
        is started, and again when they change. What the contract does not say of queries (joins, fields,\n\
        values that are always written, limits) is said in `records.toml` beside this folder (docs/records.md).\n"
        .to_owned();
    let schema = Schema::of(Arc::new(contract.clone()));
    for class in tables {
        let name = &contract.dto(class).type_name.name;
        let Some(row) = row_shown(contract, &schema, class) else { continue };
        text.push_str(&format!("\n`{name}.json`:\n\n```json\n[\n{row}\n]\n```\n"));
    }
    Some(text)
}

/// A sample of a row as JSON, without the members that are filled with rows of other tables; none
/// that is long.
fn row_shown(contract: &Contract, schema: &Schema, class: DtoId) -> Option<String> {
    let ty = &TypeRef::Dto(class);
    let Value::Object(mut row) = contract.sample(ty) else { return None };
    for (place, value) in row.members.iter_mut().enumerate() {
        if !schema.is_column(class, place) {
            *value = Value::Null;
        }
    }
    let value = Value::Object(row);
    let js = JsConfig { indent: true, dates: DateHandler::Iso8601, ..JsConfig::default() };
    let dialect = Dialect { js, ..Dialect::default() };
    let sample =
        wire::write(Format::Json, &Typed { contract, ty, value: &value }, &dialect).ok()?;
    (sample.len() <= LONGEST_EXAMPLE && !sample.contains("```")).then_some(sample)
}

/// The first of the host's own operations whose sample answer is short enough.
fn example<'c>(contract: &'c Contract, operation: &'c Operation) -> Option<(&'c str, String)> {
    let ty = operation.response.as_ref().filter(|_| !operation.built_in && !operation.hidden)?;
    if !matches!(ty, TypeRef::Dto(_)) {
        return None;
    }
    let value = contract.sample(ty);
    let dialect =
        Dialect { js: JsConfig { indent: true, ..JsConfig::default() }, ..Dialect::default() };
    let sample =
        wire::write(Format::Json, &Typed { contract, ty, value: &value }, &dialect).ok()?;
    (sample.len() <= LONGEST_EXAMPLE && !sample.contains("```"))
        .then_some((&operation.name, sample))
}
