//! Each rule with values that keep it and values that break it, on members of the conformance
//! contract.

use rust_decimal::Decimal;
use servicestack_emulator::contract::Contract;
use servicestack_emulator::service::validation::{
    Rule, Rules, credit_card, email, empty, equal, exact_length, exclusive_between, greater_than,
    greater_than_or_equal, inclusive_between, is_in_enum, length, less_than, less_than_or_equal,
    matches, max_length, min_length, must, not_empty, not_equal, not_null, null, scale_precision,
};
use servicestack_emulator::value::{Object, Value};

/// A `Val`, `Big` or `EchoTypes` with one member set.
pub fn request(contract: &Contract, operation: &str, member: &str, value: Value) -> Object {
    let dto = contract.operation(operation).expect("an operation").request;
    let place =
        contract.dto(dto).members.iter().position(|found| found.name == member).expect("a member");
    let mut object = contract.new_object(dto);
    object.members[place] = value;
    object
}

/// Checks one rule against values that it lets pass and values that it refuses.
fn check(operation: &str, member: &str, rule: impl Fn() -> Rule, good: &[Value], bad: &[Value]) {
    let contract = crate::conformance_host::contract().expect("a contract");
    let rules = Rules::new().member(member, [rule()]);
    for (values, broken) in [(good, 0), (bad, 1)] {
        for value in values {
            let errors =
                rules.check(&contract, &request(&contract, operation, member, value.clone()));
            assert_eq!(errors.len(), broken, "{member} {value:?}: {errors:?}");
        }
    }
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn texts<const N: usize>(all: [&str; N]) -> Vec<Value> {
    all.into_iter().map(text).collect()
}

fn numbers<const N: usize>(all: [i64; N]) -> Vec<Value> {
    all.into_iter().map(Value::Int).collect()
}

fn decimals<const N: usize>(all: [&str; N]) -> Vec<Value> {
    all.into_iter().map(|text| Value::Decimal(text.parse().expect("a decimal"))).collect()
}

fn or_null(mut values: Vec<Value>) -> Vec<Value> {
    values.push(Value::Null);
    values
}

#[test]
fn not_null_asks_only_for_a_reference() {
    check("Val", "Nul", not_null, &texts(["", " ", "x"]), &[Value::Null]);
    check("Val", "Nul", null, &[Value::Null], &texts(["", "x"]));
}

#[test]
fn not_empty_wants_more_than_blanks_and_defaults() {
    check("Val", "Empty", not_empty, &texts(["x", " x "]), &or_null(texts(["", " ", "\t\n"])));
    check("Val", "Gt", not_empty, &numbers([1, -1]), &numbers([0]));
    check("Big", "NInt", not_empty, &numbers([0, 1]), &[Value::Null]);
    check("Big", "B", not_empty, &[Value::Bool(true)], &[Value::Bool(false)]);
    check(
        "Big",
        "Ls",
        not_empty,
        &[Value::List(texts([""]))],
        &[Value::Null, Value::List(Vec::new())],
    );
    check("Big", "Bytes", not_empty, &[Value::Bytes(vec![0])], &[Value::Bytes(Vec::new())]);
    check(
        "Big",
        "Map",
        not_empty,
        &[Value::Dictionary(vec![(text("k"), Value::Null)])],
        &[Value::Dictionary(Vec::new())],
    );
    check(
        "Big",
        "G",
        not_empty,
        &[Value::Guid(uuid::Uuid::from_u128(1))],
        &[Value::Guid(uuid::Uuid::nil())],
    );
    check("Val", "Prec", not_empty, &decimals(["0.1"]), &decimals(["0", "0.00"]));
}

#[test]
fn empty_is_the_opposite() {
    check("Val", "Empty", empty, &or_null(texts(["", " "])), &texts(["x"]));
    check("Val", "Gt", empty, &numbers([0]), &numbers([1]));
}

#[test]
fn lengths_count_utf_16_units() {
    check(
        "Val",
        "Exact",
        || exact_length(3),
        &or_null(texts(["abc", "a😀"])),
        &texts(["", "ab", "abcd", "a😀b"]),
    );
    check(
        "Val",
        "Len",
        || length(2, 4),
        &or_null(texts(["ab", "abcd"])),
        &texts(["", "a", "abcde"]),
    );
    check("Val", "Mn", || min_length(3), &or_null(texts(["abc"])), &texts(["", "ab"]));
    check("Val", "Mx", || max_length(2), &or_null(texts(["", "ab"])), &texts(["abc", "a😀"]));
}

#[test]
fn comparisons_let_null_pass_but_equal_does_not() {
    check("Big", "NInt", || greater_than(5), &or_null(numbers([6])), &numbers([5, 4]));
    check("Big", "NInt", || greater_than_or_equal(5), &or_null(numbers([5])), &numbers([4]));
    check("Big", "NInt", || less_than(5), &or_null(numbers([4])), &numbers([5, 6]));
    check("Big", "NInt", || less_than_or_equal(5), &or_null(numbers([5])), &numbers([6]));
    check("Big", "NInt", || not_equal(5), &or_null(numbers([4])), &numbers([5]));
    check("Big", "NInt", || equal(5), &numbers([5]), &or_null(numbers([4])));
    check("Val", "Must", || equal("yes"), &texts(["yes"]), &or_null(texts(["Yes"])));
    check(
        "Val",
        "Prec",
        || greater_than(Decimal::new(150, 2)),
        &decimals(["1.51", "2"]),
        &decimals(["1.5", "-2"]),
    );
    check(
        "Big",
        "Dbl",
        || greater_than(1.5),
        &[Value::Double(1.6)],
        &[Value::Double(1.5), Value::Double(f64::NAN)],
    );
}

#[test]
fn ends_belong_to_inclusive_ranges_only() {
    check(
        "Big",
        "NInt",
        || inclusive_between(1, 120),
        &or_null(numbers([1, 60, 120])),
        &numbers([0, 121]),
    );
    check("Big", "NInt", || exclusive_between(1, 5), &or_null(numbers([2, 4])), &numbers([1, 5]));
}

#[test]
fn texts_have_a_form() {
    check(
        "Val",
        "Rx",
        || matches("^a+$").expect("a pattern"),
        &or_null(texts(["a", "aaa"])),
        &texts(["", "b", "ab"]),
    );
    check(
        "Val",
        "Mail",
        email,
        &or_null(texts(["a@b.c", "a@b", "a b@c", "x.y+z@sub.example.com"])),
        &texts(["", "bad", "@b", "a@", "a@@b"]),
    );
    let (good, bad) =
        (["4111 1111 1111 1111", "4111-1111-1111-1111", ""], ["123", "4111111111111112", "4111x"]);
    check("Val", "Card", credit_card, &or_null(texts(good)), &texts(bad));
}

#[test]
fn a_pattern_that_is_none_is_reported() {
    assert!(matches("(").is_err());
    assert!(matches("(?=a)").is_err(), "look-around would not be linear");
}

#[test]
fn enums_know_their_members_and_flags_their_unions() {
    check(
        "Val",
        "En",
        is_in_enum,
        &[Value::Enum(0), Value::Enum(5), Value::Enum(6)],
        &[Value::Enum(1), Value::Enum(-1)],
    );
    check("Big", "NColor", is_in_enum, &[Value::Null, Value::Enum(5)], &[Value::Enum(99)]);
    check(
        "Big",
        "Perm",
        is_in_enum,
        &[Value::Enum(0), Value::Enum(3)],
        &[Value::Enum(4), Value::Enum(7)],
    );
}

#[test]
fn predicates_see_null_too() {
    check("Val", "Must", || must(|value| *value == Value::Null), &[Value::Null], &texts(["x"]));
}

#[test]
fn trailing_zeros_are_digits() {
    let good = decimals(["0", "0.5", "99.99", "-99.99", "0.01"]);
    check(
        "Val",
        "Prec",
        || scale_precision(2, 4),
        &good,
        &decimals(["1.234", "100", "1.000", "100.5"]),
    );
}
