//! Reading DataContract XML (docs/wire/xml-csv.md#xml).
//!
//! The order of members matters: one that comes after a later one is passed over in silence, and so
//! is one in a wrong namespace. The root, in contrast, must be the right one.

use std::{collections::HashMap, rc::Rc};

use jsv_codec::scalar::xml;

use super::{
    layout::Layout,
    name,
    pull::{Pull, Start, Token, is_blank},
    scalar,
    write::full_name,
};
use crate::{
    contract::{Contract, DtoId, Scalar, TypeRef},
    value::Value,
    wire::{Loss, ReadError, Reading, budget::Budget, enumeration, item::Entries, text},
};

/// Reads a value of type `ty` from a whole document.
pub(in crate::wire) fn read(
    contract: &Contract,
    ty: &TypeRef,
    text: &str,
    reading: Reading<'_>,
) -> Result<Value, ReadError> {
    if text.is_empty() {
        return Ok(contract.default_value(ty));
    }
    if text.len() < SHORTEST {
        return Err(ReadError {
            status: Some(400),
            ..ReadError::new("XmlException", "Unexpected end of file.")
        });
    }
    let pull = Pull::new(text, &full_name(contract, ty), reading);
    Reader { pull, contract, reading, budget: Budget::new(&reading), layouts: HashMap::new() }
        .root(ty)
}

/// The host looks at so many bytes before it reads.
const SHORTEST: usize = 4;

struct Reader<'a> {
    pull: Pull<'a>,
    contract: &'a Contract,
    reading: Reading<'a>,
    budget: Budget,
    layouts: HashMap<DtoId, Rc<Layout<'a>>>,
}

impl<'a> Reader<'a> {
    fn root(&mut self, ty: &TypeRef) -> Result<Value, ReadError> {
        let start = loop {
            match self.pull.next()? {
                Token::Start(start) => break start,
                Token::Eof => return Err(self.no_root(ty)),
                Token::Text(_) | Token::End => {}
            }
        };
        let expected = self.expected(ty);
        if !start.is(&expected.local, &expected.namespace) {
            let (line, position) = self.pull.place();
            return Err(ReadError::serialization(format!(
                "Error in line {line} position {position}. Expecting element '{}' from namespace '{}'.. Encountered \
                 'Element'  with name '{}', namespace '{}'.",
                expected.local, expected.namespace, start.local, start.namespace
            )));
        }
        let value = self.value(ty, &start)?;
        while self.pull.next()? != Token::Eof {}
        Ok(value)
    }

    fn no_root(&self, ty: &TypeRef) -> ReadError {
        let expected = self.expected(ty);
        ReadError::serialization(format!(
            "Error in line 1 position 1. Expecting element '{}' from namespace '{}'.. Encountered 'None'  with name '', \
             namespace ''.",
            expected.local, expected.namespace
        ))
    }

    fn expected(&self, ty: &TypeRef) -> name::QName {
        let mut expected = name::of(self.contract, ty);
        if name::is_built_in(self.contract, ty) && text::enum_members(self.contract, ty).is_none() {
            expected.namespace = name::SERIALIZATION.into();
        }
        expected
    }

    /// Reads the content of an element whose start tag has been read, and its end tag.
    fn value(&mut self, ty: &TypeRef, start: &Start) -> Result<Value, ReadError> {
        if start.is_nil {
            self.pull.skip()?;
            return Ok(Value::Null);
        }
        match ty {
            TypeRef::Nullable(inner) => self.value(inner, start),
            TypeRef::List(_, of) => self.list(of),
            TypeRef::Dictionary(key, of) => self.dictionary(key, of),
            TypeRef::Dto(id) if self.contract.dto(*id).enumeration().is_none() => self.object(*id),
            TypeRef::Dto(_) => self.enumeration(ty),
            TypeRef::Scalar(Scalar::DateTimeOffset) => self.moment(),
            TypeRef::Scalar(scalar) => self.scalar(*scalar),
            TypeRef::Unknown(_) => self.scalar(Scalar::String),
        }
    }

