//! Dart, for the package `servicestack`: classes that convert themselves to and from JSON.

mod context;
mod syntax;

use std::fmt::Write;

use crate::contract::{Contract, DtoKind, Enumeration, Scalar, TypeRef};
use crate::types::generator::{Answer, Defaults, Field, Generator, Shape};
use crate::types::header::{self, NESTING_SLASHES};
use crate::types::names::{SINGLE_DOLLAR, Unique, camel_case, free, identifier};
use crate::types::{Reference, doc};
use syntax::{Dart, KEYWORDS};

const OPTIONS: Defaults = &[
    ("GlobalNamespace", ""),
    ("AddServiceStackTypes", "True"),
    ("AddResponseStatus", "False"),
    ("AddImplicitVersion", ""),
    ("AddDescriptionAsComments", "True"),
    ("IncludeTypes", ""),
    ("ExcludeTypes", ""),
    ("DefaultImports", "package:servicestack/servicestack.dart,dart:typed_data"),
];

/// The whole text.
pub(super) fn generate(contract: &Contract, reference: &Reference<'_>) -> String {
    let generator = Generator::new(contract, reference, Dart, OPTIONS);
    let mut out = String::new();
    header::write(&mut out, reference, &NESTING_SLASHES, OPTIONS);
    out.push_str(
        "// ignore_for_file: non_constant_identifier_names, constant_identifier_names, unused_import\n\n",
    );
    for import in generator.imports() {
        let _ = writeln!(out, "import {};", SINGLE_DOLLAR.literal(&import));
    }
    let shapes = generator.bases_first();
    shapes.iter().for_each(|shape| generator.dto(&mut out, shape));
    context::write(&mut out, &generator, &shapes);
    out
}

/// A member under the name that Dart gives it: in camelCase, since a member would hide a type of
/// its name.
struct Member<'s> {
    name: String,
    ty: String,
    /// Its key in JSON, as a literal.
    key: String,
    field: &'s Field<'s>,
}

impl Generator<'_, Dart> {
    fn dto(&self, out: &mut String, shape: &Shape<'_>) {
        out.push('\n');
        self.comment(out, "", shape.dto.description.as_deref());
        doc::comments(out, "// ", &shape.marks);
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
        let _ = writeln!(out, "abstract class {}\n{{", self.own_name(shape));
        for member in self.members(shape) {
            let _ = writeln!(out, "    {} {};", optional(&member.ty), member.name);
        }
        out.push_str("}\n");
    }

    fn members<'s>(&self, shape: &'s Shape<'_>) -> Vec<Member<'s>> {
        let mut names = Unique::default();
        let named = |field: &'s Field<'_>| Member {
            name: names.take(member(&field.wire_name)),
            ty: self.spell(&field.ty, shape),
            key: SINGLE_DOLLAR.literal(&field.wire_name),
            field,
        };
        shape.fields.iter().map(named).collect()
    }

    fn class(&self, out: &mut String, shape: &Shape<'_>) {
        let base = self.base(shape);
        let extends = base.as_ref().map(|base| format!(" extends {base}")).unwrap_or_default();
        let mut implements: Vec<String> = Vec::new();
        implements.extend(match shape.answer() {
            Some(Answer::Type(response)) => {
                Some(format!("IReturn<{}>", self.spell(response, shape)))
            }
            Some(Answer::Void) => Some("IReturnVoid".to_owned()),
            Some(Answer::Untold) | None => None,
        });
        implements.push("IConvertible".to_owned());
        let own = self.own_name(shape);
        let _ = writeln!(out, "class {own}{extends} implements {}\n{{", implements.join(", "));
        let members = self.members(shape);
        for member in &members {
            self.comment(out, "    ", member.field.description);
            doc::comments(out, "    // ", &member.field.marks);
            let value = member.field.value.map(|value| format!(" = {value}")).unwrap_or_default();
            let _ = writeln!(out, "    {} {}{value};", optional(&member.ty), member.name);
        }
        self.constructors(out, shape, &members);
        self.conversions(out, shape, &members, base.is_some());
        self.request_members(out, shape);
        let _ = writeln!(
            out,
            "    getTypeName() => {};\n    TypeContext? context = _ctx;\n}}",
            self.type_name(shape)
        );
    }

    /// The name on the wire; that of a generic class has its arguments.
    fn type_name(&self, shape: &Shape<'_>) -> String {
        let own = shape.operation.map_or(shape.name.as_str(), |operation| &operation.name);
        match shape.parameters() {
            [] => SINGLE_DOLLAR.literal(own),
            names => {
                let names: Vec<String> =
                    names.iter().map(|name| format!("${}", identifier(name))).collect();
                format!("'{}<{}>'", shape.name, names.join(","))
            }
        }
    }

    fn constructors(&self, out: &mut String, shape: &Shape<'_>, members: &[Member<'_>]) {
        let own: Vec<String> = members
            .iter()
            .map(|member| match member.field.value {
                Some(value) => format!("this.{} = {value}", member.name),
                None => format!("this.{}", member.name),
            })
            .collect();
        let parameters =
            if own.is_empty() { String::new() } else { format!("{{{}}}", own.join(",")) };
        let name = &shape.name;
        let _ = writeln!(
            out,
            "\n    {name}({parameters});\n    {name}.fromJson(Map<String, dynamic> json) {{ fromMap(json); }}\n"
        );
    }

    fn conversions(
        &self,
        out: &mut String,
        shape: &Shape<'_>,
        members: &[Member<'_>],
        has_base: bool,
    ) {
        out.push_str("    fromMap(Map<String, dynamic> json) {\n");
        if has_base {
            out.push_str("        super.fromMap(json);\n");
        }
        for Member { name, key, ty: spelled, field } in members {
            let value = format!("json[{key}]");
            let read = match &field.ty {
                ty if is_plain(ty) || spelled == "int" => value,
                TypeRef::Scalar(Scalar::Single | Scalar::Double | Scalar::Decimal) => {
                    format!("JsonConverters.toDouble({value})")
                }
                ty => {
                    format!("JsonConverters.fromJson({value},{},context!)", self.runtime(ty, shape))
                }
            };
            let _ = writeln!(out, "        {name} = {read};");
        }
        out.push_str("        return this;\n    }\n\n");
        out.push_str(if has_base {
            "    Map<String, dynamic> toJson() => super.toJson()..addAll({"
        } else {
            "    Map<String, dynamic> toJson() => {"
        });
        let pairs: Vec<String> = members
            .iter()
            .map(|Member { name, key, ty, field }| {
                let plain = is_plain(&field.ty) || matches!(ty.as_str(), "double" | "int");
                let written = if plain {
                    name.clone()
                } else {
                    format!(
                        "JsonConverters.toJson({name},{},context!)",
                        SINGLE_DOLLAR.literal(&compact(ty))
                    )
                };
                format!("\n        {key}: {written}")
            })
            .collect();
        out.push_str(&pairs.join(","));
        out.push_str(if has_base { "\n    });\n\n" } else { "\n    };\n\n" });
    }

    /// The name of a type while the program runs: parameters are read from the object.
    fn runtime(&self, ty: &TypeRef, shape: &Shape<'_>) -> String {
        let place =
            |name: &String| shape.parameters().iter().position(|parameter| parameter == name);
        let argument = |ty: &TypeRef| match ty {
            TypeRef::Unknown(name) => place(name),
            _ => None,
        };
        let reported = |at: usize| format!("${{runtimeGenericTypeDefs(this,[{at}]).join(',')}}");
        match ty {
            TypeRef::List(_, item) if argument(item).is_some() => {
                format!("\"List<{}>\"", reported(argument(item).unwrap_or_default()))
            }
            other if argument(other).is_some() => {
                format!("\"{}\"", reported(argument(other).unwrap_or_default()))
            }
            other => SINGLE_DOLLAR.literal(&compact(&self.spell(other, shape))),
        }
    }

    fn request_members(&self, out: &mut String, shape: &Shape<'_>) {
        match shape.answer() {
            Some(Answer::Type(response)) => {
                let ty = compact(&self.spell(response, shape));
                let _ = writeln!(
                    out,
                    "    createResponse() => {};\n    getResponseTypeName() => {};",
                    context::new(self.contract, response, &ty),
                    SINGLE_DOLLAR.literal(&ty)
                );
            }
            Some(Answer::Void) => out.push_str("    createResponse() {}\n"),
            Some(Answer::Untold) | None => {}
        }
    }
}

