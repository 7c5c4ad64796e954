//! Templates: types kept, built-in names, loops, and bounds.

use reqwest::Method;

use super::host::host;

async fn jsv(answer: &str, query: &str) -> String {
    let host = host(&[("Hello.json", answer)]);
    let answer = host.get(&format!("/hello/World?format=jsv&{query}")).await;
    answer.split(",Kind:").next().unwrap().to_owned()
}

#[tokio::test]
async fn one_expression_keeps_its_type() {
    let answer = r#"{"Result":"Hi {{ name }}, {{ Age + 1 }}","Id":"{{ Age }}","Total":"{{ Sum }}","At":"{{ At }}",
        "Names":"{{ Names }}","Lines":"{{ Lines }}","Customer":"{{ Customer }}"}"#;
    let query = "Age=4&Sum=1.50&At=2026-03-01T10:00:00&Names=x,y&Lines=[{Text:t,Amount:1.0}]&Customer={Name:c,Level:2}";
    assert_eq!(
        jsv(answer, query).await,
        "200 {Result:\"Hi World, 5\",Id:4,Total:1.50,At:2026-03-01T10:00:00+00:00,Names:[x,y],Lines:[{Text:t,Amount:1.0}],Customer:{Name:c,Level:2}"
    );
    assert_eq!(
        jsv(r#"{"Id":"{{ Age * 2 }}","Total":"{{ Sum * 2 }}"}"#, "Age=4&Sum=1.25").await,
        "200 {Id:8,Total:2.5,At:0001-01-01"
    );
    assert_eq!(
        jsv(
            r#"{"Id":"{{ Customer.Level }}","Result":"{{ Names[1] }}"}"#,
            "Customer={Level:3}&Names=a,b"
        )
        .await,
        "200 {Result:b,Id:3,Total:0,At:0001-01-01"
    );
}

#[tokio::test]
async fn loops_make_items() {
    let answer = r#"{"Lines":[{"Text":"head"},{"$for":"n in Names","Text":"{{ n }}-{{ Name }}","Amount":"{{ Sum }}"}],
        "Names":[{"$for":"line in Lines","$item":"{{ line.text | upper }}"}],
        "Result":"{% for n in Names %}{{ n }};{% endfor %}"}"#;
    assert_eq!(
        jsv(answer, "Names=x,y&Sum=2.50&Lines=[{Text:t}]").await,
        "200 {Result:x;y;,Id:0,Total:0,At:0001-01-01,Names:[T],Lines:[{Text:head,Amount:0},{Text:x-World,Amount:2.50},{Text:y-World,Amount:2.50}]"
    );
}

#[tokio::test]
async fn what_is_around_the_request() {
    let text = "[[answer]]\nbody = '''{{ request.verb }} {{ request.path }} {{ request.headers[\"x-a\"] }} {{ request.query.q }} \
        {{ request.cookies.c }} {{ request.raw }} {{ user.name }} {{ tenant }} {{ now }} {{ guid() }} {{ random(5, 5) }} \
        {{ counter('n') }}{{ counter('n') }} {{ members.Name }}'''\n";
    let host = host(&[("Hello.toml", text)]);
    let headers = [("X-A", "b"), ("Cookie", "c=d"), ("Content-Type", "text/x")];
    let answer = host.send(Method::POST, "/hello/World?q=1", &headers, "raw").await;
    insta::assert_snapshot!("around_the_request", answer);
}

