//! Opening a database, and losing it.

use servicestack_emulator::store::postgres::{Settings, open};
use servicestack_emulator::store::{Coupons, StoreError};

use super::super::{add, code, day, numbers, wanted};
use super::{open_in, opened, settings};
use crate::database::Schema;

#[tokio::test(flavor = "multi_thread")]
async fn many_that_start_at_once_make_the_tables_once() {
    let Some(schema) = Schema::new().await else { return };
    let starts: Vec<_> = (0..8)
        .map(|_| {
            let address = schema.address();
            tokio::spawn(async move { open(&address, &settings()).await.map(drop) })
        })
        .collect();
    for start in starts {
        start.await.unwrap().unwrap();
    }
    let store = open_in(&schema).await;
    assert_eq!(add(&store, numbers("A", 1..=3)).await.last_id, Some(3));
    drop(store);
    assert_eq!(open_in(&schema).await.count(day(1)).await.unwrap().total(), 3);
}

#[tokio::test]
async fn tables_of_a_later_program_are_refused_and_left_alone() {
    let Some(schema) = Schema::new().await else { return };
    add(&open_in(&schema).await, numbers("A", 1..=3)).await;
    schema.sql("INSERT INTO coupon_schema (version) VALUES (99)").await;
    let Err(error) = open(&schema.address(), &settings()).await else { panic!("it was opened") };
    assert!(
        matches!(&error, StoreError::Format { found, known: 2, .. } if found == "99"),
        "{error:?}"
    );
    assert!(error.to_string().contains("has format 99, this program reads format 2"), "{error}");
    schema.sql("DELETE FROM coupon_schema WHERE version = 99").await;
    assert_eq!(open_in(&schema).await.count(day(1)).await.unwrap().total(), 3);
}

#[tokio::test]
async fn a_database_that_is_not_there_is_reported_within_seconds() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let begun = std::time::Instant::now();
    let address = format!("postgres://till:secret@{closed}/coupons").parse().unwrap();
    let Err(error) = open(&address, &settings()).await else { panic!("it was opened") };
    assert!(begun.elapsed() < std::time::Duration::from_secs(6), "{:?}", begun.elapsed());
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
    let reported = error.to_string();
    assert!(
        reported.starts_with(&format!(
            "the database postgres://till@{closed}/coupons cannot be reached: "
        )),
        "{reported}"
    );
    assert!(!reported.contains("secret"), "{reported}");
}

/// A server that takes connections and says nothing.
#[tokio::test]
async fn a_database_that_is_silent_is_reported_within_seconds() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address =
        format!("postgres://till@{}/coupons", silent.local_addr().unwrap()).parse().unwrap();
    let begun = std::time::Instant::now();
    let Err(error) = open(&address, &settings()).await else { panic!("it was opened") };
    assert!(begun.elapsed() < std::time::Duration::from_secs(8), "{:?}", begun.elapsed());
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
}

#[tokio::test]
async fn what_the_database_refuses_is_reported_in_its_words() {
    let Some(schema) = Schema::new().await else { return };
    let nobody = schema.url().replace("postgres@", "nobody_of_that_name@").parse().unwrap();
    let Err(error) = open(&nobody, &settings()).await else { panic!("it was opened") };
    assert!(matches!(error, StoreError::Database { .. }), "{error:?}");
    assert!(error.to_string().contains(r#"role "nobody_of_that_name" does not exist"#), "{error}");
}

#[tokio::test]
async fn a_database_that_takes_no_changes_is_not_ready() {
    let Some(schema) = Schema::new().await else { return };
    let store = open_in(&schema).await;
    store.ready().await.unwrap();
    let url = schema.url().replace("?options=", "?options=-cdefault_transaction_read_only%3Don%20");
    let read_only = open(&url.parse().unwrap(), &settings()).await.unwrap();
    let error = read_only.ready().await.unwrap_err();
    assert!(error.to_string().contains("read-only"), "{error}");
    assert!(read_only.add(numbers("A", 1..=1)).await.is_err());
    assert_eq!(read_only.count(day(1)).await.unwrap().total(), 0);
}

#[tokio::test]
async fn connections_that_were_cut_are_made_again() {
    let Some((store, schema)) = opened().await else { return };
    add(&*store, numbers("A", 1..=20)).await;
    for id in 0..10 {
        schema.cut().await;
        assert_eq!(code(&*store, wanted("A", id)).await, format!("A{:04}", id + 1));
    }
    schema.cut().await;
    assert_eq!(store.count(day(1)).await.unwrap().activated, 10);
    schema.cut().await;
    assert_eq!(add(&*store, numbers("B", 1..=1)).await.last_id, Some(21));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_is_busy() {
    let Some(schema) = Schema::new().await else { return };
    let few = Settings { connections: 1, queue: 2, ..settings() };
    let store = open(&schema.address(), &few).await.unwrap();
    add(&store, numbers("A", 1..=500)).await;
    let calls: Vec<_> = (0..100)
        .map(|id| {
            let store = store.clone();
            tokio::spawn(async move { store.activate(wanted("A", id)).await })
        })
        .collect();
    let (mut won, mut busy) = (0, 0);
    for call in calls {
        match call.await.unwrap() {
            Ok(_) => won += 1,
            Err(StoreError::Busy) => busy += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(won > 0 && busy > 0, "{won} were served, {busy} were sent away");
    assert_eq!(store.count(day(1)).await.unwrap().activated, won);
}
