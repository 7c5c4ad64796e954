//! Create, update, patch, delete and save: recorded of AutoCRUD.

use std::sync::Arc;

use super::query::no_records;
use super::response::Changed;
use super::settings::OperationSettings;
use super::values::{bare, fitted, is_given, of_setting, operand};
use crate::contract::{DtoId, Operation, TypeRef};
use crate::records::{Draft, Key, RecordsError, Schema};
use crate::service::{Context, Service, ServiceError, ServiceFuture};
use crate::store::StoreError;
use crate::tenant::Purpose;
use crate::value::{Object, Value};

/// A change of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// `ICreateDb`: a new row.
    Create,
    /// `IUpdateDb`: all members of the request.
    Update,
    /// `IPatchDb`: the members that are given.
    Patch,
    /// `IDeleteDb`: the rows that are like the members that are given.
    Delete,
    /// `ISaveDb`: a new row, or one in the place of that with its key.
    Save,
}

impl Change {
    /// The change of an interface.
    pub fn of_interface(name: &str) -> Option<Self> {
        Some(match name {
            "ICreateDb`1" => Self::Create,
            "IUpdateDb`1" => Self::Update,
            "IPatchDb`1" => Self::Patch,
            "IDeleteDb`1" => Self::Delete,
            "ISaveDb`1" => Self::Save,
            _ => return None,
        })
    }
}

/// A change that an operation makes, known at the start.
#[derive(Debug, Clone)]
pub struct Plan {
    schema: Arc<Schema>,
    operation: Operation,
    class: DtoId,
    change: Change,
    /// Members of the request and the columns of their names.
    members: Vec<(usize, usize)>,
    /// Values that are written whatever is asked.
    set: Vec<(usize, Value)>,
    /// The member of the request that is the key, where it has another name.
    key: Option<usize>,
}

/// Why a change was not made.
pub enum Refused {
    /// In .NET's words.
    Service(ServiceError),
    /// By the records.
    Records(RecordsError),
}

impl From<RecordsError> for Refused {
    fn from(error: RecordsError) -> Self {
        Self::Records(error)
    }
}

impl From<ServiceError> for Refused {
    fn from(error: ServiceError) -> Self {
        Self::Service(error)
    }
}

impl From<Refused> for ServiceError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Service(error) => error,
            Refused::Records(error) => of_records(error),
        }
    }
}

/// The error of the records as a caller gets it.
pub(super) fn of_records(error: RecordsError) -> ServiceError {
    match error {
        RecordsError::Exists(what) => ServiceError::exception(
            "SqliteException",
            format!("SQLite Error 19: 'UNIQUE constraint failed: {what}'."),
        ),
        RecordsError::UnknownType(_) => ServiceError::not_found(error.to_string()),
        RecordsError::Document(error) => ServiceError::exception("ArgumentException", error.reason),
        RecordsError::NoKey(_) => ServiceError::exception("SqliteException", error.to_string()),
        RecordsError::Full(_) => ServiceError::unavailable(error.to_string()),
        RecordsError::Store(StoreError::Busy | StoreError::Full { .. }) => {
            tracing::warn!(%error, "a change of records was refused");
            ServiceError::unavailable("The records cannot be changed now.")
        }
        RecordsError::Store(_) => {
            tracing::error!(%error, "a change of records was refused");
            ServiceError::unavailable("The records cannot be changed now.")
        }
    }
}

impl Plan {
    /// The change of rows of a class that an operation makes.
    pub fn new(
        schema: &Arc<Schema>,
        operation: &Operation,
        (class, change): (DtoId, Change),
        own: &OperationSettings,
    ) -> Self {
        let contract = schema.contract();
        let table = contract.dto(class);
        let request = contract.dto(operation.request).members.iter().enumerate();
        let members = request
            .filter_map(|(from, member)| Some((from, table.place_of(&member.name)?)))
            // Rows of other tables are not kept within a row.
            .filter(|(_, to)| schema.is_column(class, *to))
            .collect();
        let set = own.set.iter().filter_map(|(name, value)| {
            let place = table.place_of(name)?;
            // Checked when the settings were read.
            Some((place, of_setting(contract, &table.members[place].ty, value).ok()?))
        });
        Self {
            schema: schema.clone(),
            operation: operation.clone(),
            class,
            change,
            members,
            set: set.collect(),
            key: None,
        }
    }

    /// The same with this member of the request as the key.
    #[must_use]
    pub fn keyed_by(mut self, member: usize) -> Self {
        if let Some(key) = self.schema.class(self.class).and_then(|class| class.key) {
            self.members.retain(|(from, to)| *from != member && *to != key);
            self.members.push((member, key));
            self.key = Some(member);
        }
        self
    }

