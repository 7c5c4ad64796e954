//! What every engine promises.

use std::collections::BTreeSet;
use std::iter;
use std::sync::{Arc, Mutex};

use servicestack_emulator::store::{
    Activate, Activation, Addition, Change, Counts, Coupon, CouponData, CouponKey, CouponProd,
    CouponState, CouponStatus, Coupons, DateRange, Expire, Filter, MAX_CODE, Refusal, Source,
    Spend, StoreError, Terms, WhyNone,
};
use uuid::Uuid;

use super::{add, addition, by_code, code, codes, day, list, numbers, receipt, taken, wanted};

/// A fresh store.
pub type Store = Arc<dyn Coupons>;

/// Runs every case on the fresh store that `$open` gives (with what keeps it open), if there is one
/// to be had; `$within` may run it as a part of something else.
macro_rules! every_case {
    ($open:path) => {
        every_case!($open, std::convert::identity);
    };
    ($open:path, $within:path) => {
        every_case!($open, $within;
            ids_ascend_and_existing_codes_are_omitted, all_members_come_back, terms_too_large_add_nothing,
            a_code_too_long_undoes_the_whole_call, an_empty_addition_makes_nothing, smallest_id_wins,
            a_longer_text_picks_within_a_series, a_text_may_end_in_the_middle_of_digits, unsorted_codes_are_found_by_id, an_exact_code_wins,
            an_exact_code_that_cannot_be_had_hides_nothing,
            codes_across_prefixes_compete_by_id, a_type_sees_its_own_coupons, the_last_instant_counts,
            expired_series_are_passed_over, repeating_gives_the_same_coupon, the_same_id_for_another_coupon_is_a_conflict,
            why_none_gives_the_reason, many_of_another_type_hide_no_reason,
            strange_texts_are_only_texts, spending_follows_the_state, voiding_ends_it,
            one_coupon_ends_and_its_neighbours_go_on,
            made_as_activated_used_or_voided, filters_hold_together, counts_follow_the_clock, pages_end,
            reset_begins_at_one, additions_one_by_one_are_one_series, many_racers_one_winner_each,
            callers_who_add_one_never_find_none,
            racing_additions_of_one_code, racing_repetitions_get_one_coupon, a_snapshot_comes_back_whole,
            a_snapshot_shows_one_moment, a_sink_that_fails_is_reported, unfit_coupons_replace_nothing,
        );
    };
    ($open:path, $within:path; $($case:ident),* $(,)?) => {
        $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
        async fn $case() {
            let Some((store, _open)) = $open().await else { return };
            $within(crate::store::cases::$case(store)).await;
        })*
    };
}

pub async fn ids_ascend_and_existing_codes_are_omitted(store: Store) {
    let first = add(&*store, numbers("A", 1..=3)).await;
    assert_eq!((first.last_id, first.inserted, first.omitted), (Some(3), 3, vec![]));
    let second = add(&*store, numbers("A", 2..=5)).await;
    assert_eq!((second.last_id, second.inserted), (Some(5), 2));
    assert_eq!(second.omitted, ["A0002", "A0003"]);
    let twice = add(&*store, addition("B", ["x", "y", "x"])).await;
    assert_eq!((twice.last_id, twice.inserted, twice.omitted), (Some(7), 2, vec!["Bx".to_owned()]));
    let all = list(&*store, &Filter::default()).await;
    assert_eq!(codes(&all), ["A0001", "A0002", "A0003", "A0004", "A0005", "Bx", "By"]);
    assert_eq!(all.iter().map(|coupon| coupon.id).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7]);
}

pub async fn all_members_come_back(store: Store) {
    let decimal = |text: &str| Some(text.parse().unwrap());
    let prod = CouponProd {
        prod_id: Some("ქ-1".into()),
        is_service: 1,
        kind: -2,
        s_count: "1.50".parse().unwrap(),
        value_type: 3,
        value: "-0.0001".parse().unwrap(),
        s_count_additive: "79228162514264337593543950335".parse().unwrap(),
    };
    let terms = Terms {
        data: Some(CouponData { prods: vec![prod, CouponProd::default()] }),
        check_sum_from: decimal("0"),
        check_sum_to: decimal("10.00"),
        discount_amount_limit: decimal("0.10"),
        discount_sum_limit: decimal("3"),
        single_coupon_per_check: Some(1),
        vendor: Some("{\"of\":\"somebody\"}".into()),
        ..Terms::new(-5, "9999-12-31T23:59:59.9999999".parse().unwrap())
    };
    let made = Addition { terms: terms.clone(), ..addition("A", ["1"]) };
    add(&*store, made).await;
    let one = store.get(CouponKey::Id(1)).await.unwrap().unwrap();
    assert_eq!(*one.terms, terms);
    assert_eq!(one.terms.check_sum_to.unwrap().to_string(), "10.00", "the scale is kept");
    assert_eq!((one.id, one.code.as_str(), one.state.clone()), (1, "A1", CouponState::default()));
    assert_eq!(store.get(by_code("A1")).await.unwrap(), Some(one));
    for nobody in [CouponKey::Id(0), CouponKey::Id(2), CouponKey::Id(-1), by_code("A"), by_code("")]
    {
        assert_eq!(store.get(nobody).await.unwrap(), None);
    }
}

