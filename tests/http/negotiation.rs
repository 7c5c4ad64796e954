//! Which format an answer comes in.

use reqwest::Client;
use servicestack_emulator::http::Manners;
use servicestack_emulator::wire::Dialect;

use crate::support::apex::Apex;

#[tokio::test]
async fn whoever_takes_anything_is_answered_in_the_format_of_the_body() {
    for strict in [false, true] {
        let manners = Manners { dialect: Dialect { strict, ..Dialect::default() }, ..Manners::default() };
        let apex = Apex::start_with(|builder| builder.manners(manners)).await;
        let url = format!("{}/Coupons/ByStatus", apex.base_url());
        let request = || Client::new().get(&url).basic_auth("demo", Some("demo")).header("Accept", "*/*");
        let told = async |request: reqwest::RequestBuilder| {
            let answer = request.send().await.expect("an answer");
            answer.headers()["content-type"].to_str().expect("text").to_owned()
        };
        assert_eq!(
            told(request().header("Content-Type", "application/json")).await,
            "application/json; charset=utf-8"
        );
        assert_eq!(
            told(request().header("Content-Type", "application/x-www-form-urlencoded")).await,
            "text/html"
        );
        assert_eq!(told(request()).await, "text/html");
        apex.stop().await;
    }
}
