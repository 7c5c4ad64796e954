//! Reading ServiceStack.Text's JSON: lenient, and directed by the type wanted (spec 02 section 7, oracle #12, #42, #43).
//!
//! What looks like sloppiness is the host's: an unquoted member name is skipped character by character, a missing
//! brace is forgiven, text after the last brace is ignored, a member that does not convert keeps its default.

use std::borrow::Cow;

use super::{
    cut::{Cutter, Slice},
    string,
};
use crate::{
    contract::{Contract, DtoId, Scalar, TypeRef},
    value::{Object, Value},
    wire::{Dialect, ReadError, budget::Budget, enumeration, text},
};

/// Reads a value of type `ty` from a whole text. An empty text is the type's default, `Null` for a class.
pub(in crate::wire) fn read(
    contract: &Contract,
    ty: &TypeRef,
    text: &str,
    dialect: &Dialect,
) -> Result<Value, ReadError> {
    if text.is_empty() {
        return Ok(contract.default_value(ty));
    }
    let budget = Budget::new(dialect);
    Reader::new(contract, text, dialect, &budget)?.value(ty, 0..text.len(), 0)
}

pub(super) struct Reader<'a> {
    pub contract: &'a Contract,
    pub dialect: &'a Dialect,
    pub budget: &'a Budget,
    pub cut: Cutter<'a>,
}

impl<'a> Reader<'a> {
    pub fn new(
        contract: &'a Contract,
        text: &'a str,
        dialect: &'a Dialect,
        budget: &'a Budget,
    ) -> Result<Self, ReadError> {
        Ok(Self { contract, dialect, budget, cut: Cutter::new(text, dialect.max_depth)? })
    }

    /// Reads one slice. The depth is counted again here because malformed text can hide braces from the cutter.
    pub fn value(&self, ty: &TypeRef, slice: Slice, depth: usize) -> Result<Value, ReadError> {
        self.budget.descend(depth)?;
        match ty {
            TypeRef::Scalar(scalar) => self.scalar(*scalar, slice),
            TypeRef::Nullable(_) if self.text(&slice).is_empty() => Ok(Value::Null),
            TypeRef::Nullable(inner) => self.value(inner, slice, depth),
            TypeRef::List(kind, of) => self.list(*kind, of, slice, depth),
            TypeRef::Dictionary(key, of) => self.dictionary(key, of, slice, depth),
            TypeRef::Dto(id) => match self.contract.dto(*id).enumeration() {
                Some(members) => enumeration::parse(members, self.text(&slice)).map(Value::Enum),
                None => self.object(*id, slice, depth),
            },
            TypeRef::Unknown(_) => Ok(self.string(slice)),
        }
    }

    fn scalar(&self, scalar: Scalar, slice: Slice) -> Result<Value, ReadError> {
        match scalar {
            Scalar::String | Scalar::Object | Scalar::Type | Scalar::Uri | Scalar::Version => {
                Ok(self.string(slice))
            }
            Scalar::Bytes if &self.cut.text[slice.clone()] == "\"\"" => Ok(Value::Bytes(Vec::new())),
            Scalar::Char => text::parse(scalar, &string::read(&self.cut.text[slice]), self.dialect),
            _ => text::parse(scalar, self.text(&slice), self.dialect),
        }
    }

    /// The slice without the quotes around it.
    fn text(&self, slice: &Slice) -> &'a str {
        string::inside_quotes(&self.cut.text[slice.clone()])
    }

    fn string(&self, slice: Slice) -> Value {
        match &self.cut.text[slice] {
            "" | "null" => Value::Null,
            slice => Value::String(string::read(slice).into_owned()),
        }
    }

    fn object(&self, id: DtoId, slice: Slice, depth: usize) -> Result<Value, ReadError> {
        let (mut at, end) = (slice.start, slice.end);
        self.cut.skip_white(&mut at, end);
        if self.cut.peek(at, end) != Some(b'{') {
            let name = &self.contract.dto(id).type_name.name;
            return Err(ReadError::bad_start(name, &self.cut.text[slice]));
        }
        at += 1;
        self.cut.skip_white(&mut at, end);
        if at == end {
            return Ok(Value::Null);
        }
        self.budget.spend(self.contract.dto(id).members.len())?;
        let mut object = self.contract.new_object(id);
        while at < end {
            self.member(&mut object, &mut at, end, depth)?;
        }
        Ok(Value::Object(object))
    }

    /// Reads `"name":value,`. A member that does not convert keeps its default, as one that nobody knows is passed over.
    fn member(&self, object: &mut Object, at: &mut usize, end: usize, depth: usize) -> Result<(), ReadError> {
        let name = self.member_name(at, end);
        self.cut.skip_white(at, end);
        self.skip_one(at, end);
        let value = self.cut.value(at, end);
        let members = &self.contract.dto(object.dto).members;
        let place = name.and_then(|name| members.iter().position(|m| m.name.eq_ignore_ascii_case(&name)));
        let read = place.map(|place| (place, self.value(&members[place].ty, value, depth + 1)));
        if let Some((place, Ok(value))) = read {
            object.members[place] = value;
        }
        self.skip_separator(at, end);
        self.budget.refusal().map_or(Ok(()), Err)
    }

    /// Only a quoted name is a name. Any other leaves `at` where it is, and the caller skips one character.
    fn member_name(&self, at: &mut usize, end: usize) -> Option<Cow<'a, str>> {
        self.cut.skip_white(at, end);
        if self.cut.peek(*at, end) != Some(b'"') {
            return None;
        }
        let start = *at;
        *at = self.cut.after_quote(start, end);
        Some(string::read(&self.cut.text[start..*at]))
    }

    pub fn skip_one(&self, at: &mut usize, end: usize) {
        *at += match self.cut.peek(*at, end) {
            Some(byte) if byte.is_ascii() => 1,
            _ => self.cut.text[*at..end].chars().next().map_or(0, char::len_utf8),
        };
    }

    /// Skips one character, which should be `,` or `}`, and white space around it.
    pub fn skip_separator(&self, at: &mut usize, end: usize) {
        self.cut.skip_white(at, end);
        let separates = matches!(self.cut.peek(*at, end), Some(b',' | b'}'));
        self.skip_one(at, end);
        if separates {
            self.cut.skip_white(at, end);
        }
    }
}
