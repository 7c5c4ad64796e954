//! An answer of a contract's type: constants, and templates where the file has them.

mod compile;
mod scalar;

pub(super) use compile::unknown;
pub(super) use scalar::constant;

use super::scope::{Scope, TemplateError};
use super::template::{Template, Text};
use crate::contract::TypeRef;
use crate::value::{Object, Value};

/// What becomes a value.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    /// Always the same.
    Constant(Value),
    /// A text with templates, for a value of this type.
    Text(Text, TypeRef),
    /// An instance; members that are not given have their defaults.
    Object(Object, Vec<(usize, Shape)>),
    /// A list.
    List(Vec<Item>),
    /// A dictionary.
    Dictionary(Vec<(Value, Shape)>),
}

/// An item of a list, or as many as a loop makes.
#[derive(Debug, Clone)]
pub(super) enum Item {
    One(Shape),
    /// `{"$for": "name in Names", …}`.
    Each {
        over: Template,
        name: String,
        item: Shape,
    },
}

impl Shape {
    /// The value for a call.
    pub fn make(&self, scope: &Scope<'_>) -> Result<Value, TemplateError> {
        match self {
            Self::Constant(value) => Ok(value.clone()),
            Self::Text(text, ty) => made(text, ty, scope),
            Self::Object(blank, members) => {
                let mut object = blank.clone();
                for (place, shape) in members {
                    object.members[*place] = shape.make(scope)?;
                }
                Ok(Value::Object(object))
            }
            Self::List(items) => {
                let mut values = Vec::with_capacity(items.len());
                items.iter().try_for_each(|item| item.make(scope, &mut values))?;
                Ok(Value::List(values))
            }
            Self::Dictionary(entries) => {
                let made = |(key, shape): &(Value, Self)| Ok((key.clone(), shape.make(scope)?));
                entries.iter().map(made).collect::<Result<_, _>>().map(Value::Dictionary)
            }
        }
    }
}

impl Item {
    fn make(&self, scope: &Scope<'_>, values: &mut Vec<Value>) -> Result<(), TemplateError> {
        match self {
            Self::One(shape) => values.push(shape.make(scope)?),
            Self::Each { over, name, item } => {
                let failed = |error: minijinja::Error| TemplateError {
                    line: over.line(),
                    reason: error.to_string(),
                };
                for value in over.value(scope)?.try_iter().map_err(failed)? {
                    scope.count(over.line())?;
                    values.push(item.make(&scope.with(name, value))?);
                }
            }
        }
        Ok(())
    }
}

/// The value of a text with templates. One that is a member of the same type is that value.
fn made(text: &Text, ty: &TypeRef, scope: &Scope<'_>) -> Result<Value, TemplateError> {
    let call = scope.call();
    match text {
        Text::Constant(text) => Ok(Value::String(text.clone())),
        Text::Member(path) if path.ty() == ty => path.get(scope).cloned(),
        Text::Member(path) => {
            let shown = call.lift(path.ty(), path.get(scope)?);
            call.lower(ty, &shown).map_err(|reason| TemplateError { line: path.line(), reason })
        }
        Text::Whole(template) => call
            .lower(ty, &template.value(scope)?)
            .map_err(|reason| TemplateError { line: template.line(), reason }),
        Text::Pieces(_, line) => {
            let text = minijinja::Value::from(text.render(scope)?);
            call.lower(ty, &text).map_err(|reason| TemplateError { line: *line, reason })
        }
        Text::Mixed(template) => {
            let text = minijinja::Value::from(template.render(scope)?);
            call.lower(ty, &text).map_err(|reason| TemplateError { line: template.line(), reason })
        }
    }
}