pub async fn terms_too_large_add_nothing(store: Store) {
    let terms = Terms { vendor: Some("x".repeat(100_000)), ..Terms::new(1, day(200)) };
    let error = store.add(Addition { terms, ..numbers("A", 1..=3) }).await.unwrap_err();
    assert!(matches!(error, StoreError::TooLarge { .. }), "{error}");
    assert_eq!(store.count(day(1)).await.unwrap(), Counts::default());
    assert_eq!(add(&*store, numbers("A", 1..=3)).await.last_id, Some(3));
}

pub async fn a_code_too_long_undoes_the_whole_call(store: Store) {
    add(&*store, numbers("A", 1..=2)).await;
    let tails =
        (0..5_000).map(|n| if n == 4_999 { "x".repeat(MAX_CODE + 1) } else { n.to_string() });
    let error = store.add(addition("B", tails)).await.unwrap_err();
    assert!(matches!(error, StoreError::TooLarge { limit: MAX_CODE, .. }), "{error}");
    assert_eq!(store.count(day(1)).await.unwrap().total(), 2);
    assert_eq!(store.get(by_code("B0")).await.unwrap(), None);
    let again = add(&*store, addition("B", 0..10)).await;
    assert_eq!((again.last_id, again.inserted, again.omitted.len()), (Some(12), 10, 0));
    assert_eq!(code(&*store, wanted("B", 1)).await, "B0");
    let longest = "x".repeat(MAX_CODE - 1);
    assert_eq!(add(&*store, addition("C", [longest.clone()])).await.inserted, 1);
    assert_eq!(code(&*store, wanted("Cx", 2)).await, format!("C{longest}"));
}

pub async fn an_empty_addition_makes_nothing(store: Store) {
    let nothing = add(&*store, addition("A", [""; 0])).await;
    assert_eq!((nothing.last_id, nothing.inserted), (None, 0));
    add(&*store, numbers("A", 1..=2)).await;
    let known = add(&*store, numbers("A", 1..=2)).await;
    assert_eq!((known.last_id, known.inserted, known.omitted.len()), (None, 0, 2));
}

pub async fn smallest_id_wins(store: Store) {
    add(&*store, numbers("B", 1..=2)).await;
    add(&*store, numbers("A", 1..=2)).await;
    add(&*store, numbers("B", 3..=4)).await;
    let mut got = Vec::new();
    for id in 0..4 {
        got.push(code(&*store, wanted("B", id)).await);
    }
    assert_eq!(got, ["B0001", "B0002", "B0003", "B0004"]);
    let left = store.activate(wanted("B", 9)).await.unwrap();
    assert_eq!(left, Activation::NoneLeft(WhyNone { activated: true, ..WhyNone::default() }));
    assert_eq!(code(&*store, wanted("A", 10)).await, "A0001");
}

pub async fn a_longer_text_picks_within_a_series(store: Store) {
    add(&*store, numbers("A", 0..=3000)).await;
    assert_eq!(code(&*store, wanted("A2", 1)).await, "A2000");
    assert_eq!(code(&*store, wanted("A2", 2)).await, "A2001");
    assert_eq!(code(&*store, wanted("A200", 3)).await, "A2002");
    assert_eq!(code(&*store, wanted("A299", 4)).await, "A2990");
    assert_eq!(code(&*store, wanted("A", 5)).await, "A0000");
    assert_eq!(code(&*store, wanted("A3", 6)).await, "A3000");
    let none = store.activate(wanted("A3", 7)).await.unwrap();
    assert_eq!(none, Activation::NoneLeft(WhyNone { activated: true, ..WhyNone::default() }));
    let never = store.activate(wanted("A4", 8)).await.unwrap();
    assert!(matches!(never, Activation::NoneLeft(why) if why.no_such()));
}

/// Also where there are more digits than a number has.
pub async fn a_text_may_end_in_the_middle_of_digits(store: Store) {
    let digits = |count: u32| (0..count).map(|place| char::from(b'1' + (place % 9) as u8));
    for length in [3, 18, 25] {
        let prefix: String = iter::once('D').chain(digits(length)).collect();
        let tails = (1000..3000).map(|number| format!("{number}-X"));
        add(&*store, addition(&prefix, tails)).await;
        for (id, end) in [(0, "10"), (1, "1005"), (2, "2999-X"), (3, "2")] {
            let asked = wanted(&format!("{prefix}{end}"), u128::from(length) * 10 + id);
            let number = [1000, 1005, 2999, 2000][id as usize];
            assert_eq!(code(&*store, asked).await, format!("{prefix}{number}-X"));
        }
        for end in 1..prefix.len() {
            let asked = wanted(&prefix[..end], u128::from(length) * 1000 + end as u128);
            assert!(code(&*store, asked).await.starts_with(&prefix[..end]));
        }
        let nobody = wanted(&format!("{prefix}7"), 99_999);
        assert!(
            matches!(store.activate(nobody).await, Ok(Activation::NoneLeft(why)) if why.no_such())
        );
    }
}

