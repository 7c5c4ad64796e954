//! Writing DataContract XML (docs/wire/xml-csv.md#xml).

use std::{collections::HashMap, ops::Range, rc::Rc};

use super::{
    layout::{Layout, declares},
    name::{self, Namespace, QName},
    scalar,
    sink::Sink,
};
use crate::{
    contract::{Contract, DtoId, Scalar, TypeRef},
    value::{Object, Value},
    wire::{Cut, Dialect, Typed, WriteError, Written, text},
};

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";

/// A body: with declaration, on one line.
pub(in crate::wire) fn write(typed: &Typed, dialect: &Dialect) -> Written {
    let (writer, result) = document(typed, dialect, Sink::new(DECLARATION.to_owned(), false), None);
    Written { text: writer.sink.out, fault: result.err() }
}

/// A body, cut around the items of a list that has some.
pub(in crate::wire) fn write_cut(
    typed: &Typed,
    place: usize,
    dialect: &Dialect,
) -> Result<Cut, WriteError> {
    let (writer, result) =
        document(typed, dialect, Sink::new(DECLARATION.to_owned(), false), Some(place));
    result?;
    Ok(Cut { text: writer.sink.out, items: writer.items, separator: "" })
}

/// A sample as metadata pages show it: no declaration, two blanks a level, LF.
///
/// # Errors
/// A value that is not of its type, or that XML cannot carry.
pub fn write_indented(typed: &Typed, dialect: &Dialect) -> Result<String, WriteError> {
    let (writer, result) = document(typed, dialect, Sink::new(String::new(), true), None);
    result.map(|()| writer.sink.out)
}

fn document<'a>(
    typed: &Typed<'a>,
    dialect: &'a Dialect,
    sink: Sink,
    marked: Option<usize>,
) -> (Writer<'a>, Result<(), WriteError>) {
    let (contract, layouts) = (typed.contract, HashMap::new());
    let mut writer = Writer { sink, contract, dialect, layouts, marked, marks: false, items: 0..0 };
    let is_scalar = name::is_built_in(typed.contract, typed.ty);
    let mut root = name::of(typed.contract, typed.ty);
    if is_scalar && text::enum_members(typed.contract, typed.ty).is_none() {
        root.namespace = name::SERIALIZATION.into();
    }
    let tag = writer.sink.out.len();
    writer.sink.root(&root, !is_scalar || *typed.value == Value::Null);
    let result = writer.content(tag, typed.ty, typed.value);
    (writer, result)
}

struct Writer<'a> {
    sink: Sink,
    contract: &'a Contract,
    dialect: &'a Dialect,
    layouts: HashMap<DtoId, Rc<Layout<'a>>>,
    /// The member of the outermost object whose items are marked.
    marked: Option<usize>,
    /// The next list is that member's.
    marks: bool,
    items: Range<usize>,
}

impl<'a> Writer<'a> {
    /// An element with its value.
    fn element(
        &mut self,
        name: (&str, &Namespace),
        declares: Option<&Namespace>,
        ty: &TypeRef,
        value: &Value,
    ) -> Result<(), WriteError> {
        if self.sink.depth() > self.dialect.max_depth {
            return Err(WriteError::TooDeep(self.dialect.max_depth));
        }
        self.sink.start(name.0, name.1);
        let tag = self.sink.out.rfind('<').unwrap_or_default();
        if let Some(namespace) = declares {
            self.sink.declare(namespace);
        }
        self.content(tag, ty, value)
    }

    /// What is left of an element whose start tag is open: attributes, content, end tag.
    fn content(&mut self, tag: usize, ty: &TypeRef, value: &Value) -> Result<(), WriteError> {
        let mut elements = true;
        match (value, ty) {
            (value, TypeRef::Nullable(inner)) => return self.content(tag, inner, value),
            (Value::Null, _) => self.sink.nil(),
            (Value::Object(object), _) => self.members(object)?,
            (Value::List(items), TypeRef::List(_, of)) => self.items(of, items)?,
            (Value::Dictionary(entries), TypeRef::Dictionary(key, of)) => {
                self.entries(key, of, entries)?
            }
            (Value::DateTimeOffset(moment), _) => self.moment(moment)?,
            (value, TypeRef::Scalar(Scalar::Object)) => self.any(value)?,
            _ => {
                elements = false;
                self.scalar(ty, value)?;
            }
        }
        self.sink.end(tag, elements);
        Ok(())
    }

    fn members(&mut self, object: &Object) -> Result<(), WriteError> {
        let layout = self.layout(object.dto);
        let marked = self.marked.take();
        for namespace in &layout.base_namespaces {
            self.sink.declare(namespace);
        }
        for slot in &layout.slots {
            let value = object.members.get(slot.place).unwrap_or(&Value::Null);
            if slot.skips_default && *value == self.contract.default_value(slot.ty) {
                continue;
            }
            self.marks = marked == Some(slot.place);
            self.element((slot.name, &slot.namespace), slot.declares.as_ref(), slot.ty, value)?;
        }
        Ok(())
    }

