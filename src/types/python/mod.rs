//! Python dataclasses, for the PyPI client `servicestack`.

mod words;

use std::fmt::Write;

use crate::contract::{Contract, Dto, DtoId, DtoKind, Enumeration, Operation, Property, TypeRef};
use crate::types::Reference;
use crate::types::header::{self, Comment};
use crate::types::names::{Speller, identifier, lines, quoted, snake_case};
use crate::types::selection::{Selection, plain, shown};
use words::Python;

const OPTIONS: [(&str, &str); 7] = [
    ("GlobalNamespace", ""),
    ("AddServiceStackTypes", "True"),
    ("AddResponseStatus", "False"),
    ("AddImplicitVersion", ""),
    ("AddDescriptionAsComments", "True"),
    ("IncludeTypes", ""),
    ("ExcludeTypes", ""),
];

const COMMENT: Comment = Comment { open: "\"\"\" ", hidden: "#", close: "\"\"\"\n" };

/// Annotations stay texts until they are asked for: types may refer to each other in circles.
const IMPORTS: &str = "
from __future__ import annotations

import datetime
import decimal
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import *

from dataclasses_json import LetterCase, Undefined, config, dataclass_json
from servicestack import *
";

/// What the client brings itself.
const IN_CLIENT: [&str; 4] = ["ResponseStatus", "ResponseError", "EmptyResponse", "ErrorResponse"];

/// The whole text.
pub(super) fn generate(contract: &Contract, reference: &Reference<'_>) -> String {
    let mut selection = Selection::of(contract, &reference.options);
    if reference.options.flag("AddServiceStackTypes", true) {
        selection.add_built_in();
    }
    let mut out = String::new();
    header::write(&mut out, reference, &COMMENT, &OPTIONS);
    out.push_str(IMPORTS);
    let ids: Vec<DtoId> = selection
        .bases_first()
        .into_iter()
        .filter(|id| !IN_CLIENT.contains(&plain(contract.dto(*id))))
        .collect();
    let writer = Writer { selection: &selection, reference, speller: Speller { contract, words: Python } };
    writer.parameters(&mut out, &ids);
    ids.into_iter().for_each(|id| writer.dto(&mut out, id));
    out
}

struct Writer<'a> {
    selection: &'a Selection<'a>,
    reference: &'a Reference<'a>,
    speller: Speller<'a, Python>,
}

