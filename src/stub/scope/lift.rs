//! Values of the contract as values of templates.

use std::sync::Arc;

use minijinja::value::{Enumerator, Object as Dynamic, Value as Shown};
use rust_decimal::prelude::ToPrimitive as _;

use super::{Call, member_of};
use crate::contract::{Contract, TypeRef};
use crate::value::{Object, Value};
use crate::wire::{self, Dialect, Format, Typed};

impl Call {
    /// A value of this type, for templates: numbers count, the rest is what JSV writes.
    pub fn lift(&self, ty: &TypeRef, value: &Value) -> Shown {
        lift(&self.context.contract, &self.dialect, ty, value)
    }
}

fn lift(contract: &Arc<Contract>, dialect: &Dialect, ty: &TypeRef, value: &Value) -> Shown {
    let inner = |ty, value| lift(contract, dialect, ty, value);
    match (value, ty) {
        (value, TypeRef::Nullable(of)) => inner(of, value),
        (Value::Null, _) => Shown::from(()),
        (Value::Bool(truth), _) => Shown::from(*truth),
        (Value::Int(number), _) => Shown::from(*number),
        (Value::UInt(number), _) => Shown::from(*number),
        (Value::Single(number), _) => Shown::from(*number),
        (Value::Double(number), _) => Shown::from(*number),
        (Value::Decimal(number), _) => match number.to_i64().filter(|_| number.fract().is_zero()) {
            Some(whole) => Shown::from(whole),
            None => Shown::from(number.to_f64().unwrap_or_default()),
        },
        (Value::String(text), _) => Shown::from(text.as_str()),
        (Value::List(items), TypeRef::List(_, of)) => {
            items.iter().map(|item| inner(of, item)).collect()
        }
        (Value::Dictionary(entries), TypeRef::Dictionary(key, of)) => {
            entries.iter().map(|(name, value)| (inner(key, name), inner(of, value))).collect()
        }
        (Value::Object(object), _) => {
            Shown::from_object(Instance::new(contract.clone(), Arc::new(object.clone())))
        }
        _ => Shown::from(plain(contract, dialect, ty, value)),
    }
}

/// The text that JSV has for a scalar.
fn plain(contract: &Contract, dialect: &Dialect, ty: &TypeRef, value: &Value) -> String {
    wire::write(Format::Jsv, &Typed { contract, ty, value }, dialect).unwrap_or_default()
}

/// An instance of a DTO, its members in any case.
pub(in crate::stub) struct Instance {
    contract: Arc<Contract>,
    /// The instance.
    pub object: Arc<Object>,
}

impl Instance {
    pub fn new(contract: Arc<Contract>, object: Arc<Object>) -> Self {
        Self { contract, object }
    }
}

impl std::fmt::Debug for Instance {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.contract.dto(self.object.dto).type_name.name)
    }
}

impl Dynamic for Instance {
    fn get_value(self: &Arc<Self>, key: &Shown) -> Option<Shown> {
        let place = member_of(&self.contract, self.object.dto, key.as_str()?)?;
        let ty = &self.contract.dto(self.object.dto).members[place].ty;
        Some(lift(&self.contract, &Dialect::default(), ty, &self.object.members[place]))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let members = self.contract.dto(self.object.dto).members.iter();
        Enumerator::Values(members.map(|member| Shown::from(member.name.as_str())).collect())
    }
}
