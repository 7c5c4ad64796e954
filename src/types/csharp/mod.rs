//! C#, for `ServiceStack.Client`: partial classes by namespace.

mod words;

use std::fmt::Write;

use crate::contract::{Contract, Dto, DtoId, DtoKind, Enumeration, ListKind, Operation, Property, TypeRef};
use crate::types::header::{self, SLASHES};
use crate::types::names::{Speller, Words as _, dotted, identifier, lines, quoted};
use crate::types::selection::{Selection, plain, shown};
use crate::types::{Reference, doc};
use words::CSharp;

const OPTIONS: [(&str, &str); 18] = [
    ("GlobalNamespace", ""),
    ("MakePartial", "True"),
    ("MakeVirtual", "True"),
    ("MakeInternal", "False"),
    ("MakeDataContractsExtensible", "False"),
    ("AddReturnMarker", "True"),
    ("AddDescriptionAsComments", "True"),
    ("AddDataContractAttributes", "False"),
    ("AddIndexesToDataMembers", "False"),
    ("AddGeneratedCodeAttributes", "False"),
    ("AddResponseStatus", "False"),
    ("AddImplicitVersion", ""),
    ("InitializeCollections", "True"),
    ("ExportValueTypes", "False"),
    ("IncludeTypes", ""),
    ("ExcludeTypes", ""),
    ("AddNamespaces", ""),
    ("AddDefaultXmlNamespace", "http://schemas.servicestack.net/types"),
];

const USINGS: [&str; 6] = [
    "System",
    "System.Collections",
    "System.Collections.Generic",
    "System.Runtime.Serialization",
    "ServiceStack",
    "ServiceStack.DataAnnotations",
];

/// The whole text.
pub(super) fn generate(contract: &Contract, reference: &Reference<'_>) -> String {
    let selection = Selection::of(contract, &reference.options);
    let mut out = String::new();
    header::write(&mut out, reference, &SLASHES, &OPTIONS);
    let writer = Writer { selection: &selection, reference, speller: Speller { contract, words: CSharp } };
    // .NET has its own types already.
    let is_system = |id: &DtoId| format!("{}.", contract.dto(*id).type_name.namespace).starts_with("System.");
    let ids: Vec<DtoId> = selection.by_namespace().into_iter().filter(|id| !is_system(id)).collect();
    writer.usings(&mut out, &ids);
    for block in ids.chunk_by(|a, b| writer.namespace(*a) == writer.namespace(*b)) {
        let _ = writeln!(out, "\nnamespace {}\n{{", writer.namespace(block[0]));
        block.iter().for_each(|id| writer.dto(&mut out, *id));
        out.push_str("}\n");
    }
    out
}

struct Writer<'a> {
    selection: &'a Selection<'a>,
    reference: &'a Reference<'a>,
    speller: Speller<'a, CSharp>,
}

