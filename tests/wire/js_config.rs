//! What a caller may ask for by `?jsconfig=` (docs/wire/json.md#dates).

use servicestack_emulator::wire::{self, Dialect, Format, JsConfig};

use crate::hosts;

/// A JSON text read as a type and written again as the caller asks.
fn written_by(format: Format, type_name: &str, json: &str, wishes: &str) -> String {
    let contract = hosts::vectors(&[type_name.to_owned()]);
    let ty = hosts::root(&contract, 0);
    let value = wire::read(Format::Json, &contract, &ty, json.as_bytes(), &Dialect::default())
        .expect("good JSON");
    let dialect = Dialect { js: JsConfig::default().with(wishes), ..Dialect::default() };
    hosts::write(format, &contract, &ty, &value, &dialect)
}

fn json(type_name: &str, text: &str, wishes: &str) -> String {
    written_by(Format::Json, type_name, text, wishes)
}

/// 2001-01-01T10:20:30Z.
const DATE: &str = r#""\/Date(978344430000)\/""#;

#[test]
fn dates_in_json() {
    let written = |wishes| json("DateTime", DATE, wishes);
    assert_eq!(written(""), r#""\/Date(978344430000)\/""#);
    assert_eq!(written("auo"), r#""\/Date(978344430000+0000)\/""#);
    assert_eq!(written("dh:dcjsc"), r#""\/Date(978344430000)\/""#);
    assert_eq!(written("dh:iso8601"), r#""2001-01-01T10:20:30.0000000Z""#);
    assert_eq!(written("DateHandler:ISO8601DateOnly"), r#""2001-01-01""#);
    assert_eq!(written("dh:iso8601dt"), r#""2001-01-01 10:20:30""#);
    assert_eq!(written("dh:rfc1123"), r#""Mon, 01 Jan 2001 10:20:30 GMT""#);
    assert_eq!(written("dh:ut"), "978344430");
    assert_eq!(written("dh:unixtimems"), "978344430000");
    assert_eq!(written("dh:nonsense"), r#""\/Date(978344430000)\/""#);
}

#[test]
fn jsv_knows_unix_time_alone() {
    let written = |wishes| written_by(Format::Jsv, "DateTime", DATE, wishes);
    assert_eq!(written("dh:iso8601"), "2001-01-01T10:20:30Z");
    assert_eq!(written("dh:ut"), "978344430");
}

#[test]
fn nulls_and_defaults() {
    assert_eq!(json("P", r#"{"A":0}"#, "inv"), r#"{"A":0,"B":null}"#);
    assert_eq!(json("P", r#"{"A":0,"B":"x"}"#, "edv"), r#"{"B":"x"}"#);
    assert_eq!(written_by(Format::Jsv, "P", r#"{"A":0}"#, "inv"), "{A:0}");
    assert_eq!(
        written_by(Format::Jsv, "P", r#"{"A":0,"B":"x"}"#, "ExcludeDefaultValues:true"),
        "{B:x}"
    );
    assert_eq!(json("T1<E1>", r#"{"V":"A"}"#, "edv"), "{}");
    assert_eq!(json("T1<E1>", r#"{"V":"A"}"#, "edv,ide"), r#"{"V":"A"}"#);
    assert_eq!(json("Dictionary<String,String>", r#"{"k":null}"#, "invid"), r#"{"k":null}"#);
    assert_eq!(json("Dictionary<String,String>", r#"{"k":null}"#, "inv"), "{}");
}

#[test]
fn names_are_cased_and_aliases_are_not() {
    assert_eq!(json("P", r#"{"A":1,"B":"x"}"#, "EmitCamelCaseNames:true"), r#"{"a":1,"b":"x"}"#);
    assert_eq!(written_by(Format::Jsv, "P", r#"{"A":1,"B":"x"}"#, "tc:camelcase"), "{a:1,b:x}");
    // The first row of CSV stays as declared: topic E9 of the random recordings.
    assert_eq!(written_by(Format::Csv, "P", r#"{"A":1,"B":"x"}"#, "eccn"), "A,B\r\n1,x\r\n");
    assert_eq!(json("DC", r#"{"C":"c","a_b":1}"#, "epcn"), r#"{"C":"c","a_b":1}"#);
    assert_eq!(json("Dictionary<String,P>", r#"{"Key":{"A":1}}"#, "eccn"), r#"{"Key":{"a":1}}"#);
    assert_eq!(json("P", r#"{"A":1}"#, "eccn:false,"), r#"{"A":1}"#);
    assert_eq!(json("P", r#"{"A":1}"#, "eccn,eccn:false, epcn"), r#"{"a":1}"#);
}

#[test]
fn enums_and_time_spans() {
    assert_eq!(json("T1<E1>", r#"{"V":"B"}"#, "teai"), r#"{"V":5}"#);
    assert_eq!(written_by(Format::Jsv, "T1<E1>", r#"{"V":"B"}"#, "TreatEnumAsInteger"), "{V:5}");
    assert_eq!(json("TimeSpan", r#""PT1H""#, "tsh:sf"), r#""01:00:00""#);
    assert_eq!(
        json("TimeSpan", r#""-P1DT2H3M4.005S""#, "tsh:standardformat"),
        r#""-1.02:03:04.0050000""#
    );
    assert_eq!(written_by(Format::Jsv, "TimeSpan", r#""PT1H""#, "tsh:sf"), "PT1H");
}

#[test]
fn indented() {
    assert_eq!(json("P", r#"{"A":1,"B":"x"}"#, "pp"), "{\n    \"A\": 1,\n    \"B\": \"x\"\n}");
}
