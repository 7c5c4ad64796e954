//! Recorded request bodies, good and bad: what the operations of the host made of them, and how it
//! worded its refusal.

use servicestack_emulator::{
    contract::{Contract, TypeRef},
    value::{Object, Value},
    wire::{self, Dialect, Format, ReadError},
};

use crate::{
    exchange::{self, Exchange},
    hosts,
};

/// The format in which the host read a body: on `/{format}/reply/` its own, on a route that of the
/// content type.
fn format_of(exchange: &Exchange) -> Option<Format> {
    let content_type = exchange
        .request
        .headers
        .get("Content-Type")
        .and_then(|value| value.as_str())
        .unwrap_or_default();
    if content_type.contains("form") {
        return None;
    }
    match exchange.request.target.split('/').nth(1).and_then(Format::from_name) {
        Some(format) => Some(format),
        None => Format::from_request_type(content_type),
    }
}

/// The operation of a path, and whether it is called with a batch.
fn operation_of(target: &str) -> Option<(&'static str, bool)> {
    let path = target.split('?').next().unwrap_or_default();
    let batch = path.ends_with("[]") || path.ends_with("%5B%5D");
    let name = match path.trim_end_matches("[]").trim_end_matches("%5B%5D").rsplit('/').next()? {
        "hello" | "Hello" => "Hello",
        "types" => "EchoTypes",
        "PlainReq" => "PlainReq",
        _ => return None,
    };
    // A query string would be bound on top of the body.
    (!target.contains('?')).then_some((name, batch))
}

/// The answer of the operation, as JSON.
fn answer(contract: &Contract, name: &str, value: &Value) -> String {
    let request = contract.operation(name).expect("the operation is known").request;
    let object = match value {
        Value::Object(object) => object.clone(),
        _ => contract.new_object(request),
    };
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        _ => String::new(),
    };
    match name {
        "EchoTypes" => {
            let (ty, value) = (TypeRef::Dto(request), Value::Object(object));
            hosts::write(Format::Json, contract, &ty, &value, &Dialect::default())
        }
        "Hello" => format!("{{\"Result\":\"Hello, {}!\"}}", text(&object.members[0])),
        _ => match object.members[0] {
            Value::Int(a) => format!("{{\"B\":{a}}}"),
            _ => unreachable!("A is an integer"),
        },
    }
}

fn answers(contract: &Contract, name: &str, value: &Value) -> String {
    match value {
        Value::List(items) => {
            let items: Vec<String> =
                items.iter().map(|item| answer(contract, name, item)).collect();
            format!("[{}]", items.join(","))
        }
        value => answer(contract, name, value),
    }
}

/// An answer's body as JSON, whatever its format.
fn as_json(contract: &Contract, exchange: &Exchange, ty: &TypeRef) -> Option<String> {
    let body = exchange.response.body.as_deref()?;
    let content_type =
        &exchange.response.headers.iter().find(|(name, _)| name == "Content-Type")?.1;
    let format = Format::from_request_type(content_type)?;
    if format == Format::Json {
        return Some(body.to_owned());
    }
    let value = wire::read(format, contract, ty, body.as_bytes(), &Dialect::default()).expect(body);
    Some(hosts::write(Format::Json, contract, ty, &value, &Dialect::default()))
}

/// `ErrorCode` and `Message` of an answer.
fn refusal(contract: &Contract, exchange: &Exchange) -> Option<(String, String)> {
    let body = exchange.response.body.as_deref()?;
    let content_type =
        &exchange.response.headers.iter().find(|(name, _)| name == "Content-Type")?.1;
    let ty = TypeRef::Dto(contract.error_response());
    let value = wire::read(
        Format::from_request_type(content_type)?,
        contract,
        &ty,
        body.as_bytes(),
        &Dialect::default(),
    );
    let Ok(Value::Object(Object { members, .. })) = value else { return None };
    let [Value::Object(status)] = members.as_slice() else { return None };
    match status.members.as_slice() {
        [Value::String(code), Value::String(message), ..] => Some((code.clone(), message.clone())),
        _ => None,
    }
}

#[test]
fn recorded_requests() {
    let types =
        ["HelloResponse", "PlainReqResponse", "EchoTypes", "List<HelloResponse>", "List<Hello>"];
    let contract = hosts::recorded(&types);
    let dialect = Dialect { strict: true, ..Dialect::default() };
    let (mut good, mut bad) = (0, 0);
    for exchange in exchange::all() {
        let (Some(format), Some(body)) = (format_of(&exchange), exchange.request.body.as_deref())
        else {
            continue;
        };
        let Some((name, batch)) = operation_of(&exchange.request.target) else { continue };
        let [response, request] = match (name, batch) {
            ("Hello", true) => [hosts::root(&contract, 3), hosts::root(&contract, 4)],
            ("Hello", _) => [
                hosts::root(&contract, 0),
                TypeRef::Dto(contract.operation(name).expect("known").request),
            ],
            ("PlainReq", _) => [
                hosts::root(&contract, 1),
                TypeRef::Dto(contract.operation(name).expect("known").request),
            ],
            _ => [hosts::root(&contract, 2), hosts::root(&contract, 2)],
        };
        let what = format!("{} {} {body:?}", exchange.request.method, exchange.request.target);
        match wire::read(format, &contract, &request, body.as_bytes(), &dialect) {
            Ok(value) => {
                assert!(
                    exchange.response.status.contains(" 200 "),
                    "{what}: {}",
                    exchange.response.status
                );
                let Some(expected) = as_json(&contract, &exchange, &response) else { continue };
                assert_eq!(answers(&contract, name, &value), expected, "{what}");
                good += 1;
            }
            Err(ReadError { exception, message, .. }) => {
                assert_eq!(
                    refusal(&contract, &exchange),
                    Some((exception.to_owned(), message)),
                    "{what}"
                );
                bad += 1;
            }
        }
    }
    assert_eq!((good, bad), (47, 21));
}
