//! A directory that cannot be used is refused in one sentence, and nothing in it is lost.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use servicestack_emulator::store::embedded::{Settings, open};
use servicestack_emulator::store::{Coupons, StoreError};

use super::super::child::Process;
use super::super::place::Place;
use super::super::{add, addition, day, list_by, numbers};
use super::open_at;

fn refused(path: &Path) -> StoreError {
    match open(path, &Settings::default()) {
        Err(error) => error,
        Ok(_) => panic!("{} was opened", path.display()),
    }
}

/// The names and bytes of all files below a directory.
fn files(path: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(path).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            files.extend(self::files(&entry.path()));
        } else {
            files.insert(entry.path(), fs::read(entry.path()).unwrap());
        }
    }
    files
}

#[test]
fn a_directory_in_use_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let process = Process::start(&Place::Directory(directory.path().to_owned()), "hold");
    let error = refused(directory.path());
    assert!(matches!(error, StoreError::Locked { .. }), "{error:?}");
    let path = directory.path().display();
    assert_eq!(
        error.to_string(),
        format!(
            "the store in {path} is in use by another process; stop that one or choose another directory"
        )
    );
    process.kill();
    drop(open_at(directory.path()));
}

#[test]
fn a_place_that_cannot_be_written_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("file");
    fs::write(&file, "x").unwrap();
    for place in [file.as_path(), &file.join("below"), Path::new("/proc/coupons")] {
        let error = refused(place);
        assert!(matches!(error, StoreError::Directory { .. }), "{error:?}");
        assert!(error.to_string().contains(&place.display().to_string()), "{error}");
    }
}

#[tokio::test]
async fn another_format_is_refused_and_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let (store, guard) = open_at(directory.path());
    add(&store, numbers("A", 1..=3)).await;
    drop((store, guard));
    let record = directory.path().join("coupons/checkpoint");
    let text = fs::read_to_string(&record).unwrap();
    fs::write(&record, text.replace("\"format\":4", "\"format\":5")).unwrap();
    let before = files(directory.path());
    let error = refused(directory.path());
    assert!(
        matches!(&error, StoreError::Format { found, known: 4, .. } if found == "5"),
        "{error:?}"
    );
    assert!(error.to_string().contains("has format 5, this program reads format 4"), "{error}");
    assert_eq!(files(directory.path()), before);
    fs::write(&record, text).unwrap();
    let (store, _guard) = open_at(directory.path());
    assert_eq!(store.count(day(1)).await.unwrap().total(), 3);
}

#[test]
fn a_directory_of_an_older_version_is_refused_unharmed() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("data");
    let db = sled::open(&path).unwrap();
    db.insert(b"\0\0\0\0format", b"3").unwrap();
    db.flush().unwrap();
    drop(db);
    std::thread::sleep(Duration::from_millis(200));
    let before = files(&path);
    let error = refused(&path);
    assert!(matches!(error, StoreError::OldDirectory { .. }), "{error:?}");
    for part in ["version 0.1.0", "coupons export", "coupons import", path.to_str().unwrap()] {
        assert!(error.to_string().contains(part), "{error}");
    }
    assert_eq!(files(&path), before);
}

#[test]
fn something_else_is_refused_unharmed() {
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir(directory.path().join("coupons")).unwrap();
    fs::write(directory.path().join("coupons/theirs"), "data").unwrap();
    let error = refused(directory.path());
    assert!(matches!(error, StoreError::Format { .. }), "{error:?}");
    assert_eq!(fs::read(directory.path().join("coupons/theirs")).unwrap(), b"data");
}

