//! `/health`, `/ready` and `/metrics`.

use std::sync::Arc;

use reqwest::{Client, Response};
use servicestack_emulator::Emulator;
use servicestack_emulator::contract::Contract;
use servicestack_emulator::host::Behaviour;
use servicestack_emulator::store::embedded::Settings;
use servicestack_emulator::store::{Answer, Coupons, StoreError};
use servicestack_emulator::wire::Dialect;

use crate::support::apex::Apex;
use crate::support::double::{Double, Trick};

const BASIC: &str = "Basic ZGVtbzpkZW1v";

async fn get(url: String) -> Response {
    Client::new().get(url).header("Authorization", BASIC).send().await.unwrap()
}

async fn metrics(apex: &Apex) -> String {
    let answer = get(format!("{}/metrics", apex.base_url())).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(
        answer.headers()["content-type"],
        "application/openmetrics-text; version=1.0.0; charset=utf-8"
    );
    answer.text().await.unwrap()
}

/// The value of one line.
fn value(metrics: &str, name: &str) -> f64 {
    let line = metrics.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {name} in {metrics}")).parse().unwrap()
}

#[tokio::test]
async fn what_was_done_is_counted() {
    let apex = Apex::start().await;
    let base_url = apex.base_url();
    let added =
        Client::new().post(format!("{base_url}/Coupons.jsv")).header("Authorization", BASIC);
    let added = added.header("Content-Type", "application/jsv");
    added.body("{CodeFrom:1,CodeTo:30,Type:1,ExpDate:2030-01-02,Prefix:ZZ}").send().await.unwrap();
    for (prefix, times) in [("ZZ", 3), ("NONE", 2)] {
        for _ in 0..times {
            let request = Client::new().put(format!("{base_url}/Coupons/Activate.json"));
            let request =
                request.header("Authorization", BASIC).header("Content-Type", "application/jsv");
            request.body(format!("{{CouponType:1,Prefix:{prefix}}}")).send().await.unwrap();
        }
    }
    get(format!("{base_url}/nowhere")).await;
    let text = metrics(&apex).await;
    let count = |operation: &str, format: &str, status: u16| {
        let name = "emulator_requests_total";
        let labels = format!(r#"operation="{operation}",format="{format}",status="{status}""#);
        value(&text, &format!("{name}{{{labels}}}"))
    };
    assert_eq!(count("AddCoupons", "jsv", 200), 1.0);
    assert_eq!(count("ActivateCoupon", "json", 200), 3.0);
    assert_eq!(count("ActivateCoupon", "json", 404), 2.0);
    assert_eq!(count("none", "none", 404), 1.0);
    let duration = r#"emulator_request_duration_seconds_count{operation="ActivateCoupon"}"#;
    assert_eq!(value(&text, duration), 5.0);
    assert_eq!(value(&text, r#"emulator_coupons{state="free"}"#), 27.0);
    assert_eq!(value(&text, r#"emulator_coupons{state="activated"}"#), 3.0);
    assert_eq!(value(&text, "emulator_store_ready"), 1.0);
    assert_eq!(value(&text, "emulator_store_queue"), 0.0);
    assert_eq!(value(&text, "emulator_store_queue_limit"), 4096.0);
    // One sync each for the addition and the three activations; a refusal changes nothing.
    assert_eq!(value(&text, "emulator_store_sync_seconds_count"), 4.0);
    assert!(value(&text, "emulator_store_sync_seconds_sum") > 0.0);
    assert_eq!(value(&text, r#"emulator_store_batch_changes_bucket{le="1.0"}"#), 4.0);
    assert_eq!(value(&text, r#"emulator_store_batch_changes_bucket{le="+Inf"}"#), 4.0);
    assert!(text.ends_with("# EOF\n"));
    apex.stop().await;
}

/// A store that is not ready.
struct Unready;

impl Trick for Unready {
    fn ready<'a>(&'a self, _: &'a dyn Coupons) -> Answer<'a, ()> {
        Box::pin(async { Err(StoreError::Stopped("the test says so".into())) })
    }
}

#[tokio::test]
async fn ready_asks_the_store_and_health_does_not() {
    let strict = Behaviour {
        dialect: Dialect { strict: true, ..Dialect::default() },
        ..Behaviour::default()
    };
    let apex = Apex::start_with(|builder| builder.behaviour(strict)).await;
    for (path, body) in [("health", "healthy\n"), ("ready", "ready\n")] {
        // Without credentials, in strict mode too: a supervisor has none.
        let answer = Client::new().get(format!("{}/{path}", apex.base_url())).send().await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().as_str()), (200, body));
        let other = Client::new()
            .post(format!("{}/{path}", apex.base_url()))
            .header("Content-Length", 0)
            .send();
        let other = other.await.unwrap();
        assert_eq!(other.status(), 404, "only reads are answered");
    }
    apex.stop().await;
    let double = |real| -> Arc<dyn Coupons> { Arc::new(Double { real, trick: Unready }) };
    let apex = Apex::start_over(&Settings::default(), double, |builder| builder).await;
    let ready = get(format!("{}/ready", apex.base_url())).await;
    assert_eq!(
        (ready.status().as_u16(), &ready.headers()["retry-after"]),
        (503, &"1".parse().unwrap())
    );
    assert_eq!(ready.text().await.unwrap(), "not ready\n");
    assert_eq!(get(format!("{}/health", apex.base_url())).await.status(), 200);
    assert_eq!(value(&metrics(&apex).await, "emulator_store_ready"), 0.0);
    apex.stop().await;
}

#[tokio::test]
async fn an_operation_with_such_a_route_is_not_hidden() {
    let document = br#"{"types":[],"operations":[{"request":{"name":"Fine","namespace":"T","properties":[]},
        "actions":["ANY"],"routes":[{"path":"/health","verbs":null}],
        "response":{"name":"FineResponse","namespace":"T","properties":[{"name":"Result","type":"String","namespace":"System"}]}}]}"#;
    let running = Emulator::builder(Contract::read(document).unwrap()).start().unwrap();
    let health = get(format!("{}/health.json", running.base_url())).await;
    assert_eq!(health.text().await.unwrap(), "{}", "the operation answers");
    let health = get(format!("{}/health?format=json", running.base_url())).await;
    assert_eq!(health.text().await.unwrap(), "{}");
    assert_eq!(get(format!("{}/ready", running.base_url())).await.text().await.unwrap(), "ready\n");
    running.stop().await;
}