    /// Makes the change.
    fn make(&self, draft: &mut Draft, request: &Object) -> Result<Changed, Refused> {
        match self.change {
            Change::Create => {
                let row = draft.create(self.row(request, None))?;
                Ok(self.changed(draft, 1, row))
            }
            Change::Save => {
                let row = draft.save(self.row(request, None))?;
                Ok(self.changed(draft, 1, row))
            }
            Change::Update => self.update(draft, request),
            Change::Patch => self.patch(draft, request),
            Change::Delete => self.delete(draft, request),
        }
    }

    fn update(&self, draft: &mut Draft, request: &Object) -> Result<Changed, Refused> {
        let before = self.known(draft, request)?;
        let row = draft.save(self.row(request, Some(&before)))?;
        Ok(self.changed(draft, 1, row))
    }

    fn patch(&self, draft: &mut Draft, request: &Object) -> Result<Changed, Refused> {
        let contract = self.schema.contract();
        let key = self.key_member();
        let resets = self.resets(request)?;
        let given =
            self.given(request).filter(|(_, to)| Some(*to) != key && Some(*to) != self.version());
        let given: Vec<(usize, usize)> = given.collect();
        if given.is_empty() && resets.is_empty() {
            let name = self.schema.name(self.class);
            let message =
                format!("No non-null or non-default values were provided for type: {name}");
            return Err(ServiceError::exception("ArgumentException", message).into());
        }
        let mut row = (*self.known(draft, request)?).clone();
        for (from, to) in given {
            row.members[to] = self.value(request, from, to);
        }
        for member in resets {
            row.members[member] =
                contract.default_value(&contract.dto(self.class).members[member].ty);
        }
        self.set.iter().for_each(|(place, value)| row.members[*place] = value.clone());
        let row = draft.save(row)?;
        Ok(self.changed(draft, 1, row))
    }

    fn delete(&self, draft: &mut Draft, request: &Object) -> Result<Changed, Refused> {
        let contract = self.schema.contract().clone();
        let mut wanted = Vec::new();
        for (from, to) in self.given(request) {
            let (own, column) = (&self.request_type(from), &self.column_type(to));
            let value = operand(&contract, own, &request.members[from], column)
                .map_err(super::values::refused)?;
            wanted.push((to, Key(value)));
        }
        if wanted.is_empty() {
            let message = format!("'{}' did not contain any filters", self.operation.name);
            return Err(ServiceError::exception("NotSupportedException", message).into());
        }
        let is_it = |row: &Arc<Object>| {
            wanted.iter().all(|(to, value)| Key(row.members[*to].clone()) == *value)
        };
        let by_key = wanted.iter().find(|(to, _)| Some(*to) == self.key_member());
        let count = match by_key {
            Some((_, key)) => {
                let found = draft.state().get(self.class, &key.0).is_some_and(is_it);
                usize::from(found && draft.remove(self.class, &key.0).is_some())
            }
            None => draft.remove_where(self.class, is_it),
        };
        Ok(Changed { key: self.key_of(request), count, row: None, version: None })
    }

    /// The row that the request names.
    fn known(&self, draft: &Draft, request: &Object) -> Result<Arc<Object>, ServiceError> {
        let key = self.members.iter().find(|(_, to)| Some(*to) == self.key_member());
        let key = key.map(|(from, to)| self.value(request, *from, *to));
        let found = key.and_then(|key| draft.state().get(self.class, &key)).cloned();
        if let Some(member) = self.version() {
            let asked = self.members.iter().find(|(_, to)| *to == member);
            let asked = asked.map(|(from, to)| Key(self.value(request, *from, *to)));
            let fits = |row: &Arc<Object>| match &asked {
                Some(asked) => Key(row.members[member].clone()) == *asked,
                None => true,
            };
            let message =
                "Exception of type 'ServiceStack.Data.OptimisticConcurrencyException' was thrown.";
            return found.filter(fits).ok_or_else(|| conflict(message.to_owned()));
        }
        found.ok_or_else(|| match self.key {
            Some(_) => missing(&self.schema, self.class),
            None => conflict(format!("0 rows were updated by '{}'", self.operation.name)),
        })
    }

    /// The row that the request is, over that which is there.
    fn row(&self, request: &Object, before: Option<&Object>) -> Object {
        let new = || self.schema.contract().new_object(self.class);
        let mut row = before.cloned().unwrap_or_else(new);
        for (from, to) in &self.members {
            row.members[*to] = self.value(request, *from, *to);
        }
        self.set.iter().for_each(|(place, value)| row.members[*place] = value.clone());
        row
    }

