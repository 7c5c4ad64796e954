//! Reading ServiceStack.Text's JSON: lenient, and directed by the type wanted
//! (docs/wire/json.md#reading).
//!
//! What looks like sloppiness is the host's: an unquoted member name is skipped character by
//! character, a missing brace is forgiven, text after the last brace is ignored, a member that does
//! not convert keeps its default.

use std::borrow::Cow;

use jsv_codec::scalar::json_string;
use rust_decimal::Decimal;

use super::{
    cut::{Cutter, Piece},
    date, runtime_type,
};
use crate::{
    contract::{Contract, DtoId, Enumeration, Scalar, TypeRef},
    value::{Object, Value},
    wire::{Diagnostics, Loss, ReadError, Reading, budget::Budget, enumeration, text},
};

/// Reads a value of type `ty` from a whole text. An empty text is the type's default, `Null` for a
/// class.
pub(in crate::wire) fn read(
    contract: &Contract,
    ty: &TypeRef,
    text: &str,
    reading: Reading<'_>,
) -> Result<Value, ReadError> {
    if text.is_empty() {
        return Ok(contract.default_value(ty));
    }
    let budget = Budget::new(&reading);
    Reader::new(contract, text, reading, &budget)?.value(ty, Piece::Text(0, text.len()), 0)
}

pub(super) struct Reader<'a> {
    pub contract: &'a Contract,
    pub reading: Reading<'a>,
    pub budget: &'a Budget,
    pub cut: Cutter<'a>,
}

impl<'a> Reader<'a> {
    pub fn new(
        contract: &'a Contract,
        text: &'a str,
        reading: Reading<'a>,
        budget: &'a Budget,
    ) -> Result<Self, ReadError> {
        Ok(Self { contract, reading, budget, cut: Cutter::new(text, reading.max_depth)? })
    }

    /// Reads one piece. The depth is counted again here because malformed text can hide braces from
    /// the cutter.
    pub fn value(&self, ty: &TypeRef, piece: Piece, depth: usize) -> Result<Value, ReadError> {
        self.budget.descend(depth)?;
        match ty {
            TypeRef::Scalar(scalar) if text::is_text(*scalar) => self.text(ty, piece),
            TypeRef::Scalar(scalar) => self.scalar(*scalar, piece),
            TypeRef::Nullable(inner) if piece.is_text() => self.value(inner, piece, depth),
            TypeRef::Nullable(inner) => Ok(nothing(inner, piece)),
            TypeRef::List(kind, of) => self.list(*kind, of, piece, depth),
            TypeRef::Dictionary(key, of) => self.dictionary(key, of, piece, depth),
            TypeRef::Dto(id) => match self.contract.dto(*id).enumeration() {
                Some(members) => self.enumeration(members, piece),
                None if self.contract.dto(*id).is_value_type() => self.pair(*id, piece, depth),
                None if self.contract.dto(*id).is_tuple() => self.tuple(*id, piece, depth),
                None => self.object(*id, piece, depth),
            },
            TypeRef::Unknown(_) => self.text(ty, piece),
        }
    }

    fn scalar(&self, scalar: Scalar, piece: Piece) -> Result<Value, ReadError> {
        match (scalar, piece) {
            (Scalar::Boolean, Piece::Missing) => Ok(Value::Bool(false)),
            (Scalar::Bytes, Piece::Missing | Piece::Empty) | (Scalar::Stream, _) => Ok(Value::Null),
            (Scalar::Bytes, _) if self.raw(piece) == "\"\"" => Ok(Value::Bytes(Vec::new())),
            (Scalar::Bytes | Scalar::Char, Piece::Text(..)) => {
                text::parse(scalar, &json_string::read(self.raw(piece))?, self.reading)
            }
            (Scalar::Decimal, Piece::Empty) => Ok(Value::Decimal(Decimal::ZERO)),
            (Scalar::Decimal, Piece::Missing) => Err(ReadError::format()),
            (Scalar::DateTime, Piece::Text(..)) => self.date(inside_quotes(self.raw(piece))),
            _ => text::parse(scalar, inside_quotes(self.raw(piece)), self.reading),
        }
    }

