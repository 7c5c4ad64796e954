//! VB.NET, for `ServiceStack.Client`: partial classes by namespace.

mod syntax;

use std::fmt::Write;

use crate::contract::{Contract, DtoKind, Enumeration, ListKind, TypeRef};
use crate::types::doc::{self, Mark, Notation};
use crate::types::generator::{Answer, Defaults, Field, Generator, Shape};
use crate::types::header::{self, Comment};
use crate::types::names::{Unique, identifier, lines};
use crate::types::{Reference, dotnet};
use syntax::{VisualBasic, escaped};

const OPTIONS: Defaults = &[
    ("GlobalNamespace", ""),
    ("MakePartial", "True"),
    ("MakeVirtual", "True"),
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

/// Every line is a comment of its own.
const COMMENT: Comment = Comment { open: "' ", line: "'", hidden: "''", close: "\n", nests: false };

const NOTATION: Notation =
    Notation { assign: ":=", text: literal, type_of: |name| format!("GetType({name})") };

/// The whole text.
pub(super) fn generate(contract: &Contract, reference: &Reference<'_>) -> String {
    let generator = Generator::new(contract, reference, VisualBasic, OPTIONS);
    let mut out = String::new();
    header::write(&mut out, reference, &COMMENT, OPTIONS);
    let shapes = dotnet::shapes(&generator);
    for name in dotnet::namespaces(&generator, &shapes) {
        let _ = writeln!(out, "Imports {}", namespace(&name));
    }
    out.push_str("\nNamespace Global\n");
    for block in
        shapes.chunk_by(|a, b| dotnet::namespace(&generator, a) == dotnet::namespace(&generator, b))
    {
        let name = namespace(&dotnet::namespace(&generator, &block[0]));
        let _ = writeln!(out, "\n    Namespace {name}");
        block.iter().for_each(|shape| generator.dto(&mut out, shape));
        out.push_str("    End Namespace\n");
    }
    out.push_str("\nEnd Namespace\n");
    out
}

fn namespace(name: &str) -> String {
    name.split('.').map(|part| escaped(part.to_owned())).collect::<Vec<_>>().join(".")
}

impl Generator<'_, VisualBasic> {
    fn dto(&self, out: &mut String, shape: &Shape<'_>) {
        out.push('\n');
        self.comment(out, "        ", shape.dto.description.as_deref());
        marks(out, "        ", &shape.marks);
        match &shape.dto.kind {
            DtoKind::Enum(enumeration) => self.enumeration(out, shape, enumeration),
            DtoKind::Interface => self.interface(out, shape),
            _ => self.class(out, shape),
        }
    }

    fn comment(&self, out: &mut String, indent: &str, text: Option<&str>) {
        if let Some(text) = self.shown_description(text) {
            doc::summary(out, &format!("{indent}'''"), text);
        }
    }

    fn interface(&self, out: &mut String, shape: &Shape<'_>) {
        let _ = writeln!(out, "        Public Interface {}", self.own_name(shape));
        for (name, field) in members(shape) {
            let _ =
                writeln!(out, "            Property {name} As {}", self.spell(&field.ty, shape));
        }
        out.push_str("        End Interface\n");
    }

    fn class(&self, out: &mut String, shape: &Shape<'_>) {
        if self.on("AddGeneratedCodeAttributes") {
            let version = literal(self.reference.version);
            let _ =
                writeln!(out, "        <GeneratedCode(\"AddServiceStackReference\", {version})>");
        }
        let partial = if self.on("MakePartial") { "Partial " } else { "" };
        let must = if shape.is_abstract() { "MustInherit " } else { "" };
        let _ = writeln!(out, "        Public {partial}{must}Class {}", self.own_name(shape));
        if let Some(base) = self.base(shape) {
            let _ = writeln!(out, "            Inherits {base}");
        }
        match shape.answer().filter(|_| self.on("AddReturnMarker")) {
            Some(Answer::Type(response)) => {
                let _ = writeln!(
                    out,
                    "            Implements IReturn(Of {})",
                    self.spell(response, shape)
                );
            }
            Some(Answer::Void) => out.push_str("            Implements IReturnVoid\n"),
            Some(Answer::Untold) | None => {}
        }
        let is_extensible = self.on("MakeDataContractsExtensible")
            && shape.marks.iter().any(|mark| mark.name == "DataContract");
        if is_extensible {
            out.push_str("            Implements IExtensibleDataObject\n");
        }
        self.constructor(out, shape);
        members(shape)
            .into_iter()
            .for_each(|(name, field)| self.property(out, shape, field, &name));
        if is_extensible {
            out.push_str(
                "            Public Overridable Property ExtensionData As ExtensionDataObject \
                 Implements IExtensibleDataObject.ExtensionData\n",
            );
        }
        out.push_str("        End Class\n");
    }

    /// Collections start empty and not null.
    fn constructor(&self, out: &mut String, shape: &Shape<'_>) {
        let initial: Vec<String> = members(shape)
            .into_iter()
            .filter_map(|(name, field)| {
                let ty = self.spell(&field.ty, shape);
                let value = match (&field.ty, field.value) {
                    (_, Some(value)) => value.to_string(),
                    _ if !self.on("InitializeCollections") => return None,
                    (TypeRef::List(ListKind::Array, _), _) => format!("New {ty} {{}}"),
                    (
                        TypeRef::List(ListKind::List | ListKind::Stack | ListKind::Set, _)
                        | TypeRef::Dictionary(..),
                        _,
                    ) => {
                        format!("New {ty}")
                    }
                    _ => return None,
                };
                Some(format!("Me.{name} = {value}"))
            })
            .collect();
        if initial.is_empty() {
            return;
        }
        out.push_str("            Public Sub New()\n");
        for line in initial {
            let _ = writeln!(out, "                {line}");
        }
        out.push_str("            End Sub\n\n");
    }

    fn property(&self, out: &mut String, shape: &Shape<'_>, field: &Field<'_>, name: &str) {
        self.comment(out, "            ", field.description);
        marks(out, "            ", &field.marks);
        let overridable = if self.on("MakeVirtual") { "Overridable " } else { "" };
        let ty = self.spell(&field.ty, shape);
        let _ = writeln!(out, "            Public {overridable}Property {name} As {ty}");
    }

    fn enumeration(&self, out: &mut String, shape: &Shape<'_>, enumeration: &Enumeration) {
        // An enum without a member is none.
        let _ = writeln!(out, "        Public Enum {}", escaped(shape.name.clone()));
        if enumeration.members.is_empty() {
            out.push_str("            None\n");
        }
        for (own, name) in dotnet::members(enumeration) {
            self.comment(out, "            ", own.description.as_deref());
            if let Some(wire) = &own.wire_name {
                let _ = writeln!(out, "            <EnumMember(Value:={})>", literal(wire));
            }
            let number =
                if enumeration.shows_values { format!(" = {}", own.number) } else { String::new() };
            let _ = writeln!(out, "            {}{number}", escaped(name));
        }
        out.push_str("        End Enum\n");
    }
}

fn marks(out: &mut String, indent: &str, marks: &[Mark]) {
    for mark in marks {
        let _ = writeln!(out, "{indent}<{}>", mark.written(&NOTATION));
    }
}

/// Names are read without regard to case, and a member may not have the name of its class.
fn members<'s>(shape: &'s Shape<'_>) -> Vec<(String, &'s Field<'s>)> {
    let mut names = Unique::default();
    let named = |field: &'s Field<'_>| {
        let name = identifier(field.name);
        let name = if name.eq_ignore_ascii_case(&shape.name) { format!("{name}_") } else { name };
        (escaped(names.take(name)), field)
    };
    shape.fields.iter().map(named).collect()
}

/// A text knows no escapes but the doubled quote; a quote is also what Unicode has beside it.
fn literal(text: &str) -> String {
    let line = lines(text).collect::<Vec<_>>().join(" ");
    let plain: String = line
        .chars()
        .map(|c| match c {
            '\u{201c}' | '\u{201d}' | '\u{ff02}' => '"',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    format!("\"{}\"", plain.replace('"', "\"\""))
}
