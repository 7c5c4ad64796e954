//! The values that metadata pages show as samples (docs/wire/pages.md#sample-values, recorded pages
//! of 5.9.1).

use super::default_value::zero;
use super::{Contract, DtoId, DtoKind, Scalar, TypeRef};
use crate::value::{Object, Value};

/// How often a class may occur on the way from the root to an instance of it, the root not counted.
const REPEATS: usize = 3;

/// Values of one sample at most: a contract may well double with every level.
const LARGEST: usize = 5_000;

/// How deep a sample nests at most.
const DEEPEST: usize = 32;

impl Contract {
    /// The sample of a type: the word `String`, zeros, one item a list, one entry a dictionary,
    /// every class filled.
    ///
    /// What cannot be created (interfaces, `Uri`, `Stream`, undefined types) is null, and so is an
    /// enum that may be null. A class that holds itself is shown three times below its first
    /// occurrence.
    pub fn sample(&self, ty: &TypeRef) -> Value {
        Sampler { contract: self, path: Vec::new(), count: 0 }.value(ty)
    }
}

struct Sampler<'c> {
    contract: &'c Contract,
    /// The classes from the root to here.
    path: Vec<DtoId>,
    count: usize,
}

impl Sampler<'_> {
    fn value(&mut self, ty: &TypeRef) -> Value {
        self.count += 1;
        if self.count > LARGEST {
            return Value::Null;
        }
        match ty {
            TypeRef::Scalar(scalar) => sample_scalar(*scalar),
            TypeRef::Nullable(inner) => self.nullable(inner),
            TypeRef::List(kind, _) if kind.is_interface() => Value::Null,
            TypeRef::Unknown(_) => Value::Null,
            TypeRef::List(_, item) => Value::List(vec![self.value(item)]),
            TypeRef::Dictionary(key, value) => self.dictionary(key, value),
            TypeRef::Dto(id) => self.dto(*id),
        }
    }

    /// The recorded host leaves nullable enums null, all other nullables get their value.
    fn nullable(&mut self, inner: &TypeRef) -> Value {
        match inner {
            TypeRef::Dto(id) if self.contract.dto(*id).enumeration().is_some() => Value::Null,
            _ => self.value(inner),
        }
    }

    /// A dictionary has no entry without a key.
    fn dictionary(&mut self, key: &TypeRef, value: &TypeRef) -> Value {
        match self.value(key) {
            Value::Null => Value::Dictionary(Vec::new()),
            key => Value::Dictionary(vec![(key, self.value(value))]),
        }
    }

    fn dto(&mut self, id: DtoId) -> Value {
        match &self.contract.dto(id).kind {
            DtoKind::Enum(enumeration) => {
                let numbers = enumeration.members.iter().map(|member| member.number);
                Value::Enum(numbers.min_by_key(|number| number.cast_unsigned()).unwrap_or_default())
            }
            DtoKind::Class => self.class(id),
            DtoKind::Abstract | DtoKind::Interface => Value::Null,
        }
    }

    fn class(&mut self, id: DtoId) -> Value {
        let below_root = self.path.iter().skip(1).filter(|other| **other == id).count();
        if below_root >= REPEATS || self.path.len() >= DEEPEST {
            return Value::Null;
        }
        self.path.push(id);
        let contract = self.contract;
        let members = contract.dto(id).members.iter();
        let members = members
            .map(|member| if member.hidden { Value::Null } else { self.value(&member.ty) })
            .collect();
        self.path.pop();
        Value::Object(Object { dto: id, members })
    }
}

fn sample_scalar(scalar: Scalar) -> Value {
    match scalar {
        Scalar::String => Value::String("String".to_owned()),
        Scalar::Bytes => Value::Bytes(vec![0]),
        // `new object()` has no members.
        Scalar::Object => Value::Dictionary(Vec::new()),
        other => zero(other),
    }
}