pub async fn unsorted_codes_are_found_by_id(store: Store) {
    // Numbers filled on the right: 1000, 2000 … 9000, 1100 …: Ids and codes go different ways.
    let filled = (1..=400).map(|n: u32| format!("{n:0<4}"));
    let added = add(&*store, addition("R", filled)).await;
    assert_eq!(added.omitted[0], "R1000");
    assert_eq!(code(&*store, wanted("R12", 1)).await, "R1200");
    assert_eq!(code(&*store, wanted("R12", 2)).await, "R1210");
    assert_eq!(code(&*store, wanted("R9", 3)).await, "R9000");
    assert_eq!(code(&*store, wanted("R9", 4)).await, "R9100");
    assert_eq!(code(&*store, wanted("R", 5)).await, "R1000");
    assert_eq!(code(&*store, wanted("R3990", 6)).await, "R3990");
    assert!(
        matches!(store.activate(wanted("R47", 7)).await.unwrap(), Activation::Activated(c) if c.code == "R4700")
    );
    assert!(
        matches!(store.activate(wanted("R471", 8)).await.unwrap(), Activation::NoneLeft(why) if why.no_such())
    );
}

pub async fn an_exact_code_wins(store: Store) {
    add(&*store, addition("A", ["12", "1", "11"])).await;
    assert_eq!(code(&*store, wanted("A1", 1)).await, "A1");
    assert_eq!(
        code(&*store, wanted("A1", 2)).await,
        "A12",
        "the exact one is taken, the smallest Id is next"
    );
    assert_eq!(code(&*store, wanted("A11", 3)).await, "A11");
}

pub async fn an_exact_code_that_cannot_be_had_hides_nothing(store: Store) {
    for (letter, terms) in [("B", Terms::new(2, day(200))), ("C", Terms::new(1, day(50)))] {
        let text = format!("{letter}X");
        add(&*store, addition(&text, ["1", "2"])).await;
        add(&*store, addition(letter, ["X9", "Z", "X8"])).await;
        add(&*store, Addition { terms, ..addition(&text, [""]) }).await;
        for (number, tail) in ["1", "2", "9", "8"].into_iter().enumerate() {
            let id = number as u128 + u128::from(letter.as_bytes()[0]) * 10;
            assert_eq!(code(&*store, wanted(&text, id)).await, format!("{text}{tail}"));
        }
    }
}

pub async fn codes_across_prefixes_compete_by_id(store: Store) {
    for (prefix, tail) in [("ABC", "9"), ("", "ABX"), ("AB", "C1"), ("A", "BC0"), ("ABCD", "")] {
        add(&*store, addition(prefix, [tail])).await;
    }
    let mut got = Vec::new();
    for id in 0..4 {
        got.push(code(&*store, wanted("ABC", id)).await);
    }
    assert_eq!(got, ["ABC9", "ABC1", "ABC0", "ABCD"]);
    assert_eq!(code(&*store, wanted("A", 9)).await, "ABX");
}

pub async fn a_type_sees_its_own_coupons(store: Store) {
    add(&*store, Addition { terms: Terms::new(-1, day(200)), ..addition("A", ["1"]) }).await;
    add(&*store, Addition { terms: Terms::new(i32::MAX, day(200)), ..addition("A", ["2"]) }).await;
    for exact_or_not in ["A1", "A"] {
        let none = store.activate(wanted(exact_or_not, 1)).await.unwrap();
        assert!(matches!(none, Activation::NoneLeft(why) if why.no_such()), "{none:?}");
    }
    let of_type = |coupon_type, id| Activate { coupon_type, ..wanted("A", id) };
    assert_eq!(code(&*store, of_type(i32::MAX, 2)).await, "A2");
    assert_eq!(code(&*store, of_type(-1, 3)).await, "A1");
}

pub async fn the_last_instant_counts(store: Store) {
    let end = day(100) + chrono::TimeDelta::nanoseconds(500);
    add(&*store, Addition { terms: Terms::new(1, end), ..numbers("A", 1..=2) }).await;
    let at = |at, id| Activate { at, ..wanted("A", id) };
    assert_eq!(code(&*store, at(end, 1)).await, "A0001");
    let late = store.activate(at(end + chrono::TimeDelta::nanoseconds(100), 2)).await.unwrap();
    let why = WhyNone { activated: true, expired: true, ..WhyNone::default() };
    assert_eq!(late, Activation::NoneLeft(why));
    assert_eq!(code(&*store, at(end, 3)).await, "A0002", "a clock that is set back finds it again");
}

pub async fn expired_series_are_passed_over(store: Store) {
    for end in [50, 60, 150, 70] {
        let tails = [format!("{end}-1"), format!("{end}-2")];
        add(&*store, Addition { terms: Terms::new(1, day(end)), ..addition("A", tails) }).await;
    }
    assert_eq!(code(&*store, wanted("A", 1)).await, "A150-1");
    assert_eq!(code(&*store, wanted("A1", 2)).await, "A150-2");
    let none = store.activate(wanted("A", 3)).await.unwrap();
    let why = WhyNone { expired: true, activated: true, ..WhyNone::default() };
    assert_eq!(none, Activation::NoneLeft(why));
    assert_eq!(why.to_string(), "all are activated or expired");
    let exact = store.activate(wanted("A60-1", 4)).await.unwrap();
    assert_eq!(exact, Activation::NoneLeft(WhyNone { expired: true, ..WhyNone::default() }));
}

