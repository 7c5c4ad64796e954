//! Rust, for the crate `servicestack`. Not part of 5.9.1, but of newer hosts.

mod syntax;

use std::fmt::Write;

use crate::contract::{Contract, DtoKind, Enumeration};
use crate::types::flat::{self, Flat};
use crate::types::generator::{Answer, Defaults, Generator, Shape};
use crate::types::header::{self, NESTING_SLASHES};
use crate::types::names::{BRACES, Unique, free, identifier, snake_case};
use crate::types::{Reference, doc};
use syntax::{KEYWORDS, Rust};

const OPTIONS: Defaults = &[
    ("AddServiceStackTypes", "True"),
    ("AddResponseStatus", "False"),
    ("AddImplicitVersion", ""),
    ("AddDescriptionAsComments", "True"),
    ("IncludeTypes", ""),
    ("ExcludeTypes", ""),
];

const IMPORTS: &str = "
#[allow(unused_imports)]
use std::collections::HashMap;

use serde::{Deserialize, Serialize};
#[allow(unused_imports)]
use servicestack::*;
";

const DERIVED: &str = "#[derive(Serialize, Deserialize, Debug, Clone, PartialEq, Default)]";

/// The whole text.
pub(super) fn generate(contract: &Contract, reference: &Reference<'_>) -> String {
    // The client's own types are spelled in camelCase.
    let words = Rust { has_client_types: reference.camel_case };
    let generator = Generator::new(contract, reference, words, OPTIONS);
    let mut out = String::new();
    header::write(&mut out, reference, &NESTING_SLASHES, OPTIONS);
    out.push_str(IMPORTS);
    generator.bases_first().iter().for_each(|shape| generator.dto(&mut out, shape));
    out
}

impl Generator<'_, Rust> {
    fn dto(&self, out: &mut String, shape: &Shape<'_>) {
        out.push('\n');
        self.comment(out, "/// ", shape.dto.description.as_deref());
        doc::comments(out, "// ", &shape.marks);
        match &shape.dto.kind {
            DtoKind::Enum(enumeration) => enumeration_of(out, shape, enumeration),
            DtoKind::Interface => {
                let _ = writeln!(out, "pub type {} = serde_json::Value;", shape.name);
            }
            _ => self.structure(out, shape),
        }
    }

    fn comment(&self, out: &mut String, start: &str, text: Option<&str>) {
        if let Some(text) = self.shown_description(text) {
            doc::remark(out, start, text);
        }
    }

    fn structure(&self, out: &mut String, shape: &Shape<'_>) {
        let name = self.own_name(shape);
        let members = flat::members(self, shape);
        let versioned = members.iter().any(|member| member.value.is_some());
        let derived = if versioned { DERIVED.replace(", Default", "") } else { DERIVED.to_owned() };
        let _ = writeln!(out, "{derived}\npub struct {name} {{");
        let mut names = Unique::default();
        let fields: Vec<String> =
            members.iter().map(|member| names.take(snake_case(&member.name))).collect();
        for (member, name) in members.iter().zip(&fields) {
            self.field(out, shape, member, name);
        }
        let unused = unused(self, shape, &members);
        for (at, parameter) in unused.iter().enumerate() {
            let _ = writeln!(
                out,
                "    #[serde(skip)]\n    pub unused_{at}: std::marker::PhantomData<{parameter}>,"
            );
        }
        out.push_str("}\n");
        if versioned {
            default(out, shape, &members, &fields);
        }
        self.request(out, shape);
    }

    fn field(&self, out: &mut String, shape: &Shape<'_>, field: &Flat<'_>, name: &str) {
        self.comment(out, "    /// ", field.description);
        let ty = self.spell(&field.ty, shape);
        let ty =
            if flat::holds(self.contract, &field.ty, shape.id) { format!("Box<{ty}>") } else { ty };
        let rename = if name == field.wire_name {
            String::new()
        } else {
            format!("rename = {}, ", BRACES.literal(&field.wire_name))
        };
        let _ = writeln!(
            out,
            "    #[serde({rename}default, skip_serializing_if = \"Option::is_none\")]\n    pub {}: Option<{ty}>,",
            raw(name)
        );
    }

    /// What the client asks a request for: its name, its verb and the type of its answer.
    fn request(&self, out: &mut String, shape: &Shape<'_>) {
        let (Some(operation), Some(answer)) = (shape.operation, shape.answer()) else { return };
        if !shape.parameters().is_empty() {
            return;
        }
        let name = &shape.name;
        let _ = writeln!(
            out,
            "\nimpl IRequest for {name} {{\n    const NAME: &'static str = {};\n    \
             const VERB: &'static str = \"{}\";\n}}",
            BRACES.literal(&operation.name),
            operation.preferred_verb()
        );
        let _ = match answer {
            Answer::Type(response) => {
                writeln!(
                    out,
                    "impl IReturn for {name} {{ type Response = {}; }}",
                    self.spell(response, shape)
                )
            }
            Answer::Void => writeln!(out, "impl IReturnVoid for {name} {{}}"),
            Answer::Untold => Ok(()),
        };
    }
}

