//! What every language makes of the same DTOs: generics, bases, enums, dictionaries, names that it
//! cannot write as they are.
//!
//! That the texts of whole hosts compile is the task of `tests/types/run`.

use servicestack_emulator::contract::Contract;
use servicestack_emulator::types::{Language, generate};

use crate::generated::reference;

const DOCUMENT: &str = r#"{
  "types": [
    {"name":"Color","namespace":"Shop","isEnum":true,"enumNames":["Red","DarkBlue"],"enumMemberValues":["Red","dark-blue"]},
    {"name":"Rights","namespace":"Shop","isEnum":true,"isEnumInt":true,"enumNames":["None","Read","Write"],
     "enumValues":["0","1","2"],"attributes":[{"name":"Flags"}]},
    {"name":"Pair`2","namespace":"Shop","genericArgs":["A","B"],"properties":[
      {"name":"First","type":"A"},{"name":"Rest","type":"List`1","namespace":"System.Collections.Generic","genericArgs":["B"]}]},
    {"name":"Base","namespace":"Shop","isAbstract":true,"properties":[{"name":"Id","type":"Int64","namespace":"System"}]},
    {"name":"Node","namespace":"Shop","inherits":{"name":"Base","namespace":"Shop"},"properties":[
      {"name":"Next","type":"Node","namespace":"Shop"},
      {"name":"Nodes","type":"List`1","namespace":"System.Collections.Generic","genericArgs":["Node"]}]}
  ],
  "operations": [
    {"request":{"name":"Buy","namespace":"Shop","description":"Buys */ things","properties":[
      {"name":"class","type":"String","namespace":"System","description":"A word of most languages"},
      {"name":"Odd","type":"Int32","namespace":"System","dataMember":{"name":"odd-name","order":1,"isRequired":true}},
      {"name":"Price","type":"Nullable`1","namespace":"System","genericArgs":["Decimal"]},
      {"name":"When","type":"DateTime","namespace":"System"},
      {"name":"Span","type":"TimeSpan","namespace":"System"},
      {"name":"Key","type":"Guid","namespace":"System"},
      {"name":"Data","type":"Byte[]","namespace":"System"},
      {"name":"Any","type":"Object","namespace":"System"},
      {"name":"Color","type":"Nullable`1","namespace":"System","genericArgs":["Color"]},
      {"name":"Rights","type":"Rights","namespace":"Shop"},
      {"name":"Map","type":"Dictionary`2","namespace":"System.Collections.Generic","genericArgs":["Int32","List<Node>"]},
      {"name":"Pair","type":"Pair`2","namespace":"Shop","genericArgs":["String","Node"]}],
      "dataContract":{}},
     "response":{"name":"BuyResponse","namespace":"Shop","properties":[{"name":"Result","type":"Node","namespace":"Shop"}]},
     "returnType":{"name":"BuyResponse","namespace":"Shop"},"actions":["PUT"],
     "routes":[{"path":"/buy/{class}","verbs":"PUT"},{"path":"/buy"}]},
    {"request":{"name":"Drop","namespace":"Shop"},"returnsVoid":true,"actions":["ANY"]},
    {"request":{"name":"All","namespace":"Shop"},"actions":["GET"],
     "returnType":{"name":"List`1","namespace":"System.Collections.Generic","genericArgs":["Node"]}}
  ]}"#;

fn text(language: Language, options: &[(&str, &str)]) -> String {
    let contract = Contract::read(DOCUMENT.as_bytes()).expect("it reads");
    generate(&contract, language, &reference(options))
}

#[test]
fn every_language_describes_the_same_dtos() {
    for language in Language::ALL {
        insta::assert_snapshot!(
            language.name(),
            text(language, &[("AddServiceStackTypes", "False")])
        );
    }
}

#[test]
fn options_mean_the_same_in_every_language() {
    for language in Language::ALL {
        let with = text(language, &[("AddResponseStatus", "True"), ("AddImplicitVersion", "3")]);
        let without = text(language, &[]);
        for name in ["responsestatus", "version"] {
            let count = |text: &str| text.to_lowercase().matches(name).count();
            assert!(count(&with) > count(&without), "{name} in {}", language.name());
        }
        // Declarations have no values.
        let set =
            ["= 3", "=3", ":3", "Some(3)", "default=3"].iter().any(|text| with.contains(text));
        let silent = [Language::TypeScriptD, Language::Go].contains(&language);
        assert!(set || silent, "the version is set in {}", language.name());
    }
}

#[test]
fn descriptions_can_be_left_out() {
    for language in Language::ALL {
        assert!(text(language, &[]).contains("A word of most languages"), "{}", language.name());
        let silent = text(language, &[("AddDescriptionAsComments", "False")]);
        assert!(!silent.contains("A word of most languages"), "{}", language.name());
    }
}

#[test]
fn types_can_be_written_as_texts() {
    let java = text(Language::Java, &[("TreatTypesAsStrings", "Guid,Color")]);
    assert!(
        java.contains("public String Key = null;") && java.contains("public String Color = null;"),
        "{java}"
    );
}

#[test]
fn packages_and_namespaces_are_the_caller_s() {
    assert!(text(Language::Java, &[("Package", "org.shop")]).contains("\npackage org.shop;\n"));
    assert!(text(Language::Java, &[("GlobalNamespace", "Shop")]).contains("\npublic class Shop\n"));
    assert!(text(Language::Kotlin, &[("Package", "org.class")]).contains("\npackage org.class_\n"));
    assert!(
        text(Language::Php, &[("GlobalNamespace", "My.Shop")])
            .starts_with("<?php namespace My\\Shop;\n")
    );
    assert!(text(Language::Go, &[("GlobalNamespace", "shop")]).contains("\npackage shop\n"));
    assert!(
        text(Language::FSharp, &[("GlobalNamespace", "All")]).contains("\nnamespace rec All\n")
    );
    assert!(text(Language::VbNet, &[("GlobalNamespace", "All")]).contains("\n    Namespace All\n"));
}

#[test]
fn names_differ_where_a_language_would_take_them_for_one() {
    let document = r#"{"types":[{"name":"Item","namespace":"X"},{"name":"Item","namespace":"Y"},
        {"name":"Box`1","namespace":"X","genericArgs":["T"],"properties":[{"name":"V","type":"T"}]},{"name":"Box","namespace":"X"},
        {"name":"ITEM","namespace":"X","properties":[{"name":"a-b","type":"Int32"},{"name":"a_b","type":"Int32"}]}],"operations":[]}"#;
    let contract = Contract::read(document.as_bytes()).expect("it reads");
    let declared = |language, start: &str| {
        let text = generate(&contract, language, &reference(&[]));
        let names = text.lines().filter_map(|line| line.trim().strip_prefix(start));
        names.map(|name| name.trim_end_matches([' ', '{', ':', '=']).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(declared(Language::CSharp, "public partial class ").len(), 5);
    let java = declared(Language::Java, "public static class ");
    assert_eq!(java.len(), 5);
    let mut folded: Vec<String> =
        java.iter().map(|name| name.split('<').next().unwrap_or(name).to_lowercase()).collect();
    folded.sort();
    folded.dedup();
    assert_eq!(folded.len(), 5, "{java:?}");
    let php = generate(&contract, Language::Php, &reference(&[]));
    assert!(php.contains("$a_b=null,") && php.contains("$a_b_2=null"), "{php}");
}
