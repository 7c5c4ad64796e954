//! What the store keeps of generated coupons.

use std::collections::HashSet;

use serde_json::{Value, json};
use servicestack_emulator::store::{self, Addition, CouponState, CouponStatus, Terms};

use super::Api;
use super::api::{GENERATE, example, request, text, with};

#[tokio::test]
async fn a_coupon_is_of_a_kind_of_its_own_and_keeps_what_it_was_asked_with() {
    let api = Api::start();
    let (_, body) = api.post(GENERATE, &with(json!({"couponscount": 2}))).await;
    let codes: Vec<String> = serde_json::from_str(&body).expect("an array");
    let stored = api.stored().await;
    assert_eq!(
        stored.iter().map(|coupon| coupon.code.clone()).collect::<Vec<_>>(),
        codes,
        "in their order"
    );
    let coupon = &stored[1];
    assert_eq!(coupon.terms.coupon_type, 9001);
    assert_eq!(coupon.state.status, CouponStatus::Added);
    assert_eq!(coupon.terms.expiration_date.to_string(), "9999-12-31 00:00:00");
    let prods = &coupon.terms.data.as_ref().expect("products").prods;
    assert_eq!(prods[0].prod_id.as_deref(), Some("9f3bbc89-e77b-11e4-b82f-0050568158a4"));
    assert_eq!(prods[0].s_count, rust_decimal::Decimal::ONE);
    let vendor: Value =
        serde_json::from_str(coupon.terms.vendor.as_deref().expect("a text")).expect("JSON");
    assert_eq!(
        vendor,
        json!({
            "vendor": "MIKO", "coupontype": "NewProduct", "usemanytimes": 0,
            "distributorguid": "bdf28230-0708-11e6-b99b-005056940006",
            "crminvoice": "ЛА-012311", "crminvoicedate": "2024-09-11", "description": "Генерация из 1С",
            "products": [{
                "guid": "9f3bbc89-e77b-11e4-b82f-0050568158a4", "multiplier": "1", "fixedexpire": "2028-09-11",
            }],
        })
    );
}

#[tokio::test]
async fn a_coupon_for_many_clients_is_marked() {
    let api = Api::start();
    let product = json!({"guid": "aaaaaaaa-0000-4000-8000-000000000002", "extenddays": 14, "multiplier": "3"});
    let body = with(json!({"coupontype": "TrialExtend", "usemanytimes": 1, "products": [product]}));
    assert_eq!(api.post(GENERATE, &body).await.0, 200);
    let vendor = api.stored().await[0].terms.vendor.clone().expect("a text");
    let vendor: Value = serde_json::from_str(&vendor).expect("JSON");
    assert_eq!(
        (&vendor["coupontype"], &vendor["usemanytimes"]),
        (&json!("TrialExtend"), &json!(1))
    );
    assert_eq!(vendor["products"][0]["extenddays"], 14);
}

#[tokio::test]
async fn the_same_seed_over_an_old_store_gives_new_codes() {
    let api = Api::start();
    let three = with(json!({"couponscount": 3}));
    let (_, first) = api.post(GENERATE, &three).await;
    let again = request("POST", GENERATE, &[], three.as_bytes());
    let second = text(api.started_again().answer(&again).await).await;
    let codes =
        [first, second].map(|body| serde_json::from_str::<Vec<String>>(&body).expect("an array"));
    assert_eq!(codes.iter().flatten().collect::<HashSet<_>>().len(), 6, "{codes:?}");
    assert_eq!(api.stored().await.len(), 6);
    let other = Api::start();
    let (_, body) = other.post(GENERATE, &three).await;
    assert_eq!(
        serde_json::from_str::<Vec<String>>(&body).expect("an array"),
        codes[0],
        "and a new store the old ones"
    );
}

#[tokio::test]
async fn a_code_that_exists_already_is_passed_over() {
    let drawn = Api::start();
    let (_, body) = drawn.post(GENERATE, &with(json!({"couponscount": 7}))).await;
    let codes: Vec<String> = serde_json::from_str(&body).expect("an array");
    let api = Api::start();
    let taken = [2, 4, 5].map(|place: usize| codes[place]["MIKOUPD-".len()..].to_owned());
    let end = "2030-01-01T00:00:00".parse().expect("an instant");
    let (prefix, terms, state) =
        ("MIKOUPD-".to_owned(), Terms::new(1, end), CouponState::default());
    let addition = Addition { prefix, codes: store::Codes::list(taken), terms, state };
    api.coupons.add(addition).await.expect("added");
    let (_, body) = api.post(GENERATE, &with(json!({"couponscount": 4}))).await;
    let reported: Vec<String> = serde_json::from_str(&body).expect("an array");
    assert_eq!(reported, [0, 1, 3, 6].map(|place: usize| codes[place].clone()));
    assert_eq!(api.stored().await.len(), 7);
}

#[tokio::test]
async fn calls_at_the_same_time_give_different_codes() {
    let api = Api::start();
    let body = with(json!({"couponscount": 100}));
    let calls = (0..20).map(|_| api.post(GENERATE, &body));
    let answers = futures_util::future::join_all(calls).await;
    let codes: HashSet<String> = answers
        .iter()
        .flat_map(|(_, body)| serde_json::from_str::<Vec<String>>(body).expect("an array"))
        .collect();
    assert_eq!((codes.len(), api.stored().await.len()), (2000, 2000));
    assert_eq!(api.post(GENERATE, &example().to_string()).await.0, 200);
}