    /// The next child of the current element; `None` at the element's end, which is read. Between
    /// children there is no text.
    fn child(&mut self) -> Result<Option<Start>, ReadError> {
        loop {
            match self.pull.next()? {
                Token::Start(start) => return Ok(Some(start)),
                Token::End | Token::Eof => return Ok(None),
                Token::Text(text) if is_blank(&text) => {}
                Token::Text(_) => {
                    let (line, position) = self.pull.place_in_text();
                    return Err(ReadError::serialization(format!(
                        "Error in line {line} position {position}. Expecting state 'Element'.. Encountered 'Text'  with \
                         name '', namespace ''."
                    )));
                }
            }
        }
    }

    /// Members are looked for behind the last one found only.
    fn object(&mut self, id: DtoId) -> Result<Value, ReadError> {
        let contract = self.contract;
        let layout =
            self.layouts.entry(id).or_insert_with(|| Rc::new(Layout::of(contract, id))).clone();
        self.budget.spend(contract.dto(id).members.len())?;
        let mut object = contract.new_object(id);
        let mut rest = layout.slots.as_slice();
        while let Some(start) = self.child()? {
            match rest.iter().position(|slot| start.is(slot.name, &slot.namespace)) {
                Some(at) => {
                    object.members[rest[at].place] = self.member(rest[at].ty, &start)?;
                    rest = &rest[at + 1..];
                }
                None => {
                    self.note_passed_over(id, &layout, &start);
                    self.pull.skip()?;
                }
            }
        }
        Ok(Value::Object(object))
    }

    fn member(&mut self, ty: &TypeRef, start: &Start) -> Result<Value, ReadError> {
        let Some(diagnostics) = self.reading.notes else { return self.value(ty, start) };
        diagnostics.enter_member(&start.local);
        let value = self.value(ty, start);
        diagnostics.leave_with(value, self.contract, ty, "")
    }

    fn note_passed_over(&self, id: DtoId, layout: &Layout, start: &Start) {
        let Some(diagnostics) = self.reading.notes else { return };
        let named = || layout.slots.iter().filter(|slot| slot.name == start.local);
        if named().any(|slot| *slot.namespace == *start.namespace) {
            diagnostics.note_member(self.pull.name(&start.local), Loss::OutOfOrder);
        } else if named().next().is_some() {
            diagnostics.note_member(self.pull.name(&start.local), Loss::Namespace);
        } else {
            diagnostics.note_unknown(self.contract, id, self.pull.name(&start.local));
        }
    }

    fn list(&mut self, of: &TypeRef) -> Result<Value, ReadError> {
        let name = name::item(self.contract, of);
        let mut items = Vec::new();
        while let Some(start) = self.child()? {
            if start.is(&name.local, &name.namespace) {
                self.budget.spend(1)?;
                items.push(self.item(items.len(), of, &start)?);
            } else {
                self.skip_no_item(of, &name.local, &start)?
            }
        }
        Ok(Value::List(items))
    }

    fn item(&mut self, index: usize, of: &TypeRef, start: &Start) -> Result<Value, ReadError> {
        let Some(diagnostics) = self.reading.notes else { return self.value(of, start) };
        diagnostics.enter_item(index);
        let item = self.value(of, start);
        diagnostics.leave_with(item, self.contract, of, "")
    }

    /// Passes over an element that is no item of the list.
    fn skip_no_item(&mut self, of: &TypeRef, item: &str, start: &Start) -> Result<(), ReadError> {
        if let Some(diagnostics) = self.reading.notes {
            let class = format!("a list of {}", self.contract.type_text(of));
            let loss = Loss::UnknownMember { class, known: vec![item.to_owned()] };
            diagnostics.note_member(self.pull.name(&start.local), loss);
        }
        self.pull.skip()
    }

    fn dictionary(&mut self, key: &TypeRef, of: &TypeRef) -> Result<Value, ReadError> {
        let name = name::entry(self.contract, key, of);
        let mut entries = Entries::default();
        while let Some(start) = self.child()? {
            if start.is(&name.local, &name.namespace) {
                self.budget.spend(2)?;
                let (name, value) = self.entry(key, of)?;
                entries.put(name, value);
            } else {
                self.pull.skip()?
            }
        }
        Ok(entries.into_value())
    }

    fn entry(&mut self, key: &TypeRef, of: &TypeRef) -> Result<(Value, Value), ReadError> {
        let mut entry = (self.contract.default_value(key), self.contract.default_value(of));
        while let Some(start) = self.child()? {
            match start.local.as_str() {
                "Key" if start.namespace == name::ARRAYS => entry.0 = self.value(key, &start)?,
                "Value" if start.namespace == name::ARRAYS => entry.1 = self.value(of, &start)?,
                _ => self.pull.skip()?,
            }
        }
        Ok(entry)
    }