/// JSON's own types need no converter.
fn is_plain(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Nullable(inner) => is_plain(inner),
        TypeRef::Scalar(scalar) => !matches!(
            scalar,
            Scalar::Single
                | Scalar::Double
                | Scalar::Decimal
                | Scalar::DateTime
                | Scalar::DateTimeOffset
                | Scalar::TimeSpan
                | Scalar::DateOnly
                | Scalar::TimeOnly
                | Scalar::Bytes
                | Scalar::Stream
        ),
        TypeRef::Unknown(_) | TypeRef::List(..) | TypeRef::Dictionary(..) | TypeRef::Dto(_) => {
            false
        }
    }
}

/// The name by which the client knows a type has no blanks.
fn compact(ty: &str) -> String {
    ty.replace(", ", ",")
}

fn optional(ty: &str) -> String {
    if ty == "dynamic" { ty.to_owned() } else { format!("{ty}?") }
}

/// What every class has.
const TAKEN_MEMBERS: [&str; 12] = [
    "context",
    "createResponse",
    "fromMap",
    "getResponseTypeName",
    "getTypeName",
    "hashCode",
    "int",
    "json",
    "noSuchMethod",
    "runtimeType",
    "toJson",
    "toString",
];

/// Names that begin with a line are private in Dart.
fn member(wire_name: &str) -> String {
    let name = identifier(&camel_case(wire_name));
    let name = if name.starts_with('_') { format!("m{name}") } else { name };
    free(free(free(name, &KEYWORDS), &TAKEN_MEMBERS), &syntax::TAKEN)
}

fn enumeration_of(out: &mut String, shape: &Shape<'_>, enumeration: &Enumeration) {
    let mut names = Unique::default();
    let taken = ["values", "index", "hashCode", "runtimeType", "toString", "noSuchMethod"];
    let members = enumeration.members.iter().map(|member| {
        let name = identifier(&member.name);
        let name = if name.starts_with('_') { format!("m{name}") } else { name };
        let name = free(free(name, &KEYWORDS), &taken);
        (names.take(if name == shape.name { format!("{name}_") } else { name }), member.number)
    });
    let members: Vec<(String, i64)> = members.collect();
    // An enum without a member is none, and numbers are no enum to the client.
    if enumeration.as_number || members.is_empty() {
        let _ = writeln!(out, "abstract class {}\n{{", shape.name);
        for (name, number) in members {
            let _ = writeln!(out, "    static const int {name} = {number};");
        }
        out.push_str("}\n");
        return;
    }
    let _ = writeln!(out, "enum {}\n{{", shape.name);
    for (name, _) in members {
        let _ = writeln!(out, "    {name},");
    }
    out.push_str("}\n");
}
