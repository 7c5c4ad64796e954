//! What a caller may ask for by `?jsconfig=` (docs/wire/json.md#dates).

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use proptest::prelude::*;
use servicestack_emulator::contract::{Contract, TypeRef};
use servicestack_emulator::value::{Object, Value};
use servicestack_emulator::wire::{
    self, DateHandler, Dialect, Format, JsConfig, PropertyConvention,
};

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

/// Hosts of 10.x ask for an enum whether enums are included, and nothing else (recorded).
#[test]
fn enums_of_10_x_with_their_default_are_written_until_a_setting_says_otherwise() {
    let written = |settings: &str| {
        let js = toml::from_str(settings).expect("settings");
        let dialect = Dialect { js, text: jsv_codec::Dialect::Modern, ..Dialect::default() };
        let contract = hosts::vectors(&["T1<E1>".to_owned()]);
        let ty = hosts::root(&contract, 0);
        let value = wire::read(Format::Json, &contract, &ty, br#"{"V":"A"}"#, &dialect);
        hosts::write(Format::Json, &contract, &ty, &value.expect("good JSON"), &dialect)
    };
    assert_eq!(written("include_default_enums = true"), r#"{"V":"A"}"#);
    assert_eq!(
        written("include_default_enums = true\nexclude_default_values = true"),
        r#"{"V":"A"}"#
    );
    assert_eq!(written("include_default_enums = false"), "{}");
}

/// A value with a member of every kind that a setting concerns, none of them its default. Its dates
/// are at `TIME` and its time spans `SPAN`.
const FULL: &str = r#"{"Byte":1,"Short":-2,"Int":3,"Long":4,"Float":1.5,"Double":2.25,"Decimal":3.50,
    "String":"a<b> \u0416","DateTime":"TIME","NDate":"TIME","TimeSpan":"SPAN",
    "DateTimeOffset":"TIME","Guid":"ea762009b66c410b9bf5ce21ad519249","Char":"c",
    "List":["a"],"Map":{"k":1},"Bytes":"AQI=","Bool":true}"#;

/// The same with an enum, and an object within another.
const DEEP: &str = r#"{"Id":7,"Name":"a<b> \u0416","Deep":{"When":"TIME","Color":"Blue"}}"#;

/// Settings by name, each with values that change something.
const SETTINGS: [&str; 28] = [
    "date_handler = 'ISO8601'",
    "date_handler = 'ISO8601DateOnly'",
    "date_handler = 'ISO8601DateTime'",
    "date_handler = 'RFC1123'",
    "date_handler = 'DCJSCompatible'",
    "date_handler = 'UnixTime'",
    "date_handler = 'UnixTimeMs'",
    "time_span_handler = 'StandardFormat'",
    "text_case = 'CamelCase'",
    "text_case = 'PascalCase'",
    "text_case = 'SnakeCase'",
    "include_null_values = true",
    "include_null_values_in_dictionaries = true",
    "exclude_default_values = true",
    "include_default_enums = true",
    "treat_enum_as_integer = true",
    "include_type_info = true",
    "indent = true",
    "skip_date_time_conversion = true",
    "always_use_utc = true",
    "assume_utc = true",
    "append_utc_offset = true",
    "escape_unicode = true",
    "escape_html_chars = true",
    "property_convention = 'Lenient'",
    "throw_on_error = true",
    "max_depth = 20",
    "system_json_compatible = true",
];

/// The settings at two places; of two handlers or cases the first.
fn pair(one: usize, other: usize) -> JsConfig {
    let key = |place: usize| SETTINGS[place].split(' ').next();
    let text = match key(one) == key(other) {
        true => SETTINGS[one].to_owned(),
        false => format!("{}\n{}", SETTINGS[one], SETTINGS[other]),
    };
    toml::from_str(&text).expect("both are settings")
}

/// The least part of a moment that a handler writes, in milliseconds.
fn least(js: &JsConfig) -> i64 {
    match js.dates {
        DateHandler::Iso8601DateOnly => 24 * 3600 * 1000,
        DateHandler::Iso8601DateTime | DateHandler::Rfc1123 | DateHandler::UnixTime => 1000,
        _ => 1,
    }
}

/// A value with its moments as numbers, as far as they are written.
fn cut(value: Value, least: i64) -> Value {
    let moment = |clock: NaiveDateTime| {
        let millis = clock.and_utc().timestamp_millis();
        Value::Int(millis - millis.rem_euclid(least))
    };
    match value {
        Value::DateTime(date) => moment(date.clock),
        Value::DateTimeOffset(date) => moment(date.naive_utc()),
        Value::Object(object) => {
            let members = object.members.into_iter().map(|member| cut(member, least)).collect();
            Value::Object(Object { members, ..object })
        }
        other => other,
    }
}

/// The names of members, without the type and whatever their case.
fn names(keys: impl Iterator<Item = String>) -> Vec<String> {
    let folded = keys.map(|key| key.to_lowercase().replace('_', ""));
    let mut names: Vec<String> = folded.filter(|key| key != "type").collect();
    names.sort();
    names
}

proptest! {
    /// Two settings together lose nothing: what JSON, JSV and CSV say is read as the same value,
    /// dates and time spans included, as far as the date handler writes them; and all have the same
    /// members.
    #[test]
    fn pairs_of_settings_lose_nothing(
        one in 0..SETTINGS.len(),
        other in 0..SETTINGS.len(),
        millis in 0..4_000_000_000_000_i64,
        zone in prop::sample::select(vec!["", "Z", "+02:00"]),
        span in -300_000_000_000_i64..300_000_000_000,
        is_deep: bool,
    ) {
        let js = pair(one, other);
        let contract = services_contract();
        let (name, text) = if is_deep { ("Inner", DEEP) } else { ("EchoTypes", FULL) };
        let ty = TypeRef::Dto(contract.find_dto(name).expect("a class of the contract"));
        let moment = chrono::DateTime::from_timestamp_millis(millis).expect("within this era");
        let time = moment.format("%Y-%m-%dT%H:%M:%S%.3f").to_string() + zone;
        let mut duration = String::new();
        jsv_codec::scalar::duration::write(span, &mut duration);
        let text = text.replace("TIME", &time).replace("SPAN", &duration);
        let dialect = Dialect { js: js.clone(), ..Dialect::default() };
        // 5.9.1 does not read the names that it writes in snake_case.
        let lenient = JsConfig { property_convention: PropertyConvention::Lenient, ..js.clone() };
        let reader = Dialect { js: lenient, ..Dialect::default() };
        let read = |format, text: &str| {
            wire::read(format, &contract, &ty, text.as_bytes(), &reader)
                .map_err(|error| TestCaseError::fail(format!("{js:?}\n{text}\n{error:?}")))
        };
        let value = read(Format::Json, &text)?;
        let write = |format| hosts::write(format, &contract, &ty, &value, &dialect);
        let (json, jsv, csv) = (write(Format::Json), write(Format::Jsv), write(Format::Csv));
        let of_json: serde_json::Map<_, _> = serde_json::from_str(&json).expect("JSON");
        let of_jsv: BTreeMap<String, jsv_codec::Value> = jsv_codec::from_str(&jsv).expect("JSV");
        let columns = csv.lines().next().expect("a header").split(',').map(str::to_owned);
        let members = names(of_json.keys().cloned());
        prop_assert_eq!(&members, &names(of_jsv.into_keys()));
        prop_assert_eq!(&members, &names(columns));
        let value = cut(value.clone(), least(&js));
        for (format, text) in [(Format::Json, &json), (Format::Jsv, &jsv), (Format::Csv, &csv)] {
            let again = cut(read(format, text)?, least(&js));
            prop_assert_eq!(&again, &value, "{:?}: {} {}", js, format.name(), text);
        }
    }
}

/// The contract of the recorded hosts.
fn services_contract() -> Contract {
    Contract::read(include_bytes!("../../fixtures/conformance/contract.json"))
        .expect("the contract is read")
}
