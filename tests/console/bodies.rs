//! From a form to the text of a request.

use servicestack_emulator::console::CallError;
use servicestack_emulator::contract::TypeRef;
use servicestack_emulator::value::Value;
use servicestack_emulator::wire::{self, Dialect, Format};

use crate::{FILLED, contract, with_call};

fn text(form: &str, way: usize) -> String {
    with_call(form, way, |_, filled_form, call| {
        assert!(filled_form.faults.is_empty(), "{:?}", filled_form.faults);
        String::from_utf8(call.expect("it is a request").bytes("h:1"))
            .expect("it is text")
            .replace("\r\n", "\n")
    })
}

#[test]
fn a_body_is_in_the_format_asked_for() {
    insta::assert_snapshot!("put_json", text(FILLED, 1));
    insta::assert_snapshot!("put_jsv_for_csv", text(&format!("{FILLED}&body=jsv&answer=csv"), 1));
    insta::assert_snapshot!("reply_xml", text(&format!("{FILLED}&body=xml"), 2));
    insta::assert_snapshot!("put_form", text("v.0=5&v.1=x&body=form", 1));
}

/// The query takes what the path has not.
#[test]
fn a_get_has_its_members_in_path_and_query() {
    insta::assert_snapshot!("get_route", text(FILLED, 0));
    insta::assert_snapshot!("get_reply", text("v.0=5&answer=jsv", 5));
}

/// What the console writes, the host's reader reads.
#[test]
fn bodies_read_back_as_what_was_filled_in() {
    for format in [Format::Json, Format::Jsv, Format::Xml] {
        with_call(&format!("{FILLED}&body={}", format.name()), 1, |console, filled_form, call| {
            let body = call.expect("it is a request").body.expect("it has a body");
            let ty = TypeRef::Dto(filled_form.request.dto);
            let read =
                wire::read(format, console.contract, &ty, body.as_bytes(), &Dialect::default());
            let Ok(Value::Object(read)) = read else { panic!("{read:?}") };
            let [given, read] = [&filled_form.request, &read].map(|object| {
                let members = contract().dto(object.dto).members.clone();
                // `First` has members that were left empty, which are zero once read.
                let shown = members
                    .iter()
                    .zip(&object.members)
                    .filter(|(member, _)| member.name != "First");
                shown.map(|(_, value)| value.clone()).collect::<Vec<_>>()
            });
            assert_eq!(moments(given), moments(read), "{body}");
        });
    }
}

/// JSON and JSV write the zone of a time, and their readers the kind that this makes of it.
fn moments(values: Vec<Value>) -> Vec<String> {
    let shown = |value: Value| match value {
        Value::DateTime(date) => date.clock.to_string(),
        value => format!("{value:?}"),
    };
    values.into_iter().map(shown).collect()
}

#[test]
fn what_cannot_be_sent_is_reported() {
    let error = |form: &str| with_call(form, 1, |_, _, call| call.err());
    assert_eq!(error("v.1=x"), Some(CallError::Variable("Id".to_owned())));
    assert_eq!(
        error("v.0=1&v.1=x&headers=no+header"),
        Some(CallError::Header("no header".to_owned()))
    );
    for line in ["Content-Length: 5", "A: b\u{7}", "A B: c", ": c", "transfer-encoding: chunked"] {
        assert!(
            matches!(error(&format!("v.0=1&v.1=x&headers={line}")), Some(CallError::Header(_))),
            "{line}"
        );
    }
    with_call("v.0=many&v.3=Blue&n.5=1&v.5.0.2=dear", 1, |_, filled_form, _| {
        assert_eq!(filled_form.faults.keys().collect::<Vec<_>>(), ["0", "3", "5.0.2"]);
    });
}

#[test]
fn raw_text_and_headers_go_as_they_are() {
    let form = "v.0=1&v.1=x&raw=on&text=%7Bbroken%0D%0A&headers=X-Till%3A+7%0D%0AAccept%3A+text%2Fplain&body=jsv";
    insta::assert_snapshot!("raw", text(form, 1));
}
