//! The invariants of ARCHITECTURE.md that a program can check: which room may use what.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test may panic, and shows its purpose by its name")]

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Rooms, and what their code must not name.
const MUST_NOT_KNOW: [(&str, &str); 9] = [
    ("jsv-codec/src", r"servicestack_emulator|\bactix|\bhyper\b|\bsled\b"),
    ("src/value", r"crate::(auth|config|console|contract|hosts|http|lab|metrics|pages|service|store|wire)\b"),
    ("src/contract", r"crate::(auth|config|console|hosts|http|lab|metrics|pages|service|store)\b"),
    ("src/wire", r"crate::(auth|config|console|hosts|http|lab|metrics|pages|service|store)\b"),
    ("src/store", r"crate::(auth|config|console|contract|hosts|http|metrics|pages|service|value|wire)\b"),
    ("src/store/state", r"std::(fs|net|thread|time)|tokio|crate::lab|\brand\b|\bsled::"),
    ("src/lab", r"crate::(auth|console|hosts|http|metrics|pages|service|store|wire)\b|actix|hyper"),
    ("src/service", r"crate::(auth|config|console|hosts|http|metrics|pages|store)\b"),
    ("src/pages", r"crate::(auth|config|console|hosts|http|lab|metrics|service|store)\b"),
];

/// What only some files may name.
const KNOWN_TO: [(&str, &[&str]); 6] = [
    (r"\b(actix_http|actix_server|hyper|hyper_util|tokio_rustls)::", &["src/http/server"]),
    (r"\bsled::", &["src/store/embedded"]),
    (r"\btokio_postgres::|\bdeadpool_postgres::", &["src/store/postgres", "src/store/error.rs"]),
    (r"\bprometheus_client::", &["src/metrics"]),
    (r"\bSystemTime::now|\bUtc::now|\bLocal::now", &["src/lab/clock.rs"]),
    (r"\brand::rng\(|\bthread_rng\(|\bfrom_os_rng\(|\bnew_v4\(", &["src/lab/seed.rs"]),
];

/// Every source file below a folder, without its tests' folders.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "rs") && !is_test(&entry) {
                found.push(entry);
            }
        }
    }
    assert!(!found.is_empty());
    found
}

fn is_test(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem == "tests") || path.iter().any(|part| part == "tests")
}

/// The lines of code that match, with their places; comments and unit tests do not count.
fn lines(files: &[PathBuf], pattern: &str) -> Vec<String> {
    let pattern = Regex::new(pattern).unwrap();
    let mut found = Vec::new();
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for (number, line) in code.lines().enumerate() {
            let line = line.split("//").next().unwrap();
            if pattern.is_match(line) {
                let place = file.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
                found.push(format!("{}:{}: {}", place.display(), number + 1, line.trim()));
            }
        }
    }
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn no_room_knows_what_it_must_not_know() {
    let found = MUST_NOT_KNOW.map(|(room, pattern)| lines(&sources(&root().join(room)), pattern));
    assert_eq!(found.concat(), Vec::<String>::new());
}

#[test]
fn what_few_may_know_is_known_to_nobody_else() {
    let all = sources(&root().join("src"));
    let found = KNOWN_TO.map(|(pattern, rooms)| {
        let inside = |file: &PathBuf| rooms.iter().any(|room| in_room(file, room));
        let others: Vec<PathBuf> = all.iter().filter(|file| !inside(file)).cloned().collect();
        lines(&others, pattern)
    });
    assert_eq!(found.concat(), Vec::<String>::new());
}

/// A room is a folder with the file beside it, or one file.
fn in_room(file: &Path, room: &str) -> bool {
    let room = root().join(room);
    file.starts_with(&room) || file == room.with_extension("rs")
}

/// Otherwise the patterns could be misspelt.
#[test]
fn each_pattern_of_a_library_matches_where_it_is_allowed() {
    let all = sources(&root().join("src"));
    for (pattern, rooms) in KNOWN_TO {
        let inside: Vec<PathBuf> =
            all.iter().filter(|file| rooms.iter().any(|room| in_room(file, room))).cloned().collect();
        assert!(!lines(&inside, pattern).is_empty(), "{pattern}");
    }
}