    fn date(&self, text: &str) -> Result<Value, ReadError> {
        text::parse(Scalar::DateTime, text, self.reading).or_else(|error| {
            date::without_end(text, self.reading.strict).map(Value::DateTime).ok_or(error)
        })
    }

    fn enumeration(&self, members: &Enumeration, piece: Piece) -> Result<Value, ReadError> {
        match piece {
            Piece::Missing => Err(ReadError::null_reference()),
            Piece::Text(..) if self.raw(piece) == "\"\"" => Ok(Value::Enum(0)),
            Piece::Empty => enumeration::parse(members, "").map(Value::Enum),
            _ => enumeration::parse(members, inside_quotes(self.raw(piece))).map(Value::Enum),
        }
    }

    /// The text of a piece as it stands: only a whole body still has its quotes.
    pub fn raw(&self, piece: Piece) -> &'a str {
        match piece {
            Piece::Missing => "",
            Piece::Empty => "\u{200B}",
            Piece::Text(start, end) => &self.cut.text[start..end],
        }
    }

    /// A list or an object becomes the text that it is.
    fn text(&self, ty: &TypeRef, piece: Piece) -> Result<Value, ReadError> {
        if self.reading.strict && *ty == TypeRef::Scalar(Scalar::Object) {
            let refusal = runtime_type::refusal(self.contract, self.raw(piece));
            refusal.map_or(Ok(()), |error| Err(self.budget.refuse(error)))?;
        }
        if let (Some(diagnostics), Piece::Text(start, _)) = (self.reading.notes, piece) {
            let quoted = self.cut.text[..start].ends_with('"');
            if !quoted && self.raw(piece).starts_with(['{', '[']) {
                let expected = self.contract.type_text(ty);
                diagnostics.note_here(Loss::Structure { expected }, self.raw(piece));
            }
        }
        self.string(piece)
    }

    fn string(&self, piece: Piece) -> Result<Value, ReadError> {
        self.unescaped(piece)
            .map(|text| text.map_or(Value::Null, |text| Value::String(text.into_owned())))
    }

    /// The string that a piece stands for; none where there is none.
    fn unescaped(&self, piece: Piece) -> Result<Option<Cow<'a, str>>, ReadError> {
        Ok(match piece {
            Piece::Missing => None,
            Piece::Empty => Some(Cow::Borrowed("")),
            Piece::Text(..) => Some(json_string::read(self.raw(piece))?).map(|text| match &*text {
                "\u{200B}" => Cow::Borrowed(""),
                _ => text,
            }),
        })
    }

    fn object(&self, id: DtoId, piece: Piece, depth: usize) -> Result<Value, ReadError> {
        let (mut at, end) = match piece {
            Piece::Missing => return Ok(Value::Null),
            Piece::Empty => return Err(ReadError::index_out_of_range()),
            Piece::Text(at, end) => (at, end),
        };
        self.cut.skip_white(&mut at, end);
        match self.cut.peek(at, end) {
            Some(b'{') => at += 1,
            Some(_) => {
                let name = &self.contract.dto(id).type_name.name;
                return Err(ReadError::bad_start(name, self.raw(piece)));
            }
            None => return Err(ReadError::index_out_of_range()),
        }
        self.budget.spend(self.contract.dto(id).members.len())?;
        let mut object = self.contract.new_object(id);
        self.cut.skip_white(&mut at, end);
        if matches!(self.cut.peek(at, end), None | Some(b'}')) {
            return Ok(Value::Object(object));
        }
        let mut seen = Seen::default();
        while at < end {
            let name = self.cut.name(&mut at, end, self.reading.strict)?;
            if name.is_none() && !seen.nameless {
                // For want of a name the host takes the escapes off all of the text.
                json_string::read(self.raw(piece))?;
                seen.nameless = true;
                if let Some(diagnostics) = self.reading.notes {
                    diagnostics.note_here(Loss::Nameless, &self.cut.text[at..end]);
                }
            }
            seen.made |= self.member(&mut object, name, seen.made, (&mut at, end), depth)?;
        }
        Ok(if seen.made { Value::Object(object) } else { Value::Null })
    }

    /// Reads `:value,` behind a name, and returns whether an instance was made for it: `__type` in
    /// front of all others makes none. A member that does not convert keeps its default, as one
    /// that nobody knows is passed over. The host never takes escapes off a name; tolerant mode
    /// does.
    fn member(
        &self,
        object: &mut Object,
        name: Option<&'a str>,
        made: bool,
        (at, end): (&mut usize, usize),
        depth: usize,
    ) -> Result<bool, ReadError> {
        self.cut.skip_white(at, end);
        self.cut.skip_one(at, end);
        let value = self.cut.value(at, end)?;
        if !made && name == Some("__type") && self.raw(value).len() > 1 && value.is_text() {
            self.cut.separator(at, end);
            return Ok(false);
        }
        let name = match name {
            Some(name) if !self.reading.strict && name.contains('\\') => {
                json_string::read(name).ok()
            }
            name => name.map(Cow::Borrowed),
        };
        let dto = self.contract.dto(object.dto);
        let place = name.as_deref().and_then(|name| self.reading.place_of(dto, name));
        let read = match (self.reading.notes, &name) {
            (Some(diagnostics), Some(name)) => {
                self.noted(diagnostics, (object.dto, place), name, value, depth)
            }
            _ => place.map(|place| (place, self.value(&dto.members[place].ty, value, depth + 1))),
        };
        match read {
            Some((place, Ok(value))) => object.members[place] = value,
            Some((place, Err(error))) if self.reading.js.throw_on_error => {
                let text = inside_quotes(self.raw(value));
                return Err(error.of_member(&dto.members[place].name, text, self.reading.text));
            }
            _ => {}
        }
        if !self.cut.separator(at, end) {
            self.cut.skip_one(at, end);
        }
        self.budget.refusal().map_or(Ok(true), Err)
    }
}

