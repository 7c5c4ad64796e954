//! What a query may ask of a generator.

use servicestack_emulator::contract::Contract;
use servicestack_emulator::types::{Language, generate};

use crate::generated::{conformance, reference};

/// The names of the classes and enums of a text.
fn declared(options: &[(&str, &str)]) -> Vec<String> {
    let text = generate(&conformance(), Language::TypeScript, &reference(options));
    let words = text.lines().filter_map(|line| line.trim().strip_prefix("export "));
    let names =
        words.filter_map(|line| line.strip_prefix("class ").or_else(|| line.strip_prefix("enum ")));
    names.map(|name| name.split([' ', '<']).next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn include_types_takes_types_alone_or_with_all_they_refer_to() {
    let without_built_in = ("AddServiceStackTypes", "False");
    assert_eq!(declared(&[("IncludeTypes", "Inner,hello"), without_built_in]), ["Inner", "Hello"]);
    let coupon = ["Coupon", "CouponData", "CouponProd", "ActivateCouponResponse", "ActivateCoupon"];
    assert_eq!(declared(&[("IncludeTypes", "ActivateCoupon.*"), without_built_in]), coupon);
    assert_eq!(
        declared(&[("IncludeTypes", "Inner.*"), without_built_in]),
        ["Color", "Inner", "Deep"]
    );
    assert_eq!(declared(&[("IncludeTypes", "Nope"), without_built_in]), [""; 0]);
}

#[test]
fn include_types_takes_namespaces_and_tags() {
    let document = r#"{"types":[{"name":"A","namespace":"X"},{"name":"B","namespace":"Y"}],
        "operations":[{"request":{"name":"Op","namespace":"Y"},"tags":["till"],
          "response":{"name":"R","namespace":"Y","properties":[{"name":"A","type":"A","namespace":"X"}]}}]}"#;
    let contract = Contract::read(document.as_bytes()).expect("it reads");
    let classes = |pattern| {
        let text = generate(&contract, Language::CSharp, &reference(&[("IncludeTypes", pattern)]));
        let names =
            text.lines().filter_map(|line| line.trim().strip_prefix("public partial class "));
        names.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(classes("X/*"), ["A"]);
    assert_eq!(classes("{till}"), ["A", "Op", "R"]);
    assert_eq!(classes("{TILL}.*"), [""; 0]);
}

#[test]
fn servicestack_s_own_types_come_only_where_they_are_used() {
    let own = declared(&[("IncludeTypes", "Hello.*")]);
    assert_eq!(own, ["ResponseStatus", "ResponseError", "HelloResponse", "Hello"]);
    assert_eq!(declared(&[("IncludeTypes", "Deep.*")]), ["Color", "Deep"]);
}

#[test]
fn exclude_types_leaves_types_out_and_hidden_operations_are_never_in() {
    let names = declared(&[("ExcludeTypes", "Big,Pair")]);
    for absent in ["Big", "Pair", "HiddenReq", "Authenticate"] {
        assert!(!names.iter().any(|name| name == absent), "{absent}");
    }
    assert!(names.iter().any(|name| name == "BigResponse"));
}

#[test]
fn options_that_were_given_stand_open_in_the_header() {
    let options = [
        ("makepartial", "False"),
        ("GlobalNamespace", "Shop"),
        ("IncludeTypes", "Hello"),
        ("Nope", "1"),
    ];
    let text = generate(&conformance(), Language::CSharp, &reference(&options));
    insta::assert_snapshot!(text.split("using System;").next().unwrap_or_default());
    assert!(text.contains("namespace Shop\n"));
    assert!(text.contains("public class Hello\n"));
}

#[test]
fn switches_of_csharp() {
    let options = [
        ("IncludeTypes", "Big"),
        ("MakeVirtual", "False"),
        ("MakeInternal", "true"),
        ("AddReturnMarker", "false"),
        ("InitializeCollections", "false"),
        ("AddDescriptionAsComments", "false"),
    ];
    let text = generate(&conformance(), Language::CSharp, &reference(&options));
    assert!(text.contains("    internal partial class Big\n        : BaseReq\n"), "{text}");
    assert!(text.contains("        public Guid G { get; set; }"));
    assert!(!text.contains("public Big()") && !text.contains("<summary>"));
}

#[test]
fn a_module_of_typescript_holds_everything() {
    let text = generate(
        &conformance(),
        Language::TypeScript,
        &reference(&[("GlobalNamespace", "dtos"), ("MakePropertiesOptional", "False")]),
    );
    assert!(text.contains("\nexport module dtos\n{\n"), "{text}");
    assert!(text.contains("        public Name: string;"));
    assert!(text.ends_with("}\n"));
}
