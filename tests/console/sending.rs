//! The console of a running host.

use reqwest::{Client, redirect::Policy};
use servicestack_emulator::http::server::Tls;

use crate::support::apex::Apex;

fn client() -> Client {
    let builder = Client::builder().cookie_store(true).redirect(Policy::none());
    builder.tls_danger_accept_invalid_certs(true).build().expect("a client")
}

async fn post(client: &Client, apex: &Apex, path: &str, form: &str) -> reqwest::Response {
    let request = client.post(format!("{}{path}", apex.base_url()));
    let request =
        request.header("Content-Type", "application/x-www-form-urlencoded").body(form.to_owned());
    request.send().await.expect("an answer")
}

async fn sign_in(client: &Client, apex: &Apex) {
    let answer =
        post(client, apex, "/ui/session/in", "UserName=demo&Password=demo&back=/ui/AddCoupons")
            .await;
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["location"]),
        (303, &"/ui/AddCoupons".parse().expect("a header"))
    );
}

/// The text of the answer's bytes on a page.
async fn received(page: reqwest::Response) -> String {
    let page = page.text().await.expect("text");
    let answer = page.split("id=\"answer-bytes\"").nth(1).unwrap_or(&page);
    let text = answer
        .split_once('>')
        .and_then(|(_, text)| text.split_once("</pre>"))
        .map_or(answer, |(text, _)| text);
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

const ADD: &str = "v.0=1&v.1=7&v.2=2030-01-02T03%3A04&v.3=2&v.4=UI&do=send";

#[tokio::test]
async fn a_form_is_sent_and_its_answer_shown() {
    let apex = Apex::start().await;
    let client = client();
    let refused = received(post(&client, &apex, "/ui/AddCoupons", ADD).await).await;
    assert!(refused.starts_with("HTTP/1.1 401 Unauthorized\r\n"), "{refused}");
    sign_in(&client, &apex).await;
    for (body, answer) in [
        ("json", r#"{"lastInsertedId":2,"Inserted":2,"Omitted":0,"Omittedlist":"","Error":0}"#),
        ("jsv", r#"{lastInsertedId:0,Inserted:0,Omitted:2,Omittedlist:"UI1,UI2",Error:0}"#),
        ("xml", "<Omitted>2</Omitted>"),
        ("csv", ",0,0,2,\"UI1,UI2\",0\r\n"),
        ("form&answer=json", r#""Omitted":2"#),
    ] {
        let shown =
            received(post(&client, &apex, "/ui/AddCoupons", &format!("{ADD}&body={body}")).await)
                .await;
        assert!(
            shown.starts_with("HTTP/1.1 200 OK\r\n") && shown.contains(answer),
            "{body}: {shown}"
        );
    }
    apex.stop().await;
}

/// The session of the console is the console's own.
#[tokio::test]
async fn cookies_stay_below_the_console() {
    let apex = Apex::start().await;
    let client = client();
    let answer =
        post(&client, &apex, "/ui/session/in", "UserName=demo&Password=demo&back=//evil.example")
            .await;
    assert_eq!(answer.headers()["location"], "/ui");
    for cookie in answer.headers().get_all("set-cookie") {
        let cookie = cookie.to_str().expect("text");
        assert!(
            cookie.contains("; Path=/ui") && cookie.ends_with("; HttpOnly; SameSite=Strict"),
            "{cookie}"
        );
    }
    let link = format!("{}/ui/session/out?X-Http-Method-Override=POST", apex.base_url());
    let followed = client.get(link).send().await.expect("an answer");
    assert_eq!(followed.status().as_u16(), 403, "a link is no form");
    let allowed = received(post(&client, &apex, "/ui/AddCoupons", ADD).await).await;
    assert!(allowed.starts_with("HTTP/1.1 200 OK\r\n"), "{allowed}");
    let out = post(&client, &apex, "/ui/session/out", "back=/ui").await;
    assert_eq!(out.status().as_u16(), 303);
    let refused = received(post(&client, &apex, "/ui/AddCoupons", ADD).await).await;
    assert!(refused.starts_with("HTTP/1.1 401 Unauthorized\r\n"), "{refused}");
    let wrong = post(&client, &apex, "/ui/session/in", "UserName=demo&Password=x&back=/ui").await;
    assert_eq!(wrong.headers()["location"], "/ui?refused=1");
    apex.stop().await;
}

/// The operation Authenticate signs the console in as well.
#[tokio::test]
async fn what_an_answer_does_to_the_session_counts() {
    let apex = Apex::start().await;
    let client = client();
    let page =
        client.get(format!("{}/ui/Authenticate", apex.base_url())).send().await.expect("an answer");
    let page = page.text().await.expect("text");
    let path = |name: &str| {
        let before =
            page.split(&format!("<span class=\"name\">{name}</span>")).next().expect("it is there");
        before
            .rsplit("for=\"v.")
            .next()
            .and_then(|rest| rest.split('"').next())
            .expect("a label")
            .to_owned()
    };
    let form = format!(
        "v.{}=credentials&v.{}=demo&v.{}=demo&do=send",
        path("provider"),
        path("UserName"),
        path("Password")
    );
    let shown = received(post(&client, &apex, "/ui/Authenticate", &form).await).await;
    assert!(
        shown.contains("Set-Cookie: ss-id=") && shown.contains(r#""UserName":"demo""#),
        "{shown}"
    );
    let shown = received(post(&client, &apex, "/ui/AddCoupons", ADD).await).await;
    assert!(shown.starts_with("HTTP/1.1 200 OK\r\n"), "{shown}");
    apex.stop().await;
}

#[tokio::test]
async fn forms_of_foreign_pages_are_refused() {
    let apex = Apex::start().await;
    for (origin, status) in
        [("https://evil.example", 403), ("null", 403), (apex.base_url().as_str(), 200)]
    {
        let request =
            client().post(format!("{}/ui/AddCoupons", apex.base_url())).header("Origin", origin);
        let answer = request.body(ADD).send().await.expect("an answer");
        assert_eq!(answer.status().as_u16(), status, "{origin}");
    }
    apex.stop().await;
}

#[tokio::test]
async fn under_tls_it_shows_what_is_inside() {
    let directory = tempfile::tempdir().expect("a directory");
    let tls = Tls::SelfMade(directory.path().to_owned());
    let apex = Apex::start_with(|builder| builder.tls(tls)).await;
    let shown = received(post(&client(), &apex, "/ui/GetRates", "do=send").await).await;
    assert!(shown.starts_with("HTTP/1.1 200 OK\r\n"), "{shown}");
    apex.stop().await;
}

#[tokio::test]
async fn there_is_no_console_for_what_nobody_has() {
    let apex = Apex::start().await;
    for (path, status) in [
        ("/ui/Nope", 404),
        ("/ui/assets/nope.js", 404),
        ("/ui/assets/../../Cargo.toml", 404),
        ("/ui/", 200),
        ("/ui/activatecoupon", 200),
        ("/ui/assets/console.js", 200),
    ] {
        let answer =
            client().get(format!("{}{path}", apex.base_url())).send().await.expect("an answer");
        assert_eq!(answer.status().as_u16(), status, "{path}");
        if status == 200 {
            let policy = answer.headers()["content-security-policy"].to_str().expect("text");
            assert!(
                policy.contains("default-src 'none'") && policy.contains("script-src 'self'"),
                "{policy}"
            );
        }
    }
    apex.stop().await;
}
