//! Broken, recursive and hostile documents end in a clear error or within the limits.

use servicestack_emulator::contract::{Contract, ContractError, Limits};

fn sentence(document: &str) -> String {
    Contract::read(document.as_bytes()).expect_err(document).to_string()
}

#[test]
fn broken_documents_are_reported_where_they_break() {
    let sentences: Vec<String> = [
        "",
        "<html>",
        "{}",
        "[]",
        "5",
        r#"{"operations":{}}"#,
        r#"{"operations":[5]}"#,
        r#"{"operations":[{"request":{}}]}"#,
        r#"{"operations":[{"request":{"name":null}}]}"#,
        r#"{"Operations":[{"Request":{"Name":"A"}},{"Request":{"Name":"B","Properties":[{"Name":"P","Type":[]}]}}]}"#,
        r#"{"operations":[{"request":{"name":"A"},"routes":[{"path":1}]}]}"#,
        r#"{"operations":[{"request":{"name":"A"},"requiresAuth":"yes"}]}"#,
        r#"{"operations":[{"request":{"name":"String","namespace":"System"}}]}"#,
    ]
    .into_iter()
    .map(sentence)
    .collect();
    insta::assert_snapshot!(sentences.join("\n"));
}

#[test]
fn too_much_is_refused() {
    let limits = Limits { bytes: 10, ..Limits::default() };
    let error = Contract::read_within(br#"{"operations":[]}"#, &limits).unwrap_err();
    assert_eq!(error, ContractError::TooLarge { what: "bytes", limit: 10 });
    let types: Vec<String> = (0..100).map(|i| format!(r#"{{"name":"T{i}"}}"#)).collect();
    let document = format!(r#"{{"types":[{}]}}"#, types.join(","));
    let limits = Limits { types: 50, ..Limits::default() };
    let error = Contract::read_within(document.as_bytes(), &limits).unwrap_err();
    assert_eq!(error.to_string(), "the contract has more than 50 types");
}

#[test]
fn deep_json_is_an_error() {
    let deep = format!(r#"{{"types":{}"#, "[".repeat(1_000_000));
    assert!(sentence(&deep).contains("recursion limit"));
}

#[test]
fn types_that_hold_themselves_end() {
    let contract = Contract::read(
        br#"{"types":[
            {"name":"Node","namespace":"N","properties":[{"name":"Next","type":"Node"},{"name":"All","type":"List`1","genericArgs":["Node"]}]},
            {"name":"A","namespace":"N","inherits":{"name":"B"},"properties":[{"name":"X","type":"Int32"}]},
            {"name":"B","namespace":"N","inherits":{"name":"A"},"properties":[{"name":"Y","type":"Int32"}]},
            {"name":"Tree","namespace":"N","inherits":{"name":"List`1","genericArgs":["Tree"]}},
            {"name":"Twice","namespace":"N","inherits":{"name":"Dictionary`2","genericArgs":["Twice","Twice"]}},
            {"name":"Holder","namespace":"N","properties":[{"name":"T","type":"Tree"},{"name":"U","type":"Twice"}]}]}"#,
    )
    .expect("it ends");
    let a = contract.dto(contract.find_dto("A").unwrap());
    assert_eq!(a.members.len(), 2);
}

#[test]
fn generics_that_grow_by_nesting_themselves_end() {
    for inner in ["Grow<Grow<T>>", "Grow<List<T>>", "Two<Two<T,T>,Two<T,T>>"] {
        let document = format!(
            r#"{{"types":[
                {{"name":"Grow`1","namespace":"N","genericArgs":["T"],"properties":[{{"name":"P","type":"List`1","genericArgs":["{inner}"]}}]}},
                {{"name":"Two`2","namespace":"N","genericArgs":["T","U"],"properties":[{{"name":"P","type":"Two`2","genericArgs":["Two<T,U>","Two<U,T>"]}}]}},
                {{"name":"Start","namespace":"N","properties":[{{"name":"P","type":"Grow`1","genericArgs":["Int32"]}}]}}]}}"#
        );
        let contract = Contract::read(document.as_bytes()).expect(inner);
        assert!(contract.dtos().count() < 2_000, "{inner}: {}", contract.dtos().count());
    }
}

#[test]
fn a_long_chain_of_bases_is_cut() {
    let types: Vec<String> = (0..5_000)
        .map(|i| format!(r#"{{"name":"T{i}","inherits":{{"name":"T{}"}},"properties":[{{"name":"P{i}","type":"Int32"}}]}}"#, i + 1))
        .collect();
    let document = format!(r#"{{"types":[{}]}}"#, types.join(","));
    let contract = Contract::read(document.as_bytes()).expect("it ends");
    assert_eq!(
        contract.dto(contract.find_dto("T0").unwrap()).members.len(),
        Limits::default().depth
    );
}
