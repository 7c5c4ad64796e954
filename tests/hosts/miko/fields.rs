//! Every field of the seed's table with good and bad values.

use serde_json::{Value, json};

use super::Api;
use super::api::{GENERATE, with, with_product};

const TRIAL: &str = "TrialExtend";

fn trial_product(changes: Value) -> String {
    let mut product = json!({"guid": "9f3bbc89-e77b-11e4-b82f-0050568158a4", "extenddays": 14});
    for (name, value) in changes.as_object().expect("an object") {
        product[name] = value.clone();
    }
    with(json!({"coupontype": TRIAL, "products": [product]}))
}

#[tokio::test]
async fn good_values_make_coupons() {
    let api = Api::start();
    let good = [
        with(json!({"coupontype": "NewProduct"})),
        trial_product(json!({})),
        with(json!({"couponscount": 3})),
        with(json!({"usemanytimes": null})),
        with(json!({"coupontype": TRIAL, "usemanytimes": 1,
                    "products": [{"guid": "aaaaaaaa-0000-4000-8000-000000000002", "extenddays": 1}]})),
        with(json!({"distributorguid": "BDF28230-0708-11E6-B99B-005056940006"})),
        with(json!({"crminvoice": null})),
        with(json!({"crminvoice": "\"<№>\""})),
        with(json!({"crminvoicedate": "2024-02-29"})),
        with(json!({"crminvoicedate": "2024-09-11T10:20:30Z"})),
        with(json!({"crminvoicedate": "2024-09-11T10:20:30+03:00"})),
        with(json!({"crminvoicedate": ""})),
        with(json!({"description": ""})),
        with(json!({"description": "\u{0}\u{202e}😀"})),
        with(json!({"nobody": "knows this field"})),
        with(json!({"products": [
            {"guid": "9f3bbc89-e77b-11e4-b82f-0050568158a4"},
            {"guid": "aaaaaaaa-0000-4000-8000-000000000002", "multiplier": "2"},
        ]})),
        with_product(json!({"guid": "9F3BBC89-E77B-11E4-B82F-0050568158A4"})),
        with_product(json!({"multiplier": "2.5"})),
        with_product(json!({"multiplier": null})),
        with_product(json!({"fixedexpire": "2028-02-29"})),
        with_product(json!({"fixedexpire": null, "extenddays": 365})),
        with_product(json!({"fixedexpire": "", "extenddays": null})),
    ];
    for body in good {
        let (status, answer) = api.post(GENERATE, &body).await;
        assert_eq!(status, 200, "{answer} to {body}");
        assert!(answer.starts_with("[\"MIKOUPD-"), "{answer}");
    }
}

#[tokio::test]
async fn bad_values_are_refused_with_the_name_of_their_field() {
    let api = Api::start();
    let bad = [
        (with(json!({"coupontype": null})), "coupontype is required"),
        (with(json!({"coupontype": "Upgrade"})), "coupontype must be NewProduct or TrialExtend"),
        (with(json!({"coupontype": "newproduct"})), "coupontype must be NewProduct or TrialExtend"),
        (with(json!({"coupontype": 1})), "coupontype must be a string"),
        (with(json!({"couponscount": null})), "couponscount is required"),
        (with(json!({"couponscount": "1"})), "couponscount must be an integer"),
        (with(json!({"couponscount": 1.5})), "couponscount must be an integer"),
        (with(json!({"couponscount": 9223372036854775808_u64})), "couponscount must be an integer"),
        (with(json!({"couponscount": i64::MIN})), "Count must be bigger than 0"),
        (with(json!({"couponscount": 100_001})), "Count must not be bigger than 100000"),
        (with(json!({"couponscount": i64::MAX})), "Count must not be bigger than 100000"),
        (with(json!({"usemanytimes": 2})), "usemanytimes must be 0 or 1"),
        (with(json!({"usemanytimes": -1})), "usemanytimes must be 0 or 1"),
        (with(json!({"usemanytimes": true})), "usemanytimes must be an integer"),
        (with(json!({"usemanytimes": 1})), "usemanytimes must be 0 with NewProduct"),
        (with(json!({"distributorguid": ""})), "distributorguid is required"),
        (with(json!({"distributorguid": ["a"]})), "distributorguid must be a string"),
        (with(json!({"crminvoice": 12311})), "crminvoice must be a string"),
        (with(json!({"crminvoicedate": 20240911})), "crminvoicedate must be a string"),
        (
            with(json!({"crminvoicedate": "2024-09-31"})),
            "crminvoicedate must be a date such as 2024-09-11 or 2024-09-11T10:00:00Z",
        ),
        (
            with(json!({"crminvoicedate": "11.09.2024"})),
            "crminvoicedate must be a date such as 2024-09-11 or 2024-09-11T10:00:00Z",
        ),
        (with(json!({"description": {}})), "description must be a string"),
        (with(json!({"products": null})), "products is required"),
        (with(json!({"products": []})), "products is required"),
        (with(json!({"products": {}})), "products must be an array"),
        (with(json!({"products": ["9f3bbc89"]})), "products[0] must be an object"),
        (with_product(json!({"guid": null})), "products[0].guid is required"),
        (with_product(json!({"guid": 7})), "products[0].guid must be a string"),
        (with_product(json!({"multiplier": 1})), "products[0].multiplier must be a string"),
        (
            with_product(json!({"multiplier": "0"})),
            "products[0].multiplier must be a positive number",
        ),
        (
            with_product(json!({"multiplier": "-1"})),
            "products[0].multiplier must be a positive number",
        ),
        (
            with_product(json!({"multiplier": "many"})),
            "products[0].multiplier must be a positive number",
        ),
        (with_product(json!({"fixedexpire": 2028})), "products[0].fixedexpire must be a string"),
        (
            with_product(json!({"fixedexpire": "2028-02-30"})),
            "products[0].fixedexpire must be a date such as 2028-09-11",
        ),
        (
            with_product(json!({"fixedexpire": "2028-09-11T00:00:00Z"})),
            "products[0].fixedexpire must be a date such as 2028-09-11",
        ),
        (with_product(json!({"extenddays": "14"})), "products[0].extenddays must be an integer"),
        (with_product(json!({"extenddays": -1})), "products[0].extenddays must not be negative"),
        (
            with_product(json!({"extenddays": 14})),
            "products[0].fixedexpire and extenddays must not both be set",
        ),
        (
            trial_product(json!({"extenddays": 0})),
            "products[0].extenddays must be bigger than 0 with TrialExtend",
        ),
        (
            trial_product(json!({"fixedexpire": "2028-09-11"})),
            "products[0].fixedexpire must be absent with TrialExtend",
        ),
    ];
    for (body, message) in bad {
        let answer = api.post(GENERATE, &body).await;
        assert_eq!(answer, (400, json!({ "message": message }).to_string()), "to {body}");
    }
    let unknown = with(json!({"products": [
        {"guid": "9f3bbc89-e77b-11e4-b82f-0050568158a4"}, {"guid": "nobody's"},
    ]}));
    let message = json!({"message": "Unknown product GUID in products[1].guid"});
    assert_eq!(api.post(GENERATE, &unknown).await, (404, message.to_string()));
    assert!(api.stored().await.is_empty(), "nothing was made");
}

