//! Several emulators over one database. Each has connections of its own, as a process has.

use std::collections::BTreeSet;

use servicestack_emulator::store::{Activation, Coupons, Filter};

use super::super::cases::no_torn_reset;
use super::super::{add, addition, code, day, list_by, numbers, wanted};
use super::open_in;
use crate::database::Schema;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_all_who_race_one_gets_each_coupon() {
    const EMULATORS: u128 = 3;
    const RACERS: u128 = 40;
    const COUPONS: u32 = 90;
    let Some(schema) = Schema::new().await else { return };
    add(&open_in(&schema).await, numbers("A", 1..=COUPONS)).await;
    let mut races = Vec::new();
    for emulator in 0..EMULATORS {
        let store = open_in(&schema).await;
        for racer in 0..RACERS {
            let store = store.clone();
            races.push(tokio::spawn(async move {
                match store.activate(wanted("A", emulator * RACERS + racer)).await.unwrap() {
                    Activation::Activated(coupon) => Some(coupon.code),
                    Activation::NoneLeft(why) => {
                        assert_eq!(why.to_string(), "all are activated");
                        None
                    }
                    other => panic!("{other:?}"),
                }
            }));
        }
    }
    let mut won = Vec::new();
    for race in races {
        won.extend(race.await.unwrap());
    }
    assert_eq!(won.len(), COUPONS as usize, "nobody is sent away while there is one");
    assert_eq!(won.iter().collect::<BTreeSet<_>>().len(), won.len(), "each coupon has one winner");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_call_repeated_at_another_emulator_gets_the_same_coupon() {
    let Some(schema) = Schema::new().await else { return };
    let (one, other) = (open_in(&schema).await, open_in(&schema).await);
    add(&one, numbers("A", 1..=50)).await;
    for id in 0..20 {
        let calls = [one.clone(), other.clone(), one.clone(), other.clone()].map(|store| {
            tokio::spawn(async move { store.activate(wanted("A", id)).await.unwrap() })
        });
        let mut got = BTreeSet::new();
        let mut activated = 0;
        for call in calls {
            match call.await.unwrap() {
                Activation::Activated(coupon) => {
                    activated += 1;
                    got.insert(coupon.code);
                }
                Activation::Replayed(coupon) => drop(got.insert(coupon.code)),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!((activated, got.len()), (1, 1), "{got:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn additions_of_several_give_ids_without_gaps() {
    let Some(schema) = Schema::new().await else { return };
    let mut calls = Vec::new();
    for emulator in 0..3 {
        let store = open_in(&schema).await;
        for call in 0..10_u32 {
            let store = store.clone();
            calls.push(tokio::spawn(async move {
                // Every other one adds what the others add too.
                let prefix =
                    if call % 2 == 0 { format!("E{emulator}-{call}-") } else { "all".to_owned() };
                add(&store, numbers(&prefix, call..=call + 20)).await.inserted
            }));
        }
    }
    let mut inserted = 0;
    for call in calls {
        inserted += call.await.unwrap();
    }
    let all = list_by(&open_in(&schema).await, &Filter::default(), 1_000).await;
    assert!(all.iter().map(|coupon| coupon.id).eq(1..=i32::try_from(inserted).unwrap()));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_huge_addition_is_seen_before_its_end() {
    let Some(schema) = Schema::new().await else { return };
    let (one, other) = (open_in(&schema).await, open_in(&schema).await);
    // More than are activated meanwhile.
    add(&one, numbers("A", 1..=9_999)).await;
    let huge = tokio::spawn(async move {
        add(&one, addition("B", (0..200_000).map(|n| format!("{n:06}")))).await
    });
    let mut went_by = 0;
    loop {
        let activated = code(&other, wanted("A", went_by)).await;
        let none = other.activate(wanted("B", 1_000)).await.unwrap();
        let total = other.count(day(1)).await.unwrap().total();
        // It may be there already though its answer has not come yet.
        if huge.is_finished() || total == 209_999 {
            break;
        }
        assert_eq!(activated, format!("A{:04}", went_by + 1));
        assert!(matches!(none, Activation::NoneLeft(why) if why.no_such()));
        assert_eq!(total, 9_999);
        went_by += 1;
    }
    assert!(went_by > 0, "activations went by meanwhile");
    assert_eq!(huge.await.unwrap().last_id, Some(209_999));
    assert_eq!(code(&other, wanted("B00001", 2_000)).await, "B000010");
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_never_see_a_torn_reset() {
    let Some(schema) = Schema::new().await else { return };
    no_torn_reset(open_in(&schema).await, open_in(&schema).await, 100).await;
}
