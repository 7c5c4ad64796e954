//! `when`: each subject and each test, held and not held.

use reqwest::Method;

use super::host::{Host, host};

/// A host that answers `yes` under the condition, else `no`.
fn under(when: &str) -> Host {
    let text = format!("[[answer]]\nwhen = {when}\nbody = 'yes'\n[[answer]]\nbody = 'no'\n");
    host(&[("Hello.toml", &text)])
}

async fn check(when: &str, held: &[&str], not: &[&str]) {
    let host = under(when);
    for query in held {
        assert_eq!(host.get(&format!("/hello/World{query}")).await, "200 yes", "{when} {query}");
    }
    for query in not {
        assert_eq!(host.get(&format!("/hello/World{query}")).await, "200 no", "{when} {query}");
    }
}

#[tokio::test]
async fn members_by_name_whatever_place_they_came_from() {
    check("{ Name = 'World' }", &["", "?Age=1"], &["?Name=x"]).await;
    check("{ name = 'World', AGE = 3 }", &["?age=3"], &["", "?age=4"]).await;
    check("{ Sum = { gt = 100 } }", &["?Sum=100.01"], &["?Sum=100", ""]).await;
    check("{ Sum = { ge = 1, le = 2.5 } }", &["?Sum=1.0", "?Sum=2.50"], &["?Sum=0.9", "?Sum=3"])
        .await;
    check("{ Age = { lt = 0 } }", &["?Age=-1"], &[""]).await;
    check("{ Age = { in = [1, 2] } }", &["?Age=2"], &["?Age=3"]).await;
    check("{ Age = { not = 1 } }", &["?Age=2"], &["?Age=1"]).await;
    check("{ Name = { matches = '^W.*d$' } }", &[""], &["?Name=x"]).await;
    check("{ Name = { contains = 'orl' } }", &[""], &["?Name=x"]).await;
    check("{ Names = { contains = 'a' } }", &["?Names=b,a"], &["?Names=b", ""]).await;
    check("{ Names = { exists = true } }", &["?Names=b"], &[""]).await;
    check("{ At = { lt = '2026-01-01' } }", &["?At=2025-12-31"], &["?At=2026-02-01"]).await;
    check("{ Kind = 'Large' }", &["?Kind=Large", "?Kind=1"], &["?Kind=Small", ""]).await;
    check(
        "{ Customer = { Level = { gt = 1 } } }",
        &["?Customer={Level:2}"],
        &["?Customer={Level:1}", ""],
    )
    .await;
    check("{ Customer.Name = 'c' }", &["?Customer={Name:c}"], &[""]).await;
    check("{ members = { Name = 'World' } }", &[""], &["?Name=x"]).await;
    check("{ expression = 'Age > 2 and Name == \"World\"' }", &["?Age=3"], &["?Age=2"]).await;
}

#[tokio::test]
async fn the_request_as_it_came() {
    check("{ query = { debug = 'x' } }", &["?debug=x"], &["", "?debug=y"]).await;
    check("{ path = { matches = '^/hello/' } }", &[""], &[]).await;
    let host = under(
        "{ verb = 'POST', headers = { X-Till = '3' }, cookies = { seat = { exists = true } } }",
    );
    let ask =
        async |verb, headers: &[(&str, &str)]| host.send(verb, "/hello/World", headers, "").await;
    assert_eq!(ask(Method::POST, &[("x-till", "3"), ("cookie", "seat=1")]).await, "200 yes");
    assert_eq!(ask(Method::PUT, &[("x-till", "3"), ("cookie", "seat=1")]).await, "200 no");
    assert_eq!(ask(Method::POST, &[("x-till", "3")]).await, "200 no");
}

#[tokio::test]
async fn who_calls() {
    for when in
        ["{ user = 'till' }", "{ role = 'Cashier' }", "{ user = 'till', tenant = 'default' }"]
    {
        let host = under(when);
        let login = "/auth/credentials?UserName=till&Password=till";
        let (_, headers, _) = host.whole(Method::POST, login, &[], "").await;
        let cookies: Vec<&str> = headers
            .get_all("set-cookie")
            .iter()
            .filter_map(|cookie| cookie.to_str().ok()?.split(';').next())
            .collect();
        let cookies = cookies.join("; ");
        let signed_in = host.send(Method::GET, "/hello/World", &[("cookie", &cookies)], "").await;
        assert_eq!(signed_in, "200 yes", "{when}");
        assert_eq!(host.get("/hello/World").await, "200 no", "{when}");
    }
    check("{ user = { exists = false } }", &[""], &[]).await;
}

#[tokio::test]
async fn a_request_may_choose_its_answer() {
    let text = "[[answer]]\nbody = 'first'\n[[answer]]\nname = 'gone'\nerror = { status = 404, code = 'NotFound' }\n";
    let host = host(&[("Hello.toml", text)]);
    let ask =
        async |headers: &[(&str, &str)]| host.send(Method::GET, "/hello/a", headers, "").await;
    assert_eq!(ask(&[]).await, "200 first");
    assert!(ask(&[("Prefer", "code=404")]).await.starts_with("404"));
    assert!(ask(&[("X-Emulator-Answer", "gone")]).await.starts_with("404"));
    assert_eq!(ask(&[("X-Emulator-Answer", "nobody")]).await, "200 first");
}

#[tokio::test]
async fn without_an_answer_the_operation_is_as_without_a_stub() {
    let host = host(&[("Hello.toml", "[[answer]]\nwhen = { Age = 1 }\nbody = 'x'\n")]);
    assert_eq!(host.get("/hello/a?Age=1").await, "200 x");
    assert!(host.get("/hello/a?format=json").await.starts_with("200 {\"Id\":0,"));
}
