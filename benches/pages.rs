//! How long pages take to make: `cargo bench --bench pages` prints the median of a hundred tries
//! and the dearest. The host has 1,500 operations, each with the request and the response of one of
//! ApexERPHost's.
#![allow(clippy::print_stdout, missing_docs, reason = "a bench talks")]

use std::hint::black_box;
use std::time::Instant;

use serde_json::{Value as Json, json};
use servicestack_emulator::console::{
    self, Call, Console, Fields, FilledForm, Predefined, Sending, call_styles,
};
use servicestack_emulator::contract::Contract;
use servicestack_emulator::pages::{self, PageContext, Search};
use servicestack_emulator::wire::{Dialect, Format};

const OPERATIONS: usize = 1_500;

/// ApexERPHost's operations again and again, under numbered names and paths.
fn large_contract() -> Contract {
    let document = include_bytes!("../fixtures/hosts/apex-erp/contract.json");
    let mut document: Json = serde_json::from_slice(document).expect("it is JSON");
    let originals = document["operations"].as_array().expect("a list").clone();
    let copies = (0..OPERATIONS).map(|number| {
        let mut operation = originals[number % originals.len()].clone();
        let name = format!("{}{number}", operation["request"]["name"].as_str().expect("a name"));
        operation["request"]["name"] = json!(name);
        operation["tags"] = json!([format!("tag{}", number % 20)]);
        for route in operation["routes"].as_array_mut().into_iter().flatten() {
            route["path"] = json!(format!("/{number}{}", route["path"].as_str().expect("a path")));
        }
        operation
    });
    document["operations"] = copies.collect::<Vec<Json>>().into();
    Contract::read(&serde_json::to_vec(&document).expect("it is JSON")).expect("it reads")
}

fn main() {
    let (contract, dialect) = (large_contract(), Dialect::default());
    let context = PageContext { host: "127.0.0.1", base_url: "", dialect: &dialect, links: &[] };
    let operation = contract.operation("ActivateCoupon0").expect("it is there");
    let all = Search::default();
    let some = Search { text: "coupons activate 144".to_owned(), tag: String::new() };
    measure("index", || pages::index(&contract, &all, &context));
    measure("index, searched", || pages::index(&contract, &some, &context));
    for format in [Format::Json, Format::Xml, Format::Jsv] {
        let name = format!("operation page, {}", format.name());
        measure(&name, || pages::operation(&contract, operation, format, &context));
    }
    let console = Console {
        contract: &contract,
        context: &context,
        origin: "http://127.0.0.1:7580",
        predefined: Predefined::FormatsAndApi,
        has_auth: true,
        user: Some("demo"),
        cookies: "",
        refused: false,
    };
    measure("console, list", || console::index(&console, &all));
    let fields = Fields::parse("v.0=7&v.1=AB");
    measure("console, form", || {
        let filled_form = FilledForm::read(&contract, operation.request, &fields, &dialect);
        let way = &call_styles(operation, Predefined::FormatsAndApi)[0];
        let call = Call::new(&console, operation, way, filled_form.request.clone(), &fields);
        let sending = Sending {
            operation,
            way,
            fields: &fields,
            filled_form: &filled_form,
            call: &call,
            outcome: None,
        };
        console::page(&console, &sending)
    });
}

fn measure(name: &str, page: impl Fn() -> String) {
    let mut times: Vec<f64> = (0..100)
        .map(|_| {
            let started = Instant::now();
            black_box(page());
            started.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{name:<22} {:>8.3} ms  {:>8.3} ms  {:>9} bytes", times[50], times[99], page().len());
}
