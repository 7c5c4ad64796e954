//! Go 1.18 and newer, for `github.com/ServiceStack/servicestack-go`. Not part of 5.9.1, but of
//! newer hosts.

mod syntax;

use std::fmt::Write;

use crate::contract::{Contract, DtoKind, Enumeration, TypeRef};
use crate::types::flat::{self, Flat};
use crate::types::generator::{Answer, Defaults, Generator, Shape, wire_literal};
use crate::types::header::{self, SLASHES};
use crate::types::names::{Unique, capital, free, identifier, quoted};
use crate::types::{Reference, doc};
use syntax::{Go, KEYWORDS, exported};

const OPTIONS: Defaults = &[
    ("GlobalNamespace", "dtos"),
    ("AddServiceStackTypes", "True"),
    ("AddResponseStatus", "False"),
    ("AddImplicitVersion", ""),
    ("AddDescriptionAsComments", "True"),
    ("IncludeTypes", ""),
    ("ExcludeTypes", ""),
];

/// The whole text.
pub(super) fn generate(contract: &Contract, reference: &Reference<'_>) -> String {
    let generator = Generator::new(contract, reference, Go, OPTIONS);
    let package =
        generator.given("GlobalNamespace").map(identifier).unwrap_or_else(|| "dtos".to_owned());
    let mut body = String::new();
    let shapes = generator.bases_first();
    let mut constants = Unique::default();
    shapes.iter().for_each(|shape| {
        constants.take(shape.name.clone());
    });
    shapes.iter().for_each(|shape| generator.dto(&mut body, shape, &mut constants));
    let mut out = String::new();
    header::write(&mut out, reference, &SLASHES, OPTIONS);
    let _ = writeln!(out, "\npackage {}", free(package, &KEYWORDS));
    // What is imported must be used.
    if body.contains("ss.Response") || body.contains("ss.EmptyResponse") {
        out.push_str("\nimport ss \"github.com/ServiceStack/servicestack-go\"\n");
    }
    out.push_str(&body);
    out
}

impl Generator<'_, Go> {
    fn dto(&self, out: &mut String, shape: &Shape<'_>, constants: &mut Unique) {
        out.push('\n');
        self.comment(out, "// ", shape.dto.description.as_deref());
        doc::comments(out, "// ", &shape.marks);
        match &shape.dto.kind {
            DtoKind::Enum(enumeration) => enumeration_of(out, shape, enumeration, constants),
            DtoKind::Interface => {
                let _ = writeln!(out, "type {} = any", shape.name);
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
        let parameters: Vec<String> =
            shape.parameters().iter().map(|name| format!("{} any", identifier(name))).collect();
        let parameters = if parameters.is_empty() {
            String::new()
        } else {
            format!("[{}]", parameters.join(", "))
        };
        let _ = writeln!(out, "type {}{parameters} struct {{", shape.name);
        let mut names = Unique::default();
        for field in flat::members(self, shape) {
            let name = names.take(free(
                exported(&field.name),
                &["CreateResponse", "CreateResponseVoid", "HttpMethod"],
            ));
            self.field(out, shape, &field, &name);
        }
        out.push_str("}\n");
        self.request_members(out, shape);
    }

    fn field(&self, out: &mut String, shape: &Shape<'_>, field: &Flat<'_>, name: &str) {
        self.comment(out, "\t// ", field.description);
        let _ =
            writeln!(out, "\t{name} {} {}", self.pointed(&field.ty, shape), tag(&field.wire_name));
    }

    /// A struct within a struct stands behind a pointer, as does what may be absent: it is left out
    /// then.
    fn pointed(&self, ty: &TypeRef, shape: &Shape<'_>) -> String {
        let spelled = self.spell(ty, shape);
        let is_struct = match ty {
            TypeRef::Dto(id) => {
                matches!(self.contract.dto(*id).kind, DtoKind::Class | DtoKind::Abstract)
            }
            _ => false,
        };
        if is_struct && !spelled.starts_with('*') { format!("*{spelled}") } else { spelled }
    }

    /// What the client asks a request for: an empty answer and its verb.
    fn request_members(&self, out: &mut String, shape: &Shape<'_>) {
        let (Some(operation), Some(answer)) = (shape.operation, shape.answer()) else { return };
        let own = self.own_name(shape);
        match answer {
            Answer::Type(response) => {
                let _ = writeln!(
                    out,
                    "\nfunc ({own}) CreateResponse() (r {}) {{ return }}",
                    self.spell(response, shape)
                );
            }
            Answer::Void => {
                let _ = writeln!(out, "\nfunc ({own}) CreateResponseVoid() {{}}");
            }
            Answer::Untold => out.push('\n'),
        }
        let _ = writeln!(
            out,
            "func ({own}) HttpMethod() string {{ return \"{}\" }}",
            operation.preferred_verb()
        );
    }
}

/// The name on the wire; a tag knows no quotes, commas and lines.
fn tag(wire_name: &str) -> String {
    let name: String = wire_name
        .chars()
        .filter(|c| !c.is_control() && !"\"`\\,\u{2028}\u{2029}".contains(*c))
        .collect();
    format!("`json:\"{name},omitempty\"`")
}

fn enumeration_of(
    out: &mut String,
    shape: &Shape<'_>,
    enumeration: &Enumeration,
    constants: &mut Unique,
) {
    let name = &shape.name;
    let base = if enumeration.as_number { "int64" } else { "string" };
    let _ = writeln!(out, "type {name} {base}");
    if enumeration.members.is_empty() {
        return;
    }
    out.push_str("\nconst (\n");
    for member in &enumeration.members {
        let constant = constants.take(format!("{name}{}", capital(&identifier(&member.name))));
        let value = wire_literal(enumeration, member, quoted);
        let _ = writeln!(out, "\t{constant} {name} = {value}");
    }
    out.push_str(")\n");
}