pub async fn repeating_gives_the_same_coupon(store: Store) {
    add(&*store, numbers("A", 1..=3)).await;
    let with_receipt = Activate { receipt: Some(receipt(100, 4)), ..wanted("A", 1) };
    let Activation::Activated(first) = store.activate(with_receipt.clone()).await.unwrap() else {
        panic!()
    };
    assert_eq!(first.state.status, CouponStatus::Activated);
    assert_eq!(first.state.activate_id, Some(Uuid::from_u128(1)));
    assert_eq!(first.state.activation, Some(receipt(100, 4)));
    let again = store.activate(wanted("A", 1)).await.unwrap();
    assert_eq!(again, Activation::Replayed(first.clone()), "the receipt of the first call stays");
    assert_eq!(store.count(day(100)).await.unwrap().activated, 1);
    store.spend(taken("A0001", 5)).await.unwrap();
    let Activation::Replayed(spent) = store.activate(wanted("A", 1)).await.unwrap() else {
        panic!()
    };
    assert_eq!((spent.id, spent.state.status), (first.id, CouponStatus::Spent));
}

pub async fn the_same_id_for_another_coupon_is_a_conflict(store: Store) {
    add(&*store, numbers("A", 1..=3)).await;
    code(&*store, wanted("A", 1)).await;
    let conflict = Activation::Conflict { coupon_type: 1, prefix: "A".into() };
    assert_eq!(store.activate(wanted("A0", 1)).await.unwrap(), conflict);
    let other_type = Activate { coupon_type: 2, ..wanted("A", 1) };
    assert_eq!(store.activate(other_type).await.unwrap(), conflict);
    assert_eq!(store.count(day(100)).await.unwrap().activated, 1);
    // An id that got nothing is as good as new.
    assert!(matches!(store.activate(wanted("Z", 7)).await.unwrap(), Activation::NoneLeft(_)));
    assert_eq!(code(&*store, wanted("A", 7)).await, "A0002");
}

pub async fn why_none_gives_the_reason(store: Store) {
    let none = |prefix: &'static str, id| {
        let store = Arc::clone(&store);
        async move {
            match store.activate(wanted(prefix, id)).await.unwrap() {
                Activation::NoneLeft(why) => why.to_string(),
                other => panic!("{other:?}"),
            }
        }
    };
    assert_eq!(none("A", 1).await, "there is none of that type and prefix");
    add(&*store, numbers("V", 1..=1)).await;
    store.void(by_code("V0001")).await.unwrap();
    assert_eq!(none("V", 2).await, "all are voided");
    assert_eq!(none("V0", 3).await, "all are voided");
    add(&*store, numbers("U", 1..=1)).await;
    code(&*store, wanted("U", 4)).await;
    assert_eq!(none("U", 5).await, "all are activated");
    store.spend(taken("U0001", 6)).await.unwrap();
    assert_eq!(none("U", 7).await, "all are used");
    assert_eq!(none("U0001", 7).await, "all are used");
    add(&*store, Addition { terms: Terms::new(1, day(99)), ..numbers("E", 1..=2) }).await;
    assert_eq!(none("E", 8).await, "all are expired");
    assert_eq!(none("E0", 8).await, "all are expired");
    store.void(by_code("E0001")).await.unwrap();
    assert_eq!(none("E", 9).await, "all are voided or expired");
    assert_eq!(none("", 10).await, "all are used, voided or expired");
}

pub async fn many_of_another_type_hide_no_reason(store: Store) {
    let others = numbers("A", 0..=1_500);
    add(&*store, Addition { terms: Terms::new(2, day(200)), ..others }).await;
    add(&*store, Addition { terms: Terms::new(1, day(50)), ..addition("", ["AZ", "B"]) }).await;
    let none = store.activate(wanted("A", 1)).await.unwrap();
    assert_eq!(none, Activation::NoneLeft(WhyNone { expired: true, ..WhyNone::default() }));
    let never = store.activate(wanted("A1", 2)).await.unwrap();
    assert!(matches!(never, Activation::NoneLeft(why) if why.no_such()), "{never:?}");
}

pub async fn strange_texts_are_only_texts(store: Store) {
    let strange = ["%", "_", "\\", "a\0b", "a'b", "ქართული", "\u{10FFFF}", " ", "A\u{FF}"];
    add(&*store, addition("", strange)).await;
    for (id, text) in strange.iter().enumerate() {
        assert_eq!(store.get(by_code(text)).await.unwrap().unwrap().code, *text);
        assert_eq!(code(&*store, wanted(text, id as u128 + 1)).await, *text);
    }
    add(&*store, addition("ქარ", ["1"])).await;
    assert_eq!(code(&*store, wanted("ქა", 99)).await, "ქარ1");
    let long = store.activate(wanted(&"x".repeat(1_000_000), 100)).await.unwrap();
    assert!(matches!(long, Activation::NoneLeft(why) if why.no_such()));
}

pub async fn spending_follows_the_state(store: Store) {
    add(&*store, numbers("A", 1..=3)).await;
    assert_eq!(store.spend(taken("nobody", 1)).await.unwrap(), Change::NoSuchCoupon);
    assert_eq!(
        store.spend(taken("A0001", 1)).await.unwrap(),
        Change::Refused(Refusal::NotActivated)
    );
    code(&*store, wanted("A", 1)).await;
    let at_till = Spend { receipt: Some(receipt(101, 8)), ..taken("A0001", 1) };
    let Change::Done(spent) = store.spend(at_till.clone()).await.unwrap() else { panic!() };
    let state = &spent.state;
    assert_eq!(
        (state.status, state.used, state.use_time),
        (CouponStatus::Spent, true, Some(day(101)))
    );
    assert_eq!((state.spend_id, state.spending), (Some(Uuid::from_u128(1)), Some(receipt(101, 8))));
    assert_eq!(state.activate_id, Some(Uuid::from_u128(1)), "the activation is still reported");
    assert_eq!(store.spend(taken("A0001", 1)).await.unwrap(), Change::Replayed(spent.clone()));
    assert_eq!(store.spend(taken("A0001", 2)).await.unwrap(), Change::Refused(Refusal::Used));
    assert_eq!(store.void(by_code("A0001")).await.unwrap(), Change::Refused(Refusal::Used));
    assert_eq!(store.get(by_code("A0001")).await.unwrap(), Some(spent));
    code(&*store, wanted("A", 2)).await;
    let late = Spend { at: day(201), ..taken("A0002", 3) };
    assert_eq!(store.spend(late).await.unwrap(), Change::Refused(Refusal::Expired));
    let by_id = Spend { coupon: CouponKey::Id(2), ..taken("", 3) };
    assert!(
        matches!(store.spend(by_id).await.unwrap(), Change::Done(coupon) if coupon.code == "A0002")
    );
}

