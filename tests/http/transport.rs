//! HTTP/2, TLS, encoded bodies, other origins, the modern profile.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::{Certificate, Client, Version};
use servicestack_emulator::host::{Behaviour, Cors, Profile};
use servicestack_emulator::http::server::Tls;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::apex::Apex;

const BASIC: &str = "Basic ZGVtbzpkZW1v";

#[tokio::test]
async fn http_2_is_spoken_by_prior_knowledge() {
    let apex = Apex::start().await;
    let client = Client::builder().http2_prior_knowledge().build().expect("a client");
    let answer = client
        .get(format!("{}/json/reply/GetRates", apex.base_url()))
        .send()
        .await
        .expect("an answer");
    assert_eq!((answer.version(), answer.status().as_u16()), (Version::HTTP_2, 200));
    let root =
        client.get(format!("{}/json/metadata?op=ActivateCoupon", apex.base_url())).send().await;
    assert!(
        root.expect("an answer").text().await.expect("text").contains("Host: 127.0.0.1"),
        "the page shows the host"
    );
    apex.stop().await;
}

#[tokio::test]
async fn a_self_made_certificate_serves_https_and_stays_the_same() {
    let directory = tempfile::tempdir().expect("a directory");
    let mut certificates = Vec::new();
    for _ in 0..2 {
        let tls = Tls::SelfMade(directory.path().to_owned());
        let apex = Apex::start_with(|builder| builder.tls(tls)).await;
        let pem = std::fs::read(directory.path().join("tls-certificate.pem")).expect("it was made");
        let trusted = Certificate::from_pem(&pem).expect("PEM");
        let client = Client::builder().tls_certs_only([trusted]).build().expect("a client");
        let answer = client
            .get(format!("{}/json/reply/GetRates", apex.base_url()))
            .send()
            .await
            .expect("an answer");
        assert_eq!((answer.version(), answer.status().as_u16()), (Version::HTTP_2, 200));
        apex.stop().await;
        certificates.push(pem);
    }
    assert_eq!(certificates[0], certificates[1]);
}

#[tokio::test]
async fn encoded_bodies_are_read_and_unknown_encodings_ignored() {
    let apex = Apex::start().await;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(br#"{"CouponType":1,"Prefix":"ZZ"}"#).expect("memory");
    let body = encoder.finish().expect("memory");
    let send = async |encoding: &str| {
        let request = Client::new().put(format!("{}/Coupons/Activate.json", apex.base_url()));
        let request =
            request.header("Authorization", BASIC).header("Content-Type", "application/json");
        request
            .header("Content-Encoding", encoding)
            .body(body.clone())
            .send()
            .await
            .expect("an answer")
    };
    assert!(send("gzip").await.text().await.expect("text").contains("prefix 'ZZ'"));
    for unknown in ["br", "zip", "GZIP", "gzip, gzip"] {
        let answer = send(unknown).await;
        assert_eq!(answer.status(), 400, "{unknown}");
        let text = answer.text().await.expect("text");
        assert!(text.contains("Type definitions should start with a '{'"), "{text}");
    }
    apex.stop().await;
}

#[tokio::test]
async fn other_origins_may_call_where_the_host_lets_them() {
    let behaviour = Behaviour { cors: Cors::Any, ..Behaviour::default() };
    let apex = Apex::start_with(|builder| builder.behaviour(behaviour)).await;
    let url = format!("{}/Coupons/ByStatus", apex.base_url());
    let preflight = Client::new()
        .request(reqwest::Method::OPTIONS, &url)
        .header("Origin", "https://till.example");
    let answer = preflight.send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    assert!(answer.headers().get("access-control-max-age").is_none(), "5.9.1 sends none");
    let refused = Client::new()
        .get(&url)
        .header("Accept", "application/json")
        .send()
        .await
        .expect("an answer");
    assert_eq!(
        (refused.status().as_u16(), &refused.headers()["access-control-allow-origin"]),
        (401, &"*".parse().expect("a header"))
    );
    apex.stop().await;
}

#[tokio::test]
async fn the_modern_profile_writes_camel_case_and_cookies_as_asp_net_core_does() {
    let behaviour = Behaviour { edition: Profile::Modern.edition(), ..Behaviour::default() };
    let apex = Apex::start_with(|builder| builder.behaviour(behaviour)).await;
    let request = Client::new().post(format!("{}/api/Authenticate", apex.base_url()));
    let request = request.json(
        &serde_json::json!({"provider": "credentials", "userName": "demo", "password": "demo"}),
    );
    let answer = request.header("Accept", "*/*").send().await.expect("an answer");
    let cookies: Vec<_> = answer.headers().get_all("set-cookie").iter().collect();
    let attributes = b"; path=/; samesite=lax; httponly";
    assert!(cookies.iter().all(|cookie| cookie.as_bytes().ends_with(attributes)));
    assert_eq!((cookies.len(), answer.headers().get("x-cookies")), (4, None));
    let body: serde_json::Value = answer.json().await.expect("JSON");
    assert_eq!(body["userName"], "demo");
    let unknown = Client::new()
        .get(format!("{}/json/reply/Nope", apex.base_url()))
        .send()
        .await
        .expect("an answer");
    let message = "The operation does not exist for this service";
    assert!(unknown.text().await.expect("text").contains(&format!(r#""message":"{message}""#)));
    let filled = Client::new()
        .put(format!("{}/json/reply/ActivateCoupon?Prefix=QQ&CouponType=9", apex.base_url()));
    let filled = filled
        .header("Authorization", BASIC)
        .body(r#"{"couponType":1}"#)
        .send()
        .await
        .expect("an answer");
    let text = filled.text().await.expect("text");
    assert!(
        text.contains("type 1 and prefix 'QQ'"),
        "the query fills what the body left out: {text}"
    );
    apex.stop().await;
}

#[tokio::test]
async fn a_client_that_expects_100_continue_gets_it() {
    let apex = Apex::start().await;
    let address = apex.base_url().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    let body = br#"{"CouponType":1,"Prefix":"ZZ"}"#;
    let head = format!(
        "PUT /Coupons/Activate.json HTTP/1.1\r\nHost: x\r\nAuthorization: {BASIC}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.expect("it reads");
    let mut reported = [0; 12];
    stream.read_exact(&mut reported).await.expect("it goes on");
    assert_eq!(&reported, b"HTTP/1.1 100");
    stream.write_all(body).await.expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("it answers");
    assert!(answer.contains("404 NotFound"), "{answer}");
    apex.stop().await;
}
