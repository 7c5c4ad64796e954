//! What no contract says of its queries: `records.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::columns::Columns;
use super::values;
use crate::contract::{Contract, Operation, TypeRef};
use crate::nearest::nearest;
use crate::records::{Limits, Operator, Schema};

/// The settings of a host's records.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Where the schema is, for editors.
    #[serde(rename = "$schema")]
    pub schema: Option<String>,
    /// Most rows of a tenant.
    pub most_rows: Option<usize>,
    /// Most bytes of memory that a tenant's rows take, about.
    pub most_bytes: Option<usize>,
    /// Most rows that a query gives back; AutoQueryFeature's MaxLimit.
    pub max_limit: Option<usize>,
    /// Whether answers have `Total` without a request for it; AutoQueryFeature's IncludeTotal.
    pub include_total: bool,
    /// Tables that the contract leaves out: columns and their types, in order.
    #[serde(rename = "type")]
    pub types: BTreeMap<String, ColumnTypes>,
    /// By the operation's name.
    pub operation: BTreeMap<String, OperationSettings>,
}

/// Names of columns and their types, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct ColumnTypes(pub Vec<(String, String)>);

impl<'de> Deserialize<'de> for ColumnTypes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = ColumnTypes;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("columns with their types")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<ColumnTypes, A::Error> {
                let mut columns = Vec::new();
                while let Some(column) = map.next_entry()? {
                    columns.push(column);
                }
                Ok(ColumnTypes(columns))
            }
        }

        deserializer.deserialize_map(Visitor)
    }
}

/// The settings of an operation.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OperationSettings {
    /// Further tables of a query, in their order: `IJoin`, `ILeftJoin`.
    pub join: Vec<JoinSettings>,
    /// How members of a query filter: `QueryDbField`.
    pub members: BTreeMap<String, MemberSettings>,
    /// Values that are written whatever the request says: `AutoPopulate`.
    pub set: BTreeMap<String, serde_json::Value>,
}

/// A further table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JoinSettings {
    /// Its type.
    pub with: String,
    /// Whether rows without a partner stay.
    #[serde(default)]
    pub kind: JoinKind,
    /// The table it goes with; the query's own by default.
    pub of: Option<String>,
}

/// Whether rows without a partner stay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JoinKind {
    /// They do not.
    #[default]
    Inner,
    /// They do.
    Left,
}

/// How a member filters.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MemberSettings {
    /// The column, where it is not the member's name.
    pub field: Option<String>,
    /// `{Field} LIKE {Value}`, or another comparison.
    pub template: Option<String>,
    /// `{0}%`: what is made of the value first.
    pub format: Option<String>,
    /// Joined to what is before it by OR: `QueryTerm.Or`.
    pub or: bool,
}

/// What is wrong with settings: the way to it, and a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The names of the tables and keys that lead there.
    pub path: Vec<String>,
    /// The sentence.
    pub reason: String,
}

impl Settings {
    /// What bounds a tenant's rows.
    pub fn limits(&self) -> Limits {
        let preset = Limits::default();
        Limits {
            rows: self.most_rows.unwrap_or(preset.rows),
            bytes: self.most_bytes.unwrap_or(preset.bytes),
        }
    }

    /// The settings of an operation.
    pub fn of(&self, operation: &str) -> OperationSettings {
        let named =
            |(name, _): &(&String, &OperationSettings)| name.eq_ignore_ascii_case(operation);
        self.operation.iter().find(named).map(|(_, settings)| settings.clone()).unwrap_or_default()
    }

    /// Adds the tables to a contract that it leaves out.
    ///
    /// # Errors
    /// A name that is taken; a type that is not known.
    pub fn extend(&self, contract: &mut Contract) -> Result<(), Wrong> {
        self.types.iter().try_for_each(|(name, columns)| {
            contract.add_class(name, &columns.0).map(drop).map_err(|(column, reason)| Wrong {
                path: ["type".to_owned(), name.clone()].into_iter().chain(column).collect(),
                reason,
            })
        })
    }

    /// Whether all that they name is there.
    ///
    /// # Errors
    /// The first name that is not.
    pub fn check(&self, schema: &Schema) -> Result<(), Wrong> {
        self.operation.iter().try_for_each(|(name, settings)| settings.check(schema, name))
    }
}