pub async fn voiding_ends_it(store: Store) {
    add(&*store, numbers("A", 1..=3)).await;
    assert_eq!(store.void(CouponKey::Id(9)).await.unwrap(), Change::NoSuchCoupon);
    let Change::Done(voided) = store.void(CouponKey::Id(1)).await.unwrap() else { panic!() };
    assert!(voided.state.voided && voided.state.status == CouponStatus::Added);
    assert_eq!(store.void(CouponKey::Id(1)).await.unwrap(), Change::Replayed(voided));
    assert_eq!(code(&*store, wanted("A", 1)).await, "A0002");
    assert!(matches!(store.void(by_code("A0002")).await.unwrap(), Change::Done(_)));
    assert_eq!(store.spend(taken("A0002", 1)).await.unwrap(), Change::Refused(Refusal::Voided));
    let Activation::Replayed(coupon) = store.activate(wanted("A", 1)).await.unwrap() else {
        panic!()
    };
    assert!(coupon.state.voided);
}

pub async fn one_coupon_ends_and_its_neighbours_go_on(store: Store) {
    add(&*store, numbers("A", 1..=2000)).await;
    add(&*store, addition("B", ["x", "y", "z"])).await;
    let expire =
        async |code: &str, at| store.expire(Expire { coupon: by_code(code), at }).await.unwrap();
    assert_eq!(expire("C1", day(1)).await, Change::NoSuchCoupon);
    for code in ["A0001", "A0002", "A1500", "A2000", "By"] {
        let Change::Done(ended) = expire(code, day(1)).await else { panic!("{code} goes on") };
        assert!(ended.terms.expired(day(1)) && ended.code == code, "{ended:?}");
        assert_eq!(expire(code, day(1)).await, Change::Replayed(ended.clone()));
        assert_eq!(store.get(by_code(code)).await.unwrap(), Some(ended));
    }
    let counts = store.count(day(1)).await.unwrap();
    assert_eq!((counts.free, counts.expired), (1998, 5));
    assert_eq!(code(&*store, wanted("A", 1)).await, "A0003");
    assert_eq!(code(&*store, wanted("A1501", 2)).await, "A1501");
    let none = async |prefix: &str, id| {
        matches!(store.activate(wanted(prefix, id)).await.unwrap(), Activation::NoneLeft(_))
    };
    assert!(none("A1500", 3).await);
    assert_eq!(code(&*store, wanted("B", 4)).await, "Bx");
    assert_eq!(code(&*store, wanted("B", 5)).await, "Bz");
    assert!(none("B", 6).await);
    // One that was activated before ends, too; one that is voided stays as it is.
    assert!(matches!(expire("Bx", day(1)).await, Change::Done(_)));
    store.void(by_code("Bz")).await.unwrap();
    assert_eq!(expire("Bz", day(1)).await, Change::Refused(Refusal::Voided));
    // Those that follow continue as before.
    add(&*store, numbers("A", 2001..=2002)).await;
    assert_eq!(list(&*store, &Filter::default()).await.len(), 2005);
}

pub async fn made_as_activated_used_or_voided(store: Store) {
    let made = |prefix: &str, voided, used, activated| Addition {
        state: CouponState::made(voided, used, activated),
        ..numbers(prefix, 1..=2)
    };
    add(&*store, made("V", true, false, false)).await;
    add(&*store, made("U", false, true, false)).await;
    add(&*store, made("A", false, false, true)).await;
    for prefix in ["V", "U", "A", "V0001"] {
        assert!(matches!(
            store.activate(wanted(prefix, 1)).await.unwrap(),
            Activation::NoneLeft(_)
        ));
    }
    let counts = Counts { voided: 2, used: 2, activated: 2, ..Counts::default() };
    assert_eq!(store.count(day(100)).await.unwrap(), counts);
    assert!(matches!(store.spend(taken("A0001", 1)).await.unwrap(), Change::Done(_)));
    assert_eq!(store.spend(taken("U0001", 2)).await.unwrap(), Change::Refused(Refusal::Used));
    let counts = Counts { voided: 2, used: 3, activated: 1, ..Counts::default() };
    assert_eq!(store.count(day(100)).await.unwrap(), counts);
    let of_status = |status| Filter { status: Some(status), ..Filter::default() };
    assert_eq!(codes(&list(&*store, &of_status(0)).await), ["V0001", "V0002"]);
    assert_eq!(codes(&list(&*store, &of_status(1)).await), ["A0002"]);
    assert_eq!(codes(&list(&*store, &of_status(2)).await), ["U0001", "U0002", "A0001"]);
    assert!(list(&*store, &of_status(3)).await.is_empty());
}

