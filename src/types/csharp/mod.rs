//! C#, for `ServiceStack.Client`: partial classes by namespace.

mod syntax;

use std::fmt::Write;

use crate::contract::{Contract, DtoKind, Enumeration};
use crate::types::doc::{self, Mark, SHARP};
use crate::types::generator::{Answer, Defaults, Field, Generator, Shape};
use crate::types::header::{self, SLASHES};
use crate::types::names::{dotted, identifier, quoted};
use crate::types::{Reference, dotnet};
use syntax::{CSharp, KEYWORDS};

const OPTIONS: Defaults = &[
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

/// The whole text.
pub(super) fn generate(contract: &Contract, reference: &Reference<'_>) -> String {
    let generator = Generator::new(contract, reference, CSharp, OPTIONS);
    let mut out = String::new();
    header::write(&mut out, reference, &SLASHES, OPTIONS);
    let shapes = dotnet::shapes(&generator);
    out.push('\n');
    for name in dotnet::namespaces(&generator, &shapes) {
        let _ = writeln!(out, "using {name};");
    }
    generator.xml_namespaces(&mut out, &shapes);
    for block in
        shapes.chunk_by(|a, b| dotnet::namespace(&generator, a) == dotnet::namespace(&generator, b))
    {
        let _ = writeln!(out, "\nnamespace {}\n{{", dotnet::namespace(&generator, &block[0]));
        block.iter().for_each(|shape| generator.dto(&mut out, shape));
        out.push_str("}\n");
    }
    out
}

impl Generator<'_, CSharp> {
    /// One XML namespace for all, where every class has a data contract.
    fn xml_namespaces(&self, out: &mut String, shapes: &[Shape<'_>]) {
        let name =
            self.given("AddDefaultXmlNamespace").unwrap_or("http://schemas.servicestack.net/types");
        if !self.on("AddDataContractAttributes") {
            return;
        }
        let mut all: Vec<String> =
            shapes.iter().map(|shape| dotnet::namespace(self, shape)).collect();
        all.dedup();
        all.iter().for_each(|own| {
            let _ = writeln!(
                out,
                "\n[assembly: ContractNamespace({}, ClrNamespace={})]",
                quoted(name),
                quoted(own)
            );
        });
    }

    fn dto(&self, out: &mut String, shape: &Shape<'_>) {
        out.push('\n');
        self.comment(out, "    ", shape.dto.description.as_deref());
        marks(out, "    ", &shape.marks);
        match &shape.dto.kind {
            DtoKind::Enum(enumeration) => self.enumeration(out, shape, enumeration),
            _ => self.class(out, shape),
        }
    }

    fn comment(&self, out: &mut String, indent: &str, text: Option<&str>) {
        if let Some(text) = self.shown_description(text) {
            doc::summary(out, &format!("{indent}///"), text);
        }
    }

    fn class(&self, out: &mut String, shape: &Shape<'_>) {
        if self.on("AddGeneratedCodeAttributes") && !shape.is_interface() {
            let version = quoted(self.reference.version);
            let _ = writeln!(out, "    [GeneratedCode(\"AddServiceStackReference\", {version})]");
        }
        let partial = if self.on("MakePartial") { "partial " } else { "" };
        let kind = match shape.dto.kind {
            DtoKind::Interface => format!("{partial}interface"),
            DtoKind::Abstract => format!("abstract {partial}class"),
            _ => format!("{partial}class"),
        };
        let _ = writeln!(out, "    {} {kind} {}", self.visible(), self.own_name(shape));
        let bases = self.bases(shape);
        if !bases.is_empty() {
            let _ = writeln!(out, "        : {}", bases.join(", "));
        }
        out.push_str("    {\n");
        self.constructor(out, shape);
        shape.fields.iter().for_each(|field| self.property(out, shape, field));
        if self.is_extensible(shape) {
            out.push_str(
                "        public virtual ExtensionDataObject ExtensionData { get; set; }\n",
            );
        }
        out.push_str("    }\n");
    }

    fn visible(&self) -> &'static str {
        if self.on("MakeInternal") { "internal" } else { "public" }
    }

    fn is_extensible(&self, shape: &Shape<'_>) -> bool {
        let contracted = shape.marks.iter().any(|mark| mark.name == "DataContract");
        self.on("MakeDataContractsExtensible") && contracted && shape.dto.kind == DtoKind::Class
    }

    fn bases(&self, shape: &Shape<'_>) -> Vec<String> {
        let mut bases: Vec<String> = self.base(shape).into_iter().collect();
        match shape.answer().filter(|_| self.on("AddReturnMarker")) {
            Some(Answer::Type(response)) => {
                bases.push(format!("IReturn<{}>", self.spell(response, shape)))
            }
            Some(Answer::Void) => bases.push("IReturnVoid".to_owned()),
            Some(Answer::Untold) | None => {}
        }
        if self.is_extensible(shape) {
            bases.push("IExtensibleDataObject".to_owned());
        }
        bases
    }

    /// Collections start empty and not null.
    fn constructor(&self, out: &mut String, shape: &Shape<'_>) {
        let initial: Vec<String> =
            shape.fields.iter().filter_map(|own| self.initial(shape, own)).collect();
        if initial.is_empty() || shape.is_interface() {
            return;
        }
        let _ = writeln!(out, "        public {}()\n        {{", shape.name);
        initial.iter().for_each(|line| {
            let _ = writeln!(out, "            {line}");
        });
        out.push_str("        }\n\n");
    }

    fn initial(&self, shape: &Shape<'_>, field: &Field<'_>) -> Option<String> {
        let name = member(shape, field);
        if let Some(value) = field.value {
            return Some(format!("{name} = {value};"));
        }
        let ty = self.spell(&field.ty, shape);
        (field.is_collection() && self.on("InitializeCollections"))
            .then(|| format!("{name} = new {ty}{{}};"))
    }

    fn property(&self, out: &mut String, shape: &Shape<'_>, field: &Field<'_>) {
        self.comment(out, "        ", field.description);
        marks(out, "        ", &field.marks);
        let modifiers = match (&shape.dto.kind, self.on("MakeVirtual")) {
            (DtoKind::Interface, _) => "",
            (_, true) => "public virtual ",
            (_, false) => "public ",
        };
        let ty = self.spell(&field.ty, shape);
        let _ = writeln!(out, "        {modifiers}{ty} {} {{ get; set; }}", member(shape, field));
    }

    fn enumeration(&self, out: &mut String, shape: &Shape<'_>, enumeration: &Enumeration) {
        let _ = writeln!(out, "    {} enum {}\n    {{", self.visible(), shape.name);
        for (own, name) in dotnet::members(enumeration) {
            self.comment(out, "        ", own.description.as_deref());
            if let Some(wire) = &own.wire_name {
                let _ = writeln!(out, "        [EnumMember(Value={})]", quoted(wire));
            }
            let number =
                if enumeration.shows_values { format!(" = {}", own.number) } else { String::new() };
            let _ = writeln!(out, "        {}{number},", escaped(name));
        }
        out.push_str("    }\n");
    }
}

fn marks(out: &mut String, indent: &str, marks: &[Mark]) {
    for mark in marks {
        let mut mark = mark.clone();
        // A keyword is no attribute, and no literal may be one that the text has not got.
        mark.name = dotted(&mark.name);
        let _ = writeln!(out, "{indent}[{}]", mark.written(&SHARP));
    }
}

/// A member may not have the name of its class.
fn member(shape: &Shape<'_>, field: &Field<'_>) -> String {
    let name = identifier(field.name);
    if name == shape.name { format!("{name}_") } else { escaped(name) }
}

fn escaped(name: String) -> String {
    if KEYWORDS.contains(&name.as_str()) { format!("@{name}") } else { name }
}