#[cfg(unix)]
#[test]
fn nobody_else_can_look_into_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a/b/c");
    drop(open_at(&path));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&directory.path().join("a")), 0o700);
    assert_eq!(mode(&path.join("coupons")), 0o700);
    for (file, _) in files(&path) {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Everything is there, or the damage is reported; never is something missing without a word.
async fn whole_or_reported(path: &Path, total: u64) -> bool {
    let (store, _guard) = match open(path, &Settings::default()) {
        Ok(opened) => opened,
        Err(error) => {
            assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
            assert!(error.to_string().contains("restore a backup"), "{error}");
            return false;
        }
    };
    assert_eq!(store.count(day(1)).await.unwrap().total(), total);
    assert_eq!(list_by(&store, &Default::default(), 5_000).await.len() as u64, total);
    true
}

/// A directory with a checkpoint that replaced others, and batches after it.
async fn with_checkpoints(path: &Path) -> u64 {
    let settings = Settings { journal_bytes: 20_000, ..Settings::default() };
    let (store, guard) = open(path, &settings).unwrap();
    for prefix in ["cold", "colder"] {
        add(&store, addition(prefix, (0..10_000).map(|n| n * 7919 % 10_007))).await;
        std::thread::sleep(Duration::from_millis(500));
    }
    for number in 1..=300 {
        add(&store, numbers("A", number * 2..=number * 2)).await;
        std::thread::sleep(Duration::from_millis(1));
    }
    drop((store, guard));
    let trees = ["sled-0", "sled-1"].map(|name| path.join("coupons").join(name).join("db"));
    assert_eq!(
        trees.iter().filter(|tree| tree.exists()).count(),
        1,
        "the older checkpoint is removed"
    );
    20_300
}

#[tokio::test]
async fn damage_is_reported_and_never_passed_over() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("good");
    let total = with_checkpoints(&path).await;
    let (mut reported, mut whole) = (0, 0);
    for (number, (file, bytes)) in files(&path.join("coupons")).into_iter().enumerate() {
        let name = file.strip_prefix(&path).unwrap();
        let used = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        for part in 0..12.min(used) {
            let copied = directory.path().join(format!("{number}-{part}"));
            copy(&path, &copied);
            let mut bytes = bytes.clone();
            let at = used / 12 * part;
            bytes[at..(at + 512).min(used)].iter_mut().for_each(|byte| *byte ^= 0x5A);
            fs::write(copied.join(name), &bytes).unwrap();
            *(if whole_or_reported(&copied, total).await { &mut whole } else { &mut reported }) +=
                1;
            fs::remove_dir_all(&copied).unwrap();
        }
    }
    println!("{reported} damages were reported, {whole} did no harm");
    assert!(reported > 5 && whole > 5, "{reported} reported, {whole} whole");
}

#[tokio::test]
async fn a_file_that_is_missing_or_cut_short_is_reported() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("good");
    let total = with_checkpoints(&path).await;
    let mut reported = 0;
    for (number, (file, bytes)) in files(&path.join("coupons")).into_iter().enumerate() {
        let name = file.strip_prefix(&path).unwrap();
        for percent in [None, Some(0), Some(1), Some(30), Some(60)] {
            if ["lock", "acknowledged"].iter().any(|harmless| name.ends_with(harmless)) {
                continue;
            }
            let copied = directory.path().join(format!("{number}-{percent:?}"));
            copy(&path, &copied);
            match percent {
                None => fs::remove_file(copied.join(name)).unwrap(),
                Some(percent) => {
                    fs::write(copied.join(name), &bytes[..bytes.len() / 100 * percent]).unwrap();
                }
            }
            if name.ends_with("checkpoint") && percent.is_none() {
                let error = refused(&copied);
                assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
            } else {
                reported += usize::from(!whole_or_reported(&copied, total).await);
            }
            fs::remove_dir_all(&copied).unwrap();
        }
    }
    assert!(reported > 3, "{reported}");
}

#[tokio::test]
async fn the_directory_does_not_grow_with_the_number_of_checkpoints() {
    const ROUNDS: u64 = 100;
    const CODES: u64 = 200;
    let directory = tempfile::tempdir().unwrap();
    let settings = Settings { journal_bytes: 1, ..Settings::default() };
    let (store, guard) = open(directory.path(), &settings).unwrap();
    for round in 0..ROUNDS {
        let codes =
            (0..CODES).map(move |number| format!("{round:04}{:090}", number * 7919 % 10_007));
        assert_eq!(add(&store, addition("long", codes)).await.inserted, CODES);
        std::thread::sleep(Duration::from_millis(20));
    }
    // Room for one checkpoint, a second in the making, and one journal file. A busy machine may be
    // behind with the checkpoint that removes the journal file before.
    let limit = 2 * ROUNDS * CODES * 100 + 4 * 1024 * 1024;
    let deadline = Instant::now() + Duration::from_secs(120);
    while size(&directory.path().join("coupons")) >= limit {
        assert!(Instant::now() < deadline, "{} bytes", size(directory.path()));
        std::thread::sleep(Duration::from_millis(50));
    }
    drop((store, guard));
}

/// The bytes of all files; those that go meanwhile do not count.
fn size(path: &Path) -> u64 {
    let entries = fs::read_dir(path).into_iter().flatten().filter_map(Result::ok);
    let below = entries.filter_map(|entry| Some((entry.metadata().ok()?, entry.path())));
    below.map(|(about, path)| if about.is_dir() { size(&path) } else { about.len() }).sum()
}