pub async fn filters_hold_together(store: Store) {
    add(&*store, numbers("A", 1..=6)).await;
    add(&*store, Addition { terms: Terms::new(2, day(300)), ..numbers("B", 1..=2) }).await;
    for n in 1..=4 {
        let receipt = Some(receipt(n, n as i32));
        let request = Activate { receipt, ..wanted("A", u128::from(n)) };
        code(&*store, request).await;
    }
    let spend = Spend { receipt: Some(receipt(10, 4)), ..taken("A0001", 1) };
    store.spend(spend).await.unwrap();
    let open = Filter::default;
    let between = |start, end| DateRange { start: Some(day(start)), end: Some(day(end)) };
    let from = |start| DateRange { start: Some(day(start)), end: None };
    let until = |end| DateRange { start: None, end: Some(day(end)) };
    let cases: Vec<(Filter, &[&str])> = vec![
        (Filter { coupon_type: Some(2), ..open() }, &["B0001", "B0002"]),
        (Filter { status: Some(1), ..open() }, &["A0002", "A0003", "A0004"]),
        (Filter { status: Some(0), coupon_type: Some(1), ..open() }, &["A0005", "A0006"]),
        (Filter { code: Some("A0003".into()), ..open() }, &["A0003"]),
        (Filter { code: Some("A0003".into()), status: Some(0), ..open() }, &[]),
        (Filter { code: Some("A000".into()), ..open() }, &[]),
        (Filter { pos_num: Some(4), ..open() }, &["A0001", "A0004"]),
        (Filter { activation: between(2, 3), ..open() }, &["A0002", "A0003"]),
        (Filter { activation: from(4), ..open() }, &["A0004"]),
        (Filter { activation: until(1), ..open() }, &["A0001"]),
        (Filter { activation: between(3, 2), ..open() }, &[]),
        (Filter { spending: between(10, 10), ..open() }, &["A0001"]),
        (Filter { spending: from(11), ..open() }, &[]),
        (Filter { expiration: between(300, 300), ..open() }, &["B0001", "B0002"]),
        (Filter { expiration: until(200), pos_num: Some(2), ..open() }, &["A0002"]),
        (Filter { coupon_type: Some(9), ..open() }, &[]),
    ];
    for (filter, expected) in cases {
        assert_eq!(codes(&list(&*store, &filter).await), expected, "{filter:?}");
    }
}

pub async fn counts_follow_the_clock(store: Store) {
    add(&*store, numbers("A", 1..=5)).await;
    add(&*store, Addition { terms: Terms::new(1, day(50)), ..numbers("B", 1..=3) }).await;
    code(&*store, wanted("A", 1)).await;
    code(&*store, wanted("A", 2)).await;
    store.spend(taken("A0001", 1)).await.unwrap();
    store.void(by_code("A0005")).await.unwrap();
    let early = Counts { voided: 1, used: 1, activated: 1, expired: 0, free: 5 };
    assert_eq!(store.count(day(50)).await.unwrap(), early);
    assert_eq!(store.count(day(51)).await.unwrap(), Counts { expired: 3, free: 2, ..early });
    assert_eq!(store.count(day(300)).await.unwrap(), Counts { expired: 5, free: 0, ..early });
}

pub async fn pages_end(store: Store) {
    let empty = store.find(Filter::default(), 0, 10).await.unwrap();
    assert_eq!((empty.coupons.len(), empty.next), (0, None));
    add(&*store, numbers("A", 1..=10)).await;
    let exactly = store.find(Filter::default(), 0, 10).await.unwrap();
    assert_eq!((exactly.coupons.len(), exactly.next), (10, None));
    let part = store.find(Filter::default(), 0, 9).await.unwrap();
    assert_eq!((part.coupons.len(), part.next), (9, Some(9)));
    for after in [-1, i32::MIN] {
        assert_eq!(store.find(Filter::default(), after, 100).await.unwrap().coupons.len(), 10);
    }
    for after in [10, 11, i32::MAX] {
        let behind = store.find(Filter::default(), after, 100).await.unwrap();
        assert_eq!((behind.coupons.len(), behind.next), (0, None));
    }
    assert_eq!(
        store.find(Filter::default(), 0, 0).await.unwrap().coupons.len(),
        1,
        "a page goes forward"
    );
}

pub async fn reset_begins_at_one(store: Store) {
    add(&*store, numbers("A", 1..=5)).await;
    code(&*store, wanted("A", 1)).await;
    for _ in 0..3 {
        store.reset().await.unwrap();
        assert_eq!(store.count(day(1)).await.unwrap(), Counts::default());
        assert_eq!(store.get(by_code("A0001")).await.unwrap(), None);
        assert!(list(&*store, &Filter::default()).await.is_empty());
        let again = add(&*store, numbers("A", 1..=5)).await;
        assert_eq!((again.last_id, again.inserted), (Some(5), 5));
        assert_eq!(code(&*store, wanted("A", 1)).await, "A0001", "the old activation is forgotten");
    }
}

