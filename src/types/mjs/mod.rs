//! JavaScript classes with JSDoc types, for `@servicestack/client`. Not part of 5.9.1, but of newer
//! hosts.

mod syntax;

use std::fmt::Write;

use crate::contract::{Contract, DtoKind, Enumeration};
use crate::types::generator::{Answer, Defaults, Field, Generator, Shape, wire_literal};
use crate::types::header::{self, SLASHES};
use crate::types::names::{identifier, lines, quoted, single_quoted};
use crate::types::{Reference, doc, javascript};
use syntax::Mjs;

const OPTIONS: Defaults = &[
    ("AddServiceStackTypes", "True"),
    ("AddDocAnnotations", "True"),
    ("AddDescriptionAsComments", "True"),
    ("AddResponseStatus", "False"),
    ("AddImplicitVersion", ""),
    ("IncludeTypes", ""),
    ("ExcludeTypes", ""),
    ("DefaultImports", ""),
];

/// The whole text.
pub(super) fn generate(contract: &Contract, reference: &Reference<'_>) -> String {
    let generator = Generator::new(contract, reference, Mjs, OPTIONS);
    let mut out = String::new();
    header::write(&mut out, reference, &SLASHES, OPTIONS);
    out.push_str("\n\"use strict\";\n");
    generator.bases_first().iter().for_each(|shape| generator.dto(&mut out, shape));
    out
}

impl Generator<'_, Mjs> {
    fn dto(&self, out: &mut String, shape: &Shape<'_>) {
        self.comment(out, "", shape.dto.description.as_deref());
        match &shape.dto.kind {
            DtoKind::Enum(enumeration) => self.enumeration(out, shape, enumeration),
            _ => self.class(out, shape),
        }
    }

    fn comment(&self, out: &mut String, indent: &str, text: Option<&str>) {
        if let Some(text) = self.shown_description(text) {
            doc::block(out, indent, text);
        }
    }

    fn annotation(&self, out: &mut String, indent: &str, text: &str) {
        if self.on("AddDocAnnotations") {
            let line = lines(text).collect::<Vec<_>>().join(" ").replace("*/", "* /");
            let _ = writeln!(out, "{indent}/** {line} */");
        }
    }

    fn class(&self, out: &mut String, shape: &Shape<'_>) {
        let parameters: Vec<String> =
            shape.parameters().iter().map(|name| identifier(name)).collect();
        if !parameters.is_empty() {
            self.annotation(out, "", &format!("@template {}", parameters.join(", ")));
        }
        let base = self.base(shape);
        let class = base.as_deref().map(|base| base.split('<').next().unwrap_or_default());
        let extends = class.map(|class| format!(" extends {class}")).unwrap_or_default();
        let _ = writeln!(out, "export class {}{extends} {{", shape.name);
        let reported = |field: &Field<'_>| {
            format!("{}?:{}", javascript::property(&field.wire_name), self.spell(&field.ty, shape))
        };
        let members: Vec<String> = shape.fields.iter().map(reported).collect();
        let own = format!("{{{}}}", members.join(","));
        let init = base.as_ref().map_or(own.clone(), |base| format!("Partial<{base}> & {own}"));
        self.annotation(out, "    ", &format!("@param {{{init}}} [init]"));
        let super_call = if base.is_some() { "super(init); " } else { "" };
        let _ = writeln!(out, "    constructor(init) {{ {super_call}Object.assign(this, init) }}");
        for field in &shape.fields {
            self.comment(out, "    ", field.description);
            self.annotation(out, "    ", &format!("@type {{{}}}", self.spell(&field.ty, shape)));
            let value = field.value.map(|value| format!(" = {value}")).unwrap_or_default();
            let _ = writeln!(out, "    {}{value};", javascript::property(&field.wire_name));
        }
        self.request_members(out, shape);
        out.push_str("}\n");
    }

    /// What the client asks a request for: its name, its verb and an empty answer.
    fn request_members(&self, out: &mut String, shape: &Shape<'_>) {
        let (Some(operation), Some(answer)) = (shape.operation, shape.answer()) else { return };
        let _ = writeln!(out, "    getTypeName() {{ return {} }}", single_quoted(&operation.name));
        let _ = writeln!(out, "    getMethod() {{ return '{}' }}", operation.preferred_verb());
        match answer {
            Answer::Type(response) => {
                let spelled = self.spell(response, shape);
                let class = spelled.split('<').next().unwrap_or_default();
                let empty = match javascript::empty(self.contract, response, &spelled) {
                    "new" => format!("new {class}()"),
                    literal => literal.to_owned(),
                };
                let _ = writeln!(out, "    createResponse() {{ return {empty} }}");
            }
            Answer::Void => out.push_str("    createResponse() { }\n"),
            Answer::Untold => {}
        }
    }

    fn enumeration(&self, out: &mut String, shape: &Shape<'_>, enumeration: &Enumeration) {
        let kind = if enumeration.as_number { "number" } else { "string" };
        self.annotation(out, "", &format!("@enum {{{kind}}}"));
        let _ = writeln!(out, "export const {} = Object.freeze({{", shape.name);
        for member in &enumeration.members {
            let value = wire_literal(enumeration, member, quoted);
            let _ = writeln!(out, "    {}: {value},", javascript::property(&member.name));
        }
        out.push_str("});\n");
    }
}
