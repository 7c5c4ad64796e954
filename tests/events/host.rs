//! A host of a few lines.

use servicestack_emulator::{Emulator, Running};
use tempfile::TempDir;

const CONTRACT: &str = r#"{"operations": [
    {"request":{"name":"Say","properties":[{"name":"Text","type":"String"},{"name":"To","type":"String"}]},
     "response":{"name":"SayResponse","properties":[{"name":"Result","type":"String"},{"name":"ResponseStatus","type":"ResponseStatus"}]},
     "returnType":{"name":"SayResponse"},"routes":[{"path":"/say","verbs":"POST"}]}]}"#;

/// A folder with these files beside its contract.
pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    std::fs::create_dir(directory.path().join("stubs")).unwrap();
    std::fs::write(directory.path().join("contract.json"), CONTRACT).unwrap();
    files
        .iter()
        .for_each(|(name, text)| std::fs::write(directory.path().join(name), text).unwrap());
    directory
}

/// The host of a folder whose settings have `[events]` and these lines.
pub fn started(events: &str, stub: &str) -> (TempDir, Running) {
    let settings = format!("[events]\nenabled = true\n{events}");
    let mut files = vec![("settings.toml", settings.as_str())];
    if !stub.is_empty() {
        files.push(("stubs/Say.toml", stub));
    }
    let folder = folder(&files);
    let running = Emulator::folder(folder.path()).unwrap().start().unwrap();
    (folder, running)
}

/// A stub that says it to everybody.
pub const TO_ALL: &str = r#"
[[answer]]
publish = { op = "say", json = { text = "{{ Text }}" } }
answer = { Result = "said" }
"#;
