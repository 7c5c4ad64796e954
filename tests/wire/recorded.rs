//! Bodies that the recorded host answered with, the same value in several formats: each is read,
//! and the value is written in every other format, byte for byte as recorded.

use std::collections::BTreeMap;

use servicestack_emulator::{
    contract::{Contract, TypeRef},
    value::{Object, Value},
    wire::{self, Dialect, Format},
};

use crate::{
    exchange::{self, Exchange},
    hosts,
};

/// Answers to one request, by format.
type Bodies = BTreeMap<&'static str, String>;

/// The format of an answer and the request without what asked for a format.
fn classify(exchange: &Exchange) -> Option<(Format, String)> {
    let content_type =
        &exchange.response.headers.iter().find(|(name, _)| name == "Content-Type")?.1;
    let format = Format::from_request_type(content_type)?;
    let mut target = exchange.request.target.clone();
    for name in ["json", "jsv", "xml", "csv"] {
        target =
            target.replace(&format!("/{name}/reply"), "/reply").replace(&format!(".{name}"), "");
        target = target.replace(&format!("?format={name}"), "");
    }
    let body = exchange.request.body.as_deref().unwrap_or_default();
    Some((format, format!("{} {} {target} {body}", exchange.host, exchange.request.method)))
}

/// All answers that came in two formats or more.
fn groups() -> BTreeMap<String, Bodies> {
    let mut groups: BTreeMap<String, Bodies> = BTreeMap::new();
    for exchange in exchange::all() {
        if let (Some((format, key)), Some(body)) = (classify(&exchange), exchange.response.body) {
            groups.entry(key).or_default().insert(format.name(), body);
        }
    }
    // Here each endpoint read the same JSV body in its own format, so that the answers differ.
    groups
        .retain(|key, bodies| bodies.len() > 1 && !key.starts_with("C PUT /reply/ActivateCoupon"));
    groups
}

/// The type of the answers: XML names it by its root.
fn type_of(contract: &Contract, types: &[&str], bodies: &Bodies) -> Option<TypeRef> {
    let xml = bodies.get("xml")?;
    let root = xml
        .strip_prefix("<?xml version=\"1.0\" encoding=\"utf-8\"?><")?
        .split([' ', '>'])
        .next()?;
    let name = match root {
        "ArrayOfInner" => "List<Inner>",
        "ArrayOfHelloResponse" => "List<HelloResponse>",
        "ArrayOfKeyValueOfstringInnerD_SD_Pw_SgR" => "Dictionary<String,Inner>",
        "int" => "Int32",
        other => other,
    };
    let index = types.iter().position(|known| *known == name)?;
    Some(hosts::root(contract, index))
}

const TYPES: [&str; 9] = [
    "HelloResponse",
    "ActivateCouponResponse",
    "EchoTypes",
    "PlainReqResponse",
    "ErrorResponse",
    "List<Inner>",
    "Dictionary<String,Inner>",
    "Int32",
    "List<HelloResponse>",
];

/// A dictionary's rows in CSV are not its entries, an oddity of the host: they can be written and
/// not read.
fn reads_back(from: &str, body: &str) -> bool {
    from != "csv" || !body.starts_with("Key,Value")
}

/// The value with what its notation could not carry, taken from the XML, which loses nothing: the
/// kind of a date, and entries of a dictionary that are null.
fn recall(value: Value, original: &Value) -> Value {
    match (value, original) {
        (Value::DateTime(date), Value::DateTime(known)) if date.clock == known.clock => {
            Value::DateTime(*known)
        }
        (Value::Dictionary(entries), Value::Dictionary(known)) => {
            let present: Vec<_> =
                known.iter().filter(|(_, value)| *value != Value::Null).cloned().collect();
            Value::Dictionary(if entries == present { known.clone() } else { entries })
        }
        (Value::List(items), Value::List(known)) => Value::List(recall_all(items, known)),
        (Value::Object(Object { dto, members }), Value::Object(known)) => {
            Value::Object(Object { dto, members: recall_all(members, &known.members) })
        }
        (value, _) => value,
    }
}

fn recall_all(values: Vec<Value>, known: &[Value]) -> Vec<Value> {
    values.into_iter().zip(known).map(|(value, known)| recall(value, known)).collect()
}

#[test]
fn every_format_gives_every_other() {
    let contract = hosts::recorded(&TYPES);
    let dialect = Dialect { strict: true, ..Dialect::default() };
    let read = |from: &str, ty: &TypeRef, body: &str| {
        let format = Format::from_name(from).expect("recorded formats are known");
        wire::read(format, &contract, ty, body.as_bytes(), &dialect).expect(body)
    };
    let (mut compared, mut different) = (BTreeMap::new(), Vec::new());
    for (key, bodies) in groups() {
        let Some(ty) = type_of(&contract, &TYPES, &bodies) else { continue };
        let original = read("xml", &ty, &bodies["xml"]);
        for (from, body) in bodies.iter().filter(|(from, body)| reads_back(from, body)) {
            let value = recall(read(from, &ty, body), &original);
            for (to, expected) in &bodies {
                *compared.entry(format!("{from} -> {to}")).or_insert(0) += 1;
                let actual = written(&contract, &ty, &value, to, &dialect);
                if actual != *expected {
                    different.push(format!(
                        "{key}: {from} -> {to}\n  expected {expected}\n  actual   {actual}"
                    ));
                }
            }
        }
    }
    assert_eq!(different.join("\n"), "");
    assert_eq!(compared.values().sum::<usize>(), 238, "{compared:?}");
    assert_eq!(compared.len(), 16, "each format gives each");
}

fn written(
    contract: &Contract,
    ty: &TypeRef,
    value: &Value,
    to: &str,
    dialect: &Dialect,
) -> String {
    hosts::write(
        Format::from_name(to).expect("recorded formats are known"),
        contract,
        ty,
        value,
        dialect,
    )
}
