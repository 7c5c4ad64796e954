//! The doctor over the admin API.

use std::time::Duration;

use crate::host::{entries, host, json_put};
use crate::{ACTIVATE, GOOD};

#[tokio::test]
async fn the_api_says_what_was_found_in_a_tenant() {
    let running = host();
    entries(&running, &[json_put(ACTIVATE, r#"{"CouponType":1,"Prefx":"AB","Prefix":"AB"}"#)])
        .await;
    let get = async |path: &str| {
        let url = format!("{}/_emulator{path}", running.base_url());
        let request = reqwest::Client::new().get(url).header("Accept", "application/json");
        request.send().await.unwrap().text().await.unwrap()
    };
    let found = get("/doctor").await;
    assert!(found.starts_with(r#"{"Exchanges":1,"Results":[{"Rule":"unknown-member""#), "{found}");
    assert!(
        found.contains(r#""Exchange":1"#) && found.contains("did you mean `Prefix`?"),
        "{found}"
    );
    assert_eq!(get("/doctor?After=1").await, r#"{"Exchanges":0,"Results":[]}"#);
    let junit = get("/doctor/junit").await;
    assert!(junit.contains(r#"<testcase classname="doctor" name="unknown-member">"#), "{junit}");
    assert!(junit.contains(r#"tests="23" failures="1""#), "{junit}");
    assert!(get("/doctor/junit?Modern=true").await.contains(r#"tests="33""#));
    let rules = get("/doctor/rules").await;
    assert_eq!(rules.matches("\"Modern\":true").count(), 10);
    running.stop().await;
}

#[tokio::test]
async fn a_journal_of_ten_thousand_is_looked_at_in_little_time() {
    let running = host();
    let one = entries(&running, &[json_put(ACTIVATE, GOOD)]).await;
    let many: Vec<_> = std::iter::repeat_n(one[0].clone(), 10_000).collect();
    let began = std::time::Instant::now();
    servicestack_emulator::doctor::examine(&many, servicestack_emulator::doctor::Scope::Modern);
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    running.stop().await;
}