impl Reader<'_> {
    /// Reads the value of a member, and notes what is wrong with it.
    fn noted(
        &self,
        diagnostics: &Diagnostics,
        (id, place): (DtoId, Option<usize>),
        name: &str,
        piece: Piece,
        depth: usize,
    ) -> Option<(usize, Result<Value, ReadError>)> {
        let Some(place) = place else {
            diagnostics.note_unknown(self.contract, id, name);
            return None;
        };
        let member = &self.contract.dto(id).members[place];
        diagnostics.enter_member(&member.name);
        diagnostics.note_repeated(name);
        let read = self.value(&member.ty, piece, depth + 1);
        let read = diagnostics.leave_with(read, self.contract, &member.ty, self.shown(piece));
        if read.is_err() {
            diagnostics.note_misfit(name);
        }
        Some((place, read))
    }

    /// A piece for a person.
    pub(super) fn shown(&self, piece: Piece) -> &str {
        match piece {
            Piece::Missing => "null",
            Piece::Empty => "\"\"",
            Piece::Text(..) => self.raw(piece),
        }
    }
}

/// The text without the quotes around it, escapes untouched.
fn inside_quotes(slice: &str) -> &str {
    slice.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(slice)
}

/// What has been met among the members of an object.
#[derive(Default)]
struct Seen {
    /// A member for which an instance was made.
    made: bool,
    /// Something that is no name.
    nameless: bool,
}

/// A nullable without a text: a character sees the U+200B that an empty string is.
fn nothing(inner: &TypeRef, piece: Piece) -> Value {
    match (inner, piece) {
        (TypeRef::Scalar(Scalar::Char), Piece::Empty) => Value::Char(0x200B),
        _ => Value::Null,
    }
}
