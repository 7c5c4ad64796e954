//! From a document's bytes to a [`Contract`].

use std::collections::HashMap;

use super::document::{self, Document, OperationType};
use super::resolve::{Resolver, Scope};
use super::{
    Contract, ContractError, DtoId, Limits, Member, Operation, Remark, Scalar, TypeRef, convert,
};

/// ServiceStack's own types and operations, which documents leave out
/// (docs/wire/authentication.md#types).
const BUILT_IN: &[u8] = include_bytes!("builtin.json");

/// ServiceStack's operations of further plug-ins: a host has those that a stub answers.
const OPTIONAL: &[u8] = include_bytes!("optional.json");

/// ServiceStack's operations of server events.
const EVENTS: &[u8] = include_bytes!("events.json");

/// ServiceStack's operations of uploaded files.
const UPLOADS: &[u8] = include_bytes!("uploads.json");

/// ServiceStack's operations about requests.
const REQUESTS: &[u8] = include_bytes!("requests.json");

/// The names by which a real host lists the plug-ins of server events, of cancelling requests and
/// of the log of requests.
const EVENTS_PLUGIN: &str = "sse";
const CANCEL_PLUGIN: &str = "reqcancel";
const LOGS_PLUGIN: &str = "reqlogs";

/// The names of those of further plug-ins.
pub const OPTIONAL_OPERATIONS: [&str; 3] = ["Register", "GetAccessToken", "ConvertSessionToToken"];

/// What a host has besides its document.
#[derive(Debug, Clone, Copy, Default)]
pub struct Further<'f> {
    /// Operations of ServiceStack's own by their names in any case: those of
    /// [`OPTIONAL_OPERATIONS`] count.
    pub optional: &'f [String],
    /// Whether it serves server events; `None` leaves it to the document.
    pub events: Option<bool>,
    /// The same of uploaded files.
    pub uploads: Option<bool>,
    /// The same of cancelling requests.
    pub cancel: Option<bool>,
    /// The same of the log of requests.
    pub logs: Option<bool>,
}

impl Contract {
    /// Reads the document of a host: what it serves at `/types/metadata` or at
    /// `/metadata/app.json`, of 4.x to 10.x, PascalCase or camelCase. Types that are named and
    /// nowhere defined become [`TypeRef::Unknown`]; [`Contract::remarks`] lists them.
    ///
    /// ```
    /// use servicestack_emulator::contract::Contract;
    ///
    /// let contract = Contract::read(br#"{"operations":[{"request":{"name":"Ping"}}]}"#)?;
    /// assert_eq!(contract.operation("ping").unwrap().name, "Ping");
    ///
    /// let wrong = Contract::read(br#"{"operations":[{"request":{"name":5}}]}"#);
    /// assert_eq!(
    ///     wrong.unwrap_err().to_string(),
    ///     "the contract does not fit at $.operations[0].request.name: \
    ///      invalid type: integer `5`, expected a string",
    /// );
    /// # Ok::<(), servicestack_emulator::contract::ContractError>(())
    /// ```
    ///
    /// # Errors
    /// No JSON, no such document, a member of the wrong type (with its JSON path), more than the
    /// default [`Limits`].
    pub fn read(document: &[u8]) -> Result<Self, ContractError> {
        Self::read_within(document, &Limits::default())
    }

    /// [`Contract::read`] with limits of one's own.
    ///
    /// # Errors
    /// As [`Contract::read`].
    pub fn read_within(document: &[u8], limits: &Limits) -> Result<Self, ContractError> {
        Self::read_with(document, limits, Further::default())
    }

    /// [`Contract::read_within`] with further operations of ServiceStack's own, which documents
    /// leave out.
    ///
    /// # Errors
    /// As [`Contract::read`].
    pub fn read_with(
        document: &[u8],
        limits: &Limits,
        further: Further<'_>,
    ) -> Result<Self, ContractError> {
        Self::of_document(document::read(document, limits)?, limits, further, Unfit::Refused)
    }

    /// [`Contract::read_within`], but operations whose request is no class are left out, with a
    /// [remark](Contract::remarks): a document of a real host is not its reader's to mend.
    ///
    /// # Errors
    /// As [`Contract::read`] in all else.
    pub fn read_fitting(document: &[u8], limits: &Limits) -> Result<Self, ContractError> {
        let document = document::read(document, limits)?;
        Self::of_document(document, limits, Further::default(), Unfit::LeftOut)
    }

    fn of_document(
        document: Document,
        limits: &Limits,
        further: Further<'_>,
        unfit: Unfit,
    ) -> Result<Self, ContractError> {
        let upload_locations = super::uploads::locations(&document);
        let serves = Serves::of(&document, !upload_locations.is_empty(), further);
        let built_in = built_in(further.optional, serves)?;
        let mut resolver = Resolver::run(&document, &built_in, limits)?;
        let (operations, left_out) = operations(&mut resolver, &document, &built_in, unfit)?;
        // Return types may have closed more generics.
        resolver.resolve_pending()?;
        let has_identity = document.has_identity();
        let mut contract = contract(document, resolver, operations);
        contract.left_out = left_out;
        contract.serves_events = serves.events;
        contract.has_identity = has_identity;
        contract.upload_locations = upload_locations;
        contract.cancels_requests = serves.cancel;
        contract.logs_requests = serves.logs;
        contract.forget_unmarked_keys();
        Ok(contract)
    }
}