impl Writer<'_> {
    /// `T = TypeVar('T')` for every type parameter.
    fn parameters(&self, out: &mut String, ids: &[DtoId]) {
        let all = ids.iter().flat_map(|id| &self.selection.contract.dto(*id).type_name.generic_args);
        let mut names: Vec<String> = all.map(|name| identifier(name)).collect();
        names.sort();
        names.dedup();
        if !names.is_empty() {
            out.push('\n');
        }
        for name in names {
            let _ = writeln!(out, "{name} = TypeVar('{name}')");
        }
    }

    fn dto(&self, out: &mut String, id: DtoId) {
        let dto = self.selection.contract.dto(id);
        out.push_str("\n\n");
        match &dto.kind {
            DtoKind::Enum(enumeration) => self.enumeration(out, dto, enumeration),
            _ => self.class(out, dto, self.selection.operation_of(id)),
        }
    }

    fn class(&self, out: &mut String, dto: &Dto, operation: Option<&Operation>) {
        let case = if self.reference.camel_case { "CAMEL" } else { "PASCAL" };
        let bases = self.bases(dto, operation);
        let bases = if bases.is_empty() { String::new() } else { format!("({})", bases.join(", ")) };
        let _ = writeln!(
            out,
            "@dataclass_json(letter_case=LetterCase.{case}, undefined=Undefined.EXCLUDE)\n@dataclass\n\
             class {}{bases}:",
            identifier(plain(dto)),
        );
        let start = out.len();
        self.comment(out, dto.description.as_deref());
        shown(dto).for_each(|property| self.property(out, dto, property));
        if out.len() == start {
            out.push_str("    pass\n");
        }
    }

    fn bases(&self, dto: &Dto, operation: Option<&Operation>) -> Vec<String> {
        let parameters = &dto.type_name.generic_args;
        let spell = |ty: &TypeRef| self.speller.spell(ty, parameters);
        let mut bases: Vec<String> = dto.base.map(|base| spell(&TypeRef::Dto(base))).into_iter().collect();
        match operation.map(|operation| (&operation.response, operation.returns_void)) {
            Some((Some(response), _)) if self.comes_later(response) => {
                bases.push(format!("IReturn[{}]", quoted(&spell(response))));
            }
            Some((Some(response), _)) => bases.push(format!("IReturn[{}]", spell(response))),
            Some((None, true)) => bases.push("IReturnVoid".to_owned()),
            _ => {}
        }
        if !parameters.is_empty() {
            let names: Vec<String> = parameters.iter().map(|name| identifier(name)).collect();
            bases.push(format!("Generic[{}]", names.join(", ")));
        }
        bases
    }

    /// A request that answers itself, or another request: bases are no annotations, they are looked up at once.
    fn comes_later(&self, response: &TypeRef) -> bool {
        matches!(response, TypeRef::Dto(id) if self.selection.operation_of(*id).is_some())
    }

    fn comment(&self, out: &mut String, text: Option<&str>) {
        if let Some(text) = text.filter(|_| self.reference.options.flag("AddDescriptionAsComments", true)) {
            lines(text).for_each(|line| {
                let _ = writeln!(out, "    # {line}");
            });
        }
    }

    fn property(&self, out: &mut String, dto: &Dto, property: &Property) {
        self.comment(out, property.description.as_deref());
        let ty = self.speller.spell(&property.ty, &dto.type_name.generic_args);
        let ty = if ty.starts_with("Optional[") { ty } else { format!("Optional[{ty}]") };
        let wire_name = property.wire_name.as_ref().unwrap_or(&property.name);
        let name = member(&property.name);
        // The client finds most names by their case alone; the others are told.
        let default = if property.wire_name.is_some() || !self.follows_case(&property.name, &name) {
            format!("field(metadata=config(field_name={}), default=None)", quoted(wire_name))
        } else {
            "None".to_owned()
        };
        let _ = writeln!(out, "    {name}: {ty} = {default}");
    }

    /// Whether the client makes the wire's name from the member's.
    fn follows_case(&self, wire_name: &str, name: &str) -> bool {
        if name.ends_with('_') || name.starts_with('_') {
            return false;
        }
        let words: String = name.split('_').map(capital).collect();
        let made = if self.reference.camel_case { crate::types::names::camel_case(&words) } else { words };
        let wire_name = if self.reference.camel_case {
            crate::types::names::camel_case(wire_name)
        } else {
            wire_name.to_owned()
        };
        made == wire_name
    }

    fn enumeration(&self, out: &mut String, dto: &Dto, enumeration: &Enumeration) {
        let kind = if enumeration.as_number { "IntEnum" } else { "str, Enum" };
        let _ = writeln!(out, "class {}({kind}):", identifier(plain(dto)));
        for own in &enumeration.members {
            let value = match &own.wire_name {
                _ if enumeration.as_number => own.number.to_string(),
                Some(name) => quoted(name),
                None => quoted(&own.name),
            };
            let _ = writeln!(out, "    {} = {value}", member(&own.name).to_uppercase());
        }
        if enumeration.members.is_empty() {
            out.push_str("    pass\n");
        }
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Words of Python, and names that annotations need: a member's default would hide them.
const TAKEN: [&str; 37] = [
    "and", "as", "assert", "async", "await", "bool", "break", "bytes", "class", "config", "continue",
    "datetime", "decimal", "def", "del", "else", "except", "false", "field", "float", "for", "from",
    "global", "if", "import", "in", "int", "is", "none", "not", "or", "pass", "return", "str", "true",
    "type", "with",
];

/// `snake_case`, never a name that is taken.
pub(crate) fn member(name: &str) -> String {
    let name = identifier(&snake_case(name));
    if TAKEN.contains(&name.as_str()) { format!("{name}_") } else { name }
}
