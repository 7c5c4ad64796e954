//! From the texts of a form to the value of a request.

use std::collections::BTreeMap;

use super::Fields;
use super::shape::{self, DEEPEST, MOST_FIELDS, Shape, below};
use crate::contract::{Contract, DtoId, Scalar, TypeRef};
use crate::value::{Object, Value};
use crate::wire::{Reading, jsv};

/// A request that is being filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct FilledForm {
    /// What was given; members that were left empty are null, whatever their type.
    pub request: Object,
    /// What could not be read, by the path of its field.
    pub faults: BTreeMap<String, String>,
}

impl FilledForm {
    /// Reads the form of a request.
    pub fn read<'a>(
        contract: &'a Contract,
        request: DtoId,
        fields: &'a Fields,
        reading: impl Into<Reading<'a>>,
    ) -> Self {
        let (reading, faults) = (reading.into(), BTreeMap::new());
        let mut reader = Reader { contract, fields, reading, faults, left: MOST_FIELDS };
        let request = reader.object(request, "", 0);
        Self { request, faults: reader.faults }
    }
}

struct Reader<'a> {
    contract: &'a Contract,
    fields: &'a Fields,
    reading: Reading<'a>,
    faults: BTreeMap<String, String>,
    left: usize,
}

impl Reader<'_> {
    fn object(&mut self, dto: DtoId, path: &str, depth: usize) -> Object {
        let contract = self.contract;
        let members = contract.dto(dto).members.iter().enumerate();
        let members =
            members.map(|(place, member)| self.member(&member.ty, &below(path, place), depth));
        Object { dto, members: members.collect() }
    }

    /// A member that was left empty is not given.
    fn member(&mut self, ty: &TypeRef, path: &str, depth: usize) -> Value {
        if self.left == 0 || depth > DEEPEST {
            self.faults.insert(path.to_owned(), "This is more than a form can hold.".to_owned());
            return Value::Null;
        }
        self.left -= 1;
        let contract = self.contract;
        match (shape::of(contract, ty), self.fields.count(path)) {
            (Shape::Line(_) | Shape::Choice(_), _) => self.text(ty, path),
            (_, 0) => Value::Null,
            (Shape::List(item), count) => Value::List(
                (0..count).map(|place| self.item(item, &below(path, place), depth)).collect(),
            ),
            (Shape::Dictionary(key, value), count) => {
                let entries = (0..count).map(|place| {
                    let path = below(path, place);
                    (
                        self.item(key, &below(&path, "k"), depth),
                        self.item(value, &below(&path, "v"), depth),
                    )
                });
                Value::Dictionary(entries.collect())
            }
            (Shape::Class(id), _) => Value::Object(self.object(id, path, depth + 1)),
        }
    }

    /// An item is there, even if it is empty.
    fn item(&mut self, ty: &TypeRef, path: &str, depth: usize) -> Value {
        let contract = self.contract;
        match shape::of(contract, ty) {
            Shape::Class(id) if self.left > 0 && depth <= DEEPEST => {
                Value::Object(self.object(id, path, depth + 1))
            }
            shape => match (self.member(ty, path, depth + 1), shape) {
                (Value::Null, Shape::Line(None | Some(Scalar::String))) => {
                    Value::String(String::new())
                }
                (Value::Null, Shape::List(_)) => Value::List(Vec::new()),
                (Value::Null, Shape::Dictionary(..)) => Value::Dictionary(Vec::new()),
                (Value::Null, _) => contract.default_value(ty),
                (value, _) => value,
            },
        }
    }

    fn text(&mut self, ty: &TypeRef, path: &str) -> Value {
        let text = self.fields.text(path);
        if text.is_empty() {
            return Value::Null;
        }
        let read = jsv::read_member(self.contract, ty, &with_seconds(ty, text), self.reading);
        read.unwrap_or_else(|error| {
            self.faults.insert(path.to_owned(), error.message);
            Value::Null
        })
    }
}

/// Browsers leave out the seconds of a time that has none.
fn with_seconds(ty: &TypeRef, text: &str) -> String {
    let is_date = match ty {
        TypeRef::Nullable(inner) => **inner == TypeRef::Scalar(Scalar::DateTime),
        ty => *ty == TypeRef::Scalar(Scalar::DateTime),
    };
    let bare = is_date && text.len() == 16 && text.as_bytes()[10] == b'T';
    if bare { format!("{text}:00") } else { text.to_owned() }
}
