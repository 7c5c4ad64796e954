//! Operations whose requests must keep rules.

use servicestack_emulator::service::Services;
use servicestack_emulator::service::validation::{
    Rules, credit_card, email, empty, equal, exact_length, exclusive_between, greater_than,
    inclusive_between, is_in_enum, length, less_than_or_equal, matches, max_length, min_length,
    must, not_empty, not_equal, not_null, scale_precision,
};

use super::{HelloResponse, Nothing};

pub(super) fn register(services: &mut Services) {
    services
        .validate("ThrowValidation", throw_validation())
        .validate("Val", val())
        .validate("OneErr", one_err())
        .handle("ThrowValidation", async |_: Nothing, _| Ok(HelloResponse::of("ok")))
        .handle("Val", async |_: Nothing, _| Ok(HelloResponse::of("ok")))
        .handle("OneErr", async |_: Nothing, _| Ok(HelloResponse::of("ok")));
}

fn throw_validation() -> Rules {
    Rules::new()
        .member("Age", [inclusive_between(1, 120)])
        .member("Required", [not_empty()])
        .member("Email", [not_empty(), email()])
}

/// One rule of every kind.
fn val() -> Rules {
    Rules::new()
        .member("Exact", [exact_length(3)])
        .member("Mail", [email()])
        .member("Len", [length(2, 4)])
        .member("Gt", [greater_than(5)])
        .member("Lt", [less_than_or_equal(-1)])
        .member("Eq", [equal(7)])
        .member("Ne", [not_equal(0)])
        .member("Rx", [matches("^a+$").expect("a pattern of letters")])
        .member("Nul", [not_null()])
        .member("Card", [credit_card()])
        .member("Must", [must(|_| false)])
        .member("Ex", [exclusive_between(1, 5)])
        .member("En", [is_in_enum()])
        .member("Mn", [min_length(3)])
        .member("Mx", [max_length(2)])
        .within("Inner", Rules::new().member("Name", [not_empty()]))
        .each("Inners", Rules::new().member("Name", [not_empty()]))
        .member("Empty", [empty()])
        .member("Prec", [scale_precision(2, 4)])
}

fn one_err() -> Rules {
    let message = "{PropertyName} is needed, you gave '{PropertyValue}'";
    Rules::new().member("Name", [not_empty().with_code("ShouldNotBeEmpty").with_message(message)])
}
