//! The calls beside generate.coupons.

use serde_json::{Value, json};
use servicestack_emulator::store::{Activate, Activation, Receipt};
use uuid::Uuid;

use super::Api;
use super::api::{GENERATE, with};

const BARE: &str = "\"Ошибка в запросе\"";

fn list(body: &str) -> Vec<Value> {
    serde_json::from_str(body).expect("an array")
}

#[tokio::test]
async fn trials_are_reported_after_the_one_that_is_known() {
    let api = Api::start();
    for (after, expected) in [("0", vec![1, 2]), ("1", vec![2]), ("2", vec![]), ("-7", vec![1, 2])]
    {
        let (status, body) =
            api.send("GET", &format!("/v1/trialsactivationhistory/{after}"), &[], b"").await;
        let ids: Vec<i64> =
            list(&body).iter().filter_map(|trial| trial["result_id"].as_i64()).collect();
        assert_eq!((status, ids), (200, expected), "{after}");
    }
    let (_, body) = api.send("GET", "/v1/trialsactivationhistory/1", &[], b"").await;
    insta::assert_snapshot!(body, @r#"[{"result_id":2,"licensekey":"DEMO-AAAAA-00000-ZZZZZ-00002","product":"Умная маршрутизация","dateactivated":"2026-01-12 16:05:00","email":"petrov@example.org","contact":"Пётр Петров","shortname":"АО Василёк","phone":"+7 000 000-00-02","description":"","inn":"0000000002"}]"#);
    for bad in ["x", "1.5", "", "99999999999999999999"] {
        let answer = api.send("GET", &format!("/v1/trialsactivationhistory/{bad}"), &[], b"").await;
        assert_eq!(answer, (400, BARE.to_owned()), "{bad}");
    }
}

#[tokio::test]
async fn subscriptions_are_reported_that_end_between_two_days() {
    let api = Api::start();
    let path = "/v1/getWillBeExpiredProducts";
    let expiring = |from: &str, to: &str, trials: &str| {
        json!({"DATE_FROM": from, "DATE_TO": to, "TRIALS": trials}).to_string()
    };
    for (body, count) in [
        (expiring("2024-09-01", "2024-09-11", "false"), 1),
        (expiring("2024-09-01", "2024-09-11", "true"), 2),
        (expiring("2024-09-10", "2024-09-10", "true"), 1),
        (expiring("2024-09-11", "2024-09-11", "true"), 1),
        (expiring("2024-09-12", "2024-09-30", "true"), 0),
        (expiring("2024-09-11", "2024-09-01", "true"), 0),
    ] {
        let (status, answer) = api.post(path, &body).await;
        assert_eq!((status, list(&answer).len()), (200, count), "{body}");
    }
    let (_, body) = api.post(path, &expiring("2024-09-01", "2024-09-11", "false")).await;
    insta::assert_snapshot!(body, @r#"[{"licensekey":"DEMO-AAAAA-00000-ZZZZZ-00003","companyname":"ООО Ландыш","contact":"Ольга Сидорова","email":"sidorova@example.org","crmRef1":"crm-1","crmRef2":"crm-2","product":"Панель телефонии","product_en":"Telephony panel","expired":"2024-09-10","distributor":"Первый дистрибьютор","responsible":"Мария"}]"#);
    for bad in [
        "",
        "{}",
        "[]",
        &expiring("2024-09-31", "2024-10-01", "true"),
        &expiring("2024-09-01", "2024-09-11", "maybe"),
    ] {
        assert_eq!(api.post(path, bad).await, (400, BARE.to_owned()), "{bad}");
    }
}

#[tokio::test]
async fn clients_that_use_a_feature_are_listed() {
    let api = Api::start();
    let path = "/v1/clientscoordinates";
    let (status, body) = api.post(path, r#"{"features":"[1,31,32,46,47,48,49]"}"#).await;
    assert_eq!(
        (status, body.as_str()),
        (
            200,
            r#"[{"latitude":55.75,"longitude":37.62,"online":true},{"latitude":59.94,"longitude":30.31,"online":false}]"#
        )
    );
    assert_eq!(list(&api.post(path, r#"{"features":"[47]"}"#).await.1).len(), 1);
    assert_eq!(list(&api.post(path, r#"{"features":"[]"}"#).await.1).len(), 0);
    for bad in ["{}", r#"{"features":[1]}"#, r#"{"features":"1,31"}"#, r#"{"features":"[\"1\"]"}"#]
    {
        assert_eq!(api.post(path, bad).await, (400, BARE.to_owned()), "{bad}");
    }
}

#[tokio::test]
async fn a_release_is_taken_with_what_both_publishing_actions_look_for() {
    let api = Api::start();
    let release = r#"{"GUID":"abc","VERSION":"1.2.3","SIZE":100,"NAME":"module"}"#;
    let taken = r#"{"message":"success","status":"ok"}"#;
    assert_eq!(api.post("/v1/addNewRelease", release).await, (200, taken.to_owned()));
    let refused = r#"{"message":"VERSION is required"}"#;
    assert_eq!(api.post("/v1/addNewRelease", r#"{"GUID":"abc"}"#).await, (400, refused.to_owned()));
}

async fn activate(api: &Api, code: &str, number: u128) {
    let at = api.clock.now().naive_utc();
    let receipt = Some(Receipt { opdate: at, batch_num: None, pos_num: None, receipt_num: None });
    let activate_id = Uuid::from_u128(number);
    let request = Activate { coupon_type: 9001, prefix: code.to_owned(), activate_id, at, receipt };
    let activation = api.coupons.activate(request).await.expect("a store");
    assert!(matches!(activation, Activation::Activated(_)), "{activation:?}");
}

#[tokio::test]
async fn activated_coupons_are_reported_in_the_order_of_their_activations() {
    let api = Api::start();
    let path = |after: &str| format!("/v1/couponsactivationhistory/{after}");
    assert_eq!(api.post(&path("0"), "").await, (200, "[]".to_owned()), "none is activated");
    let (_, body) = api.post(GENERATE, &with(json!({"couponscount": 3}))).await;
    let codes: Vec<String> = serde_json::from_str(&body).expect("an array");
    activate(&api, &codes[2], 1).await;
    api.clock.advance(chrono::TimeDelta::seconds(1));
    activate(&api, &codes[0], 2).await;
    let reported =
        |body: &str| list(body).iter().map(|row| row["coupon"].clone()).collect::<Vec<_>>();
    assert_eq!(reported(&api.post(&path("0"), "").await.1), [codes[2].as_str(), codes[0].as_str()]);
    assert_eq!(reported(&api.post(&path("1"), "").await.1), [codes[0].as_str()]);
    assert_eq!(reported(&api.post(&path("2"), "").await.1), Vec::<Value>::new());
    let (_, body) = api.post(&path("1"), "whatever").await;
    insta::assert_snapshot!(body, @r#"[{"result_id":2,"coupon":"MIKOUPD-KRL4J-NV53M-6UNHH-UH4GN","coupontype":"NewProduct","licensekey":"","product":"Панель телефонии","dateactivated":"2026-01-15 10:00:01","email":"","contact":"","shortname":"","phone":"","description":"Генерация из 1С","inn":""}]"#);
    let refused = r#"{"message":"lastresultid must be an integer"}"#;
    assert_eq!(api.post(&path("last"), "").await, (400, refused.to_owned()));
}
