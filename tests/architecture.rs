//! The invariants of ARCHITECTURE.md that a program can check: which room may use what.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a test may panic, and shows its purpose by its name"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Rooms, and what their code must not name.
const MUST_NOT_KNOW: [(&str, &str); 13] = [
    ("jsv-codec/src", r"servicestack_emulator|\bactix|\bhyper\b|\bsled\b"),
    (
        "src/value",
        r"crate::(auth|config|console|contract|host_pages|hosts|http|lab|metrics|pages|service|store|wire)\b",
    ),
    (
        "src/contract",
        r"crate::(auth|config|console|host_pages|hosts|http|lab|metrics|pages|service|store)\b",
    ),
    (
        "src/wire",
        r"crate::(auth|config|console|host_pages|hosts|http|lab::Seed|metrics|pages|service|store)\b",
    ),
    (
        "src/store",
        r"crate::(auth|config|console|contract|host_pages|hosts|http|metrics|pages|service|value|wire)\b",
    ),
    ("src/store/state", r"std::(fs|net|thread|time)|tokio|crate::lab|\brand\b|\bsled::"),
    (
        "src/lab",
        r"crate::(auth|console|host_pages|hosts|http|metrics|pages|service|store|wire)\b|actix|hyper",
    ),
    (
        "src/journal",
        r"crate::(admin|auth|config|console|emulator|host|host_pages|hosts|http|metrics|pages|service|store|stub|tenant)\b|actix|hyper",
    ),
    (
        "src/doctor",
        r"crate::(admin|auth|config|console|emulator|host|host_pages|hosts|http|lab|metrics|pages|service|store|stub|tenant)\b|actix|hyper",
    ),
    (
        "src/host",
        r"crate::(config|console|emulator|host_pages|hosts|http|metrics|openapi|pages|store|types)\b|actix|hyper",
    ),
    (
        "src/http",
        r"crate::(console|emulator|host_pages|hosts|import|metrics|openapi|pages|postman|types)\b",
    ),
    ("src/service", r"crate::(auth|config|console|host_pages|hosts|http|metrics|pages|store)\b"),
    (
        "src/pages",
        r"crate::(auth|config|console|host_pages|hosts|http|lab|metrics|service|store)\b",
    ),
];

/// What only some files may name.
const KNOWN_TO: [(&str, &[&str]); 7] = [
    (
        r#""(application|text)/(x-)?(jsv|csv|xml)\b"#,
        &[
            "src/wire",
            "src/http/negotiate.rs",
            "src/http/reply/http_results.rs",
            "src/http/server/answer_head.rs",
        ],
    ),
    (r"\b(actix_server|hyper|hyper_util|tokio_rustls)::", &["src/http/server"]),
    (r"\bsled::", &["src/store/embedded"]),
    (r"\btokio_postgres::|\bdeadpool_postgres::", &["src/store/postgres", "src/store/error.rs"]),
    (r"\bprometheus_client::", &["src/metrics"]),
    (r"\bSystemTime::now|\bUtc::now|\bLocal::now", &["src/lab/clock.rs"]),
    (r"\brand::rng\(|\bthread_rng\(|\bfrom_os_rng\(|\bnew_v4\(", &["src/lab/seed.rs"]),
];

/// What a `Host` is made of: shared by all tenants, it never changes.
const HOST: [&str; 6] =
    ["src/host", "src/http/route", "src/host_pages", "src/auth", "src/contract", "src/service"];

/// Types by which a shared value changes. `OnceLock` is none of them: what it holds once stays.
const CHANGING: &str =
    r"\b(Mutex|RwLock|Atomic\w*|Cell|RefCell|UnsafeCell|OnceCell|LazyCell|LazyLock|Semaphore)\b";