#[tokio::test]
async fn what_fails_is_the_hosts_500() {
    for (answer, query) in [
        (r#"{"Result":"{{ 1 / 0 }}"}"#, ""),
        (r#"{"Id":"{{ Name }}"}"#, ""),
        (r#"{"Result":"{{ Names[7] }}"}"#, "Names=a"),
        (
            r#"{"Result":"{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}"}"#,
            "",
        ),
        (r#"{"Result":"{% for a in range(90000) %}{{ 'x' | repeat(9000) }}{% endfor %}"}"#, ""),
        (r#"{"Result":"{{ 'x' | repeat(9999999999) }}"}"#, ""),
        (r#"{"Result":"{{ variables.nothing }}"}"#, ""),
        (r#"{"Names":"{{ (Names + []) * Age }}"}"#, "Names=a&Age=2000000000"),
        (r#"{"Result":"{{ (Names + []) * Age | string }}"}"#, "Names=a&Age=2000000000"),
        (r#"{"Result":"{{ (Names + []) * Age | sum }}"}"#, "Names=a&Age=2000000000"),
        (r#"{"Result":"{{ (Names + []) * Age | upper }}"}"#, "Names=a&Age=2000000000"),
        (r#"{"Names":"{{ range(90000) | map('replace', '', Name) | list }}"}"#, ""),
        (r#"{"Lines":[{"$for":"a in range(9999)","Text":"{{ Name | repeat(99999) }}"}]}"#, ""),
        (r#"{"Result":"{{ random(2, 1) }}"}"#, ""),
        (r#"{"Names":"{{ ([0] + Names) * 9999999999 }}"}"#, ""),
        (r#"{"Result":"{{ ([''] + Names) * 9999999999 | join }}"}"#, ""),
        (r#"{"Id":"{{ ([0] + Names) * 9999999999 | list | length }}"}"#, ""),
        (
            r#"{"Lines":[{"$for":"a in range(99999)","Text":"{{ a }}","Amount":"{{ Age / 0 }}"}]}"#,
            "",
        ),
        (r#"{"Result":"{{ ('xxxxxxxxxx' | repeat(90000)) | replace('x', 'yyyyyyyyyy') }}"}"#, ""),
    ] {
        let host = host(&[("Hello.json", answer)]);
        let got = host.get(&format!("/hello/World?format=json&{query}")).await;
        assert!(got.starts_with("500 "), "{answer} {got}");
        assert!(got.contains(r#""ErrorCode":"InvalidOperationException""#), "{answer} {got}");
    }
}

#[tokio::test]
async fn what_nests_too_deep_is_the_hosts_500() {
    // The engine's recursion: a loop that calls itself.
    let answer = r#"{"Result":"{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}"}"#;
    let host = host(&[("Hello.json", answer)]);
    let got = host.get("/hello/World?format=json").await;
    assert!(got.starts_with("500 ") && got.contains("InvalidOperationException"), "{got}");
}

#[test]
fn what_may_grow_without_bound_is_refused_when_it_is_read() {
    let doubled = format!("{{% set a = Name %}}{}{{{{ a }}}}", "{% set a = a + a %}".repeat(40));
    for text in [
        "{{ Name ~ Name }}",
        "{{ 'x' * Age }}",
        "{{ Name * Age }}",
        "{{ Age * [0] }}",
        "{{ Age * Names }}",
        "{% macro m(x) %}{{ m(x + x) }}{% endmacro %}{{ m(Name) }}",
        &doubled,
    ] {
        let mistake =
            super::host::open("Hello.json", &serde_json::json!({ "Result": text }).to_string());
        let Err(mistake) = mistake else { panic!("{text} is taken") };
        assert_eq!(mistake.line, Some(1), "{mistake}");
    }
}

/// What a list makes in a member, a body and a variable is bounded by a setting.
#[tokio::test]
async fn what_templates_make_is_bounded_by_a_setting() {
    for (file, text) in [
        ("Hello.json", r#"{"Lines":[{"$for":"a in Names","Text":"{{ Name | repeat(100) }}"}]}"#),
        ("Hello.toml", "[[answer]]\nbody = \"{{ (Names + []) * 30 }}\"\n"),
        ("Hello.toml", "[[answer]]\nbody = 'a'\nset.variables.a = \"{{ (Names + []) * 30 }}\"\n"),
    ] {
        let host = host(&[(file, text)]);
        host.stubs.limit_templates(2_000);
        let of = |names: usize| format!("/hello/World?format=json&Names={}", "a,".repeat(names));
        assert!(host.get(&of(1)).await.starts_with("200 "), "{text}");
        let got = host.get(&of(50)).await;
        assert!(
            got.starts_with("500 ") && got.contains("InvalidOperationException"),
            "{text}: {got}"
        );
    }
}

/// What the request does not have is null, and `default` puts something in its place.
#[tokio::test]
async fn what_a_request_does_not_have_has_a_default() {
    let text = "{{ Name | default('nobody') }} {{ request.headers['X-A'] | d('no') }} \
                {{ request.query | length }} {{ request.headers | length > 0 }} {{ '' | d('x', true) }}";
    let host = host(&[("HelloString.json", &format!("\"{text}\""))]);
    assert_eq!(host.get("/json/reply/HelloString").await, "200 nobody no 0 True x");
    let headers = [("X-A", "yes")];
    let answer = host.send(Method::GET, "/json/reply/HelloString?Name=a&q=1", &headers, "").await;
    assert_eq!(answer, "200 a yes 2 True x");
}
