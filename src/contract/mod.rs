//! The contract of a host: its operations, their routes, verbs, DTO types, and who may call them.
//!
//! A host is data. Everything that routing, binding, the metadata pages, the samples and `/types/*`
//! show is read from here; only this room knows the shape of a `/types/metadata` document.

mod any_case;
mod callers;
mod convert;
mod count;
mod default_value;
mod definitions;
mod document;
mod dto;
mod error;
mod further;
mod keys;
mod members;
mod misspelt;
mod newer;
mod odd;
mod operation;
mod reading;
mod resolve;
mod sample;
mod system;
mod type_expr;
mod type_ref;
mod type_text;
mod uploads;
mod writing;

use std::collections::HashMap;

pub use crate::value::DtoId;
pub use dto::{
    Argument, Attribute, DataContract, DataMember, Dto, DtoKind, EnumMember, Enumeration, Member,
    Origin, Property, TypeName,
};
pub use error::{ContractError, Limits, Remark};
pub use operation::{Operation, PathSegment, Route, VERBS, Verbs, has_body};
pub use reading::{Further, OPTIONAL_OPERATIONS};
pub use type_ref::{ListKind, Scalar, TypeRef};
pub use uploads::UploadLocation;

/// A host, as its document describes it.
#[derive(Debug, Clone)]
pub struct Contract {
    /// The service's name, shown on top of every page; empty when the document does not name it.
    pub title: String,
    /// Where the real host lives, if the document says.
    pub base_url: Option<String>,
    /// Whether it has the operations of server events.
    pub serves_events: bool,
    /// Whether its document says that people sign in by ASP.NET Core Identity.
    pub has_identity: bool,
    /// Where uploaded files go, as its document says it.
    pub upload_locations: Vec<UploadLocation>,
    /// Whether its document lists the plug-in that cancels requests.
    pub cancels_requests: bool,
    /// Whether its document lists the plug-in that shows the last requests.
    pub logs_requests: bool,
    namespaces: Vec<String>,
    dtos: Vec<Dto>,
    operations: Vec<Operation>,
    dto_by_name: HashMap<String, DtoId>,
    operation_by_name: HashMap<String, usize>,
    remarks: Vec<Remark>,
    /// Places in the document, in its order.
    left_out: Vec<usize>,
}

impl Contract {
    /// All operations in the document's order, then ServiceStack's own.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// Lets only signed-in callers with this role call an operation; an empty role asks for signing
    /// in alone. `false` when there is no such operation.
    pub fn require_role(&mut self, operation: &str, role: &str) -> bool {
        let Some(place) = self.place_of(operation) else { return false };
        let operation = &mut self.operations[place];
        operation.requires_auth = true;
        if !role.is_empty() {
            operation.required_roles.push(role.to_owned());
        }
        true
    }

    /// Where the operation of this name, in any case, stands among [`Self::operations`].
    pub fn place_of(&self, operation: &str) -> Option<usize> {
        self.operation_by_name.get(&operation.to_lowercase()).copied()
    }

    /// Where an operation of [`Self::operations`] stands in its document, which may have some that
    /// were left out.
    pub fn place_in_document(&self, place: usize) -> usize {
        let passed = |place: usize, out: &usize| if *out <= place { place + 1 } else { place };
        self.left_out.iter().fold(place, passed)
    }

    /// The operation of this name in any case.
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operation_by_name.get(&name.to_lowercase()).map(|index| &self.operations[*index])
    }

    /// The same host without ServiceStack's own operations of users and sessions, as one without the
    /// authentication plug-in has none.
    #[must_use]
    pub fn without_sign_in(self) -> Self {
        let names: Vec<String> = self
            .operations
            .iter()
            .filter(|own| own.is_sign_in())
            .map(|own| own.name.clone())
            .collect();
        self.without(&names.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The same host without these operations.
    #[must_use]
    pub fn without(mut self, names: &[&str]) -> Self {
        self.operations.retain(|operation| !names.contains(&operation.name.as_str()));
        let places = self.operations.iter().enumerate();
        self.operation_by_name =
            places.map(|(place, operation)| (operation.name.to_lowercase(), place)).collect();
        self
    }

    /// A DTO of this contract; ids of another contract name other DTOs or none.
    pub fn dto(&self, id: DtoId) -> &Dto {
        &self.dtos[id.index()]
    }

    /// The declaration of a member.
    pub fn property(&self, member: &Member) -> Option<&Property> {
        let declared = &self.dto(member.declared_by).properties;
        declared.iter().find(|property| property.on_the_wire() == member.name)
    }

    /// Whether a class, or one that it inherits from, implements an interface of this name.
    pub fn implements(&self, id: DtoId, interface: &str) -> bool {
        let named = |dto: &Dto| dto.implements.iter().any(|known| known.name == interface);
        let mut classes =
            std::iter::successors(Some(self.dto(id)), |dto| dto.base.map(|base| self.dto(base)));
        classes.any(named)
    }

    /// All DTOs: the document's, ServiceStack's own, then closed generics.
    pub fn dtos(&self) -> impl Iterator<Item = (DtoId, &Dto)> {
        self.dtos.iter().enumerate().map(|(index, dto)| (DtoId::at(index), dto))
    }

    /// The DTO of this CLR name in any case; of several the document's first.
    pub fn find_dto(&self, name: &str) -> Option<DtoId> {
        self.dto_by_name.get(&name.to_lowercase()).copied()
    }

    /// Namespaces that the document lists.
    pub fn namespaces(&self) -> &[String] {
        &self.namespaces
    }

    /// What the importer did not understand: types that are named and not defined, for the most
    /// part.
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// ServiceStack's `ResponseStatus`.
    pub fn response_status(&self) -> DtoId {
        self.built_in("ResponseStatus")
    }

    /// ServiceStack's `ErrorResponse`: what carries a `ResponseStatus` where no DTO does.
    pub fn error_response(&self) -> DtoId {
        self.built_in("ErrorResponse")
    }

    /// ServiceStack's `ResponseError`: one entry of `ResponseStatus.Errors`.
    pub fn response_error(&self) -> DtoId {
        self.built_in("ResponseError")
    }

    fn built_in(&self, name: &str) -> DtoId {
        let is_it =
            |(_, dto): &(DtoId, &Dto)| dto.type_name.name == name && dto.origin == Origin::BuiltIn;
        self.dtos()
            .find(is_it)
            .map(|(id, _)| id)
            .expect("the built-in document defines it and cannot be overridden")
    }
}
