//! A database that goes away in the middle of the work, and comes back.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use servicestack_emulator::store::postgres::open;
use servicestack_emulator::store::{Activation, Coupons, StoreError};
use tokio::sync::Mutex;

use super::super::{add, addition, day, wanted};
use super::settings;
use crate::database::Cluster;

/// Most that a call may take: the patience of the store, and the machine's own slowness.
const LONGEST: Duration = Duration::from_secs(10);

/// Activates until it is stopped, repeating each call with the same id until it is answered.
async fn activating(
    store: Arc<dyn Coupons>,
    ids: Arc<AtomicU32>,
    end: Arc<AtomicU32>,
    won: Arc<Mutex<BTreeMap<u32, String>>>,
) -> u32 {
    let mut refused = 0;
    while end.load(Ordering::Relaxed) == 0 {
        let id = ids.fetch_add(1, Ordering::Relaxed);
        loop {
            let begun = Instant::now();
            let answer = store.activate(wanted("A", u128::from(id))).await;
            assert!(begun.elapsed() < LONGEST, "{:?}", begun.elapsed());
            match answer {
                Ok(Activation::Activated(coupon) | Activation::Replayed(coupon)) => {
                    won.lock().await.insert(id, coupon.code);
                    break;
                }
                Err(StoreError::Unreachable { .. }) => refused += 1,
                other => panic!("{other:?}"),
            }
        }
    }
    refused
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_database_that_is_killed_loses_nothing_and_is_found_again() {
    let Some(mut cluster) = Cluster::start() else { return };
    let store: Arc<dyn Coupons> =
        Arc::new(open(&cluster.url.parse().unwrap(), &settings()).await.unwrap());
    add(&*store, addition("A", (0..50_000).map(|n| format!("{n:06}")))).await;
    let (ids, end) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let won = Arc::new(Mutex::new(BTreeMap::new()));
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let (ids, end, won) = (Arc::clone(&ids), Arc::clone(&end), Arc::clone(&won));
            tokio::spawn(activating(Arc::clone(&store), ids, end, won))
        })
        .collect();
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_millis(300)).await;
        cluster.order("stop");
        let error = store.ready().await.unwrap_err();
        assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
        tokio::time::sleep(Duration::from_secs(4)).await;
        let before = won.lock().await.len();
        cluster.order("start");
        let begun = Instant::now();
        while won.lock().await.len() <= before + 20 {
            assert!(begun.elapsed() < LONGEST, "the store does not come back");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    end.store(1, Ordering::Relaxed);
    let mut refused = 0;
    for task in tasks {
        refused += task.await.unwrap();
    }
    assert!(refused > 0, "callers of that time got an error");
    let won = won.lock().await;
    for (id, code) in won.iter() {
        let again = store.activate(wanted("A", u128::from(*id))).await.unwrap();
        assert!(matches!(again, Activation::Replayed(coupon) if coupon.code == *code));
    }
    let codes: std::collections::BTreeSet<_> = won.values().collect();
    assert_eq!(codes.len(), won.len(), "each coupon has one winner");
    assert_eq!(store.count(day(1)).await.unwrap().activated, won.len() as u64);
}
