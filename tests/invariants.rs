//! What the rooms promise of each other, read out of the sources.

use std::path::{Path, PathBuf};

/// What a `Host` is made of: shared by all tenants, it never changes.
const HOST: [&str; 6] =
    ["src/host", "src/http/route", "src/host_pages", "src/auth", "src/contract", "src/service"];

/// Types by which a shared value changes. `OnceLock` is none of them: what it holds once stays.
const CHANGING: [&str; 9] =
    ["Mutex", "RwLock", "Atomic", "RefCell", "UnsafeCell", "OnceCell", "LazyCell", "LazyLock", "Semaphore"];

#[test]
fn nothing_of_a_host_changes_while_it_runs() {
    let files: Vec<PathBuf> = HOST.iter().flat_map(|path| files(Path::new(path))).collect();
    assert!(files.len() > 40, "only {} files", files.len());
    let changing: Vec<String> = files.iter().flat_map(|file| found(file)).collect();
    assert_eq!(changing, Vec::<String>::new(), "move it into src/tenant");
}

#[test]
fn what_changes_is_found_where_it_is() {
    assert!(!found(Path::new("src/tenant/sessions.rs")).is_empty());
    assert_eq!(changing("counts: std::cell::Cell<u8>"), Some("Cell"));
    assert_eq!(changing("openapi: OnceLock<OpenApi>"), None);
    assert_eq!(changing("// no Mutex here"), None);
}

/// The Rust files of a folder, or the file itself.
fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = std::fs::read_dir(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let paths = entries.map(|entry| entry.expect("readable").path());
    let inside = paths.filter(|path| path.is_dir() || path.extension().is_some_and(|end| end == "rs"));
    inside.flat_map(|path| files(&path)).collect()
}

/// Where a file names such a type: `src/x.rs:3 Mutex`.
fn found(file: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).expect("readable");
    let lines = text.lines().enumerate();
    let named = lines.filter_map(|(number, line)| Some((number + 1, changing(line)?)));
    named.map(|(number, name)| format!("{}:{number} {name}", file.display())).collect()
}

/// The type by which what is declared in this line can change.
fn changing(line: &str) -> Option<&'static str> {
    let code = line.split("//").next().unwrap_or_default();
    let mut words = code.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let known = |word: &str| {
        CHANGING.iter().find(|name| word == **name || (**name == "Atomic" && word.starts_with("Atomic")))
    };
    words.find_map(|word| if word == "Cell" { Some("Cell") } else { known(word).copied() })
}
