//! A directory that cannot be used is refused in one sentence, and nothing in it is lost.

use std::fs;
use std::path::Path;
use std::time::Duration;

use servicestack_emulator::store::sled::{Settings, open};
use servicestack_emulator::store::{Coupons, StoreError};

use super::super::child::Process;
use super::super::place::Place;
use super::super::{add, addition, day, numbers};
use super::open_at;

fn refused(path: &Path) -> StoreError {
    match open(path, &Settings::default()) {
        Err(error) => error,
        Ok(_) => panic!("{} was opened", path.display()),
    }
}

/// The tree without the store. A process that another test starts at this moment holds a copy of every lock until it
/// has become itself.
fn theirs(path: &Path) -> sled::Db {
    let mut tries =
        (0..100).map(|_| sled::open(path).inspect_err(|_| std::thread::sleep(Duration::from_millis(10))));
    tries.find_map(Result::ok).unwrap()
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
    let set_format = |format: &str| {
        let db = theirs(directory.path());
        db.insert(b"\0\0\0\0format", format.as_bytes()).unwrap();
        db.flush().unwrap();
    };
    for format in ["1", "2"] {
        set_format(format);
        let error = refused(directory.path());
        assert!(matches!(&error, StoreError::Format { found, known: 3, .. } if found == format), "{error:?}");
        let told = format!("has format {format}, this program reads format 3");
        assert!(error.to_string().contains(&told), "{error}");
    }
    set_format("3");
    let (store, _guard) = open_at(directory.path());
    assert_eq!(store.count(day(1)).await.unwrap().total(), 3);
}

#[test]
fn somebody_elses_tree_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let db = theirs(directory.path());
    db.insert("theirs", "data").unwrap();
    drop(db);
    let error = refused(directory.path());
    assert!(matches!(error, StoreError::Format { .. }), "{error:?}");
    assert!(theirs(directory.path()).contains_key("theirs").unwrap());
}

/// Copies the files of a directory that has no directories of interest.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// Everything is there, or the damage is told; never is something missing without a word.
async fn whole_or_told(path: &Path, total: u64) -> bool {
    let damaged = |error: StoreError| {
        assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
        assert!(error.to_string().contains("restore a backup"), "{error}");
    };
    let (store, _guard) = match open(path, &Settings::default()) {
        Ok(opened) => opened,
        Err(error) => {
            damaged(error);
            return false;
        }
    };
    match store.count(day(1)).await {
        Ok(counts) => assert_eq!(counts.total(), total),
        Err(error) => {
            damaged(error);
            return false;
        }
    }
    let (mut listed, mut after) = (0, Some(0));
    while let Some(next) = after {
        match store.find(Default::default(), next, 5_000).await {
            Ok(page) => (listed, after) = (listed + page.coupons.len() as u64, page.next),
            Err(error) => {
                damaged(error);
                return false;
            }
        }
    }
    assert_eq!(listed, total);
    true
}

#[tokio::test]
async fn damage_is_told_and_never_passed_over() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("good");
    let (store, guard) = open_at(&path);
    add(&store, addition("cold", 0..20_000)).await;
    for number in 1..=300 {
        add(&store, numbers("A", number..=number)).await;
    }
    drop((store, guard));
    let mut told = 0;
    for part in 0..24 {
        let copied = directory.path().join(part.to_string());
        copy(&path, &copied);
        let mut bytes = fs::read(copied.join("db")).unwrap();
        let at = bytes.len() / 24 * part;
        bytes[at..at + 4096].iter_mut().for_each(|byte| *byte ^= 0x5A);
        fs::write(copied.join("db"), &bytes).unwrap();
        told += usize::from(!whole_or_told(&copied, 20_300).await);
    }
    assert!(told > 5, "most of the file is in use, {told} of 24 were told");
}

#[tokio::test]
async fn a_file_cut_short_is_told() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("good");
    let (store, guard) = open_at(&path);
    for number in 1..=300 {
        add(&store, numbers("A", number..=number)).await;
    }
    drop((store, guard));
    for percent in [0, 1, 30, 60] {
        let copied = directory.path().join(percent.to_string());
        copy(&path, &copied);
        let file = fs::OpenOptions::new().write(true).open(copied.join("db")).unwrap();
        file.set_len(file.metadata().unwrap().len() / 100 * percent).unwrap();
        assert!(!whole_or_told(&copied, 300).await);
    }
}
