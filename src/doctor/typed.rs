//! A JSON body beside the types of its members.

use serde_json::Value as Json;

use super::Case;
use crate::contract::{Contract, DtoKind, Scalar, TypeRef};
use crate::journal::{Bound, MASK, is_secret_path};

/// Shows each scalar of a JSON body with its path and type, where the contract knows it.
pub fn scalars(case: &Case<'_>, mut show: impl FnMut(&str, Scalar, bool, &Json)) {
    let Some(Bound::Dto { contract, object }) = case.entry.requests().first() else { return };
    let Some(body) = case.json() else { return };
    let walk = &mut Walk { contract, show: &mut show };
    let ty = TypeRef::Dto(object.dto);
    match (&body, case.entry.is_batch) {
        (Json::Array(items), true) => {
            items
                .iter()
                .enumerate()
                .for_each(|(at, item)| walk.value(&ty, item, &format!("[{at}]")));
        }
        _ => walk.value(&ty, &body, ""),
    }
}

/// The first scalar that a test takes: its path, and its text where it is no secret.
pub fn first(
    case: &Case<'_>,
    test: impl Fn(Scalar, bool, &Json) -> bool,
) -> Option<(String, String)> {
    let mut found = None;
    scalars(case, |path, scalar, is_nullable, value| {
        if found.is_none() && test(scalar, is_nullable, value) {
            let text = if is_secret_path(path) { MASK.to_owned() } else { shown(value) };
            found = Some((path.to_owned(), text));
        }
    });
    found
}

fn shown(value: &Json) -> String {
    value.to_string().chars().take(60).collect()
}

struct Walk<'a> {
    contract: &'a Contract,
    show: &'a mut dyn FnMut(&str, Scalar, bool, &Json),
}

impl Walk<'_> {
    fn value(&mut self, ty: &TypeRef, value: &Json, path: &str) {
        match (ty, value) {
            (TypeRef::Nullable(of), _) => match &**of {
                TypeRef::Scalar(scalar) => (self.show)(path, *scalar, true, value),
                of => self.value(of, value, path),
            },
            (TypeRef::Scalar(scalar), _) => (self.show)(path, *scalar, false, value),
            (TypeRef::List(_, of), Json::Array(items)) => {
                for (at, item) in items.iter().enumerate() {
                    self.value(of, item, &format!("{path}[{at}]"));
                }
            }
            (TypeRef::Dictionary(_, of), Json::Object(entries)) => {
                for (name, value) in entries {
                    self.value(of, value, &format!("{path}[{name}]"));
                }
            }
            (TypeRef::Dto(id), Json::Object(members)) => {
                let dto = self.contract.dto(*id);
                if dto.kind != DtoKind::Class {
                    return;
                }
                for (name, value) in members {
                    let Some(place) = dto.place_of(name) else { continue };
                    let dot = if path.is_empty() { "" } else { "." };
                    self.value(&dto.members[place].ty, value, &format!("{path}{dot}{name}"));
                }
            }
            _ => {}
        }
    }
}
