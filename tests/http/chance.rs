//! What one request draws does not move what another draws next.

use servicestack_emulator::store::{Addition, Codes, CouponState, Terms};
use servicestack_emulator::tenant::Purpose;

use crate::support::apex::Apex;

const BASIC: &str = "Basic ZGVtbzpkZW1v";

/// An emulator of its own, with the seed of all of them and three coupons.
async fn apex() -> Apex {
    let apex = Apex::start().await;
    let terms = Terms::new(1, "2030-01-01T00:00:00".parse().expect("an instant"));
    let codes = Codes::list((1..=3).map(|number| number.to_string()));
    let addition = Addition { prefix: "A".to_owned(), codes, terms, state: CouponState::default() };
    apex.coupons.add(addition).await.expect("added");
    apex
}

/// Activates a coupon without an ActivateId; the answer's body.
async fn activated(apex: &Apex) -> String {
    let call =
        reqwest::Client::new().put(format!("{}/Coupons/Activate?format=json", apex.base_url()));
    let call = call.header("Authorization", BASIC).header("Content-Type", "application/json");
    let call = call
        .body(r#"{"CouponType":1,"Prefix":"A","ActivateId":"00000000000000000000000000000000"}"#);
    let answer = call.send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    answer.text().await.expect("a body")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_view_between_two_activations_leaves_the_second_as_it_was() {
    let (alone, visited) = (apex().await, apex().await);
    assert_eq!(activated(&alone).await, activated(&visited).await);
    for path in ["/metadata", "/types/csharp", "/metadata/app.json", "/Coupons/ByStatus", "/auth"] {
        let url = format!("{}{path}", visited.base_url());
        reqwest::get(url).await.expect("an answer");
    }
    let second = activated(&alone).await;
    assert!(second.contains(r#""ActivateId":"#) && second.contains(r#""Code":"A2""#), "{second}");
    assert_eq!(activated(&visited).await, second);
    alone.stop().await;
    visited.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn activations_leave_the_next_session_id_as_it_was() {
    let session = async |apex: &Apex| {
        let answer =
            reqwest::get(format!("{}/types/csharp", apex.base_url())).await.expect("an answer");
        let mut cookies = answer.headers().get_all("set-cookie").iter();
        cookies.next().expect("a session").to_str().expect("text").to_owned()
    };
    let (alone, busy) = (apex().await, apex().await);
    // Not over the wire: Basic credentials begin a session themselves.
    busy.tenants().default().chance(Purpose::ActivateId).guid();
    assert_eq!(session(&busy).await, session(&alone).await);
    alone.stop().await;
    busy.stop().await;
}
