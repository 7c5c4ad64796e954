//! Writing .NET's DataContractJsonSerializer, of hosts that are set to `UseBclJsonSerializers`:
//! members in the order of XML, nulls too, dictionaries as lists of pairs. Such hosts read JSON with
//! ServiceStack.Text all the same (recorded of both versions).

use jsv_codec::scalar::{integer, json_string};

use super::date;
use crate::{
    contract::{Contract, TypeRef},
    value::{Object, Value},
    wire::{Dialect, Typed, WriteError, Written, text, xml},
};

/// The JSON text of a value.
pub(super) fn write(typed: &Typed, dialect: &Dialect) -> Written {
    let mut writer = Writer { out: String::new(), contract: typed.contract, dialect };
    let fault = writer.value(typed.ty, typed.value, 0).err();
    Written { text: writer.out, fault }
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
            (Value::List(items), TypeRef::List(_, of)) => {
                self.list(items, |writer, item| writer.value(of, item, depth + 1))
            }
            (Value::List(items), _) => {
                self.list(items, |writer, item| writer.value(ty, item, depth + 1))
            }
            (Value::Dictionary(entries), TypeRef::Dictionary(key, of)) => {
                self.list(entries, |writer, entry| writer.pair((key, of), entry, depth))
            }
            (Value::Dictionary(entries), _) => {
                self.list(entries, |writer, entry| writer.pair((ty, ty), entry, depth))
            }
            (Value::Bytes(bytes), _) => self.list(bytes, |writer, byte| {
                integer::write(*byte, &mut writer.out);
                Ok(())
            }),
            _ => self.scalar(ty, value),
        }
    }

    fn object(&mut self, object: &Object, depth: usize) -> Result<(), WriteError> {
        self.out.push('{');
        let begin = self.out.len();
        for slot in xml::layout(self.contract, object.dto) {
            let value = object.members.get(slot.place).unwrap_or(&Value::Null);
            if slot.skips_default && *value == self.contract.default_value(slot.ty) {
                continue;
            }
            if self.out.len() > begin {
                self.out.push(',');
            }
            json_string::write(slot.name, &mut self.out);
            self.out.push(':');
            self.value(slot.ty, value, depth + 1)?;
        }
        self.out.push('}');
        Ok(())
    }

    fn list<T>(
        &mut self,
        items: &[T],
        mut write: impl FnMut(&mut Self, &T) -> Result<(), WriteError>,
    ) -> Result<(), WriteError> {
        self.out.push('[');
        for (place, item) in items.iter().enumerate() {
            if place > 0 {
                self.out.push(',');
            }
            write(self, item)?;
        }
        self.out.push(']');
        Ok(())
    }

    /// An entry of a dictionary.
    fn pair(
        &mut self,
        (key, of): (&TypeRef, &TypeRef),
        (name, value): &(Value, Value),
        depth: usize,
    ) -> Result<(), WriteError> {
        self.out.push_str("{\"Key\":");
        self.value(key, name, depth + 1)?;
        self.out.push_str(",\"Value\":");
        self.value(of, value, depth + 1)?;
        self.out.push('}');
        Ok(())
    }

    fn scalar(&mut self, ty: &TypeRef, value: &Value) -> Result<(), WriteError> {
        match value {
            Value::Null => self.out.push_str("null"),
            Value::Bool(truth) => self.out.push_str(if *truth { "true" } else { "false" }),
            Value::Enum(number) => integer::write(*number, &mut self.out),
            Value::DateTime(date) => date::write_dcjs(&mut self.out, date, self.dialect),
            Value::DateTimeOffset(moment) => {
                let utc = jsv_codec::scalar::date_time::DateTime::utc(moment.naive_utc());
                self.out.push_str("{\"DateTime\":");
                date::write_dcjs(&mut self.out, &utc, self.dialect);
                self.out.push_str(",\"OffsetMinutes\":");
                integer::write(moment.offset().local_minus_utc() / 60, &mut self.out);
                self.out.push('}');
            }
            Value::Guid(id) => self.string(&id.hyphenated().to_string()),
            Value::Int(_)
            | Value::UInt(_)
            | Value::Single(_)
            | Value::Double(_)
            | Value::Decimal(_) => {
                let typed = Typed { contract: self.contract, ty, value };
                text::write(&mut self.out, &typed, self.dialect)?;
            }
            _ => {
                let mut plain = String::new();
                let typed = Typed { contract: self.contract, ty, value };
                text::write(&mut plain, &typed, self.dialect)?;
                self.string(&plain);
            }
        }
        Ok(())
    }

    /// A slash is escaped, too.
    fn string(&mut self, text: &str) {
        let begin = self.out.len();
        json_string::write(text, &mut self.out);
        if self.out[begin..].contains('/') {
            let text = self.out.split_off(begin);
            self.out.push_str(&text.replace('/', "\\/"));
        }
    }
}
