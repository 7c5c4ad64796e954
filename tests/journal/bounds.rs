//! However much comes, memory stays.

use std::sync::Arc;

use servicestack_emulator::journal::{Entry, Filter, Journals, Limits, Message};

fn entry(bytes: usize) -> Entry {
    let message = || Message::new(vec![b'a'; bytes], bytes as u64, true);
    Entry { request: message(), answer: message(), ..Entry::default() }
}

#[test]
fn a_journal_keeps_the_newest_entries() {
    let journals = Journals::new(Limits { entries: 3, ..Limits::default() });
    let journal = journals.journal("till");
    (0..10).for_each(|_| journal.push(entry(10)));
    let numbers: Vec<u64> =
        journal.entries(&Filter::default()).iter().map(|entry| entry.number).collect();
    assert_eq!((numbers, journal.forgotten(), journal.last()), (vec![10, 9, 8], 7, 10));
    assert!(journal.get(7).is_none() && journal.get(8).unwrap().number == 8);
    assert!(journal.get(0).is_none() && journal.get(u64::MAX).is_none());
    assert_eq!(&*journal.get(9).unwrap().tenant, "till");
}

/// A million and a half from three threads into two tenants; `benches/journal` pushes a day of
/// them and measures the process.
#[test]
fn the_journals_of_a_server_never_take_more_bytes_than_they_may() {
    let limits = Limits { entries: 100_000, bytes: 4 << 20, message_bytes: 1 << 10 };
    let journals = Journals::new(limits);
    let (loud, quiet) = (journals.journal("loud"), journals.journal("quiet"));
    (0..20).for_each(|_| quiet.push(entry(100)));
    let (mut most, threads) = (0, 3);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let loud = loud.clone();
            scope.spawn(move || (0..500_000).for_each(|_| loud.push(entry(300))));
        }
        while loud.last() < 1_500_000 {
            most = most.max(journals.used());
            std::thread::yield_now();
        }
    });
    // Each thread may hold one that is not counted against the others yet.
    assert!(most <= limits.bytes + 2 * threads * 2000, "{most} bytes");
    assert!(journals.used() <= limits.bytes, "{} bytes", journals.used());
    assert_eq!(journals.used(), loud.bytes() + quiet.bytes());
    assert_eq!(quiet.len(), 20, "the loudest tenant makes room");
    assert!(loud.len() > 1000 && loud.forgotten() + loud.len() as u64 == 1_500_000);
}

#[test]
fn an_entry_that_is_larger_than_all_may_be_leaves_nothing_behind() {
    let journals = Journals::new(Limits { bytes: 10_000, ..Limits::default() });
    let journal = journals.journal("default");
    journal.push(entry(100));
    journal.push(entry(100_000));
    assert!(journal.is_empty() && journals.used() == 0 && journal.last() == 2);
}

#[test]
fn what_is_cleared_or_dropped_gives_its_memory_back() {
    let journals = Journals::new(Limits::default());
    let (one, other) = (journals.journal("one"), journals.journal("other"));
    [&one, &other].into_iter().for_each(|journal| journal.push(entry(1000)));
    assert_eq!((one.clear(), one.len(), one.bytes(), one.last()), (1, 0, 0, 1));
    drop(other);
    assert_eq!(journals.used(), 0);
    one.push(entry(1));
    assert_eq!(one.get(2).unwrap().number, 2, "numbers go on");
}

#[test]
fn a_journal_that_is_off_keeps_nothing() {
    let journal = Journals::off().journal("default");
    journal.push(entry(10));
    assert!(!journal.is_on() && journal.is_empty() && journal.last() == 0);
}

#[test]
fn entries_outlive_the_journal_for_those_who_hold_them() {
    let journal = Journals::new(Limits { entries: 1, ..Limits::default() }).journal("default");
    journal.push(entry(10));
    let held: Arc<Entry> = journal.get(1).unwrap();
    journal.push(entry(10));
    assert!(journal.get(1).is_none() && held.request.length() == 10);
}
