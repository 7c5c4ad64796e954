//! What comes, as it comes.

use std::time::{Duration, Instant};

use servicestack_emulator::journal::{Entry, Filter, Journals, Limits};

fn entry(status: u16) -> Entry {
    Entry { status, ..Entry::default() }
}

const LONG: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_comes_is_overlooked() {
    let journal =
        Journals::new(Limits { entries: 100_000, ..Limits::default() }).journal("default");
    journal.push(entry(100));
    let mut subscription = journal.subscribe();
    let pushing = std::thread::spawn({
        let journal = journal.clone();
        move || (0..20_000).for_each(|_| journal.push(entry(200)))
    });
    let mut numbers = Vec::new();
    while numbers.len() < 20_000 {
        let news = tokio::time::timeout(LONG, subscription.next()).await.unwrap();
        assert_eq!(news.missed, 0);
        numbers.extend(news.entries.iter().map(|entry| entry.number));
    }
    pushing.join().unwrap();
    assert!(numbers.iter().copied().eq(2..=20_001));
    assert!(subscription.take().is_none());
}

#[tokio::test]
async fn who_is_slow_learns_how_many_were_missed() {
    let journal = Journals::new(Limits { entries: 2, ..Limits::default() }).journal("default");
    let mut subscription = journal.subscribe();
    (0..5).for_each(|_| journal.push(entry(200)));
    let news = subscription.next().await;
    assert_eq!((news.missed, news.entries.len()), (3, 2));
    assert_eq!(subscription.after(), 5);
}

#[tokio::test]
async fn waiting_ends_with_what_was_waited_for_or_with_time() {
    let journal = Journals::new(Limits::default()).journal("default");
    journal.push(entry(404));
    let filter = Filter { status: Some("4xx".parse().unwrap()), ..Filter::default() };
    let mut from_start = journal.subscribe_after(0);
    assert_eq!(from_start.wait_for(&filter, 1, LONG).await.len(), 1, "it was there already");

    let mut later = journal.subscribe();
    let pushing = tokio::spawn({
        let journal = journal.clone();
        async move {
            for status in [200, 404] {
                tokio::time::sleep(Duration::from_millis(20)).await;
                journal.push(entry(status));
            }
        }
    });
    let found = later.wait_for(&filter, 1, LONG).await;
    assert_eq!(found.iter().map(|entry| entry.number).collect::<Vec<_>>(), [3]);
    pushing.await.unwrap();

    let started = Instant::now();
    let none = later.wait_for(&filter, 1, Duration::from_millis(50)).await;
    assert!(none.is_empty() && started.elapsed() >= Duration::from_millis(50));
}
