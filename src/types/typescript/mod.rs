//! TypeScript: classes for `@servicestack/client`, or declarations alone.

mod words;

use std::fmt::Write;

use crate::contract::{Contract, Dto, DtoId, DtoKind, Enumeration, Operation, Property, Scalar, TypeRef};
use crate::types::header::{self, SLASHES};
use crate::types::names::{
    Speller, Words as _, camel_case, dotted, identifier, lines, quoted, single_quoted,
};
use crate::types::selection::{Selection, plain, shown};
use crate::types::{Reference, doc};
use words::TypeScript;

const OPTIONS: [(&str, &str); 9] = [
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
    let mut selection = Selection::of(contract, &reference.options);
    if reference.options.flag("AddServiceStackTypes", true) {
        selection.add_built_in();
    }
    let mut body = String::new();
    let writer = Writer {
        selection: &selection,
        reference,
        classes,
        speller: Speller { contract, words: TypeScript },
    };
    writer.imports(&mut body);
    body.push_str(if classes { MARKERS } else { BARE_MARKERS });
    selection.bases_first().into_iter().for_each(|id| writer.dto(&mut body, id));
    let mut out = String::new();
    header::write(&mut out, reference, &SLASHES, &OPTIONS);
    match reference.options.text("GlobalNamespace").filter(|name| !name.is_empty()) {
        Some(name) => {
            let declare = if classes { "export" } else { "declare" };
            let _ = write!(out, "\n{declare} module {}\n{{\n{}\n}}\n", dotted(name), indented(&body));
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

struct Writer<'a> {
    selection: &'a Selection<'a>,
    reference: &'a Reference<'a>,
    classes: bool,
    speller: Speller<'a, TypeScript>,
}

impl Writer<'_> {
    fn imports(&self, out: &mut String) {
        for import in self.reference.options.list("DefaultImports") {
            if let Some((names, module)) = import.split_once(':') {
                let names: Vec<String> = names.split(';').map(|name| identifier(name.trim())).collect();
                let _ = writeln!(out, "import {{ {} }} from {};", names.join(", "), quoted(module.trim()));
            }
        }
    }

    fn dto(&self, out: &mut String, id: DtoId) {
        let dto = self.selection.contract.dto(id);
        let operation = self.selection.operation_of(id);
        out.push('\n');
        self.comment(out, "", dto.description.as_deref());
        for attribute in doc::attributes_of(dto, operation) {
            let _ = writeln!(out, "// @{}", one_line(&attribute));
        }
        match &dto.kind {
            DtoKind::Enum(enumeration) => self.enumeration(out, dto, enumeration),
            DtoKind::Interface => self.interface(out, dto, None),
            _ if self.classes => self.class(out, dto, operation),
            _ => self.interface(out, dto, operation),
        }
    }

    fn comment(&self, out: &mut String, indent: &str, text: Option<&str>) {
        if let Some(text) = text.filter(|_| self.reference.options.flag("AddDescriptionAsComments", true)) {
            let text = text.replace("*/", "* /");
            let lines = lines(&text).collect::<Vec<_>>().join(&format!("\n{indent}* "));
            let _ = writeln!(out, "{indent}/**\n{indent}* {lines}\n{indent}*/");
        }
    }

    fn own_name(&self, dto: &Dto) -> String {
        let parameters: Vec<String> =
            dto.type_name.generic_args.iter().map(|name| identifier(name)).collect();
        TypeScript.dto(&identifier(plain(dto)), &parameters)
    }

    fn spell(&self, ty: &TypeRef, dto: &Dto) -> String {
        self.speller.spell(ty, &dto.type_name.generic_args)
    }

    fn base(&self, dto: &Dto) -> String {
        let base = dto.base.map(|base| self.spell(&TypeRef::Dto(base), dto));
        base.map(|base| format!(" extends {base}")).unwrap_or_default()
    }

    fn marker(&self, dto: &Dto, operation: Option<&Operation>) -> Option<String> {
        let operation = operation?;
        match &operation.response {
            Some(response) => Some(format!("IReturn<{}>", self.spell(response, dto))),
            None => operation.returns_void.then(|| "IReturnVoid".to_owned()),
        }
    }

    fn interface(&self, out: &mut String, dto: &Dto, operation: Option<&Operation>) {
        let mut bases: Vec<String> = Vec::new();
        bases.extend(dto.base.map(|base| self.spell(&TypeRef::Dto(base), dto)));
        bases.extend(self.marker(dto, operation));
        let extends = if bases.is_empty() { String::new() } else { format!(" extends {}", bases.join(", ")) };
        let _ = writeln!(out, "export interface {}{extends}\n{{", self.own_name(dto));
        shown(dto).for_each(|property| self.property(out, dto, property, ""));
        out.push_str("}\n");
    }

    fn class(&self, out: &mut String, dto: &Dto, operation: Option<&Operation>) {
        let name = self.own_name(dto);
        let marker = self.marker(dto, operation);
        let implements = marker.as_ref().map(|marker| format!(" implements {marker}")).unwrap_or_default();
        let _ = writeln!(out, "export class {name}{}{implements}\n{{", self.base(dto));
        shown(dto).for_each(|property| self.property(out, dto, property, "public "));
        if self.add_status(dto) {
            out.push_str("    public responseStatus?: ResponseStatus;\n");
        }
        if !dto.properties.is_empty() {
            out.push('\n');
        }
        let super_call = if dto.base.is_some() { "super(init); " } else { "" };
        let _ = writeln!(
            out,
            "    public constructor(init?: Partial<{name}>) {{ {super_call}(Object as any).assign(this, init); }}"
        );
        self.request_members(out, dto, operation);
        out.push_str("}\n");
    }

    fn add_status(&self, dto: &Dto) -> bool {
        let has = dto.members.iter().any(|member| member.name.eq_ignore_ascii_case("ResponseStatus"));
        self.reference.options.flag("AddResponseStatus", false) && plain(dto).ends_with("Response") && !has
    }

    /// What the client asks a request for: an empty answer and its name.
    fn request_members(&self, out: &mut String, dto: &Dto, operation: Option<&Operation>) {
        let Some(operation) = operation else { return };
        if self.marker(dto, Some(operation)).is_some() {
            let answer = operation
                .response
                .as_ref()
                .map(|response| format!(" return {}; ", self.empty(response, dto)));
            let _ = writeln!(out, "    public createResponse() {{{}}}", answer.unwrap_or_default());
        }
        let _ = writeln!(out, "    public getTypeName() {{ return {}; }}", single_quoted(&operation.name));
    }

    fn empty(&self, response: &TypeRef, dto: &Dto) -> String {
        let spelled = self.spell(response, dto);
        match response {
            TypeRef::Dto(id)
                if matches!(self.selection.contract.dto(*id).kind, DtoKind::Class | DtoKind::Abstract) =>
            {
                format!("new {spelled}()")
            }
            TypeRef::List(..) => format!("[] as {spelled}"),
            TypeRef::Scalar(Scalar::Boolean) => "false".to_owned(),
            _ => match spelled.as_str() {
                "string" => "''".to_owned(),
                "number" => "0".to_owned(),
                _ => format!("{{}} as {spelled}"),
            },
        }
    }

    fn property(&self, out: &mut String, dto: &Dto, property: &Property, modifier: &str) {
        self.comment(out, "    ", property.description.as_deref());
        for attribute in doc::attributes_on(property) {
            let _ = writeln!(out, "    // @{}", one_line(&attribute));
        }
        let optional = if self.reference.options.flag("MakePropertiesOptional", true) { "?" } else { "" };
        let ty = self.spell(&property.ty, dto);
        let _ = writeln!(out, "    {modifier}{}{optional}: {ty};\n", self.member(property));
        // One blank line between members is enough, and none follows the last.
        out.truncate(out.trim_end_matches('\n').len());
        out.push('\n');
    }

    fn member(&self, property: &Property) -> String {
        match &property.wire_name {
            Some(name) => identifier(name),
            None if self.reference.camel_case => identifier(&camel_case(&property.name)),
            None => identifier(&property.name),
        }
    }

    fn enumeration(&self, out: &mut String, dto: &Dto, enumeration: &Enumeration) {
        let _ = writeln!(out, "export enum {}\n{{", identifier(plain(dto)));
        for member in &enumeration.members {
            self.comment(out, "    ", member.description.as_deref());
            let value = match &member.wire_name {
                _ if enumeration.as_number => member.number.to_string(),
                Some(name) => quoted(name),
                None => quoted(&member.name),
            };
            let _ = writeln!(out, "    {} = {value},", identifier(&member.name));
        }
        out.push_str("}\n");
    }
}

fn one_line(text: &str) -> String {
    lines(text).collect::<Vec<_>>().join(" ")
}
