//! The names that .NET has for types: ``System.Nullable`1[System.Int32]``.

use crate::contract::{Contract, ListKind, Scalar, TypeRef};

/// The full name of a type.
pub(super) fn of(contract: &Contract, ty: &TypeRef) -> String {
    let generic = |name: &str, arguments: &[&TypeRef]| {
        let arguments: Vec<String> = arguments.iter().map(|ty| of(contract, ty)).collect();
        format!("{name}`{}[{}]", arguments.len(), arguments.join(","))
    };
    match ty {
        TypeRef::Scalar(Scalar::Bytes) => "System.Byte[]".to_owned(),
        TypeRef::Scalar(Scalar::Stream) => "System.IO.Stream".to_owned(),
        TypeRef::Scalar(scalar) => format!("System.{scalar:?}"),
        TypeRef::Nullable(inner) => generic("System.Nullable", &[inner]),
        TypeRef::List(ListKind::Array, item) => format!("{}[]", of(contract, item)),
        TypeRef::List(kind, item) => generic(collection(*kind), &[item]),
        TypeRef::Dictionary(key, value) => {
            generic("System.Collections.Generic.Dictionary", &[key, value])
        }
        TypeRef::Dto(id) => {
            let dto = contract.dto(*id);
            let name = [&*dto.type_name.namespace, &dto.type_name.name];
            let name = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
            let arguments: Vec<String> = dto.arguments.iter().map(|ty| of(contract, ty)).collect();
            match arguments.is_empty() {
                true => name.join("."),
                false => format!("{}[{}]", name.join("."), arguments.join(",")),
            }
        }
        TypeRef::Unknown(name) => name.clone(),
    }
}

fn collection(kind: ListKind) -> &'static str {
    match kind {
        ListKind::List | ListKind::Array => "System.Collections.Generic.List",
        ListKind::Stack => "System.Collections.Generic.Stack",
        ListKind::Set => "System.Collections.Generic.HashSet",
        ListKind::Interface => "System.Collections.Generic.IEnumerable",
        ListKind::IList => "System.Collections.Generic.IList",
        ListKind::ICollection => "System.Collections.Generic.ICollection",
    }
}
