//! F#, for `ServiceStack.Client`: classes in one recursive namespace, so that their order does not
//! matter.

mod syntax;

use std::fmt::Write;

use crate::contract::{Contract, DtoKind, Enumeration, ListKind, TypeRef};
use crate::types::doc::{self, Mark, Notation};
use crate::types::generator::{Answer, Defaults, Field, Generator, Shape};
use crate::types::header::{self, Comment};
use crate::types::names::{Unique, identifier, quoted};
use crate::types::{Reference, dotnet};
use syntax::{FSharp, escaped};

const OPTIONS: Defaults = &[
    ("GlobalNamespace", ""),
    ("MakeDataContractsExtensible", "False"),
    ("AddReturnMarker", "True"),
    ("AddDescriptionAsComments", "True"),
    ("AddDataContractAttributes", "False"),
    ("AddIndexesToDataMembers", "False"),
    ("AddGeneratedCodeAttributes", "False"),
    ("AddResponseStatus", "False"),
    ("AddImplicitVersion", ""),
    ("ExportValueTypes", "False"),
    ("IncludeTypes", ""),
    ("ExcludeTypes", ""),
    ("InitializeCollections", "True"),
    ("AddNamespaces", ""),
];

const COMMENT: Comment =
    Comment { open: "(* ", line: "", hidden: "//", close: "*)\n", nests: true };

const NOTATION: Notation =
    Notation { assign: "=", text: quoted, type_of: |name| format!("typeof<{name}>") };

/// The whole text.
pub(super) fn generate(contract: &Contract, reference: &Reference<'_>) -> String {
    let generator = Generator::new(contract, reference, FSharp, OPTIONS);
    let mut out = String::new();
    header::write(&mut out, reference, &COMMENT, OPTIONS);
    let mut shapes = generator.bases_first();
    shapes.retain(|shape| !dotnet::is_system(&shape.dto.type_name.namespace));
    let first = shapes.first().map(|shape| dotnet::namespace(&generator, shape));
    let own = first.unwrap_or_else(|| "Dtos".to_owned());
    let _ = writeln!(out, "\nnamespace rec {}\n", namespace(&own));
    // A namespace that the text does not have cannot be opened.
    let is_there =
        |name: &String| !shapes.iter().any(|shape| dotnet::namespace(&generator, shape) == *name);
    for name in dotnet::namespaces(&generator, &shapes).iter().filter(|name| is_there(name)) {
        let _ = writeln!(out, "open {}", namespace(name));
    }
    shapes.iter().for_each(|shape| generator.dto(&mut out, shape));
    out
}

fn namespace(name: &str) -> String {
    name.split('.').map(|part| escaped(part.to_owned())).collect::<Vec<_>>().join(".")
}

impl Generator<'_, FSharp> {
    fn dto(&self, out: &mut String, shape: &Shape<'_>) {
        out.push('\n');
        self.comment(out, "    ", shape.dto.description.as_deref());
        marks(out, "    ", &shape.marks);
        match &shape.dto.kind {
            DtoKind::Enum(enumeration) => enumeration_of(out, shape, enumeration),
            DtoKind::Interface => self.interface(out, shape),
            _ => self.class(out, shape),
        }
    }

    fn comment(&self, out: &mut String, indent: &str, text: Option<&str>) {
        if let Some(text) = self.shown_description(text) {
            doc::summary(out, &format!("{indent}///"), text);
        }
    }

    fn interface(&self, out: &mut String, shape: &Shape<'_>) {
        let _ = writeln!(out, "    [<AllowNullLiteral>]\n    type {} =", self.own_name(shape));
        if shape.fields.is_empty() {
            out.push_str("        interface end\n");
        }
        for (name, field) in members(shape) {
            let _ = writeln!(
                out,
                "        abstract {name}:{} with get,set",
                self.spell(&field.ty, shape)
            );
        }
    }

    fn class(&self, out: &mut String, shape: &Shape<'_>) {
        if self.on("AddGeneratedCodeAttributes") {
            let version = quoted(self.reference.version);
            let _ = writeln!(out, "    [<GeneratedCode(\"AddServiceStackReference\", {version})>]");
        }
        let kind = if shape.is_abstract() {
            "[<AbstractClass; AllowNullLiteral>]"
        } else {
            "[<AllowNullLiteral>]"
        };
        let _ = writeln!(out, "    {kind}\n    type {}() =", self.own_name(shape));
        let start = out.len();
        if let Some(base) = self.base(shape) {
            let _ = writeln!(out, "        inherit {base}()");
        }
        match shape.answer().filter(|_| self.on("AddReturnMarker")) {
            Some(Answer::Type(response)) => {
                let _ = writeln!(out, "        interface IReturn<{}>", self.spell(response, shape));
            }
            Some(Answer::Void) => out.push_str("        interface IReturnVoid\n"),
            Some(Answer::Untold) | None => {}
        }
        let contracted = shape.marks.iter().any(|mark| mark.name == "DataContract");
        if self.on("MakeDataContractsExtensible") && contracted {
            out.push_str(
                "        interface IExtensibleDataObject with\n            \
                 member val ExtensionData:ExtensionDataObject = null with get,set\n",
            );
        }
        members(shape)
            .into_iter()
            .for_each(|(name, field)| self.property(out, shape, field, &name));
        if out.len() == start {
            out.push_str("        class end\n");
        }
    }

    fn property(&self, out: &mut String, shape: &Shape<'_>, field: &Field<'_>, name: &str) {
        self.comment(out, "        ", field.description);
        marks(out, "        ", &field.marks);
        let ty = self.spell(&field.ty, shape);
        let value = match field.value {
            Some(value) => value.to_string(),
            None => self.initial(&field.ty, &ty),
        };
        let _ = writeln!(out, "        member val {name}:{ty} = {value} with get,set");
    }

    fn initial(&self, ty: &TypeRef, spelled: &str) -> String {
        let filled = self.on("InitializeCollections");
        match ty {
            TypeRef::List(ListKind::Array, _) if filled => "[||]".to_owned(),
            TypeRef::List(ListKind::List | ListKind::Stack | ListKind::Set, _)
            | TypeRef::Dictionary(..)
                if filled =>
            {
                format!("new {spelled}()")
            }
            _ if spelled == "String" => "null".to_owned(),
            _ => format!("Unchecked.defaultof<{spelled}>"),
        }
    }
}

fn enumeration_of(out: &mut String, shape: &Shape<'_>, enumeration: &Enumeration) {
    let _ = writeln!(out, "    type {} =", escaped(shape.name.clone()));
    if enumeration.members.is_empty() {
        out.push_str("        | None = 0\n");
    }
    // All numbers of an enum are of one type.
    let wide = enumeration.members.iter().any(|member| i32::try_from(member.number).is_err());
    let suffix = if wide { "L" } else { "" };
    for (own, name) in dotnet::members(enumeration) {
        let mark =
            own.wire_name.as_ref().map(|wire| format!("[<EnumMember(Value={})>] ", quoted(wire)));
        let _ = writeln!(
            out,
            "        | {}{} = {}{suffix}",
            mark.unwrap_or_default(),
            escaped(name),
            own.number
        );
    }
}

fn marks(out: &mut String, indent: &str, marks: &[Mark]) {
    for mark in marks {
        let _ = writeln!(out, "{indent}[<{}>]", mark.written(&NOTATION));
    }
}

fn members<'s>(shape: &'s Shape<'_>) -> Vec<(String, &'s Field<'s>)> {
    let mut names = Unique::default();
    let named = |field: &'s Field<'_>| (escaped(names.take(identifier(field.name))), field);
    shape.fields.iter().map(named).collect()
}
