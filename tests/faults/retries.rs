//! The after-commit story: what becomes of coupons when the answer is lost.

use std::collections::HashMap;
use std::sync::Arc;

use servicestack_emulator::Running;

use crate::client::{activate, activated, code, host};

/// So many coupons are wanted.
const WANTED: usize = 10_000;

/// How many clients there are at once.
const CLIENTS: usize = 16;

async fn set(running: &Running, fault: &str) {
    let url = format!("{}/_emulator/faults/cut", running.base_url());
    let put = reqwest::Client::new().put(url).body(fault.to_owned()).send().await.unwrap();
    assert!(put.status().is_success(), "{}", put.text().await.unwrap());
}

async fn add_coupons(running: &Running) {
    let url = format!("{}/_emulator/coupons", running.base_url());
    let coupons = r#"{"Type":5,"Prefix":"RT","CodeFrom":1,"CodeTo":20000,"CodeLength":6,
        "ExpDate":"2030-01-01","Activate":false}"#;
    let request = reqwest::Client::new().post(url).header("Content-Type", "application/json");
    let added = request.body(coupons).send().await.unwrap();
    assert!(added.status().is_success(), "{}", added.text().await.unwrap());
}

/// What a client does for each coupon that it wants: it tries until it hears. Gives all that it
/// heard, and how many answers it lost.
async fn wanted(running: Arc<Running>, client: usize, keeps_id: bool) -> (Vec<String>, usize) {
    let (mut codes, mut lost) = (Vec::new(), 0);
    for number in 0..WANTED / CLIENTS {
        for attempt in 0.. {
            let attempt = if keeps_id { 0 } else { attempt };
            let id = format!("{:08x}-0000-0000-{attempt:04x}-{number:012x}", client + 1);
            let came = take(&running, &id).await;
            match came {
                Some(code) => {
                    codes.push(code);
                    break;
                }
                None => lost += 1,
            }
        }
    }
    (codes, lost)
}

async fn take(running: &Running, id: &str) -> Option<String> {
    let body = format!(r#"{{"CouponType":5,"Prefix":"RT","ActivateId":"{id}"}}"#);
    let request = crate::client::request("PUT", "/Coupons/Activate.json", "", &body);
    let came = crate::client::send(running, &request).await;
    let code = code(&came.body());
    assert!(code.is_some() || came.bytes.is_empty(), "{}", came.text());
    code
}

async fn story(keeps_id: bool) -> (Vec<String>, usize, u64) {
    let running = Arc::new(host());
    add_coupons(&running).await;
    let fault = r#"{"operation":"ActivateCoupon","point":"afterCommit","do":{"cut":"reset"},
        "probability":0.3}"#;
    set(&running, fault).await;
    let before = activated(&running).await;
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| tokio::spawn(wanted(running.clone(), client, keeps_id)))
        .collect();
    let (mut codes, mut lost) = (Vec::new(), 0);
    for client in clients {
        let (heard, of_client) = client.await.unwrap();
        codes.extend(heard);
        lost += of_client;
    }
    let taken = activated(&running).await - before;
    (codes, lost, taken)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_keeps_its_activate_id_loses_and_doubles_no_coupon_in_ten_thousand() {
    let (codes, lost, taken) = story(true).await;
    assert!(lost > WANTED / 4, "the fault acted {lost} times");
    let mut times: HashMap<&str, usize> = HashMap::new();
    codes.iter().for_each(|code| *times.entry(code).or_default() += 1);
    assert_eq!(codes.len(), WANTED);
    assert!(times.values().all(|times| *times == 1), "two clients heard of one coupon");
    assert_eq!(taken, WANTED as u64, "each coupon that is taken was heard of");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_draws_a_new_one_loses_a_coupon_with_each_lost_answer() {
    let running = host();
    let mut lost = 0;
    let before = activated(&running).await;
    for number in 0..10 {
        let header = "X-Emulator-Fault: afterCommit=reset\r\n";
        let id = |attempt: u8| format!("00000000-0000-0000-000{attempt}-{number:012}");
        if activate(&running, &id(0), header).await.bytes.is_empty() {
            lost += 1;
            assert_eq!(activate(&running, &id(1), "").await.status(), Some(200));
        }
    }
    assert_eq!((lost, activated(&running).await - before), (10, 20), "ten are taken for nobody");
}
