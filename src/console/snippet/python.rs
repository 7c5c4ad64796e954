//! A call in Python.

use jsv_codec::MemberNames;

use super::one_line;
use crate::console::{Call, Console};
use crate::contract::{Contract, TypeRef};
use crate::types::{identifier, python_member, python_wire_member, quoted};
use crate::value::{Object, Value};
use crate::wire::{self, Format, Typed};

/// By PyPI `servicestack`.
pub(super) fn typed(console: &Console<'_>, call: &Call<'_>, base_url: &str) -> String {
    let verb = call.verb.to_ascii_lowercase();
    let request = object(console, &call.request);
    let sign_in = if call.operation.requires_auth {
        "client.set_credentials(\"user name\", \"password\")\n"
    } else {
        ""
    };
    format!(
        "# pip install servicestack; curl {} > dtos.py\n\
         from servicestack import JsonServiceClient\n\
         from dtos import *\n\n\
         client = JsonServiceClient({})\n{sign_in}\
         answer = client.{verb}({request})\n\
         print(answer)\n",
        one_line(&format!("{base_url}/types/python")),
        literal_text(base_url),
    )
}

fn object(console: &Console<'_>, object: &Object) -> String {
    let dto = console.contract.dto(object.dto);
    let given = dto.members.iter().zip(&object.members).filter(|(_, value)| **value != Value::Null);
    let members: Vec<String> = given
        .map(|(member, value)| {
            let own = console.contract.property(member);
            // As the reference has it: the client reads answers by the names on the wire, or by
            // those in camelCase.
            let name = match console.context.dialect.js.text_case {
                MemberNames::Declared => python_wire_member(&member.name),
                _ => python_member(own.map_or(&member.name, |own| &own.name)),
            };
            format!("{name}={}", literal(console, &member.ty, value))
        })
        .collect();
    format!("{}({})", class(console.contract, object), members.join(", "))
}

fn class(contract: &Contract, object: &Object) -> String {
    let name = &contract.dto(object.dto).type_name.name;
    identifier(name.split('`').next().unwrap_or(name))
}

fn literal(console: &Console<'_>, ty: &TypeRef, value: &Value) -> String {
    match (value, ty) {
        (value, TypeRef::Nullable(inner)) => literal(console, inner, value),
        (Value::Null, _) => "None".to_owned(),
        (Value::Bool(truth), _) => if *truth { "True" } else { "False" }.to_owned(),
        (Value::Int(number), _) => number.to_string(),
        (Value::UInt(number), _) => number.to_string(),
        (Value::Decimal(number), _) => format!("decimal.Decimal(\"{number}\")"),
        (Value::DateTime(date), _) => {
            format!(
                "datetime.datetime.fromisoformat(\"{}\")",
                date.clock.format("%Y-%m-%dT%H:%M:%S%.6f")
            )
        }
        (Value::DateTimeOffset(date), _) => {
            format!(
                "datetime.datetime.fromisoformat(\"{}\")",
                date.format("%Y-%m-%dT%H:%M:%S%.6f%:z")
            )
        }
        (Value::DateOnly(day), _) => format!("datetime.datetime.fromisoformat(\"{day}\")"),
        (Value::TimeSpan(ticks) | Value::TimeOnly(ticks), _) => {
            format!("datetime.timedelta(microseconds={})", ticks / 10)
        }
        (Value::Bytes(bytes), _) => format!("bytes.fromhex(\"{}\")", hex::encode(bytes)),
        (Value::List(items), TypeRef::List(_, of)) => {
            let items: Vec<String> = items.iter().map(|item| literal(console, of, item)).collect();
            format!("[{}]", items.join(", "))
        }
        (Value::Dictionary(entries), TypeRef::Dictionary(key, of)) => {
            let entry = |(key_value, value): &(Value, Value)| {
                format!("{}: {}", literal(console, key, key_value), literal(console, of, value))
            };
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        (Value::Object(own), _) => object(console, own),
        (Value::Single(_) | Value::Double(_), _) => number(&text(console, ty, value)),
        (Value::Enum(number), TypeRef::Dto(id)) => enumeration(console.contract, *id, *number),
        _ => literal_text(&text(console, ty, value)),
    }
}

fn enumeration(contract: &Contract, id: crate::contract::DtoId, number: i64) -> String {
    let dto = contract.dto(id);
    let members = dto.enumeration().map(|own| own.members.as_slice()).unwrap_or_default();
    match members.iter().find(|member| member.number == number) {
        Some(member) => {
            format!(
                "{}.{}",
                identifier(&dto.type_name.name),
                python_member(&member.name).to_uppercase()
            )
        }
        None => number.to_string(),
    }
}

/// What is no number to Python is a text to `float`.
fn number(text: &str) -> String {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    if plain { text.to_owned() } else { format!("float({})", literal_text(text)) }
}

fn text(console: &Console<'_>, ty: &TypeRef, value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => {
            let typed = Typed { contract: console.contract, ty, value };
            wire::write(Format::Jsv, &typed, console.context.dialect).unwrap_or_default()
        }
    }
}

/// Python reads what TypeScript reads between double quotes.
fn literal_text(text: &str) -> String {
    quoted(text)
}

/// By the standard library.
pub(super) fn plain(call: &Call<'_>, url: &str) -> String {
    let headers: String = call
        .headers
        .iter()
        .map(|(name, value)| format!("    {}: {},\n", literal_text(name), literal_text(value)))
        .collect();
    let data = call.body.as_ref().map(|body| format!(", data={}.encode()", literal_text(body)));
    format!(
        "from urllib.error import HTTPError\n\
         from urllib.request import Request, urlopen\n\n\
         request = Request({}, method={}{}, headers={{\n{headers}}})\n\
         try:\n    answer = urlopen(request)\nexcept HTTPError as error:\n    answer = error\n\
         print(answer.status, answer.read().decode())\n",
        literal_text(url),
        literal_text(&call.verb),
        data.unwrap_or_default(),
    )
}
