//! Writing: names and nulls as the caller's settings say, scalars always alike.

use std::ops::Range;

use super::{name, scalar, string};
use crate::{
    contract::{Contract, TypeRef},
    value::{Object, Value},
    wire::{
        Cut, Dialect, Typed, WriteError, Written, enumeration, json::indent::indent_system, text,
    },
};

/// The JSON text of a value; nothing at all for null.
pub(in crate::wire) fn write(typed: &Typed, dialect: &Dialect) -> Written {
    let mut writer = Writer::new(typed, None, dialect);
    let result = match typed.value {
        Value::Null => Ok(()),
        value => writer.value(typed.ty, value, 0),
    };
    let text = if dialect.js.indent { indent_system(&writer.out) } else { writer.out };
    Written { text, fault: result.err() }
}

/// The JSON text of an object, cut around the items of a list that is not null.
pub(in crate::wire) fn write_cut(
    typed: &Typed,
    place: usize,
    dialect: &Dialect,
) -> Result<Cut, WriteError> {
    let mut writer = Writer::new(typed, Some(place), dialect);
    writer.value(typed.ty, typed.value, 0)?;
    Ok(Cut { text: writer.out, items: writer.items, separator: "," })
}

struct Writer<'a> {
    out: String,
    contract: &'a Contract,
    dialect: &'a Dialect,
    /// The member of the outermost object whose items are marked.
    marked: Option<usize>,
    items: Range<usize>,
}

impl<'a> Writer<'a> {
    fn new(typed: &Typed<'a>, marked: Option<usize>, dialect: &'a Dialect) -> Self {
        let out = String::with_capacity(256);
        Self { out, contract: typed.contract, dialect, marked, items: 0..0 }
    }

    fn value(&mut self, ty: &TypeRef, value: &Value, depth: usize) -> Result<(), WriteError> {
        if depth > self.dialect.max_depth {
            return Err(WriteError::TooDeep(self.dialect.max_depth));
        }
        match (value, ty) {
            (value, TypeRef::Nullable(inner)) => self.value(inner, value, depth),
            (Value::Object(object), _) => self.object(object, depth),
            (Value::List(items), TypeRef::List(_, of)) => self.list(of, items, depth),
            (Value::List(items), _) => self.list(ty, items, depth),
            (Value::Dictionary(entries), TypeRef::Dictionary(key, of)) => {
                self.dictionary(key, of, entries, depth)
            }
            (Value::Dictionary(entries), _) => self.dictionary(ty, ty, entries, depth),
            _ => self.scalar(ty, value),
        }
    }

    fn scalar(&mut self, ty: &TypeRef, value: &Value) -> Result<(), WriteError> {
        match value {
            Value::Null => self.out.push_str("null"),
            Value::Bool(truth) => self.out.push_str(if *truth { "true" } else { "false" }),
            Value::String(text) => string::write(text, &mut self.out),
            Value::Enum(number) => self.enumeration(ty, *number),
            Value::Char(unit) => string::write(&scalar::character(*unit), &mut self.out),
            Value::Single(number) if !number.is_finite() => return Err(WriteError::NotFinite),
            Value::Double(number) if !number.is_finite() => return Err(WriteError::NotFinite),
            value => match scalar::quoted(value, self.dialect) {
                // Dates and base64 keep their plus signs.
                Some(text) => self.out.extend(["\"", &text, "\""]),
                None => _ = scalar::write_number(value, &mut self.out),
            },
        }
        Ok(())
    }

    /// A name in quotes, else a number: of flags always.
    fn enumeration(&mut self, ty: &TypeRef, number: i64) {
        let members = text::enum_members(self.contract, ty);
        match members.and_then(|members| enumeration::name(members, number)) {
            Some(name) => string::write(name, &mut self.out),
            None => _ = scalar::write_number(&Value::Int(number), &mut self.out),
        }
    }

    fn object(&mut self, object: &Object, depth: usize) -> Result<(), WriteError> {
        let members = &self.contract.dto(object.dto).members;
        self.out.push('{');
        let start = self.out.len();
        for (place, (member, value)) in members.iter().zip(&object.members).enumerate() {
            if self.leaves_out(&member.ty, value) {
                continue;
            }
            self.separate(start);
            string::write(&name::of(member, self.dialect), &mut self.out);
            self.out.push(':');
            let begun = self.out.len();
            self.value(&member.ty, value, depth + 1)?;
            if depth == 0 && self.marked == Some(place) {
                self.items = begun + 1..self.out.len() - 1;
            }
        }
        self.out.push('}');
        Ok(())
    }

    /// One setting counts: nulls are included, or defaults are not, or neither.
    fn leaves_out(&self, ty: &TypeRef, value: &Value) -> bool {
        let js = &self.dialect.js;
        !js.include_nulls
            && (*value == Value::Null
                || js.exclude_defaults && *value == self.contract.default_value(ty))
    }

    fn list(&mut self, of: &TypeRef, items: &[Value], depth: usize) -> Result<(), WriteError> {
        self.out.push('[');
        let start = self.out.len();
        for item in items {
            self.separate(start);
            self.value(of, item, depth + 1)?;
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
        for (name, value) in entries {
            self.separate(start);
            self.key(key, name)?;
            self.out.push(':');
            self.value(of, value, depth + 1)?;
        }
        self.out.push('}');
        Ok(())
    }

    /// A key is its scalar's text in quotes: truths with a capital, flags by name.
    fn key(&mut self, ty: &TypeRef, key: &Value) -> Result<(), WriteError> {
        match key {
            Value::Bool(truth) => self.out.push_str(if *truth { "\"True\"" } else { "\"False\"" }),
            Value::Enum(number) => {
                let members = text::enum_members(self.contract, ty);
                let name = members.and_then(|members| enumeration::any_name(members, *number));
                string::write(
                    &name.map_or_else(|| number.to_string(), str::to_owned),
                    &mut self.out,
                );
            }
            key => {
                let start = self.out.len();
                self.scalar(ty, key)?;
                if !self.out[start..].starts_with('"') {
                    self.out.insert(start, '"');
                    self.out.push('"');
                }
            }
        }
        Ok(())
    }

    fn separate(&mut self, start: usize) {
        if self.out.len() > start {
            self.out.push(',');
        }
    }
}
