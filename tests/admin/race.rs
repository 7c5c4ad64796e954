//! Races over the API.

use serde_json::json;

use crate::host::{host, host_with};
use servicestack_emulator::http::server::Tls;

const ONE_ID: &str = "PUT /Coupons/Activate.jsv\nAuthorization: Basic ZGVtbzpkZW1v\n\
    Content-Type: application/jsv\n\n\
    {CouponType:1,Prefix:AB,ActivateId:6f9619ff-8b86-d011-b42d-00c04fc964ff}";

fn members(request: &str, copies: usize, fork: bool) -> String {
    json!({ "Request": request, "Copies": copies, "Fork": fork }).to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_activate_id_is_one_coupon_and_without_one_each_copy_takes_its_own() {
    let host = host();
    let race = host.call("POST /race", &members(ONE_ID, 32, true)).await;
    assert!(race.starts_with("200") && race.contains("[{\"Copies\":32,\"Status\":200,"), "{race}");
    assert!(race.contains("\"Activated\":20,") && race.contains("\"Activated\":21,"), "{race}");
    let counted = host.call("GET /coupons/count", "").await;
    assert!(counted.contains("\"Activated\":20,"), "the fork is another state: {counted}");
    let tenants = host.call("GET /tenants", "").await;
    assert_eq!(tenants.matches("\"Name\"").count(), 1, "it is dropped: {tenants}");
    let naive = ONE_ID.replace(",ActivateId:6f9619ff-8b86-d011-b42d-00c04fc964ff", "");
    let race = host.call("POST /race?Tenant=till", &members(&naive, 16, false)).await;
    assert_eq!(race.matches("\"Copies\":1,\"Status\":200").count(), 16, "{race}");
    assert!(race.contains("\"Activated\":36,"), "{race}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_coupon_has_one_winner() {
    let host = host();
    let coupon = r#"{"Type":9,"Prefix":"L","Codes":["AST"],"ExpDate":"2030-01-01"}"#;
    assert!(host.call("POST /coupons", coupon).await.starts_with("200"));
    let last = ONE_ID.replace("CouponType:1,Prefix:AB", "CouponType:9,Prefix:L");
    let last = last.replace(",ActivateId:6f9619ff-8b86-d011-b42d-00c04fc964ff", "");
    let race = host.call("POST /race", &members(&last, 8, false)).await;
    let winner = "{\"Results\":[{\"Copies\":1,\"Status\":200,";
    assert!(race.contains(winner) && race.contains("{\"Copies\":7,\"Status\":404,"), "{race}");
}

#[tokio::test]
async fn what_cannot_race_is_refused_by_member() {
    let host = host();
    for (body, field) in [
        (members(ONE_ID, 0, false), "Copies"),
        (members(ONE_ID, 65, false), "Copies"),
        (members("hello", 2, false), "Request"),
        (members("POST /_emulator/reset", 2, false), "Request"),
        ("{}".to_owned(), "Request"),
    ] {
        let refused = host.call("POST /race", &body).await;
        let blamed = format!("\"FieldName\":\"{field}\"");
        assert!(refused.starts_with("400") && refused.contains(&blamed), "{body}: {refused}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_runs_over_tls() {
    let host = host_with(|builder| builder.tls(Tls::Passing));
    let client = reqwest::Client::builder().danger_accept_invalid_certs(true).build().unwrap();
    let url = format!("{}/_emulator/race?format=json", host.running.base_url());
    let request = client.post(url).header("Content-Type", "application/json");
    let race = request.body(members(ONE_ID, 4, true)).send().await.unwrap().text().await.unwrap();
    assert!(race.contains("\"Copies\":4,\"Status\":200"), "{race}");
}
