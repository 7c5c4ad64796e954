//! Records for any operation: what a stub says with `records = { in = "Customer", do = "save", key = "Id" }`.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use super::change::{Change, ChangeService, Plan as ChangePlan, missing};
use super::query::{Plan, QueryService, no_records};
use super::settings::{OperationSettings, Settings};
use super::values::{bare, operand, refused};
use crate::contract::{Contract, DtoId, Operation, TypeRef};
use crate::records::Schema;
use crate::service::{Context, Reply, Service, ServiceError, ServiceFuture};
use crate::value::{Object, Value};

/// What an operation does with the rows of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Gives the row of a key.
    Get,
    /// Gives all rows that are like the members that are given.
    List,
    /// Makes a row.
    Create,
    /// Writes all members.
    Update,
    /// Writes the members that are given.
    Patch,
    /// Removes a row.
    Delete,
    /// Makes or replaces a row.
    Save,
}

/// Makes the service of an operation that does something with the rows of a type.
pub struct Access;

impl Access {
    /// The service. `key` is the member of the request that is the row's key; that of the key's name by default.
    ///
    /// # Errors
    /// What does not fit, in a sentence.
    pub fn service(
        schema: &Arc<Schema>,
        operation: &Operation,
        (class, action, key): (&str, Action, Option<&str>),
        host: &str,
    ) -> Result<Arc<dyn Service>, String> {
        let contract = schema.contract();
        let Some(class) = schema.find(class) else {
            let names = contract.dtos().map(|(_, dto)| dto.type_name.name.as_str());
            let near = crate::nearest::nearest(class, names);
            return Err(match near {
                Some(near) => format!("there is no type {class}; did you mean {near}?"),
                None => format!("there is no type {class}"),
            });
        };
        let key_place = || key_member(schema, operation, class, key);
        let change = |change| -> Result<Arc<dyn Service>, String> {
            let own = OperationSettings::default();
            let plan = ChangePlan::new(schema, operation, (class, change), &own);
            let plan = match change {
                Change::Create | Change::Save if key.is_none() => plan,
                _ => plan.keyed_by(key_place()?),
            };
            Ok(Arc::new(ChangeService::of(plan, host)))
        };
        match action {
            Action::Create => change(Change::Create),
            Action::Update => change(Change::Update),
            Action::Patch => change(Change::Patch),
            Action::Delete => change(Change::Delete),
            Action::Save => change(Change::Save),
            Action::List => {
                let rows = TypeRef::Dto(class);
                if !holds(contract, operation.response.as_ref(), &|ty| is_list_of(ty, &rows)) {
                    return Err(answers_no(schema, operation, class, "rows"));
                }
                let own = OperationSettings::default();
                let settings = Settings { include_total: true, ..Settings::default() };
                let plan = Plan::new(schema, operation.request, (class, class), &settings, &own)?;
                Ok(Arc::new(QueryService::new(plan, host)))
            }
            Action::Get => {
                let rows = TypeRef::Dto(class);
                if !holds(contract, operation.response.as_ref(), &|ty| *ty == rows) {
                    return Err(answers_no(schema, operation, class, "a row"));
                }
                let (schema, key, host) = (schema.clone(), key_place()?, host.to_owned());
                Ok(Arc::new(GetService { schema, class, key, host }))
            }
        }
    }
}

fn answers_no(schema: &Schema, operation: &Operation, class: DtoId, what: &str) -> String {
    format!("{} does not answer with {what} of {}", operation.name, schema.name(class))
}

fn key_member(
    schema: &Schema,
    operation: &Operation,
    class: DtoId,
    key: Option<&str>,
) -> Result<usize, String> {
    let contract = schema.contract();
    let of_class = schema.class(class).and_then(|class| class.key);
    let Some(of_class) = of_class else {
        return Err(format!(
            "{} has no key: neither a primary key nor a member Id",
            schema.name(class)
        ));
    };
    let name = key.unwrap_or(&contract.dto(class).members[of_class].name);
    let request = contract.dto(operation.request);
    request.place_of(name).ok_or_else(|| {
        let names = request.members.iter().map(|member| member.name.as_str());
        match crate::nearest::nearest(name, names) {
            Some(near) => format!("{} has no member {name}; did you mean {near}?", operation.name),
            None => format!(
                "{} has no member {name}; say which is the key: key = \"…\"",
                operation.name
            ),
        }
    })
}

/// Whether a response is of a type, or has a member that is.
fn holds(
    contract: &Contract,
    response: Option<&TypeRef>,
    is_it: &dyn Fn(&TypeRef) -> bool,
) -> bool {
    match response {
        Some(ty) if is_it(ty) => true,
        Some(TypeRef::Dto(id)) => contract.dto(*id).members.iter().any(|member| is_it(&member.ty)),
        _ => false,
    }
}

fn is_list_of(ty: &TypeRef, of: &TypeRef) -> bool {
    matches!(ty, TypeRef::List(_, item) if **item == *of)
}

/// Gives the row of a key.
struct GetService {
    schema: Arc<Schema>,
    class: DtoId,
    key: usize,
    host: String,
}

impl GetService {
    fn row(&self, request: &Object, context: &Context) -> Result<Reply, ServiceError> {
        let contract = self.schema.contract();
        let records = context.tenant.records(&self.host).ok_or_else(no_records)?;
        let column = self.schema.class(self.class).and_then(|class| class.key).unwrap_or_default();
        let own = &contract.dto(request.dto).members[self.key].ty;
        let column = bare(&contract.dto(self.class).members[column].ty);
        let key = operand(contract, own, &request.members[self.key], column).map_err(refused)?;
        let state = records.read();
        let row = state.get(self.class, &key).ok_or_else(|| missing(&self.schema, self.class))?;
        let mut row = (**row).clone();
        crate::records::References::of(&state, self.class, |_| true).fill(&mut row);
        let row_type = TypeRef::Dto(self.class);
        Ok(match context.operation().response {
            Some(TypeRef::Dto(response)) if response != self.class => {
                let mut object = contract.new_object(response);
                let members = &contract.dto(response).members;
                if let Some(place) = members.iter().position(|member| member.ty == row_type) {
                    object.members[place] = Value::Object(row);
                }
                Reply::value(Value::Object(object))
            }
            _ => Reply::value(Value::Object(row)),
        })
    }
}

impl Service for GetService {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let reply = self.row(&request, &context);
        Box::pin(async move { reply })
    }
}
