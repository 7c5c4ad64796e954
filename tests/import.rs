//! Importing hosts.

use std::fs;

use servicestack_emulator::config::Layer;
use servicestack_emulator::contract::{Contract, Limits};
use servicestack_emulator::import::{HostFolder, ImportError};

const DOCUMENT: &[u8] = include_bytes!("../fixtures/conformance/types-metadata-c.json");

fn folder(name: &str, document: &[u8]) -> Result<HostFolder, ImportError> {
    HostFolder::of(name, document, &Limits::default())
}

#[test]
fn an_imported_folder_is_a_host() {
    let parent = tempfile::tempdir().expect("a directory");
    let path = folder("shop", DOCUMENT)
        .expect("it imports")
        .write(&parent.path().join("hosts"))
        .expect("it is written");
    let contract = Contract::read(&fs::read(path.join("contract.json")).expect("a contract"))
        .expect("it reads");
    let original = Contract::read(DOCUMENT).expect("it reads");
    assert_eq!(contract.operations(), original.operations());
    let settings = fs::read_to_string(path.join("settings.toml")).expect("settings");
    let settings = read(&settings).settings();
    assert_eq!(settings.title, "shop");
}

fn read(settings: &str) -> Layer {
    Layer::from_text("settings.toml", settings).expect("they are settings")
}

/// What stands behind `#` is what one would write.
#[test]
fn every_commented_setting_is_one() {
    let settings = folder("shop", DOCUMENT).expect("it imports").settings;
    let open: String = settings
        .lines()
        .map(|line| {
            line.strip_prefix("# ").filter(|line| line.contains(" = ")).unwrap_or(line).to_owned()
                + "\n"
        })
        .collect();
    let layer = read(&open);
    for key in ["strict", "limits", "listen", "time_zone"] {
        assert!(layer.sets(key), "{key}");
    }
}

#[test]
fn nothing_is_overwritten() {
    let parent = tempfile::tempdir().expect("a directory");
    let host = folder("shop", DOCUMENT).expect("it imports");
    host.write(parent.path()).expect("it is written");
    let again = host.write(parent.path()).expect_err("it is there");
    assert!(matches!(again, ImportError::Exists(_)), "{again}");
}

#[test]
fn names_stay_within_one_folder() {
    for name in ["", "..", "a/b", "a\\b", "C:", "a b", ".hidden", &"x".repeat(65)] {
        assert!(matches!(folder(name, DOCUMENT), Err(ImportError::Name(_))), "{name}");
    }
}

#[test]
fn hostile_titles_stay_texts() {
    let document = br#"{"app":{"serviceName":"a\"\nstrict = true\n#\u007f","baseUrl":"x\nempty = true"},"types":[{"name":"A"}]}"#;
    let settings = folder("shop", document).expect("it imports").settings;
    let settings = read(&settings).settings();
    assert_eq!((settings.strict, settings.empty), (false, false));
    assert_eq!(settings.title, "a\"\nstrict = true\n#\u{7f}");
}

#[test]
fn a_host_of_1500_operations_is_read() {
    let operation = |i: usize| {
        let property = |p: usize| {
            format!(
                r#"{{"name":"P{p}","type":"List`1","namespace":"System.Collections.Generic","genericArgs":["T{}"]}}"#,
                (i + p) % 1500
            )
        };
        let properties: Vec<String> = (0..12).map(property).collect();
        format!(
            r#"{{"request":{{"name":"Op{i}","namespace":"N","properties":[{0}]}},"response":{{"name":"T{i}","namespace":"N","properties":[{0}]}},"returnType":{{"name":"T{i}","namespace":"N"}},"routes":[{{"path":"/op/{i}"}}]}}"#,
            properties.join(",")
        )
    };
    let operations: Vec<String> = (0..1500).map(operation).collect();
    let document = format!(r#"{{"operations":[{}]}}"#, operations.join(","));
    let host = folder("large", document.as_bytes()).expect("it imports");
    assert_eq!((host.operations, host.remarks.len()), (1500, 0));
}