impl Writer<'_> {
    fn namespace(&self, id: DtoId) -> String {
        let global = self.reference.options.text("GlobalNamespace").filter(|name| !name.is_empty());
        let own = &self.selection.contract.dto(id).type_name.namespace;
        dotted(global.unwrap_or(if own.is_empty() { "Dtos" } else { own }))
    }

    fn usings(&self, out: &mut String, ids: &[DtoId]) {
        let mut names: Vec<String> = USINGS.iter().map(|name| (*name).to_owned()).collect();
        names.extend(self.reference.options.list("AddNamespaces").into_iter().map(dotted));
        names.extend(ids.iter().map(|id| self.namespace(*id)));
        let mut seen: Vec<&String> = Vec::new();
        out.push('\n');
        for name in &names {
            if !seen.contains(&name) {
                let _ = writeln!(out, "using {name};");
                seen.push(name);
            }
        }
    }

    fn on(&self, option: &str) -> bool {
        let default = OPTIONS.iter().any(|(name, default)| *name == option && *default == "True");
        self.reference.options.flag(option, default)
    }

    fn dto(&self, out: &mut String, id: DtoId) {
        let dto = self.selection.contract.dto(id);
        let operation = self.selection.operation_of(id);
        out.push('\n');
        self.comment(out, 1, dto.description.as_deref());
        for attribute in doc::attributes_of(dto, operation) {
            let _ = writeln!(out, "    [{attribute}]");
        }
        match &dto.kind {
            DtoKind::Enum(enumeration) => self.enumeration(out, dto, enumeration),
            _ => self.class(out, dto, operation),
        }
    }

    fn comment(&self, out: &mut String, level: usize, text: Option<&str>) {
        let Some(text) = text.filter(|_| self.on("AddDescriptionAsComments")) else { return };
        let indent = "    ".repeat(level);
        let _ = writeln!(out, "{indent}///<summary>");
        for line in lines(text) {
            let _ = writeln!(
                out,
                "{indent}///{}",
                line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
            );
        }
        let _ = writeln!(out, "{indent}///</summary>");
    }

    fn class(&self, out: &mut String, dto: &Dto, operation: Option<&Operation>) {
        let kind = match dto.kind {
            DtoKind::Interface => "interface",
            DtoKind::Abstract => "abstract class",
            _ => "class",
        };
        let (visible, partial) = (self.visible(), if self.on("MakePartial") { "partial " } else { "" });
        // `abstract partial class`: partial stands right before the kind's last word.
        let kind = kind
            .replace("class", &format!("{partial}class"))
            .replace("interface", &format!("{partial}interface"));
        let _ = writeln!(out, "    {visible} {kind} {}", self.own_name(dto));
        let bases = self.bases(dto, operation);
        if !bases.is_empty() {
            let _ = writeln!(out, "        : {}", bases.join(", "));
        }
        out.push_str("    {\n");
        self.constructor(out, dto);
        shown(dto).for_each(|property| self.property(out, dto, property));
        self.response_status(out, dto);
        out.push_str("    }\n");
    }

    fn visible(&self) -> &'static str {
        if self.on("MakeInternal") { "internal" } else { "public" }
    }

    fn own_name(&self, dto: &Dto) -> String {
        let parameters: Vec<String> =
            dto.type_name.generic_args.iter().map(|name| identifier(name)).collect();
        CSharp.dto(&identifier(plain(dto)), &parameters)
    }

    fn bases(&self, dto: &Dto, operation: Option<&Operation>) -> Vec<String> {
        let parameters = &dto.type_name.generic_args;
        let mut bases: Vec<String> = Vec::new();
        bases.extend(dto.base.map(|base| self.speller.spell(&TypeRef::Dto(base), parameters)));
        let Some(operation) = operation.filter(|_| self.on("AddReturnMarker")) else { return bases };
        match &operation.response {
            Some(response) => bases.push(format!("IReturn<{}>", self.speller.spell(response, parameters))),
            None if operation.returns_void => bases.push("IReturnVoid".to_owned()),
            None => {}
        }
        bases
    }

    /// Collections start empty and not null.
    fn constructor(&self, out: &mut String, dto: &Dto) {
        let collections: Vec<String> = shown(dto).filter_map(|own| self.initial(dto, own)).collect();
        if collections.is_empty() || !self.on("InitializeCollections") || dto.kind == DtoKind::Interface {
            return;
        }
        let _ = writeln!(out, "        public {}()\n        {{", identifier(plain(dto)));
        collections.iter().for_each(|line| {
            let _ = writeln!(out, "            {line}");
        });
        out.push_str("        }\n\n");
    }

    fn initial(&self, dto: &Dto, property: &Property) -> Option<String> {
        let name = self.member(dto, property);
        let ty = self.speller.spell(&property.ty, &dto.type_name.generic_args);
        let is_collection = match property.ty {
            TypeRef::List(kind, _) => kind != ListKind::Interface,
            TypeRef::Dictionary(..) => true,
            _ => false,
        };
        is_collection.then(|| format!("{name} = new {ty}{{}};"))
    }

    /// A member may not have the name of its class.
    fn member(&self, dto: &Dto, property: &Property) -> String {
        let name = identifier(&property.name);
        let keyword = KEYWORDS.contains(&name.as_str());
        match name {
            name if keyword => format!("@{name}"),
            name if name == plain(dto) => format!("{name}_"),
            name => name,
        }
    }

    fn property(&self, out: &mut String, dto: &Dto, property: &Property) {
        self.comment(out, 2, property.description.as_deref());
        for attribute in doc::attributes_on(property) {
            let _ = writeln!(out, "        [{attribute}]");
        }
        let modifiers = match (&dto.kind, self.on("MakeVirtual")) {
            (DtoKind::Interface, _) => "",
            (_, true) => "public virtual ",
            (_, false) => "public ",
        };
        let ty = self.speller.spell(&property.ty, &dto.type_name.generic_args);
        let _ = writeln!(out, "        {modifiers}{ty} {} {{ get; set; }}", self.member(dto, property));
    }

    fn response_status(&self, out: &mut String, dto: &Dto) {
        let has = dto.members.iter().any(|member| member.name == "ResponseStatus");
        let is_response = plain(dto).ends_with("Response");
        if self.on("AddResponseStatus") && is_response && !has {
            out.push_str("        public virtual ResponseStatus ResponseStatus { get; set; }\n");
        }
    }

    fn enumeration(&self, out: &mut String, dto: &Dto, enumeration: &Enumeration) {
        let _ = writeln!(out, "    {} enum {}\n    {{", self.visible(), identifier(plain(dto)));
        for member in &enumeration.members {
            self.comment(out, 2, member.description.as_deref());
            if let Some(wire) = &member.wire_name {
                let _ = writeln!(out, "        [EnumMember(Value={})]", quoted(wire));
            }
            let number =
                if enumeration.shows_values { format!(" = {}", member.number) } else { String::new() };
            let _ = writeln!(out, "        {}{number},", identifier(&member.name));
        }
        out.push_str("    }\n");
    }
}

const KEYWORDS: [&str; 20] = [
    "abstract", "base", "bool", "break", "case", "class", "const", "default", "event", "fixed", "in", "is",
    "lock", "new", "object", "operator", "params", "ref", "string", "checked",
];
