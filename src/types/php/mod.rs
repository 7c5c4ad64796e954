//! PHP 8.1, for `servicestack/client`. Not part of 5.9.1, but of newer hosts.

mod conversion;
mod syntax;

use std::fmt::Write;

use crate::contract::{Contract, DtoKind, Enumeration, TypeRef};
use crate::types::generator::{Answer, Defaults, Field, Generator, Shape};
use crate::types::header::{self, SLASHES};
use crate::types::names::{DOLLAR_BRACES, Unique, free, identifier, lines};
use crate::types::{Reference, doc};
use syntax::Php;

const OPTIONS: Defaults = &[
    ("GlobalNamespace", "dtos"),
    ("AddServiceStackTypes", "True"),
    ("AddResponseStatus", "False"),
    ("AddImplicitVersion", ""),
    ("AddDescriptionAsComments", "True"),
    ("IncludeTypes", ""),
    ("ExcludeTypes", ""),
    ("DefaultImports", ""),
];

const IMPORTS: &str = "
use DateInterval;
use DateTime;
use Exception;
use JsonSerializable;
use ServiceStack\\{ByteArray,EmptyResponse,IdResponse,IReturn,IReturnVoid,JsonConverters,ResponseError,ResponseStatus,Returns};
";

/// The whole text.
pub(super) fn generate(contract: &Contract, reference: &Reference<'_>) -> String {
    let generator = Generator::new(contract, reference, Php, OPTIONS);
    let namespace = generator.global_namespace().unwrap_or_else(|| "dtos".to_owned());
    let parts: Vec<String> =
        namespace.split('.').map(|part| free(part.to_owned(), &syntax::KEYWORDS)).collect();
    let mut out = format!("<?php namespace {};\n", parts.join("\\"));
    header::write(&mut out, reference, &SLASHES, OPTIONS);
    out.push_str(IMPORTS);
    for import in generator.reference.options.list("DefaultImports") {
        let parts: Vec<String> = import.split('\\').map(identifier).collect();
        let _ = writeln!(out, "use {};", parts.join("\\"));
    }
    generator.bases_first().iter().for_each(|shape| generator.dto(&mut out, shape));
    out
}

