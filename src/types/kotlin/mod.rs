//! Kotlin, for `net.servicestack.client`. It compiles with Kotlin 1.3 and newer.

mod syntax;

use std::fmt::Write;

use crate::contract::{Contract, DtoKind, Enumeration, TypeRef};
use crate::types::generator::{Answer, Defaults, Field, Generator, Shape, wire_literal};
use crate::types::header::{self, NESTING_SLASHES};
use crate::types::jvm::{self, DEFAULT_IMPORTS};
use crate::types::names::{DOLLAR, Unique, free, identifier};
use crate::types::{Reference, doc};
use syntax::{KEYWORDS, Kotlin};

const OPTIONS: Defaults = &[
    ("Package", ""),
    ("AddServiceStackTypes", "True"),
    ("AddResponseStatus", "False"),
    ("AddImplicitVersion", ""),
    ("AddDescriptionAsComments", "True"),
    ("IncludeTypes", ""),
    ("ExcludeTypes", ""),
    ("InitializeCollections", "False"),
    ("TreatTypesAsStrings", ""),
    ("DefaultImports", DEFAULT_IMPORTS),
];

/// The whole text.
pub(super) fn generate(contract: &Contract, reference: &Reference<'_>) -> String {
    let generator = Generator::new(contract, reference, Kotlin, OPTIONS);
    let mut out = String::new();
    header::write(&mut out, reference, &NESTING_SLASHES, OPTIONS);
    jvm::opening(&mut out, &generator, "", &KEYWORDS);
    generator.bases_first().iter().for_each(|shape| generator.dto(&mut out, shape));
    out
}

impl Generator<'_, Kotlin> {
    fn dto(&self, out: &mut String, shape: &Shape<'_>) {
        out.push('\n');
        self.comment(out, "", shape.dto.description.as_deref());
        jvm::marks(out, "", &shape.marks, literal);
        match &shape.dto.kind {
            DtoKind::Enum(enumeration) => enumeration_of(out, shape, enumeration),
            _ => self.class(out, shape),
        }
    }

    fn comment(&self, out: &mut String, indent: &str, text: Option<&str>) {
        if let Some(text) = self.shown_description(text) {
            doc::block(out, indent, text);
        }
    }

    fn class(&self, out: &mut String, shape: &Shape<'_>) {
        let kind = match shape.dto.kind {
            DtoKind::Interface => "interface",
            DtoKind::Abstract => "abstract class",
            _ => "open class",
        };
        let mut bases: Vec<String> =
            self.base(shape).map(|base| format!("{base}()")).into_iter().collect();
        match shape.answer() {
            Some(Answer::Type(response)) => {
                bases.push(format!("IReturn<{}>", self.spell(response, shape)))
            }
            Some(Answer::Void) => bases.push("IReturnVoid".to_owned()),
            Some(Answer::Untold) | None => {}
        }
        let bases =
            if bases.is_empty() { String::new() } else { format!(" : {}", bases.join(", ")) };
        let _ = writeln!(out, "{kind} {}{bases}\n{{", self.own_name(shape));
        let mut names = Unique::default();
        for field in &shape.fields {
            let name = names.take(member(field));
            self.field(out, shape, field, &name);
        }
        if let Some(Answer::Type(response)) = shape.answer() {
            let _ = writeln!(
                out,
                "    companion object {{ private val responseType = {} }}\n    \
                 override fun getResponseType(): Any? = {}.responseType",
                self.type_token(response, shape),
                shape.name
            );
        }
        out.push_str("}\n");
    }

    fn field(&self, out: &mut String, shape: &Shape<'_>, field: &Field<'_>, name: &str) {
        self.comment(out, "    ", field.description);
        let ty = self.spell(&field.ty, shape);
        if shape.is_interface() {
            let _ = writeln!(out, "    var {name}:{ty}?");
            return;
        }
        jvm::marks(out, "    ", &field.marks, literal);
        if name != field.wire_name {
            let _ = writeln!(out, "    @SerializedName({})", literal(&field.wire_name));
        }
        let _ = match field.value {
            Some(value) => writeln!(out, "    open var {name}:{ty}? = {value}"),
            None if field.is_collection() && self.on("InitializeCollections") => {
                writeln!(out, "    open var {name}:{ty} = {ty}()")
            }
            None => writeln!(out, "    open var {name}:{ty}? = null"),
        };
    }

    /// What the client reads an answer by.
    fn type_token(&self, response: &TypeRef, shape: &Shape<'_>) -> String {
        let spelled = self.spell(response, shape);
        if spelled.contains('<') {
            format!("object : TypeToken<{spelled}>(){{}}.type")
        } else {
            format!("{spelled}::class.java")
        }
    }
}

fn literal(text: &str) -> String {
    DOLLAR.literal(text)
}

/// The getters of these are taken: a class has `getClass`, and a request `getResponseType`.
const TAKEN_MEMBERS: [&str; 6] =
    ["class", "Class", "responseType", "ResponseType", "Companion", "companion"];

fn member(field: &Field<'_>) -> String {
    free(free(identifier(&field.wire_name), &KEYWORDS), &TAKEN_MEMBERS)
}

fn enumeration_of(out: &mut String, shape: &Shape<'_>, enumeration: &Enumeration) {
    let value = if enumeration.as_number { "(val value:Long)" } else { "" };
    let _ = writeln!(out, "enum class {}{value}\n{{", shape.name);
    let mut names = Unique::default();
    let members: Vec<String> = enumeration
        .members
        .iter()
        .map(|member| {
            let taken = ["name", "ordinal", "value", "values", "valueOf", "entries", "Companion"];
            let name = names.take(free(free(identifier(&member.name), &KEYWORDS), &taken));
            let wire = wire_literal(enumeration, member, str::to_owned);
            let serialized = if wire == name {
                String::new()
            } else {
                format!("@SerializedName({}) ", literal(&wire))
            };
            let number = if enumeration.as_number {
                format!("({})", long(member.number))
            } else {
                String::new()
            };
            format!("    {serialized}{name}{number}")
        })
        .collect();
    let _ = writeln!(out, "{}\n}}", members.join(",\n"));
}

/// The least number has no literal of its own.
fn long(number: i64) -> String {
    if number == i64::MIN { "Long.MIN_VALUE".to_owned() } else { format!("{number}L") }
}
