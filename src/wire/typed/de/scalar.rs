//! Scalars and strings.

use std::fmt;

use jsv_codec::quote;
use serde::de::{Deserializer, Error, Visitor};

use super::Wanted;
use crate::{
    contract::{Scalar, TypeRef},
    value::Value,
    wire::{ReadError, enumeration, text},
};

/// A string, or anything else that a value keeps as text. Nothing at all is null, `""` is empty.
pub(super) struct Text;

impl<'de> Visitor<'de> for Text {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_str(self)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.into()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }
}

/// A scalar from its raw text. An item that a list has without any text is the type's default.
pub(super) struct Plain<'a>(pub Wanted<'a>);

impl Plain<'_> {
    fn parse(&self, raw: &str) -> Result<Value, ReadError> {
        let Wanted { context, ty, bare } = self.0;
        match ty {
            TypeRef::Nullable(_) if raw.is_empty() => return Ok(Value::Null),
            // No text at all is the default of a truth value, and no enum.
            TypeRef::Scalar(Scalar::Boolean) if raw.is_empty() => return Ok(Value::Bool(false)),
            TypeRef::Dto(_) if raw.is_empty() => return Err(ReadError::null_reference()),
            // Quotes distinguish base64 from a list.
            TypeRef::Scalar(Scalar::Bytes) => {
                return text::parse(Scalar::Bytes, raw, context.reading);
            }
            _ => {}
        }
        let plain = if bare {
            raw.into()
        } else if context.reading.strict {
            quote::read(raw)?
        } else {
            quote::unquote(raw)
        };
        let quoted_nothing = raw.starts_with('"') && plain.is_empty();
        let (inner, nullable) = match ty {
            TypeRef::Nullable(inner) => (&**inner, true),
            ty => (ty, false),
        };
        match inner {
            TypeRef::Scalar(Scalar::Char) if quoted_nothing => Ok(Value::Char(0x200B)),
            _ if quoted_nothing && nullable => Ok(Value::Null),
            TypeRef::Scalar(scalar) => text::parse(*scalar, &plain, context.reading),
            _ => match text::enum_members(context.contract, inner) {
                Some(members) => enumeration::parse(members, &plain).map(Value::Enum),
                None => Ok(Value::String(plain.into_owned())),
            },
        }
    }
}

impl<'de> Visitor<'de> for Plain<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a scalar")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(self.0.default_value())
    }

    fn visit_str<E: Error>(self, raw: &str) -> Result<Value, E> {
        self.parse(raw).map_err(|error| {
            let context = self.0.context;
            if context.reading.notes.is_some() {
                raw.clone_into(&mut context.misfit.borrow_mut());
            }
            context.fail(error)
        })
    }
}
