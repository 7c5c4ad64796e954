//! Whole texts, as tools fetch them. C# and TypeScript of both hosts compile: mcs 6.8 and tsc 7.0
//! --strict.

use chrono::{NaiveDate, NaiveDateTime};
use servicestack_emulator::contract::Contract;
use servicestack_emulator::types::{Language, Options, Reference, generate};

pub fn conformance() -> Contract {
    let document = include_bytes!("../../fixtures/conformance/contract.json");
    Contract::read(document).expect("it reads")
}

pub fn reference(options: &[(&str, &str)]) -> Reference<'static> {
    let options = options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Reference {
        base_url: "http://127.0.0.1:8080",
        date: noon(),
        version: "5.91",
        options: Options::new(options),
        camel_case: false,
        header: true,
    }
}

fn noon() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2020, 9, 1)
        .and_then(|day| day.and_hms_opt(12, 0, 0))
        .expect("a day has a noon")
}

#[test]
fn csharp() {
    insta::assert_snapshot!(generate(&conformance(), Language::CSharp, &reference(&[])));
}

#[test]
fn typescript() {
    insta::assert_snapshot!(generate(&conformance(), Language::TypeScript, &reference(&[])));
}

#[test]
fn typescript_declarations() {
    insta::assert_snapshot!(generate(&conformance(), Language::TypeScriptD, &reference(&[])));
}

#[test]
fn python() {
    insta::assert_snapshot!(generate(&conformance(), Language::Python, &reference(&[])));
}

#[test]
fn hosts_of_dotnet_core_have_camel_case_members() {
    let reference =
        Reference { camel_case: true, ..reference(&[("IncludeTypes", "ActivateCoupon")]) };
    let text = generate(&conformance(), Language::TypeScript, &reference);
    assert!(text.contains("public couponType?: number;"), "{text}");
}

#[test]
fn every_language_is_found_by_its_name() {
    for language in Language::ALL {
        assert_eq!(Language::from_name(&language.name().to_uppercase()), Some(language));
    }
    assert_eq!(Language::from_name("cobol"), None);
}

/// A contract is anyone's: nothing in it may become code.
#[test]
fn names_and_texts_cannot_write_code() {
    let hostile = r#"x; } evil(); /* \" ' `*/ \u2028 <T>"#;
    let document =
        r#"{"types":[{"name":"E%","namespace":"N%","isEnum":true,"enumNames":["%"],"enumDescriptions":["%"],
            "enumMemberValues":["%!"]}],
        "operations":[{"request":{"name":"%","namespace":"N%","description":"%","inherits":{"name":"%"},
          "attributes":[{"name":"%","args":[{"name":"%","type":"Int32","value":"%"}]},
            {"name":"V","constructorArgs":[{"name":"t","type":"Type","value":"typeof(%)"}]}],
          "properties":[{"name":"%","type":"%","description":"%","dataMember":{"name":"%"}}]},
          "routes":[{"path":"/%","verbs":"%","summary":"%"}],"tags":["%"]}]}"#
            .replace(
                '%',
                &hostile.replace('\\', "\\\\").replace("\\\\u2028", "\\u2028").replace('"', "\\\""),
            );
    let contract = Contract::read(document.as_bytes()).expect("it reads");
    for language in Language::ALL {
        let text = generate(&contract, language, &reference(&[("GlobalNamespace", hostile)]));
        let code: String = text.lines().map(|line| without_texts(line, language) + "\n").collect();
        assert!(!code.contains("evil()"), "{code}");
        assert!(!text.contains('\u{2028}'));
    }
}

/// A line of code without its comment and its literals.
fn without_texts(line: &str, language: Language) -> String {
    let line = line.trim_start();
    let basic = language == Language::VbNet;
    let starts = ["//", "* ", "# ", "/** @", "GlobalNamespace: "];
    if starts.iter().any(|start| line.starts_with(start)) || (basic && line.starts_with('\'')) {
        return String::new();
    }
    let mut code = String::new();
    let mut quote = None;
    let mut escaped = false;
    for c in line.chars() {
        match quote {
            Some(end) if c == end && !escaped => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None => code.push(c),
        }
        // Visual Basic doubles its quotes and escapes nothing.
        escaped = c == '\\' && !escaped && !basic;
    }
    code
}
