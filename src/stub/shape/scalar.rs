//! Values of a file that are no objects and no lists, by the type that the contract has for them.

use crate::contract::{Contract, Enumeration, Scalar, TypeRef};
use crate::nearest::nearest;
use crate::stub::compile::Compiler;
use crate::stub::mistake::Fault;
use crate::stub::scope::scalar_of;
use crate::stub::tree::{Kind, Node};
use crate::value::Value;
use crate::wire::Dialect;

impl Compiler<'_> {
    /// A value without templates.
    pub fn scalar(&self, node: &Node, ty: &TypeRef, path: &str) -> Result<Value, Fault> {
        constant(self.contract(), self.dialect, node, ty, path)
    }
}

/// The same, for files that are no stubs.
pub(in crate::stub) fn constant(
    contract: &Contract,
    dialect: &Dialect,
    node: &Node,
    ty: &TypeRef,
    path: &str,
) -> Result<Value, Fault> {
    let misfit = |found: String| {
        let expected = contract.type_text(ty);
        let subject = if path.is_empty() { "the answer".to_owned() } else { format!("`{path}`") };
        Fault::at(
            node.at,
            format!("{subject} is not of its type: expected {expected}, found {found}"),
        )
    };
    let read = |text: &str| {
        scalar_of(contract, dialect, ty, text).map_err(|_| misfit(format!("`{text}`")))
    };
    match (ty, &node.kind) {
        (TypeRef::Nullable(of), _) => constant(contract, dialect, node, of, path),
        (TypeRef::Unknown(_), Kind::Text(text)) => Ok(Value::String(text.clone())),
        (TypeRef::Dto(id), Kind::Text(text)) => match contract.dto(*id).enumeration() {
            Some(members) => read(text).map_err(|fault| of_enum(fault, members, text)),
            None => Err(misfit(format!("the text `{text}`"))),
        },
        (TypeRef::Dto(id), Kind::Number(number)) if contract.dto(*id).enumeration().is_some() => {
            read(number)
        }
        (TypeRef::Scalar(Scalar::Boolean), Kind::Bool(truth)) => Ok(Value::Bool(*truth)),
        (TypeRef::Scalar(Scalar::Object), Kind::Bool(truth)) => {
            Ok(Value::String(truth.to_string()))
        }
        (TypeRef::Scalar(Scalar::Bytes | Scalar::Stream), Kind::List(items)) => {
            let byte = |item: &Node| match &item.kind {
                Kind::Number(number) => number.parse::<u8>().ok(),
                _ => None,
            };
            let bytes: Option<Vec<u8>> = items.iter().map(byte).collect();
            bytes.map(Value::Bytes).ok_or_else(|| misfit("a list of other things".to_owned()))
        }
        (TypeRef::Scalar(_), Kind::Text(text)) => read(text),
        (TypeRef::Scalar(scalar), Kind::Number(number)) if takes_number(*scalar) => read(number),
        (_, Kind::Text(text)) => Err(misfit(format!("the text `{text}`"))),
        (_, Kind::Number(number)) => Err(misfit(format!("the number {number}"))),
        _ => Err(misfit(node.words().to_owned())),
    }
}

fn takes_number(scalar: Scalar) -> bool {
    !matches!(
        scalar,
        Scalar::String
            | Scalar::Boolean
            | Scalar::Char
            | Scalar::Guid
            | Scalar::DateTime
            | Scalar::DateTimeOffset
            | Scalar::TimeSpan
            | Scalar::DateOnly
            | Scalar::TimeOnly
            | Scalar::Bytes
            | Scalar::Uri
            | Scalar::Type
            | Scalar::Stream
            | Scalar::Version
    )
}

fn of_enum(fault: Fault, members: &Enumeration, text: &str) -> Fault {
    let names = members.members.iter().map(|member| member.name.as_str());
    match nearest(text, names.clone()) {
        Some(near) => {
            Fault { reason: format!("{}; did you mean `{near}`?", fault.reason), ..fault }
        }
        None => {
            let names: Vec<&str> = names.take(12).collect();
            Fault {
                reason: format!("{}; its names are {}", fault.reason, names.join(", ")),
                ..fault
            }
        }
    }
}
