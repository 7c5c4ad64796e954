//! Members and arguments of a request as conditions.

use super::columns::Columns;
use super::settings::{MemberSettings, OperationSettings, item_of, operator_of};
use super::values::{is_given, operand, shown};
use crate::contract::{Contract, DtoId, ListKind, Scalar, TypeRef};
use crate::records::{CellError, Column, Convention, Filter, Operator, Term, cell_of};
use crate::value::{Object, Value};
use crate::wire::{self, Reading};

/// Members of every query that filter nothing.
const OF_ALL: [&str; 7] = ["Skip", "Take", "OrderBy", "OrderByDesc", "Include", "Fields", "Meta"];

/// A member that filters.
#[derive(Debug, Clone)]
struct ByMember {
    place: usize,
    column: Column,
    operator: Operator,
    format: Option<String>,
    or: bool,
}

/// What the members of a request filter.
#[derive(Debug, Clone)]
pub struct Members {
    request: DtoId,
    filters: Vec<ByMember>,
}

impl Members {
    /// What the members of a request filter, by their names and settings.
    pub fn new(
        contract: &Contract,
        request: DtoId,
        columns: &Columns,
        settings: &OperationSettings,
    ) -> Self {
        let members = contract.dto(request).members.iter().enumerate();
        let filters = members
            .filter(|(_, member)| !OF_ALL.contains(&member.name.as_str()))
            .filter_map(|(place, member)| {
                let named = |(name, _): &(&String, &MemberSettings)| {
                    name.eq_ignore_ascii_case(&member.name)
                };
                let settings = settings.members.iter().find(named).map(|(_, settings)| settings);
                let preset = MemberSettings::default();
                let MemberSettings { field, template, format, or } = settings.unwrap_or(&preset);
                let found = match field {
                    Some(field) => (columns.find(field)?, Operator::Equal),
                    None => Convention::of(&member.name, |name| columns.find(name))?,
                };
                let (column, operator) = found;
                let is_list = matches!(member.ty, TypeRef::List(..));
                let operator = match (template.as_deref().and_then(operator_of), operator) {
                    (Some(operator), _) => operator,
                    (None, Operator::Equal) if is_list => Operator::In,
                    (None, operator) => operator,
                };
                Some(ByMember { place, column, operator, format: format.clone(), or: *or })
            })
            .collect();
        Self { request, filters }
    }

    /// The conditions of a request.
    ///
    /// # Errors
    /// A value that is none of its column's type.
    pub fn terms(&self, contract: &Contract, request: &Object) -> Result<Vec<Term>, CellError> {
        let mut terms = Vec::new();
        for filter in &self.filters {
            let member = &contract.dto(self.request).members[filter.place];
            let value = &request.members[filter.place];
            let is_empty = match value {
                Value::String(text) => text.is_empty(),
                Value::List(items) => items.is_empty(),
                _ => false,
            };
            let about_null = filter.operator.is_about_null();
            if !is_given(contract, &member.ty, value) || (is_empty && !about_null) {
                continue;
            }
            let values = match about_null {
                true => Vec::new(),
                false => filter.values(contract, &member.ty, value)?,
            };
            let (column, operator) = (filter.column.clone(), filter.operator);
            terms.push(Term {
                filter: Filter::new(column, operator, values, contract)?,
                or: filter.or,
            });
        }
        Ok(terms)
    }
}

impl ByMember {
    fn values(
        &self,
        contract: &Contract,
        ty: &TypeRef,
        value: &Value,
    ) -> Result<Vec<Value>, CellError> {
        let item = item_of(ty);
        let one = |value: &Value| match &self.format {
            Some(format) => {
                let text = format.replace("{0}", &shown(contract, item, value));
                Ok(Value::String(text))
            }
            None => operand(contract, item, value, &self.column.ty),
        };
        match value {
            Value::List(items) => items.iter().map(one).collect(),
            value => Ok(vec![one(value)?]),
        }
    }
}

/// The condition of an argument that is no member of the request; `None` for what filters nothing.
///
/// # Errors
/// A text that is no value of its column's type.
pub(super) fn of_argument(
    contract: &Contract,
    columns: &Columns,
    (name, text): (&str, &str),
    reading: Reading<'_>,
) -> Result<Option<Term>, CellError> {
    let Some((column, operator)) = Convention::of(name, |name| columns.find(name)) else {
        return Ok(None);
    };
    if text.is_empty() && !operator.is_about_null() {
        return Ok(None);
    }
    let texts = match operator {
        Operator::In | Operator::Between => split(contract, text),
        _ if text.is_empty() => Vec::new(),
        _ => vec![text.to_owned()],
    };
    let read = |text: &String| cell_of(contract, &column.ty, text, reading);
    let values = texts.iter().map(read).collect::<Result<_, _>>()?;
    Ok(Some(Term { filter: Filter::new(column.clone(), operator, values, contract)?, or: false }))
}

/// The items of a list in JSV, with or without brackets.
fn split(contract: &Contract, text: &str) -> Vec<String> {
    let ty = TypeRef::List(ListKind::List, Box::new(TypeRef::Scalar(Scalar::String)));
    match wire::jsv::read_member(contract, &ty, text, &wire::Dialect::default()) {
        Ok(Value::List(items)) => {
            items.into_iter().map(|item| shown(contract, &ty, &item)).collect()
        }
        _ => text.split(',').map(str::to_owned).collect(),
    }
}
