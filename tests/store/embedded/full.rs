//! A file system that is full, or that takes no writes: a small one of memory, which only root can
//! mount.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use servicestack_emulator::lab::Clock;
use servicestack_emulator::store::embedded::{Settings, open};
use servicestack_emulator::store::{Activation, Addition, Coupons, Filter, StoreError};
use servicestack_emulator::{Builder, Emulator};

use super::super::{add, addition, day, list_by, numbers, wanted};
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

    /// A process that another test is just starting holds our files for a moment, and so the file
    /// system.
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

fn is_full<T: std::fmt::Debug>(refused: Result<T, StoreError>) {
    let error = refused.unwrap_err();
    assert!(matches!(error, StoreError::Full { .. }), "{error:?}");
    assert!(error.to_string().to_lowercase().contains("no space left on device"), "{error}");
}

/// Codes that take some room.
fn long(prefix: &str, count: u32) -> Addition {
    addition(
        prefix,
        (0..count).map(|number| format!("{:0>300}", u64::from(number) * 7919 % 100_003)),
    )
}

/// Adds and activates until the disk is full.
async fn fill(store: &dyn Coupons, calls: &mut u64, activated: &mut u64) {
    loop {
        assert!(*calls < 100_000, "the disk is never full");
        let prefix = format!("P{calls:06}-");
        match store.add(long(&prefix, 200)).await {
            Ok(added) => assert_eq!(added.inserted, 200),
            error => return is_full(error),
        }
        *calls += 1;
        match store.activate(wanted("P", u128::from(*calls))).await {
            Ok(Activation::Activated(_)) => *activated += 1,
            Ok(other) => panic!("{other:?}"),
            error => return is_full(error),
        }
    }
}

async fn all_is_there(store: &dyn Coupons, calls: u64, activated: u64) {
    let counts = store.count(day(1)).await.unwrap();
    assert_eq!((counts.total(), counts.activated), (calls * 200, activated));
    assert_eq!(list_by(store, &Filter::default(), 5_000).await.len() as u64, calls * 200);
    for call in 1..=activated {
        let again = store.activate(wanted("P", u128::from(call))).await.unwrap();
        assert!(matches!(again, Activation::Replayed(_)), "{again:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_reads_go_on_and_changes_once_there_is_room() {
    let Some(small) = Small::mount("size=12m") else { return };
    let (mut calls, mut activated) = (0, 0);
    let (store, guard) = open_at(small.path());
    fill(&store, &mut calls, &mut activated).await;
    assert!(calls > 3, "{calls} calls before the disk was full");
    for _ in 0..3 {
        all_is_there(&store, calls, activated).await;
        is_full(store.add(long("large", 30_000)).await);
    }
    store.ready().await.unwrap();
    small.remount("size=24m");
    fill(&store, &mut calls, &mut activated).await;
    all_is_there(&store, calls, activated).await;
    drop((store, guard));
    // It starts on the full disk too.
    let (store, guard) = open_at(small.path());
    all_is_there(&store, calls, activated).await;
    is_full(store.add(long("large", 30_000)).await);
    small.remount("size=200m");
    assert_eq!(add(&store, numbers("Q", 1..=10)).await.inserted, 10);
    drop((store, guard));
    let (store, _guard) = open_at(small.path());
    assert_eq!(store.count(day(1)).await.unwrap().total(), calls * 200 + 10);
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

/// The answer of ActivateCoupon that is written while the disk refuses the change must not leave.
#[tokio::test(flavor = "multi_thread")]
async fn an_activation_without_room_is_refused_whether_somebody_watches_it_or_not() {
    let Some(small) = Small::mount("size=12m") else { return };
    let (store, _guard) = open_at(small.path());
    fill(&store, &mut 0, &mut 0).await;
    for change in [Builder::without_journal, std::convert::identity::<Builder>] {
        let clock = Clock::frozen_at("2026-01-15T10:00:00Z".parse().unwrap());
        let builder = Emulator::apex().clock(clock).coupons(Arc::new(store.clone()));
        let running = change(builder).start().unwrap();
        let client = reqwest::Client::new();
        let url = format!("{}/Coupons/Activate.json", running.base_url());
        let mut activated = store.count(day(1)).await.unwrap().activated;
        loop {
            let request = client.put(&url).basic_auth("demo", Some("demo"));
            let request = request.header("Content-Type", "application/json");
            let answer = request.body(r#"{"CouponType":1,"Prefix":"P"}"#).send().await.unwrap();
            let now = store.count(day(1)).await.unwrap().activated;
            if answer.status() == 503 {
                let cookies = answer.headers().get_all("set-cookie").iter();
                assert!(cookies.count() > 0, "a session begins before the operation");
                let body = answer.text().await.unwrap();
                assert!(body.contains("The store cannot be reached"), "{body}");
                assert_eq!(now, activated);
                break;
            }
            assert_eq!((answer.status().as_u16(), now), (200, activated + 1));
            activated = now;
        }
        running.stop().await;
    }
}
