//! `QueryDb`: rows by the members and arguments of a request.

use std::sync::Arc;

use super::arguments::{Members, of_argument};
use super::columns::Columns;
use super::fields::Target;
use super::include::Included;
use super::paging::{Part, order};
use super::settings::{OperationSettings, Settings};
use super::values::{fitted, refused};
use crate::contract::{Contract, DtoId, Scalar, TypeRef};
use crate::records::{CellError, Found, Query, Schema, State, Term};
use crate::service::{
    Context, Incoming, Listed, Page, Reply, RequestPart, Service, ServiceError, ServiceFuture,
};
use crate::value::{Object, Value};
use crate::wire::{Dialect, Reading};

/// So many rows of an answer are made at once.
const PAGE: usize = 1000;

/// How a query answers, known at the start.
#[derive(Debug, Clone)]
pub struct Plan {
    schema: Arc<Schema>,
    columns: Columns,
    members: Members,
    target: Target,
    max_limit: Option<usize>,
    include_total: bool,
}

/// What is asked besides conditions.
#[derive(Debug, Clone, Default)]
pub struct QueryRequest {
    /// Which part of the rows.
    pub part: Part,
    /// `OrderBy`.
    pub order_by: String,
    /// `OrderByDesc`.
    pub order_by_desc: String,
    /// `Include`.
    pub include: String,
    /// `Fields`.
    pub fields: String,
}

/// What a query found.
pub struct Answer {
    /// `Offset`.
    pub offset: i64,
    /// `Total`.
    pub total: usize,
    /// `Meta`; `None` is null.
    pub meta: Option<Vec<(String, Option<String>)>>,
    /// The rows, and how they become instances.
    pub rows: Rows,
}

/// The rows of an answer, made as they are needed.
#[derive(Clone)]
pub struct Rows {
    found: Arc<Vec<Found>>,
    selection: Arc<super::fields::Selection>,
    schema: Arc<Schema>,
}

impl Rows {
    /// How many.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Those from here on, so many at most.
    pub fn page(&self, from: usize, most: usize) -> Vec<Value> {
        let found = self.found.iter().skip(from).take(most);
        found.map(|found| self.selection.instance(self.schema.contract(), found)).collect()
    }
}

impl Plan {
    /// The query of one table that gives instances of a class, by a request.
    ///
    /// # Errors
    /// Tables that do not go together.
    pub fn new(
        schema: &Arc<Schema>,
        request: DtoId,
        (from, into): (DtoId, DtoId),
        settings: &Settings,
        own: &OperationSettings,
    ) -> Result<Self, String> {
        let columns = Columns::new(schema, from, &own.join)?;
        let members = Members::new(schema.contract(), request, &columns, own);
        let target = Target::new(schema.contract(), into, &columns);
        let (max_limit, include_total) = (settings.max_limit, settings.include_total);
        Ok(Self { schema: schema.clone(), columns, members, target, max_limit, include_total })
    }

    /// What a request asks, with these arguments that are no members of it.
    ///
    /// # Errors
    /// What does not convert, in .NET's words.
    pub fn answer(
        &self,
        state: &State,
        request: &Object,
        arguments: &[(String, String)],
        reading: Reading<'_>,
    ) -> Result<Answer, CellError> {
        let contract = self.schema.contract();
        let mut terms = self.members.terms(contract, request)?;
        for (name, text) in arguments {
            terms.extend(of_argument(contract, &self.columns, (name, text), reading)?);
        }
        self.answer_to(state, terms, &QueryRequest::of(contract, request))
    }

    /// The rows that pass conditions, as they are asked for.
    ///
    /// # Errors
    /// As [`Plan::answer`].
    pub fn answer_to(
        &self,
        state: &State,
        terms: Vec<Term>,
        requested: &QueryRequest,
    ) -> Result<Answer, CellError> {
        let order = order(&self.columns, &requested.order_by, &requested.order_by_desc)?;
        let query =
            Query { from: self.columns.from, joined: self.columns.joined.clone(), terms, order };
        let matches = query.run(state)?;
        let contract = self.schema.contract();
        let included = Included::of(&requested.include, &self.columns, &matches, contract);
        let count = matches.rows.len();
        let selection = self.target.select(&requested.fields, state);
        let rows = requested.part.of(selection.distinct(matches.rows), self.max_limit);
        let total = included.total.or(self.include_total.then_some(count)).unwrap_or_default();
        let rows = Rows {
            found: Arc::new(rows),
            selection: Arc::new(selection),
            schema: self.schema.clone(),
        };
        Ok(Answer { offset: requested.part.skip, total, meta: included.meta, rows })
    }

