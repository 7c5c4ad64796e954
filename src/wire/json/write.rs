//! Writing ServiceStack.Text's JSON (docs/wire/json.md#strings).

use std::ops::Range;

use jsv_codec::scalar::{decimal, integer, json_string};

use super::{
    date, escape,
    indent::{indent, indent_newer},
};
use crate::{
    contract::{Contract, Dto, Enumeration, Scalar, TypeRef},
    value::{Object, Value},
    wire::{Cut, DateHandler, Dialect, TimeSpanHandler, Typed, WriteError, Written, text},
};

/// The JSON text of a value; nothing at all for null.
pub(in crate::wire) fn write(typed: &Typed, dialect: &Dialect) -> Written {
    let mut writer = Writer::new(typed, None, dialect);
    let result = match typed.value {
        Value::Null => Ok(()),
        value => writer.value(typed.ty, value, 0),
    };
    let text = match (dialect.js.indent, dialect.text) {
        (false, _) => writer.out,
        (true, jsv_codec::Dialect::Classic) => indent(&writer.out),
        (true, jsv_codec::Dialect::Modern) => indent_newer(&writer.out),
    };
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
    /// How many objects are open.
    objects: usize,
}

impl<'a> Writer<'a> {
    fn new(typed: &Typed<'a>, marked: Option<usize>, dialect: &'a Dialect) -> Self {
        let out = String::with_capacity(256);
        Writer { out, contract: typed.contract, dialect, marked, items: 0..0, objects: 0 }
    }

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
            Value::Single(number) => self.single(*number),
            Value::Double(number) => self.dialect.text.write_f64(*number, &mut self.out),
            Value::String(text) => self.string(text),
            Value::Enum(number) => self.enumeration(ty, *number),
            Value::Decimal(number) => decimal::write(number, &mut self.out),
            Value::DateTime(date) => date::write(&mut self.out, date, self.dialect),
            Value::DateTimeOffset(date) => date::write_offset(&mut self.out, date, self.dialect),
            Value::TimeOnly(ticks)
                if self.dialect.js.time_spans == TimeSpanHandler::StandardFormat =>
            {
                date::write_clock(&mut self.out, *ticks);
            }
            Value::DateOnly(_)
                if matches!(
                    self.dialect.js.dates,
                    DateHandler::UnixTime | DateHandler::UnixTimeMs
                ) =>
            {
                text::write(
                    &mut self.out,
                    &Typed { contract: self.contract, ty, value },
                    self.dialect,
                )?;
            }
            Value::TimeSpan(ticks)
                if self.dialect.js.time_spans == TimeSpanHandler::StandardFormat =>
            {
                date::write_standard_span(&mut self.out, *ticks);
            }
            _ => {
                let mut plain = String::new();
                text::write(&mut plain, &self.typed(ty, value), self.dialect)?;
                self.string(&plain);
            }
        }
        Ok(())
    }

    fn string(&mut self, text: &str) {
        let begin = self.out.len();
        json_string::write(text, &mut self.out);
        let js = &self.dialect.js;
        if js.escape_unicode || js.escape_html_chars {
            escape::more(&mut self.out, begin, self.dialect);
        }
    }

    /// 10.x writes the exponent of a single small in JSON alone (recorded).
    fn single(&mut self, number: f32) {
        let begin = self.out.len();
        self.dialect.text.write_f32(number, &mut self.out);
        if self.dialect.text == jsv_codec::Dialect::Modern && self.out[begin..].contains('E') {
            let number = self.out.split_off(begin);
            self.out.push_str(&number.replace('E', "e"));
        }
    }

    fn typed<'b>(&'b self, ty: &'b TypeRef, value: &'b Value) -> Typed<'b> {
        Typed { contract: self.contract, ty, value }
    }

    /// A name in quotes; a number bare for flags, and in quotes where a name is missing.
    fn enumeration(&mut self, ty: &TypeRef, number: i64) {
        let as_number =
            |members: &Enumeration| members.as_number || self.dialect.js.enums_as_numbers;
        let quoted =
            text::enum_members(self.contract, ty).is_some_and(|members| !as_number(members));
        match text::enum_name(
            &Typed { contract: self.contract, ty, value: &Value::Null },
            number,
            self.dialect,
        ) {
            Some(name) => json_string::write(name, &mut self.out),
            None if quoted => json_string::write(&number.to_string(), &mut self.out),
            None => integer::write(number, &mut self.out),
        }
    }

    fn object(&mut self, object: &Object, depth: usize) -> Result<(), WriteError> {
        if self.dialect.cuts_off(self.objects) {
            return Ok(());
        }
        self.objects += 1;
        let members = &self.contract.dto(object.dto).members;
        self.out.push('{');
        let start = self.out.len();
        if self.dialect.js.include_type_info {
            self.type_info(self.contract.dto(object.dto));
        }
        for (place, (member, value)) in members.iter().zip(&object.members).enumerate() {
            let left_out = if matches!(value, Value::Null) {
                !self.dialect.js.include_nulls
            } else {
                self.dialect.leaves_out(self.contract, &member.ty, value)
            };
            if left_out {
                continue;
            }
            self.separate(start);
            json_string::write(&self.dialect.member_name(member), &mut self.out);
            self.out.push(':');
            let begun = self.out.len();
            self.value(&member.ty, value, depth + 1)?;
            if depth == 0 && self.marked == Some(place) {
                self.items = begun + 1..self.out.len() - 1;
            }
        }
        self.out.push('}');
        self.objects -= 1;
        Ok(())
    }

    fn type_info(&mut self, dto: &Dto) {
        self.out.push_str("\"__type\":");
        json_string::write(&self.dialect.type_name(dto), &mut self.out);
    }

    /// A null among objects is written `{}`. Among what the host writes as JSV's text it is nothing
    /// at all, and a null list among lists breaks the text off; tolerant mode writes `null`, as for
    /// any other null.
    fn list(&mut self, of: &TypeRef, items: &[Value], depth: usize) -> Result<(), WriteError> {
        self.out.push('[');
        for (place, item) in items.iter().enumerate() {
            // Not `separate`: an item may be nothing at all.
            if place > 0 {
                self.out.push(',');
            }
            match item {
                Value::Null if text::is_class(self.contract, of) => self.out.push_str("{}"),
                Value::Null if self.dialect.strict && is_plain(self.contract, of) => {}
                Value::Null if self.dialect.strict && text::falls_over_null(of) => {
                    return Err(WriteError::NullReference);
                }
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
        let nulls = self.dialect.js.include_nulls_in_dictionaries;
        for (name, value) in entries.iter().filter(|(_, value)| nulls || *value != Value::Null) {
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
        if !self.is_bare(key) && !self.out[start..].starts_with('"') {
            self.out.insert(start, '"');
            self.out.push('"');
        }
        Ok(())
    }

    /// 10.x puts no quotes around keys that a setting makes numbers of (recorded).
    fn is_bare(&self, key: &Value) -> bool {
        let js = &self.dialect.js;
        let is_number = match key {
            Value::Enum(_) => js.enums_as_numbers,
            Value::DateTime(_) => {
                matches!(js.dates, DateHandler::UnixTime | DateHandler::UnixTimeMs)
            }
            _ => false,
        };
        is_number && self.dialect.text == jsv_codec::Dialect::Modern
    }

    fn separate(&mut self, start: usize) {
        if self.out.len() > start {
            self.out.push(',');
        }
    }
}

/// Whether the host writes the type by its text alone, which is none for null.
fn is_plain(contract: &Contract, ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Nullable(inner) => match **inner {
            TypeRef::Scalar(scalar) => matches!(scalar, Scalar::Guid | Scalar::TimeSpan),
            _ => text::enum_members(contract, inner).is_some(),
        },
        TypeRef::List(..) => !text::falls_over_null(ty),
        ty => *ty == TypeRef::Scalar(Scalar::Bytes),
    }
}
