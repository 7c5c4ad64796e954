//! The host `valid`: attributes of the contract, rules in code, and 48 kinds of exceptions.

use serde::Deserialize;
use servicestack_emulator::Builder;
use servicestack_emulator::host::Edition;
use servicestack_emulator::service::validation::{Comparand, Subject};
use servicestack_emulator::service::validation::{
    Rule, Rules, credit_card, email, empty, equal, exact_length, exclusive_between, greater_than,
    greater_than_or_equal, inclusive_between, is_enum_name, is_in_enum, length, less_than,
    less_than_or_equal, matches, max_length, min_length, must, not_empty, not_equal, not_null,
    null, scale_precision,
};
use servicestack_emulator::service::{ServiceError, Services};
use servicestack_emulator::value::Value;

use super::throwing;
use super::{Any, Ok};

/// The host `valid`.
pub fn valid(edition: Edition) -> anyhow::Result<Builder> {
    let contract = include_bytes!("../../../fixtures/conformance/modern/valid.types-metadata.json");
    Result::Ok(super::host(contract, edition)?.services(register))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Bare {
    throw: bool,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct BareResponse {
    n: i32,
}

fn register(services: &mut Services) {
    for operation in ["VAttrs", "VTexts", "VType", "VType2", "VRules", "VSets", "VWays"] {
        services.handle(operation, async |_: Any, _| Result::Ok(Ok::of("ok")));
    }
    services
        .validate("VRules", rules())
        .validate("VSets", sets())
        .validate("VWays", ways())
        .validate("VBare", Rules::new().member("Name", [not_empty()]))
        .handle("VBare", async |request: Bare, _| match request.throw {
            true => Err(ServiceError::argument("Name", "bad name")),
            false => Result::Ok(BareResponse { n: 1 }),
        });
    throwing::register(services);
}

fn pattern(text: &str) -> Rule {
    matches(text).expect("a pattern that is read by a test")
}

fn is_even(value: &Value) -> bool {
    matches!(value, Value::Int(number) if number % 2 == 0)
}

/// One rule of each kind.
fn rules() -> Rules {
    let given =
        |name: &'static str| move |subject: &Subject<'_>| *subject.member(name) != Value::Null;
    let child = || Rules::new().member("Name", [not_empty()]).member("Age", [greater_than(0)]);
    let same = |text: &str| equal(Comparand::from(text).in_any_case());
    let custom = |unwanted: i64, text: &str| {
        let rule = must(move |value| *value != Value::Int(unwanted));
        rule.with_code("Custom").with_message(text).with_meta(Vec::new())
    };
    let few = |value: &Value| !matches!(value, Value::List(items) if items.len() >= 3);
    Rules::new()
        .member("NotNull", [not_null()])
        .member("Null", [null()])
        .member("NotEmpty", [not_empty()])
        .member("Empty", [empty()])
        .member("Length", [length(2, 4)])
        .member("Exact", [exact_length(3)])
        .member("Min", [min_length(3)])
        .member("Max", [max_length(3)])
        .member("Regex", [pattern("^[a-z]+$")])
        .member("Email", [email()])
        .member("Email4", [email_of_net4()])
        .member("NotEqual", [not_equal("no")])
        .when(given("Equal"), Rules::new().member("Equal", [equal("yes")]))
        .when(given("EqualCi"), Rules::new().member("EqualCi", [same("yes")]))
        .member("EqualOther", [Rule::with_member("Less", equal)])
        .member("Must", [must(is_even)])
        .member("MustAsync", [must(is_even).with_code("AsyncPredicate")])
        .member("Less", [less_than(10)])
        .member("LessEq", [less_than_or_equal(10)])
        .member("Greater", [greater_than(-10)])
        .member("GreaterEq", [greater_than_or_equal(-10)])
        .member("LessOther", [Rule::with_member("LessEq", less_than_or_equal)])
        .member("Incl", [inclusive_between(-5, 5)])
        .member("Excl", [exclusive_between(-5, 5)])
        .member("Card", [credit_card()])
        .member("Enum", [is_in_enum()])
        .member("EnumName", [is_enum_name(&["Red", "Green", "Blue"])])
        .member("Scale", [scale_precision(1, 3)])
        .member(
            "Custom",
            [
                custom(9, "Nine is not wanted"),
                custom(8, "Eight is not wanted").with_field("OtherName"),
            ],
        )
        .member("Date", [less_than(day("2030-01-02T00:00:00"))])
        .member("DateN", [greater_than(day("2020-01-02T03:04:05"))])
        .member("Dbl", [inclusive_between(-1.5, 1.5)])
        .items("Each", [greater_than(0)])
        .within("Child", child())
        .each("Children", child())
        .member("NeList", [must(few).with_message("{PropertyName} has too many")])
}

/// The mode `Net4xRegex`: a dot in the name of the host.
fn email_of_net4() -> Rule {
    let has_dot = |value: &Value| match value {
        Value::String(text) => text.split_once('@').is_some_and(|(_, host)| host.contains('.')),
        _ => true,
    };
    let message = "'{PropertyName}' is not a valid email address.";
    must(has_dot).with_code("Email").with_message(message)
}

fn day(text: &str) -> Value {
    let clock = text.parse().expect("a date that is read by a test");
    Value::DateTime(jsv_codec::scalar::date_time::DateTime { clock, kind: Default::default() })
}

/// Rules of some verbs.
fn sets() -> Rules {
    Rules::new()
        .member("Always", [not_empty()])
        .for_verbs(&["POST"], Rules::new().member("Name", [not_empty()]))
        .for_verbs(&["PUT", "DELETE"], Rules::new().member("Id", [greater_than(0)]))
        .for_verbs(&["PUT", "POST"], Rules::new().member("Both", [not_empty()]))
}

/// Ways to put rules together.
fn ways() -> Rules {
    let is = |name: &'static str, number: i64, wanted: bool| {
        move |subject: &Subject<'_>| (*subject.member(name) == Value::Int(number)) == wanted
    };
    let given = |subject: &Subject<'_>| *subject.member("Dep") != Value::Null;
    let state = vec![("k".to_owned(), "v".to_owned())];
    Rules::new()
        .first_of("Stop", [not_null(), min_length(3), pattern("^a")])
        .member("Go", [min_length(3), pattern("^a")])
        .when(is("Unless", 1, true), Rules::new().member("When", [greater_than(5)]))
        .when(is("When", 0, false), Rules::new().member("Unless", [less_than(0)]))
        .member("Named", [not_null().with_name("The name")])
        .member("State", [not_null().with_meta(state)])
        .member("Warning", [not_null()])
        .member("Over", [not_null().with_field("Overridden")])
        .member("Dep", [not_null()])
        .when(given, Rules::new().member("Args", [not_null()]))
        .member("OddlyNamedURLMember", [not_empty()])
        .member(
            "Code",
            [not_empty().with_code("E42").with_message("Code of {PropertyName} missing")],
        )
}
