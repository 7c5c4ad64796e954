//! The rules as `Errors` reports them: messages, placeholders and their order, nested members.

use servicestack_emulator::service::FieldError;
use servicestack_emulator::service::validation::{
    Rules, greater_than, inclusive_between, not_empty,
};
use servicestack_emulator::value::Value;

use crate::rules::request;

fn errors(rules: &Rules, operation: &str, member: &str, value: Value) -> Vec<FieldError> {
    let contract = crate::conformance_host::contract().expect("a contract");
    rules.check(&contract, &request(&contract, operation, member, value))
}

fn pairs(error: &FieldError) -> Vec<(&str, Option<&str>)> {
    error.meta.iter().flatten().map(|(name, value)| (name.as_str(), value.as_deref())).collect()
}

#[test]
fn a_range_names_its_ends_and_the_value() {
    let rules = Rules::new().member("Age", [inclusive_between(1, 120)]);
    let found = errors(&rules, "ThrowValidation", "Age", Value::Int(0));
    assert_eq!(found[0].message, "'Age' must be between 1 and 120. You entered 0.");
    let expected = [
        ("From", Some("1")),
        ("To", Some("120")),
        ("Value", Some("0")),
        ("PropertyName", Some("Age")),
        ("PropertyValue", Some("0")),
    ];
    assert_eq!(pairs(&found[0]), expected);
}

#[test]
fn a_null_value_is_a_placeholder_without_value() {
    let rules = Rules::new().member("Prefix", [not_empty()]);
    let found = errors(&rules, "ActivateCoupon", "Prefix", Value::Null);
    assert_eq!(pairs(&found[0]), [("PropertyName", Some("Prefix")), ("PropertyValue", None)]);
}

#[test]
fn names_are_spaced_in_messages_and_not_in_field_names() {
    let rules = Rules::new().member("coupontype", [greater_than(0)]);
    let found = errors(&rules, "ActivateCoupon", "CouponType", Value::Int(0));
    assert_eq!(found[0].field.as_deref(), Some("CouponType"));
    assert_eq!(found[0].message, "'Coupon Type' must be greater than '0'.");
}

#[test]
fn a_rule_may_speak_for_itself() {
    let rule = not_empty()
        .with_code("ShouldNotBeEmpty")
        .with_message("{PropertyName} is needed, you gave '{PropertyValue}'");
    let found = errors(
        &Rules::new().member("Name", [rule]),
        "OneErr",
        "Name",
        Value::String(" ".to_owned()),
    );
    assert_eq!(
        (found[0].code.as_str(), found[0].message.as_str()),
        ("ShouldNotBeEmpty", "Name is needed, you gave ' '")
    );
}

#[test]
fn every_rule_of_a_member_is_checked() {
    let rules = Rules::new().member("Age", [not_empty(), greater_than(17)]);
    let codes: Vec<String> = errors(&rules, "ThrowValidation", "Age", Value::Int(0))
        .into_iter()
        .map(|error| error.code)
        .collect();
    assert_eq!(codes, ["NotEmpty", "GreaterThan"]);
}

#[test]
fn items_are_named_by_their_place() {
    let contract = crate::conformance_host::contract().expect("a contract");
    let inner = contract.find_dto("Inner").expect("a DTO");
    let items = vec![
        Value::Object(contract.new_object(inner)),
        Value::Null,
        Value::Object(contract.new_object(inner)),
    ];
    let rules = Rules::new().each("Inners", Rules::new().member("Name", [not_empty()]));
    let found = errors(&rules, "Val", "Inners", Value::List(items));
    let fields: Vec<_> = found.iter().filter_map(|error| error.field.as_deref()).collect();
    assert_eq!(fields, ["Inners[0].Name", "Inners[2].Name"]);
    let expected =
        [("PropertyName", Some("Name")), ("PropertyValue", None), ("CollectionIndex", Some("2"))];
    assert_eq!(pairs(&found[1]), expected);
}

#[test]
fn an_absent_object_keeps_the_rules_of_its_members() {
    let rules = Rules::new()
        .within("Inner", Rules::new().member("Name", [not_empty()]))
        .each("Inners", Rules::new().member("Name", [not_empty()]));
    assert_eq!(errors(&rules, "Val", "Exact", Value::Null), []);
}
