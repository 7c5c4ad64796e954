//! More changes than the store can take, and a store that takes none.

use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Response};
use servicestack_emulator::store::embedded::Settings;
use servicestack_emulator::store::{Activate, Activation, Answer, Coupons, StoreError};

use crate::support::apex::Apex;
use crate::support::double::{Double, Trick};

const BASIC: &str = "Basic ZGVtbzpkZW1v";

/// A store that refuses every activation.
struct Refuses(StoreError);

impl Trick for Refuses {
    fn activate<'a>(&'a self, _: &'a dyn Coupons, _: Activate) -> Answer<'a, Activation> {
        Box::pin(async { Err(self.0.clone()) })
    }

    fn ready<'a>(&'a self, _: &'a dyn Coupons) -> Answer<'a, ()> {
        Box::pin(async { Err(self.0.clone()) })
    }
}

async fn refusing(error: StoreError) -> Apex {
    let double = |real| -> Arc<dyn Coupons> { Arc::new(Double { real, trick: Refuses(error) }) };
    Apex::start_over(&Settings::default(), double, |builder| builder).await
}

async fn activate(client: &Client, base_url: &str, format: &str) -> Response {
    let request = client.put(format!("{base_url}/Coupons/Activate")).header("Authorization", BASIC);
    let request = request
        .header("Accept", format!("application/{format}"))
        .header("Content-Type", "application/json");
    request.body(r#"{"CouponType":1,"Prefix":"ZZ"}"#).send().await.unwrap()
}

#[tokio::test]
async fn a_store_that_takes_no_change_is_503_with_the_time_to_come_again() {
    let errors = [
        (StoreError::Busy, "The store is busy; try again in a moment."),
        (StoreError::Stopped("it fell".into()), "The store cannot be reached; try again later."),
    ];
    for (error, message) in errors {
        let apex = refusing(error).await;
        for (format, status) in [
            ("json", r#"{"ResponseStatus":{"ErrorCode":"ServiceUnavailable","Message":"#),
            ("jsv", "{ResponseStatus:{ErrorCode:ServiceUnavailable,Message:"),
            ("xml", "ErrorCode>ServiceUnavailable</"),
        ] {
            let answer = activate(&Client::new(), &apex.base_url(), format).await;
            assert_eq!(
                (answer.status().as_u16(), &answer.headers()["retry-after"]),
                (503, &"1".parse().unwrap())
            );
            let text = answer.text().await.unwrap();
            assert!(text.contains(status) && text.contains(message), "{text}");
            assert!(!text.contains("fell"), "the store's own words stay in the log");
        }
        apex.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_queue_refuses_at_once_and_loses_nothing_it_took() {
    let settings = Settings { queue: 1, batch: 1, ..Settings::default() };
    let apex = Apex::start_over(&settings, |real| real, |builder| builder).await;
    let (client, base_url) = (Client::new(), apex.base_url());
    let added = client.post(format!("{base_url}/Coupons")).header("Authorization", BASIC);
    let added = added
        .header("Content-Type", "application/json")
        .body(r#"{"CodeFrom":1,"CodeTo":9999,"CodeLength":4,"Type":1,"ExpDate":"2030-01-02","Prefix":"ZZ"}"#);
    assert_eq!(added.send().await.unwrap().status(), 200);
    let callers: Vec<_> = (0..64)
        .map(|_| {
            let (client, base_url) = (client.clone(), base_url.clone());
            tokio::spawn(async move {
                let (mut taken, mut refused) = (0, 0);
                for _ in 0..20 {
                    match activate(&client, &base_url, "json").await.status().as_u16() {
                        200 => taken += 1,
                        503 => refused += 1,
                        other => panic!("{other}"),
                    }
                }
                (taken, refused)
            })
        })
        .collect();
    let (mut taken, mut refused) = (0, 0);
    for caller in callers {
        let (more_taken, more_refused) = caller.await.unwrap();
        (taken, refused) = (taken + more_taken, refused + more_refused);
    }
    assert!(taken > 0 && refused > 0, "{taken} taken, {refused} refused");
    let list =
        client.get(format!("{base_url}/Coupons/ByStatus/1.json")).header("Authorization", BASIC);
    let list = list.send().await.unwrap().text().await.unwrap();
    assert_eq!(list.matches("\"Code\"").count(), taken);
    apex.stop().await;
}

/// A store that takes its time.
struct Slow;

impl Trick for Slow {
    fn activate<'a>(&'a self, real: &'a dyn Coupons, request: Activate) -> Answer<'a, Activation> {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(500)).await;
            real.activate(request).await
        })
    }
}

#[tokio::test]
async fn a_server_that_stops_finishes_what_it_began() {
    let double = |real| -> Arc<dyn Coupons> { Arc::new(Double { real, trick: Slow }) };
    let apex = Apex::start_over(&Settings::default(), double, |builder| builder).await;
    let (client, base_url) = (Client::new(), apex.base_url());
    let request = client.post(format!("{base_url}/Coupons")).header("Authorization", BASIC);
    let request = request
        .header("Content-Type", "application/json")
        .body(r#"{"CodeFrom":1,"CodeTo":3,"Type":1,"ExpDate":"2030-01-02","Prefix":"ZZ"}"#);
    // Opens the connection, and takes the cost of the first password.
    assert_eq!(request.send().await.unwrap().status(), 200);
    let running = tokio::spawn(async move { activate(&client, &base_url, "json").await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!running.is_finished(), "the store is at work when the stop comes");
    apex.stop().await;
    let answer = running.await.expect("the answer came");
    assert_eq!(answer.status(), 200);
    assert!(answer.text().await.unwrap().contains("ZZ1"));
}