/// Every source file below a folder, without its tests' folders.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "rs")
                && !is_test(&entry)
            {
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
        let inside: Vec<PathBuf> = all
            .iter()
            .filter(|file| rooms.iter().any(|room| in_room(file, room)))
            .cloned()
            .collect();
        assert!(!lines(&inside, pattern).is_empty(), "{pattern}");
    }
}

#[test]
fn nothing_of_a_host_changes_while_it_runs() {
    let found = HOST.map(|room| lines(&sources(&root().join(room)), CHANGING));
    assert_eq!(found.concat(), Vec::<String>::new(), "move it into src/tenant");
}

/// Otherwise the pattern could be misspelt.
#[test]
fn what_changes_is_found_where_it_is() {
    assert!(!lines(&[root().join("src/tenant/sessions.rs")], CHANGING).is_empty());
    let pattern = Regex::new(CHANGING).unwrap();
    assert!(pattern.is_match("counts: std::cell::Cell<u8>") && pattern.is_match("AtomicU64"));
    assert!(!pattern.is_match("openapi: OnceLock<OpenApi>"));
}

/// The directives of a process, which a library leaves to its command.
#[test]
fn the_library_hooks_into_nothing_of_its_process() {
    let command = [root().join("src/cli"), root().join("src/main.rs")];
    let all = sources(&root().join("src"));
    let library: Vec<PathBuf> =
        all.into_iter().filter(|file| !command.iter().any(|part| file.starts_with(part))).collect();
    const HOOKS: &str = r"set_hook|try_init\(|set_global_default|signal::unix|ctrl_c";
    assert_eq!(lines(&library, HOOKS), Vec::<String>::new());
    assert!(lines(&sources(&command[0]), HOOKS).len() >= 3);
}

/// Rooms of `src` with the rooms that their `use` lines, and full paths, name: a file or folder
/// beside `lib.rs` is a room. The binary, `main.rs` and `cli`, is another crate.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let src = root().join("src");
    let is_library = |file: &&PathBuf| {
        let room = room_of(&src, file);
        room != "cli" && room != "main" && room != "lib"
    };
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in sources(&src).iter().filter(is_library) {
        let room = room_of(&src, file);
        let others = named_rooms(&code_of(file)).into_iter().filter(|other| *other != room);
        imports.entry(room.clone()).or_default().extend(others);
    }
    imports
}

fn room_of(src: &Path, file: &Path) -> String {
    let first = file.strip_prefix(src).unwrap().iter().next().unwrap();
    Path::new(first).file_stem().unwrap().to_str().unwrap().to_owned()
}

/// A file's code without its comments and unit tests.
fn code_of(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    code.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n")
}

/// What follows `crate::`, one by one: `crate::{a::B, c}` names two.
fn named_rooms(code: &str) -> BTreeSet<String> {
    let one = Regex::new(r"\bcrate::(\w+)").unwrap();
    let several = Regex::new(r"\bcrate::\{([^;]*)\};").unwrap();
    let mut rooms: BTreeSet<String> =
        one.captures_iter(code).map(|found| found[1].to_owned()).collect();
    for found in several.captures_iter(code) {
        rooms.extend(heads_of(&found[1]));
    }
    rooms
}

/// The first word of each item of a list, whatever its own braces hold.
fn heads_of(list: &str) -> Vec<String> {
    let (mut heads, mut depth, mut item) = (Vec::new(), 0, String::new());
    for letter in list.chars().chain([',']) {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let head = std::mem::take(&mut item);
                heads.push(head.split("::").next().unwrap().trim().to_owned());
            }
            letter if depth == 0 => item.push(letter),
            _ => {}
        }
    }
    heads.retain(|head| !head.is_empty());
    heads
}

/// A room from which imports lead back to it, with the way.
fn circle(imports: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    imports.keys().find_map(|room| way_back(imports, room))
}