#[tokio::test]
async fn the_first_broken_rule_is_reported() {
    let api = Api::start();
    let mut body = json!({
        "coupontype": "Upgrade", "couponscount": 0, "usemanytimes": 7, "distributorguid": "nobody's",
        "crminvoicedate": "never", "description": 1,
        "products": [{"guid": "nobody's", "multiplier": "0", "extenddays": -1, "fixedexpire": "never"}],
    });
    let guid = "9f3bbc89-e77b-11e4-b82f-0050568158a4";
    for (status, message, mended, value) in [
        (400, "description must be a string", "/description", json!("a")),
        (400, "coupontype must be NewProduct or TrialExtend", "/coupontype", json!("NewProduct")),
        (400, "Count must be bigger than 0", "/couponscount", json!(1)),
        (400, "usemanytimes must be 0 or 1", "/usemanytimes", json!(0)),
        (
            404,
            "Unknown distributor GUID",
            "/distributorguid",
            json!("11111111-2222-3333-4444-555555555555"),
        ),
        (404, "Unknown product GUID in products[0].guid", "/products/0/guid", json!(guid)),
        (
            400,
            "products[0].multiplier must be a positive number",
            "/products/0/multiplier",
            json!("1"),
        ),
        (400, "products[0].extenddays must not be negative", "/products/0/extenddays", json!(1)),
        (
            400,
            "products[0].fixedexpire and extenddays must not both be set",
            "/products/0/extenddays",
            json!(0),
        ),
        (
            400,
            "products[0].fixedexpire must be a date such as 2028-09-11",
            "/products/0/fixedexpire",
            json!(""),
        ),
        (
            400,
            "crminvoicedate must be a date such as 2024-09-11 or 2024-09-11T10:00:00Z",
            "/crminvoicedate",
            json!("2024-09-11"),
        ),
    ] {
        let answer = api.post(GENERATE, &body.to_string()).await;
        assert_eq!(answer, (status, json!({ "message": message }).to_string()));
        *body.pointer_mut(mended).expect("the field") = value;
    }
    assert_eq!(api.post(GENERATE, &body.to_string()).await.0, 200);
}

#[tokio::test]
async fn settings_decide_what_no_document_says() {
    let api = Api::start_with(
        "vendor = 'DEMO'\nrequired = ['crminvoice']\nloose_types = true\ntrial_needs_days = false\ncoupons_per_call = 5",
    );
    let (status, body) = api.post(GENERATE, r#"{"crminvoice":"1"}"#).await;
    assert_eq!(status, 200, "{body}");
    assert!(body.starts_with("[\"DEMOUPD-"), "{body}");
    let (status, body) =
        api.post(GENERATE, &with(json!({"couponscount": "2", "crminvoice": 7}))).await;
    assert_eq!((status, body.matches("DEMOUPD-").count()), (200, 2));
    assert_eq!(api.post(GENERATE, &with(json!({"coupontype": TRIAL}))).await.0, 200);
    for (body, message) in [
        ("{}", "crminvoice is required"),
        (r#"{"crminvoice":"1","couponscount":6}"#, "Count must not be bigger than 5"),
        (r#"{"crminvoice":"1","couponscount":"two"}"#, "couponscount must be an integer"),
    ] {
        assert_eq!(
            api.post(GENERATE, body).await,
            (400, json!({ "message": message }).to_string())
        );
    }
}
