//! What a call is to the templates that answer it.

mod built_in;
mod jwt;
mod lift;
mod lower;
mod tables;

use std::sync::{Arc, OnceLock};

use minijinja::Environment;
use minijinja::value::Object as Dynamic;

pub(super) use lift::Instance;
pub(super) use lower::scalar_of;

use super::budget::{self, Budget};
use crate::contract::{Contract, DtoId};
use crate::service::{Caller, Context, RequestPart, RequestView, UploadedFile};
use crate::value::Object;
use crate::wire::Dialect;

pub(super) use built_in::USER;

/// Names of what is no member. In front of them, a member that is spelled exactly so.
pub(super) const BUILT_IN: [&str; 15] = [
    "members",
    "request",
    "user",
    "session",
    "records",
    "tenant",
    "scenario",
    "variables",
    "call",
    "now",
    "guid",
    "random",
    "counter",
    "jwt",
    "files",
];

/// Why a template gave no value: for the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TemplateError {
    /// The line of the file.
    pub line: usize,
    /// What the engine says.
    pub reason: String,
}

/// A call: all that names stand for.
pub(super) struct Call {
    pub request: Arc<Object>,
    pub context: Context,
    pub dialect: Arc<Dialect>,
    /// The request as it came, where a template looks at it.
    pub view: Option<View>,
    /// Which call of the operation this is, from one, where that is counted.
    pub number: u64,
    /// The host's name.
    pub host: Arc<str>,
    /// What templates may make for it.
    pub budget: Arc<Budget>,
    /// Whom the answer signed in.
    pub signed_in: OnceLock<Arc<Caller>>,
}

impl Call {
    /// Who calls: the user that the answer signed in, or the caller before it.
    pub fn caller(&self) -> Option<&Arc<Caller>> {
        self.signed_in.get().or(self.context.caller.as_ref())
    }
}

/// A request as it came, kept.
#[derive(Debug, Clone)]
pub(super) struct View {
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub query: Vec<(String, String)>,
    pub cookies: Vec<(String, String)>,
    pub form: Vec<(String, String)>,
    pub files: Vec<UploadedFile>,
    pub body: String,
}

impl View {
    pub fn of(view: &dyn RequestView) -> Self {
        Self {
            path: view.path().to_owned(),
            headers: view.all(RequestPart::Headers),
            query: view.all(RequestPart::Query),
            cookies: view.all(RequestPart::Cookies),
            form: view.all(RequestPart::Form),
            files: view.files(),
            body: String::from_utf8_lossy(view.body()).into_owned(),
        }
    }
}

/// What templates see: a call, and the loops around them.
pub(super) struct Scope<'s> {
    pub env: &'s Environment<'static>,
    names: Arc<Names>,
}

/// The names of a scope.
pub(super) struct Names {
    call: Arc<Call>,
    locals: Vec<(String, minijinja::Value)>,
}

impl<'s> Scope<'s> {
    pub fn new(env: &'s Environment<'static>, call: Call) -> Self {
        Self { env, names: Arc::new(Names { call: Arc::new(call), locals: Vec::new() }) }
    }

    /// The call.
    pub fn call(&self) -> &Call {
        &self.names.call
    }

    /// The same with a further name.
    pub fn with(&self, name: &str, value: minijinja::Value) -> Self {
        let mut locals = self.names.locals.clone();
        locals.retain(|(known, _)| known != name);
        locals.push((name.to_owned(), value));
        let names = Arc::new(Names { call: self.names.call.clone(), locals });
        Self { env: self.env, names }
    }

    /// All names, for the engine.
    pub fn context(&self) -> minijinja::Value {
        minijinja::Value::from_dyn_object(self.names.clone())
    }

    /// Counts one more value of the answer.
    pub fn count(&self, line: usize) -> Result<(), TemplateError> {
        self.call().budget.value().map_err(|reason| TemplateError { line, reason })
    }
}

/// The place of a member, in any case.
pub(super) fn member_of(contract: &Contract, dto: DtoId, name: &str) -> Option<usize> {
    let members = &contract.dto(dto).members;
    let exact = members.iter().position(|member| member.name == name);
    exact.or_else(|| members.iter().position(|member| member.name.eq_ignore_ascii_case(name)))
}

impl std::fmt::Debug for Names {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("the names of a stub")
    }
}

impl Dynamic for Names {
    fn get_value(self: &Arc<Self>, key: &minijinja::Value) -> Option<minijinja::Value> {
        let name = key.as_str()?;
        if name == budget::NAME {
            return Some(budget::shown(&self.call.budget));
        }
        if let Some((_, value)) = self.locals.iter().find(|(local, _)| local == name) {
            return Some(value.clone());
        }
        let (contract, dto) = (&self.call.context.contract, self.call.request.dto);
        let is_exact = contract.dto(dto).members.iter().any(|member| member.name == name);
        if !is_exact && let Some(value) = built_in::get(&self.call, name) {
            return Some(value);
        }
        let place = member_of(contract, dto, name)?;
        let member = &contract.dto(dto).members[place];
        Some(self.call.lift(&member.ty, &self.call.request.members[place]))
    }
}
