//! TypeScript: classes for `@servicestack/client`, or declarations alone.

mod syntax;

use std::fmt::Write;

use crate::contract::{Contract, DtoKind, Enumeration, TypeRef};
use crate::types::generator::{Answer, Defaults, Field, Generator, Shape, wire_literal};
use crate::types::header::{self, SLASHES};
use crate::types::names::{Unique, identifier, quoted, single_quoted};
use crate::types::{Reference, doc, javascript};
use syntax::TypeScript;

const OPTIONS: Defaults = &[
    ("GlobalNamespace", ""),
    ("MakePropertiesOptional", "True"),
    ("AddServiceStackTypes", "True"),
    ("AddResponseStatus", "False"),
    ("AddImplicitVersion", ""),
    ("AddDescriptionAsComments", "True"),
    ("IncludeTypes", ""),
    ("ExcludeTypes", ""),
    ("DefaultImports", ""),
];

/// What marks a request with its answer; the client library has the same shapes.
const MARKERS: &str = "
export interface IReturn<T>
{
    createResponse(): T;
}

export interface IReturnVoid
{
    createResponse(): void;
}
";

/// The same without functions, which a declaration of data has none of.
const BARE_MARKERS: &str = "
export interface IReturn<T>
{
}

export interface IReturnVoid
{
}
";

/// Classes with constructors and return markers.
pub(super) fn classes(contract: &Contract, reference: &Reference<'_>) -> String {
    text(contract, reference, true)
}

/// Interfaces alone.
pub(super) fn declarations(contract: &Contract, reference: &Reference<'_>) -> String {
    text(contract, reference, false)
}

fn text(contract: &Contract, reference: &Reference<'_>, classes: bool) -> String {
    let generator = Generator::new(contract, reference, TypeScript { classes }, OPTIONS);
    let mut body = String::new();
    generator.import(&mut body);
    body.push_str(if classes { MARKERS } else { BARE_MARKERS });
    generator.bases_first().iter().for_each(|shape| generator.dto(&mut body, shape));
    let mut out = String::new();
    header::write(&mut out, reference, &SLASHES, OPTIONS);
    match generator.global_namespace() {
        Some(name) => {
            let declare = if classes { "export" } else { "declare" };
            let _ = write!(out, "\n{declare} module {name}\n{{\n{}\n}}\n", indented(&body));
        }
        None => out.push_str(&body),
    }
    out
}

fn indented(body: &str) -> String {
    body.trim_end()
        .lines()
        .map(|line| if line.is_empty() { String::new() } else { format!("    {line}") })
        .collect::<Vec<_>>()
        .join("\n")
}

