//! Swift, for the package `ServiceStack`: classes that are `Codable`.

mod syntax;

use std::fmt::Write;

use crate::contract::{Contract, DtoKind, Enumeration, TypeRef};
use crate::types::generator::{Answer, Defaults, Field, Generator, Shape};
use crate::types::header::{self, NESTING_SLASHES};
use crate::types::names::{BRACES, Unique, camel_case, free, identifier};
use crate::types::syntax::TypeSyntax as _;
use crate::types::{Reference, doc};
use syntax::{KEYWORDS, Swift};

const OPTIONS: Defaults = &[
    ("BaseClass", ""),
    ("AddServiceStackTypes", "True"),
    ("IncludeTypes", ""),
    ("ExcludeTypes", ""),
    ("AddResponseStatus", "False"),
    ("AddImplicitVersion", ""),
    ("AddDescriptionAsComments", "True"),
    ("InitializeCollections", "False"),
    ("TreatTypesAsStrings", ""),
    ("DefaultImports", "Foundation,ServiceStack"),
];

/// The whole text.
pub(super) fn generate(contract: &Contract, reference: &Reference<'_>) -> String {
    let generator = Generator::new(contract, reference, Swift, OPTIONS);
    let mut out = String::new();
    header::write(&mut out, reference, &NESTING_SLASHES, OPTIONS);
    out.push('\n');
    for import in generator.imports() {
        let _ = writeln!(out, "import {import}");
    }
    generator.bases_first().iter().for_each(|shape| generator.dto(&mut out, shape));
    out
}

/// A member under the name that Swift gives it: in camelCase, since a member may not be called like
/// its type.
struct Member<'s> {
    name: String,
    field: &'s Field<'s>,
}

impl Generator<'_, Swift> {
    fn dto(&self, out: &mut String, shape: &Shape<'_>) {
        out.push('\n');
        self.comment(out, "", shape.dto.description.as_deref());
        doc::comments(out, "// ", &shape.marks);
        match &shape.dto.kind {
            DtoKind::Enum(enumeration) => enumeration_of(out, shape, enumeration),
            DtoKind::Interface => self.protocol(out, shape),
            _ => self.class(out, shape),
        }
    }

    fn comment(&self, out: &mut String, indent: &str, text: Option<&str>) {
        if let Some(text) = self.shown_description(text) {
            doc::block(out, indent, text);
        }
    }

    fn protocol(&self, out: &mut String, shape: &Shape<'_>) {
        let _ = writeln!(out, "public protocol {}\n{{", shape.name);
        for Member { name, field } in members(shape) {
            let _ = writeln!(out, "    var {name}:{}? {{ get set }}", self.spell(&field.ty, shape));
        }
        out.push_str("}\n");
    }

    fn class(&self, out: &mut String, shape: &Shape<'_>) {
        let base = self.base(shape);
        let chosen = self.given("BaseClass").map(identifier);
        let mut bases: Vec<String> = base.clone().or(chosen.clone()).into_iter().collect();
        bases.extend(match shape.answer() {
            Some(Answer::Type(_)) => Some("IReturn".to_owned()),
            Some(Answer::Void) => Some("IReturnVoid".to_owned()),
            Some(Answer::Untold) | None => None,
        });
        if base.is_none() {
            bases.push("Codable".to_owned());
        }
        let parameters: Vec<String> = shape
            .parameters()
            .iter()
            .map(|name| format!("{} : Codable", self.type_writer.words.parameter(name)))
            .collect();
        let parameters = if parameters.is_empty() {
            String::new()
        } else {
            format!("<{}>", parameters.join(", "))
        };
        let _ = writeln!(out, "public class {}{parameters} : {}\n{{", shape.name, bases.join(", "));
        if let Some(Answer::Type(response)) = shape.answer() {
            let _ =
                writeln!(out, "    public typealias Return = {}\n", self.spell(response, shape));
        }
        let members = members(shape);
        members.iter().for_each(|member| self.property(out, shape, member));
        let call = if base.is_some() { " super.init() " } else { "" };
        let start = if base.is_none() && chosen.is_some() { "override " } else { "" };
        let _ = writeln!(out, "\n    {start}required public init(){{{call}}}");
        let told_apart = members.iter().any(|member| bare(&member.name) != member.field.wire_name);
        if !members.is_empty() && (base.is_some() || told_apart) {
            coding_keys(out, &members);
        }
        if base.is_some() {
            self.coding(out, shape, &members);
        }
        out.push_str("}\n");
    }

    fn property(&self, out: &mut String, shape: &Shape<'_>, member: &Member<'_>) {
        let field = member.field;
        self.comment(out, "    ", field.description);
        doc::comments(out, "    // ", &field.marks);
        let ty = self.spell(&field.ty, shape);
        let wrapper = if ty == "TimeInterval" { "@TimeSpan " } else { "" };
        let name = &member.name;
        let _ = match field.value {
            Some(value) => writeln!(out, "    public var {name}:{ty}? = {value}"),
            None if is_filled(self, field) => {
                writeln!(out, "    public var {name}:{ty} = {}", empty(field))
            }
            None => writeln!(out, "    {wrapper}public var {name}:{ty}?"),
        };
    }

    /// A class with a base codes its own members after the base's.
    fn coding(&self, out: &mut String, shape: &Shape<'_>, members: &[Member<'_>]) {
        out.push_str("\n    required public init(from decoder: Decoder) throws {\n        try super.init(from: decoder)\n");
        if !members.is_empty() {
            out.push_str(
                "        let container = try decoder.container(keyedBy: CodingKeys.self)\n",
            );
        }
        for Member { name, field } in members {
            let ty = self.spell(&field.ty, shape);
            let _ = writeln!(
                out,
                "        {name} = try container.decodeIfPresent({ty}.self, forKey: .{name}){}",
                if is_filled(self, field) {
                    " ?? ".to_owned() + empty(field)
                } else {
                    String::new()
                }
            );
        }
        out.push_str("    }\n\n    public override func encode(to encoder: Encoder) throws {\n        try super.encode(to: encoder)\n");
        if !members.is_empty() {
            out.push_str("        var container = encoder.container(keyedBy: CodingKeys.self)\n");
        }
        for Member { name, field } in members {
            let present = if is_filled(self, field) { "" } else { "IfPresent" };
            let _ = writeln!(out, "        try container.encode{present}({name}, forKey: .{name})");
        }
        out.push_str("    }\n");
    }
}

