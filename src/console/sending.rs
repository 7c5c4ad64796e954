//! The form of an operation, sent: what its buttons ask for, the request, the answer.

use super::frame::{page, with_console};
use super::{Call, CallError, CallStyle, Exchange, Fields, FilledForm, Sending};
use crate::contract::Operation;
use crate::host::{Host, TenantHost};
use crate::http::{Answer, Request};

/// Answers with the form of an operation, and with what came of it if it was sent.
pub(super) async fn answer(
    host: &TenantHost<'_>,
    request: &Request,
    operation: &Operation,
) -> Answer {
    let mut fields = fields(host, request, operation);
    let act = change(&mut fields);
    let filled_form = with_console(host, request, |console| {
        FilledForm::read(console.contract, operation.request, &fields, host.reading())
    });
    let way = chosen_way(host, operation, &fields);
    if act == "raw" {
        take_text(host, request, operation, &way, &filled_form, &mut fields);
    }
    let call = with_console(host, request, |console| {
        Call::new(console, operation, &way, filled_form.request.clone(), &fields)
    });
    let outcome = match (&call, act.as_str()) {
        (Ok(call), "send") if call.raw || filled_form.faults.is_empty() => {
            Some(send(request, call).await)
        }
        _ => None,
    };
    let sending = Sending {
        operation,
        way: &way,
        fields: &fields,
        filled_form: &filled_form,
        call: &call,
        outcome: outcome.as_ref(),
    };
    let received = outcome.as_ref().and_then(|outcome| outcome.as_ref().ok());
    let page = with_adopted(page(String::new()), request, received);
    page.body(with_console(host, request, |console| super::page(console, &sending)))
}

/// What was filled in; at first what the query gives by the names of members.
fn fields(host: &Host, request: &Request, operation: &Operation) -> Fields {
    if request.verb == "POST" {
        return Fields::parse(&String::from_utf8_lossy(&request.body));
    }
    let mut fields = Fields::default();
    for (place, member) in host.contract().dto(operation.request).members.iter().enumerate() {
        if let Some(text) = request.query.get(&member.name) {
            fields.set(format!("v.{place}"), text);
        }
    }
    fields
}

/// Does what a button of the form asks for; gives what is left to do.
fn change(fields: &mut Fields) -> String {
    let act = fields.get("do").to_owned();
    match act.split_once('.') {
        Some(("add", path)) => fields.add(path),
        Some(("remove", item)) => fields.remove(item),
        Some(("clear", path)) => fields.clear(path),
        _ => {}
    }
    act
}

fn chosen_way(host: &Host, operation: &Operation, fields: &Fields) -> CallStyle {
    let ways = super::call_styles(operation, super::Predefined::of(host));
    let chosen = ways.iter().position(|way| way.id() == fields.get("way")).unwrap_or_default();
    ways.into_iter().nth(chosen).unwrap_or_else(|| CallStyle::Reply("POST".to_owned()))
}

/// The text of the form becomes the raw text, to be changed by hand.
fn take_text(
    host: &TenantHost<'_>,
    request: &Request,
    operation: &Operation,
    way: &CallStyle,
    filled_form: &FilledForm,
    fields: &mut Fields,
) {
    fields.clear_raw();
    let call: Result<Call<'_>, CallError> = with_console(host, request, |console| {
        Call::new(console, operation, way, filled_form.request.clone(), fields)
    });
    fields.set("text", call.ok().and_then(|call| call.body).unwrap_or_default());
    fields.set("raw", "on");
}

/// Over the server's own socket, as any client does it.
async fn send(request: &Request, call: &Call<'_>) -> Result<Exchange, String> {
    let Some(address) = request.server else {
        return Err("There is no server to send it to.".to_owned());
    };
    let (bytes, encrypted) = (call.bytes(request.host()), request.scheme == "https");
    let sent =
        tokio::task::spawn_blocking(move || super::exchange(address, encrypted, &bytes)).await;
    match sent {
        Ok(Ok(exchange)) => Ok(exchange),
        Ok(Err(error)) => Err(format!("No answer: {error}.")),
        Err(_) => Err("No answer.".to_owned()),
    }
}

/// What the host's answer does to the session counts for the console.
fn with_adopted(answer: Answer, request: &Request, received: Option<&Exchange>) -> Answer {
    let cookies =
        received.map(|exchange| super::set_cookies(&exchange.received)).unwrap_or_default();
    let own = cookies.iter().filter_map(|cookie| super::adopted(cookie, request.base_path()));
    own.fold(answer, |answer, cookie| answer.header("Set-Cookie", cookie))
}
