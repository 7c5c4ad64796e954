//! Everything that shows or compares a time goes by the clock of the tenant.

use chrono::Duration;
use reqwest::{Client, RequestBuilder};
use servicestack_emulator::auth::Tokens;
use servicestack_emulator::lab::{Clock, Seed};
use servicestack_emulator::{Emulator, Running};

const NOW: &str = "2026-01-15T10:00:00Z";
const FAR: &str = "2150-06-01T12:30:00Z";

fn started() -> Running {
    let clock = Clock::frozen_at(NOW.parse().unwrap());
    let tokens = Tokens::new(b"a secret of the test, long enough", Duration::hours(1));
    let builder = Emulator::apex().clock(clock).seed(Seed::from_u64(1)).tokens(tokens);
    builder.start().unwrap()
}

/// The status, the headers and the body of an answer as one text.
async fn shown(request: RequestBuilder) -> String {
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let headers: String = headers
        .iter()
        .map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap()))
        .collect();
    format!("{status}\n{headers}\n{}", answer.text().await.unwrap())
}

/// How a request is made to be answered far ahead.
#[derive(Clone, Copy, Debug, PartialEq)]
enum By {
    /// The tenant's clock shows it.
    Clock,
    /// The request says so.
    Header,
}

/// A host, and its requests far ahead.
struct Ahead {
    running: Running,
    by: By,
}

impl Ahead {
    fn get(&self, path: &str) -> RequestBuilder {
        self.ahead(Client::new().get(format!("{}{path}", self.running.base_url())))
    }

    fn post(&self, path: &str, body: &str) -> RequestBuilder {
        let request = Client::new().post(format!("{}{path}", self.running.base_url()));
        self.ahead(request.header("Content-Type", "application/json").body(body.to_owned()))
    }

    fn ahead(&self, request: RequestBuilder) -> RequestBuilder {
        let request = request.basic_auth("demo", Some("demo"));
        match self.by {
            By::Clock => {
                self.running.tenants().default().clock().set(FAR.parse().unwrap());
                request
            }
            By::Header => request.header("X-Emulator-Clock", FAR),
        }
    }

    /// A request at the start's time, by whoever it says.
    fn before(&self, verb: &str, path: &str) -> RequestBuilder {
        self.running.tenants().default().clock().set(NOW.parse().unwrap());
        let url = format!("{}{path}", self.running.base_url());
        Client::new().request(verb.parse().unwrap(), url).header("Accept", "application/json")
    }
}

#[tokio::test]
async fn a_clock_far_ahead_shows_wherever_a_time_is_shown() {
    for by in [By::Clock, By::Header] {
        let ahead = Ahead { running: started(), by };
        let (date, long) = ("Mon, 01 Jun 2150 12:30:00 GMT", "Fri, 01 Jun 2170 12:30:00 GMT");
        let list = shown(ahead.get("/Coupons/ByStatus/1.json")).await;
        assert!(list.contains(&format!("date: {date}")), "{by:?}: {list:.300}");
        assert!(list.contains(&format!("expires={long}")), "{by:?}: {list:.600}");
        let http2 = Client::builder().http2_prior_knowledge().build().unwrap();
        let url = format!("{}/metadata", ahead.running.base_url());
        let page = shown(ahead.ahead(http2.get(url))).await;
        assert!(page.contains(&format!("date: {date}")), "{by:?}: {page:.300}");
        for (path, part) in [
            ("/types/csharp", "Date: 2150-06-01 12:30:00"),
            ("/types/typescript", "Date: 2150-06-01 12:30:00"),
            ("/Coupons/ByStatus/1.html", "1 June 2150, 12:30:00 UTC"),
            ("/health", date),
            ("/restapi/openapi.json", date),
            ("/_emulator/tenants", date),
            ("/nowhere", date),
        ] {
            let got = shown(ahead.get(path)).await;
            assert!(got.contains(part), "{by:?} {path}: {got:.900}");
        }
        let sign_out = shown(ahead.post("/auth/logout?format=json", "")).await;
        assert!(sign_out.contains("expires=Sun, 31 May 2150 12:30:00 GMT"), "{sign_out}");
        let url = format!("{}/_emulator/stubs/GetRates", ahead.running.base_url());
        let stub = r#"{"answer":[{"status":200,"body":"{{ now }}"}]}"#;
        let set = shown(Client::new().put(url).body(stub)).await;
        assert!(set.starts_with("200"), "{set}");
        let stubbed = shown(ahead.get("/json/reply/GetRates")).await;
        assert!(stubbed.contains("2150-06-01T12:30:00"), "{by:?}: {stubbed}");
    }
}

