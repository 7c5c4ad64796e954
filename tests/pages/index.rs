//! The index of operations.

use servicestack_emulator::contract::Contract;
use servicestack_emulator::pages::{self, Link, PageContext, Search};
use servicestack_emulator::wire::Dialect;

use crate::html::{self, Node};

const DOCUMENT: &str = r#"{"app":{"serviceName":"Shop"},"operations":[
    {"request":{"name":"beta"},"requiresAuth":true,"tags":["cart","till"]},
    {"request":{"name":"Alpha"}},
    {"request":{"name":"Gamma"},"requiresAuth":true,"requiredRoles":["A","B"],"requiresAnyPermission":["p","q"]},
    {"request":{"name":"Hidden","attributes":[{"name":"ExcludeMetadata"}]}}]}"#;

#[test]
fn visible_operations_are_listed_by_name_with_a_link_a_format() {
    let contract = Contract::read(DOCUMENT.as_bytes()).expect("it reads");
    let dialect = Dialect::default();
    let links = [Link { title: "Types", href: "/types" }];
    let context =
        PageContext { host: "127.0.0.1", base_url: "/shop", dialect: &dialect, links: &links };
    let body = html::body(&pages::index(&contract, &Search::default(), &context));
    let lines: Vec<String> = body.all("tr").into_iter().map(line).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    Alpha
    Authenticate
    beta cart till [Requires Authentication]
    Gamma [Requires Roles: A, B. Requires Permissions: p?, q?]
    ");
    let cells = body.all("td");
    let link = cells[0].all("a")[0];
    assert_eq!(
        (link.text().as_str(), link.attribute("href")),
        ("JSON", Some("/shop/json/metadata?op=Alpha"))
    );
    let formats: Vec<String> = cells[..4].iter().map(|cell| cell.text()).collect();
    assert_eq!(formats, ["JSON", "XML", "JSV", "CSV"]);
    assert_eq!(body.all("li")[0].text(), "Types");
    let trial = cells[4].all("a")[0];
    assert_eq!((trial.text().as_str(), trial.attribute("href")), ("Try", Some("/shop/ui/Alpha")));
}

/// Without a script the server searches.
#[test]
fn a_search_shows_what_it_finds_by_name_tag_and_route() {
    let document = DOCUMENT
        .replace(r#"{"name":"Alpha"}"#, r#"{"name":"Alpha"},"routes":[{"path":"/First/{Id}"}]"#);
    let contract = Contract::read(document.as_bytes()).expect("it reads");
    let dialect = Dialect::default();
    let context = PageContext { host: "127.0.0.1", base_url: "", dialect: &dialect, links: &[] };
    let found = |text: &str, tag: &str| {
        let search = Search { text: text.to_owned(), tag: tag.to_owned() };
        let body = html::body(&pages::index(&contract, &search, &context));
        body.all("th").into_iter().map(|row| row.all("a")[0].text()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(found("first {id", ""), "Alpha");
    assert_eq!(found("CART", ""), "beta");
    assert_eq!(found("", "till"), "beta");
    assert_eq!(found("a", "till"), "beta");
    assert_eq!(found("hidden", ""), "");
}

fn line(row: &Node) -> String {
    let name = row.all("th")[0];
    let mark = name
        .all("i")
        .first()
        .and_then(|mark| mark.attribute("title"))
        .map(|title| format!(" [{title}]"));
    format!("{}{}", name.text(), mark.unwrap_or_default())
}

#[test]
fn the_index_of_apex_lists_its_72_operations_and_authenticate() {
    let contract = Contract::read(include_bytes!("../../fixtures/hosts/apex-erp/contract.json"))
        .expect("it reads");
    let dialect = Dialect::default();
    let context = PageContext { host: "127.0.0.1", base_url: "", dialect: &dialect, links: &[] };
    let page = pages::index(&contract, &Search::default(), &context);
    assert_eq!(html::body(&page).all("tr").len(), 73);
    insta::assert_snapshot!(html::body(&page).text().replace("JSONXMLJSVCSVTry", " \n"));
}
