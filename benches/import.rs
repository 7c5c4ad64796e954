//! What a host of 1,500 operations costs: its import, its OpenAPI document, its Postman collection.
//!
//! `cargo bench --bench import`
#![allow(missing_docs, clippy::print_stdout, reason = "a bench prints its figures")]

use std::time::{Duration, Instant};

use servicestack_emulator::contract::{Contract, Limits};
use servicestack_emulator::import::HostFolder;
use servicestack_emulator::openapi::{CallStyle, DocumentOptions, OpenApi, SignIn};
use servicestack_emulator::postman::Collection;
use servicestack_emulator::wire::Dialect;

fn main() {
    let document = document(1500);
    println!(
        "a document of {} bytes, 1500 operations with 12 members and an answer each",
        document.len()
    );
    reported("import", || {
        HostFolder::of("large", document.as_bytes(), &Limits::default()).expect("it imports")
    });
    let contract = Contract::read(document.as_bytes()).expect("it reads");
    let dialect = Dialect::default();
    let options = DocumentOptions {
        dialect: &dialect,
        without_route: CallStyle::Endpoint,
        one_verb: false,
        sign_in: Some(SignIn { cookie: "ss-id", bearer: false }),
    };
    reported("OpenAPI", || OpenApi::of(&contract, &options));
    reported("Postman", || Collection::of(&contract, &options));
}

/// The least of five tries.
fn reported<T>(what: &str, work: impl Fn() -> T) {
    let timed = || {
        let started = Instant::now();
        let made = work();
        let took = started.elapsed();
        drop(made);
        took
    };
    let least = std::iter::repeat_with(timed).take(5).min().unwrap_or(Duration::MAX);
    println!("{what:8} {:8.1} ms", least.as_secs_f64() * 1e3);
}

/// Types that name each other in all directions, so that samples grow as large as they may.
fn document(count: usize) -> String {
    let operation = |i: usize| {
        let property = |p: usize| {
            let item = (i + p) % count;
            format!(
                r#"{{"name":"P{p}","type":"List`1","namespace":"System.Collections.Generic","genericArgs":["T{item}"]}}"#
            )
        };
        let properties: Vec<String> = (0..12).map(property).collect();
        format!(
            r#"{{"request":{{"name":"Op{i}","namespace":"N","properties":[{0}]}},"response":{{"name":"T{i}","namespace":"N","properties":[{0}]}},"returnType":{{"name":"T{i}","namespace":"N"}},"routes":[{{"path":"/op/{i}"}}]}}"#,
            properties.join(",")
        )
    };
    format!(r#"{{"operations":[{}]}}"#, (0..count).map(operation).collect::<Vec<_>>().join(","))
}