    fn value(&self, request: &Object, from: usize, to: usize) -> Value {
        let (own, column) = (self.request_type(from), self.column_type(to));
        fitted(self.schema.contract(), &own, &request.members[from], &column)
    }

    fn request_type(&self, from: usize) -> TypeRef {
        self.schema.contract().dto(self.operation.request).members[from].ty.clone()
    }

    fn column_type(&self, to: usize) -> TypeRef {
        self.schema.contract().dto(self.class).members[to].ty.clone()
    }

    /// The members that are given, and their columns.
    fn given(&self, request: &Object) -> impl Iterator<Item = (usize, usize)> {
        let contract = self.schema.contract();
        self.members.iter().copied().filter(|(from, _)| {
            is_given(contract, &self.request_type(*from), &request.members[*from])
        })
    }

    /// The columns that `Reset` names.
    fn resets(&self, request: &Object) -> Result<Vec<usize>, ServiceError> {
        let contract = self.schema.contract();
        let place = contract.dto(self.operation.request).place_of("Reset");
        let names = match place.map(|place| &request.members[place]) {
            Some(Value::List(items)) => items.as_slice(),
            _ => &[],
        };
        let column = |name: &Value| match name {
            Value::String(name) => contract.dto(self.class).place_of(name),
            _ => None,
        };
        let refused = || {
            ServiceError::exception(
                "NotSupportedException",
                "Reset names no field that can be reset",
            )
        };
        let columns = names.iter().map(column);
        columns
            .map(|column| column.filter(|to| Some(*to) != self.key_member()).ok_or_else(refused))
            .collect()
    }

    fn key_member(&self) -> Option<usize> {
        self.schema.class(self.class)?.key
    }

    fn version(&self) -> Option<usize> {
        self.schema.class(self.class)?.row_version
    }

    fn key_of(&self, request: &Object) -> Option<(Value, TypeRef)> {
        let key = self.key_member()?;
        let (from, _) = self.members.iter().find(|(_, to)| *to == key)?;
        Some((self.value(request, *from, key), bare(&self.column_type(key)).clone()))
    }

    fn changed(&self, draft: &Draft, count: usize, row: Arc<Object>) -> Changed {
        let key = self.key_member();
        let key = key.map(|key| (row.members[key].clone(), bare(&self.column_type(key)).clone()));
        Changed { key, count, version: draft.version(Some(&row)), row: Some(row) }
    }

    /// A Guid that is a key and is not given is drawn.
    fn with_key(&self, mut request: Object, context: &Context) -> Object {
        let makes = matches!(self.change, Change::Create | Change::Save);
        let key = self.members.iter().find(|(_, to)| Some(*to) == self.key_member());
        if let Some((from, _)) = key.filter(|_| makes)
            && matches!(&request.members[*from], Value::Guid(guid) if guid.is_nil())
        {
            request.members[*from] = Value::Guid(context.tenant().chance(Purpose::Service).guid());
        }
        request
    }
}

fn conflict(message: String) -> ServiceError {
    ServiceError::exception("OptimisticConcurrencyException", message)
}

/// 404: no row has the key.
pub(super) fn missing(schema: &Schema, class: DtoId) -> ServiceError {
    ServiceError::not_found(format!("{} does not exist", schema.name(class)))
}

/// The service of a change.
pub struct ChangeService {
    plan: Arc<Plan>,
    host: String,
}

impl ChangeService {
    /// The service over the records of a host.
    pub(super) fn new(
        schema: &Arc<Schema>,
        operation: &Operation,
        what: (DtoId, Change),
        own: &OperationSettings,
        host: &str,
    ) -> Self {
        Self::of(Plan::new(schema, operation, what, own), host)
    }

    pub(super) fn of(plan: Plan, host: &str) -> Self {
        Self { plan: Arc::new(plan), host: host.to_owned() }
    }
}

impl Service for ChangeService {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let (plan, records) = (self.plan.clone(), context.tenant.records(&self.host).cloned());
        Box::pin(async move {
            let records = records.ok_or_else(no_records)?;
            let (request, work) = (plan.with_key(request, &context), plan.clone());
            let changed = records.change(move |draft| work.make(draft, &request)).await;
            let changed = changed.map_err(ServiceError::from)?;
            Ok(changed.reply(&plan.schema, &plan.operation, plan.class))
        })
    }
}
