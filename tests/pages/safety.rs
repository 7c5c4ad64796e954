//! Contracts of strangers: their names are text and never markup, whatever their shape.

use servicestack_emulator::contract::Contract;
use servicestack_emulator::pages::{self, PageContext, Search};
use servicestack_emulator::wire::{Dialect, Format};

use crate::html;

/// As it stands in JSON.
const HOSTILE: &str = r#"<script>alert('x')<b>\" onload='y' &amp;"#;

fn all_pages(document: &str) -> Vec<String> {
    let contract = Contract::read(document.as_bytes()).expect("it reads");
    let dialect = Dialect::default();
    let context = PageContext { host: "h<i>", base_url: "/<u>", dialect: &dialect, links: &[] };
    let mut pages = vec![pages::index(&contract, &Search::default(), &context)];
    for operation in contract.operations() {
        for format in pages::FORMATS {
            pages.push(pages::operation(&contract, operation, format, &context));
        }
    }
    pages
}

/// Hostile names change the text of a page and nothing of its elements.
#[test]
fn everything_is_escaped() {
    let document = r#"{"app":{"serviceName":"%"},"types":[
        {"name":"E%","isEnum":true,"enumNames":["%"],"enumValues":["1"],"enumDescriptions":["%"]}],
        "operations":[{"request":{"name":"%","description":"%","properties":[
            {"name":"%","type":"List`1","genericArgs":["%"],"description":"%","paramType":"%","displayType":"%",
             "allowableValues":["%"]},{"name":"E","type":"E%"}]},
          "requiresAuth":true,"requiredRoles":["%"],"requiresAnyPermission":["%"],"tags":["%"],
          "routes":[{"path":"/%/{%}","verbs":"%","summary":"%","notes":"%"}]}]}"#;
    let elements = |name| {
        all_pages(&document.replace('%', name))
            .iter()
            .map(|page| elements(page))
            .collect::<Vec<_>>()
    };
    assert_eq!(elements(HOSTILE), elements("A"));
}

fn elements(page: &str) -> Vec<String> {
    let inline = page.matches("<script").count() - page.matches("<script defer src=\"").count();
    assert_eq!((inline, page.matches("<style").count()), (0, 0), "{page}");
    let body = html::body(page);
    body.all("*").iter().map(|node| node.name().to_owned()).collect()
}

#[test]
fn deep_and_recursive_contracts_have_pages() {
    let level = |i: u32| {
        format!(
            r#"{{"name":"T{i}","properties":[{{"name":"A","type":"T{0}"}},{{"name":"B","type":"T{0}"}}]}}"#,
            i + 1
        )
    };
    let types: Vec<String> = (0..3_000).map(level).collect();
    let document = format!(
        r#"{{"types":[{{"name":"Node","properties":[{{"name":"Next","type":"Node"}}]}},{}],"operations":[
            {{"request":{{"name":"R","properties":[{{"name":"T","type":"T0"}},{{"name":"N","type":"Node"}}]}}}}]}}"#,
        types.join(",")
    );
    let contract = Contract::read(document.as_bytes()).expect("it reads");
    let dialect = Dialect::default();
    let context = PageContext { host: "h", base_url: "", dialect: &dialect, links: &[] };
    for format in [Format::Json, Format::Xml] {
        let page = pages::operation(
            &contract,
            contract.operation("R").expect("it is there"),
            format,
            &context,
        );
        assert_eq!(html::body(&page).all("caption").len(), 3_002);
    }
}
