//! Who gets which coupon when somebody holds one and lets it go.

use std::time::Duration;

use servicestack_emulator::store::{Activation, Coupons};

use super::super::{add, addition, code, numbers, wanted};
use super::open_in;
use crate::database::Schema;

/// Somebody who holds a coupon, as an activation does that is not committed yet.
struct Holder {
    client: tokio_postgres::Client,
    _talk: tokio::task::JoinHandle<Result<(), tokio_postgres::Error>>,
}

impl Holder {
    async fn of(schema: &Schema, id: i32) -> Self {
        let (client, connection) =
            tokio_postgres::connect(&schema.url(), tokio_postgres::NoTls).await.unwrap();
        let holder = Holder { client, _talk: tokio::spawn(connection) };
        let hold = format!("BEGIN; SELECT 1 FROM coupon WHERE id = {id} FOR UPDATE");
        holder.client.batch_execute(&hold).await.unwrap();
        holder
    }

    async fn let_go(self) {
        self.client.batch_execute("ROLLBACK").await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_that_was_held_for_long_and_let_go_is_the_next() {
    for text in ["A", "A0"] {
        let Some(schema) = Schema::new().await else { return };
        let store = open_in(&schema).await;
        add(&store, numbers("A", 1..=999)).await;
        let holder = Holder::of(&schema, 1).await;
        // More than a search may walk past before its beginning is moved.
        for id in 0..600 {
            assert_eq!(code(&store, wanted(text, id)).await, format!("A{:04}", id + 2));
        }
        holder.let_go().await;
        assert_eq!(code(&store, wanted(text, 1_000)).await, "A0001", "{text}");
        assert_eq!(code(&store, wanted(text, 1_001)).await, "A0602", "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_caller_gets_none_left_while_another_may_let_go() {
    let Some(schema) = Schema::new().await else { return };
    let store = open_in(&schema).await;
    add(&store, numbers("A", 1..=1)).await;
    let holder = Holder::of(&schema, 1).await;
    let waiting = tokio::spawn({
        let store = store.clone();
        async move { store.activate(wanted("A", 1)).await.unwrap() }
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(!waiting.is_finished());
    holder.let_go().await;
    assert!(
        matches!(waiting.await.unwrap(), Activation::Activated(coupon) if coupon.code == "A0001")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn coupons_added_behind_used_up_ones_are_found() {
    let Some(schema) = Schema::new().await else { return };
    let store = open_in(&schema).await;
    for (text, id) in [("A", 0), ("A0", 10_000)] {
        store.reset().await.unwrap();
        add(&store, numbers("A", 1..=300)).await;
        for call in 0..300 {
            assert_eq!(code(&store, wanted(text, id + call)).await, format!("A{:04}", call + 1));
        }
        for call in 0..300 {
            let none = store.activate(wanted(text, id + 1_000 + call)).await.unwrap();
            assert!(
                matches!(none, Activation::NoneLeft(why) if why.to_string() == "all are activated")
            );
        }
        // They continue the series.
        add(&store, numbers("A", 301..=310)).await;
        assert_eq!(code(&store, wanted(text, id + 5_000)).await, "A0301", "{text}");
        add(&store, addition("A", ["0311", "1"])).await;
        assert_eq!(code(&store, wanted(text, id + 5_001)).await, "A0302", "{text}");
        assert_eq!(code(&store, wanted("A1", id + 5_002)).await, "A1");
    }
}
