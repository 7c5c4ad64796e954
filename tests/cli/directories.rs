//! Data directories that cannot be used: one sentence with the way out, exit 2, and nothing in them
//! changes.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use flate2::read::GzDecoder;
use tempfile::tempdir;

use super::server::Server;
use super::{command, run, sentence};

/// Of the version that kept its coupons in sled alone, format 3.
const OLD: &str = "fixtures/store/0.1.0-sled";
const COUPONS_OF_OLD: u64 = 1330;

/// Every file and directory below a path with its bytes.
fn everything(path: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            found.extend(everything(&entry));
            found.insert(entry, None);
        } else {
            found.insert(entry.clone(), Some(fs::read(&entry).unwrap()));
        }
    }
    found
}

/// How many coupons a server finds in a directory, or what it says when it does not start.
fn served(data: &Path) -> Result<u64, String> {
    let mut command = command(&["--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let state = lines.find(|line| line.contains(" coupons, "));
    // It may have ended by itself.
    let _ = state.is_some().then(|| child.kill());
    let output = child.wait_with_output().unwrap();
    let Some(state) = state else { return Err(sentence(&output, data)) };
    let count = state.rsplit('(').next().unwrap().split(' ').next().unwrap();
    Ok(count.parse().unwrap())
}

/// The refusal of a directory by each command that opens one, and that it left no trace.
fn refused(data: &Path) -> String {
    let before = everything(data);
    let path = data.to_str().unwrap();
    let serve = run(&["--listen", "127.0.0.1:0", "--data", path]);
    let reported = sentence(serve.get_output(), data);
    let to = data.with_extension("export.jsonl");
    for command in [&["count"][..], &["export", to.to_str().unwrap()], &["reset", "--yes"]] {
        let output = run(&[&["coupons"], command, &["--data", path]].concat()).get_output().clone();
        assert_eq!(sentence(&output, data), reported, "{command:?}");
    }
    assert!(!to.exists());
    assert!(everything(data) == before, "{reported}: the directory is as it was");
    reported
}

fn unpack_old(to: &Path) -> PathBuf {
    let archive = format!("{OLD}/data.tar.gz");
    let unpacked = Command::new("tar").args(["-xzf", &archive, "-C"]).arg(to).status();
    assert!(unpacked.unwrap().success());
    to.join("data")
}

#[test]
fn a_directory_of_the_last_version_is_refused_unharmed_and_its_export_is_taken() {
    let directory = tempdir().unwrap();
    let reported = refused(&unpack_old(directory.path()));
    for part in ["0.1.0", "coupons export", "coupons import"] {
        assert!(reported.contains(part), "{part} is not in: {reported}");
    }
    let file = directory.path().join("coupons.jsonl");
    let mut export = GzDecoder::new(fs::File::open(format!("{OLD}/coupons.jsonl.gz")).unwrap());
    std::io::copy(&mut export, &mut fs::File::create(&file).unwrap()).unwrap();
    let new = directory.path().join("new");
    let import = ["coupons", "import", file.to_str().unwrap(), "--data", new.to_str().unwrap()];
    let said = String::from_utf8(run(&import).success().get_output().stdout.clone()).unwrap();
    assert_eq!(said, format!("imported {COUPONS_OF_OLD} coupons, replacing 0\n"));
    let again = run(&["coupons", "export", "--data", new.to_str().unwrap()]).success();
    assert!(
        again.get_output().stdout == fs::read(&file).unwrap(),
        "the same export, byte for byte"
    );
}

/// A directory with coupons from a start, a stop, and changes before a kill, with a checkpoint
/// after each change.
fn good(to: &Path) -> (PathBuf, u64) {
    let (data, settings) = (to.join("good"), to.join("settings.toml"));
    fs::write(&settings, "[limits]\njournal_bytes = 1\n").unwrap();
    let (path, settings) = (data.to_str().unwrap(), settings.to_str().unwrap());
    let serve = || {
        Server::start(command(&["--listen", "127.0.0.1:0", "--data", path, "--config", settings]))
    };
    let server = serve();
    server.signal("TERM");
    server.end();
    let server = serve();
    for call in 0..3 {
        let body = format!(
            r#"{{"CodeFrom":1,"CodeTo":50,"CodeLength":9,"Type":7,"ExpDate":"2099-01-02","Prefix":"K{call}-"}}"#
        );
        let headers = "Authorization: Basic ZGVtbzpkZW1v\r\nContent-Type: application/json\r\n";
        let answer = server.ask("POST", "/Coupons", headers, &body);
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    drop(server);
    (data, 1123 + 150)
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).unwrap();
    for (path, bytes) in everything(from).iter().rev() {
        let target = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        match bytes {
            Some(bytes) => fs::write(target, bytes).unwrap(),
            None => fs::create_dir_all(target).unwrap(),
        }
    }
}

/// What is done to a file of a copy.
type Harm = fn(&Path, &[u8]);

const HARMS: [(&str, Harm); 5] = [
    ("removed", |path, _| fs::remove_file(path).unwrap()),
    ("empty", |path, _| fs::write(path, "").unwrap()),
    ("half copied", |path, bytes| fs::write(path, &bytes[..bytes.len() / 2]).unwrap()),
    ("damaged in the middle", |path, bytes| flip(path, bytes, bytes.len() / 2)),
    ("damaged at the beginning", |path, bytes| flip(path, bytes, 0)),
];

fn flip(path: &Path, bytes: &[u8], at: usize) {
    let mut bytes = bytes.to_vec();
    bytes[at..].iter_mut().take(64).for_each(|byte| *byte ^= 0x5A);
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_damaged_or_half_copied_directory_is_refused_or_has_everything() {
    let directory = tempdir().unwrap();
    let (good, coupons) = good(directory.path());
    let harmed = directory.path().join("harmed");
    let mut refusals = 0;
    for (path, bytes) in everything(&good) {
        let (name, Some(bytes)) = (path.strip_prefix(&good).unwrap(), bytes) else { continue };
        for (what, harm) in HARMS {
            copy(&good, &harmed);
            harm(&harmed.join(name), &bytes);
            let before = everything(&harmed);
            let reported = match served(&harmed) {
                Ok(found) => {
                    assert_eq!(found, coupons, "{} {what}", name.display());
                    continue;
                }
                Err(reported) => reported,
            };
            assert!(reported.contains("restore a backup"), "{} {what}: {reported}", name.display());
            assert!(everything(&harmed) == before, "{} {what}: {reported}", name.display());
            refusals += 1;
        }
    }
    assert!(refusals > HARMS.len(), "{refusals} of these directories were refused");
}

#[test]
fn a_tree_of_another_program_is_refused_unharmed() {
    let directory = tempdir().unwrap();
    let theirs = directory.path().join("theirs");
    let tree = sled::open(&theirs).unwrap();
    tree.insert("theirs", "data").unwrap();
    drop(tree);
    let reported = refused(&theirs);
    assert!(reported.contains("directory"), "{reported}");
}
