//! A file system that is full, or that takes no writes: a small one of memory, which only root can mount.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use servicestack_emulator::store::sled::{Settings, open};
use servicestack_emulator::store::{Activation, Coupons, StoreError};

use super::super::{add, addition, day, numbers, wanted};
use super::open_at;

/// A mounted file system that goes with its handle.
struct Small(tempfile::TempDir);

impl Small {
    fn mount(options: &str) -> Option<Self> {
        let directory = tempfile::tempdir().unwrap();
        let small = Small(directory);
        if small.run("mount", &["-t", "tmpfs", "-o", options, "tmpfs"]) {
            return Some(small);
        }
        // Written past the test harness, which would keep it to itself.
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED a test of the store on a full disk: mounting a file system needs root"
        );
        None
    }

    /// A process that another test is just starting holds our files for a moment, and so the file system.
    fn remount(&self, options: &str) {
        let remount = format!("remount,{options}");
        let done = (0..100).any(|_| {
            let done = self.run("mount", &["-o", &remount]);
            if !done {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            done
        });
        assert!(done, "{remount}");
    }

    fn run(&self, program: &str, args: &[&str]) -> bool {
        let output = Command::new(program).args(args).arg(self.path()).output();
        output.is_ok_and(|output| output.status.success())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        self.run("umount", &["--lazy"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_stops_the_store_and_loses_nothing() {
    let Some(small) = Small::mount("size=6m") else { return };
    let (mut calls, mut activated) = (0, 0);
    {
        let (store, guard) = open_at(small.path());
        let error = loop {
            assert!(calls < 10_000, "the disk is never full");
            let prefix = format!("P{calls:04}-");
            match store.add(addition(&prefix, 0..200)).await {
                Ok(added) => assert_eq!(added.inserted, 200),
                Err(error) => break error,
            }
            calls += 1;
            match store.activate(wanted("P", calls)).await {
                Ok(Activation::Activated(_)) => activated += 1,
                Ok(other) => panic!("{other:?}"),
                Err(error) => break error,
            }
        };
        assert!(matches!(error, StoreError::Write { .. }), "{error:?}");
        let told = error.to_string();
        assert!(told.starts_with("the store in ") && told.contains("cannot be written: "), "{told}");
        assert!(told.to_lowercase().contains("no space left on device"), "{told}");
        let refused = store.activate(wanted("P", 1)).await.unwrap_err();
        assert_eq!(refused.to_string(), told, "it takes no more changes");
        let stopped = tokio::time::timeout(Duration::from_secs(5), guard.stopped()).await.unwrap();
        assert_eq!(stopped.to_string(), told, "and whoever watches it is told");
    }
    assert!(calls > 3, "{calls} calls before the disk was full");
    small.remount("size=200m");
    let (store, _guard) = open_at(small.path());
    let counts = store.count(day(1)).await.unwrap();
    // The change that met the full disk was not acknowledged; it is there as a whole or not at all.
    assert!([calls as u64 * 200, (calls as u64 + 1) * 200].contains(&counts.total()), "{calls}: {counts:?}");
    assert!([activated, activated + 1].contains(&counts.activated), "{activated}: {counts:?}");
    for call in 1..=activated {
        let again = store.activate(wanted("P", u128::from(call))).await.unwrap();
        assert!(matches!(again, Activation::Replayed(_)), "{again:?}");
    }
    assert_eq!(add(&store, numbers("Q", 1..=10)).await.inserted, 10);
}

#[tokio::test]
async fn a_disk_that_takes_no_writes_is_refused_and_left_alone() {
    let Some(small) = Small::mount("size=20m") else { return };
    let (store, guard) = open_at(small.path());
    add(&store, numbers("A", 1..=10)).await;
    drop((store, guard));
    small.remount("ro");
    let Err(error) = open(small.path(), &Settings::default()) else { panic!("it was opened") };
    assert!(matches!(error, StoreError::Directory { .. }), "{error:?}");
    assert!(error.to_string().contains("Read-only file system"), "{error}");
    assert!(error.to_string().contains("make it writable or choose another one"), "{error}");
    small.remount("rw");
    let (store, _guard) = open_at(small.path());
    assert_eq!(store.count(day(1)).await.unwrap().total(), 10);
}