    /// The condition of an argument.
    ///
    /// # Errors
    /// As [`Plan::answer`].
    pub fn term(&self, argument: (&str, &str)) -> Result<Option<Term>, CellError> {
        let dialect = Dialect::default();
        of_argument(self.schema.contract(), &self.columns, argument, Reading::from(&dialect))
    }
}

impl QueryRequest {
    /// What a request asks by the members that every query has.
    fn of(contract: &Contract, request: &Object) -> Self {
        let dto = contract.dto(request.dto);
        let value = |name: &str| dto.place_of(name).map(|place| &request.members[place]);
        let number = |name: &str| match value(name) {
            Some(Value::Int(number)) => Some(*number),
            _ => None,
        };
        let text = |name: &str| match value(name) {
            Some(Value::String(text)) => text.clone(),
            _ => String::new(),
        };
        Self {
            part: Part { skip: number("Skip").unwrap_or_default(), take: number("Take") },
            order_by: text("OrderBy"),
            order_by_desc: text("OrderByDesc"),
            include: text("Include"),
            fields: text("Fields"),
        }
    }
}

/// The service of a query.
pub struct QueryService {
    plan: Arc<Plan>,
    host: String,
}

impl QueryService {
    /// The service over the records of a host.
    pub fn new(plan: Plan, host: &str) -> Self {
        Self { plan: Arc::new(plan), host: host.to_owned() }
    }

    fn answered(
        &self,
        request: &Object,
        context: &Context,
        arguments: &[(String, String)],
    ) -> Result<Reply, ServiceError> {
        let records = context.tenant.records(&self.host).ok_or_else(no_records)?;
        let dialect = Dialect { zone: context.zone, ..Dialect::default() };
        let reading = Reading::at(&dialect, context.clock());
        let answer =
            self.plan.answer(&records.read(), request, arguments, reading).map_err(refused)?;
        Ok(answer.reply(context))
    }
}

impl Service for QueryService {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let reply = self.answered(&request, &context, &[]);
        Box::pin(async move { reply })
    }

    fn call_viewing(&self, incoming: Incoming<'_>) -> ServiceFuture {
        let Incoming { request, context, view } = incoming;
        let dto = context.contract.dto(request.dto);
        let mut arguments = view.all(RequestPart::Query);
        arguments.retain(|(name, _)| dto.member(name).is_none());
        let reply = self.answered(&request, &context, &arguments);
        Box::pin(async move { reply })
    }
}

/// A host that was put together without its records.
pub(super) fn no_records() -> ServiceError {
    tracing::error!("the host has no records");
    ServiceError::exception("InvalidOperationException", "The host has no records.")
}

impl Answer {
    /// As a reply: the members of `QueryResponse`, or a list alone.
    pub fn reply(self, context: &Context) -> Reply {
        let contract = &context.contract;
        let response = match &context.operation().response {
            Some(TypeRef::Dto(id)) => *id,
            Some(TypeRef::List(..)) => {
                return Reply::value(Value::List(self.rows.page(0, usize::MAX)));
            }
            _ => return Reply::default(),
        };
        let (dto, mut object) = (contract.dto(response), contract.new_object(response));
        let mut set = |name: &str, value: Value| {
            if let Some(place) = dto.place_of(name) {
                object.members[place] = value;
            }
        };
        let number = |name: &str, number: i64| {
            let (text, string) =
                (Value::String(number.to_string()), TypeRef::Scalar(Scalar::String));
            dto.member(name).map(|member| fitted(contract, &string, &text, &member.ty))
        };
        for (name, count) in [("Offset", self.offset), ("Total", self.total as i64)] {
            if let Some(value) = number(name, count) {
                set(name, value);
            }
        }
        let text = |text: String| Value::String(text);
        let meta = self.meta.map(|meta| {
            let entries = meta.into_iter();
            Value::Dictionary(
                entries.map(|(key, value)| (text(key), value.map_or(Value::Null, text))).collect(),
            )
        });
        set("Meta", meta.unwrap_or_default());
        let is_list = |place: &usize| matches!(dto.members[*place].ty, TypeRef::List(..));
        let named = dto.place_of("Results").filter(is_list);
        let Some(place) = named.or_else(|| (0..dto.members.len()).find(is_list)) else {
            return Reply::value(Value::Object(object));
        };
        let rows = self.rows;
        object.members[place] = Value::List(rows.page(0, PAGE));
        if rows.len() <= PAGE {
            return Reply::value(Value::Object(object));
        }
        let pages = Arc::new(move |cursor: i64| -> crate::service::NextPage {
            let from = usize::try_from(cursor).unwrap_or(usize::MAX);
            let items = rows.page(from, PAGE);
            let next = from.saturating_add(PAGE);
            let next = (next < rows.len()).then_some(next as i64);
            Box::pin(async move { Ok(Page { items, next }) })
        });
        Reply::listed(Listed::new(object, place, PAGE as i64, pages))
    }
}