    fn layout(&mut self, id: DtoId) -> Rc<Layout<'a>> {
        let contract = self.contract;
        self.layouts.entry(id).or_insert_with(|| Rc::new(Layout::of(contract, id))).clone()
    }

    fn items(&mut self, of: &TypeRef, items: &[Value]) -> Result<(), WriteError> {
        let QName { local, namespace } = name::item(self.contract, of);
        let marks = std::mem::take(&mut self.marks);
        if marks {
            self.sink.close_tag();
        }
        let begun = self.sink.out.len();
        items.iter().try_for_each(|item| self.element((&local, &namespace), None, of, item))?;
        if marks {
            self.items = begun..self.sink.out.len();
        }
        Ok(())
    }

    fn entries(
        &mut self,
        key: &TypeRef,
        of: &TypeRef,
        entries: &[(Value, Value)],
    ) -> Result<(), WriteError> {
        let entry = name::entry(self.contract, key, of);
        let declares = [key, of].map(|ty| declares(self.contract, ty, name::ARRAYS));
        for (name, value) in entries {
            self.sink.start(&entry.local, &entry.namespace);
            let tag = self.sink.out.rfind('<').unwrap_or_default();
            self.element(("Key", &entry.namespace), declares[0].as_ref(), key, name)?;
            self.element(("Value", &entry.namespace), declares[1].as_ref(), of, value)?;
            self.sink.end(tag, true);
        }
        Ok(())
    }

    /// A `DateTimeOffset` is a structure: the instant in UTC and the offset in minutes.
    fn moment(&mut self, moment: &chrono::DateTime<chrono::FixedOffset>) -> Result<(), WriteError> {
        let system = name::of(self.contract, &TypeRef::Scalar(Scalar::DateTimeOffset)).namespace;
        let date = Value::DateTime(jsv_codec::scalar::date_time::DateTime::utc(moment.naive_utc()));
        let minutes = Value::Int((moment.offset().local_minus_utc() / 60).into());
        self.element(("DateTime", &system), None, &TypeRef::Scalar(Scalar::DateTime), &date)?;
        self.element(("OffsetMinutes", &system), None, &TypeRef::Scalar(Scalar::Int16), &minutes)
    }

    /// A value of type `object` names its type.
    fn any(&mut self, value: &Value) -> Result<(), WriteError> {
        let Some(scalar) = runtime_type(value) else {
            self.sink.schema_type("anyType");
            return Ok(());
        };
        self.sink.schema_type(&name::of(self.contract, &TypeRef::Scalar(scalar)).local);
        self.scalar(&TypeRef::Scalar(scalar), value)
    }

    fn scalar(&mut self, ty: &TypeRef, value: &Value) -> Result<(), WriteError> {
        if let Value::String(plain) = value {
            return self.sink.text(plain, self.dialect.strict);
        }
        let mut plain = String::new();
        match (value, text::enum_members(self.contract, ty)) {
            (Value::Enum(number), Some(members)) => match scalar::enum_names(members, *number) {
                Some(names) => plain = names,
                None => {
                    return Err(WriteError::Enum {
                        type_name: full_name(self.contract, ty),
                        number: *number,
                    });
                }
            },
            _ if scalar::write(&mut plain, value, self.dialect) => {}
            _ => return Err(text::mismatch(&Typed { contract: self.contract, ty, value })),
        }
        // No bytes are an element without an end tag in .NET 10 (recorded).
        if plain.is_empty()
            && matches!(value, Value::Bytes(_))
            && self.dialect.text == jsv_codec::Dialect::Modern
        {
            return Ok(());
        }
        self.sink.text(&plain, self.dialect.strict)
    }
}

/// The type that a scalar has by itself; none for what is no scalar.
fn runtime_type(value: &Value) -> Option<Scalar> {
    Some(match value {
        Value::String(_) => Scalar::String,
        Value::Bool(_) => Scalar::Boolean,
        Value::Int(_) => Scalar::Int32,
        Value::UInt(_) => Scalar::UInt32,
        Value::Single(_) => Scalar::Single,
        Value::Double(_) => Scalar::Double,
        Value::Decimal(_) => Scalar::Decimal,
        Value::DateTime(_) => Scalar::DateTime,
        Value::Bytes(_) => Scalar::Bytes,
        _ => return None,
    })
}

/// Namespace and name of a class, as messages write it.
pub(super) fn full_name(contract: &Contract, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Nullable(inner) => full_name(contract, inner),
        TypeRef::Dto(id) => {
            let name = &contract.dto(*id).type_name;
            if name.namespace.is_empty() {
                name.name.clone()
            } else {
                format!("{}.{}", name.namespace, name.name)
            }
        }
        _ => name::of(contract, ty).local,
    }
}