pub async fn additions_one_by_one_are_one_series(store: Store) {
    for number in 1..=20 {
        assert_eq!(add(&*store, numbers("A", number..=number)).await.last_id, Some(number as i32));
        if number % 2 == 0 {
            assert_eq!(
                code(&*store, wanted("A", u128::from(number))).await,
                format!("A{:04}", number / 2)
            );
        }
    }
    for number in (11..=20_u128).chain([25]) {
        let got = store.activate(wanted("A", number * 100)).await.unwrap();
        match number {
            25 => assert!(matches!(got, Activation::NoneLeft(_))),
            _ => assert!(
                matches!(got, Activation::Activated(coupon) if coupon.code == format!("A{number:04}"))
            ),
        }
    }
    // A series that was used up goes on.
    add(&*store, numbers("A", 21..=21)).await;
    assert_eq!(code(&*store, wanted("A", 9999)).await, "A0021");
}

pub async fn many_racers_one_winner_each(store: Store) {
    const RACERS: u128 = 64;
    const COUPONS: u32 = 40;
    add(&*store, numbers("A", 1..=COUPONS)).await;
    let races: Vec<_> = (0..RACERS)
        .map(|racer| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                match store.activate(wanted("A", racer)).await.unwrap() {
                    Activation::Activated(coupon) => Some(coupon.code),
                    Activation::NoneLeft(_) => None,
                    other => panic!("{other:?}"),
                }
            })
        })
        .collect();
    let mut won = Vec::new();
    for race in races {
        won.extend(race.await.unwrap());
    }
    assert_eq!(won.len(), COUPONS as usize);
    assert_eq!(
        won.iter().collect::<BTreeSet<_>>().len(),
        COUPONS as usize,
        "each coupon has one winner"
    );
    assert_eq!(store.count(day(1)).await.unwrap().activated, u64::from(COUPONS));
}

/// Each caller adds a coupon before it activates one, so there is one for it at any time: its own or
/// another's.
pub async fn callers_who_add_one_never_find_none(store: Store) {
    let callers = (0..8_u32).map(|caller| {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            for call in 0..50 {
                add(&*store, numbers(&format!("S{caller}-"), call..=call)).await;
                let id = u128::from(caller) << 32 | u128::from(call);
                code(&*store, wanted("S", id)).await;
            }
        })
    });
    for caller in callers.collect::<Vec<_>>() {
        caller.await.unwrap();
    }
    assert_eq!(store.count(day(100)).await.unwrap().activated, 8 * 50);
}

pub async fn racing_additions_of_one_code(store: Store) {
    let races: Vec<_> = (0..32)
        .map(|_| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { add(&*store, numbers("A", 1..=50)).await })
        })
        .collect();
    let mut inserted = 0;
    for race in races {
        let added = race.await.unwrap();
        assert_eq!(added.inserted + added.omitted.len() as u64, 50);
        inserted += added.inserted;
    }
    assert_eq!(inserted, 50);
    assert_eq!(store.count(day(1)).await.unwrap().total(), 50);
}

/// All coupons at one moment.
async fn snapshot(store: &dyn Coupons) -> Vec<Coupon> {
    let shown = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&shown);
    let count = store.snapshot(Box::new(move |coupon| {
        sink.lock().unwrap().push(coupon.clone());
        Ok(())
    }));
    let count = count.await.unwrap();
    let coupons = std::mem::take(&mut *shown.lock().unwrap());
    assert_eq!(count, coupons.len() as u64);
    coupons
}

fn source(coupons: Vec<Coupon>) -> Source {
    Box::new(coupons.into_iter().map(Ok))
}

pub async fn a_snapshot_comes_back_whole(store: Store) {
    assert!(snapshot(&*store).await.is_empty());
    add(&*store, numbers("A", 0..=300)).await;
    add(&*store, addition("R", (1..=300).rev())).await;
    add(&*store, numbers("A", 301..=310)).await;
    let ended = Terms { vendor: Some("v".into()), ..Terms::new(1, day(50)) };
    add(
        &*store,
        Addition {
            terms: ended,
            state: CouponState::made(true, false, false),
            ..numbers("V", 1..=3)
        },
    )
    .await;
    for (id, prefix) in ["A", "A01", "R2", "A", "R"].into_iter().enumerate() {
        let request = Activate { receipt: Some(receipt(9, 1)), ..wanted(prefix, id as u128) };
        store.activate(request).await.unwrap();
    }
    store.spend(taken("A0000", 77)).await.unwrap();
    store.void(by_code("R7")).await.unwrap();
    let (before, counts) =
        (list(&*store, &Filter::default()).await, store.count(day(100)).await.unwrap());
    let taken_out = snapshot(&*store).await;
    assert_eq!(taken_out, before);
    store.reset().await.unwrap();
    assert_eq!(store.replace(source(taken_out)).await.unwrap(), before.len() as u64);
    assert_eq!(list(&*store, &Filter::default()).await, before);
    assert_eq!(store.count(day(100)).await.unwrap(), counts);
    assert!(
        matches!(store.activate(wanted("A01", 1)).await.unwrap(), Activation::Replayed(c) if c.code == "A0100")
    );
    assert!(matches!(store.activate(wanted("A", 1)).await.unwrap(), Activation::Conflict { .. }));
    assert!(matches!(store.spend(taken("A0000", 77)).await.unwrap(), Change::Replayed(_)));
    assert_eq!(code(&*store, wanted("A", 10)).await, "A0002");
    assert_eq!(code(&*store, wanted("A03", 11)).await, "A0300");
    assert_eq!(code(&*store, wanted("R29", 12)).await, "R29");
    assert_eq!(code(&*store, wanted("R29", 13)).await, "R299");
    assert_eq!(add(&*store, numbers("A", 300..=320)).await.inserted, 10);
}

