//! Values of templates as values of the contract.

use minijinja::value::{Value as Shown, ValueKind};

use super::{Call, Instance, member_of};
use crate::contract::{Contract, Scalar, TypeRef};
use crate::value::Value;
use crate::wire::{self, Dialect};

impl Call {
    /// A value of this type.
    ///
    /// # Errors
    /// What does not fit, in words.
    pub fn lower(&self, ty: &TypeRef, shown: &Shown) -> Result<Value, String> {
        self.budget.value()?;
        let contract = &self.context.contract;
        if let Some(instance) = shown.downcast_object_ref::<Instance>()
            && *ty == TypeRef::Dto(instance.object.dto)
        {
            return Ok(Value::Object((*instance.object).clone()));
        }
        match (ty, shown.kind()) {
            (_, ValueKind::None | ValueKind::Undefined) => Ok(contract.default_value(ty)),
            (TypeRef::Nullable(of), _) => self.lower(of, shown),
            (TypeRef::List(_, of), ValueKind::Seq | ValueKind::Iterable) => {
                let items = shown.try_iter().map_err(|error| error.to_string())?;
                let mut lowered = Vec::new();
                for item in items {
                    lowered.push(self.lower(of, &item)?);
                }
                Ok(Value::List(lowered))
            }
            (TypeRef::Dictionary(key, of), ValueKind::Map) => {
                let mut entries = Vec::new();
                for name in shown.try_iter().map_err(|error| error.to_string())? {
                    let value = shown.get_item(&name).map_err(|error| error.to_string())?;
                    entries.push((self.lower(key, &name)?, self.lower(of, &value)?));
                }
                Ok(Value::Dictionary(entries))
            }
            (TypeRef::Dto(id), ValueKind::Map) if contract.dto(*id).enumeration().is_none() => {
                let mut object = contract.new_object(*id);
                for name in shown.try_iter().map_err(|error| error.to_string())? {
                    let Some(place) = name.as_str().and_then(|name| member_of(contract, *id, name))
                    else {
                        continue;
                    };
                    let value = shown.get_item(&name).map_err(|error| error.to_string())?;
                    object.members[place] =
                        self.lower(&contract.dto(*id).members[place].ty, &value)?;
                }
                Ok(Value::Object(object))
            }
            (_, ValueKind::Seq | ValueKind::Map | ValueKind::Iterable | ValueKind::Plain) => {
                Err(format!("expected {}, found a list or an object", contract.type_text(ty)))
            }
            (TypeRef::Scalar(scalar), ValueKind::Number) if scalar.is_whole() => {
                let number = i64::try_from(shown.clone())
                    .map_or_else(|_| shown.to_string(), |n| n.to_string());
                scalar_of(contract, &self.dialect, ty, &number)
            }
            _ => scalar_of(contract, &self.dialect, ty, &self.budget.text_of(shown)?),
        }
    }
}

/// A scalar from its text. A time with a `Z` is one in UTC; a client's would be made local.
pub(in crate::stub) fn scalar_of(
    contract: &Contract,
    dialect: &Dialect,
    ty: &TypeRef,
    text: &str,
) -> Result<Value, String> {
    let misfit = || format!("expected {}, found `{text}`", contract.type_text(ty));
    if text.is_empty() && !matches!(ty, TypeRef::Scalar(Scalar::String | Scalar::Object)) {
        return Err(misfit());
    }
    if *ty == TypeRef::Scalar(Scalar::String) {
        return Ok(Value::String(text.to_owned()));
    }
    if *ty == TypeRef::Scalar(Scalar::Stream) {
        return scalar_of(contract, dialect, &TypeRef::Scalar(Scalar::Bytes), text);
    }
    match wire::jsv::read_member(contract, ty, text, dialect).map_err(|_| misfit())? {
        Value::DateTime(date) if text.ends_with('Z') => {
            let utc = date.to_utc(dialect.zone);
            Ok(Value::DateTime(jsv_codec::scalar::date_time::DateTime::utc(utc)))
        }
        value => Ok(value),
    }
}
