//! A contract's type as a seed for `jsv_codec`'s deserializer.
//!
//! A member that does not convert keeps its default and nobody hears of it; the root and the items
//! of lists do not get away with that (docs/wire/jsv.md#scalars).

mod container;
mod scalar;

use std::cell::{Cell, RefCell};

use jsv_codec::{dictionary, list};
use serde::de::{DeserializeSeed, Deserializer, Error};

use crate::{
    contract::{Contract, Dto, DtoId, ListKind, Scalar, TypeRef},
    value::Value,
    wire::{ReadError, Reading, budget::Budget, item, text},
};

use container::{Absentable, Entries, Items, Members, Pair};
use scalar::{Plain, Text};

/// What a whole reading shares.
pub(in crate::wire) struct Context<'a> {
    pub contract: &'a Contract,
    pub reading: Reading<'a>,
    /// The class whose text was looked at last: serde's type names are static, a contract's are
    /// not.
    pub entering: Cell<Option<DtoId>>,
    /// How many objects and lists are open.
    depth: Cell<usize>,
    /// What the reading may cost: an error that no member swallows.
    pub budget: &'a Budget,
    /// What the last scalar objected to, for serde's errors have no exception.
    pub fault: RefCell<Option<ReadError>>,
    /// The text of the last scalar that did not convert, where somebody wants to know.
    pub misfit: RefCell<String>,
}

impl<'a> Context<'a> {
    /// The start of a reading.
    pub fn new(contract: &'a Contract, reading: Reading<'a>, budget: &'a Budget) -> Self {
        Self {
            contract,
            reading,
            entering: Cell::new(None),
            depth: Cell::new(0),
            budget,
            fault: RefCell::new(None),
            misfit: RefCell::default(),
        }
    }

    /// Reads one level deeper.
    fn nested<T, E: Error>(&self, read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let depth = self.depth.get() + 1;
        self.budget.descend(depth).map_err(E::custom)?;
        self.depth.set(depth);
        let result = read();
        self.depth.set(depth - 1);
        result
    }

    /// An error of the host's, for serde's have no exception.
    fn fail<E: Error>(&self, error: ReadError) -> E {
        let message = E::custom(&error.message);
        *self.fault.borrow_mut() = Some(error);
        message
    }

    fn spend<E: Error>(&self, values: usize) -> Result<(), E> {
        self.budget.spend(values).map_err(E::custom)
    }
}

/// A type to be read.
#[derive(Clone, Copy)]
pub(in crate::wire) struct Wanted<'a> {
    pub context: &'a Context<'a>,
    pub ty: &'a TypeRef,
    /// Quotes are not taken off: an item of a `List<int>`.
    bare: bool,
}

impl<'a> Wanted<'a> {
    /// A type within a reading.
    pub fn new(context: &'a Context<'a>, ty: &'a TypeRef) -> Self {
        Self { context, ty, bare: false }
    }

    fn of(self, ty: &'a TypeRef) -> Self {
        Self::new(self.context, ty)
    }

    fn default_value(self) -> Value {
        self.context.contract.default_value(self.ty)
    }
}

impl<'de> DeserializeSeed<'de> for Wanted<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match self.ty {
            TypeRef::Scalar(scalar) if text::is_text(*scalar) => {
                deserializer.deserialize_option(Text)
            }
            TypeRef::Unknown(_) => deserializer.deserialize_option(Text),
            TypeRef::Dto(_) if !text::is_class(self.context.contract, self.ty) => {
                deserializer.deserialize_newtype_struct(jsv_codec::raw::TOKEN, Plain(self))
            }
            TypeRef::Scalar(_) => {
                deserializer.deserialize_newtype_struct(jsv_codec::raw::TOKEN, Plain(self))
            }
            // `""` is null as well, but a character.
            TypeRef::Nullable(of) if !text::is_class(self.context.contract, of) => {
                deserializer.deserialize_newtype_struct(jsv_codec::raw::TOKEN, Plain(self))
            }
            _ => deserializer.deserialize_option(Absentable(self)),
        }
    }
}

/// Reads what is there for a type that may be null.
struct Present<'a>(Wanted<'a>);

impl<'de> DeserializeSeed<'de> for Present<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let wanted = self.0;
        let context = wanted.context;
        match wanted.ty {
            TypeRef::Nullable(inner) => wanted.of(inner).deserialize(deserializer),
            TypeRef::List(kind, of) => context.nested(|| {
                let bare = item::is_bare(*kind, of);
                let items = Items { kind: *kind, of: Wanted { bare, ..wanted.of(of) } };
                deserializer.deserialize_newtype_struct(rules(*kind, of), items)
            }),
            TypeRef::Dictionary(key, of) => context.nested(|| {
                let entries = Entries { key: wanted.of(key), value: wanted.of(of) };
                if is_string(key) && is_string(of) {
                    return deserializer.deserialize_newtype_struct(dictionary::STRINGS, entries);
                }
                deserializer.deserialize_map(entries)
            }),
            TypeRef::Dto(id) if is_pair(context.contract.dto(*id)) => {
                context.nested(|| deserializer.deserialize_map(Pair { context, id: *id }))
            }
            TypeRef::Dto(id) => context.nested(|| {
                context.entering.set(Some(*id));
                deserializer.deserialize_struct("", &[], Members { context, id: *id })
            }),
            TypeRef::Scalar(_) | TypeRef::Unknown(_) => wanted.deserialize(deserializer),
        }
    }
}

/// Whether the class has the reader of pairs and tuples.
fn is_pair(dto: &Dto) -> bool {
    dto.is_tuple() || (dto.is_value_type() && dto.enumeration().is_none())
}

fn is_string(ty: &TypeRef) -> bool {
    *ty == TypeRef::Scalar(Scalar::String)
}

/// Which of the five ways of reading a list .NET takes.
fn rules(kind: ListKind, of: &TypeRef) -> &'static str {
    match (kind, of) {
        (ListKind::Array, TypeRef::Scalar(Scalar::String)) => list::STRING_ARRAY,
        (ListKind::Array | ListKind::Set, _) => list::ARRAY,
        (_, TypeRef::Scalar(Scalar::String)) => list::STRINGS,
        _ if item::is_bare(kind, of) => list::INTEGERS,
        _ => list::GENERIC,
    }
}
