//! The API console.

mod bodies;
mod hostile;
mod sending;
mod snippets;
#[path = "../support/mod.rs"]
mod support;

use servicestack_emulator::console::{
    Call, CallError, CallStyle, Console, Fields, FilledForm, Predefined, call_styles,
};
use servicestack_emulator::contract::Contract;
use servicestack_emulator::pages::PageContext;
use servicestack_emulator::wire::Dialect;

/// One operation with members of every shape.
const DOCUMENT: &str = r#"{"app":{"serviceName":"Shop"},"types":[
    {"name":"Color","isEnum":true,"enumNames":["Red","Green"],"enumValues":["0","1"]},
    {"name":"Line","properties":[{"name":"Product","type":"String"},{"name":"Count","type":"Int32"},
        {"name":"Price","type":"Decimal"}]}],
  "operations":[{"request":{"name":"Order","properties":[
    {"name":"Id","type":"Int32"},
    {"name":"Note","type":"String"},
    {"name":"Due","type":"Nullable`1","genericArgs":["DateTime"]},
    {"name":"Color","type":"Color"},
    {"name":"Paid","type":"Boolean"},
    {"name":"Lines","type":"List`1","genericArgs":["Line"]},
    {"name":"Words","type":"List`1","genericArgs":["String"]},
    {"name":"Rates","type":"Dictionary`2","genericArgs":["String","Int32"]},
    {"name":"First","type":"Line"}]},
   "routes":[{"path":"/orders/{Id}/{Note*}","verbs":"GET,PUT"}]}]}"#;

/// A form that fills in all of it.
const FILLED: &str = "v.0=5&v.1=a%2Fb+%22c%22&v.2=2030-01-02T03%3A04&v.3=Green&v.4=true\
    &n.5=1&v.5.0.0=Tea%2C+green&v.5.0.1=2&v.5.0.2=1.50&n.6=2&v.6.0=x&v.6.1=&n.7=1&v.7.0.k=a&v.7.0.v=3&n.8=1&v.8.1=7";

fn contract() -> Contract {
    Contract::read(DOCUMENT.as_bytes()).expect("it reads")
}

/// What `work` does with the request of a form; `way` is the place among the ways of the operation.
fn with_call<T>(
    form: &str,
    way: usize,
    work: impl FnOnce(&Console<'_>, &FilledForm, Result<Call<'_>, CallError>) -> T,
) -> T {
    let (contract, dialect, fields) = (contract(), Dialect::default(), Fields::parse(form));
    let context = PageContext { host: "h", base_url: "/shop", dialect: &dialect, links: &[] };
    let console = Console {
        contract: &contract,
        context: &context,
        origin: "http://127.0.0.1:1",
        predefined: Predefined::FormatsAndApi,
        has_auth: true,
        user: None,
        cookies: "",
        refused: false,
    };
    let operation = contract.operation("Order").expect("it is there");
    let filled_form = FilledForm::read(&contract, operation.request, &fields, &dialect);
    let way: CallStyle = call_styles(operation, Predefined::FormatsAndApi).swap_remove(way);
    let call = Call::new(&console, operation, &way, filled_form.request.clone(), &fields);
    work(&console, &filled_form, call)
}
