//! What a caller may ask for by `?jsconfig=` (docs/wire/json.md#dates).

use proptest::prelude::*;
use servicestack_emulator::contract::{Contract, TypeRef};
use servicestack_emulator::value::{Object, Value};
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

/// A value with a member of every kind that a setting concerns, none of them its default.
const FULL: &str =
    r#"{"Id":7,"Name":"a<b> \u0416","Deep":{"When":"2020-01-02T03:04:05Z","Color":"Blue"}}"#;

/// Settings by name, each with values that change something.
const SETTINGS: [&str; 18] = [
    "date_handler = 'ISO8601'",
    "date_handler = 'ISO8601DateTime'",
    "date_handler = 'RFC1123'",
    "date_handler = 'DCJSCompatible'",
    "text_case = 'CamelCase'",
    "text_case = 'SnakeCase'",
    "include_null_values = true",
    "include_null_values_in_dictionaries = true",
    "exclude_default_values = true",
    "include_default_enums = true",
    "treat_enum_as_integer = true",
    "indent = true",
    "skip_date_time_conversion = true",
    "always_use_utc = true",
    "append_utc_offset = true",
    "escape_unicode = true",
    "escape_html_chars = true",
    "system_json_compatible = true",
];

proptest! {
    /// Two settings together lose nothing: what JSON and JSV say is read as the same value, and
    /// both and the columns of CSV have the same members.
    #[test]
    fn pairs_of_settings_lose_nothing(one in 0..SETTINGS.len(), other in 0..SETTINGS.len()) {
        let pair = match SETTINGS[one].split(' ').next() == SETTINGS[other].split(' ').next() {
            true => SETTINGS[one].to_owned(),
            false => format!("{}\n{}", SETTINGS[one], SETTINGS[other]),
        };
        let js: JsConfig = toml::from_str(&pair).unwrap();
        let contract = services_contract();
        let ty = TypeRef::Dto(contract.find_dto("Inner").unwrap());
        let dialect = Dialect { js, ..Dialect::default() };
        let read = |format, text: &str| {
            wire::read(format, &contract, &ty, text.as_bytes(), &dialect).unwrap()
        };
        let value = read(Format::Json, FULL);
        let write = |format| hosts::write(format, &contract, &ty, &value, &dialect);
        let (json, jsv, csv) = (write(Format::Json), write(Format::Jsv), write(Format::Csv));
        let of_json: serde_json::Map<_, _> = serde_json::from_str(&json).unwrap();
        let of_jsv: std::collections::BTreeMap<String, jsv_codec::Value> =
            jsv_codec::from_str(&jsv).unwrap();
        let names = |keys: Vec<&String>| -> Vec<String> {
            let mut names: Vec<_> = keys.iter().map(|key| key.to_lowercase()).collect();
            names.sort();
            names
        };
        let columns: Vec<String> =
            csv.lines().next().unwrap().split(',').map(str::to_owned).collect();
        prop_assert_eq!(names(of_json.keys().collect()), names(of_jsv.keys().collect()));
        prop_assert_eq!(names(of_json.keys().collect()), names(columns.iter().collect()));
        let (of_json, of_jsv) = (read(Format::Json, &json), read(Format::Jsv, &jsv));
        prop_assert_eq!(without_dates(of_json), without_dates(of_jsv), "{}", pair);
    }
}

/// Dates are left out: some handlers keep the zone in one notation alone.
fn without_dates(value: Value) -> Value {
    match value {
        Value::DateTime(_) => Value::Null,
        Value::Object(object) => {
            let members = object.members.into_iter().map(without_dates).collect();
            Value::Object(Object { members, ..object })
        }
        other => other,
    }
}

/// The contract of the recorded hosts.
fn services_contract() -> Contract {
    Contract::read(include_bytes!("../../fixtures/conformance/contract.json"))
        .expect("the contract is read")
}
