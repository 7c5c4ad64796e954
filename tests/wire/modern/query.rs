//! Query strings as ServiceStack's clients write them, read as the server binds them: the value
//! comes back but where the client's text has lost it. Writing them is a test of the codec.

use std::collections::BTreeMap;

use servicestack_emulator::contract::TypeRef;
use servicestack_emulator::value::{Object, Value};
use servicestack_emulator::wire::{Dialect, Format, jsv};

use super::{Vector, Vectors};

/// The members of a class that a query string gives; empty texts give none.
fn read(vectors: &Vectors, ty: &TypeRef, query: &str, dialect: &Dialect) -> Option<Value> {
    let TypeRef::Dto(dto) = *ty else { return None };
    let members = &vectors.contract.dto(dto).members;
    let mut object = Object { dto, members: vec![Value::Null; members.len()] };
    let given = jsv_codec::from_query_string(query).expect("it is UTF-8");
    for (name, text) in given.as_object().expect("pairs").iter() {
        let text = text.as_str().unwrap_or_default();
        let place = vectors.contract.dto(dto).place_of(name)?;
        if !text.is_empty() {
            let ty = &members[place].ty;
            let value = jsv::read_member(&vectors.contract, ty, text, dialect).ok()?;
            object.members[place] = value;
        }
    }
    Some(Value::Object(object))
}

/// Why a value does not come back.
fn cause(type_name: &str, query: &str) -> &'static str {
    const OF_JSV: [&str; 8] = ["%22", "%2c", "%3a", "%5b", "%5d", "%7b", "%7d", "%0"];
    let has_empty = query.split('&').any(|pair| pair.ends_with('=') || pair.contains("=,"));
    match query {
        _ if query.contains('+') => "a plus sign is not escaped, and is read as a blank",
        _ if type_name.contains("Object") || type_name == "HasO" => "an object is any text",
        _ if type_name.contains("List<List") => "a list of lists lost its brackets",
        _ if has_empty || query.ends_with(',') => "an empty text, list or item is nothing",
        _ if query.contains('"') => "quotes are not escaped",
        _ if query.contains('\u{feff}') => "a byte order mark is a blank",
        _ if OF_JSV.iter().any(|escape| query.contains(escape)) => {
            "a text with signs of JSV has no quotes"
        }
        _ => "another",
    }
}

/// What comes back, or why it does not; none of what no request is.
fn outcome(vectors: &Vectors, vector: &Vector) -> Option<&'static str> {
    let query = vector.qs.as_deref().filter(|_| vector.j.is_none())?;
    let (ty, dialect) = (vectors.ty(&vector.type_name), vector.dialect());
    matches!(ty, TypeRef::Dto(_)).then_some(())?;
    let written = vectors.written(Format::Jsv, vector, &dialect);
    let back = read(vectors, &ty, query, &dialect);
    let back = back.map(|value| vectors.shown(Format::Jsv, &ty, &value, &dialect));
    // An instant that was in UTC comes back in the host's zone, which was UTC.
    let in_utc = |text: &str| text.replace("+00:00", "Z");
    Some(match back {
        Some(back) if back == written => "the same",
        Some(back) if in_utc(&back) == in_utc(&written) => "the same instant",
        _ => cause(&vector.type_name, query),
    })
}

#[test]
fn what_clients_write_is_read() {
    let vectors = Vectors::open("serializer-random-modern.jsonl.gz");
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for vector in &vectors.vectors {
        if let Some(cause) = outcome(&vectors, vector) {
            *counted.entry(cause).or_default() += 1;
        }
    }
    insta::assert_debug_snapshot!(counted, @r#"
    {
        "a byte order mark is a blank": 1,
        "a list of lists lost its brackets": 24,
        "a plus sign is not escaped, and is read as a blank": 504,
        "a text with signs of JSV has no quotes": 49,
        "an empty text, list or item is nothing": 69,
        "an object is any text": 44,
        "quotes are not escaped": 13,
        "the same": 1697,
        "the same instant": 166,
    }
    "#);
}
