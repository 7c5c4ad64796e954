//! The page of an answer.

use servicestack_emulator::{
    contract::TypeRef,
    wire::{self, Dialect, Format, Typed, html::Snapshot},
};

use crate::hosts;

fn page(type_name: &str, json: &str) -> String {
    let contract = hosts::recorded(&[type_name]);
    let ty: TypeRef = hosts::root(&contract, 0);
    let dialect = Dialect::default();
    let value = wire::read(Format::Json, &contract, &ty, json.as_bytes(), &dialect)
        .expect("the JSON is good");
    let links = [
        (Format::Json, "/hello/x?format=json".to_owned()),
        (Format::Xml, "/hello/x?format=xml".to_owned()),
    ];
    let snapshot = Snapshot { operation: "Hello", date: "22/11/2026 03:28:00", links: &links };
    snapshot.page(&Typed { contract: &contract, ty: &ty, value: &value }, &dialect)
}

/// The page without its style.
fn content(page: &str) -> &str {
    page.split_once("<body>").map_or(page, |(_, body)| body)
}

#[test]
fn the_title_shows_operation_and_date() {
    let page = page("HelloResponse", "{}");
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">"), "{page}");
    assert!(page.contains("<title>Hello Snapshot of 22/11/2026 03:28:00</title>"), "{page}");
    assert!(page.contains("<a href=\"/hello/x?format=json\">json</a>"), "{page}");
}

#[test]
fn text_is_escaped() {
    let page = page("HelloResponse", r#"{"Result":"<script>alert(1)</script>&\"'"}"#);
    assert!(content(&page).contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;'"), "{page}");
    assert!(!page.contains("<script"), "{page}");
}

#[test]
fn objects_are_rows() {
    let page = page("List<Inner>", r#"[{"Id":1,"Name":"a,b"},{"Id":2,"Deep":{"Color":"Green"}}]"#);
    insta::assert_snapshot!(content(&page));
}