/// A collection that is never nil.
fn is_filled(generator: &Generator<'_, Swift>, field: &Field<'_>) -> bool {
    field.is_collection() && generator.on("InitializeCollections")
}

fn empty(field: &Field<'_>) -> &'static str {
    if matches!(field.ty, TypeRef::Dictionary(..)) { "[:]" } else { "[]" }
}

fn coding_keys(out: &mut String, members: &[Member<'_>]) {
    out.push_str("\n    private enum CodingKeys : String, CodingKey {\n");
    for Member { name, field } in members {
        let _ = if bare(name) == field.wire_name {
            writeln!(out, "        case {name}")
        } else {
            writeln!(out, "        case {name} = {}", BRACES.literal(&field.wire_name))
        };
    }
    out.push_str("    }\n");
}

fn members<'s>(shape: &'s Shape<'_>) -> Vec<Member<'s>> {
    let mut names = Unique::default();
    let named = |field: &'s Field<'_>| {
        let name =
            names.take(free(identifier(&camel_case(&field.wire_name)), &["self", "init", "Type"]));
        Member { name: escaped(name), field }
    };
    shape.fields.iter().map(named).collect()
}

fn escaped(name: String) -> String {
    if KEYWORDS.contains(&name.as_str()) { format!("`{name}`") } else { name }
}

fn bare(name: &str) -> &str {
    name.trim_matches('`')
}

fn enumeration_of(out: &mut String, shape: &Shape<'_>, enumeration: &Enumeration) {
    let mut names = Unique::default();
    let mut named =
        |name: &str| names.take(free(identifier(name), &["self", "init", "Type", "rawValue"]));
    if enumeration.as_number {
        let own = &shape.name;
        let _ = writeln!(
            out,
            "public struct {own} : OptionSet, Codable\n{{\n    public let rawValue:Int\n    \
             public init(rawValue:Int) {{ self.rawValue = rawValue }}"
        );
        for member in &enumeration.members {
            let name = escaped(named(&member.name));
            let _ =
                writeln!(out, "    public static let {name} = {own}(rawValue: {})", member.number);
        }
        out.push_str("}\n");
        return;
    }
    // An enum without a case has no raw type.
    if enumeration.members.is_empty() {
        let _ = writeln!(out, "public typealias {} = String", shape.name);
        return;
    }
    let _ = writeln!(out, "public enum {} : String, Codable\n{{", shape.name);
    for member in &enumeration.members {
        let wire = BRACES.literal(member.on_the_wire());
        let _ = writeln!(out, "    case {} = {wire}", escaped(named(&member.name)));
    }
    out.push_str("}\n");
}