impl OperationSettings {
    fn check(&self, schema: &Schema, name: &str) -> Result<(), Wrong> {
        let contract = schema.contract();
        let wrong = |path: &[&str], reason: String| Wrong {
            path: ["operation", name].iter().chain(path).map(|step| (*step).to_owned()).collect(),
            reason,
        };
        let operations = contract.operations();
        let Some(operation) = contract.operation(name) else {
            let names = operations.iter().map(|operation| operation.name.as_str());
            return Err(wrong(&[], absent("operation", name, names)));
        };
        self.join.iter().try_for_each(|join| {
            let names = [Some(&join.with), join.of.as_ref()].into_iter().flatten();
            let missing = names.into_iter().find(|name| schema.find(name).is_none());
            let known = contract.dtos().map(|(_, dto)| dto.type_name.name.as_str());
            missing.map_or(Ok(()), |name| Err(wrong(&["join"], absent("type", name, known))))
        })?;
        let Some(of) = super::register::target(contract, operation) else {
            let is_used = !(self.join.is_empty() && self.members.is_empty() && self.set.is_empty());
            let reason = || format!("{name} is no operation of AutoQuery");
            return if is_used { Err(wrong(&[], reason())) } else { Ok(()) };
        };
        let columns = Columns::new(schema, of.class, &self.join)
            .map_err(|reason| wrong(&["join"], reason))?;
        self.check_members(operation, schema, &columns)
            .map_err(|(path, reason)| wrong(&path, reason))?;
        self.set.iter().try_for_each(|(column, value)| {
            let wrong = |reason: String| wrong(&["set", column], reason);
            let place = contract.dto(of.class).place_of(column);
            let names = contract.dto(of.class).members.iter().map(|member| member.name.as_str());
            let place = place.ok_or_else(|| wrong(absent("column", column, names)))?;
            let ty = &contract.dto(of.class).members[place].ty;
            values::of_setting(contract, ty, value).map(drop).map_err(|error| wrong(error.message))
        })
    }

    fn check_members<'s>(
        &'s self,
        operation: &Operation,
        schema: &Schema,
        columns: &Columns,
    ) -> Result<(), (Vec<&'s str>, String)> {
        let request = schema.contract().dto(operation.request);
        for (name, settings) in &self.members {
            let wrong = |reason| (vec!["members", name.as_str()], reason);
            if request.place_of(name).is_none() {
                let names = request.members.iter().map(|member| member.name.as_str());
                return Err(wrong(absent("member", name, names)));
            }
            if let Some(field) = &settings.field
                && columns.find(field).is_none()
            {
                return Err(wrong(format!("there is no column {field}")));
            }
            if let Some(template) = &settings.template
                && operator_of(template).is_none()
            {
                return Err(wrong(format!(
                    "`{template}` is not understood: write {{Field}}, one of = <> > >= < <= LIKE, and {{Value}}"
                )));
            }
        }
        Ok(())
    }
}

fn absent<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str>) -> String {
    match nearest(name, known) {
        Some(near) => format!("there is no {what} {name}; did you mean {near}?"),
        None => format!("there is no {what} {name}"),
    }
}

/// The comparison of a template: `{Field} LIKE {Value}`, also with `UPPER( )` around both.
pub(super) fn operator_of(template: &str) -> Option<Operator> {
    let plain: String = template.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = plain.replace("UPPER({Field})", "{Field}").replace("UPPER({Value})", "{Value}");
    let sign = plain.strip_prefix("{Field}")?.strip_suffix("{Value}")?.trim().to_ascii_uppercase();
    Some(match sign.as_str() {
        "=" => Operator::Equal,
        "<>" | "!=" => Operator::NotEqual,
        ">" => Operator::Greater,
        ">=" => Operator::AtLeast,
        "<" => Operator::Less,
        "<=" => Operator::AtMost,
        "LIKE" => Operator::Like,
        _ => return None,
    })
}

/// The list's item type, or the type itself.
pub(super) fn item_of(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::List(_, of) => of,
        ty => ty,
    }
}
