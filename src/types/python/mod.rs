//! Python dataclasses, for the PyPI client `servicestack`.

mod syntax;

use std::fmt::Write;

use crate::contract::{Contract, DtoKind, Enumeration, TypeRef};
use crate::types::generator::{Answer, Defaults, Field, Generator, Shape, wire_literal};
use crate::types::header::{self, Comment};
use crate::types::names::{Unique, camel_case, capital, free, identifier, quoted, snake_case};
use crate::types::syntax::TypeSyntax;
use crate::types::{Reference, doc};
use syntax::Python;

const OPTIONS: Defaults = &[
    ("GlobalNamespace", ""),
    ("AddServiceStackTypes", "True"),
    ("AddResponseStatus", "False"),
    ("AddImplicitVersion", ""),
    ("AddDescriptionAsComments", "True"),
    ("IncludeTypes", ""),
    ("ExcludeTypes", ""),
];

const COMMENT: Comment =
    Comment { open: "\"\"\" ", line: "", hidden: "#", close: "\"\"\"\n", nests: false };

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

/// The whole text.
pub(super) fn generate(contract: &Contract, reference: &Reference<'_>) -> String {
    let generator = Generator::new(contract, reference, Python, OPTIONS);
    let mut out = String::new();
    header::write(&mut out, reference, &COMMENT, OPTIONS);
    out.push_str(IMPORTS);
    let shapes = generator.bases_first();
    generator.parameters(&mut out, &shapes);
    shapes.iter().for_each(|shape| generator.dto(&mut out, shape));
    out
}

impl Generator<'_, Python> {
    /// `T = TypeVar('T')` for every type parameter.
    fn parameters(&self, out: &mut String, shapes: &[Shape<'_>]) {
        let all = shapes.iter().flat_map(|shape| shape.parameters());
        let mut names: Vec<String> =
            all.map(|name| self.type_writer.words.parameter(name)).collect();
        names.sort();
        names.dedup();
        if !names.is_empty() {
            out.push('\n');
        }
        for name in names {
            let _ = writeln!(out, "{name} = TypeVar('{name}')");
        }
    }

    fn dto(&self, out: &mut String, shape: &Shape<'_>) {
        out.push_str("\n\n");
        match &shape.dto.kind {
            DtoKind::Enum(enumeration) => enumeration_of(out, shape, enumeration),
            _ => self.class(out, shape),
        }
    }

    fn class(&self, out: &mut String, shape: &Shape<'_>) {
        let case = if self.reference.camel_case { "letter_case=LetterCase.CAMEL, " } else { "" };
        let bases = self.bases(shape);
        let bases =
            if bases.is_empty() { String::new() } else { format!("({})", bases.join(", ")) };
        let _ = writeln!(
            out,
            "@dataclass_json({case}undefined=Undefined.EXCLUDE)\n@dataclass\n\
             class {}{bases}:",
            shape.name,
        );
        self.comment(out, shape.dto.description.as_deref());
        let mut names = Unique::default();
        for field in &shape.fields {
            self.property(out, shape, field, &names.take(self.member(field)));
        }
        if shape.fields.is_empty() {
            out.push_str("    pass\n");
        }
    }

    fn bases(&self, shape: &Shape<'_>) -> Vec<String> {
        let mut bases: Vec<String> = self.base(shape).into_iter().collect();
        match shape.answer() {
            Some(Answer::Type(response)) => {
                let spelled = self.spell(response, shape);
                let spelled = if self.comes_later(response) { quoted(&spelled) } else { spelled };
                bases.push(format!("IReturn[{spelled}]"));
            }
            Some(Answer::Void) => bases.push("IReturnVoid".to_owned()),
            Some(Answer::Untold) | None => {}
        }
        if !shape.parameters().is_empty() {
            let names: Vec<String> = shape
                .parameters()
                .iter()
                .map(|name| self.type_writer.words.parameter(name))
                .collect();
            bases.push(format!("Generic[{}]", names.join(", ")));
        }
        bases
    }

    /// A request that answers itself, or another request: bases are no annotations, they are looked
    /// up at once.
    fn comes_later(&self, response: &TypeRef) -> bool {
        match response {
            TypeRef::Nullable(inner) | TypeRef::List(_, inner) => self.comes_later(inner),
            TypeRef::Dictionary(key, value) => self.comes_later(key) || self.comes_later(value),
            TypeRef::Dto(id) => {
                let dto = self.contract.dto(*id);
                let is_request =
                    self.selection.operation_of(dto.definition.unwrap_or(*id)).is_some();
                is_request || dto.arguments.iter().any(|argument| self.comes_later(argument))
            }
            TypeRef::Scalar(_) | TypeRef::Unknown(_) => false,
        }
    }

    fn comment(&self, out: &mut String, text: Option<&str>) {
        if let Some(text) = self.shown_description(text) {
            doc::remark(out, "    # ", text);
        }
    }

    fn property(&self, out: &mut String, shape: &Shape<'_>, field: &Field<'_>, name: &str) {
        self.comment(out, field.description);
        let ty = self.spell(&field.ty, shape);
        let ty = if ty.starts_with("Optional[") { ty } else { format!("Optional[{ty}]") };
        let value = field.value.map_or("None".to_owned(), |value| value.to_string());
        // The client finds most names by their case alone; the others are given.
        let default = if self.follows_case(&field.wire_name, name) {
            value
        } else {
            format!(
                "field(metadata=config(field_name={}), default={value})",
                quoted(&field.wire_name)
            )
        };
        let _ = writeln!(out, "    {name}: {ty} = {default}");
    }

    /// The client finds a member of an answer by its own name or by that in camelCase: where the
    /// host writes PascalCase, the members are called so.
    fn member(&self, field: &Field<'_>) -> String {
        if self.reference.camel_case { member(field.name) } else { wire_member(&field.wire_name) }
    }

    /// Whether the client makes the wire's name from the member's.
    fn follows_case(&self, wire_name: &str, name: &str) -> bool {
        if !self.reference.camel_case {
            return name == wire_name;
        }
        let words: String = name.split('_').map(capital).collect();
        !name.ends_with('_') && !name.starts_with('_') && camel_case(&words) == wire_name
    }
}

fn enumeration_of(out: &mut String, shape: &Shape<'_>, enumeration: &Enumeration) {
    let kind = if enumeration.as_number { "IntEnum" } else { "str, Enum" };
    let _ = writeln!(out, "class {}({kind}):", shape.name);
    let mut names = Unique::default();
    for own in &enumeration.members {
        let value = wire_literal(enumeration, own, quoted);
        let _ = writeln!(out, "    {} = {value}", names.take(member(&own.name).to_uppercase()));
    }
    if enumeration.members.is_empty() {
        out.push_str("    pass\n");
    }
}

/// TypeSyntax of Python, and names that annotations need: a member's default would hide them.
const TAKEN: [&str; 47] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "bool", "break", "bytes",
    "class", "config", "continue", "datetime", "decimal", "def", "del", "elif", "else", "except",
    "false", "field", "finally", "float", "for", "from", "global", "if", "import", "in", "int",
    "is", "lambda", "none", "nonlocal", "not", "or", "pass", "raise", "return", "str", "true",
    "try", "while", "with", "yield",
];

/// `snake_case`, never a name that is taken.
pub(crate) fn member(name: &str) -> String {
    free(free(identifier(&snake_case(name)), &TAKEN), &["type"])
}

/// The name on the wire, never one that is taken.
pub(crate) fn wire_member(wire_name: &str) -> String {
    free(identifier(wire_name), &TAKEN)
}
