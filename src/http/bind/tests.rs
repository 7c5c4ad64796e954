//! What binding reports of what it drops.

use std::sync::Arc;

use super::*;
use crate::contract::Contract;
use crate::host::{Behaviour, Host, HostParts};
use crate::http::Headers;
use crate::http::route::{self, Target};
use crate::lab::Clock;
use crate::service::Services;
use crate::wire::{Diagnostics, Loss};

fn host() -> Host {
    const DOCUMENT: &[u8] = br#"{"operations":[{"request":{"name":"Find","properties":[
        {"name":"Name","type":"String"},{"name":"Age","type":"Int32"}]},
        "routes":[{"path":"/find/{Name}"}]}]}"#;
    Host::new(HostParts {
        contract: Arc::new(Contract::read(DOCUMENT).expect("a contract")),
        services: Services::default(),
        place: 0,
        auth: None,
        behaviour: Behaviour::default(),
        uploads: None,
    })
}

/// Paths of what is no member, and of what does not convert.
fn dropped(verb: &str, target: &str, content_type: &str, body: &str) -> Vec<String> {
    let (host, notes) = (host(), Diagnostics::default());
    let headers =
        [("content-type", content_type)].into_iter().filter(|(_, value)| !value.is_empty());
    let headers: Headers =
        headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let request = Request::new(verb, target, headers, body.into());
    let clock = Clock::system();
    let host = HostAt::new(&host, &clock).noting(&notes);
    let Target::Operation(call) = route::find(&host, &request) else {
        panic!("no operation at {target}")
    };
    bind(&host, &request, &call).expect("it binds");
    let shown = |note: crate::wire::Note| match note.loss {
        Loss::UnknownMember { .. } => note.path,
        loss => format!("{}: {loss:?}", note.path),
    };
    notes.into_notes().into_iter().map(shown).collect()
}

#[test]
fn keys_of_the_query_string_that_are_no_members() {
    assert_eq!(dropped("GET", "/find/a?age=1&Agee=2&format=json", "", ""), ["Agee"]);
    assert_eq!(dropped("GET", "/json/reply/Find?Nme=x&jsconfig=edv", "", ""), ["Nme"]);
}

#[test]
fn fields_of_a_form_and_members_of_a_body() {
    let form = "application/x-www-form-urlencoded";
    assert_eq!(dropped("POST", "/find/a", form, "Age=1&Ages=2"), ["Ages"]);
    let reported = dropped("POST", "/find/a?Q=1", "application/json", r#"{"Age":"x","Nam":1}"#);
    assert_eq!(reported, [r#"Age: Misfit { expected: "Int32", found: "x" }"#, "Nam", "Q"]);
}
