//! Hosts of `fixtures/hosts` whose contract is another one.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use servicestack_emulator::Running;
use servicestack_emulator::config::Layer;

use crate::hosts::started_folder;

/// A host of a folder, with a file of further settings and others over them, whose operations are
/// changed.
pub fn started_changed(
    (folder, file): (&str, Option<&str>),
    over: Layer,
    change: impl FnOnce(&mut Vec<Value>),
) -> Running {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hosts").join(folder);
    let of_file = file.map(|file| Layer::from_file(&fixture.join(file)).expect("settings"));
    let contract = fs::read(fixture.join("contract.json")).expect("a contract");
    let mut contract: Value = serde_json::from_slice(&contract).expect("JSON");
    change(contract["operations"].as_array_mut().expect("operations"));
    let served = tempfile::tempdir().expect("a folder");
    fs::write(served.path().join("contract.json"), contract.to_string()).expect("written");
    fs::copy(fixture.join("settings.toml"), served.path().join("settings.toml")).expect("copied");
    let served = served.path().to_str().expect("Unicode");
    started_folder(served, None, over.over(of_file.unwrap_or_default()))
}

/// The operation of this name.
pub fn named<'o>(operations: &'o mut [Value], name: &str) -> &'o mut Value {
    let mut operations = operations.iter_mut();
    operations.find(|one| one["request"]["name"] == name).expect("an operation")
}

/// Adds what no recorded host protects so: any of some permissions, and a key that signs in.
pub fn add_further(operations: &mut Vec<Value>) {
    let mut like = |name: &str, new: &str, route: &str| {
        let mut operation = named(operations, name).clone();
        operation["request"]["name"] = new.into();
        operation["routes"][0]["path"] = route.into();
        operation
    };
    let (mut any, mut by_key) =
        (like("Secured", "AnyPerm", "/any-perm"), like("Open", "VKey", "/v-key"));
    any["requiresAnyPermission"] = json!(["CanY", "CanX"]);
    by_key["request"]["attributes"] = json!([{ "name": "ValidateApiKey" }]);
    operations.extend([any, by_key]);
}
