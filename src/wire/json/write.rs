//! Writing ServiceStack.Text's JSON (spec 02 sections 2 to 5).

use jsv_codec::scalar::{float, integer};

use super::{date, string};
use crate::{
    contract::{Contract, DtoKind, TypeRef},
    value::{Object, Value},
    wire::{Dialect, Typed, WriteError, enumeration, text},
};

/// The JSON text of a value; nothing at all for null.
pub(in crate::wire) fn write(typed: &Typed, dialect: &Dialect) -> Result<String, WriteError> {
    let mut writer = Writer { out: String::with_capacity(256), contract: typed.contract, dialect };
    if *typed.value != Value::Null {
        writer.value(typed.ty, typed.value, 0)?;
    }
    Ok(writer.out)
}

struct Writer<'a> {
    out: String,
    contract: &'a Contract,
    dialect: &'a Dialect,
}

impl Writer<'_> {
    fn value(&mut self, ty: &TypeRef, value: &Value, depth: usize) -> Result<(), WriteError> {
        if depth > self.dialect.max_depth {
            return Err(WriteError::TooDeep(self.dialect.max_depth));
        }
        match (value, ty) {
            (value, TypeRef::Nullable(inner)) => self.value(inner, value, depth),
            (Value::Object(object), _) => self.object(object, depth),
            (Value::List(items), TypeRef::List(_, of)) => self.list(of, items, depth),
            (Value::Dictionary(entries), TypeRef::Dictionary(key, of)) => {
                self.dictionary(key, of, entries, depth)
            }
            (Value::List(items), _) => self.list(ty, items, depth),
            (Value::Dictionary(entries), _) => self.dictionary(ty, ty, entries, depth),
            _ => self.scalar(ty, value),
        }
    }

    fn scalar(&mut self, ty: &TypeRef, value: &Value) -> Result<(), WriteError> {
        match value {
            Value::Null => self.out.push_str("null"),
            Value::Bool(truth) => self.out.push_str(if *truth { "true" } else { "false" }),
            Value::Int(number) => integer::write(*number, &mut self.out),
            Value::UInt(number) => integer::write(*number, &mut self.out),
            Value::Single(number) => float::write_f32(*number, &mut self.out),
            Value::Double(number) => float::write_f64(*number, &mut self.out),
            Value::String(text) => string::write(&mut self.out, text),
            Value::Enum(number) => self.enumeration(ty, *number),
            Value::Decimal(_) => text::write(&mut self.out, value, self.contract, ty, self.dialect)?,
            Value::DateTime(date) => date::write(&mut self.out, date, self.dialect),
            Value::DateTimeOffset(date) => date::write_offset(&mut self.out, date, self.dialect),
            _ => {
                let mut plain = String::new();
                text::write(&mut plain, value, self.contract, ty, self.dialect)?;
                string::write(&mut self.out, &plain);
            }
        }
        Ok(())
    }

    /// A name in quotes; a number bare for flags, and in quotes where a name is missing.
    fn enumeration(&mut self, ty: &TypeRef, number: i64) {
        let members = text::enum_members(self.contract, ty);
        let quoted = members.is_some_and(|members| !members.as_number);
        match members.and_then(|members| enumeration::name(members, number)) {
            Some(name) => string::write(&mut self.out, name),
            None if quoted => string::write(&mut self.out, &number.to_string()),
            None => integer::write(number, &mut self.out),
        }
    }

    fn object(&mut self, object: &Object, depth: usize) -> Result<(), WriteError> {
        let members = &self.contract.dto(object.dto).members;
        self.out.push('{');
        let start = self.out.len();
        for (member, value) in members.iter().zip(&object.members) {
            if *value == Value::Null {
                continue;
            }
            self.separate(start);
            string::write(&mut self.out, &member.name);
            self.out.push(':');
            self.value(&member.ty, value, depth + 1)?;
        }
        self.out.push('}');
        Ok(())
    }

    /// A null among objects is written `{}`, any other null `null`.
    fn list(&mut self, of: &TypeRef, items: &[Value], depth: usize) -> Result<(), WriteError> {
        self.out.push('[');
        let start = self.out.len();
        for item in items {
            self.separate(start);
            match item {
                Value::Null if self.is_class(of) => self.out.push_str("{}"),
                item => self.value(of, item, depth + 1)?,
            }
        }
        self.out.push(']');
        Ok(())
    }

    fn dictionary(
        &mut self,
        key: &TypeRef,
        of: &TypeRef,
        entries: &[(Value, Value)],
        depth: usize,
    ) -> Result<(), WriteError> {
        self.out.push('{');
        let start = self.out.len();
        for (name, value) in entries.iter().filter(|(_, value)| *value != Value::Null) {
            self.separate(start);
            self.key(key, name)?;
            self.out.push(':');
            self.value(of, value, depth + 1)?;
        }
        self.out.push('}');
        Ok(())
    }

    /// A key is its scalar's JSON, put in quotes when it has none.
    fn key(&mut self, ty: &TypeRef, key: &Value) -> Result<(), WriteError> {
        let start = self.out.len();
        self.scalar(ty, key)?;
        if !self.out[start..].starts_with('"') {
            self.out.insert(start, '"');
            self.out.push('"');
        }
        Ok(())
    }

    fn separate(&mut self, start: usize) {
        if self.out.len() > start {
            self.out.push(',');
        }
    }

    fn is_class(&self, ty: &TypeRef) -> bool {
        matches!(ty, TypeRef::Dto(id) if !matches!(self.contract.dto(*id).kind, DtoKind::Enum(_)))
    }
}
