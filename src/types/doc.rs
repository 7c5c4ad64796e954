//! Attributes and comments that generators repeat.

use std::fmt::Write;

use crate::contract::{Attribute, DataContract, Dto, Operation, Property, Verbs};

use super::names::{dotted, identifier, lines, quoted};

/// An attribute: `Route("/hello", "GET")`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mark {
    pub name: String,
    pub args: Vec<(Option<String>, Literal)>,
}

/// The value of an argument.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Literal {
    Text(String),
    /// A number or a boolean, which all languages spell alike, or `Enum.Member`.
    Plain(String),
    /// A type, by its .NET name.
    Type(String),
}

/// How a language writes the arguments of an attribute.
pub(super) struct Notation {
    /// What stands between name and value.
    pub assign: &'static str,
    pub text: fn(&str) -> String,
    pub type_of: fn(&str) -> String,
}

/// C#'s own, which other languages repeat in comments.
pub(super) const SHARP: Notation =
    Notation { assign: "=", text: quoted, type_of: |name| format!("typeof({name})") };

impl Mark {
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), args: Vec::new() }
    }

    fn text(mut self, name: Option<&str>, text: &str) -> Self {
        self.args.push((name.map(str::to_owned), Literal::Text(text.to_owned())));
        self
    }

    fn plain(mut self, name: &str, value: impl ToString) -> Self {
        self.args.push((Some(name.to_owned()), Literal::Plain(value.to_string())));
        self
    }

    /// `Route("/hello", "GET")`, or the name alone.
    pub fn written(&self, notation: &Notation) -> String {
        if self.args.is_empty() {
            return self.name.clone();
        }
        let args: Vec<String> = self
            .args
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    Literal::Text(text) => (notation.text)(text),
                    Literal::Plain(text) => text.clone(),
                    Literal::Type(name) => (notation.type_of)(name),
                };
                name.as_ref()
                    .map_or(value.clone(), |name| format!("{name}{}{value}", notation.assign))
            })
            .collect();
        format!("{}({})", self.name, args.join(", "))
    }

    /// On one line, for a comment.
    pub fn line(&self) -> String {
        lines(&self.written(&SHARP)).collect::<Vec<_>>().join(" ")
    }
}

/// The attributes of a class: its routes, those that the document repeats, and `DataContract`.
pub(super) fn marks_of(dto: &Dto, operation: Option<&Operation>) -> Vec<Mark> {
    let routes = operation.into_iter().flat_map(|operation| &operation.routes).map(|route| {
        let mut mark = Mark::new("Route").text(None, &route.path);
        if let Verbs::Only(verbs) = &route.verbs {
            mark = mark.text(None, verbs);
        }
        let named = [("Summary", &route.summary), ("Notes", &route.notes)];
        let given = named.iter().filter_map(|(name, text)| Some((*name, text.as_ref()?)));
        given.fold(mark, |mark, (name, text)| mark.text(Some(name), text))
    });
    let contract = dto.data_contract.iter().map(data_contract);
    routes.chain(dto.attributes.iter().map(attribute)).chain(contract).collect()
}

fn data_contract(contract: &DataContract) -> Mark {
    let named = [("Name", &contract.name), ("Namespace", &contract.namespace)];
    let given = named.iter().filter_map(|(name, text)| Some((*name, text.as_ref()?)));
    given.fold(Mark::new("DataContract"), |mark, (name, text)| mark.text(Some(name), text))
}

/// The attributes of a property, `DataMember` among them.
pub(super) fn marks_on(property: &Property) -> Vec<Mark> {
    let member = property.data_member.as_ref().map(|member| {
        let mut mark = Mark::new("DataMember");
        if let Some(name) = &property.wire_name {
            mark = mark.text(Some("Name"), name);
        }
        let plain = [
            ("Order", property.order.map(|order| order.to_string())),
            ("IsRequired", member.is_required.map(|required| required.to_string())),
            ("EmitDefaultValue", member.emit_default_value.map(|emit| emit.to_string())),
        ];
        let given = plain.into_iter().filter_map(|(name, value)| Some((name, value?)));
        given.fold(mark, |mark, (name, value)| mark.plain(name, value))
    });
    property.attributes.iter().map(attribute).chain(member).collect()
}

/// `DataMember`, with its place if one is given.
pub(super) fn data_member(order: Option<usize>) -> Mark {
    let mark = Mark::new("DataMember");
    match order {
        Some(order) => mark.plain("Order", order),
        None => mark,
    }
}

fn attribute(attribute: &Attribute) -> Mark {
    let by_position =
        attribute.constructor_args.iter().map(|arg| (None, value(&arg.type_name.name, &arg.value)));
    let by_name = attribute
        .args
        .iter()
        .map(|arg| (Some(identifier(&arg.name)), value(&arg.type_name.name, &arg.value)));
    Mark { name: identifier(&attribute.name), args: by_position.chain(by_name).collect() }
}

/// Documents have an argument's value as text: what is no plain literal of its type stays a text.
fn value(type_name: &str, text: &str) -> Literal {
    let literal = match type_name {
        "String" => false,
        "Boolean" => matches!(text, "true" | "false"),
        "Type" => {
            return type_of(text).map_or_else(|| Literal::Text(text.to_owned()), Literal::Type);
        }
        _ => text.parse::<f64>().is_ok_and(f64::is_finite) || is_member(text),
    };
    if literal { Literal::Plain(text.to_owned()) } else { Literal::Text(text.to_owned()) }
}

fn type_of(text: &str) -> Option<String> {
    let name = text.strip_prefix("typeof(")?.strip_suffix(')')?;
    (dotted(name) == name).then(|| name.to_owned())
}

/// `Enum.Member`.
fn is_member(text: &str) -> bool {
    text.contains('.') && dotted(text) == text
}

/// A description between `/**` and `*/`.
pub(super) fn block(out: &mut String, indent: &str, text: &str) {
    // Neither an end nor, where comments nest, a beginning; and no `\u002a` for Java.
    let text = text.replace("*/", "* /").replace("/*", "/ *").replace('\\', "\\\\");
    let lines = lines(&text).collect::<Vec<_>>().join(&format!("\n{indent}* "));
    let _ = writeln!(out, "{indent}/**\n{indent}* {lines}\n{indent}*/");
}

/// A description as lines that begin alike.
pub(super) fn remark(out: &mut String, start: &str, text: &str) {
    for line in lines(text) {
        let _ = writeln!(out, "{start}{line}");
    }
}

/// A description as XML documentation of .NET.
pub(super) fn summary(out: &mut String, start: &str, text: &str) {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    remark(out, start, &format!("<summary>\n{text}\n</summary>"));
}

/// Attributes of a language that has none of them, as comments.
pub(super) fn comments(out: &mut String, start: &str, marks: &[Mark]) {
    marks.iter().for_each(|mark| {
        let _ = writeln!(out, "{start}@{}", mark.line());
    });
}
