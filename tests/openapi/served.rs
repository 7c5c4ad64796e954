//! What a server carries: documents, Swagger UI, and hosts under base paths whose links stay below
//! them.

use serde_json::Value as Json;
use servicestack_emulator::contract::Contract;
use servicestack_emulator::{Builder, Emulator};

use super::check::check;
use super::support::apex::{Apex, demo};

const SHOP: &str = r#"{"app":{"serviceName":"Shop"},"operations":[
    {"request":{"name":"Ping"},"response":{"name":"Pong","properties":[{"name":"At","type":"String"}]},"routes":[{"path":"/ping"}],"requiresAuth":true}]}"#;

/// A host of its own with the user demo/demo.
fn shop() -> Builder {
    let contract = Contract::read(SHOP.as_bytes()).expect("it reads");
    Emulator::builder(contract).users(vec![demo()])
}

/// ApexERPHost, and a shop below `/shop`.
async fn both() -> Apex {
    Apex::start_with(|builder| builder.mount_host("/shop", shop())).await
}

fn client() -> reqwest::Client {
    let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    client.build().expect("a client")
}

/// Status, the header `Location`, and the body.
async fn get(server: &Apex, path: &str) -> (u16, String, String) {
    let request =
        client().get(format!("{}{path}", server.base_url())).header("Accept", "text/html");
    let answer = request.send().await.expect("an answer");
    let location =
        answer.headers().get("location").map(|value| value.to_str().expect("text").to_owned());
    (answer.status().as_u16(), location.unwrap_or_default(), answer.text().await.expect("a body"))
}

#[tokio::test(flavor = "multi_thread")]
async fn each_host_serves_its_documents() {
    let server = both().await;
    for (base, title) in [("", "ApexERPHost"), ("/shop", "Shop")] {
        let (status, _, body) = get(&server, &format!("{base}/openapi.json")).await;
        let document: Json = serde_json::from_str(&body).expect("it is JSON");
        check(&document);
        assert_eq!((status, &document["info"]["title"]), (200, &Json::from(title)));
        assert_eq!(document["servers"][0]["url"], format!("{}{base}", server.base_url()));
        let (status, location, _) = get(&server, &format!("{base}/openapi")).await;
        assert_eq!((status, location), (302, format!("{}{base}/openapi.json", server.base_url())));
        let (_, _, collection) = get(&server, &format!("{base}/postman")).await;
        let collection: Json = serde_json::from_str(&collection).expect("it is JSON");
        assert_eq!(collection["variable"][0]["value"], format!("{}{base}", server.base_url()));
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn swagger_ui_offers_the_documents_of_all_hosts_and_needs_no_network() {
    let server = both().await;
    for (base, first) in [("", "ApexERPHost"), ("/shop", "Shop")] {
        let (status, location, _) = get(&server, &format!("{base}/swagger-ui")).await;
        assert_eq!((status, location), (302, format!("{}{base}/swagger-ui/", server.base_url())));
        let (_, _, page) = get(&server, &format!("{base}/swagger-ui/")).await;
        assert!(page.contains("./swagger-initializer.js") && !page.contains("//unpkg"), "{page}");
        let (_, _, script) =
            get(&server, &format!("{base}/swagger-ui/swagger-initializer.js")).await;
        assert!(script.contains(&format!(r#""urls.primaryName": "{first}""#)), "{script}");
        assert!(
            script.contains(r#""url": "/openapi.json""#)
                && script.contains(r#""url": "/shop/openapi.json""#)
        );
        assert!(script.contains(r#""validatorUrl": "none""#), "{script}");
        assert_eq!(get(&server, &format!("{base}/swagger-ui/swagger-ui-bundle.js")).await.0, 200);
        assert_eq!(get(&server, &format!("{base}/swagger-ui/nothing")).await.0, 404);
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn links_of_pages_stay_below_the_base_path() {
    let server = both().await;
    let mut pages = vec!["/shop/metadata".to_owned()];
    let mut seen = 0;
    while let Some(path) = pages.pop() {
        let (status, location, page) = get(&server, &path).await;
        assert_eq!((status, location.as_str()), (200, ""), "{path}");
        seen += 1;
        if !page.starts_with("<!DOCTYPE html>") {
            continue;
        }
        for link in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let link = link.replace("&amp;", "&");
            assert!(
                link.starts_with("/shop/")
                    || link.starts_with("https://")
                    || link.contains(':')
                    || path.contains("swagger-ui"),
                "{path} links to {link}"
            );
            if path == "/shop/metadata" && link.starts_with('/') {
                pages.push(link);
            }
        }
    }
    assert!(seen >= 12, "only {seen} pages");
    assert_eq!(get(&server, "/shop").await.1, format!("{}/shop/metadata", server.base_url()));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_at_one_host_leads_back_to_it_and_leaves_the_others_alone() {
    let server = both().await;
    let (_, location, _) = get(&server, "/shop/ping").await;
    let origin = server.base_url();
    assert!(
        location.starts_with(&format!("{origin}/shop/login?redirect=http%3a%2f%2f")),
        "{location}"
    );
    assert!(
        location.ends_with("%2fshop%2fping") && !location.contains("%2fshop%2fshop"),
        "{location}"
    );
    let (_, _, page) = get(&server, location.strip_prefix(&origin).expect("here")).await;
    assert!(page.contains(r#"action="/shop/auth/credentials?continue=%2Fshop%2Fping""#), "{page}");
    let action = format!("{origin}/shop/auth/credentials?continue=%2Fshop%2Fping");
    let request = client().post(action).header("Accept", "text/html");
    let request = request.header("Content-Type", "application/x-www-form-urlencoded");
    let form = request.body("UserName=demo&Password=demo");
    let answer = form.send().await.expect("an answer");
    assert_eq!(
        (answer.status().as_u16(), answer.headers()["location"].to_str().expect("text")),
        (302, "/shop/ping")
    );
    let cookies: Vec<_> = answer
        .headers()
        .get_all("set-cookie")
        .iter()
        .map(|value| value.to_str().expect("text"))
        .collect();
    assert!(
        !cookies.is_empty() && cookies.iter().all(|cookie| cookie.contains(";path=/shop;")),
        "{cookies:?}"
    );
    server.stop().await;
}