fn way_back(imports: &BTreeMap<String, BTreeSet<String>>, start: &str) -> Option<Vec<String>> {
    let (mut ways, mut seen) = (vec![vec![start.to_owned()]], BTreeSet::new());
    while let Some(way) = ways.pop() {
        for next in imports.get(way.last()?).into_iter().flatten() {
            let way: Vec<String> = way.iter().chain([next]).cloned().collect();
            if next == start {
                return Some(way);
            }
            if seen.insert(next.clone()) {
                ways.push(way);
            }
        }
    }
    None
}

#[test]
fn no_rooms_import_each_other_in_a_circle() {
    assert_eq!(circle(&imports()), None);
}

/// Names of a private vocabulary that the code once had.
const OLD_NAMES: &str = r"\b(Asked|Told|Book|Held|Memo|Tails|Lives|Life|Stretch|Pledge|Pulse|Witness|Spread|Manners|Speller|Entrance|Trouble|sum_up|settle|told|tells)\b";

#[test]
fn no_name_is_of_the_old_vocabulary() {
    assert_eq!(lines(&sources(&root().join("src")), OLD_NAMES), Vec::<String>::new());
}

/// Where secrets of callers are compared: how long it takes must say nothing of them.
const COMPARES_SECRETS: [&str; 8] = [
    "src/auth/api_keys.rs",
    "src/auth/user.rs",
    "src/auth/password.rs",
    "src/auth/tokens/verify.rs",
    "src/auth/identity/tokens/mod.rs",
    "src/tenant/refresh_tokens.rs",
    "src/admin/access.rs",
    "src/hosts/miko/api_keys.rs",
];

/// What compares in constant time.
const IN_CONSTANT_TIME: &str = r"\bct_eq\b|crypto::verify|verify_password";

/// A secret that is compared as texts are.
const AS_TEXT: &str = r"(?x)
    (secret|password|token|signature|digest|hash|known\.key|api_key|refresh)(\(\)|\b)\s*(==|!=)
    | (==|!=)\s*&?\*?[a-z_.]*(secret|password|token|signature|digest|hash|known\.key|refresh)\b
    | reveal\(\)\s*(==|!=) | (==|!=).*reveal\(\)";

#[test]
fn secrets_are_compared_in_constant_time() {
    let compares = |file: &&str| lines(&[root().join(file)], IN_CONSTANT_TIME).is_empty();
    assert_eq!(COMPARES_SECRETS.iter().find(|file| compares(file)), None);
    let rooms = ["src/auth", "src/http", "src/tenant", "src/admin", "src/hosts/miko", "src/config"];
    let found: Vec<String> =
        rooms.iter().flat_map(|room| lines(&sources(&root().join(room)), AS_TEXT)).collect();
    // The two passwords of one registration: who sends them knows both.
    let is_confirmation = |line: &String| line.contains("Some(*confirmed) != self.password");
    let found: Vec<String> = found.into_iter().filter(|line| !is_confirmation(line)).collect();
    assert_eq!(found, Vec::<String>::new());
    let pattern = Regex::new(AS_TEXT).unwrap();
    for wrong in ["known.key == key", "self.0 == secret", "key.reveal() == sent", "token != known"]
    {
        assert!(pattern.is_match(wrong), "{wrong}");
    }
}

/// Otherwise the reading could miss imports.
#[test]
fn imports_and_circles_are_found() {
    let imports = imports();
    for (room, other) in [("http", "wire"), ("console", "http"), ("emulator", "host_pages")] {
        assert!(imports[room].contains(other), "{room} → {other}");
    }
    let named = named_rooms("use crate::{a::{B, c::D}, e};\nlet f = crate::g::h();");
    assert_eq!(named.into_iter().collect::<Vec<_>>(), ["a", "e", "g"]);
    let edges = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")];
    let edge = |(from, to): (&str, &str)| (from.to_owned(), BTreeSet::from([to.to_owned()]));
    let found = circle(&edges.map(edge).into_iter().collect());
    assert_eq!(found.unwrap(), ["a", "b", "c", "a"]);
}