impl Generator<'_, TypeScript> {
    fn import(&self, out: &mut String) {
        for import in self.reference.options.list("DefaultImports") {
            if let Some((names, module)) = import.split_once(':') {
                let names: Vec<String> =
                    names.split(';').map(|name| identifier(name.trim())).collect();
                let _ = writeln!(
                    out,
                    "import {{ {} }} from {};",
                    names.join(", "),
                    quoted(module.trim())
                );
            }
        }
    }

    fn dto(&self, out: &mut String, shape: &Shape<'_>) {
        out.push('\n');
        self.comment(out, "", shape.dto.description.as_deref());
        doc::comments(out, "// ", &shape.marks);
        match &shape.dto.kind {
            DtoKind::Enum(enumeration) => self.enumeration(out, shape, enumeration),
            DtoKind::Interface => self.interface(out, shape, false),
            _ if self.type_writer.words.classes => self.class(out, shape),
            _ => self.interface(out, shape, true),
        }
    }

    fn comment(&self, out: &mut String, indent: &str, text: Option<&str>) {
        if let Some(text) = self.shown_description(text) {
            doc::block(out, indent, text);
        }
    }

    fn marker(&self, shape: &Shape<'_>) -> Option<String> {
        match shape.answer()? {
            Answer::Type(response) => Some(format!("IReturn<{}>", self.spell(response, shape))),
            Answer::Void => Some("IReturnVoid".to_owned()),
            Answer::Untold => None,
        }
    }

    fn interface(&self, out: &mut String, shape: &Shape<'_>, marked: bool) {
        let mut bases: Vec<String> = self.base(shape).into_iter().collect();
        bases.extend(self.marker(shape).filter(|_| marked));
        let extends =
            if bases.is_empty() { String::new() } else { format!(" extends {}", bases.join(", ")) };
        let _ = writeln!(out, "export interface {}{extends}\n{{", self.own_name(shape));
        shape.fields.iter().for_each(|field| self.property(out, shape, field, ""));
        out.push_str("}\n");
    }

    fn class(&self, out: &mut String, shape: &Shape<'_>) {
        let name = self.own_name(shape);
        let extends = self.base(shape).map(|base| format!(" extends {base}")).unwrap_or_default();
        let implements =
            self.marker(shape).map(|marker| format!(" implements {marker}")).unwrap_or_default();
        let _ = writeln!(out, "export class {name}{extends}{implements}\n{{");
        shape.fields.iter().for_each(|field| self.property(out, shape, field, "public "));
        if !shape.fields.is_empty() {
            out.push('\n');
        }
        let super_call = if extends.is_empty() { "" } else { "super(init); " };
        let _ = writeln!(
            out,
            "    public constructor(init?: Partial<{name}>) {{ {super_call}(Object as any).assign(this, init); }}"
        );
        self.request_members(out, shape);
        out.push_str("}\n");
    }

    /// What the client asks a request for: an empty answer, its name and, of newer hosts, its verb.
    fn request_members(&self, out: &mut String, shape: &Shape<'_>) {
        let (Some(operation), Some(answer)) = (shape.operation, shape.answer()) else { return };
        match answer {
            Answer::Type(response) => {
                let empty = self.empty(response, shape);
                let _ = writeln!(out, "    public createResponse() {{ return {empty}; }}");
            }
            Answer::Void => out.push_str("    public createResponse() {}\n"),
            Answer::Untold => {}
        }
        let _ = writeln!(
            out,
            "    public getTypeName() {{ return {}; }}",
            single_quoted(&operation.name)
        );
        if self.reference.camel_case {
            let _ = writeln!(
                out,
                "    public getMethod() {{ return '{}'; }}",
                operation.preferred_verb()
            );
        }
    }

    fn empty(&self, response: &TypeRef, shape: &Shape<'_>) -> String {
        let spelled = self.spell(response, shape);
        match javascript::empty(self.contract, response, &spelled) {
            plain @ ("''" | "0" | "false") => plain.to_owned(),
            "new" => format!("new {spelled}()"),
            literal => format!("{literal} as {spelled}"),
        }
    }

    fn property(&self, out: &mut String, shape: &Shape<'_>, field: &Field<'_>, modifier: &str) {
        self.comment(out, "    ", field.description);
        doc::comments(out, "    // ", &field.marks);
        let optional = if self.on("MakePropertiesOptional") { "?" } else { "" };
        let ty = self.spell(&field.ty, shape);
        let name = javascript::property(&field.wire_name);
        // Declarations have no values.
        let _ = match field.value.filter(|_| !modifier.is_empty()) {
            Some(value) => writeln!(out, "    {modifier}{name}: {ty} = {value};"),
            None => writeln!(out, "    {modifier}{name}{optional}: {ty};"),
        };
    }

    fn enumeration(&self, out: &mut String, shape: &Shape<'_>, enumeration: &Enumeration) {
        let _ = writeln!(out, "export enum {}\n{{", shape.name);
        let mut names = Unique::default();
        for member in &enumeration.members {
            self.comment(out, "    ", member.description.as_deref());
            let value = wire_literal(enumeration, member, quoted);
            let _ = writeln!(out, "    {} = {value},", names.take(identifier(&member.name)));
        }
        out.push_str("}\n");
    }
}
