//! Rules that do not fit their DTO are reported when a host starts, not when a request comes.

use servicestack_emulator::service::validation::{Rules, not_empty};

fn fit(rules: &Rules) -> Result<(), String> {
    let contract = crate::conformance_host::contract().expect("a contract");
    let dto = contract.operation("Val").expect("an operation").request;
    rules.fit(&contract, dto).map_err(|error| error.to_string())
}

fn named(member: &str) -> Rules {
    Rules::new().member(member, [not_empty()])
}

#[test]
fn rules_on_known_members_fit() {
    let rules = named("exact").within("Inner", named("Name")).each("Inners", named("Name"));
    assert_eq!(fit(&rules), Ok(()));
}

#[test]
fn unknown_members_are_named_with_their_dto() {
    assert_eq!(
        fit(&named("Nope")),
        Err("Val has no member Nope that rules could be checked on".to_owned())
    );
    let nested = Rules::new().within("Inner", named("Nope"));
    assert_eq!(
        fit(&nested),
        Err("Inner has no member Nope that rules could be checked on".to_owned())
    );
}

#[test]
fn only_objects_and_lists_of_objects_have_members() {
    assert!(fit(&Rules::new().within("Exact", named("Name"))).is_err());
    assert!(fit(&Rules::new().each("Inner", named("Name"))).is_err());
}