    /// The instant in UTC, then the offset in minutes.
    fn moment(&mut self) -> Result<Value, ReadError> {
        let mut moment = chrono::DateTime::UNIX_EPOCH.fixed_offset();
        while let Some(start) = self.child()? {
            match (start.local.as_str(), self.text()?) {
                ("DateTime", text) => {
                    let date = xml::date_time::read(&text, self.reading.zone);
                    let date = date.map_err(|_| self.unparsable(&text, "DateTime"))?;
                    moment = date.to_utc(self.reading.zone).and_utc().fixed_offset();
                }
                ("OffsetMinutes", text) => {
                    let minutes =
                        text.trim().parse::<i32>().ok().and_then(|minutes| minutes.checked_mul(60));
                    let zone = minutes.and_then(chrono::FixedOffset::east_opt);
                    moment =
                        moment.with_timezone(&zone.ok_or_else(|| self.unparsable(&text, "Int16"))?);
                }
                _ => {}
            }
        }
        Ok(Value::DateTimeOffset(moment))
    }

    fn scalar(&mut self, scalar: Scalar) -> Result<Value, ReadError> {
        let text = self.text()?;
        if (scalar, self.reading.text) == (Scalar::Bytes, jsv_codec::Dialect::Modern)
            && text.is_empty()
        {
            return Ok(Value::Bytes(Vec::new()));
        }
        scalar::read(scalar, &text, self.reading).ok_or_else(|| self.not_of(scalar, &text))
    }

    /// One name, or the names of several flags with blanks between.
    fn enumeration(&mut self, ty: &TypeRef) -> Result<Value, ReadError> {
        let text = self.text()?;
        let members = text::enum_members(self.contract, ty);
        let named = |name: &str| members.and_then(|members| enumeration::number(members, name));
        xml::enumeration::read(&text, named).map(Value::Enum).map_err(|_| {
            ReadError::serialization(format!(
                "Invalid enum value '{text}' cannot be deserialized into type '{}'. Ensure that the necessary enum values \
                 are present and are marked with EnumMemberAttribute attribute if the type has DataContractAttribute \
                 attribute.",
                full_name(self.contract, ty)
            ))
        })
    }

    /// The text of the current element, and its end tag.
    fn text(&mut self) -> Result<String, ReadError> {
        let mut text = String::new();
        loop {
            match self.pull.next()? {
                Token::Text(part) => text.push_str(&part),
                Token::End | Token::Eof => return Ok(text),
                Token::Start(start) => {
                    return Err(self
                        .pull
                        .fault(&format!("Element '{}' within text.", start.local)));
                }
            }
        }
    }

    /// .NET's words for a text that is no value of a scalar.
    fn not_of(&self, scalar: Scalar, text: &str) -> ReadError {
        match scalar {
            Scalar::Double => self.unparsable(text, "double"),
            Scalar::Single => self.unparsable(text, "float"),
            Scalar::Bytes => {
                let (offset, quantum) = no_base64(text);
                self.pull.fault(&format!(
                    "The characters '{quantum}' at offset {offset} are not a valid Base64 sequence."
                ))
            }
            // .NET of today reads an Int32 first (recorded).
            Scalar::Byte | Scalar::SByte | Scalar::Int16 | Scalar::UInt16
                if self.reading.text == jsv_codec::Dialect::Modern
                    && text.trim().parse::<i32>().is_err() =>
            {
                self.unparsable(text, "Int32")
            }
            _ => self.unparsable(text, &format!("{scalar:?}")),
        }
    }

    fn unparsable(&self, text: &str, type_name: &str) -> ReadError {
        self.pull.fault(&format!("The value '{text}' cannot be parsed as the type '{type_name}'."))
    }
}

/// The first four characters that are no Base64, and where they begin.
fn no_base64(text: &str) -> (usize, String) {
    let letters: Vec<char> = text.chars().collect();
    let is_letter = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    let quanta = letters.chunks(4).enumerate();
    let mut bad = quanta.filter(|(_, quantum)| quantum.len() < 4 || !quantum.iter().all(is_letter));
    let (place, quantum) = bad.next().unwrap_or((0, &letters[..letters.len().min(4)]));
    (place * 4, quantum.iter().collect())
}