/// Which of ServiceStack's plug-ins a host has.
#[derive(Clone, Copy)]
struct Serves {
    events: bool,
    uploads: bool,
    cancel: bool,
    logs: bool,
}

impl Serves {
    fn of(document: &Document, has_locations: bool, further: Further<'_>) -> Self {
        let listed = |said: Option<bool>, name| said.unwrap_or_else(|| document.has_plugin(name));
        Self {
            events: listed(further.events, EVENTS_PLUGIN),
            uploads: further.uploads.unwrap_or(has_locations),
            cancel: listed(further.cancel, CANCEL_PLUGIN),
            logs: listed(further.logs, LOGS_PLUGIN),
        }
    }
}

/// ServiceStack's own types and operations that a host has.
fn built_in(optional: &[String], serves: Serves) -> Result<Document, ContractError> {
    let read = |document| document::read(document, &Limits::default());
    let mut all = read(BUILT_IN)?;
    if !optional.is_empty() {
        let is_wanted = |name: &str| optional.iter().any(|known| known.eq_ignore_ascii_case(name));
        all.add(read(OPTIONAL)?, is_wanted);
    }
    if serves.events {
        all.add(read(EVENTS)?, |_| true);
    }
    if serves.uploads {
        all.add(read(UPLOADS)?, |_| true);
    }
    if serves.cancel || serves.logs {
        let mut requests = read(REQUESTS)?;
        // They are those of the log.
        requests.types.retain(|_| serves.logs);
        all.add(requests, |name| match name {
            "CancelRequest" => serves.cancel,
            _ => serves.logs,
        });
    }
    Ok(all)
}

fn contract(document: Document, resolver: Resolver, mut operations: Vec<Operation>) -> Contract {
    for operation in &mut operations {
        let request = &resolver.dtos[operation.request.index()];
        let is_stream = |member: &Member| member.ty == TypeRef::Scalar(Scalar::Stream);
        operation.raw = request.members.iter().any(is_stream);
        operation.protect_by(&request.attributes);
    }
    let app = document.app.unwrap_or_default();
    let config = document.config.unwrap_or_default();
    let mut dto_by_name = HashMap::new();
    for (index, dto) in resolver.dtos.iter().enumerate() {
        dto_by_name.entry(dto.type_name.name.to_lowercase()).or_insert(DtoId::at(index));
    }
    let mut operation_by_name = HashMap::new();
    for (index, operation) in operations.iter().enumerate() {
        operation_by_name.entry(operation.name.to_lowercase()).or_insert(index);
    }
    Contract {
        title: app.service_name.unwrap_or_default(),
        base_url: config.base_url.or(app.base_url),
        namespaces: document.namespaces,
        dtos: resolver.dtos,
        operations,
        dto_by_name,
        operation_by_name,
        remarks: resolver.remarks,
        left_out: Vec::new(),
        serves_events: false,
        has_identity: false,
        upload_locations: Vec::new(),
        cancels_requests: false,
        logs_requests: false,
    }
}

/// The document's operations, then those of ServiceStack that it does not bring itself; and the
/// places of those that were left out.
fn operations(
    resolver: &mut Resolver,
    document: &Document,
    built_in: &Document,
    unfit: Unfit,
) -> Result<(Vec<Operation>, Vec<usize>), ContractError> {
    let mut operations: Vec<Operation> =
        Vec::with_capacity(document.operations.len() + built_in.operations.len());
    let mut left_out = Vec::new();
    for (index, source) in document.operations.iter().enumerate() {
        match (operation(resolver, source, index), unfit) {
            (Ok(operation), _) => operations.push(operation),
            (Err(reason), Unfit::Refused) => return Err(reason.into()),
            (Err(Remark { path, message }), Unfit::LeftOut) => {
                let message = format!("{message}: the operation is left out");
                resolver.remarks.push(Remark { path, message });
                resolver.list_as_types(&format!("$.operations[{index}]"));
                left_out.push(index);
            }
        }
    }
    for (index, source) in built_in.operations.iter().enumerate() {
        let is_it =
            |own: &OperationType| own.request.name.eq_ignore_ascii_case(&source.request.name);
        if !document.operations.iter().any(is_it) {
            operations.push(Operation { built_in: true, ..operation(resolver, source, index)? });
        }
    }
    Ok((operations, left_out))
}

/// What becomes of an operation whose request is no class.
#[derive(Clone, Copy)]
enum Unfit {
    Refused,
    LeftOut,
}

impl From<Remark> for ContractError {
    fn from(Remark { path, message }: Remark) -> Self {
        Self::Shape { path, message }
    }
}

/// The remark says why it can be none.
fn operation(
    resolver: &mut Resolver,
    source: &OperationType,
    index: usize,
) -> Result<Operation, Remark> {
    let path = format!("$.operations[{index}]");
    let request = format!("{path}.request");
    let TypeRef::Dto(id) = resolver.defined_at(&source.request, &request) else {
        let message = format!("`{}` cannot be a request", source.request.name);
        return Err(Remark { path: request, message });
    };
    let mut operation = convert::operation(source, id);
    if let Some(name) = source.return_type.as_ref().map(convert::type_name) {
        let path = format!("{path}.returnType");
        operation.response =
            Some(resolver.type_ref(&name, &Scope { parameters: &[], path: &path }));
        operation.response_name = Some(name);
    } else if let Some(response) = &source.response {
        operation.response = Some(resolver.defined_at(response, &format!("{path}.response")));
        operation.response_name = Some(convert::own_name(response));
    }
    Ok(operation)
}
