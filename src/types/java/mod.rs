//! Java, for `net.servicestack.client`: static classes within one class.

mod syntax;

use std::fmt::Write;

use crate::contract::{Contract, DtoKind, Enumeration, TypeRef};
use crate::types::generator::{Answer, Defaults, Field, Generator, Shape, wire_literal};
use crate::types::header::{self, SLASHES};
use crate::types::jvm::{self, DEFAULT_IMPORTS};
use crate::types::names::{Unique, capital, free, identifier, quoted};
use crate::types::{Reference, doc};
use syntax::{Java, KEYWORDS};

const OPTIONS: Defaults = &[
    ("Package", ""),
    ("GlobalNamespace", "dtos"),
    ("AddPropertyAccessors", "True"),
    ("SettersReturnThis", "True"),
    ("AddServiceStackTypes", "True"),
    ("AddResponseStatus", "False"),
    ("AddDescriptionAsComments", "True"),
    ("AddImplicitVersion", ""),
    ("IncludeTypes", ""),
    ("ExcludeTypes", ""),
    ("TreatTypesAsStrings", ""),
    ("DefaultImports", DEFAULT_IMPORTS),
];

/// The whole text.
pub(super) fn generate(contract: &Contract, reference: &Reference<'_>) -> String {
    let outer =
        reference.options.text("GlobalNamespace").filter(|name| !name.is_empty()).unwrap_or("dtos");
    let outer = free(identifier(outer), &KEYWORDS);
    let generator = Generator::new(contract, reference, Java { outer: outer.clone() }, OPTIONS);
    let mut out = String::new();
    header::write(&mut out, reference, &SLASHES, OPTIONS);
    jvm::opening(&mut out, &generator, ";", &KEYWORDS);
    let _ = writeln!(out, "\npublic class {outer}\n{{");
    generator.bases_first().iter().for_each(|shape| generator.dto(&mut out, shape));
    out.push_str("\n}\n");
    out
}

impl Generator<'_, Java> {
    fn dto(&self, out: &mut String, shape: &Shape<'_>) {
        out.push('\n');
        self.comment(out, "    ", shape.dto.description.as_deref());
        jvm::marks(out, "    ", &shape.marks, quoted);
        match &shape.dto.kind {
            DtoKind::Enum(enumeration) => enumeration_of(out, shape, enumeration),
            DtoKind::Interface => self.interface(out, shape),
            _ => self.class(out, shape),
        }
    }

    fn comment(&self, out: &mut String, indent: &str, text: Option<&str>) {
        if let Some(text) = self.shown_description(text) {
            doc::block(out, indent, text);
        }
    }

    fn interface(&self, out: &mut String, shape: &Shape<'_>) {
        let _ = writeln!(out, "    public static interface {}\n    {{", self.own_name(shape));
        let mut accessors = Unique::default();
        for field in &shape.fields {
            let accessor = accessors.take(capital(&identifier(&field.wire_name)));
            if !TAKEN_GETTERS.contains(&accessor.as_str()) {
                let _ = writeln!(out, "        {} get{accessor}();", self.spell(&field.ty, shape));
            }
        }
        out.push_str("    }\n");
    }

    fn class(&self, out: &mut String, shape: &Shape<'_>) {
        let kind = if shape.is_abstract() { "abstract class" } else { "class" };
        let extends = self.base(shape).map(|base| format!(" extends {base}")).unwrap_or_default();
        let implements = match shape.answer() {
            Some(Answer::Type(response)) => {
                format!(" implements IReturn<{}>", self.spell(response, shape))
            }
            Some(Answer::Void) => " implements IReturnVoid".to_owned(),
            Some(Answer::Untold) | None => String::new(),
        };
        let name = self.own_name(shape);
        let _ = writeln!(out, "    public static {kind} {name}{extends}{implements}\n    {{");
        let mut names = Unique::default();
        let members: Vec<String> =
            shape.fields.iter().map(|field| names.take(member(field))).collect();
        for (field, name) in shape.fields.iter().zip(&members) {
            self.field(out, shape, field, name);
        }
        self.accessors(out, shape, &members);
        if let Some(Answer::Type(response)) = shape.answer() {
            let _ = writeln!(
                out,
                "        private static Object responseType = {};\n        \
                 public Object getResponseType() {{ return responseType; }}",
                self.type_token(response, shape)
            );
        }
        out.push_str("    }\n");
    }

    fn field(&self, out: &mut String, shape: &Shape<'_>, field: &Field<'_>, name: &str) {
        self.comment(out, "        ", field.description);
        jvm::marks(out, "        ", &field.marks, quoted);
        if name != field.wire_name {
            let _ = writeln!(out, "        @SerializedName({})", quoted(&field.wire_name));
        }
        let value = field.value.map_or("null".to_owned(), |value| value.to_string());
        let _ = writeln!(out, "        public {} {name} = {value};", self.spell(&field.ty, shape));
    }

    fn accessors(&self, out: &mut String, shape: &Shape<'_>, members: &[String]) {
        if !self.on("AddPropertyAccessors") || members.is_empty() {
            return;
        }
        out.push('\n');
        let own = self.own_name(shape);
        let mut accessors = Unique::default();
        for (field, name) in shape.fields.iter().zip(members) {
            let accessor = accessors.take(capital(name));
            let ty = self.spell(&field.ty, shape);
            if !TAKEN_GETTERS.contains(&accessor.as_str()) {
                let _ = writeln!(out, "        public {ty} get{accessor}() {{ return {name}; }}");
            }
            let _ = if self.on("SettersReturnThis") {
                writeln!(
                    out,
                    "        public {own} set{accessor}({ty} value) {{ this.{name} = value; return this; }}"
                )
            } else {
                writeln!(
                    out,
                    "        public void set{accessor}({ty} value) {{ this.{name} = value; }}"
                )
            };
        }
    }

    /// What the client reads an answer by.
    fn type_token(&self, response: &TypeRef, shape: &Shape<'_>) -> String {
        let spelled = self.spell(response, shape);
        if spelled.contains('<') {
            format!("new TypeToken<{spelled}>(){{}}.getType()")
        } else {
            format!("{spelled}.class")
        }
    }
}

/// Getters that a class has already.
const TAKEN_GETTERS: [&str; 2] = ["Class", "ResponseType"];

fn member(field: &Field<'_>) -> String {
    let name = free(identifier(&field.wire_name), &KEYWORDS);
    free(name, &["responseType"])
}

fn enumeration_of(out: &mut String, shape: &Shape<'_>, enumeration: &Enumeration) {
    let _ = writeln!(out, "    public static enum {}\n    {{", shape.name);
    let mut names = Unique::default();
    let members: Vec<String> = enumeration
        .members
        .iter()
        .map(|member| {
            let name = names.take(free(free(identifier(&member.name), &KEYWORDS), &["value"]));
            let wire = wire_literal(enumeration, member, str::to_owned);
            let serialized = if wire == name {
                String::new()
            } else {
                format!("@SerializedName({}) ", quoted(&wire))
            };
            let number =
                if enumeration.as_number { format!("({}L)", member.number) } else { String::new() };
            format!("        {serialized}{name}{number}")
        })
        .collect();
    let _ = writeln!(out, "{};", members.join(",\n"));
    if enumeration.as_number {
        let _ = writeln!(
            out,
            "\n        private final long value;\n        {}(final long value) {{ this.value = value; }}\n        \
             public long getValue() {{ return value; }}",
            shape.name
        );
    }
    out.push_str("    }\n");
}
