//! Single values from path, query and form into the members of a DTO.

use super::sources;
use crate::contract::{Member, Operation, Scalar, TypeRef};
use crate::host::{HostAt, Version};
use crate::http::error::Refusal;
use crate::http::query::Query;
use crate::http::text::split_at;
use crate::service::{FieldError, ServiceError};
use crate::value::{Object, Value};
use crate::wire;

/// A DTO being filled, and what could not be read on the way.
pub struct Binder<'a> {
    host: &'a HostAt<'a>,
    operation: &'a Operation,
    object: Object,
    errors: Vec<FieldError>,
}

impl<'a> Binder<'a> {
    /// Starts from what the body gave.
    pub fn new(host: &'a HostAt<'a>, operation: &'a Operation, object: Object) -> Self {
        Self { host, operation, object, errors: Vec::new() }
    }

    /// Takes the variables of a path, a query string and a form as routes do: bare segments are
    /// passed over.
    pub fn take_route(
        &mut self,
        variables: &[(String, String)],
        query: &Query,
        form: Option<&Query>,
    ) {
        let dto = self.host.parts.contract.dto(self.object.dto);
        // The path gives members by their own names, however the route spells them.
        let variables = variables
            .iter()
            .filter_map(|(name, text)| Some((dto.member(name)?.name.as_str(), text.as_str())));
        sources::of_route(variables, query, form, |name, text| self.take(name, text));
    }

    /// Takes pairs as endpoints do: a bare segment is an invalid value for no field of 5.x
    /// (docs/wire/http.md#binding). Under ASP.NET Core it is a key with an empty value (recorded of
    /// 10.1.5: `?%`): clients of
    /// TypeScript write null so.
    pub fn take_all(&mut self, pairs: &Query) {
        for (key, text) in pairs.pairs() {
            match key {
                Some(key) => self.take(key, text),
                None if text.is_empty() || self.host.version() == Version::V10 => {}
                None => self.refuse(None, text),
            }
        }
    }

    /// Takes the pairs whose members still have their default.
    ///
    /// # Errors
    /// What .NET throws for the first that does not convert (recorded of 10.x: topic M5).
    pub fn take_missing(&mut self, pairs: &Query) -> Result<(), Refusal> {
        let fresh = self.host.parts.contract.new_object(self.object.dto);
        let members = &self.host.parts.contract.dto(self.object.dto).members;
        let untouched: Vec<&str> = members
            .iter()
            .zip(fresh.members.iter().zip(&self.object.members))
            .filter(|(_, (default, value))| default == value)
            .map(|(member, _)| member.name.as_str())
            .collect();
        for (key, text) in pairs.pairs() {
            let is_missing =
                |key: &&str| untouched.iter().any(|name| name.eq_ignore_ascii_case(key));
            let Some(key) = key.filter(is_missing) else { continue };
            self.take(key, text);
            if let Some(error) = self.errors.pop() {
                return Err(self
                    .thrown(key, text)
                    .unwrap_or_else(|| binding(self.operation, error)));
            }
        }
        Ok(())
    }

    /// What the conversion of a text throws.
    fn thrown(&self, key: &str, text: &str) -> Option<Refusal> {
        let member = self.host.parts.contract.dto(self.object.dto).member(key)?;
        let contract = &self.host.parts.contract;
        let error =
            wire::jsv::read_member(contract, &member.ty, text, self.host.reading()).err()?;
        Some(Refusal::unreadable(error))
    }

    /// Sets one member. Unknown names and empty texts are passed over. An error names the member as
    /// the client did.
    fn take(&mut self, name: &str, text: &str) {
        let dto = self.host.parts.contract.dto(self.object.dto);
        let Some(place) = dto.place_of(name) else { return self.note_unknown(name) };
        let members = &dto.members;
        if text.is_empty() {
            return;
        }
        let text = first_of_checkbox(&members[place].ty, text);
        match self.read(&members[place], text) {
            Some(value) => self.object.members[place] = value,
            None => self.refuse(Some(name), text),
        }
    }

    fn note_unknown(&self, name: &str) {
        if let Some(notes) = self.host.notes().filter(|_| !is_reserved(name)) {
            notes.note_unknown(&self.host.parts.contract, self.object.dto, name);
        }
    }

    fn read(&self, member: &Member, text: &str) -> Option<Value> {
        if member.ty == TypeRef::Scalar(Scalar::String) {
            return Some(Value::String(text.to_owned()));
        }
        wire::jsv::read_member(&self.host.parts.contract, &member.ty, text, self.host.reading())
            .ok()
    }

    fn refuse(&mut self, field: Option<&str>, text: &str) {
        self.errors.push(FieldError {
            code: "SerializationException".to_owned(),
            field: field.map(str::to_owned),
            message: format!("'{text}' is an Invalid value for '{}'", field.unwrap_or_default()),
            meta: None,
        });
    }

    /// The DTO, or every value that could not be read.
    pub fn finish(self) -> Result<Object, Refusal> {
        if self.errors.is_empty() {
            return Ok(self.object);
        }
        Err(not_bound(self.operation, self.errors))
    }
}

fn binding(operation: &Operation, error: FieldError) -> Refusal {
    not_bound(operation, vec![error])
}

fn not_bound(operation: &Operation, errors: Vec<FieldError>) -> Refusal {
    let message = format!("Unable to bind to request '{}'", operation.name);
    Refusal::Unreadable(ServiceError::Binding { message, errors })
}

/// A checkbox and the hidden field behind it send `true,false`: the first one counts.
fn first_of_checkbox<'t>(ty: &TypeRef, text: &'t str) -> &'t str {
    match ty {
        TypeRef::Scalar(Scalar::Boolean) => split_at(b',', text).map_or(text, |(first, _)| first),
        _ => text,
    }
}

/// Whether the host itself reads a key of this name.
fn is_reserved(name: &str) -> bool {
    const RESERVED: [&str; 6] =
        ["format", "callback", "jsconfig", "debug", "continue", "x-http-method-override"];
    RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(name))
}
