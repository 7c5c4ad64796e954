//! What the client must know of every type to create it: Dart has no reflection.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::contract::{Contract, DtoKind, Scalar, TypeRef};
use crate::types::generator::{Answer, Generator, Shape};
use crate::types::names::SINGLE_DOLLAR;

use super::compact;
use super::syntax::Dart;

/// The table `_ctx`: every class and enum of the text, and every closed type that a member or an
/// answer has.
pub(super) fn write(out: &mut String, generator: &Generator<'_, Dart>, shapes: &[Shape<'_>]) {
    let host = generator.reference.base_url.split("://").last().unwrap_or_default();
    let library = host.split([':', '/']).next().unwrap_or_default();
    let _ = writeln!(
        out,
        "\nTypeContext _ctx = TypeContext(library: {}, types: <String, TypeInfo> {{",
        SINGLE_DOLLAR.literal(library)
    );
    let mut reported = BTreeSet::new();
    for shape in shapes {
        if let Some(line) = own(generator, shape) {
            let _ = writeln!(out, "    {line},");
        }
        let fields = shape.fields.iter().map(|field| &field.ty);
        let answer = match shape.answer() {
            Some(Answer::Type(response)) => Some(response),
            Some(Answer::Void | Answer::Untold) | None => None,
        };
        for ty in fields.chain(answer) {
            closed(out, generator, ty, &mut reported);
        }
    }
    out.push_str("});\n");
}

fn own(generator: &Generator<'_, Dart>, shape: &Shape<'_>) -> Option<String> {
    let name = generator.own_name(shape);
    let literal = SINGLE_DOLLAR.literal(&compact(&name));
    Some(match &shape.dto.kind {
        DtoKind::Enum(enumeration) if enumeration.as_number || enumeration.members.is_empty() => {
            return None;
        }
        DtoKind::Enum(_) => format!("{literal}: TypeInfo(TypeOf.Enum, enumValues: {name}.values)"),
        DtoKind::Interface => format!("{literal}: TypeInfo(TypeOf.Interface)"),
        _ if !shape.parameters().is_empty() => {
            format!("{literal}: TypeInfo(TypeOf.GenericDef, create:() => {}())", shape.name)
        }
        DtoKind::Class | DtoKind::Abstract => {
            format!("{literal}: TypeInfo(TypeOf.Class, create:() => {name}())")
        }
    })
}

/// A list, a dictionary or a closed generic, and what it is made of.
fn closed(
    out: &mut String,
    generator: &Generator<'_, Dart>,
    ty: &TypeRef,
    reported: &mut BTreeSet<String>,
) {
    let parts: Vec<&TypeRef> = match ty {
        TypeRef::Nullable(inner) => return closed(out, generator, inner, reported),
        TypeRef::List(_, item) => vec![item],
        TypeRef::Dictionary(key, value) => vec![key, value],
        TypeRef::Dto(id) => generator.contract.dto(*id).arguments.iter().collect(),
        TypeRef::Scalar(_) | TypeRef::Unknown(_) => return,
    };
    if parts.is_empty() || parts.iter().any(|part| is_open(generator.contract, part)) {
        return;
    }
    let name = compact(&generator.type_writer.spell(ty, &[]));
    if reported.insert(name.clone()) {
        let literal = SINGLE_DOLLAR.literal(&name);
        let _ = writeln!(
            out,
            "    {literal}: TypeInfo(TypeOf.Class, create:() => {}),",
            new(generator.contract, ty, &name)
        );
    }
    parts.into_iter().for_each(|part| closed(out, generator, part, reported));
}

/// A type that has a parameter in it, or names nothing that is defined.
fn is_open(contract: &Contract, ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Unknown(_) => true,
        TypeRef::Scalar(_) => false,
        TypeRef::Nullable(inner) | TypeRef::List(_, inner) => is_open(contract, inner),
        TypeRef::Dictionary(key, value) => is_open(contract, key) || is_open(contract, value),
        TypeRef::Dto(id) => contract.dto(*id).arguments.iter().any(|part| is_open(contract, part)),
    }
}

/// A new, empty value of a type.
pub(super) fn new(contract: &Contract, ty: &TypeRef, spelled: &str) -> String {
    match ty {
        TypeRef::List(..) => {
            let item = spelled.strip_prefix("List<").and_then(|rest| rest.strip_suffix('>'));
            format!("<{}>[]", item.unwrap_or("dynamic"))
        }
        TypeRef::Dictionary(..) => format!("{spelled}()"),
        TypeRef::Dto(id) if contract.dto(*id).enumeration().is_none() => format!("{spelled}()"),
        TypeRef::Scalar(Scalar::Boolean) => "false".to_owned(),
        _ => match spelled {
            "String" => "''".to_owned(),
            "int" => "0".to_owned(),
            "double" => "0.0".to_owned(),
            "Uint8List" => "Uint8List(0)".to_owned(),
            _ => "null".to_owned(),
        },
    }
}