#[tokio::test]
async fn it_decides_what_is_over() {
    for by in [By::Clock, By::Header] {
        let ahead = Ahead { running: started(), by };
        let coupon = serde_json::json!({"CouponType":1,"Prefix":"AB"});
        let url = format!("{}/Coupons/Activate.json", ahead.running.base_url());
        let put = || Client::new().put(&url);
        let before = ahead.before("PUT", "/Coupons/Activate.json").basic_auth("demo", Some("demo"));
        let before = shown(before.json(&coupon)).await;
        assert!(before.contains("\"Code\":\"AB"), "{by:?}: {before}");
        let expired = shown(ahead.ahead(put().json(&coupon))).await;
        assert!(expired.starts_with("404"), "{by:?}: the coupons ended: {expired}");

        let sign_in = ahead.before("POST", "/auth/credentials");
        let user = serde_json::json!({"UserName":"demo","Password":"demo"});
        let signed_in = shown(sign_in.json(&user)).await;
        let part = |from: &str, to: char| {
            signed_in.split_once(from).unwrap().1.split(to).next().unwrap().to_owned()
        };
        let (id, token) = (part("ss-id=", ';'), part("\"BearerToken\":\"", '"'));
        let list = |request: RequestBuilder| request.header("X-ss-id", &id);
        let bearer = |request: RequestBuilder| request.bearer_auth(&token);
        for with in [&list as &dyn Fn(RequestBuilder) -> RequestBuilder, &bearer] {
            let fresh = shown(with(ahead.before("GET", "/Coupons/ByStatus/1.json"))).await;
            assert!(fresh.starts_with("200"), "{by:?}: {fresh:.300}");
            let late = ahead.before("GET", "/Coupons/ByStatus/1.json");
            let late = match by {
                By::Clock => {
                    ahead.running.tenants().default().clock().set(FAR.parse().unwrap());
                    late
                }
                By::Header => late.header("X-Emulator-Clock", FAR),
            };
            let late = shown(with(late)).await;
            assert!(late.starts_with("401") || late.starts_with("403"), "{by:?}: {late:.300}");
        }
    }
}

#[tokio::test]
async fn a_header_changes_the_time_of_its_request_alone_and_is_checked() {
    let running = started();
    let get = |time: &str| {
        let request = Client::new().get(format!("{}/metadata", running.base_url()));
        shown(request.header("X-Emulator-Clock", time))
    };
    assert!(get(FAR).await.contains("date: Mon, 01 Jun 2150 12:30:00 GMT"));
    assert!(get("2030-01-01").await.contains("date: Tue, 01 Jan 2030 00:00:00 GMT"));
    let now = shown(Client::new().get(format!("{}/metadata", running.base_url()))).await;
    assert!(now.contains("date: Thu, 15 Jan 2026 10:00:00 GMT"), "{now:.300}");
    for bad in ["noon", "0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "2030-13-01"] {
        let refused = get(bad).await;
        assert!(refused.starts_with("400") && refused.contains("X-Emulator-Clock"), "{refused}");
    }
    let url = format!("{}/_emulator/clock/advance?By=PT1H", running.base_url());
    let moved = shown(Client::new().post(url).header("X-Emulator-Clock", FAR)).await;
    assert!(moved.starts_with("200"), "{moved}");
    let clock = running.tenants().default().clock().now();
    assert_eq!(clock, "2026-01-15T11:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap());
}

#[tokio::test]
async fn headers_that_are_not_allowed_change_nothing() {
    let clock = Clock::frozen_at(NOW.parse().unwrap());
    let running = Emulator::apex().clock(clock).lab_headers(false).start().unwrap();
    let request = Client::new().get(format!("{}/metadata", running.base_url()));
    let got = shown(request.header("X-Emulator-Clock", FAR)).await;
    assert!(got.contains("date: Thu, 15 Jan 2026 10:00:00 GMT"), "{got:.300}");
}
