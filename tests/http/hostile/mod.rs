//! A hundred hostile requests: each gets the answer written in the snapshot, nothing is stored, and
//! the host goes on.

pub mod cases;

use std::time::Duration;

use servicestack_emulator::http::server::Limits;

use crate::support::apex::Apex;

#[tokio::test]
async fn every_hostile_request_gets_its_answer_and_none_leaves_a_trace() {
    let limits = Limits { request_timeout: Duration::from_millis(500), ..Limits::default() };
    let apex = Apex::start_with(|builder| builder.limits(limits)).await;
    let cases = cases::all();
    assert!(cases.len() >= 100, "only {} cases", cases.len());
    let mut answers = String::new();
    for (name, request) in cases {
        let answer = apex.send(&request).await;
        answers.push_str(&format!("{name}: {}\n", reported(&answer)));
    }
    insta::with_settings!({ snapshot_path => "../../snapshots/hostile", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("answers", answers);
    });
    let list = apex.send(&cases::get("/Coupons/ByStatus.json", &[cases::AUTH])).await;
    assert!(String::from_utf8_lossy(&list).ends_with("{\"Coupon\":[]}"), "something was stored");
    apex.stop().await;
}

/// Status line and, of an error, its code.
fn reported(answer: &[u8]) -> String {
    let text = String::from_utf8_lossy(answer);
    let status =
        text.lines().next().unwrap_or("(closed)").trim_start_matches("HTTP/1.1 ").to_owned();
    let code = text.split("\"ErrorCode\":\"").nth(1).and_then(|rest| rest.split('"').next());
    match code {
        Some(code) => format!("{status} [{code}]"),
        None => status,
    }
}