/// Type parameters that no member has.
fn unused(generator: &Generator<'_, Rust>, shape: &Shape<'_>, members: &[Flat<'_>]) -> Vec<String> {
    let types: Vec<String> =
        members.iter().map(|member| generator.spell(&member.ty, shape)).collect();
    let words = |ty: &String| -> Vec<String> {
        ty.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_owned).collect()
    };
    let used: Vec<String> = types.iter().flat_map(words).collect();
    shape
        .parameters()
        .iter()
        .map(|name| identifier(name))
        .filter(|name| !used.contains(name))
        .collect()
}

/// A request with a version has it from the start.
fn default(out: &mut String, shape: &Shape<'_>, members: &[Flat<'_>], fields: &[String]) {
    let _ = writeln!(
        out,
        "\nimpl Default for {} {{\n    fn default() -> Self {{\n        Self {{",
        shape.name
    );
    for (member, name) in members.iter().zip(fields) {
        let value = member.value.map_or("None".to_owned(), |value| format!("Some({value})"));
        let _ = writeln!(out, "            {}: {value},", raw(name));
    }
    out.push_str("        }\n    }\n}\n");
}

/// TypeSyntax of the language are raw names; a few may not even be that.
fn raw(name: &str) -> String {
    let name = free(identifier(name), &["self", "super", "crate", "_"]);
    if KEYWORDS.contains(&name.as_str()) { format!("r#{name}") } else { name }
}

fn enumeration_of(out: &mut String, shape: &Shape<'_>, enumeration: &Enumeration) {
    if enumeration.as_number || enumeration.members.is_empty() {
        return number(out, shape, enumeration);
    }
    let _ = writeln!(
        out,
        "#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]\npub enum {} {{",
        shape.name
    );
    let mut names = Unique::default();
    for (at, member) in enumeration.members.iter().enumerate() {
        let name =
            names.take(free(identifier(&member.name), &["Self", "self", "super", "crate", "_"]));
        let wire = member.on_the_wire();
        if wire != name {
            let _ = writeln!(out, "    #[serde(rename = {})]", BRACES.literal(wire));
        }
        let default = if at == 0 { "    #[default]\n" } else { "" };
        let _ = writeln!(out, "{default}    {},", raw(&name));
    }
    out.push_str("}\n");
}

/// An enum that is a number, whose values may be joined.
fn number(out: &mut String, shape: &Shape<'_>, enumeration: &Enumeration) {
    let name = &shape.name;
    let _ = writeln!(
        out,
        "#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]\n\
         #[serde(transparent)]\npub struct {name}(pub i64);\n\nimpl {name} {{"
    );
    let mut names = Unique::default();
    for member in &enumeration.members {
        let constant = names.take(identifier(&snake_case(&member.name)).to_uppercase());
        let _ = writeln!(
            out,
            "    pub const {}: Self = Self({});",
            free(constant, &["_"]),
            member.number
        );
    }
    out.push_str("}\n");
}