impl Generator<'_, Php> {
    fn dto(&self, out: &mut String, shape: &Shape<'_>) {
        out.push('\n');
        self.comment(out, "", shape.dto.description.as_deref());
        doc::comments(out, "// ", &shape.marks.iter().map(closing_nothing).collect::<Vec<_>>());
        match &shape.dto.kind {
            DtoKind::Enum(enumeration) => enumeration_of(out, shape, enumeration),
            DtoKind::Interface => {
                let _ = writeln!(out, "interface {}\n{{\n}}", shape.name);
            }
            _ => self.class(out, shape),
        }
    }

    fn comment(&self, out: &mut String, indent: &str, text: Option<&str>) {
        if let Some(text) = self.shown_description(text) {
            let line = lines(text).collect::<Vec<_>>().join(" ").replace("*/", "* /");
            let _ = writeln!(out, "{indent}/** @description {line} */");
        }
    }

    fn class(&self, out: &mut String, shape: &Shape<'_>) {
        let base =
            self.base(shape).map(|base| base.split('<').next().unwrap_or_default().to_owned());
        let extends = base.as_ref().map(|base| format!(" extends {base}")).unwrap_or_default();
        let marker = match shape.answer() {
            Some(Answer::Type(response)) => {
                let _ = writeln!(
                    out,
                    "#[Returns({})]",
                    DOLLAR_BRACES.literal(&self.spell(response, shape))
                );
                "IReturn, "
            }
            Some(Answer::Void) => "IReturnVoid, ",
            Some(Answer::Untold) | None => "",
        };
        let kind = if shape.is_abstract() { "abstract class" } else { "class" };
        let _ =
            writeln!(out, "{kind} {}{extends} implements {marker}JsonSerializable\n{{", shape.name);
        self.generic(out, shape);
        let mut names = Unique::default();
        let members: Vec<(String, &Field<'_>)> =
            shape.fields.iter().map(|field| (names.take(member(field)), field)).collect();
        self.constructor(out, shape, &members, base.is_some());
        self.conversions(out, shape, &members, base.is_some());
        self.request_members(out, shape);
        out.push_str("}\n");
    }

    /// The arguments of a generic class, which PHP does not have: the client sets them.
    fn generic(&self, out: &mut String, shape: &Shape<'_>) {
        if shape.parameters().is_empty() {
            return;
        }
        let _ = writeln!(
            out,
            "    public array $genericArgs = [];\n    \
             public static function create(array $genericArgs=[]): self {{\n        \
             $to = new static();\n        $to->genericArgs = $genericArgs;\n        return $to;\n    }}\n"
        );
    }

    /// Takes the class's own members by name; those of the base are set afterwards.
    fn constructor(
        &self,
        out: &mut String,
        shape: &Shape<'_>,
        members: &[(String, &Field<'_>)],
        has_base: bool,
    ) {
        out.push_str("    public function __construct(\n");
        for (at, (name, field)) in members.iter().enumerate() {
            self.comment(out, "        ", field.description);
            doc::comments(
                out,
                "        // ",
                &field.marks.iter().map(closing_nothing).collect::<Vec<_>>(),
            );
            let spelled = self.spell(&field.ty, shape);
            let hint = hint(&field.ty, &spelled);
            if hint == "?array" {
                let _ = writeln!(out, "        /** @var {spelled}|null */");
            }
            let value = field.value.map_or("null".to_owned(), |value| value.to_string());
            let comma = if at + 1 < members.len() { "," } else { "" };
            let _ = writeln!(out, "        public {hint} ${name}={value}{comma}");
        }
        out.push_str(if has_base {
            "    ) {\n        parent::__construct();\n    }\n\n"
        } else {
            "    ) {\n    }\n\n"
        });
    }

    fn conversions(
        &self,
        out: &mut String,
        shape: &Shape<'_>,
        members: &[(String, &Field<'_>)],
        has_base: bool,
    ) {
        out.push_str("    /** @throws Exception */\n    public function fromMap($o): void {\n");
        if has_base {
            out.push_str("        parent::fromMap($o);\n");
        }
        for (name, field) in members {
            let key = DOLLAR_BRACES.literal(&field.wire_name);
            let value = self.converted(&field.ty, shape, "from", &format!("$o[{key}]"));
            let _ = writeln!(out, "        if (isset($o[{key}])) $this->{name} = {value};");
        }
        out.push_str(
            "    }\n\n    /** @throws Exception */\n    public function jsonSerialize(): mixed\n    {\n",
        );
        out.push_str(if has_base {
            "        $o = (array) parent::jsonSerialize();\n"
        } else {
            "        $o = [];\n"
        });
        for (name, field) in members {
            let key = DOLLAR_BRACES.literal(&field.wire_name);
            let value = self.converted(&field.ty, shape, "to", &format!("$this->{name}"));
            let _ = writeln!(out, "        if (isset($this->{name})) $o[{key}] = {value};");
        }
        out.push_str("        return empty($o) ? new \\stdClass() : $o;\n    }\n");
    }

    fn request_members(&self, out: &mut String, shape: &Shape<'_>) {
        let (Some(operation), Some(answer)) = (shape.operation, shape.answer()) else { return };
        let name = DOLLAR_BRACES.literal(&operation.name);
        let _ = writeln!(
            out,
            "    public function getTypeName(): string {{ return {name}; }}\n    \
             public function getMethod(): string {{ return '{}'; }}",
            operation.preferred_verb()
        );
        match answer {
            Answer::Type(response) => {
                let empty = self.empty(response, shape);
                let _ = writeln!(
                    out,
                    "    public function createResponse(): mixed {{ return {empty}; }}"
                );
            }
            Answer::Void => out.push_str("    public function createResponse(): void {}\n"),
            Answer::Untold => {}
        }
    }
}

/// `?>` ends a comment of one line, and the program with it.
fn closing_nothing(mark: &doc::Mark) -> doc::Mark {
    let mut mark = mark.clone();
    for (_, value) in &mut mark.args {
        if let doc::Literal::Text(text) = value {
            *text = text.replace("?>", "? >");
        }
    }
    mark
}

/// The declared type of a member; PHP knows no arguments of types.
fn hint(ty: &TypeRef, spelled: &str) -> String {
    match ty {
        TypeRef::Nullable(inner) => hint(inner, spelled),
        TypeRef::List(..) | TypeRef::Dictionary(..) => "?array".to_owned(),
        TypeRef::Unknown(_) => "mixed".to_owned(),
        _ if spelled == "mixed" => "mixed".to_owned(),
        _ => format!("?{}", spelled.split('<').next().unwrap_or_default()),
    }
}

fn member(field: &Field<'_>) -> String {
    free(identifier(&field.wire_name), &["this", "genericArgs"])
}

fn enumeration_of(out: &mut String, shape: &Shape<'_>, enumeration: &Enumeration) {
    // A case that has no number of its own, or none at all, makes a class of constants of an enum.
    if enumeration.as_number || enumeration.members.is_empty() {
        let _ = writeln!(out, "final class {}\n{{", shape.name);
    } else {
        let _ = writeln!(out, "enum {} : string\n{{", shape.name);
    }
    let mut names = Unique::default();
    let mut wires: Vec<&str> = Vec::new();
    for member in &enumeration.members {
        let name = names.take(free(identifier(&member.name), &["class", "Class", "CLASS"]));
        let wire = member.on_the_wire();
        let _ = if enumeration.as_number {
            writeln!(out, "    const {name} = {};", member.number)
        } else if wires.contains(&wire) {
            // Two cases may not have one text.
            writeln!(out, "    // {name}")
        } else {
            writeln!(out, "    case {name} = {};", DOLLAR_BRACES.literal(wire))
        };
        wires.push(wire);
    }
    out.push_str("}\n");
}