pub async fn a_snapshot_shows_one_moment(store: Store) {
    const COUPONS: u32 = 20_000;
    add(&*store, numbers("A", 1..=COUPONS)).await;
    let activating = tokio::spawn({
        let store = Arc::clone(&store);
        async move {
            for id in 0..400 {
                // From the end and from the beginning by turns.
                let wanted_code =
                    if id % 2 == 0 { format!("A{:04}", COUPONS - id) } else { "A".to_owned() };
                code(&*store, wanted(&wanted_code, u128::from(id))).await;
            }
        }
    });
    while !activating.is_finished() {
        let coupons = snapshot(&*store).await;
        assert_eq!(coupons.len(), COUPONS as usize);
        let (low, high): (Vec<_>, Vec<_>) =
            coupons.iter().filter(|c| !c.state.is_free()).partition(|c| c.id < 10_000);
        assert!(
            low.len() == high.len() || low.len() + 1 == high.len(),
            "{} and {}",
            low.len(),
            high.len()
        );
    }
    activating.await.unwrap();
}

pub async fn a_sink_that_fails_is_reported(store: Store) {
    add(&*store, numbers("A", 1..=100)).await;
    let mut room = 10;
    let sink = Box::new(move |_: &Coupon| {
        room -= 1;
        if room < 0 { Err(std::io::Error::other("no space left")) } else { Ok(()) }
    });
    let error = store.snapshot(sink).await.unwrap_err();
    assert_eq!(error.to_string(), "the snapshot cannot be written: no space left");
    assert_eq!(code(&*store, wanted("A", 1)).await, "A0001");
    assert_eq!(snapshot(&*store).await.len(), 100);
}

pub async fn unfit_coupons_replace_nothing(store: Store) {
    add(&*store, numbers("A", 1..=500)).await;
    let good = snapshot(&*store).await;
    let with = |change: fn(&mut Vec<Coupon>)| {
        let mut coupons = good.clone();
        change(&mut coupons);
        coupons
    };
    let unfit = [
        (with(|c| drop(c.remove(300))), "the coupon with Id 301 is missing: Id 302 comes next"),
        (with(|c| c[499].code = "A0001".into()), "the code A0001 comes twice"),
        (with(|c| c[499].prefix_length = 99), "the code A0500 has no prefix of 99 bytes"),
        (
            with(|c| {
                c[400..402].iter_mut().for_each(|c| c.state.activate_id = Some(Uuid::from_u128(1)))
            }),
            "the ActivateId 00000000-0000-0000-0000-000000000001 comes twice",
        ),
    ];
    for (coupons, why) in unfit {
        let error = store.replace(source(coupons)).await.unwrap_err();
        assert_eq!(error.to_string(), format!("the coupons cannot be taken: {why}"));
    }
    let cut: Source = Box::new(
        good.clone().into_iter().take(300).map(Ok).chain([Err("line 301: cut".to_owned())]),
    );
    assert_eq!(
        store.replace(cut).await.unwrap_err().to_string(),
        "the coupons cannot be taken: line 301: cut"
    );
    assert_eq!(list(&*store, &Filter::default()).await, good);
    assert_eq!(code(&*store, wanted("A", 1)).await, "A0001");
    assert_eq!(store.replace(source(good)).await.unwrap(), 500);
    assert_eq!(code(&*store, wanted("A", 1)).await, "A0001", "the activation is forgotten");
}

pub async fn racing_repetitions_get_one_coupon(store: Store) {
    add(&*store, numbers("A", 1..=10)).await;
    let races: Vec<_> = (0..16)
        .map(|_| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { store.activate(wanted("A", 1)).await.unwrap() })
        })
        .collect();
    let (mut activated, mut given) = (0, Vec::new());
    for race in races {
        match race.await.unwrap() {
            Activation::Activated(coupon) => {
                activated += 1;
                given.push(coupon.code);
            }
            Activation::Replayed(coupon) => given.push(coupon.code),
            other => panic!("{other:?}"),
        }
    }
    given.dedup();
    assert_eq!(given.len(), 1, "{given:?}");
    assert_eq!(activated, 1);
    assert_eq!(store.count(day(1)).await.unwrap().activated, 1);
    // What a racer held for a moment is not forgotten: the others come in their order.
    let mut rest = Vec::new();
    for number in 2..=10 {
        rest.push(code(&*store, wanted("A", number)).await);
    }
    assert!(rest.is_sorted(), "{rest:?}");
    given.extend(rest);
    given.sort();
    assert_eq!(given, (1..=10).map(|number| format!("A{number:04}")).collect::<Vec<_>>());
}

/// One store is reset and filled again and again, while another one over the same coupons is read.
pub async fn no_torn_reset<S: Coupons + 'static>(one: S, other: S, rounds: usize) {
    let reader = tokio::spawn(async move {
        for _ in 0..rounds {
            let page = other.find(Filter::default(), 0, 2_000).await.unwrap();
            assert!([0, 1_000].contains(&page.coupons.len()), "{}", page.coupons.len());
            let total = other.count(day(1)).await.unwrap().total();
            assert!([0, 1_000].contains(&total), "{total}");
        }
    });
    while !reader.is_finished() {
        add(&one, addition("A", 0..1_000)).await;
        one.reset().await.unwrap();
    }
    reader.await.unwrap();
}
