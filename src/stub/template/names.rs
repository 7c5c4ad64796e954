//! The names that a template may use.

use super::Templates;
use crate::contract::TypeRef;
use crate::nearest::nearest;
use crate::stub::scope::{BUILT_IN, USER, member_of};

/// Functions of the library.
const FUNCTIONS: [&str; 2] = ["range", "dict"];

/// What built-in objects have.
const PARTS: [(&str, &[&str]); 3] = [
    ("request", &["verb", "path", "headers", "query", "cookies", "form", "raw"]),
    ("user", &USER),
    ("session", &["id", "provider", "fromToken", "claims"]),
];

impl Templates<'_> {
    /// Whether a name with its attributes (`Customer.Name`) is known, as far as the contract shows.
    pub(super) fn known(&self, name: &str) -> Result<(), String> {
        let mut steps = name.split('.');
        let first = steps.next().unwrap_or_default();
        let rest: Vec<&str> = steps.collect();
        if self.locals.iter().any(|local| local == first) {
            return Ok(());
        }
        let request = TypeRef::Dto(self.operation.request);
        let dto = self.contract.dto(self.operation.request);
        let is_exact = dto.members.iter().any(|member| member.name == first);
        if !is_exact && first == "members" {
            return self.known_members(&request, &rest);
        }
        if !is_exact && first == "records" {
            return self.known_table(&rest);
        }
        if !is_exact && (BUILT_IN.contains(&first) || FUNCTIONS.contains(&first)) {
            return known_part(first, &rest);
        }
        if member_of(self.contract, self.operation.request, first).is_some() {
            return self.known_members(&request, &name.split('.').collect::<Vec<_>>());
        }
        let members = dto.members.iter().map(|member| member.name.as_str());
        match nearest(first, members.chain(BUILT_IN)) {
            Some(near) => Err(format!("there is no `{first}`; did you mean `{near}`?")),
            None => Err(format!(
                "there is no `{first}`: it is no member of {} and none of {}",
                self.operation.name,
                BUILT_IN.join(", ")
            )),
        }
    }

    /// Whether the first name is a type.
    fn known_table(&self, names: &[&str]) -> Result<(), String> {
        let Some(name) = names.first() else { return Ok(()) };
        if self.contract.find_dto(name).is_some() {
            return Ok(());
        }
        let types = self.contract.dtos().map(|(_, dto)| dto.type_name.name.as_str());
        Err(match nearest(name, types) {
            Some(near) => format!("there is no type {name}; did you mean {near}?"),
            None => format!("there is no type {name}"),
        })
    }

    /// Whether each name is a member of what the one before is.
    fn known_members(&self, ty: &TypeRef, names: &[&str]) -> Result<(), String> {
        let Some((name, rest)) = names.split_first() else { return Ok(()) };
        let (TypeRef::Dto(id), ty) = (bare(ty), ty) else { return Ok(()) };
        let dto = self.contract.dto(*id);
        if dto.enumeration().is_some() {
            return Err(format!("`{name}`: {} has no members", self.contract.type_text(ty)));
        }
        match member_of(self.contract, *id, name) {
            Some(place) => self.known_members(&dto.members[place].ty, rest),
            None => {
                let class = self.contract.type_text(ty);
                Err(match nearest(name, dto.members.iter().map(|member| member.name.as_str())) {
                    Some(near) => {
                        format!("`{name}` is no member of {class}; did you mean `{near}`?")
                    }
                    None => format!("`{name}` is no member of {class}"),
                })
            }
        }
    }
}

fn bare(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::Nullable(inner) => inner,
        other => other,
    }
}

fn known_part(name: &str, rest: &[&str]) -> Result<(), String> {
    let parts = PARTS.iter().find(|(object, _)| *object == name).map(|(_, parts)| *parts);
    let (Some(parts), Some(part)) = (parts, rest.first()) else { return Ok(()) };
    if parts.contains(part) {
        return Ok(());
    }
    Err(match nearest(part, parts.iter().copied()) {
        Some(near) => format!("`{name}` has no `{part}`; did you mean `{near}`?"),
        None => format!("`{name}` has no `{part}`; it has {}", parts.join(", ")),
    })
}

/// The names behind `|` in the tags of a template, outside of quotes.
pub(super) fn filters(source: &str) -> Vec<String> {
    let (mut names, mut quote, mut inside) = (Vec::new(), None, false);
    let mut rest = source;
    while let Some(letter) = rest.chars().next() {
        let after = &rest[letter.len_utf8()..];
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') if inside => quote = Some(letter),
            (None, '{') if after.starts_with(['{', '%']) => inside = true,
            (None, '}') if after.starts_with('}') => inside = false,
            (None, '%') if after.starts_with('}') => inside = false,
            (None, '|') if inside => {
                let name =
                    after.trim_start().split(|c: char| !c.is_alphanumeric() && c != '_').next();
                names.extend(name.filter(|name| !name.is_empty()).map(str::to_owned));
            }
            _ => {}
        }
        rest = after;
    }
    names
}
