//! What a tolerant host forgives and a strict one does not.

use servicestack_emulator::{
    value::Value,
    wire::{self, Dialect, Format, ReadError},
};

use crate::hosts;

fn read(type_name: &str, text: &str, strict: bool) -> Result<String, ReadError> {
    let contract = hosts::vectors(&[type_name.to_owned()]);
    let ty = hosts::root(&contract, 0);
    let dialect = Dialect { strict, ..Dialect::default() };
    let value: Value = wire::read(Format::Jsv, &contract, &ty, text.as_bytes(), &dialect)?;
    Ok(hosts::write(Format::Jsv, &contract, &ty, &value, &dialect))
}

fn forgiven(type_name: &str, text: &str) -> String {
    read(type_name, text, false).expect("a tolerant host reads it")
}

#[test]
fn blanks_around_a_body() {
    for text in ["{A:1,B:x}\n", " {A:1,B:x}", "\r\n{A:1,B:x}\r\n"] {
        assert_eq!(forgiven("P", text), "{A:1,B:x}", "{text:?}");
        assert!(read("P", text, true).is_err(), "{text:?}");
    }
}

#[test]
fn json_in_jsv() {
    assert_eq!(forgiven("P", r#"{"A":1,"B":"x"}"#), "{A:1,B:x}");
    assert_eq!(forgiven("P", "{\n  \"A\": 1,\n  \"B\": \"a\\nb\"\n}\n"), "{A:1,B:\"a\nb\"}");
    assert_eq!(forgiven("P", r#"{"A":null,"B":null}"#), "{A:0}");
    assert_eq!(
        forgiven("Node", r#"{ "N" : "a", "Kids" : [ {"N":"b"}, {"N":"c"} ] }"#),
        "{N:a,Kids:[{N:b},{N:c}]}"
    );
    assert_eq!(read("P", r#"{"A":1,"B":"x"}"#, true).as_deref(), Ok("{A:0}"));
}

#[test]
fn what_both_read_they_read_alike() {
    for text in ["{A:1,B: x }", "{B:\"a,b\"}", "{B:null}", "{A:x}", "{B:'x'}", "{}", ""] {
        assert_eq!(read("P", text, true), read("P", text, false), "{text:?}");
    }
}

#[test]
fn an_empty_body_is_the_default() {
    let contract = hosts::vectors(&["P".to_owned(), "Int32".to_owned()]);
    let [class, number] = [0, 1].map(|index| hosts::root(&contract, index));
    for format in [Format::Json, Format::Jsv, Format::Xml] {
        let read = |ty| wire::read(format, &contract, ty, b"", &Dialect::default());
        assert_eq!(read(&class), Ok(Value::Null));
        assert_eq!(read(&number), Ok(Value::Int(0)));
    }
}

#[test]
fn a_byte_order_mark_and_broken_utf8() {
    let contract = hosts::vectors(&["P".to_owned()]);
    let ty = hosts::root(&contract, 0);
    let body = b"\xEF\xBB\xBF{\"B\":\"\xFF\"}";
    let value =
        wire::read(Format::Json, &contract, &ty, body, &Dialect::default()).expect("it is read");
    assert_eq!(
        hosts::write(Format::Json, &contract, &ty, &value, &Dialect::default()),
        "{\"A\":0,\"B\":\"\u{FFFD}\"}"
    );
}

#[test]
fn a_class_of_the_host_in_a_member_of_type_object() {
    let contract = hosts::vectors(&["HasI".to_owned()]);
    let read = |text: &str, strict| {
        let dialect = Dialect { strict, ..Dialect::default() };
        wire::read(Format::Json, &contract, &hosts::root(&contract, 0), text.as_bytes(), &dialect)
    };
    let refused = read(r#"{"O":{"__type":"V.P, v","A":1}}"#, true).expect_err("it is not marked");
    assert_eq!(
        refused.to_string(),
        "NotSupportedException: P is not an allowed Runtime Type. \
         Whitelist Type with [RuntimeSerializable] or IRuntimeSerializable."
    );
    for text in [
        r#"{"O":{"__type":"V.DC, v","A":1}}"#,
        r#"{"O":{"__type":"V.Nope, v"}}"#,
        r#"{"O":{"__type":"W.P, v"}}"#,
        r#"{"O":{"A":1,"__type":"V.P, v"}}"#,
        r#"{"O":"{\"__type\":\"V.P, v\"}"}"#,
    ] {
        assert!(read(text, true).is_ok(), "{text}");
    }
    assert!(read(r#"{"O":{"__type":"V.P, v","A":1}}"#, false).is_ok());
}
