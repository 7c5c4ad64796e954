//! A typed value for `jsv_codec`'s serializer: what ServiceStack leaves unquoted goes through
//! `jsv_codec::raw`.

use jsv_codec::raw::{RawText, TOKEN};
use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::Typed;
use crate::{
    contract::{Member, TypeRef},
    value::{Object, Value},
    wire::{Dialect, WriteError, text},
};

/// A typed value in a host's spelling.
#[derive(Clone, Copy)]
pub(in crate::wire) struct Spelled<'a> {
    pub typed: Typed<'a>,
    pub dialect: &'a Dialect,
    /// How many objects are open.
    objects: usize,
}

impl<'a> Spelled<'a> {
    /// A whole value.
    pub fn new(typed: Typed<'a>, dialect: &'a Dialect) -> Self {
        Self { typed, dialect, objects: 0 }
    }

    /// Another value of the same contract.
    fn with(&self, ty: &'a TypeRef, value: &'a Value) -> Self {
        Self { typed: Typed { ty, value, ..self.typed }, ..*self }
    }

    fn members(&self, object: &'a Object) -> impl Iterator<Item = (&'a Member, &'a Value)> {
        let members = self.typed.contract.dto(object.dto).members.iter().zip(&object.members);
        members.filter(|(member, value)| {
            **value != Value::Null
                && !self.dialect.leaves_out(self.typed.contract, &member.ty, value)
        })
    }

    /// Members of a class, their names verbatim.
    fn object<S: Serializer>(&self, object: &'a Object, serializer: S) -> Result<S::Ok, S::Error> {
        if self.dialect.cuts_off(self.objects) {
            return serializer.serialize_newtype_struct(TOKEN, "");
        }
        let inner = Self { objects: self.objects + 1, ..*self };
        let mut map = serializer.serialize_map(None)?;
        if self.dialect.js.include_type_info {
            let dto = self.typed.contract.dto(object.dto);
            // In quotes, which its comma asks for.
            map.serialize_entry(&RawText("__type".into()), &self.dialect.type_name(dto))?;
        }
        for (member, value) in self.members(object) {
            let name = self.dialect.member_name(member);
            map.serialize_entry(&RawText(name), &inner.with(&member.ty, value))?;
        }
        map.end()
    }

    /// Entries of a dictionary; those that are null are left out.
    fn dictionary<S: Serializer>(
        &self,
        (key, of): (&'a TypeRef, &'a TypeRef),
        entries: &'a [(Value, Value)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in entries.iter().filter(|(_, value)| *value != Value::Null) {
            map.serialize_entry(&self.with(key, name), &self.with(of, value))?;
        }
        map.end()
    }

    /// Items of a list. A null among objects is an empty object, among dictionaries `null`; a null
    /// list among lists breaks the text off, in strict mode.
    fn list<S: Serializer>(
        &self,
        of: &'a TypeRef,
        items: &'a [Value],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let empty = Value::Dictionary(Vec::new());
        let is_class = text::is_class(self.typed.contract, of);
        let mut seq = serializer.serialize_seq(Some(items.len()))?;
        for item in items {
            match item {
                Value::Null if is_class => seq.serialize_element(&self.with(of, &empty))?,
                Value::Null if matches!(of, TypeRef::Dictionary(..)) => {
                    seq.serialize_element(&RawText("null".into()))?;
                }
                Value::Null if self.dialect.strict && text::falls_over_null(of) => {
                    return Err(S::Error::custom(WriteError::NullReference));
                }
                item => seq.serialize_element(&self.with(of, item))?,
            }
        }
        seq.end()
    }

    /// A scalar is bare, whatever it contains; strings alone are quoted.
    fn scalar<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut plain = String::new();
        text::write(&mut plain, &self.typed, self.dialect).map_err(S::Error::custom)?;
        serializer.serialize_newtype_struct(TOKEN, &plain)
    }
}

impl Serialize for Spelled<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Typed { ty, value, .. } = self.typed;
        match (value, ty) {
            (Value::Null, _) => serializer.serialize_none(),
            (value, TypeRef::Nullable(inner)) => self.with(inner, value).serialize(serializer),
            (Value::String(text), _) => serializer.serialize_str(text),
            (Value::Bool(truth), _) => serializer.serialize_bool(*truth),
            (Value::Int(number), _) => serializer.serialize_i64(*number),
            (Value::UInt(number), _) => serializer.serialize_u64(*number),
            (Value::Object(object), _) => self.object(object, serializer),
            (Value::List(items), TypeRef::List(_, of)) => self.list(of, items, serializer),
            (Value::List(items), _) => self.list(ty, items, serializer),
            (Value::Dictionary(entries), TypeRef::Dictionary(key, of)) => {
                self.dictionary((key, of), entries, serializer)
            }
            (Value::Dictionary(entries), _) => self.dictionary((ty, ty), entries, serializer),
            _ => self.scalar(serializer),
        }
    }
}
